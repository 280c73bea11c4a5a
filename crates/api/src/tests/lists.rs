//! Cursor pages.

use super::*;
use ErrorCode::Invalid;

async fn page(server: &TestServer, path: &str) -> (Vec<u64>, Option<String>) {
    let answer = server.ask("GET", path).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    let link = header(answer.headers(), "link").to_owned();
    let body: Value = answer.json().await.unwrap();
    let next = body.get("next").map(|next| next.as_str().unwrap().to_owned());
    assert_eq!(
        link,
        next.as_ref()
            .map(|next| format!("<{next}>; rel=\"next\""))
            .unwrap_or_default()
    );
    (
        body["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item.as_u64().unwrap())
            .collect(),
        next,
    )
}

#[actix_web::test]
async fn pages_follow_each_other_until_the_last() {
    let server = TestServer::start();
    let mut all = Vec::new();
    let mut next = Some("/v1/things?kind=a%26b".to_owned());
    let mut sizes = Vec::new();
    while let Some(path) = next {
        let (items, following) = page(&server, &path).await;
        sizes.push(items.len());
        all.extend(items);
        next = following;
    }
    assert_eq!((sizes, all), (vec![50, 50, 20], (0..120).collect()));
}

#[actix_web::test]
async fn limits_outside_1_to_200_are_refused() {
    let server = TestServer::start();
    assert_eq!(page(&server, "/v1/things?limit=1").await.0.len(), 1);
    assert_eq!(page(&server, "/v1/things?limit=200").await.0.len(), 120);
    for limit in ["0", "201", "-1", "1.5", "x", "", "99999999999", "10&limit=20"] {
        let answer = server
            .ask("GET", &format!("/v1/things?limit={limit}"))
            .send()
            .await
            .unwrap();
        let body = problem(answer, Invalid).await;
        assert_eq!(body["errors"][0]["pointer"], "/query/limit", "{limit}");
    }
}

#[actix_web::test]
async fn a_cursor_is_good_only_for_its_caller_and_its_filters() {
    let server = TestServer::start();
    let (_, next) = page(&server, "/v1/things?kind=a&limit=10").await;
    let next = next.unwrap();
    let cursor = next.split("cursor=").nth(1).unwrap();
    assert_eq!(
        page(&server, &format!("/v1/things?kind=a&limit=3&cursor={cursor}"))
            .await
            .0,
        [10, 11, 12]
    );
    let mut flipped = cursor.to_owned().into_bytes();
    flipped[3] ^= 1;
    let flipped = String::from_utf8(flipped).unwrap();
    let (longer, shorter) = (format!("{cursor}AAAA"), &cursor[..cursor.len() - 2]);
    for path in [
        format!("/v1/things?kind=b&cursor={cursor}"),
        format!("/v1/things?cursor={cursor}"),
        format!("/v1/things?kind=a&cursor={flipped}"),
        format!("/v1/things?kind=a&cursor={longer}"),
        format!("/v1/things?kind=a&cursor={shorter}"),
        "/v1/things?cursor=".to_owned(),
        "/v1/things?cursor=MTA".to_owned(),
        "/v1/things?cursor=%F0%9F%92%A9".to_owned(),
        format!("/v1/things?cursor={}", "A".repeat(4000)),
    ] {
        let body = problem(server.ask("GET", &path).send().await.unwrap(), Invalid).await;
        assert_eq!(body["errors"][0]["code"], "unknown_cursor", "{path}");
    }
    let other = server
        .anonymous("GET", &next)
        .bearer_auth(server.token(brian()))
        .send()
        .await
        .unwrap();
    problem(other, Invalid).await;
}

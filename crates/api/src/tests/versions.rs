//! Entity tags, `If-Match` and `Idempotency-Key`.

use super::*;
use ErrorCode::*;

fn path() -> String {
    format!("/v1/things/{}", Uuid::from_u128(1))
}

#[actix_web::test]
async fn a_read_gives_a_strong_tag_and_304_when_nothing_changed() {
    let server = TestServer::start();
    let answer = server.ask("GET", &path()).send().await.unwrap();
    let tag = header(answer.headers(), "etag").to_owned();
    assert!(tag.starts_with("\"7-") && tag.len() == 12, "{tag}");
    for header_value in [
        tag.clone(),
        format!("W/{tag}"),
        format!("\"6-00000000\", {tag}"),
        "*".to_owned(),
    ] {
        let answer = server
            .ask("GET", &path())
            .header("if-none-match", header_value)
            .send()
            .await
            .unwrap();
        assert_eq!(
            (answer.status().as_u16(), header(answer.headers(), "etag")),
            (304, tag.as_str())
        );
        assert_clean(answer.headers());
    }
    let answer = server
        .ask("GET", &path())
        .header("if-none-match", "\"7-00000000\"")
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.status(),
        200,
        "the version alone is not enough: another view of it may differ"
    );
}

#[actix_web::test]
async fn a_change_says_which_version_it_is_based_on() {
    let server = TestServer::start();
    let put = |tag: Option<&'static str>| {
        let request = server.ask("PUT", &path()).json(&serde_json::json!({"name": "x"}));
        tag.into_iter()
            .fold(request, |request, tag| request.header("if-match", tag))
            .send()
    };
    problem(put(None).await.unwrap(), IfMatchMissing).await;
    problem(put(Some("*")).await.unwrap(), MalformedIfMatch).await;
    problem(
        put(Some("\"7-00000000\", \"8-00000000\"")).await.unwrap(),
        MalformedIfMatch,
    )
    .await;
    problem(put(Some("W/\"7-00000000\"")).await.unwrap(), StaleVersion).await;
    problem(put(Some("\"xyz\"")).await.unwrap(), StaleVersion).await;
    let answer = put(Some("\"7-00000000\"")).await.unwrap();
    assert!(header(answer.headers(), "etag").starts_with("\"8-"), "{answer:?}");
}

#[actix_web::test]
async fn a_creation_carries_a_key_and_answers_with_its_address() {
    let server = TestServer::start();
    let post = |key: Option<&'static str>| {
        let request = server
            .ask("POST", "/v1/things")
            .json(&serde_json::json!({"name": "x"}));
        key.into_iter()
            .fold(request, |request, key| request.header("idempotency-key", key))
            .send()
    };
    problem(post(None).await.unwrap(), IdempotencyKeyMissing).await;
    problem(post(Some("")).await.unwrap(), IdempotencyKeyMissing).await;
    problem(post(Some("a b")).await.unwrap(), IdempotencyKeyMissing).await;
    let answer = post(Some("k-1")).await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), header(answer.headers(), "location")),
        (201, "/v1/things/1")
    );
    assert!(header(answer.headers(), "etag").starts_with("\"1-"));
    assert_eq!(
        answer.text().await.unwrap(),
        r#"{"name":"x by case_officer under k-1"}"#
    );
}

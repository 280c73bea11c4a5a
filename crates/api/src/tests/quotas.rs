//! Request limits as callers meet them.

use super::*;
use ErrorCode::*;

#[actix_web::test]
async fn each_user_has_a_budget_and_is_told_what_is_left() {
    let server = TestServer::start_with(|config| config.limits.user = limit(2));
    let ask = |user| {
        server
            .anonymous("GET", "/v1/things/01990d2c-7f3a-7c11-9a53-3f1f7c9b2a10")
            .bearer_auth(server.token(user))
            .send()
    };
    let answer = ask(ada()).await.unwrap();
    assert_eq!(
        header(answer.headers(), "ratelimit-policy"),
        "\"user\";q=2;w=3600"
    );
    assert_eq!(header(answer.headers(), "ratelimit"), "\"user\";r=1;t=1800");
    assert_eq!(ask(ada()).await.unwrap().status(), 200);
    let answer = ask(ada()).await.unwrap();
    let wait: u64 = header(answer.headers(), "retry-after").parse().unwrap();
    assert!((1..=1800).contains(&wait), "{wait}");
    assert!(header(answer.headers(), "ratelimit").starts_with("\"user\";r=0;t="));
    let body = problem(answer, QuotaExceeded).await;
    assert!(
        body["detail"]
            .as_str()
            .unwrap()
            .starts_with("You have made too many requests. Try again in"),
        "{body}"
    );
    assert_eq!(ask(brian()).await.unwrap().status(), 200);
}

#[actix_web::test]
async fn callers_without_sign_in_are_limited_by_address_and_cannot_invent_one() {
    let server = TestServer::start_with(|config| {
        config.limits.public = limit(3);
        config.limits.sign_in = limit(1);
    });
    let post = |path: &'static str, address: &'static str| {
        let request = server.anonymous("POST", path).header("x-forwarded-for", address);
        request
            .header("forwarded", format!("for={address}"))
            .json(&serde_json::json!({"name": "x"}))
            .send()
    };
    assert_eq!(
        post("/v1/thing-sign-ins", "192.0.2.1").await.unwrap().status(),
        200
    );
    problem(
        post("/v1/thing-sign-ins", "192.0.2.2").await.unwrap(),
        QuotaExceeded,
    )
    .await;
    for address in ["192.0.2.1", "192.0.2.2", "192.0.2.3"] {
        assert_eq!(
            post("/v1/thing-calculations", address).await.unwrap().status(),
            200
        );
    }
    problem(
        post("/v1/thing-calculations", "192.0.2.4").await.unwrap(),
        QuotaExceeded,
    )
    .await;
}

#[actix_web::test]
async fn behind_a_trusted_proxy_the_forwarded_address_counts() {
    let server = TestServer::start_with(|config| {
        config.limits.public = limit(1);
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    });
    let ask = |address: &'static str| {
        server
            .anonymous("GET", "/v1/openapi.json")
            .header("x-forwarded-for", address)
            .send()
    };
    assert_eq!(ask("192.0.2.1").await.unwrap().status(), 200);
    assert_eq!(ask("192.0.2.2").await.unwrap().status(), 200);
    problem(ask("192.0.2.99, 192.0.2.1").await.unwrap(), QuotaExceeded).await;
}

#[actix_web::test]
async fn guessing_tokens_is_limited_and_probes_are_not() {
    let server = TestServer::start_with(|config| config.limits.refused = limit(2));
    let guess = || server.anonymous("GET", "/v1/things").bearer_auth("guess").send();
    problem(guess().await.unwrap(), Unauthenticated).await;
    problem(guess().await.unwrap(), Unauthenticated).await;
    problem(guess().await.unwrap(), QuotaExceeded).await;
    assert_eq!(
        server.ask("GET", "/v1/things").send().await.unwrap().status(),
        200,
        "a good token is not held up"
    );
    for _ in 0..10 {
        assert_eq!(
            server.anonymous("GET", "/livez").send().await.unwrap().status(),
            200
        );
    }
}

#[actix_web::test]
async fn lists_draw_on_a_budget_of_their_own_too() {
    let server = TestServer::start_with(|config| {
        config.limits.user = limit(10);
        config.limits.costly = limit(2);
    });
    let ask = |path: &'static str| server.ask("GET", path).send();
    let answer = ask("/v1/things").await.unwrap();
    assert_eq!(
        header(answer.headers(), "ratelimit-policy"),
        "\"user\";q=10;w=3600, \"costly\";q=2;w=3600"
    );
    let left = header(answer.headers(), "ratelimit").to_owned();
    assert!(
        left.starts_with("\"user\";r=9;t=") && left.contains("\"costly\";r=1;t="),
        "{left}"
    );
    assert_eq!(ask("/v1/things").await.unwrap().status(), 200);
    let body = problem(ask("/v1/things").await.unwrap(), QuotaExceeded).await;
    assert!(
        body["detail"]
            .as_str()
            .unwrap()
            .contains("lists, searches and tables"),
        "{body}"
    );
    let one = ask("/v1/things/01990d2c-7f3a-7c11-9a53-3f1f7c9b2a10")
        .await
        .unwrap();
    assert_eq!(one.status(), 200, "what is not a list goes on");
    assert!(!header(one.headers(), "ratelimit").contains("costly"));
}

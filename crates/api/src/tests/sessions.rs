//! Signing in and out.

use super::{council::*, *};
use serde_json::json;

async fn sign_in(council: &Council, email: &str, password: &str) -> Response {
    let request = council.server.anonymous("POST", "/v1/sessions");
    request
        .json(&json!({"email": email, "password": password}))
        .send()
        .await
        .unwrap()
}

#[actix_web::test]
async fn who_signs_in_is_let_in_until_they_sign_out() {
    let council = Council::open().await;
    let answer = sign_in(&council, " Rosa.Whitfield@example.org ", PASSWORD).await;
    assert_eq!(answer.status(), 201);
    assert_eq!(header(answer.headers(), "location"), "/v1/sessions/current");
    assert_clean(answer.headers());
    let session: Value = answer.json().await.unwrap();
    assert_eq!(session["token_type"], "Bearer");
    assert_eq!(session["role"], "officer");
    assert_eq!(session["user_id"], council.officer_id.to_string());
    assert_eq!(session["expires_at"], "2026-11-23T12:15:00Z");
    assert_eq!(session["refresh_until"], "2026-11-23T12:30:00Z");
    assert_eq!(session["ends_at_latest"], "2026-11-24T00:00:00Z");
    let token = session["access_token"].as_str().unwrap();

    let me: Value = council.get(token, "/v1/me").await.json().await.unwrap();
    assert_eq!(
        (&me["email"], &me["teams"][0]["name"]),
        (&"rosa.whitfield@example.org".into(), &"North team".into())
    );
    let out = council
        .server
        .anonymous("DELETE", "/v1/sessions/current")
        .bearer_auth(token);
    assert_eq!(out.send().await.unwrap().status(), 204);
    let answer = council.get(token, "/v1/me").await;
    assert!(header(answer.headers(), "www-authenticate").contains("error=\"invalid_token\""));
    problem(answer, ErrorCode::Unauthenticated).await;
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let council = Council::open().await;
    let mut answers = Vec::new();
    for email in ["rosa.whitfield@example.org", "nobody@example.org"] {
        let answer = sign_in(&council, email, "a loud river in autumn").await;
        assert_eq!(
            header(answer.headers(), "www-authenticate"),
            "Bearer realm=\"ehcp\""
        );
        let mut body = problem(answer, ErrorCode::WrongCredentials).await;
        body["instance"] = Value::Null;
        answers.push(body);
    }
    assert_eq!(answers[0], answers[1]);
}

#[actix_web::test]
async fn an_address_with_many_failures_has_to_wait() {
    let council = Council::open().await;
    for _ in 0..11 {
        let answer = sign_in(&council, "kate.lowe@example.org", "not the password at all").await;
        problem(answer, ErrorCode::WrongCredentials).await;
    }
    let answer = sign_in(&council, "kate.lowe@example.org", PASSWORD).await;
    assert_eq!(header(answer.headers(), "retry-after"), "2");
    problem(answer, ErrorCode::SignInSlowedDown).await;
    council.server.clock.advance(chrono::Duration::seconds(3));
    let answer = sign_in(&council, "kate.lowe@example.org", PASSWORD).await;
    assert_eq!(answer.status(), 201);
}

#[actix_web::test]
async fn a_password_beyond_any_limit_is_refused_without_being_repeated() {
    let council = Council::open().await;
    let long = "z".repeat(129);
    let answer = sign_in(&council, "kate.lowe@example.org", &long).await;
    let body = problem(answer, ErrorCode::Invalid).await;
    assert_eq!(body["errors"][0]["pointer"], "/password");
    assert!(!body.to_string().contains("zzz"), "{body}");
}

#[actix_web::test]
async fn a_session_that_is_over_is_out_at_once_whatever_the_token_says() {
    let council = Council::open().await;
    let (user, session) = (council.officer_id, SessionId(Uuid::from_u128(999)));
    let unknown = council.server.token_of(user, session);
    problem(
        council.get(&unknown, "/v1/cases").await,
        ErrorCode::Unauthenticated,
    )
    .await;
    let other = council.server.token_of(ada(), SessionId(Uuid::from_u128(73)));
    problem(council.get(&other, "/v1/cases").await, ErrorCode::Unauthenticated).await;
}

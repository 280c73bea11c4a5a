//! Calls that are answered once.

use super::{council::*, *};
use reqwest::RequestBuilder;
use serde_json::json;

/// What of an answer must come back unchanged when the call is repeated.
async fn kept(answer: Response) -> (u16, String, String, String) {
    let headers = answer.headers().clone();
    let status = answer.status().as_u16();
    (
        status,
        header(&headers, "location").to_owned(),
        header(&headers, "etag").to_owned(),
        answer.text().await.unwrap(),
    )
}

fn assignment(council: &Council, case: &str, key: &str) -> RequestBuilder {
    council
        .server
        .anonymous("POST", &format!("{case}/assignments"))
        .bearer_auth(&council.manager)
        .header("idempotency-key", key)
        .json(&json!({"team_id": council.team_id, "officer_id": council.officer_id}))
}

#[actix_web::test]
async fn a_repeated_request_makes_one_case_and_gives_the_same_answer() {
    let council = Council::open().await;
    let first = kept(council.ask_for_assessment("k-1", "Maya").await).await;
    assert_eq!(first.0, 201);
    assert_eq!(kept(council.ask_for_assessment("k-1", "Maya").await).await, first);
    problem(
        council.ask_for_assessment("k-1", "Mia").await,
        ErrorCode::IdempotencyKeyReused,
    )
    .await;
    let cases: Value = council
        .get(&council.officer, "/v1/cases")
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(cases["items"].as_array().unwrap().len(), 1, "{cases}");
    let case = council.get(&council.officer, &first.1).await;
    let tag = header(case.headers(), "etag");
    assert_eq!(
        tag.split('-').next(),
        first.2.split('-').next(),
        "the version of the receipt is the case's"
    );
}

#[actix_web::test]
async fn fifty_same_calls_at_once_make_one_case() {
    let council = Council::open().await;
    let calls = (0..50).map(|_| async { kept(council.ask_for_assessment("k-1", "Maya").await).await });
    let answers = futures_util::future::join_all(calls).await;
    assert!(
        answers
            .iter()
            .all(|answer| answer == &answers[0] && answer.0 == 201),
        "{answers:?}"
    );
}

#[actix_web::test]
async fn a_key_belongs_to_one_person() {
    let council = Council::open().await;
    let (case, _) = council.case().await;
    let other = council
        .server
        .anonymous("POST", "/v1/requests")
        .bearer_auth(&council.other_parent)
        .header("idempotency-key", "case")
        .json(&json!({"child": {"given_name": "Ben", "family_name": "Lowe", "born_on": "2017-05-02"}}));
    let answer = other.send().await.unwrap();
    assert_eq!(answer.status(), 201);
    assert_ne!(header(answer.headers(), "location"), case);
}

#[actix_web::test]
async fn a_repeated_change_is_answered_before_if_match_is_looked_at() {
    let council = Council::open().await;
    let (case, tag) = council.case().await;
    let call = || assignment(&council, &case, "k-1");
    let first = kept(call().header("if-match", &tag).send().await.unwrap()).await;
    assert_eq!(first.0, 200, "{}", first.3);
    for again in [
        call().header("if-match", &tag),
        call(),
        call().header("if-match", "*"),
    ] {
        assert_eq!(kept(again.send().await.unwrap()).await, first);
    }
    let read = council.get(&council.manager, &case).await;
    assert_eq!(header(read.headers(), "etag"), first.2);
}

#[actix_web::test]
async fn a_new_change_must_say_which_version_it_saw() {
    let council = Council::open().await;
    let (case, tag) = council.case().await;
    let call = || assignment(&council, &case, "k-1");
    problem(call().send().await.unwrap(), ErrorCode::IfMatchMissing).await;
    for (value, code) in [
        ("*", ErrorCode::MalformedIfMatch),
        ("W/\"1-00000000\"", ErrorCode::StaleVersion),
        ("\"97-00000000\"", ErrorCode::StaleVersion),
    ] {
        problem(call().header("if-match", value).send().await.unwrap(), code).await;
    }
    let answer = call().header("if-match", &tag).send().await.unwrap();
    assert_eq!(answer.status(), 200, "a refusal is not kept under the key");
    let stale = assignment(&council, &case, "k-2").header("if-match", &tag);
    let body = problem(stale.send().await.unwrap(), ErrorCode::StaleVersion).await;
    assert!(
        body["detail"]
            .as_str()
            .unwrap()
            .contains("it has been changed since you"),
        "{body}"
    );
}

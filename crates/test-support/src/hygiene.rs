//! What holds for every answer, whatever was asked: its headers, and what a token may hold.

use crate::{Answer, Operation};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;

/// All that an access token may say: ids, a role, times, and for whom it is.
const CLAIMS: [&str; 9] = ["aud", "exp", "iat", "iss", "jti", "nbf", "role", "sid", "sub"];

/// The longest life of an access token, in seconds.
const LONGEST_LIFE: i64 = 15 * 60;

/// Checks the headers that a browser and a store on the way go by, and every token in the answer.
///
/// # Panics
/// When one is missing, or says more than it should.
pub(crate) fn check(operation: &Operation, answer: &Answer) {
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{answer}");
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{answer}");
    let policy = answer.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{policy}: {answer}"
    );
    for telling in ["server", "x-powered-by"] {
        assert_eq!(answer.header(telling), "", "{telling}: {answer}");
    }
    let signed_in = operation.says["security"]
        .as_array()
        .is_some_and(|schemes| !schemes.is_empty());
    if signed_in || !answer.at("/access_token").is_null() {
        assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
    }
    if let Some(token) = answer.at("/access_token").as_str() {
        token_says_no_more_than_it_must(token);
    }
}

fn token_says_no_more_than_it_must(token: &str) {
    let payload = token.split('.').nth(1).expect("three parts");
    let payload = BASE64_URL_SAFE_NO_PAD.decode(payload).expect("base64");
    let claims: Value = serde_json::from_slice(&payload).expect("JSON");
    for name in claims.as_object().expect("claims").keys() {
        assert!(CLAIMS.contains(&name.as_str()), "a token holds {name}");
    }
    let time = |name: &str| claims[name].as_i64().expect("a time");
    assert!(
        time("exp") - time("iat") <= LONGEST_LIFE,
        "a token lives too long: {claims}"
    );
}

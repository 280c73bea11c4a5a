//! What browsers are told about pages of other origins.

use super::*;

const LISTED: &str = "https://send.example.gov.uk";

fn server() -> TestServer {
    TestServer::start_with(|config| config.cors.origins = vec![LISTED.parse().unwrap()])
}

/// What a browser asks before a page of this origin sends this method.
async fn preflight(server: &TestServer, path: &str, origin: &str, method: &str) -> Response {
    let request = server.anonymous("OPTIONS", path).header("origin", origin);
    let request = request.header("access-control-request-method", method);
    request
        .header("access-control-request-headers", "authorization,if-match")
        .send()
        .await
        .unwrap()
}

#[actix_web::test]
async fn without_configuration_no_page_of_another_origin_is_let_in() {
    let server = TestServer::start();
    let answer = preflight(&server, "/v1/things", LISTED, "GET").await;
    assert_eq!(answer.status(), 204);
    let read = server
        .ask("GET", "/v1/things")
        .header("origin", LISTED)
        .send()
        .await
        .unwrap();
    for headers in [answer.headers(), read.headers()] {
        assert!(
            !headers
                .keys()
                .any(|name| name.as_str().starts_with("access-control-")),
            "{headers:?}"
        );
    }
}

#[actix_web::test]
async fn a_listed_origin_is_let_in_and_every_other_is_not() {
    let server = server();
    let answer = preflight(&server, "/v1/things", LISTED, "POST").await;
    assert_eq!(answer.status(), 204);
    assert_eq!(header(answer.headers(), "access-control-allow-origin"), LISTED);
    assert_eq!(
        header(answer.headers(), "access-control-allow-methods"),
        header(answer.headers(), "allow")
    );
    for needed in ["authorization", "idempotency-key", "if-match", "content-type"] {
        assert!(
            header(answer.headers(), "access-control-allow-headers").contains(needed),
            "{needed}"
        );
    }
    assert_eq!(header(answer.headers(), "vary"), "Origin");
    for other in [
        "https://send.example.gov.uk.evil.example",
        "https://evil.example",
        "http://send.example.gov.uk",
        "https://send.example.gov.uk:8443",
        "https://SEND.example.gov.uk",
        "null",
        "*",
        "",
    ] {
        let answer = preflight(&server, "/v1/things", other, "POST").await;
        let names: Vec<_> = answer
            .headers()
            .keys()
            .map(|name| name.as_str().to_owned())
            .collect();
        assert!(
            !names.iter().any(|name| name.starts_with("access-control-")),
            "{other}: {names:?}"
        );
        assert_eq!(header(answer.headers(), "vary"), "Origin", "{other}");
    }
}

#[actix_web::test]
async fn good_answers_and_refusals_can_be_read_by_a_listed_page_and_credentials_are_never_allowed() {
    let server = server();
    let good = server
        .ask("GET", "/v1/things")
        .header("origin", LISTED)
        .send()
        .await
        .unwrap();
    let refused = server
        .anonymous("GET", "/v1/things")
        .header("origin", LISTED)
        .send()
        .await
        .unwrap();
    let missing = server
        .ask("GET", "/v1/nowhere")
        .header("origin", LISTED)
        .send()
        .await
        .unwrap();
    let fault = server
        .ask("GET", "/v1/thing-faults")
        .header("origin", LISTED)
        .send()
        .await
        .unwrap();
    assert_eq!(
        [good.status(), refused.status(), missing.status()].map(|status| status.as_u16()),
        [200, 401, 404]
    );
    for answer in [good, refused, missing, fault] {
        let headers = answer.headers();
        if answer.status() != 500 {
            assert_eq!(
                header(headers, "access-control-allow-origin"),
                LISTED,
                "{}",
                answer.status()
            );
            assert!(header(headers, "access-control-expose-headers").contains("etag"));
        }
        assert!(!headers.contains_key("access-control-allow-credentials"));
    }
}

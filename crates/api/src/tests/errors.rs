//! Every error, the framework's own included, is a problem.

use super::*;
use ErrorCode::*;

#[actix_web::test]
async fn unknown_addresses_under_v1_are_told_apart_only_for_those_signed_in() {
    let server = TestServer::start();
    for path in [
        "/v1/nothing",
        "/v1",
        "/v1/",
        "/v1/things/x/y",
        "/v1/things/",
        "/v1/%00",
        "/v1/..%2fthings",
        "/v1/%ff",
    ] {
        problem(
            server.anonymous("GET", path).send().await.unwrap(),
            Unauthenticated,
        )
        .await;
        problem(server.ask("GET", path).send().await.unwrap(), NotFound).await;
    }
    problem(
        server.anonymous("GET", "/nothing").send().await.unwrap(),
        NotFound,
    )
    .await;
    problem(server.anonymous("GET", "/").send().await.unwrap(), NotFound).await;
}

#[actix_web::test]
async fn a_malformed_id_is_as_unknown_as_any_other() {
    let server = TestServer::start();
    for id in [
        "x",
        "1",
        "00000000-0000-0000-0000-00000000000",
        "%27;--",
        "%ff",
        "%00",
    ] {
        let answer = server
            .ask("GET", &format!("/v1/things/{id}"))
            .send()
            .await
            .unwrap();
        problem(answer, NotFound).await;
    }
}

#[actix_web::test]
async fn a_wrong_method_is_405_with_what_is_allowed() {
    let server = TestServer::start();
    let id = Uuid::from_u128(1);
    let one = format!("/v1/things/{id}");
    for (method, path, allow) in [
        ("DELETE", "/v1/things", "GET, POST, HEAD, OPTIONS"),
        ("PATCH", "/v1/things", "GET, POST, HEAD, OPTIONS"),
        ("TRACE", "/v1/things", "GET, POST, HEAD, OPTIONS"),
        ("BREW", "/v1/things", "GET, POST, HEAD, OPTIONS"),
        ("POST", one.as_str(), "GET, PUT, HEAD, OPTIONS"),
        ("GET", "/v1/thing-echoes", "POST, OPTIONS"),
        ("HEAD", "/v1/thing-echoes", "POST, OPTIONS"),
        ("POST", "/livez", "GET, HEAD, OPTIONS"),
        ("DELETE", "/v1/openapi.json", "GET, HEAD, OPTIONS"),
        ("POST", "/docs/", "GET, HEAD"),
    ] {
        let answer = server.ask(method, path).send().await.unwrap();
        assert_eq!(header(answer.headers(), "allow"), allow, "{method} {path}");
        assert_eq!(answer.status(), 405, "{method} {path}");
        if method != "HEAD" {
            problem(answer, MethodNotAllowed).await;
        }
    }
    problem(
        server.anonymous("DELETE", "/v1/things").send().await.unwrap(),
        Unauthenticated,
    )
    .await;
}

#[actix_web::test]
async fn options_tells_what_is_allowed_and_head_mirrors_get() {
    let server = TestServer::start();
    let answer = server.anonymous("OPTIONS", "/v1/things").send().await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), header(answer.headers(), "allow")),
        (204, "GET, POST, HEAD, OPTIONS")
    );
    assert_clean(answer.headers());
    let path = format!("/v1/things/{}", Uuid::from_u128(1));
    let get = server.ask("GET", &path).send().await.unwrap();
    let head = server.ask("HEAD", &path).send().await.unwrap();
    assert_eq!(head.status(), 200);
    for name in ["etag", "content-type", "content-length", "cache-control"] {
        assert_eq!(
            header(head.headers(), name),
            header(get.headers(), name),
            "{name}"
        );
    }
    assert_eq!(head.bytes().await.unwrap().len(), 0);
    assert_eq!(
        server.anonymous("HEAD", &path).send().await.unwrap().status(),
        401
    );
}

#[actix_web::test]
async fn what_the_caller_cannot_read_is_406() {
    let server = TestServer::start();
    let ask = |accept: &'static str| server.ask("GET", "/v1/things").header("accept", accept).send();
    problem(ask("text/html").await.unwrap(), NotAcceptable).await;
    problem(ask("application/json;q=0").await.unwrap(), NotAcceptable).await;
    assert_eq!(
        ask("text/html, application/json;q=0.2").await.unwrap().status(),
        200
    );
    let answer = server
        .anonymous("GET", "/v1/things")
        .header("accept", "text/html")
        .send()
        .await
        .unwrap();
    problem(answer, Unauthenticated).await;
}

#[actix_web::test]
async fn an_internal_fault_tells_nothing_internal() {
    let server = TestServer::start();
    let body = problem(
        server.ask("GET", "/v1/thing-failures").send().await.unwrap(),
        Internal,
    )
    .await;
    assert!(!body.to_string().contains("secret"), "{body}");
}

#[actix_web::test]
async fn a_request_that_takes_too_long_is_503() {
    let server = TestServer::start_with(|config| config.request_timeout = Duration::from_millis(50));
    let answer = server.ask("GET", "/v1/thing-waits").send().await.unwrap();
    assert_eq!(header(answer.headers(), "retry-after"), "5");
    problem(answer, Unavailable).await;
}

#[actix_web::test]
async fn malformed_queries_are_400_and_wrong_parameters_422() {
    let server = TestServer::start();
    for path in [
        "/v1/things/search?kind=%ff",
        "/v1/things/search?kind=%4",
        "/v1/things?limit=%zz",
    ] {
        problem(server.ask("GET", path).send().await.unwrap(), MalformedQuery).await;
    }
    for (path, pointer, code) in [
        ("/v1/things/search?sort=name", "/query/sort", "unknown_parameter"),
        (
            "/v1/things/search?kind=a&kind=b",
            "/query/kind",
            "duplicate_parameter",
        ),
        ("/v1/things/search?kind=%00", "/query/kind", "nul_character"),
        ("/v1/things?order=up", "/query/order", "unknown_parameter"),
        (
            "/v1/things?access_token=x",
            "/query/access_token",
            "unknown_parameter",
        ),
    ] {
        let body = problem(server.ask("GET", path).send().await.unwrap(), Invalid).await;
        assert_eq!(
            (&body["errors"][0]["pointer"], &body["errors"][0]["code"]),
            (&pointer.into(), &code.into())
        );
    }
}

#[actix_web::test]
async fn the_trace_of_the_caller_is_in_the_problem() {
    let server = TestServer::start();
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let ask = |value: String| {
        server
            .anonymous("GET", "/nothing")
            .header("traceparent", value)
            .send()
    };
    let body = problem(
        ask(format!("00-{trace}-00f067aa0ba902b7-01")).await.unwrap(),
        NotFound,
    )
    .await;
    assert_eq!(body["instance"], trace);
    let body = problem(
        ask(format!("ff-{trace}-00f067aa0ba902b7-01")).await.unwrap(),
        NotFound,
    )
    .await;
    assert_ne!(body["instance"], trace);
}

#[actix_web::test]
async fn readiness_follows_the_database_and_liveness_does_not() {
    let server = TestServer::start();
    let ask = |path: &'static str| server.anonymous("GET", path).send();
    assert_eq!(
        ask("/readyz").await.unwrap().text().await.unwrap(),
        r#"{"status":"up"}"#
    );
    server.ready.store(false, Ordering::SeqCst);
    problem(ask("/readyz").await.unwrap(), Unavailable).await;
    assert_eq!(ask("/livez").await.unwrap().status(), 200);
    server.ready.store(true, Ordering::SeqCst);
    assert_eq!(ask("/readyz").await.unwrap().status(), 200);
}

//! Bodies: what is read, and how what is not read is refused.

use super::*;
use ErrorCode::*;
use futures_util::stream;

const PATH: &str = "/v1/thing-calculations";

async fn send(server: &TestServer, body: impl Into<reqwest::Body>) -> Response {
    server
        .anonymous("POST", PATH)
        .header("content-type", "application/json")
        .body(body)
        .send()
        .await
        .unwrap()
}

#[actix_web::test]
async fn json_in_utf_8_is_read() {
    let server = TestServer::start();
    for kind in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
    ] {
        let request = server.anonymous("POST", PATH).header("content-type", kind);
        let answer = request.body(r#"{"name":"Zoë"}"#).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{kind}");
        assert_eq!(header(answer.headers(), "content-type"), "application/json");
        assert_eq!(answer.text().await.unwrap(), r#"{"name":"Zoë"}"#);
    }
}

#[actix_web::test]
async fn other_media_types_and_encodings_are_415() {
    let server = TestServer::start();
    let body = r#"{"name":"x"}"#;
    problem(
        server.anonymous("POST", PATH).body(body).send().await.unwrap(),
        UnsupportedMediaType,
    )
    .await;
    for kind in [
        "text/plain",
        "application/xml",
        "application/json; charset=latin1",
        "application/jsonp",
        "nonsense",
        "application/x-www-form-urlencoded",
    ] {
        let answer = server
            .anonymous("POST", PATH)
            .header("content-type", kind)
            .body(body)
            .send()
            .await
            .unwrap();
        problem(answer, UnsupportedMediaType).await;
    }
    for encoding in ["gzip", "br", "deflate", "nonsense"] {
        let request = server
            .anonymous("POST", PATH)
            .header("content-type", "application/json");
        let answer = request
            .header("content-encoding", encoding)
            .body(body)
            .send()
            .await
            .unwrap();
        problem(answer, UnsupportedMediaType).await;
    }
}

#[actix_web::test]
async fn what_is_not_json_is_400_with_its_place() {
    let server = TestServer::start();
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let deep_object = r#"{"a":"#.repeat(10_000) + "1" + &"}".repeat(10_000);
    for body in [
        "",
        " ",
        "{",
        r#"{"name":"x",}"#,
        r#"{"name":"x"} {}"#,
        "{'name':'x'}",
        "\u{feff}{\"name\":\"x\"}",
        r#"{"name":"\ud800"}"#,
        r#"{"name":"\udc00\ud800"}"#,
        r#"{"name":"x","count":1e400}"#,
        r#"{"name":"x","count":-1e400}"#,
        r#"{"name":"x","count":01}"#,
        r#"{"name":"x","count":NaN}"#,
        "{\"name\":\"a\nb\"}",
        "{\"name\":\"a\0b\"}",
        deep.as_str(),
        deep_object.as_str(),
    ] {
        problem(send(&server, body.to_owned()).await, MalformedJson).await;
    }
    problem(
        send(&server, b"{\"name\":\"\xff\xfe\"}".to_vec()).await,
        MalformedJson,
    )
    .await;
    let body = problem(send(&server, "{\n  \"name\": x\n}").await, MalformedJson).await;
    assert_eq!(
        body["detail"],
        "The body is not valid JSON at line 2, column 11: expected value."
    );
}

#[actix_web::test]
async fn wrong_data_is_422_and_pointed_at() {
    let server = TestServer::start();
    for (body, pointer, code) in [
        (r#"{"name":"x","dob":1}"#, "/dob", "unknown_member"),
        (r#"{"count":1}"#, "/name", "missing_member"),
        (r#"{"name":"x","name":"y"}"#, "/name", "duplicate_member"),
        (r#"{"name":"x","n\u0061me":"y"}"#, "/name", "duplicate_member"),
        (r#"{"name":"a\u0000b"}"#, "/name", "nul_character"),
        (r#"{"name":null}"#, "/name", "wrong_type"),
        (r#"{"name":"x","count":"1"}"#, "/count", "wrong_type"),
        (r#"{"name":"x","count":1.5}"#, "/count", "wrong_type"),
        (r#"{"name":"x","count":1e3}"#, "/count", "wrong_type"),
        (r#"{"name":"x","count":2147483648}"#, "/count", "invalid_value"),
        (
            r#"{"name":"x","count":-9223372036854775809}"#,
            "/count",
            "wrong_type",
        ),
        (
            r#"{"name":"x","count":99999999999999999999999}"#,
            "/count",
            "wrong_type",
        ),
        ("[]", "", "wrong_type"),
        ("[\"x\",1]", "", "wrong_type"),
        ("1", "", "wrong_type"),
        ("null", "", "wrong_type"),
    ] {
        let said = problem(send(&server, body).await, Invalid).await;
        let error = &said["errors"][0];
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&pointer.into(), &code.into()),
            "{body}: {said}"
        );
    }
    let said = problem(send(&server, r#"{"name":"x","dob":1}"#).await, Invalid).await;
    assert_eq!(
        said["errors"][0]["message"],
        "Unknown member `dob`. Known members: `name`, `count`."
    );
}

#[actix_web::test]
async fn mistakes_are_found_in_free_form_values_too() {
    let server = TestServer::start();
    let ask = |body: &'static str| {
        server
            .ask("POST", "/v1/thing-echoes")
            .header("content-type", "application/json")
            .body(body)
            .send()
    };
    let said = problem(ask(r#"{"a":[{"b":1,"b":2}]}"#).await.unwrap(), Invalid).await;
    assert_eq!(said["errors"][0]["pointer"], "/a/0/b");
    assert_eq!(
        ask(r#"{"a":[{"b":123456789012345678901234567890}]}"#)
            .await
            .unwrap()
            .status(),
        200
    );
}

#[actix_web::test]
async fn long_bodies_are_413_however_they_come() {
    let server = TestServer::start();
    let fits = format!(r#"{{"name":"{}"}}"#, "x".repeat(256 * 1024 - 11));
    assert_eq!(fits.len(), 256 * 1024);
    assert_eq!(send(&server, fits.clone()).await.status(), 200);
    problem(send(&server, format!("{fits} ")).await, BodyTooLarge).await;
    problem(send(&server, vec![b' '; 8 * 1024 * 1024]).await, BodyTooLarge).await;
    let chunks = (0..1024).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1024]));
    problem(
        send(&server, reqwest::Body::wrap_stream(stream::iter(chunks))).await,
        BodyTooLarge,
    )
    .await;
    let sign_in = server
        .anonymous("POST", "/v1/thing-sign-ins")
        .header("content-type", "application/json");
    problem(sign_in.body(vec![b' '; 4097]).send().await.unwrap(), BodyTooLarge).await;
}

#[actix_web::test]
async fn a_body_that_does_not_arrive_is_408() {
    let server = TestServer::start_with(|config| config.body_timeout = Duration::from_millis(50));
    let endless = stream::pending::<Result<Vec<u8>, std::io::Error>>();
    problem(
        send(&server, reqwest::Body::wrap_stream(endless)).await,
        RequestTimeout,
    )
    .await;
}

#[actix_web::test]
async fn who_is_not_signed_in_is_told_before_the_body_is_looked_at() {
    let server = TestServer::start();
    let answer = server
        .anonymous("POST", "/v1/things")
        .body("{")
        .send()
        .await
        .unwrap();
    problem(answer, Unauthenticated).await;
}

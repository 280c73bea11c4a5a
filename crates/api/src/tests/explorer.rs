//! The explorer page.

use super::*;

#[actix_web::test]
async fn the_explorer_is_served_whole_by_this_server() {
    let server = TestServer::start();
    let answer = server.anonymous("GET", "/docs").send().await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), header(answer.headers(), "location")),
        (308, "/docs/")
    );
    for (file, kind) in [
        ("", "text/html; charset=utf-8"),
        ("swagger-initializer.js", "text/javascript; charset=utf-8"),
        ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("swagger-ui.css", "text/css; charset=utf-8"),
    ] {
        let answer = server
            .anonymous("GET", &format!("/docs/{file}"))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{file}");
        assert_clean(answer.headers());
        assert_eq!(header(answer.headers(), "content-type"), kind);
        let policy = header(answer.headers(), "content-security-policy");
        assert!(
            policy.contains("script-src 'self'") && !policy.contains("http"),
            "{policy}"
        );
    }
    let page = server
        .anonymous("GET", "/docs/")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        !page.contains("src=\"http") && !page.contains("href=\"http"),
        "{page}"
    );
    let start = server
        .anonymous("GET", "/docs/swagger-initializer.js")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(start.contains("/v1/openapi.json"), "{start}");
    problem(
        server.anonymous("GET", "/docs/none.js").send().await.unwrap(),
        ErrorCode::NotFound,
    )
    .await;
}

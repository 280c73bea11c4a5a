//! A handler that has a fault. The route is compiled into the tests alone.

use super::*;
use ErrorCode::Internal;

#[actix_web::test]
async fn a_panic_is_one_500_and_costs_no_worker() {
    let server = TestServer::start_with(|config| config.workers = 1);
    for _ in 0..200 {
        let answer = server.ask("GET", "/v1/thing-faults").send().await.unwrap();
        let body = problem(answer, Internal).await;
        assert!(!body.to_string().contains("Oakley"), "{body}");
        let next = server.ask("GET", "/v1/things").send().await.unwrap();
        assert_eq!(next.status(), 200, "the one worker goes on");
    }
}

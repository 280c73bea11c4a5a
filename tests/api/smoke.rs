//! The server lives and knows its people.

use ehcp_test_support::{TestApp, TestDatabase, on_both_databases};
use reqwest::Method;

on_both_databases!(the_server_lives_and_asks_who_is_there);

fn the_server_lives_and_asks_who_is_there(database: TestDatabase) {
    let app = TestApp::on(database);
    app.anonymous(Method::GET, "/livez").expect(200);
    app.anonymous(Method::GET, "/readyz").expect(200);
    app.anonymous(Method::GET, "/v1/me")
        .expect_problem(401, "unauthenticated");
    assert!(app.logs().reads().is_empty());
    let refusals = app.logs().security();
    let events: Vec<_> = refusals.iter().map(|row| row.event.as_str()).collect();
    assert_eq!(events, ["token_missing"]);
}

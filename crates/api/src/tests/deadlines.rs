//! The rules and the calculator, which anybody may use.

use super::*;
use ErrorCode::Invalid;
use serde_json::json;

async fn ask(server: &TestServer, path: &str, body: Value) -> Response {
    let request = server
        .anonymous("POST", path)
        .header("content-type", "application/json");
    request.body(body.to_string()).send().await.unwrap()
}

async fn answered(answer: Response) -> Value {
    assert_eq!(answer.status(), 200);
    assert_clean(answer.headers());
    assert!(header(answer.headers(), "ratelimit-policy").starts_with("\"public\""));
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

#[actix_web::test]
async fn a_rule_is_worked_out_with_the_steps_that_led_to_its_day() {
    let server = TestServer::start();
    let question = json!({
        "rule": "ehcna-decision-to-assess",
        "facts": {"request_received": "2026-09-07"},
        "as_of": "2026-10-20",
    });
    let said = answered(ask(&server, "/v1/deadline-calculations", question).await).await;
    let deadline = &said["deadlines"][0];
    assert_eq!(
        (&said["rule"], &said["as_of"], &deadline["due"]),
        (
            &json!("ehcna-decision-to-assess"),
            &json!("2026-10-20"),
            &json!("2026-10-19")
        )
    );
    assert_eq!(deadline["status"], "overdue");
    assert_eq!(deadline["days_left"], -1);
    assert_eq!(deadline["holder"], "local_authority");
    assert_eq!(
        deadline["steps"][0]["text"],
        "Request received 7 September 2026; six weeks later is 19 October 2026 (SEND Regulations 2014, reg 5(1)). \
         Weekends and bank holidays do not move it."
    );
}

#[actix_web::test]
async fn an_exception_relaxes_a_limit_and_adds_no_day() {
    let server = TestServer::start();
    let question = json!({
        "rule": "ehcna-decision-to-assess",
        "facts": {"request_received": "2026-07-20"},
        "exceptions": [{
            "kind": "ex-school-closure",
            "from": "2026-07-23",
            "until": "2026-09-01",
            "advice_requested": "2026-07-21",
        }],
        "as_of": "2026-09-02",
    });
    let said = answered(ask(&server, "/v1/deadline-calculations", question).await).await;
    let deadline = &said["deadlines"][0];
    assert_eq!(deadline["due"], "2026-08-31");
    assert_eq!(deadline["relaxed"], true);
    assert_eq!(deadline["status"], "overdue");
    assert_eq!(deadline["relaxations"][0]["applies"], true);
}

#[actix_web::test]
async fn the_day_asked_for_is_today_in_london_unless_it_is_given() {
    let server = TestServer::start();
    let question = json!({"facts": {"request_received": "2026-09-07"}});
    let said = answered(ask(&server, "/v1/timeline-previews", question).await).await;
    assert_eq!(said["as_of"], "2026-11-23");
    assert_eq!(said["process"], "assessment");
}

#[actix_web::test]
async fn a_timeline_is_previewed_on_supposed_facts() {
    let server = TestServer::start();
    let question = json!({
        "facts": {"request_received": "2026-09-07", "assess_decision_notified": "2026-10-12"},
        "as_of": "2026-11-23",
    });
    let said = answered(ask(&server, "/v1/timeline-previews", question).await).await;
    let of = |rule: &str| {
        let found = said["deadlines"].as_array().unwrap().iter();
        found
            .map(|deadline| (deadline["rule"].as_str().unwrap(), deadline))
            .find(|(id, _)| *id == rule)
            .unwrap()
            .1
            .clone()
    };
    assert_eq!(of("ehcna-decision-to-assess")["status"], "met");
    assert_eq!(of("ehcp-final-plan")["due"], "2027-01-25");
    assert_eq!(of("ehcp-final-plan")["status"], "running");
}

#[actix_web::test]
async fn a_worked_example_is_answered_by_name() {
    let server = TestServer::start();
    let question = json!({
        "rule": "ehcna-decision-to-assess",
        "inputs": {"request_received": "2026-09-07"},
    });
    let said = answered(ask(&server, "/v1/worked-calculations", question).await).await;
    assert_eq!(said["result"]["due"], "2026-10-19");
    assert!(
        said["steps"][0]
            .as_str()
            .unwrap()
            .contains("six weeks later is 19 October 2026")
    );
}

#[actix_web::test]
async fn what_cannot_be_calculated_is_422_and_pointed_at() {
    let server = TestServer::start();
    let rule = "ehcna-decision-to-assess";
    let decision = |facts: Value| json!({"rule": rule, "facts": facts});
    let many = vec![json!({"from": "2026-07-23", "until": "2026-09-01"}); 101];
    for (path, body, pointer, message) in [
        (
            "deadline-calculations",
            decision(json!({"request_received": "2026-02-30"})),
            "/facts/request_received",
            "\"2026-02-30\" is not a day of the calendar. Give a day as YYYY-MM-DD, such as 2026-09-07.",
        ),
        (
            "deadline-calculations",
            decision(json!({"request_received": "2026-9-7"})),
            "/facts/request_received",
            "\"2026-9-7\" is not a day of the calendar. Give a day as YYYY-MM-DD, such as 2026-09-07.",
        ),
        (
            "deadline-calculations",
            decision(json!({"request_received": "1899-12-31"})),
            "/facts/request_received",
            "The year must be from 1900 to 2200, and this date is 1899-12-31.",
        ),
        (
            "deadline-calculations",
            decision(json!({"request_received": 20260907})),
            "/facts/request_received",
            "Expected a string, found integer `20260907`.",
        ),
        (
            "deadline-calculations",
            json!({"rule": rule, "as_of": "9999-01-01"}),
            "/as_of",
            "The year must be from 1900 to 2200, and this date is 9999-01-01.",
        ),
        (
            "deadline-calculations",
            json!({"rule": "when-is-it-due"}),
            "/rule",
            "There is no rule called \"when-is-it-due\". The list of rules has the right ones: GET /v1/deadline-rules, or ehcp deadlines rules.",
        ),
        (
            "deadline-calculations",
            json!({}),
            "/rule",
            "Member `rule` is missing.",
        ),
        (
            "deadline-calculations",
            json!({"rule": rule, "school_closures": many}),
            "/school_closures",
            "Give at most 100; there are 101.",
        ),
        (
            "timeline-previews",
            json!({"exceptions": [{"kind": "ex-absent-4w", "from": "2026-07-01", "until": "2026-06-01"}]}),
            "/exceptions/0/until",
            "The last day, 2026-06-01, lies before the first, 2026-07-01. Give the last affected day.",
        ),
        (
            "timeline-previews",
            json!({"exceptions": [{"kind": "ex-absent-4w", "since": "2026-07-01"}]}),
            "/exceptions/0/since",
            "Unknown member `since`. Known members: `kind`, `from`, `until`, `advice_requested`, `missed_on`.",
        ),
        (
            "timeline-previews",
            json!({"child_name": "Maya Okafor"}),
            "/child_name",
            "Unknown member `child_name`. Known members: `process`, `facts`, `exceptions`, `school_closures`, `as_of`.",
        ),
        (
            "worked-calculations",
            json!({"rule": rule, "inputs": {"request_received": "2026-02-30"}}),
            "/inputs/request_received",
            "",
        ),
        (
            "worked-calculations",
            json!({"rule": rule, "inputs": {"request/received": "2026-09-07"}}),
            "/inputs/request~1received",
            "",
        ),
        (
            "worked-calculations",
            json!({"rule": "x", "inputs": {}}),
            "/rule",
            "",
        ),
    ] {
        let said = problem(ask(&server, &format!("/v1/{path}"), body.clone()).await, Invalid).await;
        let error = &said["errors"][0];
        assert_eq!(error["pointer"], pointer, "{body}: {said}");
        let found = error["message"].as_str().unwrap();
        assert!(
            !found.is_empty() && (message.is_empty() || found == message),
            "{body}: {found}"
        );
    }
}

#[actix_web::test]
async fn days_beyond_the_known_bank_holidays_are_not_guessed() {
    let server = TestServer::start();
    let question = json!({"process": "mediation", "facts": {"mediation_concluded": "2029-03-01"}});
    let answer = ask(&server, "/v1/timeline-previews", question).await;
    let said = problem(answer, ErrorCode::OutsideCalendar).await;
    assert_eq!(
        said["detail"],
        "med-cert-after needs working days: The bank holidays are known from 2012-01-01 to 2028-12-31, and this \
         needs to know about 2029-03-02. Load a newer holiday table."
    );
}

#[actix_web::test]
async fn every_unknown_fact_is_named_with_those_that_count() {
    let server = TestServer::start();
    let question = json!({
        "rule": "ehcna-decision-to-assess",
        "facts": {"request": "2026-09-07", "asked/on": "2026-09-07"},
    });
    let said = problem(ask(&server, "/v1/deadline-calculations", question).await, Invalid).await;
    let pointers: Vec<&str> = said["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/facts/asked~1on", "/facts/request"]);
    let message = said["errors"][1]["message"].as_str().unwrap();
    assert!(
        message.starts_with(
            "There is no kind of fact called \"request\". What counts here: `request_received`, "
        ),
        "{message}"
    );
}

#[actix_web::test]
async fn the_catalogue_holds_every_rule_and_can_be_narrowed_to_a_process() {
    let server = TestServer::start();
    let read = |path: &'static str| server.anonymous("GET", path).send();
    let all = answered(read("/v1/deadline-rules").await.unwrap()).await;
    let count = ehcp_deadlines::catalogue().len();
    assert_eq!(all["items"].as_array().unwrap().len(), count);
    let appeal = answered(read("/v1/deadline-rules?process=appeal").await.unwrap()).await;
    let appeal = appeal["items"].as_array().unwrap();
    assert!(!appeal.is_empty() && appeal.iter().all(|rule| rule["process"] == "appeal"));
    let said = problem(read("/v1/deadline-rules?process=trial").await.unwrap(), Invalid).await;
    assert_eq!(said["errors"][0]["pointer"], "/query/process");
}

#[actix_web::test]
async fn each_rule_can_be_read_by_its_id_and_no_other() {
    let server = TestServer::start();
    let rule = answered(
        server
            .anonymous("GET", "/v1/deadline-rules/ehcna-decision-to-assess")
            .send()
            .await
            .unwrap(),
    )
    .await;
    let limit = &rule["versions"][0]["limits"][0];
    assert_eq!(
        (
            &limit["terms"][0]["count"],
            &limit["terms"][0]["number"],
            &limit["terms"][0]["unit"]
        ),
        (&json!("EXCL"), &json!(6), &json!("weeks"))
    );
    assert_eq!(rule["must_act"], "local_authority");
    assert!(rule["facts"][0]["label"].is_string() && rule["rights"][0]["content"].is_array());
    let answer = server
        .anonymous("GET", "/v1/deadline-rules/when-is-it-due")
        .send()
        .await
        .unwrap();
    problem(answer, ErrorCode::NotFound).await;
}

#[test]
fn every_example_of_an_answer_was_worked_out() {
    let document = serde_json::to_value(crate::openapi()).unwrap();
    for path in [
        "deadline-calculations",
        "worked-calculations",
        "timeline-previews",
    ] {
        let content = &document["paths"][format!("/v1/{path}")]["post"]["responses"]["200"]["content"];
        assert!(content["application/json"]["example"].is_object(), "{path}");
    }
}

//! What the worked examples refuse, and in which words.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of tests may panic: that is a failed test"
)]

use ehcp_calendar::Calendar;
use ehcp_deadlines::worked::{self, InputError};
use serde_json::{Value, json};

fn refused(rule: &str, inputs: Value) -> InputError {
    worked::calculate(rule, inputs.as_object().unwrap(), Calendar::england_and_wales()).unwrap_err()
}

#[test]
fn each_refusal_names_the_input_and_what_would_be_right() {
    let cases = [
        ("ehcp-final", json!({}), "rule", "no rule called"),
        ("ex-weather", json!({}), "rule", "no exception called"),
        ("ehcp-final-plan", json!({}), "request_received", "missing"),
        (
            "ehcp-final-plan",
            json!({"request_recieved": "2026-09-07"}),
            "request_recieved",
            "not known here",
        ),
        (
            "ehcp-final-plan",
            json!({"request_received": "2026-09-07", "colour": 1}),
            "colour",
            "not known here",
        ),
        (
            "ehcp-final-plan",
            json!({"request_received": "7/9/2026"}),
            "request_received",
            "YYYY-MM-DD",
        ),
        (
            "ehcp-final-plan",
            json!({"request_received": "2026-02-30"}),
            "request_received",
            "no day 30",
        ),
        (
            "ehcp-final-plan",
            json!({"request_received": 20260907}),
            "request_received",
            "date in quotes",
        ),
        (
            "ehcp-final-plan",
            json!({"request_received": "0026-09-07"}),
            "request_received",
            "from 1900 to 2200",
        ),
        (
            "ehcp-final-plan",
            json!({"request_received": "2014-08-31"}),
            "request_received",
            "came into force",
        ),
        (
            "ehcp-final-plan",
            json!({"received_at": "2026-10-02T23:30:00"}),
            "received_at",
            "offset",
        ),
        (
            "ehcp-final-plan",
            json!({"request_received": "2026-10-03", "received_at": "2026-10-02T23:30:00+01:00"}),
            "received_at",
            "2026-10-02",
        ),
        (
            "ehcp-final-plan",
            json!({"request_received": "2026-10-03", "exception": "holiday"}),
            "exception",
            "no exception called",
        ),
        (
            "ex-absent-4w",
            json!({"absences": [["2026-08-28", "2026-08-01"]]}),
            "absences",
            "comes before",
        ),
        ("ex-absent-4w", json!({"absences": "August"}), "absences", "list"),
        (
            "ex-absent-2w",
            json!({"order_type": "tall", "absences": []}),
            "order_type",
            "make-plan",
        ),
        (
            "ex-school-closure",
            json!({"closed_from": "2026-08-01", "reopens": "2026-08-01"}),
            "reopens",
            "after",
        ),
        (
            "med-notify-icb",
            json!({"la_informed": "2029-05-22"}),
            "la_informed",
            "2028-12-31",
        ),
        (
            "appeal-lodge",
            json!({"notice_sent": "2028-10-27"}),
            "notice_sent",
            "2028-12-31",
        ),
        (
            "ehcp-25th-year-end",
            json!({"dob": "2002-03-10", "provider": "gym"}),
            "provider",
            "apprenticeship",
        ),
        (
            "ehcp-draft-representations",
            json!({"emailed": "2026-05-23"}),
            "parent_written_email_consent",
            "missing",
        ),
        (
            "phase-transfer-school",
            json!({"dob": "2016-01-20", "entering_ncy": 99}),
            "entering_ncy",
            "0 to 14",
        ),
        ("pfa-year9", json!({"meeting": "2026-10-01"}), "dob", "missing"),
    ];
    for (rule, inputs, field, words) in cases {
        let error = refused(rule, inputs.clone());
        assert_eq!(error.field, field, "{rule} {inputs}: {error}");
        assert!(error.message.contains(words), "{rule} {inputs}: {error}");
    }
}

#[test]
fn a_bad_example_in_a_list_does_not_stop_the_others() {
    let list = json!([
        {"id": "a", "rule": "ar-report", "inputs": {"meeting": "2026-12-11"}},
        {"id": "b", "rule": "ar-report", "inputs": {"meeting": "soon"}},
        {"id": "c", "rule": 7, "inputs": {}},
        {"id": "d", "rule": "ar-report"},
        "not an example",
        {"id": 6, "rule": "ar-report", "inputs": {"meeting": "2026-12-12"}},
    ]);
    let text = worked::calculate_list(&list.to_string(), Calendar::england_and_wales()).unwrap();
    let answers: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(answers[0]["result"], json!({"due": "2026-12-25"}));
    let field = |place: usize| answers[place]["error"]["field"].as_str().unwrap();
    assert_eq!(
        [field(1), field(2), field(3), field(4)],
        ["meeting", "rule", "inputs", ""]
    );
    assert_eq!(
        answers[5],
        json!({"id": 6, "result": {"due": "2026-12-26"}, "steps": answers[5]["steps"]})
    );
}

#[test]
fn what_is_not_a_list_is_refused() {
    for text in ["", "{}", "[", "[1,]", "\u{0}"] {
        let error = worked::calculate_list(text, Calendar::england_and_wales()).unwrap_err();
        assert!(error.message.contains("not a JSON list"), "{text:?}");
    }
}

//! `ehcp timeline`.

use crate::support::{Run, run};
use icalendar::{Calendar, CalendarComponent, Component as _};
use serde_json::Value;
use std::collections::HashSet;

const ROAD: [&str; 5] = ["timeline", "--received", "2026-09-07", "--as-of", "2026-10-10"];

fn road(more: &[&str]) -> Run {
    let run = run(&[&ROAD, more].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    run
}

#[test]
fn the_table_says_when_each_step_is_due_and_fits_a_screen() {
    let table = road(&["--draft-served", "2026-12-01", "--steps"]).out;
    for words in [
        "Mon 19 October 2026",
        "Mon 25 January 2027",
        "Tue 15 December 2026",
        "due soon",
        "Tell the family whether there will be an",
        "ehcna-decision-to-assess",
        "SEND Regulations 2014, reg 5(1)",
        "parent or young person",
        "six weeks later is 19 October 2026",
    ] {
        assert!(table.contains(words), "{words}\n{table}");
    }
    assert!(table.lines().all(|line| line.chars().count() <= 120), "{table}");
}

#[test]
fn every_process_has_a_table_that_fits_a_screen() {
    let facts = [
        "--fact",
        "notice_sent=2026-09-07",
        "--fact",
        "meeting=2026-10-12",
        "--fact",
        "plan_made=2025-11-03",
        "--fact",
        "order_to_assess=2026-09-07",
        "--fact",
        "order_to_make_plan=2026-09-07",
        "--fact",
        "cease_decided=2026-09-07",
        "--fact",
        "moved=2026-09-07",
        "--fact",
        "appeal_documents_sent=2026-09-07",
    ];
    for process in [
        "annual_review",
        "mediation",
        "appeal",
        "tribunal-order",
        "ceasing",
        "move",
        "detention",
        "standing",
    ] {
        let table = road(&[&facts[..], &["--process", process, "--steps"]].concat()).out;
        assert!(table.lines().all(|line| line.chars().count() <= 120), "{table}");
    }
}

#[test]
fn the_advice_of_a_body_is_shown_once_it_has_its_request() {
    let without = road(&[]).out;
    let with = road(&["--advice-request-received", "2026-10-01"]).out;
    assert!(!without.contains("ehcna-advice-response"));
    assert!(with.contains("ehcna-advice-response") && with.contains("Thu 12 November 2026"));
}

#[test]
fn an_exception_relaxes_and_adds_no_day() {
    let table = road(&["--exception", "personal:2026-09-20..2026-10-02"]).out;
    assert!(
        table.contains("Mon 19 October 2026    due soon, relaxed"),
        "{table}"
    );
}

#[test]
fn the_csv_has_its_header_and_a_row_for_each_deadline() {
    let text = road(&["--format", "csv"]).out;
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains('\n'));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(
        header.join(","),
        "rule,limit,what,who,trigger,trigger_on,due_on,weekday,last_day_to_the_letter,status,relaxed,met_on,source"
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let decision = rows
        .iter()
        .find(|row| &row[0] == "ehcna-decision-to-assess")
        .unwrap();
    assert_eq!((&decision[6], &decision[7]), ("2026-10-19", "Monday"));
}

#[test]
fn the_calendar_file_parses_and_has_a_day_long_entry_for_each_due_day() {
    let text = road(&["--format", "ics", "--steps", "--reference", "EHC-2026-000123"]).out;
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let calendar: Calendar = text.parse().unwrap();
    let json: Value = serde_json::from_str(&road(&["--format", "json"]).out).unwrap();
    let due: Vec<&Value> = json["deadlines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|deadline| &deadline["due"])
        .filter(|due| due.is_string())
        .collect();
    assert_eq!(calendar.components.len(), due.len());
    for (component, due) in calendar.components.iter().zip(due) {
        let CalendarComponent::Event(event) = component else {
            panic!("only events: {component:?}");
        };
        let start = &event.properties()["DTSTART"];
        assert_eq!(start.value(), due.as_str().unwrap().replace('-', ""));
        assert_eq!(start.params()["VALUE"].value(), "DATE");
        assert!(event.get_summary().unwrap().starts_with("EHC-2026-000123: "));
    }
}

fn uids(arguments: &[&str]) -> Vec<String> {
    let text = run(&[arguments, &["--format", "ics"]].concat()).out;
    let calendar: Calendar = text.parse().unwrap();
    let uids: Vec<String> = calendar
        .components
        .iter()
        .map(|component| match component {
            CalendarComponent::Event(event) => event.get_uid().unwrap().to_owned(),
            other => panic!("only events: {other:?}"),
        })
        .collect();
    assert_eq!(uids.iter().collect::<HashSet<_>>().len(), uids.len());
    uids
}

#[test]
fn calendar_entries_keep_their_ids_and_two_cases_have_different_ones() {
    let as_of = |day| ["timeline", "--received", "2026-09-07", "--as-of", day];
    assert_eq!(uids(&as_of("2026-10-10")), uids(&as_of("2027-10-10")));
    let of_case = |case| uids(&["timeline", "--received", "2026-09-07", "--reference", case]);
    let (one, two) = (of_case("EHC-2026-000001"), of_case("EHC-2026-000002"));
    assert!(one.iter().all(|uid| !two.contains(uid)));
}

#[test]
fn what_cannot_be_used_is_refused_with_what_would_be_right() {
    for (arguments, says) in [
        (vec!["timeline"], "Give at least one fact"),
        (vec!["timeline", "--received", "2026-13-01"], "--received"),
        (
            vec!["timeline", "--fact", "tea=2026-09-07"],
            "no kind of fact called \"tea\"",
        ),
        (
            vec!["timeline", "--fact", "draft_served"],
            "school_requested=2026-12-01",
        ),
        (
            vec![
                "timeline",
                "--received",
                "2026-09-07",
                "--fact",
                "request_received=2026-09-08",
            ],
            "given twice",
        ),
        (vec!["timeline", "--received", "2226-09-07"], "1900 to 2200"),
        (
            vec!["timeline", "--received", "2026-09-07", "--process", "tea"],
            "annual_review",
        ),
        (
            vec!["timeline", "--received", "2026-09-07", "--exception", "holiday"],
            "ex-school-closure",
        ),
        (
            vec![
                "timeline",
                "--fact",
                "notice_sent=2099-09-07",
                "--process",
                "appeal",
            ],
            "bank holidays",
        ),
    ] {
        let run = run(&arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(says), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn facts_that_cannot_have_happened_in_this_order_are_refused() {
    let run = run(&[
        "timeline",
        "--received",
        "2026-09-07",
        "--final-sent",
        "2025-01-01",
    ]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("cannot come before"), "{}", run.err);
    assert!(run.err.contains("final_plan_sent is 2025-01-01"), "{}", run.err);
}

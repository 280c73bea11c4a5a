//! What holds for every fact, every rule and every input.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper of tests may panic: that is a failed test"
)]

use chrono::{Days, NaiveDate, Weekday};
use ehcp_calendar::Calendar;
use ehcp_case::FactKind;
use ehcp_deadlines::{
    Count, DueDates, ExceptionFact, ExceptionKind, Facts, Formula, Process, RuleId, Status, Term, catalogue,
    deadline, due_dates, rule, timeline, worked,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn calendar() -> &'static Calendar {
    Calendar::england_and_wales()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Days for which working days are known far enough ahead and back.
fn some_day() -> impl Strategy<Value = NaiveDate> {
    (0..4_000_u64).prop_map(|n| day("2016-01-01") + Days::new(n))
}

fn some_facts() -> impl Strategy<Value = Facts> {
    proptest::collection::vec((0..FactKind::COUNT, some_day()), 0..12).prop_map(|facts| {
        facts.into_iter().fold(Facts::new(), |all, (place, on)| {
            all.with(FactKind::ALL[place], on)
        })
    })
}

fn some_exception() -> impl Strategy<Value = ExceptionFact> {
    (
        0..ExceptionKind::ALL.len(),
        some_day(),
        0..90_u64,
        proptest::option::of(some_day()),
    )
        .prop_map(|(place, from, days, asked)| ExceptionFact {
            advice_requested: asked,
            missed_on: asked,
            ..ExceptionFact::new(ExceptionKind::ALL[place]).lasting(from, from + Days::new(days))
        })
}

fn some_process() -> impl Strategy<Value = Process> {
    (0..Process::ALL.len()).prop_map(|place| Process::ALL[place])
}

/// Any JSON value, with dates and the names of inputs among it.
fn some_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        some_day().prop_map(|day| Value::from(day.to_string())),
        Just(json!("9999-12-31")),
        Just(json!("2026-02-30")),
        Just(json!("2026-10-24T23:30:00Z")),
        Just(json!("ex-absent-4w")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((some_name(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn some_name() -> impl Strategy<Value = String> {
    let known = [
        "request_received",
        "received_at",
        "became_responsible",
        "exception",
        "exceptions",
        "from",
        "to",
        "type",
        "absences",
        "closed_from",
        "reopens",
        "advice_requested",
        "dob",
        "entering_ncy",
        "entry_year_override",
        "order",
        "order_type",
        "notice_sent",
        "certificate_issued",
        "meeting",
        "move",
        "old_la_aware",
        "transfer",
        "draft_served",
        "posted_first_class",
        "emailed",
        "provider",
        "course_end",
        "due",
        "notice",
        "sent",
        "last_assessed",
        "agreement",
        "evaluated_on",
        "for_rule",
    ];
    prop_oneof![9 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => ".{0,8}"]
}

fn some_rule() -> impl Strategy<Value = String> {
    let mut words: Vec<String> = RuleId::ALL.iter().map(|id| id.word().to_owned()).collect();
    words.extend(ExceptionKind::ALL.iter().map(|kind| kind.word().to_owned()));
    words.push("ord-amend-provision+ord-name-school".to_owned());
    words.push("unop-contents+unop-section-i".to_owned());
    words.push("ord-assess+".to_owned());
    prop_oneof![9 => proptest::sample::select(words), 1 => ".{0,10}"]
}

/// Rules with one limit that is counted forward from one fact.
fn counted_forward() -> Vec<(RuleId, FactKind)> {
    catalogue()
        .iter()
        .filter_map(|rule| match rule.newest_version().unwrap().limits {
            [limit] => match limit.formula {
                Formula::One(Term {
                    start,
                    count:
                        Count::Excl(_)
                        | Count::Incl(_)
                        | Count::WorkingDaysExcl(_)
                        | Count::WorkingDaysIncl(_)
                        | Count::Tribunal(_)
                        | Count::TribunalWorkingDays(_),
                }) => Some((rule.id, start.facts()[0])),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

proptest! {
    #[test]
    fn a_limit_counted_forward_never_ends_before_it_starts_and_never_runs_backwards(on in some_day()) {
        for (id, fact) in counted_forward() {
            let due = |on| {
                let found = deadline(id, &Facts::new().with(fact, on), calendar(), on).unwrap();
                found[0].due
            };
            let Some(today) = due(on) else { continue };
            prop_assert!(today >= on, "{id}");
            let tomorrow = due(on + Days::new(1)).unwrap();
            prop_assert!(tomorrow >= today, "{id}: a later start must not end earlier");
        }
    }

    #[test]
    fn an_exception_never_changes_a_due_day(facts in some_facts(), exception in some_exception(), process in some_process()) {
        let dues = |facts: &Facts| -> Vec<_> {
            timeline(process, facts, calendar(), day("2026-11-22")).unwrap().iter().map(|d| (d.due, d.status)).collect()
        };
        prop_assert_eq!(dues(&facts), dues(&facts.clone().with_exception(exception)));
    }

    #[test]
    fn the_dates_alone_agree_with_the_explained_deadlines(
        facts in some_facts(),
        exceptions in proptest::collection::vec(some_exception(), 0..3),
        process in some_process(),
    ) {
        let facts = exceptions.into_iter().fold(facts, Facts::with_exception);
        let explained = timeline(process, &facts, calendar(), day("2026-11-22")).unwrap();
        let mut dates = DueDates::new();
        due_dates(process, &facts, calendar(), &mut dates).unwrap();
        prop_assert_eq!(explained.len(), dates.as_slice().len());
        for (deadline, date) in explained.iter().zip(&dates) {
            prop_assert_eq!((deadline.rule, deadline.limit, deadline.due), (date.rule, date.limit, date.due));
            prop_assert_eq!((deadline.relaxed, deadline.met_on), (date.relaxed, date.met_on));
            prop_assert_eq!(deadline.trigger.map(|trigger| trigger.on), date.trigger_on);
            prop_assert_eq!(deadline.ended_on.is_some(), date.ended && deadline.status == Status::Ended && deadline.ended_on.is_some());
            prop_assert!(!deadline.steps.is_empty());
        }
        prop_assert_eq!(&explained, &timeline(process, &facts, calendar(), day("2026-11-22")).unwrap());
    }

    #[test]
    fn a_status_follows_from_the_day_and_the_dates(facts in some_facts(), as_of in some_day()) {
        for deadline in timeline(Process::Assessment, &facts, calendar(), as_of).unwrap() {
            match deadline.status {
                Status::Overdue => prop_assert!(deadline.due.unwrap() < as_of && deadline.met_on.is_none()),
                Status::DueSoon => prop_assert!(deadline.due.unwrap() >= as_of && deadline.met_on.is_none()),
                Status::Met => prop_assert!(deadline.due.is_none_or(|due| deadline.met_on.unwrap() <= due)),
                Status::MetLate => prop_assert!(deadline.met_on.unwrap() > deadline.due.unwrap()),
                Status::NotStarted => prop_assert!(
                    deadline.due.is_none() || deadline.trigger.is_some_and(|trigger| trigger.on > as_of)
                ),
                Status::Running | Status::Ended => {}
            }
        }
    }

    #[test]
    fn an_appeal_ends_on_a_working_day_outside_august(on in some_day()) {
        use chrono::Datelike;
        let facts = Facts::new().with(FactKind::NoticeSent, on);
        let due = deadline(RuleId::AppealLodge, &facts, calendar(), on).unwrap()[0].due.unwrap();
        prop_assert!(calendar().is_working_day(due).unwrap());
        prop_assert!(!matches!(due.weekday(), Weekday::Sat | Weekday::Sun));
        // Only a weekend at the end of July rolls into August: the stricter reading.
        prop_assert!(due.month() != 8 || due.day() <= 2);
    }

    #[test]
    fn no_json_makes_the_worked_examples_panic(
        rule in some_rule(),
        members in proptest::collection::vec((some_name(), some_json()), 0..6),
    ) {
        let inputs: Map<String, Value> = members.into_iter().collect();
        if let Err(error) = worked::calculate(&rule, &inputs, calendar()) {
            prop_assert!(!error.message.is_empty());
        }
    }

    #[test]
    fn no_text_makes_a_list_of_examples_panic(text in ".{0,60}", items in proptest::collection::vec(some_json(), 0..4)) {
        let _ = worked::calculate_list(&text, calendar());
        let list = Value::from(items.clone()).to_string();
        let answers: Vec<Value> = serde_json::from_str(&worked::calculate_list(&list, calendar()).unwrap()).unwrap();
        prop_assert_eq!(answers.len(), items.len());
    }

    #[test]
    fn any_date_at_all_gives_an_answer_or_an_error(place in 0..FactKind::COUNT, days in i32::MIN..i32::MAX, process in some_process()) {
        let Some(on) = NaiveDate::from_num_days_from_ce_opt(days / 20) else { return Ok(()) };
        let facts = Facts::new().with(FactKind::ALL[place], on);
        let _ = timeline(process, &facts, calendar(), day("2026-11-22"));
        let _ = timeline(process, &facts, calendar(), NaiveDate::MAX);
    }
}

#[test]
fn every_rule_survives_the_ends_of_time() {
    for date in [
        NaiveDate::MIN,
        day("1900-01-01"),
        day("2200-12-31"),
        NaiveDate::MAX,
    ] {
        for rule in catalogue() {
            let facts = FactKind::ALL
                .iter()
                .fold(Facts::new(), |facts, &kind| facts.with(kind, date));
            let _ = deadline(rule.id, &facts, calendar(), date);
        }
    }
    assert!(rule(RuleId::AppealLodge).is_some());
}

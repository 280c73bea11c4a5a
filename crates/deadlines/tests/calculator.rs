//! The calculator on one family's road.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of tests may panic: that is a failed test"
)]

use chrono::NaiveDate;
use ehcp_calendar::Calendar;
use ehcp_case::{FactKind::*, Party};
use ehcp_deadlines::{
    CalculationError, Deadline, ExceptionFact, ExceptionKind, Facts, Process, RightsId, RuleId, Status,
    deadline, rights_for, timeline,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn on_the_road(facts: &Facts, as_of: &str, rule: RuleId) -> Deadline {
    timeline(
        Process::Assessment,
        facts,
        Calendar::england_and_wales(),
        day(as_of),
    )
    .unwrap()
    .into_iter()
    .find(|deadline| deadline.rule == rule)
    .unwrap()
}

fn one(rule: RuleId, facts: &Facts) -> Deadline {
    deadline(rule, facts, Calendar::england_and_wales(), day("2026-11-22"))
        .unwrap()
        .remove(0)
}

fn texts(deadline: &Deadline) -> Vec<&str> {
    deadline.steps.iter().map(|step| step.text.as_str()).collect()
}

fn requested() -> Facts {
    Facts::new().with(RequestReceived, day("2026-09-07"))
}

#[test]
fn a_limit_is_running_then_due_soon_then_overdue() {
    let status = |as_of| on_the_road(&requested(), as_of, RuleId::EhcnaDecisionToAssess).status;
    assert_eq!(status("2026-10-04"), Status::Running);
    assert_eq!(status("2026-10-05"), Status::DueSoon);
    assert_eq!(status("2026-10-19"), Status::DueSoon);
    assert_eq!(status("2026-10-20"), Status::Overdue);
}

#[test]
fn days_are_counted_from_the_trigger_and_to_the_due_day() {
    let decision = on_the_road(&requested(), "2026-10-21", RuleId::EhcnaDecisionToAssess);
    assert_eq!((decision.days_used, decision.days_left), (Some(44), Some(-2)));
    assert_eq!(decision.holder, Party::LocalAuthority);
}

#[test]
fn a_decision_on_the_last_day_meets_the_limit_and_one_day_later_meets_it_late() {
    let status = |on| {
        let facts = requested().with(AssessDecisionNotified, day(on));
        on_the_road(&facts, "2026-11-22", RuleId::EhcnaDecisionToAssess).status
    };
    assert_eq!(status("2026-10-19"), Status::Met);
    assert_eq!(status("2026-10-20"), Status::MetLate);
}

#[test]
fn a_refusal_to_assess_meets_both_six_week_limits_and_ends_the_later_ones() {
    let facts = requested()
        .with(AssessDecisionNotified, day("2026-10-15"))
        .with(AssessmentRefused, day("2026-10-15"));
    let status = |rule| on_the_road(&facts, "2026-11-22", rule).status;
    assert_eq!(status(RuleId::EhcnaDecisionToAssess), Status::Met);
    assert_eq!(status(RuleId::EhcnaDecideNotNecessary), Status::Met);
    assert_eq!(status(RuleId::EhcpDecisionNotToIssue), Status::Ended);
    assert_eq!(status(RuleId::EhcpFinalPlan), Status::Ended);
}

#[test]
fn a_refusal_to_issue_meets_the_sixteen_weeks_and_ends_the_twenty() {
    let facts = requested()
        .with(AssessDecisionNotified, day("2026-10-15"))
        .with(RefusalToIssueNotified, day("2026-12-29"));
    assert_eq!(
        on_the_road(&facts, "2027-01-01", RuleId::EhcpDecisionNotToIssue).status,
        Status::MetLate
    );
    assert_eq!(
        on_the_road(&facts, "2027-01-01", RuleId::EhcpFinalPlan).status,
        Status::Ended
    );
}

#[test]
fn a_withdrawal_ends_what_was_still_open() {
    let facts = requested().with(AssessmentWithdrawn, day("2026-09-20"));
    for deadline in timeline(
        Process::Assessment,
        &facts,
        Calendar::england_and_wales(),
        day("2027-06-01"),
    )
    .unwrap()
    {
        assert!(
            matches!(deadline.status, Status::Ended | Status::NotStarted),
            "{}",
            deadline.rule
        );
    }
}

#[test]
fn the_earlier_of_request_and_responsibility_governs_and_a_step_says_so() {
    let facts = requested().with(BecameResponsible, day("2026-09-01"));
    let decision = on_the_road(&facts, "2026-09-10", RuleId::EhcnaDecisionToAssess);
    assert_eq!(decision.trigger.unwrap().fact, BecameResponsible);
    assert_eq!(decision.due, Some(day("2026-10-13")));
    assert!(texts(&decision)[0].contains("The earlier governs: 1 September 2026."));
}

#[test]
fn the_draft_has_to_be_served_so_that_the_fifteen_days_end_before_the_final_day() {
    let draft = on_the_road(&requested(), "2026-11-22", RuleId::EhcpDraftSend);
    assert_eq!(
        (draft.limit, draft.due),
        ("latest_draft_served", Some(day("2027-01-10")))
    );
}

#[test]
fn an_exception_relaxes_the_number_beside_the_status_and_adds_no_day() {
    let closure = ExceptionFact::new(ExceptionKind::SchoolClosure)
        .lasting(day("2026-07-23"), day("2026-09-01"))
        .advice_requested(day("2026-07-20"));
    let facts = Facts::new()
        .with(RequestReceived, day("2026-06-15"))
        .with_exception(closure);
    let plan = on_the_road(&facts, "2026-11-22", RuleId::EhcpFinalPlan);
    assert_eq!(
        (plan.status, plan.relaxed, plan.due),
        (Status::Overdue, true, Some(day("2026-11-02")))
    );
    assert_eq!(plan.policy_target, Some(day("2026-12-13")));
    assert!(plan.relaxations[0].applies);
    let refusal = on_the_road(&facts, "2026-11-22", RuleId::EhcnaDecideNotNecessary);
    assert!(
        !refusal.relaxed
            && refusal.relaxations[0]
                .why
                .contains("does not name this exception")
    );
}

#[test]
fn the_days_for_a_draft_are_the_familys_and_are_over_rather_than_overdue() {
    let facts = requested().with(DraftServed, day("2026-10-20"));
    let open = on_the_road(&facts, "2026-10-21", RuleId::EhcpDraftRepresentations);
    assert_eq!(
        (open.status, open.holder),
        (Status::DueSoon, Party::ParentOrYoungPerson)
    );
    assert_eq!(
        on_the_road(&facts, "2026-11-04", RuleId::EhcpDraftRepresentations).status,
        Status::Ended
    );
}

#[test]
fn steps_name_the_holiday_that_is_skipped_and_the_month_that_is_clamped() {
    let certificate = one(
        RuleId::MedCertNoMediation,
        &Facts::new().with(AdviserInformed, day("2026-04-02")),
    );
    assert!(texts(&certificate)[0].contains("three working days later is 9 April 2026"));
    assert!(texts(&certificate)[1].contains("Good Friday (3 April 2026), Easter Monday (6 April 2026)"));
    let contact = one(
        RuleId::MedContactAdviser,
        &Facts::new().with(NoticeSent, day("2026-12-30")),
    );
    assert!(texts(&contact)[1].contains("That month has no day 30"));
}

#[test]
fn steps_say_why_tribunal_time_rolls() {
    let appeal = |sent| one(RuleId::AppealLodge, &Facts::new().with(NoticeSent, day(sent)));
    let august = appeal("2026-06-15");
    assert!(
        texts(&august)[1]
            .contains("does not end in August; the first working day after 31 August is 1 September 2026")
    );
    assert_eq!(august.by_time, Some("17:00"));
    assert!(
        texts(&appeal("2026-02-03"))[1]
            .contains("That day is Good Friday; the next working day is 7 April 2026")
    );
    assert!(
        texts(&appeal("2026-09-01"))[1]
            .contains("That day is a Sunday; the next working day is 2 November 2026")
    );
}

#[test]
fn letter_and_guidance_are_both_shown_for_a_phase_transfer() {
    let facts = Facts::new()
        .with(PhaseTransferToSchool, day("2027-09-01"))
        .with(AmendedPlanSent, day("2027-02-15"));
    let named = one(RuleId::PhaseTransferSchool, &facts);
    assert_eq!(
        (named.due, named.strict_last_day),
        (Some(day("2027-02-15")), Some(day("2027-02-14")))
    );
    assert_eq!(
        (named.status, named.met_on_strict_reading),
        (Status::Met, Some(false))
    );
}

#[test]
fn beyond_the_known_holidays_is_an_error_and_not_a_guess() {
    let facts = Facts::new().with(NoticeSent, day("2028-10-27"));
    let error = timeline(
        Process::Appeal,
        &facts,
        Calendar::england_and_wales(),
        day("2028-11-01"),
    )
    .unwrap_err();
    assert!(matches!(
        error,
        CalculationError::BeyondKnownHolidays {
            rule: RuleId::AppealLodge,
            ..
        }
    ));
    assert!(error.to_string().contains("2028-12-31"));
}

#[test]
fn a_year_nobody_can_mean_is_an_error_that_names_the_fact() {
    let facts = Facts::new().with(RequestReceived, day("0202-09-07"));
    let error = timeline(
        Process::Assessment,
        &facts,
        Calendar::england_and_wales(),
        day("2026-11-22"),
    )
    .unwrap_err();
    assert!(error.to_string().starts_with("request_received is 0202-09-07"));
}

#[test]
fn a_notice_goes_with_the_rights_of_its_day_and_the_last_days_of_each_route() {
    let calendar = Calendar::england_and_wales();
    let before = rights_for(RuleId::EhcpDecisionNotToIssue, day("2018-04-02"), calendar).unwrap();
    assert_eq!(
        (
            before.rights.as_slice(),
            before.must_mention_tribunal_recommendations
        ),
        ([RightsId::Rs5, RightsId::Reg32].as_slice(), false)
    );
    let today = rights_for(RuleId::EhcpDecisionNotToIssue, day("2026-06-15"), calendar).unwrap();
    assert!(today.must_mention_tribunal_recommendations);
    assert_eq!(
        (today.mediation_contact_by, today.appeal_by),
        (Some(day("2026-08-15")), Some(day("2026-09-01")))
    );
    let draft = rights_for(RuleId::EhcpDraftSend, day("2026-06-15"), calendar).unwrap();
    assert_eq!(draft.appeal_by, None);
}

#[test]
fn facts_travel_as_json_and_refuse_what_they_do_not_know() {
    let json = r#"{"facts":{"request_received":"2026-09-07"},"exceptions":[{"kind":"ex-personal"}]}"#;
    let facts: Facts = serde_json::from_str(json).unwrap();
    assert_eq!(facts.get(RequestReceived), Some(day("2026-09-07")));
    let again: Facts = serde_json::from_str(&serde_json::to_string(&facts).unwrap()).unwrap();
    assert_eq!(facts, again);
    assert!(serde_json::from_str::<Facts>(r#"{"facts":{"asked_nicely":"2026-09-07"}}"#).is_err());
}

//! The steps of an assessment: what the law lets the authority do, and what it records of what has happened.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use ehcp_assessment::*;
use ehcp_calendar::{Calendar, add_days};
use ehcp_case::{AdviceRequestId, FactKind, PlanId, Prose, Reader, Refusal, Stage};
use ehcp_deadlines::{ExceptionFact, ExceptionKind, Facts};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn prose(text: &str) -> Prose {
    Prose::new(text).unwrap()
}

const TODAY: &str = "2026-12-14";

fn at(stage: Stage, facts: &[(FactKind, &str)]) -> Assessment {
    let mut known = Facts::new().with(FactKind::RequestReceived, day("2026-09-07"));
    for (kind, on) in facts {
        known.set(*kind, Some(day(on)));
    }
    Assessment {
        reopened: None,
        stage,
        born_on: day("2018-03-14"),
        facts: known,
        advice: Vec::new(),
        draft: None,
        represented: false,
    }
}

fn asked(kind: AdviceKind) -> AdviceState {
    AdviceState {
        id: AdviceRequestId(Uuid::nil()),
        kind,
        addressee: "Service".to_owned(),
        sent_on: day("2026-10-13"),
        received_on: day("2026-10-14"),
        answered_on: None,
        facts: Facts::new(),
    }
}

fn decision(kind: DecisionKind, on: &str) -> Decision {
    Decision {
        kind,
        decided_on: day(on),
        notified_on: day(on),
        reasons: Reasons {
            criteria: prose("The test of s.36(8)."),
            evidence_considered: prose("Reports."),
            reasons: prose("Her needs can be met from what the school has and provides already."),
        },
    }
}

fn pointers(refusal: Refusal) -> Vec<String> {
    match refusal {
        Refusal::Invalid(problems) => problems.into_iter().map(|problem| problem.pointer).collect(),
        other => panic!("{other:?}"),
    }
}

fn rule(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::AgainstTheLaw { rule, .. } => rule,
        other => panic!("{other:?}"),
    }
}

fn whole_text() -> PlanText {
    PlanSection::ALL
        .into_iter()
        .filter(|section| !matches!(section, PlanSection::I | PlanSection::G))
        .map(|section| (section, prose(section.word())))
        .collect()
}

#[test]
fn a_request_in_the_future_or_before_birth_names_its_field() {
    for wrong in ["2026-12-15", "2018-03-13", "2010-01-01"] {
        let request = Request {
            source: RequestSource::Parent,
            received_on: day(wrong),
            reasons: None,
            on_behalf_of: None,
        };
        let refused = open(&request, day("2018-03-14"), day("2034-06-24"), day(TODAY)).unwrap_err();
        assert_eq!(pointers(refused)[0], "/received_on", "{wrong}");
    }
}

#[test]
fn nobody_of_25_can_be_assessed_and_the_day_before_the_birthday_still_counts() {
    let born = day("2001-12-10");
    let on = |received: &str| {
        let request = Request {
            source: RequestSource::Setting,
            received_on: day(received),
            reasons: None,
            on_behalf_of: None,
        };
        open(&request, born, day("2018-06-30"), day(TODAY))
    };
    assert!(on("2026-12-09").is_ok());
    assert_eq!(pointers(on("2026-12-10").unwrap_err()), ["/received_on"]);
}

#[test]
fn a_child_cannot_ask_as_a_young_person() {
    let request = Request {
        source: RequestSource::YoungPerson,
        received_on: day("2026-09-07"),
        reasons: None,
        on_behalf_of: None,
    };
    let refused = open(&request, day("2018-03-14"), day("2034-07-01"), day(TODAY)).unwrap_err();
    assert_eq!(pointers(refused), ["/source"]);
}

#[test]
fn becoming_responsible_starts_the_clock_without_a_request() {
    let request = Request {
        source: RequestSource::BroughtToAttention,
        received_on: day("2026-04-15"),
        reasons: None,
        on_behalf_of: None,
    };
    let happening = open(&request, day("2018-03-14"), day("2034-07-01"), day(TODAY)).unwrap();
    assert_eq!(
        happening.facts,
        [(FactKind::BecameResponsible, day("2026-04-15"))]
    );
}

#[test]
fn to_assess_without_the_considering_notice_is_refused_today_and_a_breach_when_it_has_happened() {
    let assessment = at(
        Stage::DecidingWhetherToAssess,
        &[(FactKind::FamilyConsulted, "2026-09-09")],
    );
    let refused =
        decide_to_assess(&assessment, &decision(DecisionKind::Assess, TODAY), day(TODAY)).unwrap_err();
    assert_eq!(rule(refused), "ehcna-notify-considering");
    let happened = decide_to_assess(
        &assessment,
        &decision(DecisionKind::Assess, "2026-10-12"),
        day(TODAY),
    )
    .unwrap();
    assert_eq!(happened.breaches.len(), 1);
    assert_eq!(happened.stage, Some(Stage::Assessing));
}

#[test]
fn a_refusal_to_assess_needs_no_considering_notice() {
    let assessment = at(
        Stage::DecidingWhetherToAssess,
        &[(FactKind::FamilyConsulted, "2026-09-09")],
    );
    let happening = decide_to_assess(
        &assessment,
        &decision(DecisionKind::DoNotAssess, TODAY),
        day(TODAY),
    )
    .unwrap();
    assert_eq!(happening.stage, Some(Stage::NotAssessed));
    assert!(happening.breaches.is_empty());
}

#[test]
fn neither_decision_is_taken_before_the_family_was_consulted_and_one_that_was_is_a_breach() {
    let told = (FactKind::ConsideringNoticeSent, "2026-09-09");
    for kind in [DecisionKind::Assess, DecisionKind::DoNotAssess] {
        let never = at(Stage::DecidingWhetherToAssess, &[told]);
        let refused = decide_to_assess(&never, &decision(kind, TODAY), day(TODAY)).unwrap_err();
        assert_eq!(rule(refused), "ehcna-consult-on-request");
        let happened = decide_to_assess(&never, &decision(kind, "2026-10-12"), day(TODAY)).unwrap();
        assert_eq!(happened.breaches[0].rule, "ehcna-consult-on-request");
        let consulted = |on| {
            at(
                Stage::DecidingWhetherToAssess,
                &[told, (FactKind::FamilyConsulted, on)],
            )
        };
        let in_time = decide_to_assess(
            &consulted("2026-10-12"),
            &decision(kind, "2026-10-12"),
            day(TODAY),
        );
        assert!(in_time.unwrap().breaches.is_empty());
        let after = decide_to_assess(
            &consulted("2026-10-13"),
            &decision(kind, "2026-10-12"),
            day(TODAY),
        );
        assert_eq!(after.unwrap().breaches[0].rule, "ehcna-consult-on-request");
    }
}

#[test]
fn the_family_is_consulted_once_after_the_request_and_before_the_decision() {
    let on = |assessment: &Assessment, on: &str| {
        let consultation = FamilyConsultation {
            consulted_on: day(on),
        };
        consult_family(assessment, &consultation, day(TODAY))
    };
    let deciding = at(Stage::DecidingWhetherToAssess, &[]);
    let happening = on(&deciding, "2026-09-08").unwrap();
    assert_eq!(happening.facts, [(FactKind::FamilyConsulted, day("2026-09-08"))]);
    for wrong in ["2026-09-06", "2026-12-15"] {
        assert_eq!(
            pointers(on(&deciding, wrong).unwrap_err()),
            ["/consulted_on"],
            "{wrong}"
        );
    }
    let again = at(
        Stage::DecidingWhetherToAssess,
        &[(FactKind::FamilyConsulted, "2026-09-08")],
    );
    assert!(matches!(
        on(&again, "2026-09-09"),
        Err(Refusal::AlreadyDone { .. })
    ));
    assert!(matches!(
        on(&at(Stage::Assessing, &[]), "2026-09-09"),
        Err(Refusal::WrongStage { .. })
    ));
}

#[test]
fn advice_that_was_asked_for_before_the_decision_to_assess_is_kept_as_a_breach() {
    let assessment = at(
        Stage::Assessing,
        &[(FactKind::AssessDecisionNotified, "2026-10-12")],
    );
    let asked_on = |sent: &str| {
        let asked = AdviceRequested {
            kind: AdviceKind::Medical,
            addressee: "Service".to_owned(),
            sent_on: day(sent),
            received_on: day(sent),
            decided_on: Some(day("2026-10-12")),
        };
        request_advice(&assessment, &asked, day(TODAY)).unwrap()
    };
    assert_eq!(asked_on("2026-10-11").breaches[0].rule, "ehcna-advice-sought");
    assert!(asked_on("2026-10-12").breaches.is_empty());
}

#[test]
fn reasons_that_say_nothing_are_refused() {
    let mut short = decision(DecisionKind::DoNotAssess, TODAY);
    short.reasons.reasons = prose("As discussed.");
    let refused = decide_to_assess(&at(Stage::DecidingWhetherToAssess, &[]), &short, day(TODAY)).unwrap_err();
    assert_eq!(pointers(refused), ["/reasons/reasons"]);
}

#[test]
fn a_plan_is_not_decided_before_the_five_advices_were_asked_for() {
    let mut assessment = at(
        Stage::Assessing,
        &[(FactKind::AssessDecisionNotified, "2026-10-12")],
    );
    assessment.advice = AdviceKind::ALWAYS
        .into_iter()
        .filter(|kind| *kind != AdviceKind::Medical)
        .map(asked)
        .collect();
    let refused =
        decide_to_issue(&assessment, &decision(DecisionKind::Issue, TODAY), day(TODAY)).unwrap_err();
    match refused {
        Refusal::AgainstTheLaw {
            rule, explanation, ..
        } => {
            assert_eq!(rule, "ehcna-advice-sought");
            assert!(
                explanation.contains("a health care professional"),
                "{explanation}"
            );
        }
        other => panic!("{other:?}"),
    }
    assessment.advice.push(asked(AdviceKind::Medical));
    assert!(decide_to_issue(&assessment, &decision(DecisionKind::Issue, TODAY), day(TODAY)).is_ok());
}

#[test]
fn the_same_advice_is_not_asked_for_twice_while_it_is_open() {
    let mut assessment = at(Stage::Assessing, &[]);
    assessment.advice.push(asked(AdviceKind::Medical));
    let again = AdviceRequested {
        kind: AdviceKind::Medical,
        addressee: "Service".to_owned(),
        sent_on: day(TODAY),
        received_on: day(TODAY),
        decided_on: None,
    };
    let refused = request_advice(&assessment, &again, day(TODAY)).unwrap_err();
    assert!(matches!(refused, Refusal::AlreadyDone { .. }));
    let other = AdviceRequested {
        addressee: "Another service".to_owned(),
        ..again
    };
    assert!(request_advice(&assessment, &other, day(TODAY)).is_ok());
}

#[test]
fn a_draft_that_names_a_placement_is_refused() {
    let assessment = at(Stage::WritingDraft, &[]);
    let mut text = whole_text();
    text.insert(PlanSection::I, prose("Alder Brook Primary School"));
    assert_eq!(
        rule(write_draft(&assessment, &text).unwrap_err()),
        "ehcp-draft-send"
    );
}

#[test]
fn a_draft_needs_its_sections_and_a_service_that_counts() {
    let assessment = at(Stage::WritingDraft, &[(FactKind::IssueDecided, "2026-12-01")]);
    let calendar = Calendar::england_and_wales();
    let by = |method, consent, text: &PlanText| {
        let service = DraftService {
            sent_on: day(TODAY),
            method,
            written_consent: consent,
        };
        serve_draft(&assessment, text, &service, calendar, day(TODAY))
    };
    let mut short = whole_text();
    short.remove(&PlanSection::F);
    assert_eq!(
        pointers(by(ServiceMethod::ByHand, false, &short).unwrap_err()),
        ["/sections/F"]
    );
    let text = whole_text();
    assert_eq!(
        pointers(by(ServiceMethod::Electronic, false, &text).unwrap_err()),
        ["/written_consent"]
    );
    assert!(by(ServiceMethod::Electronic, true, &text).is_ok());
}

#[test]
fn a_posted_draft_is_served_on_the_second_or_fourth_working_day() {
    let calendar = Calendar::england_and_wales();
    let sent = day("2026-12-24");
    assert_eq!(
        ServiceMethod::FirstClassPost.served_on(sent, calendar).unwrap(),
        day("2026-12-30")
    );
    assert_eq!(
        ServiceMethod::SecondClassPost.served_on(sent, calendar).unwrap(),
        day("2027-01-04")
    );
}

#[test]
fn the_family_has_fifteen_days_that_cannot_be_cut() {
    let assessment = at(
        Stage::DraftWithFamily,
        &[
            (FactKind::IssueDecided, "2026-11-20"),
            (FactKind::DraftSent, "2026-11-30"),
            (FactKind::DraftServed, "2026-11-30"),
        ],
    );
    let mut text = whole_text();
    text.insert(PlanSection::I, prose("A mainstream primary school"));
    let send = |on: &str, today: &str| {
        let last = FinalPlan {
            sent_on: day(on),
            health_body_agreed_on: None,
        };
        send_final_plan(&assessment, &text, &last, day(today))
    };
    assert_eq!(
        rule(send("2026-12-14", "2026-12-14").unwrap_err()),
        "ehcp-draft-representations"
    );
    assert!(send("2026-12-15", "2026-12-15").unwrap().breaches.is_empty());
    let happened = send("2026-12-14", "2026-12-20").unwrap();
    assert_eq!(happened.breaches[0].rule, "ehcp-draft-representations");
}

#[test]
fn section_g_needs_the_health_bodys_agreement_and_section_i_must_be_there() {
    let assessment = at(
        Stage::DraftWithFamily,
        &[
            (FactKind::DraftSent, "2026-11-01"),
            (FactKind::DraftServed, "2026-11-01"),
        ],
    );
    let mut text = whole_text();
    let last = FinalPlan {
        sent_on: day(TODAY),
        health_body_agreed_on: None,
    };
    assert_eq!(
        pointers(send_final_plan(&assessment, &text, &last, day(TODAY)).unwrap_err()),
        ["/sections/I"]
    );
    text.insert(PlanSection::I, prose("A special school"));
    text.insert(PlanSection::G, prose("Physiotherapy each week for 30 minutes."));
    assert_eq!(
        rule(send_final_plan(&assessment, &text, &last, day(TODAY)).unwrap_err()),
        "ehcp-final-plan"
    );
    let agreed = FinalPlan {
        health_body_agreed_on: Some(day("2026-12-10")),
        ..last
    };
    assert!(send_final_plan(&assessment, &text, &agreed, day(TODAY)).is_ok());
}

#[test]
fn an_exception_of_advice_is_not_one_of_the_assessment() {
    let assessment = at(Stage::Assessing, &[]);
    let missed = ExceptionRecorded {
        exception: ExceptionFact::new(ExceptionKind::MissedAppointment).missed(day("2026-10-28")),
    };
    assert_eq!(
        pointers(record_exception(&assessment, None, &missed, day(TODAY)).unwrap_err()),
        ["/kind"]
    );
    let advice = asked(AdviceKind::Medical);
    assert!(record_exception(&assessment, Some(&advice), &missed, day(TODAY)).is_ok());
}

#[test]
fn a_closure_without_the_day_advice_was_asked_for_is_refused() {
    let assessment = at(Stage::Assessing, &[]);
    let closure =
        ExceptionFact::new(ExceptionKind::SchoolClosure).lasting(day("2026-10-20"), day("2026-12-01"));
    let refused = record_exception(
        &assessment,
        None,
        &ExceptionRecorded { exception: closure },
        day(TODAY),
    )
    .unwrap_err();
    assert_eq!(pointers(refused), ["/advice_requested_on"]);
}

#[test]
fn representations_that_say_nothing_are_refused_and_late_ones_count() {
    let assessment = at(
        Stage::DraftWithFamily,
        &[
            (FactKind::DraftSent, "2026-10-01"),
            (FactKind::DraftServed, "2026-10-01"),
        ],
    );
    let nothing = Representation {
        received_on: day(TODAY),
        text: None,
        requested_setting: None,
        wants_meeting: false,
    };
    assert_eq!(
        pointers(represent(&assessment, &nothing, day(TODAY)).unwrap_err()),
        ["/text"]
    );
    assert!(
        represent(
            &assessment,
            &Representation {
                wants_meeting: true,
                ..nothing
            },
            day(TODAY)
        )
        .is_ok()
    );
}

#[test]
fn a_corrected_day_must_fit_between_its_neighbours() {
    let assessment = at(
        Stage::Assessing,
        &[
            (FactKind::ConsideringNoticeSent, "2026-09-09"),
            (FactKind::AssessDecisionNotified, "2026-10-12"),
        ],
    );
    let to = |on: &str| {
        let correction = Correction {
            fact: CorrectableFact::ConsideringNoticeSent,
            happened_on: day(on),
            reason: prose("Stamp on the letter."),
            request: None,
        };
        correct(&assessment, None, &correction, day(TODAY))
    };
    assert!(to("2026-09-10").is_ok());
    for wrong in ["2026-09-09", "2026-09-06", "2026-10-13", "2027-01-01"] {
        assert_eq!(pointers(to(wrong).unwrap_err())[0], "/happened_on", "{wrong}");
    }
    let unknown = Correction {
        fact: CorrectableFact::FinalPlanSent,
        happened_on: day(TODAY),
        reason: prose("None."),
        request: None,
    };
    assert!(matches!(
        correct(&assessment, None, &unknown, day(TODAY)),
        Err(Refusal::NotYet { .. })
    ));
}

#[test]
fn a_corrected_day_of_a_request_goes_through_the_checks_of_a_request() {
    let to = |born: &str, source: RequestSource, first_other: Option<&str>, on: &str| {
        let mut assessment = at(
            Stage::Assessing,
            &[(FactKind::ConsideringNoticeSent, "2026-09-20")],
        );
        assessment.born_on = day(born);
        let correction = Correction {
            fact: CorrectableFact::RequestReceived,
            happened_on: day(on),
            reason: prose("Stamp on the letter."),
            request: Some(CorrectedRequest {
                source,
                young_person_from: day("2026-06-27"),
                first_other: first_other.map(day),
            }),
        };
        correct(&assessment, None, &correction, day(TODAY))
    };
    let (parent, self_asked) = (RequestSource::Parent, RequestSource::YoungPerson);
    assert!(to("2018-03-14", parent, None, "2026-09-04").is_ok());
    // The Act was not in force; the birthday is the 25th; the right to ask was not yet the young person's.
    for (born, source, on) in [
        ("2010-01-15", parent, "2014-08-31"),
        ("2001-09-10", parent, "2026-09-10"),
        ("2010-01-15", self_asked, "2026-06-26"),
    ] {
        let refused = to(born, source, None, on).unwrap_err();
        assert_eq!(pointers(refused), ["/happened_on"], "{born} {on}");
    }
    // Another request came in between: its day governs now.
    let happening = to("2018-03-14", parent, Some("2026-09-10"), "2026-09-15").unwrap();
    assert_eq!(happening.facts, [(FactKind::RequestReceived, day("2026-09-10"))]);
}

#[test]
fn the_consultation_and_the_notice_can_be_corrected_in_either_order() {
    let assessment = at(
        Stage::Assessing,
        &[
            (FactKind::FamilyConsulted, "2026-09-09"),
            (FactKind::ConsideringNoticeSent, "2026-09-09"),
            (FactKind::AssessDecisionNotified, "2026-10-12"),
        ],
    );
    for fact in [
        CorrectableFact::FamilyConsulted,
        CorrectableFact::ConsideringNoticeSent,
    ] {
        for on in ["2026-09-08", "2026-09-10"] {
            let correction = Correction {
                fact,
                happened_on: day(on),
                reason: prose("Stamp on the letter."),
                request: None,
            };
            assert!(
                correct(&assessment, None, &correction, day(TODAY)).is_ok(),
                "{fact:?} {on}"
            );
        }
    }
}

#[test]
fn a_second_request_governs_only_when_it_was_earlier() {
    let assessment = at(Stage::Assessing, &[]);
    let received = |on: &str| {
        let request = Request {
            source: RequestSource::Parent,
            received_on: day(on),
            reasons: None,
            on_behalf_of: None,
        };
        second_request(&assessment, &request, day("2034-07-01"), day(TODAY))
            .unwrap()
            .facts
    };
    assert!(received("2026-10-01").is_empty());
    assert_eq!(
        received("2026-09-01"),
        [(FactKind::RequestReceived, day("2026-09-01"))]
    );
}

#[test]
fn the_next_steps_name_who_holds_the_ball() {
    use ehcp_case::Party;
    let mut served = at(Stage::DraftWithFamily, &[(FactKind::DraftServed, "2026-12-10")]);
    served.draft = Some(DraftState {
        id: PlanId(Uuid::nil()),
        number: 1,
        served_on: Some(day("2026-12-10")),
    });
    let steps = next_steps(&served, Reader::Parent, &no_days, day(TODAY));
    assert_eq!(
        (steps[0].who, steps[0].by),
        (Party::ParentOrYoungPerson, Some(day("2026-12-24")))
    );
    let over = next_steps(&served, Reader::Parent, &no_days, day("2026-12-25"));
    assert_eq!(over[0].who, Party::LocalAuthority);
    for stage in Stage::ALL {
        assert!(
            !next_steps(&at(stage, &[]), Reader::Parent, &no_days, day(TODAY)).is_empty(),
            "{stage:?}"
        );
    }
}

#[test]
fn the_checker_finds_a_stage_without_its_facts() {
    assert_eq!(check(&at(Stage::DecidingWhetherToAssess, &[])), []);
    assert!(!check(&at(Stage::PlanIssued, &[])).is_empty());
    assert!(!check(&at(Stage::Assessing, &[(FactKind::FinalPlanSent, "2026-12-01")])).is_empty());
}

proptest! {
    #[test]
    fn no_act_of_today_inside_the_fifteen_days_is_ever_accepted(after in 0_u32..40) {
        let served = day("2026-11-30");
        let assessment = at(Stage::DraftWithFamily, &[(FactKind::DraftSent, "2026-11-30"), (FactKind::DraftServed, "2026-11-30")]);
        let mut text = whole_text();
        text.insert(PlanSection::I, prose("A mainstream primary school"));
        let today = add_days(served, after);
        let last = FinalPlan { sent_on: today, health_body_agreed_on: None };
        prop_assert_eq!(send_final_plan(&assessment, &text, &last, today).is_ok(), after >= 15);
    }

    #[test]
    fn what_is_accepted_leads_only_to_stages_whose_facts_it_brings(place in 0_usize..4, refuse in any::<bool>()) {
        let stages = [Stage::DecidingWhetherToAssess, Stage::Assessing, Stage::WritingDraft, Stage::DraftWithFamily];
        let mut assessment = at(stages[place], &[(FactKind::FamilyConsulted, "2026-09-08"), (FactKind::ConsideringNoticeSent, "2026-09-09")]);
        assessment.advice = AdviceKind::ALWAYS.into_iter().map(asked).collect();
        let kind = if refuse { DecisionKind::DoNotAssess } else { DecisionKind::Assess };
        if let Ok(happening) = decide_to_assess(&assessment, &decision(kind, TODAY), day(TODAY)) {
            for (fact, on) in &happening.facts {
                assessment.facts.set(*fact, Some(*on));
            }
            assessment.stage = happening.stage.unwrap();
            prop_assert_eq!(check(&assessment), vec![]);
        } else {
            prop_assert!(stages[place] != Stage::DecidingWhetherToAssess);
        }
    }
}

/// The deadlines of a case are not looked at here.
fn no_days(_: &str, _: Option<AdviceRequestId>) -> Option<NaiveDate> {
    None
}

/// An assessment that ended with a refusal, and what puts it back on the road.
fn refused_and(
    stage: Stage,
    on: &str,
    goes_on_at: Stage,
    facts: &[(FactKind, &str)],
) -> (Assessment, Reopening) {
    let told = [
        (FactKind::AssessDecisionNotified, "2026-10-12"),
        match stage {
            Stage::NotAssessed => (FactKind::AssessmentRefused, "2026-10-12"),
            _ => (FactKind::RefusalToIssueNotified, "2026-11-16"),
        },
    ];
    let reopening = Reopening {
        on: day(on),
        stage: goes_on_at,
        facts: facts.iter().map(|(kind, on)| (*kind, day(on))).collect(),
    };
    (at(stage, &told), reopening)
}

#[test]
fn an_order_to_assess_takes_a_refused_assessment_back_to_gathering_advice() {
    let order = [(FactKind::OrderToAssess, "2026-12-01")];
    let (refused, reopening) = refused_and(Stage::NotAssessed, "2026-12-01", Stage::Assessing, &order);
    let happening = reopen(&refused, &reopening, day(TODAY)).unwrap().unwrap();
    assert_eq!(happening.kind, HappeningKind::AssessmentReopened);
    assert_eq!(happening.on, day("2026-12-01"));
    assert_eq!(happening.stage, Some(Stage::Assessing));
    // The refusal and its day stay: what is recorded is the order.
    assert_eq!(happening.facts, [(FactKind::OrderToAssess, day("2026-12-01"))]);
}

#[test]
fn an_order_to_make_a_plan_counts_as_the_decision_to_issue_it() {
    let order = [
        (FactKind::OrderToMakePlan, "2026-12-01"),
        (FactKind::IssueDecided, "2026-12-01"),
    ];
    let (refused, reopening) = refused_and(Stage::PlanNotIssued, "2026-12-01", Stage::WritingDraft, &order);
    let happening = reopen(&refused, &reopening, day(TODAY)).unwrap().unwrap();
    assert_eq!(happening.stage, Some(Stage::WritingDraft));
    let mut after = refused;
    after.stage = Stage::WritingDraft;
    for (kind, on) in happening.facts {
        after.facts.set(kind, Some(on));
    }
    assert!(check(&after).is_empty(), "{:?}", check(&after));
}

#[test]
fn an_assessment_is_put_back_only_from_a_refusal_and_not_before_it() {
    for stage in [
        Stage::DecidingWhetherToAssess,
        Stage::Assessing,
        Stage::DraftWithFamily,
        Stage::PlanIssued,
    ] {
        let (_, reopening) = refused_and(Stage::NotAssessed, "2026-12-01", Stage::Assessing, &[]);
        assert_eq!(
            reopen(&at(stage, &[]), &reopening, day(TODAY)),
            Ok(None),
            "{stage:?}"
        );
    }
    for wrong in ["2026-10-11", "2026-12-15"] {
        let (refused, reopening) = refused_and(Stage::NotAssessed, wrong, Stage::Assessing, &[]);
        assert_eq!(
            pointers(reopen(&refused, &reopening, day(TODAY)).unwrap_err()),
            ["/on"]
        );
    }
}

/// An assessment that goes on since 1 December 2026 because of an order to assess (reg 44(2)(b)).
fn going_on() -> Assessment {
    Assessment {
        reopened: Some(Reopened {
            on: day("2026-12-01"),
            rule: "ord-assess",
            last_days: vec![
                (FactKind::OrderAssessmentNotified, day("2026-12-15")),
                (FactKind::RefusalToIssueNotified, day("2027-02-09")),
                (FactKind::FinalPlanSent, day("2027-03-09")),
            ],
        }),
        ..at(
            Stage::Assessing,
            &[
                (FactKind::AssessDecisionNotified, "2026-10-12"),
                (FactKind::AssessmentRefused, "2026-10-12"),
                (FactKind::OrderToAssess, "2026-12-01"),
            ],
        )
    }
}

#[test]
fn what_comes_next_after_an_order_has_the_days_of_the_order() {
    let none = |_: &str, _: Option<AdviceRequestId>| None;
    let steps = next_steps(&going_on(), Reader::Parent, &none, day(TODAY));
    let first = steps.first().unwrap();
    assert_eq!(first.what, "We tell you that the assessment will be made.");
    assert_eq!(
        (first.rule, first.by),
        (Some("ord-assess"), Some(day("2026-12-15")))
    );
    let last = steps.last().unwrap();
    assert_eq!(
        (last.rule, last.by),
        (Some("ord-assess"), Some(day("2027-02-09")))
    );
    let writing = Assessment {
        stage: Stage::WritingDraft,
        ..going_on()
    };
    let steps = next_steps(&writing, Reader::Parent, &none, day(TODAY));
    assert_eq!(steps.last().unwrap().by, Some(day("2027-03-09")));
}

#[test]
fn no_decision_after_an_order_is_of_a_day_before_it() {
    let mut assessment = going_on();
    assessment.advice = AdviceKind::ALWAYS.into_iter().map(asked).collect();
    let early = decision(DecisionKind::Issue, "2026-11-30");
    let refusal = decide_to_issue(&assessment, &early, day(TODAY)).unwrap_err();
    assert_eq!(pointers(refusal), ["/decided_on"]);
    assert!(
        decide_to_issue(
            &assessment,
            &decision(DecisionKind::Issue, "2026-12-01"),
            day(TODAY)
        )
        .is_ok()
    );
}

#[test]
fn a_date_is_corrected_on_its_own_side_of_the_order() {
    let correction = |fact, on: &str| Correction {
        fact,
        happened_on: day(on),
        reason: prose("The letter has another day."),
        request: None,
    };
    let told = CorrectableFact::AssessDecisionNotified;
    let right = correct(&going_on(), None, &correction(told, "2026-10-13"), day(TODAY)).unwrap();
    assert_eq!(
        right.facts,
        [
            (FactKind::AssessDecisionNotified, day("2026-10-13")),
            (FactKind::AssessmentRefused, day("2026-10-13")),
        ]
    );
    let late = correct(&going_on(), None, &correction(told, "2026-12-02"), day(TODAY)).unwrap_err();
    assert_eq!(pointers(late), ["/happened_on"]);
    // A later outcome does not move the refusal that was before the order.
    let mut twice = going_on();
    twice
        .facts
        .set(FactKind::RefusalToIssueNotified, Some(day("2026-11-16")));
    twice
        .facts
        .set(FactKind::AssessmentOutcomeNotified, Some(day("2026-12-07")));
    let outcome = CorrectableFact::AssessmentOutcomeNotified;
    let moved = correct(&twice, None, &correction(outcome, "2026-12-08"), day(TODAY)).unwrap();
    assert_eq!(
        moved.facts,
        [(FactKind::AssessmentOutcomeNotified, day("2026-12-08"))]
    );
}

//! The whole road, from a request to the final plan, through the use cases, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod world;

use ehcp_assessment::{AdviceKind, DecisionKind, PlanSection, PlanText, Reasons, ServiceMethod};
use ehcp_case::{Prose, Refusal, Stage};
use ehcp_casework::*;
use ehcp_store::testing::TestDatabase;
use world::{World, day};

ehcp_store::on_both_databases!(
    a_request_walks_to_a_final_plan,
    a_decision_before_its_request_is_refused_and_changes_nothing,
    a_stale_version_is_refused_and_changes_nothing,
    another_team_cannot_see_the_case,
    a_second_request_is_added_and_an_earlier_one_moves_the_clock,
    a_repeated_call_gives_the_first_answer_again,
    an_ended_session_is_of_no_use,
);

fn prose(text: &str) -> Prose {
    Prose::new(text).unwrap()
}

fn reasons() -> Reasons {
    Reasons {
        criteria: prose("Whether the child has or may have special educational needs (s.36(8))."),
        evidence_considered: prose("The school's request and reports."),
        reasons: prose("Maya's needs go beyond what her school can meet from its own resources."),
    }
}

fn decision(kind: DecisionKind) -> RecordDecision {
    RecordDecision {
        kind,
        decided_on: None,
        notice: NoticeOfDecision::SentOtherwise,
        notified_on: None,
        reasons: reasons(),
    }
}

fn advice(kind: AdviceKind, world: &World) -> RequestAdvice {
    RequestAdvice {
        kind,
        addressee: "Asked of this service".to_owned().try_into().unwrap(),
        education_setting_id: (kind == AdviceKind::Education).then_some(world.school_id),
        adviser_id: (kind == AdviceKind::Psychological).then_some(world.adviser.user),
        referral: prose("Please advise on Maya's needs."),
        sent_on: None,
        received_on: None,
    }
}

fn text(with_placement: bool) -> PlanText {
    PlanSection::ALL
        .into_iter()
        .filter(|section| !matches!(section, PlanSection::G))
        .filter(|section| with_placement || *section != PlanSection::I)
        .map(|section| {
            (
                section,
                prose(&format!("Section {} of Maya's plan.", section.word())),
            )
        })
        .collect()
}

fn a_request_walks_to_a_final_plan(database: TestDatabase) {
    let world = World::on(database, "2026-09-07");
    let receipt = world.request();
    assert_eq!(receipt.reference, "EHC-2026-000001");
    assert_eq!(receipt.decision_due_on, Some(day("2026-10-19")));
    assert_eq!(receipt.plan_due_on, Some(day("2027-01-25")));
    let id = receipt.case_id;
    let version = |who| world.look(who, move |look| case(look, id)).unwrap().version;

    world.go_to("2026-09-09");
    let seen = version(world.officer);
    world
        .act(world.officer, move |act| {
            consult_family(act, id, seen, &ConsultFamily { consulted_on: None })
        })
        .unwrap();
    let seen = version(world.officer);
    let view = world
        .act(world.officer, move |act| {
            send_considering_notice(act, id, seen, &SendConsideringNotice { sent_on: None })
        })
        .unwrap();
    assert_eq!(
        view.next_deadline.as_ref().unwrap().rule,
        "ehcna-decision-to-assess"
    );

    world.go_to("2026-10-12");
    let seen = view.version;
    let command = decision(DecisionKind::Assess);
    world
        .act(world.officer, move |act| decide(act, id, seen, &command))
        .unwrap();
    let view = world.look(world.officer, move |look| case(look, id)).unwrap();
    assert_eq!(view.stage, Stage::Assessing);

    for kind in AdviceKind::ALWAYS {
        let seen = version(world.officer);
        let command = advice(kind, &world);
        world
            .act(world.officer, move |act| request_advice(act, id, seen, &command))
            .unwrap();
    }
    world.go_to("2026-11-20");
    let to_do = world
        .look(world.school, |look| advice_to_do(look, None, 50))
        .unwrap();
    assert_eq!(to_do.len(), 1);
    let asked = to_do[0].clone();
    assert_eq!(asked.due_on, Some(day("2026-11-23")));
    let hand_in = HandInAdvice {
        received_on: None,
        refused: false,
        text: prose("Maya needs small groups."),
    };
    let handed = world
        .act(world.school, move |act| {
            hand_in_advice(act, asked.id, asked.version, &hand_in)
        })
        .unwrap();
    assert_eq!(handed.status, Some(ehcp_deadlines::Status::Met));

    let seen = version(world.officer);
    let command = decision(DecisionKind::Issue);
    world
        .act(world.officer, move |act| decide(act, id, seen, &command))
        .unwrap();
    let seen = version(world.officer);
    let draft = world
        .act(world.officer, move |act| {
            start_draft(
                act,
                id,
                seen,
                &PlanTextBody {
                    sections: text(false),
                },
            )
        })
        .unwrap();
    let serve = ServeDraft {
        sent_on: None,
        method: ServiceMethod::ByHand,
        written_consent: false,
    };
    let (plan_id, plan_version) = (draft.plan.id, draft.plan.version);
    let served = world
        .act(world.officer, move |act| {
            serve_draft(act, plan_id, plan_version, &serve)
        })
        .unwrap();
    assert_eq!(served.plan.respond_by, Some(day("2026-12-04")));

    let seen = version(world.officer);
    let last = SendFinalPlan {
        sections: text(true),
        sent_on: None,
        health_body_agreed_on: None,
    };
    let too_early = last.clone();
    let refused = world
        .act(world.officer, move |act| {
            send_final_plan(act, id, seen, &too_early)
        })
        .unwrap_err();
    assert!(
        matches!(refused, Error::Refused(Refusal::AgainstTheLaw { .. })),
        "{refused:?}"
    );

    world.go_to("2026-12-05");
    world
        .act(world.manager, move |act| send_final_plan(act, id, seen, &last))
        .unwrap();
    let view = world.look(world.officer, move |look| case(look, id)).unwrap();
    assert_eq!(view.stage, Stage::PlanIssued);
    assert_eq!(
        view.next_deadline.as_ref().unwrap().due_on,
        day("2027-12-04"),
        "the first review"
    );
    let deadlines = world
        .look(world.officer, move |look| case_deadlines(look, id))
        .unwrap();
    let last_day = deadlines
        .assessment
        .iter()
        .find(|deadline| deadline.rule.to_string() == "ehcp-final-plan")
        .unwrap();
    assert_eq!(last_day.status, ehcp_deadlines::Status::Met);
    let verified = verify(&world.casework).unwrap();
    let (cases, findings) = (verified.cases, verified.findings);
    assert_eq!((cases, findings), (1, Vec::new()));
    let entries = world
        .look(world.officer, move |look| timeline(look, id, 0, 200))
        .unwrap();
    assert_eq!(
        entries.first().unwrap().kind,
        ehcp_assessment::HappeningKind::RequestReceived
    );
    assert_eq!(
        entries.last().unwrap().kind,
        ehcp_assessment::HappeningKind::FinalPlanSent
    );
}

fn a_decision_before_its_request_is_refused_and_changes_nothing(database: TestDatabase) {
    let world = World::on(database, "2026-09-07");
    let id = world.request().case_id;
    let mut command = decision(DecisionKind::DoNotAssess);
    command.decided_on = Some(day("2026-09-06"));
    let refused = world
        .act(world.officer, move |act| decide(act, id, 1, &command))
        .unwrap_err();
    match refused {
        Error::Invalid(problems) => assert_eq!(problems[0].pointer, "/decided_on"),
        other => panic!("{other:?}"),
    }
    let view = world.look(world.officer, move |look| case(look, id)).unwrap();
    assert_eq!((view.version, view.stage), (1, Stage::DecidingWhetherToAssess));
}

fn a_stale_version_is_refused_and_changes_nothing(database: TestDatabase) {
    let world = World::on(database, "2026-09-07");
    let id = world.request().case_id;
    let notice = SendConsideringNotice { sent_on: None };
    let again = notice.clone();
    world
        .act(world.officer, move |act| {
            send_considering_notice(act, id, 1, &notice)
        })
        .unwrap();
    let refused = world
        .act(world.officer, move |act| {
            send_considering_notice(act, id, 1, &again)
        })
        .unwrap_err();
    assert!(matches!(refused, Error::Stale { current: 2 }), "{refused:?}");
}

fn another_team_cannot_see_the_case(database: TestDatabase) {
    let world = World::on(database, "2026-09-07");
    let id = world.request().case_id;
    for hidden_from in [world.stranger, world.parent, world.other_parent, world.adviser] {
        let refused = world.look(hidden_from, move |look| case(look, id)).unwrap_err();
        assert!(matches!(refused, Error::NotFound), "{refused:?}");
        let query = CaseQuery {
            limit: 50,
            ..CaseQuery::default()
        };
        let page = world.look(hidden_from, move |look| cases(look, &query)).unwrap();
        assert_eq!(page.items.len(), 0);
    }
    for seen_by in [world.officer, world.manager, world.school] {
        world.look(seen_by, move |look| case(look, id)).unwrap();
        let query = CaseQuery {
            limit: 50,
            ..CaseQuery::default()
        };
        assert_eq!(
            world
                .look(seen_by, move |look| cases(look, &query))
                .unwrap()
                .items
                .len(),
            1
        );
    }
}

fn a_second_request_is_added_and_an_earlier_one_moves_the_clock(database: TestDatabase) {
    let world = World::on(database, "2026-09-07");
    let first = world.request();
    let id = first.case_id;
    let child = world
        .look(world.officer, move |look| case(look, id))
        .unwrap()
        .child
        .id;
    let command = MakeRequest {
        child_id: Some(child),
        child: None,
        source: Some(ehcp_assessment::RequestSource::Parent),
        received_on: Some(day("2026-09-01")),
        reasons: None,
        education_setting_id: None,
    };
    let second = world
        .act(world.officer, move |act| make_request(act, &command))
        .unwrap();
    assert!(second.added_to_open_assessment);
    assert_eq!(second.decision_due_on, Some(day("2026-10-13")));
    let view = world.look(world.officer, move |look| case(look, id)).unwrap();
    assert_eq!(view.requests.len(), 2);
    assert_eq!(view.clock_started_on, day("2026-09-01"));
    assert_eq!(verify(&world.casework).unwrap().findings, Vec::new());
}

fn a_repeated_call_gives_the_first_answer_again(database: TestDatabase) {
    let world = World::on(database, "2026-09-07");
    let call = |digest: &str| {
        let once = Once {
            key: "k1".to_owned(),
            body_digest: digest.to_owned(),
        };
        world
            .runtime
            .block_on(world.casework.once(world.school, "create_request", once, |act| {
                let command = MakeRequest {
                    child_id: None,
                    child: Some(World::new_child()),
                    source: None,
                    received_on: None,
                    reasons: None,
                    education_setting_id: None,
                };
                let receipt = make_request(act, &command)?;
                Ok(Answer {
                    status: 201,
                    location: None,
                    etag: None,
                    body: receipt.reference,
                })
            }))
    };
    let first = call("a").unwrap();
    assert_eq!(call("a").unwrap(), first);
    assert!(matches!(call("b"), Err(Error::IdempotencyMismatch)));
    let query = CaseQuery {
        limit: 50,
        ..CaseQuery::default()
    };
    assert_eq!(
        world
            .look(world.school, move |look| cases(look, &query))
            .unwrap()
            .items
            .len(),
        1
    );
}

fn an_ended_session_is_of_no_use(database: TestDatabase) {
    let world = World::on(database, "2026-09-07");
    world
        .runtime
        .block_on(world.casework.sign_out(world.officer))
        .unwrap();
    let refused = world.look(world.officer, me).unwrap_err();
    assert!(matches!(refused, Error::Unauthenticated));
}

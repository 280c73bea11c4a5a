//! What the case itself says was done carries out what is owed.

use crate::world::*;
use ehcp_case::{FactKind, Party, Reader};
use ehcp_deadlines::Facts;
use ehcp_dispute::*;

use AppealableDecision::*;

fn facts(all: &[(FactKind, &str)]) -> Facts {
    all.iter()
        .fold(Facts::new(), |facts, (kind, on)| facts.with(*kind, day(on)))
}

#[test]
fn what_was_done_on_the_road_since_the_order_carries_it_out() {
    let dispute = ordered(NotToIssue, &[order(OrderKind::MakePlan)]).1.dispute;
    let done = facts(&[
        (FactKind::RefusalToIssueNotified, "2026-10-01"),
        (FactKind::DraftSent, "2026-12-07"),
    ]);
    let draft = dispute.clone().with_deeds(&done);
    assert_eq!(
        draft.duties()[0].done_on(Deed::DraftSent),
        Some(day("2026-12-07"))
    );
    assert!(!draft.duties()[0].is_carried_out());
    let done = facts(&[
        (FactKind::DraftSent, "2026-12-07"),
        (FactKind::FinalPlanSent, "2027-01-05"),
    ]);
    assert!(dispute.clone().with_deeds(&done).duties()[0].is_carried_out());
    // What was done before the order does not carry it out.
    let before = facts(&[(FactKind::DraftSent, "2026-11-19")]);
    assert_eq!(dispute.clone().with_deeds(&before), dispute);
}

#[test]
fn a_refusal_carries_out_an_order_to_consider_again_and_none_to_make_a_plan() {
    let refused = facts(&[(FactKind::RefusalToIssueNotified, "2026-12-01")]);
    for (kind, carried_out) in [(OrderKind::Reconsider, true), (OrderKind::MakePlan, false)] {
        let dispute = ordered(NotToIssue, &[order(kind)]).1.dispute;
        let after = dispute.with_deeds(&refused);
        assert_eq!(after.duties()[0].is_carried_out(), carried_out, "{kind:?}");
    }
}

#[test]
fn what_the_road_has_a_step_for_is_not_recorded_by_hand_and_the_rest_is() {
    let on_the_road = ordered(NotToAssess, &[order(OrderKind::Assess)]).1.dispute;
    for (deed, by_hand) in [
        (Deed::AssessmentNotified, true),
        (Deed::PlanRefused, false),
        (Deed::FinalPlanSent, false),
    ] {
        let step = comply(1, deed, "2026-12-01");
        assert_eq!(
            on_the_road.not_done_on_the_road(&step).is_ok(),
            by_hand,
            "{deed:?}"
        );
    }
    // A plan in force is amended beside the road.
    let plan = ordered(PlanAsMade, &[order(OrderKind::AmendProvision)]).1.dispute;
    let step = comply(1, Deed::AmendedPlanSent, "2026-12-01");
    assert!(plan.not_done_on_the_road(&step).is_ok());
    let amended = facts(&[(FactKind::FinalPlanSent, "2026-12-01")]);
    assert!(!plan.clone().with_deeds(&amended).duties()[0].is_carried_out());
    let owed = plan.owed_beside_the_road(calendar()).unwrap();
    assert_eq!(owed.len(), 1);
    assert_eq!(
        (owed[0].0.due, owed[0].1),
        (Some(day("2026-12-25")), Party::LocalAuthority)
    );
    assert!(on_the_road.owed_beside_the_road(calendar()).unwrap().is_empty());
}

#[test]
fn where_a_dispute_stands_is_said_in_one_sentence_and_what_is_waited_for_by_whom() {
    let mut steps = to_registered(Ground::NotToAssess);
    let open = after(NotToAssess, &steps);
    let (words, who) = open.pending_step(Reader::Parent).unwrap();
    assert_eq!(
        words,
        "The Tribunal received an appeal on 16 November 2026. It is not over yet."
    );
    assert_eq!(who, Party::LocalAuthority, "the response is still to come");
    steps.push(Step::RespondToAppeal {
        sent_on: day("2026-11-30"),
    });
    let answered = after(NotToAssess, &steps);
    assert_eq!(answered.pending_step(Reader::Parent).unwrap().1, Party::Tribunal);
    let dismissed = take(&answered, &determine("2026-12-18", &[])).dispute;
    assert_eq!(dismissed.pending_step(Reader::Parent), None);
    assert_eq!(
        dismissed.standing_in_words(Reader::Parent),
        "The appeal ended on 18 December 2026. Nothing was ordered."
    );
    let wished = after(NotToAssess, &[wish("2026-10-12", &[MediationIssue::HealthCare])]);
    assert_eq!(wished.pending_step(Reader::Parent).unwrap().1, Party::HealthBody);
    assert_eq!(about(NotToAssess).pending_step(Reader::Parent), None);
}

#[test]
fn every_text_of_a_step_is_found_where_it_stands() {
    let text = agreement(
        "2026-11-20",
        Agreed::Other {
            by: AgreementParty::LocalAuthority,
        },
        &[],
    );
    let held = hold("2026-11-20", text);
    assert!(held.is_confidential());
    assert_eq!(
        held.texts(),
        [("/result/parts/0/text".to_owned(), "What both sides agreed.")]
    );
    assert_eq!(
        arrange("2026-11-02", "2026-11-20", false).texts(),
        [("/place".to_owned(), "Town Hall, Room 2")]
    );
    assert!(decline("2026-10-12").texts().is_empty());
}

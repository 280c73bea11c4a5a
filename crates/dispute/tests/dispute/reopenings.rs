//! What an order, a concession or an agreement does to the procedures of the case.

use crate::world::*;
use ehcp_case::{FactKind, Stage};
use ehcp_deadlines::Process;
use ehcp_dispute::*;

use AppealableDecision::*;

#[test]
fn an_order_to_assess_takes_the_assessment_up_again_with_two_ten_and_fourteen_weeks() {
    let taken = ordered(NotToAssess, &[order(OrderKind::Assess)]).1;
    let follow_up = &taken.follow_ups[0];
    assert_eq!(
        follow_up.reopening,
        Reopening::Assessment {
            stage: Stage::Assessing
        }
    );
    assert_eq!(follow_up.facts, [(FactKind::OrderToAssess, day("2026-11-20"))]);
    assert_eq!(follow_up.process, Process::TribunalOrder);
    assert_eq!(
        follow_up.plain_english,
        "On 20 November 2026 the Tribunal ordered us to carry out the assessment. \
         Telling the family that the assessment will be made: by 4 December 2026. \
         Telling the family why there will be no plan: by 29 January 2027. \
         Sending the final plan: by 26 February 2027."
    );
}

#[test]
fn an_order_to_make_a_plan_decides_that_one_is_issued_and_the_draft_is_written() {
    let follow_up = &ordered(NotToIssue, &[order(OrderKind::MakePlan)]).1.follow_ups[0];
    assert_eq!(
        follow_up.reopening,
        Reopening::Assessment {
            stage: Stage::WritingDraft
        }
    );
    assert_eq!(
        follow_up.facts,
        [
            (FactKind::OrderToMakePlan, day("2026-11-20")),
            (FactKind::IssueDecided, day("2026-11-20"))
        ]
    );
}

#[test]
fn a_case_sent_back_stands_before_the_decision_to_issue_again() {
    let follow_up = &ordered(NotToIssue, &[order(OrderKind::Reconsider)]).1.follow_ups[0];
    assert_eq!(
        follow_up.reopening,
        Reopening::Assessment {
            stage: Stage::Assessing
        }
    );
    assert_eq!(
        follow_up.facts,
        [(FactKind::OrderToReconsider, day("2026-11-20"))]
    );
}

#[test]
fn a_concession_and_an_agreement_open_the_same_way_as_the_order_with_their_own_clock() {
    let mut steps = to_registered(Ground::NotToAssess);
    let last = concede("2027-01-04");
    let conceded = take(&after(NotToAssess, &steps), &last);
    steps.push(last);
    let wished = after(NotToAssess, &[wish("2026-11-02", &[MediationIssue::Education])]);
    let what = Agreed::Appealable {
        as_if_ordered: OrderKind::Assess,
    };
    let agreed = take(&wished, &hold("2026-11-18", agreement("2026-11-18", what, &[])));
    for (taken, process, fact) in [
        (conceded, Process::UnopposedAppeal, FactKind::UnopposedAssess),
        (agreed, Process::Standing, FactKind::Agreement),
    ] {
        let follow_up = &taken.follow_ups[0];
        assert_eq!(
            follow_up.reopening,
            Reopening::Assessment {
                stage: Stage::Assessing
            }
        );
        assert_eq!((follow_up.process, follow_up.facts[0].0), (process, fact));
        assert_eq!(follow_up.limits.len(), 3);
    }
}

#[test]
fn an_order_about_a_plan_in_force_opens_no_assessment() {
    let of = |decision, orders: &[Order]| ordered(decision, orders).1.follow_ups[0].reopening;
    assert_eq!(
        of(NotToReassess, &[order(OrderKind::Assess)]),
        Reopening::Reassessment
    );
    for kind in [OrderKind::AmendProvision, OrderKind::NameSchool] {
        assert_eq!(of(PlanAsMade, &[order(kind)]), Reopening::PlanAmendment);
    }
    assert_eq!(
        of(ToCease, &[order(OrderKind::Continue)]),
        Reopening::PlanContinues
    );
    assert_eq!(of(ToCease, &[]), Reopening::PlanEnds);
}

#[test]
fn a_dismissed_appeal_and_a_mediation_without_agreement_open_nothing() {
    assert!(ordered(NotToAssess, &[]).1.follow_ups.is_empty());
    let wished = after(NotToAssess, &[wish("2026-11-02", &[MediationIssue::Education])]);
    assert!(
        take(&wished, &hold("2026-11-18", MediationOutcome::NoAgreement))
            .follow_ups
            .is_empty()
    );
}

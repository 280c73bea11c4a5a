//! Carrying out orders, concessions and agreements, and answering recommendations.

use crate::world::*;
use ehcp_case::{Party, Refusal};
use ehcp_deadlines::{ExceptionFact, ExceptionKind, Process, timeline};
use ehcp_dispute::*;

use AppealableDecision::*;

/// Each deed and its last day.
fn last_days(dispute: &Dispute, number: usize) -> Vec<(Deed, String)> {
    dispute
        .duties()
        .get(number - 1)
        .unwrap()
        .limits(calendar())
        .unwrap()
        .into_iter()
        .map(|limit| (limit.deed, limit.due.unwrap().to_string()))
        .collect()
}

fn days(all: &[(Deed, &str)]) -> Vec<(Deed, String)> {
    all.iter().map(|(deed, on)| (*deed, (*on).to_owned())).collect()
}

#[test]
fn each_order_of_20_november_2026_has_the_time_of_reg_44() {
    let of = |decision, kind| last_days(&ordered(decision, &[order(kind)]).1.dispute, 1);
    assert_eq!(
        of(NotToAssess, OrderKind::Assess),
        days(&[
            (Deed::AssessmentNotified, "2026-12-04"),
            (Deed::PlanRefused, "2027-01-29"),
            (Deed::FinalPlanSent, "2027-02-26"),
        ])
    );
    assert_eq!(
        of(NotToIssue, OrderKind::MakePlan),
        days(&[
            (Deed::DraftSent, "2026-12-25"),
            (Deed::FinalPlanSent, "2027-02-05")
        ])
    );
    assert_eq!(
        of(NotToIssue, OrderKind::Reconsider),
        days(&[(Deed::DraftSent, "2026-12-04"), (Deed::PlanRefused, "2026-12-04")])
    );
    assert_eq!(
        of(ToCease, OrderKind::ContinueAndAmend),
        days(&[(Deed::AmendedPlanSent, "2026-12-25")])
    );
    assert_eq!(of(ToCease, OrderKind::Continue), []);
}

#[test]
fn two_orders_of_one_day_keep_each_its_own_time() {
    // Reg 44 has no rule that merges them.
    let orders = [order(OrderKind::AmendProvision), order(OrderKind::NameSchool)];
    let dispute = ordered(PlanAsMade, &orders).1.dispute;
    assert_eq!(
        last_days(&dispute, 1),
        days(&[(Deed::AmendedPlanSent, "2026-12-25")])
    );
    assert_eq!(
        last_days(&dispute, 2),
        days(&[(Deed::AmendedPlanSent, "2026-12-04")])
    );
}

#[test]
fn a_dismissed_appeal_against_ceasing_ends_the_plan_at_once_and_any_other_owes_nothing() {
    let ceasing = ordered(ToCease, &[]).1.dispute;
    assert_eq!(last_days(&ceasing, 1), days(&[(Deed::PlanCeased, "2026-11-20")]));
    assert_eq!(ordered(NotToIssue, &[]).1.dispute.duties(), []);
}

fn conceded(decision: AppealableDecision, ground: Ground) -> Dispute {
    let mut steps = to_registered(ground);
    steps.push(concede("2027-01-04"));
    after(decision, &steps)
}

#[test]
fn a_concession_of_4_january_2027_has_the_time_of_reg_45_by_ground() {
    let of = |decision, ground| last_days(&conceded(decision, ground), 1);
    assert_eq!(
        of(NotToAssess, Ground::NotToAssess),
        days(&[
            (Deed::AssessmentNotified, "2027-01-18"),
            (Deed::PlanRefused, "2027-03-15"),
            (Deed::FinalPlanSent, "2027-04-12"),
        ])
    );
    assert_eq!(
        of(NotToIssue, Ground::NotToIssue),
        days(&[
            (Deed::DraftSent, "2027-02-08"),
            (Deed::FinalPlanSent, "2027-03-22")
        ])
    );
    let amended = |on| days(&[(Deed::AmendedPlanSent, on)]);
    let plan = |issues: &[PlanIssue]| of(PlanAsMade, contents(issues));
    assert_eq!(plan(&[PlanIssue::Needs]), amended("2027-02-08"));
    assert_eq!(plan(&[PlanIssue::Placement]), amended("2027-01-18"));
    // Both together: five weeks (reg 45(5)(b)), unlike two orders.
    assert_eq!(
        plan(&[PlanIssue::Provision, PlanIssue::Placement]),
        amended("2027-02-08")
    );
    assert_eq!(of(NotToAmend, Ground::NotToAmend), amended("2027-02-08"));
    assert_eq!(of(ToCease, Ground::ToCease), []);
}

#[test]
fn only_an_appeal_against_ceasing_is_conceded_with_agreed_changes() {
    let step = Step::ConcedeAppeal {
        told_tribunal_on: day("2027-01-04"),
        amendments_agreed: true,
    };
    let ceasing = take(&after(ToCease, &to_registered(Ground::ToCease)), &step).dispute;
    assert_eq!(
        last_days(&ceasing, 1),
        days(&[(Deed::AmendedPlanSent, "2027-02-08")])
    );
    let other = after(NotToIssue, &to_registered(Ground::NotToIssue));
    assert_eq!(
        problems(refused(&other, &step, TODAY)),
        [("/amendments_agreed".to_owned(), "does_not_fit")]
    );
}

fn agreed(decision: AppealableDecision, what: Agreed, other_times: &[OtherTime]) -> Dispute {
    after(
        decision,
        &[
            wish("2026-11-02", &[MediationIssue::Education]),
            hold("2026-11-20", agreement("2026-11-20", what, other_times)),
        ],
    )
}

#[test]
fn what_was_agreed_is_done_as_if_it_had_been_ordered_and_the_rest_in_two_weeks() {
    for decision in AppealableDecision::ALL {
        for &kind in OrderKind::fitting(decision) {
            let by_agreement = agreed(decision, Agreed::Appealable { as_if_ordered: kind }, &[]);
            let by_order = ordered(decision, &[order(kind)]).1.dispute;
            assert_eq!(
                last_days(&by_agreement, 1),
                last_days(&by_order, 1),
                "{decision:?} {kind:?}"
            );
        }
    }
    let other = Agreed::Other {
        by: AgreementParty::LocalAuthority,
    };
    assert_eq!(
        last_days(&agreed(NotToAssess, other, &[]), 1),
        days(&[(Deed::AgreementCarriedOut, "2026-12-04")])
    );
}

#[test]
fn another_time_agreed_in_writing_replaces_the_laws() {
    let dispute = agreed(
        NotToIssue,
        Agreed::Appealable {
            as_if_ordered: OrderKind::MakePlan,
        },
        &[OtherTime {
            deed: Deed::DraftSent,
            by: day("2027-01-15"),
        }],
    );
    let limits = dispute.duties()[0].limits(calendar()).unwrap();
    assert_eq!(
        (limits[0].due, limits[0].set_by),
        (Some(day("2027-01-15")), SetBy::Agreement)
    );
    assert_eq!(
        (limits[1].due, limits[1].set_by),
        (Some(day("2027-02-05")), SetBy::Law)
    );
}

#[test]
fn the_tribunals_own_day_replaces_the_one_of_reg_44() {
    let directed = Order {
        kind: OrderKind::NameSchool,
        directions: vec![OtherTime {
            deed: Deed::AmendedPlanSent,
            by: day("2026-11-27"),
        }],
    };
    let dispute = ordered(PlanAsMade, &[directed]).1.dispute;
    let sent = |on| take(&dispute, &comply(1, Deed::AmendedPlanSent, on));
    assert!(sent("2026-11-27").breaches.is_empty());
    let late = sent("2026-11-30");
    assert_eq!(broken(&late), ["ord-name-school"]);
    assert_eq!(late.breaches[0].source, "SEND Regulations 2014, reg 44(1)");
    assert!(late.breaches[0].explanation.contains("three days late"));
}

#[test]
fn the_tribunal_can_give_more_time_later() {
    let dispute = ordered(PlanAsMade, &[order(OrderKind::NameSchool)]).1.dispute;
    let more = take(
        &dispute,
        &Step::SetOtherTime {
            duty: 1,
            other_time: OtherTime {
                deed: Deed::AmendedPlanSent,
                by: day("2026-12-18"),
            },
            set_on: day("2026-12-01"),
        },
    )
    .dispute;
    assert!(
        take(&more, &comply(1, Deed::AmendedPlanSent, "2026-12-18"))
            .breaches
            .is_empty()
    );
    let conceded = conceded(NotToIssue, Ground::NotToIssue);
    let refusal = refused(
        &conceded,
        &Step::SetOtherTime {
            duty: 1,
            other_time: OtherTime {
                deed: Deed::DraftSent,
                by: day("2027-03-01"),
            },
            set_on: day("2027-01-05"),
        },
        TODAY,
    );
    assert_eq!(problems(refusal), [("/duty".to_owned(), "does_not_fit")]);
}

#[test]
fn late_compliance_is_recorded_even_today_and_marked_as_the_authoritys_breach() {
    let dispute = ordered(NotToIssue, &[order(OrderKind::MakePlan)]).1.dispute;
    let late = taken(&dispute, &comply(1, Deed::DraftSent, "2026-12-26"), "2026-12-26");
    assert_eq!(broken(&late), ["ord-make-plan"]);
    assert_eq!(late.breaches[0].by, Party::LocalAuthority);
    assert!(late.breaches[0].explanation.contains("one day late"));
    let duty = &late.dispute.duties()[0];
    assert!(!duty.is_carried_out());
    assert!(duty.limits(calendar()).unwrap()[0].was_late());
    let done = take(&late.dispute, &comply(1, Deed::FinalPlanSent, "2027-02-05"));
    assert!(done.breaches.is_empty() && done.dispute.duties()[0].is_carried_out());
}

#[test]
fn an_order_to_assess_is_carried_out_by_a_plan_or_by_reasons_why_there_is_none() {
    let dispute = ordered(NotToAssess, &[order(OrderKind::Assess)]).1.dispute;
    let told = take(&dispute, &comply(1, Deed::AssessmentNotified, "2026-12-04")).dispute;
    assert!(!told.duties()[0].is_carried_out());
    let refused_plan = take(&told, &comply(1, Deed::PlanRefused, "2027-01-29"));
    assert!(refused_plan.breaches.is_empty());
    assert!(refused_plan.dispute.duties()[0].is_carried_out());
    assert!(matches!(
        refused(
            &refused_plan.dispute,
            &comply(1, Deed::FinalPlanSent, "2027-02-01"),
            TODAY
        ),
        Refusal::NotAnyMore { .. }
    ));
    // The refusal is a new decision that can be appealed.
    assert_eq!(Deed::PlanRefused.new_decision(), Some(NotToIssue));
}

#[test]
fn an_order_to_make_a_plan_is_not_carried_out_by_a_refusal() {
    let dispute = ordered(NotToIssue, &[order(OrderKind::MakePlan)]).1.dispute;
    assert_eq!(
        problems(refused(
            &dispute,
            &comply(1, Deed::PlanRefused, "2026-12-01"),
            TODAY
        )),
        [("/deed".to_owned(), "does_not_fit")]
    );
    assert_eq!(
        problems(refused(
            &dispute,
            &comply(2, Deed::DraftSent, "2026-12-01"),
            TODAY
        )),
        [("/duty".to_owned(), "unknown")]
    );
}

#[test]
fn nothing_is_carried_out_before_it_was_ordered() {
    let (before, taken) = ordered(NotToIssue, &[order(OrderKind::MakePlan)]);
    let early = comply(1, Deed::DraftSent, "2026-11-19");
    assert!(matches!(refused(&before, &early, TODAY), Refusal::NotYet { .. }));
    assert_eq!(
        problems(refused(&taken.dispute, &early, TODAY)),
        [("/done_on".to_owned(), "too_early")]
    );
}

#[test]
fn an_exception_of_reg_44_relaxes_an_order_to_assess_but_not_one_to_name_a_school() {
    let record = |kind| Step::RecordException {
        duty: 1,
        exception: ExceptionFact::new(kind).lasting(day("2026-11-20"), day("2026-12-03")),
        recorded_on: day("2026-12-11"),
    };
    let assess = ordered(NotToAssess, &[order(OrderKind::Assess)]).1.dispute;
    let away = take(&assess, &record(ExceptionKind::AbsentTwoWeeks)).dispute;
    let late = take(&away, &comply(1, Deed::AssessmentNotified, "2026-12-11"));
    assert!(late.breaches.is_empty());
    assert!(late.dispute.duties()[0].limits(calendar()).unwrap()[0].relaxed);
    let school = ordered(PlanAsMade, &[order(OrderKind::NameSchool)]).1.dispute;
    for (dispute, kind) in [
        (&school, ExceptionKind::AbsentTwoWeeks),
        (&assess, ExceptionKind::TribunalDirection),
    ] {
        assert_eq!(
            problems(refused(dispute, &record(kind), TODAY)),
            [("/exception/kind".to_owned(), "does_not_fit")]
        );
    }
}

#[test]
fn recommendations_are_answered_in_five_weeks_that_begin_with_their_day() {
    // 20 November 2026 is the first day: 24 December is the last (SI 2017/1306, regs 6(3), 7(1)).
    let registered = after(NotToIssue, &to_registered(Ground::NotToIssue));
    let decided = take(
        &registered,
        &Step::DetermineAppeal {
            decided_on: day("2026-11-20"),
            manner: Manner::Consent,
            decision: TribunalDecision::Ordered {
                orders: some(&[order(OrderKind::MakePlan)]),
            },
            recommendations: Some(some(&[
                RecommendationOn::HealthCare,
                RecommendationOn::SocialCare,
            ])),
        },
    )
    .dispute;
    let answer = |on, answered: &str, received: Option<&str>| Step::AnswerRecommendation {
        on,
        answered_on: day(answered),
        received_on: received.map(day),
    };
    let health = RecommendationOn::HealthCare;
    let social = RecommendationOn::SocialCare;
    assert!(
        take(&decided, &answer(social, "2026-12-24", None))
            .breaches
            .is_empty()
    );
    assert_eq!(
        broken(&take(&decided, &answer(social, "2026-12-25", None))),
        ["rec-social-response"]
    );
    let late = take(&decided, &answer(health, "2026-12-25", None));
    assert_eq!(broken(&late), ["rec-health-response"]);
    assert_eq!(late.breaches[0].by, Party::HealthBody);
    // The authority had it on 4 January 2027 and sends it on within the week that begins with that day.
    let had = take(&decided, &answer(health, "2026-12-24", Some("2027-01-04"))).dispute;
    let copy = |on: &str| Step::CopyAnswer {
        on: health,
        copied_on: day(on),
    };
    assert!(take(&had, &copy("2027-01-10")).breaches.is_empty());
    assert_eq!(broken(&take(&had, &copy("2027-01-11"))), ["rec-health-copy-sos"]);
    assert!(matches!(
        refused(&decided, &copy("2027-01-10"), TODAY),
        Refusal::NotYet { .. }
    ));
    assert_eq!(
        problems(refused(
            &decided,
            &answer(social, "2026-12-24", Some("2026-12-28")),
            TODAY
        )),
        [("/received_on".to_owned(), "does_not_fit")]
    );
}

#[test]
fn the_clock_of_a_duty_shows_its_days_in_the_timeline_of_the_deadlines() {
    let dispute = ordered(NotToAssess, &[order(OrderKind::Assess)]).1.dispute;
    let clock = dispute
        .clocks()
        .into_iter()
        .find(|clock| clock.of == ClockOf::Duty(1))
        .unwrap();
    assert_eq!(clock.process, Process::TribunalOrder);
    let due: Vec<_> = timeline(clock.process, &clock.facts, calendar(), day(TODAY))
        .unwrap()
        .into_iter()
        .map(|deadline| deadline.due.unwrap().to_string())
        .collect();
    assert_eq!(due, ["2026-12-04", "2027-01-29", "2027-02-26"]);
}

#[test]
fn a_limit_is_overdue_only_while_it_is_owed() {
    let dispute = ordered(NotToIssue, &[order(OrderKind::Reconsider)]).1.dispute;
    let overdue = |dispute: &Dispute, on| {
        dispute.duties()[0]
            .limits(calendar())
            .unwrap()
            .iter()
            .filter(|limit| limit.is_overdue(day(on)))
            .count()
    };
    assert_eq!(
        (overdue(&dispute, "2026-12-04"), overdue(&dispute, "2026-12-05")),
        (0, 2)
    );
    let drafted = take(&dispute, &comply(1, Deed::DraftSent, "2026-12-04")).dispute;
    assert_eq!(overdue(&drafted, "2026-12-05"), 0);
}

//! What holds whatever happens in whatever order.

use crate::world::*;
use chrono::NaiveDate;
use ehcp_calendar::add_days;
use ehcp_case::{FactKind, Reader};
use ehcp_deadlines::{ExceptionFact, ExceptionKind, Facts, RuleId, deadline};
use ehcp_dispute::*;
use proptest::prelude::*;

/// A day up to about a year after the notice, a few days before it at the earliest.
fn some_day() -> impl Strategy<Value = NaiveDate> {
    (0..380_u32).prop_map(|n| add_days(day("2026-09-26"), n))
}

fn pick<T: Clone + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

fn some_deed() -> impl Strategy<Value = Deed> {
    pick(&[
        Deed::AssessmentNotified,
        Deed::PlanRefused,
        Deed::DraftSent,
        Deed::FinalPlanSent,
        Deed::AmendedPlanSent,
        Deed::PlanCeased,
        Deed::AgreementCarriedOut,
    ])
}

fn some_issues() -> impl Strategy<Value = AtLeastOne<MediationIssue>> {
    proptest::sample::subsequence(
        vec![
            MediationIssue::Education,
            MediationIssue::HealthCare,
            MediationIssue::SocialCare,
            MediationIssue::Placement,
        ],
        1..=4,
    )
    .prop_map(|issues| some(&issues))
}

fn mediation_step() -> BoxedStrategy<Step> {
    prop_oneof![
        some_day().prop_map(|contacted_on| Step::ContactAdviser { contacted_on }),
        some_day().prop_map(|told_adviser_on| Step::DeclineMediation { told_adviser_on }),
        (some_day(), some_issues()).prop_map(|(told_authority_on, issues)| Step::WishMediation {
            told_authority_on,
            issues
        }),
        some_day().prop_map(|told_on| Step::TellHealthBody { told_on }),
        (some_day(), some_day(), any::<bool>()).prop_map(|(told, on, agreed)| arrange(
            &told.to_string(),
            &on.to_string(),
            agreed
        )),
        (some_day(), some_day()).prop_map(|(seen_on, told_adviser_on)| Step::CannotArrange(CannotArrange {
            seen_on,
            told_adviser_on
        })),
        (some_day(), pick(&OrderKind::ALL), any::<bool>()).prop_map(|(on, order, agreed)| {
            let result = if agreed {
                agreement(&on.to_string(), Agreed::Appealable { as_if_ordered: order }, &[])
            } else {
                MediationOutcome::NoAgreement
            };
            hold(&on.to_string(), result)
        }),
        some_day().prop_map(|told_on| Step::TellAuthorityOfAgreement { told_on }),
        some_day().prop_map(|withdrawn_on| Step::WithdrawFromMediation { withdrawn_on }),
        (
            some_day(),
            pick(&[
                CertificateKind::NoMediation,
                CertificateKind::AfterMediation,
                CertificateKind::TreatedAsTakenPart
            ])
        )
            .prop_map(|(issued_on, kind)| Step::IssueCertificate { kind, issued_on }),
    ]
    .boxed()
}

fn appeal_step(decision: AppealableDecision) -> BoxedStrategy<Step> {
    let fitting = OrderKind::fitting(decision);
    prop_oneof![
        3 => some_day().prop_map(move |on| lodge(&on.to_string(), ground_of(decision))),
        3 => some_day().prop_map(|on| register(&on.to_string())),
        1 => some_day().prop_map(|on| Step::RejectAppeal { rejected_on: on, reason: prose("No certificate.") }),
        1 => some_day().prop_map(|sent_on| Step::RespondToAppeal { sent_on }),
        1 => some_day().prop_map(|on| concede(&on.to_string())),
        1 => (some_day(), some_day()).prop_map(|(told_on, hearing_on)| Step::SetHearing { told_on, hearing_on }),
        1 => (some_day(), proptest::option::of(some_day())).prop_map(|(adjourned_on, new_hearing_on)| Step::AdjournHearing {
            adjourned_on,
            new_hearing_on,
            reason: prose("Illness."),
        }),
        1 => some_day().prop_map(|held_on| Step::HoldHearing { held_on }),
        1 => some_day().prop_map(|withdrawn_on| Step::WithdrawAppeal { withdrawn_on }),
        1 => some_day().prop_map(|on| Step::StrikeOutAppeal { struck_out_on: on, reason: prose("No answer.") }),
        2 => (some_day(), pick(fitting), any::<bool>()).prop_map(|(on, kind, dismissed)| {
            determine(&on.to_string(), if dismissed { vec![] } else { vec![order(kind)] }.as_slice())
        }),
    ]
    .boxed()
}

fn duty_step() -> BoxedStrategy<Step> {
    prop_oneof![
        4 => (0..4_u32, some_deed(), some_day()).prop_map(|(duty, deed, on)| comply(duty, deed, &on.to_string())),
        1 => (1..3_u32, some_deed(), some_day(), some_day()).prop_map(|(duty, deed, by, set_on)| Step::SetOtherTime {
            duty,
            other_time: OtherTime { deed, by },
            set_on,
        }),
        1 => (1..3_u32, pick(ExceptionKind::ALL), some_day()).prop_map(|(duty, kind, recorded_on)| Step::RecordException {
            duty,
            exception: ExceptionFact::new(kind),
            recorded_on,
        }),
    ]
    .boxed()
}

fn some_story() -> impl Strategy<Value = (AppealableDecision, Vec<Step>)> {
    pick(&AppealableDecision::ALL).prop_flat_map(|decision| {
        let step = prop_oneof![mediation_step(), appeal_step(decision), duty_step()];
        (Just(decision), proptest::collection::vec(step, 0..60))
    })
}

/// The dispute after those of the steps that are accepted, and these steps.
fn accepted(decision: AppealableDecision, steps: Vec<Step>, today: NaiveDate) -> (Dispute, Vec<Step>) {
    let mut kept = Vec::new();
    let mut dispute = about(decision);
    for step in steps {
        if let Ok(taken) = dispute.take(&step, calendar(), today) {
            dispute = taken.dispute;
            kept.push(step);
        }
    }
    (dispute, kept)
}

fn holds_together(dispute: &Dispute) -> Result<(), TestCaseError> {
    let sent_on = dispute.notice().sent_on;
    let mediation = dispute.mediation();
    if let Some(certificate) = mediation.certificate {
        prop_assert!(certificate.issued_on >= sent_on);
    }
    if let Some(held) = mediation.held() {
        prop_assert!(held.concluded_on >= held.held_on && held.held_on >= sent_on);
    }
    let open = dispute.appeals().iter().filter(|appeal| appeal.is_open()).count();
    let settled = dispute
        .appeals()
        .iter()
        .filter(|appeal| appeal.is_settled())
        .count();
    prop_assert!(open + settled <= 1);
    for appeal in dispute.appeals() {
        prop_assert_eq!(appeal.lodging.ground.decision(), dispute.notice().decision);
        prop_assert!(appeal.lodging.lodged_on >= sent_on);
        prop_assert!(
            appeal
                .ended_on()
                .is_none_or(|ended| ended >= appeal.lodging.lodged_on)
        );
        if let Some(registration) = appeal.registration() {
            let set = registration
                .hearings
                .iter()
                .filter(|hearing| hearing.standing == HearingStanding::Set);
            prop_assert!(set.count() <= 1);
            prop_assert!(registration.registered_on >= appeal.lodging.lodged_on);
        }
    }
    for (place, duty) in dispute.duties().iter().enumerate() {
        prop_assert_eq!(usize::try_from(duty.number).unwrap(), place + 1);
        for done in &duty.done {
            prop_assert!(done.on >= duty.since);
            prop_assert!(duty.kind.deeds().any(|deed| deed == done.deed));
        }
        let limits = duty.limits(calendar()).unwrap();
        prop_assert!(limits.iter().all(|limit| !limit.source.is_empty()));
        prop_assert!(
            limits
                .iter()
                .all(|limit| limit.due.is_none_or(|due| due >= duty.since))
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_accepted_in_whatever_order_holds_together_and_reads_back((decision, steps) in some_story()) {
        let (dispute, kept) = accepted(decision, steps, day("2027-06-30"));
        holds_together(&dispute)?;
        let again = Dispute::replay(notice(decision), &kept).unwrap();
        prop_assert_eq!(&again, &dispute);
        // As it is stored: words and back.
        let stored: Vec<Step> = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
        prop_assert_eq!(stored, kept);
    }

    #[test]
    fn the_word_of_a_step_is_the_one_that_travels_and_its_text_is_for_its_reader((_, steps) in some_story()) {
        for step in steps {
            prop_assert_eq!(&serde_json::to_value(&step).unwrap()["step"], step.word());
            let professional = step.plain_english(Reader::Professional).to_lowercase();
            prop_assert!(!professional.contains("you"), "{professional}");
            prop_assert!(!step.plain_english(Reader::YoungPerson).contains("he family"), "{step:?}");
        }
    }

    #[test]
    fn no_step_that_was_taken_has_a_day_in_the_future((decision, steps) in some_story(), n in 0..380_u32) {
        let today = add_days(day("2026-09-26"), n);
        let (_, kept) = accepted(decision, steps, today);
        for step in kept {
            prop_assert!(step.on() <= today, "{step:?}");
        }
    }

    #[test]
    fn every_way_is_named_once_and_its_last_day_is_the_deadlines_own((decision, steps) in some_story(), n in 0..500_u32) {
        let today = add_days(day(NOTICE), n);
        let (dispute, _) = accepted(decision, steps, today);
        let asked = Asked {
            disputes: std::slice::from_ref(&dispute),
            last_assessed_on: None,
            holder: RightsHolder::Parent,
            reader: Reader::Parent,
        };
        let answer = challenge(&asked, calendar(), today).unwrap();
        let mut routes: Vec<_> = answer.open.iter().map(|one| one.route).collect();
        routes.extend(answer.closed.iter().map(|one| one.route));
        routes.sort_unstable();
        prop_assert_eq!(routes, RouteKind::ALL.to_vec());
        let mut facts = Facts::new().with(FactKind::NoticeSent, day(NOTICE));
        facts.set(FactKind::CertificateIssued, dispute.mediation().certificate.map(|one| one.issued_on));
        let due = |rule: RuleId| deadline(rule, &facts, calendar(), today).unwrap()[0].due;
        for route in &answer.open {
            if let (Some(last), Some(rule)) = (route.last_day, route.rule) {
                prop_assert!(last >= today, "{route:?}");
                prop_assert_eq!(Some(last), due(rule));
            }
        }
        for route in &answer.closed {
            prop_assert!(route.why.ends_with('.'), "{}", route.why);
            prop_assert!(route.last_day.is_none_or(|last| last < today), "{route:?}");
        }
    }

    #[test]
    fn no_plan_is_counted_twice_or_lost(days in proptest::collection::vec((0..500_u32, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()), 0..40)) {
        let plans: Vec<NewPlan> = days
            .iter()
            .map(|(took, mediation, tribunal, transferred_in, personal)| {
                let facts = Facts::new()
                    .with(FactKind::RequestReceived, day("2026-09-07"))
                    .with(FactKind::FinalPlanSent, add_days(day("2026-09-07"), *took));
                NewPlan {
                    facts: if *personal { facts.with_exception(ExceptionFact::new(ExceptionKind::Personal)) } else { facts },
                    interruption: Interruption { mediation: *mediation, tribunal: *tribunal },
                    transferred_in: *transferred_in,
                }
            })
            .collect();
        let figure = timeliness(&plans, (day("2026-09-07"), day("2030-01-01")), calendar()).unwrap();
        let all = figure.with_exceptions;
        prop_assert_eq!(usize::try_from(all.plans + figure.removed() + figure.transferred_in + figure.without_a_start).unwrap(), plans.len());
        prop_assert_eq!(all.plans, all.within_20_weeks + all.over_20_to_52_weeks + all.over_52_weeks);
        prop_assert!(figure.without_exceptions.plans <= all.plans);
        prop_assert!(all.per_mille_within_20_weeks().is_none_or(|share| share <= 1000));
    }
}

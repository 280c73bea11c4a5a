//! Mediation: contact, wish, notice, certificate, agreement.

use crate::world::*;
use ehcp_case::{FactKind, Party, Refusal};
use ehcp_deadlines::{Process, RuleId, timeline};
use ehcp_dispute::*;

use AppealableDecision::*;
use MediationIssue::*;

fn contact(on: &str) -> Step {
    Step::ContactAdviser {
        contacted_on: day(on),
    }
}

#[test]
fn the_adviser_is_contacted_in_time_up_to_the_same_day_two_months_later() {
    // Reg 33; 1 October to 1 December.
    assert!(
        take(&about(NotToAssess), &contact("2026-12-01"))
            .breaches
            .is_empty()
    );
    let late = take(&about(NotToAssess), &contact("2026-12-02"));
    assert_eq!(broken(&late), ["med-contact-adviser"]);
    assert_eq!(late.breaches[0].by, Party::ParentOrYoungPerson);
    assert!(late.breaches[0].explanation.contains("1 December 2026"));
    assert!(late.breaches[0].explanation.contains("leave"));
}

#[test]
fn a_first_word_to_the_adviser_that_there_shall_be_no_mediation_is_the_contact() {
    let dispute = after(NotToAssess, &[decline("2026-11-09")]);
    assert_eq!(dispute.mediation().contacted_on, Some(day("2026-11-09")));
    let late = take(&about(NotToAssess), &decline("2026-12-02"));
    assert_eq!(broken(&late), ["med-contact-adviser"]);
}

#[test]
fn the_certificate_without_mediation_comes_within_three_working_days() {
    // Told on Monday 9 November 2026: Tuesday, Wednesday, Thursday 12 (s.55(4), reg 34(1)).
    let declined = after(NotToAssess, &[decline("2026-11-09")]);
    let on = |issued| take(&declined, &certificate(CertificateKind::NoMediation, issued));
    assert!(on("2026-11-12").breaches.is_empty());
    assert_eq!(broken(&on("2026-11-13")), ["med-cert-no-mediation"]);
    assert_eq!(on("2026-11-13").breaches[0].by, Party::MediationAdviser);
}

#[test]
fn a_certificate_after_a_late_contact_is_recorded_and_marked() {
    // Reg 34(2): none is issued then.
    let declined = after(NotToAssess, &[decline("2026-12-07")]);
    let issued = take(
        &declined,
        &certificate(CertificateKind::NoMediation, "2026-12-08"),
    );
    assert_eq!(broken(&issued), ["med-cert-no-mediation"]);
    assert!(issued.breaches[0].source.contains("reg 34(2)"));
    assert!(issued.dispute.mediation().certificate.is_some());
}

#[test]
fn who_arranges_a_mediation_follows_from_what_it_is_about() {
    let arranger = |issues: &[MediationIssue]| {
        let dispute = after(PlanAsMade, &[wish("2026-11-02", issues)]);
        let wish = dispute.mediation().wish().unwrap().clone();
        (wish.arranger(), wish.arranging_rule(), wish.told_fact())
    };
    assert_eq!(
        arranger(&[HealthCare]),
        (
            Party::HealthBody,
            RuleId::MedArrangeHealthOnly,
            FactKind::MediationRequestedOnHealth
        )
    );
    assert_eq!(
        arranger(&[HealthCare, Education]),
        (
            Party::LocalAuthority,
            RuleId::MedArrangeMixed,
            FactKind::MediationRequestedWithHealth
        )
    );
    for issues in [&[Education][..], &[SocialCare], &[Placement]] {
        assert_eq!(
            arranger(issues),
            (
                Party::LocalAuthority,
                RuleId::MedArrangeNoHealth,
                FactKind::MediationRequested
            )
        );
    }
}

#[test]
fn the_health_body_is_told_within_three_working_days_and_only_about_health() {
    // Told on Friday 6 November 2026: Monday, Tuesday, Wednesday 11 (s.53(2), reg 35(2)).
    let wished = after(PlanAsMade, &[wish("2026-11-06", &[HealthCare, Education])]);
    let tell = |on: &str| Step::TellHealthBody { told_on: day(on) };
    assert!(take(&wished, &tell("2026-11-11")).breaches.is_empty());
    assert_eq!(broken(&take(&wished, &tell("2026-11-12"))), ["med-notify-icb"]);
    let other = after(PlanAsMade, &[wish("2026-11-06", &[Education])]);
    assert_eq!(
        problems(refused(&other, &tell("2026-11-09"), TODAY)),
        [("/told_on".to_owned(), "does_not_fit")]
    );
}

#[test]
fn five_working_days_notice_are_needed_unless_the_family_agrees_to_less() {
    // Mediation on Wednesday 18 November 2026: 17, 16, 13, 12, 11 November (reg 37(2)).
    let wished = after(NotToIssue, &[wish("2026-11-02", &[Education])]);
    let today = "2026-11-12";
    assert!(
        taken(&wished, &arrange("2026-11-11", "2026-11-18", false), today)
            .breaches
            .is_empty()
    );
    let short = arrange("2026-11-12", "2026-11-18", false);
    match refused(&wished, &short, today) {
        Refusal::AgainstTheLaw {
            rule,
            source,
            explanation,
        } => {
            assert_eq!(
                (rule, source),
                ("med-date-notice", "SEND Regulations 2014, reg 37(2)")
            );
            assert!(explanation.contains("11 November 2026"), "{explanation}");
        }
        other => panic!("{other:?}"),
    }
    // The same act, already done, is recorded with a mark; with consent there is none.
    assert_eq!(broken(&taken(&wished, &short, "2026-11-13")), ["med-date-notice"]);
    let agreed = arrange("2026-11-12", "2026-11-18", true);
    assert!(taken(&wished, &agreed, today).breaches.is_empty());
}

#[test]
fn short_notice_by_a_health_body_is_its_breach_and_not_refused() {
    let wished = after(PlanAsMade, &[wish("2026-11-02", &[HealthCare])]);
    let short = taken(&wished, &arrange("2026-11-12", "2026-11-18", false), "2026-11-12");
    assert_eq!(broken(&short), ["med-date-notice"]);
    assert_eq!(short.breaches[0].by, Party::HealthBody);
}

#[test]
fn a_mediation_beyond_30_days_is_set_only_after_the_adviser_was_told() {
    // Told on 2 November 2026: 30 days end on 2 December (reg 36(2)).
    let wished = after(NotToAssess, &[wish("2026-11-02", &[Education])]);
    let today = "2026-11-20";
    assert!(
        taken(&wished, &arrange(today, "2026-12-02", false), today)
            .breaches
            .is_empty()
    );
    let beyond = arrange(today, "2026-12-03", false);
    match refused(&wished, &beyond, today) {
        Refusal::AgainstTheLaw {
            rule, explanation, ..
        } => {
            assert_eq!(rule, "med-arrange-no-health");
            assert!(explanation.contains("Tell the adviser first"), "{explanation}");
        }
        other => panic!("{other:?}"),
    }
    let told = taken(
        &wished,
        &Step::CannotArrange(CannotArrange {
            seen_on: day(today),
            told_adviser_on: day(today),
        }),
        today,
    )
    .dispute;
    assert!(taken(&told, &beyond, today).breaches.is_empty());
}

#[test]
fn a_mediation_held_beyond_30_days_is_recorded_and_marked_once() {
    let wished = after(NotToAssess, &[wish("2026-11-02", &[Education])]);
    let unarranged = take(&wished, &hold("2026-12-03", MediationOutcome::NoAgreement));
    assert_eq!(broken(&unarranged), ["med-arrange-no-health"]);
    let arranged = take(&wished, &arrange("2026-11-20", "2026-12-03", false));
    assert_eq!(broken(&arranged), ["med-arrange-no-health"]);
    let held = take(
        &arranged.dispute,
        &hold("2026-12-03", MediationOutcome::NoAgreement),
    );
    assert!(held.breaches.is_empty());
}

#[test]
fn who_counts_as_having_taken_part_gets_the_certificate_within_three_working_days() {
    // The adviser was told on Friday 20 November 2026: Wednesday 25 (reg 39(3)).
    let told = after(
        NotToAssess,
        &[
            wish("2026-11-02", &[Education]),
            Step::CannotArrange(CannotArrange {
                seen_on: day("2026-11-19"),
                told_adviser_on: day("2026-11-20"),
            }),
        ],
    );
    let on = |issued| take(&told, &certificate(CertificateKind::TreatedAsTakenPart, issued));
    assert!(on("2026-11-25").breaches.is_empty());
    assert_eq!(broken(&on("2026-11-26")), ["med-cert-deemed"]);
}

#[test]
fn a_certificate_of_a_mediation_never_held_is_refused_and_says_what_would_be_right() {
    let wished = after(NotToAssess, &[wish("2026-11-02", &[Education])]);
    let refusal = refused(
        &wished,
        &certificate(CertificateKind::AfterMediation, "2026-11-20"),
        TODAY,
    );
    match &refusal {
        Refusal::Invalid(wrong) => {
            assert!(wrong[0].message.contains("s.55(5)"));
            assert!(wrong[0].message.contains("Record the mediation first"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(problems(refusal), [("/kind".to_owned(), "nothing_to_certify")]);
}

#[test]
fn a_certificate_before_its_notice_is_refused() {
    let declined = after(NotToAssess, &[decline("2026-10-05")]);
    let early = certificate(CertificateKind::NoMediation, "2026-09-30");
    assert_eq!(
        problems(refused(&declined, &early, TODAY)),
        [("/issued_on".to_owned(), "too_early")]
    );
}

#[test]
fn who_withdrew_from_mediation_gets_the_certificate_without_one() {
    let withdrawn = after(
        NotToIssue,
        &[
            wish("2026-11-02", &[Education]),
            Step::WithdrawFromMediation {
                withdrawn_on: day("2026-11-09"),
            },
        ],
    );
    assert_eq!(withdrawn.mediation().declined_on(), Some(day("2026-11-09")));
    let issued = take(
        &withdrawn,
        &certificate(CertificateKind::NoMediation, "2026-11-12"),
    );
    assert!(issued.breaches.is_empty());
}

#[test]
fn the_health_body_tells_the_authority_within_a_week_what_was_agreed_without_it() {
    // Agreed on 18 November 2026: 25 November (reg 42(4)).
    let what = Agreed::Other {
        by: AgreementParty::HealthBody,
    };
    let steps = [
        wish("2026-11-02", &[HealthCare]),
        hold("2026-11-18", agreement("2026-11-18", what, &[])),
    ];
    let agreed = after(PlanAsMade, &steps);
    let tell = |on: &str| Step::TellAuthorityOfAgreement { told_on: day(on) };
    assert!(take(&agreed, &tell("2026-11-25")).breaches.is_empty());
    assert_eq!(broken(&take(&agreed, &tell("2026-11-26"))), ["med-icb-tells-la"]);
    assert_eq!(agreed.duties()[0].kind.must_act(), Party::HealthBody);
}

#[test]
fn only_what_could_be_ordered_about_the_decision_can_be_agreed_as_if_ordered() {
    let wished = after(NotToAssess, &[wish("2026-11-02", &[Education])]);
    let what = Agreed::Appealable {
        as_if_ordered: OrderKind::MakePlan,
    };
    assert_eq!(
        problems(refused(
            &wished,
            &hold("2026-11-18", agreement("2026-11-18", what, &[])),
            TODAY
        )),
        [("/result/parts".to_owned(), "does_not_fit")]
    );
}

#[test]
fn the_clock_of_a_mediation_is_the_one_of_the_deadlines() {
    let dispute = after(
        NotToIssue,
        &[
            wish("2026-11-02", &[Education]),
            arrange("2026-11-10", "2026-11-18", false),
            hold("2026-11-18", MediationOutcome::NoAgreement),
            certificate(CertificateKind::AfterMediation, "2026-11-23"),
        ],
    );
    let clock = &dispute.clocks()[0];
    assert_eq!(
        (clock.of, clock.process),
        (ClockOf::Mediation, Process::Mediation)
    );
    let deadlines = timeline(clock.process, &clock.facts, calendar(), day(TODAY)).unwrap();
    let due = |rule| deadlines.iter().find(|one| one.rule == rule).unwrap().due;
    assert_eq!(due(RuleId::MedArrangeNoHealth), Some(day("2026-12-02")));
    assert_eq!(due(RuleId::MedDateNotice), Some(day("2026-11-11")));
    // Wednesday 18 November: Thursday, Friday, Monday 23.
    assert_eq!(due(RuleId::MedCertAfter), Some(day("2026-11-23")));
}

#[test]
fn a_family_can_change_its_mind_about_mediation() {
    let changed = after(
        NotToIssue,
        &[decline("2026-10-12"), wish("2026-10-20", &[Education])],
    );
    assert!(changed.mediation().wish().is_some());
    assert!(matches!(
        refused(&changed, &decline("2026-10-22"), TODAY),
        Refusal::NotAnyMore { .. }
    ));
}

//! Appeals: grounds, time, certificate, registration, response, hearing, end.

use crate::world::*;
use ehcp_case::Refusal;
use ehcp_dispute::*;

use AppealableDecision::*;

fn lodging(on: &str, ground: Ground) -> Lodging {
    Lodging {
        lodged_on: day(on),
        ground,
        recommendations_sought: None,
        leave_given_on: None,
    }
}

fn set_hearing(told: &str, on: &str) -> Step {
    Step::SetHearing {
        told_on: day(told),
        hearing_on: day(on),
    }
}

#[test]
fn the_ground_of_an_appeal_fits_the_decision_and_no_other() {
    for decision in AppealableDecision::ALL {
        for other in AppealableDecision::ALL {
            let answer = about(decision).take(&lodge("2026-11-16", ground_of(other)), calendar(), day(TODAY));
            assert_eq!(answer.is_ok(), decision == other, "{decision:?} {other:?}");
        }
    }
}

#[test]
fn an_appeal_is_in_time_until_two_months_from_the_notice_or_a_month_from_the_certificate() {
    // Notice 1 October, certificate Friday 13 November 2026: 13 December is a Sunday, so Monday 14 (rules 12, 20).
    let certified = after(
        NotToAssess,
        &[
            decline("2026-11-10"),
            certificate(CertificateKind::NoMediation, "2026-11-13"),
        ],
    );
    let on = |lodged| take(&certified, &lodge(lodged, Ground::NotToAssess));
    assert!(on("2026-12-14").breaches.is_empty());
    assert_eq!(broken(&on("2026-12-15")), ["appeal-lodge"]);
    let early = after(
        NotToAssess,
        &[
            decline("2026-10-05"),
            certificate(CertificateKind::NoMediation, "2026-10-07"),
        ],
    );
    let on = |lodged| take(&early, &lodge(lodged, Ground::NotToAssess));
    assert!(on("2026-12-01").breaches.is_empty());
    assert_eq!(broken(&on("2026-12-02")), ["appeal-lodge"]);
}

#[test]
fn an_appeal_whose_time_ends_at_christmas_is_in_time_on_the_first_working_day_after_new_year() {
    // Certificate 29 November 2026: 29 December, so the first working day after 1 January: Monday 4 (rule 12(3)).
    let certified = after(
        NotToAssess,
        &[
            decline("2026-11-27"),
            certificate(CertificateKind::NoMediation, "2026-11-29"),
        ],
    );
    let on = |lodged| take(&certified, &lodge(lodged, Ground::NotToAssess));
    assert!(on("2027-01-04").breaches.is_empty());
    assert_eq!(broken(&on("2027-01-05")), ["appeal-lodge"]);
}

#[test]
fn a_late_appeal_with_leave_is_not_marked() {
    let step = Step::LodgeAppeal(Lodging {
        leave_given_on: Some(day("2027-02-01")),
        ..lodging("2027-02-08", Ground::NotToIssue)
    });
    let taken = take(&about(NotToIssue), &step);
    assert!(taken.breaches.is_empty());
    assert_eq!(
        taken.dispute.appeals()[0].basis,
        Basis::Leave {
            given_on: day("2027-02-01")
        }
    );
}

#[test]
fn an_appeal_about_section_i_alone_needs_no_certificate() {
    let alone = take(
        &about(PlanAsMade),
        &lodge("2026-11-16", contents(&[PlanIssue::Placement])),
    );
    assert_eq!(alone.dispute.appeals()[0].basis, Basis::SectionIOnly);
    assert!(alone.breaches.is_empty());
    let more = take(
        &about(PlanAsMade),
        &lodge(
            "2026-11-16",
            contents(&[PlanIssue::Placement, PlanIssue::Provision]),
        ),
    );
    assert_eq!(more.dispute.appeals()[0].basis, Basis::NotShown);
    assert!(more.breaches[0].source.contains("s.55(3)"));
}

#[test]
fn a_refusal_to_assess_is_never_appealed_with_recommendations() {
    let with = |decision, ground| {
        let step = Step::LodgeAppeal(Lodging {
            recommendations_sought: Some(some(&[RecommendationOn::HealthCare])),
            ..lodging("2026-11-16", ground)
        });
        about(decision).take(&step, calendar(), day(TODAY))
    };
    assert_eq!(
        problems(with(NotToAssess, Ground::NotToAssess).unwrap_err()),
        [("/recommendations_sought".to_owned(), "does_not_fit")]
    );
    assert!(with(NotToIssue, Ground::NotToIssue).is_ok());
}

#[test]
fn recommendations_came_in_with_decisions_of_3_april_2018() {
    let on = |sent: &str| Notice {
        decision: NotToIssue,
        sent_on: day(sent),
    };
    assert!(!on("2018-04-02").allows_recommendations());
    assert!(on("2018-04-03").allows_recommendations());
}

#[test]
fn two_appeals_about_one_decision_are_never_open_at_once() {
    let lodged = after(NotToIssue, &[lodge("2026-11-16", Ground::NotToIssue)]);
    match refused(&lodged, &lodge("2026-11-17", Ground::NotToIssue), TODAY) {
        Refusal::AlreadyDone { explanation } => assert!(explanation.contains("16 November 2026")),
        other => panic!("{other:?}"),
    }
    let withdrawn = take(
        &lodged,
        &Step::WithdrawAppeal {
            withdrawn_on: day("2026-11-18"),
        },
    )
    .dispute;
    let again = take(&withdrawn, &lodge("2026-11-20", Ground::NotToIssue)).dispute;
    assert_eq!(again.appeals().len(), 2);
}

#[test]
fn no_appeal_follows_one_that_was_settled() {
    for step in [concede("2026-11-20"), determine("2026-11-20", &[])] {
        let mut steps = to_registered(Ground::NotToIssue);
        steps.push(step);
        let settled = after(NotToIssue, &steps);
        assert!(matches!(
            refused(&settled, &lodge("2026-11-25", Ground::NotToIssue), TODAY),
            Refusal::NotAnyMore { .. }
        ));
    }
}

#[test]
fn the_day_in_the_letter_of_the_tribunal_governs_the_response() {
    let mut steps = to_registered(Ground::NotToIssue);
    steps.pop();
    steps.push(Step::RegisterAppeal {
        registered_on: day("2026-11-18"),
        number: line("any text / 7"),
        documents_sent_on: Some(day("2026-11-18")),
        response_due_on: Some(day("2026-12-30")),
    });
    let registered = after(NotToIssue, &steps);
    let respond = |on: &str| take(&registered, &Step::RespondToAppeal { sent_on: day(on) });
    assert!(respond("2026-12-30").breaches.is_empty());
    assert_eq!(broken(&respond("2026-12-31")), ["appeal-la-response"]);
}

#[test]
fn without_a_day_in_the_letter_the_response_has_30_working_days() {
    // Papers sent on Monday 1 February 2027: four weeks of five days to 1 March, then to Monday 15 March.
    let steps = [
        lodge("2026-11-16", contents(&[PlanIssue::Placement])),
        Step::RegisterAppeal {
            registered_on: day("2027-02-01"),
            number: line("EH001/27/00007"),
            documents_sent_on: Some(day("2027-02-01")),
            response_due_on: None,
        },
    ];
    let registered = after(PlanAsMade, &steps);
    let respond = |on: &str| take(&registered, &Step::RespondToAppeal { sent_on: day(on) });
    assert!(respond("2027-03-15").breaches.is_empty());
    assert_eq!(broken(&respond("2027-03-16")), ["appeal-la-response"]);
}

#[test]
fn an_appeal_is_left_unopposed_only_before_the_response() {
    let mut steps = to_registered(Ground::NotToIssue);
    steps.push(Step::RespondToAppeal {
        sent_on: day("2026-12-01"),
    });
    let responded = after(NotToIssue, &steps);
    match refused(&responded, &concede("2026-12-02"), TODAY) {
        Refusal::NotAnyMore { explanation } => {
            assert!(explanation.contains("reg 45(1)") && explanation.contains("consent order"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_hearing_comes_after_the_registration() {
    let lodged = after(NotToIssue, &[lodge("2026-11-16", Ground::NotToIssue)]);
    assert!(matches!(
        refused(&lodged, &set_hearing("2026-11-17", "2027-02-01"), TODAY),
        Refusal::NotYet { .. }
    ));
    let registered = after(NotToIssue, &to_registered(Ground::NotToIssue));
    assert_eq!(
        problems(refused(
            &registered,
            &set_hearing("2026-11-17", "2027-02-01"),
            TODAY
        )),
        [("/told_on".to_owned(), "too_early")]
    );
}

#[test]
fn a_hearing_may_lie_ahead_and_be_put_off_and_held() {
    let registered = after(NotToIssue, &to_registered(Ground::NotToIssue));
    let today = "2026-11-20";
    let set = taken(&registered, &set_hearing(today, "2027-03-01"), today).dispute;
    let adjourned = taken(
        &set,
        &Step::AdjournHearing {
            adjourned_on: day(today),
            new_hearing_on: Some(day("2027-04-12")),
            reason: prose("A witness is ill."),
        },
        today,
    )
    .dispute;
    let held = take(
        &adjourned,
        &Step::HoldHearing {
            held_on: day("2027-04-12"),
        },
    )
    .dispute;
    let hearings = &held.appeals()[0].registration().unwrap().hearings;
    assert_eq!(hearings.len(), 2);
    assert!(matches!(hearings[0].standing, HearingStanding::Adjourned { .. }));
    assert_eq!(hearings[1].standing, HearingStanding::Held);
    assert_eq!(
        problems(refused(
            &registered,
            &Step::HoldHearing {
                held_on: day("2027-04-12")
            },
            today
        )),
        [("/held_on".to_owned(), "in_the_future")]
    );
}

#[test]
fn a_decision_after_a_hearing_needs_a_hearing_and_does_not_come_before_it() {
    let registered = after(NotToIssue, &to_registered(Ground::NotToIssue));
    let decide = |on: &str| Step::DetermineAppeal {
        decided_on: day(on),
        manner: Manner::Hearing,
        decision: TribunalDecision::Dismissed,
        recommendations: None,
    };
    assert_eq!(
        problems(refused(&registered, &decide("2027-04-20"), TODAY)),
        [("/manner".to_owned(), "no_hearing")]
    );
    let heard = take(
        &registered,
        &Step::HoldHearing {
            held_on: day("2027-04-12"),
        },
    )
    .dispute;
    assert_eq!(
        problems(refused(&heard, &decide("2027-04-11"), TODAY)),
        [("/decided_on".to_owned(), "too_early")]
    );
    assert!(
        take(&heard, &decide("2027-04-20"))
            .dispute
            .open_appeal()
            .is_none()
    );
}

#[test]
fn an_order_needs_an_appeal() {
    assert!(matches!(
        refused(
            &about(NotToIssue),
            &determine("2026-11-20", &[order(OrderKind::MakePlan)]),
            TODAY
        ),
        Refusal::NotYet { .. }
    ));
}

#[test]
fn an_appeal_does_not_come_before_the_decision() {
    assert_eq!(
        problems(refused(
            &about(NotToIssue),
            &lodge("2026-09-30", Ground::NotToIssue),
            TODAY
        )),
        [("/lodged_on".to_owned(), "too_early")]
    );
}

#[test]
fn an_order_fits_the_appeal_and_is_named_once() {
    let registered = after(NotToAssess, &to_registered(Ground::NotToAssess));
    assert_eq!(
        problems(refused(
            &registered,
            &determine("2026-11-20", &[order(OrderKind::NameSchool)]),
            TODAY
        )),
        [("/decision/orders".to_owned(), "does_not_fit")]
    );
    let twice = [
        order(OrderKind::Assess),
        Order {
            kind: OrderKind::Assess,
            directions: vec![OtherTime {
                deed: Deed::FinalPlanSent,
                by: day("2027-05-01"),
            }],
        },
    ];
    assert_eq!(
        problems(refused(&registered, &determine("2026-11-20", &twice), TODAY)),
        [("/decision/orders".to_owned(), "named_twice")]
    );
}

#[test]
fn an_appeal_the_tribunal_does_not_take_is_over_and_settles_nothing() {
    let lodged = after(NotToIssue, &[lodge("2026-11-16", Ground::NotToIssue)]);
    let rejected = take(
        &lodged,
        &Step::RejectAppeal {
            rejected_on: day("2026-11-18"),
            reason: prose("There is no certificate."),
        },
    )
    .dispute;
    assert!(rejected.open_appeal().is_none());
    assert!(!rejected.appeals()[0].is_settled());
    take(&rejected, &lodge("2026-11-25", Ground::NotToIssue));
}

#[test]
fn a_further_appeal_is_noted_on_the_decision_and_needs_one() {
    let further = Step::NoteFurtherChallenge(FurtherChallenge {
        kind: FurtherChallengeKind::FurtherAppeal,
        noted_on: day("2026-12-10"),
        note: prose("The authority asked for permission to appeal."),
    });
    let (before, taken) = ordered(NotToIssue, &[order(OrderKind::MakePlan)]);
    assert!(matches!(
        refused(&before, &further, TODAY),
        Refusal::NotYet { .. }
    ));
    assert_eq!(
        take(&taken.dispute, &further).dispute.appeals()[0].further.len(),
        1
    );
}

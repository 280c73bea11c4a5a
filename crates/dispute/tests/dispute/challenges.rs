//! "Challenge this": which ways are open, until when, and why others are closed.

use crate::world::*;
use ehcp_case::Reader;
use ehcp_deadlines::RuleId;
use ehcp_dispute::*;

use AppealableDecision::*;

fn ask(disputes: &[Dispute], today: &str) -> Challenge {
    ask_as(disputes, today, RightsHolder::Parent, Reader::Parent)
}

fn ask_as(disputes: &[Dispute], today: &str, holder: RightsHolder, reader: Reader) -> Challenge {
    let asked = Asked {
        disputes,
        last_assessed_on: None,
        holder,
        reader,
    };
    challenge(&asked, calendar(), day(today)).unwrap()
}

fn open(challenge: &Challenge, route: RouteKind) -> Option<&OpenRoute> {
    challenge.open.iter().find(|one| one.route == route)
}

fn closed(challenge: &Challenge, route: RouteKind) -> &ClosedRoute {
    challenge
        .closed
        .iter()
        .find(|one| one.route == route)
        .unwrap_or_else(|| panic!("{route:?} is open"))
}

#[test]
fn after_a_refusal_the_family_reads_each_way_with_its_last_day_and_what_comes_first() {
    let answer = ask(&[about(NotToAssess)], "2026-10-20");
    let adviser = open(&answer, RouteKind::MediationAdviser).unwrap();
    assert_eq!(
        (adviser.last_day, adviser.rule),
        (Some(day("2026-12-01")), Some(RuleId::MedContactAdviser))
    );
    let appeal = open(&answer, RouteKind::AppealWithCertificate).unwrap();
    assert_eq!(
        (appeal.last_day, appeal.by_time),
        (Some(day("2026-12-01")), Some("17:00"))
    );
    assert!(appeal.first[0].contains("mediation certificate"));
    let ombudsman = open(&answer, RouteKind::ComplaintToOmbudsman).unwrap();
    assert_eq!(ombudsman.last_day, Some(day("2027-09-30")));
    assert!(ombudsman.first[0].contains("Complain to the council first"));
    for always in [
        RouteKind::DisagreementResolution,
        RouteKind::ComplaintToCouncil,
        RouteKind::ReasonsAndRecords,
    ] {
        assert_eq!(open(&answer, always).unwrap().last_day, None);
    }
    assert!(
        closed(&answer, RouteKind::AppealWithoutCertificate)
            .why
            .contains("something else")
    );
}

#[test]
fn the_last_day_is_open_and_the_day_after_it_is_closed_with_why() {
    let dispute = [about(NotToAssess)];
    assert!(open(&ask(&dispute, "2026-12-01"), RouteKind::MediationAdviser).is_some());
    let answer = ask(&dispute, "2026-12-02");
    let adviser = closed(&answer, RouteKind::MediationAdviser);
    assert_eq!(adviser.last_day, Some(day("2026-12-01")));
    assert!(adviser.why.contains("1 December 2026") && adviser.why.contains("Tribunal"));
    assert!(
        closed(&answer, RouteKind::AppealWithCertificate)
            .why
            .contains("certificate")
    );
}

#[test]
fn a_certificate_opens_the_appeal_for_a_month_from_its_day() {
    let certified = after(
        NotToAssess,
        &[
            decline("2026-11-10"),
            certificate(CertificateKind::NoMediation, "2026-11-13"),
        ],
    );
    let answer = ask(std::slice::from_ref(&certified), "2026-12-14");
    let appeal = open(&answer, RouteKind::AppealWithCertificate).unwrap();
    assert_eq!(
        (appeal.last_day, appeal.first.len()),
        (Some(day("2026-12-14")), 0)
    );
    let answer = ask(&[certified], "2026-12-15");
    assert!(open(&answer, RouteKind::AppealWithCertificate).is_none());
}

#[test]
fn who_contacted_the_adviser_in_time_can_still_appeal_once_the_certificate_is_there() {
    let contacted = after(
        NotToAssess,
        &[Step::ContactAdviser {
            contacted_on: day("2026-12-01"),
        }],
    );
    let answer = ask(&[contacted], "2027-01-20");
    let appeal = open(&answer, RouteKind::AppealWithCertificate).unwrap();
    // The month runs from a day that nobody knows yet.
    assert_eq!((appeal.last_day, appeal.first.len()), (None, 1));
    let late = after(
        NotToAssess,
        &[Step::ContactAdviser {
            contacted_on: day("2026-12-02"),
        }],
    );
    assert!(
        closed(&ask(&[late], "2027-01-20"), RouteKind::AppealWithCertificate)
            .why
            .contains("ask the Tribunal")
    );
}

#[test]
fn an_appeal_about_section_i_alone_is_named_where_there_is_a_plan() {
    let answer = ask(&[about(PlanAsMade)], "2026-12-01");
    let appeal = open(&answer, RouteKind::AppealWithoutCertificate).unwrap();
    assert_eq!(
        (appeal.last_day, appeal.first.len()),
        (Some(day("2026-12-01")), 0)
    );
    assert!(appeal.source.contains("s.55(2)") || appeal.source.contains("55(2)"));
    assert!(
        closed(
            &ask(&[about(PlanAsMade)], "2026-12-02"),
            RouteKind::AppealWithoutCertificate
        )
        .why
        .contains("ended on 1 December 2026")
    );
}

#[test]
fn an_open_or_settled_appeal_closes_the_way_to_another() {
    let mut steps = to_registered(Ground::NotToIssue);
    let registered = after(NotToIssue, &steps);
    assert!(
        closed(
            &ask(&[registered], "2026-11-19"),
            RouteKind::AppealWithCertificate
        )
        .why
        .contains("not over yet")
    );
    steps.push(determine("2026-11-20", &[order(OrderKind::MakePlan)]));
    let settled = ask(&[after(NotToIssue, &steps)], "2026-11-25");
    assert!(
        closed(&settled, RouteKind::AppealWithCertificate)
            .why
            .contains("settled on 20 November 2026")
    );
    assert!(
        closed(&settled, RouteKind::AskAgain)
            .why
            .contains("what was ordered or agreed")
    );
}

#[test]
fn asking_again_waits_six_months_only_where_there_was_an_assessment() {
    let refused_to_assess = [about(NotToAssess)];
    assert!(open(&ask(&refused_to_assess, "2026-10-20"), RouteKind::AskAgain).is_some());
    let refused_to_issue = [about(NotToIssue)];
    let asked = |today| {
        let asked = Asked {
            disputes: &refused_to_issue,
            last_assessed_on: Some(day("2026-09-30")),
            holder: RightsHolder::Parent,
            reader: Reader::Parent,
        };
        challenge(&asked, calendar(), day(today)).unwrap()
    };
    // 30 September 2026 and six months: 30 March 2027 (s.36(6)(b)).
    assert_eq!(
        closed(&asked("2027-03-30"), RouteKind::AskAgain).opens_on,
        Some(day("2027-03-31"))
    );
    assert!(open(&asked("2027-03-31"), RouteKind::AskAgain).is_some());
}

#[test]
fn nobody_but_the_holder_of_the_rights_is_told_that_a_way_is_open_to_them() {
    let dispute = [about(NotToAssess)];
    let as_of = |holder, reader| ask_as(&dispute, "2026-10-20", holder, reader);
    for (holder, reader) in [
        (RightsHolder::YoungPerson, Reader::Parent),
        (RightsHolder::Parent, Reader::YoungPerson),
        (RightsHolder::AlternativePerson, Reader::YoungPerson),
        (RightsHolder::Representative, Reader::Parent),
        (RightsHolder::Representative, Reader::YoungPerson),
    ] {
        let answer = as_of(holder, reader);
        assert!(answer.open.is_empty(), "{holder:?} {reader:?}");
        assert_eq!(answer.closed.len(), RouteKind::ALL.len());
    }
    assert!(
        closed(
            &as_of(RightsHolder::YoungPerson, Reader::Parent),
            RouteKind::AppealWithCertificate
        )
        .why
        .contains("young person's own")
    );
    for (holder, reader) in [
        (RightsHolder::Parent, Reader::Parent),
        (RightsHolder::YoungPerson, Reader::YoungPerson),
        (RightsHolder::AlternativePerson, Reader::Parent),
        (RightsHolder::YoungPerson, Reader::Professional),
    ] {
        assert!(!as_of(holder, reader).open.is_empty(), "{holder:?} {reader:?}");
    }
}

#[test]
fn a_professional_is_not_spoken_to_as_the_family_nor_the_family_of_as_others() {
    let disputes = [
        about(PlanAsMade),
        after(NotToAssess, &[decline("2026-11-10")]),
        after(NotToIssue, &to_registered(Ground::NotToIssue)),
    ];
    for today in ["2026-10-20", "2027-11-01"] {
        for dispute in &disputes {
            let texts = |reader| {
                let answer = ask_as(
                    std::slice::from_ref(dispute),
                    today,
                    RightsHolder::AlternativePerson,
                    reader,
                );
                let open = answer
                    .open
                    .into_iter()
                    .flat_map(|one| one.first.into_iter().chain([one.what]));
                open.chain(answer.closed.into_iter().map(|one| one.why))
                    .collect::<Vec<_>>()
            };
            for text in texts(Reader::Professional) {
                let text = format!(" {}", text.to_lowercase());
                assert!(!text.contains(" you ") && !text.contains(" your "), "{text}");
            }
            for text in texts(Reader::Parent) {
                assert!(!text.contains("he family"), "{text}");
            }
        }
    }
}

#[test]
fn what_is_open_at_any_time_is_named_once_for_the_latest_notice() {
    let later = Dispute::about(Notice {
        decision: NotToIssue,
        sent_on: day("2027-03-01"),
    });
    let answer = ask(&[about(NotToAssess), later], "2027-03-10");
    let complaints: Vec<_> = answer
        .open
        .iter()
        .filter(|one| one.route == RouteKind::ComplaintToCouncil)
        .collect();
    assert_eq!(complaints.len(), 1);
    assert_eq!(complaints[0].decision, NotToIssue);
    let advisers = answer
        .closed
        .iter()
        .filter(|one| one.route == RouteKind::MediationAdviser)
        .count();
    assert_eq!(advisers, 1);
}

#[test]
fn a_last_day_beyond_the_known_bank_holidays_is_an_error_and_not_a_guess() {
    let dispute = [Dispute::about(Notice {
        decision: NotToIssue,
        sent_on: day("2035-03-01"),
    })];
    let asked = Asked {
        disputes: &dispute,
        last_assessed_on: None,
        holder: RightsHolder::Parent,
        reader: Reader::Parent,
    };
    assert!(challenge(&asked, calendar(), day("2035-03-10")).is_err());
}

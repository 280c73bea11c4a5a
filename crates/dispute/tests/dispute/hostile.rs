//! Input that nobody should send, or that nobody can mean.

use crate::world::*;
use ehcp_case::Refusal;
use ehcp_dispute::*;
use serde_json::json;

use AppealableDecision::*;

fn parsed(body: serde_json::Value) -> Result<Step, String> {
    serde_json::from_value(body).map_err(|error| error.to_string())
}

#[test]
fn a_step_travels_as_words_and_reads_back() {
    for decision in AppealableDecision::ALL {
        let mut steps = to_registered(ground_of(decision));
        steps.push(determine("2026-11-20", &[order(OrderKind::fitting(decision)[0])]));
        steps.push(wish("2026-11-02", &[MediationIssue::Education]));
        steps.push(arrange("2026-11-10", "2026-11-18", false));
        steps.push(comply(1, Deed::DraftSent, "2026-12-01"));
        for step in steps {
            let body = serde_json::to_value(&step).unwrap();
            assert_eq!(body["step"], step.word());
            assert_eq!(parsed(body.clone()), Ok(step), "{body}");
        }
    }
}

#[test]
fn a_body_with_nothing_named_something_twice_or_an_unknown_word_is_no_step() {
    let wish =
        |issues| json!({"step": "wish_mediation", "told_authority_on": "2026-11-02", "issues": issues});
    assert!(parsed(wish(json!(["education"]))).is_ok());
    assert!(parsed(wish(json!([]))).unwrap_err().contains("Name at least one"));
    assert!(
        parsed(wish(json!(["education", "education"])))
            .unwrap_err()
            .contains("twice")
    );
    assert!(parsed(wish(json!(["transport"]))).is_err());
    assert!(
        parsed(json!({"step": "contact_adviser", "contacted_on": "2026-11-02", "colour": "blue"})).is_err()
    );
    assert!(parsed(json!({"step": "contact_adviser", "contacted_on": "2026-02-30"})).is_err());
    assert!(parsed(json!({"step": "grant_the_appeal"})).is_err());
    assert!(
        parsed(json!({"step": "lodge_appeal", "lodged_on": "2026-11-16",
                      "ground": {"against": "plan_as_made", "issues": []}}))
        .is_err()
    );
}

#[test]
fn a_notice_of_tomorrow_or_before_the_act_is_refused() {
    let check = |sent: &str| {
        Notice {
            decision: NotToAssess,
            sent_on: day(sent),
        }
        .check(day("2026-11-22"))
    };
    assert!(check("2026-11-22").is_ok());
    assert_eq!(
        problems(check("2026-11-23").unwrap_err()),
        [("/sent_on".to_owned(), "in_the_future")]
    );
    assert_eq!(
        problems(check("2014-08-31").unwrap_err()),
        [("/sent_on".to_owned(), "too_early")]
    );
}

#[test]
fn what_must_have_happened_is_not_taken_for_tomorrow() {
    let wished = after(NotToIssue, &[wish("2026-10-12", &[MediationIssue::Education])]);
    let today = "2026-10-15";
    for (step, fields) in [
        (
            Step::CannotArrange(CannotArrange {
                seen_on: day("2026-10-16"),
                told_adviser_on: day("2026-10-17"),
            }),
            vec!["/seen_on", "/told_adviser_on"],
        ),
        (
            hold(
                "2026-10-16",
                agreement(
                    "2026-10-16",
                    Agreed::Other {
                        by: AgreementParty::LocalAuthority,
                    },
                    &[],
                ),
            ),
            vec!["/held_on", "/concluded_on", "/result/agreed_on"],
        ),
        (lodge("2026-10-16", Ground::NotToIssue), vec!["/lodged_on"]),
    ] {
        let wrong: Vec<_> = problems(refused(&wished, &step, today));
        let expected: Vec<_> = fields
            .into_iter()
            .map(|field| (field.to_owned(), "in_the_future"))
            .collect();
        assert_eq!(wrong, expected, "{step:?}");
    }
}

#[test]
fn a_mediation_beyond_the_known_bank_holidays_is_refused_with_its_field() {
    let wished = after(NotToIssue, &[wish("2026-10-12", &[MediationIssue::Education])]);
    assert_eq!(
        problems(refused(
            &wished,
            &arrange("2026-10-15", "2040-10-15", false),
            TODAY
        )),
        [("/mediation_on".to_owned(), "beyond_known_holidays")]
    );
    assert_eq!(
        problems(refused(
            &wished,
            &arrange("2026-10-15", "9999-10-15", false),
            TODAY
        )),
        [("/mediation_on".to_owned(), "out_of_range")]
    );
}

#[test]
fn everything_that_is_wrong_with_a_field_says_what_would_be_right() {
    let registered = after(PlanAsMade, &to_registered(contents(&[PlanIssue::Needs])));
    for step in [
        lodge("2026-09-01", Ground::ToCease),
        determine("2026-11-17", &[order(OrderKind::Assess)]),
        Step::SetHearing {
            told_on: day("2026-11-01"),
            hearing_on: day("2026-10-01"),
        },
        comply(0, Deed::DraftSent, "2026-12-01"),
    ] {
        match refused(&registered, &step, TODAY) {
            Refusal::Invalid(wrong) => {
                for problem in wrong {
                    assert!(problem.message.len() > 40, "{problem:?}");
                    assert!(problem.message.ends_with('.'), "{problem:?}");
                }
            }
            Refusal::NotYet { explanation } | Refusal::AlreadyDone { explanation } => {
                assert!(
                    explanation.contains("Record") || explanation.contains("record"),
                    "{explanation}"
                );
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_damaged_record_is_found_when_it_is_read_again() {
    let steps = to_registered(Ground::NotToIssue);
    assert_eq!(
        Dispute::replay(notice(NotToIssue), &steps).unwrap(),
        after(NotToIssue, &steps)
    );
    // The registration without the appeal.
    assert!(Dispute::replay(notice(NotToIssue), &steps[3..]).is_err());
}

#[test]
fn more_than_twenty_parts_are_not_taken() {
    assert!(AtLeastOne::try_from((0..20).collect::<Vec<_>>()).is_ok());
    assert!(AtLeastOne::try_from((0..21).collect::<Vec<_>>()).is_err());
}

//! The proof that a check was made.

use crate::people::a;
use ehcp_access::{Action, Operation, Refusal, Resource, Role, Ties, authorize, authorize_general};
use ehcp_case::CaseId;

fn a_case() -> CaseId {
    CaseId("0199a000-0000-7000-8000-0000000000aa".parse().expect("an id"))
}

fn holding() -> Ties {
    Ties {
        own_caseload: true,
        ..Ties::default()
    }
}

#[test]
fn a_proof_gives_its_subject_only_for_the_action_that_was_checked() {
    let proof =
        authorize(&a(Role::Officer), &holding(), Action::DecideToAssess, a_case()).expect("their case");
    assert_eq!(proof.for_action(Action::DecideToAssess), Ok(&a_case()));
    assert_eq!(
        proof.for_any_of(&[Action::DecideToIssue, Action::DecideToAssess]),
        Ok(&a_case())
    );
    let wrong = proof
        .for_action(Action::SendFinalPlan)
        .expect_err("another action");
    assert_eq!(
        (wrong.checked, wrong.needed),
        (Action::DecideToAssess, vec![Action::SendFinalPlan])
    );
}

#[test]
fn a_proof_for_sending_the_final_plan_asks_an_officer_for_a_second_person() {
    let proof =
        authorize(&a(Role::Officer), &holding(), Action::SendFinalPlan, a_case()).expect("their case");
    assert!(proof.second_person() && !proof.step_up());
}

#[test]
fn a_proof_for_information_governance_asks_for_a_fresh_sign_in() {
    let proof = authorize(
        &a(Role::InformationGovernance),
        &Ties::default(),
        Action::ReadCase,
        a_case(),
    );
    assert!(proof.expect("always on the list").step_up());
}

#[test]
fn a_hidden_case_is_refused_in_words_that_tell_nothing() {
    let refusal =
        authorize(&a(Role::Parent), &Ties::default(), Action::ReadCase, a_case()).expect_err("no tie");
    assert_eq!(refusal, Refusal::Hidden);
    assert_eq!(
        refusal.to_string(),
        "There is no such record, or it is not one you can see."
    );
}

fn reason(role: Role, ties: Ties, action: Action) -> String {
    match authorize(&a(role), &ties, action, ()) {
        Err(Refusal::Forbidden { reason, .. }) => reason,
        other => panic!("{role} should be refused: {other:?}"),
    }
}

#[test]
fn a_refusal_names_the_roles_that_can() {
    let ties = Ties {
        on_roll: true,
        ..Ties::default()
    };
    assert_eq!(
        reason(Role::School, ties, Action::SendFinalPlan),
        "The role “school, college or early-years setting” cannot send the final plan. \
         Those who can: SEND officer, SEND manager."
    );
}

#[test]
fn a_refusal_tells_a_school_through_what_it_can() {
    let ties = Ties {
        on_roll: true,
        ..Ties::default()
    };
    assert_eq!(
        reason(Role::School, ties, Action::HandInAdvice),
        "You can hand in advice only through: advice asked of them. You see this case in another way."
    );
}

#[test]
fn a_refusal_under_break_glass_says_that_it_is_for_reading() {
    let ties = Ties {
        break_glass: true,
        ..Ties::default()
    };
    assert_eq!(
        reason(Role::Officer, ties, Action::CorrectFact),
        "Break-glass access is for reading, so you cannot correct a recorded date. Ask to be given the case."
    );
}

#[test]
fn a_refusal_tells_a_helper_whom_to_ask() {
    let ties = Ties {
        family_helper: true,
        ..Ties::default()
    };
    assert_eq!(
        reason(Role::Parent, ties, Action::MakeRepresentations),
        "As a helper you can read, but not comment on the draft plan. Ask the family to let you act for them."
    );
}

#[test]
fn a_refusal_tells_a_program_that_its_key_lacks_the_grant() {
    let refusal = authorize_general(&a(Role::Service), Action::ReadTeams).expect_err("nothing is listed");
    assert_eq!(
        refusal.to_string(),
        "This key has no grant to read the teams. Ask the local authority to list it."
    );
}

#[test]
fn what_is_done_on_one_case_cannot_be_checked_without_naming_it() {
    let refusal = authorize_general(&a(Role::Officer), Action::ServeDraft).expect_err("no case named");
    assert_eq!(
        refusal.to_string(),
        "To send the draft plan to the family, name the case on which it is done."
    );
    for action in Action::ALL.iter().filter(|action| !action.may_stand_alone()) {
        for role in Role::ALL {
            assert!(authorize_general(&a(*role), *action).is_err(), "{role} {action}");
        }
    }
}

#[test]
fn whoever_may_ask_for_an_assessment_may_do_so_for_a_child_who_is_not_known_yet() {
    for action in [Action::MakeRequest, Action::RegisterChild] {
        let able: Vec<_> = Role::ALL
            .iter()
            .copied()
            .filter(|role| authorize_general(&a(*role), action).is_ok())
            .collect();
        assert_eq!(
            able,
            [
                Role::Parent,
                Role::YoungPerson,
                Role::School,
                Role::Adviser,
                Role::CustomerService,
                Role::Officer
            ]
        );
        assert_eq!(action.need(), (Resource::NeedsRequest, Operation::Create));
    }
}

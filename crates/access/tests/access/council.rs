//! The council's own staff.

use crate::people::{a, allowed, case_actions, every_tie, everything_is_hidden, none, reads, terms};
use ehcp_access::{Action, Decision, Fields, Operation, Role, Scope, Ties, authorize_general, decide};

#[test]
fn without_a_tie_only_those_who_serve_the_whole_authority_find_a_case() {
    let finding: Vec<_> = Role::ALL
        .iter()
        .copied()
        .filter(|role| decide(&a(*role), &none(), Action::ReadCase).is_allowed())
        .collect();
    assert_eq!(finding, [Role::CustomerService, Role::InformationGovernance]);
}

#[test]
fn an_administrator_with_every_tie_reads_no_case() {
    everything_is_hidden(
        Role::Admin,
        &Ties {
            break_glass: true,
            ..every_tie()
        },
    );
    assert!(
        authorize_general(&a(Role::Admin), Action::GrantPower)
            .is_ok_and(|proof| { proof.step_up() && proof.second_person() })
    );
}

#[test]
fn customer_service_says_where_a_case_stands_and_no_more() {
    let terms = terms(Role::CustomerService, &none(), Action::ReadCase);
    assert_eq!((terms.fields, terms.scope), (Fields::Position, Scope::Authority));
    for action in [
        Action::ReadDraftPlan,
        Action::ReadFinalPlan,
        Action::ReadAdvice,
        Action::ReadRepresentations,
    ] {
        assert_eq!(
            decide(&a(Role::CustomerService), &none(), action),
            Decision::Forbidden,
            "{action}"
        );
    }
    assert!(!terms.fields.sees_upn() && !terms.fields.sees_reasons());
}

#[test]
fn an_officer_records_paper_advice_but_does_not_hand_it_in_as_if_asked() {
    let ties = Ties {
        own_team: true,
        ..none()
    };
    assert!(decide(&a(Role::Officer), &ties, Action::RecordAdviceForOthers).is_allowed());
    assert_eq!(
        decide(&a(Role::Officer), &ties, Action::HandInAdvice),
        Decision::Forbidden
    );
}

#[test]
fn an_officer_of_another_team_does_not_find_the_case() {
    everything_is_hidden(Role::Officer, &none());
}

#[test]
fn an_officer_does_every_step_from_request_to_final_plan_on_a_case_of_their_team() {
    let ties = Ties {
        own_team: true,
        ..none()
    };
    let done = allowed(Role::Officer, &ties);
    let left: Vec<_> = case_actions().filter(|action| !done.contains(action)).collect();
    // What is the family's, information governance's, the adviser's and the manager's.
    assert_eq!(
        left,
        [
            Action::AskForContactChange,
            Action::EndProtection,
            Action::InviteHelper,
            Action::RecordAdoption,
            Action::ReadSealedIdentity,
            Action::OpenSealedIdentity,
            Action::RestrictCase,
            Action::LiftRestriction,
            Action::ChangeAccessList,
            Action::ReadRestriction,
            Action::ReviewBreakGlass,
            Action::HandInAdvice,
            Action::AssignCase,
            Action::ArrangeCover,
        ]
    );
}

#[test]
fn a_manager_assigns_cases_of_their_team() {
    let ties = Ties {
        own_team: true,
        ..none()
    };
    assert!(decide(&a(Role::Manager), &ties, Action::AssignCase).is_allowed());
    everything_is_hidden(Role::Manager, &none());
}

#[test]
fn an_auditor_reads_the_sample_without_the_upn_and_changes_nothing() {
    let ties = Ties {
        audit_sample: true,
        ..none()
    };
    for action in allowed(Role::QualityAuditor, &ties) {
        assert_eq!(action.need().1, Operation::Read, "{action}");
        assert!(
            !terms(Role::QualityAuditor, &ties, action).fields.sees_upn(),
            "{action}"
        );
    }
    assert!(reads().any(|action| decide(&a(Role::QualityAuditor), &ties, action).is_allowed()));
}

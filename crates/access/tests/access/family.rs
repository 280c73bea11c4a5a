//! The family: parents, young people and their helpers.

use crate::people::{a, allowed, everything_is_hidden, none, terms};
use ehcp_access::{Action, Decision, Fields, Operation, Resource, Role, Scope, Ties, decide};
use std::collections::BTreeSet;

#[test]
fn a_linked_parent_reads_everything_shared_and_comments_on_the_draft() {
    let ties = Ties {
        linked_child: true,
        ..none()
    };
    for action in [
        Action::ReadCase,
        Action::ReadTimeline,
        Action::ReadDeadlines,
        Action::ReadDecisions,
    ] {
        let terms = terms(Role::Parent, &ties, action);
        assert_eq!((terms.fields, terms.scope), (Fields::Shared, Scope::LinkedChild));
    }
    let writes: BTreeSet<_> = allowed(Role::Parent, &ties)
        .into_iter()
        .filter(|action| action.need().1 != Operation::Read)
        .collect();
    assert_eq!(
        writes,
        BTreeSet::from([
            Action::RegisterChild,
            Action::InviteHelper,
            Action::WithdrawHelper,
            Action::AskForContactChange,
            Action::MakeStatement,
            Action::MakeRequest,
            Action::MakeRepresentations,
            Action::GiveEvidence,
        ])
    );
    assert_eq!(
        decide(&a(Role::Parent), &ties, Action::SendFinalPlan),
        Decision::Forbidden
    );
}

#[test]
fn a_parent_loses_their_standing_access_when_the_rights_are_the_young_persons() {
    let before = Ties {
        linked_child: true,
        ..none()
    };
    let after = Ties {
        rights_passed_on: true,
        ..before
    };
    assert!(decide(&a(Role::Parent), &before, Action::ReadCase).is_allowed());
    everything_is_hidden(Role::Parent, &after);
}

#[test]
fn a_parent_whom_the_young_person_invites_reads_again() {
    let ties = Ties {
        linked_child: true,
        rights_passed_on: true,
        family_helper: true,
        ..none()
    };
    assert!(decide(&a(Role::Parent), &ties, Action::ReadCase).is_allowed());
    assert_eq!(
        decide(&a(Role::Parent), &ties, Action::MakeRepresentations),
        Decision::Forbidden
    );
}

#[test]
fn the_young_person_reads_and_comments_in_their_own_right() {
    let ties = Ties {
        self_young_person: true,
        rights_passed_on: true,
        ..none()
    };
    for action in [
        Action::ReadCase,
        Action::ReadFinalPlan,
        Action::MakeRepresentations,
        Action::MakeRequest,
    ] {
        assert_eq!(
            terms(Role::YoungPerson, &ties, action).scope,
            Scope::Own,
            "{action}"
        );
    }
}

#[test]
fn a_helper_reads_what_the_family_reads_and_acts_only_if_the_family_lets_them() {
    let parent = allowed(
        Role::Parent,
        &Ties {
            linked_child: true,
            ..none()
        },
    );
    let reading = allowed(
        Role::Parent,
        &Ties {
            family_helper: true,
            ..none()
        },
    );
    let acting = allowed(
        Role::Parent,
        &Ties {
            family_helper: true,
            helper_may_act: true,
            ..none()
        },
    );
    // A helper invites nobody else, does not see who does, and learns of nobody how they are reached.
    let parent: BTreeSet<_> = parent
        .into_iter()
        .filter(|action| !matches!(action.need().0, Resource::Helpers | Resource::ProtectedContacts))
        .collect();
    let parents_reads: BTreeSet<_> = parent
        .iter()
        .copied()
        .filter(|action| action.need().1 == Operation::Read)
        .collect();
    assert_eq!(reading, parents_reads);
    assert_eq!(acting, parent);
    let of_another_sort = Ties {
        family_helper: true,
        helper_may_act: true,
        ..none()
    };
    assert_eq!(allowed(Role::YoungPerson, &of_another_sort), parent);
    for action in Action::ALL {
        assert_eq!(
            decide(&a(Role::YoungPerson), &of_another_sort, *action),
            decide(&a(Role::Parent), &of_another_sort, *action),
            "{action}: what a helper is shown does not depend on the sort of their account"
        );
    }
}

#[test]
fn nobody_is_a_familys_helper_through_a_work_account() {
    let helper = Ties {
        family_helper: true,
        helper_may_act: true,
        ..none()
    };
    for role in Role::ALL.iter().filter(|role| !role.is_family()) {
        assert!(!helper.is_helper(*role), "{role}");
        assert_eq!(allowed(*role, &helper), allowed(*role, &none()), "{role}");
    }
}

#[test]
fn being_allowed_to_act_is_nothing_without_an_invitation() {
    everything_is_hidden(
        Role::Parent,
        &Ties {
            helper_may_act: true,
            ..none()
        },
    );
}

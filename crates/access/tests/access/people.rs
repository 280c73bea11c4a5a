//! The people and relationships of these tests.

use ehcp_access::{Action, Actor, Allowed, Decision, Operation, Role, Ties, decide};
use ehcp_case::{EducationSettingId, SessionId, UserId};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Somebody of this role.
pub fn a(role: Role) -> Actor {
    Actor {
        user: UserId("0199a000-0000-7000-8000-000000000001".parse().expect("an id")),
        role,
        teams: Vec::new(),
        setting: None,
        session: SessionId("0199a000-0000-7000-8000-000000000002".parse().expect("an id")),
        service_actions: Vec::new(),
    }
}

/// A program with this list.
pub fn a_service(service_actions: Vec<Action>) -> Actor {
    Actor {
        service_actions,
        ..a(Role::Service)
    }
}

/// No relationship at all.
pub fn none() -> Ties {
    Ties::default()
}

/// Every relationship at once, and nothing that stands against it.
pub fn every_tie() -> Ties {
    Ties {
        linked_child: true,
        self_young_person: true,
        on_roll: true,
        assigned_advice: true,
        own_caseload: true,
        own_team: true,
        meeting_pack: true,
        audit_sample: true,
        representative: true,
        family_helper: true,
        helper_may_act: true,
        on_access_list: true,
        ..Ties::default()
    }
}

/// The terms on which it is allowed.
pub fn terms(role: Role, ties: &Ties, action: Action) -> Allowed {
    match decide(&a(role), ties, action) {
        Decision::Allowed(terms) => terms,
        refused => panic!("{role} should be allowed to {action}, but: {refused:?}"),
    }
}

/// What somebody of this role may do on a case to which they have these ties.
pub fn allowed(role: Role, ties: &Ties) -> BTreeSet<Action> {
    case_actions()
        .filter(|action| decide(&a(role), ties, *action).is_allowed())
        .collect()
}

/// Asserts that nothing tells somebody of this role, with these ties, that there is such a case. Officers and managers
/// who are not barred may open it in an emergency, which is told to others at once.
pub fn everything_is_hidden(role: Role, ties: &Ties) {
    for action in case_actions() {
        let decision = decide(&a(role), ties, action);
        let opens = matches!(role, Role::Officer | Role::Manager) && !ties.barred;
        if action == Action::OpenBreakGlass && opens {
            assert!(decision.is_allowed(), "{role} {action}");
        } else {
            assert_eq!(decision, Decision::Hidden, "{role} {action}");
        }
    }
}

/// The actions on one case.
pub fn case_actions() -> impl Iterator<Item = Action> {
    Action::ALL
        .iter()
        .copied()
        .filter(|action| action.need().0.belongs_to_a_case())
}

/// The actions on one case that only read.
pub fn reads() -> impl Iterator<Item = Action> {
    case_actions().filter(|action| action.need().1 == Operation::Read)
}

/// The number of facts in a relationship.
pub const FACTS: u32 = 17;

/// The relationship in which the facts are those of the number's bits.
pub fn ties_of(bits: u32) -> Ties {
    let bit = |at: u32| bits & (1 << at) != 0;
    Ties {
        linked_child: bit(0),
        self_young_person: bit(1),
        on_roll: bit(2),
        assigned_advice: bit(3),
        own_caseload: bit(4),
        own_team: bit(5),
        meeting_pack: bit(6),
        audit_sample: bit(7),
        family_helper: bit(8),
        representative: bit(9),
        helper_may_act: bit(10),
        rights_passed_on: bit(11),
        barred: bit(12),
        restricted: bit(13),
        on_access_list: bit(14),
        break_glass: bit(15),
        // Both limits at once: the one for whereabouts hides fields and never a case.
        no_documents: bit(16),
        no_whereabouts: bit(16),
    }
}

/// Every relationship there can be.
pub fn all_ties() -> impl Iterator<Item = Ties> {
    (0..1 << FACTS).map(ties_of)
}

/// Each tie alone, in all circumstances: bars, restrictions, lists, break-glass, hand-over and what a helper may do.
pub fn each_tie_in_all_circumstances() -> impl Iterator<Item = Ties> {
    const TIES: u32 = 10;
    let one_or_none = (0..TIES).map(|at| 1 << at).chain([0]);
    one_or_none.flat_map(|tie| (0..1 << (FACTS - TIES)).map(move |others| ties_of(tie | (others << TIES))))
}

/// Any relationship.
pub fn any_ties() -> impl Strategy<Value = Ties> {
    (0_u32..1 << FACTS).prop_map(ties_of)
}

/// Any actor: any role, with any list that a program may carry (others may carry one too, and it must not count).
pub fn any_actor() -> impl Strategy<Value = Actor> {
    let setting = EducationSettingId("0199a000-0000-7000-8000-000000000003".parse().expect("an id"));
    (
        prop::sample::select(Role::ALL),
        prop::collection::vec(prop::sample::select(Action::ALL), 0..6),
        prop::bool::ANY,
    )
        .prop_map(move |(role, service_actions, of_a_setting)| Actor {
            service_actions,
            setting: of_a_setting.then_some(setting),
            ..a(role)
        })
}

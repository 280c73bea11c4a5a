//! The one rule: hidden, forbidden or allowed.

use crate::{Action, Actor, Fields, Grant, Operation, Resource, Role, Scope, Ties, policy, program};

/// The answer to one actor who wants to do one thing on one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The actor may not know of the case: the answer is the same as for a case that does not exist (404).
    Hidden,
    /// The actor may know of the case but may not do this (403).
    Forbidden,
    /// The actor may do this, if the state of the case permits it.
    Allowed(Allowed),
}

impl Decision {
    /// Whether the action is allowed.
    #[must_use]
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed(_))
    }
}

/// On which terms an action is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    /// Which fields are shown.
    pub fields: Fields,
    /// Through which relationship.
    pub scope: Scope,
    /// How it is reached: by the relationship itself, in a family's place, or in an emergency.
    pub way: Way,
    /// Whether the person must have signed in within the last five minutes and must give a reason.
    pub step_up: bool,
    /// Whether a second person must agree.
    pub second_person: bool,
    /// Whether it stays hidden where the child lives and learns.
    pub hides_whereabouts: bool,
}

/// How somebody reaches a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// By a relationship of their own.
    Tie,
    /// As a helper, in the place of the family that invited them.
    Helper,
    /// By opening it in an emergency, and in no other way.
    Emergency,
}

impl Allowed {
    /// Why somebody may look, as a word for the read log.
    pub(crate) const fn purpose(self) -> &'static str {
        match self.way {
            Way::Tie => self.scope.word(),
            Way::Helper => HELPER,
            Way::Emergency => EMERGENCY,
        }
    }

    /// The same, less what a court order or a safety decision keeps from the actor.
    const fn less_what_is_kept_from(self, ties: &Ties) -> Self {
        Self {
            fields: if ties.no_documents {
                self.fields.without_documents()
            } else {
                self.fields
            },
            hides_whereabouts: ties.no_whereabouts,
            ..self
        }
    }
}

/// The word of the read log for a helper.
pub const HELPER: &str = "helper";

/// The word of the read log for reading in an emergency.
pub const EMERGENCY: &str = "break_glass";

/// Decides whether the actor may do this on a case to which the actor has these ties.
///
/// A bar beats everything. Else the actor needs a grant whose relationship they have, or an open break-glass for
/// reading; a restriction closes the wide relationships to everybody who is not on the access list.
/// For an action that belongs to no case the ties do not matter, and nothing is hidden.
#[must_use]
pub fn decide(actor: &Actor, ties: &Ties, action: Action) -> Decision {
    let (resource, _) = action.need();
    let granted = if action.is_the_councils_own() && !actor.role.is_staff() {
        None
    } else {
        find(actor, ties, action)
    };
    match granted {
        Some(allowed) => Decision::Allowed(allowed),
        None if !resource.belongs_to_a_case() || may_know_of(actor, ties) => Decision::Forbidden,
        None => Decision::Hidden,
    }
}

/// Whether the actor may know that the case exists: they may read where it stands, or who the child is.
fn may_know_of(actor: &Actor, ties: &Ties) -> bool {
    [Action::ReadCase, Action::ReadChild]
        .into_iter()
        .any(|action| find(actor, ties, action).is_some())
}

/// The first grant of the actor that holds for these ties. In the table, the wider field set stands first.
fn find(actor: &Actor, ties: &Ties, action: Action) -> Option<Allowed> {
    let (resource, operation) = action.need();
    if !resource.belongs_to_a_case() {
        return grants(actor, action).into_iter().next();
    }
    if ties.no_documents && resource.is_document() {
        return None;
    }
    let past_restriction = passes_restriction(actor.role, resource, operation) || ties.on_access_list;
    let own = grants(actor, action).into_iter().filter_map(|grant| {
        let way = way(actor.role, ties, grant.scope, operation, past_restriction)?;
        Some(Allowed { way, ..grant })
    });
    let lent = if ties.is_helper(actor.role)
        && !ties.barred
        && (operation == Operation::Read || ties.helper_may_act)
    {
        lent(resource, operation)
    } else {
        None
    };
    let mut held = own.chain(lent);
    let first = held.next()?;
    // Who has a relationship of their own looks through it, whatever else is open to them.
    let way = held.fold(first.way, |best, grant| best.min(grant.way));
    Some(Allowed { way, ..first }.less_what_is_kept_from(ties))
}

/// What a family lends to a helper: what the table gives a parent, whatever the sort of the helper's own account. A helper
/// invites nobody else and does not see who does; and how the family is reached is nobody's but theirs.
pub(crate) fn lent(resource: Resource, operation: Operation) -> Option<Allowed> {
    if matches!(resource, Resource::Helpers | Resource::ProtectedContacts) {
        return None;
    }
    policy(Role::Parent, resource)
        .iter()
        .find(|grant| grant.scope == Scope::LinkedChild && grant.permits(operation))
        .map(|grant| Allowed {
            way: Way::Helper,
            ..Allowed::from(grant)
        })
}

/// Whether a restriction does not stand in the way of somebody who is not on the list: information governance is
/// always on it, and an emergency can be opened on any case.
pub(crate) fn passes_restriction(role: Role, resource: Resource, operation: Operation) -> bool {
    role == Role::InformationGovernance || (resource == Resource::BreakGlass && operation == Operation::Act)
}

/// The rule of one relationship: not barred, tied or break-glass, and not shut out by a restriction. Says in which way
/// it holds.
fn way(role: Role, ties: &Ties, scope: Scope, operation: Operation, past_restriction: bool) -> Option<Way> {
    if ties.barred {
        return None;
    }
    let open = !ties.restricted || past_restriction || !scope.closed_by_restriction();
    if open && ties.through(scope) {
        return Some(Way::Tie);
    }
    let emergency = ties.break_glass && opens_break_glass(role) && operation == Operation::Read;
    emergency.then_some(Way::Emergency)
}

/// Whether break-glass reading counts for this role: it is for the staff to whom the table gives it.
pub(crate) fn opens_break_glass(role: Role) -> bool {
    role.is_staff()
        && policy(role, Resource::BreakGlass)
            .iter()
            .any(|grant| grant.permits(Operation::Act))
}

/// What the actor's role gives for this action; or what a program's own list gives, and nothing beside.
pub(crate) fn grants(actor: &Actor, action: Action) -> Vec<Allowed> {
    if actor.role == Role::Service {
        return match actor.service_actions.contains(&action) {
            true => program::terms(action, actor.setting.is_some()),
            false => Vec::new(),
        };
    }
    let (resource, operation) = action.need();
    policy(actor.role, resource)
        .iter()
        .filter(|grant| grant.permits(operation))
        .map(Allowed::from)
        .collect()
}

impl From<&Grant> for Allowed {
    fn from(grant: &Grant) -> Self {
        Self {
            fields: grant.fields,
            scope: grant.scope,
            way: Way::Tie,
            step_up: grant.step_up,
            second_person: grant.second_person,
            hides_whereabouts: false,
        }
    }
}

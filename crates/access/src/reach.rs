//! The rule as data, from which a list is filtered.

use crate::{Action, Actor, Operation, Role, Scope, decide};

/// Through which relationships a role reaches cases for an action.
///
/// A list holds exactly the cases that single reads would answer. For each case:
/// not barred, and not kept from the actor's documents if [`documents`](Self::documents); and break-glass if [`break_glass`](Self::break_glass); or else one of the
/// [`scopes`](Self::scopes) (or [`authority`](Self::authority), or an invitation as helper if
/// [`helper`](Self::helper)) is tied, and the case is not restricted, or the actor is on its list, or
/// [`restricted`](Self::restricted), or that scope is not [closed by a restriction](Scope::closed_by_restriction).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent part of the filter"
)]
pub struct Reach {
    /// The relationships of which one is needed; the whole authority is not among them.
    pub scopes: Vec<Scope>,
    /// Whether every case of the authority is reached, without a relationship.
    pub authority: bool,
    /// Whether restricted cases are reached without being on their list.
    pub restricted: bool,
    /// Whether an open break-glass reaches a case.
    pub break_glass: bool,
    /// Whether a family's invitation reaches a case: needs `family_helper`.
    pub helper: bool,
    /// Whether it is of documents, which a limit can keep from an adult: needs `no_documents` to be false.
    pub documents: bool,
    /// Whether the invitation must also let the helper act: needs `helper_may_act`.
    pub helper_must_act: bool,
}

impl Reach {
    /// Whether nothing at all is reached, so that the list need not be asked for.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.scopes.is_empty() && !self.authority && !self.helper
    }
}

/// The reach of a role for an action. A service has none but its own list: see [`reach_of`].
#[must_use]
pub fn reach(role: Role, action: Action) -> Reach {
    let (resource, operation) = action.need();
    let scopes = crate::policy(role, resource)
        .iter()
        .filter(|grant| grant.permits(operation))
        .map(|g| g.scope);
    build(role, action, scopes.collect())
}

/// The reach of an actor for an action: that of the role, or of the list of a program.
#[must_use]
pub fn reach_of(actor: &Actor, action: Action) -> Reach {
    let granted = decide::grants(actor, action).into_iter();
    build(actor.role, action, granted.map(|allowed| allowed.scope).collect())
}

fn build(role: Role, action: Action, mut scopes: Vec<Scope>) -> Reach {
    let (resource, operation) = action.need();
    let helper = role.is_family() && decide::lent(resource, operation).is_some();
    if (scopes.is_empty() && !helper) || (action.is_the_councils_own() && !role.is_staff()) {
        return Reach::default();
    }
    scopes.sort_unstable();
    scopes.dedup();
    let reads = operation == Operation::Read;
    Reach {
        authority: scopes.contains(&Scope::Authority),
        scopes: scopes
            .into_iter()
            .filter(|scope| *scope != Scope::Authority)
            .collect(),
        restricted: decide::passes_restriction(role, resource, operation),
        break_glass: reads && decide::opens_break_glass(role),
        documents: resource.is_document(),
        helper,
        helper_must_act: helper && !reads,
    }
}

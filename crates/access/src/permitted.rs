//! The proof that a check was made.

use crate::{Action, Actor, Allowed, Decision, Fields, Role, Scope, Ties, decide, decide::grants, reach};
use ehcp_case::UserId;

/// The proof that an actor may do one action on one subject. Only [`authorize`] and [`authorize_general`] make one,
/// so a function that asks for it cannot be called without the check. It is good for the transaction in which
/// the ties were read, no longer.
///
/// Nobody makes or changes one by hand:
///
/// ```compile_fail
/// # use ehcp_access::{Action, Permitted};
/// fn forge(proof: &mut Permitted<()>) {
///     proof.action = Action::SendFinalPlan;
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permitted<S> {
    subject: S,
    action: Action,
    user: UserId,
    role: Role,
    terms: Allowed,
}

impl<S> Permitted<S> {
    /// What the action is done on.
    #[must_use]
    pub const fn subject(&self) -> &S {
        &self.subject
    }

    /// The action that was allowed.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// Who is allowed to do it.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// The role in which they do it.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Which fields they see.
    #[must_use]
    pub const fn fields(&self) -> Fields {
        self.terms.fields
    }

    /// Through which relationship.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.terms.scope
    }

    /// Why they may look, as a word for the read log: the relationship, or that they help the family, or that they
    /// opened the case in an emergency.
    #[must_use]
    pub const fn purpose(&self) -> &'static str {
        self.terms.purpose()
    }

    /// Whether they must have signed in within the last five minutes and must give a reason.
    #[must_use]
    pub const fn step_up(&self) -> bool {
        self.terms.step_up
    }

    /// Whether a second person must agree.
    #[must_use]
    pub const fn second_person(&self) -> bool {
        self.terms.second_person
    }

    /// Whether it stays hidden from them where the child lives and learns.
    #[must_use]
    pub const fn hides_whereabouts(&self) -> bool {
        self.terms.hides_whereabouts
    }

    /// The subject, if this proof is for the given action.
    ///
    /// # Errors
    /// [`WrongPermit`] if the check was made for another action: a fault of the calling code, never of the user.
    pub fn for_action(&self, action: Action) -> Result<&S, WrongPermit> {
        self.for_any_of(&[action])
    }

    /// The subject, if this proof is for one of the given actions.
    ///
    /// # Errors
    /// [`WrongPermit`] if the check was made for another action: a fault of the calling code, never of the user.
    pub fn for_any_of(&self, actions: &[Action]) -> Result<&S, WrongPermit> {
        if actions.contains(&self.action) {
            Ok(&self.subject)
        } else {
            Err(WrongPermit {
                checked: self.action,
                needed: actions.to_vec(),
            })
        }
    }
}

/// A proof was offered for an action that it is not for. A fault of the calling code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the check was made for “{checked}”, but what is being done needs one of {needed:?}")]
pub struct WrongPermit {
    /// What was checked.
    pub checked: Action,
    /// What should have been checked.
    pub needed: Vec<Action>,
}

/// Why an action is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The actor may not know of the subject (404). Says the same as for one that does not exist.
    #[error("There is no such record, or it is not one you can see.")]
    Hidden,
    /// The actor may not do this (403).
    #[error("{reason}")]
    Forbidden {
        /// What was refused.
        action: Action,
        /// Why, and who can do it instead: a sentence a person can act on.
        reason: String,
    },
}

/// Checks an action on one subject, and gives the proof.
///
/// # Errors
/// [`Refusal::Hidden`] if the actor may not know of the subject, [`Refusal::Forbidden`] if they may not do this.
pub fn authorize<S>(actor: &Actor, ties: &Ties, action: Action, subject: S) -> Result<Permitted<S>, Refusal> {
    match decide(actor, ties, action) {
        Decision::Allowed(terms) => Ok(prove(actor, action, subject, terms)),
        Decision::Forbidden => Err(forbidden(actor.role, action, ties)),
        Decision::Hidden => Err(Refusal::Hidden),
    }
}

/// Checks an action that names no case: reading a list, what belongs to no case, or bringing a case into being.
/// A list must still be filtered by [`reach_of`](crate::reach_of).
///
/// # Errors
/// [`Refusal::Forbidden`] if the role never does this, or if it can only be done on a named case.
pub fn authorize_general(actor: &Actor, action: Action) -> Result<Permitted<()>, Refusal> {
    if !action.may_stand_alone() {
        let reason = format!("To {}, name the case on which it is done.", action.title());
        return Err(Refusal::Forbidden { action, reason });
    }
    let closed = action.is_the_councils_own() && !actor.role.is_staff();
    match grants(actor, action).into_iter().next() {
        Some(terms) if !closed => Ok(prove(actor, action, (), terms)),
        _ => Err(forbidden(actor.role, action, &Ties::default())),
    }
}

fn prove<S>(actor: &Actor, action: Action, subject: S, terms: Allowed) -> Permitted<S> {
    Permitted {
        subject,
        action,
        user: actor.user,
        role: actor.role,
        terms,
    }
}

fn forbidden(role: Role, action: Action, ties: &Ties) -> Refusal {
    Refusal::Forbidden {
        action,
        reason: reason(role, action, ties),
    }
}

/// Says why, and who can: the role itself through another relationship, or other roles.
fn reason(role: Role, action: Action, ties: &Ties) -> String {
    let what = action.title();
    let own = reach(role, action);
    if own.is_nothing() {
        return if role == Role::Service && !action.is_the_councils_own() {
            format!("This key has no grant to {what}. Ask the local authority to list it.")
        } else {
            format!(
                "The role “{}” cannot {what}. Those who can: {}.",
                role.title(),
                able(action)
            )
        };
    }
    if ties.break_glass {
        return format!("Break-glass access is for reading, so you cannot {what}. Ask to be given the case.");
    }
    if ties.is_helper(role) {
        return format!("As a helper you can read, but not {what}. Ask the family to let you act for them.");
    }
    if ties.no_documents && action.need().0.is_document() {
        return format!(
            "A decision of a court or of the authority keeps documents of this child from you, so you cannot {what}."
        );
    }
    let through = own
        .scopes
        .iter()
        .map(|scope| scope.title())
        .collect::<Vec<_>>()
        .join(", ");
    format!("You can {what} only through: {through}. You see this case in another way.")
}

/// The roles that can do it on some case, with commas between.
fn able(action: Action) -> String {
    let able = Role::ALL
        .iter()
        .filter(|role| !reach(**role, action).is_nothing());
    able.map(|role| role.title()).collect::<Vec<_>>().join(", ")
}

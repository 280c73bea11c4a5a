//! Who may do what: roles, actions, relationships, the policy table and the proof of a check.
//!
//! Deny by default, one table ([`policy()`]), one rule ([`decide()`]). A store function that changes a case takes a
//! [`Permitted`] and can be called by nobody who has not been through [`authorize`]. Lists are filtered by
//! [`reach()`], which is the same rule as data. The table is printed for people in `docs/role-permissions.md`.

mod action;
mod actor;
mod approval;
mod decide;
mod disclosure;
mod fields;
mod grant;
mod limit;
mod markdown;
mod permitted;
mod policy;
mod program;
mod reach;
mod resource;
mod retention;
mod role;
mod scope;
mod signed_in;
mod ties;
mod words;

pub use action::Action;
pub use actor::Actor;
pub use approval::{ApprovalKind, ApprovalState};
pub use decide::{Allowed, Decision, EMERGENCY, HELPER, Way, decide};
pub use disclosure::DisclosureBasis;
pub use fields::{ContactSight, Fields, SectionView};
pub use grant::Grant;
pub use limit::{EmergencyGround, Finding, LimitEffect, LimitGround, WhoActs};
pub use markdown::permissions_markdown;
pub use permitted::{Permitted, Refusal, WrongPermit, authorize, authorize_general};
pub use policy::policy;
pub use reach::{Reach, reach, reach_of};
pub use resource::{Operation, Resource};
pub use retention::{RecordType, RetentionTrigger};
pub use role::Role;
pub use scope::Scope;
pub use signed_in::HowSignedIn;
pub use ties::Ties;
pub use words::UnknownWord;

//! The shared words: typed ids, people and their relationship to a case, stages, dated facts.
//!
//! Everything here is plain data without a clock, a database or a network. A word belongs in this crate only
//! when several procedures must mean the same thing by it.

mod contact;
mod contact_in_text;
mod fact;
mod id;
mod party;
mod reader;
mod reference;
mod refusal;
mod stage;
mod text;
mod upn;

pub use contact::{ContactError, EmailAddress, Postcode, Telephone};
pub use contact_in_text::{ContactDetail, contact_detail_in};
pub use fact::{FactKind, UnknownFactKind};
pub use id::*;
pub use party::Party;
pub use reader::Reader;
pub use reference::{CaseReference, CaseReferenceError};
pub use refusal::{FieldProblem, Refusal};
pub use stage::Stage;
pub use text::{Line, PlainText, Prose, TextError};
pub use upn::{Upn, UpnError};

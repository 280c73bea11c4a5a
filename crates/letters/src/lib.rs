//! The statutory notices of an assessment and a first plan as letters.
//!
//! Everything here is pure: a letter is a function of a template, the facts and the day of sending. What each notice must
//! tell is data, with its legal source ([`NoticeKind::required`]); a template that does not tell it is refused
//! ([`Template::parse`]). A filled-in letter is a [`Document`], shown as HTML and as PDF with the same words.
//!
//! Every last day in a letter was computed by `ehcp-deadlines` and is only shown here.

mod audience;
mod document;
mod example;
mod facts;
mod html;
mod notice;
mod pdf;
mod placeholder;
mod render;
mod statement;
mod template;

pub use audience::Audience;
pub use document::{BodyBlock, Document, Run, Text};
pub use example::example_facts;
pub use facts::{Contact, Details, LetterFacts, Officer, Person, Recipient};
pub use notice::{NoticeKind, Required, UnknownNotice};
pub use pdf::PdfError;
pub use placeholder::{Placeholder, Shape};
pub use render::{ADDRESS_MAX_LINES, LIST_MAX_ITEMS, LetterError, render, unprintable};
pub use statement::Statement;
pub use template::{Content, TEMPLATE_MAX_CHARACTERS, TEMPLATE_MAX_LINE, Template, TemplateProblem};

//! Templates: the words of a letter, with facts in braces, that an authority can edit.
//!
//! A template is lines of text. The first is the title. A line may be a heading (`## `, `### `), an item of a list (`- ` or
//! `1. `), part of a paragraph, or a directive:
//!
//! | written | stands for |
//! | --- | --- |
//! | `{appeal_by}` | a fact; facts of several lines stand alone on theirs |
//! | `**words**` | bold |
//! | `[your child needs\|you need]` | words for a parent, then for a young person, then (at will) for who acts for one |
//! | `@notice` | the sentence that makes the letter the notice it is |
//! | `@rights` | the rights that the law wants told, as in force on the day of sending |
//! | `@say appeal` | one of the texts of rights or duties |
//! | `@facts Caption` … `@end` | a table of `label \| value` |
//! | `@if meeting_on` … `@else` … `@end` | only when the fact is known |
//! | `@for parent, representative` … `@else` … `@end` | only for these readers |
//!
//! A backslash makes one of `\ { } [ ] | * # - @` into itself. A template is refused when a reader of it would not be told
//! all that the law requires, when a fact in it might be missing, and when a letter to a family has words too hard for it;
//! so a letter can be made from every accepted one.

mod blocks;
mod check;
mod inline;
mod plain;
mod problem;

pub use problem::TemplateProblem;
pub(crate) use problem::shown;

pub(crate) use blocks::{Block, BlockReader, Node, Origin};
pub use check::Content;
pub(crate) use check::facts_of;
pub(crate) use inline::{Inline, Piece, pieces_for};

use crate::{audience::Audience, notice::NoticeKind};
use chrono::NaiveDate;

/// The most characters of a template.
pub const TEMPLATE_MAX_CHARACTERS: usize = 20_000;

/// The most characters of a line of a template.
pub const TEMPLATE_MAX_LINE: usize = 2_000;

/// A template that tells everything its notice must tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub(crate) kind: NoticeKind,
    pub(crate) title: Inline,
    pub(crate) body: Vec<Node>,
}

impl Template {
    /// Reads a template, and proves that with it every reader of this notice is told what the law requires of letters
    /// sent on a day.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of its lines.
    pub fn parse(kind: NoticeKind, source: &str, sent_on: NaiveDate) -> Result<Self, Vec<TemplateProblem>> {
        let too_large = size_problems(source);
        if !too_large.is_empty() {
            return Err(too_large);
        }
        let mut reader = BlockReader::new(source, Origin::Template);
        let title = reader.title();
        let body = reader.all();
        let last_line = reader.last_line();
        let mut problems = std::mem::take(&mut reader.problems);
        let template = Self { kind, title, body };
        // What is missing can be told only of a text that can be read.
        if problems.is_empty() {
            check::check(&template, sent_on, last_line, &mut problems);
            if kind.audiences() == Audience::FAMILY {
                problems.extend(plain::hard_words(source));
            }
        }
        if problems.is_empty() {
            return Ok(template);
        }
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems.dedup();
        Err(problems)
    }

    /// The template that the program brings for a notice, which an authority may use as it is or begin from.
    pub fn default_source(kind: NoticeKind) -> &'static str {
        kind.notice().template
    }

    /// The notice it is for.
    pub fn kind(&self) -> NoticeKind {
        self.kind
    }
}

/// The blocks of one of the program's own texts, which a test proves to be without problems.
pub(crate) fn own_text(source: &str) -> Vec<Node> {
    BlockReader::new(source, Origin::Statement).all()
}

fn size_problems(source: &str) -> Vec<TemplateProblem> {
    let characters = source.chars().count();
    if characters > TEMPLATE_MAX_CHARACTERS {
        let wrong = format!("the template has {characters} characters.");
        let right = format!("Shorten it to at most {TEMPLATE_MAX_CHARACTERS}.");
        return vec![TemplateProblem::new(1, 1, wrong, right)];
    }
    let mut problems = Vec::new();
    for (number, line) in source.lines().enumerate() {
        if line.chars().count() > TEMPLATE_MAX_LINE {
            let wrong = format!("this line has more than {TEMPLATE_MAX_LINE} characters.");
            problems.push(TemplateProblem::new(
                number + 1,
                TEMPLATE_MAX_LINE + 1,
                wrong,
                "Break it into several.",
            ));
        }
        if let Some(place) = line.chars().position(|c| c.is_control() && c != '\t') {
            let wrong = "there is a character here that cannot be printed.";
            problems.push(TemplateProblem::new(number + 1, place + 1, wrong, "Take it out."));
        }
    }
    problems
}

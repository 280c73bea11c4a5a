//! Proves that a template tells what its notice must tell, and that no fact in it can be missing.

use super::{
    Template, TemplateProblem,
    blocks::{Block, Node},
    inline::{Inline, Piece, pieces_for},
    own_text,
};
use crate::{
    audience::Audience,
    notice::NoticeKind,
    placeholder::{Placeholder, Shape},
    statement::Statement,
};
use chrono::NaiveDate;
use serde::Serialize;
use std::{collections::BTreeSet, fmt};
use utoipa::ToSchema;

/// Something that a letter can be required to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "told_by", content = "word")]
pub enum Content {
    /// The sentence that makes it the notice it is: `@notice`.
    Notice,
    /// A fact: `{word}`.
    Fact(Placeholder),
    /// A text of rights or duties: `@rights`, or `@say word`.
    Statement(Statement),
}

impl Content {
    /// What it is, in plain English.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Notice => "the sentence that makes this letter the notice",
            Self::Fact(fact) => fact.meaning(),
            Self::Statement(statement) => statement.meaning(),
        }
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Notice => f.write_str("@notice"),
            Self::Fact(fact) => write!(f, "{fact}"),
            Self::Statement(statement) => write!(f, "@say {}", statement.word()),
        }
    }
}

/// What a reader is told whatever facts are known, by a letter of a kind sent on a day.
pub(crate) fn told(
    kind: NoticeKind,
    nodes: &[Node],
    audience: Audience,
    sent_on: NaiveDate,
) -> BTreeSet<Content> {
    let mut all = BTreeSet::new();
    for node in nodes {
        match &node.block {
            Block::Heading { text, .. } | Block::Paragraph(text) => told_by_text(text, audience, &mut all),
            Block::Items { items, .. } => items
                .iter()
                .for_each(|text| told_by_text(text, audience, &mut all)),
            Block::Table { caption, rows } => {
                told_by_text(caption, audience, &mut all);
                for (label, value) in rows {
                    told_by_text(label, audience, &mut all);
                    told_by_text(value, audience, &mut all);
                }
            }
            Block::Notice => {
                all.insert(Content::Notice);
                all.extend(told(kind, &own_text(kind.notice().operative), audience, sent_on));
            }
            Block::Rights => kind
                .statements(sent_on)
                .iter()
                .for_each(|one| say(*one, kind, audience, sent_on, &mut all)),
            Block::Say(statement) => say(*statement, kind, audience, sent_on, &mut all),
            Block::Fact(fact) => {
                all.insert(Content::Fact(*fact));
            }
            Block::If { then, otherwise, .. } => {
                let otherwise = told(kind, otherwise, audience, sent_on);
                all.extend(told(kind, then, audience, sent_on).intersection(&otherwise));
            }
            Block::For {
                audiences,
                then,
                otherwise,
            } => {
                let branch = if audiences.contains(&audience) {
                    then
                } else {
                    otherwise
                };
                all.extend(told(kind, branch, audience, sent_on));
            }
        }
    }
    all
}

fn say(
    statement: Statement,
    kind: NoticeKind,
    audience: Audience,
    sent_on: NaiveDate,
    all: &mut BTreeSet<Content>,
) {
    if let Some(wording) = statement.wording(sent_on) {
        all.insert(Content::Statement(statement));
        all.extend(told(kind, &own_text(wording), audience, sent_on));
    }
}

fn told_by_text(text: &Inline, audience: Audience, all: &mut BTreeSet<Content>) {
    for piece in pieces_for(text, audience) {
        if let Piece::Fact { fact, .. } = piece {
            all.insert(Content::Fact(fact));
        }
    }
}

/// The facts that a text cannot do without, for a reader.
pub(crate) fn facts_of(
    kind: NoticeKind,
    source: &str,
    audience: Audience,
    sent_on: NaiveDate,
) -> BTreeSet<Placeholder> {
    told(kind, &own_text(source), audience, sent_on)
        .into_iter()
        .filter_map(|content| match content {
            Content::Fact(fact) => Some(fact),
            _ => None,
        })
        .collect()
}

/// Everything that is wrong with a template that can be read.
pub(super) fn check(
    template: &Template,
    sent_on: NaiveDate,
    last_line: usize,
    problems: &mut Vec<TemplateProblem>,
) {
    let kind = template.kind;
    let mut level = 1;
    let several = kind.statements(sent_on).len() > 1;
    headings_in_order(&template.body, several, &mut level, problems);
    let needs: BTreeSet<Placeholder> = kind.needs(sent_on).into_iter().collect();
    for &audience in kind.notice().audiences {
        let mut walk = Walk {
            template,
            audience,
            sent_on,
            problems: &mut *problems,
        };
        walk.text(&template.title, &needs);
        walk.nodes(&template.body, &needs);
    }
    missing(template, sent_on, last_line, problems);
}

/// A heading of the third level stands below one of the second; several rights have such headings.
fn headings_in_order(
    nodes: &[Node],
    several_rights: bool,
    level: &mut u8,
    problems: &mut Vec<TemplateProblem>,
) {
    for node in nodes {
        match &node.block {
            Block::Heading { level: this, .. } => {
                if *this > *level + 1 {
                    let wrong = "this heading is two levels below the one before it.";
                    problems.push(TemplateProblem::new(
                        node.line,
                        1,
                        wrong,
                        "Write ## instead of ###.",
                    ));
                }
                *level = *this;
            }
            Block::Rights if several_rights => {
                if *level < 2 {
                    let wrong =
                        "the rights have headings of the third level, and no heading of the second is above.";
                    let right = "Write a heading above @rights, such as: ## Your rights";
                    problems.push(TemplateProblem::new(node.line, 1, wrong, right));
                }
                *level = 3;
            }
            Block::If { then, otherwise, .. } | Block::For { then, otherwise, .. } => {
                headings_in_order(then, several_rights, level, problems);
                headings_in_order(otherwise, several_rights, level, problems);
            }
            _ => {}
        }
    }
}

/// What the law requires and no reader may be without.
fn missing(template: &Template, sent_on: NaiveDate, last_line: usize, problems: &mut Vec<TemplateProblem>) {
    let kind = template.kind;
    let audiences = kind.notice().audiences;
    for required in kind.required(sent_on) {
        let without: Vec<&str> = audiences
            .iter()
            .filter(|audience| !told(kind, &template.body, **audience, sent_on).contains(&required.content))
            .map(|audience| audience.word())
            .collect();
        if without.is_empty() {
            continue;
        }
        let whom = if without.len() == audiences.len() {
            String::new()
        } else {
            format!(" for {}", without.join(", "))
        };
        let wrong = format!(
            "the letter does not tell {}{whom}, which it must ({}).",
            required.content.meaning(),
            required.source
        );
        let by_rights = match required.content {
            Content::Statement(one) if kind.statements(sent_on).contains(&one) => "@rights or ",
            _ => "",
        };
        let right = format!("Write {by_rights}{} outside every @if.", required.content);
        problems.push(TemplateProblem::new(last_line, 1, wrong, right));
    }
}

/// Looks, as one reader, for facts that may be missing or stand where they cannot.
struct Walk<'a> {
    template: &'a Template,
    audience: Audience,
    sent_on: NaiveDate,
    problems: &'a mut Vec<TemplateProblem>,
}

impl Walk<'_> {
    fn nodes(&mut self, nodes: &[Node], known: &BTreeSet<Placeholder>) {
        for node in nodes {
            match &node.block {
                Block::Heading { text, .. } | Block::Paragraph(text) => self.text(text, known),
                Block::Items { items, .. } => items.iter().for_each(|text| self.text(text, known)),
                Block::Table { caption, rows } => {
                    self.text(caption, known);
                    for (label, value) in rows {
                        self.text(label, known);
                        self.text(value, known);
                    }
                }
                Block::Fact(fact) => self.must_be_known(*fact, node.line, 1, known),
                Block::Say(statement) => self.said(*statement, node.line, known),
                Block::Notice | Block::Rights => {}
                Block::If {
                    fact,
                    then,
                    otherwise,
                } => {
                    let mut with = known.clone();
                    with.insert(*fact);
                    self.nodes(then, &with);
                    self.nodes(otherwise, known);
                }
                Block::For {
                    audiences,
                    then,
                    otherwise,
                } => {
                    let branch = if audiences.contains(&self.audience) {
                        then
                    } else {
                        otherwise
                    };
                    self.nodes(branch, known);
                }
            }
        }
    }

    fn said(&mut self, statement: Statement, line: usize, known: &BTreeSet<Placeholder>) {
        let wording = statement.wording(self.sent_on).unwrap_or_default();
        for fact in facts_of(self.template.kind, wording, self.audience, self.sent_on) {
            self.must_be_known(fact, line, 1, known);
        }
    }

    fn text(&mut self, text: &Inline, known: &BTreeSet<Placeholder>) {
        let choice = text.iter().any(|piece| matches!(piece, Piece::Choice { .. }));
        if choice && self.audience == Audience::Organisation {
            let line = self.template.line_of(text);
            let wrong = "words that differ by reader have no place in a letter to a body.";
            self.problems.push(TemplateProblem::new(
                line,
                1,
                wrong,
                "Write {person_name} instead.",
            ));
        }
        for piece in pieces_for(text, self.audience) {
            if let Piece::Fact {
                fact, line, column, ..
            } = piece
            {
                self.must_be_known(fact, line, column, known);
                if fact.shape().stands_alone() {
                    let wrong = format!("{fact} has lines of its own and cannot stand within others.");
                    let right = "Write it alone on a line, with an empty line before and after.";
                    self.problems
                        .push(TemplateProblem::new(line, column, wrong, right));
                }
            }
        }
    }

    fn must_be_known(
        &mut self,
        fact: Placeholder,
        line: usize,
        column: usize,
        known: &BTreeSet<Placeholder>,
    ) {
        if Placeholder::ALWAYS.contains(&fact) || known.contains(&fact) {
            return;
        }
        let wrong = format!("this letter does not always have {fact}, {}.", fact.meaning());
        let right = match fact.shape() {
            Shape::LastDay => format!("Put it between @if {} and @end, or leave it out.", fact.word()),
            _ => format!("Put it between @if {} and @end.", fact.word()),
        };
        self.problems
            .push(TemplateProblem::new(line, column, wrong, right));
    }
}

impl Template {
    /// What is wrong with it for letters sent on a day: what must be told can differ from the day it was written.
    pub(crate) fn problems_on(&self, sent_on: NaiveDate) -> Vec<TemplateProblem> {
        let mut problems = Vec::new();
        check(self, sent_on, 1, &mut problems);
        problems
    }

    /// The line of the block that has a text, as near as it is known.
    fn line_of(&self, text: &Inline) -> usize {
        fn find(nodes: &[Node], text: &Inline) -> Option<usize> {
            nodes.iter().find_map(|node| match &node.block {
                Block::Heading { text: own, .. } | Block::Paragraph(own) => {
                    (own == text).then_some(node.line)
                }
                Block::Items { items, .. } => items
                    .iter()
                    .position(|own| own == text)
                    .map(|place| node.line + place),
                Block::Table { caption, rows } => {
                    let here =
                        caption == text || rows.iter().any(|(label, value)| label == text || value == text);
                    here.then_some(node.line)
                }
                Block::If { then, otherwise, .. } | Block::For { then, otherwise, .. } => {
                    find(then, text).or_else(|| find(otherwise, text))
                }
                _ => None,
            })
        }
        find(&self.body, text).unwrap_or(1)
    }
}

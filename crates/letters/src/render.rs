//! Fills a template in.

use crate::{
    audience::Audience,
    document::{BodyBlock, Document, Run, Text, plain, strong, words_of},
    facts::{Contact, LetterFacts, Value},
    placeholder::{Placeholder, Shape},
    template::{Block, Node, Piece, Template, TemplateProblem, own_text, pieces_for},
};
use chrono::NaiveDate;
use ehcp_calendar::human_date;
use ehcp_case::Line;
use thiserror::Error;

/// The most lines of an address: what the window of an envelope shows.
pub const ADDRESS_MAX_LINES: usize = 7;

/// The most items of a list, and the most lines of the address of a contact.
pub const LIST_MAX_ITEMS: usize = 100;

/// Why a letter could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LetterError {
    /// Facts that this kind of letter needs are not known.
    #[error("This letter needs: {}.", meanings(.0))]
    MissingFacts(Vec<Placeholder>),
    /// This notice does not go to such a reader.
    #[error("This notice does not go to such a reader: {}.", .0.word())]
    WrongAudience(Audience),
    /// The address has more lines than the window of an envelope shows.
    #[error("The address has {0} lines; at most {ADDRESS_MAX_LINES} fit the envelope.")]
    LongAddress(usize),
    /// A list is too long to be read.
    #[error("This letter has room for {LIST_MAX_ITEMS} lines of a list; {items} were given for {}.", .fact.meaning())]
    LongList {
        /// Which.
        fact: Placeholder,
        /// Its lines.
        items: usize,
    },
    /// The template does not tell what the law requires of letters sent on that day.
    #[error("The template does not serve for a letter sent on that day. {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Template(Vec<TemplateProblem>),
}

fn meanings(facts: &[Placeholder]) -> String {
    facts
        .iter()
        .map(|fact| fact.meaning())
        .collect::<Vec<_>>()
        .join("; ")
}

/// Makes a letter sent on a day. The days in it are those of the facts: none is computed here.
///
/// # Errors
/// When a fact that its kind needs is missing or too long, the reader is not one of the kind's, or the template lacks what the law
/// requires of letters sent on that day.
pub fn render(template: &Template, facts: &LetterFacts, sent_on: NaiveDate) -> Result<Document, LetterError> {
    let audience = facts.recipient.audience;
    if !template.kind().audiences().contains(&audience) {
        return Err(LetterError::WrongAudience(audience));
    }
    let lines = facts.recipient.address.len() + 1;
    if lines > ADDRESS_MAX_LINES {
        return Err(LetterError::LongAddress(lines));
    }
    for &fact in Placeholder::ALL {
        let items = match facts.value(fact, sent_on) {
            Some(Value::List(lines)) => lines.len(),
            Some(Value::Contact(contact)) => contact.address.len(),
            _ => 0,
        };
        if items > LIST_MAX_ITEMS {
            return Err(LetterError::LongList { fact, items });
        }
    }
    let problems = template.problems_on(sent_on);
    if !problems.is_empty() {
        return Err(LetterError::Template(problems));
    }
    let mut missing = template.kind().needs(sent_on);
    missing.retain(|fact| facts.value(*fact, sent_on).is_none());
    if !missing.is_empty() {
        return Err(LetterError::MissingFacts(missing));
    }
    let filling = Filling {
        template,
        facts,
        sent_on,
        audience,
    };
    Ok(filling.document())
}

/// A template being filled in.
struct Filling<'a> {
    template: &'a Template,
    facts: &'a LetterFacts,
    sent_on: NaiveDate,
    audience: Audience,
}

impl Filling<'_> {
    fn document(&self) -> Document {
        let facts = self.facts;
        let mut body = Vec::new();
        self.nodes(&self.template.body, &mut body);
        let sender = contact_lines(&facts.authority);
        let mut particulars = vec![
            (plain("Date"), strong(human_date(self.sent_on))),
            (plain("Our reference"), strong(facts.reference.to_string())),
            (plain("About"), strong(line(&facts.person.name))),
        ];
        if let Some(day) = facts.person.born_on {
            particulars.push((plain("Date of birth"), strong(human_date(day))));
        }
        let mut recipient = vec![plain(line(&facts.recipient.name))];
        recipient.extend(facts.recipient.address.iter().map(|one| plain(line(one))));
        Document {
            sender,
            recipient,
            particulars,
            greeting: plain(format!("Dear {}", line(&facts.recipient.name))),
            title: self.text(&self.template.title),
            body,
            closing: self.closing(),
            language: "en-GB",
            footer: facts.reference.to_string(),
            sent_on: self.sent_on,
        }
    }

    fn closing(&self) -> Vec<Text> {
        let officer = &self.facts.officer;
        let mut lines = vec![
            plain("Yours sincerely"),
            strong(line(&officer.name)),
            plain(line(&officer.role)),
        ];
        lines.push(plain(line(&self.facts.authority.name)));
        let telephone = officer
            .telephone
            .as_ref()
            .or(self.facts.authority.telephone.as_ref());
        let email = officer.email.as_ref().or(self.facts.authority.email.as_ref());
        lines.extend(telephone.map(|number| plain(format!("Telephone: {}", line(number)))));
        lines.extend(email.map(|address| plain(format!("E-mail: {}", line(address)))));
        lines
    }

    fn nodes(&self, nodes: &[Node], into: &mut Vec<BodyBlock>) {
        for node in nodes {
            match &node.block {
                Block::Heading { level, text } => {
                    into.push(BodyBlock::Heading {
                        level: *level,
                        text: self.text(text),
                    });
                }
                Block::Paragraph(text) => into.push(BodyBlock::Paragraph(self.text(text))),
                Block::Items { numbered, items } => into.push(BodyBlock::List {
                    numbered: *numbered,
                    items: items.iter().map(|item| self.text(item)).collect(),
                }),
                Block::Table { caption, rows } => into.push(BodyBlock::Table {
                    caption: self.text(caption),
                    rows: rows
                        .iter()
                        .map(|(label, value)| (self.text(label), self.text(value)))
                        .collect(),
                }),
                Block::Notice => self.nodes(&own_text(self.template.kind.notice().operative), into),
                Block::Rights => {
                    let statements = self.template.kind.statements(self.sent_on);
                    let several = statements.len() > 1;
                    for statement in statements {
                        if several {
                            into.push(BodyBlock::Heading {
                                level: 3,
                                text: plain(statement.heading()),
                            });
                        }
                        self.nodes(
                            &own_text(statement.wording(self.sent_on).unwrap_or_default()),
                            into,
                        );
                    }
                }
                Block::Say(statement) => {
                    self.nodes(
                        &own_text(statement.wording(self.sent_on).unwrap_or_default()),
                        into,
                    );
                }
                Block::Fact(fact) => self.block_fact(*fact, into),
                Block::If {
                    fact,
                    then,
                    otherwise,
                } => {
                    let known = self.facts.value(*fact, self.sent_on).is_some();
                    self.nodes(if known { then } else { otherwise }, into);
                }
                Block::For {
                    audiences,
                    then,
                    otherwise,
                } => {
                    let theirs = audiences.contains(&self.audience);
                    self.nodes(if theirs { then } else { otherwise }, into);
                }
            }
        }
    }

    /// A fact that has lines of its own.
    fn block_fact(&self, fact: Placeholder, into: &mut Vec<BodyBlock>) {
        match self.facts.value(fact, self.sent_on) {
            Some(Value::Prose(prose)) => {
                let paragraphs = prose
                    .as_str()
                    .split('\n')
                    .map(visible)
                    .filter(|one| !one.is_empty());
                into.extend(paragraphs.map(|paragraph| BodyBlock::Paragraph(plain(paragraph))));
            }
            Some(Value::List(lines)) => into.push(BodyBlock::List {
                numbered: false,
                items: lines.iter().map(|one| plain(line(one))).collect(),
            }),
            Some(Value::Contact(contact)) => into.push(BodyBlock::Lines(contact_lines(contact))),
            Some(Value::Line(_) | Value::Day(_)) | None => {}
        }
    }

    fn text(&self, text: &[Piece]) -> Text {
        let mut runs: Text = Vec::new();
        for piece in pieces_for(text, self.audience) {
            let (words, bold) = match piece {
                Piece::Words { text, bold } => (visible(&text), bold),
                Piece::Fact { fact, bold, .. } => self.fact_in_line(fact, bold),
                Piece::Choice { .. } => continue,
            };
            match runs.last_mut() {
                Some(last) if last.bold == bold => last.text.push_str(&words),
                _ => runs.push(Run { text: words, bold }),
            }
        }
        runs
    }

    fn fact_in_line(&self, fact: Placeholder, bold: bool) -> (String, bool) {
        let words = match self.facts.value(fact, self.sent_on) {
            // A day does not break across lines.
            Some(Value::Day(day)) => human_date(day).replace(' ', "\u{A0}"),
            Some(Value::Line(words)) => visible(&words),
            _ => String::new(),
        };
        (words, bold || fact.shape() == Shape::LastDay)
    }
}

fn contact_lines(contact: &Contact) -> Vec<Text> {
    let mut lines = vec![strong(line(&contact.name))];
    lines.extend(contact.address.iter().map(|one| plain(line(one))));
    lines.extend(
        contact
            .telephone
            .iter()
            .map(|number| plain(format!("Telephone: {}", line(number)))),
    );
    lines.extend(
        contact
            .email
            .iter()
            .map(|address| plain(format!("E-mail: {}", line(address)))),
    );
    lines.extend(contact.website.iter().map(|address| plain(line(address))));
    lines
}

fn line(text: &Line) -> String {
    visible(text.as_str())
}

/// A text without what leaves no mark and could mislead: characters that turn the direction of writing, that join or
/// fill without being seen, and that no character is. White space of any kind becomes a space.
fn visible(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\u{A0}' => Some(c),
            _ if c.is_whitespace() => Some(' '),
            _ if c.is_control() || is_invisible(c) => None,
            _ => Some(c),
        })
        .collect()
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E000}'..='\u{F8FF}'
        | '\u{E0000}'..='\u{10FFFF}')
        || matches!(u32::from(c) & 0xFFFF, 0xFFFE | 0xFFFF)
}

/// The characters of a letter that its PDF shows as the mark for a character that it has no picture for. The HTML shows
/// them as the reader's machine can.
pub fn unprintable(document: &Document) -> Vec<char> {
    let mut found: Vec<char> = Vec::new();
    for c in document
        .texts()
        .into_iter()
        .flat_map(|text| words_of(text).chars().collect::<Vec<_>>())
    {
        if !crate::pdf::can_print(c) && !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

//! The text within a block: words, facts in braces, bold between two stars, and words that differ by reader.

use super::problem::{TemplateProblem, did_you_mean, shown};
use crate::{audience::Audience, placeholder::Placeholder};

/// One piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words as written.
    Words { text: String, bold: bool },
    /// A fact.
    Fact {
        fact: Placeholder,
        bold: bool,
        line: usize,
        column: usize,
    },
    /// Words for a parent, for a young person, and for who acts for a young person.
    Choice {
        parent: Vec<Piece>,
        young_person: Vec<Piece>,
        representative: Option<Vec<Piece>>,
    },
}

/// A text within a block.
pub(crate) type Inline = Vec<Piece>;

/// The pieces that an audience reads. Where there are no words for a representative, those for a parent serve, and say
/// the person's name for "your child".
pub(crate) fn pieces_for(text: &[Piece], audience: Audience) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for piece in text {
        match piece {
            Piece::Choice {
                parent,
                young_person,
                representative,
            } => match audience {
                Audience::YoungPerson => pieces.extend_from_slice(young_person),
                Audience::Representative => match representative {
                    Some(own) => pieces.extend_from_slice(own),
                    None => parent
                        .iter()
                        .for_each(|piece| name_the_person(piece, &mut pieces)),
                },
                Audience::Parent | Audience::Organisation => pieces.extend_from_slice(parent),
            },
            other => pieces.push(other.clone()),
        }
    }
    pieces
}

/// Puts the person's name in the place of "your child".
fn name_the_person(piece: &Piece, into: &mut Vec<Piece>) {
    let Piece::Words { text, bold } = piece else {
        into.push(piece.clone());
        return;
    };
    let mut first = true;
    for part in text.replace("Your child", "your child").split("your child") {
        if !first {
            into.push(Piece::Fact {
                fact: Placeholder::PersonName,
                bold: *bold,
                line: 0,
                column: 0,
            });
        }
        first = false;
        if !part.is_empty() {
            into.push(Piece::Words {
                text: part.to_owned(),
                bold: *bold,
            });
        }
    }
}

/// Characters that a backslash makes into themselves.
const ESCAPED: &str = "\\{}[]|*#-@";

/// Reads the text of one line.
pub(crate) struct InlineReader<'a> {
    chars: Vec<char>,
    at: usize,
    line: usize,
    /// The column of the first character, from 1.
    first_column: usize,
    bold: bool,
    problems: &'a mut Vec<TemplateProblem>,
}

impl<'a> InlineReader<'a> {
    /// Reads a text that starts at a place of the template.
    pub(crate) fn read(
        text: &str,
        line: usize,
        column: usize,
        problems: &'a mut Vec<TemplateProblem>,
    ) -> Inline {
        let mut reader = Self {
            chars: text.chars().collect(),
            at: 0,
            line,
            first_column: column,
            bold: false,
            problems,
        };
        let pieces = reader.pieces(&[]);
        reader.close_bold();
        pieces
    }

    /// Reads the two cells of a table row. `None` when there are not two, which is then among the problems.
    pub(crate) fn cells(
        text: &str,
        line: usize,
        column: usize,
        problems: &'a mut Vec<TemplateProblem>,
    ) -> Option<(Inline, Inline)> {
        let mut reader = Self {
            chars: text.chars().collect(),
            at: 0,
            line,
            first_column: column,
            bold: false,
            problems,
        };
        let label = reader.pieces(&['|']);
        if reader.peek() != Some('|') {
            reader.wrong(
                "this row of a table has no \"|\".",
                "Write the row as: label | value",
            );
            return None;
        }
        reader.close_bold();
        reader.at += 1;
        let value = reader.pieces(&['|']);
        if reader.peek() == Some('|') {
            reader.wrong(
                "this row of a table has more than two cells.",
                "Write \\| for a \"|\" in the text.",
            );
        }
        reader.close_bold();
        Some((trimmed(label), trimmed(value)))
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn column(&self) -> usize {
        self.first_column + self.at
    }

    fn wrong(&mut self, wrong: &str, right: &str) {
        let column = self.column();
        self.problems
            .push(TemplateProblem::new(self.line, column, wrong, right));
    }

    fn close_bold(&mut self) {
        if self.bold {
            self.wrong(
                "the bold text that begins with ** does not end.",
                "Write ** at its end, on the same line.",
            );
            self.bold = false;
        }
    }

    /// Pieces up to one of the ends, or the end of the line.
    fn pieces(&mut self, ends: &[char]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut words = String::new();
        while let Some(c) = self.peek().filter(|c| !ends.contains(c)) {
            match c {
                '\\' => self.escaped(&mut words),
                '*' if self.chars.get(self.at + 1) == Some(&'*') => {
                    self.flush(&mut words, &mut pieces);
                    self.bold = !self.bold;
                    self.at += 2;
                }
                '{' => {
                    self.flush(&mut words, &mut pieces);
                    pieces.extend(self.fact());
                }
                '[' => {
                    self.flush(&mut words, &mut pieces);
                    pieces.extend(self.choice(ends.contains(&']')));
                }
                '}' | ']' => {
                    self.wrong(
                        &format!("this \"{c}\" closes nothing."),
                        &format!("Write \\{c} for the character itself."),
                    );
                    self.at += 1;
                }
                _ => {
                    words.push(c);
                    self.at += 1;
                }
            }
        }
        self.flush(&mut words, &mut pieces);
        pieces
    }

    fn flush(&self, words: &mut String, pieces: &mut Vec<Piece>) {
        if !words.is_empty() {
            pieces.push(Piece::Words {
                text: std::mem::take(words),
                bold: self.bold,
            });
        }
    }

    fn escaped(&mut self, words: &mut String) {
        match self.chars.get(self.at + 1) {
            Some(c) if ESCAPED.contains(*c) => words.push(*c),
            _ => {
                self.wrong(
                    "a backslash stands only before one of \\ { } [ ] | * # - @.",
                    "Write \\\\ for a backslash.",
                );
            }
        }
        self.at += 2;
    }

    fn fact(&mut self) -> Option<Piece> {
        let column = self.column();
        let rest = self.chars.get(self.at + 1..).unwrap_or_default();
        let Some(length) = rest.iter().position(|c| *c == '}') else {
            self.wrong(
                "this \"{\" is not closed.",
                "Write a fact as {person_name}, or \\{ for the character itself.",
            );
            self.at = self.chars.len();
            return None;
        };
        let word: String = rest.iter().take(length).collect();
        self.at += length + 2;
        if let Ok(fact) = word.parse() {
            return Some(Piece::Fact {
                fact,
                bold: self.bold,
                line: self.line,
                column,
            });
        }
        let known: Vec<&str> = Placeholder::ALL.iter().map(|fact| fact.word()).collect();
        let wrong = format!("there is no fact called {{{}}}.", shown(&word));
        self.problems.push(TemplateProblem::new(
            self.line,
            column,
            wrong,
            did_you_mean(word.trim(), &known),
        ));
        None
    }

    fn choice(&mut self, within: bool) -> Option<Piece> {
        let column = self.column();
        const FORM: &str =
            "Write [your child needs|you need]: the words for a parent, then those for a young person.";
        if within {
            self.wrong("words that differ by reader cannot stand within others.", FORM);
        }
        self.at += 1;
        let mut options = vec![self.pieces(&['|', ']'])];
        while self.peek() == Some('|') {
            self.at += 1;
            options.push(self.pieces(&['|', ']']));
        }
        if self.peek() != Some(']') {
            let wrong = "this \"[\" is not closed.";
            self.problems
                .push(TemplateProblem::new(self.line, column, wrong, FORM));
            return None;
        }
        self.at += 1;
        let mut options = options.into_iter();
        match (options.next(), options.next(), options.next(), options.next()) {
            (Some(parent), Some(young_person), representative, None) => Some(Piece::Choice {
                parent,
                young_person,
                representative,
            }),
            _ => {
                let wrong =
                    "words that differ by reader come in twos, or in threes with those for a representative.";
                self.problems
                    .push(TemplateProblem::new(self.line, column, wrong, FORM));
                None
            }
        }
    }
}

/// Without the white space at both ends.
fn trimmed(mut text: Inline) -> Inline {
    if let Some(Piece::Words { text, .. }) = text.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Piece::Words { text, .. }) = text.last_mut() {
        *text = text.trim_end().to_owned();
    }
    text.retain(|piece| !matches!(piece, Piece::Words { text, .. } if text.is_empty()));
    text
}

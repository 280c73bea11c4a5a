//! The blocks of a template, one after the other by lines.

use super::{
    inline::{Inline, InlineReader, Piece},
    problem::{TemplateProblem, did_you_mean, shown},
};
use crate::{audience::Audience, placeholder::Placeholder, statement::Statement};

/// The deepest nesting of `@if` and `@for`.
const DEEPEST: usize = 4;

/// A block of a template, with the line where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) line: usize,
    pub(crate) block: Block,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    Heading {
        level: u8,
        text: Inline,
    },
    Paragraph(Inline),
    Items {
        numbered: bool,
        items: Vec<Inline>,
    },
    /// A table of labels and values.
    Table {
        caption: Inline,
        rows: Vec<(Inline, Inline)>,
    },
    /// The sentence that makes the letter the notice it is.
    Notice,
    /// What the law says must be told of the reader's rights, as in force on the day of sending.
    Rights,
    /// One of these texts.
    Say(Statement),
    /// A fact with a place of its own.
    Fact(Placeholder),
    If {
        fact: Placeholder,
        then: Vec<Node>,
        otherwise: Vec<Node>,
    },
    For {
        audiences: Vec<Audience>,
        then: Vec<Node>,
        otherwise: Vec<Node>,
    },
}

/// Whose text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A template: with a title, and with `@notice` and `@rights`.
    Template,
    /// A text of the program: without these.
    Statement,
}

/// The directives of a template.
const DIRECTIVES: [&str; 8] = [
    "@notice", "@rights", "@say", "@facts", "@if", "@for", "@else", "@end",
];

/// Reads blocks from lines.
pub(crate) struct BlockReader<'a> {
    lines: Vec<&'a str>,
    at: usize,
    depth: usize,
    origin: Origin,
    pub(crate) problems: Vec<TemplateProblem>,
}

impl<'a> BlockReader<'a> {
    pub(crate) fn new(source: &'a str, origin: Origin) -> Self {
        Self {
            lines: source.lines().collect(),
            at: 0,
            depth: 0,
            origin,
            problems: Vec::new(),
        }
    }

    /// How many lines there are.
    pub(crate) fn last_line(&self) -> usize {
        self.lines.len().max(1)
    }

    /// The title, which is the first line that is not empty.
    pub(crate) fn title(&mut self) -> Inline {
        self.skip_empty();
        let line = self.peek().unwrap_or_default();
        match line.strip_prefix("# ") {
            Some(title) => {
                let number = self.at + 1;
                self.at += 1;
                self.inline(title, number, 3)
            }
            None => {
                self.wrong(
                    1,
                    "the template does not begin with a title.",
                    "Write as the first line: # The title",
                );
                Vec::new()
            }
        }
    }

    /// All blocks to the end.
    pub(crate) fn all(&mut self) -> Vec<Node> {
        let mut nodes = Vec::new();
        loop {
            nodes.extend(self.until_stop());
            let Some(stop) = self.peek() else { return nodes };
            let wrong = format!("this {} belongs to nothing.", shown(stop.trim()));
            self.wrong(
                1,
                &wrong,
                "Take it out, or write the @if, @for or @facts that it closes.",
            );
            self.at += 1;
        }
    }

    /// Blocks up to `@else`, `@end` or the end of the text.
    fn until_stop(&mut self) -> Vec<Node> {
        let mut nodes = Vec::new();
        loop {
            self.skip_empty();
            let Some(line) = self.peek() else { return nodes };
            if matches!(line.trim_end(), "@else" | "@end") {
                return nodes;
            }
            let number = self.at + 1;
            nodes.extend(self.block(line).map(|block| Node { line: number, block }));
        }
    }

    fn peek(&self) -> Option<&'a str> {
        self.lines.get(self.at).copied()
    }

    fn skip_empty(&mut self) {
        while self.peek().is_some_and(|line| line.trim().is_empty()) {
            self.at += 1;
        }
    }

    fn wrong(&mut self, column: usize, wrong: &str, right: &str) {
        let line = (self.at + 1).min(self.last_line());
        self.problems
            .push(TemplateProblem::new(line, column, wrong, right));
    }

    fn inline(&mut self, text: &str, line: usize, column: usize) -> Inline {
        InlineReader::read(text.trim_end(), line, column, &mut self.problems)
    }

    fn block(&mut self, line: &'a str) -> Option<Block> {
        if line.starts_with('@') {
            self.directive(line)
        } else if line.starts_with('#') {
            self.heading(line)
        } else if line.starts_with("- ") {
            Some(self.items(false))
        } else if numbered(line).is_some() {
            Some(self.items(true))
        } else {
            Some(self.paragraph())
        }
    }

    fn heading(&mut self, line: &str) -> Option<Block> {
        let number = self.at + 1;
        for (mark, level) in [("## ", 2), ("### ", 3)] {
            if let Some(text) = line.strip_prefix(mark) {
                self.at += 1;
                let text = self.inline(text, number, mark.len() + 1);
                return Some(Block::Heading { level, text });
            }
        }
        self.wrong(
            1,
            "this is not a heading that a letter can have.",
            "The title is the only # line; write ## or ### and a space before other headings.",
        );
        self.at += 1;
        None
    }

    fn items(&mut self, is_numbered: bool) -> Block {
        let mut items = Vec::new();
        while let Some(line) = self.peek() {
            let text = if is_numbered {
                numbered(line)
            } else {
                line.strip_prefix("- ")
            };
            let Some(text) = text else { break };
            let column = line.chars().count() - text.chars().count() + 1;
            let number = self.at + 1;
            self.at += 1;
            items.push(self.inline(text, number, column));
        }
        Block::Items {
            numbered: is_numbered,
            items,
        }
    }

    fn paragraph(&mut self) -> Block {
        let mut text = Inline::new();
        while let Some(line) = self.peek() {
            let ends = line.trim().is_empty()
                || line.starts_with(['@', '#'])
                || line.starts_with("- ")
                || numbered(line).is_some();
            if ends && !text.is_empty() {
                break;
            }
            let number = self.at + 1;
            self.at += 1;
            if !text.is_empty() {
                text.push(Piece::Words {
                    text: " ".to_owned(),
                    bold: false,
                });
            }
            let start = line.chars().take_while(|c| c.is_whitespace()).count();
            text.extend(self.inline(line.trim(), number, start + 1));
            if ends {
                break;
            }
        }
        match text.as_slice() {
            [Piece::Fact { fact, .. }] if fact.shape().stands_alone() => Block::Fact(*fact),
            _ => Block::Paragraph(text),
        }
    }

    fn directive(&mut self, line: &str) -> Option<Block> {
        let (word, rest) = line
            .trim_end()
            .split_once(char::is_whitespace)
            .unwrap_or((line.trim_end(), ""));
        let rest = rest.trim();
        let start = self.at;
        let allowed = self.origin == Origin::Template;
        let block = match word {
            "@notice" if allowed => Some(Block::Notice),
            "@rights" if allowed => Some(Block::Rights),
            "@say" if allowed => self.statement(rest).map(Block::Say),
            "@facts" => return self.table(rest),
            "@if" | "@for" => return self.condition(word, rest),
            _ => {
                let wrong = format!("there is no {}.", shown(word));
                self.wrong(1, &wrong, &did_you_mean(word, &DIRECTIVES));
                None
            }
        };
        if matches!(block, Some(Block::Notice | Block::Rights)) && !rest.is_empty() {
            self.wrong(
                1,
                &format!("nothing can follow {word}."),
                "Write what follows on a line of its own.",
            );
        }
        self.at = start + 1;
        block
    }

    fn statement(&mut self, word: &str) -> Option<Statement> {
        if let Some(statement) = Statement::ALL.iter().copied().find(|one| one.word() == word) {
            return Some(statement);
        }
        let words: Vec<&str> = Statement::ALL.iter().map(|one| one.word()).collect();
        let wrong = format!("there is no text called \"{}\".", shown(word));
        self.wrong(6, &wrong, &did_you_mean(word, &words));
        None
    }

    fn table(&mut self, caption: &str) -> Option<Block> {
        let number = self.at + 1;
        if caption.is_empty() {
            self.wrong(
                1,
                "this table has no caption.",
                "Write @facts and what the table shows, such as: @facts Important dates",
            );
        }
        let caption = self.inline(caption, number, 8);
        self.at += 1;
        let mut rows = Vec::new();
        loop {
            let Some(line) = self.peek() else {
                self.problems.push(not_closed("@facts", number));
                break;
            };
            let here = self.at + 1;
            self.at += 1;
            match line.trim() {
                "@end" => break,
                "" => {}
                row => rows.extend(InlineReader::cells(row, here, 1, &mut self.problems)),
            }
        }
        if rows.is_empty() {
            self.problems.push(TemplateProblem::new(
                number,
                1,
                "this table has no rows.",
                "Write rows as: label | value",
            ));
            return None;
        }
        Some(Block::Table { caption, rows })
    }

    fn condition(&mut self, word: &str, rest: &str) -> Option<Block> {
        let number = self.at + 1;
        let fact = (word == "@if").then(|| self.fact_of_condition(rest));
        let audiences = if fact.is_none() {
            self.audiences_of_condition(rest)
        } else {
            Vec::new()
        };
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            self.problems.push(TemplateProblem::new(
                number,
                1,
                "conditions lie too deep within each other.",
                "Use at most four.",
            ));
            self.at = self.lines.len();
            self.depth -= 1;
            return None;
        }
        let then = self.until_stop();
        let mut otherwise = Vec::new();
        if self.peek().is_some_and(|line| line.trim_end() == "@else") {
            self.at += 1;
            otherwise = self.until_stop();
        }
        self.depth -= 1;
        match self.peek() {
            Some(line) if line.trim_end() == "@end" => self.at += 1,
            Some(_) => {
                self.wrong(1, "a condition has only one @else.", "Take this one out.");
                self.at += 1;
            }
            None => self.problems.push(not_closed(word, number)),
        }
        match fact {
            Some(fact) => fact.map(|fact| Block::If {
                fact,
                then,
                otherwise,
            }),
            None => (!audiences.is_empty()).then_some(Block::For {
                audiences,
                then,
                otherwise,
            }),
        }
    }

    fn fact_of_condition(&mut self, word: &str) -> Option<Placeholder> {
        let fact = word.trim_matches(['{', '}']).parse().ok();
        if fact.is_none() {
            let known: Vec<&str> = Placeholder::ALL.iter().map(|fact| fact.word()).collect();
            let wrong = format!("there is no fact called {}.", shown(word));
            self.wrong(5, &wrong, &did_you_mean(word, &known));
        }
        fact
    }

    fn audiences_of_condition(&mut self, words: &str) -> Vec<Audience> {
        let mut audiences = Vec::new();
        for word in words.split([',', ' ']).filter(|word| !word.is_empty()) {
            match Audience::ALL.into_iter().find(|audience| audience.word() == word) {
                Some(audience) => audiences.push(audience),
                None => {
                    let known = Audience::ALL.map(Audience::word);
                    let wrong = format!("there is no reader called {}.", shown(word));
                    self.wrong(6, &wrong, &did_you_mean(word, &known));
                }
            }
        }
        if words.is_empty() {
            self.wrong(
                1,
                "this @for names no reader.",
                "Write for whom, such as: @for young_person",
            );
        }
        audiences
    }
}

fn not_closed(word: &str, line: usize) -> TemplateProblem {
    TemplateProblem::new(
        line,
        1,
        format!("this {word} is not closed."),
        "Write @end on a line of its own where it ends.",
    )
}

/// The text of a line such as "1. First do this".
fn numbered(line: &str) -> Option<&str> {
    let (number, text) = line.split_once(". ")?;
    let digits = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    digits.then_some(text)
}

//! Where everything stands: the lines of a letter with their heights, and the structure they belong to.

use super::{
    fonts::Fonts,
    shape::{Line, lines},
    structure::{Role, Structure},
};
use crate::document::{BodyBlock, Document, Run, Text, plain, strong, words_of};

/// The page: A4, in points.
pub(super) const PAGE_WIDTH: f32 = 595.28;
pub(super) const PAGE_HEIGHT: f32 = 841.89;
/// The left edge of the text, 25 mm from the edge of the paper.
pub(super) const LEFT: f32 = 71.0;
/// The right edge of the text.
pub(super) const RIGHT: f32 = PAGE_WIDTH - 62.0;
/// Where the text begins on every page but the first.
pub(super) const TOP: f32 = 62.0;
/// Where the text ends.
pub(super) const BOTTOM: f32 = PAGE_HEIGHT - 68.0;

/// The sender stands at the top right.
const SENDER_LEFT: f32 = 345.0;
const SENDER_TOP: f32 = 42.0;
/// The address stands in the window of a DL envelope: 25 mm from the left, from 53 mm from the top.
const ADDRESS_TOP: f32 = 150.0;
const ADDRESS_WIDTH: f32 = 235.0;
/// Below the fold at 99 mm, where the letter itself begins at the earliest.
const BODY_TOP: f32 = 284.0;

const INDENT: f32 = 20.0;
const LABEL_SHARE: f32 = 0.6;
const CELL_GAP: f32 = 12.0;
/// A table of at most so many rows is not broken across pages.
const SHORT_TABLE: usize = 8;

/// A size of letters and the height of its lines, in points.
#[derive(Clone, Copy)]
struct Look {
    size: f32,
    height: f32,
}

const BODY: Look = Look {
    size: 12.0,
    height: 17.0,
};
const SMALL: Look = Look {
    size: 10.5,
    height: 14.5,
};
const TITLE: Look = Look {
    size: 17.0,
    height: 22.0,
};
const HEADING: Look = Look {
    size: 14.0,
    height: 19.0,
};
const LOWER_HEADING: Look = Look {
    size: 12.5,
    height: 17.5,
};

/// A line of glyphs at its place within the width of the page.
pub(super) struct Part {
    /// The element of the structure that it belongs to.
    pub(super) element: usize,
    pub(super) x: f32,
    pub(super) size: f32,
    pub(super) line: Line,
}

/// What stands side by side at one height.
pub(super) struct Row {
    pub(super) parts: Vec<Part>,
    /// Free space above it, unless it is the first on its page.
    pub(super) before: f32,
    pub(super) height: f32,
    /// Whether the next row must be on the same page.
    pub(super) keep: bool,
    /// Whether a thin line is drawn above it.
    pub(super) rule: bool,
    /// A heading for the list of contents.
    pub(super) heading: Option<String>,
    /// Where it stands on the first page, whatever else does.
    pub(super) fixed: Option<f32>,
}

/// A letter as rows, in the order of reading.
pub(super) struct Layout<'a> {
    fonts: &'a Fonts,
    pub(super) rows: Vec<Row>,
    pub(super) structure: Structure,
    /// Where the rows that are not fixed begin on the first page.
    pub(super) body_top: f32,
}

impl<'a> Layout<'a> {
    /// Lays a letter out.
    pub(super) fn of(fonts: &'a Fonts, document: &Document) -> Self {
        let mut layout = Self {
            fonts,
            rows: Vec::new(),
            structure: Structure::default(),
            body_top: BODY_TOP,
        };
        let below = layout.fixed(
            &document.sender,
            SENDER_LEFT,
            RIGHT - SENDER_LEFT,
            SENDER_TOP,
            SMALL,
        );
        layout.body_top = layout.body_top.max(below + 18.0);
        let below = layout.fixed(&document.recipient, LEFT, ADDRESS_WIDTH, ADDRESS_TOP, BODY);
        layout.body_top = layout.body_top.max(below + 18.0);
        for (place, (label, value)) in document.particulars.iter().enumerate() {
            let mut text = label.clone();
            text.extend(plain(": "));
            text.extend(value.iter().cloned());
            layout.paragraph(&text, if place == 0 { 0.0 } else { 1.0 }, LEFT);
        }
        layout.paragraph(&document.greeting, 16.0, LEFT);
        layout.heading(&document.title, 1);
        for block in &document.body {
            layout.block(block);
        }
        layout.closing(&document.closing);
        layout
    }

    fn block(&mut self, block: &BodyBlock) {
        match block {
            BodyBlock::Heading { level, text } => self.heading(text, *level),
            BodyBlock::Paragraph(text) => {
                self.paragraph(text, 8.0, LEFT);
                // What it announces follows on the same page.
                if words_of(text).ends_with(':') {
                    self.keep_with_next();
                }
            }
            BodyBlock::List { numbered, items } => self.list(*numbered, items),
            BodyBlock::Table { caption, rows } => self.table(caption, rows),
            BodyBlock::Lines(texts) => {
                let first = self.rows.len();
                for (place, text) in texts.iter().enumerate() {
                    self.paragraph(text, if place == 0 { 8.0 } else { 0.0 }, LEFT + INDENT);
                }
                self.keep_together(first);
            }
        }
    }

    /// Lines at a place of the first page. Answers where they end.
    fn fixed(&mut self, texts: &[Text], x: f32, width: f32, top: f32, look: Look) -> f32 {
        let mut y = top;
        for text in texts {
            let element = self.structure.add(None, Role::Paragraph);
            for line in lines(self.fonts, text, look.size, width) {
                self.rows.push(Row {
                    parts: vec![Part {
                        element,
                        x,
                        size: look.size,
                        line,
                    }],
                    fixed: Some(y),
                    ..row(look.height)
                });
                y += look.height;
            }
        }
        y
    }

    fn heading(&mut self, text: &[Run], level: u8) {
        let (look, before) = match level {
            1 => (TITLE, 14.0),
            2 => (HEADING, 18.0),
            _ => (LOWER_HEADING, 13.0),
        };
        let words = words_of(text);
        let element = self.structure.add(None, Role::Heading(level, words.clone()));
        let bold = strong(words.clone());
        let first = self.rows.len();
        self.text_rows(element, &bold, look, before, LEFT, RIGHT - LEFT);
        self.rows.iter_mut().skip(first).for_each(|row| row.keep = true);
        if let Some(row) = self.rows.get_mut(first) {
            row.heading = Some(words);
        }
    }

    fn paragraph(&mut self, text: &[Run], before: f32, x: f32) {
        let element = self.structure.add(None, Role::Paragraph);
        self.text_rows(element, text, BODY, before, x, RIGHT - x);
    }

    /// The rows of one text; neither its first nor its last line is left alone on a page.
    fn text_rows(&mut self, element: usize, text: &[Run], look: Look, before: f32, x: f32, width: f32) {
        let lines = lines(self.fonts, text, look.size, width);
        let count = lines.len();
        for (place, line) in lines.into_iter().enumerate() {
            let x = if line.from_right {
                x + width - line.width
            } else {
                x
            };
            self.rows.push(Row {
                parts: vec![Part {
                    element,
                    x,
                    size: look.size,
                    line,
                }],
                before: if place == 0 { before } else { 0.0 },
                keep: count > 1 && (place == 0 || place + 2 == count),
                ..row(look.height)
            });
        }
    }

    fn list(&mut self, numbered: bool, items: &[Text]) {
        let list = self.structure.add(None, Role::List { numbered });
        for (place, item) in items.iter().enumerate() {
            let entry = self.structure.add(Some(list), Role::Item);
            let label = self.structure.add(Some(entry), Role::Label);
            let body = self.structure.add(Some(entry), Role::ItemBody);
            let mark = if numbered {
                format!("{}.", place + 1)
            } else {
                "\u{2022}".to_owned()
            };
            let first = self.rows.len();
            self.text_rows(
                body,
                item,
                BODY,
                if place == 0 { 6.0 } else { 4.0 },
                LEFT + INDENT,
                RIGHT - LEFT - INDENT,
            );
            let marks = lines(self.fonts, &plain(mark), BODY.size, INDENT);
            if let (Some(row), Some(line)) = (self.rows.get_mut(first), marks.into_iter().next()) {
                row.parts.insert(
                    0,
                    Part {
                        element: label,
                        x: LEFT + 4.0,
                        size: BODY.size,
                        line,
                    },
                );
            }
        }
    }

    fn table(&mut self, caption: &[Run], rows: &[(Text, Text)]) {
        let table = self.structure.add(None, Role::Table);
        let title = self.structure.add(Some(table), Role::Caption);
        let first = self.rows.len();
        self.text_rows(title, &strong(words_of(caption)), BODY, 10.0, LEFT, RIGHT - LEFT);
        self.rows.iter_mut().skip(first).for_each(|row| row.keep = true);
        let label_width = (RIGHT - LEFT) * LABEL_SHARE - CELL_GAP;
        let value_left = LEFT + (RIGHT - LEFT) * LABEL_SHARE;
        for (place, (label, value)) in rows.iter().enumerate() {
            let entry = self.structure.add(Some(table), Role::TableRow);
            let head = self.structure.add(Some(entry), Role::RowHead);
            let cell = self.structure.add(Some(entry), Role::Cell);
            let mut labels = lines(self.fonts, label, BODY.size, label_width).into_iter();
            let mut values = lines(self.fonts, value, BODY.size, RIGHT - value_left).into_iter();
            let first = self.rows.len();
            loop {
                let (label, value) = (labels.next(), values.next());
                if label.is_none() && value.is_none() {
                    break;
                }
                let label = label.map(|line| Part {
                    element: head,
                    x: LEFT,
                    size: BODY.size,
                    line,
                });
                let value = value.map(|line| Part {
                    element: cell,
                    x: value_left,
                    size: BODY.size,
                    line,
                });
                let is_first = self.rows.len() == first;
                self.rows.push(Row {
                    parts: label.into_iter().chain(value).collect(),
                    before: if is_first { 8.0 } else { 0.0 },
                    rule: is_first,
                    ..row(BODY.height)
                });
            }
            self.keep_together(first);
            if rows.len() <= SHORT_TABLE && place + 1 < rows.len() {
                self.keep_with_next();
            }
        }
    }

    /// Keeps the last row on the page of what follows.
    fn keep_with_next(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.keep = true;
        }
    }

    fn closing(&mut self, texts: &[Text]) {
        let first = self.rows.len();
        for (place, text) in texts.iter().enumerate() {
            let before = match place {
                0 => 22.0,
                1 => 26.0,
                _ => 0.0,
            };
            self.paragraph(text, before, LEFT);
        }
        self.keep_together(first);
    }

    /// Keeps the rows from one on, up to the last, on the same page.
    fn keep_together(&mut self, first: usize) {
        let last = self.rows.len().saturating_sub(1);
        for (place, row) in self.rows.iter_mut().enumerate().skip(first) {
            row.keep = place < last;
        }
    }
}

const fn row(height: f32) -> Row {
    Row {
        parts: Vec::new(),
        before: 0.0,
        height,
        keep: false,
        rule: false,
        heading: None,
        fixed: None,
    }
}

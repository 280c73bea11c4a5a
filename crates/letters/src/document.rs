//! A letter as a document: what both its forms, HTML and PDF, are made from.

use chrono::NaiveDate;

/// Words of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether they are bold.
    pub bold: bool,
}

/// A text within a block.
pub type Text = Vec<Run>;

/// A block of the body, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyBlock {
    /// A heading below the title: level 2 or 3.
    Heading {
        /// The level.
        level: u8,
        /// The words.
        text: Text,
    },
    /// A paragraph.
    Paragraph(Text),
    /// A list.
    List {
        /// Whether its items are numbered.
        numbered: bool,
        /// The items.
        items: Vec<Text>,
    },
    /// A table of labels and values.
    Table {
        /// What the table shows.
        caption: Text,
        /// The rows.
        rows: Vec<(Text, Text)>,
    },
    /// Lines that belong together, such as an address.
    Lines(Vec<Text>),
}

/// A letter, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The name of the authority, and its address below.
    pub sender: Vec<Text>,
    /// The name and address of whoever gets it.
    pub recipient: Vec<Text>,
    /// The day, the reference and whom it is about, as labels and values.
    pub particulars: Vec<(Text, Text)>,
    /// "Dear …".
    pub greeting: Text,
    /// The title.
    pub title: Text,
    /// What it says.
    pub body: Vec<BodyBlock>,
    /// "Yours sincerely", the officer and how to reach them.
    pub closing: Vec<Text>,
    /// The language, as HTML and PDF name it.
    pub language: &'static str,
    /// What stands at the foot of every printed page beside its number.
    pub footer: String,
    /// The day of sending.
    pub sent_on: NaiveDate,
}

/// Words without bold.
pub(crate) fn plain(text: impl Into<String>) -> Text {
    vec![Run {
        text: text.into(),
        bold: false,
    }]
}

/// Words in bold.
pub(crate) fn strong(text: impl Into<String>) -> Text {
    vec![Run {
        text: text.into(),
        bold: true,
    }]
}

/// The words of a text without their look.
pub(crate) fn words_of(text: &[Run]) -> String {
    text.iter().map(|run| run.text.as_str()).collect()
}

impl Document {
    /// The title without its look, for lists of letters and the title of a page.
    pub fn title_words(&self) -> String {
        words_of(&self.title)
    }

    /// Every text of the letter in reading order.
    pub(crate) fn texts(&self) -> Vec<&Text> {
        let mut texts: Vec<&Text> = self.sender.iter().chain(&self.recipient).collect();
        texts.extend(self.particulars.iter().flat_map(|(label, value)| [label, value]));
        texts.extend([&self.greeting, &self.title]);
        for block in &self.body {
            match block {
                BodyBlock::Heading { text, .. } | BodyBlock::Paragraph(text) => texts.push(text),
                BodyBlock::List { items, .. } => texts.extend(items),
                BodyBlock::Table { caption, rows } => {
                    texts.push(caption);
                    texts.extend(rows.iter().flat_map(|(label, value)| [label, value]));
                }
                BodyBlock::Lines(lines) => texts.extend(lines),
            }
        }
        texts.extend(&self.closing);
        texts
    }
}

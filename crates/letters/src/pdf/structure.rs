//! The structure that a screen reader follows: headings, paragraphs, lists and tables, in the order of reading.

use krilla::tagging::{Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use std::num::NonZeroU16;

/// What an element of the structure is.
#[derive(Debug, Clone)]
pub(super) enum Role {
    /// A heading, with its level and its words.
    Heading(u8, String),
    Paragraph,
    List {
        numbered: bool,
    },
    Item,
    Label,
    ItemBody,
    Table,
    Caption,
    TableRow,
    RowHead,
    Cell,
}

/// What an element holds, in the order of reading.
enum Child {
    Element(usize),
    Shown(Identifier),
}

struct Element {
    role: Role,
    children: Vec<Child>,
}

/// All elements of a letter.
#[derive(Default)]
pub(super) struct Structure {
    elements: Vec<Element>,
    top: Vec<usize>,
}

impl Structure {
    /// Adds an element at the end of another, or at the top.
    pub(super) fn add(&mut self, within: Option<usize>, role: Role) -> usize {
        let place = self.elements.len();
        self.elements.push(Element {
            role,
            children: Vec::new(),
        });
        match within.and_then(|parent| self.elements.get_mut(parent)) {
            Some(parent) => parent.children.push(Child::Element(place)),
            None => self.top.push(place),
        }
        place
    }

    /// Says that something on a page belongs to an element.
    pub(super) fn shown(&mut self, element: usize, what: Identifier) {
        if let Some(element) = self.elements.get_mut(element) {
            element.children.push(Child::Shown(what));
        }
    }

    /// The structure as the PDF has it.
    pub(super) fn tree(&self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for element in self.top.iter().filter_map(|place| self.group(*place)) {
            tree.push(element);
        }
        tree
    }

    fn group(&self, place: usize) -> Option<TagGroup> {
        let element = self.elements.get(place)?;
        let mut group = TagGroup::new(tag(&element.role));
        for child in &element.children {
            match child {
                Child::Element(place) => {
                    if let Some(inner) = self.group(*place) {
                        group.push(inner);
                    }
                }
                Child::Shown(what) => group.push(*what),
            }
        }
        Some(group)
    }
}

fn tag(role: &Role) -> TagKind {
    match role {
        Role::Heading(level, words) => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(words.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::List { numbered } => Tag::L(if *numbered {
            ListNumbering::Decimal
        } else {
            ListNumbering::Disc
        })
        .into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::ItemBody => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Caption => Tag::Caption.into(),
        Role::TableRow => Tag::TR.into(),
        Role::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
    }
}

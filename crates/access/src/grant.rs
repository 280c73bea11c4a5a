//! One permission of one role on one resource.

use crate::{Fields, Operation, Scope};

/// What a role may do with a resource through one kind of relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// In which ways.
    pub operations: &'static [Operation],
    /// Through which relationship.
    pub scope: Scope,
    /// Showing which fields.
    pub fields: Fields,
    /// Whether the person must have signed in within the last five minutes and must give a reason.
    pub step_up: bool,
    /// Whether a second person must agree.
    pub second_person: bool,
    /// What narrows it further, in words for the documentation; the state of the record decides it.
    pub note: Option<&'static str>,
}

impl Grant {
    /// Whether it names this operation.
    #[must_use]
    pub fn permits(&self, operation: Operation) -> bool {
        self.operations.contains(&operation)
    }

    pub(crate) const fn showing(mut self, fields: Fields) -> Self {
        self.fields = fields;
        self
    }

    pub(crate) const fn step_up(mut self) -> Self {
        self.step_up = true;
        self
    }

    pub(crate) const fn two_people(mut self) -> Self {
        self.second_person = true;
        self
    }

    pub(crate) const fn note(mut self, note: &'static str) -> Self {
        self.note = Some(note);
        self
    }
}

/// A grant of all fields; narrowed by the methods of [`Grant`].
pub(crate) const fn may(operations: &'static [Operation], scope: Scope) -> Grant {
    Grant {
        operations,
        scope,
        fields: Fields::Full,
        step_up: false,
        second_person: false,
        note: None,
    }
}

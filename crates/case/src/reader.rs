//! For whom a text is written.

/// Who reads a text about a case: the same thing is said to each in their own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reader {
    /// A parent or carer of the child.
    Parent,
    /// The young person whose case it is.
    YoungPerson,
    /// Anybody who works with the case: staff, a setting, an adviser.
    Professional,
}

impl Reader {
    /// Every reader.
    pub const ALL: [Self; 3] = [Self::Parent, Self::YoungPerson, Self::Professional];

    /// The text for this reader.
    pub const fn choose(
        self,
        parent: &'static str,
        young_person: &'static str,
        professional: &'static str,
    ) -> &'static str {
        match self {
            Self::Parent => parent,
            Self::YoungPerson => young_person,
            Self::Professional => professional,
        }
    }

    /// Whom the authority speaks to: "you", or of: "the family".
    pub const fn family(self) -> &'static str {
        self.choose("you", "you", "the family")
    }
}

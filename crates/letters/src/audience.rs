//! As whom somebody reads a letter.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// As whom somebody reads a letter: the same notice speaks to each in their own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// A parent or carer: "your child".
    Parent,
    /// The young person in their own right: "you" (Children and Families Act 2014, s.83).
    YoungPerson,
    /// Who acts for a young person who lacks capacity (s.80; SEND Regulations 2014, regs 63 to 65): the young person is
    /// named.
    Representative,
    /// A school, college, health body, service or team of the authority.
    Organisation,
}

impl Audience {
    /// Every audience.
    pub const ALL: [Self; 4] = [
        Self::Parent,
        Self::YoungPerson,
        Self::Representative,
        Self::Organisation,
    ];

    /// Those who have the rights of the family.
    pub const FAMILY: &'static [Self] = &[Self::Parent, Self::YoungPerson, Self::Representative];

    /// Those who are told because of their part in the case.
    pub const ORGANISATIONS: &'static [Self] = &[Self::Organisation];

    /// The word stored, sent and written after `@for` in a template.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::YoungPerson => "young_person",
            Self::Representative => "representative",
            Self::Organisation => "organisation",
        }
    }
}

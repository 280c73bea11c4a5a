//! What a file is evidence of.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// What a file is evidence of, as whoever sent it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A report of a school, college or early-years setting.
    SchoolReport,
    /// A letter or report of a doctor, a therapist or another health professional.
    Medical,
    /// A report of another professional, such as a psychologist or a social worker.
    ProfessionalReport,
    /// What the child or young person says, writes, draws or signs.
    ChildsViews,
    /// Anything else.
    Other,
}

impl EvidenceKind {
    /// Every one of them.
    pub const ALL: [Self; 5] = [
        Self::SchoolReport,
        Self::Medical,
        Self::ProfessionalReport,
        Self::ChildsViews,
        Self::Other,
    ];

    /// The word in the API and in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SchoolReport => "school_report",
            Self::Medical => "medical",
            Self::ProfessionalReport => "professional_report",
            Self::ChildsViews => "childs_views",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for EvidenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A text that is no kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "Say what the file is evidence of: school_report, medical, professional_report, childs_views or other."
)]
pub struct UnknownEvidence;

impl FromStr for EvidenceKind {
    type Err = UnknownEvidence;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == text)
            .ok_or(UnknownEvidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back_and_the_sentence_names_each() {
        for kind in EvidenceKind::ALL {
            assert_eq!(kind.word().parse(), Ok(kind));
            assert!(UnknownEvidence.to_string().contains(kind.word()), "{kind}");
        }
        assert_eq!("Medical".parse::<EvidenceKind>(), Err(UnknownEvidence));
    }
}

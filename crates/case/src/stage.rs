//! Where a case stands on the whole road.

use crate::Reader;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a case stands between the first request and a plan in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// A request was received, or the authority became responsible; it decides whether to assess
    /// (SEND Regulations 2014, regs 4 and 5).
    DecidingWhetherToAssess,
    /// The authority decided not to assess. The family may ask for mediation and appeal.
    NotAssessed,
    /// Advice is gathered (reg 6) and the authority decides whether a plan is needed.
    Assessing,
    /// The authority decided not to issue a plan. The family may ask for mediation and appeal.
    PlanNotIssued,
    /// A plan will be issued; the draft is being written.
    WritingDraft,
    /// The draft plan is with the family for at least 15 days (reg 13(1)).
    DraftWithFamily,
    /// The final plan has been sent.
    PlanIssued,
}

impl Stage {
    /// Every stage, in the order of the road.
    pub const ALL: [Self; 7] = [
        Self::DecidingWhetherToAssess,
        Self::NotAssessed,
        Self::Assessing,
        Self::PlanNotIssued,
        Self::WritingDraft,
        Self::DraftWithFamily,
        Self::PlanIssued,
    ];

    /// The stages in which the assessment has ended.
    pub const ENDED: [Self; 3] = [Self::NotAssessed, Self::PlanNotIssued, Self::PlanIssued];

    /// Whether the assessment has ended.
    pub fn is_ended(self) -> bool {
        Self::ENDED.contains(&self)
    }

    /// The word stored and sent for this stage.
    pub fn word(self) -> &'static str {
        match self {
            Self::DecidingWhetherToAssess => "deciding_whether_to_assess",
            Self::NotAssessed => "not_assessed",
            Self::Assessing => "assessing",
            Self::PlanNotIssued => "plan_not_issued",
            Self::WritingDraft => "writing_draft",
            Self::DraftWithFamily => "draft_with_family",
            Self::PlanIssued => "plan_issued",
        }
    }

    /// Where the case is, in plain English, for its reader.
    pub fn plain_english(self, reader: Reader) -> &'static str {
        match self {
            Self::DecidingWhetherToAssess => "We are deciding whether to carry out an EHC needs assessment.",
            Self::NotAssessed => "We decided not to carry out an EHC needs assessment.",
            Self::Assessing => reader.choose(
                "We are asking people who know about your child's needs for advice.",
                "We are asking people who know about your needs for advice.",
                "Advice is being gathered from people who know about the child's or young person's needs.",
            ),
            Self::PlanNotIssued => "We finished the assessment and decided not to issue an EHC plan.",
            Self::WritingDraft => "We will issue an EHC plan and are writing the draft.",
            Self::DraftWithFamily => reader.choose(
                "The draft plan is with you. Tell us what you think of it.",
                "The draft of your plan is with you. Tell us what you think of it.",
                "The draft plan is with the family, who can say what they think of it.",
            ),
            Self::PlanIssued => "The final EHC plan has been sent.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_person_is_not_spoken_to_as_a_parent() {
        for stage in Stage::ALL {
            for reader in [Reader::YoungPerson, Reader::Professional] {
                assert!(!stage.plain_english(reader).contains("your child"), "{stage:?}");
            }
        }
    }

    #[test]
    fn the_stored_word_is_the_word_that_travels() {
        for stage in Stage::ALL {
            assert_eq!(serde_json::to_value(stage).unwrap(), stage.word());
        }
    }
}

//! Recommendations of the Tribunal on health and social care, and the answers to them (SI 2017/1306).

use crate::RecommendationOn;
use chrono::NaiveDate;
use ehcp_case::FactKind;
use ehcp_deadlines::{Facts, RuleId};
use serde::Serialize;

/// A recommendation. It does not bind; the answer to it does come within five weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Recommendation {
    /// On what.
    pub on: RecommendationOn,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// The answer, once there is one.
    pub answer: Option<RecommendationAnswer>,
}

/// The answer to a recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RecommendationAnswer {
    /// The day of the written answer.
    pub answered_on: NaiveDate,
    /// The day on which the authority had it; its own answer it has on the same day.
    pub received_on: NaiveDate,
    /// The day on which it was sent on to the Secretary of State.
    pub copied_on: Option<NaiveDate>,
}

impl Recommendation {
    /// The rule about the answer and the rule about sending it on.
    pub const fn rules(&self) -> (RuleId, RuleId) {
        match self.on {
            RecommendationOn::HealthCare => (RuleId::RecHealthResponse, RuleId::RecHealthCopySos),
            RecommendationOn::SocialCare => (RuleId::RecSocialResponse, RuleId::RecSocialCopySos),
        }
    }

    /// Its dated facts.
    pub fn facts(&self) -> Facts {
        use FactKind::*;
        let answered = self.answer.map(|answer| answer.answered_on);
        let copied = self.answer.and_then(|answer| answer.copied_on);
        let mut facts = Facts::new();
        match self.on {
            RecommendationOn::HealthCare => {
                facts.set(HealthRecommendation, Some(self.made_on));
                facts.set(HealthRecommendationAnswered, answered);
                facts.set(
                    HealthResponseReceived,
                    self.answer.map(|answer| answer.received_on),
                );
                facts.set(HealthResponseCopied, copied);
            }
            RecommendationOn::SocialCare => {
                facts.set(SocialCareRecommendation, Some(self.made_on));
                facts.set(SocialCareRecommendationAnswered, answered);
                facts.set(SocialCareResponseCopied, copied);
            }
        }
        facts
    }
}

//! The decisions that can be appealed, the grounds of an appeal, and what a mediation is about.

use crate::AtLeastOne;
use crate::dates::DateChecks;
use chrono::NaiveDate;
use ehcp_case::Refusal;
use ehcp_deadlines::{RuleId, rule};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A decision of the authority against which the family can appeal (Children and Families Act 2014, s.51(2)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AppealableDecision {
    /// Not to secure an EHC needs assessment (s.51(2)(a)).
    NotToAssess,
    /// Not to issue a plan after an assessment (s.51(2)(b)).
    NotToIssue,
    /// What a plan says that was first made, amended or replaced (s.51(2)(c)).
    PlanAsMade,
    /// Not to secure a re-assessment (s.51(2)(d)).
    NotToReassess,
    /// Not to amend or replace a plan after a review or a re-assessment (s.51(2)(e)).
    NotToAmend,
    /// To cease to maintain a plan (s.51(2)(f)).
    ToCease,
}

impl AppealableDecision {
    /// Every one, in the order of s.51(2).
    pub const ALL: [Self; 6] = [
        Self::NotToAssess,
        Self::NotToIssue,
        Self::PlanAsMade,
        Self::NotToReassess,
        Self::NotToAmend,
        Self::ToCease,
    ];

    /// The word stored and sent.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotToAssess => "not_to_assess",
            Self::NotToIssue => "not_to_issue",
            Self::PlanAsMade => "plan_as_made",
            Self::NotToReassess => "not_to_reassess",
            Self::NotToAmend => "not_to_amend",
            Self::ToCease => "to_cease",
        }
    }

    /// Where the law gives the right to appeal.
    pub const fn source(self) -> &'static str {
        match self {
            Self::NotToAssess => "Children and Families Act 2014, s.51(2)(a)",
            Self::NotToIssue => "Children and Families Act 2014, s.51(2)(b)",
            Self::PlanAsMade => "Children and Families Act 2014, s.51(2)(c)",
            Self::NotToReassess => "Children and Families Act 2014, s.51(2)(d)",
            Self::NotToAmend => "Children and Families Act 2014, s.51(2)(e)",
            Self::ToCease => "Children and Families Act 2014, s.51(2)(f)",
        }
    }

    /// The decision in the middle of a sentence: "the decision not to issue an EHC plan".
    pub const fn plain_english(self) -> &'static str {
        match self {
            Self::NotToAssess => "the decision not to carry out an EHC needs assessment",
            Self::NotToIssue => "the decision not to issue an EHC plan",
            Self::PlanAsMade => "what the EHC plan says",
            Self::NotToReassess => "the decision not to assess again",
            Self::NotToAmend => "the decision not to change the EHC plan",
            Self::ToCease => "the decision to end the EHC plan",
        }
    }

    /// Whether it was taken on the way to a first plan.
    pub const fn is_on_the_first_road(self) -> bool {
        matches!(self, Self::NotToAssess | Self::NotToIssue)
    }
}

/// The notice of a decision that can be appealed. The family's time for mediation and appeal runs from its sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// What was decided.
    pub decision: AppealableDecision,
    /// The day on which it was sent.
    pub sent_on: NaiveDate,
}

impl Notice {
    /// Checks the day on which the notice was sent.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when it lies in the future or before the rights existed.
    pub fn check(&self, today: NaiveDate) -> Result<(), Refusal> {
        let in_force = rule(RuleId::MedContactAdviser)
            .and_then(|rule| rule.versions.first())
            .map(|version| version.from);
        let sent = ("/sent_on", self.sent_on);
        DateChecks::default()
            .in_range(sent)
            .not_future(sent, today)
            .not_before(
                sent,
                in_force,
                "the day the Children and Families Act 2014 came into force",
            )
            .done()
    }

    /// Whether the Tribunal may make recommendations on health and social care in an appeal about it: never about a
    /// refusal to assess, and not about what was decided before the power existed (SI 2017/1306).
    pub fn allows_recommendations(&self) -> bool {
        self.decision != AppealableDecision::NotToAssess
            && rule(RuleId::RecHealthResponse).is_some_and(|rule| rule.version_on(self.sent_on).is_some())
    }
}

/// A part of a plan against which the family can appeal (s.51(2)(c)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanIssue {
    /// Section B: the special educational needs (s.51(2)(c)(i)).
    Needs,
    /// Section F: the special educational provision (s.51(2)(c)(ii)).
    Provision,
    /// Section I: the school or other institution, its type, or that none is named (s.51(2)(c)(iii), (iv)).
    Placement,
}

/// The ground of an appeal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "against", rename_all = "snake_case", deny_unknown_fields)]
pub enum Ground {
    /// Against a refusal to assess (s.51(2)(a)).
    NotToAssess,
    /// Against a refusal to issue a plan (s.51(2)(b)).
    NotToIssue,
    /// Against parts of a plan (s.51(2)(c)).
    PlanAsMade {
        /// Which parts.
        #[schema(value_type = Vec<PlanIssue>, min_items = 1, max_items = 3)]
        issues: AtLeastOne<PlanIssue>,
    },
    /// Against a refusal to re-assess (s.51(2)(d)).
    NotToReassess,
    /// Against a refusal to amend or replace a plan (s.51(2)(e)).
    NotToAmend,
    /// Against ceasing a plan (s.51(2)(f)).
    ToCease,
}

impl Ground {
    /// The decision against which this ground stands.
    pub fn decision(&self) -> AppealableDecision {
        match self {
            Self::NotToAssess => AppealableDecision::NotToAssess,
            Self::NotToIssue => AppealableDecision::NotToIssue,
            Self::PlanAsMade { .. } => AppealableDecision::PlanAsMade,
            Self::NotToReassess => AppealableDecision::NotToReassess,
            Self::NotToAmend => AppealableDecision::NotToAmend,
            Self::ToCease => AppealableDecision::ToCease,
        }
    }

    /// Whether the appeal needs no mediation certificate, being only about section I (s.55(2)).
    pub fn needs_no_certificate(&self) -> bool {
        matches!(self, Self::PlanAsMade { issues } if issues.is_only(&PlanIssue::Placement))
    }
}

/// What a mediation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediationIssue {
    /// Education: whether to assess, whether to issue a plan, its sections B and F (s.54).
    Education,
    /// Health care in the plan (s.53).
    HealthCare,
    /// Social care in the plan (s.54).
    SocialCare,
    /// Section I, the school. An appeal about it alone needs no certificate (s.55(2)).
    Placement,
}

/// What the Tribunal can recommend in an extended appeal (SI 2017/1306, regs 4 and 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecommendationOn {
    /// Health care needs or provision: the health body answers.
    HealthCare,
    /// Social care needs or provision: the authority answers.
    SocialCare,
}

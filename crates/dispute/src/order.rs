//! What the Tribunal can order (SEND Regulations 2014, reg 44(2)), and what can be agreed at mediation (reg 42).

use crate::{AppealableDecision, AtLeastOne, Ground, PlanIssue};
use chrono::NaiveDate;
use ehcp_case::{FactKind, Prose};
use ehcp_deadlines::RuleId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the authority is ordered to do (reg 44(2)(b) to (h)). A dismissed appeal (reg 44(2)(a)) is no order to do
/// anything, save that a plan that was to cease then ceases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// Assess or re-assess (reg 44(2)(b)).
    Assess,
    /// Make and maintain a plan (reg 44(2)(c)).
    MakePlan,
    /// Consider again whether a plan is needed: the case goes back to the authority (reg 44(2)(d)).
    Reconsider,
    /// Amend the special educational provision in the plan (reg 44(2)(e)).
    AmendProvision,
    /// Amend the name or type of the school or institution (reg 44(2)(f)).
    NameSchool,
    /// Continue the plan as it is (reg 44(2)(g)).
    Continue,
    /// Continue the plan and amend it (reg 44(2)(h)).
    ContinueAndAmend,
}

impl OrderKind {
    /// Every kind, in the order of reg 44(2).
    pub const ALL: [Self; 7] = [
        Self::Assess,
        Self::MakePlan,
        Self::Reconsider,
        Self::AmendProvision,
        Self::NameSchool,
        Self::Continue,
        Self::ContinueAndAmend,
    ];

    /// The fact that the order was made, as the deadlines know it.
    pub const fn fact(self) -> FactKind {
        match self {
            Self::Assess => FactKind::OrderToAssess,
            Self::MakePlan => FactKind::OrderToMakePlan,
            Self::Reconsider => FactKind::OrderToReconsider,
            Self::AmendProvision => FactKind::OrderToAmendProvision,
            Self::NameSchool => FactKind::OrderToNameSchool,
            Self::Continue => FactKind::OrderToContinue,
            Self::ContinueAndAmend => FactKind::OrderToContinueAndAmend,
        }
    }

    /// The rule that gives its time.
    pub const fn rule(self) -> RuleId {
        match self {
            Self::Assess => RuleId::OrdAssess,
            Self::MakePlan => RuleId::OrdMakePlan,
            Self::Reconsider => RuleId::OrdReconsider,
            Self::AmendProvision => RuleId::OrdAmendProvision,
            Self::NameSchool => RuleId::OrdNameSchool,
            Self::Continue => RuleId::OrdContinue,
            Self::ContinueAndAmend => RuleId::OrdContinueAmend,
        }
    }

    /// What is to be done, as a phrase: "carry out the assessment".
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Assess => "carry out the assessment",
            Self::MakePlan => "make an EHC plan",
            Self::Reconsider => "decide again whether there will be an EHC plan",
            Self::AmendProvision => "change the help that the EHC plan sets out",
            Self::NameSchool => "change the school or college in the EHC plan",
            Self::Continue => "keep the EHC plan as it is",
            Self::ContinueAndAmend => "keep the EHC plan and change it",
        }
    }

    /// The orders that fit an appeal against a decision; the same can be agreed about it at mediation.
    pub const fn fitting(decision: AppealableDecision) -> &'static [Self] {
        match decision {
            AppealableDecision::NotToAssess | AppealableDecision::NotToReassess => &[Self::Assess],
            AppealableDecision::NotToIssue => &[Self::MakePlan, Self::Reconsider],
            AppealableDecision::PlanAsMade | AppealableDecision::NotToAmend => &[
                Self::AmendProvision,
                Self::NameSchool,
                Self::Continue,
                Self::ContinueAndAmend,
            ],
            AppealableDecision::ToCease => &[Self::NameSchool, Self::Continue, Self::ContinueAndAmend],
        }
    }
}

/// An order of the Tribunal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// What is ordered.
    pub kind: OrderKind,
    /// The days that the Tribunal set itself: they replace those of reg 44(2) (reg 44(1)).
    #[serde(default)]
    #[schema(max_items = 10)]
    pub directions: Vec<OtherTime>,
}

/// Another last day than the law's: set by the Tribunal, or agreed in writing at mediation (reg 42(5)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherTime {
    /// What is to be done.
    pub deed: Deed,
    /// Its last day.
    pub by: NaiveDate,
}

/// Something that the authority, or a health body, does to carry out an order, a concession or an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// The family was told that the assessment will be made.
    AssessmentNotified,
    /// The family was told, with reasons, that there will be no plan.
    PlanRefused,
    /// The draft plan was sent.
    DraftSent,
    /// The final plan was sent.
    FinalPlanSent,
    /// The amended plan was sent.
    AmendedPlanSent,
    /// The plan was ended.
    PlanCeased,
    /// What was agreed was done; for an agreement on something that cannot be appealed.
    AgreementCarriedOut,
}

impl Deed {
    /// The fact, as the deadlines know it.
    pub const fn fact(self) -> FactKind {
        match self {
            Self::AssessmentNotified => FactKind::OrderAssessmentNotified,
            Self::PlanRefused => FactKind::RefusalToIssueNotified,
            Self::DraftSent => FactKind::DraftSent,
            Self::FinalPlanSent => FactKind::FinalPlanSent,
            Self::AmendedPlanSent => FactKind::AmendedPlanSent,
            Self::PlanCeased => FactKind::PlanCeased,
            Self::AgreementCarriedOut => FactKind::AgreementCarriedOut,
        }
    }

    /// What it is, as the beginning of a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AssessmentNotified => "Telling the family that the assessment will be made",
            Self::PlanRefused => "Telling the family why there will be no plan",
            Self::DraftSent => "Sending the draft plan",
            Self::FinalPlanSent => "Sending the final plan",
            Self::AmendedPlanSent => "Sending the amended plan",
            Self::PlanCeased => "Ending the plan",
            Self::AgreementCarriedOut => "Doing what was agreed",
        }
    }

    /// The decision that can be appealed anew, where the deed is one.
    pub const fn new_decision(self) -> Option<AppealableDecision> {
        match self {
            Self::PlanRefused => Some(AppealableDecision::NotToIssue),
            Self::FinalPlanSent | Self::AmendedPlanSent => Some(AppealableDecision::PlanAsMade),
            Self::AssessmentNotified | Self::DraftSent | Self::PlanCeased | Self::AgreementCarriedOut => None,
        }
    }
}

/// What a concession before the response obliges the authority to do (reg 45).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Concession {
    /// Assess or re-assess (reg 45(3), (3A)).
    Assess,
    /// Change sections B or F, or amend the plan after a review, with or without the school (reg 45(4), (5)(b)).
    AmendContents,
    /// Change the school alone (reg 45(5)(a)).
    NameSchool,
    /// Make a plan (reg 45(6)).
    MakePlan,
    /// Keep the plan as it is (reg 45(6A)).
    KeepPlan,
    /// Keep the plan and make the changes that were agreed (reg 45(6A)).
    KeepAndAmendPlan,
}

impl Concession {
    /// What follows from not opposing an appeal on this ground. `amendments` is whether changes to a plan that was to
    /// cease were agreed.
    pub fn of(ground: &Ground, amendments: bool) -> Self {
        match ground {
            Ground::NotToAssess | Ground::NotToReassess => Self::Assess,
            Ground::NotToIssue => Self::MakePlan,
            Ground::PlanAsMade { issues } if issues.is_only(&PlanIssue::Placement) => Self::NameSchool,
            Ground::PlanAsMade { .. } | Ground::NotToAmend => Self::AmendContents,
            Ground::ToCease if amendments => Self::KeepAndAmendPlan,
            Ground::ToCease => Self::KeepPlan,
        }
    }

    /// The fact that the Tribunal was told, as the deadlines know it.
    pub const fn fact(self) -> FactKind {
        match self {
            Self::Assess => FactKind::UnopposedAssess,
            Self::AmendContents => FactKind::UnopposedContents,
            Self::NameSchool => FactKind::UnopposedSectionI,
            Self::MakePlan => FactKind::UnopposedRefusalToIssue,
            Self::KeepPlan | Self::KeepAndAmendPlan => FactKind::UnopposedCease,
        }
    }

    /// The rule that gives its time.
    pub const fn rule(self) -> RuleId {
        match self {
            Self::Assess => RuleId::UnopAssess,
            Self::AmendContents => RuleId::UnopContents,
            Self::NameSchool => RuleId::UnopSectionI,
            Self::MakePlan => RuleId::UnopRefuseIssue,
            Self::KeepPlan | Self::KeepAndAmendPlan => RuleId::UnopCease,
        }
    }

    /// The order that would ask for the same.
    pub const fn as_order(self) -> OrderKind {
        match self {
            Self::Assess => OrderKind::Assess,
            Self::AmendContents => OrderKind::AmendProvision,
            Self::NameSchool => OrderKind::NameSchool,
            Self::MakePlan => OrderKind::MakePlan,
            Self::KeepPlan => OrderKind::Continue,
            Self::KeepAndAmendPlan => OrderKind::ContinueAndAmend,
        }
    }
}

/// One part of a mediation agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreedPart {
    /// What was agreed.
    pub what: Agreed,
    /// Its words.
    pub text: Prose,
    /// Other last days than the law's that the parties agreed in writing (reg 42(5)).
    #[serde(default)]
    #[schema(max_items = 10)]
    pub other_times: Vec<OtherTime>,
}

/// What was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "on", rename_all = "snake_case", deny_unknown_fields)]
pub enum Agreed {
    /// Something that could be appealed: it is done as if the Tribunal had ordered it (reg 42(2)).
    Appealable {
        /// What would have been ordered.
        as_if_ordered: OrderKind,
    },
    /// Something that cannot be appealed (reg 42(3)).
    Other {
        /// Who does it.
        by: AgreementParty,
    },
}

/// Who does what was agreed on something that cannot be appealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgreementParty {
    /// The authority.
    LocalAuthority,
    /// The health body.
    HealthBody,
}

/// What the Tribunal decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "result", rename_all = "snake_case", deny_unknown_fields)]
pub enum TribunalDecision {
    /// The appeal was dismissed. A plan that was to cease then ceases at once (reg 44(2)(a)).
    Dismissed,
    /// The authority was ordered to do something.
    Ordered {
        /// What; each order has its own time.
        #[schema(value_type = Vec<Order>, min_items = 1, max_items = 20)]
        orders: AtLeastOne<Order>,
    },
}

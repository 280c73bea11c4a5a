//! What people send and are shown when they search and when they correct what is on record.

use crate::{CaseSummary, ChildView};
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_case::{CaseId, CaseReference, ChildId, Line, Prose, StatementId, Upn, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is searched by: the reference; or the unique pupil number; or family name and date of birth together.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindCases {
    /// The case's reference.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "EHC-2026-000123", pattern = "^EHC-2[0-9]{3}-[0-9]{6}$")]
    pub reference: Option<CaseReference>,
    /// The child's unique pupil number.
    #[serde(default)]
    pub upn: Option<Upn>,
    /// The child's family name, whole; capitals do not matter.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "Okafor")]
    pub family_name: Option<Line>,
    /// The child's date of birth.
    #[serde(default)]
    #[schema(example = "2018-03-14")]
    pub born_on: Option<NaiveDate>,
}

/// What was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FoundCases {
    /// The cases that fit and that the caller may see.
    #[schema(max_items = 50)]
    pub items: Vec<CaseSummary>,
    /// Whether there are more than are shown.
    pub more: bool,
}

/// Correcting what is on record of a child. What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectChild {
    /// The right given name.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "Maya")]
    pub given_name: Option<Line>,
    /// The right family name.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "Okafor-Bright")]
    pub family_name: Option<Line>,
    /// The right date of birth.
    #[serde(default)]
    #[schema(example = "2018-03-15")]
    pub born_on: Option<NaiveDate>,
    /// The right unique pupil number.
    #[serde(default)]
    pub upn: Option<Upn>,
    /// Why, and what shows it.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Birth certificate seen on 7 September 2026.")]
    pub reason: Prose,
}

/// Correcting the name of an adult who is linked to a child.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectAdult {
    /// The adult.
    pub user_id: UserId,
    /// The right name.
    #[schema(value_type = String, min_length = 1, max_length = 200, example = "Amina Bright")]
    pub display_name: Line,
    /// Why, and what shows it.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Marriage certificate seen on 7 September 2026.")]
    pub reason: Prose,
}

/// Saying that what is on record is wrong, or not the whole of it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeStatement {
    /// What it is about.
    #[schema(value_type = String, min_length = 1, max_length = 200, example = "The day on which the request was received")]
    pub about: Line,
    /// The statement, in the person's own words.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "I handed the letter in on 4 September.")]
    pub text: Prose,
}

/// What was on record of a child before a correction.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChildVersionView {
    /// Its number among the versions, from 1.
    pub version: i64,
    /// Given name.
    #[schema(max_length = 200)]
    pub given_name: String,
    /// Family name.
    #[schema(max_length = 200)]
    pub family_name: String,
    /// Date of birth.
    pub born_on: NaiveDate,
    /// Unique pupil number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 13)]
    pub upn: Option<String>,
    /// When it was replaced.
    pub replaced_at: DateTime<Utc>,
    /// Who replaced it.
    pub replaced_by: UserId,
    /// Why.
    #[schema(max_length = 20000)]
    pub reason: String,
}

/// An adult's name as it is on record.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdultView {
    /// The adult.
    pub user_id: UserId,
    /// The name.
    #[schema(max_length = 200)]
    pub display_name: String,
}

/// The statement of somebody who disputes what is on record.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatementView {
    /// The statement.
    pub id: StatementId,
    /// What it is about.
    #[schema(max_length = 200)]
    pub about: String,
    /// The statement.
    #[schema(max_length = 20000)]
    pub text: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: UserId,
}

/// What becomes of two children with one unique pupil number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatchOutcome {
    /// They are one child: what came in for the second record is kept on the first.
    SameChild,
    /// They are two: one of the numbers is wrong.
    DifferentChildren,
}

/// Whose unique pupil number is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhoseUpnIsWrong {
    /// That of the child who waits to be matched.
    ThisChild,
    /// That of the child who has the number now.
    OtherChild,
}

/// Deciding whether two children with one unique pupil number are the same child.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchDuplicate {
    /// Whether they are one child or two.
    pub outcome: MatchOutcome,
    /// Of two children: whose number is wrong.
    #[serde(default)]
    pub wrong_upn_of: Option<WhoseUpnIsWrong>,
    /// The right number of the child whose number is wrong, if it is known.
    #[serde(default)]
    pub right_upn: Option<Upn>,
    /// What shows it.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Both schools were asked; the number is Maya's.")]
    pub reason: Prose,
}

/// Two children with one unique pupil number.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PossibleDuplicateView {
    /// The number.
    #[schema(example = "H801200001001", max_length = 13)]
    pub upn: String,
    /// The child who waits to be matched.
    pub child: ChildView,
    /// The child who has the number.
    pub other: ChildView,
}

/// What was decided about two children with one number.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MatchedView {
    /// The child who waited to be matched.
    pub child_id: ChildId,
    /// The other child.
    pub other_child_id: ChildId,
    /// Whether they are one or two.
    pub outcome: MatchOutcome,
    /// The case of the other child, on which the request goes on if they are one.
    pub case_id: CaseId,
}

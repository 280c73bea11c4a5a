//! What is said of a statutory notice: which one, about what, with which facts that the record does not hold.

use chrono::NaiveDate;
use ehcp_assessment::ServiceMethod;
use ehcp_case::{AdviceRequestId, DecisionId, EducationSettingId, Line, Party, PlanId, Prose, UserId};
use ehcp_letters::NoticeKind;
use serde::Deserialize;
use utoipa::ToSchema;

/// A body or team that a notice goes to.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// As what it is told.
    pub party: Party,
    /// Its name, as on the envelope.
    #[schema(value_type = String, min_length = 1, max_length = 200, example = "Westmarch Integrated Care Board")]
    pub name: Line,
    /// Its address, line by line.
    #[serde(default)]
    #[schema(value_type = Vec<Line>, max_items = 6, example = json!(["1 Castle Street", "Westbridge", "WB1 1AA"]))]
    pub address: Vec<Line>,
    /// The setting whose people read the letter here, where it is one.
    #[serde(default)]
    pub education_setting_id: Option<EducationSettingId>,
    /// The adviser who reads the letter here.
    #[serde(default)]
    pub adviser_id: Option<UserId>,
    /// How the letter is served. When left out: here, for whoever reads it here; else by first-class post.
    #[serde(default)]
    pub method: Option<ServiceMethod>,
}

/// The facts of a letter that the record does not hold. What it holds is taken from there and need not be given.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenFacts {
    /// The last day for sending views before the decision.
    #[serde(default)]
    #[schema(example = "2026-09-28")]
    pub views_by: Option<NaiveDate>,
    /// The day by which a school or college is asked to reply; 15 days from today when left out.
    #[serde(default)]
    pub reply_by: Option<NaiveDate>,
    /// The day by which a late step is now expected.
    #[serde(default)]
    pub new_day: Option<NaiveDate>,
    /// The day of the meeting.
    #[serde(default)]
    pub meeting_on: Option<NaiveDate>,
    /// Where and at what time the meeting is.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "County Hall, Room 4, at 10am")]
    pub meeting_place: Option<Line>,
    /// The last day for answering the draft, where more time is given than the law asks for.
    #[serde(default)]
    pub representations_by: Option<NaiveDate>,
    /// The day of the Tribunal's order.
    #[serde(default)]
    pub ordered_on: Option<NaiveDate>,
    /// The day on which the council told the Tribunal that it does not oppose the appeal.
    #[serde(default)]
    pub unopposed_on: Option<NaiveDate>,
    /// The last day for deciding whether to make a plan, where the Tribunal's order sets it.
    #[serde(default)]
    pub outcome_by: Option<NaiveDate>,
    /// The last day for sending the draft, where the Tribunal's order sets it.
    #[serde(default)]
    pub draft_by: Option<NaiveDate>,
    /// The last day for sending the final plan, where the Tribunal's order sets it.
    #[serde(default)]
    pub final_by: Option<NaiveDate>,
    /// The day on which the council stopped working on the request.
    #[serde(default)]
    pub ended_on: Option<NaiveDate>,
    /// The day on which the health service told the council.
    #[serde(default)]
    pub notified_on: Option<NaiveDate>,
    /// Why, where no decision of the record says it.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 20000)]
    pub reasons: Option<Prose>,
    /// Why a step is late.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 20000)]
    pub delay_reasons: Option<Prose>,
    /// What the assessment found (Children and Families Act 2014, s.36(9)(a)).
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 20000, example = "Maya finds it hard to follow what is said in class.")]
    pub outcome: Option<Prose>,
    /// What happens next.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 20000)]
    pub next_steps: Option<Prose>,
    /// The step that is late, such as "sending you the draft plan".
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub late_step: Option<Line>,
    /// What is sent with the letter.
    #[serde(default)]
    #[schema(value_type = Vec<Line>, max_items = 100, example = json!(["The plan, Sections A to K"]))]
    pub enclosures: Vec<Line>,
    /// The school or college that the plan names, or its type, in one line; the first line of section I when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub placement: Option<Line>,
}

/// A statutory notice: which one, and what it is about.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeMatter {
    /// Which notice.
    pub kind: NoticeKind,
    /// The decision that it tells; the latest of its kind when left out.
    #[serde(default)]
    pub decision_id: Option<DecisionId>,
    /// The version of the plan that it is about; the latest of its kind when left out.
    #[serde(default)]
    pub plan_id: Option<PlanId>,
    /// The request for advice that it is about.
    #[serde(default)]
    pub advice_request_id: Option<AdviceRequestId>,
    /// The facts that the record does not hold.
    #[serde(default)]
    pub given: GivenFacts,
}

/// What a notice would say to one of those whom it goes to.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewNotice {
    /// Which notice, and what it is about.
    pub notice: NoticeMatter,
    /// The member of the family whose letter is wanted; the first one when left out.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// The body whose letter is wanted, for a notice that goes to bodies.
    #[serde(default)]
    pub organisation: Option<Organisation>,
}

/// How the letter to one of the family is served (Education Act 1996, s.572).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WayOfServing {
    /// The member of the family.
    pub user_id: UserId,
    /// How.
    pub method: ServiceMethod,
}

/// Sending a statutory notice.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendNotice {
    /// Which notice, and what it is about.
    pub notice: NoticeMatter,
    /// How the letters to members of the family are served; by first-class post to whoever is not named.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub ways: Vec<WayOfServing>,
    /// The bodies that it goes to, for a notice that goes to bodies.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub organisations: Vec<Organisation>,
}

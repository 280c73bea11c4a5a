//! What people are shown. Each view holds only what its reader may see: a field that is not granted is absent.

use crate::RestsOn;
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_access::{HowSignedIn, Role};
use ehcp_assessment::{
    AdviceKind, Breach, DecisionKind, HappeningKind, NextStep, PlanKind, RequestSource, ServiceMethod,
};
use ehcp_case::{
    AdviceRequestId, AssessmentId, CaseId, ChildId, DecisionId, EducationSettingId, EnrolmentId, EventId,
    ExceptionId, FactKind, NoticeId, ParentLinkId, PlanId, RepresentationId, SessionId, Stage, TeamId,
    UserId,
};
use ehcp_deadlines::{Deadline, ExceptionKind, Status};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};

/// Something that has a version, so that a change can name the one it saw.
pub trait Versioned {
    /// The version, counted up by every change.
    fn version(&self) -> i64;
}

macro_rules! versioned {
    ($($view:ty),+) => {$(
        impl Versioned for $view {
            fn version(&self) -> i64 {
                self.version
            }
        }
    )+};
}
versioned!(CaseView, AdviceRequestView, PlanSummary, ChildView, Me);

impl Versioned for PlanView {
    fn version(&self) -> i64 {
        self.plan.version
    }
}

/// The signed-in person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Me {
    /// The person.
    pub id: UserId,
    /// The name that others see.
    #[schema(example = "Amina Okafor", max_length = 200)]
    pub display_name: String,
    /// The e-mail address for signing in.
    #[schema(example = "amina.okafor@example.org", max_length = 254)]
    pub email: String,
    /// The role.
    pub role: Role,
    /// The teams of the authority that the person works in.
    #[schema(max_items = 100)]
    pub teams: Vec<TeamView>,
    /// The setting that the person works for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education_setting: Option<EducationSettingView>,
    /// The version of this record.
    pub version: i64,
}

/// One of one's own sessions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SessionSummary {
    /// The session.
    pub id: SessionId,
    /// Whether it is the one that asks.
    pub current: bool,
    /// How it was opened.
    pub how: HowSignedIn,
    /// The network it was opened from: enough to tell home from elsewhere, never a full address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "192.0.2.0/24", max_length = 50)]
    pub network: Option<String>,
    /// When it was opened.
    pub started_at: DateTime<Utc>,
    /// When the person last proved in it who they are.
    pub proved_at: DateTime<Utc>,
    /// When it ends unless it is refreshed before.
    pub expires_at: DateTime<Utc>,
    /// When it ends however often it is refreshed.
    pub ends_at_latest: DateTime<Utc>,
}

/// One's own second factor.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SecondFactorView {
    /// Whether there is one that counts.
    pub enrolled: bool,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enrolled_at: Option<DateTime<Utc>>,
    /// How many recovery codes were not used.
    #[schema(maximum = 10)]
    pub recovery_codes_left: u32,
    /// Whether the role must have one.
    pub required: bool,
}

/// A team of the authority.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TeamView {
    /// The team.
    pub id: TeamId,
    /// Its name.
    #[schema(example = "North team", max_length = 200)]
    pub name: String,
    /// The part of the area it looks after.
    #[schema(example = "North", max_length = 200)]
    pub area: String,
    /// The telephone line that somebody answers.
    #[schema(example = "01632 960101", max_length = 30)]
    pub duty_line: String,
    /// The e-mail address that somebody reads.
    #[schema(example = "north.send@example.org", max_length = 254)]
    pub duty_email: String,
}

/// A school, college or early-years setting.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EducationSettingView {
    /// The setting.
    pub id: EducationSettingId,
    /// Its name.
    #[schema(example = "Alder Brook Primary School", max_length = 200)]
    pub name: String,
    /// What kind of setting it is.
    #[schema(example = "mainstream_school", max_length = 50)]
    pub kind: String,
    /// The town.
    #[schema(example = "Alderton", max_length = 200)]
    pub town: String,
}

/// A member of the authority's staff as families and colleagues see them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StaffName {
    /// The person.
    pub id: UserId,
    /// The name.
    #[schema(example = "Rosa Whitfield", max_length = 200)]
    pub name: String,
}

/// A child or young person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChildView {
    /// The child.
    pub id: ChildId,
    /// Given name.
    #[schema(example = "Maya", max_length = 200)]
    pub given_name: String,
    /// Family name.
    #[schema(example = "Okafor", max_length = 200)]
    pub family_name: String,
    /// Date of birth.
    pub born_on: NaiveDate,
    /// Unique pupil number, for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "H801200001001", max_length = 13)]
    pub upn: Option<String>,
    /// From this day the rights of the law are the young person's.
    pub young_person_from: NaiveDate,
    /// The case, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// A pupil number was given that another child has: staff must match the two. Shown to staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub possible_duplicate: Option<bool>,
    /// The version of this record.
    pub version: i64,
}

/// An adult's link to a child. Who needs to know only that there is one, such as the contact centre, is shown the child
/// and `verified` and nothing else.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ParentLinkView {
    /// The link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ParentLinkId>,
    /// The child.
    pub child_id: ChildId,
    /// The adult's account; for the council's staff, and for the adult.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The link of the parent in whose place this adult acts, who lacks capacity (SEND Regulations 2014, reg 64). For staff and
    /// the representative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<ParentLinkId>,
    /// Whether the adult has parental responsibility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parental_responsibility: Option<bool>,
    /// Whether the adult has care of the child (Education Act 1996, s.576).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_care: Option<bool>,
    /// From this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_on: Option<NaiveDate>,
    /// Until this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
    /// Whether the authority has verified the link. An unverified link gives no access.
    pub verified: bool,
    /// It was annulled: it never held, and gives nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub annulled: bool,
    /// Why it was ended; for the council's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub end_reason: Option<String>,
    /// What it rests on and who put it on record; in lists for the council's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rests_on: Option<RestsOn>,
}

/// A child's place on the roll of a setting.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EnrolmentView {
    /// The place.
    pub id: EnrolmentId,
    /// The child.
    pub child_id: ChildId,
    /// The setting.
    pub education_setting_id: EducationSettingId,
    /// From this day.
    pub from_on: NaiveDate,
    /// The last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
    /// Registered at another setting too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dual_registration: bool,
    /// It was annulled: it never held, and gives nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub annulled: bool,
    /// Why it was ended; for the council's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub end_reason: Option<String>,
    /// What it rests on and who put it on record; in lists for the council's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rests_on: Option<RestsOn>,
}

/// The next statutory day of a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NextDeadline {
    /// The rule.
    #[schema(example = "ehcna-decision-to-assess", max_length = 100)]
    pub rule: String,
    /// What is to be done by then, in a few words.
    #[schema(
        example = "Tell the family whether there will be an assessment",
        max_length = 200
    )]
    pub what: String,
    /// The last lawful day.
    pub due_on: NaiveDate,
    /// Where it stands today.
    pub status: Status,
    /// Days left; negative when the day has passed.
    pub days_left: i64,
}

/// A case in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseSummary {
    /// The case.
    pub id: CaseId,
    /// The reference that people read out.
    #[schema(example = "EHC-2026-000123", max_length = 15)]
    pub reference: String,
    /// The child's name.
    #[schema(example = "Maya Okafor", max_length = 401)]
    pub child_name: String,
    /// The child's date of birth.
    pub born_on: NaiveDate,
    /// Where the case stands.
    pub stage: Stage,
    /// The next statutory day that is still open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_deadline: Option<NextDeadline>,
    /// The named officer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub officer: Option<StaffName>,
    /// The team's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub team: Option<String>,
    /// A decision was made whose notice has not been sent yet; for the authority's staff. Its last day is that of
    /// `next_deadline`, if nothing else is due earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_to_send: Option<DecisionKind>,
}

/// How the assessment began.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RequestView {
    /// Who asked.
    pub source: RequestSource,
    /// The day on which it reached the authority.
    pub received_on: NaiveDate,
    /// The requester's reasons, for those who may see them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub reasons: Option<String>,
}

/// A case: where it stands, what happens next, who holds the ball.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseView {
    /// The case.
    pub id: CaseId,
    /// The reference that people read out. It is not a key to anything.
    #[schema(example = "EHC-2026-000123", max_length = 15)]
    pub reference: String,
    /// The child.
    pub child: ChildView,
    /// Where the case stands.
    pub stage: Stage,
    /// The same in plain English.
    #[schema(
        example = "We are deciding whether to carry out an EHC needs assessment.",
        max_length = 300
    )]
    pub stage_in_words: String,
    /// The assessment that is open, or the last one.
    pub assessment_id: AssessmentId,
    /// The requests that began it, the first one first.
    #[schema(max_items = 100)]
    pub requests: Vec<RequestView>,
    /// The day from which the statutory weeks run.
    pub clock_started_on: NaiveDate,
    /// The week of the twenty that today is in, from 1; absent once the assessment has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week: Option<i64>,
    /// The next statutory day that is still open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_deadline: Option<NextDeadline>,
    /// The statutory days that have passed without being met.
    #[schema(max_items = 100)]
    pub overdue: Vec<NextDeadline>,
    /// What happens next, the nearest first.
    #[schema(max_items = 100)]
    pub next_steps: Vec<NextStep>,
    /// The named officer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub officer: Option<StaffName>,
    /// The team, with its duty line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamView>,
    /// The latest plan: a draft that is being written is shown to staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_id: Option<PlanId>,
    /// Who acts, from twelve weeks before the end of compulsory school age on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hand_over: Option<crate::HandOverOfCase>,
    /// The version of this case; every change counts it up.
    pub version: i64,
}

/// An entry of a case's timeline.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// The entry.
    pub id: EventId,
    /// Its place among the entries that the reader is shown, from 1.
    pub sequence: i64,
    /// What kind of thing happened.
    pub kind: HappeningKind,
    /// The day on which it happened.
    pub happened_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// What happened, in plain English, in the words for its reader.
    #[schema(max_length = 21000)]
    pub text: String,
    /// Who recorded it; shown to staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<StaffName>,
    /// The dated facts that followed from it.
    #[schema(max_items = 20)]
    pub facts: Vec<DatedFact>,
    /// Rules that were not kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub breaches: Vec<Breach>,
}

/// A dated fact.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DatedFact {
    /// What happened.
    pub kind: FactKind,
    /// When.
    pub on: NaiveDate,
}

/// The deadlines of a case, each with the steps that led to its day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseDeadlines {
    /// The day for which the statuses hold.
    pub as_of: NaiveDate,
    /// The deadlines of the assessment.
    #[schema(max_items = 100)]
    pub assessment: Vec<Deadline>,
    /// The deadlines of each request for advice.
    #[schema(max_items = 100)]
    pub advice: Vec<AdviceDeadlines>,
    /// The deadlines that follow from a plan in force.
    #[schema(max_items = 100)]
    pub plan: Vec<Deadline>,
    /// After a refusal: until when the family can contact a mediation adviser and appeal.
    #[schema(max_items = 20)]
    pub rights: Vec<Deadline>,
    /// The deadlines of mediation and appeals and of what must be done because of them, for those who see these.
    #[schema(max_items = 100)]
    pub disputes: Vec<crate::DisputeDeadlines>,
}

/// The deadlines of one request for advice.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdviceDeadlines {
    /// The request for advice.
    pub advice_request_id: AdviceRequestId,
    /// Which advice.
    pub kind: AdviceKind,
    /// Its deadlines.
    #[schema(max_items = 20)]
    pub deadlines: Vec<Deadline>,
}

/// A decision with its reasons and the family's rights.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DecisionView {
    /// The decision.
    pub id: DecisionId,
    /// What was decided.
    pub kind: DecisionKind,
    /// The legal test that was applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub criteria: Option<String>,
    /// The evidence that was considered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub evidence_considered: Option<String>,
    /// The reasons, in plain English.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub reasons: Option<String>,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// The day on which the family was told; absent while the notice has not been sent. Only staff see it until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<NaiveDate>,
    /// The last day for telling the family, while the notice has not been sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_due_on: Option<NaiveDate>,
    /// The notice that told it, for those who may read one of its letters. It says how it was served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_id: Option<NoticeId>,
    /// In which role it was decided; absent for what was recorded before this was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_as: Option<Role>,
    /// Who decided; for the family and those who deal with the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<StaffName>,
    /// What the family can do about it, and until when; absent where there is no right of appeal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<RightsView>,
}

impl DecisionView {
    /// Leaves only the outcome and its days.
    pub(crate) fn hide_reasons(&mut self) {
        self.criteria = None;
        self.evidence_considered = None;
        self.reasons = None;
    }
}

/// What a family can do about a decision, and until when.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RightsView {
    /// The last day to contact a mediation adviser (SEND Regulations 2014, reg 33).
    pub contact_mediation_adviser_by: NaiveDate,
    /// The last day to appeal to the Tribunal, counted from the notice alone; a mediation certificate can give longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_by: Option<NaiveDate>,
    /// What the notice must tell the family, a sentence each.
    #[schema(value_type = Vec<ehcp_case::Prose>, max_items = 20)]
    pub notice_says: Vec<String>,
    /// The last days in plain English.
    #[schema(max_length = 1000)]
    pub in_words: String,
}

/// A request for advice.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdviceRequestView {
    /// The request.
    pub id: AdviceRequestId,
    /// The case.
    pub case_id: CaseId,
    /// The case's reference.
    #[schema(example = "EHC-2026-000123", max_length = 15)]
    pub case_reference: String,
    /// The child's name.
    #[schema(example = "Maya Okafor", max_length = 401)]
    pub child_name: String,
    /// Which advice.
    pub kind: AdviceKind,
    /// Whom it is addressed to.
    #[schema(max_length = 200)]
    pub addressee: String,
    /// The setting that is asked and can answer here; shown to staff and to whoever is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education_setting_id: Option<EducationSettingId>,
    /// The adviser who is asked and can answer here; shown to staff and to whoever is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adviser_id: Option<UserId>,
    /// What is asked; for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub referral: Option<String>,
    /// The day on which it was sent.
    pub sent_on: NaiveDate,
    /// The day on which the body received it.
    pub received_on: NaiveDate,
    /// The last day for the advice (reg 8(1)).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// Where that stands today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The day on which the advice, or a refusal, came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_on: Option<NaiveDate>,
    /// Whether the body refused to advise.
    pub refused: bool,
    /// The advice, or the reasons of a refusal; for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub text: Option<String>,
    /// The version of this request.
    pub version: i64,
}

/// An exception to a time limit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExceptionView {
    /// The exception.
    pub id: ExceptionId,
    /// Which one.
    pub kind: ExceptionKind,
    /// What that is, in plain English.
    #[schema(max_length = 300)]
    pub in_words: String,
    /// The request for advice it belongs to; absent when it is of the whole assessment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice_request_id: Option<AdviceRequestId>,
    /// The first day on which it held.
    pub from_on: NaiveDate,
    /// The last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
    /// The evidence, for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub evidence: Option<String>,
    /// Why it made keeping the time limit impractical, for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub why_impractical: Option<String>,
}

/// The schema of a plan's text: one text for each letter of a section.
pub(crate) fn sections_schema() -> Object {
    let text = ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .min_length(Some(1))
        .max_length(Some(20_000));
    ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::Object))
        .description(Some(
            "The text of each section by its letter: A, B, C, D, E, F, G, H1, H2, I, J, K.",
        ))
        .additional_properties(Some(text))
        .build()
}

/// A version of a plan without its text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanSummary {
    /// The version.
    pub id: PlanId,
    /// The case.
    pub case_id: CaseId,
    /// A draft or the final plan.
    pub kind: PlanKind,
    /// Its number among the drafts or final plans, from 1.
    pub number: i32,
    /// The day on which it was sent; absent while it is being written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_on: Option<NaiveDate>,
    /// The day on which it counts as served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served_on: Option<NaiveDate>,
    /// How it was served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<ServiceMethod>,
    /// For a draft: the last of the fifteen days that the family has at the least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub respond_by: Option<NaiveDate>,
    /// The day on which the health body agreed section G.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health_body_agreed_on: Option<NaiveDate>,
    /// The version of its text.
    pub version: i64,
}

/// A version of a plan with its text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanView {
    /// Which version it is.
    #[serde(flatten)]
    pub plan: PlanSummary,
    /// The text of each section that the reader may see, by its letter.
    #[schema(schema_with = sections_schema)]
    pub sections: BTreeMap<&'static str, String>,
}

/// What a family said about a draft.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RepresentationView {
    /// The representations.
    pub id: RepresentationId,
    /// The draft.
    pub plan_id: PlanId,
    /// The day on which they were received.
    pub received_on: NaiveDate,
    /// What the family says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub text: Option<String>,
    /// The school or institution the family asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub requested_setting: Option<String>,
    /// Whether the family asks for a meeting.
    pub wants_meeting: bool,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Position>,
}

/// A place in a list that is ordered by a due date and then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Position {
    /// The due date of the last item; 9999-12-31 when it has none.
    pub due_on: NaiveDate,
    /// Its id.
    pub id: uuid::Uuid,
}

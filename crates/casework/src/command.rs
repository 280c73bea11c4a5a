//! What people send. Unknown members are refused; every text has a limit.

use chrono::NaiveDate;
use ehcp_assessment::{
    AdviceKind, CorrectableFact, DecisionKind, PlanText, Reasons, RequestSource, ServiceMethod,
};
use ehcp_case::{
    AdviceRequestId, CaseId, ChildId, EducationSettingId, Line, Prose, Stage, TeamId, Upn, UserId,
};
use ehcp_deadlines::ExceptionKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A child who is not on record yet.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChild {
    /// Given name.
    #[schema(value_type = String, example = "Maya", min_length = 1, max_length = 200)]
    pub given_name: Line,
    /// Family name.
    #[schema(value_type = String, example = "Okafor", min_length = 1, max_length = 200)]
    pub family_name: Line,
    /// Date of birth.
    #[schema(example = "2018-03-14")]
    pub born_on: NaiveDate,
    /// Unique pupil number, if known.
    #[serde(default)]
    pub upn: Option<Upn>,
}

/// A request for an EHC needs assessment (Children and Families Act 2014, s.36(1)), or a child brought to the
/// authority's attention (s.24). Give either `child_id` or `child`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeRequest {
    /// A child who is on record.
    #[serde(default)]
    pub child_id: Option<ChildId>,
    /// A child who is not on record yet.
    #[serde(default)]
    pub child: Option<NewChild>,
    /// Who asked. Only staff need to say; for everybody else it follows from who they are.
    #[serde(default)]
    pub source: Option<RequestSource>,
    /// The day on which the request reached the authority; today unless staff record an earlier one.
    #[serde(default)]
    #[schema(example = "2026-09-07")]
    pub received_on: Option<NaiveDate>,
    /// Why an assessment is asked for.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 20000, example = "Maya finds it hard to follow what is said in class and has few words of her own.")]
    pub reasons: Option<Prose>,
    /// The setting that asked, when staff record its request.
    #[serde(default)]
    pub education_setting_id: Option<EducationSettingId>,
}

/// Consulting the parent or the young person about an assessment (Children and Families Act 2014, s.36(4); SEND
/// Regulations 2014, reg 3).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsultFamily {
    /// The day on which the family was asked; today unless an earlier one is recorded.
    #[serde(default)]
    #[schema(example = "2026-09-09")]
    pub consulted_on: Option<NaiveDate>,
}

/// The notice that an assessment is being considered (SEND Regulations 2014, reg 4(2)).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendConsideringNotice {
    /// The day on which it was sent; today unless an earlier one is recorded.
    #[serde(default)]
    #[schema(example = "2026-09-09")]
    pub sent_on: Option<NaiveDate>,
}

/// How the family learns of a decision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeOfDecision {
    /// By a notice that is still to be sent from here. Until then it does not know of the decision.
    #[default]
    ToBeSent,
    /// In another way, such as a letter on paper: on `notified_on`, today when that is left out.
    SentOtherwise,
}

/// A decision with its reasons.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDecision {
    /// What was decided.
    pub kind: DecisionKind,
    /// The day of the decision; today unless an earlier one is recorded.
    #[serde(default)]
    #[schema(example = "2026-10-12")]
    pub decided_on: Option<NaiveDate>,
    /// Whether its notice is still to be sent from here, or the family was told in another way.
    #[serde(default)]
    pub notice: NoticeOfDecision,
    /// The day on which the family was told in another way. Leave it out when the notice is to be sent from here.
    #[serde(default)]
    #[schema(example = "2026-10-12")]
    pub notified_on: Option<NaiveDate>,
    /// Why.
    pub reasons: Reasons,
}

/// A request for advice (SEND Regulations 2014, reg 6). Give `education_setting_id` or `adviser_id`, not both, when
/// the one who is asked signs in here.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestAdvice {
    /// Which advice.
    pub kind: AdviceKind,
    /// Whom it is addressed to.
    #[schema(value_type = String, example = "Educational psychology service", min_length = 1, max_length = 200)]
    pub addressee: Line,
    /// The setting that is asked.
    #[serde(default)]
    pub education_setting_id: Option<EducationSettingId>,
    /// The adviser who is asked.
    #[serde(default)]
    pub adviser_id: Option<UserId>,
    /// What is asked.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Please advise on Maya's language and communication needs.")]
    pub referral: Prose,
    /// The day on which it was sent; today unless an earlier one is recorded.
    #[serde(default)]
    #[schema(example = "2026-10-13")]
    pub sent_on: Option<NaiveDate>,
    /// The day on which the body received it; the day of sending unless given. Its six weeks run from here.
    #[serde(default)]
    #[schema(example = "2026-10-14")]
    pub received_on: Option<NaiveDate>,
}

/// Advice, or a refusal to advise with its written reasons (s.31(3)).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandInAdvice {
    /// The day on which the authority received it; today unless staff record an earlier one.
    #[serde(default)]
    #[schema(example = "2026-11-10")]
    pub received_on: Option<NaiveDate>,
    /// Whether this is a refusal to advise.
    #[serde(default)]
    pub refused: bool,
    /// The advice, or the reasons of the refusal.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Maya has a developmental language disorder. She needs direct speech and language therapy every week.")]
    pub text: Prose,
}

/// An exception to a time limit, with its evidence (SEND Regulations 2014, regs 5(4), 8(2), 10(4)).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordException {
    /// Which exception.
    pub kind: ExceptionKind,
    /// The request for advice it belongs to; leave it out when it is of the whole assessment.
    #[serde(default)]
    pub advice_request_id: Option<AdviceRequestId>,
    /// The first day on which it held: the first closed day, the first day away, the day of the missed appointment.
    #[schema(example = "2026-07-23")]
    pub from_on: NaiveDate,
    /// The last day; leave it out while it goes on.
    #[serde(default)]
    #[schema(example = "2026-09-01")]
    pub until_on: Option<NaiveDate>,
    /// For a closure: the day on which the setting was asked for advice.
    #[serde(default)]
    #[schema(example = "2026-07-20")]
    pub advice_requested_on: Option<NaiveDate>,
    /// The evidence.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Term dates published by the school.")]
    pub evidence: Prose,
    /// Why it made keeping the time limit impractical.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Nobody at the school could give advice while it was closed.")]
    pub why_impractical: Prose,
}

/// The text of a plan, section by section (SEND Regulations 2014, reg 12).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanTextBody {
    /// The text of each section by its letter: A, B, C, D, E, F, G, H1, H2, I, J, K.
    #[schema(schema_with = crate::view::sections_schema)]
    pub sections: PlanText,
}

/// Serving a draft plan on the family (SEND Regulations 2014, reg 13(1)).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServeDraft {
    /// The day on which it was sent; today unless an earlier one is recorded.
    #[serde(default)]
    #[schema(example = "2026-12-14")]
    pub sent_on: Option<NaiveDate>,
    /// How it reaches the family.
    pub method: ServiceMethod,
    /// Whether the family has agreed in writing to electronic service (Education Act 1996, s.572(2)).
    #[serde(default)]
    pub written_consent: bool,
}

/// What the family says about the draft (Children and Families Act 2014, s.38(2)(b)).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeRepresentations {
    /// The day on which the authority received it; today unless staff record an earlier one.
    #[serde(default)]
    #[schema(example = "2026-12-20")]
    pub received_on: Option<NaiveDate>,
    /// What the family says.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 20000, example = "Section F should say how long each therapy session is.")]
    pub text: Option<Prose>,
    /// The school or institution the family asks for.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "Alder Brook Primary School")]
    pub requested_setting: Option<Line>,
    /// Whether the family asks for a meeting with an officer.
    #[serde(default)]
    pub wants_meeting: bool,
}

/// Sending the final plan (SEND Regulations 2014, reg 13(2)).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendFinalPlan {
    /// The whole text, with section I.
    #[schema(schema_with = crate::view::sections_schema)]
    pub sections: PlanText,
    /// The day on which it was sent; today unless an earlier one is recorded.
    #[serde(default)]
    #[schema(example = "2027-01-20")]
    pub sent_on: Option<NaiveDate>,
    /// The day on which the health body agreed section G (reg 12(2)).
    #[serde(default)]
    #[schema(example = "2027-01-15")]
    pub health_body_agreed_on: Option<NaiveDate>,
}

/// A wrong date to correct.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectDate {
    /// Which fact.
    pub fact: CorrectableFact,
    /// The request for advice whose day it is, for the facts of a request for advice.
    #[serde(default)]
    pub advice_request_id: Option<AdviceRequestId>,
    /// The right day.
    #[schema(example = "2026-09-04")]
    pub happened_on: NaiveDate,
    /// Why the earlier one was wrong.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "The letter has a stamp of 4 September 2026.")]
    pub reason: Prose,
}

/// Giving a case to a team and an officer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignCase {
    /// The team; the same as now when left out.
    #[serde(default)]
    pub team_id: Option<TeamId>,
    /// The named officer, who must work in that team.
    #[serde(default)]
    pub officer_id: Option<UserId>,
}

/// Linking an adult to a child.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkParent {
    /// The e-mail address with which the adult signs in.
    #[schema(value_type = String, example = "amina.okafor@example.org", min_length = 3, max_length = 200)]
    pub email: Line,
    /// Whether the adult has parental responsibility.
    pub parental_responsibility: bool,
    /// Whether the adult has care of the child (Education Act 1996, s.576).
    pub has_care: bool,
    /// From this day; today when left out.
    #[serde(default)]
    #[schema(example = "2026-09-07")]
    pub from_on: Option<NaiveDate>,
    /// Until this day.
    #[serde(default)]
    pub until_on: Option<NaiveDate>,
    /// Said when a bar or limit of the child names somebody of this name, and it has been made sure that this is another
    /// person.
    #[serde(default)]
    pub is_somebody_else: bool,
    /// What it rests on.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Birth certificate seen on 7 September 2026.")]
    pub evidence: Prose,
}

/// Recording that the young person acts for themself.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordYoungPerson {
    /// The e-mail address with which the young person signs in.
    #[schema(value_type = String, example = "leo.marsh@example.org", min_length = 3, max_length = 200)]
    pub email: Line,
    /// From this day, not before compulsory school age has ended.
    #[schema(example = "2026-06-27")]
    pub from_on: NaiveDate,
    /// Said when a bar or limit of the child names somebody of this name, and it has been made sure that this is another
    /// person.
    #[serde(default)]
    pub is_somebody_else: bool,
    /// What it rests on.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Met at college on 1 July 2026; identity checked.")]
    pub evidence: Prose,
}

/// Putting a child on the roll of a setting.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// The setting.
    pub education_setting_id: EducationSettingId,
    /// From this day.
    #[schema(example = "2026-09-01")]
    pub from_on: NaiveDate,
    /// The last day.
    #[serde(default)]
    pub until_on: Option<NaiveDate>,
    /// The child is registered at another setting too, whose place goes on. Otherwise an earlier place ends the day before.
    #[serde(default)]
    pub dual_registration: bool,
}

/// Where the address says it all.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NothingToSay {}

/// What a list of cases is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct CaseQuery {
    /// Only cases at this stage.
    pub stage: Option<Stage>,
    /// Only cases of this officer.
    pub officer_id: Option<UserId>,
    /// Only cases of this team.
    pub team_id: Option<TeamId>,
    /// Only the case of this child.
    pub child_id: Option<ChildId>,
    /// Only the case with this reference.
    pub reference: Option<String>,
    /// Only cases whose next statutory day is over.
    pub overdue: bool,
    /// Only cases whose next statutory day is within this many days, the overdue ones included.
    pub due_within_days: Option<u32>,
    /// Only cases after this place.
    pub after: Option<(NaiveDate, CaseId)>,
    /// At most this many, 1 to 200.
    pub limit: u32,
}

//! Who looked at a child's record.

use crate::{Error, Look};
use chrono::{DateTime, Utc};
use ehcp_access::{Action, EMERGENCY, Fields, HELPER, Role, Scope};
use ehcp_case::{CaseId, UserId};
use ehcp_store::{ReaderPlace, ReaderRow, WithoutReaders};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A place in the list of those who looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderPosition {
    at: DateTime<Utc>,
    stream: Uuid,
    number: i64,
}

impl From<ReaderPlace> for ReaderPosition {
    fn from((at, stream, number): ReaderPlace) -> Self {
        Self { at, stream, number }
    }
}

/// Somebody who looked at a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseReader {
    /// Where it stands in the list.
    #[serde(skip)]
    #[schema(ignore)]
    pub position: ReaderPosition,
    /// When.
    pub at: DateTime<Utc>,
    /// In which role.
    pub role: Role,
    /// The role in words.
    #[schema(max_length = 100)]
    pub role_in_words: String,
    /// The name: to families that of the named officer and their own; to staff every name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub name: Option<String>,
    /// The team, for the council's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    pub team: Option<String>,
    /// The setting, for its people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub education_setting: Option<String>,
    /// What was looked at, in plain English.
    #[schema(max_length = 200)]
    pub what: String,
    /// Why this person may look, in plain English.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub why: Option<String>,
    /// Who, for those who look into it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The reason that the reader gave; shown to those who look into it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 300)]
    pub reason: Option<String>,
    /// The network from which it was asked; shown to those who look into it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    pub network: Option<String>,
}

/// Who looked at a case, the latest first, after a place; at most `limit`. A family sees roles, teams and settings,
/// the name of its named officer, and of its own members only the reader: when the other parent looks is theirs alone.
///
/// # Errors
/// When the case is hidden, or the list is not for this person.
pub fn case_readers(
    look: &mut Look<'_, '_>,
    id: CaseId,
    after: Option<ReaderPosition>,
    limit: u32,
) -> Result<Vec<CaseReader>, Error> {
    let (permit, _) = look.case(id, Action::ReadReaders)?;
    let asker = look.actor.user;
    // Whatever is kept from somebody, they stay one of the family.
    let family = look.actor.role.is_family();
    let without = match family {
        true => WithoutReaders {
            roles_but: Some((vec![Role::Parent, Role::YoungPerson], asker)),
            // While an emergency is looked into, nobody is warned.
            unreviewed_emergencies: true,
        },
        false => WithoutReaders::default(),
    };
    let before = after.map(|place| (place.at, place.stream, place.number));
    let rows = look.tx.readers_of(id, &without, before, i64::from(limit))?;
    let officer = permit.subject().officer_id;
    let full = permit.fields() == Fields::Full;
    Ok(rows
        .into_iter()
        .map(|row| {
            let sealed = permit
                .subject()
                .sealed_until
                .is_some_and(|until| row.place.0 <= until);
            // Before an adoption it was another family.
            let stranger = sealed && row.role.is_family() && row.user_id != asker;
            let named =
                permit.fields().sees_staff_names() || row.user_id == asker || Some(row.user_id) == officer;
            let mut view = view(row, named && !stranger, full && !sealed);
            if permit.hides_whereabouts() {
                // Which school looked, or which team of which part of the area, tells where the child is.
                view.team = None;
                view.education_setting = None;
            }
            view
        })
        .collect())
}

fn view(row: ReaderRow, named: bool, full: bool) -> CaseReader {
    CaseReader {
        position: row.place.into(),
        at: row.place.0,
        role: row.role,
        role_in_words: row.role.title().to_owned(),
        name: named.then_some(row.name),
        team: (!row.teams.is_empty()).then(|| row.teams.join(", ")),
        education_setting: row.education_setting,
        what: what(&row.operation).to_owned(),
        why: row.purpose.as_deref().and_then(why),
        user_id: full.then_some(row.user_id),
        reason: row.reason.filter(|_| full),
        network: row.network.filter(|_| full),
    }
}

/// What an operation shows, in plain English.
fn what(operation: &str) -> &'static str {
    match operation {
        "read_case" => "Where the case stands",
        "read_case_timeline" => "What has happened",
        "read_case_deadlines" => "The dates",
        "list_case_readers" => "Who has looked",
        "read_child" | "list_children" => "The child's details",
        "list_decisions" => "The decisions",
        "list_exceptions" => "Why a date could not be kept",
        "list_plans" | "read_plan" => "The plan",
        "list_representations" => "What the family said about the draft plan",
        "list_case_advice_requests" | "list_advice_requests" | "read_advice_request" => "The advice",
        "list_attachments" | "read_attachment" => "Which files of evidence there are",
        "read_attachment_content" => "A file of evidence",
        "subject_access" => "Everything on record, for somebody who asked for it",
        "list_hand_overs" => "Who acts for the young person",
        "read_contacts" => "How people are reached",
        "list_child_versions" => "Earlier details of the child",
        "list_disputes" | "read_dispute" | "list_challenges" => "Mediation and appeals",
        "list_disclosures" => "To whom papers were passed on",
        "list_notices" | "read_notice" => "Which letters were sent",
        "list_letters_to_post" => "Which letters are to be posted",
        "read_notice_document" => "A letter",
        "preview_notice" => "What a letter would say",
        "list_statements" => "Statements about the record",
        "list_cases" | "read_work_list" | "find_cases" => "A list with this case in it",
        _ => "A part of the record",
    }
}

/// Why somebody may look, in plain English.
fn why(purpose: &str) -> Option<String> {
    let reasons: Vec<&str> = purpose.split(' ').filter_map(reason_in_words).collect();
    (!reasons.is_empty()).then(|| reasons.join(" "))
}

fn reason_in_words(word: &str) -> Option<&'static str> {
    let words = match word {
        EMERGENCY => "They opened the record in an emergency.",
        HELPER => "The family has asked them to help.",
        _ => match word.parse::<Scope>().ok()? {
            Scope::Own => "It is their own record.",
            Scope::LinkedChild => "It is their child.",
            Scope::OnRoll => "The child is on the roll of their setting, or it was asked about a place.",
            Scope::AssignedAdvice => "They were asked for advice.",
            Scope::TeamOrCaseload => "Their team looks after the case.",
            Scope::MeetingPack => "The case was on the agenda of their meeting.",
            Scope::AuditSample => "The case was in a sample for checking quality.",
            Scope::Authority => "Their work covers every case of the council.",
        },
    };
    Some(words)
}

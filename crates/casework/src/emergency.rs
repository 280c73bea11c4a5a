//! Reading a case in an emergency: for a reason, for some hours, looked at afterwards.

use crate::approval::SEALED;
use crate::case_file::Details;
use crate::{Act, Error, Look, Moment, StaffName};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use ehcp_access::{Action, EmergencyGround, Finding, reach_of};
use ehcp_assessment::{Happening, HappeningKind};
use ehcp_calendar::{human_date, london_date};
use ehcp_case::{BreakGlassId, CaseId, Prose, Refusal, UserId};
use ehcp_store::{BreakGlassRow, ReadTx, was_made_by};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

/// The fewest characters of a reason that says something.
const SHORTEST_REASON: usize = 20;

/// The longest an opening lasts, in hours.
const LONGEST_HOURS: u32 = 8;

/// An opening must be looked at within this many working days.
const DAYS_TO_REVIEW: u32 = 5;

/// Opening a case in an emergency. Give `case_id` or `reference`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenBreakGlass {
    /// The case.
    #[serde(default)]
    pub case_id: Option<CaseId>,
    /// Its reference.
    #[serde(default)]
    #[schema(example = "EHC-2026-000123", max_length = 30)]
    pub reference: Option<String>,
    /// The kind of reason.
    pub ground: EmergencyGround,
    /// The reason, in at least 20 characters.
    #[schema(value_type = String, min_length = 20, max_length = 20000, example = "The hospital asks which medicines Maya must not be given; her officer is away.")]
    pub reason: Prose,
    /// For how many hours, at most 8.
    #[schema(minimum = 1, maximum = 8, example = 2)]
    pub hours: u32,
}

/// Saying whether an emergency reading was justified.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewBreakGlass {
    /// What was found.
    pub finding: Finding,
    /// In words.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "The hospital confirms the call.")]
    pub note: Prose,
}

/// An opening of a case in an emergency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BreakGlassView {
    /// The opening.
    pub id: BreakGlassId,
    /// The case.
    pub case_id: CaseId,
    /// Who opened it.
    pub opened_by: StaffName,
    /// The kind of reason.
    pub ground: EmergencyGround,
    /// The reason.
    #[schema(max_length = 20000)]
    pub reason: String,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// When the reading ends, or ended.
    pub ends_at: DateTime<Utc>,
    /// Whether it is open now.
    pub open: bool,
    /// The last day on which it should be looked at: five working days after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_due_on: Option<NaiveDate>,
    /// Whether nobody looked at it in time.
    pub review_late: bool,
    /// When somebody looked at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed_at: Option<DateTime<Utc>>,
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed_by: Option<StaffName>,
    /// What they found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
    /// In their words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub review_note: Option<String>,
}

/// Opens a case for reading, at once and for some hours. A bar still hides it.
///
/// # Errors
/// When there is no such case or a bar hides it, the reason is too short, or the hours are too many.
pub fn open_break_glass(act: &mut Act<'_, '_>, command: &OpenBreakGlass) -> Result<BreakGlassView, Error> {
    if command.reason.as_str().trim().chars().count() < SHORTEST_REASON {
        return Err(Error::field(
            "/reason",
            "too_short",
            "Say in at least 20 characters why it cannot wait for somebody who has the case.",
        ));
    }
    if !(1..=LONGEST_HOURS).contains(&command.hours) {
        return Err(Error::field("/hours", "out_of_range", "Give 1 to 8 hours."));
    }
    let id = match (command.case_id, &command.reference) {
        (Some(id), None) => id,
        (None, Some(reference)) => act.tx.case_by_reference(reference)?.ok_or(Error::NotFound)?,
        _ => {
            return Err(Error::field(
                "/case_id",
                "missing",
                "Name the case: give case_id or reference, not both.",
            ));
        }
    };
    let (permit, child) = act.case(id, Action::OpenBreakGlass)?;
    act.keep_contacts_out(child.id, [("/reason", command.reason.as_str())])?;
    let now = act.moment.now;
    let row = BreakGlassRow {
        id: act.id(),
        case_id: id,
        user_id: act.actor.user,
        ground: command.ground,
        reason: command.reason.to_string(),
        opened_at: now,
        ends_at: now + Duration::hours(i64::from(command.hours)),
        closed_at: None,
        reviewed_at: None,
        reviewed_by: None,
        finding: None,
        review_note: None,
    };
    act.tx.insert_break_glass(&row)?;
    let details = Details::default()
        .id("break_glass_id", row.id)
        .word("ground", row.ground.word())
        .id("ends_at", row.ends_at.to_rfc3339())
        .digest("reason", &row.reason);
    note(act, permit.subject().id, HappeningKind::BreakGlassOpened, details)?;
    act.tell_of_an_emergency(permit.subject())?;
    view_one(act, row)
}

/// An entry in the case's log; the case itself has not changed.
fn note(act: &mut Act<'_, '_>, case: CaseId, kind: HappeningKind, details: Details) -> Result<(), Error> {
    let (mut case, _) = act.tx.case_unchecked(case)?.ok_or(Error::NotFound)?;
    act.append(&mut case, &Happening::new(kind, act.moment.today), details)
}

fn view_one(act: &mut Act<'_, '_>, row: BreakGlassRow) -> Result<BreakGlassView, Error> {
    let moment = act.moment;
    views(act.tx, vec![row], &moment)?.pop().ok_or(Error::NotFound)
}

/// Closes one's own opening before its end.
///
/// # Errors
/// When it is somebody else's, or over.
pub fn close_break_glass(act: &mut Act<'_, '_>, id: BreakGlassId) -> Result<BreakGlassView, Error> {
    act.may(Action::ReadBreakGlass)?;
    let own = act.actor.user;
    let row = act
        .tx
        .break_glass(id)?
        .filter(|row| row.user_id == own)
        .ok_or(Error::NotFound)?;
    let now = act.moment.now;
    if row.closed_at.is_some() || row.ends_at <= now {
        return Err(Refusal::AlreadyDone {
            explanation: format!(
                "This reading ended on {}. If it cannot wait again, open the case anew and say why.",
                human_date(london_date(row.closed_at.unwrap_or(row.ends_at)))
            ),
        }
        .into());
    }
    act.case(row.case_id, Action::ReadCase)?;
    act.tx.close_break_glass(id, now)?;
    let details = Details::default().id("break_glass_id", id);
    note(act, row.case_id, HappeningKind::BreakGlassClosed, details)?;
    let row = act.tx.break_glass(id)?.ok_or(Error::NotFound)?;
    view_one(act, row)
}

/// Keeps what information governance found.
///
/// # Errors
/// When it is hidden, one's own, or was looked at already.
pub fn review_break_glass(
    act: &mut Act<'_, '_>,
    id: BreakGlassId,
    command: &ReviewBreakGlass,
) -> Result<BreakGlassView, Error> {
    let row = act.tx.break_glass(id)?.ok_or(Error::NotFound)?;
    let (_, child) = act.case(row.case_id, Action::ReviewBreakGlass)?;
    act.keep_contacts_out(child.id, [("/note", command.note.as_str())])?;
    let row = act.tx.break_glass(row.id)?.ok_or(Error::NotFound)?;
    if row.user_id == act.actor.user {
        return Err(Error::Forbidden {
            reason: "Nobody looks at their own emergency reading.".to_owned(),
        });
    }
    if let Some(at) = row.reviewed_at {
        return Err(Refusal::AlreadyDone {
            explanation: format!(
                "Somebody looked at this reading on {}. The list of emergency readings shows what they found.",
                human_date(london_date(at))
            ),
        }
        .into());
    }
    let (by, now) = (act.actor.user, act.moment.now);
    act.tx
        .review_break_glass(id, by, now, command.finding, command.note.as_str())?;
    let details = Details::default()
        .id("break_glass_id", id)
        .word("finding", command.finding.word())
        .digest("note", command.note.as_str());
    note(act, row.case_id, HappeningKind::BreakGlassReviewed, details)?;
    let row = act.tx.break_glass(id)?.ok_or(Error::NotFound)?;
    view_one(act, row)
}

/// Which openings a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BreakGlassStanding {
    /// Nobody has looked at them yet.
    Unreviewed,
    /// Nobody has looked at them, and the five working days are over.
    Late,
}

/// One's own openings and those of the cases that the person has; for information governance all. The latest first,
/// after `after`; at most `limit`.
///
/// # Errors
/// When they are not for this person.
pub fn break_glass_openings(
    look: &mut Look<'_, '_>,
    standing: Option<BreakGlassStanding>,
    after: Option<BreakGlassId>,
    limit: u32,
) -> Result<Vec<BreakGlassView>, Error> {
    look.may(Action::ReadBreakGlass)?;
    let reach = reach_of(&look.actor, Action::ReadBreakGlass);
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let moment = look.moment;
    let (mut place, mut found) = (after, Vec::new());
    loop {
        let rows = look.tx.break_glass_reached(
            &reach,
            &look.actor,
            moment.as_of(),
            standing.is_some(),
            place,
            i64::from(limit),
        )?;
        place = rows.last().map(|row| row.id);
        let last = rows.len() < wanted;
        let cases = rows.iter().map(|row| row.case_id);
        let sealed = look.tx.sealed_for(look.actor.user, moment.now, cases)?;
        found.extend(
            views(look.tx, rows, &moment)?
                .into_iter()
                .map(|mut view| {
                    let until = sealed.get(&view.case_id).copied();
                    if until.is_some_and(|until| was_made_by(view.id.into(), until)) {
                        SEALED.clone_into(&mut view.reason);
                        view.review_note = None;
                    }
                    view
                })
                .filter(|view| standing != Some(BreakGlassStanding::Late) || view.review_late),
        );
        if last || found.len() >= wanted {
            break;
        }
    }
    found.truncate(wanted);
    for view in &found {
        look.saw(view.case_id);
    }
    Ok(found)
}

fn views(
    tx: &mut ReadTx<'_>,
    rows: Vec<BreakGlassRow>,
    moment: &Moment,
) -> Result<Vec<BreakGlassView>, Error> {
    let people: Vec<_> = rows
        .iter()
        .flat_map(|row| [Some(row.user_id), row.reviewed_by])
        .flatten()
        .collect();
    let names: HashMap<UserId, String> = tx.user_names(people.into_iter())?.into_iter().collect();
    let named = |id: UserId| StaffName {
        id,
        name: names.get(&id).cloned().unwrap_or_default(),
    };
    Ok(rows
        .into_iter()
        .map(|row| {
            let ends_at = row.closed_at.unwrap_or(row.ends_at);
            let due = moment
                .calendar
                .nth_working_day_after(london_date(row.opened_at), DAYS_TO_REVIEW)
                .ok();
            BreakGlassView {
                id: row.id,
                case_id: row.case_id,
                opened_by: named(row.user_id),
                ground: row.ground,
                reason: row.reason,
                opened_at: row.opened_at,
                open: moment.now < ends_at,
                ends_at,
                review_late: row.reviewed_at.is_none() && due.is_some_and(|due| moment.today > due),
                review_due_on: due,
                reviewed_at: row.reviewed_at,
                reviewed_by: row.reviewed_by.map(named),
                finding: row.finding,
                review_note: row.review_note,
            }
        })
        .collect())
}

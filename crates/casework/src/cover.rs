//! Officers who are away, and who looks after their caseload.

use crate::case_file::Details;
use crate::{Act, Error, Look, StaffName};
use chrono::NaiveDate;
use ehcp_access::{Action, Role};
use ehcp_case::{CoverId, TeamId, UserId};
use ehcp_store::{AccountEventKind, CoverRow, ReadTx};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

/// The longest absence that is covered at once, in days.
const LONGEST_DAYS: i64 = 366;

/// Arranging cover for an officer who is away.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrangeCover {
    /// Who is away: an officer of one of the manager's teams.
    pub officer_id: UserId,
    /// Who looks after the caseload.
    pub covered_by: UserId,
    /// The first day.
    #[schema(example = "2026-12-21")]
    pub from_on: NaiveDate,
    /// The last day.
    #[schema(example = "2027-01-08")]
    pub until_on: NaiveDate,
}

/// An absence, and who looks after the caseload.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoverView {
    /// The absence.
    pub id: CoverId,
    /// Who is away.
    pub officer: StaffName,
    /// Who looks after the caseload.
    pub covered_by: StaffName,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
    /// Whether it was ended before its last day.
    pub ended: bool,
}

/// Lets an officer look after another's caseload for some days.
///
/// # Errors
/// When the person manages no team of that officer, somebody is no officer, or a day is impossible.
pub fn arrange_cover(act: &mut Act<'_, '_>, command: &ArrangeCover) -> Result<CoverView, Error> {
    act.may(Action::ArrangeCover)?;
    if command.officer_id == command.covered_by {
        return Err(Error::field(
            "/covered_by",
            "the_same",
            "Somebody else must look after the caseload.",
        ));
    }
    let days = (command.until_on - command.from_on).num_days();
    if command.until_on < act.moment.today || !(0..LONGEST_DAYS).contains(&days) {
        return Err(Error::field(
            "/until_on",
            "out_of_range",
            "Give a last day that is not past, not before the first, and within a year of it.",
        ));
    }
    in_own_team(act, command.officer_id)?;
    is_officer(act, command.covered_by)?;
    let row = CoverRow {
        id: act.id(),
        officer_id: command.officer_id,
        covered_by: command.covered_by,
        from_on: command.from_on,
        until_on: command.until_on,
        ended_at: None,
    };
    let recorded = act.recorded();
    act.tx.insert_cover(&row, recorded)?;
    leave_entries(act, &row, AccountEventKind::CoverBegan)?;
    shown(act.tx, vec![row])?
        .pop()
        .ok_or_else(|| Error::Internal("a cover was lost".to_owned()))
}

/// Cover opens a whole caseload: the log of whoever looks after it says so, and that of whoever is away.
fn leave_entries(act: &mut Act<'_, '_>, row: &CoverRow, kind: AccountEventKind) -> Result<(), Error> {
    for account in [row.covered_by, row.officer_id] {
        let details = Details::default()
            .id("cover_id", row.id)
            .id("officer_id", row.officer_id)
            .id("covered_by", row.covered_by)
            .day("from_on", row.from_on)
            .day("until_on", row.until_on);
        act.record_on_account(account, kind, details)?;
    }
    Ok(())
}

fn in_own_team(act: &mut Act<'_, '_>, officer: UserId) -> Result<(), Error> {
    let today = act.moment.today;
    let theirs = act.tx.teams_of(officer, today)?;
    if theirs.iter().any(|team| act.actor.teams.contains(team)) && is_officer(act, officer).is_ok() {
        return Ok(());
    }
    Err(Error::field(
        "/officer_id",
        "not_in_team",
        "Name an officer of one of your teams. The lists of the teams' staff have their ids.",
    ))
}

fn is_officer(act: &mut Act<'_, '_>, user: UserId) -> Result<(), Error> {
    let found = act.tx.user(user)?;
    let officer = found.is_some_and(|user| {
        matches!(user.role, Role::Officer | Role::Reviewer) && user.disabled_at.is_none()
    });
    if officer {
        Ok(())
    } else {
        Err(Error::field(
            "/covered_by",
            "not_an_officer",
            "Only an officer looks after a caseload. The lists of the teams' staff have their ids.",
        ))
    }
}

/// Ends an absence at once.
///
/// # Errors
/// When it is not of one of the manager's teams, or is over.
pub fn end_cover(act: &mut Act<'_, '_>, id: CoverId) -> Result<CoverView, Error> {
    act.may(Action::ArrangeCover)?;
    let row = act.tx.cover(id)?.ok_or(Error::NotFound)?;
    in_own_team(act, row.officer_id).map_err(|_| Error::NotFound)?;
    let recorded = act.recorded();
    if row.ended_at.is_none() {
        act.tx.end_cover(id, recorded)?;
        leave_entries(act, &row, AccountEventKind::CoverEnded)?;
    }
    let row = act.tx.cover(id)?.ok_or(Error::NotFound)?;
    shown(act.tx, vec![row])?.pop().ok_or(Error::NotFound)
}

/// The absences of the person's teams, and the person's own, that are not over.
///
/// # Errors
/// When this is not for the person.
pub fn covers(look: &mut Look<'_, '_>) -> Result<Vec<CoverView>, Error> {
    look.may(Action::ReadCover)?;
    let today = look.moment.today;
    let mut people = vec![look.actor.user];
    let teams: Vec<TeamId> = look.actor.teams.clone();
    for team in teams {
        people.extend(look.tx.team_staff(team, today)?.into_iter().map(|(id, ..)| id));
    }
    let rows = look.tx.covers_of(people, today)?;
    shown(look.tx, rows)
}

fn shown(tx: &mut ReadTx<'_>, rows: Vec<CoverRow>) -> Result<Vec<CoverView>, Error> {
    let people: Vec<_> = rows
        .iter()
        .flat_map(|row| [row.officer_id, row.covered_by])
        .collect();
    let names: HashMap<UserId, String> = tx.user_names(people.into_iter())?.into_iter().collect();
    let named = |id: UserId| StaffName {
        id,
        name: names.get(&id).cloned().unwrap_or_default(),
    };
    Ok(rows
        .into_iter()
        .map(|row| CoverView {
            id: row.id,
            officer: named(row.officer_id),
            covered_by: named(row.covered_by),
            from_on: row.from_on,
            until_on: row.until_on,
            ended: row.ended_at.is_some(),
        })
        .collect())
}

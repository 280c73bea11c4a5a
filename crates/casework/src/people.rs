//! The signed-in person, teams and settings.

use crate::{EducationSettingView, Error, Look, Me, StaffName, TeamView};
use ehcp_access::Action;
use ehcp_case::{EducationSettingId, TeamId};
use ehcp_store::{EducationSettingRow, TeamRow};

impl From<TeamRow> for TeamView {
    fn from(row: TeamRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            area: row.area,
            duty_line: row.duty_line,
            duty_email: row.duty_email,
        }
    }
}

impl From<EducationSettingRow> for EducationSettingView {
    fn from(row: EducationSettingRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            kind: row.kind,
            town: row.town,
        }
    }
}

/// The signed-in person.
///
/// # Errors
/// When the store cannot answer.
pub fn me(look: &mut Look<'_, '_>) -> Result<Me, Error> {
    look.may(Action::ReadOwnProfile)?;
    let user = look.tx.user(look.actor.user)?.ok_or(Error::Unauthenticated)?;
    let own = look.actor.teams.clone();
    let teams = look
        .tx
        .teams()?
        .into_iter()
        .filter(|team| own.contains(&team.id))
        .map(TeamView::from);
    let teams = teams.collect();
    let education_setting = match look.actor.setting {
        Some(id) => look.tx.education_setting(id)?.map(EducationSettingView::from),
        None => None,
    };
    Ok(Me {
        id: user.id,
        display_name: user.display_name,
        email: user.email,
        role: user.role,
        teams,
        education_setting,
        version: user.version,
    })
}

/// The teams with their duty lines.
///
/// # Errors
/// When they are not for this person.
pub fn teams(look: &mut Look<'_, '_>) -> Result<Vec<TeamView>, Error> {
    look.may(Action::ReadTeams)?;
    Ok(look.tx.teams()?.into_iter().map(TeamView::from).collect())
}

/// The staff of a team today, by name: those to whom a case can be given.
///
/// # Errors
/// When they are not for this person.
pub fn team_staff(look: &mut Look<'_, '_>, team: TeamId) -> Result<Vec<StaffName>, Error> {
    look.may(Action::ReadUsers)?;
    look.tx.team(team)?.ok_or(Error::NotFound)?;
    let staff = look.tx.team_staff(team, look.moment.today)?;
    Ok(staff
        .into_iter()
        .map(|(id, name, _)| StaffName { id, name })
        .collect())
}

/// Settings by name, after a place; at most `limit`.
///
/// # Errors
/// When they are not for this person.
pub fn settings(
    look: &mut Look<'_, '_>,
    after: Option<(String, EducationSettingId)>,
    limit: u32,
) -> Result<Vec<EducationSettingView>, Error> {
    look.may(Action::ReadSettings)?;
    let rows = look.tx.education_settings(after, i64::from(limit))?;
    Ok(rows.into_iter().map(EducationSettingView::from).collect())
}

//! Giving a case to a team and an officer.

use crate::case_file::{Assignment, CaseFile, Details, Extra};
use crate::reading::case_view;
use crate::{Act, AssignCase, CaseView, Error};
use ehcp_access::{Action, Role};
use ehcp_assessment::{Happening, HappeningKind};
use ehcp_case::{CaseId, TeamId};

/// Gives a case to a team and a named officer.
///
/// # Errors
/// When the case is hidden or changed, the team does not exist, or the officer does not work in it.
pub fn assign(act: &mut Act<'_, '_>, id: CaseId, seen: i64, command: &AssignCase) -> Result<CaseView, Error> {
    let (permit, child) = act.case_at(id, Action::AssignCase, seen)?;
    if command.team_id.is_none() && command.officer_id.is_none() {
        return Err(Error::field(
            "/officer_id",
            "missing",
            "Name an officer, a team, or both.",
        ));
    }
    let team = known_team(act, command.team_id.or(permit.subject().team_id))?;
    if let Some(officer) = command.officer_id {
        let works_there = act.tx.is_in_team(officer, team, act.moment.today)?;
        let is_officer = act.tx.user(officer)?.is_some_and(|user| {
            matches!(user.role, Role::Officer | Role::Reviewer) && user.disabled_at.is_none()
        });
        if !works_there || !is_officer {
            return Err(Error::field(
                "/officer_id",
                "not_in_team",
                "The named officer must be an officer who works in the team today. The list of the team's staff has their ids.",
            ));
        }
    }
    let known = permit.subject();
    if known.team_id == Some(team) && known.officer_id == command.officer_id {
        // Nothing changes, so nothing is recorded.
        let file = CaseFile::load(act.tx, known, child)?;
        let shield = act.shield(&permit)?;
        return case_view(act.tx, &act.moment, &permit, &shield, &file);
    }
    let happening = Happening::new(HappeningKind::Assigned, act.moment.today);
    let mut details = Details::default().id("team_id", team);
    if let Some(officer) = command.officer_id {
        details = details.id("officer_id", officer);
    }
    let assignment = Assignment {
        team: Some(team),
        officer: command.officer_id,
    };
    let extra = Extra {
        assignment: Some(assignment),
        ..Extra::default()
    };
    let file = act.record(&permit, &happening, details, &extra)?;
    let shield = act.shield(&permit)?;
    case_view(act.tx, &act.moment, &permit, &shield, &file)
}

fn known_team(act: &mut Act<'_, '_>, team: Option<TeamId>) -> Result<TeamId, Error> {
    let known = act.tx.teams()?;
    team.filter(|id| known.iter().any(|row| row.id == *id))
        .ok_or_else(|| {
            Error::field(
                "/team_id",
                "unknown_team",
                "There is no team with this id. The list of teams has the right one.",
            )
        })
}

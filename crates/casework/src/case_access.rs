//! Accounts that open what is in cases: nobody makes one alone, nor changes its role, teams or setting. A manager of the
//! teams or information governance agrees; while there is nobody of these, another administrator. Whoever has neither
//! makes the first accounts on the machine itself, with `ehcp user`.

use crate::Error;
use chrono::NaiveDate;
use ehcp_access::{Action, Actor, Role, reach};
use ehcp_case::{TeamId, UserId};
use ehcp_store::ReadTx;

/// Whether an account of this role opens what is in cases: by the table, some that nobody names to it one by one. A
/// family is tied to its child, and an adviser asked for each advice, by an officer. Those of information governance open
/// cases too, and are given by others: see [`is_powerful`](crate::account::is_powerful).
pub(crate) fn opens_cases(role: Role) -> bool {
    let reach = reach(role, Action::ReadCase);
    reach.authority || reach.scopes.iter().any(|scope| scope.closed_by_restriction())
}

/// Whose account it is and who asks: neither agrees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Concerned {
    pub(crate) asked_by: UserId,
    pub(crate) about: Option<UserId>,
}

/// Whether it is for somebody to decide on accounts of these teams: information governance, or a manager of all of them.
pub(crate) fn decides(actor: &Actor, teams: &[TeamId]) -> bool {
    match actor.role {
        Role::InformationGovernance => true,
        Role::Manager => !teams.is_empty() && teams.iter().all(|team| actor.teams.contains(team)),
        _ => false,
    }
}

/// Whether somebody could agree now: whoever decides on such accounts, or an administrator while there is nobody.
pub(crate) fn could_agree(
    tx: &mut ReadTx<'_>,
    actor: &Actor,
    teams: &[TeamId],
    concerned: Concerned,
    today: NaiveDate,
) -> Result<bool, Error> {
    if decides(actor, teams) {
        return Ok(true);
    }
    if actor.role != Role::Admin {
        return Ok(false);
    }
    let roles = [Role::Manager, Role::InformationGovernance];
    let others = tx.others_who_could_agree(concerned.asked_by, &[], &roles, None, today)?;
    Ok(!others
        .iter()
        .any(|other| Some(other.user) != concerned.about && decides(other, teams)))
}

//! Helpers whom a family invites for a time.

use crate::case_file::{Details, room_for_one_more};
use crate::{Act, Error, Look};
use chrono::{DateTime, Months, Utc};
use ehcp_access::{Action, HELPER, Permitted};
use ehcp_assessment::HappeningKind;
use ehcp_calendar::{human_date, london_date};
use ehcp_case::{ChildId, HelperId, Line, Refusal, UserId};
use ehcp_store::{AsOf, CaseRow, HelperRow, MOST_HELPERS, MOST_HELPERS_EVER, ReadTx};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;

/// The longest that an invitation lasts.
const LONGEST: Months = Months::new(12);

/// Inviting somebody to help.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteHelper {
    /// The e-mail address with which the helper signs in, now or once they have a family account.
    #[schema(value_type = String, example = "gran@example.org", min_length = 3, max_length = 200)]
    pub email: Line,
    /// The helper's name.
    #[schema(value_type = String, example = "Beatrice Okafor", min_length = 1, max_length = 200)]
    pub name: Line,
    /// Whether the helper may also act for the family, and not only read.
    #[serde(default)]
    pub may_act: bool,
    /// Until this moment, at most twelve months from now.
    pub until_at: DateTime<Utc>,
}

/// An invitation to help.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HelperView {
    /// The invitation.
    pub id: HelperId,
    /// The child.
    pub child_id: ChildId,
    /// The helper's name.
    #[schema(example = "Beatrice Okafor", max_length = 200)]
    pub name: String,
    /// The e-mail address with which the helper signs in.
    #[schema(example = "gran@example.org", max_length = 254)]
    pub email: String,
    /// Who invited.
    pub invited_by: UserId,
    /// Whether the helper may act for the family.
    pub may_act: bool,
    /// From this moment.
    pub from_at: DateTime<Utc>,
    /// Until this moment.
    pub until_at: DateTime<Utc>,
    /// When it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Whether it is in force now, as far as its own dates go.
    pub in_force: bool,
}

/// Invites somebody to see what the inviter sees, for a time. Whether the address has an account already is not told.
///
/// # Errors
/// When the child is hidden, the time is over or too long, or the person has invited as many as they can.
pub fn invite_helper(
    act: &mut Act<'_, '_>,
    id: ChildId,
    command: &InviteHelper,
) -> Result<HelperView, Error> {
    let (permit, _) = act.case_of(id, Action::InviteHelper)?;
    let now = act.moment.now;
    let longest = now.checked_add_months(LONGEST).unwrap_or(now);
    if command.until_at <= now || command.until_at > longest {
        return Err(Error::field(
            "/until_at",
            "out_of_range",
            "Give a moment in the future, at most twelve months from now. It can be renewed.",
        ));
    }
    let mine = act.actor.user;
    let mut own = act.tx.helpers_of(id)?;
    own.retain(|row| row.invited_by == mine);
    room_for_one_more(own.len(), MOST_HELPERS_EVER, "invitations of yours to this child")?;
    own.retain(|row| row.withdrawn_at.is_none() && now < row.until_at);
    room_for_one_more(
        own.len(),
        MOST_HELPERS,
        "helpers whom you have invited to this child",
    )?;
    let row = HelperRow {
        id: act.id(),
        child_id: id,
        invited_by: act.actor.user,
        email: command.email.as_str().trim().to_lowercase(),
        name: command.name.to_string(),
        may_act: command.may_act,
        from_at: now,
        until_at: command.until_at,
        withdrawn_at: None,
        withdrawn_by: None,
    };
    act.tx.insert_helper(&row)?;
    let details = Details::default()
        .id("helper_id", row.id)
        .digest("email", &row.email);
    act.related(&permit, HappeningKind::HelperInvited, details)?;
    Ok(view(row, now))
}

/// Ends an invitation at once: by whoever invited, or by an officer of the case.
///
/// # Errors
/// When it is hidden, somebody else's, or over.
pub fn withdraw_helper(act: &mut Act<'_, '_>, id: HelperId) -> Result<HelperView, Error> {
    let row = act.tx.helper(id)?.ok_or(Error::NotFound)?;
    let (permit, _) = act.case_of(row.child_id, Action::WithdrawHelper)?;
    let own = act.actor.user;
    if !act.actor.role.is_staff() && row.invited_by != own {
        return Err(Error::NotFound);
    }
    let row = act.tx.helper(id)?.ok_or(Error::NotFound)?;
    if let Some(at) = row.withdrawn_at {
        return Err(Refusal::AlreadyDone {
            explanation: format!(
                "This invitation was taken back on {}. To let this person help again, invite them anew.",
                human_date(london_date(at))
            ),
        }
        .into());
    }
    let now = act.moment.now;
    act.tx.withdraw_helper(id, own, now)?;
    let details = Details::default().id("helper_id", id);
    act.related(&permit, HappeningKind::HelperWithdrawn, details)?;
    let row = act.tx.helper(id)?.ok_or(Error::NotFound)?;
    Ok(view(row, now))
}

/// Whom the family has invited; a family member sees those whom they invited themselves.
///
/// # Errors
/// When the child is hidden, or this is not for the person.
pub fn helpers(look: &mut Look<'_, '_>, id: ChildId) -> Result<Vec<HelperView>, Error> {
    let (permit, _) = look.case_of(id, Action::ReadHelpers)?;
    let (all, own, now) = (permit.fields().sees_internal(), look.actor.user, look.moment.now);
    let rows = look.tx.helpers_of(id)?;
    Ok(rows
        .into_iter()
        .filter(|row| row.invited_by == own || (all && !permit.subject().seals(row.id)))
        .map(|row| view(row, now))
        .collect())
}

fn view(row: HelperRow, now: DateTime<Utc>) -> HelperView {
    HelperView {
        id: row.id,
        child_id: row.child_id,
        in_force: row.withdrawn_at.is_none() && row.from_at <= now && now < row.until_at,
        name: row.name,
        email: row.email,
        invited_by: row.invited_by,
        may_act: row.may_act,
        from_at: row.from_at,
        until_at: row.until_at,
        withdrawn_at: row.withdrawn_at,
    }
}

/// In whose place somebody reads a case: their own, and that of those of the family who invited them to help and still do.
pub(crate) fn in_whose_place(
    tx: &mut ReadTx<'_>,
    permit: &Permitted<CaseRow>,
    at: AsOf,
) -> Result<HashSet<UserId>, Error> {
    let mut own = HashSet::from([permit.user()]);
    if permit.purpose() == HELPER {
        own.extend(inviters(tx, permit.user(), permit.subject().child_id, at)?);
    }
    Ok(own)
}

/// The members of a child's family who have invited somebody to help, and still do.
pub(crate) fn inviters(
    tx: &mut ReadTx<'_>,
    helper: UserId,
    child: ChildId,
    at: AsOf,
) -> Result<Vec<UserId>, Error> {
    let Some(account) = tx.user(helper)? else {
        return Ok(Vec::new());
    };
    let invitations = tx.helpers_of(child)?.into_iter().filter(|row| {
        row.email == account.email
            && row.withdrawn_at.is_none()
            && row.from_at <= at.now
            && row.until_at > at.now
    });
    Ok(invitations.map(|row| row.invited_by).collect())
}

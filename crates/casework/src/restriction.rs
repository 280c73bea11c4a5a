//! Restricted cases: closed to all but those on their list.

use crate::approval::{Done, Hands, Proposal, Settled};
use crate::case_file::Details;
use crate::provisional::Provisional;
use crate::{Act, Error, Look, StaffName};
use chrono::{DateTime, Utc};
use ehcp_access::{Action, Permitted, Role};
use ehcp_assessment::HappeningKind;
use ehcp_case::{AccessListEntryId, ApprovalId, CaseId, Prose, Refusal, RestrictionId, UserId};
use ehcp_store::{AccessListRow, CaseRow, ReadTx, RestrictionRow, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use utoipa::ToSchema;

/// Restricting a case, or proposing it. It holds at once; a second person must agree to it within two working days, or it
/// ends by itself.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RestrictCase {
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "A parent works in the North team.")]
    pub reason: Prose,
    /// The members of staff who may still know of the case. Information governance always may.
    #[schema(max_items = 50)]
    pub staff: Vec<UserId>,
}

/// Opening a restricted case again.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftRestriction {
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "The parent no longer works for the authority.")]
    pub reason: Prose,
}

/// Changing who may know of a restricted case.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeAccessList {
    /// The member of staff.
    pub user_id: UserId,
    /// Whether they may know of the case from now on.
    pub may_see: bool,
    /// Until this moment; until it is changed when left out.
    #[serde(default)]
    pub until_at: Option<DateTime<Utc>>,
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Takes the case over from 1 December 2026.")]
    pub reason: Prose,
}

/// Whether a case is restricted, and who may know of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RestrictionView {
    /// The case.
    pub case_id: CaseId,
    /// Whether it is restricted.
    pub restricted: bool,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub reason: Option<String>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_at: Option<DateTime<Utc>>,
    /// Who proposed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed_by: Option<StaffName>,
    /// The second person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed_by: Option<StaffName>,
    /// It ends at this moment by itself, if no second person has agreed by then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisional_until: Option<DateTime<Utc>>,
    /// Who is or was on the access list, the latest first.
    #[schema(max_items = 1000)]
    pub access_list: Vec<AccessListEntry>,
}

/// A place on an access list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccessListEntry {
    /// The place.
    pub id: AccessListEntryId,
    /// Who may know of the case.
    pub person: StaffName,
    /// From this moment.
    pub from_at: DateTime<Utc>,
    /// Until this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_at: Option<DateTime<Utc>>,
    /// Who recorded it.
    pub recorded_by: StaffName,
}

/// A restriction that waits for a second person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NewRestriction {
    pub(crate) case_id: CaseId,
    pub(crate) staff: Vec<UserId>,
    reason: Prose,
}

/// The end of a restriction, which waits for a second person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RestrictionLift {
    pub(crate) case_id: CaseId,
    reason: Prose,
}

/// A change of an access list, which waits for a second person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ListChange {
    pub(crate) case_id: CaseId,
    pub(crate) user_id: UserId,
    pub(crate) may_see: bool,
    until_at: Option<DateTime<Utc>>,
}

/// Restricts a case: at once, and for good when a second person agrees. What an officer or a manager asks for is a
/// proposal, to which information governance agrees.
///
/// # Errors
/// When the case is hidden, changed or restricted already, or somebody named is not a member of staff.
pub fn restrict(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &RestrictCase,
) -> Result<Settled, Error> {
    let action = own_action(act);
    let (permit, _) = act.case_at(id, action, seen)?;
    if permit.subject().restricted {
        return Err(restricted_already());
    }
    for user in &command.staff {
        known_staff(act, *user, "/staff")?;
    }
    let proposal = Proposal::RestrictCase(NewRestriction {
        case_id: id,
        staff: command
            .staff
            .iter()
            .copied()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        reason: command.reason.clone(),
    });
    let reason = command.reason.as_str();
    if action == Action::RestrictCase {
        act.settle(&permit, Some(id), None, proposal, reason)
    } else {
        act.keep_contacts_out_of_case(id, [("/reason", reason)])?;
        act.propose(Some(id), None, &proposal, reason)
    }
}

/// What information governance does, others propose.
fn own_action(act: &Act<'_, '_>) -> Action {
    if act.actor.role == Role::InformationGovernance {
        Action::RestrictCase
    } else {
        Action::ProposeRestriction
    }
}

fn restricted_already() -> Error {
    Refusal::AlreadyDone {
        explanation: "This case is restricted already. To let somebody know of it, change its access list."
            .to_owned(),
    }
    .into()
}

fn is_staff(act: &mut Act<'_, '_>, user: UserId) -> Result<bool, Error> {
    let found = act.tx.user(user)?;
    Ok(found.is_some_and(|user| user.role.is_staff() && user.disabled_at.is_none()))
}

fn known_staff(act: &mut Act<'_, '_>, user: UserId, pointer: &str) -> Result<(), Error> {
    if is_staff(act, user)? {
        return Ok(());
    }
    Err(Error::field(
        pointer,
        "not_staff",
        "Only members of staff stand on an access list. The lists of the teams' staff have their ids.",
    ))
}

/// Whether the same person closed the case at once since a moment, and nobody agreed.
pub(crate) fn tried_alone(
    act: &mut Act<'_, '_>,
    new: &NewRestriction,
    since: DateTime<Utc>,
) -> Result<bool, Error> {
    let user = act.actor.user;
    Ok(act.tx.unagreed_restriction(new.case_id, user, since)?)
}

/// Closes a case from the moment at which a second person is asked. Whoever asks goes on knowing of it until then.
pub(crate) fn begin_restriction(
    act: &mut Act<'_, '_>,
    new: &NewRestriction,
    provisional: Provisional,
) -> Result<(), Error> {
    let (permit, _) = act.case(new.case_id, own_action(act))?;
    let hands = Hands::alone(act.actor.user);
    let asker = act.actor.user;
    let staff = new.staff.iter().copied().chain([asker]);
    close(act, &permit, new, staff, hands, Some(provisional))
}

/// Closes a case to which two people agreed, or one alone where there is no other.
pub(crate) fn apply_restriction(
    act: &mut Act<'_, '_>,
    new: &NewRestriction,
    hands: Hands,
) -> Result<Done, Error> {
    let (permit, _) = act.case(new.case_id, Action::RestrictCase)?;
    let now = act.moment.now;
    let begun = act.tx.restriction_of(new.case_id, now)?;
    match begun.filter(|row| row.approval_id.is_some() && row.approval_id == hands.approval) {
        Some(row) => make_final(act, &permit, new, row.id, hands)?,
        None => close(act, &permit, new, new.staff.iter().copied(), hands, None)?,
    }
    Done::with(&view(act.tx, new.case_id, now)?)
}

fn close(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    new: &NewRestriction,
    staff: impl Iterator<Item = UserId>,
    hands: Hands,
    provisional: Option<Provisional>,
) -> Result<(), Error> {
    let now = act.moment.now;
    let until = provisional.map(|provisional| provisional.until);
    let row = RestrictionRow {
        id: act.id(),
        case_id: new.case_id,
        reason: new.reason.to_string(),
        from_at: now,
        proposed_by: hands.asked_by,
        agreed_by: hands.agreed_by,
        lifted_at: None,
        lifted_by: None,
        lift_agreed_by: None,
        lift_reason: None,
        provisional_until: until,
        approval_id: provisional.map(|provisional| provisional.approval),
    };
    if let Some(lapsed) = act.tx.close_lapsed_restriction(new.case_id, now)? {
        let details = Details::default().id("restriction_id", lapsed);
        act.related(permit, HappeningKind::RestrictionLifted, details)?;
    }
    act.tx
        .savepoint(|tx| tx.insert_restriction(&row))
        .map_err(|error| match error {
            StoreError::Conflict(_) => restricted_already(),
            other => other.into(),
        })?;
    act.tx.set_restricted(new.case_id, true, until)?;
    list_staff(act, new.case_id, staff, until, hands)?;
    let details = Details::default()
        .id("restriction_id", row.id)
        .digest("reason", &row.reason);
    act.related(permit, HappeningKind::RestrictionSet, details)
}

/// Puts people on the list, each once. Whoever left the staff while this waited does not come onto it; the case is closed
/// all the same.
fn list_staff(
    act: &mut Act<'_, '_>,
    case: CaseId,
    staff: impl Iterator<Item = UserId>,
    until: Option<DateTime<Utc>>,
    hands: Hands,
) -> Result<(), Error> {
    for user in staff.collect::<BTreeSet<_>>() {
        if is_staff(act, user)? {
            list(act, case, user, until, hands)?;
        }
    }
    Ok(())
}

/// What has held since a second person was asked holds for good, for those who were named.
fn make_final(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    new: &NewRestriction,
    id: RestrictionId,
    hands: Hands,
) -> Result<(), Error> {
    let now = act.moment.now;
    act.tx.make_restriction_final(id, hands.agreed_by)?;
    act.tx.set_restricted(new.case_id, true, None)?;
    act.tx.end_access_list_entries(new.case_id, None, now)?;
    list_staff(act, new.case_id, new.staff.iter().copied(), None, hands)?;
    let details = Details::default().id("restriction_id", id);
    act.related(permit, HappeningKind::SecondPersonAgreed, details)
}

/// Opens a case again that was closed while a second person was asked.
pub(crate) fn end_provisional(
    act: &mut Act<'_, '_>,
    case: Option<CaseId>,
    approval: ApprovalId,
    why: &str,
) -> Result<(), Error> {
    let Some(case) = case else { return Ok(()) };
    let recorded = act.recorded();
    let row = act.tx.restriction_of(case, recorded.at)?;
    let Some(row) = row.filter(|row| row.approval_id == Some(approval)) else {
        return Ok(());
    };
    let (permit, _) = act.case(case, Action::ReadCase)?;
    act.tx.lift_restriction(row.id, recorded, None, why)?;
    open_again(act, &permit, row.id, why)
}

/// Nobody is on a list any more, and the case is open to all who work with it.
fn open_again(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    id: RestrictionId,
    why: &str,
) -> Result<(), Error> {
    let case = permit.subject().id;
    act.tx.end_access_list_entries(case, None, act.moment.now)?;
    act.tx.set_restricted(case, false, None)?;
    let details = Details::default().id("restriction_id", id).digest("reason", why);
    act.related(permit, HappeningKind::RestrictionLifted, details)
}

fn list(
    act: &mut Act<'_, '_>,
    case: CaseId,
    user: UserId,
    until_at: Option<DateTime<Utc>>,
    hands: Hands,
) -> Result<(), Error> {
    let now = act.moment.now;
    act.tx.insert_access_list_entry(&AccessListRow {
        id: act.chance.id(now),
        case_id: case,
        user_id: user,
        from_at: now,
        until_at,
        recorded_at: now,
        recorded_by: hands.asked_by,
        agreed_by: hands.agreed_by,
    })?;
    Ok(())
}

/// Opens a restricted case again, once a second person agrees.
///
/// # Errors
/// When the case is hidden, changed or not restricted.
pub fn lift_restriction(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &LiftRestriction,
) -> Result<Settled, Error> {
    let (permit, _) = act.case_at(id, Action::LiftRestriction, seen)?;
    in_force(act, id)?;
    let proposal = Proposal::LiftRestriction(RestrictionLift {
        case_id: id,
        reason: command.reason.clone(),
    });
    act.settle(&permit, Some(id), None, proposal, command.reason.as_str())
}

fn in_force(act: &mut Act<'_, '_>, id: CaseId) -> Result<RestrictionRow, Error> {
    act.tx.restriction_of(id, act.moment.now)?.ok_or_else(|| {
        Refusal::NotYet {
            explanation: "The case is not restricted.".to_owned(),
        }
        .into()
    })
}

/// Opens a case again, as two people agreed, or one alone where there is no other.
pub(crate) fn apply_lift(act: &mut Act<'_, '_>, lift: &RestrictionLift, hands: Hands) -> Result<Done, Error> {
    let (permit, _) = act.case(lift.case_id, Action::LiftRestriction)?;
    let row = in_force(act, lift.case_id)?;
    let now = act.moment.now;
    act.tx
        .lift_restriction(row.id, hands.recorded(now), hands.agreed_by, lift.reason.as_str())?;
    open_again(act, &permit, row.id, lift.reason.as_str())?;
    Done::with(&view(act.tx, lift.case_id, now)?)
}

/// Changes who may know of a restricted case, once a second person agrees.
///
/// # Errors
/// When the case is hidden, changed or not restricted, or whoever is named is not a member of staff or the person themself.
pub fn change_access_list(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &ChangeAccessList,
) -> Result<Settled, Error> {
    let (permit, _) = act.case_at(id, Action::ChangeAccessList, seen)?;
    in_force(act, id)?;
    known_staff(act, command.user_id, "/user_id")?;
    if command.user_id == act.actor.user {
        return Err(Error::field(
            "/user_id",
            "yourself",
            "Nobody changes their own place on an access list.",
        ));
    }
    if command.until_at.is_some_and(|until| until <= act.moment.now) {
        return Err(Error::field(
            "/until_at",
            "too_early",
            "This moment is past. Give a later one, or leave it out.",
        ));
    }
    let proposal = Proposal::ChangeAccessList(ListChange {
        case_id: id,
        user_id: command.user_id,
        may_see: command.may_see,
        until_at: command.until_at,
    });
    act.settle(&permit, Some(id), None, proposal, command.reason.as_str())
}

/// Changes an access list as two people agreed, or one alone where there is no other.
pub(crate) fn apply_list_change(
    act: &mut Act<'_, '_>,
    change: &ListChange,
    hands: Hands,
) -> Result<Done, Error> {
    let (permit, _) = act.case(change.case_id, Action::ChangeAccessList)?;
    in_force(act, change.case_id)?;
    let now = act.moment.now;
    if change.may_see {
        still_fits(act, change)?;
    }
    act.tx
        .end_access_list_entries(change.case_id, Some(change.user_id), now)?;
    if change.may_see {
        list(act, change.case_id, change.user_id, change.until_at, hands)?;
    }
    let word = if change.may_see { "may_see" } else { "may_not_see" };
    let details = Details::default()
        .id("user_id", change.user_id)
        .word("change", word);
    act.related(&permit, HappeningKind::AccessListChanged, details)?;
    Done::with(&view(act.tx, change.case_id, now)?)
}

/// Looks again at what was true when it was asked for: it may have waited for days.
fn still_fits(act: &mut Act<'_, '_>, change: &ListChange) -> Result<(), Error> {
    let explanation = if !is_staff(act, change.user_id)? {
        "Whoever this would let in is no longer a member of staff. Refuse it."
    } else if change.until_at.is_some_and(|until| until <= act.moment.now) {
        "The moment until which this would let somebody in is past. Refuse it; if it is still needed, it must be asked for anew."
    } else {
        return Ok(());
    };
    Err(Refusal::NotAnyMore {
        explanation: explanation.to_owned(),
    }
    .into())
}

/// Whether a case is restricted, and who may know of it.
///
/// # Errors
/// When the case is hidden, or this is not for the person.
pub fn restriction(look: &mut Look<'_, '_>, id: CaseId) -> Result<RestrictionView, Error> {
    let (permit, _) = look.case(id, Action::ReadRestriction)?;
    if permit.fields().sees_internal() {
        return view(look.tx, id, look.moment.now);
    }
    Ok(RestrictionView {
        case_id: id,
        restricted: permit.subject().restricted,
        reason: None,
        from_at: None,
        proposed_by: None,
        agreed_by: None,
        provisional_until: None,
        access_list: Vec::new(),
    })
}

fn view(tx: &mut ReadTx<'_>, id: CaseId, now: DateTime<Utc>) -> Result<RestrictionView, Error> {
    let row = tx.restriction_of(id, now)?;
    let listed = tx.access_list_of(id)?;
    let people = row
        .iter()
        .flat_map(|row| [Some(row.proposed_by), row.agreed_by])
        .flatten()
        .chain(listed.iter().flat_map(|row| [row.user_id, row.recorded_by]));
    let names: HashMap<UserId, String> = tx.user_names(people)?.into_iter().collect();
    let named = |id: UserId| StaffName {
        id,
        name: names.get(&id).cloned().unwrap_or_default(),
    };
    Ok(RestrictionView {
        case_id: id,
        restricted: row.is_some(),
        from_at: row.as_ref().map(|row| row.from_at),
        proposed_by: row.as_ref().map(|row| named(row.proposed_by)),
        agreed_by: row.as_ref().and_then(|row| row.agreed_by).map(named),
        provisional_until: row.as_ref().and_then(|row| row.provisional_until),
        reason: row.map(|row| row.reason),
        access_list: listed
            .into_iter()
            .map(|row| AccessListEntry {
                id: row.id,
                person: named(row.user_id),
                from_at: row.from_at,
                until_at: row.until_at,
                recorded_by: named(row.recorded_by),
            })
            .collect(),
    })
}

//! Accounts: who has one, and what an administrator changes about it. Nobody ever sets or sees somebody else's
//! password, and nobody changes their own role.

use crate::approval::{Done, Proposal, Settled};
use crate::case_access::opens_cases;
use crate::case_file::Details;
use crate::casework::same_version;
use crate::{Act, Error, LetterText, Look, SignOnLinkView, Versioned, email};
use ehcp_access::{Action, Fields, Role, Scope};
use ehcp_case::{EducationSettingId, Line, TeamId, UserId};
use ehcp_store::{
    AccountEventKind, InvitationState, ReadTx, Recipient, SignOnIdentityRow, StoreError, UserFilter, UserRow,
    ViolationKind,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most teams that somebody works in.
const TEAMS_MAX: usize = 20;

/// What has become of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// The person can sign in.
    Open,
    /// The person was invited and has not accepted yet.
    Invited,
    /// Nobody can sign in with it.
    Closed,
}

/// An account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserView {
    /// The person.
    pub id: UserId,
    /// The name that others see.
    #[schema(example = "Rosa Whitfield", max_length = 200)]
    pub name: String,
    /// The e-mail address; absent for whoever sees names and roles only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "rosa.whitfield@example.org", max_length = 254)]
    pub email: Option<String>,
    /// The role.
    pub role: Role,
    /// The teams that the person works in today.
    #[schema(max_items = 100)]
    pub team_ids: Vec<TeamId>,
    /// The setting that the person works for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education_setting_id: Option<EducationSettingId>,
    /// What has become of it.
    pub state: AccountState,
    /// Whom it is to the authority's own sign-in; absent for whoever sees names and roles only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    pub single_sign_on_links: Option<Vec<SignOnLinkView>>,
    /// The version of this record.
    pub version: i64,
}

impl Versioned for UserView {
    fn version(&self) -> i64 {
        self.version
    }
}

/// What a list of accounts is narrowed to.
#[derive(Debug, Clone, Copy, Default)]
pub struct UserQuery {
    /// Only those with this role.
    pub role: Option<Role>,
    /// Only those that are open (`true`), or closed or not accepted yet (`false`).
    pub open: Option<bool>,
    /// Only those after this one.
    pub after: Option<UserId>,
    /// At most this many.
    pub limit: u32,
}

/// A change of an account. What is left out stays as it is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeUser {
    /// The name that others see.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "Rosa Whitfield", min_length = 1, max_length = 200)]
    pub name: Option<Line>,
    /// The role: from one role of staff to another.
    #[serde(default)]
    pub role: Option<Role>,
    /// The teams that the person works in from today on; only staff work in teams.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub team_ids: Option<Vec<TeamId>>,
    /// The setting that a school's member of staff works for.
    #[serde(default)]
    pub education_setting_id: Option<EducationSettingId>,
    /// `true` opens a closed account, `false` closes it and ends its sessions at once.
    #[serde(default)]
    pub open: Option<bool>,
}

/// An e-mail address in the form in which it is kept.
///
/// # Errors
/// When no mail can be sent to it; the pointer names the field.
pub(crate) fn email_address(text: &str, pointer: &'static str) -> Result<String, Error> {
    email::address(text).ok_or_else(|| {
        Error::field(
            pointer,
            "no_email_address",
            "An e-mail address looks like name@example.org.",
        )
    })
}

/// An address that another account has as a problem of its field.
pub(crate) fn email_taken(error: StoreError, pointer: &'static str) -> Error {
    match error {
        StoreError::Conflict(violation) if violation.kind == ViolationKind::Unique => taken(pointer),
        other => other.into(),
    }
}

/// Another account has this address.
pub(crate) fn taken(pointer: &'static str) -> Error {
    Error::field(
        pointer,
        "email_taken",
        "There is an account with this e-mail address already.",
    )
}

/// Roles that reach further than others: only an administrator gives and takes them.
pub(crate) const fn is_powerful(role: Role) -> bool {
    matches!(role, Role::Admin | Role::InformationGovernance)
}

/// The view of an account for somebody who sees these fields. `links` holds those of this account, and may hold others.
fn view(
    tx: &mut ReadTx<'_>,
    row: &UserRow,
    links: &[SignOnIdentityRow],
    fields: Fields,
    today: chrono::NaiveDate,
) -> Result<UserView, Error> {
    let state = match row.disabled_at {
        None => AccountState::Open,
        Some(_) => match tx.last_invitation_of(row.id)? {
            Some(invitation) if invitation.state == InvitationState::Open => AccountState::Invited,
            _ => AccountState::Closed,
        },
    };
    Ok(UserView {
        id: row.id,
        name: row.display_name.clone(),
        email: (fields == Fields::Full).then(|| row.email.clone()),
        role: row.role,
        team_ids: tx.teams_of(row.id, today)?,
        education_setting_id: row.education_setting_id,
        state,
        single_sign_on_links: (fields == Fields::Full).then(|| {
            links
                .iter()
                .filter(|link| link.user_id == row.id)
                .cloned()
                .map(Into::into)
                .collect()
        }),
        version: row.version,
    })
}

/// The view of one account for somebody who sees these fields.
pub(crate) fn user_view(
    tx: &mut ReadTx<'_>,
    row: &UserRow,
    fields: Fields,
    today: chrono::NaiveDate,
) -> Result<UserView, Error> {
    let links = tx.sign_on_identities_of(row.id)?;
    view(tx, row, &links, fields, today)
}

/// Accounts in a stable order. A manager sees those of their teams; whoever sees names and roles only sees staff.
///
/// # Errors
/// When they are not for this person.
pub fn users(look: &mut Look<'_, '_>, query: &UserQuery) -> Result<Vec<UserView>, Error> {
    let permit = look.may(Action::ReadUsers)?;
    let filter = UserFilter {
        role: query.role,
        open: query.open,
        teams: (permit.scope() == Scope::TeamOrCaseload).then(|| look.actor.teams.clone()),
        staff_only: permit.fields() != Fields::Full,
    };
    let today = look.moment.today;
    let rows = look
        .tx
        .users(&filter, today, query.after, i64::from(query.limit))?;
    let ids: Vec<UserId> = rows.iter().map(|row| row.id).collect();
    let links = look.tx.sign_on_identities_of_all(&ids)?;
    rows.iter()
        .map(|row| view(look.tx, row, &links, permit.fields(), today))
        .collect()
}

/// One account.
///
/// # Errors
/// When it is not there or not for this person.
pub fn user(look: &mut Look<'_, '_>, id: UserId) -> Result<UserView, Error> {
    let permit = look.may(Action::ReadUsers)?;
    let today = look.moment.today;
    let row = look.tx.user(id)?.ok_or(Error::NotFound)?;
    let own_team = permit.scope() != Scope::TeamOrCaseload
        || look
            .tx
            .teams_of(id, today)?
            .iter()
            .any(|team| look.actor.teams.contains(team));
    if !own_team || (permit.fields() != Fields::Full && !row.role.is_staff()) {
        return Err(Error::NotFound);
    }
    user_view(look.tx, &row, permit.fields(), today)
}

/// A change of an account, as it is kept until a second person agrees.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccountChange {
    pub(crate) user_id: UserId,
    seen: i64,
    command: ChangeUser,
    /// The teams whose cases the account opens by this change, if it is one that does.
    #[serde(default)]
    pub(crate) opens_cases_of: Option<Vec<TeamId>>,
}

impl AccountChange {
    /// What is to be different, in words without names.
    pub(crate) fn parts(&self) -> Vec<(&'static str, &'static str)> {
        let ChangeUser {
            name,
            role,
            team_ids,
            education_setting_id,
            open,
        } = &self.command;
        [
            name.as_ref().map(|_| ("name", "another")),
            role.map(|role| ("role", role.word())),
            team_ids.as_ref().map(|_| ("team_ids", "others")),
            education_setting_id.map(|_| ("education_setting_id", "another")),
            open.map(|open| ("open", if open { "yes" } else { "no" })),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// An account before and after a change that has passed every check.
struct Planned {
    before: UserRow,
    after: UserRow,
    teams_before: Vec<TeamId>,
    teams_after: Vec<TeamId>,
}

impl Planned {
    /// Whether the account opens what is in cases and has by this change another role, other teams, another setting, or
    /// is open after it was closed. What only closes it needs nobody else.
    fn opens_cases(&self) -> bool {
        let (before, after) = (&self.before, &self.after);
        let moved = before.role != after.role
            || self.teams_before != self.teams_after
            || before.education_setting_id != after.education_setting_id;
        let opened = before.disabled_at.is_some() && after.disabled_at.is_none();
        (opens_cases(before.role) || opens_cases(after.role)) && (moved || opened)
    }

    /// The teams whose managers may agree: those that the person joins, or else those where they are, or were.
    fn teams_concerned(&self) -> Vec<TeamId> {
        let joined: Vec<_> = self
            .teams_after
            .iter()
            .copied()
            .filter(|team| !self.teams_before.contains(team))
            .collect();
        let only_joins = self.before.role == self.after.role && !joined.is_empty();
        match (only_joins, self.teams_after.is_empty()) {
            (true, _) => joined,
            (false, false) => self.teams_after.clone(),
            (false, true) => self.teams_before.clone(),
        }
    }
}

/// Changes an account. Sessions end at once when the role, the teams, the setting or the state changes. Where the
/// account reaches further than others or opens what is in cases, or is to, a second person must agree.
///
/// # Errors
/// When it is one's own account, the version is stale, a value does not fit, or nobody could administer afterwards.
pub fn change_user(
    act: &mut Act<'_, '_>,
    id: UserId,
    seen: i64,
    command: &ChangeUser,
) -> Result<Settled, Error> {
    act.may(Action::ManageUsers)?;
    let mut change = AccountChange {
        user_id: id,
        seen,
        command: command.clone(),
        opens_cases_of: None,
    };
    let planned = plan(act, &change)?;
    let permit = if is_powerful(planned.before.role) || is_powerful(planned.after.role) {
        act.may(Action::GrantPower)?
    } else if planned.opens_cases() {
        change.opens_cases_of = Some(planned.teams_concerned());
        act.may(Action::GiveCaseAccess)?
    } else {
        return carry_out(act, planned).map(Settled::Done);
    };
    let reason = format!(
        "Change of the account of {} ({}).",
        planned.before.display_name,
        planned.before.role.title()
    );
    act.settle(&permit, None, None, Proposal::ChangeAccount(change), &reason)
}

/// Changes an account as two people agreed, or one alone where there is no other.
pub(crate) fn apply_change(act: &mut Act<'_, '_>, change: &AccountChange) -> Result<Done, Error> {
    act.may(match change.opens_cases_of {
        Some(_) => Action::GiveCaseAccess,
        None => Action::GrantPower,
    })?;
    let planned = plan(act, change).map_err(|error| match error {
        Error::Stale { .. } => Error::ApprovalClosed {
            explanation:
                "The account has changed since it was asked. If it is still needed, ask for it anew."
                    .to_owned(),
        },
        other => other,
    })?;
    carry_out(act, planned)
}

/// Checks a change; nobody else changes the account until the transaction ends.
fn plan(act: &mut Act<'_, '_>, change: &AccountChange) -> Result<Planned, Error> {
    let AccountChange {
        user_id,
        seen,
        command,
        ..
    } = change;
    let before = act.tx.lock_user(*user_id)?.ok_or(Error::NotFound)?;
    if before.id == act.actor.user {
        return Err(Error::Forbidden {
            reason: "Nobody changes their own account here. Ask another administrator.".to_owned(),
        });
    }
    if before.role == Role::Service {
        return Err(Error::Forbidden {
            reason: "This is the account of a program: change it among the programs.".to_owned(),
        });
    }
    same_version(before.version, *seen)?;
    let mut after = before.clone();
    if let Some(name) = &command.name {
        after.display_name = name.to_string();
    }
    if let Some(role) = command.role {
        check_role(&before, role)?;
        after.role = role;
    }
    if let Some(setting) = command.education_setting_id {
        check_setting(act, after.role, Some(setting))?;
        after.education_setting_id = Some(setting);
    }
    if let Some(open) = command.open {
        open_or_close(act, &mut after, open)?;
    }
    keep_an_administrator(act, &before, &after)?;
    let teams_before = act.tx.teams_of(before.id, act.moment.today)?;
    let teams_after = match &command.team_ids {
        Some(teams) => checked_teams(act, after.role, teams)?,
        None if after.role.is_staff() => teams_before.clone(),
        None => Vec::new(),
    };
    Ok(Planned {
        before,
        after,
        teams_before,
        teams_after,
    })
}

/// Keeps a change that has passed every check, ends sessions, tells the person.
fn carry_out(act: &mut Act<'_, '_>, planned: Planned) -> Result<Done, Error> {
    let Planned {
        before,
        mut after,
        teams_before,
        teams_after,
    } = planned;
    let (id, today) = (after.id, act.moment.today);
    act.tx.set_teams_of(id, &teams_after, today)?;
    act.tx.update_user(&mut after)?;
    let teams_after = act.tx.teams_of(id, today)?;
    let moved = teams_after != teams_before
        || before.role != after.role
        || before.education_setting_id != after.education_setting_id;
    let closed = before.disabled_at.is_none() && after.disabled_at.is_some();
    if moved || closed {
        act.tx.end_sessions_of(id, None, act.moment.now)?;
        act.record_on_account(id, AccountEventKind::SessionsEnded, Details::default())?;
    }
    record_changes(act, &before, &after)?;
    record_teams(act, id, &teams_before, &teams_after)?;
    if closed {
        tell(
            act,
            Recipient::Address(after.email.clone()),
            LetterText::ACCOUNT_CLOSED,
        )?;
    } else if moved && after.disabled_at.is_none() {
        tell(act, Recipient::Person(id), LetterText::ACCOUNT_CHANGED)?;
    }
    let view = user_view(act.tx, &after, Fields::Full, today)?;
    Ok(Done {
        version: Some(view.version),
        ..Done::with(&view)?
    })
}

/// Ends every session of a person at once.
///
/// # Errors
/// When there is no such account, or this is not for whoever asks.
pub fn end_sessions_of_user(act: &mut Act<'_, '_>, id: UserId) -> Result<(), Error> {
    act.may(Action::ManageUsers)?;
    let user = act.tx.lock_user(id)?.ok_or(Error::NotFound)?;
    act.tx.end_sessions_of(user.id, None, act.moment.now)?;
    act.record_on_account(user.id, AccountEventKind::SessionsEnded, Details::default())?;
    act.record_security("sessions_of_a_person_ended", Some(user.id.to_string()))
}

/// Ends every session of everybody but the one that asks: when a key or the database may have been seen by others.
///
/// # Errors
/// When this is not for whoever asks.
pub fn end_every_session(act: &mut Act<'_, '_>) -> Result<(), Error> {
    act.may(Action::ManageUsers)?;
    let ended = act.tx.end_every_session_but(act.actor.session, act.moment.now)?;
    act.record_security("every_session_ended", Some(ended.to_string()))
}

/// Leaves what has changed in the account's log: which fields, never what they say.
fn record_changes(act: &mut Act<'_, '_>, before: &UserRow, after: &UserRow) -> Result<(), Error> {
    let id = after.id;
    if before.display_name != after.display_name {
        let details = Details::default().word("field", "name");
        act.record_on_account(id, AccountEventKind::Changed, details)?;
    }
    if before.education_setting_id != after.education_setting_id {
        let details = Details::default().word("field", "education_setting_id");
        act.record_on_account(id, AccountEventKind::Changed, details)?;
    }
    if before.role != after.role {
        let (old, new) = (before.role.word(), after.role.word());
        let withdrawn = Details::default().word("role", old);
        act.record_on_account(id, AccountEventKind::RoleWithdrawn, withdrawn)?;
        let granted = Details::default().word("role", new);
        act.record_on_account(id, AccountEventKind::RoleGranted, granted)?;
    }
    let kind = match (before.disabled_at, after.disabled_at) {
        (None, Some(_)) => AccountEventKind::Disabled,
        (Some(_), None) => AccountEventKind::Enabled,
        _ => return Ok(()),
    };
    act.record_on_account(id, kind, Details::default())
}

fn record_teams(act: &mut Act<'_, '_>, id: UserId, before: &[TeamId], after: &[TeamId]) -> Result<(), Error> {
    for left in before.iter().filter(|team| !after.contains(team)) {
        let details = Details::default().id("team_id", left);
        act.record_on_account(id, AccountEventKind::LeftTeam, details)?;
    }
    for joined in after.iter().filter(|team| !before.contains(team)) {
        let details = Details::default().id("team_id", joined);
        act.record_on_account(id, AccountEventKind::JoinedTeam, details)?;
    }
    Ok(())
}

/// Puts a notice in the outbox.
pub(crate) fn tell(act: &mut Act<'_, '_>, to: Recipient, text: LetterText) -> Result<(), Error> {
    let message = act.message(to, text, &[]);
    act.tx.put_message(&message, act.moment.now)?;
    Ok(())
}

/// Whether this role may be given in place of the one before.
fn check_role(before: &UserRow, role: Role) -> Result<(), Error> {
    if before.role.is_staff() && role.is_staff() {
        return Ok(());
    }
    Err(Error::field(
        "/role",
        "role_is_fixed",
        "Only a role of the council's staff changes, and only to another. Close this account and invite the person in the \
         other role.",
    ))
}

/// The teams, each once; only staff work in teams.
pub(crate) fn checked_teams(
    act: &mut Act<'_, '_>,
    role: Role,
    teams: &[TeamId],
) -> Result<Vec<TeamId>, Error> {
    let mut teams = teams.to_vec();
    teams.sort_unstable();
    teams.dedup();
    if !teams.is_empty() && !role.is_staff() {
        return Err(Error::field(
            "/team_ids",
            "no_staff",
            "Only the council's staff work in teams.",
        ));
    }
    if teams.len() > TEAMS_MAX {
        return Err(Error::field(
            "/team_ids",
            "too_many",
            format!("Somebody works in {TEAMS_MAX} teams at most."),
        ));
    }
    for team in &teams {
        if act.tx.team(*team)?.is_none() {
            return Err(Error::field(
                "/team_ids",
                "unknown_team",
                "There is no team with this id. The list of teams has the right one.",
            ));
        }
    }
    Ok(teams)
}

/// Whoever works for a school has a setting, and nobody else.
pub(crate) fn check_setting(
    act: &mut Act<'_, '_>,
    role: Role,
    setting: Option<EducationSettingId>,
) -> Result<(), Error> {
    let known = match setting {
        Some(setting) => act.tx.education_setting(setting)?.is_some(),
        None => true,
    };
    match (role == Role::School, setting.is_some()) {
        (true, true) | (false, false) if known => Ok(()),
        (true, true) => Err(Error::field(
            "/education_setting_id",
            "unknown_setting",
            "There is no setting with this id. The list of settings has the right one.",
        )),
        (true, false) => Err(Error::field(
            "/education_setting_id",
            "missing",
            "Name the setting that the person works for.",
        )),
        _ => Err(Error::field(
            "/education_setting_id",
            "no_school",
            "Only somebody with the role school works for a setting.",
        )),
    }
}

fn open_or_close(act: &mut Act<'_, '_>, row: &mut UserRow, open: bool) -> Result<(), Error> {
    let invitation = act.tx.last_invitation_of(row.id)?;
    let accepted = invitation.is_none_or(|invitation| invitation.state == InvitationState::Accepted);
    match (open, row.disabled_at) {
        (true, Some(_)) if !accepted => Err(Error::field(
            "/open",
            "not_accepted",
            "Nobody has accepted the invitation to this account. Send it again instead.",
        )),
        (true, Some(_)) => {
            row.disabled_at = None;
            Ok(())
        }
        (false, None) => {
            row.disabled_at = Some(act.moment.now);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Somebody must be able to administer when this is done.
fn keep_an_administrator(act: &mut Act<'_, '_>, before: &UserRow, after: &UserRow) -> Result<(), Error> {
    let was = before.role == Role::Admin && before.disabled_at.is_none();
    let is = after.role == Role::Admin && after.disabled_at.is_none();
    if was && !is && act.tx.lock_others_with_role(Role::Admin, before.id)? == 0 {
        return Err(Error::field(
            "/role",
            "last_administrator",
            "This is the last administrator. Make another one first.",
        ));
    }
    Ok(())
}

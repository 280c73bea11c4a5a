//! Programs that act with keys of their own: what each may do, and how it gets a key. Letting one in, giving it a key and
//! letting it do more takes two people; taking away takes one.

use crate::approval::{Done, Hands, Proposal, Settled, words};
use crate::case_file::Details;
use crate::casework::same_version;
use crate::invitation::NO_PASSWORD;
use crate::{Act, Casework, Error, Look, Versioned, secret};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::{Action, Role};
use ehcp_case::{EducationSettingId, Line, Prose, Refusal, ServiceKeyId, UserId};
use ehcp_store::{AccountEventKind, Keep, ReadTx, ServiceKeyRow, UserRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

/// How many keys of a program are of use at once: one takes over from the other.
const KEYS_AT_ONCE: usize = 2;

/// The keys of one program that are shown.
const KEYS_OF_EACH: usize = 200;

/// The keys that are looked at for all programs of a page, the latest first.
const KEYS_SHOWN: i64 = 2000;

/// How long a key lives at most, in days.
const KEY_DAYS_MAX: u16 = 366;

/// How long the secret of a key can be drawn once it was agreed to.
const DRAW_WITHIN: Duration = Duration::days(14);

/// A program to let in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddProgram {
    /// The name that others see, in the record of who looked too.
    #[schema(value_type = String, example = "Alder Brook records system", min_length = 1, max_length = 200)]
    pub name: Line,
    /// The setting whose program it is: it then does nothing that the setting's staff may not. Left out, it is the
    /// council's, and sees what is shared with families.
    #[serde(default)]
    pub education_setting_id: Option<EducationSettingId>,
    /// All that it may do.
    #[schema(max_items = 50)]
    pub actions: Vec<Action>,
    /// Why, for whoever agrees and for the record.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Contract of 3 August 2026 with the makers of the records system.")]
    pub reason: Prose,
}

/// A change of a program. What is left out stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeProgram {
    /// The name that others see.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "Alder Brook records system")]
    pub name: Option<Line>,
    /// All that it may do from now on.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub actions: Option<Vec<Action>>,
    /// `false` shuts it out at once and ends its keys, `true` lets it in again.
    #[serde(default)]
    pub open: Option<bool>,
    /// Why, for whoever agrees and for the record: needed to let it do more.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 20000, example = "It also hands in advice now.")]
    pub reason: Option<Prose>,
}

/// A key to ask for.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddProgramKey {
    /// For how many days it opens sessions.
    #[schema(minimum = 1, maximum = 366, example = 180)]
    pub days: u16,
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "The present key ends in October.")]
    pub reason: Prose,
}

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProgramKeyState {
    /// Its secret was not drawn yet.
    Waiting,
    /// It opens sessions.
    Live,
    /// Its time is over, or nobody drew its secret in time.
    Expired,
    /// It was taken back.
    Ended,
}

/// A key of a program. Its secret is shown once, when it is drawn.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgramKeyView {
    /// The key.
    pub id: ServiceKeyId,
    /// The program.
    pub program_id: UserId,
    /// Where it stands.
    pub state: ProgramKeyState,
    /// Since when it is there.
    pub made_at: DateTime<Utc>,
    /// Who asked for it, and alone may draw its secret.
    pub made_by: UserId,
    /// It opens no session from this moment on.
    pub expires_at: DateTime<Utc>,
    /// When it last opened a session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A program.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgramView {
    /// Its account, by which the logs name it.
    pub id: UserId,
    /// The name that others see.
    #[schema(example = "Alder Brook records system", max_length = 200)]
    pub name: String,
    /// The setting whose program it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education_setting_id: Option<EducationSettingId>,
    /// All that it may do.
    #[schema(max_items = 50)]
    pub actions: Vec<Action>,
    /// Whether it is let in.
    pub open: bool,
    /// Its keys, the latest first.
    #[schema(max_items = 200)]
    pub keys: Vec<ProgramKeyView>,
    /// The version of this record.
    pub version: i64,
}

impl Versioned for ProgramView {
    fn version(&self) -> i64 {
        self.version
    }
}

/// The secret of a key, this once.
#[derive(Clone)]
pub struct DrawnKey {
    /// The key.
    pub id: ServiceKeyId,
    /// The secret.
    pub secret: Zeroizing<String>,
    /// It opens no session from this moment on.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for DrawnKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DrawnKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A change of a program, as it is kept until a second person agrees.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ProgramChange {
    pub(crate) program_id: UserId,
    seen: i64,
    command: ChangeProgram,
}

impl ProgramChange {
    /// What is to be different, in words without names.
    pub(crate) fn parts(&self) -> Vec<(&'static str, String)> {
        let ChangeProgram {
            name,
            actions,
            open,
            reason: _,
        } = &self.command;
        [
            name.as_ref().map(|_| ("name", "another".to_owned())),
            actions.as_ref().map(|actions| ("actions", words(actions))),
            open.map(|open| ("open", if open { "yes" } else { "no" }.to_owned())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// A key that waits for a second person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NewProgramKey {
    pub(crate) program_id: UserId,
    pub(crate) command: AddProgramKey,
}

/// Where a key stands at a moment.
pub(crate) fn standing(key: &ServiceKeyRow, now: DateTime<Utc>) -> ProgramKeyState {
    let undrawn = key.digest.is_none();
    if key.ended_at.is_some() {
        ProgramKeyState::Ended
    } else if now >= key.expires_at || (undrawn && now >= key.made_at + DRAW_WITHIN) {
        ProgramKeyState::Expired
    } else if undrawn {
        ProgramKeyState::Waiting
    } else {
        ProgramKeyState::Live
    }
}

fn key_view(row: &ServiceKeyRow, now: DateTime<Utc>) -> ProgramKeyView {
    ProgramKeyView {
        id: row.id,
        program_id: row.user_id,
        state: standing(row, now),
        made_at: row.made_at,
        made_by: row.made_by,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
    }
}

/// The views of these programs, with what belongs to all of them asked for once.
fn views(tx: &mut ReadTx<'_>, rows: &[UserRow], now: DateTime<Utc>) -> Result<Vec<ProgramView>, Error> {
    let ids: Vec<UserId> = rows.iter().map(|row| row.id).collect();
    let actions = tx.service_actions_of_all(&ids)?;
    let keys = tx.service_keys_of_all(&ids, KEYS_SHOWN)?;
    let view = |row: &UserRow| ProgramView {
        id: row.id,
        name: row.display_name.clone(),
        education_setting_id: row.education_setting_id,
        actions: actions
            .iter()
            .filter(|(program, _)| *program == row.id)
            .map(|(_, action)| *action)
            .collect(),
        open: row.disabled_at.is_none(),
        keys: keys
            .iter()
            .filter(|key| key.user_id == row.id)
            .take(KEYS_OF_EACH)
            .map(|key| key_view(key, now))
            .collect(),
        version: row.version,
    };
    Ok(rows.iter().map(view).collect())
}

fn view(tx: &mut ReadTx<'_>, row: &UserRow, now: DateTime<Utc>) -> Result<ProgramView, Error> {
    views(tx, std::slice::from_ref(row), now)?
        .pop()
        .ok_or(Error::NotFound)
}

fn done(act: &mut Act<'_, '_>, row: &UserRow) -> Result<Done, Error> {
    let view = view(act.tx, row, act.moment.now)?;
    Ok(Done {
        location: Some(format!("/v1/programs/{}", view.id)),
        version: Some(view.version),
        ..Done::with(&view)?
    })
}

/// Programs in a stable order, after `after`; at most `limit`.
///
/// # Errors
/// When they are not for this person.
pub fn programs(
    look: &mut Look<'_, '_>,
    after: Option<UserId>,
    limit: u32,
) -> Result<Vec<ProgramView>, Error> {
    look.may(Action::ReadPrograms)?;
    let now = look.moment.now;
    let rows = look.tx.programs(after, i64::from(limit))?;
    views(look.tx, &rows, now)
}

/// One program.
///
/// # Errors
/// When it is not there or not for this person.
pub fn program(look: &mut Look<'_, '_>, id: UserId) -> Result<ProgramView, Error> {
    look.may(Action::ReadPrograms)?;
    let now = look.moment.now;
    let row = look.tx.user(id)?.filter(|row| row.role == Role::Service);
    view(look.tx, &row.ok_or(Error::NotFound)?, now)
}

/// Lets a program in, once a second person agrees.
///
/// # Errors
/// When it is not for this person, or a value does not fit.
pub fn add_program(act: &mut Act<'_, '_>, command: &AddProgram) -> Result<Settled, Error> {
    let permit = act.may(Action::ManagePrograms)?;
    check(act, command)?;
    let reason = format!("Program {}: {}", command.name, command.reason.as_str());
    act.settle(
        &permit,
        None,
        None,
        Proposal::AddProgram(command.clone()),
        &reason,
    )
}

fn check(act: &mut Act<'_, '_>, command: &AddProgram) -> Result<(), Error> {
    if let Some(setting) = command.education_setting_id
        && act.tx.education_setting(setting)?.is_none()
    {
        return Err(Error::field(
            "/education_setting_id",
            "unknown_setting",
            "There is no setting with this id. The list of settings has the right one.",
        ));
    }
    check_actions(&command.actions, command.education_setting_id.is_some())
}

/// Each action must be one that such a program can be given.
fn check_actions(actions: &[Action], of_a_setting: bool) -> Result<(), Error> {
    let Some(never) = actions.iter().find(|action| !action.can_be_listed(of_a_setting)) else {
        return Ok(());
    };
    let possible: Vec<_> = Action::ALL
        .iter()
        .filter(|action| action.can_be_listed(of_a_setting))
        .map(|action| action.word())
        .collect();
    Err(Error::field(
        "/actions",
        "not_for_programs",
        format!(
            "A program of {} cannot be given `{never}`. It can be given: {}.",
            if of_a_setting { "a setting" } else { "the council" },
            possible.join(", ")
        ),
    ))
}

/// Each action once, in a stable order.
fn each_once(actions: &[Action]) -> Vec<Action> {
    let mut actions = actions.to_vec();
    actions.sort_unstable();
    actions.dedup();
    actions
}

/// Lets a program in that two people agreed on, or one alone where there is no other.
pub(crate) fn apply_addition(act: &mut Act<'_, '_>, command: &AddProgram) -> Result<Done, Error> {
    act.may(Action::ManagePrograms)?;
    check(act, command)?;
    let id: UserId = act.id();
    let row = UserRow {
        id,
        // Nothing is ever sent there: the name ends in a domain that cannot exist (RFC 2606).
        email: format!("{id}@program.invalid"),
        display_name: command.name.to_string(),
        role: Role::Service,
        education_setting_id: command.education_setting_id,
        password_hash: NO_PASSWORD.to_owned(),
        disabled_at: None,
        created_at: act.moment.now,
        version: 1,
    };
    act.tx.insert_user(&row)?;
    act.record_on_account(
        id,
        AccountEventKind::Added,
        Details::default().word("role", "service"),
    )?;
    set_actions(act, id, &[], &each_once(&command.actions))?;
    done(act, &row)
}

fn set_actions(act: &mut Act<'_, '_>, id: UserId, before: &[Action], after: &[Action]) -> Result<(), Error> {
    act.tx.set_service_actions_of(id, after)?;
    let granted = after.iter().filter(|action| !before.contains(action));
    let withdrawn = before.iter().filter(|action| !after.contains(action));
    for (kind, action) in granted
        .map(|action| (AccountEventKind::RoleGranted, action))
        .chain(withdrawn.map(|action| (AccountEventKind::RoleWithdrawn, action)))
    {
        let details = Details::default().word("action", action.word());
        act.record_on_account(id, kind, details)?;
    }
    Ok(())
}

impl Act<'_, '_> {
    /// A program, which nobody else changes until the transaction ends.
    fn program(&mut self, id: UserId) -> Result<UserRow, Error> {
        let row = self.tx.lock_user(id)?.filter(|row| row.role == Role::Service);
        row.ok_or(Error::NotFound)
    }
}

/// Changes a program. Taking away holds from its next request on, also in a change that gives more beside it; giving more
/// waits for a second person.
///
/// # Errors
/// When it is not for this person, the version is stale, or a value does not fit.
pub fn change_program(
    act: &mut Act<'_, '_>,
    id: UserId,
    seen: i64,
    command: &ChangeProgram,
) -> Result<Settled, Error> {
    let permit = act.may(Action::ManagePrograms)?;
    let row = act.program(id)?;
    same_version(row.version, seen)?;
    let before = act.tx.service_actions_of(id)?;
    if let Some(actions) = &command.actions {
        check_actions(actions, row.education_setting_id.is_some())?;
    }
    let added = command.actions.iter().flatten();
    let widens = added.clone().any(|action| !before.contains(action));
    let opens = command.open == Some(true) && row.disabled_at.is_some();
    let change = |seen, command| ProgramChange {
        program_id: id,
        seen,
        command,
    };
    if !widens && !opens {
        return apply_change(act, &change(seen, command.clone())).map(Settled::Done);
    }
    let Some(reason) = &command.reason else {
        return Err(Error::field(
            "/reason",
            "missing",
            "Say why it is to do more: whoever agrees must know.",
        ));
    };
    let reason = format!("Program {}: {}", row.display_name, reason.as_str());
    let mut seen = seen;
    if let Some(narrower) = narrower_half(&row, &before, command) {
        apply_change(act, &change(seen, narrower))?;
        seen = act.program(id)?.version;
    }
    let wider = ChangeProgram {
        open: command.open.filter(|open| *open),
        ..command.clone()
    };
    let proposal = Proposal::ChangeProgram(change(seen, wider));
    act.settle(&permit, None, None, proposal, &reason)
}

/// What a change takes away, which waits for nobody, if it takes something away.
fn narrower_half(row: &UserRow, before: &[Action], command: &ChangeProgram) -> Option<ChangeProgram> {
    let kept = command.actions.as_ref().map(|wanted| {
        let both = before.iter().filter(|action| wanted.contains(action));
        both.copied().collect::<Vec<_>>()
    });
    let actions = kept.filter(|kept| kept.len() < before.len());
    let open = command.open.filter(|open| !open && row.disabled_at.is_none());
    (actions.is_some() || open.is_some()).then_some(ChangeProgram {
        name: None,
        actions,
        open,
        reason: None,
    })
}

/// Changes a program as two people agreed, or one alone where one is enough or there is no other.
pub(crate) fn apply_change(act: &mut Act<'_, '_>, change: &ProgramChange) -> Result<Done, Error> {
    act.may(Action::ManagePrograms)?;
    let (id, command) = (change.program_id, &change.command);
    let mut row = act.program(id)?;
    if row.version != change.seen {
        return Err(Error::ApprovalClosed {
            explanation:
                "The program has changed since it was asked. If it is still needed, ask for it anew."
                    .to_owned(),
        });
    }
    if let Some(name) = &command.name {
        row.display_name = name.to_string();
        act.record_on_account(
            id,
            AccountEventKind::Changed,
            Details::default().word("field", "name"),
        )?;
    }
    if let Some(actions) = &command.actions {
        check_actions(actions, row.education_setting_id.is_some())?;
        let before = act.tx.service_actions_of(id)?;
        set_actions(act, id, &before, &each_once(actions))?;
    }
    match (command.open, row.disabled_at) {
        (Some(false), None) => {
            row.disabled_at = Some(act.moment.now);
            act.tx.end_sessions_of(id, None, act.moment.now)?;
            act.record_on_account(id, AccountEventKind::Disabled, Details::default())?;
            // Whoever has a key of it must not come in with it on the day on which it is let in again.
            for key in act.tx.service_keys_of(id)? {
                if key.ended_at.is_none() {
                    end_key(act, &key)?;
                }
            }
        }
        (Some(true), Some(_)) => {
            row.disabled_at = None;
            act.record_on_account(id, AccountEventKind::Enabled, Details::default())?;
        }
        _ => {}
    }
    act.tx.update_user(&mut row)?;
    done(act, &row)
}

/// Asks for a key of a program. Once a second person agrees, whoever asked draws its secret.
///
/// # Errors
/// When it is not for this person, two keys are of use already, or the days do not fit.
pub fn add_program_key(act: &mut Act<'_, '_>, id: UserId, command: &AddProgramKey) -> Result<Settled, Error> {
    let permit = act.may(Action::ManagePrograms)?;
    let row = act.program(id)?;
    room_for_a_key(act, id, command)?;
    let reason = format!("Key of program {}: {}", row.display_name, command.reason.as_str());
    let new = NewProgramKey {
        program_id: id,
        command: command.clone(),
    };
    act.settle(&permit, None, None, Proposal::AddProgramKey(new), &reason)
}

fn room_for_a_key(act: &mut Act<'_, '_>, id: UserId, command: &AddProgramKey) -> Result<(), Error> {
    if !(1..=KEY_DAYS_MAX).contains(&command.days) {
        return Err(Error::field(
            "/days",
            "out_of_range",
            format!("A key lives for 1 to {KEY_DAYS_MAX} days."),
        ));
    }
    let now = act.moment.now;
    let keys = act.tx.service_keys_of(id)?;
    let of_use = keys.iter().filter(|key| {
        matches!(
            standing(key, now),
            ProgramKeyState::Live | ProgramKeyState::Waiting
        )
    });
    if of_use.count() >= KEYS_AT_ONCE {
        return Err(Error::Refused(Refusal::AlreadyDone {
            explanation: "This program has two keys already, so that one can take over from the other. Take one back first."
                .to_owned(),
        }));
    }
    Ok(())
}

/// Makes a key that two people agreed on, or one alone where there is no other.
pub(crate) fn apply_key(act: &mut Act<'_, '_>, new: &NewProgramKey, hands: Hands) -> Result<Done, Error> {
    act.may(Action::ManagePrograms)?;
    let program = act.program(new.program_id)?;
    room_for_a_key(act, program.id, &new.command)?;
    let now = act.moment.now;
    let row = ServiceKeyRow {
        id: act.id(),
        user_id: program.id,
        digest: None,
        made_at: now,
        made_by: hands.asked_by,
        agreed_by: hands.agreed_by,
        expires_at: now + Duration::days(i64::from(new.command.days)),
        drawn_at: None,
        last_used_at: None,
        ended_at: None,
    };
    act.tx.insert_service_key(&row)?;
    let details = Details::default().word("field", "key").id("key_id", row.id);
    act.record_on_account(program.id, AccountEventKind::Changed, details)?;
    Ok(Done {
        location: Some(format!("/v1/programs/{}", row.user_id)),
        ..Done::with(&key_view(&row, now))?
    })
}

/// Takes a key back: it opens no session any more, and those that it opened end at once.
///
/// # Errors
/// When it is not there or was taken back already, or is not for this person.
pub fn end_program_key(act: &mut Act<'_, '_>, id: ServiceKeyId) -> Result<ProgramKeyView, Error> {
    act.may(Action::ManagePrograms)?;
    let mut key = act.tx.lock_service_key(id)?.ok_or(Error::NotFound)?;
    if key.ended_at.is_some() {
        return Err(Error::Refused(Refusal::AlreadyDone {
            explanation: "This key was taken back already.".to_owned(),
        }));
    }
    key.ended_at = Some(act.moment.now);
    end_key(act, &key)?;
    Ok(key_view(&key, act.moment.now))
}

fn end_key(act: &mut Act<'_, '_>, key: &ServiceKeyRow) -> Result<(), Error> {
    let now = act.moment.now;
    act.tx.end_service_key(key.id, now)?;
    act.tx.end_sessions_of_key(key.id, now)?;
    let details = Details::default().word("field", "key").id("key_id", key.id);
    act.record_on_account(key.user_id, AccountEventKind::Changed, details)?;
    act.record_security("program_key_ended", Some(key.id.to_string()))
}

impl Casework {
    /// Draws the secret of a key: once, by whoever asked for the key.
    ///
    /// # Errors
    /// When it was drawn, is over or was asked for by somebody else.
    pub async fn draw_program_key(
        &self,
        asking: crate::Asking,
        operation: &'static str,
        id: ServiceKeyId,
    ) -> Result<DrawnKey, Error> {
        self.act_keeping(asking, operation, Keep::Unchanged, move |act| {
            act.may(Action::ManagePrograms)?;
            let key = act.tx.lock_service_key(id)?.ok_or(Error::NotFound)?;
            if key.made_by != act.actor.user {
                return Err(Error::Forbidden {
                    reason: "Only whoever asked for a key draws its secret.".to_owned(),
                });
            }
            let now = act.moment.now;
            if standing(&key, now) != ProgramKeyState::Waiting {
                return Err(Error::Refused(Refusal::AlreadyDone {
                    explanation: "The secret of this key was drawn, or its time is over. If it is lost, take the key back and ask \
                                  for another."
                        .to_owned(),
                }));
            }
            let secret = secret::new("program");
            act.tx.service_key_drawn(id, &secret::digest(&secret), now)?;
            let details = Details::default().word("field", "key").id("key_id", id);
            act.record_on_account(key.user_id, AccountEventKind::Changed, details)?;
            act.record_security("program_key_drawn", Some(id.to_string()))?;
            Ok(DrawnKey {
                id,
                secret,
                expires_at: key.expires_at,
            })
        })
        .await
    }
}

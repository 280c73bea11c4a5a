//! The append-only log of each account, team and setting, chained by hash. It holds ids and words, never texts.

use crate::chain::{ChainHash, FIRST_HASH};
use crate::dialect::{Locked, PerBackend};
use crate::schema::{account_events, account_heads};
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_case::{EducationSettingId, TeamId, UserId};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The name under which the details of an entry tell the rights of its account.
const RIGHTS: &str = "rights";

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountSubject {
    /// An account.
    User(UserId),
    /// A team.
    Team(TeamId),
    /// A school, college or early-years setting.
    EducationSetting(EducationSettingId),
}

impl AccountSubject {
    /// The word of its kind.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Team(_) => "team",
            Self::EducationSetting(_) => "education_setting",
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(self) -> Uuid {
        match self {
            Self::User(id) => id.into(),
            Self::Team(id) => id.into(),
            Self::EducationSetting(id) => id.into(),
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $name:ident = $word:literal),+ $(,)?) => {
        /// What happened to an account, a team or a setting.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum AccountEventKind {
            $($(#[$doc])+ $name,)+
        }

        impl AccountEventKind {
            /// The word under which it is kept.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

kinds! {
    /// It was made.
    Added = "added",
    /// Something about it changed; the details name the fields.
    Changed = "changed",
    /// An account was closed.
    Disabled = "disabled",
    /// A closed account was opened again.
    Enabled = "enabled",
    /// Somebody was invited to it.
    Invited = "invited",
    /// The invitation was taken up.
    InvitationAccepted = "invitation_accepted",
    /// The invitation was taken back.
    InvitationWithdrawn = "invitation_withdrawn",
    /// A role, or a right of a program, was given.
    RoleGranted = "role_granted",
    /// A role, or a right of a program, was taken away.
    RoleWithdrawn = "role_withdrawn",
    /// The person joined a team.
    JoinedTeam = "joined_team",
    /// The person left a team.
    LeftTeam = "left_team",
    /// The person began to look after the caseload of an officer who is away.
    CoverBegan = "cover_began",
    /// The person looks after that caseload no longer, before the last day that was arranged.
    CoverEnded = "cover_ended",
    /// A second factor was set up.
    FactorEnrolled = "factor_enrolled",
    /// A second factor was taken away.
    FactorRemoved = "factor_removed",
    /// Recovery codes were made anew.
    RecoveryCodesRenewed = "recovery_codes_renewed",
    /// The password was changed.
    PasswordChanged = "password_changed",
    /// A new password was asked for.
    ResetRequested = "reset_requested",
    /// The password was set anew.
    PasswordReset = "password_reset",
    /// Sessions were ended.
    SessionsEnded = "sessions_ended",
    /// An identity of another provider was tied to the account.
    IdentityLinked = "identity_linked",
    /// A program got a key.
    KeyIssued = "key_issued",
    /// A program's key was withdrawn.
    KeyWithdrawn = "key_withdrawn",
    /// What could tell who the person is was erased.
    Erased = "erased",
}

/// An entry to append.
#[derive(Debug, Clone)]
pub struct NewAccountEvent {
    /// Its id.
    pub id: Uuid,
    /// What it is about.
    pub subject: AccountSubject,
    /// What happened.
    pub kind: AccountEventKind,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// By whom; nobody on the command line.
    pub recorded_by: Option<UserId>,
    /// Details as a JSON object: ids and words.
    pub details: String,
}

/// An entry of the log of an account, team or setting.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = account_events)]
pub struct AccountEventRow {
    /// What it is about.
    pub subject_id: Uuid,
    /// Its place in the log, from 1, without gaps.
    pub sequence: i64,
    /// The entry.
    pub id: Uuid,
    /// `user`, `team` or `education_setting`.
    pub subject: String,
    /// What happened.
    pub kind: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// By whom; nobody on the command line.
    pub recorded_by: Option<UserId>,
    /// Details as a JSON object.
    pub details: String,
    /// The hash of the entry before it; 64 zeros for the first.
    pub previous_hash: String,
    /// The hash of this entry.
    pub hash: String,
}

impl AccountEventRow {
    /// The hash that this entry must have.
    #[must_use]
    pub fn expected_hash(&self) -> String {
        ChainHash::default()
            .part(&self.previous_hash)
            .part(self.subject_id.to_string())
            .part(self.sequence.to_string())
            .part(self.id.to_string())
            .part(&self.subject)
            .part(&self.kind)
            .part(self.recorded_at.timestamp_micros().to_string())
            .optional(self.recorded_by.map(|user| user.to_string()))
            .part(&self.details)
            .finish()
    }
}

/// The head of a log: how many entries it has, and the hash of the last.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = account_heads)]
pub struct AccountHeadRow {
    /// What the log is about.
    pub subject_id: Uuid,
    /// How many entries it has.
    pub last_event: i64,
    /// The hash of the last one.
    pub last_event_hash: String,
}

impl ReadTx<'_> {
    /// The log of an account, team or setting after an entry, in order; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn account_events_after(
        &mut self,
        subject: Uuid,
        after: i64,
        limit: i64,
    ) -> Result<Vec<AccountEventRow>, StoreError> {
        Ok(account_events::table
            .filter(account_events::subject_id.eq(Key(subject)))
            .filter(account_events::sequence.gt(after))
            .order(account_events::sequence)
            .limit(limit)
            .select(AccountEventRow::as_select())
            .load(self.db())?)
    }

    /// The heads of these logs in the order of their ids, after one; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn account_heads_after(
        &mut self,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<AccountHeadRow>, StoreError> {
        let mut heads = account_heads::table
            .order(account_heads::subject_id)
            .limit(limit)
            .into_boxed();
        if let Some(after) = after {
            heads = heads.filter(account_heads::subject_id.gt(Key(after)));
        }
        Ok(heads.select(AccountHeadRow::as_select()).load(self.db())?)
    }
}

impl AccountEventRow {
    /// The digests of the account's rights after this entry, by part; none for an entry from before they were told, or
    /// about a team or setting.
    #[must_use]
    pub fn told_rights(&self) -> Option<BTreeMap<String, String>> {
        let details: Value = serde_json::from_str(&self.details).ok()?;
        serde_json::from_value(details.get(RIGHTS)?.clone()).ok()
    }
}

impl WriteTx<'_> {
    /// Appends to the log of an account, team or setting. Whoever else appends to the same one waits until this
    /// transaction ends.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn append_account_event(&mut self, event: &NewAccountEvent) -> Result<AccountEventRow, StoreError> {
        let subject = event.subject.id();
        PerBackend(
            diesel::insert_into(account_heads::table)
                .values((
                    account_heads::subject_id.eq(Key(subject)),
                    account_heads::last_event.eq(0_i64),
                    account_heads::last_event_hash.eq(FIRST_HASH),
                ))
                .on_conflict_do_nothing(),
        )
        .execute(self.db())?;
        let head: AccountHeadRow = Locked(
            account_heads::table
                .find(Key(subject))
                .select(AccountHeadRow::as_select()),
        )
        .get_result(self.db())?;
        let mut row = AccountEventRow {
            subject_id: subject,
            sequence: head.last_event.saturating_add(1),
            id: event.id,
            subject: event.subject.word().to_owned(),
            kind: event.kind.word().to_owned(),
            recorded_at: Instant::new(event.recorded_at).utc(),
            recorded_by: event.recorded_by,
            details: self.with_rights(event)?,
            previous_hash: head.last_event_hash,
            hash: String::new(),
        };
        row.hash = row.expected_hash();
        diesel::insert_into(account_events::table)
            .values((
                account_events::subject_id.eq(Key(row.subject_id)),
                account_events::sequence.eq(row.sequence),
                account_events::id.eq(Key(row.id)),
                account_events::subject.eq(&row.subject),
                account_events::kind.eq(&row.kind),
                account_events::recorded_at.eq(Instant::new(row.recorded_at)),
                account_events::recorded_by.eq(row.recorded_by.map(Key)),
                account_events::details.eq(&row.details),
                account_events::previous_hash.eq(&row.previous_hash),
                account_events::hash.eq(&row.hash),
            ))
            .execute(self.db())?;
        diesel::update(account_heads::table.find(Key(subject)))
            .set((
                account_heads::last_event.eq(row.sequence),
                account_heads::last_event_hash.eq(&row.hash),
            ))
            .execute(self.db())?;
        Ok(row)
    }

    /// Begins the log of an account, team or setting that is made on the command line.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn log_added(
        &mut self,
        entry: Uuid,
        subject: AccountSubject,
        at: DateTime<Utc>,
    ) -> Result<AccountEventRow, StoreError> {
        self.append_account_event(&NewAccountEvent {
            id: entry,
            subject,
            kind: AccountEventKind::Added,
            recorded_at: at,
            recorded_by: None,
            details: r#"{"how":"command_line"}"#.to_owned(),
        })
    }

    /// The details of an entry about an account say how its rights stand from now on. Read once the log is held, so that
    /// of two changes at a time the later one knows both.
    fn with_rights(&mut self, event: &NewAccountEvent) -> Result<String, StoreError> {
        let AccountSubject::User(user) = event.subject else {
            return Ok(event.details.clone());
        };
        let mut details: Map<String, Value> = serde_json::from_str(&event.details).map_err(|error| {
            StoreError::Corrupt(format!("the details of an entry are no object: {error}"))
        })?;
        details.insert(RIGHTS.to_owned(), json!(self.account_rights(user)?));
        Ok(Value::Object(details).to_string())
    }
}

//! Sessions and the tokens that refresh them.

use crate::dialect::{Held, Locked};
use crate::schema::{refresh_tokens, sessions, users};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use ehcp_access::{Actor, HowSignedIn, Role};
use ehcp_case::{EducationSettingId, ServiceKeyId, SessionId, UserId};

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct SessionRow {
    /// The session.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// When it was opened.
    pub started_at: DateTime<Utc>,
    /// When it ends unless it is refreshed before.
    pub expires_at: DateTime<Utc>,
    /// When it was ended before its time.
    pub ended_at: Option<DateTime<Utc>>,
    /// When the person last proved who they are.
    pub authenticated_at: DateTime<Utc>,
    /// When it ends however often it is refreshed.
    pub ends_at_latest: DateTime<Utc>,
    /// How it was opened.
    pub how: HowSignedIn,
    /// When a second factor was shown in it.
    pub second_factor_at: Option<DateTime<Utc>>,
    /// The network it was opened from, such as `192.0.2.0/24`; never a full address.
    pub network: Option<String>,
    /// The key with which a program opened it.
    pub service_key_id: Option<ServiceKeyId>,
}

/// A token that refreshes a session. Only its digest is kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = refresh_tokens)]
pub struct RefreshTokenRow {
    /// The digest of the token.
    pub digest: String,
    /// The session.
    pub session_id: SessionId,
    /// When it was given.
    pub issued_at: DateTime<Utc>,
    /// When it was used, or replaced because the answer that held it was lost.
    pub spent_at: Option<DateTime<Utc>>,
    /// When it was used a second time because the answer was lost.
    pub retried_at: Option<DateTime<Utc>>,
    /// The digest of the token that was given for it; none when it was replaced.
    pub successor: Option<String>,
}

/// Who is asking, and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedInActor {
    /// Who is asking.
    pub actor: Actor,
    /// When they last proved who they are.
    pub authenticated_at: DateTime<Utc>,
    /// When they last showed a second factor in this session.
    pub second_factor_at: Option<DateTime<Utc>>,
}

/// How a transaction keeps the session and the account of whoever asks as they are until it ends, so that nothing is
/// written any more once the end of a session has been answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Others may go on beside it.
    Unchanged,
    /// It changes them itself.
    ForChange,
}

type Found = (Role, Option<EducationSettingId>, Instant, Option<Instant>);

/// The open session of an account that is open. The account stands first, so that every transaction that locks both
/// locks them in this order.
macro_rules! open_session {
    ($user:expr, $session:expr, $now:expr) => {
        users::table
            .inner_join(sessions::table.on(sessions::user_id.eq(users::id)))
            .filter(users::id.eq(Key($user)))
            .filter(sessions::id.eq(Key($session)))
            .filter(sessions::ended_at.is_null())
            .filter(sessions::expires_at.gt(Instant::new($now)))
            .filter(users::disabled_at.is_null())
            .select((
                users::role,
                users::education_setting_id,
                sessions::authenticated_at,
                sessions::second_factor_at,
            ))
    };
}

impl ReadTx<'_> {
    /// Who is asking: the person of a session that is still open, with today's teams. `None` when the session has
    /// ended or run out, or the account is closed.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn actor(
        &mut self,
        user: UserId,
        session: SessionId,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Option<Actor>, StoreError> {
        let found = self.signed_in(user, session, now, today)?;
        Ok(found.map(|found| found.actor))
    }

    /// The same, with how sure it is that it is them.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn signed_in(
        &mut self,
        user: UserId,
        session: SessionId,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Option<SignedInActor>, StoreError> {
        let found = open_session!(user, session, now)
            .first::<Found>(self.db())
            .optional()?;
        self.with_teams(user, session, found, today)
    }

    fn with_teams(
        &mut self,
        user: UserId,
        session: SessionId,
        found: Option<Found>,
        today: NaiveDate,
    ) -> Result<Option<SignedInActor>, StoreError> {
        let Some((role, setting, authenticated_at, second_factor_at)) = found else {
            return Ok(None);
        };
        let teams = if role.is_staff() {
            self.teams_of(user, today)?
        } else {
            Vec::new()
        };
        let service_actions = match role {
            Role::Service => self.service_actions_of(user)?,
            _ => Vec::new(),
        };
        let actor = Actor {
            user,
            role,
            teams,
            setting,
            session,
            service_actions,
        };
        Ok(Some(SignedInActor {
            actor,
            authenticated_at: authenticated_at.utc(),
            second_factor_at: second_factor_at.map(Instant::utc),
        }))
    }

    /// A session.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn session(&mut self, id: SessionId) -> Result<Option<SessionRow>, StoreError> {
        Ok(sessions::table
            .find(Key(id))
            .select(SessionRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The open sessions of a person, the newest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn open_sessions_of(
        &mut self,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<Vec<SessionRow>, StoreError> {
        Ok(sessions::table
            .filter(sessions::user_id.eq(Key(user)))
            .filter(sessions::ended_at.is_null())
            .filter(sessions::expires_at.gt(Instant::new(now)))
            .select(SessionRow::as_select())
            .order((sessions::started_at.desc(), sessions::id.desc()))
            .limit(200)
            .load(self.db())?)
    }

    /// The refresh token with this digest.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn refresh_token(&mut self, digest: &str) -> Result<Option<RefreshTokenRow>, StoreError> {
        Ok(refresh_tokens::table
            .find(digest)
            .select(RefreshTokenRow::as_select())
            .first(self.db())
            .optional()?)
    }
}

impl WriteTx<'_> {
    /// As [`ReadTx::signed_in`]; session and account stay as they are until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn keep_signed_in(
        &mut self,
        user: UserId,
        session: SessionId,
        now: DateTime<Utc>,
        today: NaiveDate,
        keep: Keep,
    ) -> Result<Option<SignedInActor>, StoreError> {
        let query = open_session!(user, session, now);
        let found: Vec<Found> = match keep {
            Keep::Unchanged => Held(query).load(self.db())?,
            Keep::ForChange => Locked(query).load(self.db())?,
        };
        self.with_teams(user, session, found.into_iter().next(), today)
    }

    /// A session, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn lock_session(&mut self, id: SessionId) -> Result<Option<SessionRow>, StoreError> {
        let found = sessions::table
            .filter(sessions::id.eq(Key(id)))
            .select(SessionRow::as_select());
        let found: Vec<SessionRow> = Locked(found).load(self.db())?;
        Ok(found.into_iter().next())
    }

    /// Opens a session with a password, which is not refreshed: it ends when it expires.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_session(
        &mut self,
        id: SessionId,
        user: UserId,
        started_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.insert_session_row(&SessionRow {
            id,
            user_id: user,
            started_at,
            expires_at,
            ended_at: None,
            authenticated_at: started_at,
            ends_at_latest: expires_at,
            how: HowSignedIn::Password,
            second_factor_at: None,
            network: None,
            service_key_id: None,
        })
    }

    /// Opens a session.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_session_row(&mut self, row: &SessionRow) -> Result<(), StoreError> {
        diesel::insert_into(sessions::table)
            .values((
                sessions::id.eq(Key(row.id)),
                sessions::user_id.eq(Key(row.user_id)),
                sessions::started_at.eq(Instant::new(row.started_at)),
                sessions::expires_at.eq(Instant::new(row.expires_at)),
                sessions::authenticated_at.eq(Instant::new(row.authenticated_at)),
                sessions::ends_at_latest.eq(Instant::new(row.ends_at_latest)),
                sessions::how.eq(Word(row.how)),
                sessions::second_factor_at.eq(row.second_factor_at.map(Instant::new)),
                sessions::network.eq(&row.network),
                sessions::service_key_id.eq(row.service_key_id.map(Key)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Lets a session last until a later moment.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn extend_session(&mut self, id: SessionId, expires_at: DateTime<Utc>) -> Result<(), StoreError> {
        diesel::update(sessions::table.find(Key(id)))
            .set(sessions::expires_at.eq(Instant::new(expires_at)))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps that the person has proved again who they are.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn prove_session(&mut self, id: SessionId, at: DateTime<Utc>) -> Result<(), StoreError> {
        diesel::update(sessions::table.find(Key(id)))
            .set(sessions::authenticated_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps that a second factor was shown in a session.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn second_factor_shown(&mut self, id: SessionId, at: DateTime<Utc>) -> Result<(), StoreError> {
        diesel::update(sessions::table.find(Key(id)))
            .set(sessions::second_factor_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }

    /// Ends a session: its token is of no use from the next request on.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_session(&mut self, id: SessionId, at: DateTime<Utc>) -> Result<(), StoreError> {
        diesel::update(sessions::table.find(Key(id)).filter(sessions::ended_at.is_null()))
            .set(sessions::ended_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }

    /// Ends every open session of a person but one, and every sign-in that waits for its second step; says how many
    /// sessions those were.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_sessions_of(
        &mut self,
        user: UserId,
        but: Option<SessionId>,
        at: DateTime<Utc>,
    ) -> Result<usize, StoreError> {
        self.spend_challenges_of(user, at)?;
        let open = sessions::table
            .filter(sessions::user_id.eq(Key(user)))
            .filter(sessions::ended_at.is_null())
            .filter(sessions::expires_at.gt(Instant::new(at)));
        let ended = sessions::ended_at.eq(Instant::new(at));
        Ok(match but {
            Some(but) => diesel::update(open.filter(sessions::id.ne(Key(but))))
                .set(ended)
                .execute(self.db())?,
            None => diesel::update(open).set(ended).execute(self.db())?,
        })
    }

    /// Ends every open session that a key has opened.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_sessions_of_key(&mut self, key: ServiceKeyId, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let open = sessions::table
            .filter(sessions::service_key_id.is_not_null())
            .filter(sessions::service_key_id.assume_not_null().eq(Key(key)))
            .filter(sessions::ended_at.is_null());
        Ok(diesel::update(open)
            .set(sessions::ended_at.eq(Instant::new(at)))
            .execute(self.db())?)
    }

    /// Ends every open session of everybody but one, and says how many those were.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_every_session_but(&mut self, but: SessionId, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let open = sessions::table
            .filter(sessions::ended_at.is_null())
            .filter(sessions::expires_at.gt(Instant::new(at)))
            .filter(sessions::id.ne(Key(but)));
        Ok(diesel::update(open)
            .set(sessions::ended_at.eq(Instant::new(at)))
            .execute(self.db())?)
    }

    /// Keeps a new refresh token.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_refresh_token(
        &mut self,
        digest: &str,
        session: SessionId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        diesel::insert_into(refresh_tokens::table)
            .values((
                refresh_tokens::digest.eq(digest),
                refresh_tokens::session_id.eq(Key(session)),
                refresh_tokens::issued_at.eq(Instant::new(at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps what has become of a refresh token.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn update_refresh_token(&mut self, row: &RefreshTokenRow) -> Result<(), StoreError> {
        diesel::update(refresh_tokens::table.find(&row.digest))
            .set((
                refresh_tokens::spent_at.eq(row.spent_at.map(Instant::new)),
                refresh_tokens::retried_at.eq(row.retried_at.map(Instant::new)),
                refresh_tokens::successor.eq(&row.successor),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Forgets the refresh tokens of sessions that were over before a moment; says how many went. At most `at_most`.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_refresh_tokens_of_sessions_over_before(
        &mut self,
        before: DateTime<Utc>,
        at_most: i64,
    ) -> Result<usize, StoreError> {
        let over = sessions::table
            .filter(sessions::ends_at_latest.lt(Instant::new(before)))
            .select(sessions::id);
        let some: Vec<String> = refresh_tokens::table
            .filter(refresh_tokens::session_id.eq_any(over))
            .select(refresh_tokens::digest)
            .limit(at_most)
            .load(self.db())?;
        Ok(
            diesel::delete(refresh_tokens::table.filter(refresh_tokens::digest.eq_any(some)))
                .execute(self.db())?,
        )
    }

    /// Forgets sessions of programs that were over before a moment; says how many went. At most `at_most`.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_program_sessions_over_before(
        &mut self,
        before: DateTime<Utc>,
        at_most: i64,
    ) -> Result<usize, StoreError> {
        let some: Vec<SessionId> = sessions::table
            .filter(sessions::service_key_id.is_not_null())
            .filter(sessions::ends_at_latest.lt(Instant::new(before)))
            .select(sessions::id)
            .limit(at_most)
            .load(self.db())?;
        let some = some.into_iter().map(Key);
        Ok(diesel::delete(sessions::table.filter(sessions::id.eq_any(some))).execute(self.db())?)
    }
}

//! Programs: what each may do, and their keys.

use crate::dialect::Locked;
use crate::schema::{service_actions, service_keys, users};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, UserRow, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_access::{Action, Role};
use ehcp_case::{ServiceKeyId, UserId};

/// A key of a program. Only the digest of its secret is kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = service_keys)]
pub struct ServiceKeyRow {
    /// The key.
    pub id: ServiceKeyId,
    /// The program.
    pub user_id: UserId,
    /// The digest of the secret, once it was drawn.
    pub digest: Option<String>,
    /// When it was asked for and agreed.
    pub made_at: DateTime<Utc>,
    /// Who asked for it, and alone may draw its secret.
    pub made_by: UserId,
    /// The second person.
    pub agreed_by: Option<UserId>,
    /// It opens no session from this moment on.
    pub expires_at: DateTime<Utc>,
    /// When its secret was drawn.
    pub drawn_at: Option<DateTime<Utc>>,
    /// When it last opened a session.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub ended_at: Option<DateTime<Utc>>,
}

impl ReadTx<'_> {
    /// What a program may do, in a stable order. Words that this version of the program does not know give nothing.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn service_actions_of(&mut self, user: UserId) -> Result<Vec<Action>, StoreError> {
        let found = self.service_actions_of_all(&[user])?;
        Ok(found.into_iter().map(|(_, action)| action).collect())
    }

    /// The same for several programs at once, each with its account.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn service_actions_of_all(&mut self, users: &[UserId]) -> Result<Vec<(UserId, Action)>, StoreError> {
        let users = users.iter().copied().map(Key);
        let words: Vec<(UserId, String)> = service_actions::table
            .filter(service_actions::user_id.eq_any(users))
            .select((service_actions::user_id, service_actions::action))
            .load(self.db())?;
        let known = words
            .into_iter()
            .filter_map(|(user, word)| Some((user, word.parse().ok()?)));
        let mut actions: Vec<(UserId, Action)> = known.collect();
        actions.sort_unstable();
        Ok(actions)
    }

    /// Programs by id after a place; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn programs(&mut self, after: Option<UserId>, limit: i64) -> Result<Vec<UserRow>, StoreError> {
        let mut query = users::table
            .filter(users::role.eq(Word(Role::Service)))
            .select(UserRow::as_select())
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(users::id.gt(Key(after)));
        }
        Ok(query.order(users::id).limit(limit).load(self.db())?)
    }

    /// The keys of a program, the latest first; at most 200.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn service_keys_of(&mut self, user: UserId) -> Result<Vec<ServiceKeyRow>, StoreError> {
        self.service_keys_of_all(&[user], 200)
    }

    /// The keys of several programs, the latest first; at most `limit` in all.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn service_keys_of_all(
        &mut self,
        users: &[UserId],
        limit: i64,
    ) -> Result<Vec<ServiceKeyRow>, StoreError> {
        let users = users.iter().copied().map(Key);
        Ok(service_keys::table
            .filter(service_keys::user_id.eq_any(users))
            .select(ServiceKeyRow::as_select())
            .order(service_keys::id.desc())
            .limit(limit)
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Lets a program do exactly this.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn set_service_actions_of(&mut self, user: UserId, actions: &[Action]) -> Result<(), StoreError> {
        diesel::delete(service_actions::table.filter(service_actions::user_id.eq(Key(user))))
            .execute(self.db())?;
        for action in actions {
            diesel::insert_into(service_actions::table)
                .values((
                    service_actions::user_id.eq(Key(user)),
                    service_actions::action.eq(action.word()),
                ))
                .execute(self.db())?;
        }
        Ok(())
    }

    /// Keeps a key whose secret nobody has drawn yet.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_service_key(&mut self, row: &ServiceKeyRow) -> Result<(), StoreError> {
        diesel::insert_into(service_keys::table)
            .values((
                service_keys::id.eq(Key(row.id)),
                service_keys::user_id.eq(Key(row.user_id)),
                service_keys::made_at.eq(Instant::new(row.made_at)),
                service_keys::made_by.eq(Key(row.made_by)),
                service_keys::agreed_by.eq(row.agreed_by.map(Key)),
                service_keys::expires_at.eq(Instant::new(row.expires_at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// A key, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn lock_service_key(&mut self, id: ServiceKeyId) -> Result<Option<ServiceKeyRow>, StoreError> {
        let found = service_keys::table
            .filter(service_keys::id.eq(Key(id)))
            .select(ServiceKeyRow::as_select());
        let found: Vec<ServiceKeyRow> = Locked(found).load(self.db())?;
        Ok(found.into_iter().next())
    }

    /// The key whose secret has this digest, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn lock_service_key_of(&mut self, digest: &str) -> Result<Option<ServiceKeyRow>, StoreError> {
        let found = service_keys::table
            .filter(service_keys::digest.eq(digest))
            .select(ServiceKeyRow::as_select());
        let found: Vec<ServiceKeyRow> = Locked(found).load(self.db())?;
        Ok(found.into_iter().next())
    }

    /// Keeps the digest of the secret that was drawn.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn service_key_drawn(
        &mut self,
        id: ServiceKeyId,
        digest: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        diesel::update(service_keys::table.find(Key(id)))
            .set((
                service_keys::digest.eq(digest),
                service_keys::drawn_at.eq(Instant::new(at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps that a key opened a session.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn service_key_used(&mut self, id: ServiceKeyId, at: DateTime<Utc>) -> Result<(), StoreError> {
        diesel::update(service_keys::table.find(Key(id)))
            .set(service_keys::last_used_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }

    /// Takes a key back.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_service_key(&mut self, id: ServiceKeyId, at: DateTime<Utc>) -> Result<(), StoreError> {
        diesel::update(service_keys::table.find(Key(id)))
            .set(service_keys::ended_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }
}

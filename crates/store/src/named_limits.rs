//! Bars and limits that name somebody without an account: the addresses by which an account is known when it appears, and
//! the accounts that appeared.

use crate::schema::{limit_addresses, limit_people, limits};
use crate::types::Key;
use crate::{ReadTx, StoreError, WriteTx};
use diesel::prelude::*;
use ehcp_case::{ApprovalId, ChildId, LimitId, UserId};

impl ReadTx<'_> {
    /// The known addresses of those whom a child's bars and limits name without an account.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn addresses_in_limits_of(&mut self, child: ChildId) -> Result<Vec<(LimitId, String)>, StoreError> {
        Ok(limit_addresses::table
            .inner_join(limits::table)
            .filter(limits::child_id.eq(Key(child)))
            .select((limit_addresses::limit_id, limit_addresses::email))
            .order((limit_addresses::limit_id, limit_addresses::email))
            .limit(5000)
            .load(self.db())?)
    }

    /// The accounts that appeared since, and from which the same is kept.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn accounts_in_limits_of(&mut self, child: ChildId) -> Result<Vec<(LimitId, UserId)>, StoreError> {
        Ok(limit_people::table
            .inner_join(limits::table)
            .filter(limits::child_id.eq(Key(child)))
            .select((limit_people::limit_id, limit_people::user_id))
            .order((limit_people::limit_id, limit_people::user_id))
            .limit(5000)
            .load(self.db())?)
    }

    /// Whether somebody has an account that a bar or limit was bound to: this one, or the one that began with an asking.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn is_bound_by(
        &mut self,
        user: UserId,
        limit: Option<LimitId>,
        approval: ApprovalId,
    ) -> Result<bool, StoreError> {
        let bound: Vec<(LimitId, Option<ApprovalId>)> = limit_people::table
            .inner_join(limits::table)
            .filter(limit_people::user_id.eq(Key(user)))
            .select((limits::id, limits::approval_id))
            .load(self.db())?;
        Ok(bound
            .into_iter()
            .any(|(id, asked)| Some(id) == limit || asked == Some(approval)))
    }
}

impl WriteTx<'_> {
    /// Keeps by which addresses an account of somebody is known who has none yet. One that has appeared in the meantime is
    /// bound at once.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_limit_addresses(&mut self, limit: LimitId, emails: &[String]) -> Result<(), StoreError> {
        for email in emails {
            diesel::insert_into(limit_addresses::table)
                .values((
                    limit_addresses::limit_id.eq(Key(limit)),
                    limit_addresses::email.eq(email),
                ))
                .execute(self.db())?;
            if let Some(account) = self.user_by_email(email)? {
                self.bind_to_limits(account.id, email)?;
            }
        }
        Ok(())
    }

    /// Binds an account to the bars and limits that name its address. It stays bound under another address.
    pub(crate) fn bind_to_limits(&mut self, user: UserId, email: &str) -> Result<(), StoreError> {
        let bound = limit_people::table
            .filter(limit_people::user_id.eq(Key(user)))
            .select(limit_people::limit_id);
        let new: Vec<LimitId> = limit_addresses::table
            .filter(limit_addresses::email.eq(email))
            .filter(limit_addresses::limit_id.ne_all(bound))
            .select(limit_addresses::limit_id)
            .load(self.db())?;
        for limit in new {
            self.bind_to_limit(user, limit)?;
        }
        Ok(())
    }

    fn bind_to_limit(&mut self, user: UserId, limit: LimitId) -> Result<(), StoreError> {
        diesel::insert_into(limit_people::table)
            .values((
                limit_people::limit_id.eq(Key(limit)),
                limit_people::user_id.eq(Key(user)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Lets a copy of a bar or limit name the same person.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn copy_who_is_named(&mut self, from: LimitId, to: LimitId) -> Result<(), StoreError> {
        let emails: Vec<String> = limit_addresses::table
            .filter(limit_addresses::limit_id.eq(Key(from)))
            .select(limit_addresses::email)
            .load(self.db())?;
        for email in emails {
            diesel::insert_into(limit_addresses::table)
                .values((
                    limit_addresses::limit_id.eq(Key(to)),
                    limit_addresses::email.eq(email),
                ))
                .execute(self.db())?;
        }
        let accounts: Vec<UserId> = limit_people::table
            .filter(limit_people::limit_id.eq(Key(from)))
            .select(limit_people::user_id)
            .load(self.db())?;
        for account in accounts {
            self.bind_to_limit(account, to)?;
        }
        Ok(())
    }
}

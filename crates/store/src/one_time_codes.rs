//! The codes that were sent to somebody: only their digests, each of use once.

use crate::schema::one_time_codes;
use crate::types::{Instant, Key, Word, words};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

/// What a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CodePurpose {
    /// Accepting an invitation.
    Invitation,
    /// Choosing a new password.
    PasswordReset,
    /// Proving that a new e-mail address is one's own.
    EmailChange,
}

impl CodePurpose {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Invitation, Self::PasswordReset, Self::EmailChange];

    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::EmailChange => "email_change",
        }
    }
}

words!(all: CodePurpose);

impl ReadTx<'_> {
    /// What the code with this digest is for. Whether it is still of use is written with its subject.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn one_time_code(&mut self, purpose: CodePurpose, digest: &str) -> Result<Option<Uuid>, StoreError> {
        Ok(one_time_codes::table
            .find(digest)
            .filter(one_time_codes::purpose.eq(Word(purpose)))
            .select(one_time_codes::subject_id)
            .first(self.db())
            .optional()?)
    }
}

impl WriteTx<'_> {
    /// Keeps the digest of a code.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_one_time_code(
        &mut self,
        purpose: CodePurpose,
        digest: &str,
        subject: Uuid,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        diesel::insert_into(one_time_codes::table)
            .values((
                one_time_codes::digest.eq(digest),
                one_time_codes::purpose.eq(Word(purpose)),
                one_time_codes::subject_id.eq(Key(subject)),
                one_time_codes::made_at.eq(Instant::new(at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Forgets every code of a subject: from now on none of them is of use.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_one_time_codes(&mut self, subject: Uuid) -> Result<(), StoreError> {
        diesel::delete(one_time_codes::table.filter(one_time_codes::subject_id.eq(Key(subject))))
            .execute(self.db())?;
        Ok(())
    }
}

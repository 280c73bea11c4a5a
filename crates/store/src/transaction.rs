//! Transactions: what store functions are given.

use crate::{db::Db, dialect::Kind, error::StoreError};
use diesel::{QueryResult, connection::TransactionManager};
use std::{
    num::NonZeroU32,
    ops::{Deref, DerefMut},
};

/// A transaction that reads one consistent snapshot.
pub struct ReadTx<'a> {
    db: &'a mut Db,
}

impl<'a> ReadTx<'a> {
    pub(crate) fn new(db: &'a mut Db) -> Self {
        Self { db }
    }

    /// Which database this runs on.
    pub fn kind(&self) -> Kind {
        self.db.kind()
    }

    /// The connection, for this crate's queries.
    pub(crate) fn db(&mut self) -> &mut Db {
        self.db
    }
}

/// A transaction that writes. All of it is kept, or nothing.
pub struct WriteTx<'a> {
    read: ReadTx<'a>,
}

impl<'a> WriteTx<'a> {
    pub(crate) fn new(db: &'a mut Db) -> Self {
        Self {
            read: ReadTx::new(db),
        }
    }

    /// Runs a part of the transaction that is undone alone when it is refused; the rest goes on.
    ///
    /// # Errors
    /// What `part` returns, or the database's own error.
    pub fn savepoint<T, E: From<StoreError>>(
        &mut self,
        part: impl FnOnce(&mut WriteTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let db = self.db();
        let depth = db.depth().map_err(StoreError::from)?;
        db.savepoint().map_err(StoreError::from)?;
        match part(&mut WriteTx::new(db)) {
            Ok(value) => {
                db.release().map_err(StoreError::from)?;
                Ok(value)
            }
            Err(refusal) => {
                db.roll_back_to(depth).map_err(StoreError::from)?;
                Err(refusal)
            }
        }
    }
}

impl<'a> Deref for WriteTx<'a> {
    type Target = ReadTx<'a>;
    fn deref(&self) -> &Self::Target {
        &self.read
    }
}

impl DerefMut for WriteTx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.read
    }
}

type Manager = <Db as diesel::Connection>::TransactionManager;

impl Db {
    /// How many transactions and savepoints are open.
    pub(crate) fn depth(&mut self) -> QueryResult<u32> {
        let depth = Manager::transaction_manager_status_mut(self).transaction_depth()?;
        Ok(depth.map_or(0, NonZeroU32::get))
    }

    /// Begins a savepoint inside the open transaction.
    pub(crate) fn savepoint(&mut self) -> QueryResult<()> {
        Manager::begin_transaction(self)
    }

    /// Ends the innermost savepoint; what it did stays in the transaction.
    pub(crate) fn release(&mut self) -> QueryResult<()> {
        Manager::commit_transaction(self)
    }

    /// Rolls back until only this many transactions and savepoints are open, also those that a panic left behind.
    pub(crate) fn roll_back_to(&mut self, depth: u32) -> QueryResult<()> {
        while self.depth()? > depth {
            Manager::rollback_transaction(self)?;
        }
        Ok(())
    }

    /// Whether the connection is of no further use outside a transaction.
    pub(crate) fn is_broken(&mut self) -> bool {
        Manager::is_broken_transaction_manager(self)
    }
}

//! All that differs between the two databases once a connection is open.

use crate::db::{Access, Db, MultiBackend};
use diesel::{
    QueryResult, RunQueryDsl,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sqlite::Sqlite,
};

/// Runs one expression on the concrete connection of either database, for statements that the enum cannot carry
/// (several rows in one INSERT). `each!(tx.db(), connection => … .execute(connection))`.
macro_rules! each {
    ($db:expr, $connection:ident => $run:expr) => {
        match $db {
            $crate::db::Db::Postgres($connection) => $run,
            $crate::db::Db::Sqlite($connection) => $run,
        }
    };
}
pub(crate) use each;

/// Which database the store runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
}

impl Db {
    /// Which database this is a connection to.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Postgres(_) => Kind::Postgres,
            Self::Sqlite(_) => Kind::Sqlite,
        }
    }

    /// Begins a transaction. A reader sees one snapshot; a writer on SQLite takes the write lock at once, because
    /// a transaction that reads first and then wants to write fails whenever another wrote in between.
    pub(crate) fn begin(&mut self, access: Access) -> QueryResult<()> {
        let sql = match (self.kind(), access) {
            (Kind::Postgres, Access::Read) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            (Kind::Postgres, Access::Write) => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
            (Kind::Sqlite, Access::Read) => "BEGIN DEFERRED",
            (Kind::Sqlite, Access::Write) => "BEGIN IMMEDIATE",
        };
        each!(self, connection => AnsiTransactionManager::begin_transaction_sql(connection, sql))
    }

    /// Commits the transaction. A COMMIT on PostgreSQL after a failed statement rolls back and reports success; the
    /// question before it fails then, in the same round trip.
    pub(crate) fn commit(&mut self) -> QueryResult<()> {
        match self {
            Self::Postgres(connection) => connection.batch_execute("SELECT 1; COMMIT"),
            Self::Sqlite(connection) => AnsiTransactionManager::commit_transaction(connection),
        }
    }
}

/// Inserts a slice of rows with few statements: `insert_all!(tx.db(), cases::table, &rows)?` gives the number
/// inserted. The rows derive `Insertable` with `#[diesel(treat_none_as_default_value = false)]`, otherwise SQLite
/// gets one statement for each row.
macro_rules! insert_all {
    ($db:expr, $table:expr, $rows:expr) => {
        // SQLite takes at most 32,766 values in a statement, and a row has at most 64.
        $rows.chunks(500).try_fold(0_usize, |inserted, rows| {
            $crate::dialect::each!($db, connection => ::diesel::RunQueryDsl::execute(
                ::diesel::insert_into($table).values(rows), connection))
            .map(|more| inserted.saturating_add(more))
        })
    };
}
pub(crate) use insert_all;

/// A statement with `ON CONFLICT`: the enum knows no common form of it, so it is built for the database at hand.
/// `PerBackend(insert_into(…).values(…).on_conflict(…).do_update().set(…)).execute(tx.db())`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PerBackend<Q>(pub(crate) Q);

impl<Q> QueryFragment<MultiBackend> for PerBackend<Q>
where
    Q: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }
}

impl<Q: QueryId> QueryId for PerBackend<Q> {
    type QueryId = PerBackend<Q::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}

impl<Q: Query> Query for PerBackend<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> RunQueryDsl<Db> for PerBackend<Q> {}

/// Queries whose rows stay locked until the transaction ends: on SQLite the one writer needs no more.
macro_rules! locking {
    ($($(#[$says:meta])* $name:ident, $clause:ident, $sql:literal;)+) => {$(
        $(#[$says])*
        #[derive(Debug, Clone, Copy)]
        pub(crate) struct $name<Q>(pub(crate) Q);

        struct $clause;

        impl QueryFragment<Pg> for $clause {
            fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
                pass.push_sql($sql);
                Ok(())
            }
        }

        impl QueryFragment<Sqlite> for $clause {
            fn walk_ast<'b>(&'b self, _: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
                Ok(())
            }
        }

        impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for $name<Q> {
            fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
                self.0.walk_ast(pass.reborrow())?;
                MultiBackend::walk_variant_ast(&$clause, pass)
            }
        }

        impl<Q: QueryId> QueryId for $name<Q> {
            type QueryId = $name<Q::QueryId>;
            const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
        }

        impl<Q: Query> Query for $name<Q> {
            type SqlType = Q::SqlType;
        }

        impl<Q> RunQueryDsl<Db> for $name<Q> {}
    )+};
}

locking! {
    /// Rows that this transaction will change: nobody else changes or holds them until it ends.
    /// `Locked(cases::table.filter(…).select(…)).load(tx.db())`; use it in a `WriteTx` only.
    Locked, LockClause, " FOR UPDATE";
    /// Rows that must not change until this transaction ends, though others may hold them too. Use it in a `WriteTx`
    /// only.
    Held, HoldClause, " FOR SHARE";
}

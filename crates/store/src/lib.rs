//! The only crate that knows SQL: schema, rows, queries and the one door for writes.

mod config;
mod db;
#[cfg_attr(
    not(test),
    expect(unused_macros, unused_imports, reason = "for the domain's queries")
)]
mod dialect;
mod error;
mod executor;
mod meta;
mod migrate;
mod queue;
mod slow_query;
mod task;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod transaction;
#[cfg_attr(not(test), expect(unused_imports, reason = "for the domain's rows"))]
mod types;
mod worker;

pub use config::{OnStart, StoreConfig};
pub use dialect::Kind;
pub use error::{OpenError, StoreError, Violation, ViolationKind};
pub use executor::{Statistics, Store};
pub use migrate::{migrate, pending, revert_all};
pub use transaction::{ReadTx, WriteTx};

#[cfg(test)]
mod tests;

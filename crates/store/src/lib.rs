//! The only crate that knows SQL: schema, rows, queries and the one door for writes.

mod advice;
mod approvals;
mod cases;
mod children;
mod config;
mod covers;
mod db;
mod deadlines;
mod dialect;
mod emergency;
mod error;
mod events;
mod executor;
mod hand_overs;
mod helpers;
mod limits;
mod logs;
mod maintain;
mod meta;
mod migrate;
mod most;
mod people;
mod plans;
mod queue;
mod restrictions;
mod schema;
mod slow_query;
mod steps;
mod task;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod ties;
mod transaction;
mod types;
mod words;
mod worker;

pub use advice::AdviceRow;
pub use approvals::ApprovalRow;
pub use cases::{CaseChange, CaseFilter, CaseRow, ListedCase, NO_DAY, Saved};
pub use children::{ChildRow, EnrolmentRow, ParentLinkRow, Recorded};
pub use config::{OnStart, StoreConfig};
pub use covers::CoverRow;
pub use deadlines::DeadlineRow;
pub use dialect::Kind;
pub use emergency::BreakGlassRow;
pub use error::{OpenError, StoreError, Violation, ViolationKind};
pub use events::{EventRow, FIRST_HASH, NewEvent};
pub use executor::{Statistics, Store};
pub use hand_overs::{HandOverRow, SealedIdentityRow};
pub use helpers::HelperRow;
pub use limits::LimitRow;
pub use logs::{KeptAnswer, ReadRecord, SecurityRecord};
pub use migrate::{migrate, never_migrated, pending, revert_all};
pub use most::{
    MOST_ADVICE_REQUESTS, MOST_ASSESSMENTS, MOST_DECISIONS, MOST_EXCEPTIONS, MOST_PLANS,
    MOST_REPRESENTATIONS, MOST_REQUESTS,
};
pub use people::{EducationSettingRow, SignInFailures, TeamRow, UserRow};
pub use plans::{PlanRow, RepresentationRow};
pub use restrictions::{AccessListRow, RestrictionRow};
pub use steps::{DecisionRow, ExceptionRow, FactRow, NewFact, RequestRow};
pub use ties::AsOf;
pub use transaction::{ReadTx, WriteTx};

#[cfg(test)]
mod tests;

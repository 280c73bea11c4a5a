//! Dated facts: what happened on a day that the law counts from or to.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A kind of happening from which a statutory period runs, or which ends one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// A request under s.36(1) reached the authority.
    RequestReceived,
}

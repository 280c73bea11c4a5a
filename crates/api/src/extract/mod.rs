//! Extractors: what a handler may ask of a request. Each refuses with an exact problem.

mod body;
mod idempotency;
mod if_match;
mod json_scan;
mod listing;
mod path_id;
mod pointer;
mod query;
mod tagged;
mod wording;

pub use body::{Body, Fingerprint, JSON_BODY_LIMIT, SIGN_IN_BODY_LIMIT, SignInBody};
pub use idempotency::{IdempotencyKey, IdempotencyKeyHeader};
pub use if_match::{IfMatch, IfMatchHeader, IfNoneMatchHeader, SeenVersion};
pub use listing::{CursorKey, Listing, NoFilter, PAGE_DEFAULT, PAGE_MAX, PageParams};
pub use path_id::PathId;
pub use query::Query;
pub(crate) use query::refuse_any;

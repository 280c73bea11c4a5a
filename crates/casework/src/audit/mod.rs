//! Whether what is stored is whole and unaltered: the chains of the logs, the checkpoints kept outside the database,
//! and the rows that follow from the events.

mod chain;
mod checkpoint;
mod finding;
mod heads;
mod relations;
mod rows;
mod streams;
mod verify;

pub use checkpoint::{Checkpoint, Checkpoints, UnreadableCheckpoint};
pub use finding::{About, Finding};
pub use heads::{Head, Heads, LogKind, changed_heads, heads_digest};
pub use verify::{Verified, verify, verify_against};

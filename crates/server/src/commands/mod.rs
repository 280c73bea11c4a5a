//! One file for each command.

pub mod admin;
pub mod backup;
pub mod checkpoint;
pub mod checks;
pub mod deadlines;
pub mod erase;
pub mod key;
pub mod migrate;
pub mod openapi;
pub mod recompute;
pub mod recorded;
pub mod retention;
pub mod serve;
pub mod setting;
pub mod subject_access;
pub mod team;
pub mod timeline;
pub mod user;
pub mod verify;

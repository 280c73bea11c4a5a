//! One file for each command.

pub mod deadlines;
pub mod erase;
pub mod migrate;
pub mod openapi;
pub mod recompute;
pub mod serve;
pub mod setting;
pub mod team;
pub mod timeline;
pub mod user;
pub mod verify;

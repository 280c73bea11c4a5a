//! Acceptance tests through the front door, on both databases: one binary.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod access;
mod api;
mod migrations;
mod openapi;
mod tampering;

//! The program `ehcp` as a person or a machine uses it: arguments in, output and exit code out.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the tests' own helpers fail the test at once"
)]

mod calculate;
mod copies;
mod database;
mod people;
mod secrets;
mod serve;
mod support;
mod timeline;

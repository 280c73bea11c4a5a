//! Disputes: what is recorded, marked and refused; what follows; what the family can do.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod appeals;
mod challenges;
mod deeds;
mod duties;
mod hostile;
mod mediations;
mod properties;
mod reopenings;
mod timeliness;
mod world;

//! The OpenAPI document, built from the very registration that routes requests, and what the server itself reads in
//! it: which addresses exist, with which methods, for whom.

mod document;
mod operations;
mod responses;
mod variants;

pub use document::{CONTRACT_VERSION, openapi};
pub(crate) use document::{base, finish, text};
pub(crate) use operations::Contract;
pub use operations::Operation;

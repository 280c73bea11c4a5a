//! The REST API: turns HTTP into use-case calls and back.
//!
//! A request passes the edge (trace, log line, response headers), the gate in front of `/v1` (token, limits,
//! `Accept`), and reaches a handler of about 20 lines: parse with [`extract`], call a use case, reply with [`answer`].

mod accept;
pub mod answer;
pub mod auth;
#[cfg(test)]
mod blessed;
mod casework_errors;
mod connections;
mod contract;
mod cors;
mod csv;
mod edge;
mod endpoints;
mod error_codes;
mod explorer;
pub mod extract;
mod fallback;
mod hygiene;
mod limits;
mod problem;
mod router;
mod server;
mod single_sign_on;
mod state;
#[cfg(test)]
mod tests;
mod trace;
pub mod write;

pub use contract::{CONTRACT_VERSION, Operation, openapi};
pub use cors::{Cors, NotAnOrigin, Origin};
pub use error_codes::{ErrorCode, error_codes_markdown};
pub use limits::{Limit, LimitSettings, Policy};
pub use problem::{FieldError, PROBLEM_JSON, Problem, Refusal};
pub use server::{build, build_on};
pub use single_sign_on::{
    IdTokenError, Provider, ProviderError, ProviderSetUpError, ProviderSettings, SecondFactorClaim,
    SingleSignOn,
};
pub use state::{Config, Readiness, Services};
pub use trace::TraceId;

//! `ehcp openapi`.

use crate::{failure::Failure, output};

/// Prints the contract, as it is checked in and served.
///
/// # Errors
/// When it cannot be written.
pub fn run() -> Result<(), Failure> {
    let text = ehcp_api::openapi()
        .to_pretty_json()
        .map_err(|error| Failure::not_done(format!("The contract cannot be written as JSON: {error}.")))?;
    output::print_line(&text)
}

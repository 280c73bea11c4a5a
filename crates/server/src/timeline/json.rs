//! For programs.

use super::Road;
use crate::failure::Failure;
use chrono::NaiveDate;
use ehcp_deadlines::{Deadline, Facts};
use serde::Serialize;

#[derive(Serialize)]
struct Body<'a> {
    as_of: NaiveDate,
    known: &'a Facts,
    deadlines: &'a [Deadline],
}

/// The facts and the deadlines as one object.
///
/// # Errors
/// When they cannot be written as JSON.
pub fn text(road: &Road) -> Result<String, Failure> {
    let body = Body {
        as_of: road.as_of,
        known: &road.facts,
        deadlines: &road.deadlines,
    };
    serde_json::to_string_pretty(&body)
        .map(|text| text + "\n")
        .map_err(|error| Failure::not_done(format!("The timeline cannot be written as JSON: {error}.")))
}

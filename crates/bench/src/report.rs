//! The printed table.

use crate::{Outcome, measure::Figures};
use std::{
    io::{Write as _, stdout},
    num::NonZeroUsize,
    thread,
};

/// Prints a line.
///
/// # Errors
/// When standard output cannot be written.
pub fn line(text: &str) -> Outcome<()> {
    writeln!(stdout(), "{text}")?;
    Ok(())
}

/// Prints on what machine, and how the program was built.
///
/// # Errors
/// As [`line()`].
pub fn machine() -> Outcome<()> {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let profile = if cfg!(debug_assertions) {
        "debug (figures mean nothing: build with --release)"
    } else {
        "release"
    };
    line(&format!("machine: {cores} cores; build: {profile}"))
}

/// Prints the head of the table of loads.
///
/// # Errors
/// As [`line()`].
pub fn head() -> Outcome<()> {
    line("| what | per second (median) | (least) | p50 ms | p99 ms | errors | of its floor |")?;
    line("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
}

/// Prints a row, with its share of the floor if it has one.
///
/// # Errors
/// As [`line()`].
pub fn row(figures: &Figures, floor: Option<&Figures>) -> Outcome<()> {
    let (p50, p99) = figures.median().map_or((f64::NAN, f64::NAN), |round| {
        (round.percentile(50), round.percentile(99))
    });
    let share = floor.map_or_else(
        || "floor".to_owned(),
        |floor| format!("{:.2}", figures.per_second() / floor.per_second()),
    );
    line(&format!(
        "| {} | {:.0} | {:.0} | {p50:.2} | {p99:.2} | {} | {share} |",
        figures.name,
        figures.per_second(),
        figures.least(),
        figures.errors(),
    ))
}

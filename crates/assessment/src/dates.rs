//! The checks that every date goes through.

use chrono::NaiveDate;
use ehcp_calendar::human_date;
use ehcp_case::{FieldProblem, Refusal};

/// Collects what is wrong with dates, so that all of it is said at once.
#[derive(Debug, Default)]
pub(crate) struct DateChecks(Vec<FieldProblem>);

impl DateChecks {
    /// The day must not be after `today`.
    pub(crate) fn not_future(mut self, pointer: &str, day: NaiveDate, today: NaiveDate) -> Self {
        if day > today {
            self.0.push(FieldProblem::new(
                pointer,
                "in_the_future",
                format!(
                    "{} is in the future. Give a day up to {}.",
                    human_date(day),
                    human_date(today)
                ),
            ));
        }
        self
    }

    /// The day must not be before `earliest`, which is the day of `what`.
    pub(crate) fn not_before(
        mut self,
        pointer: &str,
        day: NaiveDate,
        earliest: Option<NaiveDate>,
        what: &str,
    ) -> Self {
        if let Some(earliest) = earliest.filter(|earliest| day < *earliest) {
            self.0.push(FieldProblem::new(
                pointer,
                "too_early",
                format!(
                    "{} is before {what} ({}). Give that day or a later one.",
                    human_date(day),
                    human_date(earliest)
                ),
            ));
        }
        self
    }

    /// Any other check of a field.
    pub(crate) fn holds(mut self, right: bool, problem: impl FnOnce() -> FieldProblem) -> Self {
        if !right {
            self.0.push(problem());
        }
        self
    }

    /// All is well, or everything that is wrong.
    pub(crate) fn done(self) -> Result<(), Refusal> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Invalid(self.0))
        }
    }
}

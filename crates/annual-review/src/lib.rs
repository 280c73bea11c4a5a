//! Reviews of a plan (Children and Families Act 2014, s.44; SEND Regulations 2014, regs 18 to 22).
//!
//! So far this crate knows when the first review of a new plan is due; meetings, reports and decisions have their
//! place here.

use chrono::NaiveDate;
use ehcp_case::FactKind;
use ehcp_deadlines::Facts;

/// The facts from which the clock of reviews runs, for a plan first made on a day and not yet reviewed: the first
/// review must be done within the twelve months that begin with that day (s.44(1)(a)).
pub fn review_clock(plan_made_on: NaiveDate) -> Facts {
    Facts::new().with(FactKind::PlanMade, plan_made_on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ehcp_calendar::Calendar;
    use ehcp_deadlines::{Process, timeline};

    #[test]
    fn the_first_review_ends_the_day_before_the_anniversary() {
        let made: NaiveDate = "2023-03-01".parse().unwrap();
        let deadlines = timeline(
            Process::AnnualReview,
            &review_clock(made),
            Calendar::england_and_wales(),
            made,
        )
        .unwrap();
        let first = deadlines
            .iter()
            .find(|deadline| deadline.rule.to_string() == "ar-first-review")
            .unwrap();
        assert_eq!(first.due, Some("2024-02-29".parse().unwrap()));
    }
}

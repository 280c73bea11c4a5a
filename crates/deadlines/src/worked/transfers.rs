//! Transfers between phases: from a date of birth, an actual year group, or planned back from the day itself.

use super::{
    InputError, Worked,
    generic::{steps_of, work_out},
    inputs::Inputs,
};
use crate::{facts::Facts, rule::RuleId};
use chrono::{Datelike, NaiveDate};
use ehcp_calendar::{
    Calendar, FIRST_YEAR, LAST_YEAR, enters_year_group_in, human_date, school_year_starts, subtract_days,
};
use ehcp_case::FactKind;

/// The most year groups a plan can see; Year 14 is the third after Year 11.
const LAST_YEAR_GROUP: i64 = 14;

/// The last year group before post-16 education.
const LAST_SCHOOL_YEAR_GROUP: i64 = 11;

pub(super) fn calculate(id: RuleId, inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    let born = inputs.birth()?;
    let group = year_group(id, inputs)?;
    let entry = inputs.number("entry_year_override", 1900, 2200)?;
    let september = inputs.number("transfer_september", 1900, 2200)?;
    let transfer = inputs.date_by(&["transfer", "transfer_date"])?;
    let planned = inputs.date("due")?;
    let sixth_form = inputs.yes("staying_in_same_school_sixth_form")?.unwrap_or(false);
    let all_through = inputs.yes("all_through_school_no_change")?.unwrap_or(false);
    if let Some(due) = planned {
        return Ok(back_planning(due));
    }
    if sixth_form || all_through {
        return Ok(no_transfer(sixth_form));
    }
    let from_birth = |born: NaiveDate| {
        let group = group.or((id == RuleId::PhaseTransferPost16).then_some(12));
        let group = group.and_then(|group| u8::try_from(group).ok());
        group.map(|group| enters_year_group_in(born, group))
    };
    let year = entry
        .or(september)
        .and_then(|year| i32::try_from(year).ok())
        .or(transfer.map(|(_, date)| date.year()))
        .or(born.and_then(from_birth));
    let Some(year) = year else {
        let missing = if born.is_none() { "dob" } else { "entering_ncy" };
        return Err(inputs.missing(
            missing,
            "the date of birth and entering_ncy (7 for Year 7), or entry_year_override",
        ));
    };
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Err(InputError::new(
            "dob",
            format!(
                "This gives a transfer in {year}, and the year must be from {FIRST_YEAR} to {LAST_YEAR}."
            ),
        ));
    }
    let fact = if id == RuleId::PhaseTransferSchool {
        FactKind::PhaseTransferToSchool
    } else {
        FactKind::PhaseTransferToPost16
    };
    let on = transfer.map_or_else(|| school_year_starts(year), |(_, date)| date);
    let deadlines = work_out(id, &Facts::new().with(fact, on), calendar, inputs)?;
    let deadline = deadlines.first();
    let mut worked = Worked {
        steps: steps_of(&deadlines),
        ..Worked::default()
    };
    worked.put("transfer_september", year);
    worked.put_date("due", deadline.and_then(|deadline| deadline.due));
    worked.put_date(
        "strict_last_day",
        deadline.and_then(|deadline| deadline.strict_last_day),
    );
    Ok(worked)
}

/// The year group that is entered; each rule has its own, so that one is not taken for the other.
fn year_group(id: RuleId, inputs: &Inputs<'_>) -> Result<Option<i64>, InputError> {
    let group = inputs.number("entering_ncy", 0, LAST_YEAR_GROUP)?;
    let wrong = match (id, group) {
        (RuleId::PhaseTransferSchool, Some(group)) if group > LAST_SCHOOL_YEAR_GROUP => {
            "This rule is for years 0 to 11. For a move from school to college use phase-transfer-post16."
        }
        (RuleId::PhaseTransferPost16, Some(group)) if group <= LAST_SCHOOL_YEAR_GROUP => {
            "This rule is for years 12 to 14. For a move between schools use phase-transfer-school."
        }
        _ => return Ok(group),
    };
    Err(InputError::new("entering_ncy", wrong))
}

fn no_transfer(sixth_form: bool) -> Worked {
    let mut worked = Worked::default();
    worked.put_date("due", None);
    worked.say(if sixth_form {
        "A school's own sixth form is not a post-16 institution (Children and Families Act 2014, s.83(2)): no transfer, only the yearly review."
    } else {
        "The child stays in the same school: no transfer, only the yearly review."
    });
    worked
}

/// Twelve weeks from the meeting and eight from the notice, counted back from the day.
fn back_planning(due: NaiveDate) -> Worked {
    let (meeting, notice) = (subtract_days(due, 84), subtract_days(due, 56));
    let mut worked = Worked::default();
    worked.put_date("latest_review_meeting", Some(meeting));
    worked.put_date("latest_amendment_notice", Some(notice));
    worked.say(format!(
        "To have the final plan by {}: hold the review meeting by {} (twelve weeks before) and send the proposed changes by {} (eight weeks before).",
        human_date(due),
        human_date(meeting),
        human_date(notice)
    ));
    worked
}

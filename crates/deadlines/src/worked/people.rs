//! Rules that count from a date of birth.

use super::{InputError, Worked, inputs::Inputs};
use chrono::{Datelike, NaiveDate};
use ehcp_calendar::{
    attains_age_on, compulsory_school_age_ends, enters_year_group_in, human_date, school_year_starts,
    subtract_days, young_person_from,
};

/// Preparing for adulthood: from the September in which the class enters Year 9.
pub(super) fn year_nine(inputs: &Inputs<'_>) -> Result<Worked, InputError> {
    let born = inputs.birth()?;
    let meeting = inputs.date("meeting")?;
    let entered = inputs
        .number("entry_year_override", 1900, 2200)?
        .and_then(|year| i32::try_from(year).ok());
    let year = match (entered, born) {
        (Some(year), _) => year,
        (None, Some(born)) => enters_year_group_in(born, 9),
        (None, None) => return Err(inputs.missing("dob", "a date such as 2013-09-01")),
    };
    let from = school_year_starts(year);
    let mut worked = Worked::default();
    worked.put_date("year9_from", Some(from));
    worked.say(format!(
        "Most of the class become 14 in the school year that begins on {}: Year 9.",
        human_date(from)
    ));
    if let Some(meeting) = meeting {
        worked.put("pfa_required", meeting >= from);
    }
    Ok(worked)
}

/// The day on which the rights pass to the young person.
pub(super) fn young_person(inputs: &Inputs<'_>) -> Result<Worked, InputError> {
    let born = inputs
        .birth()?
        .ok_or_else(|| inputs.missing("dob", "a date such as 2010-11-02"))?;
    let (ends, from) = (compulsory_school_age_ends(born), young_person_from(born));
    let mut worked = Worked::default();
    worked.put_date("compulsory_age_ends", Some(ends));
    worked.put_date("young_person_from", Some(from));
    worked.say(format!(
        "Sixteen on {}; the last Friday in June of that school year is {}. From {} the rights are the young person's (Children and Families Act 2014, s.83(2)).",
        human_date(attains_age_on(born, 16)),
        human_date(ends),
        human_date(from)
    ));
    Ok(worked)
}

/// The first 31 July on or after a day.
fn next_31_july(day: NaiveDate) -> Option<NaiveDate> {
    let this_year = NaiveDate::from_ymd_opt(day.year(), 7, 31)?;
    if this_year >= day {
        Some(this_year)
    } else {
        NaiveDate::from_ymd_opt(day.year() + 1, 7, 31)
    }
}

/// How long a plan may run after the 25th birthday (SEND Regulations 2014, reg 46).
pub(super) fn twenty_fifth_year_end(inputs: &Inputs<'_>) -> Result<Worked, InputError> {
    let born = inputs.birth()?;
    let provider = inputs.word("provider")?;
    let ends = inputs.date_by(&["course_end", "apprenticeship_end", "training_end"])?;
    let born = born.ok_or_else(|| inputs.missing("dob", "a date such as 2002-03-10"))?;
    let provider = provider
        .ok_or_else(|| inputs.missing("provider", "further-education-sector, apprenticeship or other"))?;
    let turns_25 = attains_age_on(born, 25);
    let eve_of_26 = subtract_days(attains_age_on(born, 26), 1);
    let until = match provider.as_str() {
        "further-education-sector"
        | "further-education"
        | "further-education-institution"
        | "further-education-college"
        | "fe-college"
        | "fe-sector"
        | "fe" => next_31_july(turns_25),
        "apprenticeship" | "other" => {
            let (_, ends) =
                ends.ok_or_else(|| inputs.missing("course_end", "the last day of the course or training"))?;
            Some(ends.min(eve_of_26))
        }
        _ => {
            return Err(InputError::new(
                "provider",
                "This must be further-education-sector, apprenticeship or other.",
            ));
        }
    };
    let mut worked = Worked::default();
    worked.put_date("turns_25", Some(turns_25));
    worked.put_date("plan_may_run_to", until);
    worked.say(format!(
        "25 on {}. In further education the year ends on 31 July; elsewhere with the course, or on the day before the 26th birthday ({}) if that comes first (SEND Regulations 2014, reg 46).",
        human_date(turns_25),
        human_date(eve_of_26)
    ));
    Ok(worked)
}

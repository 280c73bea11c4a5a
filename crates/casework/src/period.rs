//! The days of relationships of which one holds at a time: a place at a school, who acts for a young person.

use chrono::NaiveDate;

/// The days of one relationship on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day; open when there is none.
    pub until_on: Option<NaiveDate>,
}

impl Period {
    /// Whether it reaches a day or goes on after it.
    fn reaches(self, day: NaiveDate) -> bool {
        self.until_on.is_none_or(|until| until >= day)
    }
}

/// Where a new period finds its place among those on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place<T> {
    /// Those that end the day before the new one begins.
    pub ending: Vec<T>,
    /// That day.
    pub day_before: NaiveDate,
    /// The last day of the new one: the day before the next later one, where it is not given an earlier one.
    pub until_on: Option<NaiveDate>,
}

/// Finds the place of a new period, so that no two hold on one day: earlier ones end the day before it begins, and it
/// ends the day before the next later one. What is on record for later days is never changed by it.
///
/// # Errors
/// The first day of one that begins on the same day, or within the days that were given for the new one.
pub(crate) fn place<T: Copy>(
    new: Period,
    on_record: impl IntoIterator<Item = (T, Period)>,
) -> Result<Place<T>, NaiveDate> {
    let day_before = new.from_on.pred_opt().unwrap_or(new.from_on);
    let mut placed = Place {
        ending: Vec::new(),
        day_before,
        until_on: new.until_on,
    };
    let mut next: Option<NaiveDate> = None;
    for (id, period) in on_record {
        if period.from_on == new.from_on {
            return Err(period.from_on);
        }
        if period.from_on > new.from_on {
            next = Some(next.map_or(period.from_on, |known| known.min(period.from_on)));
        } else if period.reaches(new.from_on) {
            placed.ending.push(id);
        }
    }
    if let Some(next) = next {
        match new.until_on {
            Some(until) if until >= next => return Err(next),
            Some(_) => {}
            None => placed.until_on = next.pred_opt(),
        }
    }
    Ok(placed)
}

/// The last day of a period that goes on because the later one that ended it never held: the one that it had, or the day
/// before the next period on record, whichever is earlier.
pub(crate) fn reaches_again(until_before: Option<NaiveDate>, next: Option<NaiveDate>) -> Option<NaiveDate> {
    let free_until = next.and_then(|day| day.pred_opt());
    match (until_before, free_until) {
        (Some(before), Some(free)) => Some(before.min(free)),
        (before, free) => before.or(free),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_that_goes_on_never_reaches_into_the_next_one() {
        let (summer, autumn) = (Some(day("2026-07-31")), Some(day("2026-10-01")));
        assert_eq!(reaches_again(None, None), None);
        assert_eq!(reaches_again(summer, None), summer);
        assert_eq!(reaches_again(None, autumn), Some(day("2026-09-30")));
        assert_eq!(reaches_again(summer, autumn), summer);
        assert_eq!(
            reaches_again(Some(day("2026-12-01")), autumn),
            Some(day("2026-09-30"))
        );
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(from: &str, until: Option<&str>) -> Period {
        Period {
            from_on: day(from),
            until_on: until.map(day),
        }
    }

    #[test]
    fn the_first_period_stands_as_it_is_given() {
        let alone = place::<u8>(period("2026-09-01", None), []).unwrap();
        assert_eq!((alone.ending, alone.until_on), (vec![], None));
    }

    #[test]
    fn an_open_earlier_one_ends_the_day_before() {
        let placed = place(
            period("2026-09-01", None),
            [
                (1, period("2022-09-01", None)),
                (2, period("2020-09-01", Some("2022-07-22"))),
            ],
        )
        .unwrap();
        assert_eq!(placed.ending, [1]);
        assert_eq!(placed.day_before, day("2026-08-31"));
    }

    #[test]
    fn one_that_ends_the_day_before_already_is_left_alone_and_one_that_ends_on_the_day_is_not() {
        let ends = |until| {
            place(
                period("2026-09-01", None),
                [(1, period("2022-09-01", Some(until)))],
            )
            .unwrap()
            .ending
        };
        assert!(ends("2026-08-31").is_empty());
        assert_eq!(ends("2026-09-01"), [1]);
    }

    #[test]
    fn a_new_one_ends_the_day_before_the_next_later_one() {
        let later = [
            (1, period("2027-09-01", None)),
            (2, period("2027-01-05", Some("2027-02-01"))),
        ];
        let placed = place(period("2026-09-01", None), later).unwrap();
        assert_eq!(
            (placed.ending, placed.until_on),
            (vec![], Some(day("2027-01-04")))
        );
        let given = place(period("2026-09-01", Some("2026-12-18")), later).unwrap();
        assert_eq!(given.until_on, Some(day("2026-12-18")));
    }

    #[test]
    fn one_that_would_reach_into_a_later_one_or_begins_on_the_same_day_is_refused() {
        let later = [(1, period("2027-01-05", None))];
        let reaching = place(period("2026-09-01", Some("2027-01-05")), later);
        assert_eq!(reaching, Err(day("2027-01-05")));
        assert_eq!(place(period("2027-01-05", None), later), Err(day("2027-01-05")));
    }
}

//! Stretches of days: closures of schools, absences.

use chrono::NaiveDate;

/// The first and the last day of a stretch, both included.
pub type Stretch = (NaiveDate, NaiveDate);

/// How many days a stretch has, its ends included; none where the last day comes first. A school closed from this
/// first day and open again on the day after the last is closed for so many days.
pub fn days_between_inclusive((first, last): Stretch) -> i64 {
    ((last - first).num_days() + 1).max(0)
}

/// The stretches in order, those that overlap or follow one another without a gap joined into one.
pub fn joined(stretches: impl IntoIterator<Item = Stretch>) -> Vec<Stretch> {
    let mut ordered: Vec<Stretch> = stretches
        .into_iter()
        .filter(|(first, last)| first <= last)
        .collect();
    ordered.sort_unstable();
    let mut out: Vec<Stretch> = Vec::with_capacity(ordered.len());
    for (first, last) in ordered {
        match out.last_mut() {
            Some((_, end)) if end.succ_opt().is_none_or(|next| first <= next) => *end = last.max(*end),
            _ => out.push((first, last)),
        }
    }
    out
}

/// The days of all the stretches, each day once.
pub fn union_days(stretches: impl IntoIterator<Item = Stretch>) -> i64 {
    joined(stretches).into_iter().map(days_between_inclusive).sum()
}

/// The days of the longest stretch without a gap.
pub fn longest(stretches: impl IntoIterator<Item = Stretch>) -> i64 {
    joined(stretches)
        .into_iter()
        .map(days_between_inclusive)
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(first: &str, last: &str) -> Stretch {
        (first.parse().unwrap(), last.parse().unwrap())
    }

    #[test]
    fn overlapping_days_are_counted_once() {
        let both = [
            stretch("2026-07-23", "2026-09-01"),
            stretch("2026-08-20", "2026-09-20"),
        ];
        assert_eq!(union_days(both), 60);
    }

    #[test]
    fn stretches_that_touch_are_one_and_a_gap_parts_them() {
        let touching = [
            stretch("2026-08-15", "2026-08-28"),
            stretch("2026-08-01", "2026-08-14"),
        ];
        assert_eq!(longest(touching), 28);
        let parted = [
            stretch("2026-08-16", "2026-08-29"),
            stretch("2026-08-01", "2026-08-14"),
        ];
        assert_eq!(longest(parted), 14);
    }

    #[test]
    fn a_stretch_that_ends_before_it_begins_has_no_days() {
        assert_eq!(union_days([stretch("2026-08-02", "2026-08-01")]), 0);
    }
}

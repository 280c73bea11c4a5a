//! A diary of one case: entries on days, and then in order with times of day.

use super::{
    Dice,
    course::{Step, earlier},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use ehcp_calendar::Calendar;

/// Something done at a moment.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub at: DateTime<Utc>,
    pub step: Step,
}

/// Steps on days, in the order in which they were thought of.
pub(super) struct Diary<'a> {
    dice: &'a Dice,
    calendar: &'static Calendar,
    entries: Vec<(NaiveDate, Step)>,
}

impl<'a> Diary<'a> {
    pub fn new(dice: &'a Dice, calendar: &'static Calendar) -> Self {
        Self {
            dice,
            calendar,
            entries: Vec::new(),
        }
    }

    /// Puts a step on a day. Of several on one day, the first put is done first.
    pub fn put(&mut self, day: NaiveDate, step: Step) {
        self.entries.push((day, step));
    }

    /// The day, or the next on which people work.
    pub fn working_on_or_after(&self, day: NaiveDate) -> NaiveDate {
        self.calendar.first_working_day_on_or_after(day).unwrap_or(day)
    }

    /// The day, or the last before it on which people work.
    pub fn working_on_or_before(&self, day: NaiveDate) -> NaiveDate {
        (0..10)
            .map(|back| earlier(day, back))
            .find(|at| self.calendar.is_working_day(*at).unwrap_or(true))
            .unwrap_or(day)
    }

    /// All entries in the order of time, between nine in the morning and the evening.
    pub fn in_order(self) -> Vec<Entry> {
        let mut entries = self.entries;
        // Stable: steps of one day stay in the order in which they were put.
        entries.sort_by_key(|(day, _)| *day);
        let mut last: Option<DateTime<Utc>> = None;
        entries
            .into_iter()
            .filter_map(|(day, step)| {
                let opens = day.and_hms_opt(8, 0, 0)?.and_utc() + TimeDelta::minutes(self.dice.whole(0, 300));
                let soonest = last.map(|last| last + TimeDelta::seconds(self.dice.whole(40, 600)));
                let at = soonest.map_or(opens, |soonest| {
                    if soonest.date_naive() < day {
                        opens
                    } else {
                        soonest.max(opens)
                    }
                });
                last = Some(at);
                Some(Entry { at, step })
            })
            .collect()
    }
}

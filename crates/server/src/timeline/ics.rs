//! For calendars: RFC 5545. No personal data: a case is named by its reference alone, and only when one is given.

use super::{Road, words};
use chrono::{DateTime, Utc};
use ehcp_case::CaseReference;
use ehcp_deadlines::Deadline;
use icalendar::{Calendar, Class, Component as _, Event, EventLike as _, Property};

/// A day-long entry for each deadline with a due day.
pub fn text(road: &Road, case: Option<CaseReference>, steps: bool, now: DateTime<Utc>) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//EHCP Tracker//ehcp timeline//EN"))
        .append_property(Property::new("CALSCALE", "GREGORIAN"))
        .append_property(Property::new("METHOD", "PUBLISH"));
    for deadline in &road.deadlines {
        if let Some(entry) = entry(deadline, case, steps, now) {
            calendar.push(entry);
        }
    }
    calendar.to_string()
}

fn entry(deadline: &Deadline, case: Option<CaseReference>, steps: bool, now: DateTime<Utc>) -> Option<Event> {
    let due = deadline.due?;
    let mut summary = deadline.title.to_owned();
    if let Some(case) = case {
        summary = format!("{case}: {summary}");
    }
    let mut description = format!(
        "To act: {}. Status: {}.\n{}, from: {}.\n{}.",
        words::plain(deadline.must_act),
        words::status(deadline),
        words::rule(deadline),
        words::trigger(deadline),
        deadline.source,
    );
    if let Some(time) = deadline.by_time {
        description.push_str(&format!("\nBy {time}."));
    }
    if steps {
        for step in &deadline.steps {
            description.push_str(&format!("\n{}", step.text));
        }
    }
    let mut event = Event::new();
    event
        .uid(&uid(deadline, case))
        .timestamp(now)
        .starts(due)
        .summary(&summary)
        .description(&description)
        .class(Class::Private)
        .add_property("TRANSP", "TRANSPARENT");
    Some(event.done())
}

/// The same deadline has the same id each time, so that a calendar moves its entry instead of adding another. Without
/// a case the day of the trigger tells one child's road from another's.
fn uid(deadline: &Deadline, case: Option<CaseReference>) -> String {
    let whose = match (case, deadline.trigger) {
        (Some(case), _) => case.to_string(),
        (None, Some(trigger)) => trigger.on.to_string(),
        (None, None) => "none".to_owned(),
    };
    let limit = deadline.limit.replace(' ', "-");
    format!("{}.{limit}.{whose}@timeline.ehcp-tracker", deadline.rule)
}

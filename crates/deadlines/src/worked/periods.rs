//! Rules whose answer has more to say than a due day.

use super::{
    InputError, Worked,
    generic::{not_started, put_relaxation, read, steps_of, work_out},
    inputs::Inputs,
};
use crate::{
    answer::Deadline,
    compute::last_day_excl,
    facts::Facts,
    rule::{Period, RuleId},
};
use chrono::NaiveDate;
use ehcp_calendar::{Calendar, add_days, human_date, subtract_days};
use ehcp_case::FactKind;

/// The final plan; with the day on which the draft was served also whether the two periods collide.
pub(super) fn final_plan(id: RuleId, inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    let served = inputs.date("draft_served")?;
    let detained = id == RuleId::DetFinal;
    let another = detained && {
        inputs.date("detained_from")?;
        inputs.date("released")?;
        inputs.yes("same_home_authority")? == Some(false)
    };
    let read = read(id, inputs, calendar)?;
    let Some(deadline) = read.deadlines.first().filter(|deadline| deadline.due.is_some()) else {
        return Err(not_started(id, &read, inputs));
    };
    let mut worked = Worked {
        steps: steps_of(std::slice::from_ref(deadline)),
        ..Worked::default()
    };
    if another {
        worked.put_date("due", None);
        worked.say("Another authority became responsible, so the first clock does not go on (SI 2015/62, reg 15(3)).");
        return Ok(worked);
    }
    put_receipt(&mut worked, inputs)?;
    worked.put_date(if read.exceptional { "base_due" } else { "due" }, deadline.due);
    if read.exceptional {
        put_relaxation(&mut worked, id, deadline, &read.facts, calendar)?;
    }
    if let (Some(served), Some(due)) = (served, deadline.due) {
        put_representations(&mut worked, served, due, calendar, inputs)?;
    }
    Ok(worked)
}

/// The day of receipt, where it was given as an instant only.
fn put_receipt(worked: &mut Worked, inputs: &Inputs<'_>) -> Result<(), InputError> {
    if let (Some(at), None) = (
        inputs.instant_date("received_at")?,
        inputs.date("request_received")?,
    ) {
        worked.put_date("request_received", Some(at));
    }
    Ok(())
}

fn put_representations(
    worked: &mut Worked,
    served: NaiveDate,
    due: NaiveDate,
    calendar: &Calendar,
    inputs: &Inputs<'_>,
) -> Result<(), InputError> {
    let facts = Facts::new().with(FactKind::DraftServed, served);
    let window = work_out(RuleId::EhcpDraftRepresentations, &facts, calendar, inputs)?;
    let last = window.first().and_then(|deadline| deadline.due);
    let conflict = last.is_some_and(|last| add_days(last, 1) > due);
    worked.steps.extend(steps_of(&window));
    worked.put_date("representations_last_day", last);
    worked.put("conflict", conflict);
    if conflict {
        worked.say(
            "The 15 days cannot be shortened and the due day does not move: one of the two will be broken.",
        );
    }
    Ok(())
}

/// The last day for serving the draft, and the final plan's day from which it comes.
pub(super) fn draft_send(inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    let read = read(RuleId::EhcpDraftSend, inputs, calendar)?;
    let Some(Deadline {
        due: Some(latest), ..
    }) = read.deadlines.first()
    else {
        return Err(not_started(RuleId::EhcpDraftSend, &read, inputs));
    };
    let last = work_out(RuleId::EhcpFinalPlan, &read.facts, calendar, inputs)?;
    let mut worked = Worked {
        steps: steps_of(&read.deadlines),
        ..Worked::default()
    };
    put_receipt(&mut worked, inputs)?;
    worked.put_date("final_due", last.first().and_then(|deadline| deadline.due));
    worked.put_date("latest_draft_served", Some(*latest));
    Ok(worked)
}

/// Whether a request falls within six months of the last assessment.
pub(super) fn six_month_bar(
    id: RuleId,
    inputs: &Inputs<'_>,
    calendar: &Calendar,
) -> Result<Worked, InputError> {
    let request = inputs.date("request_received")?;
    let read = read(id, inputs, calendar)?;
    let Some(Deadline { due: Some(last), .. }) = read.deadlines.first() else {
        return Err(not_started(id, &read, inputs));
    };
    let mut worked = Worked {
        steps: steps_of(&read.deadlines),
        ..Worked::default()
    };
    let Some(request) = request else {
        worked.put_date("due", Some(*last));
        return Ok(worked);
    };
    if read
        .facts
        .get(FactKind::LastAssessed)
        .is_some_and(|assessed| request < assessed)
    {
        return Err(InputError::new(
            "request_received",
            "The request must not come before the last assessment.",
        ));
    }
    let within = request <= *last;
    worked.put(
        if id == RuleId::EhcnaSixMonthBar {
            "barred"
        } else {
            "may_refuse"
        },
        within,
    );
    worked.say(format!(
        "The request of {} is {} the six months.",
        human_date(request),
        if within { "within" } else { "after" }
    ));
    Ok(worked)
}

/// The first review, and the meeting that leaves four weeks for the decision.
pub(super) fn first_review(inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    let read = read(RuleId::ArFirstReview, inputs, calendar)?;
    let Some(deadline) = read.deadlines.first().filter(|deadline| deadline.due.is_some()) else {
        return Err(not_started(RuleId::ArFirstReview, &read, inputs));
    };
    let mut worked = Worked {
        steps: steps_of(&read.deadlines),
        ..Worked::default()
    };
    worked.put_date(if read.exceptional { "base_due" } else { "due" }, deadline.due);
    if read.exceptional {
        put_relaxation(
            &mut worked,
            RuleId::ArFirstReview,
            deadline,
            &read.facts,
            calendar,
        )?;
    }
    if let Some(due) = deadline.due {
        let meeting = subtract_days(due, 28);
        worked.put_date("latest_meeting_to_keep_4_weeks", Some(meeting));
        worked.say(format!(
            "The decision is due four weeks after the meeting and within the 12 months, so a meeting by {} leaves the full four weeks (SEND Code of Practice 2015, paragraph 9.169).",
            human_date(meeting)
        ));
    }
    Ok(worked)
}

/// The final amended plan: eight weeks from the notice, twelve from the meeting.
pub(super) fn final_amended_plan(inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    let id = RuleId::ArFinalAmendedPlan;
    let read = read(id, inputs, calendar)?;
    let notice = read.facts.get(FactKind::AmendmentNoticeSent);
    let meeting = read.facts.get(FactKind::Meeting);
    let (Some(notice), Some(deadline)) = (notice, read.deadlines.first()) else {
        return Err(not_started(id, &read, inputs));
    };
    let mut worked = Worked {
        steps: steps_of(&read.deadlines),
        ..Worked::default()
    };
    if let Some(meeting) = meeting {
        worked.put_date("reg22_due", Some(last_day_excl(notice, Period::Weeks(8))));
        worked.put_date("outer_12_weeks", Some(last_day_excl(meeting, Period::Weeks(12))));
        worked.put(
            "notice_in_time",
            notice <= last_day_excl(meeting, Period::Weeks(4)),
        );
    }
    worked.put_date(if read.exceptional { "base_due" } else { "due" }, deadline.due);
    if read.exceptional {
        put_relaxation(&mut worked, id, deadline, &read.facts, calendar)?;
    }
    Ok(worked)
}

/// The day for passing on the plan after a move, and whether the old authority knew in time.
pub(super) fn transfer_plan(inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    let id = RuleId::MoveTransferPlan;
    let read = read(id, inputs, calendar)?;
    if read.facts.get(FactKind::Moved).is_none() {
        return Err(not_started(id, &read, inputs));
    }
    if read.facts.get(FactKind::OldAuthorityAware).is_none() {
        return Err(inputs.missing(
            "old_la_aware",
            "the day on which the old authority learned of the move",
        ));
    }
    let mut worked = Worked {
        steps: steps_of(&read.deadlines),
        ..Worked::default()
    };
    if let Some(deadline) = read.deadlines.first() {
        worked.put_date("transfer_due", deadline.due);
        let in_time = deadline
            .trigger
            .is_some_and(|trigger| trigger.fact == FactKind::Moved);
        worked.put("aware_15wd_before", in_time);
        if read.exceptional {
            worked.put("time_limit_applies", !deadline.relaxed);
        }
        worked.say(if in_time {
            "The old authority knew at least 15 working days before the move, so the plan passes on the day of the move."
        } else {
            "The old authority learned of it later than 15 working days before the move, so it has 15 working days from then."
        });
    }
    Ok(worked)
}

/// The first clock through detention and release, unless another authority took over.
pub(super) fn clock_continues(inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    inputs.date("detained_from")?;
    inputs.date("released")?;
    let another = inputs.yes("same_home_authority")? == Some(false);
    let read = read(RuleId::DetClockContinues, inputs, calendar)?;
    if read.deadlines.iter().all(|deadline| deadline.trigger.is_none()) {
        return Err(not_started(RuleId::DetClockContinues, &read, inputs));
    }
    let mut worked = Worked {
        steps: steps_of(&read.deadlines),
        ..Worked::default()
    };
    for deadline in &read.deadlines {
        worked.put_date(deadline.limit, deadline.due.filter(|_| !another));
    }
    if another {
        worked.say("Another authority became responsible, so the first clock does not go on (SI 2015/62, reg 15(3)).");
    }
    Ok(worked)
}

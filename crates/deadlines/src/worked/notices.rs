//! Notices: when they are served, how long the family has, and which rights they explain.

use super::{
    InputError, Worked,
    generic::{not_started, read, steps_of, work_out},
    inputs::Inputs,
    rule_id,
};
use crate::{
    answer::Deadline,
    compute::last_day_excl,
    facts::Facts,
    rights::rights_in_force,
    rule::{Period, RightsId, RuleId},
    rules::rule,
};
use chrono::NaiveDate;
use ehcp_calendar::{Calendar, add_days, human_date};
use ehcp_case::FactKind;

/// How a notice was served, as far as the inputs say.
struct Service {
    /// The day of service in law; none where it was not served.
    on: Option<NaiveDate>,
    /// The name under which the answer gives that day; none where it was an input.
    named: Option<&'static str>,
    step: Option<String>,
}

/// The day of service: given, deemed from the post, or by e-mail (Education Act 1996, s.572; Interpretation Act
/// 1978, s.7).
fn service(direct: &[&'static str], inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Service, InputError> {
    let given = inputs.date_by(direct)?;
    let by_hand = inputs.date_by(&[
        "delivered",
        "delivered_by_hand",
        "hand_delivered",
        "left_at_address",
    ])?;
    let first = inputs.date("posted_first_class")?;
    let second = inputs.date("posted_second_class")?;
    let emailed = inputs.date("emailed")?;
    let emailed_at = inputs.instant_date("emailed_at")?;
    let consent = inputs.yes("parent_written_email_consent")?;
    let recipient = inputs.word("recipient")?;
    if let Some((_, on)) = given {
        return Ok(Service {
            on: Some(on),
            named: None,
            step: None,
        });
    }
    if let Some((_, on)) = by_hand {
        let step = format!("Delivered on {}: served that day.", human_date(on));
        return Ok(Service {
            on: Some(on),
            named: Some("served"),
            step: Some(step),
        });
    }
    if let Some((field, posted, days, class)) = first
        .map(|day| ("posted_first_class", day, 2, "First class post: the second"))
        .or(second.map(|day| ("posted_second_class", day, 4, "Second class post: the fourth")))
    {
        let on = calendar
            .nth_working_day_after(posted, days)
            .map_err(|error| InputError::new(field, error.to_string()))?;
        let step = format!(
            "{class} working day after posting on {} is {}; it counts as served then, unless the contrary is shown (Interpretation Act 1978, s.7).",
            human_date(posted),
            human_date(on)
        );
        return Ok(Service {
            on: Some(on),
            named: Some("deemed_served"),
            step: Some(step),
        });
    }
    let Some(on) = emailed.or(emailed_at) else {
        let field = direct.first().copied().unwrap_or("draft_served");
        return Err(inputs.missing(
            field,
            "a date such as 2026-12-18, or posted_first_class, posted_second_class or emailed",
        ));
    };
    let young_person = match recipient.as_deref() {
        None | Some("parent") => false,
        Some("young-person") => true,
        Some(_) => {
            return Err(InputError::new(
                "recipient",
                "This must be parent or young-person.",
            ));
        }
    };
    if !young_person && consent.is_none() {
        return Err(inputs.missing(
            "parent_written_email_consent",
            "true or false: whether the parent agreed in writing to e-mail at that address",
        ));
    }
    if !young_person && consent == Some(false) {
        let step = "The parent has not agreed in writing to e-mail at that address, so e-mail alone is not service (Education Act 1996, s.572(2)).";
        return Ok(Service {
            on: None,
            named: Some("served"),
            step: Some(step.to_owned()),
        });
    }
    let step = format!(
        "E-mailed on {}: served that day, weekends included.",
        human_date(on)
    );
    Ok(Service {
        on: Some(on),
        named: Some("served"),
        step: Some(step),
    })
}

/// The days for answering a draft or proposed amendments.
pub(super) fn representations(
    id: RuleId,
    inputs: &Inputs<'_>,
    calendar: &Calendar,
) -> Result<Worked, InputError> {
    let (fact, direct): (FactKind, &[&'static str]) = match id {
        RuleId::ArAmendmentRepresentations => (
            FactKind::AmendmentNoticeServed,
            &[
                "notice_served",
                "draft_served",
                "amendment_notice_served",
                "served",
            ],
        ),
        _ => (FactKind::DraftServed, &["draft_served", "served"]),
    };
    let service = service(direct, inputs, calendar)?;
    let mut worked = Worked::default();
    worked.steps.extend(service.step);
    if let Some(name) = service.named {
        worked.put_date(name, service.on);
    }
    let Some(on) = service.on else { return Ok(worked) };
    let deadlines = work_out(id, &Facts::new().with(fact, on), calendar, inputs)?;
    let last = deadlines.first().and_then(|deadline| deadline.due);
    worked.steps.extend(steps_of(&deadlines));
    worked.put_date("last_day", last);
    let earliest = last.map(|day| add_days(day, 1));
    worked.put_date("earliest_finalise", earliest);
    if let Some(day) = earliest {
        worked.say(format!("The plan may be finalised from {} on.", human_date(day)));
    }
    Ok(worked)
}

/// The last day for an appeal, with both dates from which it comes.
pub(super) fn appeal(inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    inputs.yes("appeal_only_section_i")?;
    let read = read(RuleId::AppealLodge, inputs, calendar)?;
    let Some(Deadline { due: Some(due), .. }) = read.deadlines.first() else {
        return Err(not_started(RuleId::AppealLodge, &read, inputs));
    };
    let months = |fact, n| {
        read.facts
            .get(fact)
            .map(|day| last_day_excl(day, Period::Months(n)))
    };
    let mut worked = Worked {
        steps: steps_of(&read.deadlines),
        ..Worked::default()
    };
    worked.put_date("two_month_date", months(FactKind::NoticeSent, 2));
    worked.put_date("one_month_date", months(FactKind::CertificateIssued, 1));
    worked.put_date("due", Some(*due));
    worked.put("by_time", "17:00");
    Ok(worked)
}

/// How long a plan stays after a decision to cease it.
pub(super) fn plan_kept(inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    let lodged = inputs.yes("appeal_lodged")?.unwrap_or(false);
    let determined = inputs
        .date_by(&["appeal_determined", "appeal_finally_determined"])?
        .map(|(_, date)| date);
    let read = read(RuleId::CeasePlanKept, inputs, calendar)?;
    let Some(Deadline { due: Some(due), .. }) = read.deadlines.first() else {
        return Err(not_started(RuleId::CeasePlanKept, &read, inputs));
    };
    let mut worked = Worked {
        steps: steps_of(&read.deadlines),
        ..Worked::default()
    };
    worked.put_date("appeal_deadline", Some(*due));
    let earliest = if lodged {
        determined
    } else {
        Some(add_days(*due, 1))
    };
    worked.put_date("earliest_cease", earliest);
    worked.say(match (lodged, determined) {
        (false, _) => "Until that day is over the plan stays as it is (Children and Families Act 2014, s.45(4)(a)).",
        (true, None) => "An appeal was lodged: the plan stays until it is finally decided (Children and Families Act 2014, s.45(4)(b)).",
        (true, Some(_)) => "The appeal is finally decided on that day: the plan stays until then (Children and Families Act 2014, s.45(4)(b)).",
    });
    Ok(worked)
}

/// Whether a notice must mention the Tribunal's recommendations.
pub(super) fn rights_text(inputs: &Inputs<'_>) -> Result<Worked, InputError> {
    let notice = inputs.word("notice")?;
    let sent = inputs.date_by(&["sent", "notice_sent"])?;
    let notice = notice
        .ok_or_else(|| inputs.missing("notice", "the rule of the notice, such as \"ar-decision-notice\""))?;
    let (_, sent) = sent.ok_or_else(|| inputs.missing("sent", "a date such as 2026-09-07"))?;
    let id = rule_id(&notice).map_err(|error| InputError::new("notice", error.message))?;
    let rights = rule(id)
        .map(|rule| rights_in_force(rule.rights, sent))
        .unwrap_or_default();
    let must = rights.contains(&RightsId::Rs6);
    let mut worked = Worked::default();
    worked.put("must_mention_tribunal_recommendations", must);
    worked.say(if must {
        "Notices of this kind sent from 3 April 2018 on must mention the Tribunal's power to make recommendations (SI 2017/1306)."
    } else {
        "This notice need not mention the Tribunal's power to make recommendations: that is for notices listed in SI 2017/1306 and sent from 3 April 2018 on."
    });
    Ok(worked)
}

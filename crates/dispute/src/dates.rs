//! The checks that every date goes through, and last days as the deadlines give them.

use crate::Breach;
use chrono::NaiveDate;
use ehcp_calendar::{Calendar, check_range, human_date};
use ehcp_case::{FieldProblem, Party, Refusal};
use ehcp_deadlines::{CalculationError, Deadline, Facts, RuleId, deadline};

/// A day in what was sent: where it stands and what it is.
pub(crate) type Sent = (&'static str, NaiveDate);

/// Collects what is wrong with dates, so that all of it is said at once.
#[derive(Debug, Default)]
pub(crate) struct DateChecks(Vec<FieldProblem>);

impl DateChecks {
    /// The day must not be after `today`.
    pub(crate) fn not_future(mut self, (pointer, day): Sent, today: NaiveDate) -> Self {
        if day > today {
            let (day, today) = (human_date(day), human_date(today));
            self.0.push(FieldProblem::new(
                pointer,
                "in_the_future",
                format!("{day} is in the future. Give a day up to {today}."),
            ));
        }
        self
    }

    /// The day must have a year that somebody can mean.
    pub(crate) fn in_range(mut self, (pointer, day): Sent) -> Self {
        if let Err(problem) = check_range(day) {
            self.0
                .push(FieldProblem::new(pointer, "out_of_range", problem.to_string()));
        }
        self
    }

    /// The day must not be before `earliest`, which is the day of `what`.
    pub(crate) fn not_before(
        mut self,
        (pointer, day): Sent,
        earliest: Option<NaiveDate>,
        what: &str,
    ) -> Self {
        if let Some(earliest) = earliest.filter(|earliest| day < *earliest) {
            let (day, earliest) = (human_date(day), human_date(earliest));
            self.0.push(FieldProblem::new(
                pointer,
                "too_early",
                format!("{day} is before {what} ({earliest}). Give that day or a later one."),
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

/// Who judges a step: the calendar and the day on which it is asked, or nobody while what is on record is read again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Law<'a>(pub(crate) Option<(&'a Calendar, NaiveDate)>);

impl Law<'_> {
    /// The breach where `done` lies after the last day of a limit that nothing relaxes. `what` begins the sentence.
    ///
    /// # Errors
    /// A refusal of the field where no last day can be worked out.
    pub(crate) fn late(
        &self,
        (rule, limit): (RuleId, &str),
        facts: &Facts,
        done: Sent,
        what: &str,
    ) -> Result<Option<Breach>, Refusal> {
        let Some((calendar, today)) = self.0 else {
            return Ok(None);
        };
        Ok(limit_of((rule, limit), facts, calendar, today)
            .map_err(|error| beyond(&error, done.0))?
            .filter(|limit| !limit.relaxed)
            .and_then(|limit| Some((limit.due?, limit.must_act, limit.source)))
            .filter(|(due, ..)| done.1 > *due)
            .map(|(due, by, source)| Breach::new(rule, by, source, late_by(what, due, done.1))))
    }

    /// The authority's own act against the law: refused where it is being done today, a breach where it has happened.
    ///
    /// # Errors
    /// [`Refusal::AgainstTheLaw`].
    pub(crate) fn keep(
        &self,
        acted_on: NaiveDate,
        rule: RuleId,
        source: &'static str,
        explanation: impl FnOnce() -> String,
    ) -> Result<Option<Breach>, Refusal> {
        match self.0 {
            None => Ok(None),
            Some((_, today)) if acted_on >= today => Err(Refusal::AgainstTheLaw {
                rule: rule.word(),
                source,
                explanation: explanation(),
            }),
            Some(_) => Ok(Some(Breach::new(
                rule,
                Party::LocalAuthority,
                source,
                explanation(),
            ))),
        }
    }
}

/// One limit of a rule for these facts.
///
/// # Errors
/// Where the deadlines know no answer.
pub(crate) fn limit_of(
    (rule, limit): (RuleId, &str),
    facts: &Facts,
    calendar: &Calendar,
    today: NaiveDate,
) -> Result<Option<Deadline>, CalculationError> {
    Ok(deadline(rule, facts, calendar, today)?
        .into_iter()
        .find(|one| one.limit == limit))
}

/// "Sending the draft plan: the last day was 4 December 2026, and it was 8 December 2026, four days late."
pub(crate) fn late_by(what: &str, due: NaiveDate, done: NaiveDate) -> String {
    let days = u32::try_from((done - due).num_days()).unwrap_or_default();
    format!(
        "{what}: the last day was {}, and it was {}, {} {} late.",
        human_date(due),
        human_date(done),
        ehcp_calendar::number_in_words(days),
        if days == 1 { "day" } else { "days" }
    )
}

/// A field whose day leads where no date can be worked out.
pub(crate) fn beyond(error: &CalculationError, pointer: &str) -> Refusal {
    let code = match error {
        CalculationError::BeyondKnownHolidays { .. } => "beyond_known_holidays",
        _ => "out_of_range",
    };
    Refusal::field(
        pointer,
        code,
        format!("No last day can be worked out from this day. {error}"),
    )
}

/// The family, as the law names it.
pub(crate) const FAMILY: Party = Party::ParentOrYoungPerson;

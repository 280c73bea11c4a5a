//! Carrying out orders, concessions and agreements, and answering recommendations.

use crate::dates::{DateChecks, Law, beyond, late_by};
use crate::dispute::{Done, check_other_time, labels};
use crate::{
    Breach, Deed, Dispute, Done as DoneDeed, Duty, DutyKind, OtherTime, Recommendation, RecommendationAnswer,
    RecommendationOn, SetBy,
};
use chrono::NaiveDate;
use ehcp_calendar::human_date;
use ehcp_case::{FieldProblem, Refusal};
use ehcp_deadlines::ExceptionFact;

impl Dispute {
    fn duty(&mut self, number: u32) -> Result<&mut Duty, Refusal> {
        if self.duties.is_empty() {
            return Err(Refusal::NotYet {
                explanation: "No order, concession or agreement is recorded that could be carried out (SEND Regulations 2014, regs 42, 44, 45). Record that first."
                    .to_owned(),
            });
        }
        let last = self.duties.len();
        self.duties
            .iter_mut()
            .find(|duty| duty.number == number)
            .ok_or_else(|| {
                Refusal::field(
                    "/duty",
                    "unknown",
                    format!("There is no number {number} here. Give a number from 1 to {last}."),
                )
            })
    }

    pub(crate) fn comply(&mut self, number: u32, deed: Deed, done_on: NaiveDate, law: Law<'_>) -> Done {
        let duty = self.duty(number)?;
        let kind = duty.kind;
        DateChecks::default()
            .holds(kind.limit_name(deed).is_some(), || {
                FieldProblem::new(
                    "/deed",
                    "does_not_fit",
                    format!(
                        "{} does not carry out what is owed here. Owed: {}.",
                        deed.label(),
                        labels(kind)
                    ),
                )
            })
            .not_before(
                ("/done_on", done_on),
                Some(duty.since),
                "the day from which it is owed",
            )
            .done()?;
        if let Some(done) = duty.done_on(deed) {
            return Err(Refusal::AlreadyDone {
                explanation: format!("It is recorded already as done on {}.", human_date(done)),
            });
        }
        if duty.is_carried_out() {
            return Err(Refusal::NotAnyMore {
                explanation: "This has been carried out already; nothing more is owed.".to_owned(),
            });
        }
        let last = duty.done.last().map(|done| done.on);
        DateChecks::default()
            .not_before(("/done_on", done_on), last, "the day of the step before")
            .done()?;
        let limit = match law.0 {
            None => None,
            Some((calendar, _)) => duty
                .limit(deed, calendar)
                .map_err(|error| beyond(&error, "/done_on"))?,
        };
        duty.done.push(DoneDeed { deed, on: done_on });
        let late = limit.filter(|limit| !limit.relaxed).and_then(|limit| {
            let due = limit.due.filter(|due| done_on > *due)?;
            let source = match limit.set_by {
                SetBy::Law => limit.source,
                SetBy::Tribunal => "SEND Regulations 2014, reg 44(1)",
                SetBy::Agreement => "SEND Regulations 2014, reg 42(5)",
            };
            let explanation = late_by(deed.label(), due, done_on);
            Some(Breach::new(limit.rule, kind.must_act(), source, explanation))
        });
        Ok(late.into_iter().collect())
    }

    pub(crate) fn set_other_time(&mut self, number: u32, other: OtherTime, set_on: NaiveDate) -> Done {
        let duty = self.duty(number)?;
        DateChecks::default()
            .holds(!matches!(duty.kind, DutyKind::Concession { .. }), || {
                FieldProblem::new(
                    "/duty",
                    "does_not_fit",
                    "The time after an appeal that is not opposed is set by the regulations alone (SEND Regulations 2014, reg 45). Where it could not be kept, record the exception.",
                )
            })
            .not_before(("/set_on", set_on), Some(duty.since), "the day from which it is owed")
            .done()?;
        check_other_time(duty.kind, duty.since, other, "/other_time")?;
        if let Some(done) = duty.done_on(other.deed) {
            return Err(Refusal::AlreadyDone {
                explanation: format!(
                    "It was done on {}; another last day changes nothing any more.",
                    human_date(done)
                ),
            });
        }
        duty.other_times.push(other);
        Ok(Vec::new())
    }

    pub(crate) fn record_exception(
        &mut self,
        number: u32,
        exception: ExceptionFact,
        recorded_on: NaiveDate,
    ) -> Done {
        let duty = self.duty(number)?;
        let backwards = exception
            .from
            .zip(exception.until)
            .is_some_and(|(from, until)| until < from);
        DateChecks::default()
            .holds(duty.kind.is_relaxed_by(duty.since, exception.kind), || {
                FieldProblem::new(
                    "/exception/kind",
                    "does_not_fit",
                    format!(
                        "{} is no exception to this time limit. A last day that the Tribunal set or the parties agreed is recorded as such; exceptions are those of SEND Regulations 2014, regs 44(3) and 45(7).",
                        exception.kind
                    ),
                )
            })
            .holds(!backwards, || {
                FieldProblem::new("/exception/until", "too_early", "The last day is before the first. Give the first day or a later one.")
            })
            .holds(!duty.exceptions.contains(&exception), || {
                FieldProblem::new("/exception", "known_already", "This exception is recorded already.")
            })
            .not_before(("/recorded_on", recorded_on), Some(duty.since), "the day from which it is owed")
            .done()?;
        duty.exceptions.push(exception);
        Ok(Vec::new())
    }

    /// The recommendation on this.
    fn recommendation(&mut self, on: RecommendationOn) -> Result<&mut Recommendation, Refusal> {
        self.recommendations
            .iter_mut()
            .find(|recommendation| recommendation.on == on)
            .ok_or_else(|| Refusal::NotYet {
                explanation: "The Tribunal's decision has no such recommendation (SI 2017/1306). Record it with the decision first."
                    .to_owned(),
            })
    }

    pub(crate) fn answer_recommendation(
        &mut self,
        on: RecommendationOn,
        answered_on: NaiveDate,
        received_on: Option<NaiveDate>,
        law: Law<'_>,
    ) -> Done {
        let recommendation = self.recommendation(on)?;
        if let Some(answer) = recommendation.answer {
            return Err(Refusal::AlreadyDone {
                explanation: format!("It was answered already, on {}.", human_date(answer.answered_on)),
            });
        }
        let received = received_on.unwrap_or(answered_on);
        DateChecks::default()
            .not_before(
                ("/answered_on", answered_on),
                Some(recommendation.made_on),
                "the day of the recommendation",
            )
            .not_before(("/received_on", received), Some(answered_on), "the day of the answer")
            .holds(on == RecommendationOn::HealthCare || received == answered_on, || {
                FieldProblem::new(
                    "/received_on",
                    "does_not_fit",
                    "The authority itself answers on social care (SI 2017/1306, reg 7(1)). Leave this out.",
                )
            })
            .done()?;
        recommendation.answer = Some(RecommendationAnswer {
            answered_on,
            received_on: received,
            copied_on: None,
        });
        let late = law.late(
            (recommendation.rules().0, "due"),
            &recommendation.facts(),
            ("/answered_on", answered_on),
            "Answering the recommendation",
        )?;
        Ok(late.into_iter().collect())
    }

    pub(crate) fn copy_answer(&mut self, on: RecommendationOn, copied_on: NaiveDate, law: Law<'_>) -> Done {
        let recommendation = self.recommendation(on)?;
        let Some(answer) = &mut recommendation.answer else {
            return Err(Refusal::NotYet {
                explanation: "The recommendation has not been answered. Record the answer first.".to_owned(),
            });
        };
        if let Some(copied) = answer.copied_on {
            return Err(Refusal::AlreadyDone {
                explanation: format!("The answer was sent on already, on {}.", human_date(copied)),
            });
        }
        DateChecks::default()
            .not_before(
                ("/copied_on", copied_on),
                Some(answer.received_on),
                "the day the authority had the answer",
            )
            .done()?;
        answer.copied_on = Some(copied_on);
        let late = law.late(
            (recommendation.rules().1, "due"),
            &recommendation.facts(),
            ("/copied_on", copied_on),
            "Sending the answer to the Secretary of State",
        )?;
        Ok(late.into_iter().collect())
    }
}

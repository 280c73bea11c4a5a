//! A dispute about one decision: what is known, and what a step does to it.

use crate::dates::{DateChecks, Law};
use crate::{
    Appeal, Breach, Duty, DutyKind, FollowUp, Mediation, Notice, OtherTime, Recommendation, Step, follow_up,
};
use chrono::NaiveDate;
use ehcp_calendar::Calendar;
use ehcp_case::{FieldProblem, Prose, Refusal};
use ehcp_deadlines::{CalculationError, Facts, Process};
use serde::Serialize;
use utoipa::ToSchema;

/// What is known of a dispute about one decision. It changes by steps alone, so that nothing is known of it that
/// cannot have happened in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dispute {
    pub(crate) notice: Notice,
    pub(crate) mediation: Mediation,
    pub(crate) appeals: Vec<Appeal>,
    pub(crate) duties: Vec<Duty>,
    pub(crate) recommendations: Vec<Recommendation>,
}

/// What a step leaves behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The dispute after it.
    pub dispute: Dispute,
    /// The day on which it happened.
    pub on: NaiveDate,
    /// Rules that were not kept.
    pub breaches: Vec<Breach>,
    /// What the procedures of the case do next because of it.
    pub follow_ups: Vec<FollowUp>,
}

/// The part of a dispute to which a clock belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(tag = "of", content = "number", rename_all = "snake_case")]
pub enum ClockOf {
    /// The mediation.
    Mediation,
    /// An appeal, by its number from 1.
    Appeal(u32),
    /// A duty, by its number from 1.
    Duty(u32),
    /// A recommendation, by its number from 1.
    Recommendation(u32),
}

/// Dated facts from which the deadlines of one part of a dispute are worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Which part.
    pub of: ClockOf,
    /// The timeline that belongs to it.
    pub process: Process,
    /// Its facts.
    pub facts: Facts,
}

/// What a step does: the rules that were not kept, or why it is refused.
pub(crate) type Done = Result<Vec<Breach>, Refusal>;

impl Dispute {
    /// A dispute about a decision of which nothing is known but its notice.
    pub const fn about(notice: Notice) -> Self {
        Self {
            notice,
            mediation: Mediation {
                contacted_on: None,
                course: crate::Course::NotSaid,
                certificate: None,
            },
            appeals: Vec::new(),
            duties: Vec::new(),
            recommendations: Vec::new(),
        }
    }

    /// Reads again what is on record.
    ///
    /// # Errors
    /// When the steps cannot have happened in this order: the record is damaged.
    pub fn replay<'a>(notice: Notice, steps: impl IntoIterator<Item = &'a Step>) -> Result<Self, Refusal> {
        let mut dispute = Self::about(notice);
        for step in steps {
            dispute.apply(step, Law(None))?;
        }
        Ok(dispute)
    }

    /// Takes a step.
    ///
    /// What has happened is recorded whatever the law says, with a mark of each rule that was not kept. What the
    /// authority would do today against the law is refused.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a day in the future, in an impossible order or beyond the known bank holidays, and for
    /// what does not fit the decision; [`Refusal::NotYet`], [`Refusal::AlreadyDone`], [`Refusal::NotAnyMore`] for a
    /// step out of its turn; [`Refusal::AgainstTheLaw`].
    pub fn take(&self, step: &Step, calendar: &Calendar, today: NaiveDate) -> Result<Taken, Refusal> {
        let mut checks = DateChecks::default();
        for sent in step.past_days() {
            checks = checks.in_range(sent).not_future(sent, today);
        }
        for sent in step.coming_days() {
            checks = checks.in_range(sent);
        }
        checks.done()?;
        let mut dispute = self.clone();
        let breaches = dispute.apply(step, Law(Some((calendar, today))))?;
        let follow_ups = dispute
            .duties
            .iter()
            .skip(self.duties.len())
            .map(|duty| follow_up(&dispute.notice, duty, calendar))
            .collect::<Result<_, CalculationError>>()
            .map_err(|error| crate::dates::beyond(&error, ""))?;
        Ok(Taken {
            dispute,
            on: step.on(),
            breaches,
            follow_ups,
        })
    }

    fn apply(&mut self, step: &Step, law: Law<'_>) -> Done {
        match step {
            Step::ContactAdviser { contacted_on } => self.contact_adviser(*contacted_on, law),
            Step::DeclineMediation { told_adviser_on } => self.decline_mediation(*told_adviser_on, law),
            Step::WishMediation {
                told_authority_on,
                issues,
            } => self.wish_mediation(*told_authority_on, issues),
            Step::TellHealthBody { told_on } => self.tell_health_body(*told_on, law),
            Step::ArrangeMediation(arrangement) => self.arrange_mediation(arrangement, law),
            Step::CannotArrange(cannot) => self.cannot_arrange(*cannot),
            Step::HoldMediation {
                held_on,
                concluded_on,
                result,
            } => self.hold_mediation(*held_on, *concluded_on, result, law),
            Step::TellAuthorityOfAgreement { told_on } => self.tell_authority_of_agreement(*told_on, law),
            Step::WithdrawFromMediation { withdrawn_on } => self.withdraw_from_mediation(*withdrawn_on),
            Step::IssueCertificate { kind, issued_on } => self.issue_certificate(*kind, *issued_on, law),
            Step::LodgeAppeal(lodging) => self.lodge_appeal(lodging, law),
            Step::RegisterAppeal {
                registered_on,
                number,
                documents_sent_on,
                response_due_on,
            } => self.register_appeal(*registered_on, number, *documents_sent_on, *response_due_on),
            Step::RejectAppeal { rejected_on, reason } => self.reject_appeal(*rejected_on, reason),
            Step::RespondToAppeal { sent_on } => self.respond(*sent_on, law),
            Step::ConcedeAppeal {
                told_tribunal_on,
                amendments_agreed,
            } => self.concede(*told_tribunal_on, *amendments_agreed),
            Step::SetHearing { told_on, hearing_on } => self.set_hearing(*told_on, *hearing_on),
            Step::AdjournHearing {
                adjourned_on,
                new_hearing_on,
                reason,
            } => self.adjourn_hearing(*adjourned_on, *new_hearing_on, reason),
            Step::HoldHearing { held_on } => self.hold_hearing(*held_on),
            Step::WithdrawAppeal { withdrawn_on } => self.withdraw_appeal(*withdrawn_on),
            Step::StrikeOutAppeal {
                struck_out_on,
                reason,
            } => self.strike_out(*struck_out_on, reason),
            Step::DetermineAppeal {
                decided_on,
                manner,
                decision,
                recommendations,
            } => self.determine(*decided_on, *manner, decision, recommendations.as_ref()),
            Step::NoteFurtherChallenge(further) => self.note_further_challenge(further),
            Step::Comply { duty, deed, done_on } => self.comply(*duty, *deed, *done_on, law),
            Step::SetOtherTime {
                duty,
                other_time,
                set_on,
            } => self.set_other_time(*duty, *other_time, *set_on),
            Step::RecordException {
                duty,
                exception,
                recorded_on,
            } => self.record_exception(*duty, *exception, *recorded_on),
            Step::AnswerRecommendation {
                on,
                answered_on,
                received_on,
            } => self.answer_recommendation(*on, *answered_on, *received_on, law),
            Step::CopyAnswer { on, copied_on } => self.copy_answer(*on, *copied_on, law),
        }
    }

    /// The notice that it is about.
    pub const fn notice(&self) -> &Notice {
        &self.notice
    }

    /// The mediation.
    pub const fn mediation(&self) -> &Mediation {
        &self.mediation
    }

    /// The appeals, in the order in which they were brought; at most one is open.
    pub fn appeals(&self) -> &[Appeal] {
        &self.appeals
    }

    /// The appeal that is open.
    pub fn open_appeal(&self) -> Option<&Appeal> {
        self.appeals.iter().find(|appeal| appeal.is_open())
    }

    /// What follows from orders, concessions and agreements, in the order in which it arose.
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// The Tribunal's recommendations.
    pub fn recommendations(&self) -> &[Recommendation] {
        &self.recommendations
    }

    /// The day on which the certificate was issued.
    pub(crate) fn certificate_on(&self) -> Option<NaiveDate> {
        self.mediation
            .certificate
            .map(|certificate| certificate.issued_on)
    }

    /// The facts from which the deadlines of each part are worked out.
    pub fn clocks(&self) -> Vec<Clock> {
        let sent_on = self.notice.sent_on;
        let number = |place: usize| u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1);
        let mediation = Clock {
            of: ClockOf::Mediation,
            process: Process::Mediation,
            facts: self.mediation.facts(sent_on),
        };
        let mut clocks = vec![mediation];
        clocks.extend(self.appeals.iter().enumerate().map(|(place, appeal)| Clock {
            of: ClockOf::Appeal(number(place)),
            process: Process::Appeal,
            facts: appeal.facts(sent_on, self.certificate_on()),
        }));
        // A plan that only goes on as it is has no day.
        let dated = self
            .duties
            .iter()
            .filter(|duty| duty.kind.deeds().next().is_some());
        clocks.extend(dated.map(|duty| Clock {
            of: ClockOf::Duty(duty.number),
            process: duty.kind.process(),
            facts: duty.facts(),
        }));
        let recommendations = self.recommendations.iter().enumerate();
        clocks.extend(recommendations.map(|(place, recommendation)| Clock {
            of: ClockOf::Recommendation(number(place)),
            process: Process::Recommendation,
            facts: recommendation.facts(),
        }));
        clocks
    }

    /// Adds a duty. `pointer` is where its other times stand in what was sent.
    pub(crate) fn owe(
        &mut self,
        kind: DutyKind,
        since: NaiveDate,
        text: Option<&Prose>,
        other_times: &[OtherTime],
        pointer: &'static str,
    ) -> Result<(), Refusal> {
        for other in other_times {
            check_other_time(kind, since, *other, pointer)?;
        }
        let number = u32::try_from(self.duties.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        self.duties.push(Duty {
            number,
            kind,
            since,
            text: text.cloned(),
            other_times: other_times.to_vec(),
            exceptions: Vec::new(),
            done: Vec::new(),
        });
        Ok(())
    }
}

/// Another last day must be for something that is owed, and not before the duty began.
pub(crate) fn check_other_time(
    kind: DutyKind,
    since: NaiveDate,
    other: OtherTime,
    pointer: &'static str,
) -> Result<(), Refusal> {
    DateChecks::default()
        .holds(kind.limit_name(other.deed).is_some(), || {
            FieldProblem::new(
                pointer,
                "does_not_fit",
                format!(
                    "{} is not part of this. Name one of: {}.",
                    other.deed.label(),
                    labels(kind)
                ),
            )
        })
        .not_before((pointer, other.by), Some(since), "the day from which it is owed")
        .done()
}

/// What is owed, for a sentence.
pub(crate) fn labels(kind: DutyKind) -> String {
    let labels: Vec<_> = kind.deeds().map(crate::Deed::label).collect();
    if labels.is_empty() {
        "nothing, the plan goes on as it is".to_owned()
    } else {
        labels.join("; ")
    }
}

//! Correcting a wrong date: a new fact replaces the old one, with a reason.

use crate::dates::DateChecks;
use crate::request::on_the_day;
use crate::{AdviceState, Assessment, Happening, HappeningKind, RequestSource};
use chrono::NaiveDate;
use ehcp_calendar::human_date;
use ehcp_case::{FactKind, FieldProblem, Prose, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The facts whose day can be corrected: those that are recorded with a day of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CorrectableFact {
    /// A request for an assessment reached the authority.
    RequestReceived,
    /// The authority became responsible for the child without a request.
    BecameResponsible,
    /// The family was asked what it thinks of an assessment.
    FamilyConsulted,
    /// The notice was sent that an assessment is being considered.
    ConsideringNoticeSent,
    /// The family was told whether there will be an assessment.
    AssessDecisionNotified,
    /// A request for advice was sent; name it in `advice_request_id`.
    AdviceRequested,
    /// The body received the request for advice, from which its six weeks run; name it in `advice_request_id`.
    CooperationRequestReceived,
    /// The advice, or a refusal to advise, came in; name the request in `advice_request_id`.
    AdviceReceived,
    /// It was decided to issue a plan.
    IssueDecided,
    /// The family was told the outcome of the assessment.
    AssessmentOutcomeNotified,
    /// The draft plan was sent: its latest version.
    DraftSent,
    /// The draft plan counts as served: its latest version.
    DraftServed,
    /// The family's latest views on the draft were received.
    RepresentationsReceived,
    /// The final plan was sent.
    FinalPlanSent,
}

impl CorrectableFact {
    /// Every one.
    pub const ALL: [Self; 14] = [
        Self::RequestReceived,
        Self::BecameResponsible,
        Self::FamilyConsulted,
        Self::ConsideringNoticeSent,
        Self::AssessDecisionNotified,
        Self::AdviceRequested,
        Self::CooperationRequestReceived,
        Self::AdviceReceived,
        Self::IssueDecided,
        Self::AssessmentOutcomeNotified,
        Self::DraftSent,
        Self::DraftServed,
        Self::RepresentationsReceived,
        Self::FinalPlanSent,
    ];

    /// The fact as the deadlines know it; its word is the same.
    pub fn kind(self) -> FactKind {
        match self {
            Self::RequestReceived => FactKind::RequestReceived,
            Self::BecameResponsible => FactKind::BecameResponsible,
            Self::FamilyConsulted => FactKind::FamilyConsulted,
            Self::ConsideringNoticeSent => FactKind::ConsideringNoticeSent,
            Self::AssessDecisionNotified => FactKind::AssessDecisionNotified,
            Self::AdviceRequested => FactKind::AdviceRequested,
            Self::CooperationRequestReceived => FactKind::CooperationRequestReceived,
            Self::AdviceReceived => FactKind::AdviceReceived,
            Self::IssueDecided => FactKind::IssueDecided,
            Self::AssessmentOutcomeNotified => FactKind::AssessmentOutcomeNotified,
            Self::DraftSent => FactKind::DraftSent,
            Self::DraftServed => FactKind::DraftServed,
            Self::RepresentationsReceived => FactKind::RepresentationsReceived,
            Self::FinalPlanSent => FactKind::FinalPlanSent,
        }
    }

    /// Whether it belongs to one request for advice.
    pub fn is_of_advice(self) -> bool {
        matches!(
            self,
            Self::AdviceRequested | Self::CooperationRequestReceived | Self::AdviceReceived
        )
    }
}

/// A date to correct.
#[derive(Debug, Clone)]
pub struct Correction {
    /// Which fact.
    pub fact: CorrectableFact,
    /// The right day.
    pub happened_on: NaiveDate,
    /// Why the earlier one was wrong.
    pub reason: Prose,
    /// The request whose day this is, when the fact is that of a request or of becoming responsible.
    pub request: Option<CorrectedRequest>,
}

/// The request whose day is corrected.
#[derive(Debug, Clone, Copy)]
pub struct CorrectedRequest {
    /// Who asked.
    pub source: RequestSource,
    /// The day on which rights pass to the young person.
    pub young_person_from: NaiveDate,
    /// The day of the first of the other requests of this sort. The first event in time governs the clock, so when
    /// this is the earlier day, it becomes the fact.
    pub first_other: Option<NaiveDate>,
}

/// The order in which the facts of an assessment can only happen; those on one line in either order.
const ORDER: [&[FactKind]; 8] = [
    &[FactKind::RequestReceived, FactKind::BecameResponsible],
    &[FactKind::FamilyConsulted, FactKind::ConsideringNoticeSent],
    &[FactKind::AssessDecisionNotified],
    &[FactKind::IssueDecided],
    &[FactKind::AssessmentOutcomeNotified],
    &[FactKind::DraftSent],
    &[FactKind::DraftServed],
    &[FactKind::FinalPlanSent],
];

/// Facts that are one happening under two names: correcting the first corrects the second.
const TOGETHER: [(FactKind, FactKind); 2] = [
    (FactKind::AssessDecisionNotified, FactKind::AssessmentRefused),
    (
        FactKind::AssessmentOutcomeNotified,
        FactKind::RefusalToIssueNotified,
    ),
];

/// The first and the last of the days between which a fact can lie, each with what happened then.
#[derive(Default)]
struct Bounds {
    after: Option<(&'static str, NaiveDate)>,
    before: Option<(&'static str, NaiveDate)>,
}

impl Bounds {
    fn of(assessment: &Assessment, fact: FactKind) -> Self {
        let own = assessment.facts.get(fact);
        let reopened = assessment.reopened.as_ref().map(|reopened| reopened.on);
        // What was before the assessment went on again, and what came after, are two roads.
        let on_one_road =
            |day: NaiveDate| reopened.is_none_or(|on| own.is_none_or(|own| (own >= on) == (day >= on)));
        let known = |kind: &FactKind| {
            let day = assessment.facts.get(*kind)?;
            on_one_road(day).then_some((kind.label(), day))
        };
        // What the family says of a draft follows its sending, whenever it was served.
        if fact == FactKind::RepresentationsReceived {
            return Self {
                after: known(&FactKind::DraftSent),
                before: None,
            };
        }
        let place = ORDER
            .iter()
            .position(|kinds| kinds.contains(&fact))
            .unwrap_or_default();
        let all =
            |kinds: &[&[FactKind]]| -> Vec<_> { kinds.iter().copied().flatten().filter_map(known).collect() };
        let (earlier, later) = ORDER.split_at(place);
        let (start, between) = earlier.split_at(earlier.len().min(1));
        // Of the facts that start the clock the first one counts.
        let started = all(start).into_iter().min_by_key(|fact| fact.1);
        Self {
            after: all(between).into_iter().chain(started).max_by_key(|fact| fact.1),
            before: all(later.get(1..).unwrap_or_default())
                .into_iter()
                .min_by_key(|fact| fact.1),
        }
    }

    fn of_advice(assessment: &Assessment, advice: &AdviceState, fact: CorrectableFact) -> Self {
        let received = Some((FactKind::CooperationRequestReceived.label(), advice.received_on));
        match fact {
            CorrectableFact::AdviceRequested => Self {
                after: assessment
                    .clock_started_on()
                    .map(|day| (FactKind::RequestReceived.label(), day)),
                before: received,
            },
            CorrectableFact::CooperationRequestReceived => Self {
                after: Some((FactKind::AdviceRequested.label(), advice.sent_on)),
                before: advice
                    .answered_on
                    .map(|day| (FactKind::AdviceReceived.label(), day)),
            },
            _ => Self {
                after: received,
                before: None,
            },
        }
    }
}

/// Corrects the day of a fact that is known. The stage does not change. `advice` is the request for advice that the
/// fact belongs to.
///
/// # Errors
/// When the fact is not known, the day is the same, in the future, before birth, or out of order with its neighbours.
pub fn correct(
    assessment: &Assessment,
    advice: Option<&AdviceState>,
    correction: &Correction,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    let kind = correction.fact.kind();
    let (known, bounds) = match (correction.fact.is_of_advice(), advice) {
        (true, Some(advice)) => {
            let known = match correction.fact {
                CorrectableFact::AdviceRequested => Some(advice.sent_on),
                CorrectableFact::CooperationRequestReceived => Some(advice.received_on),
                _ => advice.answered_on,
            };
            (known, Bounds::of_advice(assessment, advice, correction.fact))
        }
        (true, None) => {
            return Err(Refusal::field(
                "/advice_request_id",
                "missing",
                "Say which request for advice: the case's list of them has the ids.",
            ));
        }
        (false, Some(_)) => {
            return Err(Refusal::field(
                "/advice_request_id",
                "not_of_advice",
                "This day does not belong to a request for advice. Leave advice_request_id out.",
            ));
        }
        (false, None) => (assessment.facts.get(kind), Bounds::of(assessment, kind)),
    };
    let Some(known) = known else {
        return Err(Refusal::NotYet {
            explanation: format!(
                "There is no day recorded for \"{}\", so there is nothing to correct.",
                kind.label()
            ),
        });
    };
    check_day(assessment, correction, known, &bounds, today)?;
    let day = correction.happened_on;
    let first_other = correction.request.and_then(|request| request.first_other);
    let governs = first_other.map_or(day, |other| other.min(day));
    inside_its_road(assessment, known, day)?;
    let happening = Happening::new(HappeningKind::DateCorrected, day).fact(kind, governs);
    let second = TOGETHER
        .into_iter()
        .find(|(first, second)| *first == kind && assessment.facts.get(*second) == Some(known));
    Ok(match second {
        Some((_, second)) => happening.fact(second, day),
        None => happening,
    })
}

/// What happened before an assessment went on again stays before that, and what came after stays after.
fn inside_its_road(assessment: &Assessment, known: NaiveDate, day: NaiveDate) -> Result<(), Refusal> {
    let Some(on) = assessment.reopened.as_ref().map(|reopened| reopened.on) else {
        return Ok(());
    };
    DateChecks::default()
        .holds((known >= on) == (day >= on), || {
            FieldProblem::new(
                "/happened_on",
                if day < on { "too_early" } else { "too_late" },
                format!(
                    "The assessment goes on since {}. What was before that day stays before it, and what came after stays after.",
                    human_date(on)
                ),
            )
        })
        .done()
}

fn check_day(
    assessment: &Assessment,
    correction: &Correction,
    known: NaiveDate,
    bounds: &Bounds,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let day = correction.happened_on;
    // What was posted can count as served on a day to come.
    let latest = if correction.fact == CorrectableFact::DraftServed {
        day.max(today)
    } else {
        today
    };
    let mut checks = DateChecks::default()
        .not_future("/happened_on", day, latest)
        .holds(day != known, || {
            FieldProblem::new("/happened_on", "unchanged", "This is the day already recorded.")
        });
    checks = match correction.request {
        Some(request) => on_the_day(
            checks,
            ("/happened_on", "/happened_on"),
            day,
            request.source,
            assessment.born_on,
            request.young_person_from,
        ),
        None => checks.not_before(
            "/happened_on",
            day,
            Some(assessment.born_on),
            "the child's date of birth",
        ),
    };
    if let Some((what, on)) = bounds.after {
        checks = checks.not_before("/happened_on", day, Some(on), &format!("the day of \"{what}\""));
    }
    if let Some((what, on)) = bounds.before {
        checks = checks.holds(day <= on, || {
            FieldProblem::new(
                "/happened_on",
                "too_late",
                format!(
                    "{} is after the day of \"{what}\" ({}). Correct that day first if it is wrong too.",
                    human_date(day),
                    human_date(on)
                ),
            )
        });
    }
    checks.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_corrected_has_the_word_of_its_fact() {
        for fact in CorrectableFact::ALL {
            assert_eq!(serde_json::to_value(fact).unwrap(), fact.kind().word());
        }
    }
}

//! The notice that an assessment is considered, and the two decisions: to assess, and to issue a plan.

use crate::dates::DateChecks;
use crate::happening::keep_the_law;
use crate::{AdviceKind, Assessment, Breach, Happening, HappeningKind, Move};
use chrono::NaiveDate;
use ehcp_calendar::human_date;
use ehcp_case::{FactKind, FieldProblem, Prose, Refusal, Stage};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The notice of reg 4(2): an assessment is considered; views and evidence are asked for (s.36(7)).
#[derive(Debug, Clone)]
pub struct ConsideringNotice {
    /// The day on which it was sent.
    pub sent_on: NaiveDate,
}

/// Consulting the parent or the young person about an assessment (Children and Families Act 2014, s.36(4); SEND
/// Regulations 2014, reg 3).
#[derive(Debug, Clone)]
pub struct FamilyConsultation {
    /// The day on which the family was asked.
    pub consulted_on: NaiveDate,
}

/// A kind of decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// To secure an EHC needs assessment (s.36(8)).
    Assess,
    /// Not to secure one (s.36(5); regs 4(1), 5(1)).
    DoNotAssess,
    /// To issue a plan (s.37(1)).
    Issue,
    /// Not to issue a plan (s.36(9), reg 10(1)).
    DoNotIssue,
}

impl DecisionKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Assess, Self::DoNotAssess, Self::Issue, Self::DoNotIssue];

    /// The word stored for this kind.
    pub fn word(self) -> &'static str {
        match self {
            Self::Assess => "assess",
            Self::DoNotAssess => "do_not_assess",
            Self::Issue => "issue",
            Self::DoNotIssue => "do_not_issue",
        }
    }

    /// Whether the family can appeal against it now (s.51(2)(a), (b)).
    pub fn is_refusal(self) -> bool {
        matches!(self, Self::DoNotAssess | Self::DoNotIssue)
    }

    /// The rule whose notice this decision is.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Assess | Self::DoNotAssess => "ehcna-decision-to-assess",
            Self::Issue => "ehcna-outcome-notice",
            Self::DoNotIssue => "ehcp-decision-not-to-issue",
        }
    }
}

impl std::str::FromStr for DecisionKind {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.word() == word).ok_or(())
    }
}

/// Why a decision was taken, so that the family can understand it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    /// The legal test that was applied.
    pub criteria: Prose,
    /// The evidence that was considered.
    pub evidence_considered: Prose,
    /// The reasons, in plain English.
    #[schema(value_type = String, min_length = 40, max_length = 20000)]
    pub reasons: Prose,
}

/// The fewest characters of reasons that can tell a family anything.
const SHORTEST_REASONS: usize = 40;

/// A decision to record.
#[derive(Debug, Clone)]
pub struct Decision {
    /// What was decided.
    pub kind: DecisionKind,
    /// The day on which it was decided.
    pub decided_on: NaiveDate,
    /// The day on which the family was told.
    pub notified_on: NaiveDate,
    /// Why.
    pub reasons: Reasons,
}

impl Decision {
    fn check(&self, assessment: &Assessment, today: NaiveDate) -> Result<(), Refusal> {
        let started = assessment.clock_started_on();
        let reasons = self.reasons.reasons.as_str().chars().count();
        let unfinished = placeholder_in(self.reasons.reasons.as_str());
        DateChecks::default()
            .not_future("/decided_on", self.decided_on, today)
            .not_future("/notified_on", self.notified_on, today)
            .not_before("/decided_on", self.decided_on, started, "the day the request was received")
            .not_before("/notified_on", self.notified_on, Some(self.decided_on), "the day of the decision")
            .holds(reasons >= SHORTEST_REASONS, || {
                FieldProblem::new(
                    "/reasons/reasons",
                    "too_short",
                    format!("Say why in at least {SHORTEST_REASONS} characters: the family must be able to understand the decision."),
                )
            })
            .holds(unfinished.is_none(), || {
                FieldProblem::new(
                    "/reasons/reasons",
                    "placeholder",
                    format!(
                        "\"{}\" stands where a reason should. Write the reason, so that the family can understand the decision.",
                        unfinished.unwrap_or_default()
                    ),
                )
            })
            .done()
    }
}

/// What people write where a text is still to come.
const PLACEHOLDERS: [&str; 8] = [
    "lorem ipsum",
    "tbc",
    "tbd",
    "to be confirmed",
    "to be completed",
    "insert reason",
    "see above",
    "[insert",
];

/// The first placeholder in a text, as a word of its own.
fn placeholder_in(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let stands_alone = |start: usize, word: &str| {
        let (before, after) = (text.get(..start), text.get(start + word.len()..));
        let ends = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        ends(before.and_then(|text| text.chars().next_back()))
            && ends(after.and_then(|text| text.chars().next()))
    };
    PLACEHOLDERS.into_iter().find(|word| {
        text.match_indices(word)
            .any(|(start, _)| word.starts_with('[') || stands_alone(start, word))
    })
}

/// Records that the family was consulted before the authority determines whether to assess. The first time counts: the
/// duty is to ask as soon as practicable.
///
/// # Errors
/// At a wrong stage, a second time, or with an impossible day.
pub fn consult_family(
    assessment: &Assessment,
    consultation: &FamilyConsultation,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    Move::ConsultFamily.check(assessment.stage)?;
    let already = assessment.facts.get(FactKind::FamilyConsulted);
    if let Some(asked) = already {
        return Err(Refusal::AlreadyDone {
            explanation: format!(
                "It is recorded already that the family was consulted, on {}. If that day is wrong, correct it.",
                human_date(asked)
            ),
        });
    }
    let day = consultation.consulted_on;
    DateChecks::default()
        .not_future("/consulted_on", day, today)
        .not_before(
            "/consulted_on",
            day,
            assessment.clock_started_on(),
            "the day the request was received",
        )
        .done()?;
    Ok(Happening::new(HappeningKind::FamilyConsulted, day).fact(FactKind::FamilyConsulted, day))
}

/// Sends the notice that an assessment is being considered.
///
/// # Errors
/// At a wrong stage, a second time, or with an impossible day.
pub fn send_considering_notice(
    assessment: &Assessment,
    notice: &ConsideringNotice,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    Move::SendConsideringNotice.check(assessment.stage)?;
    let already = assessment.facts.get(FactKind::ConsideringNoticeSent);
    if let Some(sent) = already {
        return Err(Refusal::AlreadyDone {
            explanation: format!(
                "The notice that an assessment is being considered was already sent, on {}. If that day is wrong, correct it.",
                human_date(sent)
            ),
        });
    }
    DateChecks::default()
        .not_future("/sent_on", notice.sent_on, today)
        .not_before(
            "/sent_on",
            notice.sent_on,
            assessment.clock_started_on(),
            "the day the request was received",
        )
        .done()?;
    Ok(
        Happening::new(HappeningKind::ConsideringNoticeSent, notice.sent_on)
            .fact(FactKind::ConsideringNoticeSent, notice.sent_on),
    )
}

/// Decides whether to assess, and tells the family.
///
/// # Errors
/// At a wrong stage; with impossible days or too short reasons; without having consulted the family (s.36(4)); to assess
/// without the notice of reg 4(2).
pub fn decide_to_assess(
    assessment: &Assessment,
    decision: &Decision,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    Move::DecideToAssess.check(assessment.stage)?;
    decision.check(assessment, today)?;
    let told = decision.notified_on;
    let happening = match decision.kind {
        DecisionKind::Assess => Happening::new(HappeningKind::DecidedToAssess, decision.decided_on)
            .fact(FactKind::AssessDecisionNotified, told)
            .moves_to(Stage::Assessing)
            .breach(without_considering_notice(assessment, told, today)?),
        DecisionKind::DoNotAssess => Happening::new(HappeningKind::DecidedNotToAssess, decision.decided_on)
            .fact(FactKind::AssessDecisionNotified, told)
            .fact(FactKind::AssessmentRefused, told)
            .moves_to(Stage::NotAssessed),
        DecisionKind::Issue | DecisionKind::DoNotIssue => return Err(wrong_kind("assess or do_not_assess")),
    };
    Ok(happening.breach(without_consultation(assessment, decision, today)?))
}

/// The authority determines whether to assess only after it has consulted the family; a consultation after the decision
/// is none.
fn without_consultation(
    assessment: &Assessment,
    decision: &Decision,
    today: NaiveDate,
) -> Result<Option<Breach>, Refusal> {
    let consulted = assessment.facts.get(FactKind::FamilyConsulted);
    if consulted.is_some_and(|day| day <= decision.decided_on) {
        return Ok(None);
    }
    keep_the_law(
        decision.notified_on,
        today,
        "ehcna-consult-on-request",
        "Children and Families Act 2014, s.36(4); SEND Regulations 2014, reg 3",
        "The family was not consulted before this decision. Ask the parent or young person what they think of an assessment, and record the day."
            .to_owned(),
    )
}

fn without_considering_notice(
    assessment: &Assessment,
    told: NaiveDate,
    today: NaiveDate,
) -> Result<Option<Breach>, Refusal> {
    if assessment.facts.get(FactKind::ConsideringNoticeSent).is_some() {
        return Ok(None);
    }
    keep_the_law(
        told,
        today,
        "ehcna-notify-considering",
        "Children and Families Act 2014, s.36(7); SEND Regulations 2014, reg 4(2)",
        "The family was not told that an assessment is being considered, nor asked for views and evidence. Send that notice first."
            .to_owned(),
    )
}

/// Decides whether to issue a plan, and tells the family.
///
/// # Errors
/// At a wrong stage; with impossible days or too short reasons; without having asked for the advice of reg 6(1).
pub fn decide_to_issue(
    assessment: &Assessment,
    decision: &Decision,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    Move::DecideToIssue.check(assessment.stage)?;
    decision.check(assessment, today)?;
    let told = decision.notified_on;
    DateChecks::default()
        .not_before(
            "/decided_on",
            decision.decided_on,
            assessment.facts.get(FactKind::AssessDecisionNotified),
            "the day the family was told about the assessment",
        )
        .not_before(
            "/decided_on",
            decision.decided_on,
            assessment.reopened.as_ref().map(|reopened| reopened.on),
            "the day from which the assessment goes on",
        )
        .done()?;
    let happening = match decision.kind {
        DecisionKind::Issue => Happening::new(HappeningKind::DecidedToIssue, decision.decided_on)
            .fact(FactKind::IssueDecided, decision.decided_on)
            .moves_to(Stage::WritingDraft),
        DecisionKind::DoNotIssue => Happening::new(HappeningKind::DecidedNotToIssue, decision.decided_on)
            .fact(FactKind::RefusalToIssueNotified, told)
            .moves_to(Stage::PlanNotIssued),
        DecisionKind::Assess | DecisionKind::DoNotAssess => return Err(wrong_kind("issue or do_not_issue")),
    };
    Ok(happening
        .fact(FactKind::AssessmentOutcomeNotified, told)
        .breach(without_advice(assessment, told, today)?))
}

fn without_advice(
    assessment: &Assessment,
    told: NaiveDate,
    today: NaiveDate,
) -> Result<Option<Breach>, Refusal> {
    let missing: Vec<_> = AdviceKind::ALWAYS
        .into_iter()
        .filter(|kind| !assessment.advice.iter().any(|advice| advice.kind == *kind))
        .map(AdviceKind::plain_english)
        .collect();
    if missing.is_empty() {
        return Ok(None);
    }
    keep_the_law(
        told,
        today,
        "ehcna-advice-sought",
        "SEND Regulations 2014, reg 6(1)",
        format!(
            "Advice has not been asked for from: {}. Every assessment needs it.",
            missing.join("; ")
        ),
    )
}

fn wrong_kind(right: &str) -> Refusal {
    Refusal::field(
        "/kind",
        "wrong_kind",
        format!("At this stage the decision is {right}."),
    )
}

//! Advice: who must be asked, and what comes back.

use crate::dates::DateChecks;
use crate::happening::keep_the_law;
use crate::{AdviceState, Assessment, Breach, Happening, HappeningKind, Move};
use chrono::NaiveDate;
use ehcp_calendar::human_date;
use ehcp_case::{FactKind, Prose, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The advice of SEND Regulations 2014, reg 6(1) and (2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdviceKind {
    /// From the parent or the young person: reg 6(1)(a).
    Family,
    /// Educational advice, usually from the head or principal: reg 6(1)(b).
    Education,
    /// Medical advice from a health care professional: reg 6(1)(c).
    Medical,
    /// Psychological advice from an educational psychologist: reg 6(1)(d).
    Psychological,
    /// Advice in relation to social care: reg 6(1)(e).
    SocialCare,
    /// From anyone else the authority thinks appropriate: reg 6(1)(f).
    Other,
    /// On preparation for adulthood, from Year 9: reg 6(1)(g).
    PreparationForAdulthood,
    /// From a person the family reasonably asks for: reg 6(1)(h).
    AskedForByFamily,
    /// From a qualified teacher of pupils with hearing or visual impairment: reg 6(2).
    SensoryImpairment,
}

impl AdviceKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Family,
        Self::Education,
        Self::Medical,
        Self::Psychological,
        Self::SocialCare,
        Self::Other,
        Self::PreparationForAdulthood,
        Self::AskedForByFamily,
        Self::SensoryImpairment,
    ];

    /// The kinds that every assessment must seek: reg 6(1)(a) to (e).
    pub const ALWAYS: [Self; 5] = [
        Self::Family,
        Self::Education,
        Self::Medical,
        Self::Psychological,
        Self::SocialCare,
    ];

    /// The word stored for this kind.
    pub fn word(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Education => "education",
            Self::Medical => "medical",
            Self::Psychological => "psychological",
            Self::SocialCare => "social_care",
            Self::Other => "other",
            Self::PreparationForAdulthood => "preparation_for_adulthood",
            Self::AskedForByFamily => "asked_for_by_family",
            Self::SensoryImpairment => "sensory_impairment",
        }
    }

    /// What the family reads.
    pub fn plain_english(self) -> &'static str {
        match self {
            Self::Family => "the parent or young person",
            Self::Education => "the school, college or early-years setting",
            Self::Medical => "a health care professional",
            Self::Psychological => "an educational psychologist",
            Self::SocialCare => "social care",
            Self::Other => "another person who knows about the needs",
            Self::PreparationForAdulthood => "someone who advises on preparing for adulthood",
            Self::AskedForByFamily => "a person the family asked us to approach",
            Self::SensoryImpairment => "a qualified teacher for hearing or visual impairment",
        }
    }
}

impl std::str::FromStr for AdviceKind {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.word() == word).ok_or(())
    }
}

/// A request for advice.
#[derive(Debug, Clone)]
pub struct AdviceRequested {
    /// Which advice.
    pub kind: AdviceKind,
    /// Whom it is addressed to.
    pub addressee: String,
    /// The day on which the authority sent it.
    pub sent_on: NaiveDate,
    /// The day on which the body received it: its six weeks run from here (reg 8(1)).
    pub received_on: NaiveDate,
    /// The day on which the authority decided to assess.
    pub decided_on: Option<NaiveDate>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdviceAnswer {
    /// The advice.
    Given(Prose),
    /// A refusal with its written reasons (Children and Families Act 2014, s.31(3)).
    Refused(Prose),
}

/// Advice that came in.
#[derive(Debug, Clone)]
pub struct AdviceHandedIn {
    /// The day on which the authority received it.
    pub received_on: NaiveDate,
    /// The advice, or why it is refused.
    pub answer: AdviceAnswer,
}

/// Asks for advice. Advice that was asked for before the decision to assess is no advice of reg 6(1), which belongs to an
/// assessment: it is recorded, for it happened and its text is of use, with the mark of a breach.
///
/// # Errors
/// At a wrong stage, with impossible days, or when the same person has been asked for the same and has not answered.
pub fn request_advice(
    assessment: &Assessment,
    request: &AdviceRequested,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    Move::RequestAdvice.check(assessment.stage)?;
    let open = assessment.advice.iter().find(|known| {
        known.kind == request.kind && known.addressee == request.addressee && known.answered_on.is_none()
    });
    if let Some(open) = open {
        return Err(Refusal::AlreadyDone {
            explanation: format!(
                "{} was asked for this advice on {} and has not answered yet. Wait for the answer, or ask somebody else.",
                open.addressee,
                human_date(open.sent_on)
            ),
        });
    }
    DateChecks::default()
        .not_future("/sent_on", request.sent_on, today)
        .not_future("/received_on", request.received_on, today)
        .not_before(
            "/sent_on",
            request.sent_on,
            assessment.clock_started_on(),
            "the day the request was received",
        )
        .not_before(
            "/received_on",
            request.received_on,
            Some(request.sent_on),
            "the day it was sent",
        )
        .done()?;
    Ok(Happening::new(HappeningKind::AdviceRequested, request.sent_on)
        .fact(FactKind::AdviceRequested, request.sent_on)
        .fact(FactKind::CooperationRequestReceived, request.received_on)
        .breach(before_the_decision(request, today)?))
}

fn before_the_decision(request: &AdviceRequested, today: NaiveDate) -> Result<Option<Breach>, Refusal> {
    let Some(decided) = request.decided_on.filter(|decided| request.sent_on < *decided) else {
        return Ok(None);
    };
    keep_the_law(
        request.sent_on,
        today,
        "ehcna-advice-sought",
        "SEND Regulations 2014, reg 6(1)",
        format!(
            "This was asked for on {}, before the decision to assess on {}. The advice of an assessment is asked for in the assessment, with the family's views and evidence beside the request (reg 6(3)).",
            human_date(request.sent_on),
            human_date(decided)
        ),
    )
}

/// Records what came back. Late advice counts too: the duty to consider it does not end with the six weeks.
///
/// # Errors
/// At a wrong stage, a second time, or with an impossible day.
pub fn hand_in_advice(
    assessment: &Assessment,
    request: &AdviceState,
    handed_in: &AdviceHandedIn,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    if let Some(answered) = request.answered_on {
        return Err(Refusal::AlreadyDone {
            explanation: format!(
                "This request for advice was already answered, on {}. To get more, ask for advice again.",
                human_date(answered)
            ),
        });
    }
    Move::HandInAdvice.check(assessment.stage)?;
    let day = handed_in.received_on;
    DateChecks::default()
        .not_future("/received_on", day, today)
        .not_before(
            "/received_on",
            day,
            Some(request.received_on),
            "the day the body received the request",
        )
        .done()?;
    let kind = match handed_in.answer {
        AdviceAnswer::Given(_) => HappeningKind::AdviceReceived,
        AdviceAnswer::Refused(_) => HappeningKind::AdviceRefused,
    };
    Ok(Happening::new(kind, day).fact(FactKind::AdviceReceived, day))
}

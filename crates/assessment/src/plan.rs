//! The plan: its sections, serving the draft, sending the final plan.

use crate::dates::DateChecks;
use crate::happening::keep_the_law;
use crate::{Assessment, Breach, Happening, HappeningKind, Move};
use chrono::{Days, NaiveDate};
use ehcp_calendar::{Calendar, human_date};
use ehcp_case::{FactKind, FieldProblem, Prose, Refusal, Stage};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, Visitor},
};
use std::{collections::BTreeMap, fmt};
use utoipa::ToSchema;

/// A section of an EHC plan; each must be separately identified (SEND Regulations 2014, reg 12(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, ToSchema)]
pub enum PlanSection {
    /// Views, interests and aspirations of the child and parents, or of the young person.
    A,
    /// Special educational needs.
    B,
    /// Health needs related to the special educational needs.
    C,
    /// Social care needs related to the special educational needs or disability.
    D,
    /// Outcomes sought.
    E,
    /// Special educational provision.
    F,
    /// Health provision, agreed by the health body (reg 12(2)).
    G,
    /// Social care provision under s.2 of the Chronically Sick and Disabled Persons Act 1970.
    H1,
    /// Other social care provision reasonably required.
    H2,
    /// Name and type of the school or institution, or its type only. Empty in a draft (s.38(5)).
    I,
    /// Needs and outcomes met by direct payments.
    J,
    /// Advice and information gathered, as appendices (reg 12(4)).
    K,
}

impl PlanSection {
    /// Every section, in order.
    pub const ALL: [Self; 12] = [
        Self::A,
        Self::B,
        Self::C,
        Self::D,
        Self::E,
        Self::F,
        Self::G,
        Self::H1,
        Self::H2,
        Self::I,
        Self::J,
        Self::K,
    ];

    /// Sections without which a draft cannot be served: every child has them.
    pub const NEEDED_IN_DRAFT: [Self; 5] = [Self::A, Self::B, Self::E, Self::F, Self::K];

    /// The letter or letters.
    pub fn word(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
            Self::F => "F",
            Self::G => "G",
            Self::H1 => "H1",
            Self::H2 => "H2",
            Self::I => "I",
            Self::J => "J",
            Self::K => "K",
        }
    }
}

impl std::str::FromStr for PlanSection {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|section| section.word() == word)
            .ok_or(())
    }
}

/// Whether a version of a plan is a draft or the final plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    /// A draft, on which the family is heard (Children and Families Act 2014, s.38).
    Draft,
    /// The final plan (s.39).
    Final,
}

impl PlanKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Draft, Self::Final];

    /// The word stored for this kind.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Final => "final",
        }
    }
}

/// Read as a text, so that what is wrong in a section can be pointed at by its letter.
impl<'de> Deserialize<'de> for PlanSection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(SectionVisitor)
    }
}

struct SectionVisitor;

impl Visitor<'_> for SectionVisitor {
    type Value = PlanSection;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the letter of a section")
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<PlanSection, E> {
        word.parse()
            .map_err(|()| de::Error::unknown_field(word, &LETTERS))
    }
}

/// The letters of the sections, in order.
const LETTERS: [&str; 12] = ["A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"];

/// The text of a plan, section by section. A section that is absent says nothing yet.
pub type PlanText = BTreeMap<PlanSection, Prose>;

/// How a notice or a draft reaches the family (Education Act 1996, s.572; Interpretation Act 1978, s.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceMethod {
    /// Handed over or left at the last known home: served that day.
    ByHand,
    /// First-class post: served on the second working day after posting.
    FirstClassPost,
    /// Second-class post: served on the fourth working day after posting.
    SecondClassPost,
    /// E-mail or the portal, with the family's written consent to it: served that day.
    Electronic,
}

impl ServiceMethod {
    /// Every method.
    pub const ALL: [Self; 4] = [
        Self::ByHand,
        Self::FirstClassPost,
        Self::SecondClassPost,
        Self::Electronic,
    ];

    /// The word stored for this method.
    pub fn word(self) -> &'static str {
        match self {
            Self::ByHand => "by_hand",
            Self::FirstClassPost => "first_class_post",
            Self::SecondClassPost => "second_class_post",
            Self::Electronic => "electronic",
        }
    }

    /// The day on which something sent on `sent_on` counts as served.
    ///
    /// # Errors
    /// When the bank holidays around that day are not known.
    pub fn served_on(
        self,
        sent_on: NaiveDate,
        calendar: &Calendar,
    ) -> Result<NaiveDate, ehcp_calendar::BeyondKnownHolidays> {
        match self {
            Self::ByHand | Self::Electronic => Ok(sent_on),
            Self::FirstClassPost => calendar.nth_working_day_after(sent_on, 2),
            Self::SecondClassPost => calendar.nth_working_day_after(sent_on, 4),
        }
    }
}

impl std::str::FromStr for ServiceMethod {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|method| method.word() == word)
            .ok_or(())
    }
}

/// Serving a draft plan.
#[derive(Debug, Clone, Copy)]
pub struct DraftService {
    /// The day on which it was sent.
    pub sent_on: NaiveDate,
    /// How.
    pub method: ServiceMethod,
    /// Whether the family has consented in writing to electronic service (Education Act 1996, s.572(2)).
    pub written_consent: bool,
}

/// Sending the final plan.
#[derive(Debug, Clone, Copy)]
pub struct FinalPlan {
    /// The day on which it was sent to the family, the named setting and the health body (reg 13(2)).
    pub sent_on: NaiveDate,
    /// The day on which the health body agreed section G (reg 12(2)).
    pub health_body_agreed_on: Option<NaiveDate>,
}

/// Checks that the text of a draft may be written now.
///
/// # Errors
/// At a wrong stage, or when section I names a placement (s.38(5)).
pub fn write_draft(assessment: &Assessment, text: &PlanText) -> Result<(), Refusal> {
    Move::WriteDraft.check(assessment.stage)?;
    placement_in_draft(text)
}

fn placement_in_draft(text: &PlanText) -> Result<(), Refusal> {
    if text.contains_key(&PlanSection::I) {
        return Err(Refusal::AgainstTheLaw {
            rule: "ehcp-draft-send",
            source: "Children and Families Act 2014, s.38(5)",
            explanation: "A draft plan must not name a school or other placement, nor its type. Leave section I out; it is filled when the final plan is sent.".to_owned(),
        });
    }
    Ok(())
}

/// Serves the draft on the family. From the day of service it has at least 15 days.
///
/// # Errors
/// At a wrong stage, with missing sections, with section I, by electronic means without written consent, or with an
/// impossible day.
pub fn serve_draft(
    assessment: &Assessment,
    text: &PlanText,
    service: &DraftService,
    calendar: &Calendar,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    Move::ServeDraft.check(assessment.stage)?;
    if let Some(served) = assessment.draft.and_then(|draft| draft.served_on) {
        return Err(Refusal::AlreadyDone {
            explanation: format!(
                "This version of the draft was already sent and counts as served on {}. Start the next version to change something, and send that.",
                human_date(served)
            ),
        });
    }
    placement_in_draft(text)?;
    sections_present(text, &PlanSection::NEEDED_IN_DRAFT)?;
    DateChecks::default()
        .not_future("/sent_on", service.sent_on, today)
        .not_before(
            "/sent_on",
            service.sent_on,
            assessment.facts.get(FactKind::IssueDecided),
            "the day it was decided to issue a plan",
        )
        .not_before("/sent_on", service.sent_on, assessment.facts.get(FactKind::DraftSent), "the day the version before it was sent")
        .holds(service.method != ServiceMethod::Electronic || service.written_consent, || {
            FieldProblem::new(
                "/written_consent",
                "consent_needed",
                "A draft sent only by e-mail or the portal counts as served on a parent only if they agreed to that in writing (Education Act 1996, s.572(2)). Record the consent, or send it by post or by hand.",
            )
        })
        .done()?;
    let served_on = service
        .method
        .served_on(service.sent_on, calendar)
        .map_err(|unknown| Refusal::field("/sent_on", "beyond_known_holidays", unknown.to_string()))?;
    Ok(Happening::new(HappeningKind::DraftServed, service.sent_on)
        .fact(FactKind::DraftSent, service.sent_on)
        .fact(FactKind::DraftServed, served_on)
        .moves_to(Stage::DraftWithFamily))
}

/// Sends the final plan.
///
/// # Errors
/// At a wrong stage; before the family's 15 days have ended; without section I; with section G and no agreement of
/// the health body; with missing sections or an impossible day.
pub fn send_final_plan(
    assessment: &Assessment,
    text: &PlanText,
    last: &FinalPlan,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    Move::SendFinalPlan.check(assessment.stage)?;
    sections_present(text, &PlanSection::NEEDED_IN_DRAFT)?;
    if !text.contains_key(&PlanSection::I) {
        return Err(Refusal::field(
            "/sections/I",
            "missing_section",
            "Section I must name the school or other institution and its type, or the type alone (Children and Families Act 2014, ss.39, 40).",
        ));
    }
    let served = assessment.facts.get(FactKind::DraftServed);
    DateChecks::default()
        .not_future("/sent_on", last.sent_on, today)
        .not_before(
            "/sent_on",
            last.sent_on,
            assessment.facts.get(FactKind::DraftSent),
            "the day the draft was sent",
        )
        .holds(last.health_body_agreed_on.is_none_or(|day| day <= today), || {
            FieldProblem::new(
                "/health_body_agreed_on",
                "in_the_future",
                "The health body's agreement cannot be in the future.",
            )
        })
        .done()?;
    Ok(Happening::new(HappeningKind::FinalPlanSent, last.sent_on)
        .fact(FactKind::FinalPlanSent, last.sent_on)
        .moves_to(Stage::PlanIssued)
        .breach(inside_the_fifteen_days(served, last.sent_on, today)?)
        .breach(section_g_not_agreed(text, last, today)?))
}

/// The days that a family has at the least to respond to a draft, the day of service included (reg 13(1)(a)).
const REPRESENTATION_DAYS: u64 = 15;

fn inside_the_fifteen_days(
    served: Option<NaiveDate>,
    sent_on: NaiveDate,
    today: NaiveDate,
) -> Result<Option<Breach>, Refusal> {
    let Some(first_free) = served.and_then(|day| day.checked_add_days(Days::new(REPRESENTATION_DAYS))) else {
        return Ok(None);
    };
    if sent_on >= first_free {
        return Ok(None);
    }
    keep_the_law(
        sent_on,
        today,
        "ehcp-draft-representations",
        "SEND Regulations 2014, reg 13(1)(a); Children and Families Act 2014, s.39(7)",
        format!(
            "The family has at least 15 days to respond to the draft. The final plan can be sent from {}.",
            human_date(first_free)
        ),
    )
}

fn section_g_not_agreed(
    text: &PlanText,
    last: &FinalPlan,
    today: NaiveDate,
) -> Result<Option<Breach>, Refusal> {
    if !text.contains_key(&PlanSection::G) || last.health_body_agreed_on.is_some() {
        return Ok(None);
    }
    keep_the_law(
        last.sent_on,
        today,
        "ehcp-final-plan",
        "SEND Regulations 2014, reg 12(2)",
        "Section G has health provision, and the health body has not agreed it. Record the day of its agreement, or leave section G out."
            .to_owned(),
    )
}

fn sections_present(text: &PlanText, needed: &[PlanSection]) -> Result<(), Refusal> {
    let problems: Vec<_> = needed
        .iter()
        .filter(|section| !text.contains_key(section))
        .map(|section| {
            FieldProblem::new(
                format!("/sections/{}", section.word()),
                "missing_section",
                format!(
                    "Section {} is missing. Write it before the plan goes out.",
                    section.word()
                ),
            )
        })
        .collect();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(problems))
    }
}

//! What the family says about the draft plan.

use crate::dates::DateChecks;
use crate::{Assessment, Happening, HappeningKind, Move};
use chrono::NaiveDate;
use ehcp_case::{FactKind, Line, Prose, Refusal};

/// Representations on a draft plan (s.38(2)(b), reg 13(1)).
#[derive(Debug, Clone)]
pub struct Representation {
    /// The day on which the authority received them.
    pub received_on: NaiveDate,
    /// What the family says.
    pub text: Option<Prose>,
    /// The school or institution the family asks for (s.38(3)).
    pub requested_setting: Option<Line>,
    /// Whether the family asks for a meeting with an officer.
    pub wants_meeting: bool,
}

/// Records representations. They count for as long as the draft is with the family, also after the 15 days.
///
/// # Errors
/// Without a served draft, with an impossible day, or when nothing is said.
pub fn represent(
    assessment: &Assessment,
    said: &Representation,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    Move::MakeRepresentations.check(assessment.stage)?;
    if said.text.is_none() && said.requested_setting.is_none() && !said.wants_meeting {
        return Err(Refusal::field(
            "/text",
            "nothing_said",
            "Write what you think of the draft, name a school or college, or ask for a meeting.",
        ));
    }
    DateChecks::default()
        .not_future("/received_on", said.received_on, today)
        .not_before(
            "/received_on",
            said.received_on,
            assessment.facts.get(FactKind::DraftSent),
            "the day the draft was sent",
        )
        .done()?;
    Ok(
        Happening::new(HappeningKind::RepresentationsMade, said.received_on)
            .fact(FactKind::RepresentationsReceived, said.received_on),
    )
}

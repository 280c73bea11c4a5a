//! The request, or the authority becoming responsible without one.

use crate::dates::DateChecks;
use crate::{Assessment, Happening, HappeningKind};
use chrono::NaiveDate;
use ehcp_calendar::attains_age_on;
use ehcp_case::{FactKind, FieldProblem, Prose, Refusal, Stage, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who asked for an EHC needs assessment (Children and Families Act 2014, s.36(1)), or how the authority
/// became responsible for the child (s.24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequestSource {
    /// The child's parent.
    Parent,
    /// The young person.
    YoungPerson,
    /// A person acting on behalf of a school or post-16 institution.
    Setting,
    /// Nobody under s.36(1): the child was brought to the authority's attention, or came to it (s.24(1)(b), (c)),
    /// for example by a health body's notice under s.23.
    BroughtToAttention,
}

impl RequestSource {
    /// Every source.
    pub const ALL: [Self; 4] = [
        Self::Parent,
        Self::YoungPerson,
        Self::Setting,
        Self::BroughtToAttention,
    ];

    /// The word stored for this source.
    pub fn word(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::YoungPerson => "young_person",
            Self::Setting => "setting",
            Self::BroughtToAttention => "brought_to_attention",
        }
    }

    /// The fact that starts the clock.
    pub fn fact(self) -> FactKind {
        match self {
            Self::Parent | Self::YoungPerson | Self::Setting => FactKind::RequestReceived,
            Self::BroughtToAttention => FactKind::BecameResponsible,
        }
    }
}

impl std::str::FromStr for RequestSource {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|source| source.word() == word)
            .ok_or(())
    }
}

/// A request for an EHC needs assessment.
#[derive(Debug, Clone)]
pub struct Request {
    /// Who asked.
    pub source: RequestSource,
    /// The day on which it reached the authority (law: any day, weekends included).
    pub received_on: NaiveDate,
    /// Why an assessment is asked for, in the requester's words.
    pub reasons: Option<Prose>,
    /// In whose name a helper asks.
    pub on_behalf_of: Option<UserId>,
}

/// The day on which Part 3 of the Children and Families Act 2014 came into force.
fn act_in_force() -> NaiveDate {
    NaiveDate::from_ymd_opt(2014, 9, 1).unwrap_or_default()
}

/// The checks that a request must pass: its day, and the child's age on that day.
///
/// # Errors
/// [`Refusal::Invalid`] naming each wrong field.
fn check(
    request: &Request,
    born_on: NaiveDate,
    young_person_from: NaiveDate,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let checks = DateChecks::default().not_future("/received_on", request.received_on, today);
    on_the_day(
        checks,
        ("/received_on", "/source"),
        request.received_on,
        request.source,
        born_on,
        young_person_from,
    )
    .done()
}

/// What must be right on the day of a request, also when that day is corrected later. `fields` are where the day and
/// the source stand in what was sent.
pub(crate) fn on_the_day(
    checks: DateChecks,
    fields: (&str, &str),
    day: NaiveDate,
    source: RequestSource,
    born_on: NaiveDate,
    young_person_from: NaiveDate,
) -> DateChecks {
    let turns_25 = attains_age_on(born_on, 25);
    checks
        .not_before(fields.0, day, Some(born_on), "the child's date of birth")
        .not_before(fields.0, day, Some(act_in_force()), "the day the Children and Families Act 2014 came into force")
        .holds(day < turns_25, || {
            FieldProblem::new(
                fields.0,
                "over_25",
                "The young person was 25 or older on this day. An EHC needs assessment can be asked for up to the day before the 25th birthday.",
            )
        })
        .holds(source != RequestSource::YoungPerson || day >= young_person_from, || {
            FieldProblem::new(
                fields.1,
                "not_yet_a_young_person",
                format!(
                    "Until {} the right to ask is the parent's or the school's. Record who asked.",
                    ehcp_calendar::human_date(young_person_from)
                ),
            )
        })
}

/// Opens an assessment. `young_person_from` is the day on which rights pass to the young person.
///
/// # Errors
/// [`Refusal::Invalid`] when a date is impossible, in the future, before birth, before the Act, or the person is 25.
pub fn open(
    request: &Request,
    born_on: NaiveDate,
    young_person_from: NaiveDate,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    check(request, born_on, young_person_from, today)?;
    let kind = match request.source {
        RequestSource::BroughtToAttention => HappeningKind::BecameResponsible,
        RequestSource::Parent | RequestSource::YoungPerson | RequestSource::Setting => {
            HappeningKind::RequestReceived
        }
    };
    Ok(Happening::new(kind, request.received_on)
        .fact(request.source.fact(), request.received_on)
        .moves_to(Stage::DecidingWhetherToAssess))
}

/// Records a further request while an assessment is open. The first event in time governs the clock: when this one
/// is the earlier, or the first of its sort, its day becomes a fact.
///
/// # Errors
/// As [`open`].
pub fn second_request(
    assessment: &Assessment,
    request: &Request,
    young_person_from: NaiveDate,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    check(request, assessment.born_on, young_person_from, today)?;
    let happening = Happening::new(HappeningKind::SecondRequestReceived, request.received_on);
    let governs = assessment
        .facts
        .get(request.source.fact())
        .is_none_or(|known| request.received_on < known);
    Ok(if governs {
        happening.fact(request.source.fact(), request.received_on)
    } else {
        happening
    })
}

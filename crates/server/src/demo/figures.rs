//! The published proportions that the demonstration council follows (Department for Education, "Education, health and
//! care plans", reporting years 2025 and 2026; Hertfordshire where it differs, else England).

use super::needs::Need;

/// Requests by month, January first: schools send fewest in August.
pub(super) const MONTHS: [f64; 12] = [
    0.090, 0.085, 0.105, 0.070, 0.085, 0.085, 0.090, 0.035, 0.085, 0.095, 0.100, 0.075,
];

/// Per cent of the children whose request falls into the year; the others were waiting when it began. With these
/// times to decide and to issue, about a third of a year's requests is open at any time.
pub(super) const ASKED_WITHIN_THE_YEAR: usize = 74;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asker {
    /// A school, college or early-years setting.
    School,
    /// A parent.
    Parent,
    /// The young person.
    YoungPerson,
    /// Nobody: the child was brought to the council's attention.
    Attention,
}

/// Who asks (Hertfordshire 2025: school 2,486, parent or young person 816, other 38).
pub(super) const ASKERS: &[(Asker, f64)] = &[
    (Asker::School, 2486.0),
    (Asker::Parent, 756.0),
    (Asker::YoungPerson, 60.0),
    (Asker::Attention, 38.0),
];

/// The share of decided requests that is refused, by who asked: parents' requests about three times as often as
/// schools' (England 2025), 30 % of what is decided and 27 % of all requests (Hertfordshire 2025).
pub(super) fn refused(asker: Asker) -> f64 {
    match asker {
        Asker::School | Asker::Attention => 0.225,
        Asker::Parent | Asker::YoungPerson => 0.64,
    }
}

/// The share of decisions whether to assess told within six weeks.
pub(super) const DECIDED_IN_TIME: f64 = 0.982;

/// The share of finished assessments after which a plan is issued.
pub(super) const ISSUED: f64 = 0.955;

/// The share of decisions not to issue told within sixteen weeks.
pub(super) const NOT_ISSUED_IN_TIME: f64 = 0.596;

/// The share of plans issued within twenty weeks.
pub(super) const WITHIN_TWENTY_WEEKS: f64 = 0.603;

/// The share of assessments that a summer closure holds up, of those where the setting was asked for advice around it.
pub(super) const CLOSURE_RECORDED: f64 = 0.45;

/// The share of assessments with an exception that is not a school's summer closure; with those it is about 8 %.
pub(super) const OTHER_EXCEPTIONS: f64 = 0.03;

/// Age at the request, in years. Those of 20 and over are few and counted as 20.
pub(super) const AGES: &[(u32, f64)] = &[
    (2, 2930.0),
    (3, 18_604.0),
    (4, 16_835.0),
    (5, 11_432.0),
    (6, 10_973.0),
    (7, 10_491.0),
    (8, 11_371.0),
    (9, 13_224.0),
    (10, 15_582.0),
    (11, 9342.0),
    (12, 8835.0),
    (13, 10_020.0),
    (14, 8967.0),
    (15, 7287.0),
    (16, 3502.0),
    (17, 1709.0),
    (18, 734.0),
    (19, 382.0),
    (20, 477.0),
];

/// Sex, for names and pronouns: 70.6 % of plans are boys' and young men's.
pub(super) const MALE: f64 = 0.706;

/// Primary need of new plans (England 2024).
pub(super) const NEEDS: &[(Need, f64)] = &[
    (Need::Autism, 27.5),
    (Need::Speech, 27.7),
    (Need::Emotional, 26.3),
    (Need::ModerateLearning, 7.5),
    (Need::SevereLearning, 1.3),
    (Need::Physical, 2.3),
    (Need::SpecificLearning, 2.3),
    (Need::Hearing, 0.7),
    (Need::ProfoundLearning, 0.6),
    (Need::Other, 3.1),
    (Need::Vision, 0.5),
    (Need::MultiSensory, 0.2),
];

/// A kind of setting, in the words of the register of settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    EarlyYears,
    Mainstream,
    Resourced,
    Special,
    Alternative,
    FurtherEducation,
    Independent,
}

impl Kind {
    /// The word under which it is kept.
    pub fn word(self) -> &'static str {
        match self {
            Self::EarlyYears => "early_years",
            Self::Mainstream => "mainstream_school",
            Self::Resourced => "resourced_provision",
            Self::Special => "special_school",
            Self::Alternative => "alternative_provision",
            Self::FurtherEducation => "further_education",
            Self::Independent => "independent",
        }
    }

    /// What section I calls it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::EarlyYears => "an early-years setting",
            Self::Mainstream => "a mainstream school",
            Self::Resourced => "a mainstream school with resourced provision",
            Self::Special => "a special school",
            Self::Alternative => "alternative provision",
            Self::FurtherEducation => "a college of further education",
            Self::Independent => "an independent school",
        }
    }
}

/// What plans of school-age children name (plans in Hertfordshire: mainstream 49.1, special 26.1, alternative 0.5 of
/// the 75.7 % at school; resourced provision and independent schools as in England).
pub(super) const NAMED_AT_SCHOOL: &[(Kind, f64)] = &[
    (Kind::Mainstream, 43.5),
    (Kind::Resourced, 4.3),
    (Kind::Special, 26.1),
    (Kind::Alternative, 0.5),
    (Kind::Independent, 1.3),
];

/// Where children of school age are when somebody asks. Most of those who need a special school get there through
/// the plan, so few are there before it.
pub(super) const BEFORE_AT_SCHOOL: &[(Kind, f64)] = &[
    (Kind::Mainstream, 91.0),
    (Kind::Resourced, 3.0),
    (Kind::Special, 1.0),
    (Kind::Alternative, 2.0),
    (Kind::Independent, 3.0),
];

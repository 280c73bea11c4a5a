//! The form of a rule. The rules themselves are data, in [`crate::rules`].

use crate::exception::ExceptionKind;
use chrono::NaiveDate;
use ehcp_case::{FactKind, Party};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use crate::rule_id::{RuleId, UnknownRule};

/// A process that has its own timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Process {
    /// From the request for an assessment to the final plan.
    Assessment,
    /// One request for advice to one body.
    AdviceRequest,
    /// One consultation of one school or institution.
    Consultation,
    /// One review of a plan.
    AnnualReview,
    /// A transfer to another phase of education.
    PhaseTransfer,
    /// A re-assessment.
    Reassessment,
    /// An amendment without a review (reg 28).
    Amendment,
    /// Ceasing to maintain a plan.
    Ceasing,
    /// A move to another authority.
    Move,
    /// A change of the health body while the authority stays (reg 16).
    HealthBodyChange,
    /// Mediation after a notice.
    Mediation,
    /// An appeal to the Tribunal.
    Appeal,
    /// Carrying out an order of the Tribunal (reg 44).
    TribunalOrder,
    /// An appeal that the authority does not oppose (reg 45).
    UnopposedAppeal,
    /// Answering the Tribunal's recommendations (SI 2017/1306).
    Recommendation,
    /// A detained person (SI 2015/62).
    Detention,
    /// Personal budgets and direct payments.
    DirectPayments,
    /// Duties that stand at all times and rules that only define something.
    Standing,
}

impl Process {
    /// The word stored and sent for this process.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Assessment => "assessment",
            Self::AdviceRequest => "advice_request",
            Self::Consultation => "consultation",
            Self::AnnualReview => "annual_review",
            Self::PhaseTransfer => "phase_transfer",
            Self::Reassessment => "reassessment",
            Self::Amendment => "amendment",
            Self::Ceasing => "ceasing",
            Self::Move => "move",
            Self::HealthBodyChange => "health_body_change",
            Self::Mediation => "mediation",
            Self::Appeal => "appeal",
            Self::TribunalOrder => "tribunal_order",
            Self::UnopposedAppeal => "unopposed_appeal",
            Self::Recommendation => "recommendation",
            Self::Detention => "detention",
            Self::DirectPayments => "direct_payments",
            Self::Standing => "standing",
        }
    }

    /// Every process.
    pub const ALL: [Self; 18] = [
        Self::Assessment,
        Self::AdviceRequest,
        Self::Consultation,
        Self::AnnualReview,
        Self::PhaseTransfer,
        Self::Reassessment,
        Self::Amendment,
        Self::Ceasing,
        Self::Move,
        Self::HealthBodyChange,
        Self::Mediation,
        Self::Appeal,
        Self::TribunalOrder,
        Self::UnopposedAppeal,
        Self::Recommendation,
        Self::Detention,
        Self::DirectPayments,
        Self::Standing,
    ];

    /// A heading for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Assessment => "Assessment and first plan",
            Self::AdviceRequest => "Advice for an assessment",
            Self::Consultation => "Consultation of a school or college",
            Self::AnnualReview => "Review of a plan",
            Self::PhaseTransfer => "Transfer between phases of education",
            Self::Reassessment => "Re-assessment",
            Self::Amendment => "Amendment without a review",
            Self::Ceasing => "Ceasing a plan",
            Self::Move => "Move to another authority",
            Self::HealthBodyChange => "Change of health body",
            Self::Mediation => "Mediation",
            Self::Appeal => "Appeal to the Tribunal",
            Self::TribunalOrder => "Carrying out a Tribunal order",
            Self::UnopposedAppeal => "Appeals the authority does not oppose",
            Self::Recommendation => "Tribunal recommendations on health and social care",
            Self::Detention => "Detained persons",
            Self::DirectPayments => "Personal budgets and direct payments",
            Self::Standing => "Standing duties and definitions",
        }
    }
}

/// What stands behind a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An Act or regulations.
    Law,
    /// Guidance, such as the SEND Code of Practice 2015.
    Guidance,
    /// Neither: a service standard.
    Policy,
}

/// How surely the text behind a rule is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in the statute or statutory instrument.
    ReadInLaw,
    /// Derived from the law by arithmetic.
    Derived,
    /// Read in guidance or a secondary source.
    ReadInGuidance,
    /// From memory: to be checked before relying on it.
    ToBeChecked,
}

/// Which rights a notice must explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
pub enum RightsId {
    /// Appeal, time limits, mediation, disagreement resolution, information and advice.
    #[serde(rename = "RS-5")]
    Rs5,
    /// RS-5 and the Tribunal's power to make recommendations on health and social care.
    #[serde(rename = "RS-6")]
    Rs6,
    /// Views and evidence (s.36(7)).
    #[serde(rename = "RS-VIEWS")]
    Views,
    /// Representations on a draft (s.38(2)(b), reg 13(1)).
    #[serde(rename = "RS-DRAFT")]
    Draft,
    /// Representations on amendments (reg 22(2)).
    #[serde(rename = "RS-AMEND")]
    Amend,
    /// Mediation information (reg 32).
    #[serde(rename = "REG32")]
    Reg32,
    /// Rights of detained persons: no disagreement resolution, no recommendations.
    #[serde(rename = "RS-DETAINED")]
    Detained,
}

/// A whole number of days, weeks or calendar months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Days.
    Days(u32),
    /// Weeks of seven days.
    Weeks(u32),
    /// Calendar months by the corresponding-date rule, clamped to the end of a shorter month.
    Months(u32),
}

/// How a period is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// "Within N of X": X is not counted.
    Excl(Period),
    /// "N beginning with X": X is the first day.
    Incl(Period),
    /// "Within N working days of X".
    WorkingDaysExcl(u32),
    /// "N working days beginning with X".
    WorkingDaysIncl(u32),
    /// "At least N before X".
    Back(Period),
    /// "At least N working days before X".
    BackWorkingDays(u32),
    /// Before a date in the calendar year of X; the guidance reads "by" that date.
    Fixed {
        /// The month, from 1.
        month: u32,
        /// The day of the month, from 1.
        day: u32,
    },
    /// Tribunal time: as [`Count::Excl`], by 17:00, and rolled by TR r.12.
    Tribunal(Period),
    /// Tribunal time in working days; August and 25 December to 1 January are not counted.
    TribunalWorkingDays(u32),
    /// "N school days after X": needs the school's own calendar.
    SchoolDays(u32),
    /// On the day of X itself.
    Immediately,
    /// As soon as practicable: no number.
    AsSoonAsPracticable,
    /// The law sets no time; the rule says something else.
    NoNumber,
}

impl Count {
    /// The counting key of the reference table.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Excl(_) => "EXCL",
            Self::Incl(_) => "INCL",
            Self::WorkingDaysExcl(_) => "WD-EXCL",
            Self::WorkingDaysIncl(_) => "WD-INCL",
            Self::Back(_) | Self::BackWorkingDays(_) => "BACK",
            Self::Fixed { .. } => "FIX",
            Self::Tribunal(_) | Self::TribunalWorkingDays(_) => "TR12",
            Self::SchoolDays(_) => "school days",
            Self::Immediately => "at once",
            Self::AsSoonAsPracticable => "ASAP",
            Self::NoNumber => "no number",
        }
    }
}

/// Which fact starts a count, where several could.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// This fact.
    On(FactKind),
    /// The earliest of these that has happened.
    Earliest(&'static [FactKind]),
    /// The latest of these that has happened.
    Latest(&'static [FactKind]),
}

impl Start {
    /// The facts that could start it.
    pub fn facts(&self) -> &[FactKind] {
        match self {
            Self::On(kind) => std::slice::from_ref(kind),
            Self::Earliest(kinds) | Self::Latest(kinds) => kinds,
        }
    }
}

/// A start and a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// What starts it.
    pub start: Start,
    /// How it is counted.
    pub count: Count,
}

/// How the date of a limit is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// One start, one count.
    One(Term),
    /// The later of two; both must have started.
    LaterOfBoth(Term, Term),
    /// The first, or the second where it has started and is later.
    LaterWhereKnown(Term, Term),
    /// The first, or the second where it has started and is earlier.
    EarlierWhereKnown(Term, Term),
    /// So many days before the last day of another count.
    DaysBefore(Term, u32),
    /// On the day of the first fact, unless the second came fewer than so many working days before it (or after
    /// it): then so many working days beginning with the second.
    OnTheDayUnlessAwareLate {
        /// The event.
        event: FactKind,
        /// When it became known to the one who must act.
        aware: FactKind,
        /// Working days.
        working_days: u32,
    },
}

/// What happens when the last day of a limit has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// A duty: it is overdue.
    Duty,
    /// A right, window or bar: it is simply over.
    Window,
}

/// One named limit of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Its name within the rule; `due` where there is only one.
    pub name: &'static str,
    /// What is to be done; empty where the rule's title says it.
    pub title: &'static str,
    /// How its date is reached.
    pub formula: Formula,
    /// The facts that meet it; the first to happen counts.
    pub met_by: &'static [FactKind],
    /// The facts that end it unmet; the first to happen counts.
    pub ended_by: &'static [FactKind],
    /// The exceptions that may relax its number.
    pub exceptions: &'static [ExceptionKind],
    /// Duty or window.
    pub nature: Nature,
    /// It falls away where it starts more than this long after this fact.
    pub only_within: Option<(FactKind, Period)>,
}

/// A limit with one start and one count. The builders below make the lists of rules short enough to read.
pub(crate) const fn due(start: Start, count: Count) -> Limit {
    by(Formula::One(Term { start, count }))
}

/// A limit with another formula.
pub(crate) const fn by(formula: Formula) -> Limit {
    Limit {
        name: "due",
        title: "",
        formula,
        met_by: &[],
        ended_by: &[],
        exceptions: &[],
        nature: Nature::Duty,
        only_within: None,
    }
}

/// A start and a count.
pub(crate) const fn term(start: Start, count: Count) -> Term {
    Term { start, count }
}

impl Limit {
    pub(crate) const fn named(mut self, name: &'static str, title: &'static str) -> Self {
        self.name = name;
        self.title = title;
        self
    }

    pub(crate) const fn met_by(mut self, facts: &'static [FactKind]) -> Self {
        self.met_by = facts;
        self
    }

    pub(crate) const fn ended_by(mut self, facts: &'static [FactKind]) -> Self {
        self.ended_by = facts;
        self
    }

    pub(crate) const fn relaxed_by(mut self, exceptions: &'static [ExceptionKind]) -> Self {
        self.exceptions = exceptions;
        self
    }

    pub(crate) const fn window(mut self) -> Self {
        self.nature = Nature::Window;
        self
    }

    pub(crate) const fn only_within(mut self, of: FactKind, period: Period) -> Self {
        self.only_within = Some((of, period));
        self
    }
}

/// A rule as it was or is in force for triggers in a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// The first day on which a trigger falls under it.
    pub from: NaiveDate,
    /// The last such day; absent while it is in force.
    pub until: Option<NaiveDate>,
    /// Its limits.
    pub limits: &'static [Limit],
    /// Where the law says so.
    pub source: &'static str,
    /// What is different from the version before, or worth knowing.
    pub note: &'static str,
}

/// A rule of the statutory timetable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// The timeline to which it belongs.
    pub process: Process,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// What it means for a family, in plain English.
    pub explanation: &'static str,
    /// Who must act.
    pub must_act: Party,
    /// Who must be told.
    pub must_tell: &'static [Party],
    /// Which rights the notice must explain.
    pub rights: &'static [RightsId],
    /// Law, guidance or policy.
    pub kind: Kind,
    /// How surely it is known.
    pub confidence: Confidence,
    /// Whether a timeline leaves it out until it has started, because it concerns few cases or is one of several
    /// alternatives.
    pub hidden_until_started: bool,
    /// Its versions, oldest first, without gap or overlap.
    pub versions: &'static [Version],
}

impl Rule {
    /// The version for a trigger on this day.
    pub fn version_on(&self, day: NaiveDate) -> Option<&'static Version> {
        self.versions
            .iter()
            .find(|version| version.from <= day && version.until.is_none_or(|until| day <= until))
    }

    /// The newest version.
    pub fn newest_version(&self) -> Option<&'static Version> {
        self.versions.last()
    }
}

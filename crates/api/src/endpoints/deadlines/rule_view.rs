//! A rule of the catalogue as it travels.

use chrono::NaiveDate;
use ehcp_case::{FactKind, Party};
use ehcp_deadlines::{
    Confidence, Count, ExceptionKind, Formula, Kind, Limit, Nature, Period, Process, RightsId, Rule, RuleId,
    Start, Term, Version,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A rule of the statutory timetable.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeadlineRule)]
pub(super) struct RuleView {
    /// Its id.
    id: RuleId,
    /// The timeline to which it belongs.
    process: Process,
    /// That timeline's name for people.
    #[schema(example = "Assessment and first plan", max_length = 200)]
    process_title: &'static str,
    /// What it is about, in a few words.
    #[schema(example = "Decide whether to assess", max_length = 200)]
    title: &'static str,
    /// What it means for a family, in plain English.
    #[schema(max_length = 2000)]
    explanation: &'static str,
    /// Who must act.
    must_act: Party,
    /// Who must be told.
    #[schema(max_items = 20)]
    must_tell: &'static [Party],
    /// The rights that the notice must explain.
    #[schema(max_items = 10)]
    rights: Vec<RightsText>,
    /// Law, guidance or policy.
    kind: Kind,
    /// How surely it is known.
    confidence: Confidence,
    /// Whether a timeline leaves it out until it has started, because it concerns few cases.
    hidden_until_started: bool,
    /// Every fact that starts, meets or ends one of its limits.
    #[schema(max_items = 50)]
    facts: Vec<FactName>,
    /// Its versions, oldest first, without gap or overlap.
    #[schema(max_items = 20)]
    versions: Vec<VersionView>,
}

/// A text of rights and what it says.
#[derive(Debug, Serialize, ToSchema)]
struct RightsText {
    /// Its id.
    id: RightsId,
    /// What it says, a sentence each.
    #[schema(value_type = Vec<ehcp_case::Prose>, max_items = 20)]
    content: &'static [&'static str],
}

/// A kind of fact and its name for people.
#[derive(Debug, Serialize, ToSchema)]
struct FactName {
    /// The word to send.
    fact: FactKind,
    /// Its name for people.
    #[schema(example = "Request received", max_length = 200)]
    label: &'static str,
}

/// A rule as it was or is in force.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeadlineRuleVersion)]
struct VersionView {
    /// The first day on which a trigger falls under it.
    from: NaiveDate,
    /// The last such day; absent while it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
    /// Where the law says so.
    #[schema(example = "SEND Regulations 2014, reg 5(1)", max_length = 500)]
    source: &'static str,
    /// What is different from the version before, or worth knowing; empty where nothing is.
    #[schema(max_length = 2000)]
    note: &'static str,
    /// Its limits.
    #[schema(max_items = 20)]
    limits: Vec<LimitView>,
}

/// One limit of a rule.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeadlineLimit)]
struct LimitView {
    /// Its name within the rule; `due` where there is only one.
    #[schema(example = "due", max_length = 100)]
    name: &'static str,
    /// What is to be done; empty where the rule's title says it.
    #[schema(max_length = 200)]
    title: &'static str,
    /// How its terms make one day.
    combined: Combined,
    /// What starts it and how it is counted.
    #[schema(min_items = 1, max_items = 2)]
    terms: Vec<TermView>,
    /// So many days are taken off at the end, where `combined` is `days_before`.
    #[serde(skip_serializing_if = "Option::is_none")]
    days_before: Option<u32>,
    /// The facts that meet it; the first to happen counts.
    #[schema(max_items = 20)]
    met_by: &'static [FactKind],
    /// The facts that end it unmet; the first to happen counts.
    #[schema(max_items = 20)]
    ended_by: &'static [FactKind],
    /// The exceptions that may relax its number of days. None adds days.
    #[schema(max_items = 20)]
    exceptions: Vec<ExceptionName>,
    /// What happens when its last day has passed.
    after_last_day: AfterLastDay,
    /// It falls away where it starts later than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    only_within: Option<OnlyWithin>,
}

/// How the terms of a limit make one day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Combined {
    /// There is one term.
    One,
    /// The later of two; both must have started.
    LaterOfBoth,
    /// The first, or the second where it has started and is later.
    LaterWhereKnown,
    /// The first, or the second where it has started and is earlier.
    EarlierWhereKnown,
    /// So many days before the last day of the term.
    DaysBefore,
    /// The first term, unless the second started too late for it: then the second.
    SecondWhereTooLate,
}

/// What starts a count, and how it is counted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeadlineTerm)]
struct TermView {
    /// Which of the facts starts it.
    start: WhichStart,
    /// The facts that can start it.
    #[schema(min_items = 1, max_items = 20)]
    facts: Vec<FactKind>,
    /// How it is counted: EXCL (the first day is not counted), INCL (it is day one), WD-EXCL and WD-INCL (the same in
    /// working days), BACK (before a day), FIX (a calendar date), TR12 (Tribunal time), school days, at once, ASAP
    /// (as soon as practicable) or no number.
    #[schema(example = "EXCL", max_length = 20)]
    count: &'static str,
    /// How many.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 6)]
    number: Option<u32>,
    /// Of what.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    /// The month of a calendar date, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<u32>,
    /// The day of the month of a calendar date, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<u32>,
}

/// Which of several facts starts a count.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum WhichStart {
    /// The only one.
    On,
    /// The earliest that has happened.
    Earliest,
    /// The latest that has happened.
    Latest,
}

/// What is counted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Unit {
    /// Days.
    Days,
    /// Weeks of seven days.
    Weeks,
    /// Calendar months.
    Months,
    /// Working days of England and Wales.
    WorkingDays,
    /// Days on which the school is open.
    SchoolDays,
}

/// An exception and its name for people.
#[derive(Debug, Serialize, ToSchema)]
struct ExceptionName {
    /// Which exception.
    kind: ExceptionKind,
    /// What it is, in plain English.
    #[schema(max_length = 300)]
    label: &'static str,
    /// Where the law says so.
    #[schema(max_length = 300)]
    source: &'static str,
}

/// What happens when the last day of a limit has passed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AfterLastDay {
    /// A duty that was not done is overdue.
    Overdue,
    /// A right, a window or a bar is simply over.
    Over,
}

/// A limit falls away where it starts more than so long after a fact.
#[derive(Debug, Serialize, ToSchema)]
struct OnlyWithin {
    /// How many.
    #[schema(example = 6)]
    number: u32,
    /// Of what.
    unit: Unit,
    /// After which fact.
    after: FactKind,
}

/// Every fact that starts, meets or ends a limit of the rule, each once.
pub(super) fn facts_of(rule: &Rule) -> Vec<FactKind> {
    let mut found = Vec::new();
    for limit in rule.versions.iter().flat_map(|version| version.limits) {
        let (_, terms, _) = taken_apart(&limit.formula);
        let starts = terms.into_iter().flat_map(|term| term.facts);
        let ends = limit.met_by.iter().chain(limit.ended_by).copied();
        let within = limit.only_within.map(|(fact, _)| fact);
        for fact in starts.chain(ends).chain(within) {
            if !found.contains(&fact) {
                found.push(fact);
            }
        }
    }
    found
}

impl From<&Rule> for RuleView {
    fn from(rule: &Rule) -> Self {
        let rights = rule.rights.iter().map(|&id| RightsText {
            id,
            content: id.content(),
        });
        let name = |fact: FactKind| FactName {
            fact,
            label: fact.label(),
        };
        Self {
            id: rule.id,
            process: rule.process,
            process_title: rule.process.label(),
            title: rule.title,
            explanation: rule.explanation,
            must_act: rule.must_act,
            must_tell: rule.must_tell,
            rights: rights.collect(),
            kind: rule.kind,
            confidence: rule.confidence,
            hidden_until_started: rule.hidden_until_started,
            facts: facts_of(rule).into_iter().map(name).collect(),
            versions: rule.versions.iter().map(VersionView::from).collect(),
        }
    }
}

impl From<&Version> for VersionView {
    fn from(version: &Version) -> Self {
        Self {
            from: version.from,
            until: version.until,
            source: version.source,
            note: version.note,
            limits: version.limits.iter().map(LimitView::from).collect(),
        }
    }
}

impl From<&Limit> for LimitView {
    fn from(limit: &Limit) -> Self {
        let (combined, terms, days_before) = taken_apart(&limit.formula);
        let exception = |kind: &ExceptionKind| ExceptionName {
            kind: *kind,
            label: kind.label(),
            source: kind.source(),
        };
        Self {
            name: limit.name,
            title: limit.title,
            combined,
            terms,
            days_before,
            met_by: limit.met_by,
            ended_by: limit.ended_by,
            exceptions: limit.exceptions.iter().map(exception).collect(),
            after_last_day: match limit.nature {
                Nature::Duty => AfterLastDay::Overdue,
                Nature::Window => AfterLastDay::Over,
            },
            only_within: limit.only_within.map(|(after, period)| {
                let (number, unit) = measured(period);
                OnlyWithin { number, unit, after }
            }),
        }
    }
}

fn taken_apart(formula: &Formula) -> (Combined, Vec<TermView>, Option<u32>) {
    let both = |first: &Term, second: &Term| vec![first.into(), second.into()];
    match formula {
        Formula::One(term) => (Combined::One, vec![term.into()], None),
        Formula::LaterOfBoth(first, second) => (Combined::LaterOfBoth, both(first, second), None),
        Formula::LaterWhereKnown(first, second) => (Combined::LaterWhereKnown, both(first, second), None),
        Formula::EarlierWhereKnown(first, second) => (Combined::EarlierWhereKnown, both(first, second), None),
        Formula::DaysBefore(term, days) => (Combined::DaysBefore, vec![term.into()], Some(*days)),
        Formula::OnTheDayUnlessAwareLate {
            event,
            aware,
            working_days,
        } => {
            let on_the_day = term(*event, Count::Immediately);
            let late = term(*aware, Count::WorkingDaysIncl(*working_days));
            (Combined::SecondWhereTooLate, both(&on_the_day, &late), None)
        }
    }
}

fn term(fact: FactKind, count: Count) -> Term {
    Term {
        start: Start::On(fact),
        count,
    }
}

impl From<&Term> for TermView {
    fn from(term: &Term) -> Self {
        let measure = match term.count {
            Count::Excl(period) | Count::Incl(period) | Count::Back(period) | Count::Tribunal(period) => {
                Some(measured(period))
            }
            Count::WorkingDaysExcl(n)
            | Count::WorkingDaysIncl(n)
            | Count::BackWorkingDays(n)
            | Count::TribunalWorkingDays(n) => Some((n, Unit::WorkingDays)),
            Count::SchoolDays(n) => Some((n, Unit::SchoolDays)),
            Count::Fixed { .. } | Count::Immediately | Count::AsSoonAsPracticable | Count::NoNumber => None,
        };
        let (number, unit) = measure.unzip();
        let (month, day) = match term.count {
            Count::Fixed { month, day } => (Some(month), Some(day)),
            _ => (None, None),
        };
        Self {
            start: match term.start {
                Start::On(_) => WhichStart::On,
                Start::Earliest(_) => WhichStart::Earliest,
                Start::Latest(_) => WhichStart::Latest,
            },
            facts: term.start.facts().to_vec(),
            count: term.count.key(),
            number,
            unit,
            month,
            day,
        }
    }
}

fn measured(period: Period) -> (u32, Unit) {
    match period {
        Period::Days(n) => (n, Unit::Days),
        Period::Weeks(n) => (n, Unit::Weeks),
        Period::Months(n) => (n, Unit::Months),
    }
}

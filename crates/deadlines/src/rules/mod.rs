//! The rules, one file for each procedure. A new rule is one entry in one of these lists and one id.
//!
//! `docs/deadline-rules.md` is written from them; a test compares.

mod appeal;
mod assessment;
mod ceasing;
mod detention;
mod mediation;
mod money_and_health;
mod moves;
mod orders;
mod phase_transfers;
mod reassessment;
mod recommendations;
mod reviews;

use crate::{
    exception::ExceptionKind,
    rule::{Confidence, Kind, Process, Rule, RuleId, Version},
};
use chrono::NaiveDate;
use ehcp_case::Party;
use std::sync::LazyLock;

/// A day written in a rule. One that does not exist becomes the first of all days, which a test finds.
const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// In force with the Children and Families Act 2014 Part 3 and the SEND Regulations 2014.
const SINCE_2014: Version = Version {
    from: day(2014, 9, 1),
    until: None,
    limits: &[],
    source: "",
    note: "",
};

/// The law as read in the statute or instrument; each rule fills in the rest.
const LAW: Rule = Rule {
    id: RuleId::EhcnaConsultOnRequest,
    process: Process::Standing,
    title: "",
    explanation: "",
    must_act: Party::LocalAuthority,
    must_tell: &[Party::ParentOrYoungPerson],
    rights: &[],
    kind: Kind::Law,
    confidence: Confidence::ReadInLaw,
    hidden_until_started: false,
    versions: &[],
};

/// Only the coronavirus exception of 2020.
const COVID: &[ExceptionKind] = &[ExceptionKind::Covid];

/// The exceptions of regs 5(4), 10(4) and 27(3), and coronavirus.
const ASSESSMENT_EXCEPTIONS: &[ExceptionKind] = &[
    ExceptionKind::SchoolClosure,
    ExceptionKind::EarlyYearsClosure,
    ExceptionKind::Personal,
    ExceptionKind::AbsentFourWeeks,
    ExceptionKind::Covid,
];

/// The exceptions of reg 8(2), and coronavirus.
const ADVICE_EXCEPTIONS: &[ExceptionKind] = &[
    ExceptionKind::Circumstances,
    ExceptionKind::AbsentFourWeeks,
    ExceptionKind::MissedAppointment,
    ExceptionKind::Covid,
];

static CATALOGUE: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    [
        assessment::RULES,
        reviews::RULES,
        phase_transfers::RULES,
        reassessment::RULES,
        ceasing::RULES,
        moves::RULES,
        mediation::RULES,
        appeal::RULES,
        orders::RULES,
        recommendations::RULES,
        detention::RULES,
        money_and_health::RULES,
    ]
    .concat()
});

/// For each id, in the order of [`RuleId::ALL`], its rule.
static BY_ID: LazyLock<Vec<Option<&'static Rule>>> = LazyLock::new(|| {
    RuleId::ALL
        .iter()
        .map(|id| CATALOGUE.iter().find(|rule| rule.id == *id))
        .collect()
});

/// For each process, its rules in the order of the catalogue.
static BY_PROCESS: LazyLock<Vec<(Process, Vec<&'static Rule>)>> = LazyLock::new(|| {
    Process::ALL
        .into_iter()
        .map(|process| {
            (
                process,
                CATALOGUE.iter().filter(|rule| rule.process == process).collect(),
            )
        })
        .collect()
});

/// Every rule, in the order of the procedures.
pub fn catalogue() -> &'static [Rule] {
    &CATALOGUE
}

/// The rule of an id. Every id has one; a test holds the two lists together.
pub fn rule(id: RuleId) -> Option<&'static Rule> {
    BY_ID.get(id.place()).copied().flatten()
}

/// The rules of a process.
pub(crate) fn rules_of(process: Process) -> &'static [&'static Rule] {
    BY_PROCESS
        .iter()
        .find(|(of, _)| *of == process)
        .map_or(&[], |(_, rules)| rules)
}

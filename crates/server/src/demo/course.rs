//! The course of one case: who does what on which day, drawn from the published times.

use super::{diary::Entry, figures::Asker};
use chrono::{DateTime, Days, NaiveDate, Utc};
use ehcp_assessment::{AdviceKind, DecisionKind, RequestSource, ServiceMethod};
use ehcp_case::Stage;
use ehcp_deadlines::ExceptionKind;

/// Something that somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The first request. `received_on` is set where staff record one that came on paper.
    Ask {
        received_on: Option<NaiveDate>,
    },
    /// Another request: while the first is open, or after a refusal.
    AskAgain {
        source: RequestSource,
        after_refusal: bool,
    },
    /// The manager gives the case to an officer.
    Assign,
    /// The officer links the parents, and puts the child on a roll if nobody has.
    LinkFamily,
    /// The officer records that the young person acts for themself.
    RecordYoungPerson,
    /// The day on which the request was received was typed wrong.
    Correct {
        received_on: NaiveDate,
    },
    Notice {
        sent_on: Option<NaiveDate>,
    },
    Decide(DecisionKind),
    AskAdvice(AdviceKind),
    HandIn {
        kind: AdviceKind,
        refused: bool,
    },
    Except {
        kind: ExceptionKind,
        of: Option<AdviceKind>,
        from: NaiveDate,
        until: NaiveDate,
        asked_on: Option<NaiveDate>,
    },
    StartDraft,
    ReviseDraft,
    Serve(ServiceMethod),
    Represent,
    SendFinal,
    /// The child goes to the setting that the plan names.
    Move,
}

/// What the course depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub asker: Asker,
    /// Whether somebody at the setting signs in, or a parent asks through the portal; else staff record it.
    pub asks_here: bool,
    pub has_setting: bool,
    pub is_early_years: bool,
    pub acts_for_self: bool,
    pub therapist: bool,
    pub sensory: bool,
    pub for_adulthood: bool,
    pub luck: Luck,
}

/// Three numbers from 0 to 1: what comes of a case where one lies below the share of such cases. They are dealt among
/// the children rather than rolled, so that the proportions come out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Luck {
    pub refused: f64,
    pub issued: f64,
    pub in_time: f64,
}

/// The course of a case, in the order of time.
#[derive(Debug, Clone)]
pub(super) struct Course {
    pub asked_on: NaiveDate,
    pub entries: Vec<Entry>,
}

impl Course {
    /// Where the case stands at a moment; `None` before the request.
    pub fn stage_at(&self, end: DateTime<Utc>) -> Option<Stage> {
        self.done(end).filter_map(stage_after).last()
    }

    /// What has been done before a moment.
    pub fn done(&self, end: DateTime<Utc>) -> impl Iterator<Item = &Step> {
        self.entries
            .iter()
            .filter(move |entry| entry.at < end)
            .map(|entry| &entry.step)
    }

    /// Whether something has been done before a moment.
    pub fn has_done(&self, end: DateTime<Utc>, what: impl Fn(&Step) -> bool) -> bool {
        self.done(end).any(what)
    }

    /// The moment of the last step that moves the case to another stage.
    pub fn ends_at(&self) -> Option<DateTime<Utc>> {
        let moves = self
            .entries
            .iter()
            .filter(|entry| stage_after(&entry.step).is_some());
        moves.map(|entry| entry.at).next_back()
    }
}

fn stage_after(step: &Step) -> Option<Stage> {
    match step {
        Step::Ask { .. }
        | Step::AskAgain {
            after_refusal: true, ..
        } => Some(Stage::DecidingWhetherToAssess),
        Step::Decide(kind) => Some(match kind {
            DecisionKind::Assess => Stage::Assessing,
            DecisionKind::DoNotAssess => Stage::NotAssessed,
            DecisionKind::Issue => Stage::WritingDraft,
            DecisionKind::DoNotIssue => Stage::PlanNotIssued,
        }),
        Step::Serve(_) => Some(Stage::DraftWithFamily),
        Step::SendFinal => Some(Stage::PlanIssued),
        _ => None,
    }
}

/// So many days after a day.
pub(super) fn later(day: NaiveDate, days: i64) -> NaiveDate {
    let days = Days::new(u64::try_from(days).unwrap_or(0));
    day.checked_add_days(days).unwrap_or(day)
}

/// So many days before a day.
pub(super) fn earlier(day: NaiveDate, days: i64) -> NaiveDate {
    let days = Days::new(u64::try_from(days).unwrap_or(0));
    day.checked_sub_days(days).unwrap_or(day)
}

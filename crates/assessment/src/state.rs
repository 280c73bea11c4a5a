//! What is known of an assessment.

use crate::{AdviceKind, Reopened};
use chrono::NaiveDate;
use ehcp_case::{AdviceRequestId, PlanId, Stage};
use ehcp_deadlines::Facts;

/// What is known of one assessment, as far as the next step depends on it.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// Where it stands.
    pub stage: Stage,
    /// The child's date of birth.
    pub born_on: NaiveDate,
    /// The dated facts, with the exceptions that apply to the whole assessment.
    pub facts: Facts,
    /// The requests for advice.
    pub advice: Vec<AdviceState>,
    /// The latest version of the draft plan.
    pub draft: Option<DraftState>,
    /// Whether the family has responded to the draft.
    pub represented: bool,
    /// Said where it goes on after a refusal.
    pub reopened: Option<Reopened>,
}

/// One request for advice.
#[derive(Debug, Clone)]
pub struct AdviceState {
    /// Its id.
    pub id: AdviceRequestId,
    /// The advice of reg 6(1) that it asks for.
    pub kind: AdviceKind,
    /// Whom it is addressed to.
    pub addressee: String,
    /// The day on which the authority sent it.
    pub sent_on: NaiveDate,
    /// The day on which the body received it: from here its six weeks run.
    pub received_on: NaiveDate,
    /// The day on which the advice or a refusal came in.
    pub answered_on: Option<NaiveDate>,
    /// Its own facts and exceptions.
    pub facts: Facts,
}

/// The latest version of the draft plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftState {
    /// Its id.
    pub id: PlanId,
    /// Its number, from 1.
    pub number: i32,
    /// The day on which it was served on the family; `None` while it is being written.
    pub served_on: Option<NaiveDate>,
}

impl Assessment {
    /// The day from which the statutory weeks run: the first of the request and of becoming responsible.
    pub fn clock_started_on(&self) -> Option<NaiveDate> {
        use ehcp_case::FactKind::{BecameResponsible, RequestReceived};
        [self.facts.get(RequestReceived), self.facts.get(BecameResponsible)]
            .into_iter()
            .flatten()
            .min()
    }
}

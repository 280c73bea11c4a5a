//! The floors: the same statements through the store, without HTTP, authorisation and audit around them, and bare
//! durable commits.

use crate::{
    Outcome,
    measure::{Notes, Round},
    people::SignedIn,
};
use chrono::NaiveDate;
use ehcp_access::{Action, reach_of};
use ehcp_case::CaseId;
use ehcp_casework::{Casework, Error};
use ehcp_store::{CaseFilter, LogEntry, ReadOutcome, ReadRecord, ReadTx, StoreError};
use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::runtime::{Builder, Runtime};

/// Rows of a measured page; one more tells whether there is another.
pub const PAGE: i64 = 50;

/// How far ahead the measured work list looks, as the use case does when nothing is asked.
const FAR_AHEAD: u64 = 367;

/// The threads that the floors' callers run on: as many as a server would have.
///
/// # Errors
/// When no thread can be started.
pub fn runtime() -> Outcome<Runtime> {
    Ok(Builder::new_multi_thread().enable_all().build()?)
}

/// Runs a closed loop of one caller for each of these until the time is up.
pub fn callers<P, F>(
    runtime: &Runtime,
    time: Duration,
    people: &[P],
    call: impl Fn(Arc<P>, usize) -> F + Clone + Send + 'static,
) -> Round
where
    P: Clone + Send + Sync + 'static,
    F: Future<Output = bool> + Send,
{
    let began = Instant::now();
    let running: Vec<_> = people
        .iter()
        .map(|person| {
            let (person, call) = (Arc::new(person.clone()), call.clone());
            runtime.spawn(async move {
                let mut notes = Notes::until(began + time);
                let mut turn = 0_usize;
                while notes.goes_on() {
                    let asked = Instant::now();
                    let answered = call(Arc::clone(&person), turn).await;
                    notes.note(asked, answered);
                    turn = turn.wrapping_add(1);
                }
                notes
            })
        })
        .collect();
    let notes: Vec<_> = runtime.block_on(async {
        let mut notes = Vec::new();
        for caller in running {
            notes.extend(caller.await);
        }
        notes
    });
    Round::of(began, notes)
}

/// The statements of a read of one case: who asks, the case with the ties to it, what belongs to it, two names.
///
/// # Errors
/// When the database cannot answer.
pub fn read_case(
    tx: &mut ReadTx<'_>,
    who: &SignedIn,
    id: CaseId,
    at: &ehcp_casework::Moment,
) -> Result<(), StoreError> {
    let actor = tx
        .actor(who.bearer.user, who.bearer.session, at.now, at.today)?
        .ok_or(StoreError::NotFound)?;
    let (case, ..) = tx
        .case_with_ties(id, &actor, at.as_of())?
        .ok_or(StoreError::NotFound)?;
    tx.facts_of(case.assessment_id)?;
    tx.requests_of(case.assessment_id)?;
    tx.advice_of(case.assessment_id)?;
    tx.exceptions_of(case.assessment_id)?;
    tx.plans_of(case.assessment_id)?;
    if let Some(officer) = case.officer_id {
        tx.user(officer)?;
    }
    if let Some(team) = case.team_id {
        tx.team(team)?;
    }
    Ok(())
}

/// The statements of a page of cases: who asks, the page, the names on it.
///
/// # Errors
/// When the database cannot answer.
pub fn list_cases(
    tx: &mut ReadTx<'_>,
    who: &SignedIn,
    work_list: bool,
    at: &ehcp_casework::Moment,
) -> Result<Vec<CaseId>, StoreError> {
    let actor = tx
        .actor(who.bearer.user, who.bearer.session, at.now, at.today)?
        .ok_or(StoreError::NotFound)?;
    let mut reach = reach_of(&actor, Action::ReadCase);
    let mut filter = CaseFilter {
        limit: PAGE + 1,
        ..CaseFilter::default()
    };
    if work_list {
        reach.authority = false;
        filter.due_before = soon(at.today);
    }
    let rows = tx.cases_reached(&reach, &actor, at.as_of(), &filter)?;
    Ok(rows.iter().map(|row| row.case.id).collect())
}

fn soon(today: NaiveDate) -> Option<NaiveDate> {
    today.checked_add_days(chrono::Days::new(FAR_AHEAD))
}

/// A row of the read log in a commit of its own: what a logged read adds, and the least that any durable write costs.
///
/// # Errors
/// When the database cannot write.
pub async fn log(casework: &Casework, who: &SignedIn, case_ids: Vec<CaseId>) -> Result<(), Error> {
    let now = casework.clock().now();
    let record = ReadRecord {
        at: now,
        user_id: who.bearer.user,
        session_id: who.bearer.session,
        operation: "floor",
        case_ids,
        purpose: None,
        reason: None,
        network: None,
        outcome: ReadOutcome::Shown,
    };
    Ok(casework.store().log(LogEntry::Read(record)).await?)
}

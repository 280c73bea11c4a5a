//! What writers do: ask for an assessment, send the notice, assign the case, correct a date; until no answer comes.

use crate::{
    caller::{Answer, Call, Caller},
    council::Council,
    journal::{Hand, Journal, Known, Open},
};
use chrono::{Days, NaiveDate};
use ehcp_case::CaseId;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::{sync::Semaphore, task::JoinSet};
use uuid::Uuid;

/// A school's member of staff, an officer and a manager who work hand in hand.
struct Writer {
    place: usize,
    school: Caller,
    officer: Caller,
    manager: Caller,
    officer_id: String,
    journal: Journal,
    /// A permit for each change that anybody was told is done.
    done: Arc<Semaphore>,
}

/// Sets so many writers to work at a server and gives the tasks, each of which ends when a call is not answered.
pub fn begin(council: &Council, address: &str, writers: usize) -> JoinSet<Journal> {
    begin_counting(council, address, writers, &Arc::new(Semaphore::new(0)))
}

/// The same, with a permit for each change that was answered.
pub fn begin_counting(
    council: &Council,
    address: &str,
    writers: usize,
    done: &Arc<Semaphore>,
) -> JoinSet<Journal> {
    let mut tasks = JoinSet::new();
    for place in 0..writers {
        let officer = &council.officers[place];
        let writer = Writer {
            place,
            school: council.caller(&council.schools[place], address),
            officer: council.caller(officer, address),
            manager: council.caller(&council.managers[place], address),
            officer_id: officer.id.to_string(),
            journal: Journal::default(),
            done: Arc::clone(done),
        };
        tasks.spawn(writer.work());
    }
    tasks
}

/// What all of them noted, once they have ended.
pub async fn end(mut tasks: JoinSet<Journal>) -> Journal {
    let mut all = Journal::default();
    while let Some(journal) = tasks.join_next().await {
        all.add(journal.unwrap());
    }
    all
}

/// Repeats the calls that were not answered and notes the answers. Each must now be answered as the first time it
/// was done, or be done now.
pub async fn repeat(council: &Council, address: &str, journal: &mut Journal) {
    for open in std::mem::take(&mut journal.open) {
        let person = match open.by {
            Hand::School => &council.schools[open.writer],
            Hand::Officer => &council.officers[open.writer],
            Hand::Manager => &council.managers[open.writer],
        };
        let caller = council.caller(person, address);
        for _ in 0..2 {
            match caller.send(&open.call).await {
                Some(answer) => note(journal, &open, answer),
                None => journal.faults.push(format!("no answer again: {:?}", open.call)),
            }
        }
        // The second repetition has the same answer and changes nothing.
        journal.acknowledged -= 1;
    }
}

fn note(journal: &mut Journal, open: &Open, answer: Answer) {
    if answer.status != 200 && answer.status != 201 {
        journal.faults.push(format!(
            "{} was answered {}: {}",
            open.call.path, answer.status, answer.body
        ));
        return;
    }
    let name = if open.case.is_none() { "case_id" } else { "id" };
    let id: CaseId = answer.body[name]
        .as_str()
        .unwrap()
        .parse::<Uuid>()
        .unwrap()
        .into();
    let known = Known {
        version: answer.body["version"].as_i64().unwrap(),
        etag: answer.etag.unwrap(),
    };
    journal.acknowledged += 1;
    journal.cases.insert(id, known);
}

impl Writer {
    async fn work(mut self) -> Journal {
        let today = ehcp_calendar::london_date(ehcp_casework::Clock::System.now());
        while self.a_case(today).await.is_some() {}
        self.journal
    }

    /// One case; `None` when a call was not answered as it should be.
    async fn a_case(&mut self, today: NaiveDate) -> Option<()> {
        let child = json!({"given_name": "Maya", "family_name": "Okafor", "born_on": "2018-03-14"});
        let request = json!({"child": child, "reasons": "Maya has few words of her own."});
        let id = self
            .step(Hand::School, None, "/v1/requests".to_owned(), request)
            .await?;
        let at = |step: &str| format!("/v1/cases/{id}/{step}");
        let yesterday = today.checked_sub_days(Days::new(1)).unwrap();
        let correction = json!({
            "fact": "request_received",
            "happened_on": yesterday,
            "reason": "The letter has a stamp of the day before.",
        });
        let assignment = json!({"officer_id": self.officer_id});
        let steps = [
            (Hand::Officer, "considering-notices", json!({})),
            (Hand::Manager, "assignments", assignment),
            (Hand::Officer, "date-corrections", correction),
        ];
        for (by, step, body) in steps {
            self.step(by, Some(id), at(step), body).await?;
        }
        Some(())
    }

    async fn step(&mut self, by: Hand, case: Option<CaseId>, path: String, body: Value) -> Option<CaseId> {
        let seen = case.map(|id| self.journal.cases[&id].etag.clone());
        let open = Open {
            writer: self.place,
            by,
            case,
            call: Call {
                path,
                key: Uuid::now_v7().to_string(),
                seen,
                body,
            },
        };
        let caller = match by {
            Hand::School => &self.school,
            Hand::Officer => &self.officer,
            Hand::Manager => &self.manager,
        };
        loop {
            let Some(answer) = caller.send(&open.call).await else {
                self.journal.open.push(open);
                return None;
            };
            if answer.status == 503 {
                // Asked to come back: the same call again, which the server has not done.
                continue;
            }
            let id = answer.body["case_id"]
                .as_str()
                .and_then(|id| id.parse::<Uuid>().ok());
            let faults = self.journal.faults.len();
            note(&mut self.journal, &open, answer);
            self.done.add_permits(1);
            return (self.journal.faults.len() == faults)
                .then_some(())
                .and(case.or(id.map(Into::into)));
        }
    }
}

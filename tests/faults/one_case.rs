//! Many people change one case, each from what they have seen of it.

use crate::{
    caller::{Call, Caller},
    council::Council,
    server::Place,
};
use chrono::{Days, NaiveDate};
use ehcp_case::{CaseId, UserId};
use ehcp_store::{StoreError, testing::TestDatabase};
use serde_json::json;
use std::{collections::BTreeSet, time::Duration};
use tempfile::TempDir;
use tokio::{runtime::Runtime, task::JoinSet};
use uuid::Uuid;

/// So many officers correct the day of the same request, all at the same time, from today to yesterday and back.
/// Each reads the case, and sends the other day with the version it saw, until that is still the case's version.
pub fn changed_by(database: &TestDatabase, officers: usize) {
    let data = TempDir::new().unwrap();
    let store = database.open();
    let council = Council::found(&store, data.path(), officers);
    let place = Place::new(data.path(), database);
    let server = place.start();
    let runtime = Runtime::new().unwrap();
    let id = runtime.block_on(request(&council.caller(&council.schools[0], &server.address)));
    let today = ehcp_calendar::london_date(ehcp_casework::Clock::System.now());
    let versions = runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for officer in &council.officers {
            let caller = council.caller(officer, &server.address);
            tasks.spawn(correct(caller, id, today));
        }
        tasks.join_all().await
    });
    let last = i64::try_from(officers).unwrap() + 1;
    let acknowledged: BTreeSet<i64> = versions.iter().copied().collect();
    assert_eq!(
        acknowledged,
        (2..=last).collect(),
        "each change made a version of its own"
    );
    let (case, events, facts) = store
        .read_blocking(move |tx| -> Result<_, StoreError> {
            let (case, _) = tx.case_unchecked(id)?.unwrap();
            let facts = tx.facts_of(case.assessment_id)?;
            Ok((case, tx.events_after(id, 0, 1000)?, facts))
        })
        .unwrap();
    assert_eq!(case.version, last);
    let sequence: Vec<i64> = events.iter().map(|event| event.sequence).collect();
    assert_eq!(sequence, (1..=last).collect::<Vec<_>>(), "the log has no gap");
    let who: BTreeSet<UserId> = events.iter().skip(1).map(|event| event.recorded_by).collect();
    assert_eq!(who.len(), officers, "each change is in the log");
    let days: BTreeSet<_> = facts.iter().map(|fact| fact.happened_on).collect();
    let last_said = events.last().unwrap().happened_on;
    assert_eq!(days, BTreeSet::from([last_said]), "the last change is what holds");
    place.verify().unwrap();
}

async fn request(school: &Caller) -> CaseId {
    let call = Call {
        path: "/v1/requests".to_owned(),
        key: Uuid::now_v7().to_string(),
        seen: None,
        body: json!({"child": {"given_name": "Maya", "family_name": "Okafor", "born_on": "2018-03-14"}}),
    };
    let answer = school.send(&call).await.unwrap();
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    answer.body["case_id"]
        .as_str()
        .unwrap()
        .parse::<Uuid>()
        .unwrap()
        .into()
}

/// The version that the change made.
async fn correct(caller: Caller, id: CaseId, today: NaiveDate) -> i64 {
    let mut late = 0;
    loop {
        let seen = caller.read(&format!("/v1/cases/{id}")).await.unwrap();
        if seen.status == 503 {
            continue;
        }
        assert_eq!(seen.status, 200, "{:?}", seen.body);
        let recorded: NaiveDate = seen.body["clock_started_on"].as_str().unwrap().parse().unwrap();
        let other = if recorded == today {
            today.checked_sub_days(Days::new(1)).unwrap()
        } else {
            today
        };
        let mut call = Call {
            path: format!("/v1/cases/{id}/date-corrections"),
            key: Uuid::now_v7().to_string(),
            seen: seen.etag,
            body: json!({
                "fact": "request_received",
                "happened_on": other,
                "reason": "The letter has a stamp of the other day.",
            }),
        };
        let answer = caller.send(&call).await.unwrap();
        match answer.status {
            200 => {
                // Repeated with whatever version: the same answer, and no second change.
                call.seen = Some("\"1-00000000\"".to_owned());
                let again = caller.send(&call).await.unwrap();
                assert!(
                    again.status == 503 || again.body == answer.body,
                    "{:?}",
                    again.body
                );
                return answer.body["version"].as_i64().unwrap();
            }
            // Somebody was first, or too many wait: a pause, as clients make, and then from what is now there.
            412 | 503 => {
                late += 1;
                tokio::time::sleep(pause(&call.key, late)).await;
            }
            other => panic!("{other}: {:?}", answer.body),
        }
    }
}

/// A pause that may double with each time somebody was late, up to some seconds; its chance is that of the key.
fn pause(key: &str, late: u64) -> Duration {
    let chance = key
        .bytes()
        .fold(late, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    Duration::from_millis(chance % (20 << late.min(8)))
}

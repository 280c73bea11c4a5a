//! What writes cost: bare durable commits, the use case, and over HTTP.

use super::{
    Plan,
    scene::{Caller, Scene},
};
use crate::{
    Outcome, floor,
    http::{Connection, Request},
    measure::Round,
    road,
};
use chrono::{Days, NaiveDate};
use ehcp_case::{CaseId, Prose};
use ehcp_casework::CorrectDate;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use uuid::Uuid;

/// Adds the measurements of writes.
pub fn add(plan: &mut Plan) {
    let bare = plan.add("a bare durable commit of one row", None, |scene, time| {
        Ok(bare_commits(scene, time))
    });
    plan.add(
        "a date correction: use case, of bare commits",
        Some(bare),
        corrections_used,
    );
    plan.add(
        "a date correction: HTTP, of bare commits",
        Some(bare),
        corrections_http,
    );
    plan.add(
        "a new request: use case, of bare commits",
        Some(bare),
        |scene, time| Ok(requests_used(scene, time)),
    );
    plan.add("a new request: HTTP, of bare commits", Some(bare), requests_http);
}

fn bare_commits(scene: &Scene, time: Duration) -> Round {
    let casework = scene.casework.clone();
    floor::callers(
        &scene.runtime,
        time,
        &scene.officers,
        move |caller: Arc<Caller>, turn| {
            let casework = casework.clone();
            async move {
                let ids = caller.case(turn).into_iter().collect();
                floor::log(&casework, &caller.who, ids).await.is_ok()
            }
        },
    )
}

/// The day of the request as one caller's cases have it, and their versions; a correction moves the day a day back,
/// the next one forward again.
type Known = HashMap<CaseId, (NaiveDate, String, bool)>;

/// A few cases in turn are enough: no two callers share one.
const CASES_IN_TURN: usize = 8;

fn other_day(day: NaiveDate, back: bool) -> NaiveDate {
    let other = if back {
        day.checked_sub_days(Days::new(1))
    } else {
        day.checked_add_days(Days::new(1))
    };
    other.unwrap_or(day)
}

fn of_answer(body: &[u8]) -> Option<NaiveDate> {
    let view: Value = serde_json::from_slice(body).ok()?;
    view.get("clock_started_on")?.as_str()?.parse().ok()
}

fn known(connection: &mut Connection, caller: &Caller) -> Outcome<Known> {
    let mut known = Known::new();
    for id in caller.own.iter().take(CASES_IN_TURN) {
        let reply = connection.exchange(&Request {
            method: "GET",
            path: &format!("/v1/cases/{id}"),
            token: &caller.who.token,
            headers: &[],
            body: "",
        })?;
        if let (Some(day), Some(tag)) = (of_answer(&reply.body), reply.etag) {
            known.insert(*id, (day, tag, true));
        }
    }
    Ok(known)
}

fn corrections_http(scene: &Scene, time: Duration) -> Outcome<Round> {
    scene.over_http(time, &scene.officers, known, |connection, caller, known, turn| {
        let place = turn % known.len().max(1);
        let Some(id) = caller.own.get(place) else {
            return false;
        };
        let Some((day, tag, back)) = known.get_mut(id) else {
            return false;
        };
        let right = other_day(*day, *back);
        let body = json!({
            "fact": "request_received",
            "happened_on": right,
            "reason": "The letter has a stamp of this day.",
        });
        let key = Uuid::now_v7().to_string();
        let reply = connection.exchange(&Request {
            method: "POST",
            path: &format!("/v1/cases/{id}/date-corrections"),
            token: &caller.who.token,
            headers: &[("Idempotency-Key", &key), ("If-Match", tag)],
            body: &body.to_string(),
        });
        match reply {
            Ok(reply) if reply.status == 200 => {
                (*day, *back) = (right, !*back);
                if let Some(new) = reply.etag {
                    *tag = new;
                }
                true
            }
            _ => false,
        }
    })
}

/// What the use case needs to know of a case: day, version, direction.
type Seen = Mutex<HashMap<CaseId, (NaiveDate, i64, bool)>>;

fn corrections_used(scene: &Scene, time: Duration) -> Outcome<Round> {
    let mut seen = HashMap::new();
    for caller in &scene.officers {
        for id in caller.own.iter().take(CASES_IN_TURN).copied() {
            let look = scene.casework.look(caller.who.bearer, "read_case", move |look| {
                ehcp_casework::case(look, id)
            });
            let view = scene
                .runtime
                .block_on(look)
                .map_err(|error| format!("{error:?}"))?;
            seen.insert(id, (view.clock_started_on, view.version, true));
        }
    }
    let seen: Arc<Seen> = Arc::new(Mutex::new(seen));
    let reason = Prose::new("The letter has a stamp of this day.")?;
    let casework = scene.casework.clone();
    Ok(floor::callers(
        &scene.runtime,
        time,
        &scene.officers,
        move |caller: Arc<Caller>, turn| {
            let (casework, seen, reason) = (casework.clone(), Arc::clone(&seen), reason.clone());
            async move {
                let cases = caller.own.len().clamp(1, CASES_IN_TURN);
                let Some(id) = caller.own.get(turn % cases).copied() else {
                    return false;
                };
                let found = seen
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .get(&id)
                    .copied();
                let Some((day, version, back)) = found else {
                    return false;
                };
                let right = other_day(day, back);
                let command = CorrectDate {
                    fact: ehcp_assessment::CorrectableFact::RequestReceived,
                    advice_request_id: None,
                    happened_on: right,
                    reason,
                };
                let done = casework
                    .act(caller.who.bearer, "correct_date", move |act| {
                        ehcp_casework::correct_date(act, id, version, &command)
                    })
                    .await;
                match done {
                    Ok(view) => {
                        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                        seen.insert(id, (right, view.version, !back));
                        true
                    }
                    Err(_) => false,
                }
            }
        },
    ))
}

/// So that no two children of a run have the same name and day of birth.
static NUMBER: AtomicUsize = AtomicUsize::new(0);

fn requests_used(scene: &Scene, time: Duration) -> Round {
    let casework = scene.casework.clone();
    floor::callers(
        &scene.runtime,
        time,
        &scene.schools,
        move |caller: Arc<Caller>, _| {
            let casework = casework.clone();
            async move {
                let number = NUMBER.fetch_add(1, Ordering::Relaxed);
                let Ok(command) = road::request(number, None, None) else {
                    return false;
                };
                let made = casework
                    .act(caller.who.bearer, "create_request", move |act| {
                        ehcp_casework::make_request(act, &command)
                    })
                    .await;
                made.is_ok()
            }
        },
    )
}

fn requests_http(scene: &Scene, time: Duration) -> Outcome<Round> {
    scene.over_http(
        time,
        &scene.schools,
        |_, _| Ok(()),
        |connection, caller, (), _| {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let body = json!({
                "child": {
                    "given_name": "Maya",
                    "family_name": format!("Okafor {number}"),
                    "born_on": "2018-03-14",
                },
                "reasons": "Maya finds it hard to follow what is said in class and has few words of her own.",
            });
            let key = Uuid::now_v7().to_string();
            let reply = connection.exchange(&Request {
                method: "POST",
                path: "/v1/requests",
                token: &caller.who.token,
                headers: &[("Idempotency-Key", &key)],
                body: &body.to_string(),
            });
            reply.is_ok_and(|reply| reply.status == 201)
        },
    )
}

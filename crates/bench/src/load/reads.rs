//! What reads cost: the statements alone, with their row of the read log, the use case, and over HTTP.

use super::{
    Plan,
    scene::{Caller, Scene},
};
use crate::{
    Outcome, floor,
    http::{Connection, Request},
    measure::Round,
};
use ehcp_case::CaseId;
use ehcp_casework::{CaseQuery, Error};
use ehcp_store::StoreError;
use std::{sync::Arc, time::Duration};

/// Adds the measurements of reads.
pub fn add(plan: &mut Plan) {
    case(plan, "a case, as its officer", |scene| &scene.officers);
    case(plan, "a case, as the parent", |scene| &scene.parents);
    page(plan, "a page of 50 cases", "/v1/cases?limit=50", |scene| {
        &scene.officers
    });
    page(plan, "the work list, 50 cases", WORK_LIST, |scene| {
        &scene.officers
    });
    page(plan, "the school's list", "/v1/cases?limit=50", |scene| {
        &scene.schools
    });
    page(plan, "the parent's list", "/v1/cases?limit=50", |scene| {
        &scene.parents
    });
}

/// Its filter differs from that of the other lists.
const WORK_LIST: &str = "/v1/work-list?limit=50";

type Who = fn(&Scene) -> &Vec<Caller>;

fn case(plan: &mut Plan, name: &str, who: Who) {
    let alone = plan.add(&format!("{name}: SQL"), None, move |scene, time| {
        Ok(case_floor(scene, who(scene), time, false))
    });
    let logged = plan.add(&format!("{name}: SQL and read log"), None, move |scene, time| {
        Ok(case_floor(scene, who(scene), time, true))
    });
    plan.add(
        &format!("{name}: use case, of SQL and read log"),
        Some(logged),
        move |scene, time| Ok(case_used(scene, who(scene), time)),
    );
    plan.add(
        &format!("{name}: HTTP, of SQL and read log"),
        Some(logged),
        move |scene, time| case_http(scene, who(scene), time),
    );
    plan.add(
        &format!("{name}: HTTP, of SQL"),
        Some(alone),
        move |scene, time| case_http(scene, who(scene), time),
    );
}

fn case_floor(scene: &Scene, callers: &[Caller], time: Duration, logged: bool) -> Round {
    let casework = scene.casework.clone();
    floor::callers(&scene.runtime, time, callers, move |caller: Arc<Caller>, turn| {
        let casework = casework.clone();
        async move {
            let Some(id) = caller.case(turn) else { return false };
            let (reader, at) = (Arc::clone(&caller), casework.moment());
            let read = casework
                .store()
                .read(move |tx| floor::read_case(tx, &reader.who, id, &at))
                .await;
            read.is_ok() && (!logged || floor::log(&casework, &caller.who, vec![id]).await.is_ok())
        }
    })
}

fn case_used(scene: &Scene, callers: &[Caller], time: Duration) -> Round {
    let casework = scene.casework.clone();
    floor::callers(&scene.runtime, time, callers, move |caller: Arc<Caller>, turn| {
        let casework = casework.clone();
        async move {
            let Some(id) = caller.case(turn) else { return false };
            let view = casework
                .look(caller.who.bearer, "read_case", move |look| {
                    ehcp_casework::case(look, id)
                })
                .await;
            view.is_ok()
        }
    })
}

fn case_http(scene: &Scene, callers: &[Caller], time: Duration) -> Outcome<Round> {
    scene.over_http(
        time,
        callers,
        |_, _| Ok(()),
        |connection, caller, (), turn| match caller.case(turn) {
            Some(id) => get(connection, &caller.who.token, &format!("/v1/cases/{id}")),
            None => false,
        },
    )
}

/// Whether a GET is answered with 200.
fn get(connection: &mut Connection, token: &str, path: &str) -> bool {
    let request = Request {
        method: "GET",
        path,
        token,
        headers: &[],
        body: "",
    };
    connection
        .exchange(&request)
        .is_ok_and(|reply| reply.status == 200)
}

fn page(plan: &mut Plan, name: &str, path: &'static str, who: Who) {
    let work_list = path == WORK_LIST;
    let alone = plan.add(&format!("{name}: SQL"), None, move |scene, time| {
        Ok(page_floor(scene, who(scene), time, work_list, false))
    });
    let logged = plan.add(&format!("{name}: SQL and read log"), None, move |scene, time| {
        Ok(page_floor(scene, who(scene), time, work_list, true))
    });
    plan.add(
        &format!("{name}: use case, of SQL and read log"),
        Some(logged),
        move |scene, time| Ok(page_used(scene, who(scene), time, work_list)),
    );
    plan.add(
        &format!("{name}: HTTP, of SQL and read log"),
        Some(logged),
        move |scene, time| page_http(scene, who(scene), time, path),
    );
    plan.add(
        &format!("{name}: HTTP, of SQL"),
        Some(alone),
        move |scene, time| page_http(scene, who(scene), time, path),
    );
}

fn page_floor(scene: &Scene, callers: &[Caller], time: Duration, work_list: bool, logged: bool) -> Round {
    let casework = scene.casework.clone();
    floor::callers(&scene.runtime, time, callers, move |caller: Arc<Caller>, _| {
        let casework = casework.clone();
        async move {
            let (reader, at) = (Arc::clone(&caller), casework.moment());
            let read: Result<Vec<CaseId>, StoreError> = casework
                .store()
                .read(move |tx| floor::list_cases(tx, &reader.who, work_list, &at))
                .await;
            match read {
                Ok(ids) if logged => floor::log(&casework, &caller.who, ids).await.is_ok(),
                other => other.is_ok(),
            }
        }
    })
}

fn page_used(scene: &Scene, callers: &[Caller], time: Duration, work_list: bool) -> Round {
    let casework = scene.casework.clone();
    floor::callers(&scene.runtime, time, callers, move |caller: Arc<Caller>, _| {
        let casework = casework.clone();
        async move {
            let query = CaseQuery {
                limit: 50,
                ..CaseQuery::default()
            };
            let page = casework
                .look(caller.who.bearer, "list_cases", move |look| -> Result<_, Error> {
                    if work_list {
                        ehcp_casework::work_list(look, &query)
                    } else {
                        ehcp_casework::cases(look, &query)
                    }
                })
                .await;
            page.is_ok()
        }
    })
}

fn page_http(scene: &Scene, callers: &[Caller], time: Duration, path: &str) -> Outcome<Round> {
    scene.over_http(
        time,
        callers,
        |_, _| Ok(()),
        |connection, caller, (), _| get(connection, &caller.who.token, path),
    )
}

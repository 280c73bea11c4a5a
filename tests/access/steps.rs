//! Every change, tried at every step of the road by somebody who may make it: either it is done, or it is refused and
//! changes nothing. No step is skipped, and none is taken twice.

use super::expected::agrees;
use super::matrix::example;
use super::people::OWN;
use super::samples::{About, Sample, Scenery, samples};
use ehcp_access::{authorize_general, decide};
use ehcp_test_support::{
    Contract, Logs, Milestone, Person, REASON, TestApp, TestDatabase, on_both_databases,
};
use reqwest::Method;
use std::fmt::Write as _;

on_both_databases!(every_change_is_done_or_refused_at_every_step);

const STEPS: [(Milestone, &str); 7] = [
    (Milestone::Requested, "requested"),
    (Milestone::Noticed, "noticed"),
    (Milestone::Assessing, "assessing"),
    (Milestone::WritingDraft, "writing"),
    (Milestone::Drafted, "drafted"),
    (Milestone::DraftServed, "served"),
    (Milestone::PlanIssued, "issued"),
];

/// What a change may be answered with: done, or refused for a reason that the caller can act on.
const REFUSALS: [u16; 3] = [404, 409, 422];

fn every_change_is_done_or_refused_at_every_step(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let mut table = head();
    for sample in samples() {
        let About::Case(_) = sample.about else { continue };
        if Contract::get().operation(sample.operation).method == Method::GET {
            continue;
        }
        let _ = write!(table, "{:<28}", sample.operation);
        for (milestone, _) in STEPS {
            let status = tried(&app, &sample, milestone);
            let _ = write!(table, "{status:>11}");
        }
        table.push('\n');
    }
    table.push_str("```\n");
    agrees(&table, "../docs/steps.md");
}

fn head() -> String {
    let mut head = String::from(
        "# What each change is answered at each step\n\n\
         Asked by somebody who may make it. 2xx: done. 404, 409, 422: refused, and nothing has changed. Written by the\n\
         acceptance tests (`EHCP_BLESS=1`), never by hand.\n\n```text\n",
    );
    let _ = write!(head, "{:<28}", "");
    for (_, name) in STEPS {
        let _ = write!(head, "{name:>11}");
    }
    head.push('\n');
    head
}

fn tried(app: &TestApp, sample: &Sample, milestone: Milestone) -> u16 {
    let child = if sample.teenager {
        app.teenage_sibling_of_maya()
    } else {
        app.another_maya()
    };
    let hand = app.officer().brings_to(app, child, milestone, app.council.alder);
    let who = whoever_may(app, sample);
    let operation = Contract::get().operation(sample.operation);
    let scenery = Scenery {
        app,
        hand: &hand,
        who: Some(who),
    };
    let ask = (sample.ask)(&scenery);
    let seen = ask.seen.as_ref().map(|path| {
        let answer = app.officer().get(path).send();
        answer.header("etag").to_owned()
    });
    let call = app
        .anonymous(operation.method.clone(), ask.path(&operation.path, &ask.id))
        .with_token(&app.token_of(who))
        .with_header("access-reason", REASON);
    let mut call = ask.sent_with(call, example(operation));
    let seen = seen.or(ask.version);
    if let Some(seen) = seen.filter(|seen| !seen.is_empty()) {
        call = call.seeing(&seen);
    }
    let mut logs: Logs = app.logs();
    let before = logs.on_record();
    let answer = call.send();
    let (status, after) = (answer.status(), logs.on_record());
    if status >= 300 {
        assert!(REFUSALS.contains(&status), "{answer}");
        assert_eq!(after, before, "a refusal changes nothing: {answer}");
    }
    status
}

/// Somebody whom the policy lets do it.
pub(super) fn whoever_may<'app>(app: &'app TestApp, sample: &Sample) -> &'app Person {
    let council = &app.council;
    let people = [
        &council.officer,
        &council.manager,
        &council.parent,
        &council.governance,
        &council.admin,
    ];
    let may = |person: &&&Person| {
        let (actor, ties) = (OWN.actor(council, person), OWN.ties(council, person, true));
        match &sample.about {
            About::Case(actions) => actions(person.role)
                .into_iter()
                .all(|action| decide(&actor, &ties, action).is_allowed()),
            About::Role(action) | About::List(action) => authorize_general(&actor, *action).is_ok(),
            _ => true,
        }
    };
    people
        .iter()
        .find(may)
        .copied()
        .unwrap_or_else(|| panic!("nobody here may {}", sample.operation))
}

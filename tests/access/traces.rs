//! The same questions, asked in the same order, get the same answers on SQLite and on PostgreSQL.

use super::matrix::example;
use super::samples::{Sample, Scenery, samples};
use ehcp_test_support::{CaseInHand, Contract, Milestone, REASON, TestApp, TestDatabase};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use reqwest::Method;
use serde_json::Value;
use std::collections::HashMap;

/// How many questions in each run of the tests.
const QUESTIONS: usize = 400;

/// A question is about something that does not exist once in so many.
const NOWHERE: u64 = 16;

#[test]
fn the_same_questions_get_the_same_answers_on_both_databases() {
    ask_both(QUESTIONS);
}

#[test]
#[ignore = "long: ten thousand questions take some minutes"]
fn long_ten_thousand_questions_get_the_same_answers_on_both_databases() {
    ask_both(10_000);
}

fn ask_both(questions: usize) {
    let mut sides = [TestDatabase::sqlite(), TestDatabase::postgres()].map(Side::on);
    let mut dice = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut differences = Vec::new();
    let asked: Vec<Sample> = samples()
        .into_iter()
        .filter(|sample| !is_answered_by_chance(sample))
        .collect();
    for number in 0..questions {
        let sample = &asked[roll(&mut dice, asked.len())];
        let (who, nowhere) = (dice.next_u64(), dice.next_u64().is_multiple_of(NOWHERE));
        let [left, right] = sides.each_mut().map(|side| side.asks(sample, who, nowhere));
        if left != right {
            differences.push(format!(
                "{number}: {} by person {who}\n  {left:?}\n  {right:?}",
                sample.operation
            ));
        }
    }
    assert!(
        differences.is_empty(),
        "{} of {questions}:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

fn roll(dice: &mut TestRng, sides: usize) -> usize {
    usize::try_from(dice.next_u64() % u64::try_from(sides).unwrap()).unwrap()
}

/// What proves who one is, holds secrets that are random by their nature; the children of one family, made in one
/// moment, are listed in the order of their ids, which are random too; and an adopted child gets a new number, of which
/// each may be given only once.
fn is_answered_by_chance(sample: &Sample) -> bool {
    let operation = Contract::get().operation(sample.operation);
    operation.says["tags"][0] == "sessions"
        || ["read_keys", "list_children", "record_adoption"].contains(&operation.id.as_str())
}

/// A council on one database.
struct Side {
    app: TestApp,
    hand: HashMap<(Milestone, bool), CaseInHand>,
    names: Names,
}

impl Side {
    fn on(database: TestDatabase) -> Self {
        Self {
            app: TestApp::prepare(database).today("2026-12-07").start(),
            hand: HashMap::new(),
            names: Names::default(),
        }
    }

    fn asks(&mut self, sample: &Sample, who: u64, nowhere: bool) -> (u16, Value) {
        let app = &self.app;
        app.clock.advance(chrono::Duration::milliseconds(1));
        let everybody = app.council.everybody();
        let many = u64::try_from(everybody.len()).unwrap();
        let who = everybody[usize::try_from(who % many).unwrap()];
        let key = (sample.milestone, sample.teenager);
        let hand = self.hand.entry(key).or_insert_with(|| {
            let child = if sample.teenager {
                app.teenage_sibling_of_maya()
            } else {
                app.another_maya()
            };
            app.officer()
                .brings_to(app, child, sample.milestone, app.council.alder)
        });
        // Children of one family are told apart by their ids alone, so they have their names from the beginning.
        self.names.knows(&hand.child);
        self.names.knows(&hand.case);
        let scenery = Scenery {
            app,
            hand,
            who: Some(who),
        };
        let operation = Contract::get().operation(sample.operation);
        let ask = (sample.ask)(&scenery);
        let id = if nowhere {
            uuid::Uuid::now_v7().to_string()
        } else {
            ask.id.clone()
        };
        let call = app
            .anonymous(operation.method.clone(), ask.path(&operation.path, &id))
            .with_token(&app.token_of(who))
            .with_header("access-reason", REASON);
        let mut call = match operation.method {
            Method::GET => call,
            _ => ask.sent_with(call, example(operation)),
        };
        if let Some(path) = &ask.seen {
            let seen = app.officer().get(path).send();
            call = call.seeing(seen.header("etag"));
        } else if let Some(version) = &ask.version {
            call = call.seeing(version);
        }
        let answer = call.send();
        let mut json = answer.without_trace();
        self.names.takes_out_of(&mut json);
        (answer.status(), json)
    }
}

/// Ids by the order in which they turn up: what is random in them is taken out.
#[derive(Default)]
struct Names {
    known: HashMap<String, usize>,
}

impl Names {
    fn takes_out_of(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => self.rename(text),
            Value::Array(items) => {
                // Things that were made in the same moment have no order but that of their ids.
                items.sort_by_cached_key(|item| self.only_known(&item.to_string()));
                items.iter_mut().for_each(|item| self.takes_out_of(item));
            }
            Value::Object(members) => {
                // A cursor is made of ids and a secret, a token of ids and a signature.
                members.remove("next");
                members.remove("access_token");
                for name in ["upn", "claimed_upn"] {
                    if let Some(Value::String(number)) = members.get_mut(name) {
                        *number = format!("pupil number {}", self.knows(number));
                    }
                }
                members.values_mut().for_each(|member| self.takes_out_of(member));
            }
            _ => {}
        }
    }

    /// A text with the names of the ids that have turned up before, and without the others.
    fn only_known(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (from, id) in ids(&text) {
            let name = self.known.get(&id).map_or(usize::MAX, |name| *name);
            text.replace_range(from..from + ID, &format!("{name:0>ID$}"));
        }
        text
    }

    /// The name of an id, a new one if it has not turned up before.
    fn knows(&mut self, id: &str) -> usize {
        let next = self.known.len();
        *self.known.entry(id.to_owned()).or_insert(next)
    }

    fn rename(&mut self, text: &mut String) {
        for (from, id) in ids(text) {
            let name = self.knows(&id);
            text.replace_range(from..from + ID, &format!("{name:0>ID$}"));
        }
    }
}

/// The length of an id in text.
const ID: usize = 36;

fn ids(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(part) = text.get(from..from + ID) {
        if uuid::Uuid::try_parse(part).is_ok() {
            found.push((from, part.to_owned()));
            from += ID;
        } else {
            from += 1;
            while from < text.len() && !text.is_char_boundary(from) {
                from += 1;
            }
        }
    }
    found
}

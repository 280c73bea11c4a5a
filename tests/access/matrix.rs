//! Every operation of the document, tried by everybody, on a case to which each is tied in another way.
//!
//! The answers are compared with the policy, and printed into `docs/endpoint-access.md`, so that a change of
//! who may do what is a change that a reviewer reads. `EHCP_BLESS=1` writes the file anew.

use super::expected::agrees;
use super::people::{Column, Credential, SCENES, Scene, Since, columns, state};
use super::samples::{About, Ask, Sample, Scenery, samples};
use ehcp_access::{Action, Decision, Role, Ties, authorize_general, decide};
use ehcp_casework::{FamilySignOn, SignOnRole, SignOnRules};
use ehcp_test_support::{
    Answer, Call, CaseInHand, Contract, Logs, Milestone, Operation, Person, REASON, TestApp, TestDatabase,
    on_both_databases,
};
use reqwest::Method;
use serde_json::Value;
use std::{collections::BTreeSet, fmt::Write as _};
use uuid::Uuid;

on_both_databases!(everybody_tries_every_operation);

const EXPECTED: &str = "../docs/endpoint-access.md";

#[test]
fn every_operation_of_the_document_has_a_sample() {
    let known: BTreeSet<_> = samples()
        .iter()
        .map(|sample| sample.operation.to_owned())
        .collect();
    let documented: BTreeSet<_> = Contract::get()
        .operations
        .iter()
        .map(|operation| operation.id.clone())
        .collect();
    let missing: Vec<_> = documented.difference(&known).collect();
    assert!(
        missing.is_empty(),
        "nobody has tried who may call {missing:?}. For each: (1) add a sample with a valid body to \
         tests/access/samples.rs, naming the action that the policy knows it by; (2) run the tests with EHCP_BLESS=1 \
         and read the new line of docs/endpoint-access.md."
    );
    let gone: Vec<_> = known.difference(&documented).collect();
    assert!(gone.is_empty(), "samples of operations that are gone: {gone:?}");
}

fn everybody_tries_every_operation(database: TestDatabase) {
    let (app, _council, _families) = TestApp::prepare(database)
        .today("2026-12-07")
        .with_providers(sign_on_rules(), FamilySignOn::default());
    let columns = columns(&app);
    let mut table = head(&columns);
    let mut faults = Vec::new();
    for scene in SCENES {
        let _ = writeln!(table, "\n{}", scene.name);
        table.push_str(&states(scene, &app, &columns));
        let mut stage = Stage::new(&app, scene);
        for sample in samples() {
            if scene.leaves_out(&sample) {
                continue;
            }
            let cells = columns.iter().map(|column| {
                if scene.leaves_out_whoever_brings(&column.credential) {
                    return format!("{:>11}", "");
                }
                let status = stage.tries(column, &sample, &mut faults);
                format!("{status:>11}")
            });
            let cells: String = cells.collect();
            let _ = writeln!(table, "{:<26}{cells}", sample.operation);
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    table.push_str("```\n");
    agrees(&table, EXPECTED);
}

/// For whom of the staff the authority's own sign-in is here; families have one too.
const SIGN_ON: [Role; 3] = [Role::Officer, Role::Manager, Role::Admin];

fn sign_on_rules() -> SignOnRules {
    let role = |role: Role| SignOnRole {
        value: role.word().to_owned(),
        role,
        teams: Vec::new(),
        setting: None,
    };
    SignOnRules {
        roles: SIGN_ON.into_iter().map(role).collect(),
        ..SignOnRules::default()
    }
}

/// All that a program can call, whatever is listed for it.
const FOR_PROGRAMS: [&str; 16] = [
    "read_me",
    "delete_session",
    "list_teams",
    "list_education_settings",
    "list_children",
    "read_child",
    "list_cases",
    "read_case",
    "read_case_timeline",
    "read_case_deadlines",
    "list_exceptions",
    "list_advice_requests",
    "list_case_advice_requests",
    "read_advice_request",
    "hand_in_advice",
    "read_plan",
];

impl Scene {
    /// Only the first scene tries what has nothing to do with a case; of Leo there is only one, so that his case is
    /// only read.
    fn leaves_out(self, sample: &Sample) -> bool {
        let reads = Contract::get().operation(sample.operation).method == Method::GET;
        let of_a_case = matches!(
            sample.about,
            About::Case(_) | About::List(_) | About::Approval(_) | About::OwnEmergency
        );
        // What is restricted is not restricted once more.
        let done = self.restricted && sample.operation == "create_restriction";
        let first = !self.restricted && !self.young_person && self.since == Since::Nothing;
        // The other record of the number stays with the first team, whose sight is another question.
        let apart = self.since == Since::PassedOn && sample.operation == "match_duplicate";
        !first && !of_a_case || self.young_person && !reads || done || apart
    }

    /// A token that does not hold is refused before anything is known of the case: the first scene is enough.
    fn leaves_out_whoever_brings(self, credential: &Credential) -> bool {
        let first = !self.restricted && !self.young_person && self.since == Since::Nothing;
        !first && matches!(credential, Credential::Token(_))
    }
}

fn head(columns: &[Column]) -> String {
    let names: String = columns
        .iter()
        .map(|column| format!("{:>11}", column.name))
        .collect();
    format!("{HEAD}\n```text\n{:<26}{names}\n", "")
}

const HEAD: &str = "\
# Who is answered what

Every operation of the contract, called by everybody, on a case to which each is tied in another way; both databases
give this same table. Written by the acceptance tests (`EHCP_BLESS=1`), never by hand.

The line `tie` says in which of eight states each person is to the case: *own* (the child's parent or the young person,
the school with the child on its roll, who is asked for advice, the named officer), *same-team*, *other-team*,
*expired* (the tie ended yesterday), *barred*, *restricted* (the case is open only to its list), *other-fam*
(another family), *none-such* (there is no such case); *untied* are a school, an adviser, or a role without cases.

2xx: done or shown. 401: not signed in. 403: the role can never do this. 404: hidden, which is in body and headers the
same as missing; for `create_request`, which names the child in its body, that is 422. The first part has all
operations and also tries tokens that do not hold; the others have the operations about a case.
";

fn states(scene: Scene, app: &TestApp, columns: &[Column]) -> String {
    let states = columns.iter().map(|column| match column.person() {
        Some(person) => format!("{:>11}", state(scene, &app.council, person)),
        None => format!("{:>11}", "-"),
    });
    format!("{:<26}{}\n", "tie", states.collect::<String>())
}

/// The case on which things are tried.
struct Stage<'app> {
    app: &'app TestApp,
    scene: Scene,
    logs: Logs,
    /// The case at hand and for what it was brought there.
    hand: Option<(Milestone, bool, CaseInHand)>,
}

impl<'app> Stage<'app> {
    fn new(app: &'app TestApp, scene: Scene) -> Self {
        Self {
            app,
            scene,
            logs: app.logs(),
            hand: None,
        }
    }

    /// The case at a milestone: the last one if it is there and nobody has changed it.
    fn case_at(&mut self, milestone: Milestone, teenager: bool) -> CaseInHand {
        if let Some((at, age, hand)) = &self.hand
            && (*at, *age) == (milestone, teenager)
        {
            return hand.clone();
        }
        let app = self.app;
        let child = match (self.scene.young_person, teenager) {
            (true, _) => app.council.leo,
            (false, true) => app.teenage_sibling_of_maya(),
            (false, false) => app.another_maya(),
        };
        let officer = app.as_person(self.scene.first_officer(&app.council));
        let hand = officer.brings_to(app, child, milestone, self.scene.setting(&app.council));
        app.restrict(&hand.case, self.scene.restricted);
        match self.scene.since {
            Since::PassedOn => app.everything_passes_on(&hand),
            Since::Barred => app.bar_everybody(&hand.child),
            Since::Nothing | Since::Nowhere => {}
        }
        self.hand = Some((milestone, teenager, hand.clone()));
        hand
    }

    /// Lets somebody try, checks all that must hold, and gives the status.
    fn tries(&mut self, column: &Column, sample: &Sample, faults: &mut Vec<String>) -> u16 {
        let hand = self.case_at(sample.milestone, sample.teenager);
        let operation = Contract::get().operation(sample.operation);
        let scenery = Scenery {
            app: self.app,
            hand: &hand,
            who: column.person(),
        };
        let mut ask = (sample.ask)(&scenery);
        if ask.body.is_none() && ask.file.is_none() && operation.method != Method::GET {
            ask.body = example(operation);
        }
        if self.scene.since == Since::Nowhere {
            ask = missing(&ask);
        }
        let seen = ask.seen.as_ref().map(|path| self.etag_of(path));
        let seen = seen.or_else(|| ask.version.clone());
        let throwaway = column
            .person()
            .filter(|_| sample.operation == "delete_session")
            .map(|person| self.app.in_another_session(person));
        // Each try at a moment of its own, so that the last row of a log is its row.
        self.app.clock.advance(chrono::Duration::milliseconds(1));
        let before = Counts::of(&mut self.logs);
        let was_on_record = self.logs.on_record();
        let who = throwaway.as_ref().or(column.person());
        let answer = self.call(column, who, operation, &ask, seen.as_deref()).send();
        let after = Counts::of(&mut self.logs);
        let changed = answer.status() >= 400 && self.logs.on_record() != was_on_record;
        let mut judge = Judge {
            sample,
            column,
            answer: &answer,
            faults,
        };
        judge.by_the_policy(self.app, self.scene);
        judge.holds(!changed, "a refusal changes nothing");
        judge.by_the_logs(&before, &after, &mut self.logs, operation, &hand);
        if hides(sample.operation, answer.status()) && column.person().is_some() {
            let missing = missing(&ask);
            let other = self
                .call(column, column.person(), operation, &missing, seen.as_deref())
                .send();
            judge.hidden_is_missing(&other);
        }
        if sample.operation == "end_every_session" && answer.status() < 300 {
            // Whoever comes next has a session too.
            self.app.open_ended_sessions();
        }
        let of_a_case = matches!(sample.about, About::Case(_));
        if answer.status() < 300 && !only_shows(operation) && of_a_case {
            self.hand = None;
        }
        answer.status()
    }

    /// The version of something, as the named officer or whoever else may see it reads it.
    fn etag_of(&self, path: &str) -> String {
        // A restricted case has a version too, although its officer cannot see it any more.
        let reader = if self.scene.restricted {
            &self.app.council.parent
        } else {
            self.scene.named_officer(&self.app.council)
        };
        let answer = self.app.as_person(reader).get(path).send();
        match answer.status() {
            200 => answer.etag(),
            _ => "\"1-00000000\"".to_owned(),
        }
    }

    fn call(
        &self,
        column: &Column,
        who: Option<&Person>,
        operation: &Operation,
        ask: &Ask,
        seen: Option<&str>,
    ) -> Call<'app> {
        let path = ask.path(&operation.path, &ask.id);
        let call = self.app.anonymous(operation.method.clone(), path);
        let mut call = ask.sent_with(call, None);
        if let Some(seen) = seen {
            call = call.seeing(seen);
        }
        match (&column.credential, who) {
            (Credential::Nothing, _) => call,
            (Credential::Token(token), _) => call.with_token(token),
            (Credential::Person(_), who) => call
                .with_token(&self.app.token_of(who.unwrap()))
                .with_header("access-reason", REASON),
        }
    }
}

/// Whether an operation only shows something. A preview is no GET, because its body has texts.
fn only_shows(operation: &Operation) -> bool {
    operation.method == Method::GET || operation.id == "preview_notice"
}

/// The path with the id in place of its one parameter.
pub(super) fn fill(path: &str, id: &str) -> String {
    match (path.find('{'), path.find('}')) {
        (Some(from), Some(to)) => format!("{}{id}{}", &path[..from], &path[to + 1..]),
        _ => path.to_owned(),
    }
}

/// The same request about something that does not exist.
fn missing(ask: &Ask) -> Ask {
    let mut ask = ask.clone();
    let nowhere = Uuid::now_v7().to_string();
    ask.id.clone_from(&nowhere);
    if let Some(body) = &mut ask.body
        && let Some(named) = ["child_id", "case_id"]
            .into_iter()
            .find(|name| body.get(*name).is_some())
    {
        body[named] = Value::from(nowhere);
    }
    ask
}

/// The example that the document gives of an operation's body.
pub(super) fn example(operation: &Operation) -> Option<Value> {
    let media = &operation.says["requestBody"]["content"]["application/json"];
    let example = media
        .get("example")
        .or_else(|| media["examples"].as_object()?.values().next()?.get("value"));
    example.cloned()
}

/// What the logs hold.
struct Counts {
    events: i64,
    reads: i64,
    security: i64,
}

impl Counts {
    fn of(logs: &mut Logs) -> Self {
        let [events, reads, security] = logs.entries();
        Self {
            events,
            reads,
            security,
        }
    }
}

struct Judge<'a> {
    sample: &'a Sample,
    column: &'a Column,
    answer: &'a Answer,
    faults: &'a mut Vec<String>,
}

impl Judge<'_> {
    fn holds(&mut self, holds: bool, what: impl AsRef<str>) {
        if !holds {
            self.faults.push(format!(
                "{} as {}: {} ({})",
                self.sample.operation,
                self.column.name,
                what.as_ref(),
                self.answer
            ));
        }
    }

    /// 401, 403 and 404 as the policy says, and else a success.
    fn by_the_policy(&mut self, app: &TestApp, scene: Scene) {
        let status = self.answer.status();
        if matches!(self.sample.about, About::Nobody) {
            self.holds(status == 401, "nobody can do this here");
            return;
        }
        let Some(person) = self.column.person() else {
            let anonymous = matches!(self.sample.about, About::Everybody);
            self.holds(
                if anonymous { status < 300 } else { status == 401 },
                "who is not signed in is answered 401",
            );
            return;
        };
        let actor = scene.actor(&app.council, person);
        let ties = scene.ties(
            &app.council,
            person,
            self.sample.milestone >= Milestone::Assessing,
        );
        let expected = match &self.sample.about {
            About::Everybody | About::Nobody => 200,
            _ if person.role == Role::Service && !FOR_PROGRAMS.contains(&self.sample.operation) => 403,
            About::SignedIn => 200,
            About::SignOn(status) if SIGN_ON.contains(&person.role) || person.role.is_family() => *status,
            About::OfFamilies if person.role.is_family() => 200,
            About::OfFamilies => 403,
            About::SignOn(_) => 403,
            About::Role(action) | About::List(action) => match authorize_general(&actor, *action) {
                Ok(_) => 200,
                Err(_) => 403,
            },
            About::OwnEmergency if scene.since == Since::Nowhere => {
                match authorize_general(&actor, Action::ReadBreakGlass) {
                    Err(_) => 403,
                    Ok(_) => 404,
                }
            }
            About::OwnEmergency => {
                let open = Ties {
                    break_glass: true,
                    ..ties
                };
                match authorize_general(&actor, Action::ReadBreakGlass) {
                    Err(_) => 403,
                    Ok(_) if decide(&actor, &open, Action::ReadCase).is_allowed() => 200,
                    Ok(_) => 404,
                }
            }
            About::Approval(decides) => {
                let may = |action| decide(&actor, &ties, action).is_allowed();
                let own = person.user == app.council.manager_of(scene.named_officer(&app.council)).user;
                let general = if *decides {
                    Action::DecideApproval
                } else {
                    Action::ReadApprovals
                };
                match authorize_general(&actor, general) {
                    Err(_) => 403,
                    Ok(_) if scene.since == Since::Nowhere => 404,
                    Ok(_) if own && may(Action::ReadCase) => {
                        if *decides {
                            403
                        } else {
                            200
                        }
                    }
                    Ok(_) if !own && may(Action::SetLimit) => 200,
                    Ok(_) => 404,
                }
            }
            About::Case(_) if scene.since == Since::Nowhere => 404,
            About::Case(actions) => actions(person.role)
                .into_iter()
                .map(|action| status_of(decide(&actor, &ties, action)))
                .max()
                .unwrap(),
        };
        let expected = narrower(self.sample.operation, expected);
        let agrees = match expected {
            200 => status < 300,
            other => status == other,
        };
        self.holds(agrees, format!("the policy says {expected}"));
    }

    fn by_the_logs(
        &mut self,
        before: &Counts,
        after: &Counts,
        logs: &mut Logs,
        operation: &Operation,
        hand: &CaseInHand,
    ) {
        let status = self.answer.status();
        let reads = after.reads - before.reads;
        if status >= 400 {
            self.holds(reads == 0, "a refusal shows nothing");
        }
        let Some(person) = self.column.person() else {
            return;
        };
        let user = person.user.to_string().replace('-', "");
        if status == 403 || hides(self.sample.operation, status) {
            let entry = logs.last_security();
            let right = entry.is_some_and(|entry| {
                entry.user_id.as_ref() == Some(&user) && entry.operation == operation.id
            });
            self.holds(
                after.security == before.security + 1 && right,
                "a refusal is kept in the security log",
            );
        }
        if status >= 300 {
            return;
        }
        let about_case = matches!(self.sample.about, About::Case(_));
        if !only_shows(operation) {
            let events = after.events - before.events;
            self.holds(!about_case || events >= 1, "a change leaves an event");
            return;
        }
        let shown = match self.sample.about {
            About::Case(_) | About::Approval(_) => 1,
            About::List(_) => i64::from(shows_a_case(self.answer)),
            _ => 0,
        };
        self.holds(
            reads == shown,
            format!("{reads} rows of the read log and not {shown}"),
        );
        if reads == 1 && shown == 1 {
            let entry = logs.last_read().unwrap();
            let right = entry.user_id == user
                && entry.operation == operation.id
                && (!about_case || entry.case_ids == format!("[\"{}\"]", hand.case));
            self.holds(right, format!("the read log says {entry:?}"));
        }
    }

    fn hidden_is_missing(&mut self, other: &Answer) {
        let same = other.status() == self.answer.status()
            && other.without_trace() == self.answer.without_trace()
            && names(other) == names(self.answer);
        self.holds(
            same,
            format!("what is hidden differs from what is missing: {other}"),
        );
    }
}

fn names(answer: &Answer) -> BTreeSet<String> {
    let names = answer.headers().keys().map(ToString::to_string);
    names.collect()
}

/// Whether a list shows anything of a case: children who have none are in no log, nor is what waits for a second person
/// and is about none.
fn shows_a_case(answer: &Answer) -> bool {
    let items = answer.list_at("/items");
    items.iter().any(|item| {
        if item.get("asked_by").is_some() {
            return item.get("case_id").is_some();
        }
        item.get("born_on").is_none() || item.get("case_id").is_some() || item.get("stage").is_some()
    })
}

fn status_of(decision: Decision) -> u16 {
    match decision {
        Decision::Allowed(_) => 200,
        Decision::Forbidden => 403,
        Decision::Hidden => 404,
    }
}

/// Whether an answer hides what it is about.
fn hides(operation: &str, status: u16) -> bool {
    status == 404 || (operation == "create_request" && status == 422)
}

/// Where an operation is narrower than its line of the policy.
fn narrower(operation: &str, expected: u16) -> u16 {
    match operation {
        // The child is named in the body, so it is a field that is wrong.
        "create_request" if expected == 404 => 422,
        _ => expected,
    }
}

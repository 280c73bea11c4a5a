//! Lists and single reads agree, and the pages of a list hold each case once.

use ehcp_access::LimitEffect;
use ehcp_case::EducationSettingId;
use ehcp_store::Kind;
use ehcp_test_support::{Actor, Council, NewChild, Person, TestApp, TestDatabase, day, on_both_databases};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::json;
use std::collections::BTreeSet;

on_both_databases!(
    a_list_holds_what_single_reads_answer,
    pages_hold_each_case_once_while_others_come_in,
);

/// Random worlds on each database.
const WORLDS: u32 = 8;

/// Today, in each of these worlds.
const TODAY: &str = "2026-12-07";

/// How somebody is tied to a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    None,
    Now,
    Ended,
    LastDay,
    NotYet,
    Unverified,
}

/// A case of a random world.
#[derive(Debug, Clone)]
struct RandomCase {
    parents: [Tie; 3],
    rolls: [Tie; 2],
    young_person: Tie,
    advice_asked: bool,
    named_officer: bool,
    south: bool,
    restricted: bool,
    /// What is kept from the first parent, and perhaps from a member of staff too.
    kept: Option<(LimitEffect, bool)>,
}

fn tie() -> impl Strategy<Value = Tie> {
    prop_oneof![
        3 => Just(Tie::None),
        3 => Just(Tie::Now),
        1 => Just(Tie::Ended),
        1 => Just(Tie::LastDay),
        1 => Just(Tie::NotYet),
        1 => Just(Tie::Unverified),
    ]
}

fn random_case() -> impl Strategy<Value = RandomCase> {
    let ties = ([tie(), tie(), tie()], [tie(), tie()], tie());
    let flags = (
        prop::bool::weighted(0.3),
        any::<bool>(),
        any::<bool>(),
        prop::bool::weighted(0.25),
    );
    let kept = prop_oneof![
        2 => Just(None),
        1 => Just(Some(LimitEffect::Bar)),
        1 => Just(Some(LimitEffect::NoDocuments)),
        2 => Just(Some(LimitEffect::NoWhereabouts)),
    ];
    let kept = (kept, any::<bool>()).prop_map(|(effect, staff)| effect.map(|effect| (effect, staff)));
    (ties, flags, kept).prop_map(|((parents, rolls, young_person), flags, kept)| RandomCase {
        parents,
        rolls,
        young_person,
        advice_asked: flags.0,
        named_officer: flags.1,
        south: flags.2,
        restricted: flags.3,
        kept,
    })
}

fn a_list_holds_what_single_reads_answer(database: TestDatabase) {
    let kind = database.kind();
    drop(database);
    let config = Config {
        cases: WORLDS,
        failure_persistence: None,
        max_shrink_iters: 20,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&vec(random_case(), 1..6), |world| {
            let app = TestApp::prepare(another(kind)).today(TODAY).start();
            let newcomers: Vec<_> = world
                .iter()
                .map(|_| app.newcomer(ehcp_access::Role::YoungPerson))
                .collect();
            let cases: Vec<_> = world
                .iter()
                .zip(&newcomers)
                .map(|(case, newcomer)| open(&app, case, newcomer))
                .collect();
            for person in app.council.everybody().into_iter().chain(&newcomers) {
                agrees(&app.as_person(person), &cases, person)?;
            }
            Ok(())
        })
        .unwrap();
}

fn another(kind: Kind) -> TestDatabase {
    match kind {
        Kind::Sqlite => TestDatabase::sqlite(),
        Kind::Postgres => TestDatabase::postgres(),
    }
}

/// Opens a case with these ties; gives its id.
fn open(app: &TestApp, case: &RandomCase, newcomer: &Person) -> String {
    let council = &app.council;
    let child = app.put_on_record(child(council, case, newcomer));
    // The setting on the roll decides which team the case comes to; an officer of either may record it.
    let officer = app.officer();
    let body = json!({"child_id": child, "source": "parent", "received_on": "2026-09-07"});
    let receipt = officer.post("/v1/requests", &body).expect(201);
    let id = receipt.text_at("/case_id").to_owned();
    let seen = receipt.etag();
    let holder = [app.manager(), app.manager_of_other_team()]
        .into_iter()
        .find(|manager| manager.get(format!("/v1/cases/{id}")).send().status() == 200)
        .unwrap();
    let (team, named) = if case.south {
        (council.south, council.officer_of_other_team.user)
    } else {
        (council.north, council.officer.user)
    };
    let mut assignment = json!({"team_id": team});
    if case.named_officer {
        assignment["officer_id"] = json!(named);
    }
    holder
        .post(format!("/v1/cases/{id}/assignments"), &assignment)
        .seeing(&seen)
        .expect(200);
    if case.advice_asked {
        ask_for_advice(app, case, &id);
    }
    app.restrict(&id, case.restricted);
    if let Some((effect, staff)) = case.kept {
        app.limit(&child.to_string(), &council.parent, effect);
        if staff {
            app.limit(&child.to_string(), &council.officer, effect);
        }
    }
    id
}

fn ask_for_advice(app: &TestApp, case: &RandomCase, id: &str) {
    let officer = if case.south {
        app.officer_of_other_team()
    } else {
        app.officer()
    };
    officer.consults_the_family_of(id);
    officer
        .does(id, "considering-notices", &json!({"sent_on": "2026-09-09"}))
        .expect(200);
    officer
        .does(id, "decisions", &ehcp_test_support::bodies::decision("assess"))
        .expect(201);
    let mut body = ehcp_test_support::bodies::advice_request("psychological");
    body["adviser_id"] = json!(app.council.adviser.user);
    officer.makes(id, "advice-requests", &body);
}

fn child(council: &Council, case: &RandomCase, newcomer: &Person) -> NewChild {
    let teenager = case.young_person != Tie::None;
    let mut child = if teenager {
        NewChild::of_sixteen()
    } else {
        NewChild::of_eight()
    };
    let parents = [&council.parent, &council.second_parent, &council.other_parent];
    for (parent, tie) in parents.into_iter().zip(case.parents) {
        if let Some((from, until)) = days(tie) {
            let verified = tie != Tie::Unverified;
            child.parents.push((parent.clone(), verified, from, until));
        }
    }
    let settings: [EducationSettingId; 2] = [council.alder, council.birch];
    for (setting, tie) in settings.into_iter().zip(case.rolls) {
        if let Some((from, until)) = days(tie) {
            child.rolls.push((setting, from, until));
        }
    }
    if let Some((from, _)) = days(case.young_person) {
        child.young_person = Some((newcomer.clone(), from.max(day("2026-06-27"))));
    }
    child
}

type Days = (chrono::NaiveDate, Option<chrono::NaiveDate>);

fn days(tie: Tie) -> Option<Days> {
    let (from, until) = match tie {
        Tie::None => return None,
        Tie::Now | Tie::Unverified => ("2020-01-01", None),
        Tie::Ended => ("2020-01-01", Some("2026-12-06")),
        Tie::LastDay => ("2020-01-01", Some(TODAY)),
        Tie::NotYet => ("2026-12-08", None),
    };
    Some((day(from), until.map(day)))
}

fn agrees(actor: &Actor<'_>, cases: &[String], person: &Person) -> Result<(), TestCaseError> {
    let single: BTreeSet<_> = cases
        .iter()
        .filter(|case| actor.get(format!("/v1/cases/{case}")).send().status() == 200)
        .cloned()
        .collect();
    let first = actor.get("/v1/cases?limit=2").send();
    if first.status() == 403 {
        prop_assert!(
            single.is_empty(),
            "{} reads {single:?} and has no list",
            person.name
        );
        return Ok(());
    }
    let listed = all_pages(actor, "/v1/cases?limit=2");
    prop_assert_eq!(listed.len(), listed.iter().collect::<BTreeSet<_>>().len());
    prop_assert_eq!(
        &listed.into_iter().collect::<BTreeSet<_>>(),
        &single,
        "{} as {}",
        person.name,
        person.role.word()
    );
    let children = actor.get("/v1/children?limit=200").expect(200);
    for child in children.list_at("/items") {
        if let Some(case) = child["case_id"].as_str() {
            prop_assert!(single.contains(case), "{} is told of {case}", person.name);
            let alone = actor
                .get(format!("/v1/children/{}", child["id"].as_str().unwrap()))
                .expect(200);
            prop_assert_eq!(child, alone.at(""), "{} as {}", person.name, person.role.word());
        }
    }
    tells_no_more(actor, person)
}

/// What a list says of a case is what the case says of itself to this person.
fn tells_no_more(actor: &Actor<'_>, person: &Person) -> Result<(), TestCaseError> {
    let listed = actor.get("/v1/cases?limit=200").expect(200);
    for summary in listed.list_at("/items") {
        let whole = actor
            .get(format!("/v1/cases/{}", summary["id"].as_str().unwrap()))
            .expect(200);
        for (in_list, alone) in [
            ("/team", "/team/name"),
            ("/officer", "/officer"),
            ("/stage", "/stage"),
            ("/reference", "/reference"),
            ("/born_on", "/child/born_on"),
            ("/next_deadline", "/next_deadline"),
        ] {
            prop_assert_eq!(
                summary.pointer(in_list),
                whole.at("").pointer(alone),
                "{} as {}",
                person.name,
                person.role.word()
            );
        }
    }
    Ok(())
}

fn all_pages(actor: &Actor<'_>, path: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let page = actor.get(&path).expect(200);
        ids.extend(ids_of(&page));
        next = page.at("/next").as_str().map(ToOwned::to_owned);
    }
    ids
}

fn ids_of(page: &ehcp_test_support::Answer) -> Vec<String> {
    let items = page.list_at("/items").iter();
    items
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

fn pages_hold_each_case_once_while_others_come_in(database: TestDatabase) {
    let app = TestApp::prepare(database).today(TODAY).start();
    let open = |received_on: &str| {
        let body = json!({"child_id": app.another_maya(), "source": "parent", "received_on": received_on});
        let receipt = app.officer().post("/v1/requests", &body).expect(201);
        receipt.text_at("/case_id").to_owned()
    };
    // Several fall due on the same day.
    let before: BTreeSet<_> = (0..9)
        .map(|n| open(["2026-11-02", "2026-11-03", "2026-11-04"][n % 3]))
        .collect();
    let mut seen = Vec::new();
    let mut next = Some("/v1/work-list?limit=2".to_owned());
    while let Some(path) = next {
        let page = app.officer().get(&path).expect(200);
        assert!(page.list_at("/items").len() <= 2);
        seen.extend(ids_of(&page));
        if seen.len() < 8 {
            open("2026-10-01");
            open("2026-12-01");
        }
        next = page.at("/next").as_str().map(ToOwned::to_owned);
    }
    let known: Vec<_> = seen.iter().filter(|id| before.contains(*id)).collect();
    assert_eq!(known.len(), before.len(), "each of those that were there, once");
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), seen.len());
}

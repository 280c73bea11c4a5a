//! The end of compulsory school age: the rights pass on the day after the last Friday in June of the school year in which
//! the child turns sixteen (Education Act 1996, s.8; Children and Families Act 2014, s.83), and nobody is left without an
//! addressee.

use ehcp_access::Role;
use ehcp_test_support::{Actor, Person, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    on_each_of_the_five_days_the_rights_and_the_letters_pass_on,
    afterwards_a_parent_sees_only_what_the_young_person_lets_them_see,
    a_parent_who_is_the_alternative_person_goes_on_receiving,
    a_representative_receives_in_the_place_of_the_parents,
    until_somebody_is_recorded_the_parents_receive_and_the_officer_has_a_task,
    a_young_person_who_loses_capacity_no_longer_acts_from_that_day,
);

/// The year, the last Friday in June, the day before it and the day after it.
const DAYS: [(i32, &str, &str, &str); 5] = [
    (2026, "2026-06-25", "2026-06-26", "2026-06-27"),
    (2027, "2027-06-24", "2027-06-25", "2027-06-26"),
    (2028, "2028-06-29", "2028-06-30", "2028-07-01"),
    (2029, "2029-06-28", "2029-06-29", "2029-06-30"),
    (2030, "2030-06-27", "2030-06-28", "2030-06-29"),
];

/// A teenager with a case of the North team, a parent, and an account of their own.
pub(super) struct Family {
    pub(super) child: String,
    pub(super) case: String,
    pub(super) parent: Person,
    pub(super) young: Person,
}

pub(super) fn family(app: &TestApp, born: &str) -> Family {
    let child = json!({"given_name": "Leo", "family_name": "Marsh", "born_on": born});
    let registered = app
        .school()
        .post("/v1/requests", &json!({"child": child}))
        .expect(201);
    let case = registered.text_at("/case_id").to_owned();
    let child = app.officer().reads_case(&case).text_at("/child/id").to_owned();
    let (parent, young) = (app.newcomer(Role::Parent), app.newcomer(Role::YoungPerson));
    let link = json!({
        "email": parent.email, "parental_responsibility": true, "has_care": true,
        "evidence": "Birth certificate seen."
    });
    app.officer()
        .post(format!("/v1/children/{child}/parent-links"), &link)
        .expect(201);
    Family {
        child,
        case,
        parent,
        young,
    }
}

impl Family {
    pub(super) fn records(&self, app: &TestApp, who_acts: &Value) {
        let path = format!("/v1/children/{}/hand-overs", self.child);
        app.officer().post(path, who_acts).expect(201);
    }

    pub(super) fn young_person_acts(&self) -> Value {
        json!({"who_acts": "young_person", "email": self.young.email, "evidence": "Met at school."})
    }

    /// Everything that tells of a case is answered, or nothing is.
    pub(super) fn is_seen_by(&self, actor: &Actor<'_>) -> bool {
        let case = &self.case;
        let answers = [
            format!("/v1/cases/{case}"),
            format!("/v1/cases/{case}/timeline"),
            format!("/v1/cases/{case}/deadlines"),
            format!("/v1/cases/{case}/decisions"),
            format!("/v1/cases/{case}/readers"),
            format!("/v1/children/{}", self.child),
        ]
        .map(|path| actor.get(path).send().status());
        let seen = answers == [200; 6];
        assert!(seen || answers == [404; 6], "{answers:?}");
        for list in ["/v1/cases", "/v1/children"] {
            let items = actor.get(list).expect(200).list_at("/items").len();
            assert_eq!(items, usize::from(seen), "{list}");
        }
        seen
    }
}

/// To whom letters went since the last look.
pub(super) fn letters(app: &TestApp) -> Vec<String> {
    let mut to: Vec<_> = app
        .letters()
        .into_iter()
        .map(|letter| letter.to.clone())
        .collect();
    to.sort_unstable();
    to
}

fn on_each_of_the_five_days_the_rights_and_the_letters_pass_on(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-01-12").start();
    for (year, day_before, day, day_after) in DAYS {
        for born in [
            format!("{}-09-01", year - 17),
            format!("{}-06-25", year - 16),
            format!("{}-07-15", year - 16),
            format!("{}-08-31", year - 16),
        ] {
            app.go_to(&format!("{year}-06-10"));
            let leo = family(&app, &born);
            let child = app
                .officer()
                .get(format!("/v1/children/{}", leo.child))
                .expect(200);
            assert_eq!(child.text_at("/young_person_from"), day_after, "born {born}");
            leo.records(&app, &leo.young_person_acts());
            let (parent, young) = (app.as_person(&leo.parent), app.as_person(&leo.young));
            let rights = |on: &str, parents: bool| {
                app.go_to(on);
                assert_eq!(
                    leo.is_seen_by(&parent),
                    parents,
                    "born {born}, the parent on {on}"
                );
                assert_eq!(
                    leo.is_seen_by(&young),
                    !parents,
                    "born {born}, the young person on {on}"
                );
            };
            rights(day_before, true);
            drop(letters(&app));
            app.officer().consults_the_family_of(&leo.case);
            app.officer()
                .does(&leo.case, "considering-notices", &json!({}))
                .expect(200);
            assert_eq!(letters(&app), [leo.parent.email.as_str()], "born {born}");
            rights(day, true);
            let told = parent.reads_case(&leo.case);
            assert!(
                told.text_at("/hand_over/in_words").contains("your child"),
                "{told}"
            );
            rights(day_after, false);
            app.officer()
                .does(&leo.case, "decisions", &bodies::decision("assess"))
                .expect(201);
            assert_eq!(letters(&app), [leo.young.email.as_str()], "born {born}");
            let told = young.reads_case(&leo.case);
            assert_eq!(told.text_at("/hand_over/who_acts"), "young_person");
            assert!(told.text_at("/hand_over/in_words").contains("yours"), "{told}");
            let told = young.get(format!("/v1/cases/{}/timeline", leo.case)).expect(200);
            assert!(!told.text().contains("your child"), "{told}");
        }
    }
}

fn afterwards_a_parent_sees_only_what_the_young_person_lets_them_see(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-06-10").start();
    let leo = family(&app, "2010-02-03");
    leo.records(&app, &leo.young_person_acts());
    app.officer().consults_the_family_of(&leo.case);
    app.go_to("2026-06-27");
    let (parent, young) = (app.as_person(&leo.parent), app.as_person(&leo.young));
    assert!(!leo.is_seen_by(&parent));
    let helpers = format!("/v1/children/{}/helpers", leo.child);
    parent
        .post(
            &helpers,
            &json!({"email": leo.parent.email, "name": "Dad", "until_at": "2026-07-27T10:00:00Z"}),
        )
        .expect_problem(404, "not-found");
    let invitation = young
        .post(
            &helpers,
            &json!({"email": leo.parent.email, "name": "Dad", "until_at": "2026-07-27T10:00:00Z"}),
        )
        .expect(201);
    assert!(leo.is_seen_by(&parent), "with consent");
    parent
        .post("/v1/requests", &json!({"child_id": leo.child}))
        .expect_problem(403, "forbidden");
    drop(letters(&app));
    app.officer()
        .does(&leo.case, "considering-notices", &json!({}))
        .expect(200);
    assert_eq!(
        letters(&app),
        [leo.young.email.as_str()],
        "to look is not to be written to"
    );
    young
        .post(
            format!("/v1/helpers/{}/withdrawals", invitation.text_at("/id")),
            &json!({}),
        )
        .expect(200);
    assert!(!leo.is_seen_by(&parent), "at the next request");
}

fn a_parent_who_is_the_alternative_person_goes_on_receiving(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-06-10").start();
    let leo = family(&app, "2010-02-03");
    let record =
        json!({"who_acts": "parent", "evidence": "Found to lack capacity on 1 June 2026; no deputy."});
    leo.records(&app, &record);
    for on in ["2026-06-26", "2026-06-27"] {
        app.go_to(on);
        assert!(leo.is_seen_by(&app.as_person(&leo.parent)), "on {on}");
        assert!(!leo.is_seen_by(&app.as_person(&leo.young)), "on {on}");
    }
    drop(letters(&app));
    app.officer().consults_the_family_of(&leo.case);
    app.officer()
        .does(&leo.case, "considering-notices", &json!({}))
        .expect(200);
    assert_eq!(letters(&app), [leo.parent.email.as_str()]);
    let told = app.as_person(&leo.parent).reads_case(&leo.case);
    assert_eq!(told.text_at("/hand_over/who_acts"), "parent");
}

fn a_representative_receives_in_the_place_of_the_parents(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-06-10").start();
    let leo = family(&app, "2010-02-03");
    let deputy = app.newcomer(Role::Parent);
    let record = json!({
        "who_acts": "representative", "email": deputy.email,
        "evidence": "Deputy appointed by the Court of Protection.",
    });
    leo.records(&app, &record);
    app.go_to("2026-06-26");
    assert!(leo.is_seen_by(&app.as_person(&leo.parent)) && !leo.is_seen_by(&app.as_person(&deputy)));
    app.go_to("2026-06-27");
    assert!(!leo.is_seen_by(&app.as_person(&leo.parent)) && leo.is_seen_by(&app.as_person(&deputy)));
    drop(letters(&app));
    app.officer().consults_the_family_of(&leo.case);
    app.officer()
        .does(&leo.case, "considering-notices", &json!({}))
        .expect(200);
    assert_eq!(letters(&app), [deputy.email.as_str()]);
}

fn until_somebody_is_recorded_the_parents_receive_and_the_officer_has_a_task(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-04-03").start();
    let leo = family(&app, "2010-02-03");
    let parent = app.as_person(&leo.parent);
    let tasks = || app.officer().get("/v1/open-hand-overs").expect(200);
    assert!(
        tasks().list_at("/items").is_empty(),
        "twelve weeks and a day before"
    );
    assert!(parent.reads_case(&leo.case).at("/hand_over").is_null());
    app.go_to("2026-04-04");
    assert_eq!(tasks().text_at("/items/0/rights_pass_on"), "2026-06-27");
    assert!(tasks().at("/items/0/overdue") == &json!(false));
    let elsewhere = app.officer_of_other_team().get("/v1/open-hand-overs").expect(200);
    assert!(
        elsewhere.list_at("/items").is_empty(),
        "a task is for those who have the case"
    );
    parent.get("/v1/open-hand-overs").expect_problem(403, "forbidden");
    let question = parent.reads_case(&leo.case);
    assert!(question.at("/hand_over/who_acts").is_null(), "{question}");
    assert!(
        question
            .text_at("/hand_over/in_words")
            .contains("you go on receiving"),
        "{question}"
    );
    app.go_to("2026-06-27");
    assert!(leo.is_seen_by(&parent), "nobody is left without an addressee");
    assert!(tasks().at("/items/0/overdue") == &json!(true));
    drop(letters(&app));
    app.officer().consults_the_family_of(&leo.case);
    app.officer()
        .does(&leo.case, "considering-notices", &json!({}))
        .expect(200);
    assert_eq!(letters(&app), [leo.parent.email.as_str()]);
    leo.records(&app, &leo.young_person_acts());
    assert!(tasks().list_at("/items").is_empty());
    assert!(!leo.is_seen_by(&parent), "from the day on which it is recorded");
    assert!(leo.is_seen_by(&app.as_person(&leo.young)));
}

fn a_young_person_who_loses_capacity_no_longer_acts_from_that_day(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-06-10").start();
    let leo = family(&app, "2010-02-03");
    leo.records(&app, &leo.young_person_acts());
    app.go_to("2026-07-15");
    let record = json!({
        "who_acts": "parent", "from_on": "2026-07-20", "evidence": "Found to lack capacity after an accident."
    });
    leo.records(&app, &record);
    let (parent, young) = (app.as_person(&leo.parent), app.as_person(&leo.young));
    for (on, parents) in [("2026-07-19", false), ("2026-07-20", true)] {
        app.go_to(on);
        assert_eq!(leo.is_seen_by(&parent), parents, "the parent on {on}");
        assert_eq!(leo.is_seen_by(&young), !parents, "the young person on {on}");
    }
    // And a young person who can decide again does.
    app.go_to("2026-09-01");
    leo.records(&app, &leo.young_person_acts());
    assert!(!leo.is_seen_by(&parent) && leo.is_seen_by(&young));
}

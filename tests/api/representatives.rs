//! Who acts in the place of a parent who lacks capacity (SEND Regulations 2014, reg 64): one of the two counts on each day.

use super::sixteen::family;
use chrono::Duration;
use ehcp_access::{LimitEffect, Role};
use ehcp_test_support::{Answer, CaseInHand, Milestone, Person, TestApp, TestDatabase, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    a_representative_stands_in_a_parent_s_place_and_the_other_parent_as_before,
    both_are_told_and_nobody_else_learns_that_capacity_is_lacking,
    a_parent_goes_on_the_day_after_the_representative_s_last_day,
    a_last_day_can_be_brought_forward_and_the_parent_goes_on_from_there,
    a_record_that_was_wrong_is_annulled_and_the_parent_goes_on_as_before,
    a_parent_whose_link_had_an_end_goes_on_until_then,
    who_does_not_fit_is_not_recorded,
    days_that_do_not_fit_are_refused,
    the_two_never_count_on_one_day,
    a_representative_of_a_parent_has_no_more_than_the_parent_once_the_rights_have_passed,
    whoever_does_not_have_the_case_records_nothing,
    a_representative_who_is_barred_later_sees_nothing,
);

struct Scene {
    app: TestApp,
    hand: CaseInHand,
    /// Amina's link to Maya.
    link: String,
    deputy: Person,
}

fn scene(database: TestDatabase) -> Scene {
    let app = TestApp::on(database);
    let council = app.council.clone();
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::Requested, council.alder);
    let link = link_of(&app, &hand, &council.parent).unwrap();
    let deputy = app.newcomer(Role::Parent);
    drop(app.letters());
    Scene {
        app,
        hand,
        link,
        deputy,
    }
}

fn links(app: &TestApp, hand: &CaseInHand) -> Vec<Value> {
    let answer = app
        .officer()
        .get(format!("/v1/children/{}/parent-links", hand.child))
        .expect(200);
    answer.list_at("/items").to_vec()
}

/// The link of an adult that holds today or later.
fn link_of(app: &TestApp, hand: &CaseInHand, person: &Person) -> Option<String> {
    let today = app.today().to_string();
    let standing = |link: &&Value| {
        link["user_id"] == json!(person.user)
            && link["annulled"] != json!(true)
            && link["until_on"]
                .as_str()
                .is_none_or(|until| until >= today.as_str())
    };
    let found = links(app, hand).iter().find(standing).cloned();
    found.map(|link| link["id"].as_str().unwrap().to_owned())
}

impl Scene {
    fn asks(&self, person: &Person, from_on: Option<&str>) -> Answer {
        let mut body = json!({"email": person.email, "evidence": "A deputyship order was seen."});
        if let Some(day) = from_on {
            body["from_on"] = json!(day);
        }
        self.app
            .officer()
            .post(format!("/v1/parent-links/{}/representatives", self.link), &body)
            .send()
    }

    /// The deputy acts in Amina's place from today; gives the deputy's link.
    fn records(&self) -> String {
        let made = self.asks(&self.deputy, None);
        assert_eq!(made.status(), 201, "{made}");
        made.text_at("/id").to_owned()
    }

    fn ends(&self, link: &str, body: &Value) -> Answer {
        self.app
            .officer()
            .post(format!("/v1/parent-links/{link}/endings"), body)
            .send()
    }

    /// How the case is answered to somebody.
    fn case_as(&self, person: &Person) -> u16 {
        let session = self.app.in_another_session(person);
        let path = format!("/v1/cases/{}", self.hand.case);
        self.app.as_person(&session).get(path).send().status()
    }

    fn sees(&self, person: &Person) -> bool {
        match self.case_as(person) {
            200 => true,
            404 => false,
            other => panic!("{other}"),
        }
    }

    /// Whether Amina sees the case, and whether the deputy does.
    fn who_sees(&self) -> (bool, bool) {
        (self.sees(&self.app.council.parent), self.sees(&self.deputy))
    }
}

fn a_representative_stands_in_a_parent_s_place_and_the_other_parent_as_before(database: TestDatabase) {
    let scene = scene(database);
    assert_eq!(scene.who_sees(), (true, false));
    let made = scene.asks(&scene.deputy, None);
    assert_eq!(made.status(), 201, "{made}");
    assert_eq!(made.text_at("/in_place_of"), scene.link);
    assert_eq!(made.json()["has_care"], json!(false));
    assert_eq!(scene.who_sees(), (false, true));
    assert!(scene.sees(&scene.app.council.second_parent));
    // Nothing is removed: her link has its days, and why it ended.
    let history = links(&scene.app, &scene.hand);
    let own = history
        .iter()
        .find(|link| link["id"] == json!(scene.link))
        .unwrap();
    assert_eq!(own["until_on"], json!("2026-09-06"));
    assert!(own["end_reason"].as_str().unwrap().contains("representative"));
    // What the family is told goes to the representative, and no more to her.
    let (child, today) = (scene.hand.child.parse().unwrap(), scene.app.today());
    let told = scene
        .app
        .store
        .read_blocking(move |tx| tx.family_accounts(child, today))
        .unwrap();
    assert!(told.contains(&scene.deputy.user) && !told.contains(&scene.app.council.parent.user));
}

fn both_are_told_and_nobody_else_learns_that_capacity_is_lacking(database: TestDatabase) {
    let scene = scene(database);
    let link = scene.records();
    let council = &scene.app.council;
    let letters = scene.app.letters();
    let told: Vec<_> = letters.iter().map(|letter| letter.to.clone()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.contains(&council.parent.email) && told.contains(&scene.deputy.email));
    for person in [&council.second_parent, &council.school, &council.customer_service] {
        for path in [
            format!("/v1/children/{}/parent-links", scene.hand.child),
            format!("/v1/cases/{}/timeline", scene.hand.case),
            format!("/v1/cases/{}", scene.hand.case),
        ] {
            let seen = scene.app.as_person(person).get(&path).send();
            let text = seen.text().to_lowercase();
            for word in ["in_place_of", "capacity", "representative", "deputyship"] {
                assert!(!text.contains(word), "{path} as {}: {seen}", person.name);
            }
        }
    }
    let own = scene
        .app
        .as_person(&scene.app.in_another_session(&scene.deputy))
        .get(format!("/v1/children/{}/parent-links", scene.hand.child))
        .expect(200);
    assert_eq!(own.text_at("/items/0/id"), link);
    assert_eq!(own.text_at("/items/0/in_place_of"), scene.link);
}

fn a_parent_goes_on_the_day_after_the_representative_s_last_day(database: TestDatabase) {
    let scene = scene(database);
    let link = scene.records();
    drop(scene.app.letters());
    let end = json!({"last_day": "2026-09-10", "reason": "Amina has recovered."});
    assert_eq!(scene.ends(&link, &end).status(), 200);
    let letters = scene.app.letters();
    assert_eq!(letters.len(), 2, "both are told");
    scene.app.go_to("2026-09-10");
    assert_eq!(scene.who_sees(), (false, true));
    scene.app.go_to("2026-09-11");
    assert_eq!(scene.who_sees(), (true, false));
    // And another may act in her place later.
    let scene = Scene {
        link: link_of(&scene.app, &scene.hand, &scene.app.council.parent).unwrap(),
        ..scene
    };
    scene.app.clock.advance(Duration::days(1));
    scene.records();
    assert_eq!(scene.who_sees(), (false, true));
}

fn a_last_day_can_be_brought_forward_and_the_parent_goes_on_from_there(database: TestDatabase) {
    let scene = scene(database);
    let link = scene.records();
    let end = |day: &str| scene.ends(&link, &json!({"last_day": day, "reason": "Recovered."}));
    assert_eq!(end("2026-09-20").status(), 200);
    assert_eq!(end("2026-09-10").status(), 200);
    scene.app.go_to("2026-09-11");
    assert_eq!(scene.who_sees(), (true, false));
    let standing: Vec<_> = links(&scene.app, &scene.hand)
        .into_iter()
        .filter(|link| link["annulled"] != json!(true))
        .filter(|link| link["user_id"] == json!(scene.app.council.parent.user))
        .map(|link| (link["from_on"].clone(), link["until_on"].clone()))
        .collect();
    assert_eq!(standing.len(), 2, "{standing:?}");
    // It never held after all.
    assert_eq!(
        scene
            .ends(
                &link,
                &json!({"annul": true, "reason": "The order was of another court."})
            )
            .status(),
        200
    );
    assert_eq!(scene.who_sees(), (true, false));
}

fn a_record_that_was_wrong_is_annulled_and_the_parent_goes_on_as_before(database: TestDatabase) {
    let scene = scene(database);
    let link = scene.records();
    let annulled = scene.ends(&link, &json!({"annul": true, "reason": "The wrong parent."}));
    assert_eq!(annulled.status(), 200, "{annulled}");
    assert_eq!(scene.who_sees(), (true, false));
    let own = links(&scene.app, &scene.hand)
        .into_iter()
        .find(|known| known["id"] == json!(scene.link))
        .unwrap();
    assert_eq!(own["until_on"], Value::Null);
    assert_eq!(own["end_reason"], Value::Null);
    assert_eq!(
        scene
            .ends(&link, &json!({"annul": true, "reason": "Again."}))
            .status(),
        409
    );
}

fn a_parent_whose_link_had_an_end_goes_on_until_then(database: TestDatabase) {
    let scene = scene(database);
    let end = json!({"last_day": "2026-09-30", "reason": "She moves abroad."});
    assert_eq!(scene.ends(&scene.link, &end).status(), 200);
    let made = scene.asks(&scene.deputy, None);
    assert_eq!(
        made.text_at("/until_on"),
        "2026-09-30",
        "no longer than the parent"
    );
    let end = json!({"last_day": "2026-09-10", "reason": "Recovered."});
    assert_eq!(scene.ends(made.text_at("/id"), &end).status(), 200);
    scene.app.go_to("2026-09-30");
    assert_eq!(scene.who_sees(), (true, false));
    scene.app.go_to("2026-10-01");
    assert_eq!(scene.who_sees(), (false, false));
}

fn who_does_not_fit_is_not_recorded(database: TestDatabase) {
    let scene = scene(database);
    let council = scene.app.council.clone();
    let barred = scene.app.newcomer(Role::Parent);
    scene.app.limit(&scene.hand.child, &barred, LimitEffect::Bar);
    let closed = scene.app.newcomer(Role::Parent);
    scene.app.close_account_of(&closed);
    for (person, code) in [
        (&council.parent, "is_the_parent"),
        (&council.second_parent, "already_linked"),
        (&barred, "kept_away"),
        (&closed, "no_such_account"),
        (&council.officer, "no_such_account"),
        (&council.young_person, "no_such_account"),
        (&council.school, "no_such_account"),
    ] {
        let refused = scene.asks(person, None);
        assert_eq!(refused.status(), 422, "{}: {refused}", person.name);
        assert_eq!(refused.text_at("/errors/0/code"), code, "{refused}");
        assert_eq!(refused.text_at("/errors/0/pointer"), "/email");
    }
    assert_eq!(scene.who_sees(), (true, false));
    // Whoever acts for a parent is not represented in turn, nor is a link that gives nothing.
    let link = scene.records();
    let other = scene.app.newcomer(Role::Parent);
    let again = Scene { link, ..scene };
    assert_eq!(again.asks(&other, None).status(), 409);
    let end = json!({"annul": true, "reason": "A mistake."});
    assert_eq!(again.ends(&again.link, &end).status(), 200);
    assert_eq!(again.asks(&other, None).status(), 409);
}

fn days_that_do_not_fit_are_refused(database: TestDatabase) {
    let scene = scene(database);
    let first = links(&scene.app, &scene.hand)
        .into_iter()
        .find(|link| link["id"] == json!(scene.link))
        .unwrap()["from_on"]
        .as_str()
        .unwrap()
        .to_owned();
    for (day, code) in [
        (first.as_str(), "too_early"),
        ("2001-01-01", "too_early"),
        ("2027-09-09", "too_far_ahead"),
    ] {
        let refused = scene.asks(&scene.deputy, Some(day));
        assert_eq!(refused.status(), 422, "{day}: {refused}");
        assert_eq!(refused.text_at("/errors/0/code"), code, "{refused}");
    }
    let later = scene.asks(&scene.deputy, Some("2026-09-14"));
    assert_eq!(later.status(), 201, "{later}");
    assert_eq!(scene.who_sees(), (true, false));
    scene.app.go_to("2026-09-13");
    assert_eq!(scene.who_sees(), (true, false));
    scene.app.go_to("2026-09-14");
    assert_eq!(scene.who_sees(), (false, true));
    let other = scene.app.newcomer(Role::Parent);
    let refused = scene.asks(&other, None);
    assert_eq!(refused.text_at("/errors/0/code"), "too_late", "{refused}");
}

fn the_two_never_count_on_one_day(database: TestDatabase) {
    let scene = scene(database);
    scene.records();
    let body = json!({
        "email": scene.app.council.parent.email, "parental_responsibility": true, "has_care": true,
        "evidence": "Birth certificate seen."
    });
    let path = format!("/v1/children/{}/parent-links", scene.hand.child);
    let refused = scene.app.officer().post(path, &body).send();
    assert_eq!(refused.text_at("/errors/0/code"), "is_represented", "{refused}");
}

fn a_representative_of_a_parent_has_no_more_than_the_parent_once_the_rights_have_passed(
    database: TestDatabase,
) {
    let app = TestApp::on(database);
    let leo = family(&app, "2010-02-03");
    app.go_to("2026-09-08");
    let officer = app.officer();
    let path = format!("/v1/children/{}/parent-links", leo.child);
    let listed = officer.get(&path).expect(200);
    let link = listed
        .list_at("/items")
        .iter()
        .find(|link| link["verified"] == json!(true))
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let deputy = app.newcomer(Role::Parent);
    let body = json!({"email": deputy.email, "evidence": "A deputyship order was seen."});
    officer
        .post(format!("/v1/parent-links/{link}/representatives"), &body)
        .expect(201);
    let case = format!("/v1/cases/{}", leo.case);
    let reads = || app.as_person(&deputy).get(&case).send().status();
    assert_eq!(reads(), 200);
    let young = app.newcomer(Role::YoungPerson);
    let acts = json!({
        "who_acts": "young_person", "email": young.email, "evidence": "Met at college; identity checked."
    });
    officer
        .post(format!("/v1/children/{}/hand-overs", leo.child), &acts)
        .expect(201);
    assert_eq!(reads(), 404);
    assert_eq!(app.as_person(&young).get(&case).send().status(), 200);
}

fn whoever_does_not_have_the_case_records_nothing(database: TestDatabase) {
    let scene = scene(database);
    let council = &scene.app.council;
    let path = format!("/v1/parent-links/{}/representatives", scene.link);
    let body = json!({"email": scene.deputy.email, "evidence": "A deputyship order was seen."});
    for person in [
        &council.other_parent,
        &council.officer_of_other_team,
        &council.other_school,
    ] {
        let refused = scene.app.as_person(person).post(&path, &body).send();
        assert_eq!(refused.status(), 404, "{}: {refused}", person.name);
    }
    for person in [&council.parent, &council.second_parent, &council.school] {
        let refused = scene.app.as_person(person).post(&path, &body).send();
        assert_eq!(refused.status(), 403, "{}: {refused}", person.name);
    }
    assert_eq!(scene.who_sees(), (true, false));
}

fn a_representative_who_is_barred_later_sees_nothing(database: TestDatabase) {
    let scene = scene(database);
    scene.records();
    scene
        .app
        .limit(&scene.hand.child, &scene.deputy, LimitEffect::Bar);
    assert_eq!(scene.who_sees(), (false, false));
}

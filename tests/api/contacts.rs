//! How people are reached, and who must not learn it.

use ehcp_access::Role;
use ehcp_test_support::{Answer, CaseInHand, Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    each_parent_reads_their_own_details_and_nobody_elses,
    a_helper_learns_of_nobody_how_they_are_reached_whatever_the_sort_of_account,
    a_school_and_the_contact_centre_see_only_a_day_contact,
    the_contact_centre_asks_for_a_change_and_an_officer_makes_it,
    a_change_keeps_the_version_before_for_staff,
    a_young_person_records_their_own_details,
    what_has_no_shape_is_refused,
    a_protected_address_gives_itself_away_nowhere,
    a_text_with_a_contact_detail_is_refused_where_an_address_is_protected,
    when_a_protection_ends_texts_are_shown_again,
    nothing_goes_to_the_old_address_after_a_move,
);

pub(super) const MOTHERS: &str = "22 Hidden Row";
const MOTHERS_POSTCODE: &str = "NG1 5FS";
const MOTHERS_NUMBER: &str = "07700 900222";

/// Records how somebody is reached, as the officer.
fn reached(app: &TestApp, case: &str, child: impl ToString, user: Option<String>, details: Value) -> Answer {
    let mut body = json!({"details": details, "reason": "Told on the telephone."});
    if let Some(user) = user {
        body["user_id"] = json!(user);
    }
    let seen = app.officer().reads_case(case).etag();
    app.officer()
        .post(format!("/v1/children/{}/contacts", child.to_string()), &body)
        .seeing(&seen)
        .expect(201)
}

/// Maya's case with both parents' details on record.
pub(super) fn okafors(app: &TestApp) -> CaseInHand {
    let hand = app
        .officer()
        .brings_to(app, app.council.maya, Milestone::PlanIssued, app.council.alder);
    let mother = app.council.parent.user.to_string();
    let father = app.council.second_parent.user.to_string();
    reached(
        app,
        &hand.case,
        &hand.child,
        Some(mother),
        json!({
            "address": format!("{MOTHERS}\nAlderton"), "postcode": MOTHERS_POSTCODE, "telephone": MOTHERS_NUMBER,
            "email": "amina.safe@example.org", "day_telephone": "07700 900333",
        }),
    );
    reached(
        app,
        &hand.case,
        &hand.child,
        Some(father),
        json!({"address": "5 Fathers Way", "postcode": "LE1 5WW", "telephone": "01632 960555"}),
    );
    reached(
        app,
        &hand.case,
        &hand.child,
        None,
        json!({"address": format!("{MOTHERS}\nAlderton"), "postcode": MOTHERS_POSTCODE}),
    );
    hand
}

fn winter(database: TestDatabase) -> TestApp {
    TestApp::prepare(database).today("2026-12-07").start()
}

fn contacts_of(child: &str) -> String {
    format!("/v1/children/{child}/contacts")
}

pub(super) fn protect(app: &TestApp, hand: &CaseInHand, user: Option<String>) -> Answer {
    let mut body = json!({"reason": "Non-molestation order seen."});
    if let Some(user) = user {
        body["user_id"] = json!(user);
    }
    let seen = app.officer().reads_case(&hand.case).etag();
    app.officer()
        .post(format!("/v1/children/{}/contact-protections", hand.child), &body)
        .seeing(&seen)
        .expect(201)
}

fn each_parent_reads_their_own_details_and_nobody_elses(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    let mother = app.parent().get(contacts_of(&hand.child)).expect(200);
    assert_eq!(mother.list_at("/items").len(), 1);
    assert_eq!(mother.text_at("/items/0/details/postcode"), MOTHERS_POSTCODE);
    let father = app.second_parent().get(contacts_of(&hand.child)).expect(200);
    assert_eq!(father.list_at("/items").len(), 1);
    assert_eq!(father.text_at("/items/0/details/postcode"), "LE1 5WW");
    let text = father.text().to_owned();
    for hers in [MOTHERS, MOTHERS_POSTCODE, MOTHERS_NUMBER, "amina.safe"] {
        assert!(!text.contains(hers), "{hers}: {text}");
    }
    // Staff see the child and all three adults, the unverified one among them.
    let officer = app.officer().get(contacts_of(&hand.child)).expect(200);
    assert_eq!(officer.list_at("/items").len(), 4);
    app.adviser().get(contacts_of(&hand.child)).expect(403);
    app.other_parent().get(contacts_of(&hand.child)).expect(404);
    app.admin().get(contacts_of(&hand.child)).expect(404);
}

fn a_helper_learns_of_nobody_how_they_are_reached_whatever_the_sort_of_account(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    for protected in [None, Some(app.council.parent.user.to_string())] {
        protect(&app, &hand, protected);
    }
    for role in [Role::YoungPerson, Role::Parent] {
        let helper = app.newcomer(role);
        app.helper(&hand.child, &app.council.second_parent, &helper.email, true);
        let helper = app.as_person(&helper);
        helper
            .get(contacts_of(&hand.child))
            .expect_problem(403, "forbidden");
        let seen = helper.reads_case(&hand.case).etag();
        let other = json!({"details": {"address": "5 Fathers Way"}, "reason": "He says so."});
        helper
            .post(contacts_of(&hand.child), &other)
            .seeing(&seen)
            .expect_problem(403, "forbidden");
        for path in [
            format!("/v1/cases/{}", hand.case),
            format!("/v1/children/{}", hand.child),
            format!("/v1/children/{}/enrolments", hand.child),
            format!("/v1/children/{}/parent-links", hand.child),
            format!("/v1/cases/{}/representations", hand.case),
            format!("/v1/plans/{}", hand.final_plan.as_ref().unwrap()),
        ] {
            let answer = helper.get(&path).send();
            for secret in [
                MOTHERS,
                MOTHERS_POSTCODE,
                MOTHERS_NUMBER,
                "Alder Brook",
                "North team",
            ] {
                assert!(!answer.text().contains(secret), "{role} {path}: {answer}");
            }
        }
    }
}

fn a_school_and_the_contact_centre_see_only_a_day_contact(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    for who in [app.school(), app.customer_service()] {
        let seen = who.get(contacts_of(&hand.child)).expect(200);
        assert_eq!(seen.list_at("/items").len(), 1, "{seen}");
        let details = seen.at("/items/0/details");
        assert_eq!(*details, json!({"day_telephone": "07700 900333"}));
    }
    protect(&app, &hand, Some(app.council.parent.user.to_string()));
    let school = app.school().get(contacts_of(&hand.child)).expect(200);
    assert!(school.list_at("/items").is_empty(), "{school}");
    let centre = app.customer_service().get(contacts_of(&hand.child)).expect(200);
    assert_eq!(
        centre.list_at("/items")[0],
        json!({"user_id": app.council.parent.user, "name": "Amina Okafor", "protected": true})
    );
}

fn the_contact_centre_asks_for_a_change_and_an_officer_makes_it(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    let asked = app
        .customer_service()
        .post(
            format!("/v1/children/{}/contact-change-requests", hand.child),
            &json!({"user_id": app.council.parent.user, "details": {"telephone": "01632 960777"}}),
        )
        .expect(201);
    let before = app.parent().get(contacts_of(&hand.child)).expect(200);
    assert_eq!(before.text_at("/items/0/details/telephone"), MOTHERS_NUMBER);
    let waiting = app
        .officer()
        .get(format!("/v1/children/{}/contact-change-requests", hand.child))
        .expect(200);
    assert_eq!(waiting.at("/items/0/id"), asked.at("/id"));
    app.customer_service()
        .get(format!("/v1/children/{}/contact-change-requests", hand.child))
        .expect(403);
    let path = format!("/v1/contact-change-requests/{}/decisions", asked.text_at("/id"));
    let seen = app.officer().reads_case(&hand.case).etag();
    let decided = app
        .officer()
        .post(&path, &json!({"make": true, "reason": "Rang back."}))
        .seeing(&seen)
        .expect(200);
    assert_eq!(*decided.at("/made"), json!(true));
    let after = app.parent().get(contacts_of(&hand.child)).expect(200);
    assert_eq!(after.text_at("/items/0/details/telephone"), "01632 960777");
    let seen = app.officer().reads_case(&hand.case).etag();
    app.officer()
        .post(&path, &json!({"make": false, "reason": "Once more."}))
        .seeing(&seen)
        .expect(409);
    // A parent asks for themself only.
    app.second_parent()
        .post(
            format!("/v1/children/{}/contact-change-requests", hand.child),
            &json!({"user_id": app.council.parent.user, "details": {"telephone": "01632 960777"}}),
        )
        .expect(422);
}

fn a_change_keeps_the_version_before_for_staff(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    let mother = Some(app.council.parent.user.to_string());
    let stale = app.officer().reads_case(&hand.case).etag();
    reached(
        &app,
        &hand.case,
        &hand.child,
        mother,
        json!({"telephone": "01632 960888"}),
    );
    let seen = app.officer().get(contacts_of(&hand.child)).expect(200);
    let record = seen
        .list_at("/items")
        .iter()
        .find(|item| item["name"] == "Amina Okafor")
        .unwrap();
    assert_eq!(record["details"], json!({"telephone": "01632 960888"}));
    assert_eq!(record["earlier"][0]["details"]["postcode"], MOTHERS_POSTCODE);
    assert_eq!(record["earlier"][0]["number"], 1);
    let own = app.parent().get(contacts_of(&hand.child)).expect(200);
    assert!(own.list_at("/items")[0].get("earlier").is_none(), "{own}");
    app.officer()
        .post(
            contacts_of(&hand.child),
            &json!({"details": {"telephone": "01632 960999"}}),
        )
        .seeing(&stale)
        .expect(412);
    // The log knows which fields were recorded and holds none of their values.
    let timeline = app
        .officer()
        .get(format!("/v1/cases/{}/timeline", hand.case))
        .expect(200);
    assert!(timeline.text().to_owned().contains("contacts_changed"));
    let family = app
        .parent()
        .get(format!("/v1/cases/{}/timeline", hand.case))
        .expect(200);
    assert!(!family.text().to_owned().contains("contacts_changed"));
}

fn a_young_person_records_their_own_details(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.young_person().asks_for_an_assessment_of(app.council.leo);
    let seen = app.young_person().reads_case(&case).etag();
    let path = contacts_of(&app.council.leo.to_string());
    app.young_person()
        .post(&path, &json!({"details": {"telephone": "07700 900444"}}))
        .seeing(&seen)
        .expect(201);
    let own = app.young_person().get(&path).expect(200);
    assert_eq!(own.list_at("/items").len(), 1);
    assert_eq!(own.text_at("/items/0/details/telephone"), "07700 900444");
    let seen = app.young_person().reads_case(&case).etag();
    app.young_person()
        .post(
            &path,
            &json!({"user_id": app.council.parent_of_young_person.user, "details": {"telephone": "07700 900444"}}),
        )
        .seeing(&seen)
        .expect(422);
    app.parent_of_young_person().get(&path).expect(404);
}

fn what_has_no_shape_is_refused(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let path = contacts_of(&app.council.maya.to_string());
    let seen = app.officer().reads_case(&case).etag();
    for details in [
        json!({"postcode": "QQ1 1AA"}),
        json!({"telephone": "ring me"}),
        json!({"email": "nobody"}),
        json!({"preferred": "pigeon"}),
        json!({"house": "14"}),
        json!({}),
    ] {
        app.officer()
            .post(&path, &json!({"details": details}))
            .seeing(&seen)
            .expect(422);
    }
    let stranger =
        json!({"user_id": app.council.other_parent.user, "details": {"telephone": "01632 960123"}});
    app.officer().post(&path, &stranger).seeing(&seen).expect(422);
}

fn a_protected_address_gives_itself_away_nowhere(database: TestDatabase) {
    let app = winter(database);
    let hand = app
        .officer()
        .brings_to(&app, app.council.maya, Milestone::DraftServed, app.council.alder);
    // Before anybody knew of the danger, the mother wrote where she lives into her comments.
    app.parent()
        .does(
            &hand.case,
            "representations",
            &json!({
                "text": format!("We moved to {MOTHERS}, ask for Alder Brook."),
                "requested_setting": "Alder Brook Primary School", "wants_meeting": false,
            }),
        )
        .expect(201);
    let mut text = bodies::final_text();
    text["sections"]["A"] = json!(format!("Maya lives with her mother; ring {MOTHERS_NUMBER}."));
    text["sections"]["B"] = json!("Maya goes to alder brook primary-school.");
    text["sections"]["I"] = json!("Alder Brook Primary School, a mainstream school.");
    let plan = app.officer().sends_the_final_plan(&app, &hand.case, &text);
    let mother = app.council.parent.user.to_string();
    reached(
        &app,
        &hand.case,
        &hand.child,
        Some(mother.clone()),
        json!({"address": format!("{MOTHERS}\nAlderton"), "telephone": MOTHERS_NUMBER}),
    );
    let father = app.second_parent();
    let whole = father.get(format!("/v1/plans/{plan}")).expect(200);
    assert!(whole.at("/sections/I").is_string());
    protect(&app, &hand, Some(mother));

    let seen = father.get(format!("/v1/plans/{plan}")).expect(200);
    assert!(seen.at("/sections").get("I").is_none(), "{seen}");
    assert!(
        seen.text_at("/sections/A").starts_with("[This text is not shown"),
        "{seen}"
    );
    assert!(
        seen.text_at("/sections/B").starts_with("[This text is not shown"),
        "{seen}"
    );
    assert!(father.reads_case(&hand.case).at("").get("team").is_none());
    for path in [
        format!("/v1/cases/{}", hand.case),
        format!("/v1/cases/{}/plans", hand.case),
        format!("/v1/cases/{}/representations", hand.case),
        format!("/v1/cases/{}/timeline", hand.case),
        format!("/v1/cases/{}/decisions", hand.case),
        format!("/v1/children/{}/contacts", hand.child),
        format!("/v1/children/{}", hand.child),
        "/v1/cases".to_owned(),
        "/v1/children".to_owned(),
    ] {
        let text = father.get(&path).expect(200).text().to_owned();
        for secret in [
            MOTHERS,
            MOTHERS_NUMBER,
            "Alder Brook",
            "alder brook",
            "North team",
        ] {
            assert!(!text.contains(secret), "{path} says {secret}: {text}");
        }
    }
    // A school reads no text with the address in it, and its own name it knows.
    let school = app.school().get(format!("/v1/plans/{plan}")).expect(200);
    assert!(!school.text().to_owned().contains(MOTHERS_NUMBER), "{school}");
    assert!(school.text_at("/sections/I").contains("Alder Brook"));
    // The mother and the staff read everything.
    for who in [app.parent(), app.officer()] {
        let plan = who.get(format!("/v1/plans/{plan}")).expect(200);
        assert!(plan.text_at("/sections/A").contains(MOTHERS_NUMBER), "{plan}");
        assert!(plan.text_at("/sections/I").contains("Alder Brook"), "{plan}");
    }
}

fn a_text_with_a_contact_detail_is_refused_where_an_address_is_protected(database: TestDatabase) {
    let app = winter(database);
    let hand = app
        .officer()
        .brings_to(&app, app.council.maya, Milestone::DraftServed, app.council.alder);
    protect(&app, &hand, None);
    let said = "Ring 07700 900222 or write to NG1 5FS.";
    let mut advice = bodies::advice_request("other");
    advice["referral"] = json!(said);
    let mut exception = bodies::exception("2026-11-02");
    exception["evidence"] = json!(said);
    let mut last = bodies::final_text();
    last["sections"]["A"] = json!(said);
    let correction = json!({"fact": "request_received", "happened_on": "2026-09-04", "reason": said});
    let comment = json!({"text": said, "wants_meeting": false});
    for (what, body) in [
        ("advice-requests", &advice),
        ("exceptions", &exception),
        ("final-plans", &last),
        ("date-corrections", &correction),
        ("representations", &comment),
    ] {
        let refused = app.officer().does(&hand.case, what, body).expect(422);
        assert!(
            refused.text().to_owned().contains("contact_detail_in_text"),
            "{what}: {refused}"
        );
        assert!(!refused.text().to_owned().contains("900222"), "{refused}");
    }
    let link = json!({
        "email": app.council.other_parent.email, "parental_responsibility": false, "has_care": true, "evidence": said,
    });
    app.officer()
        .post(format!("/v1/children/{}/parent-links", hand.child), &link)
        .expect(422);
    let asked = hand.psychological_advice.clone().unwrap();
    let seen = app
        .adviser()
        .get(format!("/v1/advice-requests/{asked}"))
        .expect(200)
        .etag();
    app.adviser()
        .post(
            format!("/v1/advice-requests/{asked}/answers"),
            &bodies::advice(said),
        )
        .seeing(&seen)
        .expect(422);
    app.parent()
        .post("/v1/requests", &json!({"child_id": hand.child, "reasons": said}))
        .expect(422);
}

fn when_a_protection_ends_texts_are_shown_again(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    let plan = hand.final_plan.clone().unwrap();
    let mother = app.council.parent.user.to_string();
    let protection = protect(&app, &hand, Some(mother)).text_at("/id").to_owned();
    let section = |app: &TestApp| {
        let plan = app.second_parent().get(format!("/v1/plans/{plan}")).expect(200);
        plan.at("/sections").get("I").is_some()
    };
    assert!(!section(&app));
    let ending = json!({"child_id": hand.child, "reason": "The order has ended."});
    let path = format!("/v1/contact-protections/{protection}/endings");
    let seen = app.officer().reads_case(&hand.case).etag();
    app.officer().post(&path, &ending).seeing(&seen).expect(403);
    app.manager().post(&path, &ending).seeing(&seen).expect(200);
    assert!(section(&app));
    let seen = app.officer().reads_case(&hand.case).etag();
    app.manager().post(&path, &ending).seeing(&seen).expect(409);
}

fn nothing_goes_to_the_old_address_after_a_move(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    let mother = Some(app.council.parent.user.to_string());
    let old = format!("{MOTHERS}\nAlderton\n{MOTHERS_POSTCODE}");
    let addresses = [
        old.clone(),
        "amina.safe@example.org".to_owned(),
        "5 Fathers Way\nLE1 5WW".to_owned(),
    ];
    for address in &addresses {
        app.puts_a_letter_to(address);
    }
    reached(
        &app,
        &hand.case,
        &hand.child,
        mother,
        json!({"address": "3 New Close", "postcode": "S1 2HE", "email": "amina.new@example.org"}),
    );
    let states: Vec<_> = addresses
        .iter()
        .map(|address| app.letters_wait_for(address))
        .collect();
    assert_eq!(
        states,
        [0, 0, 1],
        "what was for the mother's old addresses is held, the father's goes"
    );
}

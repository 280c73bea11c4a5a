//! Accounts: invited, accepted, a new password, a new address, changed and closed.

use chrono::Duration;
use ehcp_access::Role;
use ehcp_store::MessagesTo;
use ehcp_test_support::{
    Answer, Call, CaseInHand, Contract, Milestone, PASSWORD, Person, TestApp, TestDatabase, on_both_databases,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

on_both_databases!(
    a_parent_is_invited_answers_about_the_child_and_then_signs_in,
    five_wrong_answers_about_the_child_end_an_invitation,
    an_invitation_expires_after_fourteen_days_and_can_be_sent_again,
    an_invitation_that_is_taken_back_is_of_no_use,
    a_setting_invites_its_own_colleagues_and_nobody_else,
    a_manager_invites_the_staff_of_their_own_teams,
    asking_for_a_new_password_says_nothing_about_who_has_an_account,
    a_new_password_ends_every_session_and_opens_none,
    whoever_lost_the_second_factor_gets_in_again_through_an_administrator_and_their_mail,
    a_new_password_lets_in_at_once_whoever_had_tried_too_often,
    whoever_changes_their_own_password_is_told,
    a_new_address_is_proven_there_and_told_to_the_old_one,
    an_account_that_is_closed_or_moved_is_signed_out_at_once,
    nobody_changes_their_own_account_and_somebody_stays_administrator,
    a_code_for_one_purpose_is_of_no_use_for_another,
    nobody_makes_an_administrator_alone,
    a_powerful_role_is_given_and_taken_by_two,
    of_two_administrators_who_close_each_other_one_stays,
    an_administrator_signs_a_person_or_everybody_out,
    whoever_gives_rights_must_have_proved_who_they_are_just_now,
);

const NEW_PASSWORD: &str = "seven lanterns over the harbour";

fn maya(app: &TestApp) -> CaseInHand {
    app.officer()
        .brings_to(app, app.council.maya, Milestone::Requested, app.council.alder)
}

fn send<'app>(app: &'app TestApp, path: &str, body: &Value) -> Call<'app> {
    app.anonymous(Method::POST, path).with_json(body)
}

fn signs_in(app: &TestApp, email: &str, password: &str) -> Answer {
    send(
        app,
        "/v1/sessions",
        &json!({"email": email, "password": password}),
    )
    .send()
}

fn refused_as(answer: &Answer, code: &str) {
    assert_eq!(answer.status(), 422, "{answer}");
    assert_eq!(answer.text_at("/errors/0/code"), code, "{answer}");
}

fn invites_jo(app: &TestApp) -> Answer {
    let body = json!({
        "email": "Jo.Okafor@example.org", "name": "Jo Okafor", "member": "parent", "parental_responsibility": false,
        "has_care": true, "evidence": "Residence order seen.",
    });
    let path = format!("/v1/children/{}/invitations", app.council.maya);
    app.officer().post(path, &body).expect(201)
}

fn a_parent_is_invited_answers_about_the_child_and_then_signs_in(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = maya(&app);
    let reference = app
        .officer()
        .reads_case(&case.case)
        .text_at("/reference")
        .to_owned();
    drop(app.letters());

    let invitation = invites_jo(&app);
    assert_eq!(invitation.text_at("/state"), "open");
    let email = "jo.okafor@example.org";
    let letter = app.letter_to(email);
    for never in ["Maya", "Okafor", reference.as_str()] {
        assert!(!letter.content.contains(never), "{never} in: {}", letter.content);
    }
    let code = letter.code();
    // The code is in the letter alone.
    let kept = app
        .store
        .read_blocking(|tx| tx.messages_to(&MessagesTo::Address("jo.okafor@example.org".to_owned())))
        .unwrap();
    assert!(
        kept.iter()
            .all(|row| row.content.contains("{code}") && !row.content.contains(&code))
    );

    assert_eq!(
        signs_in(&app, email, "none").status(),
        401,
        "nobody signs in before accepting"
    );
    let accept = |answers: Value| {
        let mut body = json!({"code": code, "password": NEW_PASSWORD});
        body.as_object_mut()
            .unwrap()
            .extend(answers.as_object().unwrap().clone());
        send(&app, "/v1/invitation-acceptances", &body).send()
    };
    refused_as(&accept(json!({})), "wrong_answer");
    refused_as(
        &accept(json!({"born_on": "2018-03-15", "case_reference": reference})),
        "wrong_answer",
    );
    refused_as(
        &accept(json!({"born_on": "2018-03-14", "case_reference": "EHC-2026-999999"})),
        "wrong_answer",
    );
    let right = json!({"born_on": "2018-03-14", "case_reference": reference.to_lowercase()});
    let accepted = accept(right.clone());
    assert_eq!(
        (accepted.status(), accepted.text().is_empty()),
        (204, true),
        "accepting signs nobody in"
    );
    refused_as(&accept(right), "code_of_no_use");

    let session = signs_in(&app, email, NEW_PASSWORD);
    assert_eq!(session.status(), 201, "{session}");
    let token = session.text_at("/access_token").to_owned();
    let path = format!("/v1/cases/{}", case.case);
    app.anonymous(Method::GET, path).with_token(&token).expect(200);
}

fn five_wrong_answers_about_the_child_end_an_invitation(database: TestDatabase) {
    let app = TestApp::on(database);
    maya(&app);
    let invited = app.invited_by(&app.council.officer, Role::Parent, None, Some(app.council.maya));
    let mut body = json!({
        "code": invited.code, "password": NEW_PASSWORD, "born_on": "2018-03-15", "case_reference": "EHC-2026-000001",
    });
    for _ in 0..5 {
        refused_as(
            &send(&app, "/v1/invitation-acceptances", &body).send(),
            "wrong_answer",
        );
    }
    body["born_on"] = json!("2018-03-14");
    refused_as(
        &send(&app, "/v1/invitation-acceptances", &body).send(),
        "code_of_no_use",
    );
}

fn an_invitation_expires_after_fourteen_days_and_can_be_sent_again(database: TestDatabase) {
    let app = TestApp::on(database);
    let invited = app.invited_by(&app.council.admin, Role::Adviser, None, None);
    let accept = |code: &str| {
        let body = json!({"code": code, "password": NEW_PASSWORD});
        send(&app, "/v1/invitation-acceptances", &body).send()
    };
    app.clock.advance(Duration::days(14));
    refused_as(&accept(&invited.code), "code_of_no_use");

    let path = format!("/v1/invitations/{}", invited.invitation);
    let read = app.admin().get(&path).expect(200);
    assert_eq!(read.text_at("/state"), "expired");
    let again = app
        .admin()
        .post(format!("{path}/resends"), &json!({}))
        .seeing(&read.etag())
        .expect(200);
    assert_eq!(again.text_at("/state"), "open");
    let code = app.letter_to(&invited.email).code();
    refused_as(&accept(&invited.code), "code_of_no_use");
    assert_eq!(accept(&code).status(), 204);
    app.admin()
        .post(format!("{path}/resends"), &json!({}))
        .seeing(&app.admin().get(&path).expect(200).etag())
        .expect_problem(409, "already-done");
}

fn an_invitation_that_is_taken_back_is_of_no_use(database: TestDatabase) {
    let app = TestApp::on(database);
    let invited = app.invited_by(&app.council.admin, Role::Adviser, None, None);
    let path = format!("/v1/invitations/{}", invited.invitation);
    let read = app.admin().get(&path).expect(200);
    app.admin()
        .post(format!("{path}/revocations"), &json!({}))
        .seeing("\"9-00000000\"")
        .expect_problem(412, "stale-version");
    app.admin()
        .post(format!("{path}/revocations"), &json!({}))
        .seeing(&read.etag())
        .expect(200);
    let accept = |code: &str| {
        let body = json!({"code": code, "password": NEW_PASSWORD});
        send(&app, "/v1/invitation-acceptances", &body).send()
    };
    refused_as(&accept(&invited.code), "code_of_no_use");
    // A code that was never given is answered in the very same words.
    let never = accept(&"0".repeat(48));
    assert_eq!(never.without_trace(), accept(&invited.code).without_trace());
    // What was not sent yet is not sent any more.
    let body = json!({"email": "kit@example.org", "name": "Kit", "role": "adviser"});
    let unsent = app.admin().post("/v1/invitations", &body).expect(201);
    let path = format!("/v1/invitations/{}", unsent.text_at("/id"));
    let back = app
        .admin()
        .post(format!("{path}/revocations"), &json!({}))
        .seeing(&unsent.etag())
        .expect(200);
    assert!(app.letters().is_empty(), "the letter stayed here");
    app.admin()
        .post(format!("{path}/revocations"), &json!({}))
        .seeing(&back.etag())
        .expect_problem(409, "already-done");
    // After all: sent again with a code of its own.
    app.admin()
        .post(format!("{path}/resends"), &json!({}))
        .seeing(&back.etag())
        .expect(200);
    assert_eq!(accept(&app.letter_to("kit@example.org").code()).status(), 204);
}

fn a_setting_invites_its_own_colleagues_and_nobody_else(database: TestDatabase) {
    let app = TestApp::on(database);
    let invite = |body: Value| app.school().post("/v1/invitations", &body);
    let colleague = json!({"email": "lee.park@example.org", "name": "Lee Park", "role": "school"});
    let invitation = invite(colleague.clone()).expect(201);
    assert_eq!(
        invitation.text_at("/education_setting_id"),
        app.council.alder.to_string()
    );
    let twice = invite(colleague).send();
    refused_as(&twice, "email_taken");
    let other = json!({
        "email": "kit@example.org", "name": "Kit", "role": "school", "education_setting_id": app.council.birch,
    });
    invite(other).expect_problem(403, "forbidden");
    let officer = json!({"email": "kit@example.org", "name": "Kit", "role": "officer"});
    invite(officer).expect_problem(403, "forbidden");
    // The other setting does not know of it.
    let path = format!("/v1/invitations/{}", invitation.text_at("/id"));
    app.school().get(&path).expect(200);
    app.other_school().get(&path).expect_problem(404, "not-found");
    assert!(
        app.other_school()
            .get("/v1/invitations")
            .expect(200)
            .list_at("/items")
            .is_empty()
    );
}

fn a_manager_invites_the_staff_of_their_own_teams(database: TestDatabase) {
    let app = TestApp::on(database);
    let invite = |role: &str, team| {
        let body = json!({"email": "kit@example.org", "name": "Kit", "role": role, "team_ids": [team]});
        app.manager().post("/v1/invitations", &body)
    };
    invite("officer", app.council.south).expect_problem(403, "forbidden");
    invite("admin", app.council.north).expect_problem(403, "forbidden");
    invite("manager", app.council.north).expect_problem(403, "forbidden");
    let asked = invite("officer", app.council.north).expect(202);
    let approval = asked.header("location").to_owned();
    assert_eq!(asked.text_at("/kind"), "give_case_access");
    assert_eq!(
        asked.text_at("/reason"),
        "Invitation of Kit (kit@example.org) as SEND officer."
    );
    assert!(
        app.letters().is_empty(),
        "nobody is written to before a second person agrees"
    );
    let decisions = format!("{approval}/decisions");
    let agrees = json!({"answer": "agree"});
    app.manager()
        .post(&decisions, &agrees)
        .expect_problem(403, "forbidden");
    // A manager of another team and a school know nothing of it; an administrator leaves it to others.
    app.manager_of_other_team()
        .post(&decisions, &agrees)
        .expect_problem(404, "not-found");
    app.admin()
        .post(&decisions, &agrees)
        .expect_problem(403, "forbidden");
    app.school()
        .post(&decisions, &agrees)
        .expect_problem(403, "forbidden");
    app.school().get(&approval).expect_problem(403, "forbidden");
    assert_eq!(
        app.governance()
            .post(&decisions, &agrees)
            .expect(200)
            .text_at("/state"),
        "applied"
    );
    let code = app.letter_to("kit@example.org").code();
    let body = json!({"code": code, "password": NEW_PASSWORD});
    send(&app, "/v1/invitation-acceptances", &body).expect(204);
    assert_eq!(signs_in(&app, "kit@example.org", NEW_PASSWORD).status(), 201);
    // Whoever asked looks after the invitation.
    let listed = app.manager().get("/v1/invitations").expect(200);
    assert_eq!(listed.text_at("/items/0/state"), "accepted");
}

fn asking_for_a_new_password_says_nothing_about_who_has_an_account(database: TestDatabase) {
    let app = TestApp::on(database);
    let ask = |email: &str| send(&app, "/v1/password-resets", &json!({"email": email})).expect(204);
    let known = ask(&app.council.parent.email);
    let unknown = ask("nobody@example.org");
    assert_eq!(known.text(), unknown.text());
    let letters = app.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, app.council.parent.email);
    // Asking changes nothing, and asking again and again does not fill a letter box.
    assert_eq!(signs_in(&app, &app.council.parent.email, PASSWORD).status(), 201);
    for _ in 0..5 {
        ask(&app.council.parent.email);
    }
    assert_eq!(app.letters().len(), 2);
    app.clock.advance(Duration::hours(1));
    ask(&app.council.parent.email);
    assert_eq!(app.letters().len(), 1);
}

fn whoever_lost_the_second_factor_gets_in_again_through_an_administrator_and_their_mail(
    database: TestDatabase,
) {
    let app = TestApp::on(database);
    let (person, email) = (&app.council.officer, app.council.officer.email.clone());
    let path = format!("/v1/users/{}/second-factor", person.user);
    app.admin().delete(&path).expect_problem(404, "not-found");
    app.enrols_second_factor(person);
    assert_eq!(signs_in(&app, &email, PASSWORD).status(), 202);
    app.manager().delete(&path).expect_problem(403, "forbidden");
    let own = format!("/v1/users/{}/second-factor", app.council.admin.user);
    app.admin().delete(&own).expect_problem(403, "forbidden");
    app.admin().delete(&path).expect(204);
    app.officer().get("/v1/me").expect_problem(401, "unauthenticated");
    assert_eq!(app.letter_to(&email).subject, "Your second factor was removed");
    // Neither factor is left to whoever had the other one.
    assert_eq!(signs_in(&app, &email, PASSWORD).status(), 401);
    send(&app, "/v1/password-resets", &json!({"email": email})).expect(204);
    let body = json!({"code": app.letter_to(&email).code(), "password": NEW_PASSWORD});
    send(&app, "/v1/password-reset-completions", &body).expect(204);
    assert_eq!(signs_in(&app, &email, NEW_PASSWORD).status(), 201);
}

fn a_new_password_ends_every_session_and_opens_none(database: TestDatabase) {
    let app = TestApp::on(database);
    let email = app.council.parent.email.clone();
    let asks = || {
        send(&app, "/v1/password-resets", &json!({"email": email})).expect(204);
        app.letter_to(&email).code()
    };
    let choose = |code: &str, password: &str| {
        let body = json!({"code": code, "password": password});
        send(&app, "/v1/password-reset-completions", &body).send()
    };
    let late = asks();
    app.clock.advance(Duration::hours(1));
    refused_as(&choose(&late, NEW_PASSWORD), "code_of_no_use");

    let (one, two) = (asks(), asks());
    refused_as(&choose(&one, "too short"), "password_length");
    app.parent().get("/v1/me").expect(200);
    let chosen = choose(&one, NEW_PASSWORD);
    assert_eq!((chosen.status(), chosen.text().is_empty()), (204, true));
    app.parent().get("/v1/me").expect_problem(401, "unauthenticated");
    refused_as(&choose(&one, NEW_PASSWORD), "code_of_no_use");
    refused_as(&choose(&two, NEW_PASSWORD), "code_of_no_use");
    assert_eq!(signs_in(&app, &email, PASSWORD).status(), 401);
    assert_eq!(signs_in(&app, &email, NEW_PASSWORD).status(), 201);
    assert_eq!(app.letter_to(&email).subject, "Your password was changed");
}

fn a_new_password_lets_in_at_once_whoever_had_tried_too_often(database: TestDatabase) {
    let app = TestApp::on(database);
    let email = app.council.parent.email.clone();
    let device = signs_in(&app, &email, PASSWORD)
        .text_at("/device_token")
        .to_owned();
    let on_device = |password: &str| {
        let body = json!({"email": email, "password": password, "device_token": device});
        send(&app, "/v1/sessions", &body).send()
    };
    for _ in 0..11 {
        assert_eq!(signs_in(&app, &email, "not the password at all").status(), 401);
        assert_eq!(on_device("not the password at all").status(), 401);
    }
    assert_eq!(signs_in(&app, &email, PASSWORD).status(), 429);
    assert_eq!(on_device(PASSWORD).status(), 429);
    let code = app.reset_code_of(&app.council.parent);
    let body = json!({"code": code, "password": NEW_PASSWORD});
    send(&app, "/v1/password-reset-completions", &body).expect(204);
    assert_eq!(signs_in(&app, &email, NEW_PASSWORD).status(), 201);
    assert_eq!(on_device(NEW_PASSWORD).status(), 201);
}

fn whoever_changes_their_own_password_is_told(database: TestDatabase) {
    let app = TestApp::on(database);
    let change = |current: &str| {
        let body = json!({"current_password": current, "new_password": NEW_PASSWORD});
        app.parent().asks(Method::PUT, "/v1/me/password").with_json(&body)
    };
    assert_eq!(change("not the password at all").send().status(), 401);
    assert!(app.letters().is_empty());
    change(PASSWORD).expect(204);
    let letter = app.letter_to(&app.council.parent.email);
    assert_eq!(letter.subject, "Your password was changed");
}

fn a_new_address_is_proven_there_and_told_to_the_old_one(database: TestDatabase) {
    let app = TestApp::on(database);
    let (old, new) = (app.council.parent.email.clone(), "amina@example.net");
    let ask = |email: &str, password: &str| {
        let body = json!({"email": email, "password": password});
        app.parent().post("/v1/me/email-changes", &body).send()
    };
    assert_eq!(ask(new, "not my password at all").status(), 401);
    assert!(app.letters().is_empty());
    // Another account's address is answered in the same way, and sent nothing.
    assert_eq!(ask(&app.council.second_parent.email, PASSWORD).status(), 204);
    assert!(app.letters().iter().all(|letter| letter.to == old));
    assert_eq!(ask(new, PASSWORD).status(), 204);
    let letters = app.letters();
    let to = |address: &str| letters.iter().find(|letter| letter.to == address).unwrap();
    assert_eq!(to(&old).subject, "Your e-mail address is to be changed");
    let code = to(new).code();

    let confirm = || send(&app, "/v1/email-change-confirmations", &json!({"code": code})).send();
    assert_eq!(confirm().status(), 204);
    refused_as(&confirm(), "code_of_no_use");
    app.parent().get("/v1/me").expect_problem(401, "unauthenticated");
    assert_eq!(signs_in(&app, &old, PASSWORD).status(), 401);
    assert_eq!(signs_in(&app, new, PASSWORD).status(), 201);
    let told: BTreeSet<_> = app.letters().into_iter().map(|letter| letter.to).collect();
    assert_eq!(told, BTreeSet::from([old, new.to_owned()]));
}

fn an_account_that_is_closed_or_moved_is_signed_out_at_once(database: TestDatabase) {
    let app = TestApp::on(database);
    let person = app.council.colleague.clone();
    let path = format!("/v1/users/{}", person.user);
    let change = |body: Value| {
        let seen = app.admin().get(&path).expect(200).etag();
        app.admin()
            .asks(Method::PATCH, &path)
            .with_json(&body)
            .seeing(&seen)
    };
    change(json!({"name": "Omar A. Said"})).expect(200);
    app.colleague().get("/v1/me").expect(200);
    let agrees = |by: &Person, asked: &Answer| {
        let decisions = format!("{}/decisions", asked.header("location"));
        app.as_person(by)
            .post(decisions, &json!({"answer": "agree"}))
            .expect(200);
    };
    let asked = change(json!({"team_ids": [app.council.south]})).expect(202);
    app.colleague().get("/v1/me").expect(200);
    agrees(&app.council.manager_of_other_team, &asked);
    let moved = app.admin().get(&path).expect(200);
    assert_eq!(moved.at("/team_ids"), &json!([app.council.south]));
    app.colleague()
        .get("/v1/me")
        .expect_problem(401, "unauthenticated");

    let session = app.in_another_session(&person);
    let closed = change(json!({"open": false})).expect(200);
    assert_eq!(closed.text_at("/state"), "closed");
    app.as_person(&session)
        .get("/v1/me")
        .expect_problem(401, "unauthenticated");
    assert_eq!(signs_in(&app, &person.email, PASSWORD).status(), 401);
    let asked = change(json!({"open": true})).expect(202);
    agrees(&app.council.governance, &asked);
    assert_eq!(signs_in(&app, &person.email, PASSWORD).status(), 201);
    let of_account = person.user.into();
    let log = app
        .store
        .read_blocking(move |tx| tx.account_events_after(of_account, 0, 100))
        .unwrap();
    let kinds: Vec<_> = log.iter().map(|event| event.kind.as_str()).collect();
    let expected = [
        "changed",
        "sessions_ended",
        "left_team",
        "joined_team",
        "sessions_ended",
        "disabled",
        "enabled",
    ];
    assert!(kinds.ends_with(&expected), "{kinds:?}");
    assert!(
        log.iter().all(|event| !event.details.contains("Omar")),
        "never a name"
    );
    refused_as(&change(json!({"role": "parent"})).send(), "role_is_fixed");
    refused_as(
        &change(json!({"education_setting_id": app.council.alder})).send(),
        "no_school",
    );
    app.admin()
        .asks(Method::PATCH, &path)
        .with_json(&json!({"name": "X"}))
        .seeing("\"1-00000000\"")
        .expect_problem(412, "stale-version");
}

fn nobody_changes_their_own_account_and_somebody_stays_administrator(database: TestDatabase) {
    let app = TestApp::on(database);
    let path = format!("/v1/users/{}", app.council.admin.user);
    let seen = app.admin().get(&path).expect(200).etag();
    for body in [
        json!({"role": "manager"}),
        json!({"open": false}),
        json!({"team_ids": []}),
    ] {
        app.admin()
            .asks(Method::PATCH, &path)
            .with_json(&body)
            .seeing(&seen)
            .expect_problem(403, "forbidden");
    }
    app.manager()
        .asks(Method::PATCH, &path)
        .with_json(&json!({"role": "manager"}))
        .seeing(&seen)
        .expect_problem(403, "forbidden");
}

fn a_code_for_one_purpose_is_of_no_use_for_another(database: TestDatabase) {
    let app = TestApp::on(database);
    let invited = app.invited_by(&app.council.admin, Role::Adviser, None, None);
    let body = json!({"code": invited.code, "password": NEW_PASSWORD});
    refused_as(
        &send(&app, "/v1/password-reset-completions", &body).send(),
        "code_of_no_use",
    );
    let body = json!({"code": invited.code});
    refused_as(
        &send(&app, "/v1/email-change-confirmations", &body).send(),
        "code_of_no_use",
    );
}

fn nobody_makes_an_administrator_alone(database: TestDatabase) {
    let app = TestApp::on(database);
    let invite = |name: &str| {
        let body = json!({"email": format!("{name}@example.org"), "name": name, "role": "admin"});
        app.admin().post("/v1/invitations", &body)
    };
    let agrees = json!({"answer": "agree"});
    let asked = invite("first").expect(202);
    assert_eq!(asked.text_at("/kind"), "grant_power");
    assert!(app.letters().is_empty());
    let decisions = format!("{}/decisions", asked.header("location"));
    app.admin()
        .post(&decisions, &agrees)
        .expect_problem(403, "forbidden");
    app.manager()
        .post(&decisions, &agrees)
        .expect_problem(404, "not-found");
    app.governance().post(&decisions, &agrees).expect(200);
    assert!(app.letter_to("first@example.org").content.contains("code"));
    // Another administrator agrees as well as information governance; while there is nobody, nothing is done.
    app.close_account_of(&app.council.governance);
    let refused = invite("second").expect_problem(409, "not-yet");
    assert!(refused.text().contains("ehcp user add"), "{refused}");
    assert!(app.letters().is_empty());
    let second = app.newcomer(Role::Admin);
    let asked = invite("second").expect(202);
    let decisions = format!("{}/decisions", asked.header("location"));
    app.as_person(&second).post(&decisions, &agrees).expect(200);
    drop(app.letter_to("second@example.org"));
}

fn a_powerful_role_is_given_and_taken_by_two(database: TestDatabase) {
    let app = TestApp::on(database);
    let second = app.newcomer(Role::Admin);
    let third = app.newcomer(Role::Admin);
    let change = |id: ehcp_case::UserId, body: Value| {
        let path = format!("/v1/users/{id}");
        let seen = app.admin().get(&path).expect(200).etag();
        app.admin()
            .asks(Method::PATCH, &path)
            .with_json(&body)
            .seeing(&seen)
    };
    let agrees = json!({"answer": "agree"});
    let colleague = app.council.colleague.clone();
    let asked = change(colleague.user, json!({"role": "information_governance"})).expect(202);
    // It only waits: the role and the session are as they were.
    assert_eq!(
        app.colleague().get("/v1/me").expect(200).text_at("/role"),
        "officer"
    );
    let decisions = format!("{}/decisions", asked.header("location"));
    app.admin()
        .post(&decisions, &agrees)
        .expect_problem(403, "forbidden");
    app.as_person(&second).post(&decisions, &agrees).expect(200);
    app.colleague()
        .get("/v1/me")
        .expect_problem(401, "unauthenticated");
    let path = format!("/v1/users/{}", colleague.user);
    assert_eq!(
        app.admin().get(&path).expect(200).text_at("/role"),
        "information_governance"
    );

    // Whom it is about is not told of it, and does not agree to it.
    let asked = change(third.user, json!({"open": false})).expect(202);
    let decisions = format!("{}/decisions", asked.header("location"));
    app.as_person(&third)
        .post(&decisions, &agrees)
        .expect_problem(404, "not-found");
    app.as_person(&third).get("/v1/me").expect(200);
    // What was asked of an account that has changed since is not done.
    let renamed = change(third.user, json!({"name": "Ella Winter"})).expect(202);
    let rename = format!("{}/decisions", renamed.header("location"));
    app.as_person(&second).post(&rename, &agrees).expect(200);
    app.as_person(&second)
        .post(&decisions, &agrees)
        .expect_problem(409, "approval-closed");
    app.as_person(&third).get("/v1/me").expect(200);
    let asked = change(third.user, json!({"open": false})).expect(202);
    let decisions = format!("{}/decisions", asked.header("location"));
    app.as_person(&second).post(&decisions, &agrees).expect(200);
    app.as_person(&third)
        .get("/v1/me")
        .expect_problem(401, "unauthenticated");
    // Of the two who are left, nobody closes the other alone: power is not taken without a second person either.
    app.close_account_of(&app.council.governance);
    app.close_account_of(&colleague);
    let governance = json!({"email": "kit@example.org", "name": "Kit", "role": "information_governance"});
    change(second.user, json!({"role": "manager"})).expect_problem(409, "not-yet");
    change(second.user, json!({"open": false})).expect_problem(409, "not-yet");
    app.as_person(&second).get("/v1/me").expect(200);
    app.admin().post("/v1/invitations", &governance).expect(202);
}

fn of_two_administrators_who_close_each_other_one_stays(database: TestDatabase) {
    let app = TestApp::on(database);
    let second = app.newcomer(Role::Admin);
    let asks_to_close = |by: &Person, whom: &Person| {
        let path = format!("/v1/users/{}", whom.user);
        let seen = app.as_person(by).get(&path).expect(200);
        let asked = app
            .as_person(by)
            .asks(Method::PATCH, &path)
            .with_json(&json!({"open": false}))
            .seeing(&seen.etag())
            .expect(202);
        format!("{}/decisions", asked.header("location"))
    };
    let asked = [
        asks_to_close(&app.council.admin, &second),
        asks_to_close(&second, &app.council.admin),
    ];
    let close = |path: &String| {
        app.governance()
            .post(path, &json!({"answer": "agree"}))
            .send()
            .status()
    };
    let first = app.council.admin.clone();
    let barrier = std::sync::Barrier::new(2);
    let both: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = asked
            .iter()
            .map(|path| {
                let (close, barrier) = (&close, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    close(path)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let done = both.iter().filter(|status| **status == 200).count();
    assert_eq!(done, 1, "{both:?}");
    let open = [&first, &second].into_iter().filter(|person| {
        let me = app.as_person(person).get("/v1/me").send();
        me.status() == 200
    });
    assert_eq!(open.count(), 1);
}

fn an_administrator_signs_a_person_or_everybody_out(database: TestDatabase) {
    let app = TestApp::on(database);
    let person = app.council.parent.clone();
    let other = app.in_another_session(&person);
    let path = format!("/v1/users/{}/sessions", person.user);
    let of_person = |by: ehcp_test_support::Actor<'_>| by.asks(Method::DELETE, &path).send().status();
    assert_eq!(of_person(app.manager()), 403);
    assert_eq!(of_person(app.parent()), 403);
    app.parent().get("/v1/me").expect(200);
    assert_eq!(of_person(app.admin()), 204);
    for session in [&person, &other] {
        app.as_person(session)
            .get("/v1/me")
            .expect_problem(401, "unauthenticated");
    }
    assert_eq!(
        signs_in(&app, &person.email, PASSWORD).status(),
        201,
        "the account is open"
    );
    let nobody = format!("/v1/users/{}/sessions", uuid::Uuid::now_v7());
    app.admin()
        .asks(Method::DELETE, &nobody)
        .expect_problem(404, "not-found");

    let refused = app.officer().asks(Method::DELETE, "/v1/sessions").send();
    assert_eq!(refused.status(), 403);
    app.second_parent().get("/v1/me").expect(200);
    app.admin().asks(Method::DELETE, "/v1/sessions").expect(204);
    for who in [
        &app.council.second_parent,
        &app.council.officer,
        &app.council.service,
    ] {
        app.as_person(who)
            .get("/v1/me")
            .expect_problem(401, "unauthenticated");
    }
    app.admin().get("/v1/me").expect(200);
    let told = app.logs().security();
    for event in ["sessions_of_a_person_ended", "every_session_ended"] {
        assert!(told.iter().any(|entry| entry.event == event), "{event}");
    }
}

fn whoever_gives_rights_must_have_proved_who_they_are_just_now(database: TestDatabase) {
    let app = TestApp::on(database);
    let session = app.in_another_session(&app.council.admin);
    let admin = app.as_person(&session);
    let path = format!("/v1/users/{}", app.council.colleague.user);
    let seen = admin.get(&path).expect(200).etag();
    app.clock.advance(Duration::minutes(6));
    let person = app.council.colleague.user;
    let invite = json!({"email": "kit@example.org", "name": "Kit", "role": "adviser"});
    admin
        .asks(Method::PATCH, &path)
        .with_json(&json!({"role": "manager"}))
        .seeing(&seen)
        .expect_problem(401, "step-up-needed");
    admin
        .post("/v1/invitations", &invite)
        .expect_problem(401, "step-up-needed");
    admin
        .asks(Method::DELETE, format!("/v1/users/{person}/sessions"))
        .expect_problem(401, "step-up-needed");
    app.colleague().get("/v1/me").expect(200);
    admin
        .post("/v1/me/reauthentications", &json!({"password": PASSWORD}))
        .expect(201);
    admin.post("/v1/invitations", &invite).expect(201);
}

/// Whoever is asked for a password gives their own: nobody can set, choose or read that of somebody else.
#[test]
fn no_operation_takes_or_gives_somebody_elses_password() {
    // Each takes the password of whoever calls, or of whoever holds the code or secret that comes with it.
    let own = BTreeSet::from([
        "create_session",
        "create_first_administrator",
        "create_invitation_acceptance",
        "use_password_reset",
        "create_email_change",
        "create_reauthentication",
        "change_own_password",
        "remove_second_factor",
    ]);
    let contract = Contract::get();
    let with_password = |member: &str| -> BTreeSet<&str> {
        let operations = contract.operations.iter();
        operations
            .filter(|operation| names_a_password(&contract.document, &operation.says[member]))
            .map(|operation| operation.id.as_str())
            .collect()
    };
    assert_eq!(with_password("requestBody"), own);
    assert_eq!(with_password("responses"), BTreeSet::new());
    assert_eq!(with_password("parameters"), BTreeSet::new());
}

/// Whether a part of the document, or a schema that it points to, has a member for a password.
fn names_a_password(document: &Value, part: &Value) -> bool {
    match part {
        Value::Object(members) => members.iter().any(|(name, value)| match value.as_str() {
            Some(pointer) if name == "$ref" => {
                let schema = document.pointer(pointer.trim_start_matches('#'));
                names_a_password(document, schema.unwrap())
            }
            Some(format) if name == "format" => format == "password",
            Some(parameter) if name == "name" => parameter.contains("password"),
            _ if name == "example" || name == "examples" => false,
            _ if name == "properties" => {
                let named = value
                    .as_object()
                    .is_some_and(|members| members.keys().any(|name| name.contains("password")));
                named || names_a_password(document, value)
            }
            _ => names_a_password(document, value),
        }),
        Value::Array(items) => items.iter().any(|item| names_a_password(document, item)),
        _ => false,
    }
}

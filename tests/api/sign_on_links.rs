//! What the authority's own sign-in opens beside a password, what it changes in an account, and how that is taken back.

use super::single_sign_on::{OFFICERS, Scene};
use chrono::Duration;
use ehcp_access::Role;
use ehcp_casework::{ProviderAlone, SignOnRole, SignOnRules};
use ehcp_store::SignOnIdentityRow;
use ehcp_test_support::{Council, PASSWORD, Somebody, TWO_FACTORS, TestApp, TestDatabase, on_both_databases};
use reqwest::Method;
use serde_json::json;

on_both_databases!(
    whom_the_provider_knows_has_no_password,
    codes_from_before_a_link_are_of_no_use_after_it,
    accounts_that_stay_out_keep_their_password_and_are_never_matched,
    every_wrong_password_takes_one_hash_whoever_it_is_tried_for,
    a_session_through_the_provider_is_one_factor_unless_it_says_two,
    each_link_and_each_change_by_the_provider_is_told_in_a_letter,
    a_powerful_account_is_linked_by_its_owner_alone,
    an_administrator_takes_a_link_back,
    settings_and_the_council_do_not_change_into_each_other,
    only_who_is_signed_in_and_named_begins_a_step_up,
    a_provider_that_does_not_answer_is_left_alone_for_a_while,
    rules_that_name_nothing_are_found_before_anybody_signs_in,
    a_council_at_one_address_signs_in_beside_its_passwords,
);

const ALDER: &str = "staff-of-alder";
const BIRCH: &str = "staff-of-birch";

fn whom_the_provider_knows_has_no_password(database: TestDatabase) {
    let scene = Scene::on(database);
    let email = scene.app.council.officer.email.clone();
    assert_eq!(
        scene.password_of(&email).status(),
        201,
        "until the provider knows her"
    );
    let session = scene.signs_in();
    assert_eq!(session.status(), 201, "{session}");
    drop(scene.app.letters());
    let nobody = scene.password_of("nobody@example.org");
    let refused = scene.password_of(&email);
    assert_eq!(refused.status(), 401);
    assert_eq!(refused.without_trace(), nobody.without_trace());
    // Nor does her mailbox give her one.
    let asks = json!({"email": email});
    scene
        .app
        .anonymous(Method::POST, "/v1/password-resets")
        .with_json(&asks)
        .expect(204);
    assert!(scene.app.letters().is_empty());
    let token = session.text_at("/access_token");
    for (path, body) in [
        ("/v1/me/reauthentications", json!({"password": PASSWORD})),
        (
            "/v1/me/password",
            json!({"current_password": PASSWORD, "new_password": "seven lanterns over the harbour"}),
        ),
    ] {
        let method = if path.ends_with("password") {
            Method::PUT
        } else {
            Method::POST
        };
        let call = scene.app.anonymous(method, path).with_token(token);
        let answer = call.with_json(&body).send();
        assert_eq!(answer.status(), 401, "{path}: {answer}");
    }
    // Whom the provider has shut out stays out.
    scene.issuer.changes(|rosa| rosa.groups.clear());
    assert_eq!(scene.signs_in().status(), 403);
    assert_eq!(scene.me(&session).status(), 401);
    assert_eq!(scene.password_of(&email).status(), 401);
}

fn codes_from_before_a_link_are_of_no_use_after_it(database: TestDatabase) {
    let scene = Scene::on(database);
    let officer = scene.app.council.officer.clone();
    let code = scene.app.reset_code_of(&officer);
    scene.app.enrols_second_factor(&officer);
    let challenge = scene.app.shows_password(&officer);
    scene.app.clock.advance(Duration::seconds(30));
    assert_eq!(scene.signs_in().status(), 201);
    let second = json!({"challenge": challenge, "code": scene.app.code_of(&officer)});
    let chosen = json!({"code": code, "password": "seven lanterns over the harbour"});
    for (path, body, status) in [
        ("/v1/session-confirmations", second, 401),
        ("/v1/password-reset-completions", chosen, 422),
    ] {
        let answer = scene.app.anonymous(Method::POST, path).with_json(&body).send();
        assert_eq!(answer.status(), status, "{path}: {answer}");
    }
}

fn accounts_that_stay_out_keep_their_password_and_are_never_matched(database: TestDatabase) {
    let scene = Scene::proving(
        database,
        |_, _| {},
        |identity| {
            let but = vec!["rosa.whitfield@example.org".to_owned()];
            identity.provider_alone = Some(ProviderAlone { but });
        },
    );
    let email = scene.app.council.officer.email.clone();
    assert_eq!(scene.signs_in().status(), 403);
    assert_eq!(scene.last_event(), "sign_on_no_account");
    assert_eq!(scene.links(&scene.app.council.officer).status(), 403);
    assert_eq!(scene.password_of(&email).status(), 201);
    // Nobody else stays out of it.
    let colleague = scene.app.council.colleague.email.clone();
    scene.issuer.changes(|who| {
        who.subject = "omar".to_owned();
        who.email = colleague.clone();
    });
    assert_eq!(scene.signs_in().status(), 201);
    assert_eq!(scene.password_of(&colleague).status(), 401);
}

fn every_wrong_password_takes_one_hash_whoever_it_is_tried_for(database: TestDatabase) {
    let scene = Scene::with(database, |rules| rules.makes_accounts = true);
    scene.issuer.changes(|kit| {
        kit.subject = "kit".to_owned();
        kit.email = "kit@example.org".to_owned();
    });
    assert_eq!(scene.signs_in().status(), 201);
    scene.rosa();
    assert_eq!(scene.signs_in().status(), 201);
    let council = scene.app.council.clone();
    let invited = scene.app.invited_by(&council.admin, Role::Adviser, None, None);
    scene.app.close_account_of(&council.auditor);
    scene.app.enrols_second_factor(&council.manager);
    let mut answers = Vec::new();
    for (who, email) in [
        ("nobody", "nobody@example.org"),
        ("somebody with a password", council.reviewer.email.as_str()),
        ("with a second factor", council.manager.email.as_str()),
        ("whose account is closed", council.auditor.email.as_str()),
        ("who was invited", invited.email.as_str()),
        ("whose account the provider made", "kit@example.org"),
        ("whom the provider knows", council.officer.email.as_str()),
        ("a program", council.service.email.as_str()),
    ] {
        let before = scene.app.passwords.computed();
        let answer = scene
            .app
            .anonymous(Method::POST, "/v1/sessions")
            .with_json(&json!({"email": email, "password": "a loud river in autumn"}))
            .send();
        assert_eq!(answer.status(), 401, "{who}: {answer}");
        assert_eq!(scene.app.passwords.computed(), before + 1, "{who}");
        answers.push(answer.without_trace());
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
}

fn a_session_through_the_provider_is_one_factor_unless_it_says_two(database: TestDatabase) {
    let scene = Scene::proving(
        database,
        |_, _| {},
        |identity| identity.second_factor_for = vec![Role::Officer],
    );
    let begins = |session: &ehcp_test_support::Answer| {
        let token = session.text_at("/access_token").to_owned();
        scene
            .app
            .anonymous(Method::GET, "/v1/cases")
            .with_token(&token)
            .send()
    };
    let (url, _) = scene.starts();
    assert!(url.contains(&format!("acr_values={TWO_FACTORS}")), "{url}");
    for claims in [
        json!({}),
        json!({"acr": "password"}),
        json!({"amr": ["pwd"], "acr": "mfa"}),
    ] {
        let said = claims.clone();
        scene.issuer.spoils(move |token| {
            for (name, value) in said.as_object().unwrap() {
                token.claims[name] = value.clone();
            }
        });
        let session = scene.signs_in();
        assert_eq!(
            session.json()["must_enrol_second_factor"],
            json!(true),
            "{claims}: {session}"
        );
        begins(&session).is_problem("second-factor-needed");
    }
    for claims in [json!({"acr": TWO_FACTORS}), json!({"amr": ["pwd", "mfa"]})] {
        let said = claims.clone();
        scene.issuer.spoils(move |token| {
            for (name, value) in said.as_object().unwrap() {
                token.claims[name] = value.clone();
            }
        });
        let session = scene.signs_in();
        assert_eq!(begins(&session).status(), 200, "{claims}: {session}");
    }
    // Her own second factor counts beside the provider.
    scene.issuer.gives_good_tokens();
    let officer = scene.app.council.officer.clone();
    scene.app.enrols_second_factor(&officer);
    scene.app.clock.advance(Duration::seconds(30));
    let session = scene.signs_in();
    begins(&session).is_problem("second-factor-needed");
    let shown = json!({"code": scene.app.code_of(&officer)});
    scene
        .app
        .anonymous(Method::POST, "/v1/me/reauthentications")
        .with_token(session.text_at("/access_token"))
        .with_json(&shown)
        .expect(201);
    assert_eq!(begins(&session).status(), 200);
}

fn each_link_and_each_change_by_the_provider_is_told_in_a_letter(database: TestDatabase) {
    let scene = Scene::on(database);
    let officer = scene.app.council.officer.clone();
    drop(scene.app.letters());
    assert_eq!(scene.signs_in().status(), 201);
    let told = scene.app.letter_to(&officer.email);
    assert!(told.subject.contains("linked"), "{told:?}");
    assert_eq!(scene.signs_in().status(), 201);
    assert!(scene.app.letters().is_empty(), "nothing has changed");
    scene
        .issuer
        .changes(|rosa| rosa.groups = vec!["send-managers".to_owned()]);
    assert_eq!(scene.signs_in().status(), 201);
    let told = scene.app.letter_to(&officer.email);
    assert!(told.subject.contains("changed"), "{told:?}");
    // One account is one person of the provider, also when two come at the same moment.
    let row = SignOnIdentityRow {
        issuer: scene.issuer.issuer.clone(),
        subject: "another".to_owned(),
        user_id: officer.user,
        linked_at: scene.app.clock.now(),
    };
    let again = scene
        .app
        .store
        .write_blocking(move |tx| tx.insert_sign_on_identity(&row));
    assert!(again.is_err());
}

fn a_powerful_account_is_linked_by_its_owner_alone(database: TestDatabase) {
    let scene = Scene::on(database);
    let admin = scene.app.council.admin.clone();
    scene.ada();
    let refused = scene.signs_in();
    refused.is_problem("forbidden");
    assert_eq!(scene.last_event(), "sign_on_not_linked");
    // The password must be a fresh one, and the role there the same.
    let stale = scene.app.in_another_session(&admin);
    scene.app.clock.advance(Duration::minutes(6));
    scene.links(&stale).is_problem("step-up-needed");
    scene.issuer.changes(|ada| ada.groups = vec![OFFICERS.to_owned()]);
    scene.links(&admin).is_problem("forbidden");
    scene.ada();
    scene
        .issuer
        .changes(|ada| ada.email = "ada@elsewhere.example".to_owned());
    scene.links(&admin).is_problem("forbidden");
    let before = scene.app.clock.now() - Duration::seconds(10);
    scene.ada();
    scene.issuer.changes(|ada| ada.authenticated_at = Some(before));
    scene.links(&admin).is_problem("sign-on-refused");
    assert_eq!(scene.app.logs().count("single_sign_on_identities"), 0);
    drop(scene.app.letters());

    scene.ada();
    let linked = scene.links(&admin);
    assert_eq!(linked.status(), 201, "{linked}");
    assert_eq!(linked.text_at("/subject"), "ada");
    assert!(scene.app.letter_to(&admin.email).subject.contains("linked"));
    assert_eq!(scene.signs_in().text_at("/role"), "admin");
    assert_eq!(scene.links(&admin).status(), 409, "once");
    // Nobody takes over somebody else's link, and whoever has one links no second.
    let other = scene.app.newcomer(Role::Admin);
    assert_eq!(scene.links(&other).status(), 409);
}

fn an_administrator_takes_a_link_back(database: TestDatabase) {
    let scene = Scene::on(database);
    let officer = scene.app.council.officer.clone();
    let session = scene.signs_in();
    drop(scene.app.letters());
    let account = format!("/v1/users/{}", officer.user);
    let links = format!("{account}/single-sign-on-links");
    let shown = scene.app.admin().get(&account).expect(200);
    assert_eq!(shown.text_at("/single_sign_on_links/0/subject"), "0a1b2c");
    let listed = scene.app.admin().get("/v1/users?limit=200").expect(200);
    let of_all: Vec<_> = listed
        .list_at("/items")
        .iter()
        .filter(|user| user["single_sign_on_links"] != json!([]))
        .map(|user| user["id"].clone())
        .collect();
    assert_eq!(of_all, [json!(officer.user)]);
    // Names and roles are all that others see.
    let seen = scene.app.colleague().get("/v1/users?limit=200").send();
    assert!(!seen.text().contains("0a1b2c"), "{seen}");

    scene
        .app
        .manager()
        .delete(&links)
        .expect_problem(403, "forbidden");
    let stale = scene.app.in_another_session(&scene.app.council.admin);
    scene.app.clock.advance(Duration::minutes(6));
    let late = scene.app.as_person(&stale).delete(&links).send();
    late.is_problem("step-up-needed");
    let own = format!("/v1/users/{}/single-sign-on-links", scene.app.council.admin.user);
    scene.app.admin().delete(own).expect_problem(403, "forbidden");
    scene.app.admin().delete(&links).expect(204);
    scene.app.admin().delete(&links).expect_problem(404, "not-found");
    assert_eq!(scene.me(&session).status(), 401);
    assert!(
        scene
            .app
            .letter_to(&officer.email)
            .subject
            .contains("no longer linked")
    );
    let events: Vec<_> = scene
        .app
        .logs()
        .security()
        .into_iter()
        .map(|row| row.event)
        .collect();
    assert!(
        events.iter().any(|event| event == "sign_on_unlinked"),
        "{events:?}"
    );
    // Her password counts again; and a new name for her there is matched as at the first time.
    assert_eq!(scene.password_of(&officer.email).status(), 201);
    scene.issuer.changes(|rosa| rosa.subject = "made anew".to_owned());
    assert_eq!(scene.signs_in().status(), 201);
}

fn settings_and_the_council_do_not_change_into_each_other(database: TestDatabase) {
    let of_schools = |rules: &mut SignOnRules, council: &Council| {
        for (value, setting) in [(ALDER, council.alder), (BIRCH, council.birch)] {
            rules.roles.push(SignOnRole {
                value: value.to_owned(),
                role: Role::School,
                teams: Vec::new(),
                setting: Some(setting),
            });
        }
    };
    let scene = Scene::proving(database, of_schools, |_| {});
    let session = scene.signs_in();
    assert_eq!(session.text_at("/role"), "officer");
    scene.issuer.changes(|rosa| rosa.groups = vec![ALDER.to_owned()]);
    scene.signs_in().is_problem("forbidden");
    assert_eq!(scene.last_event(), "sign_on_other_role");
    assert_eq!(scene.me(&session).status(), 401, "what is open ends");
    scene.rosa();
    assert_eq!(scene.signs_in().text_at("/role"), "officer");

    scene.issuer.somebody(Somebody {
        subject: "grace".to_owned(),
        email: scene.app.council.school.email.clone(),
        groups: vec![ALDER.to_owned()],
        authenticated_at: None,
    });
    let session = scene.signs_in();
    assert_eq!(session.text_at("/role"), "school");
    scene
        .issuer
        .changes(|grace| grace.groups = vec![OFFICERS.to_owned()]);
    scene.signs_in().is_problem("forbidden");
    assert_eq!(scene.me(&session).status(), 401);
    // From one setting to another is a change that the provider makes.
    scene
        .issuer
        .changes(|grace| grace.groups = vec![BIRCH.to_owned()]);
    let session = scene.signs_in();
    assert_eq!(
        scene.me(&session).text_at("/education_setting/id"),
        scene.app.council.birch.to_string()
    );
}

fn only_who_is_signed_in_and_named_begins_a_step_up(database: TestDatabase) {
    let scene = Scene::on(database);
    let start = "/v1/me/single-sign-on-starts";
    let officer = scene.app.council.officer.clone();
    scene.app.officer().post(start, &json!({})).expect(201);
    scene
        .app
        .parent()
        .post(start, &json!({}))
        .expect_problem(403, "forbidden");
    let kept = scene.app.logs().count("single_sign_on_starts");
    scene.app.end_session_of(&officer);
    let ended = scene.app.officer().post(start, &json!({})).send();
    ended.is_problem("unauthenticated");
    assert_eq!(scene.app.logs().count("single_sign_on_starts"), kept);
}

fn a_provider_that_does_not_answer_is_left_alone_for_a_while(database: TestDatabase) {
    let scene = Scene::on(database);
    let begins = || {
        let call = scene.app.anonymous(Method::POST, "/v1/single-sign-on-starts");
        call.with_json(&json!({})).send().status()
    };
    scene.issuer.is_away(true);
    for _ in 0..5 {
        assert_eq!(begins(), 503);
    }
    assert_eq!(scene.issuer.asked_of(), 1);
    assert_eq!(
        scene.app.logs().count("single_sign_on_starts"),
        0,
        "nothing is kept of it"
    );
    scene.app.clock.advance(Duration::seconds(10));
    assert_eq!(begins(), 503);
    assert_eq!(scene.issuer.asked_of(), 2);
    scene.issuer.is_away(false);
    scene.app.clock.advance(Duration::seconds(10));
    assert_eq!(begins(), 201);
    // What is known goes on for an hour.
    scene.issuer.is_away(true);
    for minutes in [11, 20, 28] {
        scene.app.clock.advance(Duration::minutes(minutes));
        assert_eq!(begins(), 201);
    }
    assert_eq!(scene.issuer.asked_of(), 6);
    scene.app.clock.advance(Duration::minutes(1));
    assert_eq!(begins(), 503);
}

fn rules_that_name_nothing_are_found_before_anybody_signs_in(database: TestDatabase) {
    let app = TestApp::on(database);
    let role = |value: &str| SignOnRole {
        value: value.to_owned(),
        role: Role::Officer,
        teams: vec![app.council.north],
        setting: None,
    };
    let found = |roles: Vec<SignOnRole>| {
        let rules = SignOnRules {
            roles,
            ..Default::default()
        };
        let named = move |tx: &mut ehcp_store::ReadTx<'_>| {
            let found = rules.names_nothing(tx)?;
            Ok::<_, ehcp_store::StoreError>(found.map(str::to_owned))
        };
        app.store.read_blocking(named).unwrap()
    };
    let mut team = role("no-such-team");
    team.teams.push(
        "0199a000-0000-7000-8000-000000000002"
            .parse()
            .map(ehcp_case::TeamId)
            .unwrap(),
    );
    let mut school = role("no-such-school");
    school.setting = Some(
        "0199a000-0000-7000-8000-000000000003"
            .parse()
            .map(ehcp_case::EducationSettingId)
            .unwrap(),
    );
    assert_eq!(found(vec![role("good")]), None);
    assert_eq!(found(vec![role("good"), team]).as_deref(), Some("no-such-team"));
    assert_eq!(found(vec![school]).as_deref(), Some("no-such-school"));
}

fn a_council_at_one_address_signs_in_beside_its_passwords(database: TestDatabase) {
    let app = TestApp::prepare(database)
        .server(|config| config.limits.sign_in.requests = std::num::NonZeroU32::new(1).unwrap())
        .start();
    let wrong = json!({"email": "nobody@example.org", "password": "a loud river in autumn"});
    let tries = || {
        let call = app.anonymous(Method::POST, "/v1/sessions");
        call.with_json(&wrong).send().status()
    };
    assert_eq!([tries(), tries()], [401, 429]);
    let program = app.program(None, &[]);
    let key = json!({"key": app.program_secret(&program)});
    let session = app
        .anonymous(Method::POST, "/v1/program-sessions")
        .with_json(&key)
        .expect(201);
    assert!(
        session
            .header("ratelimit-policy")
            .starts_with("\"program-sign-in\""),
        "{session}"
    );
    let start = app
        .anonymous(Method::POST, "/v1/single-sign-on-starts")
        .with_json(&json!({}))
        .send();
    assert!(
        start.header("ratelimit-policy").starts_with("\"single-sign-on\""),
        "{start}"
    );
}

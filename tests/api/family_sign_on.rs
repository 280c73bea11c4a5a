//! Families sign in through a provider of their own, where the council offers one.

use super::single_sign_on::{ADMINS, OFFICERS, query_of};
use chrono::Duration;
use ehcp_access::{LimitEffect, Role};
use ehcp_casework::{FamilySignOn, ProviderAlone, SignOnRole, SignOnRules};
use ehcp_test_support::{
    Answer, Milestone, PASSWORD, Person, Somebody, TestApp, TestDatabase, TestIssuer, on_both_databases,
};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    a_parent_links_their_account_and_uses_either,
    a_young_person_and_the_council_each_have_their_own_provider,
    whoever_is_refused_is_answered_in_the_same_words,
    an_address_links_nobody_unless_the_council_has_it_so,
    where_an_address_links_it_links_only_what_is_safe,
    a_link_holds_while_the_address_is_the_same_in_both_places,
    no_word_of_the_families_provider_makes_anybody_staff,
    no_staff_account_is_reached_through_the_families_provider,
    no_family_account_is_reached_through_the_council_s_provider,
    one_account_is_one_person_there_and_one_person_there_is_one_account,
    a_closed_account_stays_closed_and_a_bar_holds,
    the_person_takes_the_link_back_and_no_address_makes_it_again,
    an_administrator_takes_a_family_s_link_back,
    a_link_needs_a_proof_of_the_last_minutes,
    a_step_up_goes_through_the_families_provider,
    a_second_factor_is_not_gone_round,
    where_no_provider_for_families_is_offered_nobody_comes_in_so,
    an_answer_of_one_provider_is_not_taken_for_the_other,
);

/// A server with a provider for the council and one for families.
struct Scene {
    app: TestApp,
    council: TestIssuer,
    families: TestIssuer,
}

fn council_rules() -> SignOnRules {
    let role = |value: &str, role| SignOnRole {
        value: value.to_owned(),
        role,
        teams: Vec::new(),
        setting: None,
    };
    SignOnRules {
        roles: vec![role(ADMINS, Role::Admin), role(OFFICERS, Role::Officer)],
        domains: vec!["example.org".to_owned()],
        makes_accounts: true,
    }
}

impl Scene {
    fn on(database: TestDatabase) -> Self {
        Self::with(database, FamilySignOn::default())
    }

    fn by_address(database: TestDatabase) -> Self {
        Self::with(
            database,
            FamilySignOn {
                links_by_address: true,
            },
        )
    }

    fn with(database: TestDatabase, families: FamilySignOn) -> Self {
        let (app, council, families) = TestApp::prepare(database)
            .proving(|identity| identity.provider_alone = Some(ProviderAlone::default()))
            .with_providers(council_rules(), families);
        let scene = Self {
            app,
            council,
            families,
        };
        scene.is_there(&scene.app.council.parent.clone());
        scene
    }

    /// Somebody is at the page of the families' provider, under the address of their account.
    fn is_there(&self, person: &Person) {
        self.families.somebody(Somebody {
            subject: format!("at-home-{}", person.name),
            email: person.email.clone(),
            groups: vec![ADMINS.to_owned(), OFFICERS.to_owned()],
            authenticated_at: None,
        });
    }

    fn starts(&self, for_whom: &str) -> Answer {
        self.app
            .anonymous(Method::POST, "/v1/single-sign-on-starts")
            .with_json(&json!({"for_whom": for_whom}))
            .send()
    }

    /// All of the way through one of the providers.
    fn signs_in_through(&self, for_whom: &str) -> Answer {
        let start = self.starts(for_whom);
        assert_eq!(start.status(), 201, "{start}");
        let (code, state) = query_of(&self.app.follows(start.text_at("/authorization_url")));
        self.comes_back(&code, &state, start.text_at("/browser_token"))
    }

    fn comes_back(&self, code: &str, state: &str, browser: &str) -> Answer {
        // At a moment of its own, so that the last row of a log is its row.
        self.app.clock.advance(Duration::milliseconds(1));
        self.app
            .anonymous(Method::POST, "/v1/single-sign-on-completions")
            .with_json(&json!({"code": code, "state": state, "browser_token": browser}))
            .send()
    }

    fn signs_in(&self) -> Answer {
        self.signs_in_through("families")
    }

    fn in_session(&self, person: &Person, end: &str) -> Answer {
        let who = self.app.as_person(person);
        let start = who.post("/v1/me/single-sign-on-starts", &json!({})).expect(201);
        let (code, state) = query_of(&self.app.follows(start.text_at("/authorization_url")));
        let browser = start.text_at("/browser_token");
        who.post(
            end,
            &json!({"code": code, "state": state, "browser_token": browser}),
        )
        .send()
    }

    /// Somebody who is signed in links their account with whoever is at the page of the provider.
    fn links(&self, person: &Person) -> Answer {
        self.in_session(person, "/v1/me/single-sign-on-links")
    }

    fn password_of(&self, person: &Person) -> Answer {
        self.app
            .anonymous(Method::POST, "/v1/sessions")
            .with_json(&json!({"email": person.email, "password": PASSWORD}))
            .send()
    }

    fn last_event(&self) -> String {
        self.app.logs().last_security().unwrap().event
    }

    fn links_kept(&self) -> i64 {
        self.app.logs().count("single_sign_on_identities")
    }

    /// Is refused as somebody is whom nobody knows.
    fn is_refused(&self, why: &str) {
        let answer = self.signs_in();
        answer.is_problem("forbidden");
        assert_eq!(self.last_event(), why, "{answer}");
    }
}

fn a_parent_links_their_account_and_uses_either(database: TestDatabase) {
    let scene = Scene::on(database);
    let parent = scene.app.council.parent.clone();
    scene.is_refused("sign_on_not_linked");
    drop(scene.app.letters());

    let linked = scene.links(&parent);
    assert_eq!(linked.status(), 201, "{linked}");
    assert!(
        scene
            .app
            .letter_to(&parent.email)
            .subject
            .contains("new way to sign in")
    );
    let own = scene.app.parent().get("/v1/me/single-sign-on-links").expect(200);
    assert_eq!(own.text_at("/items/0/issuer"), scene.families.issuer);

    let session = scene.signs_in();
    assert_eq!(session.status(), 201, "{session}");
    assert_eq!(session.text_at("/user_id"), parent.user.to_string());
    assert_eq!(session.text_at("/role"), "parent");
    assert!(scene.app.letters().is_empty(), "no new link, no letter");
    // The password works as before, and so does a new one.
    assert_eq!(scene.password_of(&parent).status(), 201);
    let asks = json!({"email": parent.email});
    scene
        .app
        .anonymous(Method::POST, "/v1/password-resets")
        .with_json(&asks)
        .expect(204);
    assert!(!scene.app.letter_to(&parent.email).content.is_empty());
}

fn a_young_person_and_the_council_each_have_their_own_provider(database: TestDatabase) {
    let scene = Scene::on(database);
    let council = scene.app.council.clone();
    scene.is_there(&council.young_person);
    assert_eq!(scene.links(&council.young_person).status(), 201);
    assert_eq!(scene.signs_in().text_at("/role"), "young_person");
    // Staff go on as before, where nothing is said.
    scene.council.somebody(Somebody {
        subject: "0a1b2c".to_owned(),
        email: council.officer.email.clone(),
        groups: vec![OFFICERS.to_owned()],
        authenticated_at: None,
    });
    assert_eq!(scene.signs_in_through("council").text_at("/role"), "officer");
}

fn whoever_is_refused_is_answered_in_the_same_words(database: TestDatabase) {
    let scene = Scene::by_address(database);
    let council = scene.app.council.clone();
    let invited = scene.app.invited_by(&council.admin, Role::Adviser, None, None);
    scene.app.close_account_of(&council.second_parent);
    let unverified = |claims: Value| {
        scene.families.spoils(move |token| {
            token.claims["email_verified"] = claims.clone();
        });
    };
    let mut answers = Vec::new();
    let mut refused = |who: &str, email: &str| {
        scene.families.changes(|somebody| {
            somebody.subject = who.to_owned();
            somebody.email = email.to_owned();
        });
        let answer = scene.signs_in();
        assert_eq!(answer.status(), 403, "{who}: {answer}");
        answers.push(answer.without_trace());
    };
    refused("nobody", "nobody@example.org");
    refused("closed", &council.second_parent.email);
    refused("an officer", &council.officer.email);
    refused("an administrator", &council.admin.email);
    refused("a SENCO", &council.school.email);
    refused("invited", &invited.email);
    refused("no address", "not an address");
    unverified(json!(false));
    refused("unverified", &council.parent.email);
    unverified(json!("true"));
    refused("verified in a text", &council.parent.email);
    scene.families.gives_good_tokens();
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    assert_eq!(scene.links_kept(), 0);
    // And nobody got an account.
    assert_eq!(
        scene.app.logs().count("users WHERE email = 'nobody@example.org'"),
        0
    );
}

fn an_address_links_nobody_unless_the_council_has_it_so(database: TestDatabase) {
    let scene = Scene::on(database);
    let parent = scene.app.council.parent.clone();
    drop(scene.app.letters());
    let known = scene.signs_in();
    scene
        .families
        .changes(|somebody| somebody.email = "nobody@example.org".to_owned());
    let unknown = scene.signs_in();
    assert_eq!(known.status(), 403);
    assert_eq!(known.without_trace(), unknown.without_trace());
    assert_eq!(scene.links_kept(), 0);
    assert!(scene.app.letters().is_empty());
    assert_eq!(scene.password_of(&parent).status(), 201);
}

fn where_an_address_links_it_links_only_what_is_safe(database: TestDatabase) {
    let scene = Scene::by_address(database);
    let council = scene.app.council.clone();
    drop(scene.app.letters());
    let session = scene.signs_in();
    assert_eq!(session.status(), 201, "{session}");
    assert_eq!(session.text_at("/user_id"), council.parent.user.to_string());
    assert!(
        scene
            .app
            .letter_to(&council.parent.email)
            .subject
            .contains("new way to sign in")
    );
    // Another person there with her address is nobody.
    scene
        .families
        .changes(|other| other.subject = "another".to_owned());
    scene.is_refused("sign_on_not_linked");
    // Whoever asks for a code beside the password is not opened by a mailbox.
    scene.app.enrols_second_factor(&council.second_parent);
    scene.is_there(&council.second_parent);
    scene.is_refused("sign_on_not_linked");
    assert_eq!(scene.links_kept(), 1);
}

fn a_link_holds_while_the_address_is_the_same_in_both_places(database: TestDatabase) {
    let scene = Scene::on(database);
    let parent = scene.app.council.parent.clone();
    assert_eq!(scene.links(&parent).status(), 201);
    // Another address there: of nobody, of somebody else, of nobody proven.
    let unknown = {
        scene.families.changes(|she| she.subject = "stranger".to_owned());
        scene.signs_in().without_trace()
    };
    scene.is_there(&parent);
    for email in ["moved@example.org", &scene.app.council.second_parent.email] {
        scene.families.changes(|she| she.email = email.to_owned());
        let answer = scene.signs_in();
        assert_eq!(answer.without_trace(), unknown, "{email}");
        assert_eq!(scene.last_event(), "sign_on_other_address");
    }
    scene.is_there(&parent);
    scene
        .families
        .spoils(|token| token.claims["email_verified"] = json!(false));
    assert_eq!(scene.signs_in().without_trace(), unknown);
    scene.families.gives_good_tokens();
    assert_eq!(scene.signs_in().status(), 201);
    // Another address here.
    let code = scene.app.email_code_of(&parent);
    scene
        .app
        .anonymous(Method::POST, "/v1/email-change-confirmations")
        .with_json(&json!({"code": code}))
        .expect(204);
    assert_eq!(scene.signs_in().without_trace(), unknown);
    assert_eq!(scene.last_event(), "sign_on_other_address");
}

fn no_word_of_the_families_provider_makes_anybody_staff(database: TestDatabase) {
    let scene = Scene::by_address(database);
    let parent = scene.app.council.parent.clone();
    // She is said to be an administrator and an officer there.
    let session = scene.signs_in();
    assert_eq!(session.text_at("/role"), "parent");
    let token = session.text_at("/access_token");
    let users = scene
        .app
        .anonymous(Method::GET, "/v1/users")
        .with_token(token)
        .send();
    users.is_problem("forbidden");
    assert_eq!(
        scene.app.logs().count(&format!(
            "users WHERE email = '{}' AND role = 'parent'",
            parent.email
        )),
        1
    );
    assert_eq!(
        scene.app.logs().count("users WHERE role = 'admin'"),
        1,
        "nobody became an administrator"
    );
}

fn no_staff_account_is_reached_through_the_families_provider(database: TestDatabase) {
    let scene = Scene::by_address(database);
    let council = scene.app.council.clone();
    for person in [
        &council.officer,
        &council.admin,
        &council.school,
        &council.adviser,
    ] {
        scene.is_there(person);
        scene.is_refused("sign_on_other_role");
        // Nor does a member of staff link their account with it: their own start leads to the council's provider.
        let start = scene
            .app
            .as_person(person)
            .post("/v1/me/single-sign-on-starts", &json!({}))
            .send();
        let begun = start.status() == 201;
        assert_eq!(begun, person.role.is_staff(), "{}", person.name);
        if begun {
            assert!(
                start
                    .text_at("/authorization_url")
                    .starts_with(&scene.council.issuer)
            );
        }
    }
    // Not even a link that lies in the database opens one.
    let row = ehcp_store::SignOnIdentityRow {
        issuer: scene.families.issuer.clone(),
        subject: "planted".to_owned(),
        user_id: council.officer.user,
        linked_at: scene.app.clock.now(),
    };
    scene
        .app
        .store
        .write_blocking(move |tx| tx.insert_sign_on_identity(&row))
        .unwrap();
    scene.is_there(&council.officer);
    scene.families.changes(|she| she.subject = "planted".to_owned());
    scene.is_refused("sign_on_other_role");
}

fn no_family_account_is_reached_through_the_council_s_provider(database: TestDatabase) {
    let scene = Scene::on(database);
    let council = scene.app.council.clone();
    scene.app.close_account_of(&council.second_parent);
    let mut answers = Vec::new();
    for email in [
        &council.parent.email,
        &council.second_parent.email,
        &council.young_person.email,
    ] {
        scene.council.somebody(Somebody {
            subject: email.clone(),
            email: email.clone(),
            groups: vec![OFFICERS.to_owned()],
            authenticated_at: None,
        });
        let answer = scene.signs_in_through("council");
        assert_eq!(answer.status(), 403, "{answer}");
        answers.push(answer.without_trace());
    }
    assert!(
        answers.windows(2).all(|pair| pair[0] == pair[1]),
        "that one is closed is not said: {answers:?}"
    );
    assert_eq!(scene.links_kept(), 0);
}

fn one_account_is_one_person_there_and_one_person_there_is_one_account(database: TestDatabase) {
    let scene = Scene::on(database);
    let council = scene.app.council.clone();
    let subject = "one-and-the-same";
    scene.families.changes(|she| she.subject = subject.to_owned());
    assert_eq!(scene.links(&council.parent).status(), 201);
    assert_eq!(scene.links(&council.parent).status(), 409, "once");
    scene
        .families
        .changes(|she| she.subject = "a second one".to_owned());
    assert_eq!(
        scene.links(&council.parent).status(),
        409,
        "one account, one person"
    );
    // The same person there, with the address of another account.
    scene.is_there(&council.second_parent);
    scene.families.changes(|he| he.subject = subject.to_owned());
    assert_eq!(
        scene.links(&council.second_parent).status(),
        409,
        "one person, one account"
    );
    scene.is_refused("sign_on_other_address");
    // Another address than one's own is not linked, nor one that is not proven, in the same words.
    scene.is_there(&council.parent);
    scene.families.changes(|she| she.subject = "new".to_owned());
    let other = scene.links(&council.second_parent);
    other.is_problem("forbidden");
    scene.is_there(&council.second_parent);
    scene
        .families
        .spoils(|token| token.claims["email_verified"] = json!(false));
    let unproven = scene.links(&council.second_parent);
    assert_eq!(other.without_trace(), unproven.without_trace());
    assert_eq!(scene.links_kept(), 1);
}

fn a_closed_account_stays_closed_and_a_bar_holds(database: TestDatabase) {
    let scene = Scene::on(database);
    let council = scene.app.council.clone();
    let hand = scene
        .app
        .officer()
        .brings_to(&scene.app, council.maya, Milestone::Requested, council.alder);
    assert_eq!(scene.links(&council.parent).status(), 201);
    let path = format!("/v1/cases/{}", hand.case);
    let session = scene.signs_in();
    let reads = |session: &Answer| {
        let token = session.text_at("/access_token");
        scene.app.anonymous(Method::GET, &path).with_token(token).send()
    };
    assert_eq!(reads(&session).status(), 200);
    scene.app.limit(&hand.child, &council.parent, LimitEffect::Bar);
    reads(&session).is_problem("not-found");
    reads(&scene.signs_in()).is_problem("not-found");

    scene.app.close_account_of(&council.parent);
    scene.is_refused("sign_on_closed");
    let me = scene
        .app
        .anonymous(Method::GET, "/v1/me")
        .with_token(session.text_at("/access_token"))
        .send();
    assert_eq!(me.status(), 401);
}

fn the_person_takes_the_link_back_and_no_address_makes_it_again(database: TestDatabase) {
    let scene = Scene::by_address(database);
    let parent = scene.app.council.parent.clone();
    let session = scene.signs_in();
    assert_eq!(session.status(), 201);
    drop(scene.app.letters());
    let links = "/v1/me/single-sign-on-links";
    scene.app.officer().delete(links).expect_problem(403, "forbidden");
    scene.app.second_parent().delete(links).expect(204);
    assert!(scene.app.letters().is_empty(), "he had none");
    let stale = scene.app.in_another_session(&parent);
    scene.app.clock.advance(Duration::minutes(6));
    scene
        .app
        .as_person(&stale)
        .delete(links)
        .expect_problem(401, "step-up-needed");
    let fresh = scene.app.in_another_session(&parent);
    scene.app.as_person(&fresh).delete(links).expect(204);
    assert!(scene.app.letter_to(&parent.email).subject.contains("taken away"));
    let listed = scene.app.as_person(&fresh).get(links).expect(200);
    assert!(listed.list_at("/items").is_empty(), "her own session goes on");
    let me = scene
        .app
        .anonymous(Method::GET, "/v1/me")
        .with_token(session.text_at("/access_token"))
        .send();
    assert_eq!(me.status(), 401, "the one through the provider is over");
    scene.is_refused("sign_on_not_linked");
    // She herself makes it again.
    assert_eq!(scene.links(&fresh).status(), 201);
    assert_eq!(scene.signs_in().status(), 201);
}

fn an_administrator_takes_a_family_s_link_back(database: TestDatabase) {
    let scene = Scene::by_address(database);
    let parent = scene.app.council.parent.clone();
    let session = scene.signs_in();
    drop(scene.app.letters());
    let links = format!("/v1/users/{}/single-sign-on-links", parent.user);
    scene.app.admin().delete(&links).expect(204);
    assert!(scene.app.letter_to(&parent.email).subject.contains("taken away"));
    let me = scene
        .app
        .anonymous(Method::GET, "/v1/me")
        .with_token(session.text_at("/access_token"))
        .send();
    assert_eq!(me.status(), 401);
    scene.is_refused("sign_on_not_linked");
    assert_eq!(scene.password_of(&parent).status(), 201);
}

fn a_link_needs_a_proof_of_the_last_minutes(database: TestDatabase) {
    let scene = Scene::on(database);
    let stale = scene.app.in_another_session(&scene.app.council.parent);
    scene.app.clock.advance(Duration::minutes(6));
    scene.links(&stale).is_problem("step-up-needed");
    let fresh = scene.app.in_another_session(&scene.app.council.parent);
    let before = scene.app.clock.now() - Duration::minutes(1);
    scene.families.changes(|she| she.authenticated_at = Some(before));
    scene.links(&fresh).is_problem("sign-on-refused");
    assert_eq!(scene.links_kept(), 0);
}

fn a_step_up_goes_through_the_families_provider(database: TestDatabase) {
    let scene = Scene::on(database);
    let parent = scene.app.council.parent.clone();
    assert_eq!(scene.links(&parent).status(), 201);
    let session = scene.app.in_another_session(&parent);
    scene.app.clock.advance(Duration::minutes(6));
    let links = "/v1/me/single-sign-on-links";
    let who = scene.app.as_person(&session);
    who.delete(links).expect_problem(401, "step-up-needed");
    // Somebody else there proves nothing, nor does the same one under another address.
    scene.is_there(&scene.app.council.second_parent);
    let proofs = "/v1/me/single-sign-on-proofs";
    scene.in_session(&session, proofs).is_problem("sign-on-refused");
    scene.is_there(&parent);
    scene
        .families
        .changes(|she| she.email = "moved@example.org".to_owned());
    scene.in_session(&session, proofs).is_problem("sign-on-refused");
    scene.is_there(&parent);
    let proved = scene.in_session(&session, proofs);
    assert_eq!(proved.status(), 201, "{proved}");
    who.delete(links).expect(204);
}

fn a_second_factor_is_not_gone_round(database: TestDatabase) {
    let scene = Scene::by_address(database);
    let parent = scene.app.council.parent.clone();
    scene.app.enrols_second_factor(&parent);
    scene.is_refused("sign_on_not_linked");
    // What she has decided herself, signed in with her code, holds.
    assert_eq!(scene.links(&parent).status(), 201);
    assert_eq!(scene.signs_in().status(), 201);
}

fn where_no_provider_for_families_is_offered_nobody_comes_in_so(database: TestDatabase) {
    let (app, issuer) = TestApp::prepare(database).with_provider(council_rules());
    let start = |for_whom: &str| {
        app.anonymous(Method::POST, "/v1/single-sign-on-starts")
            .with_json(&json!({"for_whom": for_whom}))
            .send()
    };
    start("families").is_problem("sign-on-refused");
    assert_eq!(start("council").status(), 201);
    assert_eq!(start("anybody").status(), 422);
    app.parent()
        .post("/v1/me/single-sign-on-starts", &json!({}))
        .expect_problem(403, "forbidden");
    // A link of the days when it was offered opens nothing.
    app.link_with_provider(&app.council.parent);
    issuer.somebody(Somebody {
        subject: app.council.parent.user.to_string(),
        email: app.council.parent.email.clone(),
        groups: vec![OFFICERS.to_owned()],
        authenticated_at: None,
    });
    let start = start("council");
    let (code, state) = query_of(&app.follows(start.text_at("/authorization_url")));
    let body = json!({"code": code, "state": state, "browser_token": start.text_at("/browser_token")});
    app.anonymous(Method::POST, "/v1/single-sign-on-completions")
        .with_json(&body)
        .expect_problem(403, "forbidden");
}

fn an_answer_of_one_provider_is_not_taken_for_the_other(database: TestDatabase) {
    let scene = Scene::on(database);
    let council = scene.app.council.clone();
    assert_eq!(scene.links(&council.parent).status(), 201);
    scene.council.somebody(Somebody {
        subject: format!("at-home-{}", council.parent.name),
        email: council.parent.email.clone(),
        groups: vec![OFFICERS.to_owned()],
        authenticated_at: None,
    });
    // The code of the council's provider, brought back on the way to the families' one.
    let first = scene.starts("council");
    let (code, _) = query_of(&scene.app.follows(first.text_at("/authorization_url")));
    assert_eq!(code, "code-0");
    let (one, other) = (scene.starts("council"), scene.starts("families"));
    let (code, _) = query_of(&scene.app.follows(one.text_at("/authorization_url")));
    assert_eq!(code, "code-1", "the other one has not given this code");
    let (_, state) = query_of(&scene.app.follows(other.text_at("/authorization_url")));
    let answer = scene.comes_back(&code, &state, other.text_at("/browser_token"));
    answer.is_problem("sign-on-refused");
    // And a state of one way with the browser's token of the other.
    let (one, other) = (scene.starts("council"), scene.starts("families"));
    let (code, state) = query_of(&scene.app.follows(other.text_at("/authorization_url")));
    let answer = scene.comes_back(&code, &state, one.text_at("/browser_token"));
    answer.is_problem("sign-on-refused");
    assert_eq!(scene.last_event(), "sign_on_state");
}

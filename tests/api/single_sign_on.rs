//! The authority's own sign-in, against a provider on this machine.

use chrono::Duration;
use ehcp_access::Role;
use ehcp_casework::{Identity, ProviderAlone, SignOnRole, SignOnRules};
use ehcp_test_support::{
    Answer, Council, IssuerKey, Kind, PASSWORD, Person, Somebody, TestApp, TestDatabase, TestIssuer, Token,
    on_both_databases,
};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    an_officer_signs_in_through_the_authority,
    no_forged_token_of_the_provider_lets_anybody_in,
    keys_of_the_provider_are_replaced_and_known_at_once,
    a_way_belongs_to_one_browser_and_is_gone_once,
    nobody_is_known_by_their_address_alone,
    a_role_that_is_not_mapped_opens_nothing_and_leaves_a_row,
    a_role_that_the_provider_takes_back_is_lost_at_the_next_sign_in,
    a_powerful_role_is_matched_and_never_given,
    somebody_new_gets_an_account_only_where_the_authority_has_it_so,
    a_step_up_goes_through_the_provider,
    an_old_proof_at_the_provider_is_no_fresh_one_here,
    a_provider_that_is_away_is_said_to_be_away,
    without_settings_nobody_signs_in_so,
);

pub(super) const OFFICERS: &str = "send-officers";
pub(super) const ADMINS: &str = "ehcp-admins";

/// The code and the state in the address to which a provider sends somebody back.
pub(super) fn query_of(location: &str) -> (String, String) {
    let query = location.split_once('?').unwrap().1;
    let of = |name: &str| {
        let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)).unwrap();
        pair.to_owned()
    };
    (of("code="), of("state="))
}

/// A server, and the provider by which people of the council sign in.
pub(super) struct Scene {
    pub(super) app: TestApp,
    pub(super) issuer: TestIssuer,
}

impl Scene {
    pub(super) fn on(database: TestDatabase) -> Self {
        Self::with(database, |_| {})
    }

    pub(super) fn with(database: TestDatabase, change: impl FnOnce(&mut SignOnRules)) -> Self {
        Self::proving(
            database,
            |rules, _| change(rules),
            |identity| {
                identity.provider_alone = Some(ProviderAlone::default());
            },
        )
    }

    pub(super) fn proving(
        database: TestDatabase,
        change: impl FnOnce(&mut SignOnRules, &Council),
        proofs: impl FnOnce(&mut Identity),
    ) -> Self {
        let role = |value: &str, role| SignOnRole {
            value: value.to_owned(),
            role,
            teams: Vec::new(),
            setting: None,
        };
        let mut rules = SignOnRules {
            roles: vec![
                role(ADMINS, Role::Admin),
                role("send-managers", Role::Manager),
                role(OFFICERS, Role::Officer),
            ],
            domains: vec!["example.org".to_owned()],
            makes_accounts: false,
        };
        let (app, issuer) = TestApp::prepare(database)
            .proving(proofs)
            .with_provider_for(|council| {
                change(&mut rules, council);
                rules
            });
        let scene = Self { app, issuer };
        scene.rosa();
        scene
    }

    /// Rosa, an officer, is at the page of the provider.
    pub(super) fn rosa(&self) {
        self.issuer.somebody(Somebody {
            subject: "0a1b2c".to_owned(),
            email: self.app.council.officer.email.clone(),
            groups: vec!["all-staff".to_owned(), OFFICERS.to_owned()],
            authenticated_at: None,
        });
    }

    pub(super) fn starts(&self) -> (String, String) {
        let start = self
            .app
            .anonymous(Method::POST, "/v1/single-sign-on-starts")
            .with_json(&json!({}))
            .expect(201);
        let url = start.text_at("/authorization_url").to_owned();
        (url, start.text_at("/browser_token").to_owned())
    }

    /// Goes to the provider and comes back: what its address then holds.
    pub(super) fn goes(&self, url: &str) -> (String, String) {
        query_of(&self.app.follows(url))
    }

    pub(super) fn comes_back(&self, code: &str, state: &str, browser: &str) -> Answer {
        // At a moment of its own, so that the last row of a log is its row.
        self.app.clock.advance(Duration::milliseconds(1));
        self.app
            .anonymous(Method::POST, "/v1/single-sign-on-completions")
            .with_json(&json!({"code": code, "state": state, "browser_token": browser}))
            .send()
    }

    /// All of the way.
    pub(super) fn signs_in(&self) -> Answer {
        let (url, browser) = self.starts();
        let (code, state) = self.goes(&url);
        self.comes_back(&code, &state, &browser)
    }

    pub(super) fn me(&self, session: &Answer) -> Answer {
        let token = session.text_at("/access_token");
        self.app.anonymous(Method::GET, "/v1/me").with_token(token).send()
    }

    /// Ada, an administrator, is at the page of the provider.
    pub(super) fn ada(&self) {
        self.issuer.somebody(Somebody {
            subject: "ada".to_owned(),
            email: self.app.council.admin.email.clone(),
            groups: vec![ADMINS.to_owned()],
            authenticated_at: None,
        });
    }

    /// Somebody who has signed in with a password links their account with whoever is at the page of the provider.
    pub(super) fn links(&self, person: &Person) -> Answer {
        let who = self.app.as_person(person);
        let start = who.post("/v1/me/single-sign-on-starts", &json!({})).expect(201);
        let (code, state) = self.goes(start.text_at("/authorization_url"));
        let browser = start.text_at("/browser_token");
        let body = json!({"code": code, "state": state, "browser_token": browser});
        who.post("/v1/me/single-sign-on-links", &body).send()
    }

    /// Somebody tries their password.
    pub(super) fn password_of(&self, email: &str) -> Answer {
        self.app.clock.advance(Duration::milliseconds(1));
        self.app
            .anonymous(Method::POST, "/v1/sessions")
            .with_json(&json!({"email": email, "password": PASSWORD}))
            .send()
    }

    pub(super) fn last_event(&self) -> String {
        self.app.logs().last_security().unwrap().event
    }
}

fn an_officer_signs_in_through_the_authority(database: TestDatabase) {
    let scene = Scene::on(database);
    let session = scene.signs_in();
    assert_eq!(session.status(), 201, "{session}");
    assert_eq!(
        session.text_at("/user_id"),
        scene.app.council.officer.user.to_string()
    );
    assert_eq!(session.text_at("/role"), "officer");
    assert_eq!(scene.me(&session).status(), 200);
    // The session is one like any other: it is refreshed, listed with how it was opened, and ended.
    let body = json!({"refresh_token": session.text_at("/refresh_token")});
    let refreshed = scene
        .app
        .anonymous(Method::POST, "/v1/session-refreshes")
        .with_json(&body)
        .expect(201);
    let token = refreshed.text_at("/access_token");
    let own = scene
        .app
        .anonymous(Method::GET, "/v1/me/sessions")
        .with_token(token)
        .send();
    assert!(own.text().contains("single_sign_on"), "{own}");
    // From now on the provider's name for her says who she is, whatever becomes of her address there.
    scene
        .issuer
        .changes(|rosa| rosa.email = "rosa.new@elsewhere.example".to_owned());
    assert_eq!(
        scene.signs_in().text_at("/user_id"),
        scene.app.council.officer.user.to_string()
    );
    // And each kind of key will do.
    for kind in [Kind::Es256, Kind::EdDsa, Kind::Rs256] {
        scene.app.clock.advance(Duration::minutes(1));
        scene
            .issuer
            .signs_with(IssuerKey::new(&format!("{kind:?}"), kind));
        let session = scene.signs_in();
        assert_eq!(session.status(), 201, "{kind:?}: {session}");
    }
    // Nothing of the way is kept, and no token of the provider.
    assert_eq!(scene.app.logs().count("single_sign_on_starts"), 0);
}

type Forgery = (&'static str, &'static str, Box<dyn Fn(&mut Token) + Send>);

fn set(name: &'static str, value: Value) -> Box<dyn Fn(&mut Token) + Send> {
    Box::new(move |token| token.claims[name] = value.clone())
}

fn head(name: &'static str, value: Value) -> Box<dyn Fn(&mut Token) + Send> {
    Box::new(move |token| token.header[name] = value.clone())
}

fn without(name: &'static str) -> Box<dyn Fn(&mut Token) + Send> {
    Box::new(move |token| drop(token.claims.as_object_mut().unwrap().remove(name)))
}

fn shifted(name: &'static str, seconds: i64) -> Box<dyn Fn(&mut Token) + Send> {
    Box::new(move |token| {
        let now = token.claims["iat"].as_i64().unwrap();
        token.claims[name] = json!(now + seconds);
    })
}

fn forgeries(public: Vec<u8>, earlier: String) -> Vec<Forgery> {
    let hs256 = public.clone();
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &hs256);
    vec![
        (
            "another issuer",
            "id_token_issuer",
            set("iss", json!("https://login.example.net")),
        ),
        (
            "another issuer by a slash",
            "id_token_issuer",
            Box::new(|token| {
                token.claims["iss"] = json!(format!("{}/", token.claims["iss"].as_str().unwrap()));
            }),
        ),
        ("no issuer", "id_token_claims", without("iss")),
        (
            "another audience",
            "id_token_audience",
            set("aud", json!("somebody-else")),
        ),
        (
            "several audiences and no party",
            "id_token_audience",
            set("aud", json!(["ehcp-test", "somebody-else"])),
        ),
        (
            "no audience of ours",
            "id_token_audience",
            set("aud", json!(["one", "two"])),
        ),
        (
            "an empty list of audiences",
            "id_token_audience",
            set("aud", json!([])),
        ),
        (
            "another authorised party",
            "id_token_audience",
            set("azp", json!("somebody-else")),
        ),
        ("expired", "id_token_time", shifted("exp", -31)),
        (
            "ends as a text",
            "id_token_claims",
            set("exp", json!("9999999999")),
        ),
        (
            "ends with a fraction",
            "id_token_claims",
            set("exp", json!(9_999_999_999.5)),
        ),
        ("no end", "id_token_claims", without("exp")),
        ("not yet valid", "id_token_time", shifted("nbf", 31)),
        (
            "issued in the future",
            "id_token_time",
            Box::new(|token| {
                token.claims["iat"] = json!(token.claims["iat"].as_i64().unwrap() + 31);
            }),
        ),
        (
            "issued long ago",
            "id_token_time",
            Box::new(|token| {
                token.claims["iat"] = json!(token.claims["iat"].as_i64().unwrap() - 3600);
            }),
        ),
        ("no nonce", "id_token_claims", without("nonce")),
        ("another nonce", "id_token_nonce", set("nonce", json!("another"))),
        ("no subject", "id_token_claims", without("sub")),
        ("an empty subject", "id_token_claims", set("sub", json!(""))),
        (
            "a subject that is a number",
            "id_token_claims",
            set("sub", json!(7)),
        ),
        (
            "no word of when they proved it",
            "id_token_claims",
            without("auth_time"),
        ),
        (
            "proved too long ago",
            "id_token_too_old",
            shifted("auth_time", -13 * 3600),
        ),
        (
            "proved in the future",
            "id_token_too_old",
            shifted("auth_time", 3600),
        ),
        (
            "algorithm none",
            "id_token_algorithm",
            Box::new(|token| {
                token.header["alg"] = json!("none");
                token.signature = Some(Vec::new());
            }),
        ),
        (
            "algorithm None",
            "id_token_algorithm",
            Box::new(|token| {
                token.header["alg"] = json!("None");
                token.signature = Some(Vec::new());
            }),
        ),
        (
            "HS256 with the public key",
            "id_token_algorithm",
            Box::new(move |token| {
                token.header["alg"] = json!("HS256");
                let tag = aws_lc_rs::hmac::sign(&key, token.signed_part().as_bytes());
                token.signature = Some(tag.as_ref().to_vec());
            }),
        ),
        (
            "another algorithm of the same key",
            "id_token_algorithm",
            head("alg", json!("RS384")),
        ),
        ("PS256", "id_token_algorithm", head("alg", json!("PS256"))),
        (
            "the algorithm of another kind of key",
            "id_token_algorithm",
            head("alg", json!("EdDSA")),
        ),
        (
            "no algorithm",
            "id_token_malformed",
            Box::new(|token| {
                drop(token.header.as_object_mut().unwrap().remove("alg"));
            }),
        ),
        (
            "a key that nobody knows",
            "id_token_key_unknown",
            head("kid", json!("unknown")),
        ),
        (
            "a key id like a path",
            "id_token_key_unknown",
            head("kid", json!("../../dev/null")),
        ),
        (
            "a key id like SQL",
            "id_token_key_unknown",
            head("kid", json!("x' UNION SELECT 'y")),
        ),
        (
            "no key id",
            "id_token_key_unknown",
            Box::new(|token| {
                drop(token.header.as_object_mut().unwrap().remove("kid"));
            }),
        ),
        (
            "a critical extension",
            "id_token_algorithm",
            head("crit", json!(["exp"])),
        ),
        (
            "an access token",
            "id_token_algorithm",
            head("typ", json!("at+jwt")),
        ),
        (
            "an empty signature",
            "id_token_signature",
            Box::new(|token| token.signature = Some(Vec::new())),
        ),
        (
            "a signature of noughts",
            "id_token_signature",
            Box::new(|token| token.signature = Some(vec![0; 256])),
        ),
        (
            "somebody else's key",
            "id_token_signature",
            Box::new(|token| {
                let other = IssuerKey::new("first", Kind::Rs256);
                token.whole = Some(other.signs(token));
            }),
        ),
        (
            "no token at all",
            "id_token_malformed",
            Box::new(|token| token.whole = Some("token".to_owned())),
        ),
        (
            "an encrypted token",
            "id_token_malformed",
            Box::new(|token| token.whole = Some("a.b.c.d.e".to_owned())),
        ),
        (
            "a very long token",
            "id_token_malformed",
            Box::new(|token| {
                token.whole = Some(format!("{}.x.y", "x".repeat(20_000)));
            }),
        ),
        (
            "the token of another sign-in",
            "id_token_nonce",
            Box::new(move |token| {
                token.whole = Some(earlier.clone());
            }),
        ),
    ]
}

fn no_forged_token_of_the_provider_lets_anybody_in(database: TestDatabase) {
    let scene = Scene::on(database);
    assert_eq!(scene.signs_in().status(), 201);
    let earlier = scene.issuer.given().pop().unwrap();
    for (name, event, spoil) in forgeries(scene.issuer.public_der(), earlier) {
        scene.app.clock.advance(Duration::milliseconds(1));
        scene.issuer.spoils(spoil);
        let before = scene.app.logs().count("sessions");
        let answer = scene.signs_in();
        answer.is_problem("sign-on-refused");
        assert_eq!(answer.status(), 401, "{name}: {answer}");
        assert_eq!(scene.last_event(), event, "{name}");
        assert_eq!(scene.app.logs().count("sessions"), before, "{name}");
    }
    scene.issuer.gives_good_tokens();
    assert_eq!(scene.signs_in().status(), 201);
}

fn keys_of_the_provider_are_replaced_and_known_at_once(database: TestDatabase) {
    let scene = Scene::on(database);
    assert_eq!(scene.signs_in().status(), 201);
    assert_eq!(scene.signs_in().status(), 201);
    assert_eq!(scene.issuer.keys_fetched(), 1, "they are kept");
    scene.app.clock.advance(Duration::minutes(1));
    scene.issuer.signs_with(IssuerKey::new("second", Kind::Es256));
    assert_eq!(scene.signs_in().status(), 201);
    assert_eq!(scene.issuer.keys_fetched(), 2);
    // Tokens with keys that nobody knows do not make the server ask again and again.
    scene
        .issuer
        .spoils(|token| token.header["kid"] = json!("unknown"));
    for _ in 0..5 {
        assert_eq!(scene.signs_in().status(), 401);
    }
    assert_eq!(scene.issuer.keys_fetched(), 2);
    // A key that was taken away is believed no longer than the keys are kept.
    scene.issuer.gives_good_tokens();
    scene.app.clock.advance(Duration::minutes(10));
    assert_eq!(scene.signs_in().status(), 201);
    assert_eq!(scene.issuer.keys_fetched(), 3);
}

fn a_way_belongs_to_one_browser_and_is_gone_once(database: TestDatabase) {
    let scene = Scene::on(database);
    let (url, browser) = scene.starts();
    let (_, other_browser) = scene.starts();
    let (code, state) = scene.goes(&url);
    // Somebody sends a link with their own code and state: another browser does not take it.
    let stolen = scene.comes_back(&code, &state, &other_browser);
    assert_eq!(stolen.status(), 401, "{stolen}");
    assert_eq!(scene.last_event(), "sign_on_state");
    assert_eq!(scene.comes_back(&code, &"0".repeat(64), &browser).status(), 401);
    assert_eq!(scene.comes_back(&code, &state, &browser).status(), 201);
    assert_eq!(scene.comes_back(&code, &state, &browser).status(), 401, "once");
    // A code of one way is of no use in another: PKCE.
    let (first, first_browser) = scene.starts();
    let (second, _) = scene.starts();
    let (_, state) = scene.goes(&first);
    let (code, _) = scene.goes(&second);
    assert_eq!(scene.comes_back(&code, &state, &first_browser).status(), 401);
    assert_eq!(scene.last_event(), "sign_on_code");
    // Ten minutes, and no longer.
    let (url, browser) = scene.starts();
    let (code, state) = scene.goes(&url);
    scene.app.clock.advance(Duration::minutes(10));
    assert_eq!(scene.comes_back(&code, &state, &browser).status(), 401);
    for body in [
        json!({}),
        json!({"code": "", "state": "x", "browser_token": "y"}),
        json!({"code": "x".repeat(2049), "state": "x", "browser_token": "y"}),
        json!({"code": "x", "state": "x", "browser_token": "y", "role": "admin"}),
    ] {
        let answer = scene
            .app
            .anonymous(Method::POST, "/v1/single-sign-on-completions")
            .with_json(&body)
            .send();
        assert_eq!(answer.status(), 422, "{body}: {answer}");
    }
}

fn nobody_is_known_by_their_address_alone(database: TestDatabase) {
    let scene = Scene::on(database);
    // Not proven by the provider; of another domain; of somebody in another role.
    scene
        .issuer
        .spoils(|token| token.claims["email_verified"] = json!(false));
    assert_eq!(scene.signs_in().status(), 403);
    scene
        .issuer
        .spoils(|token| token.claims["email_verified"] = json!("true"));
    assert_eq!(scene.signs_in().status(), 403);
    scene.issuer.gives_good_tokens();
    scene
        .issuer
        .changes(|rosa| rosa.email = "rosa.whitfield@example.org.evil.example".to_owned());
    assert_eq!(scene.signs_in().status(), 403);
    let parent = scene.app.council.parent.email.clone();
    scene.issuer.changes(|rosa| rosa.email = parent);
    assert_eq!(scene.signs_in().status(), 403);
    assert_eq!(scene.last_event(), "sign_on_no_account");
    // Rosa signs in, and is known by her subject. Another with her address is not she.
    scene.rosa();
    assert_eq!(scene.signs_in().status(), 201);
    scene.issuer.changes(|rosa| rosa.subject = "another".to_owned());
    assert_eq!(scene.signs_in().status(), 403);
    assert_eq!(scene.last_event(), "sign_on_no_account");
}

fn a_role_that_is_not_mapped_opens_nothing_and_leaves_a_row(database: TestDatabase) {
    let scene = Scene::on(database);
    for groups in [
        vec![],
        vec!["all-staff"],
        vec!["SEND-OFFICERS"],
        vec!["send-officers "],
    ] {
        scene.app.clock.advance(Duration::milliseconds(1));
        scene
            .issuer
            .changes(|rosa| rosa.groups = groups.iter().map(|group| (*group).to_owned()).collect());
        let refused = scene.signs_in();
        refused.is_problem("forbidden");
        assert_eq!(scene.last_event(), "sign_on_no_role", "{groups:?}");
    }
    assert_eq!(scene.app.logs().count("single_sign_on_identities"), 0);
}

fn a_role_that_the_provider_takes_back_is_lost_at_the_next_sign_in(database: TestDatabase) {
    let scene = Scene::on(database);
    let first = scene.signs_in();
    assert_eq!(first.text_at("/role"), "officer");
    scene
        .issuer
        .changes(|rosa| rosa.groups = vec!["send-managers".to_owned()]);
    let second = scene.signs_in();
    assert_eq!(second.text_at("/role"), "manager");
    assert_eq!(
        scene.me(&first).status(),
        401,
        "what was open under the old role has ended"
    );
    assert_eq!(scene.me(&second).text_at("/role"), "manager");
    scene.issuer.changes(|rosa| rosa.groups.clear());
    assert_eq!(scene.signs_in().status(), 403);
    assert_eq!(
        scene.me(&second).status(),
        401,
        "and so has what was open under no role"
    );
    let closed = scene.app.council.officer.user;
    scene.app.logs().close_account(closed);
    scene.rosa();
    assert_eq!(scene.signs_in().status(), 403);
    assert_eq!(scene.last_event(), "sign_on_closed");
}

fn a_powerful_role_is_matched_and_never_given(database: TestDatabase) {
    let scene = Scene::with(database, |rules| rules.makes_accounts = true);
    assert_eq!(scene.signs_in().text_at("/role"), "officer");
    // The provider alone makes nobody an administrator, known or new.
    scene.issuer.changes(|rosa| rosa.groups = vec![ADMINS.to_owned()]);
    assert_eq!(scene.signs_in().status(), 403);
    assert_eq!(scene.last_event(), "sign_on_other_role");
    scene.issuer.changes(|rosa| {
        rosa.subject = "new".to_owned();
        rosa.email = "new@example.org".to_owned();
    });
    assert_eq!(scene.signs_in().status(), 403);
    assert_eq!(scene.last_event(), "sign_on_no_account");
    // An address alone is no administrator either, whoever has it now.
    scene.ada();
    assert_eq!(scene.signs_in().status(), 403);
    assert_eq!(scene.last_event(), "sign_on_not_linked");
    // Who has linked the account signs in with the role, and does not lose it by a word of the provider.
    let admin = scene.app.council.admin.clone();
    assert_eq!(scene.links(&admin).status(), 201);
    let session = scene.signs_in();
    assert_eq!(session.text_at("/role"), "admin");
    scene.issuer.changes(|ada| ada.groups = vec![OFFICERS.to_owned()]);
    assert_eq!(scene.signs_in().status(), 403);
    assert_eq!(scene.last_event(), "sign_on_other_role");
    assert_eq!(scene.me(&session).status(), 401, "what is open ends");
    scene.ada();
    assert_eq!(scene.signs_in().text_at("/role"), "admin");
}

fn somebody_new_gets_an_account_only_where_the_authority_has_it_so(database: TestDatabase) {
    let scene = Scene::with(database, |rules| rules.makes_accounts = true);
    let somebody = |email: &str, subject: &str| Somebody {
        subject: subject.to_owned(),
        email: email.to_owned(),
        groups: vec![OFFICERS.to_owned()],
        authenticated_at: None,
    };
    scene.issuer.somebody(somebody("kit@elsewhere.example", "kit"));
    assert_eq!(scene.signs_in().status(), 403, "of a domain that is not listed");
    scene.issuer.somebody(somebody("Kit@Example.org", "kit"));
    let session = scene.signs_in();
    assert_eq!(session.status(), 201, "{session}");
    assert_eq!(session.text_at("/role"), "officer");
    assert_eq!(session.text_at("/display_name"), "Somebody Signed-In");
    assert_eq!(scene.signs_in().text_at("/user_id"), session.text_at("/user_id"));
    // There is no password to guess.
    for password in ["none", PASSWORD, "x"] {
        let body = json!({"email": "kit@example.org", "password": password});
        let tried = scene
            .app
            .anonymous(Method::POST, "/v1/sessions")
            .with_json(&body)
            .send();
        assert_eq!(tried.status(), 401);
    }
}

fn a_step_up_goes_through_the_provider(database: TestDatabase) {
    let scene = Scene::on(database);
    scene.ada();
    assert_eq!(scene.links(&scene.app.council.admin).status(), 201);
    let session = scene.signs_in();
    let token = session.text_at("/access_token").to_owned();
    let call = |path: &str, body: &Value| {
        scene
            .app
            .anonymous(Method::POST, path)
            .with_token(&token)
            .with_json(body)
            .send()
    };
    let invite =
        |name: &str| json!({"email": format!("{name}@example.org"), "name": name, "role": "adviser"});
    assert_eq!(call("/v1/invitations", &invite("one")).status(), 201);
    scene.app.clock.advance(Duration::minutes(6));
    assert_eq!(call("/v1/invitations", &invite("two")).status(), 401);

    let begins = || {
        let start = call("/v1/me/single-sign-on-starts", &json!({}));
        assert_eq!(start.status(), 201, "{start}");
        let url = start.text_at("/authorization_url").to_owned();
        assert!(
            url.contains("max_age=0") && url.contains("prompt=login"),
            "the provider is to ask anew: {url}"
        );
        (url, start.text_at("/browser_token").to_owned())
    };
    let proves = || {
        let (url, browser) = begins();
        let (code, state) = scene.goes(&url);
        call(
            "/v1/me/single-sign-on-proofs",
            &json!({"code": code, "state": state, "browser_token": browser}),
        )
    };
    // The provider did not ask anew; or somebody else is at the keyboard.
    let long_ago = scene.app.clock.now() - Duration::minutes(6);
    scene.issuer.changes(|ada| ada.authenticated_at = Some(long_ago));
    assert_eq!(proves().status(), 401);
    // Not even a moment before the way began, however far the clocks may differ at a sign-in.
    let before = scene.app.clock.now() - Duration::seconds(10);
    scene.issuer.changes(|ada| ada.authenticated_at = Some(before));
    assert_eq!(proves().status(), 401);
    scene.rosa();
    assert_eq!(proves().status(), 401);
    assert_eq!(call("/v1/invitations", &invite("two")).status(), 401);
    scene.issuer.changes(|other| {
        other.subject = "ada".to_owned();
        other.groups = vec![ADMINS.to_owned()];
        other.authenticated_at = None;
    });
    // What began as a sign-in proves nothing in a session, and the other way round.
    let (url, browser) = scene.starts();
    let (code, state) = scene.goes(&url);
    let body = json!({"code": code, "state": state, "browser_token": browser});
    assert_eq!(call("/v1/me/single-sign-on-proofs", &body).status(), 401);
    let (url, browser) = begins();
    let (code, state) = scene.goes(&url);
    assert_eq!(scene.comes_back(&code, &state, &browser).status(), 401);
    let proved = proves();
    assert_eq!(proved.status(), 201, "{proved}");
    assert_eq!(call("/v1/invitations", &invite("two")).status(), 201);
}

fn an_old_proof_at_the_provider_is_no_fresh_one_here(database: TestDatabase) {
    let scene = Scene::on(database);
    scene.ada();
    assert_eq!(scene.links(&scene.app.council.admin).status(), 201);
    let an_hour_ago = scene.app.clock.now() - Duration::hours(1);
    scene
        .issuer
        .changes(|ada| ada.authenticated_at = Some(an_hour_ago));
    let session = scene.signs_in();
    assert_eq!(session.status(), 201, "{session}");
    let invite = json!({"email": "kit@example.org", "name": "Kit", "role": "adviser"});
    let answer = scene
        .app
        .anonymous(Method::POST, "/v1/invitations")
        .with_token(session.text_at("/access_token"))
        .with_json(&invite)
        .send();
    answer.is_problem("step-up-needed");
}

fn a_provider_that_is_away_is_said_to_be_away(database: TestDatabase) {
    let scene = Scene::on(database);
    let (url, browser) = scene.starts();
    let (code, state) = scene.goes(&url);
    let Scene { app, issuer } = scene;
    drop(issuer);
    let body = json!({"code": code, "state": state, "browser_token": browser});
    let answer = app
        .anonymous(Method::POST, "/v1/single-sign-on-completions")
        .with_json(&body)
        .send();
    assert_eq!(answer.status(), 503, "{answer}");
    // People with passwords are not held up.
    let body = json!({"email": app.council.officer.email, "password": PASSWORD});
    app.anonymous(Method::POST, "/v1/sessions")
        .with_json(&body)
        .expect(201);
}

fn without_settings_nobody_signs_in_so(database: TestDatabase) {
    let app = TestApp::on(database);
    let start = app
        .anonymous(Method::POST, "/v1/single-sign-on-starts")
        .with_json(&json!({}))
        .send();
    start.is_problem("sign-on-refused");
    let body = json!({"code": "x", "state": "y", "browser_token": "z"});
    let answer = app
        .anonymous(Method::POST, "/v1/single-sign-on-completions")
        .with_json(&body)
        .send();
    assert_eq!(answer.status(), 401);
}

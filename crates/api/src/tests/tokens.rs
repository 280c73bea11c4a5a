//! Who is let in: a corpus of forged tokens, and the rules for presenting a good one.

use super::*;
use crate::auth::KeyFolder;
use aws_lc_rs::{
    hmac,
    signature::{Ed25519KeyPair, KeyPair as _},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as B64},
};
use serde_json::json;

/// Makes tokens with the server's own key, but says in them what it likes.
struct Forge {
    pair: Ed25519KeyPair,
    kid: String,
}

impl Forge {
    fn of(server: &TestServer) -> Self {
        let body: String = server.pem.lines().filter(|line| !line.starts_with('-')).collect();
        let pair = Ed25519KeyPair::from_pkcs8(&STANDARD.decode(body).unwrap()).unwrap();
        let kid = SigningKey::from_pem(&server.pem).unwrap().id().to_owned();
        Self { pair, kid }
    }

    fn header(&self) -> Value {
        json!({"alg": "EdDSA", "typ": "at+jwt", "kid": self.kid})
    }

    fn claims() -> Value {
        let now = noon().timestamp();
        json!({
            "exp": now + 900, "iat": now, "nbf": now, "iss": ISSUER, "aud": AUDIENCE, "role": "case_officer",
            "sub": Uuid::from_u128(100), "jti": Uuid::from_u128(5), "sid": Uuid::from_u128(9),
        })
    }

    fn token(&self, header: &Value, claims: &Value) -> String {
        self.sign(&header.to_string(), &claims.to_string())
    }

    fn sign(&self, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", B64.encode(header), B64.encode(claims));
        format!("{signed}.{}", B64.encode(self.pair.sign(signed.as_bytes())))
    }

    fn with_header(&self, name: &str, value: Value) -> String {
        let mut header = self.header();
        header[name] = value;
        self.token(&header, &Self::claims())
    }

    fn with_claim(&self, name: &str, value: Value) -> String {
        let mut claims = Self::claims();
        claims[name] = value;
        self.token(&self.header(), &claims)
    }

    fn without(&self, part: &str, name: &str) -> String {
        let (mut header, mut claims) = (self.header(), Self::claims());
        let from = if part == "header" {
            &mut header
        } else {
            &mut claims
        };
        from.as_object_mut().unwrap().remove(name).unwrap();
        self.token(&header, &claims)
    }
}

/// Tokens whose form or signature is wrong.
fn wrong_in_form(forge: &Forge) -> Vec<(String, String)> {
    let good = forge.token(&forge.header(), &Forge::claims());
    let [head, claims, signature]: [&str; 3] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let none = |alg: &str| B64.encode(json!({"alg": alg, "typ": "at+jwt", "kid": forge.kid}).to_string());
    let by_public_key = |secret: &[u8]| {
        let signed = format!("{}.{claims}", none("HS256"));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes());
        format!("{signed}.{}", B64.encode(tag))
    };
    let public = forge.pair.public_key().as_ref();
    let stranger = Ed25519KeyPair::generate().unwrap();
    let mut tampered = Forge::claims();
    tampered["role"] = json!("administrator");
    let duplicate = Forge::claims()
        .to_string()
        .replacen('{', "{\"role\":\"administrator\",", 1);
    let cases = [
        ("empty", String::new()),
        ("a word", "token".into()),
        ("dots only", "..".into()),
        ("alg none, no signature", format!("{}.{claims}.", none("none"))),
        ("alg None", format!("{}.{claims}.{signature}", none("None"))),
        ("alg NONE, two parts", format!("{}.{claims}", none("NONE"))),
        ("HS256 with the public key", by_public_key(public)),
        (
            "HS256 with the public key in base64",
            by_public_key(STANDARD.encode(public).as_bytes()),
        ),
        ("HS256 with an empty key", by_public_key(b"")),
        ("signature stripped", format!("{head}.{claims}.")),
        ("signature left out", format!("{head}.{claims}")),
        (
            "signature all zero",
            format!("{head}.{claims}.{}", B64.encode([0; 64])),
        ),
        (
            "signature cut",
            format!("{head}.{claims}.{}", &signature[..signature.len() - 4]),
        ),
        ("signature padded", format!("{good}==")),
        ("signature of another key", {
            let signed = format!("{head}.{claims}");
            format!("{signed}.{}", B64.encode(stranger.sign(signed.as_bytes())))
        }),
        (
            "claims exchanged",
            format!("{head}.{}.{signature}", B64.encode(tampered.to_string())),
        ),
        ("four parts", format!("{good}.{signature}")),
        (
            "five parts",
            format!("{head}.{claims}.{claims}.{claims}.{signature}"),
        ),
        (
            "standard base64",
            forge
                .sign("{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"???>>>\"}", "{}")
                .replace('_', "/"),
        ),
        (
            "claim given twice",
            forge.sign(&forge.header().to_string(), &duplicate),
        ),
        ("claims no object", forge.sign(&forge.header().to_string(), "[]")),
        (
            "claims no JSON",
            forge.sign(&forge.header().to_string(), "claims"),
        ),
        (
            "header no JSON",
            forge.sign("header", &Forge::claims().to_string()),
        ),
        ("too long", forge.with_claim("iss", json!("x".repeat(4096)))),
    ];
    cases.map(|(name, token)| (name.to_owned(), token)).to_vec()
}

/// Tokens with a good signature under a wrong header.
fn wrong_in_header(forge: &Forge) -> Vec<(String, String)> {
    let mut cases = Vec::new();
    for alg in ["none", "HS256", "RS256", "ES256", "PS256", "eddsa", "Ed25519", ""] {
        cases.push((format!("alg {alg}"), forge.with_header("alg", json!(alg))));
    }
    for typ in [
        "JWT",
        "jwt",
        "rt+jwt",
        "reset+jwt",
        "id+jwt",
        "AT+JWT",
        "application/at+jwt",
        "",
    ] {
        cases.push((format!("typ {typ}"), forge.with_header("typ", json!(typ))));
    }
    for kid in [
        "",
        "unknown",
        "../../../dev/null",
        "/etc/passwd",
        "x' UNION SELECT 'y",
        "' OR 1=1 --",
        "\u{0}",
        "|id",
    ] {
        cases.push((format!("kid {kid}"), forge.with_header("kid", json!(kid))));
    }
    for (name, value) in [
        ("jku", json!("http://127.0.0.1:9/keys")),
        ("x5u", json!("http://127.0.0.1:9/certificate")),
        ("jwk", json!({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"})),
        ("x5c", json!(["AAAA"])),
        ("crit", json!(["exp"])),
        ("b64", json!(false)),
        ("cty", json!("JWT")),
        ("kid", json!(1)),
        ("kid", json!(null)),
        ("alg", json!(["EdDSA"])),
        ("typ", json!(null)),
    ] {
        cases.push((format!("header {name} {value}"), forge.with_header(name, value)));
    }
    for name in ["alg", "typ", "kid"] {
        cases.push((format!("header without {name}"), forge.without("header", name)));
    }
    cases
}

/// Tokens with a good signature over wrong claims.
fn wrong_in_claims(forge: &Forge) -> Vec<(String, String)> {
    let now = noon().timestamp();
    let mut cases = Vec::new();
    for name in ["exp", "iat", "nbf", "iss", "aud", "sub", "jti", "sid", "role"] {
        cases.push((format!("without {name}"), forge.without("claims", name)));
        for value in [
            json!(null),
            json!(true),
            json!(-1),
            json!([]),
            json!({}),
            json!(""),
            json!(0),
        ] {
            cases.push((format!("{name} {value}"), forge.with_claim(name, value)));
        }
    }
    for name in ["exp", "iat", "nbf"] {
        for value in [
            json!(now.to_string()),
            json!(f64::from(i32::MAX) + 0.5),
            json!(u64::MAX),
            json!(i64::MAX),
            json!(1e300),
            json!(i64::MIN),
        ] {
            cases.push((format!("{name} {value}"), forge.with_claim(name, value)));
        }
    }
    for (name, value) in [
        ("exp", json!(now - 5)),
        ("exp", json!(now + 901)),
        ("exp", json!(now + 86_400)),
        ("nbf", json!(now + 6)),
        ("iat", json!(now + 6)),
        ("iat", json!(now - 1)),
        ("iss", json!("https://other.example.org")),
        ("iss", json!([ISSUER])),
        ("aud", json!("other")),
        ("aud", json!([AUDIENCE])),
        ("aud", json!([AUDIENCE, "other"])),
        ("sub", json!("ada")),
        ("sub", json!("' OR 1=1 --")),
        ("sid", json!("x")),
        ("jti", json!("x")),
        ("role", json!("Administrator")),
        ("role", json!("a b")),
        ("role", json!("x".repeat(41))),
        ("email", json!("ada@example.org")),
    ] {
        cases.push((format!("{name} {value}"), forge.with_claim(name, value)));
    }
    cases
}

#[actix_web::test]
async fn no_forged_token_opens_any_door() {
    let server = TestServer::start_with(|config| config.limits.refused = limit(100_000));
    let forge = Forge::of(&server);
    let good = forge.token(&forge.header(), &Forge::claims());
    let answer = server
        .anonymous("GET", "/v1/things")
        .bearer_auth(&good)
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.status(),
        200,
        "the forge makes good tokens when it wants to"
    );
    let cases = [
        wrong_in_form(&forge),
        wrong_in_header(&forge),
        wrong_in_claims(&forge),
    ]
    .concat();
    assert!(cases.len() > 140, "{}", cases.len());
    for (name, token) in cases {
        let answer = server
            .anonymous("GET", "/v1/things")
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 401, "{name}");
        let challenge = header(answer.headers(), "www-authenticate").to_owned();
        assert!(
            challenge.starts_with("Bearer realm=\"ehcp\", error=\"invalid_"),
            "{name}: {challenge}"
        );
        problem(answer, ErrorCode::Unauthenticated).await;
    }
}

#[test]
fn clocks_may_differ_by_five_seconds() {
    let (key, _) = SigningKey::generate().unwrap();
    let keys = TokenKeys::new(key, Vec::new(), ISSUER, AUDIENCE).unwrap();
    let new = NewAccessToken {
        user: ada(),
        session: SessionId(Uuid::nil()),
        role: "parent".into(),
        id: Uuid::nil(),
        lifetime: 99_999,
    };
    let token = keys.issue(new, noon()).unwrap();
    let at = |seconds: i64| {
        keys.verify(&token, noon() + chrono::TimeDelta::seconds(seconds))
            .is_ok()
    };
    assert_eq!(
        [at(-6), at(-5), at(0), at(900), at(904), at(905)],
        [false, true, true, true, true, false]
    );
}

#[test]
fn a_retired_key_still_verifies_and_a_removed_one_does_not() {
    let (old, old_pem) = SigningKey::generate().unwrap();
    let (new, _) = SigningKey::generate().unwrap();
    let claims = NewAccessToken {
        user: ada(),
        session: SessionId(Uuid::nil()),
        role: "parent".into(),
        id: Uuid::nil(),
        lifetime: 60,
    };
    let before = TokenKeys::new(old, Vec::new(), ISSUER, AUDIENCE).unwrap();
    let token = before.issue(claims, noon()).unwrap();
    let again = || SigningKey::from_pem(&old_pem).unwrap();
    let during = TokenKeys::new(new, vec![again()], ISSUER, AUDIENCE).unwrap();
    assert_eq!(during.verify(&token, noon()).unwrap().sub, ada());
    let after = TokenKeys::new(SigningKey::generate().unwrap().0, Vec::new(), ISSUER, AUDIENCE).unwrap();
    assert_eq!(
        after.verify(&token, noon()),
        Err(crate::auth::TokenError::UnknownKey)
    );
    assert!(TokenKeys::new(again(), vec![again()], ISSUER, AUDIENCE).is_err());
}

fn claims_of_ada() -> NewAccessToken {
    NewAccessToken {
        user: ada(),
        session: SessionId(Uuid::nil()),
        role: "parent".into(),
        id: Uuid::nil(),
        lifetime: 900,
    }
}

#[test]
fn no_token_is_refused_while_keys_are_replaced_under_load() {
    let place = tempfile::tempdir().unwrap();
    let folder = KeyFolder::new(place.path());
    let server = || TokenKeys::in_folder(folder.clone(), ISSUER, AUDIENCE, noon()).unwrap();
    // Two servers that share the folder: each takes what the other signs.
    let (one, two) = (server(), server());
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let load: Vec<_> = [(&one, &two), (&two, &one)]
            .into_iter()
            .map(|(signs, checks)| {
                let stop = &stop;
                scope.spawn(move || {
                    let mut taken = 0_u32;
                    while !stop.load(Ordering::Relaxed) {
                        let token = signs.issue(claims_of_ada(), noon()).unwrap();
                        let checked = checks.verify(&token, noon());
                        assert!(checked.is_ok(), "after {taken}: {checked:?}");
                        taken += 1;
                    }
                    taken
                })
            })
            .collect();
        for round in 0..20 {
            folder.rotate(noon() + chrono::TimeDelta::seconds(round)).unwrap();
            let server = if round % 2 == 0 { &one } else { &two };
            assert!(server.reload(noon()).unwrap() || round > 0);
        }
        stop.store(true, Ordering::Relaxed);
        for thread in load {
            thread.join().unwrap();
        }
    });
    one.reload(noon()).unwrap();
    assert_eq!(one.public().len(), 21);
    let kids: std::collections::BTreeSet<_> = one.public().into_iter().map(|key| key.kid).collect();
    assert_eq!(kids.len(), 21);
}

#[actix_web::test]
async fn the_public_keys_check_the_tokens_and_nothing_private_is_shown() {
    let server = TestServer::start();
    let answer = server
        .anonymous("GET", "/.well-known/jwks.json")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let keys: Value = answer.json().await.unwrap();
    let key = &keys["keys"][0];
    assert_eq!(
        (&key["kty"], &key["crv"], &key["alg"], &key["use"]),
        (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA"), &json!("sig"))
    );
    assert!(key.get("d").is_none());
    let forge = Forge::of(&server);
    assert_eq!(key["kid"], forge.kid);
    let public = B64.decode(key["x"].as_str().unwrap()).unwrap();
    let token = server.token(ada());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let check = aws_lc_rs::signature::UnparsedPublicKey::new(&aws_lc_rs::signature::ED25519, public);
    check
        .verify(signed.as_bytes(), &B64.decode(signature).unwrap())
        .unwrap();
}

#[actix_web::test]
async fn no_other_kind_of_token_passes_for_an_access_token() {
    let server = TestServer::start_with(|config| config.limits.refused = limit(100_000));
    let secret = "0123456789abcdef".repeat(4);
    for kind in ["refresh", "device", "challenge", "first", "reset", "invitation"] {
        let answer = server
            .anonymous("GET", "/v1/things")
            .bearer_auth(format!("{kind}_{secret}"))
            .send()
            .await
            .unwrap();
        problem(answer, ErrorCode::Unauthenticated).await;
    }
    // Nor does an access token pass for any of those.
    let token = server.token(ada());
    let long: String = token.chars().take(128).collect();
    for (path, body, code) in [
        (
            "/v1/session-refreshes",
            json!({"refresh_token": long}),
            ErrorCode::RefreshRefused,
        ),
        (
            "/v1/session-confirmations",
            json!({"challenge": long, "code": "123456"}),
            ErrorCode::WrongCode,
        ),
        (
            "/v1/first-administrators",
            json!({"secret": long, "email": "a@example.org", "display_name": "A", "password": "x"}),
            ErrorCode::WrongSecret,
        ),
    ] {
        let answer = server.anonymous("POST", path).json(&body).send().await.unwrap();
        problem(answer, code).await;
    }
}

#[actix_web::test]
async fn a_token_is_taken_from_the_authorization_header_only() {
    let server = TestServer::start();
    let token = server.token(ada());
    let answer = server.anonymous("GET", "/v1/things").send().await.unwrap();
    assert_eq!(
        header(answer.headers(), "www-authenticate"),
        "Bearer realm=\"ehcp\"",
        "no error without a token"
    );
    for request in [
        server.anonymous("GET", &format!("/v1/things?access_token={token}")),
        server
            .anonymous("GET", "/v1/things")
            .header("cookie", format!("access_token={token}; Bearer={token}")),
        server
            .anonymous("GET", "/v1/things")
            .body(format!("access_token={token}")),
        server
            .anonymous("GET", "/v1/things")
            .header("x-access-token", &token),
        server
            .anonymous("GET", "/v1/things")
            .header("authorization", &token),
        server
            .anonymous("GET", "/v1/things")
            .header("authorization", format!("Basic {token}")),
        server
            .anonymous("GET", "/v1/things")
            .header("authorization", format!("Bearer{token}")),
        server
            .ask("GET", "/v1/things")
            .header("authorization", format!("Bearer {token}")),
    ] {
        problem(request.send().await.unwrap(), ErrorCode::Unauthenticated).await;
    }
    let lower = server
        .anonymous("GET", "/v1/things")
        .header("authorization", format!("bearer {token}"));
    assert_eq!(lower.send().await.unwrap().status(), 200);
}

//! An identity provider on this machine, for tests: discovery, keys, a page that sends people back at once, and tokens,
//! which a test can spoil.

use crate::{Person, TestApp};
use actix_web::{App, HttpResponse, HttpServer, dev::ServerHandle, web};
use aws_lc_rs::{
    encoding::AsDer as _,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
        RsaKeyPair,
    },
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use ehcp_api::{ProviderSettings, SecondFactorClaim};
use ehcp_casework::Clock;
use ehcp_store::SignOnIdentityRow;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    thread::JoinHandle,
};
use zeroize::Zeroizing;

/// The name of the program at this provider.
pub const CLIENT: &str = "ehcp-test";

/// The secret of the program at this provider.
pub const CLIENT_SECRET: &str = "a secret & of: the client";

/// Where people are sent back.
pub const COME_BACK: &str = "https://send.example.gov.uk/signed-in";

/// How the provider says that it asked for two factors.
pub const TWO_FACTORS: &str = "two-factors";

/// With which kind of key a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// RSA.
    Rs256,
    /// The curve P-256.
    Es256,
    /// Ed25519.
    EdDsa,
}

impl Kind {
    fn alg(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// A key of the provider.
pub struct IssuerKey {
    id: String,
    kind: Kind,
    pair: Pair,
}

enum Pair {
    Rsa(Box<RsaKeyPair>),
    Ec(Box<EcdsaKeyPair>),
    Ed(Box<Ed25519KeyPair>),
}

impl IssuerKey {
    /// A new key.
    #[must_use]
    pub fn new(id: &str, kind: Kind) -> Self {
        let pair = match kind {
            Kind::Rs256 => Pair::Rsa(Box::new(RsaKeyPair::generate(KeySize::Rsa2048).expect("a key"))),
            Kind::Es256 => Pair::Ec(Box::new(
                EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key"),
            )),
            Kind::EdDsa => Pair::Ed(Box::new(Ed25519KeyPair::generate().expect("a key"))),
        };
        Self {
            id: id.to_owned(),
            kind,
            pair,
        }
    }

    fn sign(&self, text: &str) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature)
                    .expect("a signature");
                signature
            }
            Pair::Ec(pair) => pair
                .sign(&random, text.as_bytes())
                .expect("a signature")
                .as_ref()
                .to_vec(),
            Pair::Ed(pair) => pair.sign(text.as_bytes()).as_ref().to_vec(),
        }
    }

    /// A whole token, signed with this key.
    #[must_use]
    pub fn signs(&self, token: &Token) -> String {
        let part = token.signed_part();
        let signature = URL_SAFE_NO_PAD.encode(self.sign(&part));
        format!("{part}.{signature}")
    }

    /// The public half, as it stands in a certificate: what somebody would use as the secret of HS256.
    #[must_use]
    pub fn public_der(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Rsa(pair) => pair
                .public_key()
                .as_der()
                .expect("the public half")
                .as_ref()
                .to_vec(),
            Pair::Ec(pair) => pair.public_key().as_ref().to_vec(),
            Pair::Ed(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    fn published(&self) -> Value {
        let b64 = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let (kid, alg) = (&self.id, self.kind.alg());
        match &self.pair {
            Pair::Rsa(pair) => {
                let public = pair.public_key();
                let (n, e) = (public.modulus(), public.exponent());
                json!({
                    "kty": "RSA", "use": "sig", "alg": alg, "kid": kid,
                    "n": b64(n.big_endian_without_leading_zero()), "e": b64(e.big_endian_without_leading_zero()),
                })
            }
            Pair::Ec(pair) => {
                let point = pair.public_key().as_ref();
                json!({
                    "kty": "EC", "crv": "P-256", "use": "sig", "alg": alg, "kid": kid,
                    "x": b64(&point[1..33]), "y": b64(&point[33..65]),
                })
            }
            Pair::Ed(pair) => json!({
                "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": alg, "kid": kid, "x": b64(pair.public_key().as_ref()),
            }),
        }
    }
}

/// What a test makes of a token before it is signed, or of the signed token.
pub type Spoil = Box<dyn Fn(&mut Token) + Send>;

/// A token that is about to be given.
pub struct Token {
    /// The header.
    pub header: Value,
    /// The claims.
    pub claims: Value,
    /// In place of the signature, if the test has one.
    pub signature: Option<Vec<u8>>,
    /// In place of the whole token, if the test has one.
    pub whole: Option<String>,
}

impl Token {
    /// What is signed.
    #[must_use]
    pub fn signed_part(&self) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}", part(&self.header), part(&self.claims))
    }
}

/// Who the provider thinks is at its page.
#[derive(Clone)]
pub struct Somebody {
    /// Who it is there.
    pub subject: String,
    /// The proven address.
    pub email: String,
    /// What they are.
    pub groups: Vec<String>,
    /// When they last proved who they are; now when left out.
    pub authenticated_at: Option<DateTime<Utc>>,
}

struct Asked {
    query: HashMap<String, String>,
    who: Somebody,
}

struct Inside {
    clock: Clock,
    address: String,
    keys: Vec<IssuerKey>,
    who: Somebody,
    spoil: Option<Spoil>,
    asked: HashMap<String, Asked>,
    given: Vec<String>,
    away: bool,
    asked_of: usize,
    fetched: usize,
}

/// A running provider.
pub struct TestIssuer {
    /// Its issuer.
    pub issuer: String,
    inside: Arc<Mutex<Inside>>,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl TestIssuer {
    /// A provider whose clock is that of the server that asks it.
    #[must_use]
    pub fn start(clock: Clock) -> Self {
        let inside = Arc::new(Mutex::new(Inside {
            clock,
            address: String::new(),
            keys: vec![IssuerKey::new("first", Kind::Rs256)],
            who: Somebody {
                subject: "nobody".to_owned(),
                email: "nobody@example.org".to_owned(),
                groups: Vec::new(),
                authenticated_at: None,
            },
            spoil: None,
            asked: HashMap::new(),
            given: Vec::new(),
            away: false,
            asked_of: 0,
            fetched: 0,
        }));
        let (send, receive) = mpsc::channel();
        let shared = web::Data::from(inside.clone());
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = HttpServer::new(move || {
                    App::new()
                        .app_data(shared.clone())
                        .route("/.well-known/openid-configuration", web::get().to(discovery))
                        .route("/keys", web::get().to(keys))
                        .route("/authorize", web::get().to(authorize))
                        .route("/token", web::post().to(token))
                })
                .workers(1)
                .bind(SocketAddr::from(([127, 0, 0, 1], 0)))
                .expect("a port");
                let address = server.addrs().first().copied().expect("an address");
                let server = server.disable_signals().run();
                send.send((address, server.handle())).expect("the test waits");
                server.await.expect("the provider runs");
            });
        });
        let (address, handle) = receive.recv().expect("the provider starts");
        let issuer = format!("http://{address}");
        lock(&inside).address.clone_from(&issuer);
        Self {
            issuer,
            inside,
            handle,
            thread: Some(thread),
        }
    }

    /// How a server asks it.
    #[must_use]
    pub fn settings(&self) -> ProviderSettings {
        ProviderSettings {
            issuer: self.issuer.clone(),
            client_id: CLIENT.to_owned(),
            audience: CLIENT.to_owned(),
            client_secret: Some(Zeroizing::new(CLIENT_SECRET.to_owned())),
            redirect_uri: COME_BACK.to_owned(),
            scopes: vec!["email".to_owned(), "profile".to_owned()],
            role_claim: Some("groups".to_owned()),
            leeway: Duration::seconds(30),
            max_age: Duration::hours(12),
            second_factor: SecondFactorClaim {
                acr: vec![TWO_FACTORS.to_owned()],
                amr: vec!["mfa".to_owned()],
            },
        }
    }

    /// Who is at its page from now on.
    pub fn somebody(&self, who: Somebody) {
        lock(&self.inside).who = who;
    }

    /// Changes who is at its page.
    pub fn changes(&self, change: impl FnOnce(&mut Somebody)) {
        change(&mut lock(&self.inside).who);
    }

    /// Spoils every token from now on.
    pub fn spoils(&self, spoil: impl Fn(&mut Token) + Send + 'static) {
        lock(&self.inside).spoil = Some(Box::new(spoil));
    }

    /// Gives good tokens again.
    pub fn gives_good_tokens(&self) {
        lock(&self.inside).spoil = None;
    }

    /// Signs with another key from now on; the earlier ones are gone.
    pub fn signs_with(&self, key: IssuerKey) {
        lock(&self.inside).keys = vec![key];
    }

    /// The public half of its key.
    #[must_use]
    pub fn public_der(&self) -> Vec<u8> {
        lock(&self.inside).keys[0].public_der()
    }

    /// The tokens that it has given.
    #[must_use]
    pub fn given(&self) -> Vec<String> {
        lock(&self.inside).given.clone()
    }

    /// Answers nothing but errors from now on, or answers again.
    pub fn is_away(&self, away: bool) {
        lock(&self.inside).away = away;
    }

    /// How often it was asked what it publishes about itself.
    #[must_use]
    pub fn asked_of(&self) -> usize {
        lock(&self.inside).asked_of
    }

    /// How often its keys were asked for.
    #[must_use]
    pub fn keys_fetched(&self) -> usize {
        lock(&self.inside).fetched
    }
}

impl TestApp {
    /// Links an account with somebody of a provider, without going there.
    pub fn link_with_provider(&self, person: &Person) {
        let row = SignOnIdentityRow {
            issuer: "https://login.example.org".to_owned(),
            subject: person.user.to_string(),
            user_id: person.user,
            linked_at: self.clock.now(),
        };
        self.store
            .write_blocking(move |tx| tx.insert_sign_on_identity(&row))
            .expect("a link");
    }
}

impl Drop for TestIssuer {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn lock(inside: &Mutex<Inside>) -> MutexGuard<'_, Inside> {
    inside.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn discovery(inside: web::Data<Mutex<Inside>>) -> HttpResponse {
    let mut inside = lock(&inside);
    inside.asked_of += 1;
    if inside.away {
        return HttpResponse::ServiceUnavailable().finish();
    }
    let at = inside.address.clone();
    HttpResponse::Ok().json(json!({
        "issuer": at, "authorization_endpoint": format!("{at}/authorize"), "token_endpoint": format!("{at}/token"),
        "jwks_uri": format!("{at}/keys"), "response_types_supported": ["code"],
    }))
}

async fn keys(inside: web::Data<Mutex<Inside>>) -> HttpResponse {
    let mut inside = lock(&inside);
    inside.fetched += 1;
    let keys: Vec<_> = inside.keys.iter().map(IssuerKey::published).collect();
    HttpResponse::Ok().json(json!({"keys": keys}))
}

/// Sends whoever comes back at once, with a code.
async fn authorize(
    inside: web::Data<Mutex<Inside>>,
    query: web::Query<HashMap<String, String>>,
) -> HttpResponse {
    let mut inside = lock(&inside);
    let query = query.into_inner();
    let good = query.get("client_id").is_some_and(|id| id == CLIENT)
        && query.get("redirect_uri").is_some_and(|uri| uri == COME_BACK)
        && query.get("response_type").is_some_and(|kind| kind == "code")
        && query
            .get("code_challenge_method")
            .is_some_and(|method| method == "S256")
        && query
            .get("scope")
            .is_some_and(|scope| scope.split(' ').any(|one| one == "openid"));
    let state = query.get("state").cloned();
    let (true, Some(state)) = (good, state) else {
        return HttpResponse::BadRequest().finish();
    };
    let code = format!("code-{}", inside.asked.len());
    let who = inside.who.clone();
    inside.asked.insert(code.clone(), Asked { query, who });
    HttpResponse::Found()
        .insert_header(("location", format!("{COME_BACK}?code={code}&state={state}")))
        .finish()
}

async fn token(
    inside: web::Data<Mutex<Inside>>,
    request: actix_web::HttpRequest,
    form: web::Form<HashMap<String, String>>,
) -> HttpResponse {
    let mut inside = lock(&inside);
    let refused = || HttpResponse::BadRequest().json(json!({"error": "invalid_grant"}));
    let half = |text: &str| text.replace('&', "%26").replace(':', "%3A").replace(' ', "+");
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("{CLIENT}:{}", half(CLIENT_SECRET)));
    let sent = request
        .headers()
        .get("authorization")
        .and_then(|value| value.to_str().ok());
    if sent != Some(format!("Basic {basic}").as_str()) {
        return HttpResponse::Unauthorized().finish();
    }
    let Some(asked) = form.get("code").and_then(|code| inside.asked.remove(code)) else {
        return refused();
    };
    let verifier = form.get("code_verifier").map(String::as_str).unwrap_or_default();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    if asked.query.get("code_challenge") != Some(&challenge)
        || form.get("redirect_uri").map(String::as_str) != Some(COME_BACK)
        || form.get("grant_type").map(String::as_str) != Some("authorization_code")
    {
        return refused();
    }
    let now = inside.clock.now();
    let at = asked.who.authenticated_at.unwrap_or(now).timestamp();
    let mut token = Token {
        header: json!({"alg": inside.keys[0].kind.alg(), "kid": inside.keys[0].id, "typ": "JWT"}),
        claims: json!({
            "iss": inside.address, "sub": asked.who.subject, "aud": CLIENT, "iat": now.timestamp(),
            "exp": now.timestamp() + 300, "nonce": asked.query.get("nonce"), "auth_time": at, "email": asked.who.email,
            "email_verified": true, "name": "Somebody Signed-In", "groups": asked.who.groups,
        }),
        signature: None,
        whole: None,
    };
    if let Some(spoil) = &inside.spoil {
        spoil(&mut token);
    }
    let part = token.signed_part();
    let signature = token
        .signature
        .clone()
        .unwrap_or_else(|| inside.keys[0].sign(&part));
    let signed = format!("{part}.{}", URL_SAFE_NO_PAD.encode(signature));
    let id_token = token.whole.unwrap_or(signed);
    inside.given.push(id_token.clone());
    HttpResponse::Ok().json(json!({
        "access_token": "of no use here", "token_type": "Bearer", "expires_in": 300, "id_token": id_token,
    }))
}

//! Tests over real HTTP, on a port the system chooses, with a few routes of their own.

mod access_log;
mod bodies;
mod connections;
mod contract;
mod corpus;
mod cors;
mod council;
mod deadlines;
mod errors;
mod explorer;
mod faults;
mod keys;
mod lists;
mod once;
mod quotas;
mod raw;
mod reading;
mod road;
mod routes;
mod sessions;
mod tokens;
mod versions;

use crate::{
    Config, ErrorCode, Limit, Policy, Services,
    auth::{NewAccessToken, SigningKey, TokenKeys},
    extract::CursorKey,
    router::{self, Routes},
    server::build_with,
};
use actix_web::dev::ServerHandle;
use chrono::{DateTime, TimeZone as _, Utc};
use ehcp_access::Role;
use ehcp_case::{SessionId, UserId};
use ehcp_casework::{
    Casework, Chance, Clock,
    password::Passwords,
    testing::{Store, TestDatabase, UserRow},
};
use reqwest::{Method, RequestBuilder, Response, StatusCode, header::HeaderMap};
use serde_json::Value;
use std::{
    net::SocketAddr,
    num::NonZeroU32,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread::JoinHandle,
    time::Duration,
};
use uuid::Uuid;

const ISSUER: &str = "https://ehcp.example.org";
const AUDIENCE: &str = "ehcp-api";

/// What needs no sign-in: the operations of the contract, and two that only these tests have.
static ANONYMOUS: LazyLock<Vec<(&str, Policy)>> = LazyLock::new(|| {
    let own = [
        ("calculate_thing", Policy::Public),
        ("sign_in_thing", Policy::SignIn),
    ];
    router::ANONYMOUS.iter().copied().chain(own).collect()
});

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 12, 0, 0).unwrap()
}

/// A running server, stopped when dropped.
struct TestServer {
    address: SocketAddr,
    client: reqwest::Client,
    keys: Arc<TokenKeys>,
    pem: String,
    ready: Arc<AtomicBool>,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    store: Store,
    clock: Clock,
    _database: TestDatabase,
}

impl TestServer {
    fn start() -> Self {
        Self::start_with(|_| {})
    }

    fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let (signing, pem) = SigningKey::generate().unwrap();
        let keys = Arc::new(TokenKeys::new(signing, Vec::new(), ISSUER, AUDIENCE).unwrap());
        let ready = Arc::new(AtomicBool::new(true));
        let asked = ready.clone();
        let database = TestDatabase::sqlite();
        let store = database.open();
        let clock = Clock::standing_at(noon());
        let casework = Casework::new(store.clone(), clock.clone(), Chance::System, Passwords::new(2));
        let services = Services {
            readiness: Arc::new(move || Box::pin(std::future::ready(asked.load(Ordering::SeqCst)))),
            ..Services::new(casework, keys.clone(), CursorKey::new([7; 32]))
        };
        let mut config = Config {
            workers: 2,
            handle_signals: false,
            ..Config::default()
        };
        config.address.set_port(0);
        change(&mut config);
        let (send, receive) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let routes = Routes {
                    v1: routes::register,
                    anonymous: &ANONYMOUS,
                };
                let (server, address) = build_with(config, services, routes).unwrap();
                send.send((address, server.handle())).unwrap();
                server.await.unwrap();
            });
        });
        let (address, handle) = receive.recv().unwrap();
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(60))
            .build()
            .unwrap();
        Self {
            address,
            client,
            keys,
            pem: pem.to_string(),
            ready,
            handle,
            thread: Some(thread),
            store,
            clock,
            _database: database,
        }
    }

    /// Puts a person on record and signs them in.
    fn person(&self, user: UserId, role: Role) -> SessionId {
        let session = SessionId(Uuid::now_v7());
        let now = self.clock.now();
        let row = UserRow {
            id: user,
            email: format!("{user}@example.org"),
            display_name: "Rosa Whitfield".to_owned(),
            role,
            education_setting_id: None,
            password_hash: "$argon2id$none".to_owned(),
            disabled_at: None,
            created_at: now,
            version: 1,
        };
        self.store
            .write_blocking(move |tx| {
                tx.insert_user(&row)?;
                tx.insert_session(session, user, now, now + chrono::Duration::minutes(15))
            })
            .unwrap();
        session
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn anonymous(&self, method: &str, path: &str) -> RequestBuilder {
        self.client
            .request(Method::from_bytes(method.as_bytes()).unwrap(), self.url(path))
    }

    /// A request by `ada`.
    fn ask(&self, method: &str, path: &str) -> RequestBuilder {
        self.anonymous(method, path).bearer_auth(self.token(ada()))
    }

    fn token(&self, user: UserId) -> String {
        self.token_of(user, SessionId(Uuid::from_u128(9)))
    }

    fn token_of(&self, user: UserId, session: SessionId) -> String {
        let new = NewAccessToken {
            user,
            session,
            role: "case_officer".into(),
            id: Uuid::from_u128(5),
            lifetime: 900,
        };
        self.keys.issue(new, noon()).unwrap()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        // The order is sent at once; the future only tells when it is done.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn ada() -> UserId {
    UserId(Uuid::from_u128(100))
}

fn brian() -> UserId {
    UserId(Uuid::from_u128(200))
}

fn limit(requests: u32) -> Limit {
    Limit {
        requests: NonZeroU32::new(requests).unwrap(),
        window: Duration::from_secs(3600),
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// Checks that an answer is a complete problem with this code, and gives its body.
async fn problem(answer: Response, code: ErrorCode) -> Value {
    let status = answer.status();
    let headers = answer.headers().clone();
    let text = answer.text().await.unwrap();
    assert_eq!(
        status,
        StatusCode::from_u16(code.status().as_u16()).unwrap(),
        "{text}"
    );
    assert_eq!(
        header(&headers, "content-type"),
        "application/problem+json",
        "{text}"
    );
    assert_clean(&headers);
    let body: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(body["code"], code.word(), "{text}");
    assert_eq!(body["type"], format!("/problems/{}", code.word()));
    assert_eq!(body["title"], code.title());
    assert_eq!(body["status"], code.status().as_u16());
    assert!(!body["detail"].as_str().unwrap().is_empty());
    let instance = body["instance"].as_str().unwrap();
    assert!(
        instance.len() == 32 && instance.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{text}"
    );
    body
}

/// Checks the headers that every answer carries.
fn assert_clean(headers: &HeaderMap) {
    assert_eq!(header(headers, "x-content-type-options"), "nosniff");
    assert!(header(headers, "content-security-policy").contains("default-src 'none'"));
    assert!(header(headers, "content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!(header(headers, "referrer-policy"), "no-referrer");
    assert_eq!(header(headers, "cache-control"), "no-store");
    assert!(!headers.contains_key("server"));
}

//! The changes of a case over HTTP, from the notice to the final plan.

use super::*;
use ErrorCode::{AgainstTheLaw, IdempotencyKeyMissing, IfMatchMissing, NotFound, StaleVersion};
use ehcp_case::TeamId;
use ehcp_casework::{Bearer, MakeRequest, testing::TeamRow};
use serde_json::{Map, json};
use std::sync::atomic::AtomicU32;

static KEYS: AtomicU32 = AtomicU32::new(0);

/// A case at its first stage, its officer, and the psychologist who will be asked.
struct Road {
    server: TestServer,
    officer: String,
    psychologist: String,
    case: String,
}

impl Road {
    async fn start() -> Self {
        let server = TestServer::start();
        server.clock.set("2026-09-07T09:00:00Z".parse().unwrap());
        let now = server.clock.now();
        let team = TeamRow {
            id: TeamId(Uuid::from_u128(7)),
            name: "North team".to_owned(),
            area: "North".to_owned(),
            duty_line: "01632 960101".to_owned(),
            duty_email: "north.send@example.org".to_owned(),
            takes_new_cases: true,
        };
        // The store is asked from a thread that may wait for it.
        let officer = std::thread::scope(|scope| {
            let work = scope.spawn(|| {
                let officer = server.person(ada(), Role::Officer);
                server.person(brian(), Role::Adviser);
                let write = server.store.write_blocking(move |tx| {
                    tx.insert_team(&team)?;
                    tx.insert_team_member(ada(), team.id, now.date_naive())
                });
                write.unwrap();
                officer
            });
            work.join().unwrap()
        });
        let casework = Casework::new(
            server.store.clone(),
            server.clock.clone(),
            Chance::System,
            Passwords::new(1),
        );
        let request: MakeRequest = serde_json::from_value(json!({
            "child": {"given_name": "Maya", "family_name": "Okafor", "born_on": "2018-03-14"},
            "source": "parent",
            "reasons": "Maya finds it hard to follow what is said in class.",
        }))
        .unwrap();
        let bearer = Bearer {
            user: ada(),
            session: officer,
        };
        let receipt = casework
            .act(bearer, "create_request", move |act| {
                ehcp_casework::make_request(act, &request)
            })
            .await
            .unwrap();
        let mut road = Self {
            officer: String::new(),
            psychologist: String::new(),
            case: format!("/v1/cases/{}", receipt.case_id),
            server,
        };
        road.go_to("2026-09-07").await;
        road
    }

    /// Goes to a morning, on which both people sign in.
    async fn go_to(&mut self, day: &str) {
        self.server.clock.set(format!("{day}T09:00:00Z").parse().unwrap());
        self.officer = self.sign_in(ada()).await;
        self.psychologist = self.sign_in(brian()).await;
    }

    async fn sign_in(&self, user: UserId) -> String {
        let now = self.server.clock.now();
        let session = SessionId(Uuid::now_v7());
        let until = now + chrono::Duration::minutes(15);
        let write = self
            .server
            .store
            .write(move |tx| tx.insert_session(session, user, now, until));
        write.await.unwrap();
        let new = NewAccessToken {
            user,
            session,
            role: "officer".into(),
            id: Uuid::now_v7(),
            lifetime: 900,
        };
        self.server.keys.issue(new, now).unwrap()
    }

    fn as_(&self, token: &str, method: &str, path: &str) -> RequestBuilder {
        self.server.anonymous(method, path).bearer_auth(token)
    }

    async fn read(&self, path: &str) -> (String, Value) {
        let answer = self.as_(&self.officer, "GET", path).send().await.unwrap();
        let tag = header(answer.headers(), "etag").to_owned();
        (tag, body(answer, 200).await)
    }

    fn post(&self, token: &str, path: &str, seen: &str, command: &Value) -> RequestBuilder {
        let key = KEYS.fetch_add(1, Ordering::SeqCst);
        self.as_(token, "POST", path)
            .header("idempotency-key", format!("key-{key}"))
            .header("if-match", seen)
            .header("content-type", "application/json")
            .body(command.to_string())
    }

    /// A change of the case by its officer, who has just read it.
    async fn change(&self, what: &str, command: Value) -> Response {
        let (seen, _) = self.read(&self.case).await;
        let path = format!("{}/{what}", self.case);
        self.post(&self.officer, &path, &seen, &command)
            .send()
            .await
            .unwrap()
    }
}

async fn body(answer: Response, status: u16) -> Value {
    let found = answer.status();
    let text = answer.text().await.unwrap();
    assert_eq!(found, status, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn decision(kind: &str) -> Value {
    json!({"kind": kind, "notice": "sent_otherwise", "reasons": {
        "criteria": "Children and Families Act 2014, s.36(8).",
        "evidence_considered": "The request and the school's report.",
        "reasons": "Maya has had extra help for a year and has made little progress.",
    }})
}

fn sections(placement: bool) -> Value {
    let letters = ["A", "B", "C", "D", "E", "F", "H1", "H2", "I", "J", "K"];
    let letters = letters.into_iter().filter(|letter| placement || *letter != "I");
    let text = |letter| {
        (
            String::from(letter),
            json!(format!("Section {letter} of Maya's plan.")),
        )
    };
    json!({"sections": letters.map(text).collect::<Map<_, _>>()})
}

#[actix_web::test]
async fn a_case_walks_from_the_notice_to_the_final_plan() {
    let mut road = Road::start().await;
    road.go_to("2026-09-09").await;
    let consulted = body(road.change("family-consultations", json!({})).await, 200).await;
    assert_eq!(consulted["stage"], "deciding_whether_to_assess");
    let noticed = body(road.change("considering-notices", json!({})).await, 200).await;
    assert_eq!(noticed["stage"], "deciding_whether_to_assess");

    road.go_to("2026-10-12").await;
    let fact = json!({"fact": "considering_notice_sent", "happened_on": "2026-09-08", "reason": "The letter says so."});
    body(road.change("date-corrections", fact).await, 200).await;
    let decided = body(road.change("decisions", decision("assess")).await, 201).await;
    assert_eq!(decided["notified_on"], "2026-10-12");
    let (_, listed) = road.read(&format!("{}/decisions", road.case)).await;
    assert_eq!(listed["items"][0]["id"], decided["id"]);

    for kind in ["family", "education", "medical", "psychological", "social_care"] {
        let adviser = (kind == "psychological").then(brian);
        let asked = json!({
            "kind": kind,
            "addressee": format!("{kind} service"),
            "referral": "Please advise on Maya's needs.",
            "adviser_id": adviser,
        });
        let answer = road.change("advice-requests", asked).await;
        assert!(header(answer.headers(), "location").starts_with("/v1/advice-requests/"));
        assert!(!header(answer.headers(), "etag").is_empty());
        body(answer, 201).await;
    }
    let (_, all) = road.read(&format!("{}/advice-requests", road.case)).await;
    assert_eq!(all["items"].as_array().unwrap().len(), 5);

    road.go_to("2026-11-20").await;
    let to_do = road.as_(&road.psychologist, "GET", "/v1/advice-requests?limit=1");
    let to_do = body(to_do.send().await.unwrap(), 200).await;
    assert_eq!(to_do["items"][0]["due_on"], "2026-11-23");
    assert!(to_do.get("next").is_none());
    let asked = format!(
        "/v1/advice-requests/{}",
        to_do["items"][0]["id"].as_str().unwrap()
    );
    let (seen, _) = road.read(&asked).await;
    let advice = json!({"text": "Maya needs small groups."});
    let path = format!("{asked}/answers");
    let handed = road
        .post(&road.psychologist, &path, &seen, &advice)
        .send()
        .await
        .unwrap();
    assert_eq!(body(handed, 200).await["status"], "met");

    let closed = json!({
        "kind": "ex-personal", "from_on": "2026-11-01", "until_on": "2026-11-14",
        "evidence": "A letter from the hospital.", "why_impractical": "Maya was in hospital.",
    });
    let closed = body(road.change("exceptions", closed).await, 201).await;
    let (_, exceptions) = road.read(&format!("{}/exceptions", road.case)).await;
    assert_eq!(exceptions["items"][0]["id"], closed["id"]);

    body(road.change("decisions", decision("issue")).await, 201).await;
    let started = road.change("plans", sections(false)).await;
    let plan = header(started.headers(), "location").to_owned();
    let first = header(started.headers(), "etag").to_owned();
    body(started, 201).await;
    let write = |seen: String| {
        road.as_(&road.officer, "PUT", &plan)
            .header("if-match", seen)
            .header("content-type", "application/json")
            .body(sections(false).to_string())
            .send()
    };
    let written = write(first.clone()).await.unwrap();
    let second = header(written.headers(), "etag").to_owned();
    body(written, 200).await;
    problem(write(first).await.unwrap(), StaleVersion).await;
    let serve = json!({"method": "by_hand"});
    let path = format!("{plan}/services");
    let served = road
        .post(&road.officer, &path, &second, &serve)
        .send()
        .await
        .unwrap();
    assert_eq!(body(served, 200).await["respond_by"], "2026-12-04");

    let said = json!({"text": "Section F should say how long each session is.", "wants_meeting": true});
    body(road.change("representations", said).await, 201).await;
    let (_, said) = road.read(&format!("{}/representations", road.case)).await;
    assert_eq!(said["items"][0]["wants_meeting"], true);

    let early = problem(road.change("final-plans", sections(true)).await, AgainstTheLaw).await;
    assert_eq!(early["rule"], "ehcp-draft-representations");
    road.go_to("2026-12-05").await;
    let sent = road.change("final-plans", sections(true)).await;
    let last = header(sent.headers(), "location").to_owned();
    body(sent, 201).await;
    assert_eq!(road.read(&last).await.1["kind"], "final");
    let (_, plans) = road.read(&format!("{}/plans", road.case)).await;
    assert_eq!(plans["items"].as_array().unwrap().len(), 2);
    assert_eq!(road.read(&road.case).await.1["stage"], "plan_issued");
}

#[actix_web::test]
async fn a_change_says_which_version_it_saw_and_is_made_once() {
    let road = Road::start().await;
    let path = format!("{}/considering-notices", road.case);
    let bare = || {
        road.as_(&road.officer, "POST", &path)
            .header("content-type", "application/json")
            .body("{}")
    };
    problem(bare().send().await.unwrap(), IdempotencyKeyMissing).await;
    let keyed = || bare().header("idempotency-key", "one-notice");
    problem(keyed().send().await.unwrap(), IfMatchMissing).await;
    let (seen, _) = road.read(&road.case).await;
    let first = body(keyed().header("if-match", &seen).send().await.unwrap(), 200).await;
    let again = body(keyed().send().await.unwrap(), 200).await;
    assert_eq!(first, again);
    let late = bare()
        .header("idempotency-key", "another")
        .header("if-match", &seen);
    problem(late.send().await.unwrap(), StaleVersion).await;
}

#[actix_web::test]
async fn somebody_without_a_tie_to_the_case_finds_nothing() {
    let road = Road::start().await;
    for what in [
        "decisions",
        "advice-requests",
        "exceptions",
        "plans",
        "representations",
    ] {
        let path = format!("{}/{what}", road.case);
        let answer = road.as_(&road.psychologist, "GET", &path).send().await.unwrap();
        problem(answer, NotFound).await;
    }
    let path = format!("{}/decisions", road.case);
    let decided = road.post(&road.psychologist, &path, "\"1-00000000\"", &decision("assess"));
    problem(decided.send().await.unwrap(), NotFound).await;
}

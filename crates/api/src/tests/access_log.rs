//! The access log.

use super::*;
use std::{
    io,
    sync::{Mutex, OnceLock},
};

/// Everything logged by this test binary.
static LINES: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();

struct Sink(Arc<Mutex<Vec<u8>>>);

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn log() -> Arc<Mutex<Vec<u8>>> {
    let start = || {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let sink = lines.clone();
        let writer = move || Sink(sink.clone());
        let filter = tracing_subscriber::EnvFilter::new("ehcp=trace");
        tracing_subscriber::fmt()
            .json()
            .with_env_filter(filter)
            .with_writer(writer)
            .init();
        lines
    };
    LINES.get_or_init(start).clone()
}

#[actix_web::test]
async fn each_request_is_one_line_of_json_without_anything_the_client_wrote() {
    let log = log();
    let server = TestServer::start();
    let trace = "aaaabbbbccccddddeeeeffff00001111";
    let id = Uuid::from_u128(0x5eac_4e75);
    for path in [
        format!("/v1/things/{id}?name=Oakley"),
        "/v1/things?kind=Oakley".to_owned(),
        "/v1/Oakley%0d%0a%1b%5b31mforged".to_owned(),
    ] {
        let request = server
            .ask("GET", &path)
            .header("traceparent", format!("00-{trace}-00f067aa0ba902b7-01"));
        request.header("user-agent", "Oakley").send().await.unwrap();
    }
    server
        .anonymous("BREW", "/Oakley")
        .body("Oakley")
        .send()
        .await
        .unwrap();
    let text = String::from_utf8(log.lock().unwrap().clone()).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let ours: Vec<&Value> = lines
        .iter()
        .map(|line| &line["fields"])
        .filter(|fields| fields["trace_id"] == trace)
        .collect();
    let seen = |line: &Value| {
        (
            line["method"].clone(),
            line["route"].clone(),
            line["status"].clone(),
        )
    };
    assert_eq!(ours.len(), 3, "{ours:?}");
    assert_eq!(
        seen(ours[0]),
        ("GET".into(), "/v1/things/{thing_id}".into(), 422.into())
    );
    assert_eq!(seen(ours[1]), ("GET".into(), "/v1/things".into(), 200.into()));
    assert_eq!(seen(ours[2]), ("GET".into(), "none".into(), 404.into()));
    assert!(
        ours.iter()
            .all(|line| line["actor"] == ada().to_string() && line["duration_ms"].is_u64())
    );
    assert!(lines.iter().any(|line| line["fields"]["method"] == "OTHER"));
    for secret in ["Oakley", &id.to_string(), "eyJ"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

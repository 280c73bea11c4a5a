//! A corpus of messages that no client sends: whatever comes, the answer is a refusal or nothing, the server goes on, and
//! nothing behind a broken message is taken for a request of its own.

use super::*;
use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpStream},
};

/// What a message may be answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nothing, or one refusal, and the end of the connection.
    Refused,
    /// One answer, whatever it is; it is no fault of the server.
    AnsweredOnce,
    /// This many answers, one after the other.
    Answered(usize),
}

use Fate::{Answered, AnsweredOnce, Refused};

const POST: &str = "POST /v1/thing-calculations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
const GET: &str = "GET /livez HTTP/1.1\r\nHost: x\r\n";
const OK_BODY: &str = r#"{"name":"x"}"#;
/// A second request that must never be believed when the first one is broken.
const HIDDEN: &str = "GET /livez HTTP/1.1\r\nHost: hidden\r\n\r\n";

/// Name, message, fate.
type Case = (&'static str, String, Fate);

fn lengths() -> Vec<Case> {
    let post = |headers: &str, body: &str| format!("{POST}{headers}\r\n\r\n{body}{HIDDEN}");
    vec![
        (
            "two lengths",
            post("Content-Length: 12\r\nContent-Length: 13", OK_BODY),
            Refused,
        ),
        (
            "two equal lengths",
            post("Content-Length: 12\r\nContent-Length: 12", OK_BODY),
            Refused,
        ),
        (
            "a list of lengths",
            post("Content-Length: 12, 12", OK_BODY),
            Refused,
        ),
        ("a negative length", post("Content-Length: -1", ""), Refused),
        ("a signed length", post("Content-Length: +12", OK_BODY), Refused),
        (
            "a hexadecimal length",
            post("Content-Length: 0xc", OK_BODY),
            Refused,
        ),
        (
            "a length with a point",
            post("Content-Length: 12.0", OK_BODY),
            Refused,
        ),
        (
            "a length of words",
            post("Content-Length: twelve", OK_BODY),
            Refused,
        ),
        ("an empty length", post("Content-Length:", OK_BODY), Refused),
        (
            "a length beyond all numbers",
            post("Content-Length: 99999999999999999999999", OK_BODY),
            Refused,
        ),
        (
            "a length of the largest number",
            post("Content-Length: 18446744073709551615", OK_BODY),
            Refused,
        ),
        (
            "a length above the limit",
            post("Content-Length: 10485760", OK_BODY),
            Refused,
        ),
        (
            "length and chunks",
            post("Content-Length: 12\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
            Refused,
        ),
        (
            "chunks and length",
            post("Transfer-Encoding: chunked\r\nContent-Length: 12", "0\r\n\r\n"),
            Refused,
        ),
        (
            "length and unknown coding",
            post("Content-Length: 12\r\nTransfer-Encoding: x", OK_BODY),
            Refused,
        ),
    ]
}

fn codings() -> Vec<Case> {
    let coded = |coding: &str, body: &str| format!("{POST}Transfer-Encoding: {coding}\r\n\r\n{body}{HIDDEN}");
    let chunked = |body: &str| coded("chunked", body);
    vec![
        ("an unknown coding", coded("nonsense", OK_BODY), Refused),
        ("identity as a coding", coded("identity", OK_BODY), Refused),
        ("gzip before chunks", coded("gzip, chunked", "0\r\n\r\n"), Refused),
        ("chunks before gzip", coded("chunked, gzip", "0\r\n\r\n"), Refused),
        ("chunks twice", coded("chunked, chunked", "0\r\n\r\n"), Refused),
        ("two codings", format!("{POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n"), Refused),
        ("a quoted coding", coded("\"chunked\"", "0\r\n\r\n"), Refused),
        ("a coding with a vertical tab", coded("\u{b}chunked", "0\r\n\r\n"), Refused),
        ("a chunk size of words", chunked("zz\r\n{}\r\n0\r\n\r\n"), Refused),
        ("a negative chunk size", chunked("-1\r\n{}\r\n0\r\n\r\n"), Refused),
        ("a chunk size with 0x", chunked("0xc\r\n{\"name\":\"x\"}\r\n0\r\n\r\n"), Refused),
        ("a chunk size beyond all numbers", chunked("fffffffffffffffff\r\n{}\r\n0\r\n\r\n"), Refused),
        ("an empty chunk size", chunked("\r\n{}\r\n0\r\n\r\n"), Refused),
        ("a chunk without its end", chunked("c\r\n{\"name\":\"x\"}0\r\n\r\n"), Refused),
        ("a chunk longer than it says", chunked("2\r\n{\"name\":\"x\"}\r\n0\r\n\r\n"), Refused),
        ("a chunk size with a bare line feed", chunked("c\n{\"name\":\"x\"}\r\n0\r\n\r\n"), Refused),
        ("right chunks", format!("{POST}Transfer-Encoding: chunked\r\n\r\nc\r\n{OK_BODY}\r\n0\r\n\r\n"), Answered(1)),
        ("coding in HTTP/1.0", "POST /v1/thing-calculations HTTP/1.0\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_owned(), Refused),
    ]
}

fn heads() -> Vec<Case> {
    let get = |header: &str| format!("{GET}{header}\r\n\r\n");
    let line = |line: &str| format!("{line}\r\nHost: x\r\n\r\n");
    vec![
        ("a folded header", get("X-A: 1\r\n 2"), Refused),
        ("a header folded by a tab", get("X-A: 1\r\n\t2"), Refused),
        (
            "a first header that is folded",
            "GET /livez HTTP/1.1\r\n Host: x\r\n\r\n".to_owned(),
            Refused,
        ),
        ("a space before the colon", get("X-A : 1"), Refused),
        ("a header without a name", get(": 1"), Refused),
        ("a header without a colon", get("X-A"), Refused),
        ("a NUL in a header", get("X-A: \0"), Refused),
        ("a carriage return in a header", get("X-A: 1\r2"), Refused),
        ("an umlaut in a name", get("X-Ä: 1"), Refused),
        ("a space in a name", get("X A: 1"), Refused),
        (
            "too many headers",
            get(&(0..400).map(|n| format!("X-{n}: 1\r\n")).collect::<String>()),
            Refused,
        ),
        (
            "a header of a megabyte",
            get(&format!("X-A: {}", "a".repeat(1 << 20))),
            Refused,
        ),
        (
            "a request line of a megabyte",
            line(&format!("GET /{} HTTP/1.1", "a".repeat(1 << 20))),
            Refused,
        ),
        (
            "a path of sixty thousand letters",
            line(&format!("GET /{} HTTP/1.1", "a".repeat(60_000))),
            AnsweredOnce,
        ),
        (
            "a method of a thousand letters",
            line(&format!("{} /livez HTTP/1.1", "A".repeat(1000))),
            AnsweredOnce,
        ),
        ("a method with a bracket", line("GE(T /livez HTTP/1.1"), Refused),
        ("no method", line(" /livez HTTP/1.1"), Refused),
        ("no path", line("GET  HTTP/1.1"), Refused),
        ("no version", line("GET /livez"), Refused),
        ("an unknown version", line("GET /livez HTTP/9.9"), Refused),
        ("a version of words", line("GET /livez HTTP/one"), Refused),
        (
            "the preface of HTTP/2",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
            Refused,
        ),
        ("a space in the path", line("GET /li vez HTTP/1.1"), Refused),
        ("a NUL in the path", line("GET /li\0vez HTTP/1.1"), Refused),
        (
            "a path with a fragment",
            line("GET /livez#x HTTP/1.1"),
            AnsweredOnce,
        ),
        (
            "a whole address as the path",
            line("GET http://evil.example/livez HTTP/1.1"),
            AnsweredOnce,
        ),
        (
            "a path with a broken escape",
            line("GET /v1/things/%zz HTTP/1.1"),
            AnsweredOnce,
        ),
        (
            "a path that climbs",
            line("GET /v1/../../etc/passwd HTTP/1.1"),
            AnsweredOnce,
        ),
        (
            "a path that climbs in escapes",
            line("GET /v1/..%2f..%2fetc%2fpasswd HTTP/1.1"),
            AnsweredOnce,
        ),
        (
            "a NUL in escapes",
            line("GET /v1/things/%00 HTTP/1.1"),
            AnsweredOnce,
        ),
        ("a star as the path", line("OPTIONS * HTTP/1.1"), AnsweredOnce),
        ("TRACE", line("TRACE /livez HTTP/1.1"), AnsweredOnce),
        (
            "CONNECT",
            "CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
            AnsweredOnce,
        ),
        (
            "bytes that are no text",
            "\u{0}\u{1}\u{2}\r\n\r\n".to_owned(),
            Refused,
        ),
        (
            "a greeting of TLS",
            "\u{16}\u{3}\u{1}\u{0}\u{5}hello\r\n\r\n".to_owned(),
            Refused,
        ),
        (
            "an upgrade",
            get("Connection: Upgrade\r\nUpgrade: websocket"),
            AnsweredOnce,
        ),
        (
            "an expectation that is not known",
            format!("{POST}Expect: nonsense\r\nContent-Length: 12\r\n\r\n{OK_BODY}"),
            AnsweredOnce,
        ),
    ]
}

fn whole() -> Vec<Case> {
    let closing = "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    vec![
        ("HTTP/1.0", "GET /livez HTTP/1.0\r\n\r\n".to_owned(), Answered(1)),
        (
            "HTTP/1.0 that wants to stay",
            "GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n\r\n".to_owned(),
            Answered(1),
        ),
        (
            "two requests in one go",
            format!("{HIDDEN}{closing}"),
            Answered(2),
        ),
        (
            "thirty requests in one go",
            format!("{}{closing}", HIDDEN.repeat(29)),
            Answered(30),
        ),
        (
            "a request, then nonsense",
            format!("{HIDDEN}nonsense\r\n\r\n"),
            AnsweredOnce,
        ),
        // The library reads on after a request that wanted to be the last. Harmless: each is checked by itself.
        (
            "a request after the last one",
            format!("{closing}{HIDDEN}"),
            Answered(2),
        ),
        (
            "empty lines before a request",
            format!("\r\n\r\n{closing}"),
            AnsweredOnce,
        ),
    ]
}

/// Sends a message, says that nothing more will come, and reads what is said.
fn exchange(server: &TestServer, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // The server may have refused and closed before it has read all.
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[actix_web::test]
async fn no_message_of_the_corpus_is_misread_and_the_server_goes_on() {
    let server = TestServer::start_with(|config| {
        config.header_timeout = Duration::from_millis(500);
        config.body_timeout = Duration::from_millis(500);
    });
    let corpus = [lengths(), codings(), heads(), whole()].concat();
    assert!(corpus.len() >= 60, "{}", corpus.len());
    let mut misread = Vec::new();
    for (name, message, fate) in &corpus {
        let said = exchange(&server, message.as_bytes());
        let statuses: Vec<&str> = said
            .split("HTTP/1.")
            .skip(1)
            .map(|one| one.get(2..5).unwrap_or(""))
            .collect();
        let refusals = statuses
            .iter()
            .all(|status| status.starts_with('4') || *status == "501" || *status == "505");
        let right = match fate {
            Refused => statuses.len() <= 1 && refusals,
            // What follows a good answer is at the most one refusal.
            AnsweredOnce => {
                statuses.len() <= 2 && !statuses.contains(&"500") && !statuses[1..].contains(&"200")
            }
            Answered(times) => statuses.len() == *times && statuses.iter().all(|status| *status == "200"),
        };
        if !right {
            misread.push(format!("{name}: {statuses:?}"));
        }
    }
    assert!(misread.is_empty(), "{misread:#?}");
    assert_eq!(
        server.anonymous("GET", "/livez").send().await.unwrap().status(),
        200
    );
}

//! Hostile bytes on a bare connection.

use super::*;
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

/// Sends bytes and reads until the server closes or an answer has come.
fn exchange(server: &TestServer, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(bytes).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[actix_web::test]
async fn smuggled_and_broken_requests_are_refused_and_the_connection_closed() {
    let server = TestServer::start_with(|config| config.header_timeout = Duration::from_millis(500));
    let chunked = "POST /v1/thing-calculations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    for (name, request) in [
        (
            "two lengths",
            format!("{chunked}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}"),
        ),
        (
            "length and chunks",
            format!("{chunked}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ),
        ("negative length", format!("{chunked}Content-Length: -1\r\n\r\n")),
        (
            "signed length",
            format!("{chunked}Content-Length: +2\r\n\r\n{{}}"),
        ),
        (
            "bad chunk size",
            format!("{chunked}Transfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n"),
        ),
        (
            "unknown coding",
            format!("{chunked}Transfer-Encoding: nonsense\r\n\r\n{{}}"),
        ),
        (
            "folded header",
            "GET /livez HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n 2\r\n\r\n".to_owned(),
        ),
        (
            "space before colon",
            "GET /livez HTTP/1.1\r\nHost : x\r\n\r\n".to_owned(),
        ),
        (
            "NUL in a header",
            "GET /livez HTTP/1.1\r\nHost: x\r\nX-A: \0\r\n\r\n".to_owned(),
        ),
        ("nonsense", "\0\x01\x02\r\n\r\n".to_owned()),
        (
            "unknown version",
            "GET /livez HTTP/9.9\r\nHost: x\r\n\r\n".to_owned(),
        ),
    ] {
        let answer = exchange(&server, request.as_bytes());
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
            "{name}: {answer}"
        );
    }
    assert_eq!(
        server.anonymous("GET", "/livez").send().await.unwrap().status(),
        200
    );
}

#[actix_web::test]
async fn clients_that_never_finish_their_head_do_not_stop_others() {
    let server = TestServer::start_with(|config| {
        config.header_timeout = Duration::from_millis(200);
        config.workers = 1;
    });
    let slow: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = TcpStream::connect(server.address).unwrap();
            stream
                .write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ")
                .unwrap();
            stream
        })
        .collect();
    assert_eq!(
        server.anonymous("GET", "/livez").send().await.unwrap().status(),
        200
    );
    for mut stream in slow {
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
}

#[actix_web::test]
async fn a_client_that_leaves_does_no_harm() {
    let server = TestServer::start_with(|config| config.workers = 1);
    for _ in 0..50 {
        let mut stream = TcpStream::connect(server.address).unwrap();
        let token = server.token(ada());
        write!(
            stream,
            "GET /v1/thing-waits HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
        )
        .unwrap();
    }
    assert_eq!(
        server.anonymous("GET", "/livez").send().await.unwrap().status(),
        200
    );
}

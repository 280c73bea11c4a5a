//! Connections on which nothing whole arrives.

use super::*;
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

#[actix_web::test]
async fn a_second_request_that_never_becomes_whole_loses_its_connection() {
    let server = TestServer::start_with(|config| {
        config.keep_alive = Duration::from_secs(1);
        config.header_timeout = Duration::from_secs(1);
    });
    let address = server.address;
    let read = actix_web::rt::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        // The whole first request and the beginning of a second one.
        stream
            .write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /livez HTTP/1.1\r\nHo")
            .unwrap();
        let mut answers = String::new();
        stream.read_to_string(&mut answers).map(|_| answers)
    });
    let answers = read.await.unwrap().expect("the server ends the connection");
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 1, "{answers}");
}

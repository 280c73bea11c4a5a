//! The few requests that go to the identity provider: small, over TLS, without redirects, each with a time limit.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{
    Request, StatusCode,
    body::Bytes,
    client::conn::http1,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use std::{net::IpAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs, pki_types::ServerName},
};
use url::{Host, Url};
use zeroize::Zeroizing;

/// How long one request may take, from the first packet to the last byte.
const WITHIN: Duration = Duration::from_secs(8);

/// The longest answer that is read, in bytes.
const ANSWER_MAX: usize = 256 * 1024;

/// Why the provider could not be asked, for the operator's log. It holds nothing that was sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpError {
    /// The address is one that is never asked.
    #[error("{0} is neither https nor on this machine")]
    Address(String),
    /// No connection, or it broke.
    #[error("no answer: {0}")]
    Connection(String),
    /// It took too long.
    #[error("no answer in time")]
    Late,
    /// Another answer than 200.
    #[error("answered {0}")]
    Status(StatusCode),
}

/// Who asks, where the provider wants to know.
pub(super) struct Credentials<'a> {
    pub(super) client_id: &'a str,
    pub(super) secret: &'a str,
}

/// A client of the provider, which trusts what the machine trusts.
pub(super) struct Http {
    tls: TlsConnector,
}

/// Whether an address may be asked: over TLS, or on this very machine.
pub(super) fn may_be_asked(address: &Url) -> bool {
    let own = match address.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    let plain = address.username().is_empty() && address.password().is_none();
    plain && (address.scheme() == "https" && address.has_host() || address.scheme() == "http" && own)
}

impl Http {
    /// A client with the machine's certificates.
    pub(super) fn new() -> Result<Self, HttpError> {
        let mut roots = RootCertStore::empty();
        // What cannot be read is passed over: what is left decides whom to trust.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| HttpError::Connection(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            tls: TlsConnector::from(Arc::new(config)),
        })
    }

    /// Reads a document.
    pub(super) async fn get(&self, address: &Url) -> Result<Bytes, HttpError> {
        let request = Request::get(target(address)).body(Full::default());
        self.send(address, request, None).await
    }

    /// Sends a form.
    pub(super) async fn post(
        &self,
        address: &Url,
        form: Zeroizing<String>,
        credentials: Option<Credentials<'_>>,
    ) -> Result<Bytes, HttpError> {
        let request = Request::post(target(address))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::from(form.as_bytes().to_vec()));
        self.send(address, request, credentials).await
    }

    async fn send(
        &self,
        address: &Url,
        request: Result<Request<Full<Bytes>>, hyper::http::Error>,
        credentials: Option<Credentials<'_>>,
    ) -> Result<Bytes, HttpError> {
        let broken = |error: &dyn std::fmt::Display| HttpError::Connection(error.to_string());
        let mut request = request.map_err(|error| broken(&error))?;
        let host = address.host_str().unwrap_or_default();
        let name = match address.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        let headers = request.headers_mut();
        headers.insert(
            HOST,
            HeaderValue::from_str(&name).map_err(|error| broken(&error))?,
        );
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, HeaderValue::from_static("ehcp"));
        if let Some(credentials) = credentials {
            headers.insert(
                AUTHORIZATION,
                basic(&credentials).map_err(|error| broken(&error))?,
            );
        }
        timeout(WITHIN, self.exchange(address, host, request))
            .await
            .map_err(|_| HttpError::Late)?
    }

    async fn exchange(
        &self,
        address: &Url,
        host: &str,
        request: Request<Full<Bytes>>,
    ) -> Result<Bytes, HttpError> {
        if !may_be_asked(address) {
            return Err(HttpError::Address(address.origin().ascii_serialization()));
        }
        let broken = |error: std::io::Error| HttpError::Connection(error.to_string());
        let port = address.port_or_known_default().unwrap_or(443);
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let stream = TcpStream::connect((bare, port)).await.map_err(broken)?;
        if address.scheme() == "http" {
            return over(stream, request).await;
        }
        let name = ServerName::try_from(bare.to_owned())
            .map_err(|error| HttpError::Connection(error.to_string()))?;
        let stream = self.tls.connect(name, stream).await.map_err(broken)?;
        over(stream, request).await
    }
}

/// One request on a connection of its own.
async fn over(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<Bytes, HttpError> {
    let broken = |error: &dyn std::fmt::Display| HttpError::Connection(error.to_string());
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| broken(&error))?;
    // The sender goes with the answer, so that the connection ends at once and is not kept alive for nobody.
    let answered = async move {
        let answer = sender
            .send_request(request)
            .await
            .map_err(|error| broken(&error))?;
        if answer.status() != StatusCode::OK {
            return Err(HttpError::Status(answer.status()));
        }
        let body = Limited::new(answer.into_body(), ANSWER_MAX).collect().await;
        body.map(http_body_util::Collected::to_bytes)
            .map_err(|error| broken(&error))
    };
    // The connection carries the exchange and ends with it.
    let (answered, _) = tokio::join!(answered, async {
        // What breaks the connection breaks the answer too, which says so.
        drop(connection.await);
    });
    answered
}

/// Path and query, as HTTP/1.1 wants them.
fn target(address: &Url) -> String {
    match address.query() {
        Some(query) => format!("{}?{query}", address.path()),
        None => address.path().to_owned(),
    }
}

/// `client_secret_basic` (RFC 6749, 2.3.1): both halves form-encoded, then Base64.
fn basic(credentials: &Credentials<'_>) -> Result<HeaderValue, hyper::header::InvalidHeaderValue> {
    let half = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = Zeroizing::new(format!(
        "{}:{}",
        half(credentials.client_id),
        half(credentials.secret)
    ));
    let mut value = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(pair.as_bytes())))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tls_and_this_very_machine_are_asked() {
        for (address, asked) in [
            ("https://login.example.gov.uk/token", true),
            ("http://127.0.0.1:9000/token", true),
            ("http://[::1]:9000/token", true),
            ("http://localhost/token", true),
            ("http://login.example.gov.uk/token", false),
            ("http://127.0.0.1.example.org/token", false),
            ("https://user:word@login.example.gov.uk/token", false),
            ("file:///etc/passwd", false),
            ("ftp://127.0.0.1/", false),
        ] {
            assert_eq!(may_be_asked(&Url::parse(address).unwrap()), asked, "{address}");
        }
    }
}

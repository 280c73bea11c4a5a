//! Messages over SMTP.

use super::{email, later, never};
use crate::failure::Failure;
use ehcp_casework::{Letter, NotCarried};
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    message::Mailbox,
    transport::smtp::{PoolConfig, authentication::Credentials, client::Tls},
};
use std::time::Duration;

/// How long one message may take. Ten of them are less than the shortest lease of the settings.
const TIMEOUT: Duration = Duration::from_secs(15);

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Security {
    /// It begins in the clear and changes to TLS before anything is said; port 587.
    Starttls,
    /// TLS from the beginning; port 465.
    Tls,
    /// Not at all: only to a mail server on this machine; port 25.
    None,
}

/// A mail server.
pub struct MailServer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl MailServer {
    /// A mail server; no connection is opened yet.
    ///
    /// # Errors
    /// When the name cannot be used, or the connection to another machine would not be protected.
    pub fn new(
        host: &str,
        port: Option<u16>,
        security: Security,
        credentials: Option<Credentials>,
        from: Mailbox,
    ) -> Result<Self, Failure> {
        type Transport = AsyncSmtpTransport<Tokio1Executor>;
        let unusable = |error| {
            Failure::unusable(format!(
                "EHCP_SMTP_HOST: the connection to the mail server cannot be prepared: {error}. Check the name, and that \
                 this machine has the certificates of those it trusts (on Debian, the package ca-certificates)."
            ))
        };
        let builder = match security {
            Security::Starttls => Transport::starttls_relay(host).map_err(unusable)?,
            Security::Tls => Transport::relay(host).map_err(unusable)?,
            Security::None if is_this_machine(host) => {
                Transport::builder_dangerous(host).port(25).tls(Tls::None)
            }
            Security::None => {
                return Err(Failure::unusable(
                    "EHCP_SMTP_SECURITY: only a mail server on this machine may be reached without TLS; use starttls \
                     or tls.",
                ));
            }
        };
        let builder = match port {
            Some(port) => builder.port(port),
            None => builder,
        };
        let builder = match credentials {
            Some(credentials) => builder.credentials(credentials),
            None => builder,
        };
        let transport = builder
            .timeout(Some(TIMEOUT))
            .pool_config(PoolConfig::new().max_size(2))
            .build();
        Ok(Self { transport, from })
    }

    /// Hands a message to the mail server.
    pub async fn carry(&self, letter: &Letter) -> Result<(), NotCarried> {
        let email = email(letter, &self.from)?;
        match tokio::time::timeout(TIMEOUT, self.transport.send(email)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(why(&error)),
            Err(_) => Err(later("timeout")),
        }
    }
}

/// Why it did not go, by the mail server's number: its text may hold an address.
fn why(error: &lettre::transport::smtp::Error) -> NotCarried {
    match error.status().map(u16::from) {
        // No such mailbox, or none that mail can be sent to. Other refusals may be mended by the operator.
        Some(code @ (501 | 550 | 551 | 553)) => never(&format!("smtp_{code}")),
        Some(code) => later(format!("smtp_{code}")),
        None if error.is_timeout() => later("timeout"),
        None if error.is_tls() => later("tls"),
        None => later("connection"),
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(host: &str, security: Security) -> Result<MailServer, Failure> {
        MailServer::new(
            host,
            None,
            security,
            None,
            "no-reply@example.org".parse().unwrap(),
        )
    }

    #[tokio::test]
    async fn only_this_machine_is_reached_without_tls() {
        assert!(server("127.0.0.1", Security::None).is_ok());
        assert!(server("localhost", Security::None).is_ok());
        for host in ["mail.example.org", "192.0.2.1", "127.0.0.1.example.org"] {
            assert!(server(host, Security::None).is_err(), "{host}");
        }
        assert!(server("mail.example.org", Security::Starttls).is_ok());
    }
}

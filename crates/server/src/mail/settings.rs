//! The settings of sending messages.

use super::{
    Post,
    folder::Folder,
    smtp::{MailServer, Security},
};
use crate::failure::Failure;
use chrono::TimeDelta;
use clap::{Args, ValueEnum};
use ehcp_casework::Sender;
use lettre::{message::Mailbox, transport::smtp::authentication::Credentials};
use std::path::Path;

/// The environment variable of the mail server's password.
const PASSWORD_VARIABLE: &str = "EHCP_SMTP_PASSWORD";

/// Where e-mails go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Driver {
    /// Into the folder `outbox` in the data folder, one file each.
    File,
    /// To a mail server.
    Smtp,
}

/// How messages to people are sent.
#[derive(Args)]
pub struct MailSettings {
    /// Where e-mails go: into files in the data folder, or to a mail server.
    #[arg(long = "mail", env = "EHCP_MAIL", value_enum, default_value_t = Driver::File)]
    driver: Driver,

    /// The sender of every message.
    #[arg(
        long = "mail-from",
        env = "EHCP_MAIL_FROM",
        value_name = "ADDRESS",
        default_value = "EHCP Tracker <no-reply@ehcp.invalid>"
    )]
    from: Mailbox,

    /// The address of the pages on which people sign in, for the texts of messages.
    #[arg(
        long = "site-url",
        env = "EHCP_SITE_URL",
        value_name = "URL",
        default_value = "your council's EHCP pages"
    )]
    site: String,

    /// The mail server.
    #[arg(long = "smtp-host", env = "EHCP_SMTP_HOST", value_name = "NAME")]
    host: Option<String>,

    /// The mail server's port [default: 587, 465 or 25, as the protection asks for]
    #[arg(long = "smtp-port", env = "EHCP_SMTP_PORT", value_name = "PORT")]
    port: Option<u16>,

    /// How the connection to the mail server is protected.
    #[arg(long = "smtp-security", env = "EHCP_SMTP_SECURITY", value_enum, default_value_t = Security::Starttls)]
    security: Security,

    /// The name under which the mail server is used; the password comes in EHCP_SMTP_PASSWORD alone.
    #[arg(long = "smtp-user", env = "EHCP_SMTP_USER", value_name = "NAME")]
    user: Option<String>,

    /// For how many seconds a message that a process has taken is left to it.
    #[arg(
        long = "mail-lease",
        env = "EHCP_MAIL_LEASE",
        default_value_t = 180,
        hide = true
    )]
    lease: u32,
}

impl MailSettings {
    /// How messages are sent, with the folder of files below the data folder.
    ///
    /// # Errors
    /// When a setting is missing or cannot be used.
    pub fn post(&self, data: &Path) -> Result<(Post, Sender), Failure> {
        let folder = |name: &str| Folder {
            path: data.join(name),
            from: self.from.clone(),
        };
        let post = match self.driver {
            Driver::File => Post::Folder(folder("outbox")),
            Driver::Smtp => Post::MailServer {
                server: Box::new(self.server()?),
                paper: folder("to-print"),
            },
        };
        let sender = Sender {
            site: self.site.clone(),
            lease: TimeDelta::seconds(self.lease.max(1).into()),
        };
        Ok((post, sender))
    }

    fn server(&self) -> Result<MailServer, Failure> {
        let host = self.host.as_deref().ok_or_else(|| {
            Failure::unusable("EHCP_SMTP_HOST: name the mail server to which e-mails are handed.")
        })?;
        let credentials = match (&self.user, std::env::var(PASSWORD_VARIABLE)) {
            (None, _) => None,
            (Some(user), Ok(password)) => Some(Credentials::new(user.clone(), password)),
            (Some(_), Err(_)) => {
                return Err(Failure::unusable(format!(
                    "{PASSWORD_VARIABLE}: give the password of the mail server's user in this environment variable."
                )));
            }
        };
        MailServer::new(host, self.port, self.security, credentials, self.from.clone())
    }
}

//! Sending messages: to a mail server, or into a folder. The only connection that this part opens is to the mail
//! server that the settings name.

mod folder;
mod settings;
mod smtp;

pub use settings::MailSettings;

use ehcp_casework::{Carrier, Casework, Channel, Letter, NotCarried, Sender};
use folder::Folder;
use lettre::{
    Message,
    message::{Mailbox, header::ContentType},
};
use smtp::MailServer;
use std::time::Duration;
use tokio::sync::watch;

/// How often the outbox is looked at when nothing is due.
const EVERY: Duration = Duration::from_secs(2);

/// How long to wait after the database did not answer.
const AFTER_FAILURE: Duration = Duration::from_secs(10);

/// Where messages go.
pub enum Post {
    /// Each into a file.
    Folder(Folder),
    /// E-mails to a mail server; what goes on paper into files, to be printed.
    MailServer {
        /// The mail server.
        server: Box<MailServer>,
        /// The folder of what is to be printed.
        paper: Folder,
    },
}

impl Carrier for Post {
    async fn carry(&self, letter: &Letter) -> Result<(), NotCarried> {
        match (self, letter.channel) {
            (Self::MailServer { server, .. }, Channel::Email) => server.carry(letter).await,
            (Self::Folder(folder), _) | (Self::MailServer { paper: folder, .. }, Channel::Post) => {
                folder.carry(letter)
            }
        }
    }
}

/// The letter as an e-mail. The same letter has the same `Message-ID`, so that a repetition can be known.
fn email(letter: &Letter, from: &Mailbox) -> Result<Message, NotCarried> {
    let to = letter.to.parse().map_err(|_| never("address_unusable"))?;
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .message_id(Some(format!("<{}@ehcp.invalid>", letter.id)))
        .subject(&letter.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(letter.content.as_str().to_owned())
        .map_err(|_| never("message_unusable"))
}

fn never(why: &str) -> NotCarried {
    NotCarried::Never(why.to_owned())
}

fn later(why: impl Into<String>) -> NotCarried {
    NotCarried::Later(why.into())
}

/// Sends what is due, again and again, until told to stop; what is under way is ended first.
pub async fn send_until(casework: Casework, post: Post, sender: Sender, mut stop: watch::Receiver<bool>) {
    loop {
        let pause = match casework.send_due_messages(&sender, &post).await {
            Ok(report) if report == Default::default() => EVERY,
            Ok(report) => {
                tracing::info!(
                    target: "ehcp::mail", sent = report.sent, later = report.later, failed = report.failed,
                    unsure = report.unsure, "messages sent"
                );
                Duration::ZERO
            }
            Err(error) => {
                tracing::warn!(target: "ehcp::mail", %error, "the outbox cannot be read; trying again");
                AFTER_FAILURE
            }
        };
        if *stop.borrow_and_update() {
            return;
        }
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

//! The server is killed while it hands messages to a mail server.

use crate::server::{Place, Server, program};
use ehcp_case::OutgoingMessageId;
use ehcp_casework::{Chance, Clock};
use ehcp_store::{
    Channel, MessageState, MessagesTo, NewMessage, Recipient, StoreError, testing::TestDatabase,
};
use ehcp_test_support::{Mail, MailServer};
use std::collections::BTreeMap;
use tempfile::TempDir;

const ADDRESS: &str = "amina.okafor@example.org";

/// Puts so many messages in the outbox and kills the server so often while they go, each time at a moment when the
/// mail server has just taken one. In the end each has gone, and twice only what the server counts as unsure.
pub fn sent_through_kills(database: &TestDatabase, messages: usize, kills: usize) {
    let mail_server = MailServer::start();
    let folder = TempDir::new().unwrap();
    let place = Place::new(folder.path(), database);
    let ids = put_messages(database, messages);
    for kill in 1..=kills {
        let server = start(&place, &mail_server);
        mail_server.wait_for(messages * kill / (kills + 1));
        server.kill();
    }
    let server = start(&place, &mail_server);
    // Every kill may double what was under way, so that more may come than there are messages.
    mail_server.wait_for(messages);
    let unsure = wait_until_sent(database, messages);
    server.kill();

    let mut came = BTreeMap::<String, usize>::new();
    for mail in mail_server.mail() {
        *came.entry(mail.id().to_owned()).or_default() += 1;
    }
    let missing: Vec<_> = ids
        .iter()
        .filter(|id| !came.contains_key(&message_id(**id)))
        .collect();
    assert!(missing.is_empty(), "never came: {missing:?}");
    let twice: usize = came.values().map(|times| times - 1).sum();
    assert!(
        twice <= unsure,
        "{twice} came again and only {unsure} are counted"
    );
    assert!(mail_server.mail().iter().all(|mail: &Mail| mail.to == ADDRESS));
    place.verify().unwrap();
}

fn message_id(id: OutgoingMessageId) -> String {
    format!("<{id}@ehcp.invalid>")
}

fn start(place: &Place<'_>, mail_server: &MailServer) -> Server {
    let mut command = place.command(program());
    command
        .arg("serve")
        .env("EHCP_MAIL", "smtp")
        .env("EHCP_SMTP_HOST", "127.0.0.1")
        .env("EHCP_SMTP_PORT", mail_server.port().to_string())
        .env("EHCP_SMTP_SECURITY", "none")
        .env("EHCP_MAIL_LEASE", "1");
    Server::of(command)
}

fn put_messages(database: &TestDatabase, count: usize) -> Vec<OutgoingMessageId> {
    let store = database.open();
    let now = Clock::System.now();
    let ids: Vec<OutgoingMessageId> = (0..count).map(|_| Chance::System.id(now)).collect();
    let own = ids.clone();
    store
        .write_blocking(move |tx| -> Result<(), StoreError> {
            for id in own {
                let message = NewMessage {
                    id,
                    case_id: None,
                    to: Recipient::Address(ADDRESS.to_owned()),
                    channel: Channel::Email,
                    template: "case_news",
                    subject: "Something new in the case EHC-2026-000123".to_owned(),
                    content: "Sign in to read it.\n".to_owned(),
                    code: None,
                    held: false,
                    not_before: now,
                };
                tx.put_message(&message, now)?;
            }
            Ok(())
        })
        .unwrap();
    store.close();
    ids
}

/// Waits until every message counts as sent; gives how many were taken up although they may have gone.
fn wait_until_sent(database: &TestDatabase, messages: usize) -> usize {
    let store = database.open();
    loop {
        let sent = store
            .read_blocking(|tx| tx.messages_in(MessageState::Sent))
            .unwrap();
        if usize::try_from(sent) == Ok(messages) {
            break;
        }
        std::thread::yield_now();
    }
    let unsure: i64 = store
        .read_blocking(|tx| tx.messages_to(&MessagesTo::Address(ADDRESS.to_owned())))
        .unwrap()
        .iter()
        .map(|row| row.unsure)
        .sum();
    store.close();
    usize::try_from(unsure).unwrap()
}

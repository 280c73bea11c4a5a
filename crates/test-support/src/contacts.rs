//! Contact records and pupil numbers, put on record beside the server.

use crate::{Milestone, TestApp, day};
use ehcp_case::{ChildId, Upn};
use ehcp_casework::Chance;
use ehcp_store::{
    Channel, ChildRow, ContactChangeRow, ContactProtectionRow, MessageState, MessagesTo, NewMessage,
    Recipient, Recorded,
};
use uuid::Uuid;

impl TestApp {
    /// A change of the child's contact details that the contact centre asked for; gives its id.
    ///
    /// # Panics
    /// When the child has no case.
    #[must_use]
    pub fn contact_change_asked(&self, child: &str) -> String {
        let now = self.clock.now();
        let id = Chance::System.id(now);
        let child = child.parse().expect("a child's id");
        let asked_by = self.council.customer_service.user;
        self.store
            .write_blocking(move |tx| {
                let case_id = tx.case_of_child(child)?.expect("a case");
                tx.insert_contact_change(&ContactChangeRow {
                    id,
                    case_id,
                    user_id: None,
                    details: r#"{"telephone":"01632 960123"}"#.to_owned(),
                    reason: None,
                    asked_at: now,
                    asked_by,
                    decided_at: None,
                    made: None,
                })
            })
            .expect("the change is asked for");
        id.to_string()
    }

    /// A protection of the child's address that begins in some years; gives its id.
    #[must_use]
    pub fn address_protected(&self, child: &str) -> String {
        let now = self.clock.now();
        let id = Chance::System.id(now);
        let row = ContactProtectionRow {
            id,
            child_id: Some(child.parse().expect("a child's id")),
            user_id: None,
            reason: "An order was seen.".to_owned(),
            hides_setting: true,
            from_on: day("2031-01-01"),
            until_on: None,
            recorded_at: now,
            recorded_by: self.council.officer.user,
            ended_at: None,
        };
        self.store
            .write_blocking(move |tx| tx.insert_protection(&row))
            .expect("the address is protected");
        id.to_string()
    }
}

impl TestApp {
    /// A child's unique pupil number.
    ///
    /// # Panics
    /// When the child has none.
    #[must_use]
    pub fn upn_of(&self, child: ChildId) -> String {
        let row = self
            .store
            .read_blocking(move |tx| tx.child(child))
            .expect("the child is read")
            .expect("the child");
        row.upn.expect("a pupil number")
    }

    /// Gives a child the pupil number of another child, so that the two wait to be matched.
    ///
    /// # Panics
    /// When the child is not on record.
    pub fn has_the_number_of_another(&self, child: &str) {
        let child: ChildId = child.parse().expect("a child's id");
        let waits = |id| {
            self.store
                .read_blocking(move |tx| tx.child(id))
                .expect("the child is read")
                .expect("the child")
        };
        if waits(child).claimed_upn.is_some() {
            return;
        }
        let other = self.another_maya();
        self.officer()
            .brings_to(self, other, Milestone::Requested, self.council.alder);
        let digits = format!("8{:011}", Uuid::now_v7().as_u128() % 100_000_000_000);
        let letter = Upn::check_letter(&digits).expect("twelve digits");
        let number = format!("{letter}{digits}");
        let recorded = Recorded {
            at: self.clock.now(),
            by: self.council.officer.user,
        };
        let (one, two) = (waits(child), waits(other));
        self.store
            .write_blocking(move |tx| {
                let has = ChildRow {
                    upn: Some(number.clone()),
                    version: two.version + 1,
                    ..two.clone()
                };
                tx.correct_child(&two, &has, "The school was asked.", recorded)?;
                let claims = ChildRow {
                    claimed_upn: Some(number),
                    version: one.version + 1,
                    ..one.clone()
                };
                tx.correct_child(&one, &claims, "Given with a request.", recorded)
            })
            .expect("the numbers are on record");
    }
}

impl TestApp {
    /// Puts a letter to an address into the outbox.
    pub fn puts_a_letter_to(&self, address: &str) {
        let now = self.clock.now();
        let message = NewMessage {
            id: Chance::System.id(now),
            case_id: None,
            to: Recipient::Address(address.to_owned()),
            channel: Channel::Post,
            template: "news",
            subject: "Something new".to_owned(),
            content: "There is something new.".to_owned(),
            code: None,
            held: false,
            not_before: now,
        };
        self.store
            .write_blocking(move |tx| tx.put_message(&message, now))
            .expect("the letter is in the outbox");
    }

    /// How many letters to an address wait to go; those that are held do not.
    #[must_use]
    pub fn letters_wait_for(&self, address: &str) -> usize {
        let whose = MessagesTo::Address(address.to_owned());
        let letters = self
            .store
            .read_blocking(move |tx| tx.messages_to(&whose))
            .expect("the outbox is read");
        letters
            .iter()
            .filter(|letter| letter.state == MessageState::Queued)
            .count()
    }
}

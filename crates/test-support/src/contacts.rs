//! Contact records, put on record beside the server.

use crate::{TestApp, day};
use ehcp_casework::Chance;
use ehcp_store::{ContactChangeRow, ContactProtectionRow};

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

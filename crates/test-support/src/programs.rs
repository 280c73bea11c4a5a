//! Programs with keys, put on record without going through the front door.

use crate::{Person, TestApp};
use chrono::Duration;
use ehcp_access::{Action, Role};
use ehcp_case::{EducationSettingId, ServiceKeyId, UserId};
use ehcp_casework::Chance;
use ehcp_store::{ServiceKeyRow, StoreError};

impl TestApp {
    /// A program that may do this.
    #[must_use]
    pub fn program(&self, setting: Option<EducationSettingId>, actions: &[Action]) -> Person {
        let person = self.newcomer(Role::Service);
        let (user, actions) = (person.user, actions.to_vec());
        self.store
            .write_blocking(move |tx| -> Result<(), StoreError> {
                let mut row = tx.user(user)?.expect("the program");
                row.education_setting_id = setting;
                row.password_hash = "none".to_owned();
                tx.update_user(&mut row)?;
                tx.set_service_actions_of(user, &actions)
            })
            .expect("a program");
        person
    }

    /// A key whose secret somebody may draw.
    #[must_use]
    pub fn program_key(&self, program: UserId, asker: &Person) -> ServiceKeyId {
        let now = self.clock.now();
        let row = ServiceKeyRow {
            id: Chance::System.id(now),
            user_id: program,
            digest: None,
            made_at: now,
            made_by: asker.user,
            agreed_by: None,
            expires_at: now + Duration::days(180),
            drawn_at: None,
            last_used_at: None,
            ended_at: None,
        };
        let id = row.id;
        self.store
            .write_blocking(move |tx| tx.insert_service_key(&row))
            .expect("a key");
        id
    }

    /// The secret of a new key of a program.
    #[must_use]
    pub fn program_secret(&self, program: &Person) -> String {
        let admin = self.in_another_session(&self.council.admin);
        let key = self.program_key(program.user, &admin);
        let drawn = self
            .block_on(
                self.casework
                    .draw_program_key(admin.asking(), "draw_program_key", key),
            )
            .expect("a secret");
        drawn.secret.to_string()
    }
}

//! A small council: a team, a school, and as many officers, managers and school staff as a test has writers.

use crate::caller::Caller;
use ehcp_access::Role;
use ehcp_api::auth::{ACCESS_TOKEN_MAX, NewAccessToken, TokenKeys, load_or_create_signing_key};
use ehcp_case::{EducationSettingId, SessionId, TeamId, UserId};
use ehcp_casework::{Chance, Clock};
use ehcp_store::{AccountSubject, EducationSettingRow, Store, StoreError, TeamRow, UserRow};
use std::path::Path;

/// Somebody with a session.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: UserId,
    session: SessionId,
    role: Role,
}

/// A team with its officers and managers, and a school with its staff.
pub struct Council {
    pub officers: Vec<Person>,
    pub managers: Vec<Person>,
    pub schools: Vec<Person>,
    keys: TokenKeys,
}

impl Council {
    /// Puts so many officers, managers and members of a school's staff into a migrated database, and the key of their
    /// tokens into the data folder.
    pub fn found(store: &Store, data: &Path, each: usize) -> Self {
        let now = Clock::System.now();
        let person = |role| Person {
            id: Chance::System.id(now),
            session: Chance::System.id(now),
            role,
        };
        let officers: Vec<_> = (0..each).map(|_| person(Role::Officer)).collect();
        let managers: Vec<_> = (0..each).map(|_| person(Role::Manager)).collect();
        let schools: Vec<_> = (0..each).map(|_| person(Role::School)).collect();
        let team: TeamId = Chance::System.id(now);
        let setting: EducationSettingId = Chance::System.id(now);
        let people: Vec<Person> = [&officers, &managers, &schools]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let today = ehcp_calendar::london_date(now);
        store
            .write_blocking(move |tx| -> Result<(), StoreError> {
                tx.insert_team(&TeamRow {
                    id: team,
                    name: "North team".to_owned(),
                    area: "North".to_owned(),
                    duty_line: "01632 960101".to_owned(),
                    duty_email: "north@example.org".to_owned(),
                    takes_new_cases: true,
                })?;
                tx.insert_education_setting(&EducationSettingRow {
                    id: setting,
                    name: "Alder Brook Primary School".to_owned(),
                    kind: "mainstream_school".to_owned(),
                    urn: Some("100001".to_owned()),
                    town: "Alderton".to_owned(),
                    team_id: Some(team),
                })?;
                for (number, person) in people.iter().enumerate() {
                    tx.insert_user(&UserRow {
                        id: person.id,
                        email: format!("person.{number}@example.org"),
                        display_name: format!("Person {number}"),
                        role: person.role,
                        education_setting_id: (person.role == Role::School).then_some(setting),
                        password_hash: String::new(),
                        disabled_at: None,
                        created_at: now,
                        version: 1,
                    })?;
                    tx.insert_session(person.session, person.id, now, now + chrono::Duration::days(1))?;
                    if person.role.is_staff() {
                        tx.insert_team_member(person.id, team, today)?;
                    }
                    tx.log_added(uuid::Uuid::now_v7(), AccountSubject::User(person.id), now)?;
                }
                Ok(())
            })
            .unwrap();
        let key = load_or_create_signing_key(&data.join("signing-key.pem")).unwrap();
        Self {
            officers,
            managers,
            schools,
            keys: TokenKeys::new(key, Vec::new(), "ehcp", "ehcp").unwrap(),
        }
    }

    /// Somebody with a fresh token at a server.
    pub fn caller(&self, who: &Person, address: &str) -> Caller {
        let now = Clock::System.now();
        let token = NewAccessToken {
            user: who.id,
            session: who.session,
            role: who.role.word().to_owned(),
            id: Chance::System.id(now),
            lifetime: ACCESS_TOKEN_MAX,
        };
        Caller::new(address, self.keys.issue(token, now).unwrap())
    }
}

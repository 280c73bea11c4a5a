//! A small council for the tests of the use cases.

use chrono::{DateTime, NaiveDate, Utc};
use ehcp_access::Role;
use ehcp_case::{EducationSettingId, SessionId, TeamId, UserId};
use ehcp_casework::password::Passwords;
use ehcp_casework::{
    Act, Bearer, Casework, Chance, Clock, Error, Look, MakeRequest, NewChild, RequestReceipt,
};
use ehcp_store::testing::TestDatabase;
use ehcp_store::{AccountSubject, EducationSettingRow, TeamRow, UserRow};

/// A council with two teams, a school, and somebody in each role that acts.
pub struct World {
    pub casework: Casework,
    pub runtime: tokio::runtime::Runtime,
    pub officer: Bearer,
    pub stranger: Bearer,
    pub manager: Bearer,
    pub parent: Bearer,
    pub other_parent: Bearer,
    pub school: Bearer,
    pub adviser: Bearer,
    pub school_id: EducationSettingId,
    _database: TestDatabase,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn nine_o_clock(text: &str) -> DateTime<Utc> {
    day(text).and_hms_opt(9, 0, 0).unwrap().and_utc()
}

impl World {
    pub fn on(database: TestDatabase, today: &str) -> Self {
        let store = database.open();
        let chance = Chance::seeded(1);
        let now = nine_o_clock(today);
        let casework = Casework::new(
            store.clone(),
            Clock::standing_at(now),
            chance.clone(),
            Passwords::new(1),
        );
        let team: TeamId = chance.id(now);
        let other_team: TeamId = chance.id(now);
        let school_id: EducationSettingId = chance.id(now);
        let mut people = Vec::new();
        let roles = [
            (Role::Officer, "rosa.whitfield"),
            (Role::Officer, "tom.ashdown"),
            (Role::Manager, "jane.pym"),
            (Role::Parent, "amina.okafor"),
            (Role::Parent, "kate.lowe"),
            (Role::School, "senco.alder"),
            (Role::Adviser, "ep.rahman"),
        ];
        for (role, name) in roles {
            people.push((
                chance.id::<UserId>(now),
                chance.id::<SessionId>(now),
                role,
                name.to_owned(),
            ));
        }
        let rows = people.clone();
        store
            .write_blocking(move |tx| -> Result<(), ehcp_store::StoreError> {
                for (id, name) in [(team, "North"), (other_team, "South")] {
                    tx.insert_team(&TeamRow {
                        id,
                        name: format!("{name} team"),
                        area: name.to_owned(),
                        duty_line: "01632 960101".to_owned(),
                        duty_email: "send@example.org".to_owned(),
                        takes_new_cases: id == team,
                    })?;
                }
                tx.insert_education_setting(&EducationSettingRow {
                    id: school_id,
                    name: "Alder Brook Primary School".to_owned(),
                    kind: "mainstream_school".to_owned(),
                    urn: Some("100001".to_owned()),
                    town: "Alderton".to_owned(),
                    team_id: Some(team),
                })?;
                for (id, session, role, name) in rows {
                    tx.insert_user(&UserRow {
                        id,
                        email: format!("{name}@example.org"),
                        display_name: name.clone(),
                        role,
                        education_setting_id: (role == Role::School).then_some(school_id),
                        password_hash: String::new(),
                        disabled_at: None,
                        created_at: now,
                        version: 1,
                    })?;
                    tx.insert_session(session, id, now, now + chrono::Duration::days(4000))?;
                    if role.is_staff() {
                        let own = if name == "tom.ashdown" { other_team } else { team };
                        tx.insert_team_member(id, own, day("2020-01-01"))?;
                    }
                    tx.log_added(uuid::Uuid::now_v7(), AccountSubject::User(id), now)?;
                }
                Ok(())
            })
            .unwrap();
        let bearer = |place: usize| Bearer {
            user: people[place].0,
            session: people[place].1,
        };
        Self {
            officer: bearer(0),
            stranger: bearer(1),
            manager: bearer(2),
            parent: bearer(3),
            other_parent: bearer(4),
            school: bearer(5),
            adviser: bearer(6),
            runtime: tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()
                .unwrap(),
            casework,
            school_id,
            _database: database,
        }
    }

    pub fn go_to(&self, today: &str) {
        self.casework.clock().set(nine_o_clock(today));
    }

    pub fn act<T: Send + 'static>(
        &self,
        who: Bearer,
        what: impl FnOnce(&mut Act<'_, '_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.runtime.block_on(self.casework.act(who, "test", what))
    }

    pub fn look<T: Send + 'static>(
        &self,
        who: Bearer,
        what: impl FnOnce(&mut Look<'_, '_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.runtime.block_on(self.casework.look(who, "test", what))
    }

    pub fn new_child() -> NewChild {
        NewChild {
            given_name: "Maya".to_owned().try_into().unwrap(),
            family_name: "Okafor".to_owned().try_into().unwrap(),
            born_on: day("2018-03-14"),
            upn: Some("H801200001001".parse().unwrap()),
        }
    }

    /// A request that the school makes today.
    pub fn request(&self) -> RequestReceipt {
        let command = MakeRequest {
            child_id: None,
            child: Some(Self::new_child()),
            source: None,
            received_on: None,
            reasons: None,
            education_setting_id: None,
        };
        self.act(self.school, move |act| ehcp_casework::make_request(act, &command))
            .unwrap()
    }
}

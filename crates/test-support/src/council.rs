//! A small council: two teams, two schools, somebody in every role, three families.

use crate::{Actor, TestApp, day};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use ehcp_access::{HowSignedIn, Role, WhoActs};
use ehcp_case::{
    CaseId, ChildId, EducationSettingId, EnrolmentId, HandOverId, ParentLinkId, ServiceKeyId, SessionId,
    TeamId, Upn, UserId,
};
use ehcp_casework::{Chance, password};
use ehcp_store::{
    AccountSubject, ChildRow, EducationSettingRow, EnrolmentRow, HandOverRow, LetterTextRow, ParentLinkRow,
    Recorded, ServiceKeyRow, SessionRow, Store, StoreError, TeamRow, UserRow, WriteTx,
};
use serde_json::json;
use std::sync::OnceLock;
use uuid::Uuid;

/// The password of everybody.
pub const PASSWORD: &str = "a quiet river in spring";

/// How long a session of these tests lasts, in days: longer than any of them moves the clock.
const SESSION_DAYS: i64 = 4000;

/// Somebody with an account and an open session.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
    /// The role.
    pub role: Role,
    /// The e-mail address.
    pub email: String,
    /// The name that others see.
    pub name: String,
}

macro_rules! council {
    ($($(#[$says:meta])* $field:ident: $role:ident $name:literal;)+) => {
        /// Who lives and works here.
        #[derive(Debug, Clone)]
        pub struct Council {
            $($(#[$says])* pub $field: Person,)+
            /// The team that looks after Alder Brook and takes new cases.
            pub north: TeamId,
            /// The team that looks after Birch Lane.
            pub south: TeamId,
            /// Alder Brook Primary School.
            pub alder: EducationSettingId,
            /// Birch Lane Academy.
            pub birch: EducationSettingId,
            /// Born in 2018, on the roll of Alder Brook, until the summer of 2026 on that of Birch Lane. Child of
            /// Amina and David Okafor.
            pub maya: ChildId,
            /// Born in 2017, on the roll of Birch Lane. Child of Kate Lowe.
            pub noah: ChildId,
            /// Born in January 2010: from 27 June 2026 the rights are his own. Child of Ruth Marsh.
            pub leo: ChildId,
        }

        impl Council {
            /// Everybody.
            #[must_use]
            pub fn everybody(&self) -> Vec<&Person> {
                vec![$(&self.$field),+]
            }

            fn empty(chance: &Chance, now: DateTime<Utc>) -> Self {
                Self {
                    $($field: Person {
                        user: chance.id(now),
                        session: chance.id(now),
                        role: Role::$role,
                        email: format!("{}@example.org", $name.to_lowercase().replace(' ', ".")),
                        name: $name.to_owned(),
                    },)+
                    north: chance.id(now),
                    south: chance.id(now),
                    alder: chance.id(now),
                    birch: chance.id(now),
                    maya: chance.id(now),
                    noah: chance.id(now),
                    leo: chance.id(now),
                }
            }
        }

        impl TestApp {
            $($(#[$says])*
            #[must_use]
            pub fn $field(&self) -> Actor<'_> {
                self.as_person(&self.council.$field)
            })+
        }
    };
}

council! {
    /// A parent of Maya with a verified link.
    parent: Parent "Amina Okafor";
    /// The other parent of Maya, with a verified link of his own.
    second_parent: Parent "David Okafor";
    /// Says that he is Maya's parent; nobody has verified it.
    unverified_parent: Parent "Femi Bright";
    /// The parent of Noah.
    other_parent: Parent "Kate Lowe";
    /// The parent of Leo, whose rights have passed to him.
    parent_of_young_person: Parent "Ruth Marsh";
    /// Leo, who acts for himself from 27 June 2026.
    young_person: YoungPerson "Leo Marsh";
    /// The SENCO of Alder Brook, where Maya is on the roll.
    school: School "Grace Penfold";
    /// The SENCO of Birch Lane, where Maya once was on the roll and Noah and Leo are.
    other_school: School "Peter Hale";
    /// An educational psychologist.
    adviser: Adviser "Sana Rahman";
    /// A speech and language therapist.
    other_adviser: Adviser "Owen Price";
    /// The contact centre.
    customer_service: CustomerService "Lena Fox";
    /// An officer of the North team.
    officer: Officer "Rosa Whitfield";
    /// Another officer of the North team.
    colleague: Officer "Omar Said";
    /// An officer of the South team.
    officer_of_other_team: Officer "Tom Ashdown";
    /// The annual-review team, in the North.
    reviewer: Reviewer "Nina Hart";
    /// Who runs the panels of the North.
    panel_manager: PanelManager "Ivan Cole";
    /// Who audits the quality of plans.
    auditor: QualityAuditor "Mira Stone";
    /// The manager of the North team.
    manager: Manager "Jane Pym";
    /// The manager of the South team.
    manager_of_other_team: Manager "Hugh Lane";
    /// Information governance.
    governance: InformationGovernance "Carl Weiss";
    /// The technical administrator.
    admin: Admin "Ada Byrne";
    /// A program.
    service: Service "Nightly Export";
}

impl Council {
    /// The team that a member of staff works in.
    #[must_use]
    pub fn team_of(&self, person: &Person) -> TeamId {
        let south = [self.officer_of_other_team.user, self.manager_of_other_team.user];
        if south.contains(&person.user) {
            self.south
        } else {
            self.north
        }
    }

    /// Another officer, who could look after the caseload of one.
    #[must_use]
    pub fn colleague_of(&self, officer: &Person) -> &Person {
        if officer.user == self.colleague.user {
            &self.officer
        } else {
            &self.colleague
        }
    }

    /// Who gives out the cases of the team that a member of staff works in.
    #[must_use]
    pub fn manager_of(&self, person: &Person) -> &Person {
        if self.team_of(person) == self.south {
            &self.manager_of_other_team
        } else {
            &self.manager
        }
    }

    /// Puts everybody on record.
    pub(crate) fn move_in(store: &Store, chance: &Chance, now: DateTime<Utc>) -> Self {
        let council = Self::empty(chance, now);
        let (rows, chance) = (council.clone(), chance.clone());
        store
            .write_blocking(move |tx| rows.insert(tx, &chance, now))
            .expect("the council moves in");
        council
    }

    fn insert(&self, tx: &mut WriteTx<'_>, chance: &Chance, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.insert_places(tx)?;
        for person in self.everybody() {
            self.insert_person(tx, person, now)?;
        }
        self.program_comes_in(tx, chance.id(now), now)?;
        tx.log_added(chance.id(now), AccountSubject::User(self.service.user), now)?;
        let recorded = Recorded {
            at: now,
            by: self.officer.user,
        };
        for child in self.children() {
            tx.insert_child(&child, recorded)?;
        }
        for (parent, child, verified) in [
            (&self.parent, self.maya, true),
            (&self.second_parent, self.maya, true),
            (&self.unverified_parent, self.maya, false),
            (&self.other_parent, self.noah, true),
            (&self.parent_of_young_person, self.leo, true),
        ] {
            let link = link(chance.id(now), parent, child, verified.then_some(recorded));
            tx.insert_parent_link(&link, recorded)?;
        }
        tx.insert_letter_text(&self.letterhead(now))?;
        let from = day("2026-06-27");
        tx.insert_hand_over(
            &acts(chance.id(now), self.leo, &self.young_person, from),
            recorded,
        )?;
        for (child, setting, from, until) in [
            (self.maya, self.birch, "2022-09-01", Some("2026-07-22")),
            (self.maya, self.alder, "2026-07-23", None),
            (self.noah, self.birch, "2021-09-01", None),
            (self.leo, self.birch, "2021-09-01", None),
        ] {
            enrol(
                tx,
                chance.id(now),
                child,
                setting,
                day(from),
                until.map(day),
                recorded,
            )?;
        }
        Ok(())
    }

    /// What stands in every letter of the council.
    fn letterhead(&self, now: DateTime<Utc>) -> LetterTextRow {
        let service = |name: &str, telephone: &str| json!({"name": name, "telephone": telephone});
        let content = json!({
            "authority": {
                "name": "Westmarch Council", "address": ["County Hall", "Westbridge", "WB1 1AA"],
                "telephone": "01632 960100"
            },
            "mediation_adviser": service("Middle Ground Mediation", "01632 960500"),
            "disagreement_service": service("Settle Together", "01632 960501"),
            "information_service": service("Westmarch SENDIASS", "01632 960502"),
            "tribunal": service("SEND Tribunal", "01632 960503"),
            "school_information": "www.westmarch.example.org/schools",
        });
        LetterTextRow {
            kind: "letterhead".to_owned(),
            number: 1,
            content: content.to_string(),
            saved_at: now,
            saved_by: self.admin.user,
        }
    }

    fn insert_places(&self, tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
        for (id, area) in [(self.north, "North"), (self.south, "South")] {
            tx.insert_team(&TeamRow {
                id,
                name: format!("{area} team"),
                area: area.to_owned(),
                duty_line: "01632 960101".to_owned(),
                duty_email: format!("{}.send@example.org", area.to_lowercase()),
                takes_new_cases: id == self.north,
            })?;
        }
        for (id, name, urn, team) in [
            (self.alder, "Alder Brook Primary School", "100001", self.north),
            (self.birch, "Birch Lane Academy", "100002", self.south),
        ] {
            tx.insert_education_setting(&EducationSettingRow {
                id,
                name: name.to_owned(),
                kind: "mainstream_school".to_owned(),
                urn: Some(urn.to_owned()),
                town: "Alderton".to_owned(),
                team_id: Some(team),
            })?;
        }
        Ok(())
    }

    fn insert_person(
        &self,
        tx: &mut WriteTx<'_>,
        person: &Person,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let setting = if person.user == self.school.user {
            Some(self.alder)
        } else if person.user == self.other_school.user {
            Some(self.birch)
        } else {
            None
        };
        tx.insert_user(&UserRow {
            id: person.user,
            email: person.email.clone(),
            display_name: person.name.clone(),
            role: person.role,
            education_setting_id: setting,
            password_hash: password_hash(),
            disabled_at: None,
            created_at: now,
            version: 1,
        })?;
        if person.role == Role::Service {
            // Programs come in with a key alone, with which their log begins.
            return Ok(());
        }
        let ends = now + Duration::days(SESSION_DAYS);
        tx.insert_session(
            person.session,
            person.user,
            now - Duration::days(SESSION_DAYS),
            ends,
        )?;
        // Whoever needs a fresh proof of identity has one, wherever the clock is moved.
        tx.prove_session(person.session, ends)?;
        if person.role.is_staff() {
            tx.insert_team_member(person.user, self.team_of(person), day("2020-01-01"))?;
        }
        tx.log_added(Uuid::now_v7(), AccountSubject::User(person.user), now)?;
        Ok(())
    }

    /// Gives the program a key, and the session that the key has opened.
    fn program_comes_in(
        &self,
        tx: &mut WriteTx<'_>,
        key: ServiceKeyId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (opened, ends) = (
            now - Duration::days(SESSION_DAYS),
            now + Duration::days(SESSION_DAYS),
        );
        tx.insert_service_key(&ServiceKeyRow {
            id: key,
            user_id: self.service.user,
            digest: None,
            made_at: opened,
            made_by: self.admin.user,
            agreed_by: None,
            expires_at: ends,
            drawn_at: None,
            last_used_at: None,
            ended_at: None,
        })?;
        tx.service_key_drawn(key, &format!("the digest of {key}"), opened)?;
        tx.insert_session_row(&SessionRow {
            id: self.service.session,
            user_id: self.service.user,
            started_at: opened,
            expires_at: ends,
            ended_at: None,
            // As fresh as nothing that a program can prove.
            authenticated_at: ends,
            ends_at_latest: ends,
            how: HowSignedIn::ServiceKey,
            second_factor_at: None,
            network: None,
            service_key_id: Some(key),
        })
    }

    fn children(&self) -> [ChildRow; 3] {
        let child = |id, given: &str, family: &str, born: &str, digits: &str, rights_from: &str| ChildRow {
            id,
            given_name: given.to_owned(),
            family_name: family.to_owned(),
            born_on: day(born),
            upn: Some(upn(digits)),
            claimed_upn: None,
            young_person_from: day(rights_from),
            version: 1,
        };
        [
            child(
                self.maya,
                "Maya",
                "Okafor",
                "2018-03-14",
                "801200001001",
                "2034-07-01",
            ),
            child(
                self.noah,
                "Noah",
                "Lowe",
                "2017-05-02",
                "801200001002",
                "2033-06-25",
            ),
            child(
                self.leo,
                "Leo",
                "Marsh",
                "2010-01-15",
                "801200001003",
                "2026-06-27",
            ),
        ]
    }
}

/// A child and everybody who is tied to them, to be put on record.
#[derive(Debug, Clone)]
pub struct NewChild {
    /// Date of birth.
    pub born_on: NaiveDate,
    /// The day from which the rights are the young person's.
    pub rights_from: NaiveDate,
    /// The parents: who, whether verified, from when, until when.
    pub parents: Vec<(Person, bool, NaiveDate, Option<NaiveDate>)>,
    /// The rolls: of which setting, from when, until when.
    pub rolls: Vec<(EducationSettingId, NaiveDate, Option<NaiveDate>)>,
    /// The account of the young person, and from when they act for themself.
    pub young_person: Option<(Person, NaiveDate)>,
}

impl NewChild {
    /// A child of eight years without any ties.
    #[must_use]
    pub fn of_eight() -> Self {
        Self {
            born_on: day("2018-03-14"),
            rights_from: day("2034-07-01"),
            parents: Vec::new(),
            rolls: Vec::new(),
            young_person: None,
        }
    }

    /// A teenager without any ties, whose rights are their own from 27 June 2026.
    #[must_use]
    pub fn of_sixteen() -> Self {
        Self {
            born_on: day("2010-01-15"),
            rights_from: day("2026-06-27"),
            ..Self::of_eight()
        }
    }

    fn okafor(self, council: &Council) -> Self {
        let since = day("2020-01-01");
        Self {
            parents: [
                (&council.parent, true),
                (&council.second_parent, true),
                (&council.unverified_parent, false),
            ]
            .map(|(parent, verified)| (parent.clone(), verified, since, None))
            .into(),
            rolls: vec![
                (council.birch, day("2022-09-01"), Some(day("2026-07-22"))),
                (council.alder, day("2026-07-23"), None),
            ],
            ..self
        }
    }

    fn insert(&self, tx: &mut WriteTx<'_>, id: ChildId, recorded: Recorded) -> Result<(), StoreError> {
        let chance = Chance::System;
        tx.insert_child(
            &ChildRow {
                id,
                given_name: "Nora".to_owned(),
                family_name: "Okafor".to_owned(),
                born_on: self.born_on,
                upn: None,
                claimed_upn: None,
                young_person_from: self.rights_from,
                version: 1,
            },
            recorded,
        )?;
        for (parent, verified, from_on, until_on) in &self.parents {
            let link = ParentLinkRow {
                from_on: *from_on,
                until_on: *until_on,
                ..link(chance.id(recorded.at), parent, id, verified.then_some(recorded))
            };
            tx.insert_parent_link(&link, recorded)?;
        }
        for (setting, from, until) in &self.rolls {
            enrol(tx, chance.id(recorded.at), id, *setting, *from, *until, recorded)?;
        }
        if let Some((person, from)) = &self.young_person {
            tx.insert_hand_over(&acts(chance.id(recorded.at), id, person, *from), recorded)?;
        }
        Ok(())
    }
}

impl TestApp {
    /// Another child with the family and the school of Maya.
    #[must_use]
    pub fn another_maya(&self) -> ChildId {
        self.put_on_record(NewChild::of_eight().okafor(&self.council))
    }

    /// A teenager with the family and the school of Maya, whose rights are their own from 27 June 2026.
    #[must_use]
    pub fn teenage_sibling_of_maya(&self) -> ChildId {
        self.put_on_record(NewChild::of_sixteen().okafor(&self.council))
    }

    /// Puts a child on record.
    #[must_use]
    pub fn put_on_record(&self, child: NewChild) -> ChildId {
        let now = self.clock.now();
        let id = Chance::System.id(now);
        let recorded = Recorded {
            at: now,
            by: self.council.officer.user,
        };
        self.store
            .write_blocking(move |tx| child.insert(tx, id, recorded))
            .expect("another child");
        id
    }

    /// Somebody who opens an account today.
    #[must_use]
    pub fn newcomer(&self, role: Role) -> Person {
        let (chance, now) = (Chance::System, self.clock.now());
        let user: UserId = chance.id(now);
        let person = Person {
            user,
            session: chance.id(now),
            role,
            email: format!("{user}@example.org"),
            name: "Ella Frost".to_owned(),
        };
        let (council, row) = (self.council.clone(), person.clone());
        self.store
            .write_blocking(move |tx| council.insert_person(tx, &row, now))
            .expect("the newcomer's account");
        person
    }

    /// The same person in another session.
    #[must_use]
    pub fn in_another_session(&self, person: &Person) -> Person {
        let now = self.clock.now();
        let person = Person {
            session: Chance::System.id(now),
            ..person.clone()
        };
        let (session, user) = (person.session, person.user);
        self.store
            .write_blocking(move |tx| tx.insert_session(session, user, now, now + Duration::days(1)))
            .expect("another session");
        person
    }

    /// Signs a person in as any way of signing in does, with the tokens that a client gets.
    #[must_use]
    pub fn signs_in(&self, person: &Person) -> ehcp_casework::SignedIn {
        let how = ehcp_access::HowSignedIn::Password;
        self.block_on(self.casework.open_session(person.user, how, None))
            .expect("the session opens")
    }

    /// Opens the sessions again that were ended last.
    pub fn open_ended_sessions(&self) {
        let last =
            "UPDATE sessions SET ended_at = NULL WHERE ended_at = (SELECT max(ended_at) FROM sessions)";
        self.logs().change(last);
    }

    /// Leaves nobody in the role of administrator, as on the first day.
    pub fn forget_administrators(&self) {
        let statement = "UPDATE users SET role = 'officer' WHERE role = 'admin'";
        self.logs().change(statement);
    }

    /// Gives somebody another role.
    pub fn takes_role(&self, person: &Person, role: &str) {
        let statement = format!(
            "UPDATE users SET role = '{role}' WHERE email = '{}'",
            person.email
        );
        self.logs().change(&statement);
    }

    /// Closes an account.
    pub fn close_account_of(&self, person: &Person) {
        let statement = format!(
            "UPDATE users SET disabled_at = created_at WHERE email = '{}'",
            person.email
        );
        self.logs().change(&statement);
    }

    /// Ends a session.
    pub fn end_session_of(&self, person: &Person) {
        let (session, now) = (person.session, self.clock.now());
        self.store
            .write_blocking(move |tx| tx.end_session(session, now))
            .expect("the session ends");
    }

    /// Closes a case to all but those on its list, or opens it again.
    pub fn restrict(&self, case: &str, restricted: bool) {
        let case: CaseId = case.parse().expect("a case's id");
        self.store
            .write_blocking(move |tx| tx.set_restricted(case, restricted, None))
            .expect("the case is restricted");
    }
}

fn enrol(
    tx: &mut WriteTx<'_>,
    id: EnrolmentId,
    child: ChildId,
    setting: EducationSettingId,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
    recorded: Recorded,
) -> Result<(), StoreError> {
    let enrolment = EnrolmentRow {
        id,
        child_id: child,
        education_setting_id: setting,
        from_on,
        until_on,
        dual_registration: false,
        annulled: false,
        end_reason: None,
        ended_for: None,
        until_before: None,
    };
    tx.insert_enrolment(&enrolment, recorded)
}

/// A link since 2020, verified by whoever records it or not at all.
fn link(id: ParentLinkId, parent: &Person, child: ChildId, verified: Option<Recorded>) -> ParentLinkRow {
    ParentLinkRow {
        id,
        child_id: child,
        user_id: parent.user,
        parental_responsibility: true,
        has_care: true,
        from_on: day("2020-01-01"),
        until_on: None,
        evidence: "Birth certificate seen.".to_owned(),
        verified_at: verified.map(|recorded| recorded.at),
        verified_by: verified.map(|recorded| recorded.by),
        annulled: false,
        end_reason: None,
        in_place_of: None,
        ended_for: None,
        until_before: None,
    }
}

/// A young person who acts from a day on.
fn acts(id: HandOverId, child: ChildId, person: &Person, from_on: NaiveDate) -> HandOverRow {
    HandOverRow {
        id,
        child_id: child,
        who_acts: WhoActs::YoungPerson,
        user_id: Some(person.user),
        from_on,
        until_on: None,
        evidence: "Met at school.".to_owned(),
        annulled: false,
        end_reason: None,
        ended_for: None,
        until_before: None,
    }
}

/// Hashing is slow on purpose, so that it is done once.
fn password_hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash(PASSWORD).expect("a hash"))
        .clone()
}

/// A pupil number with these digits and the letter that fits them.
fn upn(digits: &str) -> String {
    let letter = Upn::check_letter(digits).expect("twelve digits");
    format!("{letter}{digits}")
}

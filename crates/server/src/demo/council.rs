//! The council itself: teams, settings and everybody who signs in for them. The one place that keeps rows directly:
//! for these there are no use cases.

use super::{
    DemoError, Dice,
    figures::Kind,
    names,
    register::{ADVISERS, SETTINGS, STAFF, TEAMS, TOUR_AREA, TOUR_OFFICER, TOUR_PARENT},
};
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_access::{Actor, Role};
use ehcp_case::{EducationSettingId, SessionId, TeamId, UserId};
use ehcp_casework::Chance;
use ehcp_store::{
    AccountEventKind, AccountSubject, EducationSettingRow, LetterTextRow, NewAccountEvent, TeamRow, UserRow,
    WriteTx,
};
use serde_json::json;
use std::collections::BTreeSet;

/// The ages that a setting is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Early,
    Primary,
    Secondary,
    Post16,
}

/// A setting.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub id: EducationSettingId,
    pub name: &'static str,
    pub kind: Kind,
    pub phases: &'static [Phase],
    /// The place of the area team that looks after it.
    pub area: usize,
    /// Its number in the invented register; the middle of its pupils' numbers.
    pub number: u32,
    /// Who signs in for it, if anybody does.
    pub account: Option<Person>,
}

/// Somebody who signs in.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    /// The places of the teams of a member of staff.
    pub teams: Vec<usize>,
    pub setting: Option<EducationSettingId>,
}

/// What a service that advises is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    Psychology,
    Therapy,
    Paediatrics,
    SocialCare,
}

impl Service {
    /// Its name, as letters are addressed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Psychology => "Educational psychology service",
            Self::Therapy => "Children's speech and language therapy",
            Self::Paediatrics => "Community paediatrics",
            Self::SocialCare => "Children's social care",
        }
    }
}

/// The council.
#[derive(Debug, Clone)]
pub(super) struct Council {
    /// The area teams, then the one that takes new cases.
    pub teams: Vec<TeamId>,
    pub settings: Vec<Setting>,
    pub staff: Vec<Person>,
    pub advisers: Vec<(Service, Person)>,
    /// The parent whom the tour in the README names.
    pub tour_parent: Person,
    session: SessionId,
    accounts: Accounts,
}

/// How many of the teams are area teams; they come first.
pub(super) const AREAS: usize = 4;

/// Makes accounts: names put together by chance, an e-mail address of one's own, one password for all.
#[derive(Debug, Clone)]
pub(super) struct Accounts {
    taken: BTreeSet<String>,
    /// One hash for every account of the demonstration, so that it is ready in seconds. Never done elsewhere.
    password_hash: String,
    pub began: DateTime<Utc>,
}

impl Accounts {
    /// No account yet.
    pub fn new(password_hash: String, began: DateTime<Utc>) -> Self {
        Self {
            taken: BTreeSet::new(),
            password_hash,
            began,
        }
    }

    /// Makes and keeps an account.
    pub fn open(
        &mut self,
        tx: &mut WriteTx<'_>,
        chance: &Chance,
        name: String,
        role: Role,
        setting: Option<EducationSettingId>,
    ) -> Result<Person, DemoError> {
        let plain: String = name.to_lowercase().replace(' ', ".");
        let email = (1_u32..)
            .map(|number| match number {
                1 => format!("{plain}@example.org"),
                _ => format!("{plain}{number}@example.org"),
            })
            .find(|email| !self.taken.contains(email))
            .unwrap_or_default();
        self.taken.insert(email.clone());
        let person = Person {
            id: chance.id(self.began),
            name,
            email,
            role,
            teams: Vec::new(),
            setting,
        };
        tx.insert_user(&UserRow {
            id: person.id,
            email: person.email.clone(),
            display_name: person.name.clone(),
            role,
            education_setting_id: setting,
            password_hash: self.password_hash.clone(),
            disabled_at: None,
            created_at: self.began,
            version: 1,
        })?;
        tx.log_added(chance.id(self.began), AccountSubject::User(person.id), self.began)?;
        Ok(person)
    }
}

/// The name of a grown-up.
pub(super) fn adult_name(dice: &Dice, family: Option<&str>) -> String {
    let given = if dice.happens(0.6) {
        dice.text(names::MOTHERS)
    } else {
        dice.text(names::FATHERS)
    };
    let family = family.unwrap_or_else(|| dice.text(names::FAMILIES));
    format!("{given} {family}")
}

/// What stands in every letter of the council.
fn letterhead(saved_at: DateTime<Utc>, saved_by: UserId) -> LetterTextRow {
    let service = |name: &str, telephone: &str| json!({"name": name, "telephone": telephone});
    let content = json!({
        "authority": {
            "name": "Westmarch Council",
            "address": ["SEND team", "County Hall", "1 Castle Street", "Westbridge", "WB1 1AA"],
            "telephone": "01632 960100", "email": "send@westmarch.example.org",
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
        saved_at,
        saved_by,
    }
}

impl Council {
    /// Makes and keeps teams, settings, staff and advisers.
    pub fn found(
        tx: &mut WriteTx<'_>,
        chance: &Chance,
        dice: &Dice,
        mut accounts: Accounts,
        from_on: NaiveDate,
    ) -> Result<Self, DemoError> {
        let began = accounts.began;
        // Before all others, so that their addresses are always the same.
        let tour_parent = accounts.open(tx, chance, TOUR_PARENT.to_owned(), Role::Parent, None)?;
        let mut tour_officer =
            Some(accounts.open(tx, chance, TOUR_OFFICER.to_owned(), Role::Officer, None)?);
        let mut teams = Vec::new();
        for (place, (name, area, line, email)) in TEAMS.iter().enumerate() {
            let row = TeamRow {
                id: chance.id(began),
                name: (*name).to_owned(),
                area: (*area).to_owned(),
                duty_line: (*line).to_owned(),
                duty_email: (*email).to_owned(),
                takes_new_cases: place >= AREAS,
            };
            tx.insert_team(&row)?;
            teams.push(row.id);
        }
        let settings = found_settings(tx, chance, dice, &mut accounts, &teams)?;
        let mut staff = Vec::new();
        for (role, places) in STAFF {
            let of_the_tour = (*role == Role::Officer && places.contains(&TOUR_AREA))
                .then(|| tour_officer.take())
                .flatten();
            let mut person = match of_the_tour {
                Some(officer) => officer,
                None => accounts.open(tx, chance, adult_name(dice, None), *role, None)?,
            };
            person.teams = places.to_vec();
            for team in places.iter().filter_map(|place| teams.get(*place)) {
                tx.insert_team_member(person.id, *team, from_on)?;
                tx.append_account_event(&NewAccountEvent {
                    id: chance.id(began),
                    subject: AccountSubject::User(person.id),
                    kind: AccountEventKind::JoinedTeam,
                    recorded_at: began,
                    recorded_by: None,
                    details: json!({"team_id": team}).to_string(),
                })?;
            }
            staff.push(person);
        }
        if let Some(manager) = staff.iter().find(|person| person.role == Role::Manager) {
            tx.insert_letter_text(&letterhead(began, manager.id))?;
        }
        let mut advisers = Vec::new();
        for service in ADVISERS {
            let person = accounts.open(tx, chance, adult_name(dice, None), Role::Adviser, None)?;
            advisers.push((*service, person));
        }
        Ok(Self {
            teams,
            settings,
            staff,
            advisers,
            tour_parent,
            session: chance.id(began),
            accounts,
        })
    }

    /// Makes and keeps an account of somebody outside the council.
    pub fn open_account(
        &mut self,
        tx: &mut WriteTx<'_>,
        chance: &Chance,
        name: String,
        role: Role,
    ) -> Result<Person, DemoError> {
        self.accounts.open(tx, chance, name, role, None)
    }

    /// A person as the use cases know who is asking.
    pub fn actor(&self, person: &Person) -> Actor {
        let teams = person.teams.iter().filter_map(|place| self.teams.get(*place));
        Actor {
            user: person.id,
            role: person.role,
            teams: teams.copied().collect(),
            setting: person.setting,
            session: self.session,
            service_actions: Vec::new(),
        }
    }

    /// The first member of staff with a role.
    pub fn staff_with(&self, role: Role) -> Result<&Person, DemoError> {
        self.staff
            .iter()
            .find(|person| person.role == role)
            .ok_or(DemoError::Missing("a member of staff"))
    }

    /// The officer whom the tour in the README names.
    pub fn tour_officer(&self) -> Option<&Person> {
        self.officers_of(TOUR_AREA).into_iter().next()
    }

    /// The officers of a team.
    pub fn officers_of(&self, team: usize) -> Vec<&Person> {
        self.staff
            .iter()
            .filter(|person| person.role == Role::Officer && person.teams.contains(&team))
            .collect()
    }

    /// The members of a service.
    pub fn service(&self, service: Service) -> Vec<&Person> {
        self.advisers
            .iter()
            .filter(|(own, _)| *own == service)
            .map(|(_, person)| person)
            .collect()
    }

    /// The places of the settings of a kind for an age.
    pub fn settings_for(&self, kind: Kind, phase: Phase) -> Vec<usize> {
        self.settings
            .iter()
            .enumerate()
            .filter(|(_, setting)| setting.kind == kind && setting.phases.contains(&phase))
            .map(|(place, _)| place)
            .collect()
    }
}

fn found_settings(
    tx: &mut WriteTx<'_>,
    chance: &Chance,
    dice: &Dice,
    accounts: &mut Accounts,
    teams: &[TeamId],
) -> Result<Vec<Setting>, DemoError> {
    let mut settings = Vec::new();
    for (number, (name, kind, phases, town, area, signs_in)) in (2001_u32..).zip(SETTINGS) {
        let row = EducationSettingRow {
            id: chance.id(accounts.began),
            name: (*name).to_owned(),
            kind: kind.word().to_owned(),
            // No setting in the national register has a number like this.
            urn: Some(format!("99{number}")),
            town: (*town).to_owned(),
            team_id: teams.get(*area).copied(),
        };
        tx.insert_education_setting(&row)?;
        let account = if *signs_in {
            Some(accounts.open(tx, chance, adult_name(dice, None), Role::School, Some(row.id))?)
        } else {
            None
        };
        settings.push(Setting {
            id: row.id,
            name,
            kind: *kind,
            phases,
            area: *area,
            number,
            account,
        });
    }
    Ok(settings)
}

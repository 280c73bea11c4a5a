//! The council itself: teams, settings and everybody who signs in for them. The one place that keeps rows directly:
//! for these there are no use cases.

use super::{DemoError, Dice, figures::Kind, names};
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_access::{Actor, Role};
use ehcp_case::{EducationSettingId, SessionId, TeamId, UserId};
use ehcp_casework::Chance;
use ehcp_store::{EducationSettingRow, TeamRow, UserRow, WriteTx};
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
    session: SessionId,
    accounts: Accounts,
}

/// How many of the teams are area teams; they come first.
pub(super) const AREAS: usize = 4;

const TEAMS: &[(&str, &str, &str, &str)] = &[
    (
        "North area SEND team",
        "Thornleigh and Marlbury",
        "01632 960111",
        "send.north@example.org",
    ),
    (
        "East area SEND team",
        "Wexcombe and Linden Vale",
        "01632 960112",
        "send.east@example.org",
    ),
    (
        "South area SEND team",
        "Kingsmere and Ottery Bridge",
        "01632 960113",
        "send.south@example.org",
    ),
    (
        "West area SEND team",
        "Hadley Cross and Pinbourne",
        "01632 960114",
        "send.west@example.org",
    ),
    (
        "New requests team",
        "The whole county",
        "01632 960110",
        "send.requests@example.org",
    ),
];

const P: &[Phase] = &[Phase::Primary];
const S: &[Phase] = &[Phase::Secondary];
const E: &[Phase] = &[Phase::Early];
const C: &[Phase] = &[Phase::Post16];
const PS: &[Phase] = &[Phase::Early, Phase::Primary, Phase::Secondary];
const PSC: &[Phase] = &[Phase::Early, Phase::Primary, Phase::Secondary, Phase::Post16];

/// Name, kind, ages, town, area, whether somebody signs in for it.
type Listed = (&'static str, Kind, &'static [Phase], &'static str, usize, bool);

const SETTINGS: &[Listed] = &[
    ("Little Larks Nursery", Kind::EarlyYears, E, "Thornleigh", 0, true),
    (
        "Bluebell Lane Pre-school",
        Kind::EarlyYears,
        E,
        "Wexcombe",
        1,
        true,
    ),
    ("Mill Pond Nursery", Kind::EarlyYears, E, "Kingsmere", 2, true),
    (
        "Acorn Corner Playgroup",
        Kind::EarlyYears,
        E,
        "Pinbourne",
        3,
        false,
    ),
    (
        "Alder Brook Primary School",
        Kind::Mainstream,
        P,
        "Thornleigh",
        0,
        true,
    ),
    (
        "Beacon Hill Junior School",
        Kind::Mainstream,
        P,
        "Marlbury",
        0,
        true,
    ),
    (
        "Larkfield Infant School",
        Kind::Mainstream,
        P,
        "Marlbury",
        0,
        true,
    ),
    (
        "Willow Bank Primary School",
        Kind::Mainstream,
        P,
        "Wexcombe",
        1,
        true,
    ),
    (
        "St Aldan's Primary School",
        Kind::Mainstream,
        P,
        "Linden Vale",
        1,
        true,
    ),
    (
        "Orchard Rise Primary School",
        Kind::Mainstream,
        P,
        "Linden Vale",
        1,
        true,
    ),
    (
        "Kingsmere Park Primary School",
        Kind::Mainstream,
        P,
        "Kingsmere",
        2,
        true,
    ),
    (
        "Ottery Bridge Primary School",
        Kind::Mainstream,
        P,
        "Ottery Bridge",
        2,
        true,
    ),
    (
        "Heron Way Primary School",
        Kind::Mainstream,
        P,
        "Kingsmere",
        2,
        false,
    ),
    (
        "Hadley Cross Primary School",
        Kind::Mainstream,
        P,
        "Hadley Cross",
        3,
        true,
    ),
    (
        "Pinbourne Village School",
        Kind::Mainstream,
        P,
        "Pinbourne",
        3,
        true,
    ),
    (
        "Stonecroft Primary School",
        Kind::Mainstream,
        P,
        "Pinbourne",
        3,
        false,
    ),
    ("Thornleigh Academy", Kind::Mainstream, S, "Thornleigh", 0, true),
    ("Marlbury School", Kind::Mainstream, S, "Marlbury", 0, true),
    ("Wexcombe High School", Kind::Mainstream, S, "Wexcombe", 1, true),
    ("Linden Vale School", Kind::Mainstream, S, "Linden Vale", 1, true),
    ("Kingsmere Academy", Kind::Mainstream, S, "Kingsmere", 2, true),
    (
        "Ottery Bridge Upper School",
        Kind::Mainstream,
        S,
        "Ottery Bridge",
        2,
        true,
    ),
    (
        "Hadley Cross School",
        Kind::Mainstream,
        S,
        "Hadley Cross",
        3,
        true,
    ),
    ("Pinbourne Academy", Kind::Mainstream, S, "Pinbourne", 3, false),
    (
        "Rowan Tree Primary School",
        Kind::Resourced,
        P,
        "Marlbury",
        0,
        true,
    ),
    (
        "Ferndale Primary School",
        Kind::Resourced,
        P,
        "Kingsmere",
        2,
        true,
    ),
    ("Brook Meadow School", Kind::Resourced, S, "Wexcombe", 1, true),
    ("Ashcombe Academy", Kind::Resourced, S, "Hadley Cross", 3, true),
    ("The Hazels School", Kind::Special, PSC, "Thornleigh", 0, true),
    ("Maple Lodge School", Kind::Special, PS, "Linden Vale", 1, true),
    ("Lantern Hill School", Kind::Special, PS, "Kingsmere", 2, true),
    (
        "Highfield House School",
        Kind::Special,
        PSC,
        "Hadley Cross",
        3,
        true,
    ),
    ("Copper Beech School", Kind::Special, PS, "Pinbourne", 3, true),
    (
        "The Bridge Centre",
        Kind::Alternative,
        &[Phase::Primary, Phase::Secondary],
        "Wexcombe",
        1,
        true,
    ),
    (
        "Northfield College",
        Kind::FurtherEducation,
        C,
        "Thornleigh",
        0,
        true,
    ),
    (
        "Vale and Kingsmere College",
        Kind::FurtherEducation,
        C,
        "Kingsmere",
        2,
        true,
    ),
    (
        "West County College",
        Kind::FurtherEducation,
        C,
        "Hadley Cross",
        3,
        true,
    ),
    ("Summerhouse School", Kind::Independent, PS, "Marlbury", 0, false),
    (
        "Old Quarry School",
        Kind::Independent,
        S,
        "Ottery Bridge",
        2,
        true,
    ),
];

/// Role, and the places of the teams.
const STAFF: &[(Role, &[usize])] = &[
    (Role::Officer, &[0]),
    (Role::Officer, &[0]),
    (Role::Officer, &[0]),
    (Role::Officer, &[1]),
    (Role::Officer, &[1]),
    (Role::Officer, &[1]),
    (Role::Officer, &[1]),
    (Role::Officer, &[2]),
    (Role::Officer, &[2]),
    (Role::Officer, &[2]),
    (Role::Officer, &[3]),
    (Role::Officer, &[3]),
    (Role::Officer, &[3]),
    (Role::Officer, &[4]),
    (Role::Reviewer, &[0, 1]),
    (Role::Reviewer, &[2, 3]),
    (Role::Manager, &[0, 1, 2, 3, 4]),
    (Role::PanelManager, &[0, 1, 2, 3]),
    (Role::QualityAuditor, &[]),
    (Role::CustomerService, &[]),
    (Role::CustomerService, &[]),
    (Role::InformationGovernance, &[]),
    (Role::Admin, &[]),
];

const ADVISERS: &[Service] = &[
    Service::Psychology,
    Service::Psychology,
    Service::Psychology,
    Service::Psychology,
    Service::Therapy,
    Service::Therapy,
    Service::Therapy,
    Service::Paediatrics,
    Service::Paediatrics,
    Service::Paediatrics,
    Service::SocialCare,
    Service::SocialCare,
];

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
            let mut person = accounts.open(tx, chance, adult_name(dice, None), *role, None)?;
            person.teams = places.to_vec();
            for team in places.iter().filter_map(|place| teams.get(*place)) {
                tx.insert_team_member(person.id, *team, from_on)?;
            }
            staff.push(person);
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
            service_grants: Vec::new(),
        }
    }

    /// The first member of staff with a role.
    pub fn staff_with(&self, role: Role) -> Result<&Person, DemoError> {
        self.staff
            .iter()
            .find(|person| person.role == role)
            .ok_or(DemoError::Missing("a member of staff"))
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

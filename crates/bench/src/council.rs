//! A county of invented children in a migrated database, made through the use cases, many to a commit.

use crate::{
    Outcome, people, report,
    road::{self, Milestone, Walk},
};
use chrono::Days;
use clap::Args;
use ehcp_access::{Actor, Role};
use ehcp_api::auth::{SigningKey, TokenKeys};
use ehcp_case::{EducationSettingId, TeamId, UserId};
use ehcp_casework::{Casework, Chance, Clock, LinkParent, link_parent, password::Passwords};
use ehcp_store::{
    AccountSubject, EducationSettingRow, Kind, OnStart, Store, StoreConfig, StoreError, TeamRow, UserRow,
    WriteTx,
};
use std::{
    thread,
    time::{Duration, Instant},
};

/// Cases that share a commit.
const AT_A_TIME: usize = 100;

/// One case in so many has a parent who signs in.
const CASES_A_PARENT: usize = 10;

/// A team looks after so many cases, an officer and a school have so many.
const CASES_A_TEAM: usize = 1500;
const CASES_AN_OFFICER: usize = 150;
const CASES_A_SCHOOL: usize = 40;

/// What a form of the load program opens.
#[derive(Args, Clone)]
pub struct Database {
    /// The database: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE
    #[arg(long, value_name = "URL")]
    database_url: String,
    /// Accept a PostgreSQL server that can lose commits. Its write figures then mean nothing.
    #[arg(long)]
    allow_unsafe_durability: bool,
}

impl Database {
    /// The use cases over it. A fixture may take its time; a measured server has the settings of a deployment.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn casework(&self, patient: bool) -> Outcome<Casework> {
        let usual = StoreConfig::new(&self.database_url);
        let config = StoreConfig {
            on_start: OnStart::Migrate,
            allow_unsafe_durability: self.allow_unsafe_durability,
            statement_timeout: if patient {
                Duration::from_secs(120)
            } else {
                usual.statement_timeout
            },
            ..usual
        };
        Ok(Casework::new(
            Store::open(config)?,
            Clock::System,
            Chance::System,
            Passwords::new(1),
        ))
    }
}

#[derive(Args)]
pub struct Fixture {
    #[command(flatten)]
    database: Database,
    /// How many cases.
    #[arg(long, default_value_t = 15_000)]
    cases: usize,
}

/// Who makes the cases.
#[derive(Clone)]
struct County {
    officers: Vec<Actor>,
    schools: Vec<EducationSettingId>,
    parents: usize,
}

impl Fixture {
    /// Fills the database and prints how fast.
    ///
    /// # Errors
    /// When the database cannot be opened or holds cases already, or a use case refuses.
    pub fn run(self) -> Outcome<()> {
        let casework = self.database.casework(true)?;
        let cases = self.cases.max(1);
        if !casework
            .store()
            .read_blocking(|tx| tx.case_ids_after(None, 1))?
            .is_empty()
        {
            return Err("there are cases in this database already; give an empty one".into());
        }
        report::machine()?;
        let began = Instant::now();
        let county = people(&casework, cases)?;
        let walks = requests(&casework, &county, cases)?;
        walk_all(&casework, walks)?;
        parents(&casework, &county)?;
        casework.store().close();
        let took = began.elapsed().as_secs_f64();
        let rate = f64::from(u32::try_from(cases).unwrap_or(u32::MAX)) / took;
        report::line(&format!("{cases} cases in {took:.1} s: {rate:.0} cases a second"))
    }
}

fn user(email: String, role: Role, setting: Option<EducationSettingId>) -> UserRow {
    let now = Clock::System.now();
    UserRow {
        id: Chance::System.id::<UserId>(now),
        display_name: email.split('@').next().unwrap_or_default().to_owned(),
        email,
        role,
        education_setting_id: setting,
        password_hash: String::new(),
        disabled_at: None,
        created_at: now,
        version: 1,
    }
}

fn log_added(tx: &mut WriteTx<'_>, row: &UserRow) -> Result<(), StoreError> {
    let entry = Chance::System.id(row.created_at);
    tx.log_added(entry, AccountSubject::User(row.id), row.created_at)?;
    Ok(())
}

/// Teams, officers, schools and parents, as many as so many cases need.
fn people(casework: &Casework, cases: usize) -> Outcome<County> {
    casework
        .store()
        .write_blocking(move |tx| staffed(tx, cases))
        .map_err(Into::into)
}

fn staffed(tx: &mut WriteTx<'_>, cases: usize) -> Result<County, StoreError> {
    let now = Clock::System.now();
    let today = ehcp_calendar::london_date(now);
    let began_on = today.checked_sub_days(Days::new(3650)).unwrap_or(today);
    let mut teams: Vec<TeamId> = Vec::new();
    for number in 1..=cases.div_ceil(CASES_A_TEAM) {
        let id = Chance::System.id(now);
        tx.insert_team(&TeamRow {
            id,
            name: format!("Team {number}"),
            area: format!("Area {number}"),
            duty_line: "01632 960101".to_owned(),
            duty_email: format!("team.{number}@county.example.org"),
            takes_new_cases: number == 1,
        })?;
        teams.push(id);
    }
    let mut officers = Vec::new();
    for (number, team) in (0..cases.div_ceil(CASES_AN_OFFICER)).zip(teams.iter().cycle()) {
        let row = user(people::officer(number), Role::Officer, None);
        tx.insert_user(&row)?;
        tx.insert_team_member(row.id, *team, began_on)?;
        log_added(tx, &row)?;
        officers.push(Actor {
            user: row.id,
            role: row.role,
            teams: vec![*team],
            setting: None,
            session: Chance::System.id(now),
            service_actions: Vec::new(),
        });
    }
    let mut schools = Vec::new();
    for (number, team) in (0..cases.div_ceil(CASES_A_SCHOOL)).zip(teams.iter().cycle()) {
        let id = Chance::System.id(now);
        tx.insert_education_setting(&EducationSettingRow {
            id,
            name: format!("School {number}"),
            kind: "mainstream_school".to_owned(),
            urn: Some(format!("{}", 100_000 + number)),
            town: "Alderton".to_owned(),
            team_id: Some(*team),
        })?;
        let row = user(people::school(number), Role::School, Some(id));
        tx.insert_user(&row)?;
        log_added(tx, &row)?;
        schools.push(id);
    }
    let parents = cases.div_ceil(CASES_A_PARENT);
    for number in 0..parents {
        let row = user(people::parent(number), Role::Parent, None);
        tx.insert_user(&row)?;
        log_added(tx, &row)?;
    }
    Ok(County {
        officers,
        schools,
        parents,
    })
}

/// Requests, one thread: the year's case numbers are given out one after the other.
fn requests(casework: &Casework, county: &County, cases: usize) -> Outcome<Vec<Walk>> {
    let today = casework.moment().today;
    let mut walks = Vec::with_capacity(cases);
    let numbers: Vec<usize> = (0..cases).collect();
    for batch in numbers.chunks(AT_A_TIME) {
        let (use_cases, county, batch) = (casework.clone(), county.clone(), batch.to_vec());
        let made = casework.store().write_blocking(move |tx| {
            let mut made = Vec::with_capacity(batch.len());
            for number in batch {
                let until = Milestone::of(number);
                let received_on = today
                    .checked_sub_days(Days::new(until.days_ago(number)))
                    .unwrap_or(today);
                let (Some(officer), Some(school)) = (
                    county.officers.get(number % county.officers.len()),
                    county.schools.get(number % county.schools.len()),
                ) else {
                    continue;
                };
                let command = road::request(number, Some(received_on), Some(*school))
                    .map_err(|error| ehcp_casework::Error::Internal(error.to_string()))?;
                let case = road::open(&use_cases, tx, officer, &command)?;
                made.push(Walk {
                    case,
                    officer: officer.clone(),
                    school: *school,
                    received_on,
                    until,
                });
            }
            Ok::<_, ehcp_casework::Error>(made)
        });
        walks.extend(made.map_err(|error| format!("{error:?}"))?);
    }
    Ok(walks)
}

/// Walks the cases: SQLite has one writer, PostgreSQL takes several.
fn walk_all(casework: &Casework, walks: Vec<Walk>) -> Outcome<()> {
    let threads = match casework.store().kind() {
        Kind::Sqlite => 1,
        Kind::Postgres => 4,
    };
    let share = walks.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let running: Vec<_> = walks
            .chunks(share)
            .map(|own| scope.spawn(move || walk_some(casework, own)))
            .collect();
        running.into_iter().try_for_each(|thread| {
            thread
                .join()
                .unwrap_or_else(|_| Err("a thread of the fixture panicked".into()))
        })
    })
}

fn walk_some(casework: &Casework, walks: &[Walk]) -> Outcome<()> {
    for batch in walks.chunks(AT_A_TIME) {
        let (use_cases, batch) = (casework.clone(), batch.to_vec());
        casework
            .store()
            .write_blocking(move |tx| batch.iter().try_for_each(|walk| road::walk(&use_cases, tx, walk)))
            .map_err(|error| format!("{error:?}"))?;
    }
    Ok(())
}

/// Links each parent to the child of one case.
fn parents(casework: &Casework, county: &County) -> Outcome<()> {
    let today = casework.moment().today;
    let (mut after, mut number) = (None, 0_usize);
    while number < county.parents {
        let (use_cases, county) = (casework.clone(), county.clone());
        let from = number;
        let linked = casework.store().write_blocking(move |tx| {
            let limit = i64::try_from(AT_A_TIME * CASES_A_PARENT).unwrap_or(i64::MAX);
            let ids = tx.case_ids_after(after, limit)?;
            let mut linked = from;
            for id in ids.iter().step_by(CASES_A_PARENT) {
                let Some((case, child)) = tx.case_unchecked(*id)? else {
                    continue;
                };
                let officer = county
                    .officers
                    .iter()
                    .find(|officer| case.team_id.is_some_and(|team| officer.teams.contains(&team)));
                let Some(officer) = officer else { continue };
                let link = LinkParent {
                    email: people::parent(linked)
                        .try_into()
                        .map_err(|error| ehcp_casework::Error::Internal(format!("{error}")))?,
                    parental_responsibility: true,
                    has_care: true,
                    from_on: Some(today),
                    until_on: None,
                    is_somebody_else: false,
                    evidence: ehcp_case::Prose::new("Birth certificate seen.")
                        .map_err(|error| ehcp_casework::Error::Internal(format!("{error}")))?,
                };
                use_cases.act_within(tx, officer.clone(), |act| link_parent(act, child.id, &link))?;
                linked += 1;
            }
            Ok::<_, ehcp_casework::Error>((ids.last().copied(), linked))
        });
        let (last, linked) = linked.map_err(|error| format!("{error:?}"))?;
        if last.is_none() {
            break;
        }
        (after, number) = (last, linked);
    }
    Ok(())
}

/// Keys for the tokens of one run.
///
/// # Errors
/// When the machine gives no randomness.
pub fn keys() -> Outcome<TokenKeys> {
    let (key, _) = SigningKey::generate()?;
    Ok(TokenKeys::new(key, Vec::new(), "ehcp-bench", "ehcp-bench")?)
}

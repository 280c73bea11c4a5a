//! `ehcp setting`.

use super::checks::{line, urn};
use super::recorded;
use crate::{failure::Failure, output, place::Place};
use clap::{Args, Subcommand, ValueEnum};
use ehcp_case::EducationSettingId;
use ehcp_casework::{Chance, Clock};
use ehcp_store::{AccountSubject, EducationSettingRow, ReadTx, StoreError, TeamRow};

#[derive(Subcommand)]
pub enum SettingCommand {
    /// Add a school, college or early-years setting.
    Add(Box<AddSetting>),
}

/// What kind of setting it is.
#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Kind {
    EarlyYears,
    MainstreamSchool,
    ResourcedProvision,
    SpecialSchool,
    AlternativeProvision,
    FurtherEducation,
    Independent,
}

#[derive(Args)]
pub struct AddSetting {
    /// Its name.
    #[arg(long)]
    name: String,
    /// What kind of setting it is.
    #[arg(long)]
    kind: Kind,
    /// Its unique reference number in the national register, if it has one.
    #[arg(long)]
    urn: Option<String>,
    /// The town.
    #[arg(long)]
    town: String,
    /// The name of the team that looks after it.
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    #[command(flatten)]
    place: Place,
}

impl SettingCommand {
    /// Adds the setting.
    ///
    /// # Errors
    /// When a value cannot be used, the reference number is taken, or the database cannot write.
    pub fn run(self) -> Result<(), Failure> {
        let Self::Add(setting) = self;
        let now = Clock::System.now();
        let mut row = EducationSettingRow {
            id: Chance::System.id::<EducationSettingId>(now),
            name: line("--name", &setting.name)?,
            kind: setting.kind.word(),
            urn: setting.urn.as_deref().map(urn).transpose()?,
            town: line("--town", &setting.town)?,
            team_id: None,
        };
        let (id, name, team) = (row.id, row.name.clone(), setting.team);
        let casework = setting.place.casework(false)?;
        let added = casework
            .store()
            .write_blocking(move |tx| -> Result<(), NotAdded> {
                if let Some(team) = team {
                    row.team_id = Some(team_called(tx, &team)?.id);
                }
                if row.urn.is_none() && !settings_called(tx, &row.name)?.is_empty() {
                    return Err(NotAdded::Unusable(format!(
                        "There is a setting called {} already. Give the new one's unique reference number with --urn, so that the two can be told apart.",
                        row.name
                    )));
                }
                tx.insert_education_setting(&row)?;
                recorded::added(tx, AccountSubject::EducationSetting(row.id), "setting_added", now)?;
                Ok(())
            });
        casework.store().close();
        added?;
        output::print_line(&format!("Setting {id} added: {name}."))
    }
}

impl Kind {
    fn word(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

/// Why nothing was added, from inside the transaction.
pub enum NotAdded {
    /// What was given cannot be used.
    Unusable(String),
    /// The database's reason.
    Store(StoreError),
}

impl From<StoreError> for NotAdded {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<NotAdded> for Failure {
    fn from(reason: NotAdded) -> Self {
        match reason {
            NotAdded::Unusable(sentence) => Self::unusable(sentence),
            NotAdded::Store(StoreError::Conflict(violation))
                if violation.is_unique_on("education_settings", &["urn"]) =>
            {
                Self::unusable("A setting with this unique reference number is there already.")
            }
            NotAdded::Store(StoreError::Conflict(violation))
                if violation.is_unique_on("users", &["email"]) =>
            {
                Self::unusable("Somebody with this e-mail address is there already.")
            }
            NotAdded::Store(error) => Self::from(error),
        }
    }
}

/// The team of this name.
pub fn team_called(tx: &mut ReadTx<'_>, name: &str) -> Result<TeamRow, NotAdded> {
    let teams = tx.teams()?;
    let known: Vec<&str> = teams.iter().map(|team| team.name.as_str()).collect();
    let known = known.join(", ");
    teams
        .into_iter()
        .find(|team| team.name == name.trim())
        .ok_or_else(|| {
            NotAdded::Unusable(match known.as_str() {
                "" => format!("There is no team called {name}, nor any other. Add it first: ehcp team add"),
                known => format!("There is no team called {name}. There are: {known}."),
            })
        })
}

/// How many settings are read at a time when one is looked for.
const SETTINGS_AT_A_TIME: i64 = 500;

/// The settings with this name, id or unique reference number; the last two belong to one alone.
pub fn settings_called(tx: &mut ReadTx<'_>, wanted: &str) -> Result<Vec<EducationSettingRow>, NotAdded> {
    let wanted = wanted.trim();
    let (mut after, mut of_this_name) = (None, Vec::new());
    loop {
        let rows = tx.education_settings(after.take(), SETTINGS_AT_A_TIME)?;
        after = rows.last().map(|last| (last.name.clone(), last.id));
        for row in rows {
            let number = row
                .urn
                .as_deref()
                .is_some_and(|urn| urn.eq_ignore_ascii_case(wanted));
            if number || row.id.to_string() == wanted {
                return Ok(vec![row]);
            }
            if row.name == wanted {
                of_this_name.push(row);
            }
        }
        if after.is_none() {
            return Ok(of_this_name);
        }
    }
}

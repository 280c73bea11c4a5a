//! `ehcp setting`.

use super::recorded;
use super::team::line;
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
            urn: setting.urn.as_deref().map(checked_urn).transpose()?,
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

/// Letters and digits: schools and colleges have six digits, early-years settings other numbers.
fn checked_urn(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    if (1..=20).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Ok(text.to_ascii_uppercase());
    }
    Err(Failure::unusable(
        "--urn: a unique reference number has digits (and for early years letters) only, such as 117000.",
    ))
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

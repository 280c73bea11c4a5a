//! `ehcp team`.

use super::{
    checks::{email, line, phone},
    recorded,
};
use crate::{failure::Failure, output, place::Place};
use clap::{Args, Subcommand};
use ehcp_case::TeamId;
use ehcp_casework::{Chance, Clock};
use ehcp_store::{AccountSubject, StoreError, TeamRow};

#[derive(Subcommand)]
pub enum TeamCommand {
    /// Add a team. Families are given its duty line and duty address, so somebody must answer both.
    Add(Box<AddTeam>),
}

#[derive(Args)]
pub struct AddTeam {
    /// Its name, such as "North area team".
    #[arg(long)]
    name: String,
    /// The part of the area it looks after.
    #[arg(long)]
    area: String,
    /// The telephone line that somebody answers.
    #[arg(long)]
    duty_line: String,
    /// The e-mail address that somebody reads.
    #[arg(long)]
    duty_email: String,
    /// New cases that belong to no other team come to this one. One team should have it.
    #[arg(long)]
    takes_new_cases: bool,
    #[command(flatten)]
    place: Place,
}

impl TeamCommand {
    /// Adds the team.
    ///
    /// # Errors
    /// When a value cannot be used, the name is taken, or the database cannot write.
    pub fn run(self) -> Result<(), Failure> {
        let Self::Add(team) = self;
        let now = Clock::System.now();
        let row = TeamRow {
            id: Chance::System.id::<TeamId>(now),
            name: line("--name", &team.name)?,
            area: line("--area", &team.area)?,
            duty_line: phone("--duty-line", &team.duty_line)?,
            duty_email: email("--duty-email", &team.duty_email)?,
            takes_new_cases: team.takes_new_cases,
        };
        let (id, name) = (row.id, row.name.clone());
        let casework = team.place.casework(false)?;
        let added = casework
            .store()
            .write_blocking(move |tx| -> Result<bool, StoreError> {
                tx.insert_team(&row)?;
                recorded::added(tx, AccountSubject::Team(row.id), "team_added", now)?;
                Ok(tx.teams()?.iter().any(|team| team.takes_new_cases))
            });
        casework.store().close();
        let somebody_takes_new_cases = match added {
            Err(StoreError::Conflict(violation)) if violation.is_unique_on("teams", &["name"]) => {
                return Err(Failure::unusable(format!(
                    "There is a team called {name} already."
                )));
            }
            other => other?,
        };
        output::print_line(&format!("Team {id} added: {name}."))?;
        if !somebody_takes_new_cases {
            output::print_line(
                "No team takes new cases yet. Add one with --takes-new-cases, or new requests may belong to no team.",
            )?;
        }
        Ok(())
    }
}

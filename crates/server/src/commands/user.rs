//! `ehcp user`.

use super::{
    checks::{email, line},
    recorded,
    setting::{NotAdded, settings_called, team_called},
};
use crate::{failure::Failure, output, place::Place};
use clap::{Args, Subcommand};
use ehcp_access::Role;
use ehcp_calendar::london_date;
use ehcp_case::{EducationSettingId, UserId};
use ehcp_casework::{Chance, Clock, password};
use ehcp_store::{AccountSubject, ReadTx, UserRow, WriteTx};
use std::io::{self, BufRead as _, IsTerminal as _};
use zeroize::Zeroizing;

/// The environment variable that a password may come in.
const PASSWORD_VARIABLE: &str = "EHCP_PASSWORD";

#[derive(Subcommand)]
pub enum UserCommand {
    /// Add somebody who signs in: the first people of an authority, and whoever cannot be invited.
    ///
    /// The password, 15 to 128 characters, is the first line of standard input or the environment variable
    /// EHCP_PASSWORD; never an argument, which other users of the machine can see.
    Add(Box<AddUser>),
}

#[derive(Args)]
pub struct AddUser {
    /// The e-mail address to sign in with.
    #[arg(long)]
    email: String,
    /// The name that others see.
    #[arg(long)]
    name: String,
    /// The role, such as officer, manager, admin, school or parent.
    #[arg(long)]
    role: Role,
    /// The name of the team that a member of staff works in, from today on. Officers and managers need one.
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// The setting that somebody with the role school works for.
    #[arg(long, value_name = "NAME_OR_URN_OR_ID")]
    setting: Option<String>,
    #[command(flatten)]
    place: Place,
}

impl UserCommand {
    /// Adds the person.
    ///
    /// # Errors
    /// When a value cannot be used, the address is taken, or the database cannot write.
    pub fn run(self) -> Result<(), Failure> {
        let Self::Add(user) = self;
        check_role(&user)?;
        let email = email("--email", &user.email)?;
        let name = line("--name", &user.name)?;
        let password = read_password()?;
        password::check_new(&password, &[&name, &email], false)?;
        let now = Clock::System.now();
        let row = UserRow {
            id: Chance::System.id::<UserId>(now),
            email,
            display_name: name,
            role: user.role,
            education_setting_id: None,
            password_hash: password::hash(&password)?,
            disabled_at: None,
            created_at: now,
            version: 1,
        };
        let (id, role) = (row.id, row.role);
        let (team, setting) = (user.team, user.setting);
        let casework = user.place.casework(false)?;
        let added = casework
            .store()
            .write_blocking(move |tx| insert(tx, row, team.as_deref(), setting.as_deref()));
        casework.store().close();
        added?;
        output::print_line(&format!("User {id} added: {}.", role.title()))
    }
}

fn insert(
    tx: &mut WriteTx<'_>,
    mut row: UserRow,
    team: Option<&str>,
    setting: Option<&str>,
) -> Result<(), NotAdded> {
    let team = team.map(|name| team_called(tx, name)).transpose()?;
    if let Some(setting) = setting {
        row.education_setting_id = Some(setting_called(tx, setting)?);
    }
    tx.insert_user(&row)?;
    if let Some(team) = team {
        tx.insert_team_member(row.id, team.id, london_date(row.created_at))?;
    }
    recorded::added(tx, AccountSubject::User(row.id), "user_added", row.created_at)?;
    Ok(())
}

fn check_role(user: &AddUser) -> Result<(), Failure> {
    if user.role == Role::Service {
        return Err(Failure::unusable(
            "--role: a service has a key of its own and does not sign in with a password.",
        ));
    }
    if user.team.is_some() && !user.role.is_staff() {
        return Err(Failure::unusable(format!(
            "--team: only the council's staff work in teams, not somebody with the role {}.",
            user.role
        )));
    }
    if user.team.is_none() && matches!(user.role, Role::Officer | Role::Manager) {
        return Err(Failure::unusable(format!(
            "--team: name the team that the {} works in; without one they would see no case. ehcp team add makes one.",
            user.role.title()
        )));
    }
    match (user.role == Role::School, user.setting.is_some()) {
        (true, false) => Err(Failure::unusable(
            "--setting: name the setting that somebody with the role school works for.",
        )),
        (false, true) => Err(Failure::unusable(format!(
            "--setting: only somebody with the role school works for a setting, not {}.",
            user.role
        ))),
        _ => Ok(()),
    }
}

/// The password from the environment, or else the first line of standard input.
fn read_password() -> Result<Zeroizing<String>, Failure> {
    if let Ok(password) = std::env::var(PASSWORD_VARIABLE) {
        return Ok(Zeroizing::new(password));
    }
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(Failure::unusable(format!(
            "Give the password through {PASSWORD_VARIABLE}, so that the screen does not show it: \
             read -rs {PASSWORD_VARIABLE} && export {PASSWORD_VARIABLE}, and again."
        )));
    }
    let mut password = Zeroizing::new(String::new());
    stdin
        .lock()
        .read_line(&mut password)
        .map_err(|_| Failure::unusable("The password on standard input cannot be read as text."))?;
    let without_end = password.trim_end_matches(['\r', '\n']);
    Ok(Zeroizing::new(without_end.to_owned()))
}

/// The setting with this reference number or id, or the only one of this name.
fn setting_called(tx: &mut ReadTx<'_>, wanted: &str) -> Result<EducationSettingId, NotAdded> {
    match settings_called(tx, wanted)?.as_slice() {
        [only] => Ok(only.id),
        [] => Err(NotAdded::Unusable(format!(
            "There is no setting called {wanted}, nor one with this reference number or id. Add it first: ehcp setting add"
        ))),
        several => Err(NotAdded::Unusable(format!(
            "There are {} settings called {wanted}. Give the unique reference number or the id.",
            several.len()
        ))),
    }
}

//! `ehcp retention`.

use super::erase::person;
use crate::{
    attachments::without_rows_without_bytes, erasures::ErasureList, failure::Failure, output, place::Place,
};
use clap::{Args, Subcommand};
use ehcp_access::Role;
use ehcp_case::UserId;
use ehcp_casework::{Due, TwoPeople};

#[derive(Subcommand)]
pub enum RetentionCommand {
    /// Print how long records are kept, and where that is written.
    Rules(Look),
    /// Say what is kept no longer, and why, and what is kept all the same. Changes nothing.
    Due(Look),
    /// Erase what `ehcp retention due` names. It cannot be undone. With the server stopped.
    Run(Run),
}

#[derive(Args)]
pub struct Look {
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub struct Run {
    /// The e-mail address of the person of information governance who says so.
    #[arg(long)]
    by: String,
    /// The e-mail address of the manager, or the second person of information governance, who agrees.
    #[arg(long)]
    agreed_by: String,
    #[command(flatten)]
    place: Place,
}

impl RetentionCommand {
    /// Does what was asked.
    ///
    /// # Errors
    /// When somebody named may not do this, or the database cannot answer or write.
    pub fn run(self) -> Result<(), Failure> {
        match self {
            Self::Rules(look) => look.rules(),
            Self::Due(look) => look.due(),
            Self::Run(run) => run.run(),
        }
    }
}

impl Look {
    fn rules(self) -> Result<(), Failure> {
        let casework = self.place.casework(false)?;
        let rules = ehcp_casework::rules_in_force(&casework)?;
        casework.store().close();
        for rule in rules {
            let whose = if rule.changed { "this authority's" } else { "usual" };
            output::print_line(&format!(
                "{}: {} years from {} ({whose}). {}",
                rule.in_words,
                rule.years,
                rule.counted_from.title(),
                rule.source
            ))?;
        }
        Ok(())
    }

    fn due(self) -> Result<(), Failure> {
        let casework = self.place.casework(false)?;
        let due = ehcp_casework::due_today(&casework)?;
        casework.store().close();
        print(&due)?;
        output::print_line("Nothing was changed.")
    }
}

/// What goes and what stays, without anybody's name.
fn print(due: &Due) -> Result<(), Failure> {
    for record in &due.records {
        let what = record
            .reference
            .as_ref()
            .map_or_else(|| format!("child {}", record.child), Clone::clone);
        let then = match &record.kept_because {
            Some(why) => format!("kept: {why}"),
            None => with_accounts(&record.accounts),
        };
        output::print_line(&format!(
            "{what}: {}, over since {}; {then}",
            record.record_type.title(),
            record.since
        ))?;
    }
    let going = due.going().count();
    output::print_line(&format!(
        "{going} records go and {} are kept; {} versions of contact details and {} messages go, {} are held.",
        due.records.len() - going,
        due.contacts(),
        due.messages(),
        due.held
    ))
}

/// What is said of a record that goes, with the ids of the accounts that go with it.
fn with_accounts(accounts: &[UserId]) -> String {
    let ids: Vec<_> = accounts.iter().map(ToString::to_string).collect();
    match ids.is_empty() {
        true => "goes".to_owned(),
        false => format!("goes, with the accounts {}", ids.join(", ")),
    }
}

impl Run {
    fn run(self) -> Result<(), Failure> {
        let list = ErasureList::in_folder(self.place.folder()?);
        let config = self.place.store_config(false)?;
        let casework = self.place.casework(false)?;
        let governance = Role::InformationGovernance;
        let by = person(&casework, "--by", &self.by, &[governance])?;
        let agreed_by = person(
            &casework,
            "--agreed-by",
            &self.agreed_by,
            &[Role::Manager, governance],
        )?;
        let people = TwoPeople::new(by, agreed_by)?;
        let due = ehcp_casework::due_today(&casework)?;
        print(&due)?;
        let run = without_rows_without_bytes(&casework, || {
            ehcp_casework::run_retention(&casework, &due, people, |erased| list.add(erased))
        })?;
        casework.store().close();
        ehcp_store::compact(&config)?;
        output::print_line(&format!(
            "{} people's records erased, {} versions of contact details and {} messages removed.",
            run.erased.len(),
            run.contacts,
            run.messages
        ))
    }
}

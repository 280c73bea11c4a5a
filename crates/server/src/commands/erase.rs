//! `ehcp erase`.

use crate::{erasures::ErasureList, failure::Failure, output, place::Place};
use clap::{Args, Subcommand};
use ehcp_access::Role;
use ehcp_case::{ChildId, UserId};
use ehcp_casework::{Casework, TwoPeople, YEARS_KEPT};

#[derive(Subcommand)]
pub enum EraseCommand {
    /// Say which records need not be kept any longer, and which of them are held. Changes nothing.
    Due(Due),
    /// Keep a child's record, whatever its age.
    Hold(Hold),
    /// Lift what keeps a child's record.
    Lift(Hold),
    /// Erase a child's record, and that of each adult who is linked to no other child. It cannot be undone.
    Run(Run),
    /// Erase again what was erased before, after an older copy of the database was brought back.
    Reapply(Reapply),
}

#[derive(Args)]
pub struct Due {
    /// How many years after birth a record is kept.
    #[arg(long, default_value_t = YEARS_KEPT, value_parser = clap::value_parser!(u32).range(26..=110))]
    years: u32,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub struct Hold {
    /// The child's id.
    #[arg(long)]
    child: ChildId,
    /// The e-mail address of the person of information governance who says so.
    #[arg(long)]
    by: String,
    /// Why, without anybody's name.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub struct Run {
    /// The child's id.
    #[arg(long)]
    child: ChildId,
    /// The e-mail address of the person of information governance who says so.
    #[arg(long)]
    by: String,
    /// The e-mail address of the manager, or the second person of information governance, who agrees.
    #[arg(long)]
    agreed_by: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub struct Reapply {
    #[command(flatten)]
    place: Place,
}

impl EraseCommand {
    /// Does what was asked.
    ///
    /// # Errors
    /// When somebody named may not do this, a hold stands in the way, or the database cannot write.
    pub fn run(self) -> Result<(), Failure> {
        match self {
            Self::Due(due) => due.run(),
            Self::Hold(hold) => {
                let casework = hold.place.casework(false)?;
                let by = person(&casework, "--by", &hold.by, &[Role::InformationGovernance])?;
                ehcp_casework::set_hold(&casework, hold.child, by, &hold.reason)?;
                casework.store().close();
                output::print_line("The record is kept.")
            }
            Self::Lift(hold) => {
                let casework = hold.place.casework(false)?;
                let by = person(&casework, "--by", &hold.by, &[Role::InformationGovernance])?;
                let lifted = ehcp_casework::lift_holds(&casework, hold.child, by, &hold.reason)?;
                casework.store().close();
                output::print_line(&format!("{lifted} holds lifted."))
            }
            Self::Run(run) => run.run(),
            Self::Reapply(reapply) => reapply.run(),
        }
    }
}

/// The account of somebody who says so, who must have one of these roles.
pub fn person(casework: &Casework, option: &str, email: &str, roles: &[Role]) -> Result<UserId, Failure> {
    let address = email.to_lowercase();
    let found = casework
        .store()
        .read_blocking(move |tx| tx.user_by_email(&address))?;
    found
        .filter(|user| roles.contains(&user.role) && user.disabled_at.is_none())
        .map(|user| user.id)
        .ok_or_else(|| {
            let titles: Vec<_> = roles.iter().map(|role| role.title()).collect();
            Failure::unusable(format!(
                "{option} must be the e-mail address of an open account of the role {}.",
                titles.join(" or ")
            ))
        })
}

impl Due {
    fn run(self) -> Result<(), Failure> {
        let casework = self.place.casework(false)?;
        let due = ehcp_casework::due_for_erasure(&casework, self.years)?;
        casework.store().close();
        for record in &due {
            let held = record
                .held
                .as_ref()
                .map_or_else(|| "can be erased".to_owned(), |reason| format!("held: {reason}"));
            output::print_line(&format!("{} since {}: {held}", record.child, record.since))?;
        }
        let held = due.iter().filter(|record| record.held.is_some()).count();
        output::print_line(&format!(
            "{} records are older than {} years, {held} of them held.",
            due.len(),
            self.years
        ))
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
        let erased = ehcp_casework::erase(&casework, self.child, TwoPeople::new(by, agreed_by)?)?;
        list.add(&erased)?;
        casework.store().close();
        ehcp_store::compact(&config)?;
        output::print_line(&format!(
            "{} records erased, and named in {}. Bringing back an older copy with ehcp restore erases them again.",
            erased.len(),
            list.path().display()
        ))
    }
}

impl Reapply {
    fn run(self) -> Result<(), Failure> {
        let list = ErasureList::in_folder(self.place.folder()?);
        let config = self.place.store_config(false)?;
        let casework = self.place.casework(false)?;
        let erased = list.reapply(&casework)?;
        casework.store().close();
        ehcp_store::compact(&config)?;
        output::print_line(&format!("{erased} records erased again."))
    }
}

//! `ehcp erase`.

use crate::{
    attachments::without_rows_without_bytes, erasures::ErasureList, failure::Failure, output, place::Place,
};
use clap::{Args, Subcommand};
use ehcp_access::Role;
use ehcp_case::{ChildId, UserId};
use ehcp_casework::{Casework, TwoPeople};

#[derive(Subcommand)]
pub enum EraseCommand {
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
        let erased = without_rows_without_bytes(&casework, || {
            let erased = ehcp_casework::erase(&casework, self.child, people)?;
            list.add(&erased)?;
            Ok(erased)
        })?;
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
        let erased = without_rows_without_bytes(&casework, || list.reapply(&casework))?;
        casework.store().close();
        ehcp_store::compact(&config)?;
        output::print_line(&format!("{erased} records erased again."))
    }
}

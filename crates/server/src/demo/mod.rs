//! `ehcp demo`: makes a small council with a year of happenings, and serves it.
//!
//! Everything is invented: no name, number or case is a real person's. Proportions follow the published figures
//! (`figures.rs`). The same seed makes the same council.

mod case_steps;
mod children;
mod council;
mod course;
mod diary;
mod dice;
mod drawing;
mod figures;
mod names;
mod needs;
mod plan_steps;
mod play;
mod register;
mod run;
mod texts;
mod tour;
mod year;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use council::{Accounts, Council};
use dice::Dice;
use ehcp_case::TextError;
use ehcp_casework::{Casework, Chance, Clock, password, password::Passwords};
use ehcp_store::{Store, StoreError};
use play::Play;
pub(crate) use run::{DemoArgs, run};
use thiserror::Error;
use tour::Stop;
use year::Year;

/// The password of every account of the demonstration. It is printed, so it protects nothing: such a council holds
/// nothing that is real.
const PASSWORD: &str = "seven green hills";

/// The note in the database by which a demonstration is known: only such a database is ever replaced, or filled by
/// a seed and a moved clock.
const MARK: &str = "demonstration";

/// What to make.
#[derive(Debug, Clone, Copy)]
struct Recipe {
    seed: u64,
    children: usize,
    today: NaiveDate,
}

/// Why the demonstration could not be made.
#[derive(Debug, Error)]
enum DemoError {
    /// A use case refused something.
    #[error("{what} was refused: {why:?}")]
    UseCase {
        what: &'static str,
        why: ehcp_casework::Error,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A text cannot be kept.
    #[error("a text of the demonstration: {0}")]
    Text(TextError),
    /// Something that should be there is not.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// The password could not be hashed.
    #[error("the password could not be hashed: {0:?}")]
    Password(ehcp_casework::Error),
}

/// What was made.
#[derive(Debug)]
struct Made {
    /// How many children there are.
    children: usize,
    /// How many calls of use cases it took.
    happenings: usize,
    /// The people whom the tour names.
    tour: Vec<Stop>,
}

/// Makes the council in an empty, migrated database. Blocks.
fn make(store: &Store, recipe: Recipe) -> Result<Made, DemoError> {
    let year = Year::ending(recipe.today);
    let chance = Chance::seeded(recipe.seed);
    let dice = Dice::seeded(recipe.seed);
    let clock = Clock::standing_at(year.beginning());
    let casework = Casework::new(store.clone(), clock, chance.clone(), Passwords::new(1));
    let hash = password::hash_by(PASSWORD, &chance).map_err(DemoError::Password)?;
    let mut play = store.write_blocking(move |tx| {
        // First of all: what is half made is a demonstration too, and may be replaced.
        tx.set_note(MARK, &format!("seed {}", recipe.seed))?;
        let accounts = Accounts::new(hash, year.beginning());
        let began = year.beginning().date_naive();
        let mut council = Council::found(tx, &chance, &dice, accounts, began)?;
        let told = year::tell(tx, &chance, &dice, &mut council, year, recipe.children)?;
        let mut play = Play::new(casework, chance, council, dice, told, year.end());
        play.register_known(tx)?;
        Ok::<_, DemoError>(play)
    })?;
    // A month or so in each transaction.
    for weeks in 0..=(365 + year::BEFORE) / 28 + 1 {
        let until = year
            .end()
            .min(year.beginning() + chrono::TimeDelta::weeks(4 * (weeks + 1)));
        play = store.write_blocking(move |tx| {
            play.until(tx, until)?;
            Ok::<_, DemoError>(play)
        })?;
    }
    play.casework.clock().set(year.end());
    let (happenings, children) = (play.done, play.children.len());
    let tour = store.read_blocking(move |tx| tour::plan(tx, &play, recipe.today))?;
    Ok(Made {
        children,
        happenings,
        tour,
    })
}

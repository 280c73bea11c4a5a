//! Requests per second over HTTP on loopback, beside the same SQL without HTTP, authorisation and audit. Load, server
//! and database share the machine.

mod reads;
mod scene;
mod writes;

use crate::{
    Outcome,
    council::Database,
    measure::{Figures, Round},
    report,
};
use clap::Args;
pub use scene::Scene;
use std::{num::NonZeroUsize, time::Duration};

#[derive(Args)]
pub struct Load {
    #[command(flatten)]
    database: Database,
    /// Seconds that each measurement lasts in each round, 1 to 60.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=60))]
    seconds: u64,
    /// How many rounds, 1 to 20; the measurements take turns.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=20))]
    rounds: u64,
    /// How many callers ask at the same time.
    #[arg(long, default_value_t = NonZeroUsize::MIN.saturating_add(31))]
    connections: NonZeroUsize,
    /// Measure reads only, which leaves the cases of the database as they are.
    #[arg(long)]
    reads_only: bool,
}

/// How long each measurement runs before the first that counts.
const WARM_UP: Duration = Duration::from_millis(500);

/// Runs a measurement for some time.
type Run = Box<dyn Fn(&Scene, Duration) -> Outcome<Round>>;

/// Something to measure.
struct Measurement {
    figures: Figures,
    /// The place of its floor among the measurements; none for a floor.
    floor: Option<usize>,
    run: Run,
}

/// All that is measured, floors before what stands on them.
#[derive(Default)]
struct Plan(Vec<Measurement>);

impl Plan {
    /// Adds a measurement and gives its place.
    fn add(
        &mut self,
        name: &str,
        floor: Option<usize>,
        run: impl Fn(&Scene, Duration) -> Outcome<Round> + 'static,
    ) -> usize {
        self.0.push(Measurement {
            figures: Figures::new(name),
            floor,
            run: Box::new(run),
        });
        self.0.len() - 1
    }
}

impl Load {
    /// Measures and prints.
    ///
    /// # Errors
    /// When the database holds no fixture, or the server cannot start.
    pub fn run(self) -> Outcome<()> {
        let scene = Scene::set(self.database.casework(false)?, self.connections.get())?;
        let mut plan = Plan::default();
        reads::add(&mut plan);
        if !self.reads_only {
            writes::add(&mut plan);
        }
        report::machine()?;
        report::line(&format!(
            "database: {:?}, {} cases; {} connections; {} rounds of {} s each; server, load and database on this machine",
            scene.casework.store().kind(),
            scene.cases,
            self.connections,
            self.rounds,
            self.seconds
        ))?;
        for measurement in &plan.0 {
            (measurement.run)(&scene, WARM_UP)?;
        }
        for _ in 0..self.rounds {
            for measurement in &mut plan.0 {
                let round = (measurement.run)(&scene, Duration::from_secs(self.seconds))?;
                measurement.figures.add(round);
            }
        }
        report::head()?;
        for measurement in &plan.0 {
            let floor = measurement.floor.and_then(|place| plan.0.get(place));
            report::row(&measurement.figures, floor.map(|floor| &floor.figures))?;
        }
        scene.casework.store().close();
        Ok(())
    }
}

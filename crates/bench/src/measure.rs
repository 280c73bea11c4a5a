//! Closed loops: so many callers, each asking again as soon as it is answered.

use std::time::{Duration, Instant};

/// What callers saw in one round.
#[derive(Debug, Clone, Default)]
pub struct Round {
    /// The time each answered call took, in microseconds.
    micros: Vec<u32>,
    /// Calls that were not answered as they should be.
    pub errors: usize,
    /// How long the round lasted.
    took: Duration,
}

/// One caller's notes.
#[derive(Debug)]
pub struct Notes {
    until: Instant,
    round: Round,
}

impl Notes {
    /// Notes until a moment.
    pub fn until(until: Instant) -> Self {
        Self {
            until,
            round: Round::default(),
        }
    }

    /// Whether there is time for another call.
    pub fn goes_on(&self) -> bool {
        Instant::now() < self.until
    }

    /// Notes a call that began at a moment.
    pub fn note(&mut self, began: Instant, answered: bool) {
        if answered {
            let micros = u32::try_from(began.elapsed().as_micros()).unwrap_or(u32::MAX);
            self.round.micros.push(micros);
        } else {
            self.round.errors += 1;
        }
    }
}

impl Round {
    /// All callers' notes together.
    pub fn of(began: Instant, notes: impl IntoIterator<Item = Notes>) -> Self {
        let took = began.elapsed();
        let mut all = notes.into_iter().fold(Self::default(), |mut all, one| {
            all.micros.extend(one.round.micros);
            all.errors += one.round.errors;
            all
        });
        all.micros.sort_unstable();
        Self { took, ..all }
    }

    /// Answered calls in a second.
    pub fn per_second(&self) -> f64 {
        let answered = u32::try_from(self.micros.len()).unwrap_or(u32::MAX);
        f64::from(answered) / self.took.as_secs_f64().max(1e-9)
    }

    /// The time in milliseconds within which so many hundredths of the calls were answered.
    pub fn percentile(&self, hundredths: usize) -> f64 {
        let last = self.micros.len().saturating_sub(1);
        let place = self.micros.len().saturating_mul(hundredths) / 100;
        self.micros
            .get(place.min(last))
            .map_or(f64::NAN, |micros| f64::from(*micros) / 1000.0)
    }
}

/// The rounds of one measurement.
#[derive(Debug, Clone)]
pub struct Figures {
    /// What was measured.
    pub name: String,
    rounds: Vec<Round>,
}

impl Figures {
    /// None yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            rounds: Vec::new(),
        }
    }

    /// Adds a round; the slowest stays first.
    pub fn add(&mut self, round: Round) {
        self.rounds.push(round);
        self.rounds
            .sort_by(|a, b| a.per_second().total_cmp(&b.per_second()));
    }

    /// The slowest round's calls in a second.
    pub fn least(&self) -> f64 {
        self.rounds.first().map_or(f64::NAN, Round::per_second)
    }

    /// The round in the middle.
    pub fn median(&self) -> Option<&Round> {
        self.rounds.get(self.rounds.len() / 2)
    }

    /// The middle round's calls in a second.
    pub fn per_second(&self) -> f64 {
        self.median().map_or(f64::NAN, Round::per_second)
    }

    /// Calls of all rounds that were not answered as they should be.
    pub fn errors(&self) -> usize {
        self.rounds.iter().map(|round| round.errors).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_taken_from_sorted_times() {
        let round = Round {
            micros: (1..=100).map(|n| n * 1000).collect(),
            errors: 0,
            took: Duration::from_secs(2),
        };
        assert!((round.percentile(50) - 51.0).abs() < 1e-9);
        assert!((round.percentile(99) - 100.0).abs() < 1e-9);
        assert!((round.per_second() - 50.0).abs() < 1e-9);
    }
}

//! Where new ids come from.

use chrono::{DateTime, Utc};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// A source of ids and other chance: the machine's, or a seeded one that always gives the same.
#[derive(Debug, Clone)]
pub enum Chance {
    /// The machine's randomness.
    System,
    /// The same seed gives the same ids: for the demonstration council and for tests.
    Seeded(Arc<Mutex<ChaCha8Rng>>),
}

impl Chance {
    /// A source that always gives the same.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(ChaCha8Rng::seed_from_u64(seed))))
    }

    /// Fills bytes with chance.
    pub fn fill(&self, bytes: &mut [u8]) {
        match self {
            Self::System => rand::rng().fill_bytes(bytes),
            Self::Seeded(rng) => rng
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .fill_bytes(bytes),
        }
    }

    /// A salt of 256 bits, as 64 hex digits.
    pub fn salt(&self) -> String {
        let mut bytes = [0_u8; 32];
        self.fill(&mut bytes);
        hex::encode(bytes)
    }

    /// A new id, a UUID v7 of this moment.
    pub fn id<T: From<Uuid>>(&self, now: DateTime<Utc>) -> T {
        let mut random = [0_u8; 10];
        self.fill(&mut random);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        T::from(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let now = "2026-09-07T09:00:00Z".parse().unwrap();
        let (one, two) = (Chance::seeded(7), Chance::seeded(7));
        assert_eq!(one.id::<Uuid>(now), two.id::<Uuid>(now));
        assert_ne!(one.id::<Uuid>(now), Chance::seeded(8).id::<Uuid>(now));
        assert_eq!(one.id::<Uuid>(now).get_version_num(), 7);
    }
}

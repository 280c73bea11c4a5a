//! Chance with a seed: the same seed always gives the same council.

use ehcp_casework::Chance;

/// A source of chance for the story, apart from the one that makes ids.
#[derive(Debug, Clone)]
pub(super) struct Dice(Chance);

impl Dice {
    /// Dice that always fall alike for the same seed.
    pub fn seeded(seed: u64) -> Self {
        // Another stream than that of the ids, which start from the seed itself.
        Self(Chance::seeded(seed ^ 0x5345_4E44_0000_0000))
    }

    /// Chance from 0 up to, and without, 1.
    pub fn unit(&self) -> f64 {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        f64::from(u32::from_le_bytes(bytes)) / 4_294_967_296.0
    }

    /// Whether something happens that happens in this share of cases.
    pub fn happens(&self, share: f64) -> bool {
        self.unit() < share
    }

    /// So many numbers from 0 to 1, spread evenly, in chance order.
    pub fn spread(&self, count: usize) -> Vec<f64> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let mut numbers: Vec<_> = (0..count)
            .map(|place| (f64::from(place) + self.unit()) / f64::from(count))
            .collect();
        self.shuffle(&mut numbers);
        numbers
    }

    /// A whole number from `low` to `high`, both included.
    pub fn whole(&self, low: i64, high: i64) -> i64 {
        let span = f64::from(i32::try_from(high - low + 1).unwrap_or(1).max(1));
        low + floor(self.unit() * span)
    }

    /// One of several; none of none.
    pub fn one_of<'a, T>(&self, of: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(of.len()).ok()?.checked_sub(1)?;
        of.get(usize::try_from(self.whole(0, last.max(0))).ok()?)
    }

    /// One of several texts.
    pub fn text(&self, of: &[&'static str]) -> &'static str {
        self.one_of(of).copied().unwrap_or_default()
    }

    /// A number of days between `low` and `high`, most often near `mode`.
    pub fn triangular(&self, low: f64, mode: f64, high: f64) -> i64 {
        let (unit, split) = (self.unit(), (mode - low) / (high - low));
        let days = if unit < split {
            low + (unit * (high - low) * (mode - low)).sqrt()
        } else {
            high - ((1.0 - unit) * (high - low) * (high - mode)).sqrt()
        };
        floor(days)
    }

    /// A number of days to wait, with this mean: short waits are frequent, long ones rare.
    pub fn wait(&self, mean: f64) -> i64 {
        floor(-mean * (1.0 - self.unit()).ln())
    }

    /// Puts things in chance order.
    pub fn shuffle<T>(&self, items: &mut [T]) {
        for place in (1..items.len()).rev() {
            let other = i64::try_from(place).map_or(0, |place| self.whole(0, place));
            items.swap(place, usize::try_from(other).unwrap_or(0));
        }
    }

    /// So many things in these proportions, as exactly as whole numbers allow, in chance order. The shares need not
    /// add up to one.
    pub fn deal<T: Copy>(&self, count: usize, shares: &[(T, f64)]) -> Vec<T> {
        let total: f64 = shares.iter().map(|(_, share)| share).sum();
        let whole = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        let mut dealt = Vec::with_capacity(count);
        for place in 0..u32::try_from(count).unwrap_or(u32::MAX) {
            let at = (f64::from(place) + 0.5) / whole * total;
            let mut reached = 0.0;
            let found = shares.iter().find(|(_, share)| {
                reached += share;
                at < reached
            });
            dealt.extend(found.or(shares.last()).map(|(thing, _)| *thing));
        }
        self.shuffle(&mut dealt);
        dealt
    }
}

#[expect(
    clippy::as_conversions,
    reason = "a number of days is small, and no lossless conversion exists"
)]
fn floor(number: f64) -> i64 {
    number.floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_rolls_the_same() {
        let rolls = |seed| {
            let dice = Dice::seeded(seed);
            (0..20).map(|_| dice.whole(1, 6)).collect::<Vec<_>>()
        };
        assert_eq!(rolls(7), rolls(7));
        assert_ne!(rolls(7), rolls(8));
        assert!(rolls(7).iter().all(|roll| (1..=6).contains(roll)));
    }

    #[test]
    fn what_is_dealt_has_the_proportions_asked_for() {
        let dealt = Dice::seeded(1).deal(200, &[('a', 70.6), ('b', 29.4)]);
        assert_eq!(dealt.len(), 200);
        assert_eq!(dealt.iter().filter(|thing| **thing == 'a').count(), 141);
    }

    #[test]
    fn a_triangular_number_stays_between_its_ends() {
        let dice = Dice::seeded(3);
        assert!((0..500).all(|_| (91..=140).contains(&dice.triangular(91.0, 136.5, 140.0))));
    }
}

//! Who reads the cases of unusually many children in one day: it can be somebody who copies a caseload.

use chrono::NaiveDate;
use ehcp_case::{CaseId, UserId};
use std::{
    collections::{HashMap, HashSet},
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

/// The different cases that one person may read in one day before information governance is told. An officer's own
/// caseload and a manager's area lie below it.
const CEILING: usize = 500;

/// Counts the different cases that each person reads in one day, in this process. It refuses nothing.
pub(crate) struct ReadWatch {
    ceiling: usize,
    today: Mutex<Today>,
}

#[derive(Default)]
struct Today {
    day: NaiveDate,
    readers: HashMap<UserId, Reader>,
}

#[derive(Default)]
struct Reader {
    cases: HashSet<CaseId>,
    told: bool,
}

impl Default for ReadWatch {
    fn default() -> Self {
        Self::at(NonZeroUsize::new(CEILING).unwrap_or(NonZeroUsize::MAX))
    }
}

impl ReadWatch {
    /// Tells at this many different cases.
    pub(crate) fn at(ceiling: NonZeroUsize) -> Self {
        Self {
            ceiling: ceiling.get(),
            today: Mutex::new(Today::default()),
        }
    }

    /// Notes what a person has read. True once a day: when the ceiling is passed.
    pub(crate) fn passes(&self, reader: UserId, day: NaiveDate, cases: &[CaseId]) -> bool {
        // Nothing in here can panic half way, so a poisoned lock still guards a sound count.
        let mut today = self.today.lock().unwrap_or_else(PoisonError::into_inner);
        if today.day != day {
            *today = Today {
                day,
                readers: HashMap::new(),
            };
        }
        let reader = today.readers.entry(reader).or_default();
        if reader.told {
            return false;
        }
        reader.cases.extend(cases);
        reader.told = reader.cases.len() > self.ceiling;
        if reader.told {
            reader.cases = HashSet::new();
        }
        reader.told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_ceiling_is_told_once_a_day_and_the_same_case_counts_once() {
        let watch = ReadWatch::at(NonZeroUsize::new(3).unwrap());
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let case = |number| CaseId(Uuid::from_u128(number));
        let (one, other) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        let monday = day("2026-11-23");
        assert!(!watch.passes(one, monday, &[case(1), case(2), case(3)]));
        assert!(!watch.passes(one, monday, &[case(1), case(2), case(3)]));
        assert!(!watch.passes(other, monday, &[case(4)]));
        assert!(watch.passes(one, monday, &[case(4)]));
        assert!(!watch.passes(one, monday, &[case(5)]), "told already");
        let tuesday = day("2026-11-24");
        assert!(!watch.passes(one, tuesday, &[case(6)]));
        assert!(watch.passes(one, tuesday, &[case(1), case(2), case(3)]));
    }
}

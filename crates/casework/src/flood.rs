//! Refusals of callers who are not signed in: each is kept, but a flood of them is summed up, so that nobody can fill
//! the disk from outside.

use crate::{Asked, Casework};
use chrono::{DateTime, Utc};
use ehcp_case::UserId;
use ehcp_store::{LogEntry, SecurityRecord};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Refusals of one kind from one network that are each kept, in one minute.
const EACH: i64 = 10;

/// Networks that are told apart in one minute; those beyond are summed up together.
const NETWORKS: usize = 100;

/// A refusal before anything of the request is known to be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RefusedCall {
    /// What was wrong, as a word.
    pub event: &'static str,
    /// What was called, as far as it is known.
    pub operation: &'static str,
    /// Who, when the token was good.
    pub user: Option<UserId>,
}

type Counted = (Option<String>, &'static str, Option<UserId>);

/// The refusals of the running minute.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flood(Arc<Mutex<Minute>>);

#[derive(Debug, Default)]
struct Minute {
    began: i64,
    counts: HashMap<Counted, i64>,
}

/// Refusals that were not kept one by one.
#[derive(Debug, PartialEq, Eq)]
struct SummedUp {
    counted: Counted,
    times: i64,
}

impl Flood {
    /// Counts a refusal: whether to keep it by itself, and what the minute before left to sum up.
    fn count(&self, now: DateTime<Utc>, counted: Counted) -> (bool, Vec<SummedUp>) {
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = minute.turn(now);
        let full = minute.counts.len() >= NETWORKS && !minute.counts.contains_key(&counted);
        let counted = if full { (None, counted.1, None) } else { counted };
        let times = minute.counts.entry(counted).or_default();
        *times = times.saturating_add(1);
        (*times <= EACH, left)
    }

    /// What is left to sum up, whether or not the minute is over.
    fn end(&self) -> Vec<SummedUp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).sum_up()
    }

    /// What is left to sum up if the minute is over.
    fn past(&self, now: DateTime<Utc>) -> Vec<SummedUp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).turn(now)
    }
}

impl Minute {
    fn turn(&mut self, now: DateTime<Utc>) -> Vec<SummedUp> {
        let this = now.timestamp().div_euclid(60);
        if this == self.began {
            return Vec::new();
        }
        let left = self.sum_up();
        self.began = this;
        left
    }

    fn sum_up(&mut self) -> Vec<SummedUp> {
        self.counts
            .drain()
            .filter(|(_, times)| *times > EACH)
            .map(|(counted, times)| SummedUp {
                counted,
                times: times - EACH,
            })
            .collect()
    }
}

impl Casework {
    /// Keeps a refusal in the security log. From the eleventh of a kind from one network in one minute on they are
    /// only counted, and one row says how many there were.
    pub async fn refused_call(&self, asked: &Asked, call: RefusedCall) {
        let moment = self.moment();
        let network = asked.network().map(str::to_owned);
        let (keep, left) = self.flood.count(moment.now, (network, call.event, call.user));
        self.sum_up(left).await;
        if keep {
            self.asked(asked.clone())
                .log_security(call.event, call.user, call.operation, None, moment)
                .await;
        }
    }

    /// Writes what the last minute left to sum up; each minute.
    pub async fn sum_up_refusals(&self) {
        let left = self.flood.past(self.clock.now());
        self.sum_up(left).await;
    }

    /// Writes what is left to sum up, before the store is closed.
    pub async fn sum_up_last_refusals(&self) {
        let left = self.flood.end();
        self.sum_up(left).await;
    }

    async fn sum_up(&self, left: Vec<SummedUp>) {
        for SummedUp { counted, times } in left {
            let (network, event, user_id) = counted;
            let record = SecurityRecord {
                at: self.clock.now(),
                user_id,
                event,
                operation: "several",
                subject: None,
                network,
                occurrences: times,
            };
            if let Err(error) = self.store.log(LogEntry::Security(record)).await {
                tracing::error!(%error, event, times, "the security log could not be written");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn from(network: &str) -> Counted {
        (Some(network.to_owned()), "token_invalid", None)
    }

    #[test]
    fn a_flood_keeps_ten_rows_and_one_that_counts_the_rest() {
        let flood = Flood::default();
        let nine = at("2026-09-07T09:00:00Z");
        let kept = (0..1000)
            .filter(|_| flood.count(nine, from("203.0.113.0/24")).0)
            .count();
        assert_eq!(kept, 10);
        assert_eq!(flood.past(nine), []);
        let left = flood.past(at("2026-09-07T09:01:00Z"));
        let expected = SummedUp {
            counted: from("203.0.113.0/24"),
            times: 990,
        };
        assert_eq!(left, [expected]);
        assert!(flood.count(at("2026-09-07T09:01:30Z"), from("203.0.113.0/24")).0);
    }

    #[test]
    fn a_flood_from_everywhere_is_summed_up_together() {
        let flood = Flood::default();
        let nine = at("2026-09-07T09:00:00Z");
        let kept = (0..5000)
            .filter(|n| {
                flood
                    .count(nine, from(&format!("10.{}.{}.0/24", n / 250, n % 250)))
                    .0
            })
            .count();
        assert_eq!(kept, NETWORKS + 10);
        assert_eq!(flood.end().iter().map(|left| left.times).sum::<i64>(), 5000 - 110);
    }
}

//! Counting tries to prove who one is, so that guessing is slow and nobody can shut anybody else out.
//!
//! Every try is counted before anything slow is done, under a lock, and forgotten when it was good: tries that come at
//! the same moment cannot slip through together. Strangers and known devices are counted apart.

use crate::Error;
use chrono::{DateTime, Duration, Utc};
use ehcp_case::{SessionId, UserId};
use ehcp_store::{TriesRow, WriteTx};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Failures within the window after which each further try has to wait.
const FREE_FAILURES: i64 = 10;

/// The window in which failures are free.
const WINDOW: Duration = Duration::minutes(5);

/// The longest pause between tries.
const LONGEST_PAUSE: Duration = Duration::minutes(15);

/// After so many failures in a row, however far apart, no more tries are looked at (NIST SP 800-63B).
const MOST_FAILURES: i64 = 100;

/// Counts that are kept for a while are forgotten after this time without a try.
pub(crate) const FORGOTTEN_AFTER: Duration = Duration::hours(24);

/// Counts up to [`MOST_FAILURES`] are forgotten after this time without a try.
pub(crate) const LASTING_FORGOTTEN_AFTER: Duration = Duration::days(90);

/// One thing that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Count {
    key: String,
    rule: Rule,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Ten failures in five minutes are free; then the pause between tries grows.
    Pauses,
    /// A hundred failures in a row, and nothing more is looked at.
    Ends,
}

impl Count {
    fn new(rule: Rule, parts: &[&str]) -> Self {
        let mut digest = Sha256::new();
        digest.update(match rule {
            Rule::Pauses => "pauses",
            Rule::Ends => "ends",
        });
        for part in parts {
            digest.update([0]);
            digest.update(part);
        }
        Self {
            key: hex::encode(digest.finalize()),
            rule,
        }
    }

    fn both(parts: &[&str]) -> Vec<Self> {
        vec![Self::new(Rule::Ends, parts), Self::new(Rule::Pauses, parts)]
    }

    /// The password of an address, tried from a device that nobody knows: counted for the address, and for the address
    /// from this network.
    pub(crate) fn by_stranger(email: &str, network: Option<&str>) -> Vec<Self> {
        let mut counts = Self::both(&["address", email]);
        counts.push(Self::new(
            Rule::Pauses,
            &["network", email, network.unwrap_or("unknown")],
        ));
        counts
    }

    /// A password tried on a device that is known.
    pub(crate) fn on_device(device: Uuid) -> Vec<Self> {
        Self::both(&["device", &device.to_string()])
    }

    /// Codes of a second factor, tried after the password was right.
    pub(crate) fn of_codes(user: UserId, device: Option<Uuid>) -> Vec<Self> {
        let device = device.map(|device| device.to_string()).unwrap_or_default();
        Self::both(&["code", &user.to_string(), &device])
    }

    /// Proofs tried in a session that is open.
    pub(crate) fn in_session(session: SessionId) -> Vec<Self> {
        Self::both(&["session", &session.to_string()])
    }
}

/// Whether a try may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reserved {
    /// It is counted, as if it had failed: forget it when it was good.
    Go,
    /// Not before so many seconds have passed. Nothing was counted.
    Wait(u64),
    /// Never again under this count. Nothing was counted.
    Ended,
}

impl Reserved {
    /// The same as an error.
    pub(crate) fn go(self) -> Result<(), Error> {
        match self {
            Self::Go => Ok(()),
            Self::Wait(retry_after) => Err(Error::Throttled { retry_after }),
            Self::Ended => Err(Error::ResetNeeded),
        }
    }
}

/// Counts a try in advance, or says that it may not be made.
pub(crate) fn reserve(tx: &mut WriteTx<'_>, counts: &[Count], now: DateTime<Utc>) -> Result<Reserved, Error> {
    let mut rows = Vec::new();
    for count in counts {
        let row = tx.lock_tries(&count.key, count.rule == Rule::Ends, now)?;
        rows.push((count.rule, row));
    }
    if rows
        .iter()
        .any(|(rule, row)| *rule == Rule::Ends && row.failures >= MOST_FAILURES)
    {
        return Ok(Reserved::Ended);
    }
    let blocked = rows.iter().filter_map(|(_, row)| row.blocked_until).max();
    if let Some(until) = blocked.filter(|until| *until > now) {
        let seconds = u64::try_from((until - now).num_seconds()).unwrap_or(0);
        return Ok(Reserved::Wait(seconds.max(1)));
    }
    for (rule, row) in rows {
        tx.set_tries(&after_failure(rule, row, now))?;
    }
    Ok(Reserved::Go)
}

/// Forgets what is counted: the try was good.
pub(crate) fn forget(tx: &mut WriteTx<'_>, counts: &[Count]) -> Result<(), Error> {
    for count in counts {
        tx.forget_tries(&count.key)?;
    }
    Ok(())
}

fn after_failure(rule: Rule, row: TriesRow, now: DateTime<Utc>) -> TriesRow {
    // Once slowed down, the count goes on until a good try or a quiet quarter of an hour.
    let goes_on = rule == Rule::Ends
        || now - row.window_started_at < WINDOW
        || row.blocked_until.is_some_and(|until| now - until < LONGEST_PAUSE);
    let (failures, window_started_at) = if goes_on {
        (row.failures.saturating_add(1), row.window_started_at)
    } else {
        (1, now)
    };
    let pause = pause_after(failures).filter(|_| rule == Rule::Pauses);
    TriesRow {
        failures,
        window_started_at,
        blocked_until: pause.map(|pause| now + pause),
        last_at: now,
        ..row
    }
}

/// The pause after so many failures: none for the first ten, then 2, 4, 8 … seconds.
fn pause_after(failures: i64) -> Option<Duration> {
    let beyond = u32::try_from(failures.saturating_sub(FREE_FAILURES))
        .ok()
        .filter(|beyond| *beyond > 0)?;
    let seconds = 2_i64.checked_pow(beyond.min(20))?;
    Some(Duration::seconds(seconds).min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        let start: DateTime<Utc> = "2026-09-07T09:00:00Z".parse().unwrap();
        start + Duration::minutes(minute)
    }

    fn none_yet() -> TriesRow {
        TriesRow {
            key: "x".to_owned(),
            lasting: false,
            failures: 0,
            window_started_at: at(0),
            blocked_until: None,
            last_at: at(0),
        }
    }

    #[test]
    fn ten_failures_are_free_and_then_the_pause_grows_to_a_quarter_of_an_hour() {
        assert_eq!(pause_after(10), None);
        assert_eq!(pause_after(11), Some(Duration::seconds(2)));
        assert_eq!(pause_after(14), Some(Duration::seconds(16)));
        assert_eq!(pause_after(500), Some(Duration::minutes(15)));
    }

    #[test]
    fn failures_far_apart_add_up_only_to_the_end() {
        let first = after_failure(Rule::Pauses, none_yet(), at(0));
        assert_eq!(after_failure(Rule::Pauses, first.clone(), at(4)).failures, 2);
        assert_eq!(after_failure(Rule::Pauses, first.clone(), at(6)).failures, 1);
        let much_later = after_failure(Rule::Ends, first, at(60 * 24 * 30));
        assert_eq!((much_later.failures, much_later.blocked_until), (2, None));
    }

    #[test]
    fn strangers_and_known_devices_share_no_count() {
        let device = Uuid::from_u128(7);
        let strangers = Count::by_stranger("ada@example.org", Some("192.0.2.0/24"));
        for count in Count::on_device(device) {
            assert!(!strangers.contains(&count));
        }
        let elsewhere = Count::by_stranger("ada@example.org", Some("198.51.100.0/24"));
        let shared = strangers.iter().filter(|count| elsewhere.contains(count));
        assert_eq!(shared.count(), 2);
    }
}

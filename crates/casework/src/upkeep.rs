//! Forgetting what served to prove who one is, and is of no use any more.

use crate::sign_in::DEVICE_FORGOTTEN_AFTER;
use crate::tries::{FORGOTTEN_AFTER, LASTING_FORGOTTEN_AFTER};
use crate::{Casework, Error};
use chrono::Duration;

/// So few that no request waits long for the one writer.
const AT_A_TIME: i64 = 500;

/// Refresh tokens are kept for a while after their session, so that a stolen one is told from an unknown one.
const TOKENS_KEPT_FOR: Duration = Duration::days(7);

impl Casework {
    /// Forgets a batch of old counts of tries, devices not used for long, unfinished sign-ins, tokens of sessions that are
    /// over and sessions of programs; says how many rows went. Zero: nothing is left to forget.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn forget_old_proofs(&self) -> Result<usize, Error> {
        let now = self.moment().now;
        self.store
            .write(move |tx| {
                let tries =
                    tx.forget_tries_before(now - FORGOTTEN_AFTER, now - LASTING_FORGOTTEN_AFTER, AT_A_TIME)?;
                let devices = tx.forget_devices_before(now - DEVICE_FORGOTTEN_AFTER, AT_A_TIME)?;
                let challenges = tx.forget_challenges_before(now - FORGOTTEN_AFTER, AT_A_TIME)?;
                let ways = tx.forget_sign_on_starts_before(now, AT_A_TIME)?;
                let tokens =
                    tx.forget_refresh_tokens_of_sessions_over_before(now - TOKENS_KEPT_FOR, AT_A_TIME)?;
                // What a program did stands in the logs.
                let programs = tx.forget_program_sessions_over_before(now - TOKENS_KEPT_FOR, AT_A_TIME)?;
                Ok(tries + devices + challenges + ways + tokens + programs)
            })
            .await
    }
}

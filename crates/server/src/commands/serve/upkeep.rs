//! What a server does by itself.

use crate::checkpoints::CheckpointFile;
use actix_web::web;
use chrono::TimeDelta;
use ehcp_api::auth::TokenKeys;
use ehcp_casework::{Casework, Error};
use ehcp_store::StoreError;
use std::{sync::Arc, time::Duration};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// How often it looks at the signing keys: less than a replaced key is accepted.
const KEYS_EVERY: Duration = Duration::from_secs(10);

/// How long an answer is kept for a call that is repeated (docs/API.md).
const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

/// How long a code that was sent to somebody is kept: longer than any is of use.
const CODES_KEPT_FOR: TimeDelta = TimeDelta::days(30);

/// So few that no request waits long for the one writer.
const AT_A_TIME: i64 = 500;

/// Forgets, at start and then each hour, the answers kept for repeated calls that are older than a day, and what served
/// to prove who somebody is and is of no use any more. Never ends.
pub async fn forget_what_is_old(casework: Casework) {
    let mut hours = tokio::time::interval(EVERY);
    hours.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        if let Err(error) = forget(&casework).await {
            tracing::warn!(target: "ehcp::upkeep", %error, "old answers could not be forgotten; trying again in an hour");
        }
        if let Err(error) = forget_proofs(&casework).await {
            tracing::warn!(target: "ehcp::upkeep", %error, "old proofs could not be forgotten; trying again in an hour");
        }
    }
}

/// Removes, at start and then each hour, what was left of uploads whose program ended in the middle. Never ends.
pub async fn sweep_files(casework: Casework) {
    let mut hours = tokio::time::interval(EVERY);
    hours.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        match casework.sweep_files().await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(target: "ehcp::upkeep", swept, "files without a row removed"),
            Err(error) => {
                tracing::warn!(target: "ehcp::upkeep", %error, "files could not be swept; trying again in an hour");
            }
        }
    }
}

/// Makes a checkpoint at start and then each hour. Never ends.
pub async fn make_checkpoints(casework: Casework, file: Arc<CheckpointFile>) {
    let mut hours = tokio::time::interval(EVERY);
    hours.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        let (casework, file) = (casework.clone(), Arc::clone(&file));
        // It waits for a file and for the database, on a thread that may wait.
        if web::block(move || make_checkpoint(&casework, &file))
            .await
            .is_err()
        {
            tracing::error!(target: "ehcp::upkeep", "no checkpoint was made; trying again in an hour");
        }
    }
}

/// Makes a checkpoint. Blocks.
pub fn make_checkpoint(casework: &Casework, file: &CheckpointFile) {
    match file.add(casework) {
        Ok(made) => {
            tracing::info!(target: "ehcp::upkeep", number = made.number, digest = made.digest, "checkpoint");
            if !made.behind.is_empty() {
                let logs = made.behind.len();
                tracing::error!(target: "ehcp::upkeep", logs, "logs are behind the last checkpoint; run: ehcp verify");
            }
        }
        Err(failure) => tracing::error!(target: "ehcp::upkeep", %failure, "no checkpoint was made"),
    }
}

/// How often refusals that came as a flood are summed up.
const MINUTE: Duration = Duration::from_secs(60);

/// Writes each minute how many refusals were only counted. Never ends.
pub async fn sum_up_refusals(casework: Casework) {
    let mut minutes = tokio::time::interval(MINUTE);
    minutes.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        minutes.tick().await;
        casework.sum_up_refusals().await;
    }
}

/// Notices within ten seconds when `ehcp key rotate` has put a new signing key in place. Never ends.
pub async fn look_at_keys(keys: Arc<TokenKeys>, casework: Casework) {
    let mut ticks = tokio::time::interval(KEYS_EVERY);
    loop {
        ticks.tick().await;
        match keys.reload(casework.clock().now()) {
            Ok(false) => {}
            Ok(true) => tracing::info!(target: "ehcp::upkeep", ?keys, "another key signs from now on"),
            Err(error) => {
                tracing::error!(target: "ehcp::upkeep", %error, "the signing keys cannot be read; those known go on");
            }
        }
    }
}

async fn forget_proofs(casework: &Casework) -> Result<(), Error> {
    while casework.forget_old_proofs().await? > 0 {}
    Ok(())
}

async fn forget(casework: &Casework) -> Result<(), StoreError> {
    let before = casework.clock().now() - KEPT_FOR;
    let mut forgotten = 0_usize;
    loop {
        let batch = casework
            .store()
            .write(move |tx| tx.forget_some_answers_before(before, AT_A_TIME))
            .await?;
        if batch == 0 {
            break;
        }
        forgotten += batch;
    }
    if forgotten > 0 {
        tracing::info!(target: "ehcp::upkeep", forgotten, "old answers forgotten");
    }
    let before = casework.clock().now() - CODES_KEPT_FOR;
    let codes = casework
        .store()
        .write(move |tx| tx.forget_codes_before(before))
        .await?;
    if codes > 0 {
        tracing::info!(target: "ehcp::upkeep", codes, "old codes forgotten");
    }
    Ok(())
}

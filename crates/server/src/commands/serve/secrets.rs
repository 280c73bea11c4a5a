//! The secrets in the data folder. Processes that share a database share them too.

use crate::failure::Failure;
use ehcp_api::{
    auth::{KeyFolder, TokenKeys, load_or_create_secret},
    extract::CursorKey,
};
use ehcp_casework::{Clock, Seal};
use std::{path::Path, sync::Arc};

/// Seals the cursors of lists.
const CURSOR_SECRET: &str = "cursor-secret";

/// Seals the seeds of second factors.
const SECOND_FACTOR_KEY: &str = "second-factor-key";

/// Who makes tokens, and for whom.
const ISSUER: &str = "ehcp";

/// What the server needs to know that nobody else may.
pub struct Secrets {
    /// The keys of access tokens.
    pub tokens: Arc<TokenKeys>,
    /// The key of page cursors.
    pub cursor_key: CursorKey,
    /// Seals the seeds of second factors.
    pub seal: Seal,
}

/// The secrets in a folder; those that are missing are made, readable by their owner alone.
///
/// # Errors
/// When one cannot be read or written, is open to others, or holds something else.
pub fn load_or_create(folder: &Path) -> Result<Secrets, Failure> {
    let tokens = TokenKeys::in_folder(KeyFolder::new(folder), ISSUER, ISSUER, Clock::System.now())?;
    let cursor_secret = load_or_create_secret(&folder.join(CURSOR_SECRET))?;
    Ok(Secrets {
        tokens: Arc::new(tokens),
        cursor_key: CursorKey::new(*cursor_secret),
        seal: Seal::new(load_or_create_secret(&folder.join(SECOND_FACTOR_KEY))?),
    })
}

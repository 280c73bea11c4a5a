//! The secrets in the data folder. Processes that share a database share them too.

use crate::failure::Failure;
use ehcp_api::{
    auth::{TokenKeys, load_or_create_secret, load_or_create_signing_key, load_signing_key},
    extract::CursorKey,
};
use ehcp_casework::Seal;
use std::{path::Path, sync::Arc};

/// Signs access tokens.
const SIGNING_KEY: &str = "signing-key.pem";

/// The key before, if there is one: its tokens are still good, but it signs none.
const RETIRED_KEY: &str = "signing-key.retired.pem";

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
    let signing = load_or_create_signing_key(&folder.join(SIGNING_KEY))?;
    let retired = folder.join(RETIRED_KEY);
    let retired = match retired.exists() {
        true => vec![load_signing_key(&retired)?],
        false => Vec::new(),
    };
    let tokens = TokenKeys::new(signing, retired, ISSUER, ISSUER)?;
    let cursor_secret = load_or_create_secret(&folder.join(CURSOR_SECRET))?;
    Ok(Secrets {
        tokens: Arc::new(tokens),
        cursor_key: CursorKey::new(*cursor_secret),
        seal: Seal::new(load_or_create_secret(&folder.join(SECOND_FACTOR_KEY))?),
    })
}

//! Signing in through a provider (OpenID Connect), one for the council and one for families: authorisation code flow with PKCE, state and nonce.

mod http;
mod id_token;
mod provider;

pub use id_token::IdTokenError;
pub use provider::{Provider, ProviderError, ProviderSetUpError, ProviderSettings, SecondFactorClaim};

use chrono::Duration;
use ehcp_casework::SignOnEntry;

/// A provider, and what it opens.
pub struct SingleSignOn {
    /// Who names people.
    pub provider: Provider,
    /// For whom it is, and who of them is let in.
    pub entry: SignOnEntry,
    /// How far two clocks may differ.
    pub leeway: Duration,
}

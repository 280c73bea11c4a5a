//! The authority's own sign-in (OpenID Connect): authorisation code flow with PKCE, state and nonce.

mod http;
mod id_token;
mod provider;

pub use id_token::IdTokenError;
pub use provider::{Provider, ProviderError, ProviderSetUpError, ProviderSettings, SecondFactorClaim};

use chrono::Duration;
use ehcp_casework::SignOnRules;

/// The authority's own sign-in, and what it opens.
pub struct SingleSignOn {
    /// Who names people.
    pub provider: Provider,
    /// Who of them is let in, and as what.
    pub rules: SignOnRules,
    /// How far two clocks may differ.
    pub leeway: Duration,
}

//! How an authority wants people to prove who they are.

use crate::Error;
use crate::second_factor::Seal;
use chrono::Duration;
use ehcp_access::Role;
use ehcp_store::{ReadTx, UserRow};

/// How long sessions live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// A session of the council's staff ends when it was not refreshed for this long.
    pub idle_staff: Duration,
    /// The same for everybody else.
    pub idle_public: Duration,
    /// A session ends after this long, however often it is refreshed.
    pub absolute: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            idle_staff: Duration::minutes(30),
            idle_public: Duration::minutes(60),
            absolute: Duration::hours(12),
        }
    }
}

impl SessionLimits {
    /// How long a session of this role lives without being refreshed.
    #[must_use]
    pub fn idle(&self, role: Role) -> Duration {
        if role.is_staff() {
            self.idle_staff
        } else {
            self.idle_public
        }
    }
}

/// How an authority wants people to prove who they are.
#[derive(Debug, Clone)]
pub struct Identity {
    /// How long sessions live.
    pub limits: SessionLimits,
    /// The roles that must have a second factor.
    pub second_factor_for: Vec<Role>,
    /// Seals the seeds of second factors.
    pub seal: Seal,
    /// Whom the authority's own sign-in knows has no password beside it. `None` where there is no such sign-in, or where
    /// the authority has it otherwise.
    pub provider_alone: Option<ProviderAlone>,
}

/// That whoever is known to the authority's own sign-in comes in by it alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProviderAlone {
    /// The addresses of the accounts that stay out of it, for the day on which the provider is away.
    pub but: Vec<String>,
}

impl Identity {
    /// The usual limits, and nobody must have a second factor.
    #[must_use]
    pub fn sealed_with(seal: Seal) -> Self {
        Self {
            limits: SessionLimits::default(),
            second_factor_for: Vec::new(),
            seal,
            provider_alone: None,
        }
    }

    /// Whether a password of somebody counts: programs have none, nor has whoever signs in through the authority. Families
    /// keep theirs.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub(crate) fn takes_password_of(&self, tx: &mut ReadTx<'_>, user: &UserRow) -> Result<bool, Error> {
        if user.role == Role::Service {
            return Ok(false);
        }
        if self.provider_alone.is_none() || self.stays_out(user) {
            return Ok(true);
        }
        let linked = !tx.sign_on_identities_of(user.id)?.is_empty();
        Ok(!linked || user.role.is_family())
    }

    /// Whether an account stays out of the authority's own sign-in.
    pub(crate) fn stays_out(&self, user: &UserRow) -> bool {
        let alone = self.provider_alone.as_ref();
        alone.is_some_and(|alone| alone.but.contains(&user.email))
    }

    /// Whether somebody of this role must have a second factor.
    #[must_use]
    pub fn asks_for_second_factor(&self, role: Role) -> bool {
        self.second_factor_for.contains(&role)
    }
}

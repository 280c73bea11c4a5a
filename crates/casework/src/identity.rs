//! How an authority wants people to prove who they are.

use crate::second_factor::Seal;
use chrono::Duration;
use ehcp_access::Role;

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
}

impl Identity {
    /// The usual limits, and nobody must have a second factor.
    #[must_use]
    pub fn sealed_with(seal: Seal) -> Self {
        Self {
            limits: SessionLimits::default(),
            second_factor_for: Vec::new(),
            seal,
        }
    }

    /// Whether somebody of this role must have a second factor.
    #[must_use]
    pub fn asks_for_second_factor(&self, role: Role) -> bool {
        self.second_factor_for.contains(&role)
    }
}

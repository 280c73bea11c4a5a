//! How people must prove who they are.

use chrono::TimeDelta;
use clap::Args;
use ehcp_access::Role;
use ehcp_casework::{Identity, Seal, SessionLimits};
use std::str::FromStr;

/// How people must prove who they are.
#[derive(Args)]
pub struct Proofs {
    /// Who must have a second factor: optional (nobody), required (all of the council's staff), or roles with commas
    /// between. Whoever must and has none can do nothing but enrol one.
    #[arg(
        long,
        env = "EHCP_SECOND_FACTOR",
        value_name = "WHO",
        default_value = "optional"
    )]
    second_factor: SecondFactor,

    /// Minutes after which a session of the council's staff ends if it is not refreshed.
    #[arg(
        long,
        env = "EHCP_IDLE_STAFF_MINUTES",
        value_name = "MINUTES",
        default_value_t = 30,
        value_parser = clap::value_parser!(u16).range(15..=720)
    )]
    idle_staff_minutes: u16,

    /// The same for everybody else.
    #[arg(
        long,
        env = "EHCP_IDLE_PUBLIC_MINUTES",
        value_name = "MINUTES",
        default_value_t = 60,
        value_parser = clap::value_parser!(u16).range(15..=720)
    )]
    idle_public_minutes: u16,

    /// Hours after which every session ends, however often it is refreshed.
    #[arg(
        long,
        env = "EHCP_SESSION_HOURS",
        value_name = "HOURS",
        default_value_t = 12,
        value_parser = clap::value_parser!(u16).range(1..=24)
    )]
    session_hours: u16,
}

/// Who must have a second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SecondFactor(Vec<Role>);

impl FromStr for SecondFactor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let staff = Role::ALL.iter().copied().filter(|role| role.is_staff());
        match text.trim() {
            "optional" => Ok(Self(Vec::new())),
            "required" => Ok(Self(staff.collect())),
            roles => {
                let role = |word: &str| word.trim().parse::<Role>().map_err(|error| error.to_string());
                roles.split(',').map(role).collect::<Result<_, _>>().map(Self)
            }
        }
    }
}

impl Proofs {
    /// The same for the use cases.
    pub fn identity(&self, seal: Seal) -> Identity {
        Identity {
            limits: SessionLimits {
                idle_staff: TimeDelta::minutes(self.idle_staff_minutes.into()),
                idle_public: TimeDelta::minutes(self.idle_public_minutes.into()),
                absolute: TimeDelta::hours(self.session_hours.into()),
            },
            second_factor_for: self.second_factor.0.clone(),
            ..Identity::sealed_with(seal)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_must_have_a_second_factor_is_a_word_or_a_list_of_roles() {
        let of = |text: &str| text.parse::<SecondFactor>().map(|who| who.0);
        assert_eq!(of("optional"), Ok(Vec::new()));
        assert_eq!(of("admin, manager"), Ok(vec![Role::Admin, Role::Manager]));
        let staff = of("required").unwrap();
        assert!(staff.contains(&Role::Officer) && !staff.contains(&Role::Parent));
        assert!(of("admin,boss").unwrap_err().contains("boss"));
        assert!(of("").is_err());
    }
}

//! Something that should not be so.

use ehcp_case::CaseId;
use std::fmt;
use uuid::Uuid;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A case: its log, its rows or its due dates.
    Case(CaseId),
    /// A stream of the read log.
    Reads(Uuid),
    /// A stream of the security log.
    Security(Uuid),
    /// The log of an account, a team or a setting.
    Account(Uuid),
    /// The index of the read log by case.
    ReadIndex,
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Case(id) => write!(f, "case {id}"),
            Self::Reads(id) => write!(f, "read log, stream {id}"),
            Self::Security(id) => write!(f, "security log, stream {id}"),
            Self::Account(id) => write!(f, "account log {id}"),
            Self::ReadIndex => write!(f, "read log, index by case"),
        }
    }
}

/// Something that should not be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub about: About,
    /// What is wrong, and what to do about it.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.about, self.what)
    }
}

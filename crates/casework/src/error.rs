//! Why a use case did not do what was asked. It knows nothing of HTTP.

use ehcp_case::{FieldProblem, Refusal};
use ehcp_files::FilesError;
use ehcp_store::StoreError;
use thiserror::Error;

/// Why a use case did not do what was asked. Nothing has changed when one is returned.
#[derive(Debug, Error)]
pub enum Error {
    /// Not there, or hidden from this person: the two are never told apart.
    #[error("not found")]
    NotFound,
    /// The person may see it but may not do this.
    #[error("forbidden")]
    Forbidden {
        /// What the person may do instead.
        reason: String,
    },
    /// Not, or no longer, signed in.
    #[error("not signed in")]
    Unauthenticated,
    /// E-mail address or password is wrong.
    #[error("wrong e-mail address or password")]
    WrongCredentials,
    /// The person must prove again who they are: the last proof is older than five minutes.
    #[error("step-up needed")]
    StepUpNeeded,
    /// The person must show their second factor again: what changes it needs it.
    #[error("a code is needed")]
    CodeNeeded,
    /// The person must say why they look.
    #[error("a reason is needed")]
    PurposeNeeded,
    /// The person must enrol a second factor before anything else.
    #[error("a second factor is needed")]
    SecondFactorNeeded,
    /// The refresh token is spent, ended or unknown, or its session is over: which, is not said.
    #[error("the session cannot be refreshed")]
    RefreshRefused,
    /// So many tries have failed that only a device that is known, or a reset, lets anybody in.
    #[error("the password must be reset")]
    ResetNeeded,
    /// The code of the second factor does not fit, was used, or came too late.
    #[error("wrong code")]
    WrongCode,
    /// The one-time secret does not fit, was used or came too late: which, is not said.
    #[error("wrong secret")]
    WrongSecret,
    /// The key of a program was taken back, has expired or was never given: which, is not said.
    #[error("the key of a program is refused")]
    KeyRefused,
    /// The authority's own sign-in names nobody who can be believed, or is not set up: which, is not said.
    #[error("single sign-on refused")]
    SignOnRefused,
    /// The authority's own sign-in does not answer.
    #[error("the identity provider is away")]
    ProviderAway,
    /// Somebody else changed it since it was read.
    #[error("stale version")]
    Stale {
        /// The version it has now.
        current: i64,
    },
    /// A change that does not say which version it saw, or not so that it can be told.
    #[error("no version seen")]
    NoVersionSeen(NoVersionSeen),
    /// The procedure refuses the step.
    #[error("refused")]
    Refused(Refusal),
    /// What a second person was asked to agree to is decided, over, or can no longer be done.
    #[error("approval closed")]
    ApprovalClosed {
        /// Why, and what to do.
        explanation: String,
    },
    /// Fields that are wrong.
    #[error("invalid")]
    Invalid(Vec<FieldProblem>),
    /// A field names something that is not there, or is hidden from this person: the two are never told apart.
    #[error("unknown reference")]
    UnknownReference(FieldProblem),
    /// The same idempotency key came with another body.
    #[error("idempotency key used for another request")]
    IdempotencyMismatch,
    /// Too many tries.
    #[error("too many tries")]
    Throttled {
        /// Seconds until the next try is worth making.
        retry_after: u64,
    },
    /// The database cannot answer now.
    #[error("the store is not available")]
    Store(#[source] StoreError),
    /// A file cannot be received, looked at, kept or read now.
    #[error("the bytes of files cannot be used")]
    Files(#[source] FilesError),
    /// The scanner found something harmful in a file. Nothing of it was kept.
    #[error("something harmful was found in a file")]
    MalwareFound,
    /// The bank holidays needed for a date are not known.
    #[error("a date is outside the known calendar")]
    Calendar(String),
    /// Something that should not happen; the text is for the log only.
    #[error("internal")]
    Internal(String),
}

/// Why it cannot be told which version a change saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoVersionSeen {
    /// It does not say.
    Missing,
    /// What it says cannot be read.
    Unreadable,
    /// It names something that was never a version here.
    Unknown,
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Invalid(problems) => Self::Invalid(problems),
            other => Self::Refused(other),
        }
    }
}

impl From<ehcp_access::Refusal> for Error {
    fn from(refusal: ehcp_access::Refusal) -> Self {
        match refusal {
            ehcp_access::Refusal::Hidden => Self::NotFound,
            ehcp_access::Refusal::Forbidden { reason, action: _ } => Self::Forbidden { reason },
        }
    }
}

impl Error {
    /// A problem with one field.
    pub fn field(pointer: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldProblem::new(pointer, code, message)])
    }

    /// The word under which a refusal is kept in the security log; `None` when it need not be kept.
    pub(crate) fn security_event(&self) -> Option<&'static str> {
        match self {
            Self::NotFound | Self::UnknownReference(_) => Some("not_found_or_hidden"),
            Self::Forbidden { .. } => Some("forbidden"),
            Self::Unauthenticated => Some("not_signed_in"),
            Self::WrongCredentials => Some("wrong_credentials"),
            Self::WrongCode => Some("wrong_code"),
            Self::WrongSecret => Some("wrong_secret"),
            Self::KeyRefused => Some("wrong_program_key"),
            Self::SignOnRefused => Some("sign_on_refused"),
            Self::StepUpNeeded | Self::CodeNeeded => Some("step_up_needed"),
            Self::SecondFactorNeeded => Some("second_factor_needed"),
            Self::RefreshRefused => Some("refresh_refused"),
            Self::ResetNeeded => Some("reset_needed"),
            Self::Stale { .. } | Self::NoVersionSeen(NoVersionSeen::Unknown) => Some("stale"),
            Self::Refused(_) | Self::ApprovalClosed { .. } => Some("refused"),
            Self::IdempotencyMismatch => Some("idempotency_mismatch"),
            Self::Throttled { .. } => Some("throttled"),
            Self::MalwareFound => Some("malware_found"),
            Self::NoVersionSeen(_)
            | Self::Invalid(_)
            | Self::PurposeNeeded
            | Self::ProviderAway
            | Self::Store(_)
            | Self::Files(_)
            | Self::Calendar(_)
            | Self::Internal(_) => None,
        }
    }
}

//! Why a command did not do what was asked, in a sentence for the person who asked.

use ehcp_api::auth::KeyError;
use ehcp_case::{Refusal, TextError};
use ehcp_casework::Error as CaseworkError;
use ehcp_store::{OpenError, StoreError};
use std::{
    fmt,
    io::{self, Write as _},
    process::ExitCode,
};

/// The exit code when something was not done, or was found wrong.
const NOT_DONE: u8 = 1;

/// The exit code when the command line, a setting or the input cannot be used.
pub const UNUSABLE: u8 = 2;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    sentence: String,
}

impl Failure {
    /// It could not be done, or something is wrong.
    pub fn not_done(sentence: impl fmt::Display) -> Self {
        Self {
            code: NOT_DONE,
            sentence: sentence.to_string(),
        }
    }

    /// What was given cannot be used.
    pub fn unusable(sentence: impl fmt::Display) -> Self {
        Self {
            code: UNUSABLE,
            sentence: sentence.to_string(),
        }
    }

    /// Says it on standard error and gives the exit code.
    pub fn report(self) -> ExitCode {
        // Nothing is left to do when nobody reads standard error.
        let _ = writeln!(io::stderr(), "ehcp: {}", self.sentence);
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::UnknownScheme | OpenError::NotAFile | OpenError::NotThere { .. } => {
                Self::unusable(error)
            }
            _ => Self::not_done(error),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::not_done(error)
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        Self::not_done(format!("{error}."))
    }
}

impl From<CaseworkError> for Failure {
    fn from(error: CaseworkError) -> Self {
        match error {
            CaseworkError::Store(error) => Self::from(error),
            CaseworkError::Invalid(problems) => {
                let sentences: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
                Self::unusable(sentences.join(" "))
            }
            CaseworkError::Calendar(sentence) => Self::not_done(sentence),
            CaseworkError::Internal(sentence) => {
                Self::not_done(format!("A fault of this program: {sentence}."))
            }
            CaseworkError::NotFound => Self::unusable("There is no record with this id."),
            CaseworkError::Refused(
                Refusal::AlreadyDone { explanation }
                | Refusal::NotYet { explanation }
                | Refusal::NotAnyMore { explanation }
                | Refusal::AgainstTheLaw { explanation, .. },
            ) => Self::not_done(explanation),
            other => Self::not_done(format!("This was refused: {other}.")),
        }
    }
}

/// A field of the command line that holds no usable text.
pub fn wrong_text(option: &str, error: TextError) -> Failure {
    Failure::unusable(format!("{option}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::{CaseworkError, Failure, Refusal};

    #[test]
    fn a_refusal_says_what_stands_in_the_way() {
        let refused = CaseworkError::Refused(Refusal::NotYet {
            explanation: "A legal hold keeps this record.".to_owned(),
        });
        assert_eq!(
            Failure::from(refused).to_string(),
            "A legal hold keeps this record."
        );
    }
}

//! What the use cases refuse, as answers. The one place where their errors become status and code.

use crate::{
    auth::unauthenticated,
    error_codes::ErrorCode,
    problem::{FieldError, Refusal},
};
use actix_web::http::header::{HeaderValue, WWW_AUTHENTICATE};
use ehcp_case::{FieldProblem, Stage};
use ehcp_casework::{Error, FilesError, NoVersionSeen, StoreError};

/// Seconds after which to try again when the database is busy, and when it is away or full.
const BUSY: u64 = 1;
const AWAY: u64 = 5;

/// RFC 9470: how fresh the proof must be.
fn step_up() -> Refusal {
    Refusal::new(ErrorCode::StepUpNeeded).header(
        WWW_AUTHENTICATE,
        HeaderValue::from_static(
            "Bearer realm=\"ehcp\", error=\"insufficient_user_authentication\", max_age=300",
        ),
    )
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found(),
            Error::Forbidden { reason } => Self::new(ErrorCode::Forbidden).detail(reason),
            Error::Unauthenticated => {
                unauthenticated("invalid_token", "The session has ended. Sign in again.")
            }
            Error::WrongCredentials => Self::new(ErrorCode::WrongCredentials).header(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"ehcp\""),
            ),
            Error::StepUpNeeded => step_up(),
            Error::CodeNeeded => step_up().detail(
                "This changes your second factor, so your password is not enough. Send a code of it, or a recovery code, to POST /v1/me/reauthentications, then repeat the request within five minutes.",
            ),
            Error::WrongCode => Self::new(ErrorCode::WrongCode).header(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"ehcp\""),
            ),
            Error::WrongSecret => Self::new(ErrorCode::WrongSecret).header(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"ehcp\""),
            ),
            Error::KeyRefused => Self::new(ErrorCode::KeyRefused).header(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"ehcp\""),
            ),
            Error::SignOnRefused => Self::new(ErrorCode::SignOnRefused).header(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"ehcp\""),
            ),
            Error::ProviderAway => Self::unavailable(AWAY).detail(
                "The council's own sign-in does not answer. Try again in a minute, or sign in with your password if you have one.",
            ),
            Error::PurposeNeeded => Self::new(ErrorCode::AccessReasonMissing),
            Error::SecondFactorNeeded => Self::new(ErrorCode::SecondFactorNeeded),
            Error::RefreshRefused => Self::new(ErrorCode::RefreshRefused).header(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"ehcp\""),
            ),
            Error::ResetNeeded => Self::new(ErrorCode::ResetNeeded),
            Error::Stale { current: _ } => Self::new(ErrorCode::StaleVersion).detail(
                "`If-Match` does not name the present version of what you are changing: it has been changed since you \
                 read it, or the tag is that of something else. Read this very thing again, look at what changed, and \
                 repeat your change with its `ETag`.",
            ),
            Error::NoVersionSeen(fault) => no_version(fault),
            Error::Refused(refusal) => refused(refusal),
            Error::ApprovalClosed { explanation } => {
                Self::new(ErrorCode::ApprovalClosed).detail(explanation)
            }
            Error::Invalid(problems) => invalid(problems),
            Error::UnknownReference(problem) => invalid(vec![problem]),
            Error::IdempotencyMismatch => Self::new(ErrorCode::IdempotencyKeyReused),
            Error::Throttled { retry_after } => Self::new(ErrorCode::SignInSlowedDown)
                .detail(format!("Too many tries. Try again in {retry_after} s."))
                .retry_after(retry_after),
            Error::Store(error) => store(&error),
            Error::Files(error) => files(&error),
            Error::MalwareFound => invalid(vec![FieldProblem::new(
                "/content",
                "malware_found",
                "The scanner found something harmful in this file, so it was not kept. Have the computer it comes from looked at.",
            )]),
            Error::Calendar(sentence) => Self::new(ErrorCode::OutsideCalendar).detail(sentence),
            Error::Internal(reason) => internal(&reason),
        }
    }
}

fn no_version(fault: NoVersionSeen) -> Refusal {
    match fault {
        NoVersionSeen::Missing => Refusal::new(ErrorCode::IfMatchMissing),
        NoVersionSeen::Unreadable => Refusal::new(ErrorCode::MalformedIfMatch),
        NoVersionSeen::Unknown => Refusal::new(ErrorCode::StaleVersion)
            .detail("This entity tag is not one of what you are changing; it may be that of something else. Read this very thing and send its `ETag`."),
    }
}

fn refused(refusal: ehcp_case::Refusal) -> Refusal {
    use ehcp_case::Refusal as R;
    match refusal {
        R::WrongStage { step, stage, allowed } => {
            Refusal::new(ErrorCode::WrongStage).detail(wrong_stage(step, stage, allowed))
        }
        R::AgainstTheLaw {
            rule,
            source,
            explanation,
        } => Refusal::new(ErrorCode::AgainstTheLaw)
            .detail(format!("{explanation} ({source})"))
            .rule(rule),
        R::AlreadyDone { explanation } => Refusal::new(ErrorCode::AlreadyDone).detail(explanation),
        R::NotYet { explanation } => Refusal::new(ErrorCode::NotYet).detail(explanation),
        R::NotAnyMore { explanation } => Refusal::new(ErrorCode::Conflict).detail(explanation),
        R::Invalid(problems) => invalid(problems),
    }
}

fn wrong_stage(step: &str, stage: Stage, allowed: &[Stage]) -> String {
    let quoted = |stage: &Stage| format!("\"{}\"", stage.word().replace('_', " "));
    let allowed: Vec<String> = allowed.iter().map(quoted).collect();
    let here = quoted(&stage);
    match allowed.as_slice() {
        [] => format!("The case is at the stage {here}; you cannot {step}."),
        allowed => format!(
            "The case is at the stage {here}. You can {step} only at the stage {}.",
            allowed.join(" or ")
        ),
    }
}

fn invalid(problems: Vec<FieldProblem>) -> Refusal {
    let errors = problems.into_iter();
    Refusal::invalid(
        errors
            .map(|problem| FieldError::new(problem.pointer, problem.code, problem.message))
            .collect(),
    )
}

fn store(error: &StoreError) -> Refusal {
    match error {
        StoreError::Busy => Refusal::unavailable(BUSY),
        StoreError::Held => Refusal::unavailable(BUSY).detail(
            "Somebody else is changing the same record, and it is not finished yet. Nothing of yours was changed. \
             Try again in a moment.",
        ),
        StoreError::Unavailable => Refusal::unavailable(AWAY),
        StoreError::DiskFull => {
            tracing::error!("the database's disk is full: nothing can be written");
            Refusal::unavailable(AWAY)
                .detail("Nothing can be kept at the moment, so nothing was changed. Try again later.")
        }
        StoreError::Conflict(_) => {
            tracing::warn!(%error, "a rule of the database refused a change");
            Refusal::new(ErrorCode::Conflict).detail(
                "This does not fit what is on record; it may have changed a moment ago. Read it again and try once more.",
            )
        }
        StoreError::NotFound | StoreError::Corrupt(_) | StoreError::Internal(_) => {
            internal(&error.to_string())
        }
    }
}

fn files(error: &FilesError) -> Refusal {
    match error {
        FilesError::TooLarge => {
            Refusal::new(ErrorCode::BodyTooLarge).detail("A file may have at most 20 MiB.")
        }
        FilesError::Full => {
            tracing::error!("the disk of files is full: none can be kept");
            Refusal::unavailable(AWAY).detail("No file can be kept at the moment. Try again later.")
        }
        FilesError::Scanner(reason) => {
            tracing::error!(reason, "the scanner does not answer: no file is taken");
            Refusal::unavailable(AWAY).detail(
                "Files cannot be checked at the moment, so none is taken. Nothing was kept; try again later.",
            )
        }
        FilesError::Place(reason) => {
            tracing::error!(reason, "the place of files cannot be used");
            Refusal::unavailable(AWAY).detail("Files cannot be reached at the moment. Try again later.")
        }
        FilesError::Missing => internal("the bytes of a file are not there"),
    }
}

/// Tells the operator what happened and the caller only that it did.
fn internal(reason: &str) -> Refusal {
    tracing::error!(reason, "a use case failed");
    Refusal::new(ErrorCode::Internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ehcp_case::Refusal as Procedure;

    fn answer(error: Error) -> (u16, ErrorCode, String) {
        let refusal = Refusal::from(error);
        let problem = refusal.problem();
        (problem.status, problem.code, problem.detail.clone())
    }

    #[test]
    fn a_wrong_stage_names_the_stage_and_where_the_step_can_be_taken() {
        let error = Error::Refused(Procedure::WrongStage {
            step: "serve a draft plan",
            stage: Stage::Assessing,
            allowed: &[Stage::WritingDraft, Stage::DraftWithFamily],
        });
        let (status, code, detail) = answer(error);
        assert_eq!((status, code), (409, ErrorCode::WrongStage));
        assert_eq!(
            detail,
            "The case is at the stage \"assessing\". You can serve a draft plan only at the stage \"writing draft\" or \
             \"draft with family\"."
        );
    }

    #[test]
    fn a_step_against_the_law_names_the_rule_and_its_source() {
        let refusal = Refusal::from(Error::Refused(Procedure::AgainstTheLaw {
            rule: "ehcp-draft-send",
            source: "Children and Families Act 2014, s.38(5)",
            explanation: "A draft plan must not name a school.".to_owned(),
        }));
        assert_eq!(refusal.problem().rule.as_deref(), Some("ehcp-draft-send"));
        assert_eq!(
            refusal.problem().detail,
            "A draft plan must not name a school. (Children and Families Act 2014, s.38(5))"
        );
    }

    #[test]
    fn what_was_done_already_is_said_as_it_was_said() {
        let explanation = "This version of the draft was sent on 9 September 2026.".to_owned();
        let said = explanation.clone();
        let (status, _, detail) = answer(Error::Refused(Procedure::AlreadyDone { explanation }));
        assert_eq!((status, detail), (409, said));
    }

    #[test]
    fn what_failed_inside_stays_inside() {
        for error in [
            Error::Internal("secret".to_owned()),
            Error::Store(StoreError::Corrupt("secret".to_owned())),
            Error::Store(StoreError::NotFound),
        ] {
            let (status, code, detail) = answer(error);
            assert_eq!((status, code), (500, ErrorCode::Internal));
            assert_eq!(detail, ErrorCode::Internal.remedy());
        }
    }

    #[test]
    fn an_exhausted_database_asks_for_patience() {
        for error in [
            StoreError::Busy,
            StoreError::Held,
            StoreError::Unavailable,
            StoreError::DiskFull,
        ] {
            assert_eq!(answer(Error::Store(error)).0, 503);
        }
    }
}

//! Sessions of programs: opened with a key, never refreshed.

use crate::casework::record_security;
use crate::program::{ProgramKeyState, standing};
use crate::{Casework, Error, secret};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::{HowSignedIn, Role};
use ehcp_case::{ServiceKeyId, SessionId, UserId};
use ehcp_store::SessionRow;
use zeroize::Zeroizing;

/// How long a session of a program lives: as long as its one access token.
const SESSION: Duration = Duration::minutes(15);

/// All that a program can call; what of it one may do is on its own list. Everything else is for people.
pub(crate) const FOR_PROGRAMS: &[&str] = &[
    "read_me",
    "delete_session",
    "list_teams",
    "list_education_settings",
    "list_children",
    "read_child",
    "list_cases",
    "read_case",
    "read_case_timeline",
    "read_case_deadlines",
    "list_exceptions",
    "list_advice_requests",
    "list_case_advice_requests",
    "read_advice_request",
    "hand_in_advice",
    "read_plan",
];

/// A program that has just been let in.
#[derive(Debug, Clone)]
pub struct ProgramSignedIn {
    /// The program.
    pub program: UserId,
    /// The key.
    pub key: ServiceKeyId,
    /// The session.
    pub session: SessionId,
    /// When this was answered.
    pub issued_at: DateTime<Utc>,
    /// Until when the session and its one access token live.
    pub expires_at: DateTime<Utc>,
}

impl Casework {
    /// Lets a program in with its key, for a quarter of an hour, or until the key ends if that is sooner. A key that was
    /// taken back, has expired or was never given is answered alike.
    ///
    /// # Errors
    /// [`Error::KeyRefused`].
    pub async fn open_program_session(
        &self,
        key: Zeroizing<String>,
        network: Option<String>,
    ) -> Result<ProgramSignedIn, Error> {
        const OPERATION: &str = "create_program_session";
        let moment = self.moment();
        let session: SessionId = self.chance.id(moment.now);
        let digest = secret::digest(&key);
        let opened = self
            .store
            .write(move |tx| -> Result<Option<ProgramSignedIn>, Error> {
                let now = moment.now;
                let Some(key) = tx
                    .lock_service_key_of(&digest)?
                    .filter(|key| standing(key, now) == ProgramKeyState::Live)
                else {
                    return Ok(None);
                };
                let program = tx
                    .user(key.user_id)?
                    .filter(|user| user.disabled_at.is_none() && user.role == Role::Service);
                let Some(program) = program else {
                    return Ok(None);
                };
                let expires_at = key.expires_at.min(now + SESSION);
                tx.insert_session_row(&SessionRow {
                    id: session,
                    user_id: program.id,
                    started_at: now,
                    expires_at,
                    ended_at: None,
                    authenticated_at: now,
                    ends_at_latest: expires_at,
                    how: HowSignedIn::ServiceKey,
                    second_factor_at: None,
                    network,
                    service_key_id: Some(key.id),
                })?;
                tx.service_key_used(key.id, now)?;
                let subject = Some(session.to_string());
                record_security(tx, now, "signed_in", Some(program.id), OPERATION, subject)?;
                Ok(Some(ProgramSignedIn {
                    program: program.id,
                    key: key.id,
                    session,
                    issued_at: now,
                    expires_at,
                }))
            })
            .await?;
        match opened {
            Some(opened) => Ok(opened),
            None => {
                self.log_security("wrong_program_key", None, OPERATION, None, moment)
                    .await;
                Err(Error::KeyRefused)
            }
        }
    }
}

//! The people of the measured county, and their sessions.

use crate::Outcome;
use ehcp_access::Actor;
use ehcp_api::auth::{NewAccessToken, TokenKeys};
use ehcp_case::SessionId;
use ehcp_casework::{Bearer, Casework, Chance};
use ehcp_store::StoreError;

/// How long a session of a measurement lasts.
const SESSION: chrono::Duration = chrono::Duration::hours(6);

/// The officer with this number.
pub fn officer(number: usize) -> String {
    format!("officer.{number}@county.example.org")
}

/// The person who speaks for the school with this number.
pub fn school(number: usize) -> String {
    format!("school.{number}@county.example.org")
}

/// The parent with this number.
pub fn parent(number: usize) -> String {
    format!("parent.{number}@county.example.org")
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who, with the session.
    pub bearer: Bearer,
    /// The same as the rules of access see them.
    pub actor: Actor,
    /// The access token.
    pub token: String,
}

/// Opens a session for the person with an e-mail address; `None` when there is nobody with it.
///
/// # Errors
/// When the database cannot answer.
pub fn sign_in(casework: &Casework, keys: &TokenKeys, email: &str) -> Outcome<Option<SignedIn>> {
    let moment = casework.moment();
    let session: SessionId = Chance::System.id(moment.now);
    let email = email.to_owned();
    let found = casework.store().write_blocking(move |tx| {
        let Some(user) = tx.user_by_email(&email)? else {
            return Ok::<_, StoreError>(None);
        };
        tx.insert_session(session, user.id, moment.now, moment.now + SESSION)?;
        tx.actor(user.id, session, moment.now, moment.today)
    })?;
    let Some(actor) = found else {
        return Ok(None);
    };
    let token = keys.issue(
        NewAccessToken {
            user: actor.user,
            session,
            role: actor.role.word().to_owned(),
            id: Chance::System.id(moment.now),
            lifetime: ehcp_api::auth::ACCESS_TOKEN_MAX,
        },
        moment.now,
    )?;
    let bearer = Bearer {
        user: actor.user,
        session,
    };
    Ok(Some(SignedIn { bearer, actor, token }))
}

//! The caller, as the gate found them.

use crate::{error_codes::ErrorCode, problem::Refusal, state::State};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, web::Data};
use ehcp_case::{SessionId, UserId};
use ehcp_casework::{Act, Asked, Bearer, Casework, Error, Look};
use std::future::{Ready, ready};

/// Who is calling, as a good token says. Whether the session still holds is found out in the transaction that does
/// the work, so signing out takes effect at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The person.
    pub user: UserId,
    /// Their session.
    pub session: SessionId,
    /// The role that the token names. Rights never follow from it: the work looks up the role of the person.
    pub role: String,
}

impl Identity {
    /// The same for a use case.
    #[must_use]
    pub fn bearer(&self) -> Bearer {
        Bearer {
            user: self.user,
            session: self.session,
        }
    }
}

impl FromRequest for Identity {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(identity(request))
    }
}

fn identity(request: &HttpRequest) -> Result<Identity, Refusal> {
    let found = request.extensions().get::<Identity>().cloned();
    found.ok_or_else(|| Refusal::new(ErrorCode::Unauthenticated))
}

/// The caller with the use cases they may call. A handler that takes this as an argument cannot run for somebody who
/// sent no good token, and what it calls cannot run for somebody whose session has ended.
#[derive(Clone)]
pub struct Caller {
    bearer: Bearer,
    casework: Casework,
}

impl Caller {
    /// Reads; the read is logged under the operation's id.
    ///
    /// # Errors
    /// What the use case refuses.
    pub async fn look<T: Send + 'static>(
        &self,
        operation: &'static str,
        use_case: impl FnOnce(&mut Look<'_, '_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Refusal> {
        Ok(self.casework.look(self.bearer, operation, use_case).await?)
    }

    /// Changes something that may safely be sent twice, such as a text that is put in its place.
    ///
    /// # Errors
    /// What the use case refuses.
    pub async fn act<T: Send + 'static>(
        &self,
        operation: &'static str,
        use_case: impl FnOnce(&mut Act<'_, '_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Refusal> {
        Ok(self.casework.act(self.bearer, operation, use_case).await?)
    }

    /// Who is calling.
    #[must_use]
    pub fn bearer(&self) -> Bearer {
        self.bearer
    }

    /// The use cases.
    #[must_use]
    pub fn casework(&self) -> &Casework {
        &self.casework
    }
}

impl FromRequest for Caller {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(caller(request))
    }
}

fn caller(request: &HttpRequest) -> Result<Caller, Refusal> {
    let bearer = identity(request)?.bearer();
    let state = request.app_data::<Data<State>>();
    let state = state.ok_or_else(|| Refusal::new(ErrorCode::Internal))?;
    let casework = casework_for(request, state);
    Ok(Caller { bearer, casework })
}

/// The use cases for one request: what they log says from where it came, and why.
pub(crate) fn casework_for(request: &HttpRequest, state: &State) -> Casework {
    let asked = request.extensions().get::<Asked>().cloned();
    state.services.casework.asked(asked.unwrap_or_default())
}

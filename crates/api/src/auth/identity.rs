//! The caller, as the gate found them.

use crate::{error_codes::ErrorCode, problem::Refusal, state::State};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, web::Data};
use ehcp_case::{SessionId, UserId};
use ehcp_casework::{Act, Asked, Asking, Bearer, Casework, Error, Look, Purpose};
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
    asking: Asking,
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
        Ok(self
            .casework
            .look(self.asking.clone(), operation, use_case)
            .await?)
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
        Ok(self
            .casework
            .act(self.asking.clone(), operation, use_case)
            .await?)
    }

    /// Who is calling.
    #[must_use]
    pub fn bearer(&self) -> Bearer {
        self.asking.bearer
    }

    /// Who is calling, and what came with the call.
    #[must_use]
    pub fn asking(&self) -> Asking {
        self.asking.clone()
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
    let network = request.extensions().get::<Network>().cloned();
    let asked = network.map_or_else(Asked::default, |network| network.asked());
    let casework = state.services.casework.asked(asked);
    let asking = Asking {
        bearer,
        purpose: purpose(request)?,
    };
    Ok(Caller { asking, casework })
}

/// The header in which a caller says why they look.
pub(crate) const ACCESS_REASON: &str = "Access-Reason";

/// Why the caller looks, if they say so. A reason that cannot be kept is refused rather than passed over.
fn purpose(request: &HttpRequest) -> Result<Option<Purpose>, Refusal> {
    let mut values = request.headers().get_all("access-reason");
    let Some(first) = values.next() else {
        return Ok(None);
    };
    let text = std::str::from_utf8(first.as_bytes()).ok();
    let purpose = text.filter(|_| values.next().is_none()).and_then(Purpose::new);
    purpose.map(Some).ok_or_else(|| {
        Refusal::new(ErrorCode::MalformedRequest).detail(format!(
            "`{ACCESS_REASON}` says once, in 10 to 500 characters without control characters, why you look."
        ))
    })
}

/// The network that a request comes from, as far as it is kept: enough to tell places apart, never a full address.
#[derive(Debug, Clone)]
pub struct Network(
    /// The network, such as `192.0.2.0/24`.
    pub String,
);

impl Network {
    /// The same for the logs.
    pub(crate) fn asked(&self) -> Asked {
        Asked::from_network(self.0.clone())
    }

    pub(crate) fn of(address: std::net::IpAddr) -> Self {
        Self(match address.to_canonical() {
            std::net::IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            std::net::IpAddr::V6(v6) => {
                let network = v6.to_bits() & (u128::MAX << 80);
                format!("{}/48", std::net::Ipv6Addr::from_bits(network))
            }
        })
    }
}

impl FromRequest for Network {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = request.extensions().get::<Network>().cloned();
        ready(found.ok_or_else(|| Refusal::new(ErrorCode::Internal)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_only_its_network_is_kept() {
        for (address, network) in [
            ("192.0.2.77", "192.0.2.0/24"),
            ("::ffff:192.0.2.77", "192.0.2.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ] {
            assert_eq!(Network::of(address.parse().unwrap()).0, network);
        }
    }
}

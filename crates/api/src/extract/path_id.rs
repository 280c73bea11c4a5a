//! Ids in the path.

use crate::problem::Refusal;
use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Path};
use serde::de::DeserializeOwned;
use std::future::{Ready, ready};

/// The id in the path, or a tuple of them in the order of the path. A malformed id names nothing, so it is 404 like
/// an unknown one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathId<T>(
    /// The id or ids.
    pub T,
);

impl<T: DeserializeOwned + 'static> FromRequest for PathId<T> {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let found = Path::<T>::from_request(request, payload).into_inner();
        ready(
            found
                .map(|id| Self(id.into_inner()))
                .map_err(|_| Refusal::not_found()),
        )
    }
}

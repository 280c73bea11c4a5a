//! Who is calling: access tokens, their keys, and the gate in front of `/v1`.

mod gate;
mod identity;
mod keys;
mod token;

pub(crate) use gate::{gate, unauthenticated};
pub(crate) use identity::casework_for;
pub use identity::{Caller, Identity};
pub use keys::{
    KeyError, SigningKey, TokenKeys, load_or_create_secret, load_or_create_signing_key, load_signing_key,
};
pub use token::{ACCESS_TOKEN_MAX, AccessClaims, NewAccessToken, TokenError};

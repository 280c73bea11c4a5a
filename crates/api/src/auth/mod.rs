//! Who is calling: access tokens, their keys, and the gate in front of `/v1`.

mod gate;
mod identity;
mod key_folder;
mod keys;
mod token;

pub(crate) use gate::{PublicAddress, gate, unauthenticated};
pub(crate) use identity::ACCESS_REASON;
pub use identity::{Caller, Identity, Network};
pub use key_folder::KeyFolder;
pub use keys::{
    KeyError, PublicKey, SigningKey, TokenKeys, load_or_create_secret, load_or_create_signing_key,
    load_signing_key,
};
pub use token::{ACCESS_TOKEN_MAX, AccessClaims, NewAccessToken, TokenError};

use crate::{
    answer::{self, Answer},
    auth::PublicKey,
    state::State,
};
use actix_web::{get, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

/// The public keys of access tokens.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeySetView {
    /// The keys, the one that signs first.
    #[schema(max_items = 100)]
    keys: Vec<PublicKey>,
}

/// The keys of access tokens
///
/// The public halves of the keys whose tokens are accepted (RFC 7517): for services of the authority that check access
/// tokens themselves. What a session may do, only this server knows.
#[utoipa::path(
    tag = "service",
    security(()),
    responses((
        status = 200,
        description = "The keys.",
        body = KeySetView,
        example = json!({"keys": [{
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": "a5b1c7d20f3e4b69",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        }]}),
    )),
)]
#[get("/.well-known/jwks.json")]
pub(crate) async fn read_keys(state: Data<State>) -> Answer {
    answer::plain(&KeySetView {
        keys: state.services.tokens.public(),
    })
}

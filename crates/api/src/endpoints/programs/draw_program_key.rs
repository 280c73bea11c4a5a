use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::PathId,
};
use actix_web::post;
use chrono::{DateTime, Utc};
use ehcp_case::ServiceKeyId;
use serde::Serialize;
use utoipa::ToSchema;

/// The secret of a key, this once.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProgramKeySecret {
    /// The key.
    id: ServiceKeyId,
    /// What the program sends to be let in. It is kept nowhere else: put it where the program reads it.
    #[schema(max_length = 100)]
    secret: String,
    /// It opens no session from this moment on.
    expires_at: DateTime<Utc>,
}

/// Draw the secret of a key
///
/// Once, by whoever asked for the key; only a digest of it is kept. If it is lost, take the key back and ask for another.
#[utoipa::path(
    tag = "programs",
    params(("key_id" = ServiceKeyId, Path, description = "The key.")),
    responses((
        status = 201,
        description = "The secret, this once.",
        body = ProgramKeySecret,
        example = json!({"id": example::KEY, "secret": example::SECRET, "expires_at": "2027-03-06T09:00:00Z"}),
    )),
)]
#[post("/program-keys/{key_id}/secrets")]
pub(crate) async fn draw_program_key(caller: Caller, id: PathId<ServiceKeyId>) -> Answer {
    let drawn = caller
        .casework()
        .draw_program_key(caller.asking(), "draw_program_key", id.0)
        .await?;
    answer::made(
        "/v1/programs",
        &ProgramKeySecret {
            id: drawn.id,
            secret: drawn.secret.to_string(),
            expires_at: drawn.expires_at,
        },
    )
}

use super::{Health, HealthStatus};
use crate::{
    answer::{self, Answer},
    problem::Refusal,
    state::State,
};
use actix_web::{get, web::Data};
use std::time::Duration;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Can the server do its work?
///
/// Asks the database. Recovers by itself.
#[utoipa::path(
    tag = "service",
    security(()),
    responses(
        (status = 200, description = "It can.", body = Health),
    ),
)]
#[get("/readyz")]
pub(crate) async fn check_readiness(state: Data<State>) -> Answer {
    let answer = tokio::time::timeout(PATIENCE, (state.services.readiness)()).await;
    match answer {
        Ok(true) => answer::plain(&Health {
            status: HealthStatus::Up,
        }),
        _ => Err(Refusal::unavailable(PATIENCE.as_secs())),
    }
}

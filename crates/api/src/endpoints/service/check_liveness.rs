use super::{Health, HealthStatus};
use crate::answer::{self, Answer};
use actix_web::get;

/// Is the process alive?
///
/// Touches nothing else: a database that is down does not make this fail.
#[utoipa::path(
    tag = "service",
    security(()),
    responses((status = 200, description = "It is.", body = Health)),
)]
#[get("/livez")]
pub(crate) async fn check_liveness() -> Answer {
    answer::plain(&Health {
        status: HealthStatus::Up,
    })
}

//! The server itself: whether it lives, and its contract.

mod check_liveness;
mod check_readiness;
mod read_contract;
mod read_keys;

use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(read_contract::read_contract);
}

/// Registers what stands outside `/v1`.
pub(super) fn root(routes: &mut ServiceConfig<'_>) {
    routes.service(check_liveness::check_liveness);
    routes.service(check_readiness::check_readiness);
    routes.service(read_keys::read_keys);
}

/// Whether the server is up.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"status": "up"}))]
struct Health {
    /// The state of the server.
    status: HealthStatus,
}

/// The state of the server.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum HealthStatus {
    /// It answers.
    Up,
}

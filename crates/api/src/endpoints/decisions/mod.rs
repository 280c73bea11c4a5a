//! The notice that an assessment is considered, and the decisions with their reasons.

mod consult_family;
mod example;
mod list_decisions;
mod record_decision;
mod send_considering_notice;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(consult_family::consult_family);
    routes.service(send_considering_notice::send_considering_notice);
    routes.service(record_decision::record_decision);
    routes.service(list_decisions::list_decisions);
}

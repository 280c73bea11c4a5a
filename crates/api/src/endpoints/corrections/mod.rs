//! Correcting a wrong date.

mod correct_date;
mod example;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(correct_date::correct_date);
}

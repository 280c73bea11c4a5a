//! Bars and limits: what an adult may not know of a child.

mod create_limit;
mod example;
mod lift_limit;
mod list_limits;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_limits::list_limits);
    routes.service(create_limit::create_limit);
    routes.service(lift_limit::lift_limit);
}

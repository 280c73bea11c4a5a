//! Restricted cases: closed to all but those on their list.

mod change_access_list;
mod create_restriction;
mod example;
mod lift_restriction;
mod read_restriction;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(read_restriction::read_restriction);
    routes.service(create_restriction::create_restriction);
    routes.service(lift_restriction::lift_restriction);
    routes.service(change_access_list::change_access_list);
}

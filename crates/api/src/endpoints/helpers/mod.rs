//! Helpers whom a family invites for a time.

mod example;
mod invite_helper;
mod list_helpers;
mod withdraw_helper;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_helpers::list_helpers);
    routes.service(invite_helper::invite_helper);
    routes.service(withdraw_helper::withdraw_helper);
}

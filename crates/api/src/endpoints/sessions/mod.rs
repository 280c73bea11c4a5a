//! Signing in and out.

mod create_session;
mod delete_session;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(create_session::create_session);
    routes.service(delete_session::delete_session);
}

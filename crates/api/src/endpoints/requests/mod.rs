//! Asking for an EHC needs assessment.

mod create_request;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(create_request::create_request);
}

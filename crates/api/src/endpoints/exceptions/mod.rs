//! Exceptions to time limits, with their evidence.

mod example;
mod list_exceptions;
mod record_exception;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(record_exception::record_exception);
    routes.service(list_exceptions::list_exceptions);
}

//! The endpoints: one folder for each area, one file for each endpoint, one line of registration for each.
//!
//! The first registered route that fits wins: register `/cases/search` before `/cases/{case_id}`.

pub(crate) mod advice;
pub(crate) mod corrections;
pub(crate) mod deadlines;
pub(crate) mod decisions;
pub(crate) mod exceptions;
pub(crate) mod plans;
pub(crate) mod service;

use utoipa_actix_web::service_config::ServiceConfig;

/// Everything under `/v1`.
pub(crate) fn v1(routes: &mut ServiceConfig<'_>) {
    deadlines::v1(routes);
    decisions::v1(routes);
    advice::v1(routes);
    plans::v1(routes);
    exceptions::v1(routes);
    corrections::v1(routes);
    service::v1(routes);
}

/// What stands outside `/v1`.
pub(crate) fn root(routes: &mut ServiceConfig<'_>) {
    service::root(routes);
}

//! The endpoints: one folder for each area, one file for each endpoint, one line of registration for each.
//!
//! The first registered route that fits wins: register `/cases/search` before `/cases/{case_id}`.

pub(crate) mod deadlines;
pub(crate) mod service;

use utoipa_actix_web::service_config::ServiceConfig;

/// Everything under `/v1`.
pub(crate) fn v1(routes: &mut ServiceConfig<'_>) {
    deadlines::v1(routes);
    service::v1(routes);
}

/// What stands outside `/v1`.
pub(crate) fn root(routes: &mut ServiceConfig<'_>) {
    service::root(routes);
}

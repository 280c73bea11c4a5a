//! How long records are kept.

mod change_retention_rule;
mod example;
mod list_retention_rules;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_retention_rules::list_retention_rules);
    routes.service(change_retention_rule::change_retention_rule);
}

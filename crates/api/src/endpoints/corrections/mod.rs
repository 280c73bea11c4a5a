//! Correcting what is on record, and disputing it.

mod correct_adult;
mod correct_child;
mod correct_date;
mod example;
mod list_child_versions;
mod list_statements;
mod make_statement;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(correct_date::correct_date);
    routes.service(correct_child::correct_child);
    routes.service(correct_adult::correct_adult);
    routes.service(list_child_versions::list_child_versions);
    routes.service(make_statement::make_statement);
    routes.service(list_statements::list_statements);
}

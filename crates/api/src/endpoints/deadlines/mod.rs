//! The statutory rules and the calculator. Anybody may use them; no personal data is taken.

mod calculate_deadline;
mod calculate_worked_example;
mod example;
mod hypothesis;
mod list_deadline_rules;
mod preview_timeline;
mod read_deadline_rule;
mod rule_view;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_deadline_rules::list_deadline_rules);
    routes.service(read_deadline_rule::read_deadline_rule);
    routes.service(calculate_deadline::calculate_deadline);
    routes.service(calculate_worked_example::calculate_worked_example);
    routes.service(preview_timeline::preview_timeline);
}

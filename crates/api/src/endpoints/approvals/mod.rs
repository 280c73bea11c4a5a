//! What waits for a second person.

mod decide_approval;
pub(crate) mod example;
mod list_approvals;
mod read_approval;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_approvals::list_approvals);
    routes.service(read_approval::read_approval);
    routes.service(decide_approval::decide_approval);
}

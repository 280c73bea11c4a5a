//! Officers who are away, and who looks after their caseload.

mod arrange_cover;
mod end_cover;
mod example;
mod list_covers;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_covers::list_covers);
    routes.service(arrange_cover::arrange_cover);
    routes.service(end_cover::end_cover);
}

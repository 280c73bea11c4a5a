//! Draft and final plans, and what the family says about a draft.

mod example;
mod list_plans;
mod list_representations;
mod make_representations;
mod read_plan;
mod send_final_plan;
mod serve_plan_draft;
mod start_plan_draft;
mod write_plan_draft;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(start_plan_draft::start_plan_draft);
    routes.service(list_plans::list_plans);
    routes.service(read_plan::read_plan);
    routes.service(write_plan_draft::write_plan_draft);
    routes.service(serve_plan_draft::serve_plan_draft);
    routes.service(send_final_plan::send_final_plan);
    routes.service(make_representations::make_representations);
    routes.service(list_representations::list_representations);
}

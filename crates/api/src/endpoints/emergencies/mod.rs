//! Reading a case in an emergency.

mod close_break_glass;
mod example;
mod list_break_glass_openings;
mod open_break_glass;
mod review_break_glass;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_break_glass_openings::list_break_glass_openings);
    routes.service(open_break_glass::open_break_glass);
    routes.service(close_break_glass::close_break_glass);
    routes.service(review_break_glass::review_break_glass);
}

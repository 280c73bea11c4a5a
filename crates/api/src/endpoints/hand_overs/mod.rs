//! Who acts from the end of compulsory school age.

mod create_hand_over;
mod end_hand_over;
mod example;
mod list_hand_overs;
mod list_open_hand_overs;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_open_hand_overs::list_open_hand_overs);
    routes.service(list_hand_overs::list_hand_overs);
    routes.service(end_hand_over::end_hand_over);
    routes.service(create_hand_over::create_hand_over);
}

//! Asking for advice and giving it.

mod example;
mod hand_in_advice;
mod list_advice_requests;
mod list_case_advice_requests;
mod read_advice_request;
mod request_advice;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(request_advice::request_advice);
    routes.service(list_case_advice_requests::list_case_advice_requests);
    routes.service(list_advice_requests::list_advice_requests);
    routes.service(read_advice_request::read_advice_request);
    routes.service(hand_in_advice::hand_in_advice);
}

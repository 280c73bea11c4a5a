//! Signing in and out, and proving again who one is.

mod change_own_password;
mod confirm_session;
mod create_first_administrator;
mod create_reauthentication;
mod create_session;
mod delete_session;
mod own_sessions;
mod own_single_sign_on_links;
mod refresh_session;
mod second_factor;
pub(super) mod secrets;
pub(crate) mod session_view;
mod single_sign_on;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(create_session::create_session);
    routes.service(confirm_session::confirm_session);
    routes.service(refresh_session::refresh_session);
    routes.service(delete_session::delete_session);
    routes.service(single_sign_on::start_single_sign_on);
    routes.service(single_sign_on::complete_single_sign_on);
    routes.service(single_sign_on::start_single_sign_on_proof);
    routes.service(single_sign_on::create_single_sign_on_proof);
    routes.service(single_sign_on::create_single_sign_on_link);
    routes.service(own_single_sign_on_links::list_own_single_sign_on_links);
    routes.service(own_single_sign_on_links::remove_own_single_sign_on_links);
    routes.service(own_sessions::list_own_sessions);
    routes.service(own_sessions::end_other_sessions);
    routes.service(own_sessions::end_own_session);
    routes.service(create_reauthentication::create_reauthentication);
    routes.service(change_own_password::change_own_password);
    routes.service(create_first_administrator::create_first_administrator);
    routes.service(second_factor::read_second_factor);
    routes.service(second_factor::start_second_factor);
    routes.service(second_factor::confirm_second_factor);
    routes.service(second_factor::create_recovery_codes);
    routes.service(second_factor::remove_second_factor);
}

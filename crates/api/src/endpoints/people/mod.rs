//! The signed-in person, the teams and their staff, the settings.

mod list_education_settings;
mod list_team_staff;
mod list_teams;
mod read_me;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(read_me::read_me);
    routes.service(list_teams::list_teams);
    routes.service(list_team_staff::list_team_staff);
    routes.service(list_education_settings::list_education_settings);
}

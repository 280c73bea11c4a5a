//! After a no, or an unhappy yes: mediation, appeals, what must be done because of them, what the family can do now, and how many
//! plans were sent in time.

mod correct_dispute_step;
mod example;
mod list_challenges;
mod list_disputes;
mod open_dispute;
mod read_dispute;
mod read_timeliness;
mod record_dispute_step;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_challenges::list_challenges);
    routes.service(open_dispute::open_dispute);
    routes.service(list_disputes::list_disputes);
    routes.service(read_dispute::read_dispute);
    routes.service(record_dispute_step::record_dispute_step);
    routes.service(correct_dispute_step::correct_dispute_step);
    routes.service(read_timeliness::read_timeliness);
}

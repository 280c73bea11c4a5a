//! To whom plans and papers were passed on, and on which basis.

mod example;
mod list_disclosures;
mod record_disclosure;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(record_disclosure::record_disclosure);
    routes.service(list_disclosures::list_disclosures);
}

//! Adoption, and the identity that it seals.

mod example;
mod list_opened_sealed_identities;
mod list_sealed_identities;
mod open_sealed_identity;
mod record_adoption;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(record_adoption::record_adoption);
    routes.service(list_sealed_identities::list_sealed_identities);
    routes.service(list_opened_sealed_identities::list_opened_sealed_identities);
    routes.service(open_sealed_identity::open_sealed_identity);
}

//! How people are reached, and the protection of addresses.

mod ask_for_contact_change;
mod decide_contact_change;
mod end_protection;
mod example;
mod list_contact_changes;
mod protect_address;
mod read_contacts;
mod record_contacts;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(read_contacts::read_contacts);
    routes.service(record_contacts::record_contacts);
    routes.service(list_contact_changes::list_contact_changes);
    routes.service(ask_for_contact_change::ask_for_contact_change);
    routes.service(decide_contact_change::decide_contact_change);
    routes.service(protect_address::protect_address);
    routes.service(end_protection::end_protection);
}

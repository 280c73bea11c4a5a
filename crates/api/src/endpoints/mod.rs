//! The endpoints: one folder for each area, one file for each endpoint, one line of registration for each.
//!
//! The first registered route that fits wins: register `/cases/search` before `/cases/{case_id}`.

mod accounts;
mod adoptions;
mod advice;
mod approvals;
mod attachments;
mod cases;
mod children;
mod contacts;
mod corrections;
mod covers;
pub(crate) mod deadlines;
mod decisions;
mod disclosures;
mod disputes;
mod emergencies;
mod examples;
mod exceptions;
mod hand_overs;
mod helpers;
mod letters;
mod limits;
mod people;
mod plans;
mod programs;
mod requests;
mod restrictions;
mod retention;
pub(crate) mod service;
mod sessions;

use utoipa_actix_web::service_config::ServiceConfig;

/// Everything under `/v1`.
pub(crate) fn v1(routes: &mut ServiceConfig<'_>) {
    sessions::v1(routes);
    accounts::v1(routes);
    people::v1(routes);
    children::v1(routes);
    contacts::v1(routes);
    requests::v1(routes);
    cases::v1(routes);
    deadlines::v1(routes);
    decisions::v1(routes);
    advice::v1(routes);
    plans::v1(routes);
    exceptions::v1(routes);
    corrections::v1(routes);
    disputes::v1(routes);
    disclosures::v1(routes);
    letters::v1(routes);
    attachments::v1(routes);
    approvals::v1(routes);
    limits::v1(routes);
    programs::v1(routes);
    restrictions::v1(routes);
    emergencies::v1(routes);
    helpers::v1(routes);
    hand_overs::v1(routes);
    covers::v1(routes);
    adoptions::v1(routes);
    retention::v1(routes);
    service::v1(routes);
}

/// What stands outside `/v1`.
pub(crate) fn root(routes: &mut ServiceConfig<'_>) {
    service::root(routes);
}

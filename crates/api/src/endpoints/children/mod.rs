//! Children, the adults linked to them, the rolls they are on.

mod create_enrolment;
mod create_parent_link;
mod create_parent_representative;
mod create_young_person_link;
mod end_enrolment;
mod end_parent_link;
mod example;
mod list_children;
mod list_enrolments;
mod list_parent_links;
mod list_possible_duplicates;
mod match_duplicate;
mod read_child;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_children::list_children);
    routes.service(read_child::read_child);
    routes.service(list_possible_duplicates::list_possible_duplicates);
    routes.service(match_duplicate::match_duplicate);
    routes.service(list_parent_links::list_parent_links);
    routes.service(list_enrolments::list_enrolments);
    routes.service(create_parent_link::create_parent_link);
    routes.service(create_parent_representative::create_parent_representative);
    routes.service(create_young_person_link::create_young_person_link);
    routes.service(create_enrolment::create_enrolment);
    routes.service(end_parent_link::end_parent_link);
    routes.service(end_enrolment::end_enrolment);
}

//! Cases: where they stand, what happened, who works on them.

mod create_assignment;
mod filter;
mod find_cases;
mod list_case_readers;
mod list_cases;
mod read_case;
mod read_case_deadlines;
mod read_case_timeline;
mod read_work_list;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(find_cases::find_cases);
    routes.service(list_cases::list_cases);
    routes.service(read_work_list::read_work_list);
    routes.service(read_case::read_case);
    routes.service(read_case_timeline::read_case_timeline);
    routes.service(read_case_deadlines::read_case_deadlines);
    routes.service(list_case_readers::list_case_readers);
    routes.service(create_assignment::create_assignment);
}

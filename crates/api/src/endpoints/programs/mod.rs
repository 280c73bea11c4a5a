//! Programs: what each may do, its keys, and how it is let in.

mod change_program;
mod create_program;
mod create_program_key;
mod create_program_session;
mod draw_program_key;
mod end_program_key;
mod example;
mod list_programs;
mod read_program;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_programs::list_programs);
    routes.service(create_program::create_program);
    routes.service(read_program::read_program);
    routes.service(change_program::change_program);
    routes.service(create_program_key::create_program_key);
    routes.service(draw_program_key::draw_program_key);
    routes.service(end_program_key::end_program_key);
    routes.service(create_program_session::create_program_session);
}

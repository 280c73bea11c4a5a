//! Statutory notices as letters: what they say, and what one would say.

mod example;
mod list_letter_templates;
mod paper;
mod preview_notice;
mod read_letter_template;
mod read_letterhead;
mod save_letter_template;
mod save_letterhead;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_letter_templates::list_letter_templates);
    routes.service(read_letter_template::read_letter_template);
    routes.service(save_letter_template::save_letter_template);
    routes.service(read_letterhead::read_letterhead);
    routes.service(save_letterhead::save_letterhead);
    routes.service(preview_notice::preview_notice);
}

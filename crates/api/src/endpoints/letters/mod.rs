//! Statutory notices as letters: what they say, and what one would say.

mod example;
mod list_letter_templates;
mod list_letters_to_post;
mod list_notices;
mod paper;
mod post_letter;
mod preview_notice;
mod read_letter_template;
mod read_letterhead;
mod read_notice;
mod read_notice_document;
mod save_letter_template;
mod save_letterhead;
mod send_notice;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_letter_templates::list_letter_templates);
    routes.service(read_letter_template::read_letter_template);
    routes.service(save_letter_template::save_letter_template);
    routes.service(read_letterhead::read_letterhead);
    routes.service(save_letterhead::save_letterhead);
    routes.service(preview_notice::preview_notice);
    routes.service(send_notice::send_notice);
    routes.service(list_notices::list_notices);
    routes.service(read_notice::read_notice);
    routes.service(read_notice_document::read_notice_document);
    routes.service(list_letters_to_post::list_letters_to_post);
    routes.service(post_letter::post_letter);
}

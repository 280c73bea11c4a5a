//! Files of evidence.

mod create_attachment;
mod example;
mod file_bytes;
mod list_attachments;
mod read_attachment;
mod read_attachment_content;
mod share_attachment;
mod withdraw_attachment;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_attachments::list_attachments);
    routes.service(create_attachment::create_attachment);
    routes.service(read_attachment::read_attachment);
    routes.service(read_attachment_content::read_attachment_content);
    routes.service(share_attachment::share_attachment);
    routes.service(withdraw_attachment::withdraw_attachment);
}

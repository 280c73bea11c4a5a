//! Accounts: invitations, new passwords, new addresses, and what an administrator changes.

mod change_user;
mod create_email_change;
mod create_family_invitation;
mod create_invitation;
mod create_invitation_acceptance;
mod create_invitation_resend;
mod create_invitation_revocation;
mod create_password_reset;
mod end_every_session;
mod end_sessions_of_user;
mod example;
mod list_family_invitations;
mod list_invitations;
mod list_users;
mod read_invitation;
mod read_user;
mod remove_second_factor_of_user;
mod remove_single_sign_on_links;
mod use_email_change;
mod use_password_reset;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers what stands under `/v1`.
pub(super) fn v1(routes: &mut ServiceConfig<'_>) {
    routes.service(list_users::list_users);
    routes.service(read_user::read_user);
    routes.service(change_user::change_user);
    routes.service(end_sessions_of_user::end_sessions_of_user);
    routes.service(remove_second_factor_of_user::remove_second_factor_of_user);
    routes.service(remove_single_sign_on_links::remove_single_sign_on_links);
    routes.service(end_every_session::end_every_session);
    routes.service(create_invitation::create_invitation);
    routes.service(list_invitations::list_invitations);
    routes.service(read_invitation::read_invitation);
    routes.service(create_invitation_resend::create_invitation_resend);
    routes.service(create_invitation_revocation::create_invitation_revocation);
    routes.service(create_family_invitation::create_family_invitation);
    routes.service(list_family_invitations::list_family_invitations);
    routes.service(create_invitation_acceptance::create_invitation_acceptance);
    routes.service(create_password_reset::create_password_reset);
    routes.service(use_password_reset::use_password_reset);
    routes.service(create_email_change::create_email_change);
    routes.service(use_email_change::use_email_change);
}

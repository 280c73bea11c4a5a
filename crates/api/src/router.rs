//! The router. What is registered here is routed and documented in one go.

use crate::{auth::gate, contract, endpoints, explorer, fallback::fallback, limits::Policy};
use actix_web::{
    App, Error,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::from_fn,
    web,
};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::{AppExt as _, scope, service_config::ServiceConfig};

/// What can be asked of the server.
#[derive(Clone, Copy)]
pub(crate) struct Routes {
    /// Registers the operations under `/v1`.
    pub(crate) v1: fn(&mut ServiceConfig<'_>),
    /// The operations that need no sign-in, with the limit that applies to each.
    pub(crate) anonymous: &'static [(&'static str, Policy)],
}

/// The shipped routes.
pub(crate) const ROUTES: Routes = Routes {
    v1: endpoints::v1,
    anonymous: ANONYMOUS,
};

/// Every operation that needs no sign-in. A test holds this list against the document.
pub(crate) const ANONYMOUS: &[(&str, Policy)] = &[
    ("check_liveness", Policy::Unlimited),
    ("check_readiness", Policy::Unlimited),
    ("read_contract", Policy::Public),
    ("create_session", Policy::SignIn),
    ("create_invitation_acceptance", Policy::SignIn),
    ("create_password_reset", Policy::SignIn),
    ("use_password_reset", Policy::SignIn),
    ("use_email_change", Policy::SignIn),
    ("create_first_administrator", Policy::SignIn),
    ("read_keys", Policy::Public),
    ("confirm_session", Policy::SignIn),
    ("create_program_session", Policy::ProgramSignIn),
    ("start_single_sign_on", Policy::SingleSignOn),
    ("complete_single_sign_on", Policy::SingleSignOn),
    ("refresh_session", Policy::Public),
    ("list_deadline_rules", Policy::Public),
    ("read_deadline_rule", Policy::Public),
    ("calculate_deadline", Policy::Public),
    ("calculate_worked_example", Policy::Public),
    ("preview_timeline", Policy::Public),
];

/// The app with its routes, and the document that falls out of them.
pub(crate) fn routed(
    routes: Routes,
) -> (
    App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse,
            Error = Error,
            InitError = (),
        >,
    >,
    OpenApi,
) {
    App::new()
        .into_utoipa_app()
        .openapi(contract::base())
        .configure(endpoints::root)
        .service(
            scope("/v1")
                .configure(routes.v1)
                .default_service(web::to(fallback))
                .map(|scope| scope.wrap(from_fn(gate))),
        )
        .default_service(web::to(fallback))
        .map(|app| app.configure(explorer::register))
        .split_for_parts()
}

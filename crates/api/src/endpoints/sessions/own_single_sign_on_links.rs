use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
};
use actix_web::{delete, get};
use ehcp_casework::SignOnLinkView;

/// List with whom my account is linked
///
/// Who I am to the sign-in of the council, or to that of families.
#[utoipa::path(
    tag = "sessions",
    responses((
        status = 200,
        description = "The links.",
        body = ListOf<SignOnLinkView>,
        example = json!({"items": [{
            "issuer": "https://login.example.gov.uk", "subject": "0a1b2c", "linked_at": "2026-09-16T09:40:00Z",
        }]}),
    )),
)]
#[get("/me/single-sign-on-links")]
pub(crate) async fn list_own_single_sign_on_links(caller: Caller) -> Answer {
    let links = caller
        .look("list_own_single_sign_on_links", ehcp_casework::own_sign_on_links)
        .await?;
    answer::list(&links)
}

/// Take back that my account is linked
///
/// For families: the password goes on. It takes a proof of identity of the last five minutes, ends the other sessions, and a
/// letter tells of it. No address makes the link again; only its owner does.
#[utoipa::path(
    tag = "sessions",
    responses((status = 204, description = "The account is linked with nobody.")),
)]
#[delete("/me/single-sign-on-links")]
pub(crate) async fn remove_own_single_sign_on_links(caller: Caller) -> Answer {
    caller
        .act(
            "remove_own_single_sign_on_links",
            ehcp_casework::remove_own_sign_on_links,
        )
        .await?;
    answer::done()
}

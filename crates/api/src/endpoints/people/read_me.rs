use crate::{
    answer::{self, Answer},
    auth::Caller,
    endpoints::examples,
    extract::IfNoneMatchHeader,
};
use actix_web::{HttpRequest, get};
use ehcp_casework::{Me, Versioned as _};

/// Who am I?
///
/// The signed-in person with role, teams and setting: what a front end needs to know which pages to offer.
#[utoipa::path(
    tag = "people",
    params(IfNoneMatchHeader),
    responses((
        status = 200,
        description = "The signed-in person.",
        body = Me,
        example = json!({
            "id": examples::OFFICER, "display_name": "Rosa Whitfield", "email": "rosa.whitfield@example.org",
            "role": "officer", "teams": [examples::team()], "version": 1,
        }),
    )),
)]
#[get("/me")]
pub(crate) async fn read_me(request: HttpRequest, caller: Caller) -> Answer {
    let me = caller.look("read_me", ehcp_casework::me).await?;
    answer::ok(&request, &me, me.version())
}

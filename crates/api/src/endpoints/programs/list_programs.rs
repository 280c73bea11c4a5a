use super::example;
use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    extract::{Listing, NoFilter, PageParams},
};
use actix_web::get;
use ehcp_case::UserId;
use ehcp_casework::ProgramView;

/// List the programs
///
/// Which programs have been let in, what each may do, and where its keys stand; in a stable order.
#[utoipa::path(
    tag = "programs",
    params(PageParams),
    responses((
        status = 200,
        description = "A page of programs.",
        body = PageOf<ProgramView>,
        example = json!({"items": [example::program()]}),
    )),
)]
#[get("/programs")]
pub(crate) async fn list_programs(caller: Caller, listing: Listing<NoFilter, UserId>) -> Answer {
    let (after, limit) = (listing.after, listing.probe());
    let programs = caller
        .look("list_programs", move |look| {
            ehcp_casework::programs(look, after, limit)
        })
        .await?;
    answer::probed(&listing, programs, |program| program.id)
}

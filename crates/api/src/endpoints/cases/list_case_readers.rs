use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    extract::{Listing, NoFilter, PageParams, PathId},
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::{CaseReader, ReaderPosition, case_readers};

/// List who looked at a case
///
/// Each time somebody was shown something of the case, the latest first: when, in which role, of which team or
/// setting, what, and why they may. Families see the name of their officer and of nobody else, and of their own members
/// only themselves. Openings in an emergency are told to families by whoever reviews them.
#[utoipa::path(
    tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case."), PageParams),
    responses((
        status = 200,
        description = "A page of those who looked.",
        body = PageOf<CaseReader>,
        example = json!({"items": [{
            "at": "2026-09-16T09:30:00Z", "role": "officer", "role_in_words": "SEND officer",
            "name": "Rosa Whitfield", "team": "North team", "what": "The plan",
            "why": "Their team looks after the case.",
        }]}),
    )),
)]
#[get("/cases/{case_id}/readers")]
pub(crate) async fn list_case_readers(
    caller: Caller,
    id: PathId<CaseId>,
    listing: Listing<NoFilter, ReaderPosition>,
) -> Answer {
    let (after, limit) = (listing.after, listing.probe());
    let readers = caller
        .look("list_case_readers", move |look| {
            case_readers(look, id.0, after, limit)
        })
        .await?;
    answer::probed(&listing, readers, |reader| reader.position)
}

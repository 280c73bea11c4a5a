use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    endpoints::examples,
    extract::{Listing, NoFilter, PageParams, PathId},
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::{TimelineEntry, timeline};

/// Read a case's timeline
///
/// What happened in the case, in plain English, in the order in which it was recorded. Nothing in it ever changes:
/// go on from the last page to see only what is new.
#[utoipa::path(
    tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case."), PageParams),
    responses((
        status = 200,
        description = "A page of the timeline.",
        body = PageOf<TimelineEntry>,
        example = json!({"items": [{
            "id": "01990d2c-7f3c-7e33-8c75-5a3f9ebd4c32", "sequence": 1, "kind": "request_received",
            "happened_on": "2026-09-07", "recorded_at": "2026-09-07T09:30:00Z",
            "text": "We received a request for an EHC needs assessment.",
            "recorded_by": {"id": examples::PARENT, "name": "Amina Okafor"},
            "facts": [{"kind": "request_received", "on": "2026-09-07"}],
        }]}),
    )),
)]
#[get("/cases/{case_id}/timeline")]
pub(crate) async fn read_case_timeline(
    caller: Caller,
    id: PathId<CaseId>,
    listing: Listing<NoFilter, i64>,
) -> Answer {
    let (after, limit) = (listing.after.unwrap_or(0), listing.probe());
    let entries = caller
        .look("read_case_timeline", move |look| {
            timeline(look, id.0, after, limit)
        })
        .await?;
    answer::probed(&listing, entries, |entry| entry.sequence)
}

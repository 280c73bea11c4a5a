use super::example;
use crate::{
    answer::Answer,
    endpoints::examples,
    extract::{Body, IdempotencyKeyHeader},
    write::{Made, Writer},
};
use actix_web::post;

use ehcp_casework::{ArrangeCover, CoverView};

/// Let an officer look after the caseload of another
///
/// On these days the one sees and does what the other does. A manager arranges it for the officers of their teams.
#[utoipa::path(
    tag = "people",
    params(IdempotencyKeyHeader),
    request_body(
        content = ArrangeCover,
        description = "Who is away, who covers, and when.",
        example = json!({
            "officer_id": examples::OFFICER, "covered_by": "01990d2b-60ea-7ec3-b92b-c04f5e718293",
            "from_on": "2026-12-21", "until_on": "2027-01-08",
        }),
    ),
    responses((
        status = 201,
        description = "The absence.",
        body = CoverView,
        example = json!(example::cover()),
    )),
)]
#[post("/absence-covers")]
pub(crate) async fn arrange_cover(writer: Writer, body: Body<ArrangeCover>) -> Answer {
    writer
        .once("arrange_cover", body, |act, command| {
            ehcp_casework::arrange_cover(act, command).map(Made::recorded)
        })
        .await
}

use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{HandOverView, RecordWhoActs};

/// Record who acts after compulsory school age
///
/// The young person; or, where they lack capacity, a representative, else the parents (Children and Families Act 2014,
/// s.80 and s.83; SEND Regulations 2014, regs 63 to 65). The rights change hands on the day, to somebody whose account is
/// open; until then the parents keep receiving. Whoever acts until the day acts until the day before.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child."), IdempotencyKeyHeader),
    request_body(
        content = RecordWhoActs,
        description = "Who acts, from when, and what it rests on.",
        example = json!({
            "who_acts": "young_person", "email": "leo.marsh@example.org",
            "evidence": "Met at college on 1 June 2026; identity checked; wants to act himself.",
        }),
    ),
    responses((
        status = 201,
        description = "The record.",
        body = HandOverView,
        example = json!(example::hand_over()),
    )),
)]
#[post("/children/{child_id}/hand-overs")]
pub(crate) async fn create_hand_over(
    writer: Writer,
    id: PathId<ChildId>,
    body: Body<RecordWhoActs>,
) -> Answer {
    writer
        .once("create_hand_over", body, move |act, command| {
            ehcp_casework::record_who_acts(act, id.0, command).map(Made::recorded)
        })
        .await
}

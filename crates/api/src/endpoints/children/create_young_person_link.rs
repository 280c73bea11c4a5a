use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{ChildView, RecordYoungPerson, record_young_person};

/// Record that a young person acts for themself
///
/// From this day the rights of the law are used by the young person (Children and Families Act 2014, s.83), and a
/// parent's standing access ends. Not possible before compulsory school age has ended.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The young person."), IdempotencyKeyHeader),
    request_body(
        content = RecordYoungPerson,
        description = "The account, the day and the evidence.",
        example = json!({
            "email": "leo.marsh@example.org", "from_on": "2026-07-01",
            "evidence": "Met at college on 1 July 2026; identity checked.",
        }),
    ),
    responses((
        status = 201,
        description = "The young person.",
        body = ChildView,
        example = json!({
            "id": "01990d2c-9e8d-7c6b-8a5f-4e3d2c1b0a99", "given_name": "Leo", "family_name": "Marsh",
            "born_on": "2010-05-20", "young_person_from": "2026-06-27", "case_id": "01990d2c-a1b2-7c3d-8e4f-5a6b7c8d9e0f",
            "possible_duplicate": false, "version": 1,
        }),
    )),
)]
#[post("/children/{child_id}/young-person-links")]
pub(crate) async fn create_young_person_link(
    writer: Writer,
    id: PathId<ChildId>,
    body: Body<RecordYoungPerson>,
) -> Answer {
    writer
        .once("create_young_person_link", body, move |act, command| {
            let child = record_young_person(act, id.0, command)?;
            Ok(Made::created(format!("/v1/children/{}", child.id), child).versioned())
        })
        .await
}

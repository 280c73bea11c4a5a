use crate::{
    answer::Answer,
    endpoints::examples,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{Enrol, EnrolmentView, enrol};

/// Put a child on a roll
///
/// Records that the child goes to a setting from a day on. While it lasts the setting sees the child's case.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child."), IdempotencyKeyHeader),
    request_body(
        content = Enrol,
        description = "The setting and the days.",
        example = json!({"education_setting_id": examples::SCHOOL, "from_on": "2026-09-01"}),
    ),
    responses((
        status = 201,
        description = "The place on the roll.",
        body = EnrolmentView,
        example = json!({
            "id": "01990d2d-2b3c-7d4e-9f5a-6b7c8d9e0f1a", "child_id": examples::CHILD,
            "education_setting_id": examples::SCHOOL, "from_on": "2026-09-01",
        }),
    )),
)]
#[post("/children/{child_id}/enrolments")]
pub(crate) async fn create_enrolment(writer: Writer, id: PathId<ChildId>, body: Body<Enrol>) -> Answer {
    writer
        .once("create_enrolment", body, move |act, command| {
            enrol(act, id.0, command).map(Made::recorded)
        })
        .await
}

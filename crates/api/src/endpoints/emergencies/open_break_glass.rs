use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader},
    write::{Made, Writer},
};
use actix_web::post;

use ehcp_casework::{BreakGlassView, OpenBreakGlass};

/// Open a case in an emergency
///
/// For reading, at once, for at most eight hours. The officers of the case and information governance see it, and
/// information governance looks at it within five working days. A bar still hides the case.
#[utoipa::path(
    tag = "emergencies",
    params(IdempotencyKeyHeader),
    request_body(
        content = OpenBreakGlass,
        description = "The case, why it cannot wait, and for how long.",
        example = json!({
            "reference": "EHC-2026-000123", "ground": "medical_emergency", "hours": 2,
            "reason": "The hospital asks which medicines Maya must not be given; her officer is away.",
        }),
    ),
    responses((
        status = 201,
        description = "The opening.",
        body = BreakGlassView,
        example = json!(example::opening()),
    )),
)]
#[post("/break-glass-openings")]
pub(crate) async fn open_break_glass(writer: Writer, body: Body<OpenBreakGlass>) -> Answer {
    writer
        .once("open_break_glass", body, |act, command| {
            ehcp_casework::open_break_glass(act, command).map(Made::recorded)
        })
        .await
}

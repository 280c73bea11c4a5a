use crate::{
    answer::Answer,
    endpoints::examples,
    extract::{Body, IdempotencyKeyHeader},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_casework::{MakeRequest, RequestReceipt, make_request};

/// Ask for an EHC needs assessment
///
/// A parent, a young person or a setting asks (Children and Families Act 2014, s.36(1)), or staff record what
/// reached the authority. It opens a case, or is added to the assessment that is open. The receipt names the
/// reference to quote and the days by which the law wants an answer.
#[utoipa::path(
    tag = "requests",
    params(IdempotencyKeyHeader),
    request_body(
        content = MakeRequest,
        description = "The child and the reasons. Give either `child_id` or `child`.",
        example = json!({
            "child": {"given_name": "Maya", "family_name": "Okafor", "born_on": "2018-03-14"},
            "reasons": "Maya finds it hard to follow what is said in class and has few words of her own.",
        }),
    ),
    responses((
        status = 201,
        description = "The receipt. `Location` is the case; `ETag` is the case's.",
        body = RequestReceipt,
        example = json!({
            "case_id": examples::CASE, "reference": "EHC-2026-000123", "assessment_id": examples::ASSESSMENT,
            "source": "parent", "received_on": "2026-09-07", "added_to_open_assessment": false,
            "decision_due_on": "2026-10-19", "plan_due_on": "2027-01-25",
            "in_words": "We received the request. By law we decide by 19 October 2026 whether to carry out an assessment and tell the family. If a plan is needed, it must be final by 25 January 2027.",
            "version": 1,
        }),
    )),
)]
#[post("/requests")]
pub(crate) async fn create_request(writer: Writer, body: Body<MakeRequest>) -> Answer {
    writer
        .once("create_request", body, |act, command| {
            let receipt = make_request(act, command)?;
            let version = receipt.version;
            Ok(Made::created(format!("/v1/cases/{}", receipt.case_id), receipt).at_version(version))
        })
        .await
}

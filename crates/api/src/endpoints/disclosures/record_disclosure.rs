use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{DisclosureView, RecordDisclosure};

/// Record that a plan or papers were passed on
///
/// A plan, and the advice and evidence obtained for it, goes to somebody who does not receive it anyway only with consent
/// or on one of the other bases of the SEND Regulations 2014, regs 17 and 47. The family sees to whom, what and on which
/// basis.
#[utoipa::path(
    tag = "disclosures",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader),
    request_body(content = RecordDisclosure, example = json!(example::record_disclosure())),
    responses((
        status = 201,
        description = "The record.",
        body = DisclosureView,
        example = json!(example::disclosure()),
    )),
)]
#[post("/cases/{case_id}/disclosures")]
pub(crate) async fn record_disclosure(
    writer: Writer,
    id: PathId<CaseId>,
    command: Body<RecordDisclosure>,
) -> Answer {
    writer
        .once("record_disclosure", command, move |act, command| {
            ehcp_casework::record_disclosure(act, id.0, command).map(Made::recorded)
        })
        .await
}

use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::PlanView;
use serde::Serialize;
use utoipa::ToSchema;

/// The versions of the plan of a case, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Plans {
    /// The versions of the plan of a case, the latest first.
    #[schema(max_items = 100)]
    items: Vec<PlanView>,
}

/// The versions of a plan
///
/// Drafts and final plans with the sections that the reader may see. A draft that is being written is shown to staff
/// only.
#[utoipa::path(
    tag = "plans",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "The versions of the plan of a case, the latest first.",
        body = Plans,
        example = json!(example::plans()),
    )),
)]
#[get("/cases/{case_id}/plans")]
pub(crate) async fn list_plans(caller: Caller, id: PathId<CaseId>) -> Answer {
    let items = caller
        .look("list_plans", move |look| ehcp_casework::plans(look, id.0))
        .await?;
    answer::plain(&Plans { items })
}

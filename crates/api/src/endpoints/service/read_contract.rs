use crate::state::State;
use actix_web::{HttpResponse, get, http::header::CONTENT_TYPE, web::Data};

/// This document.
///
/// The OpenAPI 3.1 document of the API: the contract for front ends.
#[utoipa::path(
    tag = "service",
    security(()),
    responses((status = 200, description = "The document.", content_type = "application/json", body = Object)),
)]
#[get("/openapi.json")]
pub(crate) async fn read_contract(state: Data<State>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .body(state.contract.text.clone())
}

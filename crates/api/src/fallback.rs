//! Where no route answers: 405 for an address that has other methods, 404 for none.

use crate::{problem::Refusal, state::State};
use actix_web::{HttpRequest, HttpResponse, web::Data};

/// Attribute routes answer a wrong method as if the address did not exist; the document knows better.
pub(crate) async fn fallback(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Refusal> {
    match state.contract.find(request.path()) {
        Some(template) if template.operation(request.method()).is_none() => {
            Err(Refusal::method_not_allowed(template.allow()))
        }
        _ => Err(Refusal::not_found()),
    }
}

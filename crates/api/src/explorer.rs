//! The explorer: a page to read and try the API in a browser. All its files are built in.

use crate::{error_codes::ErrorCode, problem::Refusal};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION},
    },
    web,
};
use std::sync::Arc;
use utoipa_swagger_ui::Config;

/// The page may run its own files and talk to this server, nothing else.
const OPEN: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const CONTRACT: &str = "/v1/openapi.json";

/// Registers `/docs/`.
pub(crate) fn register(app: &mut web::ServiceConfig) {
    let page = Config::from(CONTRACT)
        .validator_url("none")
        .persist_authorization(false);
    app.app_data(web::Data::new(page));
    app.service(web::resource("/docs").to(forward));
    app.service(web::resource("/docs/{file:.*}").to(file));
}

async fn forward() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, "/docs/"))
        .finish()
}

async fn file(
    request: HttpRequest,
    name: web::Path<String>,
    page: web::Data<Config<'static>>,
) -> Result<HttpResponse, Refusal> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(Refusal::method_not_allowed("GET, HEAD"));
    }
    let found = utoipa_swagger_ui::serve(&name, Arc::clone(&page));
    let file = found
        .map_err(|_| Refusal::new(ErrorCode::Internal))?
        .ok_or_else(Refusal::not_found)?;
    let content_type = match file.content_type.as_str() {
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, content_type))
        .insert_header((CONTENT_SECURITY_POLICY, OPEN));
    if file.gzpipped {
        answer.insert_header((CONTENT_ENCODING, "gzip"));
    }
    Ok(answer.body(file.bytes.into_owned()))
}

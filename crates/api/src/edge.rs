//! The outermost layer: trace, log line, `HEAD` and `OPTIONS`, time limit, problem bodies and response headers.

use crate::{
    auth::{Identity, PublicAddress},
    connections::Connection,
    cors::Cors,
    error_codes::ErrorCode,
    hygiene,
    problem::{PROBLEM_JSON, Problem, Refusal},
    state::State,
    trace::TraceId,
};
use actix_web::{
    Error, HttpMessage as _, HttpResponse, ResponseError as _,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        Method, StatusCode,
        header::{ALLOW, CONTENT_TYPE, HeaderValue, ORIGIN},
    },
    middleware::Next,
    web::Data,
};
use futures_util::FutureExt as _;
use std::{panic::AssertUnwindSafe, sync::Arc, time::Instant};

/// Seconds after which to try again when a request took too long.
const RETRY_AFTER: u64 = 5;

/// The operation in which a whole file comes.
const UPLOAD: &str = "create_attachment";

/// Wraps the whole app.
pub(crate) async fn edge(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let trace = TraceId::of(request.headers());
    request.extensions_mut().insert(trace);
    let _at_work = request.conn_data::<Arc<Connection>>().map(Connection::work);
    let mut line = LogLine::new(trace, request.method());
    let Some(state) = request.app_data::<Data<State>>().cloned() else {
        return Ok(finish(
            request.error_response(Refusal::new(ErrorCode::Internal)),
            trace,
        ));
    };
    let mut patience = state.config.request_timeout;
    let template = state.contract.find(request.match_info().as_str());
    if let Some(template) = template {
        line.route = template.path().unwrap_or_default().to_owned();
        if let Some(operation) = template.operation(request.method()) {
            request.extensions_mut().insert(operation.clone());
            if operation.id == UPLOAD {
                patience = patience.saturating_add(state.config.upload_timeout);
            }
            if request.method() == Method::HEAD {
                // The connection still knows that it was HEAD and sends no body.
                request.head_mut().method = Method::GET;
            }
        } else if request.method() == Method::OPTIONS {
            let mut allowed = HttpResponse::NoContent()
                .insert_header((ALLOW, template.allow()))
                .finish();
            state
                .config
                .cors
                .answer_preflight(request.headers(), template.allow(), allowed.headers_mut());
            let response = finish(request.into_response(allowed), trace);
            return Ok(line.end(share(response, &state.config.cors)));
        } else if template.is_public() {
            request.extensions_mut().insert(PublicAddress);
        }
    }
    // A fault of the program ends its own request and nothing else: what it left half done belongs to this request
    // alone, and the store rolls its transaction back.
    let answer = AssertUnwindSafe(async move { next.call(request).await }).catch_unwind();
    let failed = match tokio::time::timeout(patience, answer).await {
        Ok(Ok(Ok(response))) => {
            return Ok(line.end(share(
                finish(response.map_into_boxed_body(), trace),
                &state.config.cors,
            )));
        }
        Ok(Ok(Err(error))) => error.as_response_error().error_response(),
        Ok(Err(_)) => Refusal::new(ErrorCode::Internal).error_response(),
        Err(_) => Refusal::unavailable(RETRY_AFTER).error_response(),
    };
    Err(line.fail(failed, trace))
}

/// Lets the pages of a configured origin read the answer.
fn share(mut response: ServiceResponse<BoxBody>, cors: &Cors) -> ServiceResponse<BoxBody> {
    let origin = response.request().headers().get(ORIGIN).cloned();
    cors.share(origin.as_ref(), response.headers_mut());
    response
}

/// Writes the body of an error answer, whoever gave it, and completes the headers.
fn finish(response: ServiceResponse<BoxBody>, trace: TraceId) -> ServiceResponse<BoxBody> {
    let (request, response) = response.into_parts();
    ServiceResponse::new(request, dress(response, trace))
}

fn dress(mut response: HttpResponse, trace: TraceId) -> HttpResponse {
    let ours = response.extensions_mut().remove::<Problem>();
    let problem = ours.or_else(|| foreign(response.status()));
    if let Some(mut problem) = problem {
        problem.instance = trace.to_string();
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        response = response.set_body(BoxBody::new(body));
        if let Ok(status) = StatusCode::from_u16(problem.status) {
            *response.status_mut() = status;
        }
    }
    hygiene::complete(response.headers_mut());
    response
}

/// The problem for an error answer that did not come from a [`Refusal`]: one of the framework's.
fn foreign(status: StatusCode) -> Option<Problem> {
    let is_error = status.is_client_error() || status.is_server_error();
    is_error.then(|| Refusal::new(ErrorCode::for_status(status)).problem().clone())
}

/// One line in the access log for each request, written when it ends, whatever ends it. It holds nothing that the
/// client wrote: no path, no query, no header.
struct LogLine {
    start: Instant,
    trace: TraceId,
    method: &'static str,
    route: String,
    actor: Option<String>,
    status: Option<u16>,
}

impl LogLine {
    fn new(trace: TraceId, method: &Method) -> Self {
        let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
        let method = known
            .into_iter()
            .find(|known| *known == method.as_str())
            .unwrap_or("OTHER");
        Self {
            start: Instant::now(),
            trace,
            method,
            route: "none".to_owned(),
            actor: None,
            status: None,
        }
    }

    fn end(mut self, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        self.status = Some(response.status().as_u16());
        let extensions = response.request().extensions();
        self.actor = extensions
            .get::<Identity>()
            .map(|identity| identity.user.to_string());
        drop(extensions);
        response
    }

    /// For a request that is gone: the answer travels as an error.
    fn fail(mut self, response: HttpResponse, trace: TraceId) -> Error {
        let response = dress(response, trace);
        self.status = Some(response.status().as_u16());
        InternalError::from_response("the request ended early", response).into()
    }
}

impl Drop for LogLine {
    fn drop(&mut self) {
        let milliseconds = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        // 0: the client went away before there was an answer.
        tracing::info!(
            target: "ehcp::access",
            method = self.method,
            route = self.route.as_str(),
            status = self.status.unwrap_or(0),
            duration_ms = milliseconds,
            actor = self.actor.as_deref().unwrap_or("-"),
            trace_id = %self.trace,
            "request"
        );
    }
}

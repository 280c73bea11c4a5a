//! Creating and sending, at most once for each `Idempotency-Key`.

use crate::{
    answer::{self, entity_tag},
    auth::Caller,
    error_codes::ErrorCode,
    extract::{Body, IdempotencyKey},
    problem::Refusal,
    state::State,
};
use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{
        StatusCode,
        header::{CONTENT_TYPE, ETAG, LOCATION},
    },
    web::{self, Data},
};
use ehcp_case::CaseId;
use ehcp_casework::{Act, Answer, AttachmentView, Error, Naming, Once, Receiving, Settled, Versioned};
use futures_util::StreamExt as _;
use serde::Serialize;
use std::{
    future::{Ready, ready},
    time::Duration,
};
use tokio::time::timeout;

/// What a call made or changed.
#[derive(Debug)]
pub struct Made<T> {
    status: StatusCode,
    location: Option<String>,
    version: Option<i64>,
    view: T,
}

impl<T: Serialize> Made<T> {
    /// 201: something new, to be found at this address (such as `/v1/cases/…`).
    pub fn created(location: String, view: T) -> Self {
        Self {
            status: StatusCode::CREATED,
            location: Some(location),
            version: None,
            view,
        }
    }

    /// 201: something new that has no address of its own.
    pub fn recorded(view: T) -> Self {
        Self {
            location: None,
            ..Self::created(String::new(), view)
        }
    }

    /// 200: what was there has changed; this is its new state.
    pub fn changed(view: T) -> Self {
        Self {
            status: StatusCode::OK,
            ..Self::recorded(view)
        }
    }

    /// Gives the answer an `ETag` with the version of the view.
    #[must_use]
    pub fn versioned(self) -> Self
    where
        T: Versioned,
    {
        let version = self.view.version();
        self.at_version(version)
    }

    /// Gives the answer an `ETag` with this version.
    #[must_use]
    pub fn at_version(self, version: i64) -> Self {
        Self {
            version: Some(version),
            ..self
        }
    }

    fn answer(self) -> Result<Answer, Error> {
        let body = serde_json::to_string(&self.view)
            .map_err(|error| Error::Internal(format!("writing an answer: {error}")))?;
        Ok(Answer {
            status: self.status.as_u16(),
            location: self.location,
            etag: self.version.map(|version| entity_tag(version, body.as_bytes())),
            body,
        })
    }
}

impl Made<serde_json::Value> {
    /// 201 when it is done, or 202 with the address of the asking when it waits for a second person.
    ///
    /// # Errors
    /// When the view cannot be written.
    pub fn settled(settled: Settled) -> Result<Self, Error> {
        Ok(match settled {
            Settled::Done(done) => Self {
                status: StatusCode::CREATED,
                location: done.location,
                version: done.version,
                view: done.view,
            },
            Settled::Asked(approval) => Self {
                status: StatusCode::ACCEPTED,
                location: Some(format!("/v1/approvals/{}", approval.id)),
                version: None,
                view: serde_json::to_value(&approval)
                    .map_err(|error| Error::Internal(format!("writing an answer: {error}")))?,
            },
        })
    }
}

/// A caller who creates or sends something, with the key that makes a repetition harmless. The answer is kept in the
/// transaction of the work; the same call again is answered with it before anything else is looked at, `If-Match`
/// included: take [`SeenVersion`](crate::extract::SeenVersion), never `IfMatch`, beside this.
pub struct Writer {
    caller: Caller,
    key: IdempotencyKey,
}

impl Writer {
    /// Does the work, or answers as it was answered before.
    ///
    /// # Errors
    /// What the use case refuses; a refusal is not kept, so the same key can be tried again.
    pub async fn once<C: Send + 'static, V: Serialize, const LIMIT: usize>(
        self,
        operation: &'static str,
        body: Body<C, LIMIT>,
        work: impl FnOnce(&mut Act<'_, '_>, &C) -> Result<Made<V>, Error> + Send + 'static,
    ) -> answer::Answer {
        let once = Once {
            key: self.key.0,
            body_digest: hex::encode(body.fingerprint),
        };
        let command = body.value;
        let casework = self.caller.casework();
        let answer = casework
            .once(self.caller.asking(), operation, once, move |act| {
                work(act, &command)?.answer()
            })
            .await?;
        respond(answer)
    }
}

impl Writer {
    /// Receives a file piece by piece, for somebody who may give it, and keeps it once for each key.
    ///
    /// # Errors
    /// What the use case refuses, at the latest when the file has come whole.
    pub(crate) async fn receive<V: Serialize + 'static>(
        self,
        request: &HttpRequest,
        case: CaseId,
        naming: Naming,
        payload: web::Payload,
        made: impl FnOnce(AttachmentView) -> Made<V> + Send + 'static,
    ) -> answer::Answer {
        let patience = request
            .app_data::<Data<State>>()
            .map_or(Duration::from_secs(60), |state| state.config.upload_timeout);
        let casework = self.caller.casework();
        let mut receiving = casework
            .receive_attachment(self.caller.asking(), case, naming, self.key.0)
            .await?;
        match timeout(patience, take_all(&mut receiving, payload)).await {
            Ok(taken) => taken?,
            Err(_) => return Err(Refusal::new(ErrorCode::RequestTimeout)),
        }
        let answer = receiving.finish(|view| made(view).answer()).await?;
        respond(answer)
    }
}

async fn take_all(receiving: &mut Receiving, mut payload: web::Payload) -> Result<(), Refusal> {
    while let Some(piece) = payload.next().await {
        let piece = piece.map_err(|_| {
            let detail = "The body broke off or was framed wrongly. Send the file again.";
            Refusal::new(ErrorCode::MalformedRequest).detail(detail)
        })?;
        receiving.write(&piece).await?;
    }
    Ok(())
}

impl FromRequest for Writer {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload).into_inner();
        let key = IdempotencyKey::from_request(request, payload).into_inner();
        ready(caller.and_then(|caller| Ok(Self { caller, key: key? })))
    }
}

fn respond(answer: Answer) -> answer::Answer {
    let status = StatusCode::from_u16(answer.status).map_err(|_| Refusal::new(ErrorCode::Internal))?;
    let mut response = HttpResponse::build(status);
    response.insert_header((CONTENT_TYPE, "application/json"));
    if let Some(location) = answer.location {
        response.insert_header((LOCATION, location));
    }
    if let Some(tag) = answer.etag {
        response.insert_header((ETAG, tag));
    }
    Ok(response.body(answer.body))
}

//! One request, sent as a client sends it.

use crate::{Answer, Contract, TestApp};
use reqwest::{
    Method,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::Value;
use uuid::Uuid;

/// A request that is being put together. A `POST` carries a fresh `Idempotency-Key` unless told otherwise.
#[must_use]
pub struct Call<'app> {
    app: &'app TestApp,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
}

impl<'app> Call<'app> {
    pub(crate) fn new(app: &'app TestApp, method: Method, path: &str) -> Self {
        let mut call = Self {
            app,
            path: path.to_owned(),
            headers: HeaderMap::new(),
            body: None,
            method,
        };
        if call.method == Method::POST {
            call = call.with_key(&Uuid::now_v7().to_string());
        }
        call
    }

    /// With this token.
    pub fn with_token(self, token: &str) -> Self {
        self.with_header("authorization", &format!("Bearer {token}"))
    }

    /// With this JSON body.
    pub fn with_json(self, body: &Value) -> Self {
        self.with_text("application/json", body.to_string())
    }

    /// With this body of this content type.
    pub fn with_text(self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut call = self.with_header("content-type", content_type);
        call.body = Some(body.into());
        call
    }

    /// With a header, in place of any other of this name.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
        let value = HeaderValue::from_str(value).expect("a header's value");
        self.headers.insert(name, value);
        self
    }

    /// Without a header.
    pub fn without_header(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    /// With this `Idempotency-Key`.
    pub fn with_key(self, key: &str) -> Self {
        self.with_header("idempotency-key", key)
    }

    /// Without an `Idempotency-Key`.
    pub fn without_key(self) -> Self {
        self.without_header("idempotency-key")
    }

    /// Saying which version was seen, by the `ETag` of an answer.
    pub fn seeing(self, entity_tag: &str) -> Self {
        self.with_header("if-match", entity_tag)
    }

    /// Sends it.
    ///
    /// # Panics
    /// When the server cannot be reached, answers 500, which a client must not be able to cause, or answers something
    /// that the contract does not promise.
    pub fn send(self) -> Answer {
        let app = self.app;
        app.runtime.block_on(self.send_async())
    }

    /// Sends it from inside something asynchronous.
    ///
    /// # Panics
    /// As [`Call::send`].
    pub async fn send_async(self) -> Answer {
        let url = format!("http://{}{}", self.app.address, self.path);
        let mut request = self
            .app
            .client
            .request(self.method.clone(), url)
            .headers(self.headers);
        if let Some(body) = self.body {
            request = request.body(body);
        }
        let asked = format!("{} {}", self.method, self.path);
        let response = request
            .send()
            .await
            .unwrap_or_else(|error| panic!("{asked}: {error}"));
        let answer = Answer::of(&self.method, &self.path, response).await;
        assert_ne!(answer.status(), 500, "{answer}");
        Contract::get().check(&self.method, &self.path, &answer);
        answer
    }

    /// Sends it and checks the status of the answer.
    ///
    /// # Panics
    /// When the status is another one.
    pub fn expect(self, status: u16) -> Answer {
        let answer = self.send();
        assert_eq!(answer.status(), status, "{answer}");
        answer
    }

    /// Sends it and checks that the answer is a problem with this status and code.
    ///
    /// # Panics
    /// When the answer is anything else.
    pub fn expect_problem(self, status: u16, code: &str) -> Answer {
        let answer = self.expect(status);
        answer.is_problem(code);
        answer
    }
}

//! Somebody who sends requests.

use crate::{Answer, Call, Person, TestApp};
use ehcp_access::Role;
use reqwest::Method;
use serde_json::{Value, json};
use std::fmt::Display;

/// Why information governance looks, in these tests.
pub const REASON: &str = "Subject access request SAR-2026-041";

/// A person of the council who is signed in. Each request carries a fresh token, and those of information governance
/// say why they look.
pub struct Actor<'app> {
    app: &'app TestApp,
    person: Person,
}

impl<'app> Actor<'app> {
    pub(crate) fn new(app: &'app TestApp, person: Person) -> Self {
        Self { app, person }
    }

    /// Who it is.
    #[must_use]
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// Any request.
    pub fn asks(&self, method: Method, path: impl AsRef<str>) -> Call<'app> {
        let call = Call::new(self.app, method, path.as_ref()).with_token(&self.app.token_of(&self.person));
        if self.person.role == Role::InformationGovernance {
            return call.with_header("access-reason", REASON);
        }
        call
    }

    /// `GET`.
    pub fn get(&self, path: impl AsRef<str>) -> Call<'app> {
        self.asks(Method::GET, path)
    }

    /// `POST` with a JSON body and a fresh `Idempotency-Key`.
    pub fn post(&self, path: impl AsRef<str>, body: &Value) -> Call<'app> {
        self.asks(Method::POST, path).with_json(body)
    }

    /// `PUT` with a JSON body.
    pub fn put(&self, path: impl AsRef<str>, body: &Value) -> Call<'app> {
        self.asks(Method::PUT, path).with_json(body)
    }

    /// `DELETE`.
    pub fn delete(&self, path: impl AsRef<str>) -> Call<'app> {
        self.asks(Method::DELETE, path)
    }

    /// Reads a case.
    pub fn reads_case(&self, case: impl Display) -> Answer {
        self.get(format!("/v1/cases/{case}")).expect(200)
    }

    /// Changes a case by a `POST` below its address, after reading its present version.
    pub fn does(&self, case: impl Display, what: &str, body: &Value) -> Call<'app> {
        let seen = self.reads_case(&case).etag();
        self.post(format!("/v1/cases/{case}/{what}"), body).seeing(&seen)
    }

    /// As an officer, records that the family was consulted today, before the authority decides whether to assess.
    pub fn consults_the_family_of(&self, case: impl Display) -> Answer {
        self.does(case, "family-consultations", &json!({})).expect(200)
    }

    /// Asks for an assessment of a child who is on record; gives the case.
    pub fn asks_for_an_assessment_of(&self, child: impl Display) -> String {
        self.post("/v1/requests", &json!({"child_id": child.to_string()}))
            .expect(201)
            .text_at("/case_id")
            .to_owned()
    }
}

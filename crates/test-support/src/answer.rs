//! What the server said.

use reqwest::{Method, Response, header::HeaderMap};
use serde_json::Value;
use std::fmt;

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    asked: String,
    status: u16,
    headers: HeaderMap,
    bytes: Vec<u8>,
    text: String,
    json: Value,
}

impl Answer {
    pub(crate) async fn of(method: &Method, path: &str, response: Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.expect("the answer's body").to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self {
            asked: format!("{method} {path}"),
            status,
            headers,
            json: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
            bytes,
        }
    }

    /// The body's bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body as it came.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The body as JSON; null when it is not.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// A header's value; empty when it is missing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap_or(""))
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The entity tag, for `If-Match`.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn etag(&self) -> String {
        let tag = self.header("etag");
        assert!(!tag.is_empty(), "there is no ETag: {self}");
        tag.to_owned()
    }

    /// The value at a JSON pointer; null when it is missing.
    #[must_use]
    pub fn at(&self, pointer: &str) -> &Value {
        static NOTHING: Value = Value::Null;
        self.json.pointer(pointer).unwrap_or(&NOTHING)
    }

    /// The text at a JSON pointer.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn text_at(&self, pointer: &str) -> &str {
        self.at(pointer)
            .as_str()
            .unwrap_or_else(|| panic!("no text at {pointer}: {self}"))
    }

    /// The members of the list at a JSON pointer.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn list_at(&self, pointer: &str) -> &[Value] {
        self.at(pointer)
            .as_array()
            .unwrap_or_else(|| panic!("no list at {pointer}: {self}"))
    }

    /// Checks that this is a complete problem with this code.
    ///
    /// # Panics
    /// When it is anything else.
    pub fn is_problem(&self, code: &str) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self}");
        assert_eq!(self.at("/code"), code, "{self}");
        assert_eq!(self.at("/type"), &format!("/problems/{code}"), "{self}");
        assert_eq!(self.at("/status"), self.status, "{self}");
        assert!(!self.text_at("/title").is_empty(), "{self}");
        assert!(self.text_at("/detail").contains(' '), "{self}");
        let trace = self.text_at("/instance");
        assert!(
            trace.len() == 32 && trace.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{self}"
        );
    }

    /// The sentence of a problem about one field.
    ///
    /// # Panics
    /// When the problem does not name the field.
    #[must_use]
    pub fn says_about(&self, pointer: &str) -> &str {
        self.at("/errors")
            .as_array()
            .and_then(|errors| errors.iter().find(|error| error["pointer"] == pointer))
            .and_then(|error| error["message"].as_str())
            .unwrap_or_else(|| panic!("no error at {pointer}: {self}"))
    }

    /// The body of a problem without its trace id, to compare two of them.
    #[must_use]
    pub fn without_trace(&self) -> Value {
        let mut json = self.json.clone();
        if let Some(members) = json.as_object_mut() {
            members.remove("instance");
        }
        json
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} answered {}: {}", self.asked, self.status, self.text)
    }
}

//! Somebody with a token who calls the server over HTTP.

use reqwest::{Client, Method, Response};
use serde_json::Value;
use std::time::Duration;

/// No call in these tests is waited for longer.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, Clone)]
pub struct Caller {
    client: Client,
    address: String,
    token: String,
}

/// A call that may be repeated as it is.
#[derive(Debug, Clone)]
pub struct Call {
    pub path: String,
    pub key: String,
    pub seen: Option<String>,
    pub body: Value,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub etag: Option<String>,
    pub body: Value,
}

impl Caller {
    pub fn new(address: &str, token: String) -> Self {
        let client = Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        Self {
            client,
            address: address.to_owned(),
            token,
        }
    }

    /// Reads. `None`: no answer came.
    pub async fn read(&self, path: &str) -> Option<Answer> {
        let request = self
            .client
            .request(Method::GET, format!("{}{path}", self.address))
            .bearer_auth(&self.token);
        answer(request.send().await.ok()?).await
    }

    /// Gives a PDF document as evidence. `None`: no answer came.
    pub async fn gives(&self, case: &str, key: &str, bytes: Vec<u8>) -> Option<Answer> {
        let path = format!("{}/v1/cases/{case}/attachments?kind=other", self.address);
        let request = self
            .client
            .request(Method::POST, path)
            .bearer_auth(&self.token)
            .header("Idempotency-Key", key)
            .header("Content-Type", "application/pdf")
            .header("Content-Disposition", "attachment; filename=report.pdf")
            .body(bytes);
        answer(request.send().await.ok()?).await
    }

    /// Sends. `None`: no answer came, so it is not known whether it was done.
    pub async fn send(&self, call: &Call) -> Option<Answer> {
        let mut request = self
            .client
            .request(Method::POST, format!("{}{}", self.address, call.path))
            .bearer_auth(&self.token)
            .header("Idempotency-Key", &call.key)
            .json(&call.body);
        if let Some(seen) = &call.seen {
            request = request.header("If-Match", seen);
        }
        answer(request.send().await.ok()?).await
    }
}

/// The whole answer. A body that breaks off is no answer.
async fn answer(response: Response) -> Option<Answer> {
    let status = response.status().as_u16();
    let etag = response.headers().get("etag");
    let etag = etag.map(|tag| tag.to_str().unwrap().to_owned());
    let body = response.bytes().await.ok()?;
    Some(Answer {
        status,
        etag,
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
    })
}

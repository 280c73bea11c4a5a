//! Cursor pages: `limit`, `cursor` and the filters of a list.

use super::query;
use crate::{
    auth::Identity,
    contract::Operation,
    problem::{FieldError, Refusal},
    state::State,
};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, web::Data};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::Sha256;
use std::{
    fmt,
    future::{Ready, ready},
    sync::Arc,
};
use subtle::ConstantTimeEq as _;
use utoipa::IntoParams;
use zeroize::Zeroizing;

/// Items on a page unless `limit` says otherwise.
pub const PAGE_DEFAULT: u16 = 50;

/// The most items on a page.
pub const PAGE_MAX: u16 = 200;

/// Bytes of a cursor's seal.
const SEAL_LEN: usize = 16;

/// The secret that seals cursors. Cursors sealed by another key are refused, so processes that share a database
/// share this key too.
#[derive(Clone)]
pub struct CursorKey(Arc<Zeroizing<[u8; 32]>>);

impl CursorKey {
    /// A key from 32 random bytes.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> Self {
        Self(Arc::new(Zeroizing::new(secret)))
    }

    fn seal(&self, binding: &[u8], payload: &[u8]) -> Option<[u8; SEAL_LEN]> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_slice()).ok()?;
        mac.update(&u64::try_from(binding.len()).ok()?.to_be_bytes());
        mac.update(binding);
        mac.update(payload);
        mac.finalize().into_bytes().first_chunk().copied()
    }
}

impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CursorKey(secret)")
    }
}

/// The paging parameters that every list takes, for the document.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// How many items at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where to go on: taken unchanged from `next` of the page before. Only good for the same caller and filters.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
}

/// The filter of a list that cannot be narrowed.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoFilter {}

/// What a list request asks for: filters `F` (which must deny unknown fields and know neither `limit` nor `cursor`)
/// and the position `K` after which to go on.
#[derive(Debug)]
pub struct Listing<F, K> {
    /// The filters.
    pub filter: F,
    /// How many items at most: 1 to 200.
    pub limit: u16,
    /// The position of the last item of the page before; nothing on the first page.
    pub after: Option<K>,
    pub(crate) next: NextPage,
}

impl<F, K> Listing<F, K> {
    /// How many items to ask for: one more than are shown tells whether there is another page.
    #[must_use]
    pub fn probe(&self) -> u32 {
        u32::from(self.limit).saturating_add(1)
    }
}

/// What it takes to make the address of the next page.
#[derive(Debug)]
pub(crate) struct NextPage {
    path: String,
    pairs: Vec<(String, String)>,
    limit: u16,
    binding: Vec<u8>,
    key: CursorKey,
}

impl NextPage {
    /// The address of the page after `position`, relative to the server.
    pub(crate) fn address<K: Serialize>(&self, position: &K) -> Option<String> {
        let payload = serde_json::to_vec(position).ok()?;
        let mut sealed = self.key.seal(&self.binding, &payload)?.to_vec();
        sealed.extend_from_slice(&payload);
        let mut pairs = self.pairs.clone();
        pairs.push(("limit".to_owned(), self.limit.to_string()));
        pairs.push(("cursor".to_owned(), URL_SAFE_NO_PAD.encode(sealed)));
        Some(format!("{}?{}", self.path, query::encode(&pairs)))
    }

    fn open<K: DeserializeOwned>(&self, cursor: &str) -> Option<K> {
        let sealed = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (seal, payload) = sealed.split_at_checked(SEAL_LEN)?;
        let expected = self.key.seal(&self.binding, payload)?;
        if !bool::from(expected.as_slice().ct_eq(seal)) {
            return None;
        }
        serde_json::from_slice(payload).ok()
    }
}

impl<F: DeserializeOwned + 'static, K: DeserializeOwned + 'static> FromRequest for Listing<F, K> {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(listing(request))
    }
}

fn listing<F: DeserializeOwned, K: DeserializeOwned>(
    request: &HttpRequest,
) -> Result<Listing<F, K>, Refusal> {
    let (paging, mut pairs): (Vec<_>, Vec<_>) = query::pairs(request.query_string())?
        .into_iter()
        .partition(|(name, _)| name == "limit" || name == "cursor");
    let paging: Paging = query::read(&paging, &[])?;
    let limit = paging.limit.unwrap_or(PAGE_DEFAULT);
    if !(1..=PAGE_MAX).contains(&limit) {
        return Err(wrong(
            "/query/limit",
            "out_of_range",
            format!("`limit` is from 1 to {PAGE_MAX}."),
        ));
    }
    let filter = query::read(&pairs, &["limit", "cursor"])?;
    pairs.sort();
    let state = request
        .app_data::<Data<State>>()
        .ok_or_else(|| Refusal::new(crate::ErrorCode::Internal))?;
    let next = NextPage {
        path: request.path().to_owned(),
        binding: binding(request, &pairs),
        key: state.services.cursor_key.clone(),
        pairs,
        limit,
    };
    let after = match paging.cursor {
        None => None,
        Some(cursor) => Some(next.open(&cursor).ok_or_else(|| {
            let message = "This cursor was not given for this list. Start again without `cursor`.";
            wrong("/query/cursor", "unknown_cursor", message.to_owned())
        })?),
    };
    Ok(Listing {
        filter,
        limit,
        after,
        next,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paging {
    limit: Option<u16>,
    cursor: Option<String>,
}

fn wrong(pointer: &str, code: &'static str, message: String) -> Refusal {
    Refusal::invalid(vec![FieldError::new(pointer, code, message)])
}

/// What a cursor is good for: this operation at this path, this caller, these filters.
fn binding(request: &HttpRequest, filters: &[(String, String)]) -> Vec<u8> {
    let extensions = request.extensions();
    let caller = extensions
        .get::<Identity>()
        .map(|identity| identity.user.to_string())
        .unwrap_or_default();
    let operation = extensions
        .get::<Arc<Operation>>()
        .map(|operation| operation.id.clone())
        .unwrap_or_default();
    [
        caller,
        operation,
        request.path().to_owned(),
        query::encode(filters),
    ]
    .join("\n")
    .into_bytes()
}

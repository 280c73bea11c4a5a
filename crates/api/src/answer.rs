//! Answers: what a handler says when all went well.

use crate::{error_codes::ErrorCode, extract::Listing, problem::Refusal};
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderMap, IF_NONE_MATCH, LINK, LOCATION},
};
use ehcp_casework::Settled;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

/// What every handler returns.
pub type Answer = Result<HttpResponse, Refusal>;

/// 200 with a view and its strong `ETag`; 304 without a body when `If-None-Match` holds that very tag.
pub fn ok<T: Serialize>(request: &HttpRequest, view: &T, version: i64) -> Answer {
    let body = json(view)?;
    let tag = entity_tag(version, &body);
    if none_match(request.headers(), &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    Ok(with_json(HttpResponse::Ok().insert_header((ETAG, tag)), body))
}

/// 200 with something that has no version, such as a calculation.
pub fn plain<T: Serialize>(view: &T) -> Answer {
    Ok(with_json(&mut HttpResponse::Ok(), json(view)?))
}

/// 200 after a change, with the new state and its new `ETag`.
pub fn changed<T: Serialize>(view: &T, version: i64) -> Answer {
    let body = json(view)?;
    Ok(with_json(
        HttpResponse::Ok().insert_header((ETAG, entity_tag(version, &body))),
        body,
    ))
}

/// 201 with the address of what was made (such as `/v1/cases/…`), its view and its `ETag`.
pub fn created<T: Serialize>(location: &str, view: &T, version: i64) -> Answer {
    let body = json(view)?;
    let tag = entity_tag(version, &body);
    Ok(with_json(
        HttpResponse::Created()
            .insert_header((LOCATION, location))
            .insert_header((ETAG, tag)),
        body,
    ))
}

/// 201 with something that has no version.
pub fn made<T: Serialize>(location: &str, view: &T) -> Answer {
    Ok(with_json(
        HttpResponse::Created().insert_header((LOCATION, location)),
        json(view)?,
    ))
}

/// 202: begun, and something more is due.
pub fn accepted<T: Serialize>(view: &T) -> Answer {
    Ok(with_json(&mut HttpResponse::Accepted(), json(view)?))
}

/// 200 with the new state after a change, or 202 with the address of the asking when it waits for a second person.
pub fn settled(settled: Settled) -> Answer {
    match settled {
        Settled::Done(done) => changed(&done.view, done.version.unwrap_or_default()),
        Settled::Asked(approval) => {
            let location = format!("/v1/approvals/{}", approval.id);
            let body = json(&approval)?;
            Ok(with_json(
                HttpResponse::Accepted().insert_header((LOCATION, location)),
                body,
            ))
        }
    }
}

/// 204: done, and nothing to say.
pub fn done() -> Answer {
    Ok(HttpResponse::NoContent().finish())
}

/// 200 with one page of a list. `last` is the position of its last item if there are more; then `next` in the body
/// and `Link: rel="next"` hold the address of the next page.
pub fn page<T: Serialize, F, K: Serialize>(listing: &Listing<F, K>, items: &[T], last: Option<&K>) -> Answer {
    let next = next_address(listing, last)?;
    let mut answer = linked(next.as_deref());
    Ok(with_json(&mut answer, json(&Page { items, next })?))
}

/// 200 with the CSV form of a page, to be saved under `name` (ASCII letters, digits, `-` and `.`). `Link` holds the
/// address of the next one.
pub fn csv_page<F, K: Serialize>(
    listing: &Listing<F, K>,
    name: &str,
    text: String,
    last: Option<&K>,
) -> Answer {
    let next = next_address(listing, last)?;
    Ok(linked(next.as_deref())
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8; header=present"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(text))
}

fn next_address<F, K: Serialize>(
    listing: &Listing<F, K>,
    last: Option<&K>,
) -> Result<Option<String>, Refusal> {
    let address = |position| {
        let address = listing.next.address(position);
        address.ok_or_else(|| Refusal::new(ErrorCode::Internal))
    };
    last.map(address).transpose()
}

fn linked(next: Option<&str>) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    if let Some(next) = next {
        answer.insert_header((LINK, format!("<{next}>; rel=\"next\"")));
    }
    answer
}

/// 200 with one page of what was asked for with [`Listing::probe`]; `position` says where in the order an item stands.
pub fn probed<T: Serialize, F, K: Serialize>(
    listing: &Listing<F, K>,
    mut items: Vec<T>,
    position: impl FnOnce(&T) -> K,
) -> Answer {
    let more = items.len() > usize::from(listing.limit);
    items.truncate(usize::from(listing.limit));
    let last = items.last().filter(|_| more).map(position);
    page(listing, &items, last.as_ref())
}

/// 200 with a whole list that is short by its nature.
pub fn list<T: Serialize>(items: &[T]) -> Answer {
    plain(&Page { items, next: None })
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageOf<T: ToSchema> {
    /// The items, in a stable order.
    #[schema(max_items = 200)]
    pub items: Vec<T>,
    /// The address of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri-reference", max_length = 4000)]
    pub next: Option<String>,
}

/// A whole list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListOf<T: ToSchema> {
    /// The items, in a stable order.
    #[schema(max_items = 1000)]
    pub items: Vec<T>,
}

/// The body of a page: the items, and the address of the next page if there is one.
#[derive(Debug, Serialize)]
struct Page<'a, T> {
    items: &'a [T],
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

fn json<T: Serialize>(view: &T) -> Result<Vec<u8>, Refusal> {
    serde_json::to_vec(view).map_err(|_| Refusal::new(ErrorCode::Internal))
}

fn with_json(answer: &mut HttpResponseBuilder, body: Vec<u8>) -> HttpResponse {
    answer
        .insert_header((CONTENT_TYPE, "application/json"))
        .body(body)
}

/// `"<version>-<first 8 hex digits of the body's SHA-256>"`. The version serves `If-Match`, the whole tag
/// `If-None-Match`: two readers who may see different parts of one version have different tags.
pub(crate) fn entity_tag(version: i64, body: &[u8]) -> String {
    let digest = hex::encode(Sha256::digest(body));
    format!("\"{version}-{}\"", digest.get(..8).unwrap_or_default())
}

/// The version in the inside of a tag that this server can have given.
pub(crate) fn version_of(tag: &[u8]) -> Option<i64> {
    let (version, hash) = std::str::from_utf8(tag).ok()?.split_once('-')?;
    let hash_fits = hash.len() == 8
        && hash
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let version: i64 = version
        .parse()
        .ok()
        .filter(|number: &i64| number.to_string() == version)?;
    hash_fits.then_some(version)
}

/// Weak comparison with any member of the list, as RFC 9110 section 13.1.2 asks; `*` matches what exists.
fn none_match(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|member| {
            let member = member.trim();
            member == "*" || member.strip_prefix("W/").unwrap_or(member) == tag
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_gives_its_version_back_and_depends_on_the_body() {
        let tag = entity_tag(42, b"{}");
        assert_eq!(version_of(tag.trim_matches('"').as_bytes()), Some(42));
        assert_ne!(tag, entity_tag(42, b"{ }"));
    }
}

//! A letter as an answer: HTML or PDF, which the browser may show and nothing more.

use crate::{accept::prefers, answer::Answer};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ehcp_casework::{Paper, PaperForm};
use sha2::{Digest as _, Sha256};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr,
        schema::{KnownFormat, Schema, SchemaFormat, SchemaType, Type},
    },
};

/// The most bytes of a letter.
const LARGEST: usize = 4 * 1024 * 1024;

/// A letter as a page of HTML.
pub(super) struct HtmlLetter;

impl PartialSchema for HtmlLetter {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .max_length(Some(LARGEST))
            .description(Some(
                "A page of HTML, complete in itself: it fetches nothing and runs nothing.",
            ))
            .into()
    }
}

impl ToSchema for HtmlLetter {}

/// A letter as PDF.
pub(super) struct PdfLetter;

impl PartialSchema for PdfLetter {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .max_length(Some(LARGEST))
            .description(Some("A tagged PDF (PDF/UA-1, PDF/A-2a)."))
            .into()
    }
}

impl ToSchema for PdfLetter {}

/// The form that a request wants more; HTML when both are as good.
pub(super) fn wanted(request: &HttpRequest) -> PaperForm {
    if prefers(request.headers(), "application/pdf", "text/html") {
        PaperForm::Pdf
    } else {
        PaperForm::Html
    }
}

/// 200 with a letter. A page of HTML is shown without scripts, in no frame, with its own style and nothing else.
pub(super) fn answer(paper: Paper) -> Answer {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, paper.form.media_type()))
        .insert_header((CONTENT_LANGUAGE, "en-GB"))
        .insert_header((VARY, "Accept"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("inline; filename=\"{}\"", paper.file_name),
        ));
    if paper.form == PaperForm::Html {
        answer.insert_header((CONTENT_SECURITY_POLICY, policy_of(&paper.bytes)));
    }
    Ok(answer.body(paper.bytes))
}

/// The policy under which a page shows: its one style, by digest.
fn policy_of(page: &[u8]) -> String {
    let page = String::from_utf8_lossy(page);
    let style = page
        .split_once("<style>")
        .and_then(|(_, rest)| rest.split_once("</style>"))
        .map_or("", |(style, _)| style);
    let digest = STANDARD.encode(Sha256::digest(style.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'; sandbox"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_one_style_of_the_page() {
        let policy = policy_of(b"<head><style>p{}</style></head>");
        let digest = STANDARD.encode(Sha256::digest(b"p{}"));
        assert!(policy.contains(&format!("'sha256-{digest}'")), "{policy}");
        assert!(policy.contains("default-src 'none'") && policy.ends_with("sandbox"));
    }
}

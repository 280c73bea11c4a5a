//! The frame of the OpenAPI document and its finish.

use super::responses;
use crate::router::{ROUTES, routed};
use utoipa::openapi::{
    Components, ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, OpenApiVersion, Paths,
    RefOr, SecurityRequirement, ServerBuilder,
    schema::Schema,
    security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    tag::TagBuilder,
};
use utoipa::{PartialSchema as _, ToSchema as _};

/// The name of the security scheme.
const BEARER: &str = "access_token";

const DESCRIPTION: &str = "Tracks every education, health and care case of one English local authority through its \
legal clock. Instants are UTC; legal dates are days in England. Every error is a problem (RFC 9457); changes carry \
`If-Match`, creations `Idempotency-Key`; lists are paged by an opaque cursor.";

/// Tags in the order in which the explorer shows them.
const TAGS: &[(&str, &str)] = &[(
    "service",
    "The server itself: whether it lives, and this document.",
)];

/// The OpenAPI 3.1 document of the shipped router.
#[must_use]
pub fn openapi() -> OpenApi {
    let (_, document) = routed(ROUTES);
    finish(document)
}

/// What the document says before any operation is registered.
pub(crate) fn base() -> OpenApi {
    let licence = LicenseBuilder::new().name("MIT").identifier(Some("MIT")).build();
    let contact = ContactBuilder::new()
        .name(Some("EHCP Tracker"))
        .email(Some("ehcp-tracker@example.org"))
        .build();
    let info = InfoBuilder::new()
        .title("EHCP Tracker")
        .version("1.0.0")
        .description(Some(DESCRIPTION))
        .contact(Some(contact))
        .license(Some(licence))
        .build();
    let mut components = Components::new();
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some(
            "An access token from sign-in or refresh; valid for at most 15 minutes.",
        ))
        .build();
    components
        .security_schemes
        .insert(BEARER.to_owned(), SecurityScheme::Http(scheme).into());
    let tags = TAGS
        .iter()
        .map(|(name, says)| TagBuilder::new().name(*name).description(Some(*says)).build());
    OpenApiBuilder::new()
        .openapi(OpenApiVersion::Version31)
        .info(info)
        .servers(Some([ServerBuilder::new()
            .url("http://localhost:8080")
            .description(Some("This machine"))
            .build()]))
        .paths(Paths::new())
        .components(Some(components))
        .security(Some([SecurityRequirement::new(BEARER, [] as [&str; 0])]))
        .tags(Some(tags))
        .build()
}

/// Adds the answers that the framework of the server gives, and what they refer to.
pub(crate) fn finish(mut document: OpenApi) -> OpenApi {
    let mut schemas: Vec<(String, RefOr<Schema>)> = Vec::new();
    crate::problem::Problem::schemas(&mut schemas);
    schemas.push((
        crate::problem::Problem::name().into_owned(),
        crate::problem::Problem::schema(),
    ));
    let components = document.components.get_or_insert_default();
    components.schemas.extend(schemas);
    components.responses.extend(responses::all());
    for (path, item) in &mut document.paths.paths {
        for operation in [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.patch,
            &mut item.delete,
        ] {
            if let Some(operation) = operation {
                responses::add(path, operation);
            }
        }
    }
    document
}

/// The document's text, as it is checked in and served.
pub(crate) fn text(document: &OpenApi) -> Result<String, serde_json::Error> {
    document.to_pretty_json().map(|text| text + "\n")
}

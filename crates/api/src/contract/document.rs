//! The frame of the OpenAPI document and its finish.

use super::{responses, variants};
use crate::router::{ROUTES, routed};
use ehcp_attachment::FileKind;
use utoipa::openapi::{
    Components, ContactBuilder, Content, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder,
    OpenApiVersion, Paths, RefOr, SecurityRequirement, ServerBuilder,
    path::Operation,
    schema::Schema,
    security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    tag::TagBuilder,
};
use utoipa::{PartialSchema as _, ToSchema as _};

/// The name of the security scheme.
pub(super) const BEARER: &str = "access_token";

const DESCRIPTION: &str = "Tracks every education, health and care case of one English local authority through its \
legal clock. Instants are UTC; legal dates are days in England. Every error is a problem (RFC 9457); changes carry \
`If-Match`, creations `Idempotency-Key`; lists are paged by an opaque cursor.";

/// Tags in the order in which the explorer shows them.
const TAGS: &[(&str, &str)] = &[
    ("sessions", "Signing in and out."),
    (
        "accounts",
        "Invitations, forgotten passwords, new addresses, and the accounts that an administrator looks after.",
    ),
    (
        "programs",
        "Programs that act with keys of their own, and what each may do.",
    ),
    (
        "people",
        "The signed-in person, the teams and their staff, the settings.",
    ),
    (
        "children",
        "Children, the adults linked to them, the rolls they are on.",
    ),
    (
        "contacts",
        "How people are reached, and the protection of addresses.",
    ),
    ("requests", "Asking for an EHC needs assessment."),
    (
        "cases",
        "Cases: where they stand, what happened, who works on them.",
    ),
    ("deadlines", "The statutory clock, explained."),
    (
        "decisions",
        "Notices and decisions, with their reasons and the family's rights.",
    ),
    ("attachments", "Files of evidence, and who may see them."),
    ("advice", "Asking for advice and giving it."),
    (
        "plans",
        "Draft and final plans, and what the family says about a draft.",
    ),
    ("exceptions", "Exceptions to time limits, with their evidence."),
    ("corrections", "Correcting what is on record, and disputing it."),
    (
        "disputes",
        "Mediation and appeals, what must be done because of them, and what the family can do now.",
    ),
    (
        "disclosures",
        "To whom plans and papers were passed on, and on which basis.",
    ),
    (
        "letters",
        "Statutory notices as letters: what they say, and what one would say.",
    ),
    ("approvals", "What waits for a second person."),
    ("retention", "How long records are kept."),
    ("restrictions", "Cases that only those on their list may know of."),
    ("emergencies", "Reading a case in an emergency."),
    (
        "service",
        "The server itself: whether it lives, and this document.",
    ),
];

/// The version of the contract. It grows by its own rules, not with the program's: a caller who knows version 1 can call
/// every program that serves a version 1.
pub const CONTRACT_VERSION: &str = "1.0.0";

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
        .version(CONTRACT_VERSION)
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
        .security(Some([SecurityRequirement::new::<_, [&str; 0], &str>(BEARER, [])]))
        .tags(Some(tags))
        .build()
}

/// Adds the answers that the framework of the server gives, and what they refer to.
pub(crate) fn finish(mut document: OpenApi) -> OpenApi {
    let components = document.components.get_or_insert_default();
    components.schemas.extend(shared_schemas());
    components.responses.extend(responses::all());
    for (path, item) in &mut document.paths.paths {
        let operations = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.patch,
            &mut item.delete,
        ];
        for operation in operations.into_iter().flatten() {
            responses::add(path, operation);
            name_kinds_of_file(operation);
        }
        if let Some(read) = &mut item.get {
            responses::add_access_reason(read);
        }
    }
    if let Some(components) = &mut document.components {
        variants::write_out(components);
    }
    drop_unused(&mut document);
    document
}

/// What an operation says that takes or gives any kind of file.
const ANY_FILE: &str = "*/*";

/// Where an operation takes or gives any file, the kinds of file that are kept as evidence.
fn name_kinds_of_file(operation: &mut Operation) {
    for answer in operation.responses.responses.values_mut() {
        if let RefOr::T(answer) = answer
            && let Some(file) = answer.content.shift_remove(ANY_FILE)
        {
            answer.content.extend(each_kind(file));
        }
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body
        && let Some(file) = body.content.remove(ANY_FILE)
    {
        body.content.extend(each_kind(file));
    }
}

fn each_kind(file: RefOr<Content>) -> impl Iterator<Item = (String, RefOr<Content>)> {
    FileKind::ALL
        .into_iter()
        .map(move |kind| (kind.media_type().to_owned(), file.clone()))
}

/// The document's text, as it is checked in and served.
pub(crate) fn text(document: &OpenApi) -> Result<String, serde_json::Error> {
    document.to_pretty_json().map(|text| text + "\n")
}

macro_rules! schemas_of {
    ($($kind:ty),+ $(,)?) => {{
        let mut all: Vec<(String, RefOr<Schema>)> = Vec::new();
        $(
            <$kind>::schemas(&mut all);
            all.push((<$kind>::name().into_owned(), <$kind>::schema()));
        )+
        all
    }};
}

/// Schemas that operations may refer to although no body holds them: the problem, and the ids in paths and queries.
fn shared_schemas() -> Vec<(String, RefOr<Schema>)> {
    use ehcp_case::{
        AdviceRequestId, AssessmentId, CaseId, ChildId, DecisionId, DisputeId, EducationSettingId,
        EnrolmentId, EventId, ExceptionId, FactId, ParentLinkId, PlanId, RepresentationId, SessionId, TeamId,
        UserId,
    };
    schemas_of![
        crate::problem::Problem,
        AdviceRequestId,
        AssessmentId,
        CaseId,
        ChildId,
        DecisionId,
        DisputeId,
        EducationSettingId,
        EnrolmentId,
        EventId,
        ExceptionId,
        FactId,
        ParentLinkId,
        PlanId,
        RepresentationId,
        SessionId,
        TeamId,
        UserId,
    ]
}

/// Leaves out components that nothing refers to.
fn drop_unused(document: &mut OpenApi) {
    loop {
        let Ok(text) = document.to_json() else { return };
        let Some(components) = &mut document.components else {
            return;
        };
        let before = components.schemas.len() + components.responses.len();
        components
            .schemas
            .retain(|name, _| text.contains(&format!("\"#/components/schemas/{name}\"")));
        components
            .responses
            .retain(|name, _| text.contains(&format!("\"#/components/responses/{name}\"")));
        if components.schemas.len() + components.responses.len() == before {
            return;
        }
    }
}

//! Routes that only the tests have.

use crate::{
    answer::{self, Answer},
    auth::Identity,
    extract::{
        Body, IdempotencyKey, IdempotencyKeyHeader, IfMatch, IfMatchHeader, Listing, PageParams, PathId,
        Query, SignInBody,
    },
};
use actix_web::{HttpRequest, HttpResponse, error::ErrorInternalServerError, get, post, put};
use ehcp_case::CaseId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn register(routes: &mut ServiceConfig<'_>) {
    crate::endpoints::v1(routes);
    routes.service(calculate_thing);
    routes.service(sign_in_thing);
    routes.service(create_thing);
    routes.service(change_thing);
    routes.service(list_things);
    routes.service(search_things);
    routes.service(read_thing);
    routes.service(echo_things);
    routes.service(fail_things);
    routes.service(wait_things);
    routes.service(panic_over_things);
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Thing {
    #[schema(max_length = 100)]
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    count: Option<i32>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ThingFilter {
    #[param(max_length = 20)]
    kind: Option<String>,
}

#[utoipa::path(tag = "things", security(()), responses((status = 200, body = Thing)), request_body = Thing)]
#[post("/thing-calculations")]
async fn calculate_thing(thing: Body<Thing>) -> Answer {
    answer::plain(&thing.into_inner())
}

#[utoipa::path(tag = "things", security(()), responses((status = 200, body = Thing)), request_body = Thing)]
#[post("/thing-sign-ins")]
async fn sign_in_thing(thing: SignInBody<Thing>) -> Answer {
    answer::plain(&thing.into_inner())
}

#[utoipa::path(tag = "things", params(IdempotencyKeyHeader), responses((status = 201, body = Thing)), request_body = Thing)]
#[post("/things")]
async fn create_thing(caller: Identity, key: IdempotencyKey, thing: Body<Thing>) -> Answer {
    let mut thing = thing.into_inner();
    thing.name = format!("{} by {} under {}", thing.name, caller.role, key.0);
    answer::created("/v1/things/1", &thing, 1)
}

#[utoipa::path(
    tag = "things",
    params(("thing_id" = CaseId, Path), ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = Thing)),
)]
#[get("/things/{thing_id}")]
async fn read_thing(request: HttpRequest, id: PathId<CaseId>, _caller: Identity) -> Answer {
    answer::ok(
        &request,
        &Thing {
            name: id.0.to_string(),
            count: None,
        },
        7,
    )
}

#[utoipa::path(
    tag = "things",
    params(("thing_id" = CaseId, Path), IfMatchHeader),
    responses((status = 200, body = Thing)),
    request_body = Thing,
)]
#[put("/things/{thing_id}")]
async fn change_thing(_id: PathId<CaseId>, seen: IfMatch, thing: Body<Thing>) -> Answer {
    answer::changed(&thing.into_inner(), seen.0 + 1)
}

#[utoipa::path(tag = "things", params(PageParams, ThingFilter), responses((status = 200, body = Object)))]
#[get("/things")]
async fn list_things(listing: Listing<ThingFilter, u32>, _caller: Identity) -> Answer {
    let first = listing.after.map_or(0, |last| last + 1);
    let end = (first + u32::from(listing.limit)).min(120);
    let items: Vec<u32> = (first..end).collect();
    let last = items.last().filter(|last| **last < 119);
    let _ = &listing.filter.kind;
    answer::page(&listing, &items, last)
}

#[utoipa::path(tag = "things", params(ThingFilter), responses((status = 200, body = Object)))]
#[get("/things/search")]
async fn search_things(filter: Query<ThingFilter>) -> Answer {
    answer::plain(&serde_json::json!({ "kind": filter.0.kind }))
}

#[utoipa::path(tag = "things", responses((status = 200, body = Object)), request_body = Object)]
#[post("/thing-echoes")]
async fn echo_things(value: Body<Value>) -> Answer {
    answer::plain(&serde_json::json!({ "value": value.into_inner() }))
}

#[utoipa::path(tag = "things", responses((status = 200, body = Object)))]
#[get("/thing-failures")]
async fn fail_things() -> Result<HttpResponse, actix_web::Error> {
    Err(ErrorInternalServerError(
        "connection to /var/lib/secret.sqlite lost",
    ))
}

#[utoipa::path(tag = "things", responses((status = 200, body = Object)))]
#[get("/thing-waits")]
async fn wait_things() -> Answer {
    std::future::pending().await
}

#[utoipa::path(tag = "things", responses((status = 200, body = Object)))]
#[get("/thing-faults")]
async fn panic_over_things() -> Answer {
    panic!("a fault that holds a name: Oakley");
}

//! The document.

use super::*;
use crate::contract as document;
use std::collections::BTreeSet;
use utoipa::openapi::{OpenApi, RefOr, SecurityRequirement, path::Operation};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/ehcp-v1.json");

fn with_test_routes() -> OpenApi {
    let (_, raw) = router::routed(Routes {
        v1: routes::register,
        anonymous: &ANONYMOUS,
    });
    document::finish(raw)
}

fn operations(document: &OpenApi) -> Vec<(String, &Operation)> {
    let items = document.paths.paths.iter();
    items
        .flat_map(|(path, item)| {
            let found = [&item.get, &item.put, &item.post, &item.patch, &item.delete];
            found
                .into_iter()
                .flatten()
                .map(move |operation| (path.clone(), operation))
        })
        .collect()
}

fn anonymous_in(document: &OpenApi) -> BTreeSet<String> {
    let found = operations(document);
    let without = found
        .iter()
        .filter(|(path, operation)| match &operation.security {
            Some(needed) => !needed.iter().any(|one| *one != SecurityRequirement::default()),
            None => panic!("{path} does not say what it needs"),
        });
    without
        .map(|(_, operation)| operation.operation_id.clone().unwrap())
        .collect()
}

#[test]
fn the_checked_in_document_is_the_router_s() {
    let text = document::text(&crate::openapi()).unwrap();
    crate::blessed::compare(FILE, &text);
}

#[actix_web::test]
async fn the_served_document_is_the_checked_in_file_byte_for_byte() {
    let shipped = document::text(&crate::openapi()).unwrap();
    let server = TestServer::start_with(|_| {});
    let answer = server.anonymous("GET", "/v1/openapi.json").send().await.unwrap();
    assert_eq!(header(answer.headers(), "content-type"), "application/json");
    let served = answer.text().await.unwrap();
    assert_eq!(served, document::text(&with_test_routes()).unwrap());
    assert!(shipped.ends_with("}\n") && shipped.starts_with("{\n  \"openapi\": \"3.1.0\""));
}

#[test]
fn exactly_the_listed_operations_need_no_sign_in() {
    let listed = |list: &[(&str, Policy)]| {
        list.iter()
            .map(|(id, _)| (*id).to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(anonymous_in(&crate::openapi()), listed(router::ANONYMOUS));
    assert_eq!(anonymous_in(&with_test_routes()), listed(&ANONYMOUS));
}

#[test]
fn every_operation_has_an_own_id_a_tag_and_a_summary() {
    let document = crate::openapi();
    let mut ids = BTreeSet::new();
    let tags: BTreeSet<String> = document
        .tags
        .clone()
        .unwrap()
        .into_iter()
        .map(|tag| tag.name)
        .collect();
    for (path, operation) in operations(&document) {
        assert!(ids.insert(operation.operation_id.clone().unwrap()), "{path}");
        assert!(
            operation
                .summary
                .as_ref()
                .is_some_and(|summary| !summary.is_empty()),
            "{path}"
        );
        let named = operation.tags.clone().unwrap();
        assert!(
            !named.is_empty() && named.iter().all(|tag| tags.contains(tag)),
            "{path}: {named:?}"
        );
    }
}

#[test]
fn every_operation_lists_the_errors_that_follow_from_what_it_takes() {
    let document = with_test_routes();
    let statuses = |id: &str| {
        let found = operations(&document);
        let (_, operation) = found
            .iter()
            .find(|(_, o)| o.operation_id.as_deref() == Some(id))
            .unwrap();
        operation
            .responses
            .responses
            .keys()
            .map(|status| status.parse::<u16>().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(statuses("check_liveness"), [200, 400]);
    assert_eq!(statuses("check_readiness"), [200, 400, 503]);
    assert_eq!(statuses("read_contract"), [200, 400, 406, 422, 429, 503]);
    assert_eq!(
        statuses("read_thing"),
        [200, 304, 400, 401, 403, 404, 406, 422, 429, 503]
    );
    assert_eq!(statuses("list_things"), [200, 400, 401, 403, 406, 422, 429, 503]);
    assert_eq!(
        statuses("create_thing"),
        [201, 400, 401, 403, 404, 406, 408, 409, 413, 415, 422, 429, 503]
    );
    assert_eq!(
        statuses("change_thing"),
        [
            200, 400, 401, 403, 404, 406, 408, 409, 412, 413, 415, 422, 428, 429, 503
        ]
    );
    assert_eq!(
        statuses("calculate_thing"),
        [200, 400, 406, 408, 413, 415, 422, 429, 503]
    );
}

#[test]
fn every_error_answer_has_the_problem_schema_and_an_example_of_each_code() {
    let document = serde_json::to_value(with_test_routes()).unwrap();
    for code in ErrorCode::ALL
        .iter()
        .filter(|code| !matches!(code, ErrorCode::MethodNotAllowed | ErrorCode::Internal))
    {
        let content =
            &document["components"]["responses"][format!("Problem{}", code.status().as_u16())]["content"];
        let content = &content["application/problem+json"];
        assert_eq!(content["schema"]["$ref"], "#/components/schemas/Problem");
        assert_eq!(content["examples"][code.word()]["value"]["code"], code.word());
    }
    let codes = &document["components"]["schemas"]["ErrorCode"]["enum"];
    assert_eq!(codes.as_array().unwrap().len(), ErrorCode::ALL.len());
}

#[test]
fn every_reference_leads_somewhere() {
    let text = serde_json::to_value(with_test_routes()).unwrap();
    let mut open = vec![&text];
    let mut references = 0;
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                if let Some(target) = members.get("$ref").and_then(Value::as_str) {
                    references += 1;
                    assert!(text.pointer(target.trim_start_matches('#')).is_some(), "{target}");
                }
                open.extend(members.values());
            }
            _ => {}
        }
    }
    assert!(references > 20);
}

#[test]
fn the_document_names_its_licence_its_contact_and_a_server_without_path() {
    let document = crate::openapi();
    assert_eq!(
        document.info.license.as_ref().unwrap().identifier.as_deref(),
        Some("MIT")
    );
    assert!(document.info.contact.is_some() && document.info.description.is_some());
    assert_eq!(document.servers.as_ref().unwrap()[0].url, "http://localhost:8080");
    let parameters = operations(&document)
        .into_iter()
        .flat_map(|(_, o)| o.parameters.clone().unwrap_or_default());
    assert!(
        parameters
            .into_iter()
            .all(|parameter| matches!(parameter, RefOr::T(_)))
    );
}

/// Where a string or an array of the document has no limit, below `value`.
fn unlimited(place: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let is = |kind: &str| match members.get("type") {
                Some(Value::String(one)) => one == kind,
                Some(Value::Array(several)) => several.iter().any(|one| one == kind),
                _ => false,
            };
            let has = |names: &[&str]| names.iter().any(|name| members.contains_key(*name));
            if is("string") && !has(&["maxLength", "pattern", "format", "enum", "const"])
                || is("array") && !has(&["maxItems"])
            {
                found.push(place.to_owned());
            }
            for (name, inner) in members {
                // What examples hold is no schema.
                if name != "example" && name != "examples" {
                    unlimited(&format!("{place}/{name}"), inner, found);
                }
            }
        }
        Value::Array(items) => {
            for (number, inner) in items.iter().enumerate() {
                unlimited(&format!("{place}/{number}"), inner, found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_string_has_a_limit_and_so_has_every_array() {
    let mut found = Vec::new();
    unlimited("", &serde_json::to_value(crate::openapi()).unwrap(), &mut found);
    assert!(
        found.is_empty(),
        "without maxLength, pattern, format or enum, or without maxItems:\n{}",
        found.join("\n")
    );
}

#[test]
fn every_operation_is_described_and_has_an_example_of_its_body_and_of_its_answer() {
    let document = serde_json::to_value(crate::openapi()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item
            .as_object()
            .unwrap()
            .iter()
            .filter(|_| path.starts_with("/v1/"))
        {
            let place = format!("{method} {path}");
            assert!(
                operation["description"]
                    .as_str()
                    .is_some_and(|text| text.len() > 20),
                "{place}"
            );
            // A file or a letter is no example that anybody could read.
            let is_file = |content: &serde_json::Value| {
                let schema = content["schema"]["$ref"].as_str().unwrap_or_default();
                ["FileBytes", "HtmlLetter", "PdfLetter"]
                    .iter()
                    .any(|name| schema == format!("#/components/schemas/{name}"))
            };
            if let Some(body) = operation
                .get("requestBody")
                .filter(|body| !is_file(&body["content"]["application/pdf"]))
            {
                assert!(
                    !body["content"]["application/json"]["example"].is_null(),
                    "{place}"
                );
            }
            let good = operation["responses"].as_object().unwrap().iter();
            for (status, answer) in
                good.filter(|(status, _)| status.starts_with('2') && path != "/v1/openapi.json")
            {
                let contents = answer["content"].as_object().into_iter().flatten();
                for (media, content) in contents.filter(|(_, content)| !is_file(content)) {
                    assert!(!content["example"].is_null(), "{place} {status} {media}");
                }
            }
        }
    }
}

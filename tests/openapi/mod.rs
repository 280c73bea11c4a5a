//! The contract: what is checked in is what is served, and it leaves nothing out.

mod limits;

use ehcp_test_support::{Contract, Operation, TestApp, TestDatabase};
use reqwest::Method;
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path};

const CHECKED_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/ehcp-v1.json");
const RELEASED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/released");

#[test]
fn the_served_document_is_the_one_that_is_checked_in() {
    let app = TestApp::on(TestDatabase::sqlite());
    let served = app.anonymous(Method::GET, "/v1/openapi.json").expect(200);
    let checked_in = fs::read_to_string(CHECKED_IN).unwrap();
    assert!(
        served.text() == checked_in,
        "openapi/ehcp-v1.json is not what is served: run EHCP_BLESS=1 cargo test -p ehcp-api and read the change"
    );
}

#[test]
fn every_operation_says_what_it_is_for_who_may_call_it_and_how_it_fails() {
    let mut missing = Vec::new();
    let mut known = BTreeSet::new();
    for operation in &Contract::get().operations {
        let mut needs = |holds: bool, what: &str| {
            if !holds {
                missing.push(format!("{}: {what}", operation.id));
            }
        };
        let says = &operation.says;
        needs(known.insert(operation.id.clone()), "a name of its own");
        needs(
            says["summary"].as_str().is_some_and(|text| text.len() > 5),
            "a summary",
        );
        needs(
            says["description"].as_str().is_some_and(|text| text.len() > 20),
            "a description",
        );
        needs(
            says["tags"].as_array().is_some_and(|tags| tags.len() == 1),
            "one tag",
        );
        needs(says["security"].is_array(), "whether one must sign in");
        let v1 = operation.path.starts_with("/v1/");
        let status = |status: &str| says["responses"][status].is_object();
        if says["security"]
            .as_array()
            .is_some_and(|schemes| !schemes.is_empty())
            && v1
        {
            needs(status("401") && status("403"), "401 and 403");
        }
        if v1 {
            needs(
                status("406") && status("429") && status("503"),
                "406, 429 and 503",
            );
        }
        if says["requestBody"].is_object() {
            needs(
                status("400") && status("413") && status("415") && status("422"),
                "400, 413, 415 and 422",
            );
            needs(
                has_example(&says["requestBody"]["content"]),
                "an example of its body",
            );
        }
        if takes(operation, "If-Match") {
            needs(
                status("412") && status("428") && status("409"),
                "409, 412 and 428",
            );
        }
        if operation.path.contains('{') {
            needs(status("404"), "404");
        }
        needs(answers_have_examples(operation), "an example of each good answer");
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

fn takes(operation: &Operation, header: &str) -> bool {
    let parameters = operation.says["parameters"].as_array().into_iter().flatten();
    parameters
        .into_iter()
        .any(|parameter| parameter["name"] == header)
}

fn has_example(content: &Value) -> bool {
    content.as_object().is_some_and(|types| {
        types
            .iter()
            .filter(|(media, _)| media.ends_with("json"))
            .all(|(_, media)| {
                let schema = Contract::get().follow(&media["schema"]);
                [&media["example"], &media["examples"], &schema["example"]]
                    .iter()
                    .any(|example| !example.is_null())
            })
    })
}

fn answers_have_examples(operation: &Operation) -> bool {
    let responses = operation.says["responses"].as_object().unwrap();
    responses
        .iter()
        .filter(|(status, response)| status.starts_with('2') && response["content"].is_object())
        .filter(|_| operation.id != "read_contract")
        .all(|(_, response)| has_example(&response["content"]))
}

#[test]
fn every_change_names_a_version_or_a_key() {
    let anonymous_or_sign_in = |operation: &Operation| {
        // What proves who one is, is never kept to be answered again.
        operation.says["security"].as_array().is_none_or(Vec::is_empty)
            || operation.says["tags"][0] == "sessions"
            || operation.id == "draw_program_key"
    };
    for operation in &Contract::get().operations {
        // A search and a preview change nothing; they are no GET so that no name stands in an address.
        let changes_nothing = ["find_cases", "preview_notice"].contains(&operation.id.as_str());
        if operation.method == Method::GET || anonymous_or_sign_in(operation) || changes_nothing {
            continue;
        }
        let (key, version) = (takes(operation, "Idempotency-Key"), takes(operation, "If-Match"));
        assert_eq!(
            operation.method == Method::POST,
            key,
            "{}: Idempotency-Key",
            operation.id
        );
        assert!(
            // A statement, a file, or that papers went outside, stands beside the case and is right whatever it says by now.
            version
                || key
                    && (!operation.path.starts_with("/v1/cases/{")
                        || ["make_statement", "create_attachment", "record_disclosure"]
                            .contains(&operation.id.as_str())),
            "{}: If-Match",
            operation.id
        );
    }
}

#[test]
fn the_examples_fit_their_schemas() {
    let contract = Contract::get();
    for operation in &contract.operations {
        let bodies = [("request", &operation.says["requestBody"]["content"])];
        let answers = operation.says["responses"].as_object().unwrap().iter();
        let answers = answers.map(|(status, response)| (status.as_str(), &response["content"]));
        for (what, content) in bodies.into_iter().chain(answers) {
            for (media, says) in content.as_object().into_iter().flatten() {
                if let Some(example) = says.get("example").filter(|_| media.ends_with("json")) {
                    let faults =
                        contract.faults(&format!("{} {what}", operation.id), &says["schema"], example);
                    assert!(
                        faults.is_empty(),
                        "{} {what}: {faults:#?}: {example}",
                        operation.id
                    );
                }
            }
        }
    }
}

/// A released contract is a promise: what it offers stays, until a `/v2` stands beside it.
#[test]
fn nothing_that_a_released_contract_promised_is_gone() {
    let Ok(folder) = fs::read_dir(Path::new(RELEASED)) else {
        return; // Nothing has been released yet.
    };
    let now = &Contract::get().document;
    let mut broken = Vec::new();
    for file in folder {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let released: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        broken.extend(
            breaks(&released, now)
                .into_iter()
                .map(|what| format!("{}: {what}", path.display())),
        );
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// What the newer document takes away: operations, answers that were good, members of answers, values that were
/// accepted, and freedom to leave something out.
fn breaks(old: &Value, new: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, item) in old["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let now = &new["paths"][path][method];
            let id = operation["operationId"].as_str().unwrap_or(path);
            if now["operationId"] != operation["operationId"] {
                broken.push(format!("{id} is gone from {method} {path}"));
                continue;
            }
            for status in operation["responses"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(status, _)| status)
            {
                if status.starts_with('2') && !now["responses"][status].is_object() {
                    broken.push(format!("{id} no longer answers {status}"));
                }
            }
        }
    }
    for (name, schema) in old["components"]["schemas"].as_object().into_iter().flatten() {
        let now = &new["components"]["schemas"][name];
        if !now.is_object() {
            continue;
        }
        for member in schema["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(member, _)| member)
        {
            if !now["properties"][member].is_object() && now["properties"][member] != Value::Bool(true) {
                broken.push(format!("{name} has lost {member}"));
            }
        }
        let required = |schema: &Value| -> BTreeSet<String> {
            let names = schema["required"].as_array().into_iter().flatten();
            names.filter_map(|name| Some(name.as_str()?.to_owned())).collect()
        };
        if schema["additionalProperties"] == Value::Bool(false) {
            for member in required(now).difference(&required(schema)) {
                broken.push(format!("{name} now needs {member}"));
            }
        }
    }
    broken
}

#[test]
fn a_contract_that_loses_something_breaks_its_promise() {
    let old = &Contract::get().document;
    assert_eq!(breaks(old, old), Vec::<String>::new());
    let mut new = old.clone();
    new["paths"].as_object_mut().unwrap().remove("/v1/me");
    new["components"]["schemas"]["CaseView"]["properties"]
        .as_object_mut()
        .unwrap()
        .remove("stage");
    let broken = breaks(old, &new);
    assert_eq!(broken.len(), 2, "{broken:?}");
}

#[test]
fn no_list_says_how_many_there_are() {
    let telling = ["total", "count", "total_count", "total_items", "pages", "last"];
    for operation in &Contract::get().operations {
        for (status, response) in operation.says["responses"].as_object().into_iter().flatten() {
            let response = Contract::get().follow(response);
            let schema = Contract::get().follow(&response["content"]["application/json"]["schema"]);
            let members = &schema["properties"];
            if members["items"].is_object() {
                for name in telling {
                    assert!(
                        members[name].is_null(),
                        "{} {status} tells {name}, which counts what is hidden",
                        operation.id
                    );
                }
            }
        }
    }
}

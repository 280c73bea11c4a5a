//! Everything in the contract has an end: texts, lists and numbers.

use ehcp_test_support::Contract;
use serde_json::Value;
use std::collections::BTreeSet;

/// Collects what has no end, each with where it stands.
struct Walk {
    endless: BTreeSet<String>,
    /// Whether numbers need a range too: in what callers send they do.
    numbers: bool,
}

impl Walk {
    fn schema(&mut self, schema: &Value, at: &str, above: &[&str]) {
        if let Some(name) = schema["$ref"].as_str() {
            if !above.contains(&name) {
                let above = [above, &[name]].concat();
                let short = name.rsplit('/').next().unwrap_or(name);
                self.schema(Contract::get().follow(schema), short, &above);
            }
            return;
        }
        for way in ["allOf", "anyOf", "oneOf"] {
            for one in schema[way].as_array().into_iter().flatten() {
                self.schema(one, at, above);
            }
        }
        if schema["enum"].is_array() || !schema["const"].is_null() {
            return;
        }
        let is = |kind: &str| {
            schema["type"] == kind
                || schema["type"]
                    .as_array()
                    .is_some_and(|kinds| kinds.iter().any(|one| one == kind))
        };
        let has = |name: &str| !schema[name].is_null();
        if is("string") && !["maxLength", "pattern", "format"].into_iter().any(has) {
            self.endless
                .insert(format!("{at}: a text without maxLength, pattern or format"));
        }
        if is("array") && !has("maxItems") {
            self.endless.insert(format!("{at}: a list without maxItems"));
        }
        let number = is("integer") || is("number");
        if self.numbers && number && !(has("minimum") && has("maximum")) {
            self.endless
                .insert(format!("{at}: a number without minimum and maximum"));
        }
        self.schema_below(schema, at, above);
    }

    fn schema_below(&mut self, schema: &Value, at: &str, above: &[&str]) {
        if schema["items"].is_object() {
            self.schema(&schema["items"], &format!("{at}[]"), above);
        }
        if schema["additionalProperties"].is_object() {
            self.schema(&schema["additionalProperties"], &format!("{at}.*"), above);
        }
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            self.schema(member, &format!("{at}.{name}"), above);
        }
    }

    fn content(&mut self, content: &Value, at: &str) {
        for (media, body) in content.as_object().into_iter().flatten() {
            if media.ends_with("json") {
                self.schema(&body["schema"], at, &[]);
            }
        }
    }
}

#[test]
fn everything_that_callers_send_has_an_end() {
    let mut walk = Walk {
        endless: BTreeSet::new(),
        numbers: true,
    };
    for operation in &Contract::get().operations {
        for parameter in operation.says["parameters"].as_array().into_iter().flatten() {
            let at = format!("{} {}", operation.id, parameter["name"]);
            walk.schema(&parameter["schema"], &at, &[]);
        }
        walk.content(&operation.says["requestBody"]["content"], &operation.id);
    }
    assert!(walk.endless.is_empty(), "{:#?}", walk.endless);
}

#[test]
fn every_text_and_list_of_an_answer_has_an_end() {
    let mut walk = Walk {
        endless: BTreeSet::new(),
        numbers: false,
    };
    for operation in Contract::get()
        .operations
        .iter()
        .filter(|operation| operation.id != "read_contract")
    {
        for (status, response) in operation.says["responses"].as_object().into_iter().flatten() {
            let response = Contract::get().follow(response);
            walk.content(&response["content"], &format!("{} {status}", operation.id));
        }
    }
    assert!(walk.endless.is_empty(), "{:#?}", walk.endless);
}

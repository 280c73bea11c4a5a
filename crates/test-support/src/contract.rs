//! The OpenAPI document as a judge: each answer must be one that the document promises.

use crate::{Answer, hygiene};
use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

/// One operation of the document.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its stable name.
    pub id: String,
    /// Its method.
    pub method: Method,
    /// Its path with the names of its ids in braces.
    pub path: String,
    /// What the document says of it.
    pub says: Value,
    /// The parts of its path.
    parts: Vec<String>,
}

/// The document of the server under test.
pub struct Contract {
    /// The whole document.
    pub document: Value,
    /// Its operations, in the order of their paths.
    pub operations: Vec<Operation>,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Contract {
    /// The document that falls out of the router.
    #[must_use]
    pub fn get() -> &'static Self {
        static CONTRACT: OnceLock<Contract> = OnceLock::new();
        CONTRACT.get_or_init(|| {
            let document = serde_json::to_value(ehcp_api::openapi()).expect("a document");
            Self {
                operations: operations(&document),
                document,
                validators: Mutex::default(),
            }
        })
    }

    /// The operation with this name.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn operation(&self, id: &str) -> &Operation {
        self.operations
            .iter()
            .find(|operation| operation.id == id)
            .unwrap_or_else(|| panic!("the document has no operation {id}"))
    }

    /// The operation that a request addresses; the path with the most fixed parts wins.
    fn find(&self, method: &Method, path: &str) -> Option<&Operation> {
        let path = path.split('?').next().unwrap_or(path);
        let parts: Vec<_> = path.split('/').collect();
        let fits = |operation: &&Operation| {
            operation.method == method
                && operation.parts.len() == parts.len()
                && operation
                    .parts
                    .iter()
                    .zip(&parts)
                    .all(|(own, part)| own.starts_with('{') || own == part)
        };
        self.operations
            .iter()
            .filter(fits)
            .min_by_key(|operation| operation.path.matches('{').count())
    }

    /// Checks an answer: its status is documented, its media type too, its body fits the schema, and its headers keep
    /// it from being run, framed or stored.
    ///
    /// # Panics
    /// When the answer is not one that the document promises.
    pub fn check(&self, method: &Method, path: &str, answer: &Answer) {
        let Some(operation) = self.find(method, path) else {
            return;
        };
        hygiene::check(operation, answer);
        let status = answer.status().to_string();
        let responses = &operation.says["responses"];
        let response = self.follow(&responses[&status]);
        assert!(
            response.is_object(),
            "{}: the document does not know the status {status}: {answer}",
            operation.id
        );
        let content = response["content"].as_object();
        let media = answer
            .header("content-type")
            .split(';')
            .next()
            .unwrap_or("")
            .trim();
        let Some(content) = content.filter(|content| !content.is_empty()) else {
            assert_eq!(answer.text(), "", "{}: {status} has no body", operation.id);
            return;
        };
        let promised = content
            .get(media)
            .unwrap_or_else(|| panic!("{}: {status} is not promised as {media}: {answer}", operation.id));
        if media.ends_with("json") {
            let key = format!("{} {status} {media}", operation.id);
            self.fits(&key, &promised["schema"], answer);
        }
    }

    fn fits(&self, key: &str, schema: &Value, answer: &Answer) {
        let faults = self.faults(key, schema, answer.json());
        assert!(faults.is_empty(), "{key}: {faults:#?}: {answer}");
    }

    /// What is wrong with a value by one of the document's schemas. `key` is a name for that schema.
    #[must_use]
    pub fn faults(&self, key: &str, schema: &Value, value: &Value) -> Vec<String> {
        let validator = self.validator(key, schema);
        let faults = validator.iter_errors(value).take(5);
        faults
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect()
    }

    fn validator(&self, key: &str, schema: &Value) -> Arc<Validator> {
        let mut known = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .entry(key.to_owned())
            .or_insert_with(|| {
                let mut whole = schema.as_object().cloned().unwrap_or_else(Map::new);
                whole.insert("components".to_owned(), self.document["components"].clone());
                whole.insert(
                    "$schema".to_owned(),
                    json!("https://json-schema.org/draft/2020-12/schema"),
                );
                let validator = jsonschema::options()
                    .should_validate_formats(true)
                    .build(&Value::Object(whole));
                Arc::new(validator.unwrap_or_else(|error| panic!("{key}: the schema is wrong: {error}")))
            })
            .clone()
    }

    /// What a reference into the document refers to.
    #[must_use]
    pub fn follow<'doc>(&'doc self, value: &'doc Value) -> &'doc Value {
        match value["$ref"].as_str() {
            Some(reference) => self
                .document
                .pointer(reference.trim_start_matches('#'))
                .unwrap_or_else(|| panic!("{reference} leads nowhere")),
            None => value,
        }
    }
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    let paths = document["paths"].as_object().expect("paths");
    for (path, item) in paths {
        for (method, says) in item.as_object().expect("operations") {
            let Ok(method) = method.to_uppercase().parse() else {
                continue;
            };
            let Some(id) = says["operationId"].as_str() else {
                continue;
            };
            all.push(Operation {
                id: id.to_owned(),
                method,
                path: path.clone(),
                says: says.clone(),
                parts: path.split('/').map(ToOwned::to_owned).collect(),
            });
        }
    }
    all
}

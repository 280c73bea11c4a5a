//! Looking up a request's address in the document.

use crate::limits::Policy;
use actix_web::{http::Method, web::Bytes};
use std::sync::Arc;
use utoipa::openapi::{
    OpenApi, PathItem, RefOr,
    path::{Operation as Documented, Parameter, ParameterIn},
};

/// One operation of the document.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// Its method.
    pub method: Method,
    /// Its path, with `{…}` for what varies.
    pub template: String,
    /// The limit that applies, if no sign-in is needed; nothing for operations behind sign-in.
    pub anonymous: Option<Policy>,
    /// Whether it draws on the budget for lists, searches and tables too.
    pub costly: bool,
    /// The media types of its good answers.
    pub produces: Vec<String>,
    /// Whether it takes any query parameter.
    pub takes_query: bool,
}

/// One address of the document.
#[derive(Debug)]
pub(crate) struct Template {
    segments: Vec<Segment>,
    operations: Vec<Arc<Operation>>,
    allow: String,
}

#[derive(Debug)]
enum Segment {
    Fixed(String),
    Any,
}

impl Template {
    fn new(path: &str, operations: Vec<Arc<Operation>>) -> Self {
        let segment = |text: &str| match text.starts_with('{') {
            true => Segment::Any,
            false => Segment::Fixed(text.to_owned()),
        };
        let mut methods: Vec<&str> = operations
            .iter()
            .map(|operation| operation.method.as_str())
            .collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        methods.push("OPTIONS");
        let allow = methods.join(", ");
        Self {
            segments: path.split('/').map(segment).collect(),
            allow,
            operations,
        }
    }

    /// How many fixed segments match, or nothing if the path is another one.
    fn matches(&self, path: &[&str]) -> Option<usize> {
        if self.segments.len() != path.len() {
            return None;
        }
        let fits = |(segment, part): (&Segment, &&str)| match segment {
            Segment::Fixed(text) => text == part,
            Segment::Any => !part.is_empty(),
        };
        let all = self.segments.iter().zip(path).all(fits);
        all.then(|| {
            self.segments
                .iter()
                .filter(|segment| matches!(segment, Segment::Fixed(_)))
                .count()
        })
    }

    /// The operation with this method. `HEAD` is served by `GET`.
    pub(crate) fn operation(&self, method: &Method) -> Option<&Arc<Operation>> {
        let method = if method == Method::HEAD {
            &Method::GET
        } else {
            method
        };
        self.operations
            .iter()
            .find(|operation| operation.method == *method)
    }

    /// Whether some operation here needs no sign-in: then it is no secret which methods there are.
    pub(crate) fn is_public(&self) -> bool {
        self.operations
            .iter()
            .any(|operation| operation.anonymous.is_some())
    }

    /// The value of `Allow`.
    pub(crate) fn allow(&self) -> &str {
        &self.allow
    }

    /// The address as it stands in the document.
    pub(crate) fn path(&self) -> Option<&str> {
        self.operations
            .first()
            .map(|operation| operation.template.as_str())
    }
}

/// The document as the server uses it.
#[derive(Debug)]
pub(crate) struct Contract {
    /// The text that is served.
    pub(crate) text: Bytes,
    templates: Vec<Template>,
}

impl Contract {
    /// Reads a finished document. `anonymous` lists the operations that need no sign-in.
    pub(crate) fn new(document: &OpenApi, text: String, anonymous: &[(&str, Policy)]) -> Self {
        let templates = document.paths.paths.iter().map(|(path, item)| {
            let operations = methods_of(item).into_iter().map(|(method, documented)| {
                let id = documented.operation_id.clone().unwrap_or_default();
                let anonymous = anonymous
                    .iter()
                    .find(|(listed, _)| *listed == id)
                    .map(|(_, policy)| *policy);
                let produces = produces(documented);
                Arc::new(Operation {
                    costly: is_costly(documented),
                    id,
                    method,
                    template: path.clone(),
                    anonymous,
                    produces,
                    takes_query: takes_query(documented),
                })
            });
            Template::new(path, operations.collect())
        });
        Self {
            text: Bytes::from(text),
            templates: templates.collect(),
        }
    }

    /// The address of the document that a path matches; fixed segments win over variable ones.
    pub(crate) fn find(&self, path: &str) -> Option<&Template> {
        let parts: Vec<&str> = path.split('/').collect();
        let matching = self
            .templates
            .iter()
            .filter_map(|template| Some((template.matches(&parts)?, template)));
        matching
            .max_by_key(|(fixed, _)| *fixed)
            .map(|(_, template)| template)
    }
}

/// Whether an operation shows many things at once: it gives pages, or it is one of the searches.
fn is_costly(documented: &Documented) -> bool {
    let is_cursor = |known: &RefOr<Parameter>| matches!(known, RefOr::T(known) if known.name == "cursor");
    let pages = documented.parameters.iter().flatten().any(is_cursor);
    pages
        || documented
            .operation_id
            .as_deref()
            .is_some_and(|id| id.starts_with("find_"))
}

/// The operations of one address.
pub(super) fn methods_of(item: &PathItem) -> Vec<(Method, &Documented)> {
    [
        (Method::GET, &item.get),
        (Method::PUT, &item.put),
        (Method::POST, &item.post),
        (Method::PATCH, &item.patch),
        (Method::DELETE, &item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
    .collect()
}

fn takes_query(operation: &Documented) -> bool {
    let mut parameters = operation.parameters.iter().flatten();
    parameters.any(|parameter| match parameter {
        RefOr::T(parameter) => parameter.parameter_in == ParameterIn::Query,
        // Described elsewhere: whether it is one is not known here, so it is let through.
        RefOr::Ref(_) => true,
    })
}

fn produces(operation: &Documented) -> Vec<String> {
    let good = operation
        .responses
        .responses
        .iter()
        .filter(|(status, _)| status.starts_with('2'));
    good.filter_map(|(_, response)| match response {
        RefOr::T(response) => Some(response.content.keys().cloned()),
        RefOr::Ref(_) => None,
    })
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(paths: &[&str]) -> Contract {
        let operation = |path: &str| {
            Arc::new(Operation {
                id: path.to_owned(),
                method: Method::GET,
                template: path.to_owned(),
                anonymous: None,
                costly: false,
                produces: Vec::new(),
                takes_query: false,
            })
        };
        let templates = paths
            .iter()
            .map(|path| Template::new(path, vec![operation(path)]))
            .collect();
        Contract {
            text: Bytes::new(),
            templates,
        }
    }

    #[test]
    fn addresses_are_matched_segment_by_segment_and_fixed_ones_first() {
        let contract = contract(&[
            "/v1/cases/{case_id}",
            "/v1/cases/search",
            "/v1/cases/{case_id}/events/{event_id}",
        ]);
        let found = |path: &str| contract.find(path).and_then(Template::path).unwrap_or("nothing");
        assert_eq!(found("/v1/cases/x"), "/v1/cases/{case_id}");
        assert_eq!(found("/v1/cases/search"), "/v1/cases/search");
        assert_eq!(
            found("/v1/cases/x/events/y"),
            "/v1/cases/{case_id}/events/{event_id}"
        );
        for path in [
            "/v1/cases",
            "/v1/cases/",
            "/v1/cases/x/",
            "/v1/cases/x/events",
            "v1/cases/x",
            "",
            "*",
            "//v1/cases/x",
        ] {
            assert_eq!(found(path), "nothing", "{path}");
        }
    }
}

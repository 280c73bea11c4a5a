//! Kinds of a thing that are told apart by a word, each with its members written out. What is only referred to allows no
//! members of others, and so not the word beside them.

use std::collections::BTreeMap;
use utoipa::openapi::{
    Components, RefOr,
    schema::{AllOf, Object, Schema},
};

/// Writes the members of every kind out where it stands.
pub(super) fn write_out(components: &mut Components) {
    let known = components.schemas.clone();
    for schema in components.schemas.values_mut() {
        let RefOr::T(Schema::OneOf(kinds)) = schema else {
            continue;
        };
        for kind in &mut kinds.items {
            if let RefOr::T(Schema::AllOf(parts)) = kind
                && let Some(whole) = together(parts, &known)
            {
                *kind = RefOr::T(Schema::Object(whole));
            }
        }
    }
}

/// The parts as one object; nothing where one of them is no object.
fn together(parts: &AllOf, known: &BTreeMap<String, RefOr<Schema>>) -> Option<Object> {
    let mut objects = parts.items.iter().map(|part| object(part, known));
    let mut whole = objects.next()??.clone();
    for part in objects {
        let part = part?;
        whole.properties.extend(
            part.properties
                .iter()
                .map(|(name, says)| (name.clone(), says.clone())),
        );
        whole.required.extend(part.required.iter().cloned());
    }
    whole.description = parts.description.clone().or(whole.description);
    Some(whole)
}

fn object<'a>(part: &'a RefOr<Schema>, known: &'a BTreeMap<String, RefOr<Schema>>) -> Option<&'a Object> {
    let part = match part {
        RefOr::Ref(named) => known.get(named.ref_location.rsplit('/').next()?)?,
        own @ RefOr::T(_) => own,
    };
    match part {
        RefOr::T(Schema::Object(object)) => Some(object),
        _ => None,
    }
}

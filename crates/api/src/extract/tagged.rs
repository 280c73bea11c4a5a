//! Finds the member that is wrong where serde cannot say: what is told apart by a word in it is kept whole before it is read,
//! and the way to the mistake is lost.

use super::{pointer, wording};
use crate::problem::FieldError;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How deep it looks, and into how many members of one object.
const DEEPEST: usize = 4;
const MOST_MEMBERS: usize = 32;

/// The same mistake, pointing as near to what is wrong as can be found: the member without which it is another mistake.
pub(super) fn pinpointed<T: DeserializeOwned>(body: &[u8], mistake: FieldError) -> FieldError {
    let Ok(mut body) = serde_json::from_slice::<Value>(body) else {
        return mistake;
    };
    let mut found = mistake;
    for _ in 0..DEEPEST {
        let Some(member) = wrong_member::<T>(&mut body, &found) else {
            break;
        };
        pointer::push(&mut found.pointer, &member);
    }
    found
}

fn members(body: &Value, at: &str) -> Vec<String> {
    let object = body.pointer(at).and_then(Value::as_object);
    let names: Vec<_> = object
        .into_iter()
        .flat_map(|object| object.keys().cloned())
        .collect();
    if names.len() > MOST_MEMBERS {
        Vec::new()
    } else {
        names
    }
}

/// The mistake that is found in a body without some members of the object at a place.
fn without<T: DeserializeOwned>(body: &mut Value, at: &str, names: &[&String]) -> Option<FieldError> {
    let before = body.pointer(at)?.clone();
    if let Some(object) = body.pointer_mut(at).and_then(Value::as_object_mut) {
        object.retain(|name, _| !names.contains(&name));
    }
    let read: Result<T, FieldError> = wording::read(&*body, "");
    if let Some(place) = body.pointer_mut(at) {
        *place = before;
    }
    read.err()
}

fn wrong_member<T: DeserializeOwned>(body: &mut Value, mistake: &FieldError) -> Option<String> {
    let at = mistake.pointer.clone();
    let names = members(body, &at);
    let changes: Vec<_> = names
        .iter()
        .filter(|name| without::<T>(body, &at, &[*name]).is_none_or(|other| other.message != mistake.message))
        .collect();
    match changes.as_slice() {
        [only] => Some((*only).clone()),
        // One of the two is the word that tells what the rest is: it is missed first.
        [one, other] => {
            let missed = without::<T>(body, &at, &[*one, *other])?;
            let is_word = |name: &str| missed.pointer.ends_with(&format!("/{name}"));
            if is_word(one) {
                Some((*other).clone())
            } else {
                is_word(other).then(|| (*one).clone())
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    enum Told {
        Plain {
            on: chrono::NaiveDate,
            often: Option<u8>,
        },
        Nested {
            inner: Box<Told>,
        },
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Body {
        told: Told,
    }

    fn pointer_of(body: &str) -> String {
        let mut input = serde_json::Deserializer::from_str(body);
        let mistake = wording::read::<Body, _>(&mut input, "").unwrap_err();
        pinpointed::<Body>(body.as_bytes(), mistake).pointer
    }

    #[test]
    fn the_member_that_is_wrong_is_pointed_at() {
        for (body, pointer) in [
            (r#"{"told": {"kind": "plain", "on": "soon"}}"#, "/told/on"),
            (
                r#"{"told": {"on": "soon", "kind": "plain", "often": 1}}"#,
                "/told/on",
            ),
            (
                r#"{"told": {"kind": "plain", "on": "2026-01-01", "often": "x"}}"#,
                "/told/often",
            ),
            (r#"{"told": {"kind": "plain"}}"#, "/told/on"),
            (r#"{"told": {"kind": "dance", "on": "2026-01-01"}}"#, "/told/kind"),
            (r#"{"told": {"on": "2026-01-01"}}"#, "/told/kind"),
            (
                r#"{"told": {"kind": "plain", "on": "2026-01-01", "more": 1}}"#,
                "/told/more",
            ),
            (
                r#"{"told": {"kind": "nested", "inner": {"kind": "plain", "on": 7}}}"#,
                "/told/inner/on",
            ),
        ] {
            assert_eq!(pointer_of(body), pointer, "{body}");
        }
    }
}

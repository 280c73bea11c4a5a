//! A first walk over a JSON body that finds what reading into a type would miss or report badly: members given
//! twice at any depth, and NUL characters, which PostgreSQL cannot store.

use super::pointer;
use crate::problem::FieldError;
use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use std::{cell::RefCell, collections::HashSet, fmt};

/// More than this many mistakes are not listed.
const MISTAKES_MAX: usize = 20;

/// Walks the whole text. `Err` means it is not JSON, or nested too deeply.
pub(super) fn scan(text: &[u8]) -> Result<Vec<FieldError>, serde_json::Error> {
    let found = RefCell::new(Vec::new());
    let mut input = serde_json::Deserializer::from_slice(text);
    Node {
        at: String::new(),
        found: &found,
    }
    .deserialize(&mut input)?;
    input.end()?;
    Ok(found.into_inner())
}

struct Node<'a> {
    at: String,
    found: &'a RefCell<Vec<FieldError>>,
}

impl Node<'_> {
    fn report(&self, pointer: String, code: &'static str, message: String) {
        let mut found = self.found.borrow_mut();
        if found.len() < MISTAKES_MAX {
            found.push(FieldError::new(pointer, code, message));
        }
    }

    fn check(&self, text: &str, pointer: &str) {
        if text.contains('\0') {
            let message = "Text must not contain the NUL character (U+0000).".to_owned();
            self.report(pointer.to_owned(), "nul_character", message);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.check(text, &self.at);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0_usize;
        loop {
            let mut at = self.at.clone();
            pointer::push(&mut at, &index.to_string());
            if items
                .next_element_seed(Node {
                    at,
                    found: self.found,
                })?
                .is_none()
            {
                return Ok(());
            }
            index = index.saturating_add(1);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            let mut at = self.at.clone();
            pointer::push(&mut at, &name);
            self.check(&name, &at);
            if !seen.insert(name.clone()) {
                self.report(
                    at.clone(),
                    "duplicate_member",
                    format!("Member `{name}` is given twice."),
                );
            }
            members.next_value_seed(Node {
                at,
                found: self.found,
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<(String, String)> {
        let found = scan(text.as_bytes()).expect("JSON");
        found
            .into_iter()
            .map(|error| (error.pointer, error.code.into_owned()))
            .collect()
    }

    #[test]
    fn members_given_twice_are_found_at_any_depth() {
        assert_eq!(mistakes(r#"{"a":1,"b":2}"#), []);
        assert_eq!(
            mistakes(r#"{"a":[{"b":1,"b":2}]}"#),
            [("/a/0/b".into(), "duplicate_member".into())]
        );
        assert_eq!(
            mistakes(r#"{"a":1,"\u0061":2}"#),
            [("/a".into(), "duplicate_member".into())]
        );
    }

    #[test]
    fn nul_characters_are_found_in_names_and_values() {
        assert_eq!(
            mistakes(r#"["x","a\u0000b"]"#),
            [("/1".into(), "nul_character".into())]
        );
        assert_eq!(
            mistakes(r#"{"\u0000":1}"#),
            [("/\0".into(), "nul_character".into())]
        );
    }

    #[test]
    fn text_that_is_not_json_is_refused() {
        let deep = "[".repeat(10_000);
        for text in [
            "",
            "{",
            "[1,]",
            "{'a':1}",
            "1 2",
            "\u{feff}{}",
            "1e400",
            r#""\ud800""#,
            "NaN",
            &deep,
        ] {
            assert!(scan(text.as_bytes()).is_err(), "{text:.20}");
        }
        assert!(scan(b"\"\xff\"").is_err());
    }

    #[test]
    fn no_more_mistakes_are_listed_than_anybody_reads() {
        let text = format!("[{}\"\\u0000\"]", "\"\\u0000\",".repeat(1000));
        assert_eq!(mistakes(&text).len(), MISTAKES_MAX);
    }
}

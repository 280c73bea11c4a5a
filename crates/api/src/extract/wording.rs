//! Turns serde's words about wrong data into ours.

use super::pointer;
use crate::problem::FieldError;
use serde::de::DeserializeOwned;

/// Reads `T`, or says which member is wrong, why, and what would be right.
pub(super) fn read<'de, T, D>(input: D, prefix: &str) -> Result<T, FieldError>
where
    T: DeserializeOwned,
    D: serde::Deserializer<'de>,
    D::Error: std::fmt::Display,
{
    serde_path_to_error::deserialize(input).map_err(|error| {
        let text = error.inner().to_string();
        let said = explain(without_position(&text));
        let pointer = format!(
            "{prefix}{}",
            pointer::from_path(error.path(), said.member.as_deref())
        );
        FieldError::new(pointer, said.code, said.message)
    })
}

struct Said {
    code: &'static str,
    /// The member the message speaks of, where the path ends at its parent.
    member: Option<String>,
    message: String,
}

/// serde_json adds where in the text it stopped; the pointer says it better.
fn without_position(message: &str) -> &str {
    match message.rfind(" at line ") {
        Some(end) => message.get(..end).unwrap_or(message),
        None => message,
    }
}

fn explain(message: &str) -> Said {
    let name = || message.split('`').nth(1).unwrap_or_default().to_owned();
    let known = || {
        message
            .split('`')
            .skip(3)
            .step_by(2)
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>()
    };
    if message.starts_with("unknown field") {
        let (name, known) = (name(), known());
        let advice = if known.is_empty() {
            "No members are expected here.".to_owned()
        } else {
            format!("Known members: {}.", known.join(", "))
        };
        Said {
            code: "unknown_member",
            message: format!("Unknown member `{name}`. {advice}"),
            member: Some(name),
        }
    } else if message.starts_with("missing field") {
        let name = name();
        Said {
            code: "missing_member",
            message: format!("Member `{name}` is missing."),
            member: Some(name),
        }
    } else if message.starts_with("duplicate field") {
        let name = name();
        Said {
            code: "duplicate_member",
            message: format!("Member `{name}` is given twice."),
            member: Some(name),
        }
    } else if message.starts_with("unknown variant") {
        let text = format!(
            "`{}` is not one of the values allowed here: {}.",
            name(),
            known().join(", ")
        );
        Said {
            code: "unknown_value",
            message: text,
            member: None,
        }
    } else if let Some(rest) = message.strip_prefix("invalid type: ") {
        let text = match rest.split_once(", expected ") {
            Some((found, wanted)) => format!("Expected {}, found {}.", plain(wanted), plain(found)),
            None => sentence(rest),
        };
        Said {
            code: "wrong_type",
            message: text,
            member: None,
        }
    } else if NOT_A_DAY.iter().any(|said| message.starts_with(said)) {
        Said {
            code: "not_a_day",
            message: "This is not a day of the calendar. Write year, month and day, such as 2026-09-07."
                .to_owned(),
            member: None,
        }
    } else {
        Said {
            code: "invalid_value",
            message: plain_reason(message).unwrap_or_else(|| sentence(message)),
            member: None,
        }
    }
}

/// What the parsers of numbers, ids and yes-or-no say, in words that tell what would be right.
fn plain_reason(message: &str) -> Option<String> {
    let begins = |with: &[&str]| with.iter().any(|start| message.starts_with(start));
    if begins(&[
        "invalid digit found",
        "cannot parse integer",
        "number too large",
        "number too small",
    ]) {
        return Some(
            "This is not a whole number that can be used here. Write digits only, such as 50.".to_owned(),
        );
    }
    if begins(&["provided string was not `true` or `false`"]) {
        return Some("Write true or false.".to_owned());
    }
    if begins(&["UUID parsing failed"]) {
        return Some(
            "This is not an id. Copy it from the answer that gave it; it looks like 01a2012f-7702-7da2-8d03-80c54f54ea82."
                .to_owned(),
        );
    }
    let (found, wanted) = message
        .strip_prefix("invalid value: ")?
        .split_once(", expected ")?;
    Some(format!("Expected {}, found {}.", plain(wanted), plain(found)))
}

/// What the parser of dates says.
const NOT_A_DAY: [&str; 5] = [
    "input is out of range",
    "input contains invalid characters",
    "premature end of input",
    "trailing input",
    "no possible date",
];

/// Rust's names for kinds of values in the words of JSON.
fn plain(kind: &str) -> String {
    match kind {
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        "a sequence" | "sequence" => "an array".to_owned(),
        "map" | "a map" => "an object".to_owned(),
        "unit" | "unit value" => "null".to_owned(),
        "bool" => "true or false".to_owned(),
        other if other.starts_with("struct ") => "an object".to_owned(),
        other => other.to_owned(),
    }
}

fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let mut text: String = chars
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    text.push_str(chars.as_str());
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read into")]
    struct Person {
        family_name: String,
        date_of_birth: chrono::NaiveDate,
        addresses: Vec<Address>,
        sex: Option<Sex>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read into")]
    struct Address {
        #[serde(rename = "a/b")]
        line: u8,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Sex {
        Female,
        Male,
    }

    #[test]
    fn what_parsers_say_becomes_what_would_be_right() {
        for (said, right) in [
            ("invalid digit found in string", "whole number"),
            ("number too large to fit in target type", "whole number"),
            (
                "provided string was not `true` or `false`",
                "Write true or false.",
            ),
            ("UUID parsing failed: invalid length", "This is not an id."),
            (
                "invalid value: integer `300`, expected u8",
                "Expected a whole number, found integer `300`.",
            ),
        ] {
            let message = explain(said).message;
            assert!(message.contains(right), "{message}");
            assert!(
                !message.contains("string") && !message.contains("UUID"),
                "{message}"
            );
        }
    }

    fn refused(json: &str) -> FieldError {
        let mut input = serde_json::Deserializer::from_str(json);
        read::<Person, _>(&mut input, "").expect_err("refused")
    }

    #[test]
    fn an_unknown_member_is_named_with_the_known_ones() {
        let error = refused(r#"{"dob":"2015-01-01"}"#);
        assert_eq!((error.pointer.as_str(), &*error.code), ("/dob", "unknown_member"));
        assert_eq!(
            error.message,
            "Unknown member `dob`. Known members: `family_name`, `date_of_birth`, `addresses`, `sex`."
        );
    }

    #[test]
    fn a_missing_member_is_pointed_at_although_it_is_not_there() {
        let error = refused(r#"{"family_name":"Marsh"}"#);
        assert_eq!(
            (error.pointer.as_str(), &*error.code),
            ("/date_of_birth", "missing_member")
        );
    }

    #[test]
    fn a_wrong_value_deep_inside_is_pointed_at() {
        let start = r#"{"family_name":"Marsh","date_of_birth":"2015-02-01","addresses":"#;
        let error = refused(&format!(r#"{start}[{{"a/b":1}},{{"a/b":"x"}}]}}"#));
        assert_eq!(
            (error.pointer.as_str(), &*error.code),
            ("/addresses/1/a~1b", "wrong_type")
        );
        assert_eq!(error.message, "Expected a whole number, found string \"x\".");
        let error = refused(&format!(r#"{start}[],"sex":"x"}}"#));
        assert_eq!((error.pointer.as_str(), &*error.code), ("/sex", "unknown_value"));
        assert_eq!(
            error.message,
            "`x` is not one of the values allowed here: `female`, `male`."
        );
        let error = refused(r#"{"family_name":"Marsh","date_of_birth":"2015-02-30"}"#);
        assert_eq!(
            (error.pointer.as_str(), &*error.code),
            ("/date_of_birth", "not_a_day")
        );
        assert!(error.message.starts_with("This is not a day of the calendar."));
    }
}

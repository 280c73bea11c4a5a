//! The header that names a file (RFC 6266, with RFC 8187 for names beyond ASCII).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands for itself in an extended value (RFC 8187, `attr-char`).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The header's value under which a file is saved and never shown in the browser: its name in full, and one in ASCII
/// for those who read no other.
#[must_use]
pub fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            // A percent sign is decoded by some readers though it should not be.
            '"' | '\\' | '%' => '_',
            ' '..='~' => c,
            _ => '_',
        })
        .collect();
    let full = utf8_percent_encode(name, ENCODED);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}")
}

/// The name that a header's value gives; the extended one before the plain one. `None` when there is none that can be
/// read.
#[must_use]
pub fn name_in(value: &str) -> Option<String> {
    let mut plain = None;
    let mut extended = None;
    for (key, value) in parameters(value)? {
        // Twice the same is no answer.
        let slot = match key.to_ascii_lowercase().as_str() {
            "filename" => &mut plain,
            "filename*" => &mut extended,
            _ => continue,
        };
        if slot.replace(value).is_some() {
            return None;
        }
    }
    match extended {
        Some(value) => decoded(&value),
        None => plain,
    }
}

/// An extended value in UTF-8: `UTF-8''na%C3%AFve.pdf`.
fn decoded(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, '\'');
    let (charset, _language, text) = (parts.next()?, parts.next()?, parts.next()?);
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    percent_decode_str(text).decode_utf8().ok().map(Into::into)
}

/// The parameters after the first word: `name=token` or `name="quoted"`.
fn parameters(value: &str) -> Option<Vec<(&str, String)>> {
    let mut found = Vec::new();
    let (_, mut rest) = value.split_once(';')?;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ';']);
        if rest.is_empty() {
            return Some(found);
        }
        let (key, after) = rest.split_once('=')?;
        let (text, left) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => until_quote(quoted)?,
            None => {
                let end = after.find(';').unwrap_or(after.len());
                let (token, left) = after.split_at_checked(end)?;
                (token.trim().to_owned(), left)
            }
        };
        found.push((key.trim(), text));
        rest = left.trim_start();
        if !rest.is_empty() && !rest.starts_with(';') {
            return None;
        }
    }
}

/// What stands before the closing quotation mark, with `\"` as a mark of the text; and what follows.
fn until_quote(quoted: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut characters = quoted.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => return Some((text, characters.as_str())),
            '\\' => text.push(characters.next()?),
            _ => text.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_given_in_full_and_in_ascii() {
        assert_eq!(
            attachment("Ava’s 50% plan.pdf"),
            "attachment; filename=\"Ava_s 50_ plan.pdf\"; filename*=UTF-8''Ava%E2%80%99s%2050%25%20plan.pdf"
        );
    }

    #[test]
    fn names_are_read_as_browsers_and_people_write_them() {
        for (value, name) in [
            ("attachment; filename=report.pdf", "report.pdf"),
            ("attachment; filename=\"a \\\"b\\\"; c.pdf\"", "a \"b\"; c.pdf"),
            (
                "attachment; filename=\"x.pdf\"; filename*=UTF-8''na%C3%AFve.pdf",
                "naïve.pdf",
            ),
            ("inline;FileName*=utf-8'en'a.txt ; filename = b.txt", "a.txt"),
        ] {
            assert_eq!(name_in(value).as_deref(), Some(name), "{value}");
        }
    }

    #[test]
    fn a_name_that_cannot_be_told_is_none() {
        for value in [
            "",
            "attachment",
            "attachment; filename=\"open",
            "attachment; filename*=ISO-8859-1''x.pdf",
            "attachment; filename*=UTF-8''%FF.pdf",
            "attachment; filename=a.pdf; filename=b.pdf",
            "attachment; filename=\"a.pdf\"b.pdf",
        ] {
            assert_eq!(name_in(value), None, "{value}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(name in "\\PC{1,40}") {
            let value = attachment(&name);
            prop_assert!(value.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
            prop_assert_eq!(name_in(&value), Some(name));
        }

        #[test]
        fn no_value_makes_the_reader_fall(value in "\\PC{0,60}", marks in "[=\";'\\\\* a%]{0,30}") {
            let _ = name_in(&value);
            let _ = name_in(&format!("a;filename{marks}"));
        }
    }
}

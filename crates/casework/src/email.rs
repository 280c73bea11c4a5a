//! E-mail addresses.

/// The longest e-mail address that mail can be sent to (RFC 5321).
const EMAIL_MAX: usize = 254;

/// The address in a text, in lower case as it is kept; nothing when it does not look like one.
#[must_use]
pub fn address(text: &str) -> Option<String> {
    let email = text.trim().to_lowercase();
    let usable = email.len() <= EMAIL_MAX
        && email.is_ascii()
        && !email.contains(|c: char| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\".contains(c))
        && email.split_once('@').is_some_and(|(mailbox, host)| {
            !mailbox.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains('@')
        });
    usable.then_some(email)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_mailbox_and_a_host() {
        assert_eq!(address(" Ana@Example.ORG ").as_deref(), Some("ana@example.org"));
        for text in [
            "",
            "ana",
            "ana@",
            "@example.org",
            "ana@example",
            "ana@.org",
            "a na@example.org",
            "a@b@c.org",
            "ana@example.org.",
            "ana@example.org,ben@example.org",
            "<ana@example.org>",
            "än@example.org",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
        assert_eq!(address(&format!("{}@example.org", "a".repeat(250))), None);
    }
}

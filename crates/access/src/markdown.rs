//! The table printed for people.

/// The permission matrix as a Markdown page.
#[must_use]
pub fn permissions_markdown() -> String {
    String::new()
}

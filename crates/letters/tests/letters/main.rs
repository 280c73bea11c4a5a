//! Letters as their readers and their writers see them.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod default_letters;
mod hostile;
mod plain_english;
mod reading;
mod rights;
mod same_words;
mod templates;

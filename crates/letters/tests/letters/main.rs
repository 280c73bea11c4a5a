//! Letters as their readers and their writers see them.

mod default_letters;
mod hostile;
mod plain_english;
mod reading;
mod rights;
mod same_words;
mod templates;

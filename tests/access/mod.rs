//! Who may do what: every operation of the document, tried by everybody.

mod lists;
mod markers;
mod matrix;
mod people;
mod samples;

//! Who may do what: every operation of the document, tried by everybody.

mod expected;
mod fields;
mod lists;
mod markers;
mod matrix;
mod people;
mod samples;
mod steps;
mod texts;
mod traces;

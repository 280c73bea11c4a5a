//! Who may do what: every operation of the document, tried by everybody.

mod expected;
mod lists;
mod matrix;
mod people;
mod samples;
mod steps;
mod traces;

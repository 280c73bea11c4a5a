//! The program `ehcp` as a person or a machine uses it: arguments in, output and exit code out.

mod calculate;
mod database;
mod people;
mod serve;
mod support;
mod timeline;

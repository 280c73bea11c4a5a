//! The program `ehcp`.
fn main() {}

//! The program `ehcp-bench`.
fn main() {}

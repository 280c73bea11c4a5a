//! The only crate that knows SQL: schema, rows, queries and the one door for writes.

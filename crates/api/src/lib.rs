//! The REST API: turns HTTP into use-case calls and back.

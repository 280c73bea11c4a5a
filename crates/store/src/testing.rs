//! A database for each test.

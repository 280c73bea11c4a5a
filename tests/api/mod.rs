//! What people do, and what they are answered.

mod bad_input;
mod contacts;
mod records;
mod rights;
mod road;
mod smoke;
mod versions;

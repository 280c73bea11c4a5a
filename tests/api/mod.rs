//! What people do, and what they are answered.

mod accounts;
mod bad_input;
mod busy;
mod messages;
mod records;
mod rights;
mod road;
mod sessions;
mod sign_in;
mod smoke;
mod versions;

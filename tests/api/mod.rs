//! What people do, and what they are answered.

mod bad_input;
mod busy;
mod contacts;
mod erasure;
mod messages;
mod on_record;
mod records;
mod rights;
mod road;
mod sessions;
mod sign_in;
mod smoke;
mod versions;

//! What people do, and what they are answered.

mod accounts;
mod approvals;
mod bad_input;
mod busy;
mod conventions;
mod days;
mod messages;
mod plain_words;
mod programs;
mod records;
mod relations;
mod rights;
mod road;
mod secrets;
mod sessions;
mod sign_in;
mod single_sign_on;
mod smoke;
mod versions;

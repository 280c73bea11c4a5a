//! What people do, and what they are answered.

mod accounts;
mod approvals;
mod bad_input;
mod busy;
mod contacts;
mod conventions;
mod days;
mod erasure;
mod messages;
mod on_record;
mod plain_words;
mod programs;
mod records;
mod relations;
mod retention;
mod rights;
mod road;
mod secrets;
mod sessions;
mod sign_in;
mod single_sign_on;
mod smoke;
mod subject_access;
mod versions;

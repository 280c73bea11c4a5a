//! What people do, and what they are answered.

mod accounts;
mod adoption;
mod approvals;
mod bad_input;
mod busy;
mod contacts;
mod conventions;
mod days;
mod erasure;
mod least;
mod links;
mod messages;
mod on_record;
mod plain_words;
mod records;
mod relations;
mod retention;
mod rights;
mod road;
mod sessions;
mod sign_in;
mod sixteen;
mod smoke;
mod subject_access;
mod versions;
mod who_acts;

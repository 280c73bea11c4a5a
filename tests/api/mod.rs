//! What people do, and what they are answered.

mod approvals;
mod bad_input;
mod busy;
mod records;
mod relations;
mod rights;
mod road;
mod smoke;
mod versions;

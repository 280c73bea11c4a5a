//! Everything that a test through the front door needs: the real server over a database of its own, a small council
//! that lives in it, actors who send requests as people do, a clock that is moved by hand, and eyes for the logs.
//!
//! ```ignore
//! fn the_parent_reads_the_case(database: TestDatabase) {
//!     let app = TestApp::on(database);
//!     let receipt = app.parent().asks_for_an_assessment_of(app.council.maya);
//!     app.parent().get(format!("/v1/cases/{}", receipt.case_id())).expect(200);
//! }
//! ```
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod actor;
mod answer;
mod app;
mod attacker;
pub mod bodies;
mod call;
mod contacts;
mod contract;
mod council;
pub mod evidence;
mod hygiene;
mod invited;
mod issuer;
mod letter_box;
mod logs;
mod mail_server;
mod programs;
mod relations;
mod road;
mod scanner_server;
mod second_factor;

pub use actor::{Actor, REASON};
pub use answer::Answer;
pub use app::{Start, TestApp};
pub use attacker::{Attacker, Class};
pub use call::Call;
pub use contract::{Contract, Operation};
pub use council::{Council, NewChild, PASSWORD, Person};
pub use ehcp_store::{on_both_databases, testing::TestDatabase};
pub use invited::Invited;
pub use issuer::{
    CLIENT, CLIENT_SECRET, COME_BACK, IssuerKey, Kind, Somebody, Spoil, TWO_FACTORS, TestIssuer, Token,
};
pub use letter_box::{LetterBox, Received};
pub use logs::{Logs, ReadEntry, SecurityEntry};
pub use mail_server::{Mail, MailServer};
pub use road::{CaseInHand, Milestone};
pub use scanner_server::ScannerServer;

use chrono::{DateTime, NaiveDate, Utc};

/// The day in a text such as `2026-09-07`.
#[must_use]
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day such as 2026-09-07")
}

/// Nine o'clock (UTC) of a day.
#[must_use]
pub fn nine_o_clock(text: &str) -> DateTime<Utc> {
    day(text)
        .and_hms_opt(9, 0, 0)
        .expect("nine o'clock exists")
        .and_utc()
}

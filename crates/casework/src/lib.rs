//! Use cases: one function for each thing a user can do. This crate owns transactions and the clock.
//!
//! A use case is a function over [`Act`] (a writing transaction with who is asking and when) or [`Look`] (a reading
//! one). [`Casework`] runs it: it finds out who is asking in the same transaction, keeps the answer of a call that
//! may be repeated, and leaves a row in the read log or the security log.

mod adoption;
mod advice;
mod approval;
mod assignment;
mod case_file;
mod casework;
mod clock;
mod clockwork;
mod command;
mod correction;
mod cover;
mod decision;
mod emergency;
mod error;
mod exception;
mod hand_over;
mod helper;
mod ids;
mod limit;
mod maintain;
mod moment;
pub mod password;
mod people;
mod plan;
mod reading;
mod registry;
mod request;
mod restriction;
mod session;
mod view;

pub use adoption::{
    RecordAdoption, SealedIdentityView, find_sealed_identities, record_adoption, sealed_identities,
};
pub use advice::{advice_request, advice_requests, advice_to_do, hand_in_advice, request_advice};
pub use approval::{
    ApprovalAnswer, ApprovalView, DecideApproval, Done, Settled, SubjectPart, approval, approvals,
    decide_approval,
};
pub use assignment::assign;
pub use casework::{Act, Answer, Bearer, Casework, Look, Once};
pub use clock::Clock;
pub use command::*;
pub use correction::correct_date;
pub use cover::{ArrangeCover, CoverView, arrange_cover, covers, end_cover};
pub use decision::{consult_family, decide, decisions, send_considering_notice};
pub use emergency::{
    BreakGlassStanding, BreakGlassView, OpenBreakGlass, ReviewBreakGlass, break_glass_openings,
    close_break_glass, open_break_glass, review_break_glass,
};
pub use error::{Error, NoVersionSeen};
pub use exception::{exceptions, record_exception};
pub use hand_over::{
    HandOverOfCase, HandOverView, OpenHandOver, RecordWhoActs, open_hand_overs, record_who_acts,
};
pub use helper::{HelperView, InviteHelper, helpers, invite_helper, withdraw_helper};
pub use ids::Chance;
pub use limit::{LiftLimit, LimitView, SetLimit, lift_limit, limits, set_limit};
pub use maintain::{Finding, Recomputed, recompute, verify};
pub use moment::Moment;
pub use people::{me, settings, team_staff, teams};
pub use plan::{
    plan, plans, represent, representations, send_final_plan, serve_draft, start_draft, write_draft,
};
pub use reading::{case, case_deadlines, cases, timeline, work_list};
pub use registry::{child, children, enrol, enrolments, link_parent, parent_links, record_young_person};
pub use request::{RequestReceipt, make_request};
pub use restriction::{
    AccessListEntry, ChangeAccessList, LiftRestriction, RestrictCase, RestrictionView, change_access_list,
    lift_restriction, restrict, restriction,
};
pub use session::SignedIn;
pub use view::*;

/// Why the store could not answer, for whoever turns an [`Error`] into an answer.
pub use ehcp_store::StoreError;

/// A database with people in it, for the tests of the crates above.
#[cfg(feature = "testing")]
pub mod testing {
    pub use ehcp_store::{
        ChildRow, EducationSettingRow, EnrolmentRow, ParentLinkRow, Store, TeamRow, UserRow, WriteTx,
        testing::TestDatabase,
    };
}

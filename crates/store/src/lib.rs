//! The only crate that knows SQL: schema, rows, queries and the one door for writes.

mod account_events;
mod account_rights;
mod accounts;
mod advice;
mod approvals;
mod attachments;
mod audit;
mod cases;
mod chain;
mod children;
mod claim;
mod config;
mod contacts;
mod copy;
mod covers;
mod db;
mod deadlines;
mod dialect;
mod disclosures;
mod disputes;
mod duplicates;
mod emergency;
mod erasures;
mod error;
mod events;
mod executor;
mod hand_overs;
mod held;
mod helpers;
mod holdings;
mod invitations;
mod letter_texts;
mod limits;
mod log_batch;
mod log_streams;
mod logs;
mod maintain;
mod meta;
mod migrate;
mod most;
mod named_limits;
mod notices;
mod one_time_codes;
mod outbox;
mod people;
mod plans;
mod programs;
mod proofs_by_mail;
mod queue;
mod readers;
mod rectify;
mod restrictions;
mod rests_on;
mod retention;
mod schema;
mod seals;
mod second_factor;
mod sessions;
mod sign_in;
mod single_sign_on;
mod slow_query;
mod steps;
mod task;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod ties;
mod timeliness;
mod transaction;
mod types;
mod watched;
mod words;
mod worker;

pub use account_events::{
    AccountEventKind, AccountEventRow, AccountHeadRow, AccountSubject, NewAccountEvent,
};
pub use account_rights::AccountRights;
pub use accounts::UserFilter;
pub use advice::AdviceRow;
pub use approvals::ApprovalRow;
pub use attachments::{AttachmentRow, KeptBytes, Sharing};
pub use audit::{FactHistoryRow, ReadIndexPlace, RowsByName};
pub use cases::{CaseChange, CaseFilter, CaseRow, ListedCase, NO_DAY, Saved, was_made_by};
pub use chain::FIRST_HASH;
pub use children::{ChildRow, Ended, EnrolmentRow, ParentLinkRow, Recorded};
pub use claim::Claim;
pub use config::{OnStart, StoreConfig};
pub use contacts::{AdultOfChild, ContactChangeRow, ContactProtectionRow, ContactRow, Holder};
pub use copy::{KeysAside, copy_sqlite};
pub use covers::CoverRow;
pub use deadlines::DeadlineRow;
pub use dialect::Kind;
pub use disclosures::DisclosureRow;
pub use disputes::{DisputeRow, DisputeStepRow};
pub use duplicates::DuplicateDecisionRow;
pub use emergency::BreakGlassRow;
pub use erasures::{ErasureRow, LegalHoldRow};
pub use error::{OpenError, StoreError, Violation, ViolationKind};
pub use events::{EventRow, NewEvent};
pub use executor::{Statistics, Store};
pub use hand_overs::{HandOverRow, SealedIdentityRow};
pub use held::HeldRows;
pub use helpers::HelperRow;
pub use holdings::{HOLDINGS, Holding, OnErase, Subject};
pub use invitations::{InvitationFilter, InvitationRow, InvitationState};
pub use letter_texts::LetterTextRow;
pub use limits::LimitRow;
pub use log_batch::LogEntry;
pub use log_streams::{
    AccessReason, LogStreamRow, ReadLogRow, ReadOutcome, ReadRecord, SecurityLogRow, SecurityRecord,
    salted_digest,
};
pub use logs::KeptAnswer;
pub use migrate::{compact, migrate, never_migrated, pending, revert_all};
pub use most::{
    MOST_ADVICE_REQUESTS, MOST_ASSESSMENTS, MOST_ATTACHMENTS, MOST_DECISIONS, MOST_DISCLOSURES,
    MOST_DISPUTE_STEPS, MOST_DISPUTES, MOST_EXCEPTIONS, MOST_FAMILY_INVITATIONS, MOST_HELPERS,
    MOST_HELPERS_EVER, MOST_NOTICES, MOST_OPEN_CONTACT_CHANGES, MOST_PLANS, MOST_REPRESENTATIONS,
    MOST_REQUESTS, MOST_STATEMENTS,
};
pub use notices::{LetterBytes, NoticeLetterRow, NoticeRow, PendingDecisionRow};
pub use one_time_codes::CodePurpose;
pub use outbox::{
    Channel, ClaimedMessage, MessageEnd, MessageState, MessagesTo, NewMessage, OutboxRow, Recipient,
};
pub use people::{EducationSettingRow, TeamRow, UserRow};
pub use plans::{PlanRow, RepresentationRow};
pub use programs::ServiceKeyRow;
pub use proofs_by_mail::{EmailChangeRow, PasswordResetRow};
pub use readers::{ReaderPlace, ReaderRow, WithoutReaders};
pub use rectify::{ChildVersionRow, StatementRow};
pub use restrictions::{AccessListRow, RestrictionRow};
pub use rests_on::RestsOnRow;
pub use retention::{KeptRecord, OwnedContact, RetentionRuleRow};
pub use seals::SealedOpeningRow;
pub use second_factor::{FirstAdministratorSecretRow, SecondFactorRow};
pub use sessions::{Keep, RefreshTokenRow, SessionRow, SignedInActor};
pub use sign_in::{ChallengeRow, DeviceRow, TriesRow};
pub use single_sign_on::{SignOnIdentityRow, SignOnStartRow};
pub use steps::{CorrectionReason, DecisionRow, ExceptionRow, FactRow, NewFact, RequestRow};
pub use ties::AsOf;
pub use timeliness::{OfAssessments, SentPlan};
pub use transaction::{ReadTx, WriteTx};
pub use watched::{WatchedRow, watched_names};

#[cfg(test)]
mod tests;

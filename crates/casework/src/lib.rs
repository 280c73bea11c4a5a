//! Use cases: one function for each thing a user can do. This crate owns transactions and the clock.
//!
//! A use case is a function over [`Act`] (a writing transaction with who is asking and when) or [`Look`] (a reading
//! one). [`Casework`] runs it: it finds out who is asking in the same transaction, keeps the answer of a call that
//! may be repeated, and leaves a row in the read log or the security log.

mod account;
mod account_log;
mod adoption;
mod advice;
mod again;
mod approval;
mod asked;
mod assignment;
mod attachment;
mod attachment_bytes;
pub mod audit;
mod case_access;
mod case_file;
mod casework;
mod challenges;
mod clock;
mod clockwork;
mod command;
mod contact_words;
mod contacts;
mod correction;
mod cover;
mod decision;
mod disclosure;
mod dispute;
mod dispute_clock;
mod dispute_file;
mod dispute_view;
mod duplicates;
pub mod email;
mod emergency;
mod ending;
mod enrolment;
mod erasure;
mod error;
mod exception;
mod family_sign_on;
mod first_administrator;
mod flood;
mod hand_over;
mod hand_over_words;
mod helper;
mod identity;
mod ids;
mod invitation;
mod joining;
mod letter;
mod letter_template;
mod letterhead;
mod limit;
mod maintain;
mod moment;
mod named_in_order;
mod new_email;
mod new_password;
mod notice;
mod notice_addressee;
mod notice_facts;
mod notice_reading;
mod notice_sending;
mod notice_words;
mod outbox;
mod own_password;
pub mod password;
mod people;
mod period;
mod plan;
mod print_list;
mod privacy_words;
mod program;
mod program_session;
mod proof;
mod provisional;
mod purpose;
mod readers;
mod reading;
mod rectify;
mod registry;
mod representative;
mod request;
mod restriction;
mod rests_on;
mod retention;
mod search;
mod second_factor;
mod second_step;
mod secret;
mod session;
mod shield;
mod sign_in;
mod sign_on_links;
mod sign_on_matching;
mod sign_on_way;
mod single_sign_on;
mod subject_access;
mod timeliness;
mod told_rows;
mod totp;
mod tries;
mod upkeep;
mod view;
mod watch;

pub use account::{
    AccountState, ChangeUser, UserQuery, UserView, change_user, end_every_session, end_sessions_of_user,
    user, users,
};
pub use adoption::{
    OpenSealedIdentity, RecordAdoption, SealedIdentityView, SealedOpeningView, open_sealed_identity,
    opened_sealed_identities, record_adoption, sealed_identities,
};
pub use advice::{advice_request, advice_requests, advice_to_do, hand_in_advice, request_advice};
pub use approval::{
    ApprovalAnswer, ApprovalView, DecideApproval, Done, Settled, SubjectPart, approval, approvals,
    decide_approval,
};
pub use asked::Asked;
pub use assignment::assign;
pub use attachment::{
    AttachmentView, ShareAttachment, SharingView, WithdrawAttachment, WithdrawnView, attachment, attachments,
    share_attachment, withdraw_attachment,
};
pub use attachment_bytes::{Content, FileFault, FileRoom, Naming, Receiving};
pub use audit::verify;
pub use casework::{Act, Answer, Asking, Bearer, Casework, Look, Once};
pub use challenges::{ChallengesView, challenges};
pub use clock::Clock;
pub use command::*;
pub use contact_words::*;
pub use contacts::{
    ask_for_contact_change, contact_changes, contacts, decide_contact_change, end_protection,
    protect_address, record_contacts,
};
pub use correction::correct_date;
pub use cover::{ArrangeCover, CoverView, arrange_cover, covers, end_cover};
pub use decision::{consult_family, decide, decisions, send_considering_notice};
pub use disclosure::{DisclosureView, RecordDisclosure, disclosures, record_disclosure};
pub use dispute::{
    CorrectDisputeStep, OpenDispute, correct_dispute_step, dispute, disputes, open_dispute,
    record_dispute_step,
};
pub use dispute_clock::DisputeDeadlines;
pub use dispute_view::{DisputeStepTaken, DisputeStepView, DisputeView, DutyView};
pub use duplicates::{match_duplicate, possible_duplicates};
pub use emergency::{
    BreakGlassStanding, BreakGlassView, OpenBreakGlass, ReviewBreakGlass, break_glass_openings,
    close_break_glass, open_break_glass, review_break_glass,
};
pub use ending::{EndRelationship, end_enrolment, end_hand_over, end_parent_link};
pub use enrolment::{
    NewSecondFactor, RecoveryCode, RecoveryCodes, own_second_factor, remove_second_factor_of_user,
};
pub use erasure::{
    ListedErasure, TwoPeople, erase, lift_holds, reapply_erasures, set_hold, unlisted_erasures,
};
pub use error::{Error, NoVersionSeen};
pub use exception::{exceptions, record_exception};
pub use family_sign_on::FamilySignOn;
pub use first_administrator::FirstAdministrator;
pub use flood::RefusedCall;
pub use hand_over::{
    HandOverView, OpenHandOver, RecordWhoActs, hand_overs, open_hand_overs, record_who_acts,
};
pub use hand_over_words::HandOverOfCase;
pub use helper::{HelperView, InviteHelper, helpers, invite_helper, withdraw_helper};
pub use identity::{Identity, ProviderAlone, SessionLimits};
pub use ids::Chance;
pub use invitation::{
    AcceptInvitation, FamilyMember, InvitationStatus, InvitationView, InviteFamily, InviteUser, Nothing,
    family_invitations, invitation, invitations, invite_family, invite_user, resend_invitation,
    revoke_invitation,
};
pub use letter::{Letter, LetterText};
pub use letter_template::{
    RequiredContent, SaveTemplate, TemplateFact, TemplateSummary, TemplateVersion, TemplateView,
    letter_template, letter_templates, save_letter_template,
};
pub use letterhead::{LetterContact, Letterhead, LetterheadView, letterhead, save_letterhead};
pub use limit::{LiftLimit, LimitView, LimitedAdult, SetLimit, lift_limit, limits, set_limit};
pub use maintain::{Recomputed, recompute};
pub use moment::Moment;
pub use notice::{Paper, PaperForm, preview_notice};
pub use notice_reading::{NoticeLetterView, NoticeView, notice, notice_document, notices};
pub use notice_sending::send_notice;
pub use notice_words::*;
pub use outbox::{Carrier, NotCarried, SendReport, Sender};
pub use people::{me, settings, team_staff, teams};
pub use plan::{
    plan, plans, represent, representations, send_final_plan, serve_draft, start_draft, write_draft,
};
pub use print_list::{LetterToPost, PostLetter, letters_to_post, post_letter};
pub use privacy_words::*;
pub use program::{
    AddProgram, AddProgramKey, ChangeProgram, DrawnKey, ProgramKeyState, ProgramKeyView, ProgramView,
    add_program, add_program_key, change_program, end_program_key, program, programs,
};
pub use program_session::ProgramSignedIn;
pub use proof::{FRESH_FOR, ShownAgain};
pub use purpose::{PURPOSE_LENGTH, Purpose};
pub use readers::{CaseReader, ReaderPosition, case_readers};
pub use reading::{case, case_deadlines, cases, timeline, work_list};
pub use rectify::{child_versions, correct_adult, correct_child, make_statement, statements};
pub use registry::{child, children, enrol, enrolments, link_parent, parent_links, record_young_person};
pub use representative::{RecordParentRepresentative, record_parent_representative};
pub use request::{RequestReceipt, make_request};
pub use restriction::{
    AccessListEntry, ChangeAccessList, LiftRestriction, RestrictCase, RestrictionView, change_access_list,
    lift_restriction, restrict, restriction,
};
pub use rests_on::RestsOn;
pub use retention::{
    ChangeRetention, Due, DueRecord, RetentionRuleView, RetentionRun, change_retention, due_today,
    retention_rules, rules_in_force, run_retention,
};
pub use search::find_cases;
pub use second_factor::Seal;
pub use second_step::{Challenge, Shown};
pub use session::{SignedIn, own_sessions};
pub use sign_in::{SignIn, SignInStep};
pub use sign_on_links::{SignOnLinkView, own_sign_on_links, remove_own_sign_on_links, remove_sign_on_links};
pub use sign_on_way::{SignOnReturn, SignOnStart, SignOnWay};
pub use single_sign_on::{SignOnEntry, SignOnFor, SignOnRole, SignOnRules, VerifiedPerson, not_for_you};
pub use subject_access::{Mark, Pack, PackRow, PackTable, SubjectOfPack, subject_access};
pub use timeliness::{CountedView, RemovedView, TimelinessQuery, TimelinessView, first_plan_timeliness};
pub use view::*;

/// Which statutory notices there are.
pub use ehcp_letters::NoticeKind;

/// Why the store could not answer, for whoever turns an [`Error`] into an answer.
pub use ehcp_store::StoreError;

/// Where files are kept and who looks at them, and how their bytes are read.
pub use ehcp_files::{Files, FilesError, Pieces, Place as FilePlace, Scanner};

/// What must be kept of the bytes of a file.
pub use ehcp_store::KeptBytes;

/// How a message travels.
pub use ehcp_store::Channel;

/// A database with people in it, for the tests of the crates above.
#[cfg(feature = "testing")]
pub mod testing {
    pub use ehcp_store::{
        ChildRow, EducationSettingRow, EnrolmentRow, ParentLinkRow, Store, TeamRow, UserRow, WriteTx,
        testing::TestDatabase,
    };
}

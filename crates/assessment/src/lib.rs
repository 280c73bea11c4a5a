//! The first assessment: from a request to the final plan (Children and Families Act 2014, ss.36 to 39;
//! SEND Regulations 2014, regs 3 to 14).
//!
//! Everything is pure. A step is a function of what is known ([`Assessment`]), what is to be done and the day it
//! is asked; it answers with a [`Happening`] to record, or a [`ehcp_case::Refusal`].
//!
//! An act dated today is our own act: what would break the law is refused. An act dated earlier has already
//! happened: it is recorded whatever the law says, with a mark of the breach.

mod advice;
mod check;
mod correction;
mod dates;
mod decision;
mod exception;
mod happening;
mod moves;
mod next_step;
mod plan;
mod reopening;
mod representation;
mod request;
mod state;

pub use advice::{AdviceAnswer, AdviceHandedIn, AdviceKind, AdviceRequested, hand_in_advice, request_advice};
pub use check::{Note, check};
pub use correction::{CorrectableFact, CorrectedRequest, Correction, correct};
pub use decision::{
    ConsideringNotice, Decision, DecisionKind, FamilyConsultation, Reasons, consult_family, decide_to_assess,
    decide_to_issue, send_considering_notice,
};
pub use exception::{ExceptionRecorded, record_exception};
pub use happening::{Breach, Happening, HappeningKind};
pub use moves::Move;
pub use next_step::{LastDays, NextStep, next_steps};
pub use plan::{
    DraftService, FinalPlan, PlanKind, PlanSection, PlanText, ServiceMethod, send_final_plan, serve_draft,
    write_draft,
};
pub use reopening::{Reopened, Reopening, reopen};
pub use representation::{Representation, represent};
pub use request::{Request, RequestSource, open, second_request};
pub use state::{AdviceState, Assessment, DraftState};

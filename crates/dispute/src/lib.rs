//! After a no, or an unhappy yes: mediation, appeal, what an order or an agreement obliges the authority to do, and
//! what the family can do now (Children and Families Act 2014, ss.51 to 57; SEND Regulations 2014, regs 32 to 45;
//! SI 2017/1306).
//!
//! Everything is pure. [`Dispute::take`] is a function of what is known, of a [`Step`] and of the day it is asked; it
//! answers with the dispute after it, the rules that were not kept and what the procedures of the case do next, or
//! with a [`ehcp_case::Refusal`]. The steps are what is stored: [`Dispute::replay`] reads them again.
//!
//! An act of the authority dated today is being done now: what would break the law is refused. What has happened is
//! recorded whatever the law says, with a mark.

mod appeal;
mod appeal_steps;
mod at_least_one;
mod breach;
mod challenge;
mod challenge_words;
mod dates;
mod decision;
mod deeds;
mod dispute;
mod duty;
mod duty_steps;
mod mediation;
mod mediation_steps;
mod order;
mod recommendation;
mod reopening;
mod standing_words;
mod step;
mod step_words;
mod timeliness;

pub use appeal::{
    Appeal, AppealEnd, Basis, FurtherChallenge, FurtherChallengeKind, Hearing, HearingStanding, Lodging,
    Manner, Phase, Registration,
};
pub use at_least_one::AtLeastOne;
pub use breach::Breach;
pub use challenge::{Asked, Challenge, ClosedRoute, OpenRoute, RightsHolder, RouteKind, challenge};
pub use decision::{AppealableDecision, Ground, MediationIssue, Notice, PlanIssue, RecommendationOn};
pub use dispute::{Clock, ClockOf, Dispute, Taken};
pub use duty::{Done, Duty, DutyKind, DutyLimit, SetBy};
pub use mediation::{
    Arrangement, CannotArrange, Certificate, CertificateKind, Course, Held, Mediation, MediationOutcome,
    Standing, Wish,
};
pub use order::{
    Agreed, AgreedPart, AgreementParty, Concession, Deed, Order, OrderKind, OtherTime, TribunalDecision,
};
pub use recommendation::{Recommendation, RecommendationAnswer};
pub use reopening::{FollowUp, Reopening, follow_up};
pub use step::Step;
pub use timeliness::{Counted, Interruption, NewPlan, Timeliness, timeliness};

//! Typed ids. Each kind is its own type over a UUID, so that one cannot be given where another is meant.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// A UUID v7. An id is never a permission.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String, format = Uuid, example = "01990d2c-7f3a-7c11-9a53-3f1f7c9b2a10")]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
    )+};
}

ids! {
    /// A place on the access list of a restricted case.
    AccessListEntryId,
    /// Something that waits for a second person.
    ApprovalId,
    /// One opening of a case in an emergency.
    BreakGlassId,
    /// One absence of an officer, and who looks after the caseload.
    CoverId,
    /// A record of who acts after compulsory school age.
    HandOverId,
    /// Somebody whom a family invites to help.
    HelperId,
    /// What an adult may not know of a child.
    LimitId,
    /// A key of a program.
    ServiceKeyId,
    /// One request for advice from one service or setting (SEND Regulations 2014, reg 6).
    AdviceRequestId,
    /// A file of evidence on a case.
    AttachmentId,
    /// One EHC needs assessment of a child: from the request to its end.
    AssessmentId,
    /// One child's record with this local authority, for life.
    CaseId,
    /// A child or young person.
    ChildId,
    /// What somebody asked to be changed in a contact record.
    ContactChangeRequestId,
    /// One version of how a person is reached.
    ContactId,
    /// The protection of a person's address.
    ContactProtectionId,
    /// A decision with its reasons.
    DecisionId,
    /// The passing on of a plan or of papers to somebody outside.
    DisclosureId,
    /// A dispute about one decision that can be appealed.
    DisputeId,
    /// One step of a dispute.
    DisputeStepId,
    /// A school, college or early-years setting.
    EducationSettingId,
    /// A child's place on the roll of a setting.
    EnrolmentId,
    /// One entry of a case's event log.
    EventId,
    /// An exception to a statutory time limit, with its evidence.
    ExceptionId,
    /// A dated happening.
    FactId,
    /// An invitation to have an account.
    InvitationId,
    /// A statutory notice that was sent.
    NoticeId,
    /// The letter of a notice to one of those whom it went to.
    NoticeLetterId,
    /// A message to somebody, on its way or sent.
    OutgoingMessageId,
    /// The dated link between an adult and a child.
    ParentLinkId,
    /// A version of a plan: a draft or a final plan.
    PlanId,
    /// What a family said about a draft plan.
    RepresentationId,
    /// One restriction of a case to those on its access list.
    RestrictionId,
    /// One request for an assessment, or the authority becoming responsible without one.
    RequestId,
    /// The statement of somebody who disputes what is on record.
    StatementId,
    /// A signed-in session.
    SessionId,
    /// A team of the local authority.
    TeamId,
    /// A person who signs in.
    UserId,
}

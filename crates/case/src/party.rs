//! Who must act, who must be told, who holds the ball.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A party to the statutory timetable, as the law names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The local authority that is responsible for the child.
    LocalAuthority,
    /// The child's parent, or the young person once the rights are theirs
    /// (Children and Families Act 2014, s.83).
    ParentOrYoungPerson,
    /// The young person, where the law names only them.
    YoungPerson,
    /// The school, post-16 institution or early-years provider the child attends or the plan names.
    Setting,
    /// A body or person asked for advice or co-operation (s.31; SEND Regulations 2014, reg 6).
    AdviceGiver,
    /// The responsible commissioning body for health (s.42(4)): the integrated care board.
    HealthBody,
    /// Officers of the authority who exercise its social-care functions (reg 4(2)(b)).
    SocialCare,
    /// The authority from which the family moved (reg 15).
    OldAuthority,
    /// The authority to which the family moved (reg 15).
    NewAuthority,
    /// The health body before a change of responsibility (regs 15(7), 16).
    OldHealthBody,
    /// The health body after a change of responsibility (regs 15(8), 16).
    NewHealthBody,
    /// Who arranges a mediation: the authority or the health body (regs 35, 36).
    MediationArranger,
    /// The independent mediation adviser (reg 32).
    MediationAdviser,
    /// The First-tier Tribunal (Special Educational Needs and Disability).
    Tribunal,
    /// The Secretary of State.
    SecretaryOfState,
    /// Who is in charge of relevant youth accommodation (SI 2015/62).
    PersonInCharge,
    /// Who arranges a review meeting: the head where reg 20 allows it, else the authority.
    ReviewArranger,
    /// Those whom reg 20(2) or 21(2) invites to a review meeting.
    ReviewInvitees,
}

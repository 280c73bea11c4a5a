//! How far a grant reaches.

use crate::words::words;

words! {
    /// The relationship through which a grant reaches a case.
    Scope, "scope" {
        /// The actor's own record: the young person, or the account itself.
        Own = "own", "own record";
        /// The child of a parent whose link is verified, in force and not barred.
        LinkedChild = "linked_child", "linked child";
        /// A pupil on the roll of the actor's setting, or in consultation with it.
        OnRoll = "on_roll", "pupil on roll or in consultation";
        /// A case for which the actor was asked for advice.
        AssignedAdvice = "assigned_advice", "advice asked of them";
        /// A case of the actor's caseload or team.
        TeamOrCaseload = "team_or_caseload", "own team or caseload";
        /// A case on the agenda of a meeting whose papers the actor holds.
        MeetingPack = "meeting_pack", "papers of their meeting";
        /// A case in an audit sample drawn for the actor.
        AuditSample = "audit_sample", "audit sample";
        /// Every case of the local authority that is not restricted.
        Authority = "authority", "whole authority";
    }
}

impl Scope {
    /// The suffix in the permission matrix.
    #[must_use]
    pub const fn suffix(self) -> char {
        match self {
            Self::Own => 'o',
            Self::LinkedChild => 'c',
            Self::OnRoll => 'r',
            Self::AssignedAdvice => 'q',
            Self::TeamOrCaseload => 't',
            Self::MeetingPack => 'm',
            Self::AuditSample => 's',
            Self::Authority => '*',
        }
    }

    /// Whether a restriction closes this way to everybody who is not on the case's access list.
    ///
    /// The family, and a professional who was asked by name, stay: theirs is a tie to this one child and not to a
    /// crowd of cases. Whoever among them must not see the case is barred.
    #[must_use]
    pub const fn closed_by_restriction(self) -> bool {
        match self {
            Self::Own | Self::LinkedChild | Self::AssignedAdvice => false,
            Self::OnRoll | Self::TeamOrCaseload | Self::MeetingPack | Self::AuditSample | Self::Authority => {
                true
            }
        }
    }
}

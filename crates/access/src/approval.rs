//! What needs a second person, and where each asking stands.

use crate::{Action, words::words};

words! {
    /// What somebody asks a second person to agree to. A new kind is one variant here, the right that it needs in
    /// [`ApprovalKind::action`], and its proposal in the use cases, which apply it.
    ApprovalKind, "kind of approval" {
        /// Bar an adult from a child, or limit what they see.
        SetLimit = "set_limit", "bar an adult from a child, or limit what they see";
        /// Lift a bar or a limit.
        LiftLimit = "lift_limit", "lift a bar or a limit";
        /// Invite somebody whose account opens what is in cases, or change the role or the teams of such an account.
        GiveCaseAccess = "give_case_access", "give somebody an account that opens what is in cases, or change it";
        /// Invite somebody in a role that reaches further than others, give or take such a role, or change such an
        /// account.
        GrantPower = "grant_power", "invite or change an administrator or somebody of information governance";
        /// Let a program in, give it a key, or widen what it may do.
        ManageProgram = "manage_program", "let a program in, give it a key or let it do more";
        /// Close a case to all but those on its list.
        RestrictCase = "restrict_case", "close a case to all but those on its list";
        /// Open a restricted case again.
        LiftRestriction = "lift_restriction", "open a restricted case again";
        /// Change who may know of a restricted case.
        ChangeAccessList = "change_access_list", "change who may know of a restricted case";
        /// Seal the former identity of an adopted child.
        RecordAdoption = "record_adoption", "seal the former identity of an adopted child";
        /// Sign and send a final plan.
        SendFinalPlan = "send_final_plan", "send a final plan";
        /// Open the sealed record of an adopted child for a time.
        OpenSealedIdentity = "open_sealed_identity", "open the sealed record of an adopted child for a time";
        /// Change how long records are kept.
        ChangeRetention = "change_retention", "change how long records are kept";
    }
}

impl ApprovalKind {
    /// The right that whoever asks and whoever agrees both need.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::SetLimit => Action::SetLimit,
            Self::LiftLimit => Action::LiftLimit,
            Self::GiveCaseAccess => Action::GiveCaseAccess,
            Self::GrantPower => Action::GrantPower,
            Self::ManageProgram => Action::ManagePrograms,
            Self::RestrictCase => Action::RestrictCase,
            Self::LiftRestriction => Action::LiftRestriction,
            Self::ChangeAccessList => Action::ChangeAccessList,
            Self::RecordAdoption => Action::RecordAdoption,
            Self::OpenSealedIdentity => Action::OpenSealedIdentity,
            Self::SendFinalPlan => Action::SendFinalPlan,
            Self::ChangeRetention => Action::ChangeRetention,
        }
    }

    /// The right that is enough for asking, where it is a smaller one: an officer proposes what information governance
    /// then agrees to.
    #[must_use]
    pub const fn action_to_propose(self) -> Option<Action> {
        match self {
            Self::RestrictCase => Some(Action::ProposeRestriction),
            Self::SetLimit
            | Self::LiftLimit
            | Self::GiveCaseAccess
            | Self::GrantPower
            | Self::ManageProgram
            | Self::LiftRestriction
            | Self::ChangeAccessList
            | Self::RecordAdoption
            | Self::OpenSealedIdentity
            | Self::ChangeRetention
            | Self::SendFinalPlan => None,
        }
    }
}

words! {
    /// Where an asking for a second person stands.
    ApprovalState, "state of an approval" {
        /// Somebody must still agree.
        Pending = "pending", "waits for a second person";
        /// It was agreed to, and done in the same moment.
        Applied = "applied", "agreed and done";
        /// The second person did not agree.
        Refused = "refused", "refused";
        /// Whoever asked took it back.
        Withdrawn = "withdrawn", "withdrawn";
        /// Nobody decided in time. Never kept: it follows from the moment.
        Expired = "expired", "expired";
    }
}

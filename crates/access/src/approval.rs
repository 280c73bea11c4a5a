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
    }
}

impl ApprovalKind {
    /// The right that whoever asks and whoever agrees both need.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::SetLimit => Action::SetLimit,
            Self::LiftLimit => Action::LiftLimit,
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

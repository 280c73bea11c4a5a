//! Who is asking.

use crate::{Action, Role};
use ehcp_case::{EducationSettingId, SessionId, TeamId, UserId};

/// Who is asking: a person who signed in, or a program with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub user: UserId,
    /// The one role of the account.
    pub role: Role,
    /// The teams of a member of staff; empty for everybody else.
    pub teams: Vec<TeamId>,
    /// The setting for which a school account, or a program of a setting, speaks; none for everybody else.
    pub setting: Option<EducationSettingId>,
    /// The session in which they signed in.
    pub session: SessionId,
    /// What a program may do: only what [can be listed](Action::can_be_listed) counts, and only for [`Role::Service`].
    pub service_actions: Vec<Action>,
}

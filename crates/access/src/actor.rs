//! Who is asking.

use crate::{Fields, Operation, Resource, Role};
use ehcp_case::{EducationSettingId, SessionId, TeamId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who is asking: a person who signed in, or a program with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub user: UserId,
    /// The one role of the account.
    pub role: Role,
    /// The teams of a member of staff; empty for everybody else.
    pub teams: Vec<TeamId>,
    /// The setting for which a school account speaks; none for everybody else.
    pub setting: Option<EducationSettingId>,
    /// The session in which they signed in.
    pub session: SessionId,
    /// What a program may do. Counts only for [`Role::Service`].
    pub service_grants: Vec<ServiceGrant>,
}

/// One thing that a program may do, over the whole authority less its restricted cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct ServiceGrant {
    /// On what.
    pub resource: Resource,
    /// In which way.
    pub operation: Operation,
    /// Showing which fields.
    pub fields: Fields,
}

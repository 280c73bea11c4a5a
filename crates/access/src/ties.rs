//! The relationship of one actor to one case.

use crate::{Role, Scope};

/// The facts of one actor's relationship to one case today, as read from the store in one row.
///
/// A time-limited grant of access fills the tie it stands in for, as long as it is in force: for an officer who
/// covers for a colleague, [`own_caseload`](Self::own_caseload). The default is no tie at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent fact about one relationship"
)]
pub struct Ties {
    /// A verified parent link is in force today.
    pub linked_child: bool,
    /// The case is the actor's own: they are the young person.
    pub self_young_person: bool,
    /// The child is on the roll of the actor's setting today, or that setting is being consulted.
    pub on_roll: bool,
    /// The actor, or the actor's setting, was asked for advice on this case and still has access to it.
    pub assigned_advice: bool,
    /// The actor is the named officer, or holds the case in another way.
    pub own_caseload: bool,
    /// The case belongs to one of the actor's teams.
    pub own_team: bool,
    /// The case is on the agenda of a meeting whose papers the actor holds, and no conflict of interest removes it.
    pub meeting_pack: bool,
    /// The case is in an open audit sample drawn for the actor.
    pub audit_sample: bool,
    /// The family invited the actor as a helper and the invitation is in force. Counts only for family accounts.
    pub family_helper: bool,
    /// The family also lets the helper act and not only read.
    pub helper_may_act: bool,
    /// The actor is the recorded representative of a parent, or of the young person, who lacks capacity
    /// (s.80; SEND Regulations 2014, regs 63 to 65).
    pub representative: bool,
    /// The rights are the young person's (s.83) and it is recorded that they or a representative act: a parent's
    /// standing tie no longer counts. False while nobody has recorded who will act, and false where a parent is the
    /// alternative person.
    pub rights_passed_on: bool,
    /// A court order or a safety decision bars the actor from this child. Beats everything else.
    pub barred: bool,
    /// An order or a safety decision keeps documents and reasons from the actor.
    pub no_documents: bool,
    /// An order or a safety decision keeps from the actor where the child lives and learns.
    pub no_whereabouts: bool,
    /// The case is restricted to the people on its access list.
    pub restricted: bool,
    /// The actor is on the case's access list.
    pub on_access_list: bool,
    /// The actor has opened break-glass reading on this case and it has not run out.
    pub break_glass: bool,
}

impl Ties {
    /// Whether the actor is tied to the case through this scope, whatever a bar or a restriction may take away.
    /// A helper's invitation is not a scope: see [`is_helper`](Self::is_helper).
    #[must_use]
    pub const fn through(&self, scope: Scope) -> bool {
        match scope {
            Scope::Own => self.self_young_person,
            Scope::LinkedChild => self.representative || (self.linked_child && !self.rights_passed_on),
            Scope::OnRoll => self.on_roll,
            Scope::AssignedAdvice => self.assigned_advice,
            Scope::TeamOrCaseload => self.own_caseload || self.own_team,
            Scope::MeetingPack => self.meeting_pack,
            Scope::AuditSample => self.audit_sample,
            Scope::Authority => true,
        }
    }

    /// Whether somebody of this role is an invited helper of the family. Nobody helps a family through a staff,
    /// school, adviser or service account.
    #[must_use]
    pub const fn is_helper(&self, role: Role) -> bool {
        role.is_family() && self.family_helper
    }
}

//! What a program may be given. It does what is listed for it, and of that only what can be listed.

use crate::{Action, Allowed, Fields, Role, Scope, policy};

/// To which programs an action can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// To none: it needs a person.
    Nobody,
    /// To a program of a setting, which does it as the setting's staff do.
    Settings,
    /// To every program; one of the council sees what is shared with the family, over all cases that are not restricted.
    Everybody,
}

impl Action {
    /// To which programs it can be given. A program reads; the one thing that it hands in is a setting's own advice.
    const fn programs(self) -> For {
        match self {
            Self::ReadOwnProfile
            | Self::ReadChild
            | Self::ReadCase
            | Self::ReadTimeline
            | Self::ReadDeadlines
            | Self::ReadExceptions
            | Self::ReadTeams
            | Self::ReadSettings => For::Everybody,
            Self::ReadAdviceRequests | Self::HandInAdvice | Self::ReadFinalPlan => For::Settings,
            Self::RegisterChild
            | Self::LinkParent
            | Self::ReadParentLinks
            | Self::EndParentLink
            | Self::SetLimit
            | Self::LiftLimit
            | Self::ReadLimits
            | Self::InviteHelper
            | Self::WithdrawHelper
            | Self::ReadHelpers
            | Self::RecordWhoActs
            | Self::ReadHandOvers
            | Self::RecordAdoption
            | Self::ReadSealedIdentity
            | Self::OpenSealedIdentity
            | Self::RestrictCase
            | Self::ProposeRestriction
            | Self::LiftRestriction
            | Self::ChangeAccessList
            | Self::ReadRestriction
            | Self::OpenBreakGlass
            | Self::ReadBreakGlass
            | Self::ReviewBreakGlass
            | Self::EnrolPupil
            | Self::ReadEnrolments
            | Self::MakeRequest
            | Self::RecordAsBecomingResponsible
            | Self::ReadReaders
            | Self::ConsultFamily
            | Self::SendConsideringNotice
            | Self::DecideToAssess
            | Self::DecideToIssue
            | Self::ReadDecisions
            | Self::RequestAdvice
            | Self::ReadAdvice
            | Self::RecordAdviceForOthers
            | Self::RecordException
            | Self::WriteDraftPlan
            | Self::ServeDraft
            | Self::ReadDraftPlan
            | Self::MakeRepresentations
            | Self::ReadRepresentations
            | Self::SendFinalPlan
            | Self::CorrectFact
            | Self::AssignCase
            | Self::ArrangeCover
            | Self::ReadCover
            | Self::ReadWorkList
            | Self::InviteUser
            | Self::GrantPower
            | Self::GiveCaseAccess
            | Self::ChangeOwnEmail
            | Self::ManageUsers
            | Self::ReadApprovals
            | Self::DecideApproval
            | Self::ReadUsers
            | Self::GiveEvidence
            | Self::ReadEvidence
            | Self::ShareEvidence
            | Self::WithdrawEvidence
            | Self::ManagePrograms
            | Self::ReadPrograms
            | Self::ReadContacts
            | Self::AskForContactChange
            | Self::ChangeContacts
            | Self::DecideContactChange
            | Self::ProtectContacts
            | Self::EndProtection
            | Self::SearchCases
            | Self::CorrectChild
            | Self::MatchDuplicates
            | Self::CorrectAdult
            | Self::MakeStatement
            | Self::ReadStatements
            | Self::RecordDisclosure
            | Self::ReadDisclosures
            | Self::RecordDispute
            | Self::CorrectDispute
            | Self::ReadDisputes
            | Self::ReadTimeliness
            | Self::ReadLetterTemplates
            | Self::ChangeLetterTemplates
            | Self::PreviewNotice
            | Self::SendNotice
            | Self::ReadNotices
            | Self::ReadPrintList
            | Self::ReadRetention
            | Self::ChangeRetention => For::Nobody,
        }
    }

    /// Whether it can be listed for a program, of a setting or of the council.
    #[must_use]
    pub fn can_be_listed(self, of_a_setting: bool) -> bool {
        match self.programs() {
            For::Nobody => false,
            For::Settings => of_a_setting,
            For::Everybody => true,
        }
    }
}

/// On which terms a program does what is listed for it: as the staff of its setting, never beyond; or over the whole
/// authority, seeing what is shared with families.
pub(crate) fn terms(action: Action, of_a_setting: bool) -> Vec<Allowed> {
    if !action.can_be_listed(of_a_setting) {
        return Vec::new();
    }
    let (resource, operation) = action.need();
    if of_a_setting {
        let of_staff = policy(Role::School, resource).iter();
        return of_staff
            .filter(|grant| grant.permits(operation))
            .map(Allowed::from)
            .collect();
    }
    vec![Allowed {
        fields: Fields::Shared,
        scope: Scope::Authority,
        way: crate::Way::Tie,
        step_up: false,
        second_person: false,
        hides_whereabouts: false,
    }]
}

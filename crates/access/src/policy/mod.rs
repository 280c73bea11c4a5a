//! The permission matrix: one exhaustive table.

mod case;
mod decisions;
mod oversight;
mod people;

use crate::{Grant, Operation, Resource, Role};
use Operation::{Act, Create, Export, Read, Update};

const C: &[Operation] = &[Create];
const R: &[Operation] = &[Read];
const A: &[Operation] = &[Act];
const U: &[Operation] = &[Update];
const X: &[Operation] = &[Export];
const CA: &[Operation] = &[Create, Act];
const CU: &[Operation] = &[Create, Update];
const CR: &[Operation] = &[Create, Read];
const RU: &[Operation] = &[Read, Update];
const RA: &[Operation] = &[Read, Act];
const RX: &[Operation] = &[Read, Export];
const CUA: &[Operation] = &[Create, Update, Act];
const CRU: &[Operation] = &[Create, Read, Update];
const RUA: &[Operation] = &[Read, Update, Act];
const CRA: &[Operation] = &[Create, Read, Act];
const CRUA: &[Operation] = &[Create, Read, Update, Act];

/// What a role may do with a resource; nothing if the slice is empty. Of two grants that both hold, the first
/// counts.
///
/// A new role or a new resource does not compile until every cell of it is decided.
#[must_use]
pub const fn policy(role: Role, resource: Resource) -> &'static [Grant] {
    row(resource).of(role)
}

/// One row of the matrix. There is no cell for a service: it has only the grants listed for it.
struct Row {
    parent: &'static [Grant],
    young_person: &'static [Grant],
    school: &'static [Grant],
    adviser: &'static [Grant],
    customer_service: &'static [Grant],
    officer: &'static [Grant],
    reviewer: &'static [Grant],
    panel_manager: &'static [Grant],
    quality_auditor: &'static [Grant],
    manager: &'static [Grant],
    information_governance: &'static [Grant],
    admin: &'static [Grant],
}

impl Row {
    const fn of(&self, role: Role) -> &'static [Grant] {
        match role {
            Role::Parent => self.parent,
            Role::YoungPerson => self.young_person,
            Role::School => self.school,
            Role::Adviser => self.adviser,
            Role::CustomerService => self.customer_service,
            Role::Officer => self.officer,
            Role::Reviewer => self.reviewer,
            Role::PanelManager => self.panel_manager,
            Role::QualityAuditor => self.quality_auditor,
            Role::Manager => self.manager,
            Role::InformationGovernance => self.information_governance,
            Role::Admin => self.admin,
            Role::Service => &[],
        }
    }
}

const fn row(resource: Resource) -> &'static Row {
    match resource {
        Resource::OwnProfile => &people::OWN_PROFILE,
        Resource::Users => &people::USERS,
        Resource::CaseAccounts => &people::CASE_ACCOUNTS,
        Resource::ReferenceData => &people::REFERENCE_DATA,
        Resource::ChildCore => &people::CHILD_CORE,
        Resource::ProtectedContacts => &people::PROTECTED_CONTACTS,
        Resource::ParentLinks => &people::PARENT_LINKS,
        Resource::Helpers => &people::HELPERS,
        Resource::SealedIdentity => &people::SEALED_IDENTITY,
        Resource::NeedsRequest => &case::NEEDS_REQUEST,
        Resource::CaseStatus => &case::CASE_STATUS,
        Resource::Chronology => &case::CHRONOLOGY,
        Resource::Evidence => &case::EVIDENCE,
        Resource::AdviceRequest => &case::ADVICE_REQUEST,
        Resource::AdviceDocument => &case::ADVICE_DOCUMENT,
        Resource::InternalNotes => &case::INTERNAL_NOTES,
        Resource::Messages => &case::MESSAGES,
        Resource::Assignment => &case::ASSIGNMENT,
        Resource::PanelMeeting => &decisions::PANEL_MEETING,
        Resource::PanelDecision => &decisions::PANEL_DECISION,
        Resource::DraftPlan => &decisions::DRAFT_PLAN,
        Resource::Representations => &decisions::REPRESENTATIONS,
        Resource::FinalPlan => &decisions::FINAL_PLAN,
        Resource::Placement => &decisions::PLACEMENT,
        Resource::AnnualReview => &decisions::ANNUAL_REVIEW,
        Resource::Notices => &decisions::NOTICES,
        Resource::Disclosures => &decisions::DISCLOSURES,
        Resource::Dispute => &decisions::DISPUTE,
        Resource::Restriction => &oversight::RESTRICTION,
        Resource::BreakGlass => &oversight::BREAK_GLASS,
        Resource::ReadAudit => &oversight::READ_AUDIT,
        Resource::Approvals => &oversight::APPROVALS,
        Resource::Statistics => &oversight::STATISTICS,
        Resource::SubjectAccess => &oversight::SUBJECT_ACCESS,
        Resource::Retention => &oversight::RETENTION,
        Resource::LetterTemplates => &oversight::LETTER_TEMPLATES,
        Resource::Configuration => &oversight::CONFIGURATION,
    }
}

//! What can be read or changed, and in which ways.

use crate::words::words;

words! {
    /// One row of the permission matrix: a kind of thing that can be read or changed.
    Resource, "resource" {
        /// One's own name, sign-in, sessions and password.
        OwnProfile = "own_profile", "own profile, sessions and password";
        /// The people who sign in, and their roles and teams.
        Users = "users", "users and roles";
        /// Accounts of staff who read what is in cases.
        CaseAccounts = "case_accounts", "accounts that open what is in cases";
        /// Schools, teams with their duty lines, and the words of the service.
        ReferenceData = "reference_data", "settings, teams and duty lines";
        /// Name, date of birth and UPN of the child or young person.
        ChildCore = "child_core", "child: name, date of birth, UPN";
        /// Addresses and contact details, some of them protected.
        ProtectedContacts = "protected_contacts", "addresses and contacts";
        /// Who is linked to the child: parental responsibility, care, limits and bars.
        ParentLinks = "parent_links", "parent links, responsibility and bars";
        /// Whom the family has invited to help for a time.
        Helpers = "helpers", "helpers of the family";
        /// Who an adopted child was before.
        SealedIdentity = "sealed_identity", "sealed identity of an adopted child";
        /// The request for an EHC needs assessment and the decisions on it (s.36).
        NeedsRequest = "needs_request", "request for an assessment, and the decisions on it";
        /// Where the case stands, and its statutory dates.
        CaseStatus = "case_status", "case: stage and statutory dates";
        /// What has happened on the case, and why a date could not be kept.
        Chronology = "chronology", "timeline, and exceptions to time limits";
        /// Documents handed in to support the case.
        Evidence = "evidence", "evidence";
        /// The asking for one piece of advice (SEND Regulations 2014, reg 6).
        AdviceRequest = "advice_request", "request for advice";
        /// The advice itself.
        AdviceDocument = "advice_document", "advice";
        /// A panel meeting and its papers.
        PanelMeeting = "panel_meeting", "panel meeting and its papers";
        /// What a panel decided on a case.
        PanelDecision = "panel_decision", "panel decision";
        /// A draft plan (s.38).
        DraftPlan = "draft_plan", "draft plan";
        /// What the family says about a draft (s.38(2)).
        Representations = "representations", "what the family says about a draft plan";
        /// A final plan (s.37, s.39).
        FinalPlan = "final_plan", "final plan";
        /// The place, its funding, and a personal budget.
        Placement = "placement", "placement, funding and personal budget";
        /// An annual review (s.44).
        AnnualReview = "annual_review", "annual review";
        /// A statutory notice: the letter, to whom it went, and how (s.36, s.38; regs 4, 5, 10, 13, 14).
        Notices = "notices", "statutory notices";
        /// To whom a plan or papers were passed on, and on which basis (SEND Regulations 2014, reg 17).
        Disclosures = "disclosures", "passing on of plans and papers";
        /// A mediation or an appeal to the Tribunal (s.51 to s.55).
        Dispute = "dispute", "mediation and appeal";
        /// Working notes of the staff.
        InternalNotes = "internal_notes", "internal notes";
        /// Messages between the family and the council.
        Messages = "messages", "messages with the family";
        /// Who the named officer is, and how the work is shared out.
        Assignment = "assignment", "named officer and caseload";
        /// Whether a case is restricted, and who is on its access list.
        Restriction = "restriction", "restriction and its access list";
        /// Reading a case in an emergency without a relationship to it.
        BreakGlass = "break_glass", "break-glass reading";
        /// Who looked at what.
        ReadAudit = "read_audit", "log of who looked at what";
        /// What waits for a second person. Each of them is for those who hold the right that it needs.
        Approvals = "approvals", "what waits for a second person";
        /// Figures, and the yearly return to the Department for Education.
        Statistics = "statistics", "figures and the yearly return";
        /// Everything held on one person, for that person.
        SubjectAccess = "subject_access", "subject access";
        /// How long records are kept, and their erasure.
        Retention = "retention", "retention and erasure";
        /// What statutory notices say, and what stands in every letter.
        LetterTemplates = "letter_templates", "templates of letters";
        /// Technical settings, keys and backups.
        Configuration = "configuration", "configuration, keys and backups";
    }
}

impl Resource {
    /// Whether it is a document, or what is written for one: kept from an adult who may see no documents of a child.
    #[must_use]
    pub const fn is_document(self) -> bool {
        matches!(
            self,
            Self::Evidence
                | Self::AdviceRequest
                | Self::AdviceDocument
                | Self::PanelMeeting
                | Self::PanelDecision
                | Self::DraftPlan
                | Self::Representations
                | Self::FinalPlan
                | Self::Placement
                | Self::AnnualReview
                | Self::Notices
                | Self::Disclosures
                | Self::InternalNotes
        )
    }

    /// Whether a thing of this kind belongs to one child's case, so that a relationship to the case is needed
    /// and a case that must stay unknown is answered as if it did not exist.
    #[must_use]
    pub const fn belongs_to_a_case(self) -> bool {
        match self {
            Self::OwnProfile
            | Self::Users
            | Self::CaseAccounts
            | Self::ReferenceData
            | Self::Approvals
            | Self::Statistics
            | Self::Retention
            | Self::LetterTemplates
            | Self::Configuration => false,
            Self::ChildCore
            | Self::ProtectedContacts
            | Self::ParentLinks
            | Self::Helpers
            | Self::SealedIdentity
            | Self::NeedsRequest
            | Self::CaseStatus
            | Self::Chronology
            | Self::Evidence
            | Self::AdviceRequest
            | Self::AdviceDocument
            | Self::PanelMeeting
            | Self::PanelDecision
            | Self::DraftPlan
            | Self::Representations
            | Self::FinalPlan
            | Self::Placement
            | Self::AnnualReview
            | Self::Notices
            | Self::Disclosures
            | Self::Dispute
            | Self::InternalNotes
            | Self::Messages
            | Self::Assignment
            | Self::Restriction
            | Self::BreakGlass
            | Self::ReadAudit
            | Self::SubjectAccess => true,
        }
    }
}

words! {
    /// A way to use a resource.
    Operation, "operation" {
        /// Bring a new one into being.
        Create = "create", "create";
        /// Read it.
        Read = "read", "read";
        /// Change what it says.
        Update = "update", "change";
        /// Move the case on: decide, serve, send, close.
        Act = "act", "act on";
        /// Take a whole list or document away as a file.
        Export = "export", "export";
    }
}

impl Operation {
    /// The letter in the permission matrix.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Create => 'C',
            Self::Read => 'R',
            Self::Update => 'U',
            Self::Act => 'A',
            Self::Export => 'X',
        }
    }
}

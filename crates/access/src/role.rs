//! Who somebody is to the local authority.

use crate::words::words;

words! {
    /// What somebody is to the local authority. A role alone opens no case: a relationship to it must be added.
    Role, "role" {
        /// A parent or carer who is linked to a child.
        Parent = "parent", "parent or carer";
        /// The young person themself, once the rights are theirs (Children and Families Act 2014, s.83).
        YoungPerson = "young_person", "young person";
        /// The SENCO or head of a school, college or early-years setting.
        School = "school", "school, college or early-years setting";
        /// A professional who is asked for advice (SEND Regulations 2014, reg 6).
        Adviser = "adviser", "adviser";
        /// The contact centre.
        CustomerService = "customer_service", "customer service";
        /// A SEND officer with a caseload, in an area team.
        Officer = "officer", "SEND officer";
        /// The annual-review team.
        Reviewer = "reviewer", "annual-review team";
        /// Who runs the panels of a locality.
        PanelManager = "panel_manager", "panel manager";
        /// Who audits the quality of plans.
        QualityAuditor = "quality_auditor", "quality auditor";
        /// The SEND leadership.
        Manager = "manager", "SEND manager";
        /// Who owns restrictions, subject access, break-glass review and retention.
        InformationGovernance = "information_governance", "information governance";
        /// The technical administrator. Never reads the content of a case.
        Admin = "admin", "administrator";
        /// A program with a key of its own: acts only within the grants listed for it.
        Service = "service", "service";
    }
}

impl Role {
    /// Whether this is a member of the family: a parent or carer, or the young person.
    #[must_use]
    pub const fn is_family(self) -> bool {
        matches!(self, Self::Parent | Self::YoungPerson)
    }

    /// Whether this is a member of the council's staff. A program is not staff.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        match self {
            Self::CustomerService
            | Self::Officer
            | Self::Reviewer
            | Self::PanelManager
            | Self::QualityAuditor
            | Self::Manager
            | Self::InformationGovernance
            | Self::Admin => true,
            Self::Parent | Self::YoungPerson | Self::School | Self::Adviser | Self::Service => false,
        }
    }
}

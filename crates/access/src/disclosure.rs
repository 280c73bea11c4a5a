//! On which bases a plan goes to somebody outside.

use crate::words::words;

words! {
    /// The basis on which a plan, or advice and evidence obtained for it, is disclosed to somebody who does not receive it
    /// anyway: consent, or one of the exceptions of the SEND Regulations 2014, reg 17(1); or reg 47.
    DisclosureBasis, "basis of a disclosure" {
        /// The child consents, and understands what that means (reg 17(2)).
        ConsentOfChild = "consent_of_child", "the child consents and understands it (reg 17(2))";
        /// The child's parent consents for a child who cannot (reg 17(3)).
        ConsentOfParent = "consent_of_parent", "the child's parent consents (reg 17(3))";
        /// The young person consents, or whoever acts for them (reg 17(1); regs 63 to 65).
        ConsentOfYoungPerson = "consent_of_young_person", "the young person consents (reg 17(1))";
        /// The authority finds it necessary in the interests of the child or young person (reg 17(1)(a)).
        InterestsOfChild = "interests_of_child", "it is necessary in the interests of the child or young person (reg 17(1)(a))";
        /// For an appeal under the Act (reg 17(1)(b)).
        Appeal = "appeal", "for an appeal (reg 17(1)(b))";
        /// For research that names nobody (reg 17(1)(c)).
        Research = "research", "for educational research that names nobody (reg 17(1)(c))";
        /// By order of a court, or for criminal proceedings (reg 17(1)(d)).
        CourtOrder = "court_order", "by order of a court, or for criminal proceedings (reg 17(1)(d))";
        /// For an investigation of maladministration (reg 17(1)(e)).
        Ombudsman = "ombudsman", "for an investigation of maladministration (reg 17(1)(e))";
        /// To the Secretary of State, to decide on directions (reg 17(1)(f)).
        SecretaryOfState = "secretary_of_state", "at the request of the Secretary of State (reg 17(1)(f))";
        /// For an assessment of needs for statutory services for disabled people (reg 17(1)(g)).
        DisabledPersonsAssessment = "disabled_persons_assessment", "for an assessment for services for disabled people (reg 17(1)(g))";
        /// For the duties of a local authority towards looked-after and other children (reg 17(1)(h)).
        ChildrenActDuties = "children_act_duties", "for duties under the Children Act 1989 (reg 17(1)(h))";
        /// To an inspector who asks for it (reg 17(1)(i)).
        Inspection = "inspection", "at the request of an inspector (reg 17(1)(i))";
        /// For a young person's application for a disabled students' allowance (reg 17(1)(j)).
        StudentsAllowance = "students_allowance", "for a disabled students' allowance (reg 17(1)(j))";
        /// To the head of the institution at which a young person will begin higher education (reg 17(1)(k)).
        HigherEducation = "higher_education", "to the institution of higher education (reg 17(1)(k))";
        /// Because the young person asks for it, for higher education (reg 47).
        YoungPersonAsks = "young_person_asks", "the young person asks for it, for higher education (reg 47)";
    }
}

impl DisclosureBasis {
    /// Whether there can be this basis only for a young person, who is over compulsory school age.
    #[must_use]
    pub const fn is_of_a_young_person(self) -> bool {
        matches!(
            self,
            Self::ConsentOfYoungPerson
                | Self::StudentsAllowance
                | Self::HigherEducation
                | Self::YoungPersonAsks
        )
    }

    /// Whether there can be this basis only for a child, who is not over compulsory school age.
    #[must_use]
    pub const fn is_of_a_child(self) -> bool {
        matches!(self, Self::ConsentOfChild | Self::ConsentOfParent)
    }
}

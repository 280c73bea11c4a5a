//! What an adult may not know of a child.

use crate::words::words;

words! {
    /// What is kept from an adult.
    LimitEffect, "effect of a limit" {
        /// Everything: as if there were no such child.
        Bar = "bar", "may know nothing of the child";
        /// Documents and reasons: plans, advice, evidence. What is left is where the case stands.
        NoDocuments = "no_documents", "may see where the case stands, and no documents";
        /// Where the child is: addresses, telephone numbers, the setting.
        NoWhereabouts = "no_whereabouts", "may not learn where the child lives or learns";
    }
}

words! {
    /// What a limit rests on.
    LimitGround, "ground of a limit" {
        /// A prohibited steps order (Children Act 1989, s.8).
        ProhibitedStepsOrder = "prohibited_steps_order", "prohibited steps order";
        /// A non-molestation order (Family Law Act 1996, s.42).
        NonMolestationOrder = "non_molestation_order", "non-molestation order";
        /// A child arrangements order (Children Act 1989, s.8).
        ChildArrangementsOrder = "child_arrangements_order", "child arrangements order";
        /// Another order of a court that limits what the adult may be told.
        OtherCourtOrder = "other_court_order", "another order of a court";
        /// A decision of the authority, because the child or somebody else would not be safe.
        SafetyDecision = "safety_decision", "safety decision of the authority";
        /// The child was adopted, and the adult is of the birth family (Adoption and Children Act 2002, s.67).
        Adoption = "adoption", "adoption";
    }
}

words! {
    /// Who acts from the end of compulsory school age (Children and Families Act 2014, s.80 and s.83; SEND Regulations
    /// 2014, regs 63 to 65).
    WhoActs, "answer to who acts" {
        /// The young person, in their own right.
        YoungPerson = "young_person", "the young person";
        /// A representative of a young person who lacks capacity: a deputy or an attorney.
        Representative = "representative", "a representative, because the young person lacks capacity";
        /// The parents of a young person who lacks capacity and has no representative.
        Parent = "parent", "the parents, because the young person lacks capacity and has no representative";
    }
}

words! {
    /// Why somebody opens a case in an emergency.
    EmergencyGround, "ground of an emergency" {
        /// A child is at risk now.
        ChildAtRisk = "child_at_risk", "a child is at risk";
        /// A hospital or an ambulance needs to know now.
        MedicalEmergency = "medical_emergency", "a medical emergency";
        /// A court or the Tribunal wants an answer today.
        CourtDeadline = "court_deadline", "a court wants an answer today";
        /// Nobody who has the case can be reached, and the family needs an answer now.
        OfficerUnreachable = "officer_unreachable", "nobody who has the case can be reached";
        /// Something else, told in the reason.
        Other = "other", "another reason";
    }
}

words! {
    /// What whoever looked at an emergency reading found.
    Finding, "finding" {
        /// There was good reason to read the case.
        Justified = "justified", "there was good reason";
        /// There was not; what follows is a matter for the authority's own procedures.
        NotJustified = "not_justified", "there was no good reason";
    }
}

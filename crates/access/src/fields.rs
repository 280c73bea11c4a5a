//! Which fields of a record somebody sees.

use crate::words::words;

words! {
    /// A named set of fields. Views ask it what to leave out: a field that is not granted is absent, not null.
    Fields, "field set" {
        /// Everything, working notes and flags included. For the council's staff.
        Full = "full", "everything";
        /// All that is shared with the family: no working notes, no flags, no staff but the named officer.
        Shared = "shared", "all that is shared with the family";
        /// What a setting needs: health and social-care sections only where they name school provision,
        /// nothing of the family's circumstances.
        School = "school", "what a setting needs";
        /// The child, the request and the dates: what an adviser needs to give advice. No other advice.
        Referral = "referral", "the referral";
        /// The stage, the outcome without its reasons, the next date and the named officer.
        Position = "position", "stage, next date and named officer";
        /// Only what the actor wrote, or what is about the actor.
        OwnPart = "own_part", "only one's own part";
        /// Only who the named officer is, and how to reach them.
        OfficerName = "officer_name", "only the officer's name";
        /// What was decided, why, and which rights follow; not the discussion.
        Outcome = "outcome", "the outcome and its reasons";
        /// Only whether it is so.
        Flag = "flag", "yes or no";
        /// A way to reach the family in the day: a telephone number or e-mail, never an address.
        DayContact = "day_contact", "day-time contact only";
        /// The papers as they were put before a meeting: no working notes, no UPN.
        Pack = "pack", "the papers of the meeting";
        /// Everything that quality is judged by, without what points to the child elsewhere (UPN).
        Sample = "sample", "everything but the UPN";
        /// Names, roles and dates: no contact or technical detail.
        Directory = "directory", "names, roles and dates";
        /// Counts only, none below five.
        Totals = "totals", "totals of five and more";
    }
}

/// How much of one section of a plan somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectionView {
    /// All of it.
    Whole,
    /// Only what names provision that the school makes.
    NamingSchoolProvision,
    /// Nothing, not even that it is there.
    Nothing,
}

impl SectionView {
    /// The same after the family's consent to share is recorded: what was shortened is whole.
    #[must_use]
    pub const fn with_consent(self) -> Self {
        match self {
            Self::Whole | Self::NamingSchoolProvision => Self::Whole,
            Self::Nothing => Self::Nothing,
        }
    }
}

/// How much of a family's contact records somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactSight {
    /// Everybody's, with their history and their protection.
    Everybody,
    /// The reader's own.
    Own,
    /// A way to reach the family in the day, of those whose address is not protected.
    DayContact,
    /// Nothing.
    Nothing,
}

impl Fields {
    /// How much of a family's contact records is seen.
    #[must_use]
    pub const fn contacts(self) -> ContactSight {
        match self {
            Self::Full => ContactSight::Everybody,
            Self::OwnPart => ContactSight::Own,
            Self::DayContact => ContactSight::DayContact,
            _ => ContactSight::Nothing,
        }
    }

    /// How much of a plan's section is seen: A to G, H1, H2, I, J or K (SEND Regulations 2014, reg 12).
    /// Of a section with any other letter nothing is seen.
    #[must_use]
    pub fn plan_section(self, letter: &str) -> SectionView {
        let health_or_care = match letter {
            "C" | "D" | "G" | "H1" | "H2" => true,
            "A" | "B" | "E" | "F" | "I" | "J" | "K" => false,
            _ => return SectionView::Nothing,
        };
        match self {
            Self::Full | Self::Shared | Self::Pack | Self::Sample => SectionView::Whole,
            Self::School if health_or_care => SectionView::NamingSchoolProvision,
            Self::School => SectionView::Whole,
            Self::Referral
            | Self::Position
            | Self::OwnPart
            | Self::OfficerName
            | Self::Outcome
            | Self::Flag
            | Self::DayContact
            | Self::Directory
            | Self::Totals => SectionView::Nothing,
        }
    }

    /// What is left when a court order or a safety decision keeps documents and reasons from somebody.
    #[must_use]
    pub const fn without_documents(self) -> Self {
        match self {
            Self::Full
            | Self::Shared
            | Self::School
            | Self::Referral
            | Self::Outcome
            | Self::Pack
            | Self::Sample
            | Self::Position => Self::Position,
            Self::OwnPart
            | Self::OfficerName
            | Self::Flag
            | Self::DayContact
            | Self::Directory
            | Self::Totals => self,
        }
    }

    /// Whether the whole of a plan's section is seen: [`plan_section`](Self::plan_section) tells more.
    #[must_use]
    pub fn sees_plan_section(self, letter: &str) -> bool {
        self.plan_section(letter) == SectionView::Whole
    }

    /// Whether the names of staff beside the named officer are seen.
    #[must_use]
    pub const fn sees_staff_names(self) -> bool {
        matches!(self, Self::Full | Self::Sample | Self::Directory)
    }

    /// Whether it is seen who took a decision. Families are told (a decision is made by somebody); settings and the
    /// contact centre need the outcome alone.
    #[must_use]
    pub const fn sees_who_decided(self) -> bool {
        matches!(
            self,
            Self::Full | Self::Shared | Self::Outcome | Self::Pack | Self::Sample
        )
    }

    /// Whether working notes and flags (such as “this UPN is on two records”) are seen.
    #[must_use]
    pub const fn sees_internal(self) -> bool {
        matches!(self, Self::Full | Self::Sample)
    }

    /// Whether the child's UPN is seen.
    #[must_use]
    pub const fn sees_upn(self) -> bool {
        matches!(self, Self::Full | Self::Shared | Self::School | Self::Referral)
    }

    /// Whether the reasons of a decision are seen, and not only its outcome.
    #[must_use]
    pub const fn sees_reasons(self) -> bool {
        matches!(
            self,
            Self::Full | Self::Shared | Self::School | Self::Outcome | Self::Pack | Self::Sample
        )
    }

    /// Whether advice that others gave is seen.
    #[must_use]
    pub const fn sees_advice_of_others(self) -> bool {
        matches!(
            self,
            Self::Full | Self::Shared | Self::School | Self::Pack | Self::Sample
        )
    }

    /// Whether the steps of a mediation or an appeal are seen, and not only where it stands.
    #[must_use]
    pub const fn sees_dispute_steps(self) -> bool {
        matches!(self, Self::Full | Self::Shared | Self::Sample)
    }

    /// Whether it is seen what was said and agreed in mediation, which is confidential.
    #[must_use]
    pub const fn sees_mediation(self) -> bool {
        matches!(self, Self::Full)
    }

    /// Whether what the family told of themselves is seen: the circumstances behind an exception, and what they
    /// said about a draft plan.
    #[must_use]
    pub const fn sees_family_circumstances(self) -> bool {
        matches!(self, Self::Full | Self::Shared | Self::Pack | Self::Sample)
    }
}

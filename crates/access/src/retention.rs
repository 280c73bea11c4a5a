//! What is kept for how long.

use crate::words::words;

words! {
    /// A kind of record that is kept for a time of its own.
    RecordType, "type of record" {
        /// Everything on a child for whom a plan was issued.
        CaseWithPlan = "case_with_plan", "record of a child for whom a plan was issued";
        /// Everything on a child for whom no plan was issued.
        CaseWithoutPlan = "case_without_plan", "record of a child for whom no plan was issued";
        /// A child who was registered and for whom nothing was asked.
        ChildWithoutCase = "child_without_case", "record of a child without a case";
        /// Addresses and numbers that somebody had before.
        EarlierContacts = "earlier_contacts", "contact details of earlier times";
        /// The texts of messages that were sent or given up.
        SentMessages = "sent_messages", "texts of messages";
    }
}

words! {
    /// The day from which the years are counted.
    RetentionTrigger, "day from which years are counted" {
        /// The birth of the child.
        Birth = "birth", "the date of birth";
        /// The end of the case.
        Closure = "closure", "the end of the case";
        /// The day on which something newer took its place.
        Superseded = "superseded", "the day on which newer details took their place";
        /// The day on which it was sent or given up.
        Sent = "sent", "the day on which it was sent";
    }
}

/// A plan can go on to the end of the year in which somebody becomes 25 (Children and Families Act 2014, s.46): nothing
/// that is counted from birth goes before this age.
const OLDEST_WITH_PLAN: u32 = 26;

impl RecordType {
    /// From which days the years of such a record can be counted. A case with a plan has no end that is on record yet.
    #[must_use]
    pub const fn triggers(self) -> &'static [RetentionTrigger] {
        match self {
            Self::CaseWithPlan | Self::ChildWithoutCase => &[RetentionTrigger::Birth],
            Self::CaseWithoutPlan => &[RetentionTrigger::Birth, RetentionTrigger::Closure],
            Self::EarlierContacts => &[RetentionTrigger::Superseded],
            Self::SentMessages => &[RetentionTrigger::Sent],
        }
    }
}

impl RetentionTrigger {
    /// The fewest years that can be counted from it.
    #[must_use]
    pub const fn least_years(self) -> u32 {
        match self {
            Self::Birth => OLDEST_WITH_PLAN,
            Self::Closure | Self::Superseded | Self::Sent => 1,
        }
    }
}

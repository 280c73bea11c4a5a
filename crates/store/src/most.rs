//! How many of each thing one record can have. A list shows them all, so whoever would add one more is refused with a
//! sentence, and nothing is ever left out in silence.

/// The most requests of one assessment. More say nothing new.
pub const MOST_REQUESTS: u32 = 20;

/// The most requests for advice of one assessment. Each can be a next step and an overdue day of the case, of which the
/// contract promises a hundred at the most.
pub const MOST_ADVICE_REQUESTS: u32 = 50;

/// The most exceptions to time limits of one assessment.
pub const MOST_EXCEPTIONS: u32 = 200;

/// The most records of papers that were passed on in one case.
pub const MOST_DISCLOSURES: u32 = 500;

/// The most statutory notices of one case.
pub const MOST_NOTICES: u32 = 500;

/// The most versions of a plan of one assessment, drafts and the final plan together.
pub const MOST_PLANS: u32 = 200;

/// The most representations about the drafts of one case.
pub const MOST_REPRESENTATIONS: u32 = 200;

/// The most assessments of one case. Each has at most two decisions.
pub const MOST_ASSESSMENTS: u32 = 100;

/// The most decisions of one case.
pub const MOST_DECISIONS: u32 = 2 * MOST_ASSESSMENTS;

/// The most disputes of one case: each decision has at most one, and so has each plan as it was amended.
pub const MOST_DISPUTES: u32 = 100;

/// The most steps of one dispute, corrections included.
pub const MOST_DISPUTE_STEPS: u32 = 200;

/// The most files of evidence of one case, withdrawn ones included.
pub const MOST_ATTACHMENTS: u32 = 500;

/// The most statements of one person on one case.
pub const MOST_STATEMENTS: u32 = 50;

/// The most changes of contact details that one person has asked for in one case and that wait for an officer.
pub const MOST_OPEN_CONTACT_CHANGES: u32 = 20;

/// The most helpers whom one person has invited to one child and who help now.
pub const MOST_HELPERS: u32 = 20;

/// The most helpers whom one person ever invited to one child.
pub const MOST_HELPERS_EVER: u32 = 200;

/// The most invitations to one child's family.
pub const MOST_FAMILY_INVITATIONS: u32 = 200;

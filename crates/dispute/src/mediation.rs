//! What is known of the mediation about one decision (ss.52 to 56; SEND Regulations 2014, regs 32 to 42).

use crate::order::AgreedPart;
use crate::{AtLeastOne, MediationIssue};
use chrono::NaiveDate;
use ehcp_case::{FactKind, Line, Party};
use ehcp_deadlines::{Facts, RuleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The mediation about one decision.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Mediation {
    /// The day on which the family contacted the mediation adviser (reg 33).
    pub contacted_on: Option<NaiveDate>,
    /// How it goes on from there.
    pub course: Course,
    /// The certificate, once there is one (s.55).
    pub certificate: Option<Certificate>,
}

/// How a mediation goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(tag = "course", rename_all = "snake_case")]
pub enum Course {
    /// The family has not said whether it wants mediation.
    #[default]
    NotSaid,
    /// The family told the adviser that it does not want mediation (s.55(4)).
    Declined {
        /// The day on which the adviser was told.
        told_adviser_on: NaiveDate,
    },
    /// The family wants mediation (ss.53, 54).
    Wished(Wish),
}

/// The family's wish to mediate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wish {
    /// The day on which the authority was told: from here its 30 days run.
    pub told_authority_on: NaiveDate,
    /// What the mediation is about.
    pub issues: AtLeastOne<MediationIssue>,
    /// The day on which the health body was told (reg 35(2)); only where health care is among the issues.
    pub told_health_body_on: Option<NaiveDate>,
    /// That it cannot be arranged in time (reg 39(2)).
    pub cannot_arrange: Option<CannotArrange>,
    /// Where it stands.
    pub standing: Standing,
}

/// Where a wished mediation stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// No day has been set.
    ToArrange,
    /// A day has been set.
    Arranged(Arrangement),
    /// It took place.
    Held(Held),
    /// The family withdrew from it.
    Withdrawn {
        /// The day on which the family said so.
        withdrawn_on: NaiveDate,
    },
}

/// The day and place of a mediation (reg 37(2)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrangement {
    /// The day on which the family was told.
    pub notice_given_on: NaiveDate,
    /// The day of the mediation.
    pub mediation_on: NaiveDate,
    /// Where it is.
    pub place: Line,
    /// Whether the family agreed to less than five working days' notice.
    #[serde(default)]
    pub shorter_notice_agreed: bool,
}

/// That a mediation cannot be arranged within its 30 days (reg 39(2)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CannotArrange {
    /// The day on which the authority saw it.
    pub seen_on: NaiveDate,
    /// The day on which the adviser was told.
    pub told_adviser_on: NaiveDate,
}

/// A mediation that took place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// How it was arranged, where that is known.
    pub arrangement: Option<Arrangement>,
    /// Its day.
    pub held_on: NaiveDate,
    /// The day on which it ended.
    pub concluded_on: NaiveDate,
    /// What came of it.
    pub outcome: MediationOutcome,
    /// The day on which the health body told the authority what was agreed (reg 42(4)).
    pub told_authority_on: Option<NaiveDate>,
}

/// What came of a mediation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case", deny_unknown_fields)]
pub enum MediationOutcome {
    /// An agreement in writing (reg 42(1)).
    Agreement {
        /// The day on which it was put in writing.
        agreed_on: NaiveDate,
        /// What was agreed, part by part.
        #[schema(value_type = Vec<AgreedPart>, min_items = 1, max_items = 20)]
        parts: AtLeastOne<AgreedPart>,
    },
    /// No agreement.
    NoAgreement,
}

/// Why a certificate was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CertificateKind {
    /// The family does not want mediation (s.55(4)).
    NoMediation,
    /// The mediation took place (s.55(5)).
    AfterMediation,
    /// No mediation was arranged in time: the family counts as having taken part (reg 39(3)).
    TreatedAsTakenPart,
}

impl CertificateKind {
    /// The rule that gives the adviser three working days.
    pub const fn rule(self) -> RuleId {
        match self {
            Self::NoMediation => RuleId::MedCertNoMediation,
            Self::AfterMediation => RuleId::MedCertAfter,
            Self::TreatedAsTakenPart => RuleId::MedCertDeemed,
        }
    }
}

/// A mediation certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Why it was issued.
    pub kind: CertificateKind,
    /// The day on which it was issued.
    pub issued_on: NaiveDate,
}

impl Wish {
    /// Whether health care is among the issues (s.53).
    pub fn is_about_health(&self) -> bool {
        self.issues.contains(&MediationIssue::HealthCare)
    }

    /// Whether it is about health care alone.
    pub fn is_about_health_alone(&self) -> bool {
        self.issues.is_only(&MediationIssue::HealthCare)
    }

    /// Who arranges it and takes part: the health body where it is about health care alone (reg 35(3)), else the
    /// authority (regs 35(4), 36).
    pub fn arranger(&self) -> Party {
        if self.is_about_health_alone() {
            Party::HealthBody
        } else {
            Party::LocalAuthority
        }
    }

    /// The rule that gives the arranger 30 days.
    pub fn arranging_rule(&self) -> RuleId {
        if self.is_about_health_alone() {
            RuleId::MedArrangeHealthOnly
        } else if self.is_about_health() {
            RuleId::MedArrangeMixed
        } else {
            RuleId::MedArrangeNoHealth
        }
    }

    /// The fact that the authority was told, as the deadlines know it.
    pub fn told_fact(&self) -> FactKind {
        if self.is_about_health_alone() {
            FactKind::MediationRequestedOnHealth
        } else if self.is_about_health() {
            FactKind::MediationRequestedWithHealth
        } else {
            FactKind::MediationRequested
        }
    }

    /// The mediation that took place.
    pub fn held(&self) -> Option<&Held> {
        match &self.standing {
            Standing::Held(held) => Some(held),
            Standing::ToArrange | Standing::Arranged(_) | Standing::Withdrawn { .. } => None,
        }
    }
}

impl Mediation {
    /// The family's wish to mediate, if it has one.
    pub fn wish(&self) -> Option<&Wish> {
        match &self.course {
            Course::Wished(wish) => Some(wish),
            Course::NotSaid | Course::Declined { .. } => None,
        }
    }

    /// The mediation that took place.
    pub fn held(&self) -> Option<&Held> {
        self.wish().and_then(Wish::held)
    }

    /// The day on which the adviser learned that there will be no mediation: the family declined or withdrew.
    pub fn declined_on(&self) -> Option<NaiveDate> {
        match &self.course {
            Course::Declined { told_adviser_on } => Some(*told_adviser_on),
            Course::Wished(Wish {
                standing: Standing::Withdrawn { withdrawn_on },
                ..
            }) => Some(*withdrawn_on),
            Course::NotSaid | Course::Wished(_) => None,
        }
    }

    /// The dated facts of the mediation, from the notice on.
    pub fn facts(&self, notice_sent_on: NaiveDate) -> Facts {
        let mut facts = Facts::new().with(FactKind::NoticeSent, notice_sent_on);
        facts.set(FactKind::AdviserContacted, self.contacted_on);
        facts.set(FactKind::AdviserInformed, self.declined_on());
        facts.set(
            FactKind::CertificateIssued,
            self.certificate.map(|certificate| certificate.issued_on),
        );
        if let Some(wish) = self.wish() {
            facts.set(wish.told_fact(), Some(wish.told_authority_on));
            facts.set(FactKind::HealthBodyNotified, wish.told_health_body_on);
            facts.set(
                FactKind::MediationCannotBeArranged,
                wish.cannot_arrange.map(|cannot| cannot.seen_on),
            );
            facts.set(
                FactKind::AdviserToldCannotArrange,
                wish.cannot_arrange.map(|cannot| cannot.told_adviser_on),
            );
            wish.standing.add_to(&mut facts);
        }
        facts
    }
}

impl Standing {
    fn add_to(&self, facts: &mut Facts) {
        let arrangement = match self {
            Self::ToArrange | Self::Withdrawn { .. } => None,
            Self::Arranged(arrangement) => {
                facts.set(FactKind::Mediation, Some(arrangement.mediation_on));
                Some(arrangement)
            }
            Self::Held(held) => {
                facts.set(FactKind::Mediation, Some(held.held_on));
                facts.set(FactKind::MediationConcluded, Some(held.concluded_on));
                facts.set(FactKind::AuthorityToldOfAgreement, held.told_authority_on);
                held.arrangement.as_ref()
            }
        };
        if let Some(arrangement) = arrangement {
            facts.set(FactKind::MediationNoticeGiven, Some(arrangement.notice_given_on));
            if arrangement.shorter_notice_agreed {
                *facts = std::mem::take(facts).with_exception(ehcp_deadlines::ExceptionFact::new(
                    ehcp_deadlines::ExceptionKind::ConsentShort,
                ));
            }
        }
    }
}

//! What is known of an appeal to the First-tier Tribunal (s.51).

use crate::{AtLeastOne, Concession, Ground, RecommendationOn, TribunalDecision};
use chrono::NaiveDate;
use ehcp_case::{FactKind, Line, Prose};
use ehcp_deadlines::Facts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An appeal as the Tribunal received it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Lodging {
    /// The day on which the Tribunal received it (rule 20).
    pub lodged_on: NaiveDate,
    /// Its ground.
    pub ground: Ground,
    /// The recommendations that the family asks for in an extended appeal (SI 2017/1306).
    #[serde(default)]
    #[schema(value_type = Option<Vec<RecommendationOn>>, max_items = 2)]
    pub recommendations_sought: Option<AtLeastOne<RecommendationOn>>,
    /// The day on which the Tribunal gave leave, for an appeal out of time or without a certificate (reg 34(3)).
    #[serde(default)]
    pub leave_given_on: Option<NaiveDate>,
}

/// Why an appeal may be brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "basis", rename_all = "snake_case")]
pub enum Basis {
    /// There is a mediation certificate (s.55(3)).
    Certificate {
        /// The day on which it was issued.
        issued_on: NaiveDate,
    },
    /// It is only about section I (s.55(2)).
    SectionIOnly,
    /// The Tribunal gave leave (reg 34(3)).
    Leave {
        /// When.
        given_on: NaiveDate,
    },
    /// None of these is known; the Tribunal decides whether it takes the appeal.
    NotShown,
}

/// An appeal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Appeal {
    /// As the Tribunal received it.
    pub lodging: Lodging,
    /// Why it may be brought.
    pub basis: Basis,
    /// Where it stands.
    pub phase: Phase,
    /// Reviews and further appeals, as noted.
    pub further: Vec<FurtherChallenge>,
}

/// Where an appeal stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum Phase {
    /// Received by the Tribunal.
    Lodged,
    /// The Tribunal did not take it.
    NotTaken {
        /// When the Tribunal said so.
        on: NaiveDate,
        /// Why.
        reason: Prose,
    },
    /// Withdrawn before the Tribunal registered it.
    WithdrawnBeforeRegistration {
        /// When.
        on: NaiveDate,
    },
    /// Registered, and open.
    Registered(Registration),
    /// Over.
    Closed {
        /// How it was registered and heard.
        registration: Registration,
        /// How it ended.
        end: AppealEnd,
    },
}

/// A registered appeal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Registration {
    /// The day on which the Tribunal registered it.
    pub registered_on: NaiveDate,
    /// The Tribunal's number, as it writes it.
    pub number: Line,
    /// The day on which the Tribunal sent the papers to the authority (rule 21).
    pub documents_sent_on: Option<NaiveDate>,
    /// The last day for the response, as the Tribunal's letter names it.
    pub response_due_on: Option<NaiveDate>,
    /// The day on which the response was sent.
    pub response_sent_on: Option<NaiveDate>,
    /// The hearings, in the order in which they were set.
    pub hearings: Vec<Hearing>,
}

/// A hearing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hearing {
    /// Its day.
    pub hearing_on: NaiveDate,
    /// Where it stands.
    pub standing: HearingStanding,
}

/// Where a hearing stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum HearingStanding {
    /// It is to be held.
    Set,
    /// It was put off.
    Adjourned {
        /// When that was decided.
        adjourned_on: NaiveDate,
        /// Why.
        reason: Prose,
    },
    /// It was held.
    Held,
}

/// How a registered appeal ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "end", rename_all = "snake_case")]
pub enum AppealEnd {
    /// The family withdrew it.
    Withdrawn {
        /// When.
        on: NaiveDate,
    },
    /// The Tribunal struck it out.
    StruckOut {
        /// When.
        on: NaiveDate,
        /// Why.
        reason: Prose,
    },
    /// The authority told the Tribunal before its response that it does not oppose the appeal: the appeal counts as
    /// decided for the family (reg 45(2)).
    Conceded {
        /// When the Tribunal was told.
        on: NaiveDate,
        /// What follows.
        concession: Concession,
    },
    /// The Tribunal decided.
    Determined {
        /// The day of the order.
        on: NaiveDate,
        /// How.
        manner: Manner,
        /// What.
        decision: TribunalDecision,
    },
}

/// How the Tribunal came to its decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// After a hearing.
    Hearing,
    /// On the papers.
    Papers,
    /// By consent of the parties.
    Consent,
}

/// What was asked for against the Tribunal's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FurtherChallengeKind {
    /// A review of the decision by the Tribunal.
    Review,
    /// Permission to appeal to the Upper Tribunal, or such an appeal.
    FurtherAppeal,
    /// That the decision be set aside.
    SetAside,
}

/// A review or further appeal, as noted. Orders stand until the Tribunal says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FurtherChallenge {
    /// What was asked for.
    pub kind: FurtherChallengeKind,
    /// When it was asked for, or decided.
    pub noted_on: NaiveDate,
    /// What it says.
    pub note: Prose,
}

impl Appeal {
    /// Whether it is not over.
    pub fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Lodged | Phase::Registered(_))
    }

    /// How it is or was registered.
    pub fn registration(&self) -> Option<&Registration> {
        match &self.phase {
            Phase::Registered(registration) | Phase::Closed { registration, .. } => Some(registration),
            Phase::Lodged | Phase::NotTaken { .. } | Phase::WithdrawnBeforeRegistration { .. } => None,
        }
    }

    /// How it ended, where it had been registered.
    pub fn end(&self) -> Option<&AppealEnd> {
        match &self.phase {
            Phase::Closed { end, .. } => Some(end),
            _ => None,
        }
    }

    /// The day on which it was over.
    pub fn ended_on(&self) -> Option<NaiveDate> {
        match &self.phase {
            Phase::Lodged | Phase::Registered(_) => None,
            Phase::NotTaken { on, .. } | Phase::WithdrawnBeforeRegistration { on } => Some(*on),
            Phase::Closed { end, .. } => Some(end.on()),
        }
    }

    /// Whether the question is settled: decided by the Tribunal, or conceded. No new appeal can be brought then.
    pub fn is_settled(&self) -> bool {
        matches!(
            self.end(),
            Some(AppealEnd::Conceded { .. } | AppealEnd::Determined { .. })
        )
    }

    /// Its dated facts, from the notice on.
    pub fn facts(&self, notice_sent_on: NaiveDate, certificate_on: Option<NaiveDate>) -> Facts {
        let mut facts = Facts::new()
            .with(FactKind::NoticeSent, notice_sent_on)
            .with(FactKind::AppealLodged, self.lodging.lodged_on);
        facts.set(FactKind::CertificateIssued, certificate_on);
        facts.set(FactKind::AppealDetermined, self.ended_on());
        if let Some(registration) = self.registration() {
            facts.set(FactKind::AppealDocumentsSent, registration.documents_sent_on);
            facts.set(FactKind::AppealResponseSent, registration.response_sent_on);
            if registration.response_due_on.is_some() {
                facts = facts.with_exception(ehcp_deadlines::ExceptionFact::new(
                    ehcp_deadlines::ExceptionKind::TribunalDirection,
                ));
            }
        }
        facts
    }
}

impl AppealEnd {
    /// The day.
    pub const fn on(&self) -> NaiveDate {
        match self {
            Self::Withdrawn { on }
            | Self::StruckOut { on, .. }
            | Self::Conceded { on, .. }
            | Self::Determined { on, .. } => *on,
        }
    }
}

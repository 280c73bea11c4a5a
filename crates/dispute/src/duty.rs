//! What the authority, or a health body, must do after an order, a concession or an agreement.

use crate::dates::limit_of;
use crate::{AgreementParty, Concession, Deed, OrderKind, OtherTime};
use chrono::NaiveDate;
use ehcp_calendar::Calendar;
use ehcp_case::{FactKind, Party, Prose};
use ehcp_deadlines::{CalculationError, ExceptionFact, ExceptionKind, Facts, Limit, Process, RuleId, rule};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a duty comes from and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum DutyKind {
    /// An appeal against ceasing was dismissed: the plan ceases (reg 44(2)(a)).
    DismissedAppeal,
    /// An order (reg 44(2)(b) to (h)).
    Order {
        /// What was ordered.
        order: OrderKind,
    },
    /// An appeal that the authority does not oppose (reg 45).
    Concession {
        /// What follows from it.
        concession: Concession,
    },
    /// A mediation agreement on something that could be appealed (reg 42(2)).
    Agreement {
        /// What would have been ordered.
        as_if_ordered: OrderKind,
    },
    /// A mediation agreement on something that cannot be appealed (reg 42(3)).
    OtherAgreement {
        /// Who does it.
        by: AgreementParty,
    },
}

/// A deed and the name of its limit in the rule.
type Owed = (Deed, &'static str);

const ASSESS: &[Owed] = &[
    (Deed::AssessmentNotified, "notify"),
    (Deed::PlanRefused, "refuse_plan"),
    (Deed::FinalPlanSent, "final_plan"),
];
const MAKE_PLAN: &[Owed] = &[(Deed::DraftSent, "draft"), (Deed::FinalPlanSent, "final")];

/// What an order owes.
const fn owed_by_order(order: OrderKind) -> &'static [Owed] {
    match order {
        OrderKind::Assess => ASSESS,
        OrderKind::MakePlan => MAKE_PLAN,
        OrderKind::Reconsider => &[(Deed::DraftSent, "due"), (Deed::PlanRefused, "due")],
        OrderKind::AmendProvision | OrderKind::NameSchool | OrderKind::ContinueAndAmend => {
            &[(Deed::AmendedPlanSent, "due")]
        }
        OrderKind::Continue => &[],
    }
}

/// The same, as the rule about agreements names it.
const fn owed_by_agreement(order: OrderKind) -> &'static [Owed] {
    match order {
        OrderKind::Assess => ASSESS,
        OrderKind::MakePlan => MAKE_PLAN,
        OrderKind::Reconsider => &[(Deed::DraftSent, "reconsider"), (Deed::PlanRefused, "reconsider")],
        OrderKind::AmendProvision => &[(Deed::AmendedPlanSent, "amend_provision")],
        OrderKind::NameSchool => &[(Deed::AmendedPlanSent, "name_school")],
        OrderKind::Continue => &[],
        OrderKind::ContinueAndAmend => &[(Deed::AmendedPlanSent, "continue_amend")],
    }
}

impl DutyKind {
    /// The order that is made, or would ask for the same.
    pub const fn as_order(self) -> Option<OrderKind> {
        match self {
            Self::Order { order } => Some(order),
            Self::Concession { concession } => Some(concession.as_order()),
            Self::Agreement { as_if_ordered } => Some(as_if_ordered),
            Self::DismissedAppeal | Self::OtherAgreement { .. } => None,
        }
    }

    /// The rule that gives its time.
    pub const fn rule(self) -> RuleId {
        match self {
            Self::DismissedAppeal => RuleId::OrdDismissCease,
            Self::Order { order } => order.rule(),
            Self::Concession { concession } => concession.rule(),
            Self::Agreement { .. } => RuleId::MedAgreementAppealable,
            Self::OtherAgreement { .. } => RuleId::MedAgreementOther,
        }
    }

    /// The fact from which its time runs.
    pub const fn fact(self) -> FactKind {
        match self {
            Self::DismissedAppeal => FactKind::CeasingAppealDismissed,
            Self::Order { order } => order.fact(),
            Self::Concession { concession } => concession.fact(),
            Self::Agreement { .. } | Self::OtherAgreement { .. } => FactKind::Agreement,
        }
    }

    /// The timeline to which it belongs.
    pub const fn process(self) -> Process {
        match self {
            Self::DismissedAppeal | Self::Order { .. } => Process::TribunalOrder,
            Self::Concession { .. } => Process::UnopposedAppeal,
            Self::Agreement { .. } | Self::OtherAgreement { .. } => Process::Standing,
        }
    }

    /// Who must do it.
    pub const fn must_act(self) -> Party {
        match self {
            Self::OtherAgreement {
                by: AgreementParty::HealthBody,
            } => Party::HealthBody,
            _ => Party::LocalAuthority,
        }
    }

    const fn owed(self) -> &'static [Owed] {
        match self {
            Self::DismissedAppeal => &[(Deed::PlanCeased, "due")],
            Self::Order { order } => owed_by_order(order),
            Self::Concession { concession } => owed_by_order(concession.as_order()),
            Self::Agreement { as_if_ordered } => owed_by_agreement(as_if_ordered),
            Self::OtherAgreement { .. } => &[(Deed::AgreementCarriedOut, "due")],
        }
    }

    /// What can be done to carry it out, in the order of its days.
    pub fn deeds(self) -> impl Iterator<Item = Deed> {
        self.owed().iter().map(|(deed, _)| *deed)
    }

    /// The name of the limit of a deed, where the deed is owed.
    pub(crate) fn limit_name(self, deed: Deed) -> Option<&'static str> {
        self.owed()
            .iter()
            .find(|(owed, _)| *owed == deed)
            .map(|(_, limit)| *limit)
    }

    /// The deeds after which nothing more is owed.
    fn is_last(self, deed: Deed) -> bool {
        match deed {
            Deed::AssessmentNotified => false,
            // A case sent back is answered by a draft; a plan that must be made is not.
            Deed::DraftSent => self.as_order() == Some(OrderKind::Reconsider),
            Deed::PlanRefused
            | Deed::FinalPlanSent
            | Deed::AmendedPlanSent
            | Deed::PlanCeased
            | Deed::AgreementCarriedOut => true,
        }
    }

    /// The limits of the law on a day.
    fn limits_on(self, since: NaiveDate) -> &'static [Limit] {
        rule(self.rule())
            .and_then(|rule| rule.version_on(since))
            .map_or(&[], |version| version.limits)
    }

    /// Whether the law lets this exception relax its time; Tribunal directions and agreed times are days of their own.
    pub(crate) fn is_relaxed_by(self, since: NaiveDate, exception: ExceptionKind) -> bool {
        !matches!(
            exception,
            ExceptionKind::TribunalDirection | ExceptionKind::Agreed
        ) && self
            .limits_on(since)
            .iter()
            .any(|limit| limit.exceptions.contains(&exception))
    }
}

/// Something done to carry out a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Done {
    /// What.
    pub deed: Deed,
    /// When.
    pub on: NaiveDate,
}

/// What must be done after an order, a concession or an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// Its number within the dispute, from 1.
    pub number: u32,
    /// Where it comes from and what it is.
    pub kind: DutyKind,
    /// The day of the order, of the letter to the Tribunal or of the agreement.
    pub since: NaiveDate,
    /// The words of the agreement.
    pub text: Option<Prose>,
    /// Last days that the Tribunal set, or that were agreed in writing.
    pub other_times: Vec<OtherTime>,
    /// The exceptions recorded (regs 44(3), 45(7)).
    pub exceptions: Vec<ExceptionFact>,
    /// What was done, in the order recorded.
    pub done: Vec<Done>,
}

/// Who set a last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SetBy {
    /// The regulations.
    Law,
    /// The Tribunal (reg 44(1)).
    Tribunal,
    /// The parties to a mediation, in writing (reg 42(5)).
    Agreement,
}

/// The last day of one deed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyLimit {
    /// What is to be done.
    pub deed: Deed,
    /// The name of the limit within the rule.
    #[schema(example = "final_plan", max_length = 100)]
    pub limit: &'static str,
    /// Its last day; absent where the law gives none.
    pub due: Option<NaiveDate>,
    /// Who set the day.
    pub set_by: SetBy,
    /// Whether a recorded exception relaxes the law's day.
    pub relaxed: bool,
    /// The day on which it was done.
    pub done_on: Option<NaiveDate>,
    /// Whether it is no longer owed, because another deed settled the duty.
    pub settled_otherwise: bool,
    /// The rule.
    pub rule: RuleId,
    /// Where the law says so.
    #[schema(max_length = 300)]
    pub source: &'static str,
}

impl DutyLimit {
    /// Whether its last day is over, nothing relaxes it and it is still owed on a day.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.done_on.is_none()
            && !self.settled_otherwise
            && !self.relaxed
            && self.due.is_some_and(|due| due < today)
    }

    /// Whether it was done after its last day and nothing relaxed it.
    pub fn was_late(&self) -> bool {
        !self.relaxed && self.done_on.zip(self.due).is_some_and(|(done, due)| done > due)
    }
}

impl Duty {
    /// The day on which a deed was done.
    pub fn done_on(&self, deed: Deed) -> Option<NaiveDate> {
        self.done
            .iter()
            .find(|done| done.deed == deed)
            .map(|done| done.on)
    }

    /// Whether nothing more is owed: from the beginning, where the plan only goes on as it is.
    pub fn is_carried_out(&self) -> bool {
        self.kind.owed().is_empty() || self.done.iter().any(|done| self.kind.is_last(done.deed))
    }

    /// Another last day than the law's for a deed, if one was set.
    pub fn other_time(&self, deed: Deed) -> Option<NaiveDate> {
        let limit = self.kind.limit_name(deed)?;
        self.other_times
            .iter()
            .rev()
            .find(|other| self.kind.limit_name(other.deed) == Some(limit))
            .map(|other| other.by)
    }

    /// Its dated facts: from where its time runs, what was done, and the exceptions.
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::new().with(self.kind.fact(), self.since);
        for done in &self.done {
            facts.set(done.deed.fact(), Some(done.on));
            let of_agreement = self.kind.fact() == FactKind::Agreement;
            if of_agreement && self.kind.is_last(done.deed) {
                facts.set(FactKind::AgreementCarriedOut, Some(done.on));
            }
        }
        for exception in &self.exceptions {
            facts = facts.with_exception(*exception);
        }
        if self.other_times.is_empty() {
            return facts;
        }
        facts.with_exception(ExceptionFact::new(match self.set_by() {
            SetBy::Agreement => ExceptionKind::Agreed,
            SetBy::Law | SetBy::Tribunal => ExceptionKind::TribunalDirection,
        }))
    }

    /// Who sets other days than the law's.
    pub(crate) fn set_by(&self) -> SetBy {
        match self.kind {
            DutyKind::Agreement { .. } | DutyKind::OtherAgreement { .. } => SetBy::Agreement,
            DutyKind::DismissedAppeal | DutyKind::Order { .. } | DutyKind::Concession { .. } => {
                SetBy::Tribunal
            }
        }
    }

    /// The last day of each deed, as it stands.
    ///
    /// # Errors
    /// As the deadlines: where a day has an impossible year.
    pub fn limits(&self, calendar: &Calendar) -> Result<Vec<DutyLimit>, CalculationError> {
        self.kind
            .owed()
            .iter()
            .map(|(deed, _)| self.limit(*deed, calendar))
            .filter_map(Result::transpose)
            .collect()
    }

    /// The last day of one deed; none where the deed is not owed.
    pub(crate) fn limit(
        &self,
        deed: Deed,
        calendar: &Calendar,
    ) -> Result<Option<DutyLimit>, CalculationError> {
        let Some(name) = self.kind.limit_name(deed) else {
            return Ok(None);
        };
        let rule = self.kind.rule();
        // The law's own day, with the exceptions of the law alone.
        let mut facts = Facts::new().with(self.kind.fact(), self.since);
        for exception in &self.exceptions {
            facts = facts.with_exception(*exception);
        }
        let law = limit_of((rule, name), &facts, calendar, self.since)?;
        let other = self.other_time(deed);
        let done_on = self.done_on(deed);
        Ok(Some(DutyLimit {
            deed,
            limit: name,
            due: other.or(law.as_ref().and_then(|law| law.due)),
            set_by: if other.is_some() {
                self.set_by()
            } else {
                SetBy::Law
            },
            relaxed: other.is_none() && law.as_ref().is_some_and(|law| law.relaxed),
            done_on,
            settled_otherwise: done_on.is_none() && self.is_carried_out(),
            rule,
            source: law.map_or("", |law| law.source),
        }))
    }
}

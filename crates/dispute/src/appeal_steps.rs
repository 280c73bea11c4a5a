//! The steps of an appeal.

use crate::dates::{DateChecks, FAMILY, Law, Sent, late_by};
use crate::dispute::Done;
use crate::{
    Appeal, AppealEnd, AtLeastOne, Basis, Breach, Concession, Dispute, DutyKind, FurtherChallenge, Ground,
    Hearing, HearingStanding, Lodging, Manner, Order, OrderKind, Phase, Recommendation, RecommendationOn,
    Registration, TribunalDecision,
};
use chrono::NaiveDate;
use ehcp_calendar::human_date;
use ehcp_case::{FieldProblem, Line, Party, Prose, Refusal};
use ehcp_deadlines::RuleId;

const RECOMMENDATIONS_SOURCE: &str = "SI 2017/1306, regs 4 and 5";

impl Dispute {
    pub(crate) fn lodge_appeal(&mut self, lodging: &Lodging, law: Law<'_>) -> Done {
        self.may_be_appealed()?;
        let decision = self.notice.decision;
        let sent = ("/lodged_on", lodging.lodged_on);
        let earlier = self.appeals.iter().filter_map(Appeal::ended_on).max();
        DateChecks::default()
            .holds(lodging.ground.decision() == decision, || {
                FieldProblem::new(
                    "/ground/against",
                    "does_not_fit",
                    format!(
                        "The notice is about {}. Its ground of appeal is {} ({}).",
                        decision.plain_english(),
                        decision.word(),
                        decision.source()
                    ),
                )
            })
            .not_before(
                sent,
                Some(self.notice.sent_on),
                "the day the notice of the decision was sent",
            )
            .not_before(sent, earlier, "the day the earlier appeal ended")
            .holds(
                lodging.recommendations_sought.is_none() || self.notice.allows_recommendations(),
                || no_recommendations("/recommendations_sought"),
            )
            .done()?;
        if let Some(leave) = lodging.leave_given_on {
            DateChecks::default()
                .not_before(
                    ("/leave_given_on", leave),
                    Some(self.notice.sent_on),
                    "the day the notice of the decision was sent",
                )
                .done()?;
        }
        let basis = self.basis(lodging);
        let appeal = Appeal {
            lodging: lodging.clone(),
            basis,
            phase: Phase::Lodged,
            further: Vec::new(),
        };
        let certificate = self
            .certificate_on()
            .filter(|issued| *issued <= lodging.lodged_on);
        let facts = appeal.facts(self.notice.sent_on, certificate);
        self.appeals.push(appeal);
        let late = match lodging.leave_given_on {
            Some(_) => None,
            None => law.late((RuleId::AppealLodge, "due"), &facts, sent, "Sending the appeal")?,
        };
        let unshown = (basis == Basis::NotShown && law.0.is_some()).then(|| {
            Breach::new(
                RuleId::AppealLodge,
                FAMILY,
                "Children and Families Act 2014, s.55(3)",
                "No mediation certificate is known, and the appeal is not only about section I. The Tribunal decides whether it takes the appeal.",
            )
        });
        Ok(late.into_iter().chain(unshown).collect())
    }

    /// At most one appeal about a decision is open, and none comes after the question is settled.
    fn may_be_appealed(&self) -> Result<(), Refusal> {
        if let Some(open) = self.open_appeal() {
            return Err(Refusal::AlreadyDone {
                explanation: format!(
                    "An appeal about this decision is open; the Tribunal received it on {}. Record what happens in that one.",
                    human_date(open.lodging.lodged_on)
                ),
            });
        }
        match self.appeals.iter().find(|appeal| appeal.is_settled()) {
            Some(settled) => Err(Refusal::NotAnyMore {
                explanation: format!(
                    "The appeal about this decision was settled on {}. A review or a further appeal is noted as such; a new decision has its own right of appeal.",
                    settled.ended_on().map(human_date).unwrap_or_default()
                ),
            }),
            None => Ok(()),
        }
    }

    fn basis(&self, lodging: &Lodging) -> Basis {
        let certificate = self
            .certificate_on()
            .filter(|issued| *issued <= lodging.lodged_on);
        match (certificate, lodging.leave_given_on) {
            _ if lodging.ground.needs_no_certificate() => Basis::SectionIOnly,
            (Some(issued_on), _) => Basis::Certificate { issued_on },
            (None, Some(given_on)) => Basis::Leave { given_on },
            (None, None) => Basis::NotShown,
        }
    }

    /// The open appeal.
    fn open(&mut self) -> Result<&mut Appeal, Refusal> {
        self.appeals
            .iter_mut()
            .find(|appeal| appeal.is_open())
            .ok_or_else(|| Refusal::NotYet {
                explanation:
                    "No appeal about this decision is open (Children and Families Act 2014, s.51). Record first that the Tribunal received one."
                        .to_owned(),
            })
    }

    /// The open appeal, registered; `what` needs that.
    fn registered(&mut self, what: &str) -> Result<&mut Appeal, Refusal> {
        let appeal = self.open()?;
        if appeal.registration().is_none() {
            return Err(Refusal::NotYet {
                explanation: format!(
                    "The Tribunal has not registered this appeal, and {what} comes after that. Record the registration first."
                ),
            });
        }
        Ok(appeal)
    }

    /// What is known of the registration of the open appeal; `what` needs it.
    fn registration(&mut self, what: &str) -> Result<&mut Registration, Refusal> {
        match &mut self.registered(what)?.phase {
            Phase::Registered(registration) => Ok(registration),
            _ => Err(Refusal::NotYet {
                explanation: "No registered appeal is open.".to_owned(),
            }),
        }
    }

    pub(crate) fn register_appeal(
        &mut self,
        registered_on: NaiveDate,
        number: &Line,
        documents_sent_on: Option<NaiveDate>,
        response_due_on: Option<NaiveDate>,
    ) -> Done {
        let appeal = self.open()?;
        if let Some(known) = appeal.registration() {
            return Err(Refusal::AlreadyDone {
                explanation: format!(
                    "This appeal was registered already, on {}.",
                    human_date(known.registered_on)
                ),
            });
        }
        let lodged = Some(appeal.lodging.lodged_on);
        let mut checks = DateChecks::default().not_before(
            ("/registered_on", registered_on),
            lodged,
            "the day the Tribunal received the appeal",
        );
        if let Some(sent) = documents_sent_on {
            checks = checks.not_before(
                ("/documents_sent_on", sent),
                lodged,
                "the day the Tribunal received the appeal",
            );
        }
        if let Some(due) = response_due_on {
            checks = checks.not_before(
                ("/response_due_on", due),
                Some(registered_on),
                "the day of the registration",
            );
        }
        checks.done()?;
        appeal.phase = Phase::Registered(Registration {
            registered_on,
            number: number.clone(),
            documents_sent_on,
            response_due_on,
            response_sent_on: None,
            hearings: Vec::new(),
        });
        Ok(Vec::new())
    }

    pub(crate) fn reject_appeal(&mut self, on: NaiveDate, reason: &Prose) -> Done {
        let appeal = self.open()?;
        if let Some(registration) = appeal.registration() {
            return Err(Refusal::NotAnyMore {
                explanation: format!(
                    "The Tribunal registered this appeal on {}. If it ended it since, record that it struck it out.",
                    human_date(registration.registered_on)
                ),
            });
        }
        not_before_lodging(appeal, ("/rejected_on", on))?;
        appeal.phase = Phase::NotTaken {
            on,
            reason: reason.clone(),
        };
        Ok(Vec::new())
    }

    pub(crate) fn respond(&mut self, on: NaiveDate, law: Law<'_>) -> Done {
        let (sent_on, certificate) = (self.notice.sent_on, self.certificate_on());
        let registration = self.registration("the response")?;
        if let Some(known) = registration.response_sent_on {
            return Err(Refusal::AlreadyDone {
                explanation: format!("The response was sent already, on {}.", human_date(known)),
            });
        }
        DateChecks::default()
            .not_before(
                ("/sent_on", on),
                Some(registration.registered_on),
                "the day of the registration",
            )
            .done()?;
        registration.response_sent_on = Some(on);
        let named = registration.response_due_on;
        let late = match named {
            Some(due) => (on > due && law.0.is_some()).then(|| {
                Breach::new(
                    RuleId::AppealLaResponse,
                    Party::LocalAuthority,
                    "The Tribunal's letter of registration",
                    late_by("Answering the appeal", due, on),
                )
            }),
            None => {
                let facts = self.open()?.facts(sent_on, certificate);
                law.late(
                    (RuleId::AppealLaResponse, "due"),
                    &facts,
                    ("/sent_on", on),
                    "Answering the appeal",
                )?
            }
        };
        Ok(late.into_iter().collect())
    }

    /// Closes the open appeal, which is registered.
    fn close(&mut self, what: &str, sent: Sent, end: AppealEnd) -> Result<(), Refusal> {
        let appeal = self.registered(what)?;
        let Some(registration) = appeal.registration().cloned() else {
            return Ok(());
        };
        let heard = registration
            .hearings
            .iter()
            .filter(|hearing| hearing.standing == HearingStanding::Held)
            .map(|hearing| hearing.hearing_on)
            .max();
        DateChecks::default()
            .not_before(
                sent,
                Some(registration.registered_on),
                "the day of the registration",
            )
            .not_before(sent, heard, "the day of the hearing")
            .done()?;
        appeal.phase = Phase::Closed { registration, end };
        Ok(())
    }

    pub(crate) fn concede(&mut self, on: NaiveDate, amendments: bool) -> Done {
        let registration = self.registration("a concession")?;
        if let Some(sent) = registration.response_sent_on {
            return Err(Refusal::NotAnyMore {
                explanation: format!(
                    "The response was sent on {}. An appeal can be left unopposed in the sense of reg 45 only before it (SEND Regulations 2014, reg 45(1)). Ask the Tribunal for a consent order, and record the order.",
                    human_date(sent)
                ),
            });
        }
        let ground = self.registered("a concession")?.lodging.ground.clone();
        DateChecks::default()
            .holds(!amendments || ground == Ground::ToCease, || {
                FieldProblem::new(
                    "/amendments_agreed",
                    "does_not_fit",
                    "Only an appeal against ending a plan is conceded with agreed changes (SEND Regulations 2014, reg 45(6A)). Leave this out.",
                )
            })
            .done()?;
        let concession = Concession::of(&ground, amendments);
        let end = AppealEnd::Conceded { on, concession };
        self.close("a concession", ("/told_tribunal_on", on), end)?;
        self.owe(
            DutyKind::Concession { concession },
            on,
            None,
            &[],
            "/told_tribunal_on",
        )?;
        Ok(Vec::new())
    }

    pub(crate) fn set_hearing(&mut self, told_on: NaiveDate, hearing_on: NaiveDate) -> Done {
        let registration = self.registration("a hearing")?;
        if let Some(set) = registration.set_hearing() {
            return Err(Refusal::AlreadyDone {
                explanation: format!(
                    "A hearing is set for {}. Record first that it was held or adjourned.",
                    human_date(set.hearing_on)
                ),
            });
        }
        DateChecks::default()
            .not_before(
                ("/told_on", told_on),
                Some(registration.registered_on),
                "the day of the registration",
            )
            .not_before(
                ("/hearing_on", hearing_on),
                Some(told_on),
                "the day on which it was told",
            )
            .done()?;
        registration.hearings.push(Hearing {
            hearing_on,
            standing: HearingStanding::Set,
        });
        Ok(Vec::new())
    }

    pub(crate) fn adjourn_hearing(
        &mut self,
        on: NaiveDate,
        new_hearing_on: Option<NaiveDate>,
        reason: &Prose,
    ) -> Done {
        let registration = self.registration("a hearing")?;
        let registered = Some(registration.registered_on);
        let mut checks = DateChecks::default().not_before(
            ("/adjourned_on", on),
            registered,
            "the day of the registration",
        );
        if let Some(new) = new_hearing_on {
            checks = checks.not_before(("/new_hearing_on", new), Some(on), "the day of the adjournment");
        }
        checks.done()?;
        let Some(set) = registration.set_hearing() else {
            return Err(Refusal::NotYet {
                explanation:
                    "No hearing is set that could be put off. Record first for which day it was set."
                        .to_owned(),
            });
        };
        set.standing = HearingStanding::Adjourned {
            adjourned_on: on,
            reason: reason.clone(),
        };
        registration
            .hearings
            .extend(new_hearing_on.map(|hearing_on| Hearing {
                hearing_on,
                standing: HearingStanding::Set,
            }));
        Ok(Vec::new())
    }

    pub(crate) fn hold_hearing(&mut self, held_on: NaiveDate) -> Done {
        let registration = self.registration("a hearing")?;
        DateChecks::default()
            .not_before(
                ("/held_on", held_on),
                Some(registration.registered_on),
                "the day of the registration",
            )
            .done()?;
        let held = Hearing {
            hearing_on: held_on,
            standing: HearingStanding::Held,
        };
        match registration.set_hearing() {
            Some(set) => *set = held,
            None => registration.hearings.push(held),
        }
        Ok(Vec::new())
    }

    pub(crate) fn withdraw_appeal(&mut self, on: NaiveDate) -> Done {
        let sent = ("/withdrawn_on", on);
        let appeal = self.open()?;
        not_before_lodging(appeal, sent)?;
        if appeal.registration().is_none() {
            appeal.phase = Phase::WithdrawnBeforeRegistration { on };
        } else {
            self.close("a withdrawal", sent, AppealEnd::Withdrawn { on })?;
        }
        Ok(Vec::new())
    }

    pub(crate) fn strike_out(&mut self, on: NaiveDate, reason: &Prose) -> Done {
        let end = AppealEnd::StruckOut {
            on,
            reason: reason.clone(),
        };
        self.close("striking it out", ("/struck_out_on", on), end)?;
        Ok(Vec::new())
    }

    pub(crate) fn determine(
        &mut self,
        on: NaiveDate,
        manner: Manner,
        decision: &TribunalDecision,
        recommendations: Option<&AtLeastOne<RecommendationOn>>,
    ) -> Done {
        let notice = self.notice;
        let registration = self.registration("an order")?;
        let heard = registration
            .hearings
            .iter()
            .any(|hearing| hearing.standing == HearingStanding::Held);
        DateChecks::default()
            .holds(manner != Manner::Hearing || heard, || {
                FieldProblem::new(
                    "/manner",
                    "no_hearing",
                    "No hearing is recorded as held. Record the hearing first, or say that the Tribunal decided on the papers or by consent.",
                )
            })
            .holds(recommendations.is_none() || notice.allows_recommendations(), || {
                no_recommendations("/recommendations")
            })
            .done()?;
        let orders: Vec<&Order> = match decision {
            TribunalDecision::Dismissed => Vec::new(),
            TribunalDecision::Ordered { orders } => orders.iter().collect(),
        };
        check_orders(&orders, OrderKind::fitting(notice.decision))?;
        let end = AppealEnd::Determined {
            on,
            manner,
            decision: decision.clone(),
        };
        self.close("an order", ("/decided_on", on), end)?;
        for order in orders {
            let kind = DutyKind::Order { order: order.kind };
            self.owe(kind, on, None, &order.directions, "/decision/orders")?;
        }
        let ceases =
            *decision == TribunalDecision::Dismissed && notice.decision == crate::AppealableDecision::ToCease;
        if ceases {
            self.owe(DutyKind::DismissedAppeal, on, None, &[], "/decision")?;
        }
        let made = recommendations.into_iter().flat_map(AtLeastOne::iter);
        self.recommendations
            .extend(made.map(|recommended| Recommendation {
                on: *recommended,
                made_on: on,
                answer: None,
            }));
        Ok(Vec::new())
    }

    pub(crate) fn note_further_challenge(&mut self, further: &FurtherChallenge) -> Done {
        let decided = self
            .appeals
            .iter_mut()
            .rev()
            .find_map(|appeal| match appeal.end() {
                Some(AppealEnd::Determined { on, .. }) => Some((*on, appeal)),
                _ => None,
            });
        let Some((decided_on, appeal)) = decided else {
            return Err(Refusal::NotYet {
                explanation: "The Tribunal has not decided an appeal about this decision, so there is nothing to review or to appeal further."
                    .to_owned(),
            });
        };
        DateChecks::default()
            .not_before(
                ("/noted_on", further.noted_on),
                Some(decided_on),
                "the day of the Tribunal's decision",
            )
            .done()?;
        appeal.further.push(further.clone());
        Ok(Vec::new())
    }
}

impl Registration {
    /// The hearing that is to be held: the last, unless it was held or put off.
    fn set_hearing(&mut self) -> Option<&mut Hearing> {
        self.hearings
            .last_mut()
            .filter(|hearing| hearing.standing == HearingStanding::Set)
    }
}

fn not_before_lodging(appeal: &Appeal, sent: Sent) -> Result<(), Refusal> {
    DateChecks::default()
        .not_before(
            sent,
            Some(appeal.lodging.lodged_on),
            "the day the Tribunal received the appeal",
        )
        .done()
}

fn no_recommendations(pointer: &'static str) -> FieldProblem {
    FieldProblem::new(
        pointer,
        "does_not_fit",
        format!(
            "The Tribunal makes no recommendations on health or social care in an appeal against a refusal to assess, nor about decisions before 3 April 2018 ({RECOMMENDATIONS_SOURCE}). Leave this out."
        ),
    )
}

/// Each order must fit the appeal, and be named once.
fn check_orders(orders: &[&Order], fitting: &[OrderKind]) -> Result<(), Refusal> {
    let twice = orders.iter().enumerate().any(|(place, order)| {
        orders
            .iter()
            .skip(place + 1)
            .any(|other| other.kind == order.kind)
    });
    DateChecks::default()
        .holds(orders.iter().all(|order| fitting.contains(&order.kind)), || {
            FieldProblem::new(
                "/decision/orders",
                "does_not_fit",
                format!(
                    "Not every order here fits this appeal. Orders that do: {} (SEND Regulations 2014, reg 44(2)).",
                    phrases(fitting)
                ),
            )
        })
        .holds(!twice, || {
            FieldProblem::new("/decision/orders", "named_twice", "An order is named twice. Name each once.")
        })
        .done()
}

/// The orders, for a sentence.
pub(crate) fn phrases(orders: &[OrderKind]) -> String {
    orders
        .iter()
        .map(|order| order.phrase())
        .collect::<Vec<_>>()
        .join("; ")
}

//! Everything that is known of a case, loaded in a fixed number of statements; and the one way it changes.

use crate::clockwork::{due_rows, late, next_due};
use crate::dispute_clock::{Refused, reopened};
use crate::dispute_file::{DisputeFile, disputes_of};
use crate::told_rows::tell_rows;
use crate::{Act, Chance, Error, Moment};
use chrono::NaiveDate;
use ehcp_access::Permitted;
use ehcp_assessment::{AdviceKind, AdviceState, Assessment, DraftState, Happening, PlanKind};
use ehcp_case::{AdviceRequestId, AssessmentId, FactKind, Refusal};
use ehcp_deadlines::{ExceptionFact, ExceptionKind, Facts};
use ehcp_store::{
    AdviceRow, CaseChange, CaseRow, ChildRow, DeadlineRow, ExceptionRow, NewEvent, NewFact, PlanRow, ReadTx,
    RequestRow, Saved, salted_digest,
};
use serde_json::{Map, Value, json};

/// Everything that is known of a case and its current assessment.
#[derive(Debug, Clone)]
pub(crate) struct CaseFile {
    pub(crate) case: CaseRow,
    pub(crate) child: ChildRow,
    pub(crate) assessment: Assessment,
    pub(crate) requests: Vec<RequestRow>,
    pub(crate) advice: Vec<AdviceRow>,
    pub(crate) exceptions: usize,
    pub(crate) plans: Vec<PlanRow>,
    pub(crate) disputes: Vec<DisputeFile>,
    /// The refusal after which the assessment goes on.
    pub(crate) refused: Option<Refused>,
}

/// With these nobody waits for outstanding advice any longer.
const ENDS_THE_WAIT: [FactKind; 3] = [
    FactKind::AssessmentWithdrawn,
    FactKind::RefusalToIssueNotified,
    FactKind::FinalPlanSent,
];

impl CaseFile {
    /// Loads what belongs to a case that the caller was permitted to load.
    pub(crate) fn load(tx: &mut ReadTx<'_>, case: &CaseRow, child: ChildRow) -> Result<Self, Error> {
        Self::load_assessment(tx, case, child, case.assessment_id)
    }

    /// The same with one of its assessments, which may be over.
    pub(crate) fn load_assessment(
        tx: &mut ReadTx<'_>,
        case: &CaseRow,
        child: ChildRow,
        assessment: AssessmentId,
    ) -> Result<Self, Error> {
        let facts = tx.facts_of(assessment)?;
        let requests = tx.requests_of(assessment)?;
        let advice = tx.advice_of(assessment)?;
        let exceptions = tx.exceptions_of(assessment)?;
        let plans = tx.plans_of(assessment)?;
        let own_facts = |request: Option<AdviceRequestId>| {
            let mut own = Facts::new();
            for fact in facts.iter().filter(|fact| fact.advice_request_id == request) {
                own.set(fact.kind, Some(fact.happened_on));
            }
            exceptions
                .iter()
                .filter(|row| row.advice_request_id == request)
                .fold(own, |own, row| own.with_exception(exception_fact(row)))
        };
        let mut facts_of_assessment = own_facts(None);
        facts_of_assessment.set(FactKind::AdviceRequested, all_advice_sought(&advice));
        let represented = facts_of_assessment
            .get(FactKind::RepresentationsReceived)
            .zip(facts_of_assessment.get(FactKind::DraftSent))
            .is_some_and(|(said, sent)| said >= sent);
        let assessment = Assessment {
            stage: case.stage,
            born_on: child.born_on,
            advice: advice
                .iter()
                .map(|row| AdviceState {
                    id: row.id,
                    kind: row.kind,
                    addressee: row.addressee.clone(),
                    sent_on: row.sent_on,
                    received_on: row.received_on,
                    answered_on: row.answered_on,
                    facts: ENDS_THE_WAIT
                        .into_iter()
                        .fold(own_facts(Some(row.id)), |mut own, end| {
                            // What had ended before it was asked for ends no wait.
                            let ended = facts_of_assessment.get(end);
                            own.set(end, ended.filter(|on| *on >= row.sent_on));
                            own
                        }),
                })
                .collect(),
            draft: plans
                .iter()
                // A draft that nobody has sent and that an adoption sealed is not gone on with.
                .find(|plan| plan.kind == PlanKind::Draft && (plan.sent_on.is_some() || !case.seals(plan.id)))
                .map(|plan| DraftState {
                    id: plan.id,
                    number: plan.number,
                    served_on: plan.served_on,
                }),
            represented,
            facts: facts_of_assessment,
            reopened: None,
        };
        let disputes = disputes_of(tx, case.id, &assessment.facts)?;
        let (reopened, refused) = reopened(&disputes, &assessment.facts)?.unzip();
        let assessment = Assessment {
            reopened,
            ..assessment
        };
        Ok(Self {
            case: case.clone(),
            child,
            assessment,
            requests,
            advice,
            exceptions: exceptions.len(),
            plans,
            disputes,
            refused,
        })
    }

    /// The due dates of everything that runs in the case.
    pub(crate) fn due_rows(&self, moment: &Moment) -> Result<Vec<DeadlineRow>, Error> {
        due_rows(self, moment)
    }

    /// One request for advice as the procedure knows it.
    pub(crate) fn advice_state(&self, id: AdviceRequestId) -> Result<&AdviceState, Error> {
        self.assessment
            .advice
            .iter()
            .find(|advice| advice.id == id)
            .ok_or(Error::NotFound)
    }
}

/// Refuses to add to a list that is full: what a list shows is all there is.
pub(crate) fn room_for_one_more(known: usize, most: u32, what: &str) -> Result<(), Error> {
    if usize::try_from(most).is_ok_and(|most| known < most) {
        return Ok(());
    }
    Err(Refusal::NotAnyMore {
        explanation: format!(
            "There are {known} {what} already, and {most} is the most. If one more is needed, ask the authority's administrator."
        ),
    }
    .into())
}

/// The day by which all the advice that every assessment needs had been asked for (reg 6(1)(a) to (e)).
fn all_advice_sought(advice: &[AdviceRow]) -> Option<NaiveDate> {
    let first = |kind| {
        advice
            .iter()
            .filter(|row| row.kind == kind)
            .map(|row| row.sent_on)
            .min()
    };
    let days: Option<Vec<_>> = AdviceKind::ALWAYS.into_iter().map(first).collect();
    days?.into_iter().max()
}

pub(crate) fn exception_fact(row: &ExceptionRow) -> ExceptionFact {
    let mut fact = ExceptionFact::new(row.kind);
    if row.kind == ExceptionKind::MissedAppointment {
        return fact.missed(row.from_on);
    }
    fact.from = Some(row.from_on);
    fact.until = row.until_on;
    fact.advice_requested = row.advice_requested_on;
    fact
}

/// What an event's details say beside its facts: ids, field names and digests, never texts.
#[derive(Debug, Default)]
pub(crate) struct Details {
    words: Map<String, Value>,
    /// Texts of which only salted digests are kept, by the digest's name.
    texts: Vec<(String, String)>,
}

impl Details {
    /// An id.
    pub(crate) fn id(mut self, name: &str, id: impl ToString) -> Self {
        self.words.insert(name.to_owned(), Value::String(id.to_string()));
        self
    }

    /// A word of a closed list, such as a kind.
    pub(crate) fn word(mut self, name: &str, word: &str) -> Self {
        self.words.insert(name.to_owned(), Value::String(word.to_owned()));
        self
    }

    /// A day.
    pub(crate) fn day(mut self, name: &str, day: NaiveDate) -> Self {
        self.words.insert(name.to_owned(), Value::String(day.to_string()));
        self
    }

    /// A digest of a text with a random salt, which is kept beside the log: the log can prove what the text was
    /// without holding it, and once the salt is erased nobody can match it with any text again.
    pub(crate) fn digest(mut self, name: &str, text: &str) -> Self {
        self.texts.push((format!("{name}_digest"), text.to_owned()));
        self
    }

    /// The details as JSON, for a log that holds no digests.
    pub(crate) fn words_only(self) -> String {
        Value::Object(self.words).to_string()
    }

    /// The details, and the salts of their digests.
    fn salted(self, chance: &Chance) -> (Map<String, Value>, Vec<(String, String)>) {
        let mut words = self.words;
        let mut salts = Vec::with_capacity(self.texts.len());
        for (name, text) in self.texts {
            let salt = chance.salt();
            words.insert(name.clone(), Value::String(salted_digest(&salt, &text)));
            salts.push((name, salt));
        }
        (words, salts)
    }
}

/// What a change does beside the happening itself.
#[derive(Debug, Default)]
pub(crate) struct Extra<'a> {
    /// The request for advice whose clock the facts belong to.
    pub(crate) advice_request: Option<AdviceRequestId>,
    /// Why a fact replaces an earlier one.
    pub(crate) reason: Option<&'a str>,
    /// A new assignment of the case.
    pub(crate) assignment: Option<Assignment>,
}

/// Who deals with a case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Assignment {
    pub(crate) team: Option<ehcp_case::TeamId>,
    pub(crate) officer: Option<ehcp_case::UserId>,
}

impl Act<'_, '_> {
    /// Records a happening: its facts, the due dates that follow, the case's stage and version, and its event, all
    /// in this transaction. Rows that the happening rests on must have been kept before. Of what the family is not told
    /// there is only the event.
    pub(crate) fn record(
        &mut self,
        permit: &Permitted<CaseRow>,
        happening: &Happening,
        details: Details,
        extra: &Extra<'_>,
    ) -> Result<CaseFile, Error> {
        let case = permit.subject();
        let recorded = self.recorded();
        for (kind, on) in &happening.facts {
            let fact = NewFact {
                id: self.id(),
                assessment: case.assessment_id,
                advice_request: extra.advice_request,
                kind: *kind,
                happened_on: *on,
                reason: extra.reason,
            };
            self.tx.put_fact(case.id, &fact, recorded)?;
        }
        let (mut row, child) = self.tx.case_unchecked(case.id)?.ok_or(Error::NotFound)?;
        row.stage = happening.stage.unwrap_or(row.stage);
        let mut file = CaseFile::load(self.tx, &row, child)?;
        if happening.kind.leaves_the_version() {
            self.append(&mut file.case, happening, details)?;
            return Ok(file);
        }
        let due = file.due_rows(&self.moment)?;
        let mut happening = happening.clone();
        let known = self.tx.deadlines_of(case.id)?;
        let late = late(&known, &due);
        let told: Vec<_> = happening
            .breaches
            .iter()
            .map(|breach| breach.rule.clone())
            .collect();
        happening
            .breaches
            .extend(late.into_iter().filter(|breach| !told.contains(&breach.rule)));
        self.tx.replace_deadlines(case.id, known, &due)?;
        let assignment = extra.assignment.unwrap_or(Assignment {
            team: row.team_id,
            officer: row.officer_id,
        });
        let change = CaseChange {
            stage: row.stage,
            assessment_id: row.assessment_id,
            team_id: assignment.team,
            officer_id: assignment.officer,
            next_due: next_due(&due),
        };
        match self.tx.update_case(permit, row.version, &change)? {
            Saved::Updated(version) => file.case.version = version,
            Saved::Stale(current) => return Err(Error::Stale { current }),
        }
        file.case.team_id = change.team_id;
        file.case.officer_id = change.officer_id;
        if let Some((day, rule)) = change.next_due {
            file.case.next_due_on = day;
            file.case.next_rule = Some(rule);
        } else {
            file.case.next_due_on = ehcp_store::NO_DAY;
            file.case.next_rule = None;
        }
        self.append(&mut file.case, &happening, details)?;
        self.tell_the_family(&file.case, happening.kind)?;
        Ok(file)
    }

    /// Appends a happening to the log of a case that this transaction has locked or opened.
    pub(crate) fn append(
        &mut self,
        case: &mut CaseRow,
        happening: &Happening,
        details: Details,
    ) -> Result<(), Error> {
        let (mut object, mut salts) = details.salted(&self.chance);
        let (kind, chance) = (happening.kind, &self.chance);
        tell_rows(self.tx, chance, case, kind, &mut object, &mut salts)?;
        let facts: Vec<_> = happening
            .facts
            .iter()
            .map(|(kind, on)| json!({"kind": kind.word(), "on": on}))
            .collect();
        object.insert("facts".to_owned(), Value::Array(facts));
        if !happening.breaches.is_empty() {
            let breaches =
                serde_json::to_value(&happening.breaches).map_err(|e| Error::Internal(e.to_string()))?;
            object.insert("breaches".to_owned(), breaches);
        }
        if let Some(stage) = happening.stage {
            object.insert("stage".to_owned(), Value::String(stage.word().to_owned()));
        }
        let event = NewEvent {
            id: self.id(),
            kind: happening.kind,
            happened_on: happening.on,
            details: Value::Object(object).to_string(),
            salts,
        };
        let recorded = self.recorded();
        self.tx.append_event(case, event, recorded)?;
        Ok(())
    }
}

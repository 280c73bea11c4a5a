//! What a statutory notice is filled in with: the facts of the case on the day of sending, those that the officer gives
//! because the record does not hold them, and the letterhead.

use crate::case_file::CaseFile;
use crate::letterhead::{self, Letterhead};
use crate::notice_addressee::Addressee;
use crate::{Error, GivenFacts, Moment, NoticeMatter};
use chrono::NaiveDate;
use ehcp_assessment::{DecisionKind, PlanKind, PlanSection};
use ehcp_calendar::add_days;
use ehcp_case::{CaseReference, FactKind, FieldProblem, Line, PlainText, Prose, UserId};
use ehcp_deadlines::{Facts, RuleId, deadline};
use ehcp_letters::{
    Contact, Details, LetterError, LetterFacts, NoticeKind, Officer, Person, Placeholder, Recipient,
};
use ehcp_store::{AdviceRow, DeadlineRow, DecisionRow, PlanRow, ReadTx};

/// How long a school or college is given to reply (SEND Code of Practice 2015, paragraph 9.83).
const REPLY_DAYS: u32 = 15;

/// The days that a family has at the least, after the day of service.
const DAYS_AFTER_SERVICE: u32 = 14;

/// What of the record a notice is about.
pub(crate) struct Matter {
    pub(crate) decision: Option<DecisionRow>,
    pub(crate) plan: Option<PlanRow>,
    pub(crate) advice: Option<AdviceRow>,
    /// The first line of section I of the plan.
    placement: Option<Line>,
}

/// The decision that a notice tells, if it tells one.
pub(crate) const fn decision_told(kind: NoticeKind) -> Option<DecisionKind> {
    match kind {
        NoticeKind::WillAssess | NoticeKind::WillAssessToOthers => Some(DecisionKind::Assess),
        NoticeKind::NotNecessary | NoticeKind::WillNotAssess | NoticeKind::WillNotAssessToOthers => {
            Some(DecisionKind::DoNotAssess)
        }
        NoticeKind::WillIssue => Some(DecisionKind::Issue),
        NoticeKind::WillNotIssue | NoticeKind::WillNotIssueToOthers => Some(DecisionKind::DoNotIssue),
        _ => None,
    }
}

/// The version of the plan that a notice is about, if it is about one.
const fn plan_told(kind: NoticeKind) -> Option<PlanKind> {
    match kind {
        NoticeKind::DraftPlan
        | NoticeKind::SchoolConsultation
        | NoticeKind::MeetingArranged
        | NoticeKind::MoreTime => Some(PlanKind::Draft),
        NoticeKind::FinalPlan | NoticeKind::FinalPlanToOthers => Some(PlanKind::Final),
        _ => None,
    }
}

/// Finds what a notice is about.
///
/// # Errors
/// When what is named is not of this case or of another kind, or there is nothing of its kind yet.
pub(crate) fn matter(
    tx: &mut ReadTx<'_>,
    file: &CaseFile,
    notice: &NoticeMatter,
    decisions: Vec<DecisionRow>,
) -> Result<Matter, Error> {
    let advice = match notice.kind {
        NoticeKind::AdviceRequest => Some(advice(file, notice)?),
        _ => None,
    };
    let plan = plan(file, notice)?;
    let placement = match &plan {
        Some(row) if row.kind == PlanKind::Final => {
            let text = tx.plan_text(row.id)?;
            text.get(&PlanSection::I)
                .and_then(|text| first_line(text.as_str()))
        }
        _ => None,
    };
    Ok(Matter {
        decision: decision(file, notice, decisions)?,
        plan,
        advice,
        placement,
    })
}

fn decision(
    file: &CaseFile,
    notice: &NoticeMatter,
    known: Vec<DecisionRow>,
) -> Result<Option<DecisionRow>, Error> {
    let refusal = notice.kind == NoticeKind::MediationInformation;
    let told = decision_told(notice.kind);
    if told.is_none() && !refusal {
        return unneeded(notice.decision_id.is_some(), "/notice/decision_id").map(|()| None);
    }
    let fits = |row: &DecisionRow| {
        !file.case.seals(row.id) && (told == Some(row.kind) || refusal && row.kind.is_refusal())
    };
    let found = known
        .into_iter()
        .filter(fits)
        .find(|row| notice.decision_id.is_none_or(|id| id == row.id));
    found.map(Some).ok_or_else(|| {
        Error::field(
            "/notice/decision_id",
            "no_such_decision",
            "There is no decision of this kind in this case. Record the decision first, then send its notice.",
        )
    })
}

fn plan(file: &CaseFile, notice: &NoticeMatter) -> Result<Option<PlanRow>, Error> {
    let Some(kind) = plan_told(notice.kind) else {
        return unneeded(notice.plan_id.is_some(), "/notice/plan_id").map(|()| None);
    };
    let found = file
        .plans
        .iter()
        .filter(|row| row.kind == kind && row.sent_on.is_some() && !file.case.seals(row.id))
        .find(|row| notice.plan_id.is_none_or(|id| id == row.id));
    // A school is consulted on a draft that need not have been sent to the family yet.
    if found.is_none() && notice.kind == NoticeKind::SchoolConsultation && notice.plan_id.is_none() {
        return Ok(None);
    }
    found.cloned().map(Some).ok_or_else(|| {
        Error::field(
            "/notice/plan_id",
            "no_such_plan",
            "There is no such plan in this case that has been sent. Send the draft or the final plan first, then its letter.",
        )
    })
}

fn advice(file: &CaseFile, notice: &NoticeMatter) -> Result<AdviceRow, Error> {
    let wanted = notice.advice_request_id.ok_or_else(|| {
        Error::field(
            "/notice/advice_request_id",
            "missing",
            "Say which request for advice the letter is about.",
        )
    })?;
    let found = file
        .advice
        .iter()
        .find(|row| row.id == wanted && !file.case.seals(row.id));
    found.cloned().ok_or_else(|| {
        Error::field(
            "/notice/advice_request_id",
            "unknown_advice_request",
            "There is no such advice in this case. The list of its requests for advice has the ids.",
        )
    })
}

fn unneeded(given: bool, pointer: &str) -> Result<(), Error> {
    if given {
        return Err(Error::field(
            pointer,
            "not_needed",
            "This notice tells of none. Leave it out.",
        ));
    }
    Ok(())
}

/// Everything that the letters of one notice have in common.
pub(crate) struct Common<'a> {
    pub(crate) file: &'a CaseFile,
    pub(crate) notice: &'a NoticeMatter,
    pub(crate) matter: &'a Matter,
    pub(crate) letterhead: Letterhead,
    pub(crate) officer: Officer,
    pub(crate) moment: Moment,
}

/// The letterhead, which every letter needs.
pub(crate) fn letterhead_in_force(tx: &mut ReadTx<'_>) -> Result<Letterhead, Error> {
    letterhead::in_force(tx)?.ok_or_else(|| {
        Error::field(
            "/notice/kind",
            "no_letterhead",
            "Nobody has saved yet what stands in every letter: the council's name and address, and the services that families can turn to. Have it saved (PUT /v1/letterhead).",
        )
    })
}

/// The officer who signs: the named one of the case, else whoever makes the letter; with the duty line of the team.
pub(crate) fn signing_officer(tx: &mut ReadTx<'_>, file: &CaseFile, makes: UserId) -> Result<Officer, Error> {
    let id = file.case.officer_id.unwrap_or(makes);
    let account = tx.user(id)?.ok_or(Error::NotFound)?;
    let team = match file.case.team_id {
        Some(team) => tx.team(team)?,
        None => None,
    };
    let optional = |text: &str| PlainText::new(text).ok();
    Ok(Officer {
        name: optional(&account.display_name)
            .ok_or_else(|| Error::Internal("an officer without a name".to_owned()))?,
        role: optional(account.role.title())
            .ok_or_else(|| Error::Internal("a role without a title".to_owned()))?,
        telephone: team.as_ref().and_then(|team| optional(&team.duty_line)),
        email: team.as_ref().and_then(|team| optional(&team.duty_email)),
    })
}

impl Common<'_> {
    /// What the letter to one addressee is filled in with.
    pub(crate) fn facts_for(&self, to: &Addressee) -> Result<LetterFacts, Error> {
        let file = self.file;
        let reference: CaseReference = file
            .case
            .reference
            .parse()
            .map_err(|_| Error::Internal("a reference that cannot be read".to_owned()))?;
        let name = format!("{} {}", file.child.given_name, file.child.family_name);
        let name = PlainText::new(&name).map_err(|error| Error::Internal(error.to_string()))?;
        let mut officer = self.officer.clone();
        if to.hides_whereabouts {
            // A team looks after a part of the area: its line would tell where the child is.
            (officer.telephone, officer.email) = (None, None);
        }
        Ok(LetterFacts {
            authority: self.letterhead.authority.contact(),
            officer,
            recipient: Recipient {
                audience: to.audience,
                name: to.name.clone(),
                address: to.address.clone(),
            },
            person: Person { name, born_on: None },
            reference,
            details: self.details(to)?,
        })
    }

    fn details(&self, to: &Addressee) -> Result<Details, Error> {
        let (file, given, matter) = (self.file, &self.notice.given, self.matter);
        let rows = file.due_rows(&self.moment)?;
        let last = |rule| last_day(&rows, rule, None);
        let (mediation_by, appeal_by) = self.rights()?;
        let decision = matter.decision.as_ref();
        let service = |contact: &Option<crate::LetterContact>| -> Option<Contact> {
            contact.as_ref().map(crate::LetterContact::contact)
        };
        let head = &self.letterhead;
        let said = |text: Option<Prose>| text.map(|text| shown(to, &text)).transpose();
        Ok(Details {
            received_on: file.assessment.clock_started_on(),
            decided_on: decision.map(|row| row.decided_on).or(given.unopposed_on),
            ordered_on: given.ordered_on,
            meeting_on: given.meeting_on,
            rights_pass_on: Some(file.child.young_person_from),
            ended_on: file
                .assessment
                .facts
                .get(FactKind::AssessmentWithdrawn)
                .or(given.ended_on),
            notified_on: given.notified_on,
            views_by: given.views_by,
            decide_by: last(RuleId::EhcnaDecisionToAssess),
            outcome_by: given.outcome_by.or(last(RuleId::EhcpDecisionNotToIssue)),
            draft_by: given.draft_by,
            final_by: given.final_by.or(last(RuleId::EhcpFinalPlan)),
            advice_by: matter
                .advice
                .as_ref()
                .and_then(|row| last_day(&rows, RuleId::EhcnaAdviceResponse, Some(row.id.into()))),
            representations_by: given.representations_by.or(matter
                .plan
                .as_ref()
                .and_then(|row| row.served_on)
                .map(|served| add_days(served, DAYS_AFTER_SERVICE))),
            reply_by: Some(
                given
                    .reply_by
                    .unwrap_or_else(|| add_days(self.moment.today, REPLY_DAYS)),
            ),
            mediation_by,
            appeal_by,
            new_day: given.new_day,
            reasons: match decision {
                Some(row) => said(Some(prose(&row.reasons)?))?,
                None => said(given.reasons.clone())?,
            },
            delay_reasons: said(given.delay_reasons.clone())?,
            outcome: said(given.outcome.clone())?,
            next_steps: said(given.next_steps.clone())?,
            evidence: decision.map_or_else(Vec::new, |row| {
                lines(&to.shield.text(row.evidence_considered.clone()))
            }),
            advice_services: file
                .advice
                .iter()
                .filter(|row| !file.case.seals(row.id))
                .flat_map(|row| lines(&to.shield.text(row.addressee.clone())))
                .collect(),
            enclosures: given
                .enclosures
                .iter()
                .flat_map(|one| shown_line(to, one))
                .collect(),
            late_step: given.late_step.as_ref().and_then(|one| shown_line(to, one)),
            advice_kind: matter
                .advice
                .as_ref()
                .and_then(|row| PlainText::new(&format!("advice from {}", row.kind.plain_english())).ok()),
            requested_by: None,
            meeting_place: given.meeting_place.as_ref().and_then(|one| shown_line(to, one)),
            placement: self.placement(to),
            school_information: head.school_information.clone(),
            mediation_adviser: service(&head.mediation_adviser),
            disagreement_service: service(&head.disagreement_service),
            information_service: service(&head.information_service),
            tribunal: service(&head.tribunal),
        })
    }

    /// Where the child learns tells where the child is.
    fn placement(&self, to: &Addressee) -> Option<Line> {
        let named = self
            .notice
            .given
            .placement
            .clone()
            .or_else(|| self.matter.placement.clone())?;
        if to.hides_whereabouts || !to.shield.lets_pass(named.as_str()) {
            return PlainText::new(crate::shield::WITHHELD).ok();
        }
        Some(named)
    }

    /// The last days of the family's rights: they run from the day on which the notice of the decision is sent (SEND
    /// Regulations 2014, regs 33 and 34; Tribunal Procedure Rules, r.20).
    fn rights(&self) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Error> {
        let told = match (self.notice.kind, &self.matter.decision) {
            (NoticeKind::MediationInformation, Some(row)) => row.notified_on,
            _ => self.moment.today,
        };
        let facts = Facts::new().with(FactKind::NoticeSent, told);
        let last = |rule| -> Result<Option<NaiveDate>, Error> {
            let limits = deadline(rule, &facts, self.moment.calendar, self.moment.today)
                .map_err(|error| Error::Calendar(error.to_string()))?;
            Ok(limits.first().and_then(|limit| limit.due))
        };
        Ok((last(RuleId::MedContactAdviser)?, last(RuleId::AppealLodge)?))
    }
}

fn last_day(rows: &[DeadlineRow], rule: RuleId, subject: Option<uuid::Uuid>) -> Option<NaiveDate> {
    rows.iter()
        .filter(|row| row.rule == rule.to_string())
        .filter(|row| subject.is_none_or(|subject| row.subject_id == subject))
        .filter_map(|row| row.due_on)
        .min()
}

/// A text of the record as running text; what no version of this program would keep is a fault.
fn prose(text: &str) -> Result<Prose, Error> {
    PlainText::new(text).map_err(|error| Error::Internal(format!("a text of a letter: {error}")))
}

/// A text as one addressee may read it.
fn shown(to: &Addressee, text: &Prose) -> Result<Prose, Error> {
    prose(&to.shield.text(text.to_string()))
}

/// A line as one addressee may read it.
fn shown_line(to: &Addressee, line: &Line) -> Option<Line> {
    PlainText::new(&to.shield.text(line.to_string())).ok()
}

/// A running text as a list: a line that is too long for one is broken between words.
fn lines(text: &str) -> Vec<Line> {
    const MOST: usize = 180;
    let mut all: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut one = String::new();
        for word in paragraph.trim_start_matches(['-', '*', ' ']).split_whitespace() {
            if !one.is_empty() && one.chars().count() + word.chars().count() >= MOST {
                all.push(std::mem::take(&mut one));
            }
            if !one.is_empty() {
                one.push(' ');
            }
            one.push_str(word);
        }
        all.push(one);
    }
    all.iter().filter_map(|one| PlainText::new(one).ok()).collect()
}

/// The first line of a text, without the full stop: it becomes a part of a sentence.
fn first_line(text: &str) -> Option<Line> {
    let first = lines(text).into_iter().next()?;
    PlainText::new(first.as_str().trim_end_matches('.')).ok()
}

/// The facts that the officer gives.
fn pointer_of(fact: Placeholder) -> Option<&'static str> {
    use Placeholder as P;
    Some(match fact {
        P::ViewsBy => "views_by",
        P::ReplyBy => "reply_by",
        P::NewDay => "new_day",
        P::MeetingOn => "meeting_on",
        P::MeetingPlace => "meeting_place",
        P::OrderedOn => "ordered_on",
        P::DecidedOn => "unopposed_on",
        P::DraftBy => "draft_by",
        P::EndedOn => "ended_on",
        P::NotifiedOn => "notified_on",
        P::Reasons => "reasons",
        P::DelayReasons => "delay_reasons",
        P::Outcome => "outcome",
        P::NextSteps => "next_steps",
        P::LateStep => "late_step",
        P::Enclosures => "enclosures",
        P::Placement => "placement",
        _ => return None,
    })
}

/// Why a letter could not be made, with each missing fact and where it comes from.
pub(crate) fn not_made(error: LetterError) -> Error {
    match error {
        LetterError::MissingFacts(facts) => Error::Invalid(facts.into_iter().map(missing).collect()),
        LetterError::LongAddress(_) => Error::field("/notice/kind", "long_address", error.to_string()),
        LetterError::WrongAudience(_) => Error::field("/notice/kind", "not_an_addressee", error.to_string()),
        LetterError::LongList { fact, .. } => {
            let pointer = pointer_of(fact).map_or_else(
                || "/notice/kind".to_owned(),
                |name| format!("/notice/given/{name}"),
            );
            Error::field(pointer, "too_many", error.to_string())
        }
        LetterError::Template(_) => {
            Error::field("/notice/kind", "template_does_not_serve", error.to_string())
        }
    }
}

fn missing(fact: Placeholder) -> FieldProblem {
    let meaning = fact.meaning();
    if letterhead::holds(fact) {
        return FieldProblem::new(
            "/notice/kind",
            "letterhead_incomplete",
            format!("This letter needs {meaning}. Have it put in the letterhead (PUT /v1/letterhead)."),
        );
    }
    match pointer_of(fact) {
        Some(name) => FieldProblem::new(
            format!("/notice/given/{name}"),
            "missing",
            format!("This letter needs {meaning}. Give it here."),
        ),
        None => FieldProblem::new(
            "/notice/kind",
            "not_on_record",
            format!("This letter needs {meaning}, which the record does not hold yet."),
        ),
    }
}

impl GivenFacts {
    /// The texts, with where they stand, for looking whether a protected detail is in one.
    pub(crate) fn texts(&self) -> Vec<(String, String)> {
        let placed = |name: &str| format!("/notice/given/{name}");
        let prose = [
            ("reasons", &self.reasons),
            ("delay_reasons", &self.delay_reasons),
            ("outcome", &self.outcome),
            ("next_steps", &self.next_steps),
        ];
        let lines = [
            ("meeting_place", &self.meeting_place),
            ("late_step", &self.late_step),
            ("placement", &self.placement),
        ];
        let prose = prose
            .into_iter()
            .filter_map(|(name, text)| Some((placed(name), text.as_ref()?.to_string())));
        let lines = lines
            .into_iter()
            .filter_map(|(name, text)| Some((placed(name), text.as_ref()?.to_string())));
        let enclosures = self
            .enclosures
            .iter()
            .enumerate()
            .map(|(place, text)| (placed(&format!("enclosures/{place}")), text.to_string()));
        prose.chain(lines).chain(enclosures).collect()
    }
}

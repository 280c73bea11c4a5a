//! What a letter is filled in with. Every day in it was computed elsewhere: here days are only shown.

use crate::{audience::Audience, placeholder::Placeholder};
use chrono::NaiveDate;
use ehcp_case::{CaseReference, Line, Prose};

/// How to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The name of the person or body.
    pub name: Line,
    /// The address, line by line; may be empty.
    pub address: Vec<Line>,
    /// The telephone number.
    pub telephone: Option<Line>,
    /// The e-mail address.
    pub email: Option<Line>,
    /// The address of the pages on the web.
    pub website: Option<Line>,
}

/// The officer who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// The name.
    pub name: Line,
    /// The job, such as "SEND officer".
    pub role: Line,
    /// The direct line.
    pub telephone: Option<Line>,
    /// The e-mail address.
    pub email: Option<Line>,
}

/// Who gets the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// As whom they read it.
    pub audience: Audience,
    /// The name for the envelope and the greeting.
    pub name: Line,
    /// The address, line by line; empty where the letter goes by e-mail. At most seven lines fit the window.
    pub address: Vec<Line>,
}

/// The child or young person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: Line,
    /// The day of birth, where the letter should show it.
    pub born_on: Option<NaiveDate>,
}

/// What every letter is filled in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFacts {
    /// The authority that sends it.
    pub authority: Contact,
    /// The officer who signs it.
    pub officer: Officer,
    /// Who gets it.
    pub recipient: Recipient,
    /// The child or young person it is about.
    pub person: Person,
    /// The case it belongs to.
    pub reference: CaseReference,
    /// What this kind of letter needs beside; see [`crate::NoticeKind::needs`].
    pub details: Details,
}

/// The facts that only some letters need. What each is, [`Placeholder::meaning`] says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    missing_docs,
    reason = "each field is the fact of the same name, and Placeholder says what it is"
)]
pub struct Details {
    pub received_on: Option<NaiveDate>,
    pub decided_on: Option<NaiveDate>,
    pub ordered_on: Option<NaiveDate>,
    pub meeting_on: Option<NaiveDate>,
    pub rights_pass_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    pub notified_on: Option<NaiveDate>,
    pub views_by: Option<NaiveDate>,
    pub decide_by: Option<NaiveDate>,
    pub outcome_by: Option<NaiveDate>,
    pub draft_by: Option<NaiveDate>,
    pub final_by: Option<NaiveDate>,
    pub advice_by: Option<NaiveDate>,
    pub representations_by: Option<NaiveDate>,
    pub reply_by: Option<NaiveDate>,
    pub mediation_by: Option<NaiveDate>,
    pub appeal_by: Option<NaiveDate>,
    pub new_day: Option<NaiveDate>,
    pub reasons: Option<Prose>,
    pub delay_reasons: Option<Prose>,
    pub outcome: Option<Prose>,
    pub next_steps: Option<Prose>,
    pub evidence: Vec<Line>,
    pub advice_services: Vec<Line>,
    pub enclosures: Vec<Line>,
    pub late_step: Option<Line>,
    pub advice_kind: Option<Line>,
    pub requested_by: Option<Line>,
    pub meeting_place: Option<Line>,
    pub placement: Option<Line>,
    pub school_information: Option<Line>,
    pub mediation_adviser: Option<Contact>,
    pub disagreement_service: Option<Contact>,
    pub information_service: Option<Contact>,
    pub tribunal: Option<Contact>,
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Line(String),
    Day(NaiveDate),
    Prose(&'a Prose),
    List(&'a [Line]),
    Contact(&'a Contact),
}

impl LetterFacts {
    /// The value of a fact, if it is known.
    pub(crate) fn value(&self, fact: Placeholder, sent_on: NaiveDate) -> Option<Value<'_>> {
        use Placeholder as P;
        let details = &self.details;
        let line = |line: &Line| Some(Value::Line(line.as_str().to_owned()));
        let day = |day: Option<NaiveDate>| day.map(Value::Day);
        match fact {
            P::PersonName => line(&self.person.name),
            P::RecipientName => line(&self.recipient.name),
            P::CaseReference => Some(Value::Line(self.reference.to_string())),
            P::SentOn => Some(Value::Day(sent_on)),
            P::AuthorityName => line(&self.authority.name),
            P::AuthorityContact => Some(Value::Contact(&self.authority)),
            P::OfficerName => line(&self.officer.name),
            P::OfficerRole => line(&self.officer.role),
            P::ReceivedOn => day(details.received_on),
            P::DecidedOn => day(details.decided_on),
            P::OrderedOn => day(details.ordered_on),
            P::MeetingOn => day(details.meeting_on),
            P::RightsPassOn => day(details.rights_pass_on),
            P::EndedOn => day(details.ended_on),
            P::NotifiedOn => day(details.notified_on),
            P::ViewsBy => day(details.views_by),
            P::DecideBy => day(details.decide_by),
            P::OutcomeBy => day(details.outcome_by),
            P::DraftBy => day(details.draft_by),
            P::FinalBy => day(details.final_by),
            P::AdviceBy => day(details.advice_by),
            P::RepresentationsBy => day(details.representations_by),
            P::ReplyBy => day(details.reply_by),
            P::MediationBy => day(details.mediation_by),
            P::AppealBy => day(details.appeal_by),
            P::NewDay => day(details.new_day),
            _ => self.detail_in_words(fact),
        }
    }

    fn detail_in_words(&self, fact: Placeholder) -> Option<Value<'_>> {
        use Placeholder as P;
        let details = &self.details;
        let line = |line: &Option<Line>| line.as_ref().map(|line| Value::Line(line.as_str().to_owned()));
        let list = |lines: &'_ [Line]| !lines.is_empty();
        match fact {
            P::Reasons => details.reasons.as_ref().map(Value::Prose),
            P::DelayReasons => details.delay_reasons.as_ref().map(Value::Prose),
            P::Outcome => details.outcome.as_ref().map(Value::Prose),
            P::NextSteps => details.next_steps.as_ref().map(Value::Prose),
            P::Evidence => list(&details.evidence).then_some(Value::List(&details.evidence)),
            P::AdviceServices => {
                list(&details.advice_services).then_some(Value::List(&details.advice_services))
            }
            P::Enclosures => list(&details.enclosures).then_some(Value::List(&details.enclosures)),
            P::LateStep => line(&details.late_step),
            P::AdviceKind => line(&details.advice_kind),
            P::RequestedBy => line(&details.requested_by),
            P::MeetingPlace => line(&details.meeting_place),
            P::Placement => line(&details.placement),
            P::SchoolInformation => line(&details.school_information),
            P::MediationAdviser => details.mediation_adviser.as_ref().map(Value::Contact),
            P::DisagreementService => details.disagreement_service.as_ref().map(Value::Contact),
            P::InformationService => details.information_service.as_ref().map(Value::Contact),
            P::Tribunal => details.tribunal.as_ref().map(Value::Contact),
            _ => None,
        }
    }
}

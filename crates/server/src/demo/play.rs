//! Plays the steps of all cases in the order of time, through the same use cases as everybody else.

use super::{
    DemoError, Dice,
    children::{Child, enrolled_from},
    council::{AREAS, Council, Person, Service},
    course::Step,
    figures::Asker,
    texts,
    year::Told,
};
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_access::Role;
use ehcp_assessment::{AdviceKind, DecisionKind, PlanSection, PlanText, RequestSource, ServiceMethod};
use ehcp_case::{AdviceRequestId, CaseId};
use ehcp_casework::{
    Act, AssignCase, Casework, Chance, CorrectDate, Enrol, Error, HandInAdvice, LinkParent,
    MakeRepresentations, MakeRequest, NewChild, PlanTextBody, RecordDecision, RecordException,
    RecordYoungPerson, RequestAdvice, SendConsideringNotice, SendFinalPlan, ServeDraft, assign, correct_date,
    decide, enrol, hand_in_advice, link_parent, make_request, record_exception, record_young_person,
    represent, request_advice, send_considering_notice, send_final_plan, serve_draft, start_draft,
    write_draft,
};
use ehcp_deadlines::ExceptionKind;
use ehcp_store::{ChildRow, EnrolmentRow, ParentLinkRow, Recorded, WriteTx};

/// The council with its children, and everything needed to let time pass.
pub(super) struct Play {
    pub casework: Casework,
    pub chance: Chance,
    pub council: Council,
    pub dice: Dice,
    pub children: Vec<Child>,
    /// What is still to be done, the soonest last: when, to which child (by place), what.
    pub ahead: Vec<(DateTime<Utc>, usize, Step)>,
    pub done: usize,
}

/// What one call needs of a case: it, its version, and the officer.
type Subject = (CaseId, i64, Person);

impl Play {
    /// Everything that happens before `end`, ready to be played.
    pub fn new(
        casework: Casework,
        chance: Chance,
        council: Council,
        dice: Dice,
        told: Vec<Told>,
        end: DateTime<Utc>,
    ) -> Self {
        let mut children = Vec::with_capacity(told.len());
        let mut ahead = Vec::new();
        for (place, told) in told.into_iter().enumerate() {
            let entries = told.course.into_iter().flat_map(|course| course.entries);
            let before = entries.filter(|entry| entry.at < end);
            ahead.extend(before.map(|entry| (entry.at, place, entry.step)));
            children.push(told.child);
        }
        // Stable: a child's steps keep their order. The soonest last, to be taken from the end.
        ahead.sort_by_key(|(at, place, _)| (*at, *place));
        ahead.reverse();
        Self {
            casework,
            chance,
            council,
            dice,
            children,
            ahead,
            done: 0,
        }
    }

    /// Puts on record the children who are known to the council before anybody asks: those of parents and young
    /// people who ask here, some pupils, and those for whom nobody asks.
    pub fn register_known(&mut self, tx: &mut WriteTx<'_>) -> Result<(), DemoError> {
        let asked: Vec<usize> = self.ahead.iter().map(|(_, place, _)| *place).collect();
        for place in 0..self.children.len() {
            let Some(child) = self.children.get(place).cloned() else {
                continue;
            };
            let known = match child.asker {
                Asker::YoungPerson => true,
                Asker::Parent => self.dice.happens(0.7),
                Asker::School => self.dice.happens(0.4),
                Asker::Attention => false,
            };
            if known || !asked.contains(&place) {
                let id = self.register(tx, &child)?;
                if let Some(child) = self.children.get_mut(place) {
                    child.known.child = Some(id);
                    child.known.acts_for_self = child.asker == Asker::YoungPerson;
                }
            }
        }
        Ok(())
    }

    fn register(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<ehcp_case::ChildId, DemoError> {
        let moment = self.casework.moment();
        let chance = &self.chance;
        let by = self.council.staff_with(Role::CustomerService)?.id;
        let recorded = Recorded { at: moment.now, by };
        let row = ChildRow {
            id: chance.id(moment.now),
            given_name: child.given.to_owned(),
            family_name: child.family.to_owned(),
            born_on: child.born_on,
            upn: child.upn.as_ref().map(ToString::to_string),
            claimed_upn: None,
            young_person_from: child.young_person_from(),
            version: 1,
        };
        tx.insert_child(&row, recorded)?;
        for parent in &child.parents {
            let link = ParentLinkRow {
                id: chance.id(moment.now),
                child_id: row.id,
                user_id: parent.id,
                parental_responsibility: true,
                has_care: true,
                from_on: child.born_on,
                until_on: None,
                evidence: "Birth certificate seen by the registration service.".to_owned(),
                verified_at: Some(moment.now),
                verified_by: Some(by),
            };
            tx.insert_parent_link(&link, recorded)?;
        }
        if let Some(setting) = child.setting.and_then(|place| self.council.settings.get(place)) {
            let place = EnrolmentRow {
                id: chance.id(moment.now),
                child_id: row.id,
                education_setting_id: setting.id,
                from_on: enrolled_from(child),
                until_on: None,
            };
            tx.insert_enrolment(&place, recorded)?;
        }
        if let (Asker::YoungPerson, Some(own)) = (child.asker, &child.own_account) {
            let evidence = "Seen at college with a passport.";
            tx.insert_young_person_link(row.id, own.id, row.young_person_from, evidence, recorded)?;
        }
        Ok(row.id)
    }

    /// Plays what happens before a moment.
    pub fn until(&mut self, tx: &mut WriteTx<'_>, moment: DateTime<Utc>) -> Result<(), DemoError> {
        while self.ahead.last().is_some_and(|(at, _, _)| *at < moment) {
            let Some((at, place, step)) = self.ahead.pop() else {
                break;
            };
            self.casework.clock().set(at);
            let Some(mut child) = self.children.get(place).cloned() else {
                break;
            };
            self.step(tx, &mut child, &step)?;
            if let Some(own) = self.children.get_mut(place) {
                *own = child;
            }
            self.done += 1;
        }
        Ok(())
    }

    fn step(&self, tx: &mut WriteTx<'_>, child: &mut Child, step: &Step) -> Result<(), DemoError> {
        match step {
            Step::Ask { received_on } => self.ask(tx, child, *received_on),
            Step::AskAgain {
                source,
                after_refusal,
            } => self.ask_again(tx, child, *source, *after_refusal),
            Step::Assign => self.assign(tx, child),
            Step::LinkFamily => self.link_family(tx, child),
            Step::RecordYoungPerson => self.record_young_person(tx, child),
            Step::Correct { received_on } => self.correct(tx, child, *received_on),
            Step::Notice { sent_on } => self.notice(tx, child, *sent_on),
            Step::Decide(kind) => self.decide(tx, child, *kind),
            Step::AskAdvice(kind) => self.ask_advice(tx, child, *kind),
            Step::HandIn { kind, refused } => self.hand_in(tx, child, *kind, *refused),
            Step::Except { .. } => self.except(tx, child, step),
            Step::StartDraft => self.start_draft(tx, child),
            Step::ReviseDraft => self.revise_draft(tx, child),
            Step::Serve(method) => self.serve(tx, child, *method),
            Step::Represent => self.represent(tx, child),
            Step::SendFinal => self.send_final(tx, child),
            Step::Move => self.move_child(tx, child),
        }
    }

    /// Runs one use case as somebody. None is ever refused: one that is stops the making, with what was refused.
    fn act<T>(
        &self,
        tx: &mut WriteTx<'_>,
        who: &Person,
        what: &'static str,
        use_case: impl FnOnce(&mut Act<'_, '_>) -> Result<T, Error>,
    ) -> Result<T, DemoError> {
        self.casework
            .act_within(tx, self.council.actor(who), use_case)
            .map_err(|why| DemoError::UseCase { what, why })
    }

    /// The case, its version and its officer: the named one, or the one who takes new cases.
    fn subject(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<Subject, DemoError> {
        let id = child.known.case.ok_or(DemoError::Missing("a case"))?;
        let (row, _) = tx.case_unchecked(id)?.ok_or(DemoError::Missing("a case"))?;
        let officer = match &child.known.officer {
            Some(officer) => officer.clone(),
            None => self
                .council
                .officers_of(AREAS)
                .first()
                .copied()
                .cloned()
                .ok_or(DemoError::Missing("an officer"))?,
        };
        Ok((id, row.version, officer))
    }

    fn ask(
        &self,
        tx: &mut WriteTx<'_>,
        child: &mut Child,
        received_on: Option<NaiveDate>,
    ) -> Result<(), DemoError> {
        let about = child.about(&self.council);
        let setting = child.setting.and_then(|place| self.council.settings.get(place));
        let on_paper = received_on.is_some();
        let school = setting.and_then(|setting| setting.account.as_ref());
        let contact = self.council.staff_with(Role::CustomerService)?;
        let intake = self
            .council
            .officers_of(AREAS)
            .first()
            .copied()
            .unwrap_or(contact);
        let (who, source) = match (child.asker, on_paper) {
            (Asker::School, false) => (school.ok_or(DemoError::Missing("a school's account"))?, None),
            (Asker::School, true) => (intake, Some(RequestSource::Setting)),
            (Asker::Parent, false) => (child.parents.first().ok_or(DemoError::Missing("a parent"))?, None),
            (Asker::Parent, true) => (contact, Some(RequestSource::Parent)),
            (Asker::YoungPerson, _) => (
                child
                    .own_account
                    .as_ref()
                    .ok_or(DemoError::Missing("an account"))?,
                None,
            ),
            (Asker::Attention, _) => (intake, Some(RequestSource::BroughtToAttention)),
        };
        let named = on_paper && child.asker == Asker::School || child.asker == Asker::Attention;
        let command = MakeRequest {
            child_id: child.known.child,
            child: match child.known.child {
                Some(_) => None,
                None => Some(NewChild {
                    given_name: texts::line(child.given)?,
                    family_name: texts::line(child.family)?,
                    born_on: child.born_on,
                    upn: child.upn.clone(),
                }),
            },
            source,
            received_on,
            reasons: Some(texts::request(&self.dice, &about, child.asker)?),
            education_setting_id: setting.filter(|_| named).map(|setting| setting.id),
        };
        let receipt = self.act(tx, who, "a request", |act| make_request(act, &command))?;
        child.known.case = Some(receipt.case_id);
        let (_, row) = tx
            .case_unchecked(receipt.case_id)?
            .ok_or(DemoError::Missing("a case"))?;
        child.known.child = Some(row.id);
        Ok(())
    }

    fn ask_again(
        &self,
        tx: &mut WriteTx<'_>,
        child: &Child,
        source: RequestSource,
        after_refusal: bool,
    ) -> Result<(), DemoError> {
        let setting = child.setting.and_then(|place| self.council.settings.get(place));
        let school = setting.and_then(|setting| setting.account.as_ref());
        let contact = self.council.staff_with(Role::CustomerService)?;
        let own = match source {
            RequestSource::Setting => school,
            RequestSource::YoungPerson => child.own_account.as_ref(),
            RequestSource::Parent | RequestSource::BroughtToAttention => child.parents.first(),
        };
        let command = MakeRequest {
            child_id: child.known.child,
            child: None,
            source: own.is_none().then_some(source),
            received_on: None,
            reasons: Some(texts::another_request(
                &child.about(&self.council),
                after_refusal,
            )?),
            education_setting_id: setting
                .filter(|_| own.is_none() && source == RequestSource::Setting)
                .map(|setting| setting.id),
        };
        self.act(tx, own.unwrap_or(contact), "another request", |act| {
            make_request(act, &command)
        })?;
        Ok(())
    }

    fn assign(&self, tx: &mut WriteTx<'_>, child: &mut Child) -> Result<(), DemoError> {
        let (id, seen, _) = self.subject(tx, child)?;
        let manager = self.council.staff_with(Role::Manager)?;
        let officers = self.council.officers_of(child.area);
        let officer = self
            .dice
            .one_of(&officers)
            .copied()
            .ok_or(DemoError::Missing("an officer"))?;
        let command = AssignCase {
            team_id: self.council.teams.get(child.area).copied(),
            officer_id: Some(officer.id),
        };
        self.act(tx, manager, "giving a case to an officer", |act| {
            assign(act, id, seen, &command)
        })?;
        child.known.officer = Some(officer.clone());
        child.known.team = child.area;
        Ok(())
    }

    /// Links the parents who are not linked yet, and puts the child on a roll if nobody has.
    fn link_family(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<(), DemoError> {
        let (_, _, officer) = self.subject(tx, child)?;
        let today = self.casework.moment().today;
        let id = child.known.child.ok_or(DemoError::Missing("a child"))?;
        if !child.known.acts_for_self {
            for parent in &child.parents {
                if !tx.is_linked_parent(id, parent.id, today)? {
                    let command = LinkParent {
                        email: texts::line(&parent.email)?,
                        parental_responsibility: true,
                        has_care: true,
                        from_on: Some(child.born_on),
                        until_on: None,
                        evidence: texts::prose(
                            "Birth certificate and a bill with the address seen by the named officer.",
                        )?,
                    };
                    self.act(tx, &officer, "linking a parent", |act| {
                        link_parent(act, id, &command)
                    })?;
                }
            }
        }
        if let Some(setting) = child.setting.and_then(|place| self.council.settings.get(place))
            && !tx.is_on_roll(id, setting.id, today)?
        {
            let command = Enrol {
                education_setting_id: setting.id,
                from_on: enrolled_from(child),
                until_on: None,
            };
            self.act(tx, &officer, "putting a child on a roll", |act| {
                enrol(act, id, &command)
            })?;
        }
        Ok(())
    }

    fn record_young_person(&self, tx: &mut WriteTx<'_>, child: &mut Child) -> Result<(), DemoError> {
        let (_, _, officer) = self.subject(tx, child)?;
        let own = child
            .own_account
            .as_ref()
            .ok_or(DemoError::Missing("an account"))?;
        let id = child.known.child.ok_or(DemoError::Missing("a child"))?;
        let command = RecordYoungPerson {
            email: texts::line(&own.email)?,
            from_on: self.casework.moment().today,
            evidence: texts::prose(
                "Met at college with a tutor; wants to decide, and to have a parent at meetings.",
            )?,
        };
        self.act(tx, &officer, "recording a young person", |act| {
            record_young_person(act, id, &command)
        })?;
        child.known.acts_for_self = true;
        Ok(())
    }

    fn correct(&self, tx: &mut WriteTx<'_>, child: &Child, received_on: NaiveDate) -> Result<(), DemoError> {
        let (id, seen, officer) = self.subject(tx, child)?;
        let command = CorrectDate {
            fact: ehcp_case::FactKind::RequestReceived,
            happened_on: received_on,
            reason: texts::prose("The letter has a stamp with this day; it was put on record later.")?,
        };
        self.act(tx, &officer, "correcting a date", |act| {
            correct_date(act, id, seen, &command)
        })?;
        Ok(())
    }

    fn notice(
        &self,
        tx: &mut WriteTx<'_>,
        child: &Child,
        sent_on: Option<NaiveDate>,
    ) -> Result<(), DemoError> {
        let (id, seen, officer) = self.subject(tx, child)?;
        let command = SendConsideringNotice { sent_on };
        self.act(tx, &officer, "a notice", |act| {
            send_considering_notice(act, id, seen, &command)
        })?;
        Ok(())
    }

    fn decide(&self, tx: &mut WriteTx<'_>, child: &mut Child, kind: DecisionKind) -> Result<(), DemoError> {
        let (id, seen, officer) = self.subject(tx, child)?;
        let command = RecordDecision {
            kind,
            decided_on: None,
            notified_on: None,
            reasons: texts::decision(&self.dice, kind, &child.about(&self.council))?,
        };
        self.act(tx, &officer, "a decision", |act| decide(act, id, seen, &command))?;
        if kind == DecisionKind::Assess {
            child.known.advice.clear();
        }
        Ok(())
    }

    fn ask_advice(&self, tx: &mut WriteTx<'_>, child: &mut Child, kind: AdviceKind) -> Result<(), DemoError> {
        let (id, seen, officer) = self.subject(tx, child)?;
        let setting = child.setting.and_then(|place| self.council.settings.get(place));
        let service = service_for(kind);
        let members = service
            .map(|service| self.council.service(service))
            .unwrap_or_default();
        let adviser = self.dice.one_of(&members).copied();
        let addressee = match (kind, service, setting) {
            (_, Some(service), _) => service.name(),
            (AdviceKind::Education, None, Some(setting)) => setting.name,
            (AdviceKind::Education, None, None) => "Early years specialist teachers",
            (AdviceKind::Family, ..) if child.known.acts_for_self => "The young person",
            (AdviceKind::Family, ..) => "The family",
            (AdviceKind::SensoryImpairment, ..) => "Specialist teachers for hearing and vision",
            _ => "Preparing for adulthood team",
        };
        let command = RequestAdvice {
            kind,
            addressee: texts::line(addressee)?,
            education_setting_id: setting
                .filter(|_| kind == AdviceKind::Education)
                .map(|setting| setting.id),
            adviser_id: adviser.map(|person| person.id),
            referral: texts::referral(kind, &child.about(&self.council))?,
            sent_on: None,
            received_on: None,
        };
        let view = self.act(tx, &officer, "asking for advice", |act| {
            request_advice(act, id, seen, &command)
        })?;
        child.known.advice.push((kind, view.id));
        Ok(())
    }

    fn hand_in(
        &self,
        tx: &mut WriteTx<'_>,
        child: &Child,
        kind: AdviceKind,
        refused: bool,
    ) -> Result<(), DemoError> {
        let (_, _, officer) = self.subject(tx, child)?;
        let request = advice_of(child, kind)?;
        let row = tx
            .advice_request(request)?
            .ok_or(DemoError::Missing("a request for advice"))?;
        let schools = self
            .council
            .settings
            .iter()
            .filter_map(|setting| setting.account.as_ref());
        let advisers = self.council.advisers.iter().map(|(_, person)| person);
        // Whoever was asked, if they sign in here; else the officer records what came on paper.
        let asked = schools.chain(advisers).find(|person| {
            row.adviser_id == Some(person.id)
                || (row.education_setting_id.is_some() && row.education_setting_id == person.setting)
        });
        let about = child.about(&self.council);
        let command = HandInAdvice {
            received_on: None,
            refused,
            text: if refused {
                texts::refusal_to_advise(&about)?
            } else {
                texts::advice(&self.dice, kind, &about)?
            },
        };
        let who = asked.unwrap_or(&officer);
        self.act(tx, who, "advice", |act| {
            hand_in_advice(act, request, row.version, &command)
        })?;
        Ok(())
    }

    fn except(&self, tx: &mut WriteTx<'_>, child: &Child, step: &Step) -> Result<(), DemoError> {
        let Step::Except {
            kind,
            of,
            from,
            until,
            asked_on,
        } = step
        else {
            return Ok(());
        };
        let (id, seen, officer) = self.subject(tx, child)?;
        let (evidence, why_impractical) =
            texts::exception(*kind, *from, *until, &child.about(&self.council))?;
        let command = RecordException {
            kind: *kind,
            advice_request_id: match of {
                Some(kind) => Some(advice_of(child, *kind)?),
                None => None,
            },
            from_on: *from,
            until_on: (*kind != ExceptionKind::MissedAppointment).then_some(*until),
            advice_requested_on: *asked_on,
            evidence,
            why_impractical,
        };
        self.act(tx, &officer, "an exception", |act| {
            record_exception(act, id, seen, &command)
        })?;
        Ok(())
    }

    /// A first draft, or the next version of the one that was served.
    fn start_draft(&self, tx: &mut WriteTx<'_>, child: &mut Child) -> Result<(), DemoError> {
        let (id, seen, officer) = self.subject(tx, child)?;
        let sections = match child.known.draft {
            Some(served) => texts::revised(tx.plan_text(served)?)?,
            None => texts::draft(&self.dice, &child.about(&self.council))?,
        };
        let body = PlanTextBody { sections };
        let view = self.act(tx, &officer, "a draft", |act| start_draft(act, id, seen, &body))?;
        child.known.draft = Some(view.id);
        Ok(())
    }

    fn revise_draft(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<(), DemoError> {
        let (_, _, officer) = self.subject(tx, child)?;
        let id = child.known.draft.ok_or(DemoError::Missing("a draft"))?;
        let seen = tx.plan(id)?.ok_or(DemoError::Missing("a draft"))?.version;
        let body = PlanTextBody {
            sections: texts::revised(tx.plan_text(id)?)?,
        };
        self.act(tx, &officer, "a revised draft", |act| {
            write_draft(act, id, seen, &body)
        })?;
        Ok(())
    }

    fn serve(&self, tx: &mut WriteTx<'_>, child: &Child, method: ServiceMethod) -> Result<(), DemoError> {
        let (_, _, officer) = self.subject(tx, child)?;
        let id = child.known.draft.ok_or(DemoError::Missing("a draft"))?;
        let seen = tx.plan(id)?.ok_or(DemoError::Missing("a draft"))?.version;
        let command = ServeDraft {
            sent_on: None,
            method,
            written_consent: method == ServiceMethod::Electronic,
        };
        self.act(tx, &officer, "serving a draft", |act| {
            serve_draft(act, id, seen, &command)
        })?;
        Ok(())
    }

    fn represent(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<(), DemoError> {
        let (id, seen, _) = self.subject(tx, child)?;
        let own = child.own_account.as_ref().filter(|_| child.known.acts_for_self);
        let who = own
            .or(child.parents.first())
            .ok_or(DemoError::Missing("a parent"))?;
        let named = child.named.and_then(|place| self.council.settings.get(place));
        let command = MakeRepresentations {
            received_on: None,
            text: Some(match own {
                Some(_) => texts::own_representation()?,
                None => texts::representation(&self.dice, &child.about(&self.council))?,
            }),
            requested_setting: match named {
                Some(setting) if self.dice.happens(0.8) => Some(texts::line(setting.name)?),
                _ => None,
            },
            wants_meeting: self.dice.happens(0.25),
        };
        self.act(tx, who, "views on a draft", |act| {
            represent(act, id, seen, &command)
        })?;
        Ok(())
    }

    fn send_final(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<(), DemoError> {
        let (id, seen, officer) = self.subject(tx, child)?;
        let draft = child.known.draft.ok_or(DemoError::Missing("a draft"))?;
        let mut sections: PlanText = tx.plan_text(draft)?;
        let placement = match child.named.and_then(|place| self.council.settings.get(place)) {
            Some(setting) => format!("{}, {}.", setting.name, setting.kind.in_words()),
            None => "A mainstream early-years setting.".to_owned(),
        };
        sections.insert(PlanSection::I, texts::prose(&placement)?);
        let command = SendFinalPlan {
            health_body_agreed_on: sections
                .contains_key(&PlanSection::G)
                .then(|| self.casework.moment().today),
            sections,
            sent_on: None,
        };
        self.act(tx, &officer, "a final plan", |act| {
            send_final_plan(act, id, seen, &command)
        })?;
        Ok(())
    }

    fn move_child(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<(), DemoError> {
        let (_, _, officer) = self.subject(tx, child)?;
        let today = self.casework.moment().today;
        let id = child.known.child.ok_or(DemoError::Missing("a child"))?;
        if let Some(setting) = child.named.and_then(|place| self.council.settings.get(place))
            && !tx.is_on_roll(id, setting.id, today)?
        {
            let command = Enrol {
                education_setting_id: setting.id,
                from_on: today,
                until_on: None,
            };
            self.act(tx, &officer, "putting a child on a roll", |act| {
                enrol(act, id, &command)
            })?;
        }
        Ok(())
    }
}

fn service_for(kind: AdviceKind) -> Option<Service> {
    match kind {
        AdviceKind::Medical => Some(Service::Paediatrics),
        AdviceKind::Psychological => Some(Service::Psychology),
        AdviceKind::SocialCare => Some(Service::SocialCare),
        AdviceKind::Other => Some(Service::Therapy),
        _ => None,
    }
}

fn advice_of(child: &Child, kind: AdviceKind) -> Result<AdviceRequestId, DemoError> {
    let found = child.known.advice.iter().find(|(known, _)| *known == kind);
    found
        .map(|(_, id)| *id)
        .ok_or(DemoError::Missing("a request for advice"))
}

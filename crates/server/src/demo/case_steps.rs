//! The steps from a request to the decision whether to assess, and what is recorded on the way.

use super::{
    DemoError,
    children::{Child, enrolled_from},
    council::AREAS,
    figures::Asker,
    play::Play,
    texts,
};
use chrono::NaiveDate;
use ehcp_access::Role;
use ehcp_assessment::{DecisionKind, RequestSource};
use ehcp_casework::{
    AssignCase, ConsultFamily, CorrectDate, Enrol, LinkParent, MakeRequest, NewChild, NoticeOfDecision,
    RecordDecision, RecordYoungPerson, SendConsideringNotice, assign, consult_family, correct_date, decide,
    enrol, link_parent, make_request, record_young_person, send_considering_notice,
};
use ehcp_store::WriteTx;

impl Play {
    pub(super) fn ask(
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

    pub(super) fn ask_again(
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

    pub(super) fn assign(&self, tx: &mut WriteTx<'_>, child: &mut Child) -> Result<(), DemoError> {
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
    pub(super) fn link_family(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<(), DemoError> {
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
                        is_somebody_else: false,
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
                dual_registration: false,
            };
            self.act(tx, &officer, "putting a child on a roll", |act| {
                enrol(act, id, &command)
            })?;
        }
        Ok(())
    }

    pub(super) fn record_young_person(
        &self,
        tx: &mut WriteTx<'_>,
        child: &mut Child,
    ) -> Result<(), DemoError> {
        let (_, _, officer) = self.subject(tx, child)?;
        let own = child
            .own_account
            .as_ref()
            .ok_or(DemoError::Missing("an account"))?;
        let id = child.known.child.ok_or(DemoError::Missing("a child"))?;
        let command = RecordYoungPerson {
            email: texts::line(&own.email)?,
            from_on: self.casework.moment().today,
            is_somebody_else: false,
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

    pub(super) fn correct(
        &self,
        tx: &mut WriteTx<'_>,
        child: &Child,
        received_on: NaiveDate,
    ) -> Result<(), DemoError> {
        let (id, seen, officer) = self.subject(tx, child)?;
        let command = CorrectDate {
            fact: ehcp_assessment::CorrectableFact::RequestReceived,
            advice_request_id: None,
            happened_on: received_on,
            reason: texts::prose("The letter has a stamp with this day; it was put on record later.")?,
        };
        self.act(tx, &officer, "correcting a date", |act| {
            correct_date(act, id, seen, &command)
        })?;
        Ok(())
    }

    pub(super) fn notice(
        &self,
        tx: &mut WriteTx<'_>,
        child: &Child,
        sent_on: Option<NaiveDate>,
    ) -> Result<(), DemoError> {
        // Officers ring the family before they write to everybody.
        let (id, seen, officer) = self.subject(tx, child)?;
        let command = ConsultFamily {
            consulted_on: sent_on,
        };
        self.act(tx, &officer, "consulting the family", |act| {
            consult_family(act, id, seen, &command)
        })?;
        let (id, seen, officer) = self.subject(tx, child)?;
        let command = SendConsideringNotice { sent_on };
        self.act(tx, &officer, "a notice", |act| {
            send_considering_notice(act, id, seen, &command)
        })?;
        Ok(())
    }

    pub(super) fn decide(
        &self,
        tx: &mut WriteTx<'_>,
        child: &mut Child,
        kind: DecisionKind,
    ) -> Result<(), DemoError> {
        let (id, seen, officer) = self.subject(tx, child)?;
        let command = RecordDecision {
            kind,
            decided_on: None,
            notice: NoticeOfDecision::SentOtherwise,
            notified_on: None,
            reasons: texts::decision(&self.dice, kind, &child.about(&self.council))?,
        };
        self.act(tx, &officer, "a decision", |act| decide(act, id, seen, &command))?;
        if kind == DecisionKind::Assess {
            child.known.advice.clear();
        }
        Ok(())
    }
}

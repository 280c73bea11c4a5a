//! Plays the steps of all cases in the order of time, through the same use cases as everybody else.

use super::{
    DemoError, Dice,
    children::{Child, enrolled_from},
    council::{AREAS, Council, Person},
    course::Step,
    figures::Asker,
    year::Told,
};
use chrono::{DateTime, Utc};
use ehcp_access::{Role, WhoActs};
use ehcp_case::{CaseId, ChildId};
use ehcp_casework::{Act, Casework, Chance, Error};
use ehcp_store::{ChildRow, EnrolmentRow, HandOverRow, ParentLinkRow, Recorded, WriteTx};

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
pub(super) type Subject = (CaseId, i64, Person);

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

    fn register(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<ChildId, DemoError> {
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
                annulled: false,
                end_reason: None,
                in_place_of: None,
                ended_for: None,
                until_before: None,
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
                dual_registration: false,
                annulled: false,
                end_reason: None,
                ended_for: None,
                until_before: None,
            };
            tx.insert_enrolment(&place, recorded)?;
        }
        if let (Asker::YoungPerson, Some(own)) = (child.asker, &child.own_account) {
            let acts = HandOverRow {
                id: chance.id(moment.now),
                child_id: row.id,
                who_acts: WhoActs::YoungPerson,
                user_id: Some(own.id),
                from_on: row.young_person_from,
                until_on: None,
                evidence: "Seen at college with a passport.".to_owned(),
                annulled: false,
                end_reason: None,
                ended_for: None,
                until_before: None,
            };
            tx.insert_hand_over(&acts, recorded)?;
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
    pub(super) fn act<T>(
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
    pub(super) fn subject(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<Subject, DemoError> {
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
}

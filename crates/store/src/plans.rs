//! Versions of a plan, their sections, and what families said about drafts.

use crate::cases::{CaseRow, Saved, stamp};
use crate::children::Recorded;
use crate::dialect::insert_all;
use crate::most::{MOST_PLANS, MOST_REPRESENTATIONS};
use crate::schema::{plan_sections, plans, representations};
use crate::types::{Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::NaiveDate;
use diesel::prelude::*;
use ehcp_access::Permitted;
use ehcp_assessment::{PlanKind, PlanSection, PlanText, ServiceMethod};
use ehcp_case::{AssessmentId, CaseId, FactKind, PlanId, Prose, RepresentationId, UserId};
use std::collections::HashMap;

/// A version of a plan.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = plans)]
pub struct PlanRow {
    /// The version.
    pub id: PlanId,
    /// The case.
    pub case_id: CaseId,
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// A draft or the final plan.
    pub kind: PlanKind,
    /// Its number among its kind, from 1.
    pub number: i32,
    /// The day on which it was sent.
    pub sent_on: Option<NaiveDate>,
    /// The day on which it counts as served.
    pub served_on: Option<NaiveDate>,
    /// How.
    pub method: Option<ServiceMethod>,
    /// The day on which the health body agreed section G.
    pub health_body_agreed_on: Option<NaiveDate>,
    /// The version of the row.
    pub version: i64,
}

/// What a family said about a draft.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = representations)]
pub struct RepresentationRow {
    /// The representations.
    pub id: RepresentationId,
    /// The draft.
    pub plan_id: PlanId,
    /// The day on which they were received.
    pub received_on: NaiveDate,
    /// What the family says.
    pub content: Option<String>,
    /// The school or institution the family asks for.
    pub requested_setting: Option<String>,
    /// Whether the family asks for a meeting.
    pub wants_meeting: bool,
    /// Who sent or recorded them.
    pub recorded_by: UserId,
}

#[derive(Insertable)]
#[diesel(table_name = plan_sections, treat_none_as_default_value = false)]
struct NewSection<'a> {
    plan_id: Key<PlanId>,
    section: Word<PlanSection>,
    content: &'a str,
}

impl ReadTx<'_> {
    /// The versions of the plan of an assessment, the latest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn plans_of(&mut self, assessment: AssessmentId) -> Result<Vec<PlanRow>, StoreError> {
        Ok(plans::table
            .filter(plans::assessment_id.eq(Key(assessment)))
            .select(PlanRow::as_select())
            .order(plans::id.desc())
            .limit(i64::from(MOST_PLANS))
            .load(self.db())?)
    }

    /// One version of a plan. It says nothing of who may see it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn plan(&mut self, id: PlanId) -> Result<Option<PlanRow>, StoreError> {
        Ok(plans::table
            .find(Key(id))
            .select(PlanRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The text of a version of a plan.
    ///
    /// # Errors
    /// When the database cannot answer or holds a text that no version of this program wrote.
    pub fn plan_text(&mut self, id: PlanId) -> Result<PlanText, StoreError> {
        Ok(self.plan_texts(&[id])?.remove(&id).unwrap_or_default())
    }

    /// The texts of versions of plans, in one statement.
    ///
    /// # Errors
    /// When the database cannot answer or holds a text that no version of this program wrote.
    pub fn plan_texts(&mut self, ids: &[PlanId]) -> Result<HashMap<PlanId, PlanText>, StoreError> {
        let ids: Vec<_> = ids.iter().copied().map(Key).collect();
        let sections: Vec<(PlanId, PlanSection, String)> = plan_sections::table
            .filter(plan_sections::plan_id.eq_any(ids))
            .select((
                plan_sections::plan_id,
                plan_sections::section,
                plan_sections::content,
            ))
            .load(self.db())?;
        let mut texts: HashMap<PlanId, PlanText> = HashMap::new();
        for (plan, section, text) in sections {
            let text = Prose::new(&text)
                .map_err(|_| StoreError::Corrupt("the text of a plan section".to_owned()))?;
            texts.entry(plan).or_default().insert(section, text);
        }
        Ok(texts)
    }

    /// What the family said about the drafts of a case, the latest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn representations_of(&mut self, case: CaseId) -> Result<Vec<RepresentationRow>, StoreError> {
        Ok(representations::table
            .filter(representations::case_id.eq(Key(case)))
            .select(RepresentationRow::as_select())
            .order(representations::id.desc())
            .limit(i64::from(MOST_REPRESENTATIONS))
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// How many representations a case has.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn representation_count(&mut self, case: CaseId) -> Result<i64, StoreError> {
        Ok(representations::table
            .filter(representations::case_id.eq(Key(case)))
            .count()
            .get_result(self.db())?)
    }

    /// Keeps a version of a plan with its text.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the number is taken.
    pub fn insert_plan(
        &mut self,
        permit: &Permitted<CaseRow>,
        plan: &PlanRow,
        text: &PlanText,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        let (at, by) = stamp(recorded);
        diesel::insert_into(plans::table)
            .values((
                plans::id.eq(Key(plan.id)),
                plans::case_id.eq(Key(permit.subject().id)),
                plans::assessment_id.eq(Key(plan.assessment_id)),
                plans::kind.eq(Word(plan.kind)),
                plans::number.eq(plan.number),
                plans::sent_on.eq(plan.sent_on),
                plans::served_on.eq(plan.served_on),
                plans::method.eq(plan.method.map(Word)),
                plans::health_body_agreed_on.eq(plan.health_body_agreed_on),
                plans::recorded_at.eq(at),
                plans::recorded_by.eq(by),
                plans::version.eq(plan.version),
            ))
            .execute(self.db())?;
        self.insert_sections(plan.id, text)
    }

    fn insert_sections(&mut self, plan: PlanId, text: &PlanText) -> Result<(), StoreError> {
        let rows: Vec<_> = text
            .iter()
            .map(|(section, content)| NewSection {
                plan_id: Key(plan),
                section: Word(*section),
                content: content.as_str(),
            })
            .collect();
        insert_all!(self.db(), plan_sections::table, rows)?;
        Ok(())
    }

    /// Replaces the text of a draft, if it still has the version that was seen.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn replace_plan_text(
        &mut self,
        _permit: &Permitted<CaseRow>,
        plan: PlanId,
        seen: i64,
        text: &PlanText,
    ) -> Result<Saved, StoreError> {
        let saved = self.count_up_plan(plan, seen)?;
        if matches!(saved, Saved::Updated(_)) {
            diesel::delete(plan_sections::table.filter(plan_sections::plan_id.eq(Key(plan))))
                .execute(self.db())?;
            self.insert_sections(plan, text)?;
        }
        Ok(saved)
    }

    fn count_up_plan(&mut self, plan: PlanId, seen: i64) -> Result<Saved, StoreError> {
        let row = plans::table.find(Key(plan));
        let version = seen.saturating_add(1);
        let updated = diesel::update(row.filter(plans::version.eq(seen)))
            .set(plans::version.eq(version))
            .execute(self.db())?;
        if updated == 1 {
            return Ok(Saved::Updated(version));
        }
        Ok(Saved::Stale(row.select(plans::version).first(self.db())?))
    }

    /// Moves the day that the latest draft sent, or the final plan, shows.
    pub(crate) fn move_plan_day(
        &mut self,
        assessment: AssessmentId,
        fact: FactKind,
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        let kind = if fact == FactKind::FinalPlanSent {
            PlanKind::Final
        } else {
            PlanKind::Draft
        };
        let latest: Option<PlanId> = plans::table
            .filter(plans::assessment_id.eq(Key(assessment)))
            .filter(plans::kind.eq(Word(kind)))
            .filter(plans::sent_on.is_not_null())
            .order(plans::number.desc())
            .select(plans::id)
            .first(self.db())
            .optional()?;
        let Some(latest) = latest else { return Ok(()) };
        let plan = plans::table.find(Key(latest));
        let counted = plans::version.eq(plans::version + 1);
        if fact == FactKind::DraftServed {
            diesel::update(plan)
                .set((plans::served_on.eq(day), counted))
                .execute(self.db())?;
        } else {
            diesel::update(plan)
                .set((plans::sent_on.eq(day), counted))
                .execute(self.db())?;
        }
        Ok(())
    }

    /// Moves the day of the latest representations of an assessment.
    pub(crate) fn move_representations(
        &mut self,
        assessment: AssessmentId,
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        let drafts = plans::table
            .filter(plans::assessment_id.eq(Key(assessment)))
            .select(plans::id);
        let latest: Option<RepresentationId> = representations::table
            .filter(representations::plan_id.eq_any(drafts))
            .order(representations::id.desc())
            .select(representations::id)
            .first(self.db())
            .optional()?;
        if let Some(latest) = latest {
            diesel::update(representations::table.find(Key(latest)))
                .set(representations::received_on.eq(day))
                .execute(self.db())?;
        }
        Ok(())
    }

    /// Keeps that a draft was served.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn mark_plan_served(
        &mut self,
        _permit: &Permitted<CaseRow>,
        plan: PlanId,
        sent_on: NaiveDate,
        served_on: NaiveDate,
        method: ServiceMethod,
    ) -> Result<(), StoreError> {
        diesel::update(plans::table.find(Key(plan)))
            .set((
                plans::sent_on.eq(sent_on),
                plans::served_on.eq(served_on),
                plans::method.eq(Word(method)),
                plans::version.eq(plans::version + 1),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps what a family said about a draft.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_representation(
        &mut self,
        permit: &Permitted<CaseRow>,
        row: &RepresentationRow,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        let (at, by) = stamp(recorded);
        diesel::insert_into(representations::table)
            .values((
                representations::id.eq(Key(row.id)),
                representations::case_id.eq(Key(permit.subject().id)),
                representations::plan_id.eq(Key(row.plan_id)),
                representations::received_on.eq(row.received_on),
                representations::content.eq(&row.content),
                representations::requested_setting.eq(&row.requested_setting),
                representations::wants_meeting.eq(row.wants_meeting),
                representations::recorded_at.eq(at),
                representations::recorded_by.eq(by),
            ))
            .execute(self.db())?;
        Ok(())
    }
}

//! How long records are kept, and what is there to be looked through for it.

use crate::schema::{
    cases, children, contacts, erasures, facts, legal_holds, outbox, parent_links, plans, retention_rules,
};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{max, not};
use diesel::prelude::*;
use ehcp_access::{RecordType, RetentionTrigger};
use ehcp_assessment::PlanKind;
use ehcp_case::{CaseId, ChildId, ContactId, OutgoingMessageId, Stage, UserId};
use std::collections::{HashMap, HashSet};

/// A rule that this authority changed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = retention_rules)]
pub struct RetentionRuleRow {
    /// What it is about.
    pub record_type: RecordType,
    /// From when the years are counted.
    pub counted_from: RetentionTrigger,
    /// How many years.
    pub years: i64,
    /// Where it is written.
    pub source: String,
    /// When it was changed.
    pub changed_at: DateTime<Utc>,
    /// By whom.
    pub changed_by: UserId,
    /// The second person; nobody when there was none.
    pub agreed_by: Option<UserId>,
    /// Its version, from 1.
    pub version: i64,
}

/// A child's record, with what decides how long it is kept.
#[derive(Debug, Clone)]
pub struct KeptRecord {
    /// The child.
    pub child: ChildId,
    /// The date of birth.
    pub born_on: NaiveDate,
    /// The case, if there is one.
    pub case: Option<(CaseId, String, Stage)>,
    /// Whether a final plan was sent.
    pub has_plan: bool,
    /// The last day on which something happened in the case.
    pub last_fact_on: Option<NaiveDate>,
}

/// A version of contact details, and the child or adult whose they are.
pub type OwnedContact = (ContactId, Option<ChildId>, Option<UserId>);

impl ReadTx<'_> {
    /// The rules that this authority changed.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn retention_rules(&mut self) -> Result<Vec<RetentionRuleRow>, StoreError> {
        Ok(retention_rules::table
            .select(RetentionRuleRow::as_select())
            .load(self.db())?)
    }

    /// The records that were not erased, after a child, by id; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn records_after(
        &mut self,
        after: Option<ChildId>,
        limit: i64,
    ) -> Result<Vec<KeptRecord>, StoreError> {
        let erased = erasures::table
            .filter(erasures::is_adult.eq(false))
            .select(erasures::subject_id);
        let mut page = children::table
            .filter(not(children::id.eq_any(erased)))
            .order(children::id)
            .limit(limit)
            .select((children::id, children::born_on))
            .into_boxed();
        if let Some(after) = after {
            page = page.filter(children::id.gt(Key(after)));
        }
        let page: Vec<(ChildId, NaiveDate)> = page.load(self.db())?;
        let ids: Vec<_> = page.iter().map(|(child, _)| Key(*child)).collect();
        let known: Vec<(ChildId, CaseId, String, Stage)> = cases::table
            .filter(cases::child_id.eq_any(ids))
            .select((cases::child_id, cases::id, cases::reference, cases::stage))
            .load(self.db())?;
        let case_ids: Vec<_> = known.iter().map(|(_, case, ..)| Key(*case)).collect();
        let with_plan: Vec<CaseId> = plans::table
            .filter(plans::case_id.eq_any(case_ids.clone()))
            .filter(plans::kind.eq(Word(PlanKind::Final)))
            .filter(plans::sent_on.is_not_null())
            .select(plans::case_id)
            .load(self.db())?;
        let with_plan: HashSet<_> = with_plan.into_iter().collect();
        let last: Vec<(CaseId, Option<NaiveDate>)> = facts::table
            .filter(facts::case_id.eq_any(case_ids))
            .group_by(facts::case_id)
            .select((facts::case_id, max(facts::happened_on)))
            .load(self.db())?;
        let last: HashMap<_, _> = last.into_iter().collect();
        let mut of_child: HashMap<_, _> = known
            .into_iter()
            .map(|(child, case, reference, stage)| (child, (case, reference, stage)))
            .collect();
        Ok(page
            .into_iter()
            .map(|(child, born_on)| {
                let case = of_child.remove(&child);
                let id = case.as_ref().map(|(id, ..)| *id);
                KeptRecord {
                    child,
                    born_on,
                    has_plan: id.is_some_and(|id| with_plan.contains(&id)),
                    last_fact_on: id.and_then(|id| last.get(&id).copied().flatten()),
                    case,
                }
            })
            .collect())
    }

    /// The children on whose records there is a hold, and the adults linked to them.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn held_people(&mut self) -> Result<(HashSet<ChildId>, HashSet<UserId>), StoreError> {
        let held: Vec<ChildId> = legal_holds::table
            .filter(legal_holds::lifted_at.is_null())
            .select(legal_holds::child_id)
            .load(self.db())?;
        let keys: Vec<_> = held.iter().copied().map(Key).collect();
        let adults: Vec<UserId> = parent_links::table
            .filter(parent_links::child_id.eq_any(keys))
            .select(parent_links::user_id)
            .load(self.db())?;
        Ok((held.into_iter().collect(), adults.into_iter().collect()))
    }

    /// The versions of contact details that were superseded before a moment, with whose they are.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn contacts_superseded_before(
        &mut self,
        moment: DateTime<Utc>,
    ) -> Result<Vec<OwnedContact>, StoreError> {
        Ok(contacts::table
            .filter(contacts::superseded_at.is_not_null())
            .filter(contacts::superseded_at.assume_not_null().lt(Instant::new(moment)))
            .order(contacts::id)
            .select((contacts::id, contacts::child_id, contacts::user_id))
            .load(self.db())?)
    }

    /// The messages that ended before a moment, with the child of their case.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn messages_ended_before(
        &mut self,
        moment: DateTime<Utc>,
    ) -> Result<Vec<(OutgoingMessageId, Option<ChildId>)>, StoreError> {
        let ended: Vec<(OutgoingMessageId, Option<CaseId>)> = outbox::table
            .filter(outbox::ended_at.is_not_null())
            .filter(outbox::ended_at.assume_not_null().lt(Instant::new(moment)))
            .order(outbox::id)
            .select((outbox::id, outbox::case_id))
            .load(self.db())?;
        let of_cases: Vec<_> = ended.iter().filter_map(|(_, case)| case.map(Key)).collect();
        let children: Vec<(CaseId, ChildId)> = cases::table
            .filter(cases::id.eq_any(of_cases))
            .select((cases::id, cases::child_id))
            .load(self.db())?;
        let children: HashMap<_, _> = children.into_iter().collect();
        Ok(ended
            .into_iter()
            .map(|(id, case)| (id, case.and_then(|case| children.get(&case).copied())))
            .collect())
    }
}

impl WriteTx<'_> {
    /// Keeps a rule in the place of the one before.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn put_retention_rule(&mut self, row: &RetentionRuleRow) -> Result<(), StoreError> {
        let values = (
            retention_rules::counted_from.eq(Word(row.counted_from)),
            retention_rules::years.eq(row.years),
            retention_rules::source.eq(&row.source),
            retention_rules::changed_at.eq(Instant::new(row.changed_at)),
            retention_rules::changed_by.eq(Key(row.changed_by)),
            retention_rules::agreed_by.eq(row.agreed_by.map(Key)),
            retention_rules::version.eq(row.version),
        );
        let known = retention_rules::table.find(Word(row.record_type));
        let changed = diesel::update(known).set(values).execute(self.db())?;
        if changed == 0 {
            diesel::insert_into(retention_rules::table)
                .values((retention_rules::record_type.eq(Word(row.record_type)), values))
                .execute(self.db())?;
        }
        Ok(())
    }

    /// Removes versions of contact details.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn remove_contacts(&mut self, ids: &[ContactId]) -> Result<usize, StoreError> {
        let keys: Vec<_> = ids.iter().copied().map(Key).collect();
        Ok(diesel::delete(contacts::table.filter(contacts::id.eq_any(keys))).execute(self.db())?)
    }

    /// Removes messages.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn remove_messages(&mut self, ids: &[OutgoingMessageId]) -> Result<usize, StoreError> {
        let keys: Vec<_> = ids.iter().copied().map(Key).collect();
        Ok(diesel::delete(outbox::table.filter(outbox::id.eq_any(keys))).execute(self.db())?)
    }
}

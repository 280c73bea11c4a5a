//! Who acts from the end of compulsory school age, and who was before an adoption.

use crate::cases::CaseRow;
use crate::children::ChildRow;
use crate::schema::{
    cases, children, hand_overs, idempotent_answers, parent_links, sealed_identities, young_person_links,
};
use crate::ties::{AsOf, acting, acting_unbarred, reached_at_all};
use crate::types::{Instant, Key, Word};
use crate::{Ended, ReadTx, Recorded, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use ehcp_access::{Actor, Reach, WhoActs};
use ehcp_case::{CaseId, ChildId, HandOverId, UserId};
use std::collections::HashMap;
use uuid::Uuid;

/// A record of who acts.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = hand_overs)]
pub struct HandOverRow {
    /// The record.
    pub id: HandOverId,
    /// The child or young person.
    pub child_id: ChildId,
    /// Who acts.
    pub who_acts: WhoActs,
    /// The young person's or the representative's account.
    pub user_id: Option<UserId>,
    /// From this day.
    pub from_on: NaiveDate,
    /// Until this day.
    pub until_on: Option<NaiveDate>,
    /// What it rests on.
    pub evidence: String,
    /// It was recorded by mistake, or given up before it began.
    pub annulled: bool,
    /// Why it was ended.
    pub end_reason: Option<String>,
    /// The later record because of which it was ended.
    pub ended_for: Option<HandOverId>,
    /// Its last day before that.
    pub until_before: Option<NaiveDate>,
}

/// Who a child was before an adoption.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sealed_identities)]
pub struct SealedIdentityRow {
    /// The record.
    pub id: Uuid,
    /// The child.
    pub child_id: ChildId,
    /// The former given name.
    pub given_name: String,
    /// The former family name.
    pub family_name: String,
    /// The former unique pupil number.
    pub upn: Option<String>,
    /// A number that waited to be matched.
    pub claimed_upn: Option<String>,
    /// The ids of the birth family's links, as JSON.
    pub parent_links: String,
    /// The day of the adoption.
    pub adopted_on: NaiveDate,
    /// What it rests on.
    pub evidence: String,
    /// When it was sealed.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: UserId,
    /// The second person.
    pub agreed_by: Option<UserId>,
}

impl ReadTx<'_> {
    /// The records of who acts, the latest day first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn hand_overs_of(&mut self, child: ChildId) -> Result<Vec<HandOverRow>, StoreError> {
        Ok(hand_overs::table
            .filter(hand_overs::child_id.eq(Key(child)))
            .select(HandOverRow::as_select())
            .order(hand_overs::from_on.desc())
            .load(self.db())?)
    }

    /// One record of who acts.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn hand_over(&mut self, id: HandOverId) -> Result<Option<HandOverRow>, StoreError> {
        Ok(hand_overs::table
            .find(Key(id))
            .select(HandOverRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The record of who acts on a day, or the first one that is to come: the parents, or somebody whose account is open.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn acting_from(&mut self, child: ChildId, day: NaiveDate) -> Result<Option<HandOverRow>, StoreError> {
        Ok(acting()
            .filter(hand_overs::child_id.eq(Key(child)))
            .filter(hand_overs::until_on.is_null().or(hand_overs::until_on.ge(day)))
            .order(hand_overs::from_on)
            .select(HandOverRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The cases that an actor reaches and whose child comes to the end of compulsory school age before a day, with
    /// nobody on record who acts then; the first one first, after `after`, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn open_hand_overs(
        &mut self,
        reach: &Reach,
        actor: &Actor,
        at: AsOf,
        until: NaiveDate,
        after: Option<(NaiveDate, CaseId)>,
        limit: i64,
    ) -> Result<Vec<(CaseRow, ChildRow)>, StoreError> {
        // Asked of today, or of the first day on which the rights are not the parents' any more.
        let barred_at = Instant::new(at.now);
        let now = exists(
            acting_unbarred(barred_at)
                .filter(hand_overs::child_id.eq(children::id))
                .filter(hand_overs::from_on.le(at.today))
                .filter(
                    hand_overs::until_on
                        .is_null()
                        .or(hand_overs::until_on.ge(at.today)),
                ),
        );
        let then = exists(
            acting_unbarred(barred_at)
                .filter(hand_overs::child_id.eq(children::id))
                .filter(hand_overs::from_on.le(children::young_person_from))
                .filter(
                    hand_overs::until_on
                        .is_null()
                        .or(hand_overs::until_on.ge(children::young_person_from.nullable())),
                ),
        );
        let due = children::table
            .filter(children::young_person_from.le(until))
            .filter(
                children::young_person_from
                    .le(at.today)
                    .and(not(now))
                    .or(children::young_person_from.gt(at.today).and(not(then))),
            );
        let days: HashMap<ChildId, NaiveDate> = due
            .select((children::id, children::young_person_from))
            .load::<(ChildId, NaiveDate)>(self.db())?
            .into_iter()
            .collect();
        let theirs = cases::child_id.eq_any(due.select(children::id));
        let open: Vec<(CaseId, ChildId)> = cases::table
            .filter(theirs.and(reached_at_all(reach, actor, at)))
            .select((cases::id, cases::child_id))
            .load(self.db())?;
        let mut open: Vec<(NaiveDate, CaseId)> = open
            .into_iter()
            .filter_map(|(case, child)| Some((*days.get(&child)?, case)))
            .filter(|place| after.is_none_or(|after| *place > after))
            .collect();
        open.sort_unstable();
        open.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(cases::table
            .inner_join(children::table)
            .filter(cases::id.eq_any(open.into_iter().map(|(_, case)| Key(case)).collect::<Vec<_>>()))
            .select((CaseRow::as_select(), ChildRow::as_select()))
            .order((children::young_person_from, cases::id))
            .load(self.db())?)
    }

    /// Who a child was before, the latest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn sealed_identities_of(&mut self, child: ChildId) -> Result<Vec<SealedIdentityRow>, StoreError> {
        Ok(sealed_identities::table
            .filter(sealed_identities::child_id.eq(Key(child)))
            .select(SealedIdentityRow::as_select())
            .order(sealed_identities::id.desc())
            .limit(100)
            .load(self.db())?)
    }

    /// Children who once had this name or number, or both.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn sealed_identities_like(
        &mut self,
        family_name: Option<&str>,
        upn: Option<&str>,
    ) -> Result<Vec<SealedIdentityRow>, StoreError> {
        let mut query = sealed_identities::table
            .select(SealedIdentityRow::as_select())
            .into_boxed();
        if let Some(name) = family_name {
            query = query.filter(sealed_identities::family_name.eq(name.to_owned()));
        }
        if let Some(upn) = upn {
            query = query.filter(sealed_identities::upn.eq(upn.to_owned()));
        }
        Ok(query
            .order(sealed_identities::id.desc())
            .limit(200)
            .load(self.db())?)
    }

    /// The links of a child's adults, past ones too.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn parent_links_of(&mut self, child: ChildId) -> Result<Vec<crate::ParentLinkRow>, StoreError> {
        Ok(parent_links::table
            .filter(parent_links::child_id.eq(Key(child)))
            .select(crate::ParentLinkRow::as_select())
            .order(parent_links::id)
            .load(self.db())?)
    }

    /// The settings on whose roll a child is or was, the latest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn enrolments_of(&mut self, child: ChildId) -> Result<Vec<crate::EnrolmentRow>, StoreError> {
        use crate::schema::enrolments;
        Ok(enrolments::table
            .filter(enrolments::child_id.eq(Key(child)))
            .select(crate::EnrolmentRow::as_select())
            .order((enrolments::from_on.desc(), enrolments::id))
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Keeps who acts from a day on. With a young person who acts, their account is tied to the case for these days.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another record begins on the same day or is open too.
    pub fn insert_hand_over(&mut self, row: &HandOverRow, recorded: Recorded) -> Result<(), StoreError> {
        diesel::insert_into(hand_overs::table)
            .values((
                hand_overs::id.eq(Key(row.id)),
                hand_overs::child_id.eq(Key(row.child_id)),
                hand_overs::who_acts.eq(Word(row.who_acts)),
                hand_overs::user_id.eq(row.user_id.map(Key)),
                hand_overs::from_on.eq(row.from_on),
                hand_overs::until_on.eq(row.until_on),
                hand_overs::evidence.eq(&row.evidence),
                hand_overs::annulled.eq(row.annulled),
                hand_overs::recorded_at.eq(Instant::new(recorded.at)),
                hand_overs::recorded_by.eq(Key(recorded.by)),
            ))
            .execute(self.db())?;
        let (WhoActs::YoungPerson, Some(user)) = (row.who_acts, row.user_id) else {
            return Ok(());
        };
        diesel::insert_into(young_person_links::table)
            .values((
                young_person_links::id.eq(Key(row.id)),
                young_person_links::child_id.eq(Key(row.child_id)),
                young_person_links::user_id.eq(Key(user)),
                young_person_links::from_on.eq(row.from_on),
                young_person_links::until_on.eq(row.until_on),
                young_person_links::evidence.eq(&row.evidence),
                young_person_links::annulled.eq(row.annulled),
                young_person_links::recorded_at.eq(Instant::new(recorded.at)),
                young_person_links::recorded_by.eq(Key(recorded.by)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Ends a record of who acts, or keeps that it never held; with it the young person's own tie.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_hand_over(&mut self, id: HandOverId, end: &Ended<'_>) -> Result<(), StoreError> {
        let (record, own) = (
            hand_overs::table.find(Key(id)),
            young_person_links::table.find(Key(id)),
        );
        let annulled = end.last_day.is_none();
        if let Some(last_day) = end.last_day {
            diesel::update(record)
                .set((
                    hand_overs::until_before.eq(hand_overs::until_on),
                    hand_overs::until_on.eq(last_day),
                ))
                .execute(self.db())?;
            diesel::update(own)
                .set(young_person_links::until_on.eq(last_day))
                .execute(self.db())?;
        }
        diesel::update(record)
            .set((
                hand_overs::annulled.eq(annulled),
                hand_overs::ended_at.eq(Instant::new(end.recorded.at)),
                hand_overs::ended_by.eq(Key(end.recorded.by)),
                hand_overs::end_reason.eq(end.reason),
                hand_overs::ended_for.eq(end.because_of.map(Key)),
            ))
            .execute(self.db())?;
        diesel::update(own)
            .set(young_person_links::annulled.eq(annulled))
            .execute(self.db())?;
        Ok(())
    }

    /// Lets a record of who acts go on that was ended only because of another one.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another record is open.
    pub fn reopen_hand_over(
        &mut self,
        id: HandOverId,
        until_on: Option<NaiveDate>,
    ) -> Result<(), StoreError> {
        diesel::update(hand_overs::table.find(Key(id)))
            .set((
                hand_overs::until_on.eq(until_on),
                hand_overs::ended_at.eq(None::<Instant>),
                hand_overs::ended_by.eq(None::<Key<UserId>>),
                hand_overs::end_reason.eq(None::<String>),
                hand_overs::ended_for.eq(None::<Key<HandOverId>>),
                hand_overs::until_before.eq(None::<NaiveDate>),
            ))
            .execute(self.db())?;
        diesel::update(young_person_links::table.find(Key(id)))
            .set(young_person_links::until_on.eq(until_on))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps who a child was before an adoption.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_sealed_identity(&mut self, row: &SealedIdentityRow) -> Result<(), StoreError> {
        diesel::insert_into(sealed_identities::table)
            .values((
                sealed_identities::id.eq(Key(row.id)),
                sealed_identities::child_id.eq(Key(row.child_id)),
                sealed_identities::given_name.eq(&row.given_name),
                sealed_identities::family_name.eq(&row.family_name),
                sealed_identities::upn.eq(&row.upn),
                sealed_identities::claimed_upn.eq(&row.claimed_upn),
                sealed_identities::parent_links.eq(&row.parent_links),
                sealed_identities::adopted_on.eq(row.adopted_on),
                sealed_identities::evidence.eq(&row.evidence),
                sealed_identities::recorded_at.eq(Instant::new(row.recorded_at)),
                sealed_identities::recorded_by.eq(Key(row.recorded_by)),
                sealed_identities::agreed_by.eq(row.agreed_by.map(Key)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Gives a child a new name and number, in place of the former ones.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another child has the unique pupil number.
    pub fn rename_child(
        &mut self,
        child: ChildId,
        given_name: &str,
        family_name: &str,
        upn: Option<&str>,
    ) -> Result<(), StoreError> {
        diesel::update(children::table.find(Key(child)))
            .set((
                children::given_name.eq(given_name),
                children::family_name.eq(family_name),
                children::upn.eq(upn),
                children::claimed_upn.eq(None::<String>),
                children::version.eq(children::version + 1),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Forgets the answers that show a case and were kept for repeated calls, so that none is given again.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_answers_about(&mut self, case: CaseId) -> Result<(), StoreError> {
        diesel::delete(idempotent_answers::table.filter(idempotent_answers::case_id.eq(Key(case))))
            .execute(self.db())?;
        Ok(())
    }
}

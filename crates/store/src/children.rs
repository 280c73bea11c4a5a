//! Children, the adults linked to them and the rolls they are on.

use crate::schema::{cases, children, enrolments, hand_overs, parent_links, young_person_links};
use crate::ties::{self, AsOf};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use ehcp_access::{Actor, LimitEffect};
use ehcp_case::{CaseId, ChildId, EducationSettingId, EnrolmentId, ParentLinkId, UserId};
use std::collections::HashMap;
use uuid::Uuid;

/// A child or young person.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = children)]
pub struct ChildRow {
    /// The child.
    pub id: ChildId,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth.
    pub born_on: NaiveDate,
    /// Unique pupil number.
    pub upn: Option<String>,
    /// A number that was given and that another child has.
    pub claimed_upn: Option<String>,
    /// From this day the rights of the law are the young person's.
    pub young_person_from: NaiveDate,
    /// The version of the row.
    pub version: i64,
}

/// The link between an adult and a child.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = parent_links)]
pub struct ParentLinkRow {
    /// The link.
    pub id: ParentLinkId,
    /// The child.
    pub child_id: ChildId,
    /// The adult.
    pub user_id: UserId,
    /// Whether the adult has parental responsibility.
    pub parental_responsibility: bool,
    /// Whether the adult has care of the child.
    pub has_care: bool,
    /// From this day.
    pub from_on: NaiveDate,
    /// Until this day.
    pub until_on: Option<NaiveDate>,
    /// What it rests on.
    pub evidence: String,
    /// When the authority verified it; before that it gives no access.
    pub verified_at: Option<DateTime<Utc>>,
    /// Who verified it.
    pub verified_by: Option<UserId>,
    /// It gives nothing, whatever its days: recorded by mistake, or sealed by an adoption.
    pub annulled: bool,
    /// Why it was ended.
    pub end_reason: Option<String>,
    /// The parent's link in whose place this adult acts, because the parent lacks capacity.
    pub in_place_of: Option<ParentLinkId>,
    /// The later link because of which it was ended.
    pub ended_for: Option<ParentLinkId>,
    /// Its last day before that.
    pub until_before: Option<NaiveDate>,
}

/// A child's place on a roll.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = enrolments)]
pub struct EnrolmentRow {
    /// The place.
    pub id: EnrolmentId,
    /// The child.
    pub child_id: ChildId,
    /// The setting.
    pub education_setting_id: EducationSettingId,
    /// From this day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: Option<NaiveDate>,
    /// Registered at another setting too, so that neither place ends the other.
    pub dual_registration: bool,
    /// It was recorded by mistake and never held.
    pub annulled: bool,
    /// Why it was ended.
    pub end_reason: Option<String>,
    /// The later place because of which it was ended.
    pub ended_for: Option<EnrolmentId>,
    /// Its last day before that.
    pub until_before: Option<NaiveDate>,
}

/// When and by whom something was recorded.
#[derive(Debug, Clone, Copy)]
pub struct Recorded {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: UserId,
}

/// How a relationship ends.
#[derive(Debug, Clone, Copy)]
pub struct Ended<'a> {
    /// Its last day; none when it is annulled: it never held, or gives nothing from now on whatever its days.
    pub last_day: Option<NaiveDate>,
    /// Why.
    pub reason: &'a str,
    /// When and by whom that was recorded.
    pub recorded: Recorded,
    /// The later record that takes its place; when that one is annulled, this one goes on.
    pub because_of: Option<Uuid>,
}

impl ReadTx<'_> {
    /// One child.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn child(&mut self, id: ChildId) -> Result<Option<ChildRow>, StoreError> {
        Ok(children::table
            .find(Key(id))
            .select(ChildRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The child with this unique pupil number.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn child_by_upn(&mut self, upn: &str) -> Result<Option<ChildId>, StoreError> {
        Ok(children::table
            .filter(children::upn.eq(upn))
            .select(children::id)
            .first(self.db())
            .optional()?)
    }

    /// The case of a child.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn case_of_child(&mut self, child: ChildId) -> Result<Option<CaseId>, StoreError> {
        Ok(cases::table
            .filter(cases::child_id.eq(Key(child)))
            .select(cases::id)
            .first(self.db())
            .optional()?)
    }

    /// The cases of children, by child. It says nothing of who may see them.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn cases_of_children(&mut self, ids: Vec<ChildId>) -> Result<HashMap<ChildId, CaseId>, StoreError> {
        let ids: Vec<_> = ids.into_iter().map(Key).collect();
        let rows: Vec<(ChildId, CaseId)> = cases::table
            .filter(cases::child_id.eq_any(ids))
            .select((cases::child_id, cases::id))
            .load(self.db())?;
        Ok(rows.into_iter().collect())
    }

    /// The links between an adult and a child that count or wait to be verified, the latest period first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn parent_links_between(
        &mut self,
        child: ChildId,
        user: UserId,
    ) -> Result<Vec<ParentLinkRow>, StoreError> {
        Ok(parent_links::table
            .filter(parent_links::child_id.eq(Key(child)))
            .filter(parent_links::user_id.eq(Key(user)))
            .filter(not(parent_links::annulled))
            .select(ParentLinkRow::as_select())
            .order(parent_links::from_on.desc())
            .load(self.db())?)
    }

    /// One link of an adult to a child.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn parent_link(&mut self, id: ParentLinkId) -> Result<Option<ParentLinkRow>, StoreError> {
        Ok(parent_links::table
            .find(Key(id))
            .select(ParentLinkRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// One place on a roll.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn enrolment(&mut self, id: EnrolmentId) -> Result<Option<EnrolmentRow>, StoreError> {
        Ok(enrolments::table
            .find(Key(id))
            .select(EnrolmentRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// Whether an adult's link to a child is verified and in force, and the rights have not passed on.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn is_linked_parent(
        &mut self,
        child: ChildId,
        user: UserId,
        today: NaiveDate,
    ) -> Result<bool, StoreError> {
        let links: i64 = ties::linked_children(Key(user), today)
            .filter(parent_links::child_id.eq(Key(child)))
            .count()
            .get_result(self.db())?;
        Ok(links > 0 && !self.rights_passed_on(child, today)?)
    }

    /// Whether the rights have passed to a young person or to a representative.
    fn rights_passed_on(&mut self, child: ChildId, today: NaiveDate) -> Result<bool, StoreError> {
        let young: i64 = ties::young_people(today)
            .filter(young_person_links::child_id.eq(Key(child)))
            .count()
            .get_result(self.db())?;
        let represented: i64 = ties::represented(today)
            .filter(hand_overs::child_id.eq(Key(child)))
            .count()
            .get_result(self.db())?;
        Ok(young > 0 || represented > 0)
    }

    /// Whether this person is the young person, acting for themself.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn is_young_person(
        &mut self,
        child: ChildId,
        user: UserId,
        today: NaiveDate,
    ) -> Result<bool, StoreError> {
        let links: i64 = ties::own_self(Key(user), today)
            .filter(young_person_links::child_id.eq(Key(child)))
            .count()
            .get_result(self.db())?;
        Ok(links > 0)
    }

    /// Whether a child is on the roll of a setting on a day.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn is_on_roll(
        &mut self,
        child: ChildId,
        setting: EducationSettingId,
        today: NaiveDate,
    ) -> Result<bool, StoreError> {
        let places: i64 = enrolments::table
            .filter(enrolments::child_id.eq(Key(child)))
            .filter(not(enrolments::annulled))
            .filter(enrolments::education_setting_id.eq(Key(setting)))
            .filter(enrolments::from_on.le(today))
            .filter(enrolments::until_on.is_null().or(enrolments::until_on.ge(today)))
            .count()
            .get_result(self.db())?;
        Ok(places > 0)
    }

    /// A place that a child has on the roll of a setting on any day from one to another.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn enrolment_during(
        &mut self,
        child: ChildId,
        setting: EducationSettingId,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Option<EnrolmentRow>, StoreError> {
        Ok(enrolments::table
            .filter(enrolments::child_id.eq(Key(child)))
            .filter(not(enrolments::annulled))
            .filter(enrolments::education_setting_id.eq(Key(setting)))
            .filter(enrolments::from_on.le(until))
            .filter(enrolments::until_on.is_null().or(enrolments::until_on.ge(from)))
            .order(enrolments::from_on)
            .select(EnrolmentRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// Whether an account is that of a young person other than this one.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn acts_as_young_person_elsewhere(
        &mut self,
        user: UserId,
        child: ChildId,
    ) -> Result<bool, StoreError> {
        let links: i64 = young_person_links::table
            .filter(young_person_links::user_id.eq(Key(user)))
            .filter(young_person_links::child_id.ne(Key(child)))
            .filter(not(young_person_links::annulled))
            .count()
            .get_result(self.db())?;
        Ok(links > 0)
    }

    /// The setting whose roll a child is on, on a day; the latest when there are several.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn setting_of_child(
        &mut self,
        child: ChildId,
        today: NaiveDate,
    ) -> Result<Option<EducationSettingId>, StoreError> {
        Ok(enrolments::table
            .filter(enrolments::child_id.eq(Key(child)))
            .filter(not(enrolments::annulled))
            .filter(enrolments::from_on.le(today))
            .filter(enrolments::until_on.is_null().or(enrolments::until_on.ge(today)))
            .order((enrolments::from_on.desc(), enrolments::id))
            .select(enrolments::education_setting_id)
            .first(self.db())
            .optional()?)
    }

    /// The children that a person may ask an assessment for: linked to a parent, the young person themself, or on
    /// the roll of the person's setting. Those after `after`, by id; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn children_of(
        &mut self,
        actor: &Actor,
        at: AsOf,
        after: Option<ChildId>,
        limit: i64,
    ) -> Result<Vec<ChildRow>, StoreError> {
        let (user, today, now) = (Key(actor.user), at.today, Instant::new(at.now));
        let helped = ties::helped_children(user, today, now, ties::counting(false));
        let mut query = children::table.select(ChildRow::as_select()).into_boxed();
        query = match actor.setting {
            Some(setting) => {
                let on_roll = enrolments::table
                    .filter(not(enrolments::annulled))
                    .filter(enrolments::education_setting_id.eq(Key(setting)))
                    .filter(enrolments::from_on.le(today))
                    .filter(enrolments::until_on.is_null().or(enrolments::until_on.ge(today)))
                    .select(enrolments::child_id);
                query.filter(children::id.eq_any(on_roll))
            }
            None => {
                let passed =
                    exists(ties::young_people(today).filter(young_person_links::child_id.eq(children::id)))
                        .or(exists(
                            ties::represented(today).filter(hand_overs::child_id.eq(children::id)),
                        ));
                let linked = children::id.eq_any(ties::linked_children(user, today));
                query.filter(
                    linked
                        .and(not(passed))
                        .or(children::id.eq_any(ties::own_self(user, today)))
                        .or(children::id.eq_any(ties::represented_by(user, today)))
                        .or(children::id.eq_any(helped)),
                )
            }
        };
        let barred = ties::children_kept_from(Key(actor.user), Word(LimitEffect::Bar), now);
        query = query.filter(not(children::id.eq_any(barred)));
        if let Some(after) = after {
            query = query.filter(children::id.gt(Key(after)));
        }
        Ok(query.order(children::id).limit(limit).load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Keeps a child.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another child has the unique pupil number.
    pub fn insert_child(&mut self, child: &ChildRow, recorded: Recorded) -> Result<(), StoreError> {
        diesel::insert_into(children::table)
            .values((
                children::id.eq(Key(child.id)),
                children::given_name.eq(&child.given_name),
                children::family_name.eq(&child.family_name),
                children::born_on.eq(child.born_on),
                children::upn.eq(&child.upn),
                children::claimed_upn.eq(&child.claimed_upn),
                children::young_person_from.eq(child.young_person_from),
                children::recorded_at.eq(Instant::new(recorded.at)),
                children::recorded_by.eq(Key(recorded.by)),
                children::version.eq(child.version),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps the link between an adult and a child.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the two are linked already.
    pub fn insert_parent_link(&mut self, link: &ParentLinkRow, recorded: Recorded) -> Result<(), StoreError> {
        diesel::insert_into(parent_links::table)
            .values((
                parent_links::id.eq(Key(link.id)),
                parent_links::child_id.eq(Key(link.child_id)),
                parent_links::user_id.eq(Key(link.user_id)),
                parent_links::parental_responsibility.eq(link.parental_responsibility),
                parent_links::has_care.eq(link.has_care),
                parent_links::from_on.eq(link.from_on),
                parent_links::until_on.eq(link.until_on),
                parent_links::evidence.eq(&link.evidence),
                parent_links::verified_at.eq(link.verified_at.map(Instant::new)),
                parent_links::verified_by.eq(link.verified_by.map(Key)),
                parent_links::annulled.eq(link.annulled),
                parent_links::in_place_of.eq(link.in_place_of.map(Key)),
                parent_links::recorded_at.eq(Instant::new(recorded.at)),
                parent_links::recorded_by.eq(Key(recorded.by)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Ends a link, or keeps that it never held. Its first day and what it rests on stay as they were.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_parent_link(&mut self, id: ParentLinkId, end: &Ended<'_>) -> Result<(), StoreError> {
        let link = parent_links::table.find(Key(id));
        if let Some(last_day) = end.last_day {
            diesel::update(link)
                .set((
                    parent_links::until_before.eq(parent_links::until_on),
                    parent_links::until_on.eq(last_day),
                ))
                .execute(self.db())?;
        }
        diesel::update(link)
            .set((
                parent_links::annulled.eq(end.last_day.is_none()),
                parent_links::ended_at.eq(Instant::new(end.recorded.at)),
                parent_links::ended_by.eq(Key(end.recorded.by)),
                parent_links::end_reason.eq(end.reason),
                parent_links::ended_for.eq(end.because_of.map(Key)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Lets a link go on that was ended only because of another one.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another link of the same adult begins on the same day.
    pub fn reopen_parent_link(
        &mut self,
        id: ParentLinkId,
        until_on: Option<NaiveDate>,
    ) -> Result<(), StoreError> {
        diesel::update(parent_links::table.find(Key(id)))
            .set((
                parent_links::until_on.eq(until_on),
                parent_links::ended_at.eq(None::<Instant>),
                parent_links::ended_by.eq(None::<Key<UserId>>),
                parent_links::end_reason.eq(None::<String>),
                parent_links::ended_for.eq(None::<Key<ParentLinkId>>),
                parent_links::until_before.eq(None::<NaiveDate>),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Ends a place on a roll, or keeps that it never was.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_enrolment(&mut self, id: EnrolmentId, end: &Ended<'_>) -> Result<(), StoreError> {
        let place = enrolments::table.find(Key(id));
        if let Some(last_day) = end.last_day {
            diesel::update(place)
                .set((
                    enrolments::until_before.eq(enrolments::until_on),
                    enrolments::until_on.eq(last_day),
                ))
                .execute(self.db())?;
        }
        diesel::update(place)
            .set((
                enrolments::annulled.eq(end.last_day.is_none()),
                enrolments::ended_at.eq(Instant::new(end.recorded.at)),
                enrolments::ended_by.eq(Key(end.recorded.by)),
                enrolments::end_reason.eq(end.reason),
                enrolments::ended_for.eq(end.because_of.map(Key)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Lets a place on a roll go on that was ended only because of another one.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn reopen_enrolment(
        &mut self,
        id: EnrolmentId,
        until_on: Option<NaiveDate>,
    ) -> Result<(), StoreError> {
        diesel::update(enrolments::table.find(Key(id)))
            .set((
                enrolments::until_on.eq(until_on),
                enrolments::ended_at.eq(None::<Instant>),
                enrolments::ended_by.eq(None::<Key<UserId>>),
                enrolments::end_reason.eq(None::<String>),
                enrolments::ended_for.eq(None::<Key<EnrolmentId>>),
                enrolments::until_before.eq(None::<NaiveDate>),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps a child's place on a roll.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the same place begins on the same day.
    pub fn insert_enrolment(
        &mut self,
        enrolment: &EnrolmentRow,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        diesel::insert_into(enrolments::table)
            .values((
                enrolments::id.eq(Key(enrolment.id)),
                enrolments::child_id.eq(Key(enrolment.child_id)),
                enrolments::education_setting_id.eq(Key(enrolment.education_setting_id)),
                enrolments::from_on.eq(enrolment.from_on),
                enrolments::until_on.eq(enrolment.until_on),
                enrolments::dual_registration.eq(enrolment.dual_registration),
                enrolments::annulled.eq(enrolment.annulled),
                enrolments::recorded_at.eq(Instant::new(recorded.at)),
                enrolments::recorded_by.eq(Key(recorded.by)),
            ))
            .execute(self.db())?;
        Ok(())
    }
}

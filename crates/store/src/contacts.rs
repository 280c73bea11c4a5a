//! How people are reached, in versions; the protection of addresses; changes that were asked for.

use crate::children::Recorded;
use crate::schema::{
    contact_change_requests, contact_protections, contacts, education_settings, enrolments, parent_links,
    users, young_person_links,
};
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::not;
use diesel::prelude::*;
use ehcp_case::{CaseId, ChildId, ContactChangeRequestId, ContactId, ContactProtectionId, UserId};
use std::collections::HashSet;

/// Whose contact record or address it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// The child or young person.
    Child(ChildId),
    /// An adult with an account.
    Adult(UserId),
}

impl Holder {
    fn child(self) -> Option<Key<ChildId>> {
        match self {
            Self::Child(id) => Some(Key(id)),
            Self::Adult(_) => None,
        }
    }

    fn adult(self) -> Option<Key<UserId>> {
        match self {
            Self::Child(_) => None,
            Self::Adult(id) => Some(Key(id)),
        }
    }

    fn of(child: Option<ChildId>, user: Option<UserId>) -> Option<Self> {
        child.map(Self::Child).or(user.map(Self::Adult))
    }
}

/// One version of how somebody is reached.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = contacts)]
pub struct ContactRow {
    /// The version's id.
    pub id: ContactId,
    /// The child, when it is the child's own.
    pub child_id: Option<ChildId>,
    /// The adult, when it is an adult's.
    pub user_id: Option<UserId>,
    /// The address without its postcode, a line each.
    pub address: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
    /// The telephone number.
    pub telephone: Option<String>,
    /// The e-mail address for letters; the one for signing in is the account's.
    pub email: Option<String>,
    /// The preferred way, as a word.
    pub preferred: Option<String>,
    /// A telephone number that a school or the contact centre may use in the day.
    pub day_telephone: Option<String>,
    /// The same as an e-mail address.
    pub day_email: Option<String>,
    /// From this day.
    pub from_on: NaiveDate,
    /// Why it was recorded.
    pub reason: Option<String>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: UserId,
    /// When another version took its place.
    pub superseded_at: Option<DateTime<Utc>>,
    /// Its number among the versions of this person, from 1.
    pub version: i64,
}

impl ContactRow {
    /// Whose it is.
    pub fn holder(&self) -> Option<Holder> {
        Holder::of(self.child_id, self.user_id)
    }
}

/// The protection of a person's address.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = contact_protections)]
pub struct ContactProtectionRow {
    /// The protection.
    pub id: ContactProtectionId,
    /// The child, when the child is protected.
    pub child_id: Option<ChildId>,
    /// The adult, when an adult is protected.
    pub user_id: Option<UserId>,
    /// Why.
    pub reason: String,
    /// Whether the name of the child's setting would give the address away.
    pub hides_setting: bool,
    /// From this day.
    pub from_on: NaiveDate,
    /// The last day; open-ended when there is none.
    pub until_on: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: UserId,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
}

impl ContactProtectionRow {
    /// Whose address it is.
    pub fn holder(&self) -> Option<Holder> {
        Holder::of(self.child_id, self.user_id)
    }

    /// Whether it is in force on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.ended_at.is_none() && self.from_on <= day && self.until_on.is_none_or(|until| until >= day)
    }
}

/// A change of contact details that somebody asked for.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = contact_change_requests)]
pub struct ContactChangeRow {
    /// The request.
    pub id: ContactChangeRequestId,
    /// The case through which it was asked.
    pub case_id: CaseId,
    /// The adult whose details they are; the child's own when there is none.
    pub user_id: Option<UserId>,
    /// What they would be, as JSON.
    pub details: String,
    /// Why, or how it became known.
    pub reason: Option<String>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// By whom.
    pub asked_by: UserId,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// Whether it was made.
    pub made: Option<bool>,
}

/// A link as it is read: whose, the name, whether verified, whether annulled, its days.
type LinkOfAdult = (UserId, String, bool, bool, NaiveDate, Option<NaiveDate>);

/// An adult who has a place in the record of a child.
#[derive(Debug, Clone)]
pub struct AdultOfChild {
    /// The adult.
    pub user_id: UserId,
    /// The name.
    pub name: String,
    /// The days of the links that the authority has verified.
    pub verified: Vec<(NaiveDate, Option<NaiveDate>)>,
    /// Every link was recorded by mistake, or belongs to an earlier family.
    pub annulled: bool,
}

impl AdultOfChild {
    /// Whether a verified link holds on a day.
    pub fn is_linked_on(&self, day: NaiveDate) -> bool {
        self.verified
            .iter()
            .any(|(from, until)| *from <= day && until.is_none_or(|until| until >= day))
    }
}

impl ReadTx<'_> {
    /// The adults linked to a child, verified or not, past links included; each once.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn adults_of_child(&mut self, child: ChildId) -> Result<Vec<AdultOfChild>, StoreError> {
        let links: Vec<LinkOfAdult> = parent_links::table
            .inner_join(users::table.on(users::id.eq(parent_links::user_id)))
            .filter(parent_links::child_id.eq(Key(child)))
            .order(parent_links::id)
            .select((
                parent_links::user_id,
                users::display_name,
                parent_links::verified_at.is_not_null(),
                parent_links::annulled,
                parent_links::from_on,
                parent_links::until_on,
            ))
            .load(self.db())?;
        // An adult with several periods is one adult.
        let mut adults: Vec<AdultOfChild> = Vec::with_capacity(links.len());
        for (user_id, name, verified, annulled, from_on, until_on) in links {
            let known = adults.iter().position(|adult| adult.user_id == user_id);
            let place = known.unwrap_or(adults.len());
            if known.is_none() {
                adults.push(AdultOfChild {
                    user_id,
                    name,
                    verified: Vec::new(),
                    annulled: true,
                });
            }
            if let Some(adult) = adults.get_mut(place) {
                adult.annulled &= annulled;
                if verified && !annulled {
                    adult.verified.push((from_on, until_on));
                }
            }
        }
        Ok(adults)
    }

    /// The young person who acts for themself, if that is recorded; of several times the latest.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn young_person_of_child(&mut self, child: ChildId) -> Result<Option<UserId>, StoreError> {
        Ok(young_person_links::table
            .filter(young_person_links::child_id.eq(Key(child)))
            .filter(not(young_person_links::annulled))
            .order(young_person_links::from_on.desc())
            .select(young_person_links::user_id)
            .first(self.db())
            .optional()?)
    }

    /// Every version of how some people are reached, the latest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn contacts_of(&mut self, holders: &[Holder]) -> Result<Vec<ContactRow>, StoreError> {
        let (children, adults) = keys(holders);
        Ok(contacts::table
            .filter(
                contacts::child_id
                    .is_not_null()
                    .and(contacts::child_id.assume_not_null().eq_any(children))
                    .or(contacts::user_id
                        .is_not_null()
                        .and(contacts::user_id.assume_not_null().eq_any(adults))),
            )
            .order((contacts::version.desc(), contacts::id))
            .select(ContactRow::as_select())
            .load(self.db())?)
    }

    /// Every protection of the addresses of some people, past ones included, the latest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn protections_of(&mut self, holders: &[Holder]) -> Result<Vec<ContactProtectionRow>, StoreError> {
        let (children, adults) = keys(holders);
        Ok(contact_protections::table
            .filter(
                contact_protections::child_id
                    .is_not_null()
                    .and(contact_protections::child_id.assume_not_null().eq_any(children))
                    .or(contact_protections::user_id
                        .is_not_null()
                        .and(contact_protections::user_id.assume_not_null().eq_any(adults))),
            )
            .order(contact_protections::id.desc())
            .select(ContactProtectionRow::as_select())
            .load(self.db())?)
    }

    /// Of these children, those with a protection of their own or of an adult of theirs in force on a day.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn children_with_protection(
        &mut self,
        children: &[ChildId],
        day: NaiveDate,
    ) -> Result<HashSet<ChildId>, StoreError> {
        let keys: Vec<_> = children.iter().copied().map(Key).collect();
        let in_force = contact_protections::ended_at
            .is_null()
            .and(contact_protections::from_on.le(day))
            .and(
                contact_protections::until_on
                    .is_null()
                    .or(contact_protections::until_on.ge(day)),
            );
        let own: Vec<ChildId> = contact_protections::table
            .filter(in_force)
            .filter(contact_protections::child_id.is_not_null())
            .filter(
                contact_protections::child_id
                    .assume_not_null()
                    .eq_any(keys.clone()),
            )
            .select(contact_protections::child_id.assume_not_null())
            .load(self.db())?;
        let of_adults: Vec<ChildId> = parent_links::table
            .inner_join(
                contact_protections::table
                    .on(contact_protections::user_id.eq(parent_links::user_id.nullable())),
            )
            .filter(in_force)
            .filter(parent_links::child_id.eq_any(keys))
            .select(parent_links::child_id)
            .load(self.db())?;
        Ok(own.into_iter().chain(of_adults).collect())
    }

    /// One protection.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn protection(
        &mut self,
        id: ContactProtectionId,
    ) -> Result<Option<ContactProtectionRow>, StoreError> {
        Ok(contact_protections::table
            .find(Key(id))
            .select(ContactProtectionRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The names of all settings whose rolls a child was ever put on.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn setting_names_of_child(&mut self, child: ChildId) -> Result<Vec<String>, StoreError> {
        Ok(enrolments::table
            .inner_join(
                education_settings::table.on(education_settings::id.eq(enrolments::education_setting_id)),
            )
            .filter(enrolments::child_id.eq(Key(child)))
            .select(education_settings::name)
            .load(self.db())?)
    }

    /// The changes that were asked for through a case and wait for an officer, the latest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn open_contact_changes_of(&mut self, case: CaseId) -> Result<Vec<ContactChangeRow>, StoreError> {
        Ok(contact_change_requests::table
            .filter(contact_change_requests::case_id.eq(Key(case)))
            .filter(contact_change_requests::decided_at.is_null())
            .order(contact_change_requests::id.desc())
            .select(ContactChangeRow::as_select())
            .load(self.db())?)
    }

    /// The changes that were asked for through a case and decided on, the latest first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn decided_contact_changes_of(
        &mut self,
        case: CaseId,
        limit: i64,
    ) -> Result<Vec<ContactChangeRow>, StoreError> {
        Ok(contact_change_requests::table
            .filter(contact_change_requests::case_id.eq(Key(case)))
            .filter(contact_change_requests::decided_at.is_not_null())
            .order(contact_change_requests::id.desc())
            .limit(limit)
            .select(ContactChangeRow::as_select())
            .load(self.db())?)
    }

    /// One change that was asked for.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn contact_change(
        &mut self,
        id: ContactChangeRequestId,
    ) -> Result<Option<ContactChangeRow>, StoreError> {
        Ok(contact_change_requests::table
            .find(Key(id))
            .select(ContactChangeRow::as_select())
            .first(self.db())
            .optional()?)
    }
}

fn keys(holders: &[Holder]) -> (Vec<Key<ChildId>>, Vec<Key<UserId>>) {
    (
        holders.iter().filter_map(|holder| holder.child()).collect(),
        holders.iter().filter_map(|holder| holder.adult()).collect(),
    )
}

impl WriteTx<'_> {
    /// Keeps a version of how somebody is reached; the one before it is superseded.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn put_contact(&mut self, row: &ContactRow) -> Result<(), StoreError> {
        let now = Some(Instant::new(row.recorded_at));
        if let Some(child) = row.child_id {
            diesel::update(
                contacts::table
                    .filter(contacts::child_id.eq(Some(Key(child))))
                    .filter(contacts::superseded_at.is_null()),
            )
            .set(contacts::superseded_at.eq(now))
            .execute(self.db())?;
        }
        if let Some(user) = row.user_id {
            diesel::update(
                contacts::table
                    .filter(contacts::user_id.eq(Some(Key(user))))
                    .filter(contacts::superseded_at.is_null()),
            )
            .set(contacts::superseded_at.eq(now))
            .execute(self.db())?;
        }
        diesel::insert_into(contacts::table)
            .values((
                contacts::id.eq(Key(row.id)),
                contacts::child_id.eq(row.child_id.map(Key)),
                contacts::user_id.eq(row.user_id.map(Key)),
                contacts::address.eq(&row.address),
                contacts::postcode.eq(&row.postcode),
                contacts::telephone.eq(&row.telephone),
                contacts::email.eq(&row.email),
                contacts::preferred.eq(&row.preferred),
                contacts::day_telephone.eq(&row.day_telephone),
                contacts::day_email.eq(&row.day_email),
                contacts::from_on.eq(row.from_on),
                contacts::reason.eq(&row.reason),
                contacts::recorded_at.eq(Instant::new(row.recorded_at)),
                contacts::recorded_by.eq(Key(row.recorded_by)),
                contacts::version.eq(row.version),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps the protection of an address.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_protection(&mut self, row: &ContactProtectionRow) -> Result<(), StoreError> {
        diesel::insert_into(contact_protections::table)
            .values((
                contact_protections::id.eq(Key(row.id)),
                contact_protections::child_id.eq(row.child_id.map(Key)),
                contact_protections::user_id.eq(row.user_id.map(Key)),
                contact_protections::reason.eq(&row.reason),
                contact_protections::hides_setting.eq(row.hides_setting),
                contact_protections::from_on.eq(row.from_on),
                contact_protections::until_on.eq(row.until_on),
                contact_protections::recorded_at.eq(Instant::new(row.recorded_at)),
                contact_protections::recorded_by.eq(Key(row.recorded_by)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Ends a protection, with the reason.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_protection(
        &mut self,
        id: ContactProtectionId,
        reason: &str,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        diesel::update(contact_protections::table.find(Key(id)))
            .set((
                contact_protections::ended_at.eq(Some(Instant::new(recorded.at))),
                contact_protections::ended_by.eq(Some(Key(recorded.by))),
                contact_protections::end_reason.eq(reason),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps that a change was asked for.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_contact_change(&mut self, row: &ContactChangeRow) -> Result<(), StoreError> {
        diesel::insert_into(contact_change_requests::table)
            .values((
                contact_change_requests::id.eq(Key(row.id)),
                contact_change_requests::case_id.eq(Key(row.case_id)),
                contact_change_requests::user_id.eq(row.user_id.map(Key)),
                contact_change_requests::details.eq(&row.details),
                contact_change_requests::reason.eq(&row.reason),
                contact_change_requests::asked_at.eq(Instant::new(row.asked_at)),
                contact_change_requests::asked_by.eq(Key(row.asked_by)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps what became of a change that was asked for.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn decide_contact_change(
        &mut self,
        id: ContactChangeRequestId,
        made: bool,
        reason: Option<&str>,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        diesel::update(contact_change_requests::table.find(Key(id)))
            .set((
                contact_change_requests::decided_at.eq(Some(Instant::new(recorded.at))),
                contact_change_requests::decided_by.eq(Some(Key(recorded.by))),
                contact_change_requests::made.eq(Some(made)),
                contact_change_requests::decision_reason.eq(reason),
            ))
            .execute(self.db())?;
        Ok(())
    }
}

//! Cases: loading as an actor, lists, and the one way in which a case changes.

use crate::children::{ChildRow, Recorded};
use crate::dialect::PerBackend;
use crate::schema::{assessments, case_numbers, cases, children, teams, users};
use crate::ties::{self, AsOf, OnCase, reached, reached_at_all, rights_passed_on, tied};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use ehcp_access::{Actor, LimitEffect, Permitted, Reach, Scope, Ties};
use ehcp_case::{AssessmentId, CaseId, ChildId, Stage, TeamId, UserId};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// The day that stands for "no statutory day is open".
pub const NO_DAY: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// A child's record with this authority.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct CaseRow {
    /// The case.
    pub id: CaseId,
    /// The reference that people read out.
    pub reference: String,
    /// The child.
    pub child_id: ChildId,
    /// The team.
    pub team_id: Option<TeamId>,
    /// The named officer.
    pub officer_id: Option<UserId>,
    /// Where it stands.
    pub stage: Stage,
    /// The assessment that is open, or the last one.
    pub assessment_id: AssessmentId,
    /// The first statutory day that is still open; [`NO_DAY`] when there is none.
    pub next_due_on: NaiveDate,
    /// The rule that sets it.
    pub next_rule: Option<String>,
    /// Whether only those on its list may know of it.
    pub restricted: bool,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// The number of the last event.
    pub last_event: i64,
    /// The hash of the last event.
    pub last_event_hash: String,
    /// The version; every change counts it up.
    pub version: i64,
    /// What was recorded up to this moment is sealed, because the child was adopted then; `None` also for whoever has
    /// opened it.
    pub sealed_until: Option<DateTime<Utc>>,
    /// Until when it is restricted, while a second person has not agreed; until it is opened when there is none.
    pub restricted_until: Option<DateTime<Utc>>,
}

impl CaseRow {
    /// Whether something was recorded before an adoption, and so is sealed. Its id tells when it was made; what has an
    /// id of another kind counts as made before.
    #[must_use]
    pub fn seals(&self, id: impl Into<Uuid>) -> bool {
        self.sealed_until
            .is_some_and(|until| was_made_by(id.into(), until))
    }
}

/// Whether a thing was made up to a moment.
#[must_use]
pub fn was_made_by(id: Uuid, until: DateTime<Utc>) -> bool {
    let made = id.get_timestamp().and_then(|stamp| {
        let (seconds, nanos) = stamp.to_unix();
        DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
    });
    // Ids count milliseconds.
    made.is_none_or(|made| made.timestamp_millis() <= until.timestamp_millis())
}

/// A case in a list.
#[derive(Debug, Clone)]
pub struct ListedCase {
    /// The case.
    pub case: CaseRow,
    /// The child.
    pub child: ChildRow,
    /// The named officer's name.
    pub officer: Option<String>,
    /// The team's name.
    pub team: Option<String>,
}

/// What a list of cases is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct CaseFilter {
    /// Only cases at this stage.
    pub stage: Option<Stage>,
    /// Only cases of this officer.
    pub officer: Option<UserId>,
    /// Only cases of this team.
    pub team: Option<TeamId>,
    /// Only cases of this child.
    pub child: Option<ChildId>,
    /// Only the case with this reference.
    pub reference: Option<String>,
    /// Only cases whose next statutory day is before this day.
    pub due_before: Option<NaiveDate>,
    /// Only cases after this place in the order of the list.
    pub after: Option<(NaiveDate, CaseId)>,
    /// At most this many.
    pub limit: i64,
}

impl ReadTx<'_> {
    /// A case with its child and the actor's ties to it. It says nothing of what the actor may do: hand it to
    /// [`ehcp_access::authorize`].
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn case_with_ties(
        &mut self,
        id: CaseId,
        actor: &Actor,
        at: AsOf,
    ) -> Result<Option<(CaseRow, ChildRow, Ties)>, StoreError> {
        let found = cases::table
            .inner_join(children::table)
            .filter(cases::id.eq(Key(id)))
            .select((CaseRow::as_select(), ChildRow::as_select()))
            .first::<(CaseRow, ChildRow)>(self.db())
            .optional()?;
        // The same statements for a case that is missing as for one that is hidden, so that both take as long.
        let known = self.ties(id, actor, at)?;
        let Some(((mut case, child), ties)) = found.zip(known) else {
            return Ok(None);
        };
        case.restricted &= case.restricted_until.is_none_or(|until| at.now < until);
        let ties = Ties {
            own_caseload: ties.own_caseload || case.officer_id == Some(actor.user),
            own_team: case.team_id.is_some_and(|team| actor.teams.contains(&team)),
            restricted: case.restricted,
            ..ties
        };
        if case.sealed_until.is_some() && self.has_opened_the_seal(case.id, actor.user, at.now)? {
            case.sealed_until = None;
        }
        Ok(Some((case, child, ties)))
    }

    /// The ties that other rows than the case's own tell of; nothing when there is no such case.
    fn ties(&mut self, id: CaseId, actor: &Actor, at: AsOf) -> Result<Option<Ties>, StoreError> {
        let on_this = cases::table.filter(cases::id.eq(Key(id)));
        let own = on_this
            .select((
                tied(Scope::LinkedChild, actor, at),
                tied(Scope::Own, actor, at),
                tied(Scope::OnRoll, actor, at),
                tied(Scope::AssignedAdvice, actor, at),
                ties::covered(actor.user, at.today),
            ))
            .first::<(bool, bool, bool, bool, bool)>(self.db())
            .optional()?;
        let given = on_this
            .select((
                ties::represents(actor, at),
                ties::helps(actor, at, false),
                ties::helps(actor, at, true),
                rights_passed_on(at.today),
                ties::listed(actor, at),
                ties::opened_in_an_emergency(actor, at),
            ))
            .first::<(bool, bool, bool, bool, bool, bool)>(self.db())
            .optional()?;
        let kept = on_this
            .select((
                ties::kept_from(actor, LimitEffect::Bar, at),
                ties::kept_from(actor, LimitEffect::NoDocuments, at),
                ties::whereabouts_kept_from(actor, at),
            ))
            .first::<(bool, bool, bool)>(self.db())
            .optional()?;
        let (Some(own), Some(given), Some(kept)) = (own, given, kept) else {
            return Ok(None);
        };
        let (linked_child, self_young_person, on_roll, assigned_advice, covered) = own;
        let (representative, family_helper, helper_may_act, passed, on_access_list, break_glass) = given;
        let (barred, no_documents, no_whereabouts) = kept;
        Ok(Some(Ties {
            linked_child,
            self_young_person,
            on_roll,
            assigned_advice,
            own_caseload: covered,
            representative,
            family_helper,
            helper_may_act,
            rights_passed_on: passed,
            barred,
            no_documents,
            no_whereabouts,
            on_access_list,
            break_glass,
            // Meetings and audit samples have no records yet.
            ..Ties::default()
        }))
    }

    /// The cases that an actor reaches, by their next statutory day and then by id.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn cases_reached(
        &mut self,
        reach: &Reach,
        actor: &Actor,
        at: AsOf,
        filter: &CaseFilter,
    ) -> Result<Vec<ListedCase>, StoreError> {
        let mut rows: Vec<CaseRow> = Vec::new();
        for way in reached(reach, actor, at) {
            let found = cases::table
                .filter(narrowed(way, filter))
                .select(CaseRow::as_select())
                .order((cases::next_due_on, cases::id))
                .limit(filter.limit)
                .load(self.db())?;
            rows.extend::<Vec<CaseRow>>(found);
        }
        // The first of each way hold the first of all; a case may be reached in several ways.
        rows.sort_unstable_by_key(|case| (case.next_due_on, case.id));
        rows.dedup_by_key(|case| case.id);
        rows.truncate(usize::try_from(filter.limit).unwrap_or(0));
        self.with_names(rows)
    }

    /// Of which of these cases something is kept from an actor.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn kept_among(
        &mut self,
        actor: &Actor,
        effect: LimitEffect,
        at: AsOf,
        ids: impl Iterator<Item = CaseId>,
    ) -> Result<HashSet<CaseId>, StoreError> {
        self.those_where(ids, ties::kept_from(actor, effect, at))
    }

    /// Those of these cases on which a condition holds, in one statement.
    pub(crate) fn those_where(
        &mut self,
        ids: impl IntoIterator<Item = CaseId>,
        condition: ties::OnCase,
    ) -> Result<HashSet<CaseId>, StoreError> {
        let these = cases::id.eq_any(ids.into_iter().map(Key).collect::<Vec<_>>());
        let found: Vec<CaseId> = cases::table
            .filter(these.and(condition))
            .select(cases::id)
            .load(self.db())?;
        Ok(found.into_iter().collect())
    }

    /// Which of these children have a case that an actor reaches, by child.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn cases_reached_of(
        &mut self,
        reach: &Reach,
        actor: &Actor,
        at: AsOf,
        children: Vec<ChildId>,
    ) -> Result<HashMap<ChildId, CaseId>, StoreError> {
        let of_these = cases::child_id.eq_any(children.into_iter().map(Key).collect::<Vec<_>>());
        let rows: Vec<(ChildId, CaseId)> = cases::table
            .filter(of_these.and(reached_at_all(reach, actor, at)))
            .select((cases::child_id, cases::id))
            .load(self.db())?;
        Ok(rows.into_iter().collect())
    }

    /// Which of these cases an actor reaches.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn cases_reached_among(
        &mut self,
        reach: &Reach,
        actor: &Actor,
        at: AsOf,
        among: Vec<CaseId>,
    ) -> Result<HashSet<CaseId>, StoreError> {
        self.those_where(among, reached_at_all(reach, actor, at))
    }

    /// Of which of these cases an actor may not learn where the child lives or learns: the same rule as in a single read.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn whereabouts_kept_from(
        &mut self,
        actor: &Actor,
        at: AsOf,
        among: Vec<CaseId>,
    ) -> Result<HashSet<CaseId>, StoreError> {
        self.those_where(among, ties::whereabouts_kept_from(actor, at))
    }

    /// Adds the names that a list shows, in three statements whatever its length.
    fn with_names(&mut self, rows: Vec<CaseRow>) -> Result<Vec<ListedCase>, StoreError> {
        let children_ids: Vec<_> = rows.iter().map(|case| Key(case.child_id)).collect();
        let officer_ids: BTreeSet<_> = rows.iter().filter_map(|case| case.officer_id).map(Key).collect();
        let team_ids: BTreeSet<_> = rows.iter().filter_map(|case| case.team_id).map(Key).collect();
        let children: HashMap<ChildId, ChildRow> = children::table
            .filter(children::id.eq_any(children_ids))
            .select(ChildRow::as_select())
            .load(self.db())?
            .into_iter()
            .map(|child: ChildRow| (child.id, child))
            .collect();
        let officers: HashMap<UserId, String> = users::table
            .filter(users::id.eq_any(officer_ids))
            .select((users::id, users::display_name))
            .load(self.db())?
            .into_iter()
            .collect();
        let teams: HashMap<TeamId, String> = teams::table
            .filter(teams::id.eq_any(team_ids))
            .select((teams::id, teams::name))
            .load(self.db())?
            .into_iter()
            .collect();
        rows.into_iter()
            .map(|case| {
                let child = children
                    .get(&case.child_id)
                    .cloned()
                    .ok_or(StoreError::NotFound)?;
                let officer = case.officer_id.and_then(|id| officers.get(&id)).cloned();
                let team = case.team_id.and_then(|id| teams.get(&id)).cloned();
                Ok(ListedCase {
                    case,
                    child,
                    officer,
                    team,
                })
            })
            .collect()
    }

    /// The ids of cases after one, in their order; for passes over the whole authority.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn case_ids_after(&mut self, after: Option<CaseId>, limit: i64) -> Result<Vec<CaseId>, StoreError> {
        let mut query = cases::table.select(cases::id).into_boxed();
        if let Some(after) = after {
            query = query.filter(cases::id.gt(Key(after)));
        }
        Ok(query.order(cases::id).limit(limit).load(self.db())?)
    }

    /// A case, for the program itself (recompute, verify): not for anybody who asks.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn case_unchecked(&mut self, id: CaseId) -> Result<Option<(CaseRow, ChildRow)>, StoreError> {
        Ok(cases::table
            .inner_join(children::table)
            .filter(cases::id.eq(Key(id)))
            .select((CaseRow::as_select(), ChildRow::as_select()))
            .first(self.db())
            .optional()?)
    }
}

/// The condition of a list, narrowed by its filter and to what comes after its place.
fn narrowed(mut condition: OnCase, filter: &CaseFilter) -> OnCase {
    if let Some(stage) = filter.stage {
        condition = Box::new(condition.and(cases::stage.eq(Word(stage))));
    }
    if let Some(officer) = filter.officer {
        let own = cases::officer_id
            .is_not_null()
            .and(cases::officer_id.assume_not_null().eq(Key(officer)));
        condition = Box::new(condition.and(own));
    }
    if let Some(team) = filter.team {
        let own = cases::team_id
            .is_not_null()
            .and(cases::team_id.assume_not_null().eq(Key(team)));
        condition = Box::new(condition.and(own));
    }
    if let Some(child) = filter.child {
        condition = Box::new(condition.and(cases::child_id.eq(Key(child))));
    }
    if let Some(reference) = &filter.reference {
        condition = Box::new(condition.and(cases::reference.eq(reference.clone())));
    }
    if let Some(day) = filter.due_before {
        condition = Box::new(condition.and(cases::next_due_on.lt(day)));
    }
    if let Some((due, id)) = filter.after {
        let later = cases::next_due_on
            .gt(due)
            .or(cases::next_due_on.eq(due).and(cases::id.gt(Key(id))));
        condition = Box::new(condition.and(later));
    }
    condition
}

/// What a change leaves in the case's own row.
#[derive(Debug, Clone)]
pub struct CaseChange {
    /// The stage.
    pub stage: Stage,
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// The team.
    pub team_id: Option<TeamId>,
    /// The named officer.
    pub officer_id: Option<UserId>,
    /// The first statutory day that is still open, with its rule.
    pub next_due: Option<(NaiveDate, String)>,
}

/// What became of a change that named the version it saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It was made; this is the new version.
    Updated(i64),
    /// Somebody else was first; this is the version it has.
    Stale(i64),
}

impl WriteTx<'_> {
    /// Keeps everybody else from changing a case until this transaction ends. (SQLite has one writer anyway.)
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn lock_case(&mut self, id: CaseId) -> Result<(), StoreError> {
        use crate::dialect::Locked;
        Locked(cases::table.filter(cases::id.eq(Key(id))).select(cases::version)).load::<i64>(self.db())?;
        Ok(())
    }

    /// The next case number of a year, from 1. Numbers are never given twice.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn next_case_number(&mut self, year: i32) -> Result<i32, StoreError> {
        // One statement: two first requests of a year at the same moment must not both begin it.
        let counted = diesel::insert_into(case_numbers::table)
            .values((case_numbers::year.eq(year), case_numbers::last_number.eq(1)))
            .on_conflict(case_numbers::year)
            .do_update()
            .set(case_numbers::last_number.eq(case_numbers::last_number + 1));
        PerBackend(counted).execute(self.db())?;
        let row = case_numbers::table.find(year);
        Ok(row.select(case_numbers::last_number).first(self.db())?)
    }

    /// Opens a case for a child who has none.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the child has one already.
    pub fn insert_case(&mut self, _permit: &Permitted<()>, case: &CaseRow) -> Result<(), StoreError> {
        diesel::insert_into(cases::table)
            .values((
                cases::id.eq(Key(case.id)),
                cases::reference.eq(&case.reference),
                cases::child_id.eq(Key(case.child_id)),
                cases::team_id.eq(case.team_id.map(Key)),
                cases::officer_id.eq(case.officer_id.map(Key)),
                cases::stage.eq(Word(case.stage)),
                cases::assessment_id.eq(Key(case.assessment_id)),
                cases::next_due_on.eq(case.next_due_on),
                cases::next_rule.eq(&case.next_rule),
                cases::restricted.eq(case.restricted),
                cases::opened_at.eq(Instant::new(case.opened_at)),
                cases::last_event.eq(case.last_event),
                cases::last_event_hash.eq(&case.last_event_hash),
                cases::version.eq(case.version),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps an assessment.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the number is taken.
    pub fn insert_assessment(
        &mut self,
        id: AssessmentId,
        case: CaseId,
        number: i32,
        opened_on: NaiveDate,
    ) -> Result<(), StoreError> {
        diesel::insert_into(assessments::table)
            .values((
                assessments::id.eq(Key(id)),
                assessments::case_id.eq(Key(case)),
                assessments::number.eq(number),
                assessments::opened_on.eq(opened_on),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// How many assessments a case has had.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn assessment_count(&mut self, case: CaseId) -> Result<i32, StoreError> {
        let last: Option<i32> = assessments::table
            .filter(assessments::case_id.eq(Key(case)))
            .select(diesel::dsl::max(assessments::number))
            .first(self.db())?;
        Ok(last.unwrap_or(0))
    }

    /// Changes a case's own row, if it still has the version that was seen.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn update_case(
        &mut self,
        permit: &Permitted<CaseRow>,
        seen: i64,
        change: &CaseChange,
    ) -> Result<Saved, StoreError> {
        let id = permit.subject().id;
        let version = seen.saturating_add(1);
        let updated = diesel::update(cases::table.find(Key(id)).filter(cases::version.eq(seen)))
            .set((
                cases::stage.eq(Word(change.stage)),
                cases::assessment_id.eq(Key(change.assessment_id)),
                cases::team_id.eq(change.team_id.map(Key)),
                cases::officer_id.eq(change.officer_id.map(Key)),
                cases::next_due_on.eq(change.next_due.as_ref().map_or(NO_DAY, |(day, _)| *day)),
                cases::next_rule.eq(change.next_due.as_ref().map(|(_, rule)| rule.clone())),
                cases::version.eq(version),
            ))
            .execute(self.db())?;
        if updated == 1 {
            return Ok(Saved::Updated(version));
        }
        let current = cases::table
            .find(Key(id))
            .select(cases::version)
            .first(self.db())?;
        Ok(Saved::Stale(current))
    }

    /// Corrects the first open statutory day of a case after a new rule or calendar; nothing has happened, so the
    /// version stays.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn set_next_due(
        &mut self,
        case: CaseId,
        next_due: Option<&(NaiveDate, String)>,
    ) -> Result<(), StoreError> {
        diesel::update(cases::table.find(Key(case)))
            .set((
                cases::next_due_on.eq(next_due.map_or(NO_DAY, |(day, _)| *day)),
                cases::next_rule.eq(next_due.map(|(_, rule)| rule.clone())),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Closes or opens a case to all but those on its list; perhaps it is closed only until a moment.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn set_restricted(
        &mut self,
        case: CaseId,
        restricted: bool,
        until: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        diesel::update(cases::table.find(Key(case)))
            .set((
                cases::restricted.eq(restricted),
                cases::restricted_until.eq(until.map(Instant::new)),
            ))
            .execute(self.db())?;
        Ok(())
    }
}

/// When and by whom; used by every row that a case gets.
pub(crate) fn stamp(recorded: Recorded) -> (Instant, Key<UserId>) {
    (Instant::new(recorded.at), Key(recorded.by))
}

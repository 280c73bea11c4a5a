//! What waits for a second person.

use crate::schema::{approvals, cases, covers, team_members, users};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use ehcp_access::{Actor, ApprovalKind, ApprovalState, Role};
use ehcp_case::{ApprovalId, CaseId, EducationSettingId, SessionId, TeamId, UserId};
use uuid::Uuid;

/// Something that somebody asked a second person to agree to.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = approvals)]
pub struct ApprovalRow {
    /// The asking.
    pub id: ApprovalId,
    /// What is asked.
    pub kind: ApprovalKind,
    /// The case it is about.
    pub case_id: Option<CaseId>,
    /// The version of the case that was seen, where what is asked rests on one.
    pub case_version: Option<i64>,
    /// Ids and words that say what it is about, as a JSON object.
    pub subject: String,
    /// What was sent, as JSON; forgotten once it is decided.
    pub content: Option<String>,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: UserId,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Nobody can agree from this moment on.
    pub expires_at: DateTime<Utc>,
    /// Where it stands.
    pub state: ApprovalState,
    /// Whether nobody else could have agreed, so that one person acted alone.
    pub alone: bool,
    /// Who decided, or who withdrew it.
    pub decided_by: Option<UserId>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// What whoever decided had to say.
    pub note: Option<String>,
}

impl ReadTx<'_> {
    /// One asking. It says nothing of who may see it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn approval(&mut self, id: ApprovalId) -> Result<Option<ApprovalRow>, StoreError> {
        Ok(approvals::table
            .find(Key(id))
            .select(ApprovalRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// Askings in one state after `after`, the latest first; at most `limit`. It says nothing of who may see them.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn approvals_in(
        &mut self,
        state: ApprovalState,
        after: Option<ApprovalId>,
        limit: i64,
    ) -> Result<Vec<ApprovalRow>, StoreError> {
        let mut query = approvals::table
            .filter(approvals::state.eq(Word(state)))
            .select(ApprovalRow::as_select())
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(approvals::id.lt(Key(after)));
        }
        Ok(query.order(approvals::id.desc()).limit(limit).load(self.db())?)
    }

    /// Whether something on one of these cases waits for a second person.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn waits_for_second_person(
        &mut self,
        cases: &[CaseId],
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let cases: Vec<_> = cases.iter().copied().map(Key).collect();
        let waiting: i64 = approvals::table
            .filter(approvals::case_id.is_not_null())
            .filter(approvals::case_id.assume_not_null().eq_any(cases))
            .filter(approvals::state.eq(Word(ApprovalState::Pending)))
            .filter(approvals::expires_at.gt(Instant::new(now)))
            .count()
            .get_result(self.db())?;
        Ok(waiting > 0)
    }

    /// Who else has an open account in one of these roles, as somebody who could agree: all of them for what belongs
    /// to no case, else the team, the officer and the whole-authority roles of the case.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn others_who_could_agree(
        &mut self,
        than: UserId,
        in_team_of: &[Role],
        anywhere: &[Role],
        case: Option<CaseId>,
        today: NaiveDate,
    ) -> Result<Vec<Actor>, StoreError> {
        let near = match case {
            Some(case) => self.near_to(case, today)?,
            None => Vec::new(),
        };
        let words = |roles: &[Role]| roles.iter().copied().map(Word).collect::<Vec<_>>();
        let in_team = users::role.eq_any(words(in_team_of)).and(users::id.eq_any(near));
        let found: Vec<(UserId, Role, Option<EducationSettingId>)> = users::table
            .filter(users::id.ne(Key(than)))
            .filter(users::disabled_at.is_null())
            .filter(users::role.eq_any(words(anywhere)).or(in_team))
            .select((users::id, users::role, users::education_setting_id))
            .order(users::id)
            .limit(500)
            .load(self.db())?;
        found
            .into_iter()
            .map(|(user, role, setting)| self.actor_without_session(user, role, setting, today))
            .collect()
    }

    /// The officer of a case, whoever looks after the officer's caseload, and whoever works in its team on a day.
    fn near_to(&mut self, case: CaseId, today: NaiveDate) -> Result<Vec<Key<UserId>>, StoreError> {
        let place: Option<(Option<TeamId>, Option<UserId>)> = cases::table
            .find(Key(case))
            .select((cases::team_id, cases::officer_id))
            .first(self.db())
            .optional()?;
        let (team, officer) = place.unwrap_or_default();
        let mut near: Vec<_> = officer.into_iter().map(Key).collect();
        if let Some(officer) = officer {
            let covering: Vec<UserId> = covers::table
                .filter(covers::officer_id.eq(Key(officer)))
                .filter(covers::from_on.le(today))
                .filter(covers::until_on.ge(today))
                .filter(covers::ended_at.is_null())
                .select(covers::covered_by)
                .load(self.db())?;
            near.extend(covering.into_iter().map(Key));
        }
        if let Some(team) = team {
            let members: Vec<UserId> = team_members::table
                .filter(team_members::team_id.eq(Key(team)))
                .filter(team_members::from_on.le(today))
                .filter(
                    team_members::until_on
                        .is_null()
                        .or(team_members::until_on.ge(today)),
                )
                .select(team_members::user_id)
                .load(self.db())?;
            near.extend(members.into_iter().map(Key));
        }
        Ok(near)
    }

    /// Somebody with an open account as an actor, without a session: to ask what they may do.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn actor_of(&mut self, user: UserId, today: NaiveDate) -> Result<Option<Actor>, StoreError> {
        match self.user(user)?.filter(|row| row.disabled_at.is_none()) {
            Some(row) => self
                .actor_without_session(user, row.role, row.education_setting_id, today)
                .map(Some),
            None => Ok(None),
        }
    }

    fn actor_without_session(
        &mut self,
        user: UserId,
        role: Role,
        setting: Option<EducationSettingId>,
        today: NaiveDate,
    ) -> Result<Actor, StoreError> {
        let teams = if role.is_staff() {
            self.teams_of(user, today)?
        } else {
            Vec::new()
        };
        Ok(Actor {
            user,
            role,
            teams,
            setting,
            session: SessionId(Uuid::nil()),
            service_actions: Vec::new(),
        })
    }
}

impl WriteTx<'_> {
    /// Keeps what somebody asked a second person to agree to, or did alone.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_approval(&mut self, row: &ApprovalRow) -> Result<(), StoreError> {
        diesel::insert_into(approvals::table)
            .values((
                approvals::id.eq(Key(row.id)),
                approvals::kind.eq(Word(row.kind)),
                approvals::case_id.eq(row.case_id.map(Key)),
                approvals::case_version.eq(row.case_version),
                approvals::subject.eq(&row.subject),
                approvals::content.eq(&row.content),
                approvals::reason.eq(&row.reason),
                approvals::asked_by.eq(Key(row.asked_by)),
                approvals::asked_at.eq(Instant::new(row.asked_at)),
                approvals::expires_at.eq(Instant::new(row.expires_at)),
                approvals::state.eq(Word(row.state)),
                approvals::alone.eq(row.alone),
                approvals::decided_by.eq(row.decided_by.map(Key)),
                approvals::decided_at.eq(row.decided_at.map(Instant::new)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps how somebody decided, if nobody has decided yet; tells whether it was kept. What was sent is forgotten.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn close_approval(
        &mut self,
        id: ApprovalId,
        state: ApprovalState,
        by: UserId,
        at: DateTime<Utc>,
        note: Option<&str>,
    ) -> Result<bool, StoreError> {
        let pending = approvals::state.eq(Word(ApprovalState::Pending));
        let closed = diesel::update(approvals::table.find(Key(id)).filter(pending))
            .set((
                approvals::state.eq(Word(state)),
                approvals::decided_by.eq(Key(by)),
                approvals::decided_at.eq(Instant::new(at)),
                approvals::note.eq(note),
                approvals::content.eq(None::<String>),
            ))
            .execute(self.db())?;
        Ok(closed == 1)
    }
}

//! Accounts as an administrator sees and changes them.

use crate::dialect::Locked;
use crate::schema::{education_settings, team_members, teams, users};
use crate::types::{Instant, Key, Word};
use crate::{EducationSettingRow, ReadTx, StoreError, TeamRow, UserRow, WriteTx};
use chrono::NaiveDate;
use diesel::prelude::*;
use ehcp_access::Role;
use ehcp_case::{EducationSettingId, TeamId, UserId};

/// Which accounts are listed.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// Only those with this role.
    pub role: Option<Role>,
    /// Only those that are open (`true`) or closed (`false`).
    pub open: Option<bool>,
    /// Only those of people who work in these teams.
    pub teams: Option<Vec<TeamId>>,
    /// Only those of the council's staff.
    pub staff_only: bool,
}

impl ReadTx<'_> {
    /// Accounts by id after a place; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn users(
        &mut self,
        filter: &UserFilter,
        today: NaiveDate,
        after: Option<UserId>,
        limit: i64,
    ) -> Result<Vec<UserRow>, StoreError> {
        let mut query = users::table.select(UserRow::as_select()).into_boxed();
        if let Some(role) = filter.role {
            query = query.filter(users::role.eq(Word(role)));
        }
        query = match filter.open {
            Some(true) => query.filter(users::disabled_at.is_null()),
            Some(false) => query.filter(users::disabled_at.is_not_null()),
            None => query,
        };
        if let Some(teams) = &filter.teams {
            let teams: Vec<_> = teams.iter().copied().map(Key).collect();
            let staff = team_members::table
                .filter(team_members::team_id.eq_any(teams))
                .filter(team_members::from_on.le(today))
                .filter(
                    team_members::until_on
                        .is_null()
                        .or(team_members::until_on.ge(today)),
                )
                .select(team_members::user_id);
            query = query.filter(users::id.eq_any(staff));
        }
        if filter.staff_only {
            let staff = Role::ALL.iter().filter(|role| role.is_staff());
            query = query.filter(users::role.eq_any(staff.copied().map(Word).collect::<Vec<_>>()));
        }
        if let Some(after) = after {
            query = query.filter(users::id.gt(Key(after)));
        }
        Ok(query.order(users::id).limit(limit).load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// How many open accounts have a role, but for one. None of them is changed by anybody else until the transaction
    /// ends, so that of two who close each other only one succeeds.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn lock_others_with_role(&mut self, role: Role, but: UserId) -> Result<usize, StoreError> {
        let all = users::table
            .filter(users::role.eq(Word(role)))
            .order(users::id)
            .select(UserRow::as_select());
        let found: Vec<UserRow> = Locked(all).load(self.db())?;
        let open = found
            .iter()
            .filter(|row| row.disabled_at.is_none() && row.id != but);
        Ok(open.count())
    }

    /// One account, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn lock_user(&mut self, id: UserId) -> Result<Option<UserRow>, StoreError> {
        Ok(Locked(users::table.find(Key(id)).select(UserRow::as_select()))
            .get_result(self.db())
            .optional()?)
    }

    /// Keeps an account that is closed until somebody accepts the invitation to it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the e-mail address is taken.
    pub fn insert_closed_user(&mut self, row: &UserRow) -> Result<(), StoreError> {
        self.insert_user(row)?;
        diesel::update(users::table.find(Key(row.id)))
            .set(users::disabled_at.eq(row.disabled_at.map(Instant::new)))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps what an account says, all but its password, and gives it its next version. What an order keeps from somebody
    /// of its address is kept from it from now on.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the e-mail address is taken.
    pub fn update_user(&mut self, row: &mut UserRow) -> Result<(), StoreError> {
        row.version += 1;
        diesel::update(users::table.find(Key(row.id)))
            .set((
                users::email.eq(&row.email),
                users::display_name.eq(&row.display_name),
                users::role.eq(Word(row.role)),
                users::education_setting_id.eq(row.education_setting_id.map(Key)),
                users::disabled_at.eq(row.disabled_at.map(Instant::new)),
                users::version.eq(row.version),
            ))
            .execute(self.db())?;
        self.bind_to_limits(row.id, &row.email)
    }

    /// Lets a person work in exactly these teams from a day on: places in others end the day before.
    ///
    /// # Errors
    /// When a team does not exist.
    pub fn set_teams_of(
        &mut self,
        user: UserId,
        wanted: &[TeamId],
        today: NaiveDate,
    ) -> Result<(), StoreError> {
        let now = self.teams_of(user, today)?;
        let yesterday = today.pred_opt().unwrap_or(today);
        for team in now.iter().filter(|team| !wanted.contains(team)) {
            let current = team_members::table
                .filter(team_members::user_id.eq(Key(user)))
                .filter(team_members::team_id.eq(Key(*team)))
                .filter(
                    team_members::until_on
                        .is_null()
                        .or(team_members::until_on.ge(today)),
                );
            diesel::update(current)
                .set(team_members::until_on.eq(yesterday))
                .execute(self.db())?;
        }
        for team in wanted.iter().filter(|team| !now.contains(team)) {
            // Somebody who left the team this very day comes back to the same place.
            let today_again = team_members::table.find((Key(user), Key(*team), today));
            let back = diesel::update(today_again)
                .set(team_members::until_on.eq(None::<NaiveDate>))
                .execute(self.db())?;
            if back == 0 {
                self.insert_team_member(user, *team, today)?;
            }
        }
        Ok(())
    }

    /// Keeps what a team says.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the name is taken.
    pub fn update_team(&mut self, team: &TeamRow) -> Result<(), StoreError> {
        diesel::update(teams::table.find(Key(team.id)))
            .set((
                teams::name.eq(&team.name),
                teams::area.eq(&team.area),
                teams::duty_line.eq(&team.duty_line),
                teams::duty_email.eq(&team.duty_email),
                teams::takes_new_cases.eq(team.takes_new_cases),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps what a setting says.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the reference number is taken.
    pub fn update_education_setting(&mut self, setting: &EducationSettingRow) -> Result<(), StoreError> {
        let id: EducationSettingId = setting.id;
        diesel::update(education_settings::table.find(Key(id)))
            .set((
                education_settings::name.eq(&setting.name),
                education_settings::kind.eq(&setting.kind),
                education_settings::urn.eq(&setting.urn),
                education_settings::town.eq(&setting.town),
                education_settings::team_id.eq(setting.team_id.map(Key)),
            ))
            .execute(self.db())?;
        Ok(())
    }
}

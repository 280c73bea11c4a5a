//! People who sign in, their teams, the settings.

use crate::schema::{education_settings, team_members, teams, users};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use ehcp_access::Role;
use ehcp_case::{EducationSettingId, TeamId, UserId};
use std::collections::BTreeSet;

/// A person who signs in.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct UserRow {
    /// The person.
    pub id: UserId,
    /// The e-mail address, in lower case.
    pub email: String,
    /// The name that others see.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// The setting that the person works for.
    pub education_setting_id: Option<EducationSettingId>,
    /// The argon2id hash of the password, as a PHC string.
    pub password_hash: String,
    /// When the account was closed.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The version of the row.
    pub version: i64,
}

/// A team of the authority.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = teams)]
pub struct TeamRow {
    /// The team.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// The part of the area it looks after.
    pub area: String,
    /// The telephone line that somebody answers.
    pub duty_line: String,
    /// The e-mail address that somebody reads.
    pub duty_email: String,
    /// Whether cases that belong to no other team come to it.
    pub takes_new_cases: bool,
}

/// A school, college or early-years setting.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = education_settings)]
pub struct EducationSettingRow {
    /// The setting.
    pub id: EducationSettingId,
    /// Its name.
    pub name: String,
    /// What kind of setting it is.
    pub kind: String,
    /// Its unique reference number in the national register.
    pub urn: Option<String>,
    /// The town.
    pub town: String,
    /// The team that looks after it.
    pub team_id: Option<TeamId>,
}

impl ReadTx<'_> {
    /// The person with this e-mail address (in lower case).
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn user_by_email(&mut self, email: &str) -> Result<Option<UserRow>, StoreError> {
        Ok(users::table
            .filter(users::email.eq(email))
            .select(UserRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The person with this id.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn user(&mut self, id: UserId) -> Result<Option<UserRow>, StoreError> {
        Ok(users::table
            .find(Key(id))
            .select(UserRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The teams that a person works in on a day.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn teams_of(&mut self, user: UserId, today: NaiveDate) -> Result<Vec<TeamId>, StoreError> {
        Ok(team_members::table
            .filter(team_members::user_id.eq(Key(user)))
            .filter(team_members::from_on.le(today))
            .filter(
                team_members::until_on
                    .is_null()
                    .or(team_members::until_on.ge(today)),
            )
            .select(team_members::team_id)
            .order(team_members::team_id)
            .load(self.db())?)
    }

    /// Whether a person works in a team on a day.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn is_in_team(&mut self, user: UserId, team: TeamId, today: NaiveDate) -> Result<bool, StoreError> {
        Ok(self.teams_of(user, today)?.contains(&team))
    }

    /// Every team, by name.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn teams(&mut self) -> Result<Vec<TeamRow>, StoreError> {
        Ok(teams::table
            .select(TeamRow::as_select())
            .order(teams::name)
            .limit(1000)
            .load(self.db())?)
    }

    /// One team.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn team(&mut self, id: TeamId) -> Result<Option<TeamRow>, StoreError> {
        Ok(teams::table
            .find(Key(id))
            .select(TeamRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The names of people.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn user_names(
        &mut self,
        ids: impl Iterator<Item = UserId>,
    ) -> Result<Vec<(UserId, String)>, StoreError> {
        let ids: BTreeSet<_> = ids.map(Key).collect();
        Ok(users::table
            .filter(users::id.eq_any(ids))
            .select((users::id, users::display_name))
            .load(self.db())?)
    }

    /// Settings after a name, by name and id; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn education_settings(
        &mut self,
        after: Option<(String, EducationSettingId)>,
        limit: i64,
    ) -> Result<Vec<EducationSettingRow>, StoreError> {
        let mut query = education_settings::table
            .select(EducationSettingRow::as_select())
            .into_boxed();
        if let Some((name, id)) = after {
            query = query.filter(
                education_settings::name
                    .gt(name.clone())
                    .or(education_settings::name
                        .eq(name)
                        .and(education_settings::id.gt(Key(id)))),
            );
        }
        Ok(query
            .order((education_settings::name, education_settings::id))
            .limit(limit)
            .load(self.db())?)
    }

    /// One setting.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn education_setting(
        &mut self,
        id: EducationSettingId,
    ) -> Result<Option<EducationSettingRow>, StoreError> {
        Ok(education_settings::table
            .find(Key(id))
            .select(EducationSettingRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// Members of staff who work in a team on a day, by name.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn team_staff(
        &mut self,
        team: TeamId,
        today: NaiveDate,
    ) -> Result<Vec<(UserId, String, Role)>, StoreError> {
        Ok(team_members::table
            .inner_join(users::table.on(users::id.eq(team_members::user_id)))
            .filter(team_members::team_id.eq(Key(team)))
            .filter(team_members::from_on.le(today))
            .filter(
                team_members::until_on
                    .is_null()
                    .or(team_members::until_on.ge(today)),
            )
            .filter(users::disabled_at.is_null())
            .select((users::id, users::display_name, users::role))
            .order((users::display_name, users::id))
            .limit(1000)
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Keeps a person. What an order keeps from somebody of this address is kept from the account from now on.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the e-mail address is taken.
    pub fn insert_user(&mut self, user: &UserRow) -> Result<(), StoreError> {
        diesel::insert_into(users::table)
            .values((
                users::id.eq(Key(user.id)),
                users::email.eq(&user.email),
                users::display_name.eq(&user.display_name),
                users::role.eq(Word(user.role)),
                users::education_setting_id.eq(user.education_setting_id.map(Key)),
                users::password_hash.eq(&user.password_hash),
                users::created_at.eq(Instant::new(user.created_at)),
                users::version.eq(user.version),
            ))
            .execute(self.db())?;
        self.bind_to_limits(user.id, &user.email)
    }

    /// Keeps a new hash of the same password.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn set_password_hash(&mut self, user: UserId, hash: &str) -> Result<(), StoreError> {
        diesel::update(users::table.find(Key(user)))
            .set(users::password_hash.eq(hash))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps a team.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the name is taken.
    pub fn insert_team(&mut self, team: &TeamRow) -> Result<(), StoreError> {
        diesel::insert_into(teams::table)
            .values((
                teams::id.eq(Key(team.id)),
                teams::name.eq(&team.name),
                teams::area.eq(&team.area),
                teams::duty_line.eq(&team.duty_line),
                teams::duty_email.eq(&team.duty_email),
                teams::takes_new_cases.eq(team.takes_new_cases),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps that a person works in a team from a day on.
    ///
    /// # Errors
    /// When either does not exist.
    pub fn insert_team_member(
        &mut self,
        user: UserId,
        team: TeamId,
        from_on: NaiveDate,
    ) -> Result<(), StoreError> {
        diesel::insert_into(team_members::table)
            .values((
                team_members::user_id.eq(Key(user)),
                team_members::team_id.eq(Key(team)),
                team_members::from_on.eq(from_on),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the reference number is taken.
    pub fn insert_education_setting(&mut self, setting: &EducationSettingRow) -> Result<(), StoreError> {
        diesel::insert_into(education_settings::table)
            .values((
                education_settings::id.eq(Key(setting.id)),
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

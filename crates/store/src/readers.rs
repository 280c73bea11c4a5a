//! Who looked at a case.

use crate::schema::{
    access_reasons, break_glass, education_settings, read_log, read_log_cases, team_members, teams, users,
};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use ehcp_access::{EMERGENCY, Role};
use ehcp_case::{CaseId, UserId};
use uuid::Uuid;

/// A place in the list of those who looked, the latest first: when, and the entry of the read log.
pub type ReaderPlace = (DateTime<Utc>, Uuid, i64);

/// Somebody who looked at a case.
#[derive(Debug, Clone)]
pub struct ReaderRow {
    /// The entry of the read log.
    pub place: ReaderPlace,
    /// Who.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Their role now.
    pub role: Role,
    /// The setting they work for.
    pub education_setting: Option<String>,
    /// The teams they worked in that day.
    pub teams: Vec<String>,
    /// What they called.
    pub operation: String,
    /// The relationships through which they reached the case.
    pub purpose: Option<String>,
    /// Why, in their own words.
    pub reason: Option<String>,
    /// From which network.
    pub network: Option<String>,
}

/// Which readers are left out of a list.
#[derive(Debug, Clone, Default)]
pub struct WithoutReaders {
    /// Everybody of these roles but one person.
    pub roles_but: Option<(Vec<Role>, UserId)>,
    /// Those who came because they had opened the case in an emergency that nobody has reviewed yet.
    pub unreviewed_emergencies: bool,
}

/// Who works in which team, from and until when.
type Membership = (UserId, String, NaiveDate, Option<NaiveDate>);

type Found = (
    DateTime<Utc>,
    Uuid,
    i64,
    UserId,
    String,
    Role,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

impl ReadTx<'_> {
    /// Who looked at a case, the latest first, before a place; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn readers_of(
        &mut self,
        case: CaseId,
        without: &WithoutReaders,
        before: Option<ReaderPlace>,
        limit: i64,
    ) -> Result<Vec<ReaderRow>, StoreError> {
        use read_log_cases as index;
        let mut rows = index::table
            .inner_join(
                read_log::table.on(read_log::stream_id
                    .eq(index::stream_id)
                    .and(read_log::number.eq(index::number))),
            )
            .inner_join(users::table.on(users::id.eq(read_log::user_id)))
            .left_join(
                education_settings::table
                    .on(users::education_setting_id.eq(education_settings::id.nullable())),
            )
            .left_join(
                access_reasons::table.on(access_reasons::stream_id
                    .eq(index::stream_id)
                    .and(access_reasons::number.eq(index::number))),
            )
            .filter(index::case_id.eq(Key(case)))
            .order((index::at.desc(), index::stream_id.desc(), index::number.desc()))
            .limit(limit)
            .into_boxed();
        if let Some((roles, but)) = &without.roles_but {
            let roles: Vec<_> = roles.iter().copied().map(Word).collect();
            rows = rows.filter(users::role.ne_all(roles).or(users::id.eq(Key(*but))));
        }
        if without.unreviewed_emergencies {
            // A list names all ways in which its cases were reached: only of this very case an emergency counts.
            let opening = break_glass::table
                .filter(break_glass::case_id.eq(Key(case)))
                .filter(break_glass::user_id.eq(read_log::user_id))
                .filter(break_glass::opened_at.le(index::at))
                .filter(break_glass::ends_at.ge(index::at))
                .filter(break_glass::reviewed_at.is_null());
            let named = format!("%{}%", EMERGENCY.replace('_', "\\_"));
            let in_an_emergency = read_log::purpose.assume_not_null().like(named).escape('\\');
            rows = rows.filter(
                read_log::purpose
                    .is_null()
                    .or(not(in_an_emergency))
                    .or(not(exists(opening))),
            );
        }
        if let Some((at, stream, number)) = before {
            let (at, stream) = (Instant::new(at), Key(stream));
            rows = rows.filter(
                index::at
                    .lt(at)
                    .or(index::at.eq(at).and(index::stream_id.lt(stream)))
                    .or(index::at
                        .eq(at)
                        .and(index::stream_id.eq(stream))
                        .and(index::number.lt(number))),
            );
        }
        let found: Vec<Found> = rows
            .select((
                index::at,
                index::stream_id,
                index::number,
                users::id,
                users::display_name,
                users::role,
                education_settings::name.nullable(),
                read_log::operation,
                read_log::purpose,
                access_reasons::reason.nullable(),
                read_log::network,
            ))
            .load(self.db())?;
        let memberships = self.memberships(found.iter().map(|row| row.3).collect())?;
        Ok(found
            .into_iter()
            .map(
                |(
                    at,
                    stream,
                    number,
                    user_id,
                    name,
                    role,
                    education_setting,
                    operation,
                    purpose,
                    reason,
                    network,
                )| {
                    let day = at.date_naive();
                    let mut teams: Vec<String> = memberships
                        .iter()
                        .filter(|(user, _, from, until)| {
                            *user == user_id && *from <= day && until.is_none_or(|until| day <= until)
                        })
                        .map(|(_, team, ..)| team.clone())
                        .collect();
                    teams.sort_unstable();
                    teams.dedup();
                    ReaderRow {
                        place: (at, stream, number),
                        user_id,
                        name,
                        role,
                        education_setting,
                        teams,
                        operation,
                        purpose,
                        reason,
                        network,
                    }
                },
            )
            .collect())
    }

    fn memberships(&mut self, mut people: Vec<UserId>) -> Result<Vec<Membership>, StoreError> {
        people.sort_unstable();
        people.dedup();
        Ok(team_members::table
            .inner_join(teams::table)
            .filter(team_members::user_id.eq_any(people.into_iter().map(Key).collect::<Vec<_>>()))
            .select((
                team_members::user_id,
                teams::name,
                team_members::from_on,
                team_members::until_on,
            ))
            .load(self.db())?)
    }
}

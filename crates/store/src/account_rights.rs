//! What an account may do and how it signs in, as the log of accounts tells it with every entry, by digest and in parts, so
//! that `verify` finds a right that was given, taken or widened past the program.

use crate::chain::ChainHash;
use crate::schema::{
    account_heads, contact_protections, covers, second_factors, service_actions, service_keys,
    single_sign_on_identities, team_members, users,
};
use crate::types::Key;
use crate::{ReadTx, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::{dsl::exists, prelude::*};
use ehcp_access::Role;
use ehcp_case::{EducationSettingId, TeamId, UserId};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The digest of each part of an account's rights, by the part's name.
pub type AccountRights = BTreeMap<&'static str, String>;

type Account = (Role, Option<EducationSettingId>, Option<DateTime<Utc>>, String);
type Membership = (TeamId, NaiveDate, Option<NaiveDate>);
type Cover = (Uuid, UserId, UserId, NaiveDate, NaiveDate, Option<DateTime<Utc>>);
type Protection = (Uuid, bool, NaiveDate, Option<NaiveDate>, Option<DateTime<Utc>>);
type ServiceKey = (Uuid, Option<String>, DateTime<Utc>, Option<DateTime<Utc>>);

fn instant(at: DateTime<Utc>) -> String {
    at.timestamp_micros().to_string()
}

impl ReadTx<'_> {
    /// What an account may do and how it signs in, by part: `account` (role, setting, whether it is closed), `password`,
    /// `teams`, `covers`, `second_factor`, `single_sign_on`, `program` (its actions and keys), `protections` (of the address).
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn account_rights(&mut self, user: UserId) -> Result<AccountRights, StoreError> {
        let account: Option<Account> = users::table
            .find(Key(user))
            .select((
                users::role,
                users::education_setting_id.nullable(),
                users::disabled_at,
                users::password_hash,
            ))
            .first(self.db())
            .optional()?;
        let Some((role, setting, closed, password)) = account else {
            return Ok(AccountRights::new());
        };
        let of_account = ChainHash::default()
            .part(role.word())
            .optional(setting.map(|id| id.to_string()))
            .optional(closed.map(instant));
        Ok([
            ("account", of_account),
            ("password", ChainHash::default().part(password)),
            ("teams", self.teams_digest(user)?),
            ("covers", self.covers_digest(user)?),
            ("second_factor", self.factor_digest(user)?),
            ("single_sign_on", self.sign_on_digest(user)?),
            ("program", self.program_digest(user)?),
            ("protections", self.protections_digest(user)?),
        ]
        .into_iter()
        .map(|(part, digest)| (part, digest.finish()))
        .collect())
    }

    fn teams_digest(&mut self, user: UserId) -> Result<ChainHash, StoreError> {
        let rows: Vec<Membership> = team_members::table
            .filter(team_members::user_id.eq(Key(user)))
            .order((team_members::team_id, team_members::from_on))
            .select((
                team_members::team_id,
                team_members::from_on,
                team_members::until_on,
            ))
            .load(self.db())?;
        Ok(rows
            .into_iter()
            .fold(ChainHash::default(), |digest, (team, from, until)| {
                digest
                    .part(team.to_string())
                    .part(from.to_string())
                    .optional(until.map(|day| day.to_string()))
            }))
    }

    fn covers_digest(&mut self, user: UserId) -> Result<ChainHash, StoreError> {
        let rows: Vec<Cover> = covers::table
            .filter(
                covers::officer_id
                    .eq(Key(user))
                    .or(covers::covered_by.eq(Key(user))),
            )
            .order(covers::id)
            .select((
                covers::id,
                covers::officer_id,
                covers::covered_by,
                covers::from_on,
                covers::until_on,
                covers::ended_at,
            ))
            .load(self.db())?;
        Ok(rows.into_iter().fold(
            ChainHash::default(),
            |digest, (id, officer, by, from, until, ended)| {
                digest
                    .part(id.to_string())
                    .part(officer.to_string())
                    .part(by.to_string())
                    .part(from.to_string())
                    .part(until.to_string())
                    .optional(ended.map(instant))
            },
        ))
    }

    /// A factor counts once it is confirmed.
    fn factor_digest(&mut self, user: UserId) -> Result<ChainHash, StoreError> {
        let seed: Option<String> = second_factors::table
            .find(Key(user))
            .filter(second_factors::confirmed_at.is_not_null())
            .select(second_factors::sealed_seed)
            .first(self.db())
            .optional()?;
        Ok(ChainHash::default().optional(seed))
    }

    fn sign_on_digest(&mut self, user: UserId) -> Result<ChainHash, StoreError> {
        use single_sign_on_identities as identities;
        let rows: Vec<(String, String)> = identities::table
            .filter(identities::user_id.eq(Key(user)))
            .order((identities::issuer, identities::subject))
            .select((identities::issuer, identities::subject))
            .load(self.db())?;
        Ok(rows
            .into_iter()
            .fold(ChainHash::default(), |digest, (issuer, subject)| {
                digest.part(issuer).part(subject)
            }))
    }

    fn program_digest(&mut self, user: UserId) -> Result<ChainHash, StoreError> {
        let actions: Vec<String> = service_actions::table
            .filter(service_actions::user_id.eq(Key(user)))
            .order(service_actions::action)
            .select(service_actions::action)
            .load(self.db())?;
        let keys: Vec<ServiceKey> = service_keys::table
            .filter(service_keys::user_id.eq(Key(user)))
            .order(service_keys::id)
            .select((
                service_keys::id,
                service_keys::digest,
                service_keys::expires_at,
                service_keys::ended_at,
            ))
            .load(self.db())?;
        let digest = actions.into_iter().fold(ChainHash::default(), ChainHash::part);
        Ok(keys
            .into_iter()
            .fold(digest, |digest, (id, secret, expires, ended)| {
                digest
                    .part(id.to_string())
                    .optional(secret)
                    .part(instant(expires))
                    .optional(ended.map(instant))
            }))
    }

    fn protections_digest(&mut self, user: UserId) -> Result<ChainHash, StoreError> {
        let rows: Vec<Protection> = contact_protections::table
            .filter(contact_protections::user_id.eq(Key(user)))
            .order(contact_protections::id)
            .select((
                contact_protections::id,
                contact_protections::hides_setting,
                contact_protections::from_on,
                contact_protections::until_on,
                contact_protections::ended_at,
            ))
            .load(self.db())?;
        Ok(rows.into_iter().fold(
            ChainHash::default(),
            |digest, (id, hides_setting, from, until, ended)| {
                digest
                    .part(id.to_string())
                    .part(hides_setting.to_string())
                    .part(from.to_string())
                    .optional(until.map(|day| day.to_string()))
                    .optional(ended.map(instant))
            },
        ))
    }

    /// Accounts of which no log knows, in the order of their ids; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn accounts_without_log(&mut self, limit: i64) -> Result<Vec<UserId>, StoreError> {
        let log = account_heads::table.filter(account_heads::subject_id.eq(users::id));
        Ok(users::table
            .filter(diesel::dsl::not(exists(log)))
            .order(users::id)
            .limit(limit)
            .select(users::id)
            .load(self.db())?)
    }
}

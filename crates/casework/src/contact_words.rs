//! What people send and are shown about how somebody is reached.

use chrono::{DateTime, NaiveDate, Utc};
use ehcp_case::{
    ChildId, ContactChangeRequestId, ContactProtectionId, EmailAddress, Line, PlainText, Postcode, Prose,
    Telephone, UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A postal address without its postcode, a line each.
pub type Address = PlainText<500, true>;

/// The way in which somebody prefers to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PreferredWay {
    /// By letter.
    Post,
    /// By telephone.
    Telephone,
    /// By e-mail.
    Email,
}

impl PreferredWay {
    /// The word that is kept.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Telephone => "telephone",
            Self::Email => "email",
        }
    }
}

impl std::str::FromStr for PreferredWay {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Post, Self::Telephone, Self::Email]
            .into_iter()
            .find(|way| way.word() == word)
            .ok_or(())
    }
}

/// How somebody is reached. What is left out is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactDetails {
    /// The address without its postcode, a line each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 500, example = "14 Alder Road\nAlderton")]
    pub address: Option<Address>,
    /// The postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<Postcode>,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<Telephone>,
    /// The e-mail address for messages. The one for signing in belongs to the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// The preferred way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred: Option<PreferredWay>,
    /// A telephone number that a school or the contact centre may use in the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_telephone: Option<Telephone>,
    /// The same as an e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_email: Option<EmailAddress>,
}

impl ContactDetails {
    /// The names of the fields that are given, with commas between; nothing when none is.
    pub(crate) fn field_names(&self) -> String {
        let given = [
            ("address", self.address.is_some()),
            ("postcode", self.postcode.is_some()),
            ("telephone", self.telephone.is_some()),
            ("email", self.email.is_some()),
            ("preferred", self.preferred.is_some()),
            ("day_telephone", self.day_telephone.is_some()),
            ("day_email", self.day_email.is_some()),
        ];
        let names = given.iter().filter(|(_, given)| *given).map(|(name, _)| *name);
        names.collect::<Vec<_>>().join(",")
    }
}

/// Recording how somebody is reached. All of it is replaced; the version before stays in the record.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordContacts {
    /// The adult; the child or young person when left out.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// How the person is reached.
    pub details: ContactDetails,
    /// From this day; today when left out.
    #[serde(default)]
    #[schema(example = "2026-09-07")]
    pub from_on: Option<NaiveDate>,
    /// How it became known. Shown to staff only.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "Told on the telephone; date of birth checked.")]
    pub reason: Option<Line>,
}

/// Asking that contact details be changed. An officer checks it and makes the change.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskForContactChange {
    /// The adult; the child or young person when left out. A parent asks for themself and leaves it out.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// How the person is reached from now on.
    pub details: ContactDetails,
    /// How it became known.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "The mother rang; reference and date of birth checked.")]
    pub reason: Option<Line>,
}

/// Deciding on a change that was asked for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideContactChange {
    /// Whether the change is made.
    pub make: bool,
    /// How it was checked, or why it is not made.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "Rang back on the number on record.")]
    pub reason: Option<Line>,
}

const fn yes() -> bool {
    true
}

/// Protecting an address: from then on nobody from outside learns it, nor what would give it away.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProtectAddress {
    /// The adult whose address it is; the child or young person when left out, which keeps it from both parents.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// Why. Shown to staff only.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Non-molestation order seen on 4 September 2026.")]
    pub reason: Prose,
    /// Whether the name of the child's setting would give the address away too; yes when left out.
    #[serde(default = "yes")]
    pub hides_setting: bool,
    /// From this day; today when left out.
    #[serde(default)]
    #[schema(example = "2026-09-07")]
    pub from_on: Option<NaiveDate>,
    /// The last day; without an end when left out.
    #[serde(default)]
    pub until_on: Option<NaiveDate>,
}

/// Ending the protection of an address.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndProtection {
    /// The child in whose record it is ended.
    pub child_id: ChildId,
    /// Why. Shown to staff only.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "The order ended on 1 September 2027; the mother agrees.")]
    pub reason: Prose,
}

/// How one person in a child's record is reached, as far as it is for the reader.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactView {
    /// The adult; absent for the child or young person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The person's name.
    #[schema(example = "Amina Okafor", max_length = 401)]
    pub name: String,
    /// How the person is reached now; absent when nothing is recorded or nothing is for the reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<ContactDetails>,
    /// From this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_on: Option<NaiveDate>,
    /// Whether the address is protected today; shown to staff and to the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protected: Option<bool>,
    /// The protections, the latest first; shown to staff only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub protections: Vec<ContactProtectionView>,
    /// The versions before, the latest first; shown to staff only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000)]
    pub earlier: Vec<ContactVersionView>,
}

/// One version of how somebody is reached.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactVersionView {
    /// How the person was reached.
    pub details: ContactDetails,
    /// From this day.
    pub from_on: NaiveDate,
    /// How it became known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub reason: Option<String>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: UserId,
    /// Its number among the versions, from 1.
    pub number: i64,
}

/// The protection of an address.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactProtectionView {
    /// The protection.
    pub id: ContactProtectionId,
    /// The adult; absent for the child or young person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Why.
    #[schema(max_length = 20000)]
    pub reason: String,
    /// Whether the name of the child's setting is kept from parents too.
    pub hides_setting: bool,
    /// From this day.
    pub from_on: NaiveDate,
    /// The last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
    /// When it was ended before its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
}

/// A change of contact details that somebody asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactChangeView {
    /// The request.
    pub id: ContactChangeRequestId,
    /// The adult; absent for the child or young person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// What was asked.
    pub details: ContactDetails,
    /// How it became known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub reason: Option<String>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// By whom.
    pub asked_by: UserId,
    /// Whether it was made; absent while nobody has decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<bool>,
    /// When it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
}

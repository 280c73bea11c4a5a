//! How domain types are stored, alike on both databases.
//!
//! | meaning | SQL type in `table!` | PostgreSQL | SQLite | read as | written as |
//! | --- | --- | --- | --- | --- | --- |
//! | id | [`DbUuid`] | uuid | BLOB, 16 bytes | the id or [`Key`] | [`Key`] |
//! | instant | [`DbInstant`] | timestamptz | INTEGER, µs since 1970 | `DateTime<Utc>` or [`Instant`] | [`Instant`] |
//! | word of an enum, checked text | [`DbWord`] | text | TEXT | the type or [`Word`] | [`Word`] |
//! | legal date | `Date` | date | TEXT `YYYY-MM-DD` | `NaiveDate` | `NaiveDate` |
//!
//! The wrappers exist because Diesel's binding traits cannot be implemented for types of other crates. A struct that
//! is only read has the plain types; one that is also written has the wrappers, whose one field is public.

mod instant;
mod key;
mod word;

pub use instant::{DbInstant, Instant};
pub use key::{DbUuid, Key};
pub(crate) use word::words;
pub use word::{DbWord, Word, WordText};

/// Lets the enum connection carry a wrapper that both databases can carry.
macro_rules! on_either_database {
    ($sql:ident: $wrapper:ident $(<$t:ident: $bound:path>)?) => {
        impl ::diesel::sql_types::HasSqlType<$sql> for $crate::db::MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$sql>(lookup)
            }
        }

        impl$(<$t: $bound>)? ::diesel::deserialize::FromSql<$sql, $crate::db::MultiBackend> for $wrapper$(<$t>)? {
            fn from_sql(value: $crate::db::MultiRawValue<'_>) -> ::diesel::deserialize::Result<Self> {
                value.from_sql::<Self, $sql>()
            }
        }

        impl$(<$t: $bound>)? ::diesel::serialize::ToSql<$sql, $crate::db::MultiBackend> for $wrapper$(<$t>)? {
            fn to_sql<'b>(
                &'b self,
                out: &mut ::diesel::serialize::Output<'b, '_, $crate::db::MultiBackend>,
            ) -> ::diesel::serialize::Result {
                out.set_value(($sql, self));
                Ok(::diesel::serialize::IsNull::No)
            }
        }
    };
}
use on_either_database;

/// Lets a query give the domain type itself instead of its wrapper.
macro_rules! read_plainly {
    ($sql:ident, $wrapper:ident: $($plain:ty),+ $(,)?) => {$(
        impl<DB> ::diesel::deserialize::FromSql<$sql, DB> for $plain
        where
            DB: ::diesel::backend::Backend,
            $wrapper<$plain>: ::diesel::deserialize::FromSql<$sql, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> ::diesel::deserialize::Result<Self> {
                <$wrapper<$plain> as ::diesel::deserialize::FromSql<$sql, DB>>::from_sql(value).map(|read| read.0)
            }
        }

        impl<DB> ::diesel::Queryable<$sql, DB> for $plain
        where
            DB: ::diesel::backend::Backend,
            $plain: ::diesel::deserialize::FromSql<$sql, DB>,
        {
            type Row = Self;
            fn build(row: Self) -> ::diesel::deserialize::Result<Self> {
                Ok(row)
            }
        }
    )+};
}
pub(crate) use read_plainly;

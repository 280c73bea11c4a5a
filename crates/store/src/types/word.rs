//! Enums and checked texts.

use super::on_either_database;
use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow, Queryable},
    expression::AsExpression,
    pg::{Pg, PgValue},
    query_builder::QueryId,
    serialize::{self, IsNull, Output, ToSql},
    sql_types::{SqlOrd, SqlType},
    sqlite::{Sqlite, SqliteValue},
};
use ehcp_case::{CaseReference, PlainText, Stage, Upn};
use std::{borrow::Cow, fmt::Debug, io::Write, str};

/// The SQL type of words and checked texts: text on both. A column that is searched by `LIKE` is `Text` instead.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 25, array_oid = 1009), sqlite_type(name = "Text"))]
pub struct DbWord;

impl SqlOrd for DbWord {}

/// A value stored as its word or text: `cases::stage.eq(Word(Stage::Assessing))`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = DbWord)]
pub struct Word<T: WordText>(pub T);

/// What [`Word`] can hold; [`words!`] implements it.
pub trait WordText: Sized + Debug + Send + Sync + 'static {
    /// The text that is stored.
    fn to_word(&self) -> Cow<'_, str>;
    /// The value with this text; nothing when no version of this program wrote it.
    fn from_word(text: &str) -> Option<Self>;
}

impl<T: WordText> From<T> for Word<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

fn read<T: WordText>(text: &str) -> deserialize::Result<Word<T>> {
    let unknown = || "a stored word or text does not fit its type".into();
    T::from_word(text).map(Word).ok_or_else(unknown)
}

impl<T: WordText> FromSql<DbWord, Pg> for Word<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        read(str::from_utf8(value.as_bytes())?)
    }
}

impl<T: WordText> ToSql<DbWord, Pg> for Word<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.to_word().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<T: WordText> FromSql<DbWord, Sqlite> for Word<T> {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        read(value.read_text())
    }
}

impl<T: WordText> ToSql<DbWord, Sqlite> for Word<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        match self.0.to_word() {
            Cow::Borrowed(word) => out.set_value(word),
            Cow::Owned(word) => out.set_value(word),
        }
        Ok(IsNull::No)
    }
}

on_either_database!(DbWord: Word<T: WordText>);

/// Makes types storable as [`DbWord`]. `words!(all: Stage, Role)` for enums with `ALL` and `word()`;
/// `words!(parsed: CaseReference, Upn)` for types that `FromStr` reads and `Display` writes.
macro_rules! words {
    (all: $($word:ty),+ $(,)?) => {$(
        impl $crate::types::WordText for $word {
            fn to_word(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed(self.word())
            }
            fn from_word(text: &str) -> Option<Self> {
                <$word>::ALL.into_iter().find(|value| value.word() == text)
            }
        }
        $crate::types::words!(@read $word);
    )+};
    (parsed: $($word:ty),+ $(,)?) => {$(
        impl $crate::types::WordText for $word {
            fn to_word(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Owned(self.to_string())
            }
            fn from_word(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
        $crate::types::words!(@read $word);
    )+};
    (@read $word:ty) => {
        const _: () = {
            use $crate::types::{DbWord, Word};
            $crate::types::read_plainly!(DbWord, Word: $word);
        };
    };
}
pub(crate) use words;

words!(all: Stage);
words!(parsed: CaseReference, Upn);

impl<const MAX: usize, const LINES: bool> WordText for PlainText<MAX, LINES> {
    fn to_word(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
    fn from_word(text: &str) -> Option<Self> {
        Self::new(text).ok()
    }
}

impl<DB: Backend, const MAX: usize, const LINES: bool> FromSql<DbWord, DB> for PlainText<MAX, LINES>
where
    Word<Self>: FromSql<DbWord, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        <Word<Self> as FromSql<DbWord, DB>>::from_sql(value).map(|read| read.0)
    }
}

impl<DB: Backend, const MAX: usize, const LINES: bool> Queryable<DbWord, DB> for PlainText<MAX, LINES>
where
    Self: FromSql<DbWord, DB>,
{
    type Row = Self;
    fn build(row: Self) -> deserialize::Result<Self> {
        Ok(row)
    }
}

//! JSON.

use super::on_either_database;
use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    query_builder::QueryId,
    serialize::{self, IsNull, Output, ToSql},
    sql_types::SqlType,
    sqlite::{Sqlite, SqliteValue},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{fmt::Debug, io::Write};

/// The SQL type of JSON: jsonb on PostgreSQL, TEXT with a `json_valid` check on SQLite.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 3802, array_oid = 3807), sqlite_type(name = "Text"))]
pub struct DbJson;

/// A value stored as JSON. PostgreSQL does not keep the order of members.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = DbJson)]
pub struct Json<T: JsonValue = serde_json::Value>(pub T);

/// What [`Json`] can hold.
pub trait JsonValue: Serialize + DeserializeOwned + Debug + Send + Sync + 'static {}
impl<T: Serialize + DeserializeOwned + Debug + Send + Sync + 'static> JsonValue for T {}

/// jsonb travels as this version number and then the text.
const JSONB_VERSION: u8 = 1;

fn read<T: JsonValue>(text: &[u8]) -> deserialize::Result<Json<T>> {
    // The parser's own message quotes what it found, which may be personal data.
    serde_json::from_slice(text).map(Json).map_err(|error| {
        let (kind, column) = (error.classify(), error.column());
        format!("stored JSON does not fit its type ({kind:?} at column {column})").into()
    })
}

impl<T: JsonValue> FromSql<DbJson, Pg> for Json<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes().split_first() {
            Some((&JSONB_VERSION, text)) => read(text),
            _ => Err("stored JSON has an unknown binary form".into()),
        }
    }
}

impl<T: JsonValue> ToSql<DbJson, Pg> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&[JSONB_VERSION])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: JsonValue> FromSql<DbJson, Sqlite> for Json<T> {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        read(value.read_text().as_bytes())
    }
}

impl<T: JsonValue> ToSql<DbJson, Sqlite> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}

on_either_database!(DbJson: Json<T: JsonValue>);

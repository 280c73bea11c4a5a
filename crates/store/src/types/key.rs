//! Ids.

use super::{on_either_database, read_plainly};
use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    query_builder::QueryId,
    serialize::{self, IsNull, Output, ToSql},
    sql_types::{self, SqlOrd, SqlType},
    sqlite::{Sqlite, SqliteValue},
};
use ehcp_case::{
    AccessListEntryId, AdviceRequestId, ApprovalId, AssessmentId, AttachmentId, BreakGlassId, CaseId,
    ChildId, ContactChangeRequestId, ContactId, ContactProtectionId, CoverId, DecisionId, DisclosureId,
    DisputeId, DisputeStepId, EducationSettingId, EnrolmentId, EventId, ExceptionId, FactId, HandOverId,
    HelperId, InvitationId, LimitId, NoticeId, NoticeLetterId, OutgoingMessageId, ParentLinkId, PlanId,
    RepresentationId, RequestId, RestrictionId, ServiceKeyId, SessionId, StatementId, TeamId, UserId,
};
use std::{fmt::Debug, io::Write};
use uuid::Uuid;

/// The SQL type of ids: uuid on PostgreSQL, a BLOB of 16 bytes on SQLite.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951), sqlite_type(name = "Binary"))]
pub struct DbUuid;

impl SqlOrd for DbUuid {}

/// An id on its way into or out of the database: `cases::id.eq(Key(case_id))`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = DbUuid)]
pub struct Key<T: Id>(pub T);

/// What a [`Key`] can hold: a typed id, or a bare UUID.
pub trait Id: From<Uuid> + Into<Uuid> + Copy + Debug + Send + Sync + 'static {}
impl<T: From<Uuid> + Into<Uuid> + Copy + Debug + Send + Sync + 'static> Id for T {}

impl<T: Id> From<T> for Key<T> {
    fn from(id: T) -> Self {
        Self(id)
    }
}

impl<T: Id> FromSql<DbUuid, Pg> for Key<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let id = <Uuid as FromSql<sql_types::Uuid, Pg>>::from_sql(value)?;
        Ok(Self(id.into()))
    }
}

impl<T: Id> ToSql<DbUuid, Pg> for Key<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let id: Uuid = self.0.into();
        out.write_all(id.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<T: Id> FromSql<DbUuid, Sqlite> for Key<T> {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let id = Uuid::from_slice(value.read_blob())?;
        Ok(Self(id.into()))
    }
}

impl<T: Id> ToSql<DbUuid, Sqlite> for Key<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        let id: Uuid = self.0.into();
        out.set_value(id.as_bytes().to_vec());
        Ok(IsNull::No)
    }
}

on_either_database!(DbUuid: Key<T: Id>);

// A new typed id is added here once.
read_plainly!(
    DbUuid, Key: AccessListEntryId, AdviceRequestId, ApprovalId, AssessmentId, AttachmentId, BreakGlassId, CaseId, ChildId, ContactChangeRequestId, ContactId, ContactProtectionId, CoverId, DecisionId, DisclosureId, DisputeId, DisputeStepId, EducationSettingId, EnrolmentId, EventId, ExceptionId, FactId, HandOverId, HelperId, InvitationId, LimitId, NoticeId, NoticeLetterId, OutgoingMessageId, ParentLinkId, PlanId, RepresentationId, RequestId, RestrictionId, ServiceKeyId, SessionId, StatementId, TeamId, UserId,
);

// Diesel lets a query give any type of its own that can be read.
impl<DB: diesel::backend::Backend> FromSql<DbUuid, DB> for Uuid
where
    Key<Self>: FromSql<DbUuid, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        <Key<Self> as FromSql<DbUuid, DB>>::from_sql(value).map(|read| read.0)
    }
}

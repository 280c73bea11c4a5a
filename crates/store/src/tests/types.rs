//! What is written reads back equal, on both databases.

use crate::{
    StoreError,
    dialect::{Locked, PerBackend, insert_all},
    on_both_databases,
    testing::TestDatabase,
    types::{DbInstant, DbUuid, DbWord, Instant, Key, Word},
};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    AsChangeset, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, Queryable, RunQueryDsl,
    Selectable, SelectableHelper, connection::SimpleConnection, dsl::max, insert_into, update,
};
use ehcp_case::{CaseId, CaseReference, Line, Stage, UserId};
use uuid::Uuid;

on_both_databases!(
    a_written_row_reads_back_equal,
    a_row_reads_into_plain_types,
    an_instant_is_cut_to_whole_microseconds,
    values_filter_order_and_aggregate,
    many_rows_go_in_at_once,
    a_conflict_can_update_or_do_nothing,
);

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Date, Nullable};
    use super::{DbInstant, DbUuid, DbWord};

    /// One column of each type.
    samples (id) {
        id -> DbUuid,
        stage -> DbWord,
        reference -> DbWord,
        name -> DbWord,
        received_on -> Date,
        recorded_at -> DbInstant,
        owner -> Nullable<DbUuid>,
        closed_at -> Nullable<DbInstant>,
        last_stage -> Nullable<DbWord>,
        open -> Bool,
        version -> BigInt,
    }
}

const SQLITE: &str = "CREATE TABLE samples (id BLOB PRIMARY KEY CHECK (length(id) = 16), stage TEXT NOT NULL, \
    reference TEXT NOT NULL, name TEXT NOT NULL, received_on TEXT NOT NULL, recorded_at INTEGER NOT NULL, \
    owner BLOB, closed_at INTEGER, last_stage TEXT, \
    open INTEGER NOT NULL, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;";

const POSTGRES: &str = "CREATE TABLE samples (id UUID PRIMARY KEY, stage TEXT NOT NULL, reference TEXT NOT NULL, \
    name TEXT NOT NULL, received_on DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, \
    owner UUID, closed_at TIMESTAMPTZ, last_stage TEXT, open BOOLEAN NOT NULL, version BIGINT NOT NULL);";

/// A row that is written has the wrappers.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = samples, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Sample {
    id: Key<CaseId>,
    stage: Word<Stage>,
    reference: Word<CaseReference>,
    name: Word<Line>,
    received_on: NaiveDate,
    recorded_at: Instant,
    owner: Option<Key<UserId>>,
    closed_at: Option<Instant>,
    last_stage: Option<Word<Stage>>,
    open: bool,
    version: i64,
}

/// A row that is only read has the plain types.
#[derive(Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = samples)]
struct PlainSample {
    id: CaseId,
    stage: Stage,
    reference: CaseReference,
    name: Line,
    received_on: NaiveDate,
    recorded_at: DateTime<Utc>,
    owner: Option<UserId>,
    closed_at: Option<DateTime<Utc>>,
    last_stage: Option<Stage>,
}

fn instant(nanoseconds: u32) -> DateTime<Utc> {
    DateTime::from_timestamp(1_770_000_000, nanoseconds).unwrap()
}

fn sample(number: u32) -> Sample {
    Sample {
        id: Key(CaseId(Uuid::from_u128(u128::from(number)))),
        stage: Word(Stage::Assessing),
        reference: Word(CaseReference::new(2026, number).unwrap()),
        name: Word(Line::new("Zoë Ó Briain").unwrap()),
        received_on: NaiveDate::from_ymd_opt(2026, 2, 28).unwrap(),
        recorded_at: Instant::new(instant(123_456_789)),
        owner: None,
        closed_at: None,
        last_stage: None,
        open: true,
        version: i64::from(number),
    }
}

fn with_samples(database: &TestDatabase, rows: Vec<Sample>) -> crate::Store {
    let store = database.open();
    store
        .write_blocking(move |tx| {
            let table = match tx.kind() {
                crate::Kind::Postgres => POSTGRES,
                crate::Kind::Sqlite => SQLITE,
            };
            tx.db().batch_execute(table)?;
            for row in &rows {
                insert_into(samples::table).values(row).execute(tx.db())?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    store
}

fn a_written_row_reads_back_equal(database: TestDatabase) {
    let filled = Sample {
        owner: Some(Key(UserId(Uuid::from_u128(7)))),
        closed_at: Some(Instant::new(instant(0))),
        last_stage: Some(Word(Stage::PlanIssued)),
        open: false,
        ..sample(2)
    };
    let store = with_samples(&database, vec![sample(1), filled.clone()]);
    let emptied = Sample {
        id: filled.id,
        ..sample(3)
    };
    let change = emptied.clone();
    let (first, second, third) = store
        .write_blocking(move |tx| {
            let one = |row: &Sample| samples::table.find(row.id).select(Sample::as_select());
            let first = one(&sample(1)).get_result(tx.db())?;
            let second = one(&filled).get_result(tx.db())?;
            update(samples::table.find(change.id))
                .set(&change)
                .execute(tx.db())?;
            Ok::<_, StoreError>((first, (second, filled.clone()), one(&filled).get_result(tx.db())?))
        })
        .unwrap();
    assert_eq!(first, sample(1));
    assert_eq!(second.0, second.1);
    assert_eq!(third, emptied);
}

fn a_row_reads_into_plain_types(database: TestDatabase) {
    let store = with_samples(&database, vec![sample(1)]);
    let read: PlainSample = store
        .read_blocking(|tx| {
            Ok::<_, StoreError>(samples::table.select(PlainSample::as_select()).first(tx.db())?)
        })
        .unwrap();
    let written = sample(1);
    assert_eq!(read.id, written.id.0);
    assert_eq!(
        (read.stage, read.reference, read.name),
        (written.stage.0, written.reference.0, written.name.0)
    );
    assert_eq!(
        (read.received_on, read.recorded_at),
        (written.received_on, written.recorded_at.utc())
    );
    assert_eq!((read.owner, read.closed_at, read.last_stage), (None, None, None));
}

fn an_instant_is_cut_to_whole_microseconds(database: TestDatabase) {
    let early = DateTime::from_timestamp(-1, 999_999_999).unwrap();
    let rows = [(1, instant(999_999_999)), (2, early)].map(|(number, recorded_at)| Sample {
        recorded_at: recorded_at.into(),
        ..sample(number)
    });
    let store = with_samples(&database, rows.into());
    let read: Vec<DateTime<Utc>> = store
        .read_blocking(|tx| {
            let query = samples::table
                .select(samples::recorded_at)
                .order(samples::version);
            Ok::<_, StoreError>(query.load(tx.db())?)
        })
        .unwrap();
    assert_eq!(
        read,
        [
            instant(999_999_000),
            DateTime::from_timestamp(-1, 999_999_000).unwrap()
        ]
    );
}

fn values_filter_order_and_aggregate(database: TestDatabase) {
    let later = Sample {
        stage: Word(Stage::PlanIssued),
        recorded_at: Instant::new(instant(999_000_000)),
        ..sample(2)
    };
    let store = with_samples(&database, vec![later, sample(1)]);
    store
        .read_blocking(|tx| {
            let ids: Vec<CaseId> = samples::table
                .filter(samples::stage.eq_any([Stage::Assessing, Stage::PlanIssued].map(Word)))
                .filter(samples::recorded_at.le(Instant::new(instant(999_000_000))))
                .filter(samples::id.eq_any([sample(1).id, sample(2).id]))
                .filter(samples::owner.is_null())
                .order(samples::id)
                .select(samples::id)
                .load(tx.db())?;
            assert_eq!(ids, [sample(1).id.0, sample(2).id.0]);
            let newest: Option<Instant> = samples::table
                .select(max(samples::recorded_at))
                .get_result(tx.db())?;
            assert_eq!(newest, Some(Instant::new(instant(999_000_000))));
            let after: Vec<CaseReference> = samples::table
                .filter(samples::id.gt(sample(1).id))
                .select(samples::reference)
                .load(tx.db())?;
            assert_eq!(after, [sample(2).reference.0]);
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn many_rows_go_in_at_once(database: TestDatabase) {
    let store = with_samples(&database, Vec::new());
    let inserted = store
        .write_blocking(|tx| {
            let rows: Vec<Sample> = (1..=1_201).map(sample).collect();
            Ok::<_, StoreError>(insert_all!(tx.db(), samples::table, rows)?)
        })
        .unwrap();
    assert_eq!(inserted, 1_201);
    let count: i64 = store
        .read_blocking(|tx| Ok::<_, StoreError>(samples::table.count().get_result(tx.db())?))
        .unwrap();
    assert_eq!(count, 1_201);
}

fn a_conflict_can_update_or_do_nothing(database: TestDatabase) {
    let store = with_samples(&database, vec![sample(1)]);
    let again = Sample {
        id: sample(1).id,
        ..sample(9)
    };
    let (ignored, version) = store
        .write_blocking(move |tx| {
            let ignored = PerBackend(
                insert_into(samples::table)
                    .values(&again)
                    .on_conflict(samples::id)
                    .do_nothing(),
            )
            .execute(tx.db())?;
            PerBackend(
                insert_into(samples::table)
                    .values(&again)
                    .on_conflict(samples::id)
                    .do_update()
                    .set(samples::version.eq(again.version)),
            )
            .execute(tx.db())?;
            let version: Option<i64> = Locked(samples::table.find(again.id).select(samples::version))
                .get_result(tx.db())
                .optional()?;
            Ok::<_, StoreError>((ignored, version))
        })
        .unwrap();
    assert_eq!((ignored, version), (0, Some(9)));
}

//! Every kind of change to a log, on every row; each is undone before the next.

use super::{Log, Scene};
use ehcp_casework::audit::LogKind;
use ehcp_test_support::{Attacker, Class};
use uuid::Uuid;

/// Tries every change to a log and says how many there were.
pub fn try_all(scene: &Scene, log: &Log) -> usize {
    let mut attack = Attack::begin(scene, log);
    let longest = attack.longest_stream();
    for stream in attack.streams() {
        let last = attack.last_of(stream);
        for number in 1..=last {
            attack.edits(stream, number);
            attack.deletes(stream, number);
            attack.clones(stream, number, last);
            attack.writes_anew_from(stream, number, last);
        }
        attack.swaps(stream, last);
        attack.cuts(stream, last);
        attack.removes(stream);
    }
    attack.end();
    assert!(
        longest >= 3,
        "{}: its longest stream has {longest} entries",
        log.table
    );
    attack.tried
}

struct Attack<'a> {
    scene: &'a Scene,
    log: &'a Log,
    attacker: Attacker,
    tried: usize,
}

impl<'a> Attack<'a> {
    fn begin(scene: &'a Scene, log: &'a Log) -> Self {
        let mut attacker = Attacker::on(&scene.app.database);
        let [heads, ..] = log.head;
        for table in [log.table, heads] {
            attacker.does(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}"));
        }
        Self {
            scene,
            log,
            attacker,
            tried: 0,
        }
    }

    fn end(&mut self) {
        let [heads, ..] = self.log.head;
        for table in [self.log.table, heads] {
            self.attacker.does(&format!("DROP TABLE kept_{table}"));
        }
    }

    fn kind(&self) -> LogKind {
        match self.log.table {
            "events" => LogKind::Case,
            "read_log" => LogKind::Reads,
            "security_log" => LogKind::Security,
            _ => LogKind::Account,
        }
    }

    fn streams(&self) -> Vec<Uuid> {
        let heads = self.scene.known.keys();
        let mut streams: Vec<Uuid> = heads
            .filter(|(kind, _)| *kind == self.kind())
            .map(|(_, id)| *id)
            .collect();
        streams.sort_unstable();
        streams
    }

    fn last_of(&self, stream: Uuid) -> i64 {
        self.scene.known[&(self.kind(), stream)].0
    }

    fn longest_stream(&self) -> i64 {
        self.streams()
            .into_iter()
            .map(|stream| self.last_of(stream))
            .max()
            .unwrap_or(0)
    }

    fn place(&self, stream: Uuid, number: i64) -> String {
        let Log {
            stream: of,
            number: at,
            ..
        } = self.log;
        format!("{of} = {} AND {at} = {number}", self.attacker.id(stream))
    }

    /// Does it, sees that it is found, and undoes it.
    fn try_one(&mut self, what: &str, sql: &str) {
        self.attacker.does(sql);
        let findings = self.scene.findings();
        assert!(
            !findings.is_empty(),
            "{}: {what} was not found: {sql}",
            self.log.table
        );
        self.undo();
        self.tried += 1;
    }

    fn undo(&mut self) {
        let [heads, ..] = self.log.head;
        for table in [self.log.table, heads] {
            self.attacker.does(&format!(
                "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}"
            ));
        }
    }

    fn edits(&mut self, stream: Uuid, number: i64) {
        let place = self.place(stream, number);
        for (column, class) in self.log.columns {
            let value = self.attacker.altered(column, *class);
            let table = self.log.table;
            self.try_one(
                &format!("an edited {column}"),
                &format!("UPDATE {table} SET {column} = {value} WHERE {place}"),
            );
        }
    }

    fn deletes(&mut self, stream: Uuid, number: i64) {
        let (table, place) = (self.log.table, self.place(stream, number));
        self.try_one("a deleted row", &format!("DELETE FROM {table} WHERE {place}"));
    }

    /// The same row once more at the end of the stream, the head moved to it.
    fn clones(&mut self, stream: Uuid, number: i64, last: i64) {
        let [heads, key, count, _] = self.log.head;
        let Log {
            table,
            stream: of,
            number: at,
            columns,
            ..
        } = self.log;
        let mut names = vec![*of];
        let mut values = vec![(*of).to_owned()];
        for (column, _) in *columns {
            names.push(column);
            values.push(match *column {
                "id" => self.attacker.altered("id", Class::Id),
                other => other.to_owned(),
            });
        }
        let (names, values) = (names.join(", "), values.join(", "));
        let next = last + 1;
        let (place, id) = (self.place(stream, number), self.attacker.id(stream));
        self.try_one(
            "a cloned row",
            &format!(
                "INSERT INTO {table} ({names}, {at}) SELECT {values}, {next} FROM {table} WHERE {place}; \
                 UPDATE {heads} SET {count} = {next} WHERE {key} = {id}"
            ),
        );
    }

    fn swaps(&mut self, stream: Uuid, last: i64) {
        let Log {
            table, number: at, ..
        } = self.log;
        for number in 1..last {
            let (one, other) = (self.place(stream, number), self.place(stream, number + 1));
            let aside = self.place(stream, 1_000_000);
            self.try_one(
                "two swapped rows",
                &format!(
                    "UPDATE {table} SET {at} = 1000000 WHERE {one}; UPDATE {table} SET {at} = {number} WHERE {other}; \
                     UPDATE {table} SET {at} = {} WHERE {aside}",
                    number + 1
                ),
            );
        }
    }

    /// The end cut off, the head moved back to what is left.
    fn cuts(&mut self, stream: Uuid, last: i64) {
        let [heads, key, count, hash] = self.log.head;
        let Log {
            table,
            stream: of,
            number: at,
            ..
        } = self.log;
        let id = self.attacker.id(stream);
        for left in 1..last {
            let place = self.place(stream, left);
            self.try_one(
                "a cut tail",
                &format!(
                    "DELETE FROM {table} WHERE {of} = {id} AND {at} > {left}; \
                     UPDATE {heads} SET {count} = {left}, {hash} = (SELECT hash FROM {table} WHERE {place}) \
                     WHERE {key} = {id}"
                ),
            );
        }
    }

    /// The whole stream with its head.
    fn removes(&mut self, stream: Uuid) {
        let [heads, key, ..] = self.log.head;
        let Log {
            table, stream: of, ..
        } = self.log;
        let id = self.attacker.id(stream);
        self.try_one(
            "a removed log",
            &format!("DELETE FROM {table} WHERE {of} = {id}; DELETE FROM {heads} WHERE {key} = {id}"),
        );
    }

    /// One row changed, and every hash from there to the head made good again: only a checkpoint can tell.
    fn writes_anew_from(&mut self, stream: Uuid, number: i64, last: i64) {
        let (column, class) = self.log.columns[0];
        let (table, place) = (self.log.table, self.place(stream, number));
        let value = self.attacker.altered(column, class);
        let mut sql = format!("UPDATE {table} SET {column} = {value} WHERE {place};");
        self.attacker.does(&sql);
        let mut previous = self.hash_before(stream, number);
        for at in number..=last {
            let hash = self.hash_anew(stream, at, &previous);
            sql = format!(
                "UPDATE {table} SET previous_hash = '{previous}', hash = '{hash}' WHERE {}",
                self.place(stream, at)
            );
            self.attacker.does(&sql);
            previous = hash;
        }
        let [heads, key, _, hash] = self.log.head;
        let id = self.attacker.id(stream);
        self.try_one(
            "a log written anew",
            &format!("UPDATE {heads} SET {hash} = '{previous}' WHERE {key} = {id}"),
        );
    }

    fn hash_before(&self, stream: Uuid, number: i64) -> String {
        match number {
            1 => ehcp_store::FIRST_HASH.to_owned(),
            _ => self.row(stream, number - 1).1,
        }
    }

    fn hash_anew(&self, stream: Uuid, number: i64, previous: &str) -> String {
        self.row_after(stream, number, Some(previous)).0
    }

    fn row(&self, stream: Uuid, number: i64) -> (String, String) {
        self.row_after(stream, number, None)
    }

    /// The hash that a row should have, after a hash if one is given, and the hash that it has.
    fn row_after(&self, stream: Uuid, number: i64, previous: Option<&str>) -> (String, String) {
        let (kind, previous) = (self.kind(), previous.map(str::to_owned));
        let store = &self.scene.app.store;
        let found = store.read_blocking(move |tx| {
            macro_rules! hashes {
                ($rows:expr) => {{
                    let mut row = $rows.remove(0);
                    if let Some(previous) = previous {
                        row.previous_hash = previous;
                    }
                    (row.expected_hash(), row.hash)
                }};
            }
            Ok::<_, ehcp_store::StoreError>(match kind {
                LogKind::Case => hashes!(tx.events_after(stream.into(), number - 1, 1)?),
                LogKind::Reads => hashes!(tx.reads_after(stream, number - 1, 1)?),
                LogKind::Security => hashes!(tx.security_after(stream, number - 1, 1)?),
                LogKind::Account => hashes!(tx.account_events_after(stream, number - 1, 1)?),
            })
        });
        found.unwrap()
    }
}

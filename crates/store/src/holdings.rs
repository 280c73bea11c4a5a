//! What each table holds, and on whom: the one place that says what goes when a person's record is erased. A test walks
//! every table of the schema, so that a new one is red until it is classified here.

use crate::{Kind, ReadTx, StoreError, WriteTx};
use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types::BigInt};
use ehcp_case::{CaseId, ChildId, UserId};
use uuid::Uuid;

/// What happens to the rows of a table when a record is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnErase {
    /// Nobody's personal data is in it.
    NothingPersonal,
    /// A log of ids, field names and dates: it stays, to show that something happened and that it was erased.
    LogOfIds,
    /// The rows that this condition finds go with a child.
    DeleteOfChild(&'static str),
    /// The row stays, because others point to it, and these columns of it are emptied with a child.
    EmptyOfChild {
        /// Which rows.
        rows: &'static str,
        /// What is set.
        set: &'static str,
    },
    /// The rows that this condition finds go with an adult.
    DeleteOfAdult(&'static str),
    /// The row stays and these columns of it are emptied with an adult.
    EmptyOfAdult {
        /// Which rows.
        rows: &'static str,
        /// What is set.
        set: &'static str,
    },
    /// The rows that the first condition finds go with a child, those of the second with an adult.
    DeleteOfEither(&'static str, &'static str),
}

/// One table and what becomes of its rows. `{child}`, `{case}`, `{assessments}` and `{user}` stand for ids.
#[derive(Debug, Clone, Copy)]
pub struct Holding {
    /// The table.
    pub table: &'static str,
    /// What becomes of its rows.
    pub on_erase: OnErase,
}

const fn holding(table: &'static str, on_erase: OnErase) -> Holding {
    Holding { table, on_erase }
}

const OF_CASE: OnErase = OnErase::DeleteOfChild("case_id = {case}");
const OF_CHILD: OnErase = OnErase::DeleteOfChild("child_id = {child}");

/// Every table, in the order in which rows go: those that point to others before those.
pub const HOLDINGS: &[Holding] = &[
    holding("teams", OnErase::NothingPersonal),
    holding("education_settings", OnErase::NothingPersonal),
    holding("case_numbers", OnErase::NothingPersonal),
    holding("team_members", OnErase::NothingPersonal),
    // Keyed by digests of what is counted, known or not; forgotten with time.
    holding("sign_in_tries", OnErase::NothingPersonal),
    holding("first_administrator_secrets", OnErase::NothingPersonal),
    holding("sign_in_challenges", OnErase::DeleteOfAdult("user_id = {user}")),
    holding("second_factors", OnErase::DeleteOfAdult("user_id = {user}")),
    holding("recovery_codes", OnErase::DeleteOfAdult("user_id = {user}")),
    holding("known_devices", OnErase::DeleteOfAdult("user_id = {user}")),
    holding(
        "refresh_tokens",
        OnErase::DeleteOfAdult("session_id IN (SELECT id FROM sessions WHERE user_id = {user})"),
    ),
    holding("events", OnErase::LogOfIds),
    holding("read_log", OnErase::LogOfIds),
    holding("security_log", OnErase::LogOfIds),
    holding("erasures", OnErase::LogOfIds),
    holding("legal_holds", OnErase::NothingPersonal),
    // Digests of codes, and what programs may do.
    holding("one_time_codes", OnErase::NothingPersonal),
    holding("service_keys", OnErase::NothingPersonal),
    holding("service_grants", OnErase::NothingPersonal),
    holding("single_sign_on_starts", OnErase::NothingPersonal),
    holding(
        "single_sign_on_identities",
        OnErase::DeleteOfAdult("user_id = {user}"),
    ),
    holding("password_resets", OnErase::DeleteOfAdult("user_id = {user}")),
    holding("email_changes", OnErase::DeleteOfAdult("user_id = {user}")),
    holding(
        "invitations",
        OnErase::DeleteOfEither("child_id = {child}", "user_id = {user}"),
    ),
    holding(
        "outbox",
        OnErase::DeleteOfEither("case_id = {case}", "user_id = {user}"),
    ),
    holding("sessions", OnErase::DeleteOfAdult("user_id = {user}")),
    holding(
        "idempotent_answers",
        OnErase::DeleteOfEither("case_id = {case}", "user_id = {user}"),
    ),
    holding("representations", OF_CASE),
    holding(
        "plan_sections",
        OnErase::DeleteOfChild("plan_id IN (SELECT id FROM plans WHERE case_id = {case})"),
    ),
    holding("plans", OF_CASE),
    holding("decisions", OF_CASE),
    holding("exceptions", OF_CASE),
    holding("facts", OF_CASE),
    holding("advice_requests", OF_CASE),
    holding("requests", OF_CASE),
    holding("deadlines", OF_CASE),
    holding("assessments", OF_CASE),
    holding("statements", OF_CASE),
    holding(
        "contact_change_requests",
        OnErase::DeleteOfEither("case_id = {case}", "user_id = {user}"),
    ),
    holding(
        "contacts",
        OnErase::DeleteOfEither("child_id = {child}", "user_id = {user}"),
    ),
    holding(
        "contact_protections",
        OnErase::DeleteOfEither("child_id = {child}", "user_id = {user}"),
    ),
    holding("child_versions", OF_CHILD),
    holding("user_versions", OnErase::DeleteOfAdult("user_id = {user}")),
    holding(
        "duplicate_decisions",
        OnErase::DeleteOfChild("child_id = {child} OR other_child_id = {child}"),
    ),
    holding("parent_links", OF_CHILD),
    holding("young_person_links", OF_CHILD),
    holding("enrolments", OF_CHILD),
    holding(
        "cases",
        OnErase::EmptyOfChild {
            rows: "id = {case}",
            set: "next_due_on = '9999-12-31', next_rule = NULL, officer_id = NULL, restricted = {true}",
        },
    ),
    holding(
        "children",
        OnErase::EmptyOfChild {
            rows: "id = {child}",
            set: "given_name = '(erased)', family_name = '(erased)', born_on = '1900-01-01', upn = NULL, \
                  claimed_upn = NULL, young_person_from = '1900-01-01', version = version + 1",
        },
    ),
    holding(
        "users",
        OnErase::EmptyOfAdult {
            rows: "id = {user}",
            set: "email = 'erased-{plain_user}', display_name = '(erased)', password_hash = '(erased)', \
                  disabled_at = created_at, version = version + 1",
        },
    ),
];

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    many: i64,
}

/// An id as it is written in SQL: its digits are hexadecimal, so nothing else can get in.
fn literal(kind: Kind, id: Uuid) -> String {
    match kind {
        Kind::Postgres => format!("'{}'::uuid", id.hyphenated()),
        Kind::Sqlite => format!("X'{}'", id.simple()),
    }
}

impl ReadTx<'_> {
    /// Whether a child's record was erased.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn is_erased(&mut self, child: ChildId) -> Result<bool, StoreError> {
        let id = literal(self.kind(), child.into());
        let question = format!("SELECT count(*) AS many FROM erasures WHERE subject_id = {id}");
        let counts: Vec<Count> = sql_query(question).load(self.db())?;
        Ok(counts.first().is_some_and(|count| count.many > 0))
    }

    /// The adults who are linked to this child and to no other: with the child's record theirs goes too.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn adults_of_this_child_alone(&mut self, child: ChildId) -> Result<Vec<UserId>, StoreError> {
        let adults = self.adults_of_child(child)?;
        let mut alone = Vec::new();
        for adult in adults {
            let (own, user) = (
                literal(self.kind(), child.into()),
                literal(self.kind(), adult.user_id.into()),
            );
            let question = format!(
                "SELECT count(*) AS many FROM parent_links WHERE user_id = {user} AND child_id <> {own}"
            );
            let counts: Vec<Count> = sql_query(question).load(self.db())?;
            if counts.first().is_some_and(|count| count.many == 0) {
                alone.push(adult.user_id);
            }
        }
        Ok(alone)
    }
}

impl WriteTx<'_> {
    /// Erases what is held on a child, in every table. Log rows stay.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn erase_child(&mut self, child: ChildId, case: Option<CaseId>) -> Result<(), StoreError> {
        let kind = self.kind();
        // A child without a case has nothing that hangs on one; no row has the nil id.
        let case = literal(kind, case.map_or(Uuid::nil(), Uuid::from));
        let child = literal(kind, child.into());
        for holding in HOLDINGS {
            let (rows, set) = match holding.on_erase {
                OnErase::DeleteOfChild(rows) | OnErase::DeleteOfEither(rows, _) => (rows, None),
                OnErase::EmptyOfChild { rows, set } => (rows, Some(set)),
                _ => continue,
            };
            let yes = match kind {
                Kind::Postgres => "true",
                Kind::Sqlite => "1",
            };
            let fill = |text: &str| {
                text.replace("{child}", &child)
                    .replace("{case}", &case)
                    .replace("{true}", yes)
            };
            self.erase_rows(holding.table, &fill(rows), set.map(fill))?;
        }
        Ok(())
    }

    /// Erases what is held on an adult, in every table. Log rows stay, and so does the account's row, closed.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn erase_adult(&mut self, adult: UserId) -> Result<(), StoreError> {
        let user = literal(self.kind(), adult.into());
        let plain = adult.to_string();
        for holding in HOLDINGS {
            let (rows, set) = match holding.on_erase {
                OnErase::DeleteOfAdult(rows) | OnErase::DeleteOfEither(_, rows) => (rows, None),
                OnErase::EmptyOfAdult { rows, set } => (rows, Some(set)),
                _ => continue,
            };
            let fill = |text: &str| text.replace("{user}", &user).replace("{plain_user}", &plain);
            self.erase_rows(holding.table, &fill(rows), set.map(fill))?;
        }
        Ok(())
    }

    fn erase_rows(&mut self, table: &str, rows: &str, set: Option<String>) -> Result<(), StoreError> {
        let change = match set {
            Some(set) => format!("UPDATE {table} SET {set} WHERE {rows}"),
            None => format!("DELETE FROM {table} WHERE {rows}"),
        };
        sql_query(change).execute(self.db())?;
        Ok(())
    }
}

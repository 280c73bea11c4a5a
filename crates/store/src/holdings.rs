//! What each table holds, and on whom: the one place that says what goes when a person's record is erased, and what a
//! person is shown who asks what is held on them. A test walks every table of the schema, so that a new one is red until
//! it is classified here.

use crate::schema::{erasures, hand_overs, helpers, parent_links, users, young_person_links};
use crate::types::Key;
use crate::{Kind, ReadTx, StoreError, WriteTx};
use diesel::{QueryableByName, dsl::not, prelude::*, sql_query, sql_types::BigInt};
use ehcp_case::{CaseId, ChildId, UserId};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What happens to the rows about a person when the person's record is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnErase {
    /// They stay: nobody's personal data, or a log of ids, field names and dates, which shows that something happened
    /// and that it was erased.
    Stay,
    /// They go.
    Delete,
    /// They stay, because others point to them or because they show who did what, and these columns are emptied.
    Empty(&'static str),
}

/// One table: what it is kept for, which of its rows are about a person, and what becomes of them. In conditions,
/// `{child}`, `{case}` and `{user}` stand for ids and `{plain_child}` and `{plain_user}` for the same as text.
#[derive(Debug, Clone, Copy)]
pub struct Holding {
    /// The table.
    pub table: &'static str,
    /// What it is kept for.
    pub purpose: &'static str,
    /// The rows that are about a child.
    pub of_child: Option<&'static str>,
    /// The rows that are about an adult who has an account.
    pub of_adult: Option<&'static str>,
    /// What becomes of them.
    pub on_erase: OnErase,
    /// Columns that are shown to nobody: secrets, and what only shows that something was not altered.
    pub never_shown: &'static [&'static str],
}

const fn holding(table: &'static str, purpose: &'static str) -> Holding {
    Holding {
        table,
        purpose,
        of_child: None,
        of_adult: None,
        on_erase: OnErase::Stay,
        never_shown: &[],
    }
}

impl Holding {
    const fn of_child(self, rows: &'static str) -> Self {
        Self {
            of_child: Some(rows),
            ..self
        }
    }

    const fn of_adult(self, rows: &'static str) -> Self {
        Self {
            of_adult: Some(rows),
            ..self
        }
    }

    const fn of_case(self) -> Self {
        self.of_child("case_id = {case}")
    }

    const fn deleted(self) -> Self {
        Self {
            on_erase: OnErase::Delete,
            ..self
        }
    }

    const fn emptied(self, set: &'static str) -> Self {
        Self {
            on_erase: OnErase::Empty(set),
            ..self
        }
    }

    const fn never_showing(self, columns: &'static [&'static str]) -> Self {
        Self {
            never_shown: columns,
            ..self
        }
    }
}

const CHAIN: &[&str] = &["previous_hash", "hash"];
const DIGEST: &[&str] = &["digest"];
const OF_CHILD: &str = "child_id = {child}";
const IN_LIMITS_OF_CHILD: &str = "limit_id IN (SELECT id FROM limits WHERE child_id = {child})";
const OF_USER: &str = "user_id = {user}";

/// Every table, in the order in which rows go: those that point to others before those.
pub const HOLDINGS: &[Holding] = &[
    holding("teams", "the authority's teams"),
    holding("education_settings", "schools, colleges and early-years settings"),
    holding("case_numbers", "the next reference"),
    holding("team_members", "who works in which team").of_adult(OF_USER),
    holding("covers", "which officer looks after another's cases").of_adult("officer_id = {user} OR covered_by = {user}"),
    holding("letter_texts", "what the authority's letters say"),
    holding("retention_rules", "how long records are kept"),
    // Keyed by digests of what is counted, known or not; forgotten with time.
    holding("sign_in_tries", "keeping strangers from guessing passwords"),
    holding("first_administrator_secrets", "the first administrator"),
    holding("one_time_codes", "digests of codes that were sent"),
    holding("service_keys", "programs that call"),
    holding("service_actions", "what programs may do"),
    holding("single_sign_on_starts", "signing in elsewhere"),
    holding("log_streams", "where the logs end"),
    holding("sign_in_challenges", "signing in safely").of_adult(OF_USER).deleted().never_showing(DIGEST),
    holding("second_factors", "signing in safely").of_adult(OF_USER).deleted().never_showing(&["sealed_seed"]),
    holding("recovery_codes", "signing in safely").of_adult(OF_USER).deleted().never_showing(DIGEST),
    holding("known_devices", "signing in safely").of_adult(OF_USER).deleted().never_showing(DIGEST),
    holding("refresh_tokens", "staying signed in")
        .of_adult("session_id IN (SELECT id FROM sessions WHERE user_id = {user})")
        .deleted()
        .never_showing(&["digest", "successor"]),
    holding("event_salts", "checking that texts were not altered")
        .of_child("event_id IN (SELECT id FROM events WHERE case_id = {case})")
        .deleted()
        .never_showing(&["salt"]),
    holding("events", "what was done in a case").of_case().never_showing(CHAIN),
    holding("access_reasons", "why somebody looked")
        .of_child("(stream_id, number) IN (SELECT stream_id, number FROM read_log_cases WHERE case_id = {case})")
        .of_adult("(stream_id, number) IN (SELECT stream_id, number FROM read_log WHERE user_id = {user})")
        .deleted()
        .never_showing(&["salt"]),
    holding("read_log_cases", "the index of who looked").of_case(),
    holding("read_log", "who looked")
        .of_child("(stream_id, number) IN (SELECT stream_id, number FROM read_log_cases WHERE case_id = {case})")
        .of_adult(OF_USER)
        .never_showing(&["previous_hash", "hash", "reason_digest"]),
    holding("read_log_unchained", "who looked, before the log was chained")
        .of_child("case_ids LIKE '%{plain_case}%'")
        .of_adult(OF_USER),
    holding("security_log", "refusals and sign-ins")
        .of_child("subject IN ('{plain_case}', '{plain_child}')")
        .of_adult("user_id = {user} OR subject = '{plain_user}'")
        .never_showing(CHAIN),
    holding("security_log_unchained", "refusals and sign-ins, before the log was chained")
        .of_child("subject IN ('{plain_case}', '{plain_child}')")
        .of_adult("user_id = {user} OR subject = '{plain_user}'"),
    holding("account_heads", "where the log of an account ends")
        .of_adult("subject_id = {user}")
        .never_showing(&["last_event_hash"]),
    holding("account_events", "what was done to an account")
        .of_adult("subject_id = {user}")
        .never_showing(CHAIN),
    holding("erasures", "what was erased")
        .of_child("subject_id = {child}")
        .of_adult("subject_id = {user}"),
    holding("legal_holds", "what must not be erased")
        .of_child(OF_CHILD)
        .emptied("reason = '(erased)', lift_reason = NULL"),
    holding("single_sign_on_identities", "signing in elsewhere").of_adult(OF_USER).deleted(),
    holding("sign_on_by_owner_alone", "signing in elsewhere").of_adult(OF_USER).deleted(),
    holding("password_resets", "a new password").of_adult(OF_USER).deleted().never_showing(&["email_digest"]),
    holding("invitations", "inviting somebody to sign in")
        .of_child(OF_CHILD)
        .of_adult(OF_USER)
        .deleted(),
    holding("outbox", "messages to people")
        .of_case()
        .of_adult(
            "user_id = {user} OR address IN (SELECT email FROM users WHERE id = {user} \
             UNION ALL SELECT new_email FROM email_changes WHERE user_id = {user})",
        )
        .deleted(),
    holding("email_changes", "another e-mail address").of_adult(OF_USER).deleted(),
    holding("sessions", "being signed in").of_adult(OF_USER).deleted(),
    holding("idempotent_answers", "answering a repeated call as the first time")
        .of_child("case_id = {case} OR body LIKE '%{plain_child}%'")
        .of_adult("user_id = {user} OR body LIKE '%{plain_user}%'")
        .deleted()
        .never_showing(&["body_digest"]),
    holding("approvals", "what needs a second person")
        .of_case()
        .emptied("content = NULL, reason = '(erased)', note = NULL"),
    holding("dispute_steps", "mediation, appeals and what follows from them").of_case().deleted(),
    holding("disputes", "which decision a family disputes").of_case().deleted(),
    holding("notice_letters", "the letters of statutory notices, as they were sent")
        .of_case()
        .of_adult(OF_USER)
        .deleted()
        .never_showing(&["pdf"]),
    holding("notices", "statutory notices that were sent").of_case().deleted(),
    holding("pending_decisions", "decisions whose notice is not sent yet").of_case().deleted(),
    holding("disclosures", "to whom plans and papers were passed on").of_case().deleted(),
    holding("attachment_kept_from", "from whom a file is kept")
        .of_child("attachment_id IN (SELECT id FROM attachments WHERE case_id = {case})")
        .of_adult(OF_USER)
        .deleted(),
    // The bytes go when the row has gone.
    holding("attachments", "files of evidence").of_case().deleted(),
    holding("representations", "what the family said about a draft").of_case().deleted(),
    holding("plan_sections", "the texts of plans")
        .of_child("plan_id IN (SELECT id FROM plans WHERE case_id = {case})")
        .deleted(),
    holding("plans", "plans").of_case().deleted(),
    holding("decisions", "decisions with their reasons").of_case().deleted(),
    holding("exceptions", "why a time limit was missed").of_case().deleted(),
    holding("facts", "what happened when").of_case().deleted(),
    holding("advice_requests", "requests for advice and the advice").of_case().deleted(),
    holding("requests", "requests for an assessment").of_case().deleted(),
    holding("deadlines", "due dates").of_case().deleted(),
    holding("assessments", "assessments").of_case().deleted(),
    holding("statements", "what somebody disputes").of_case().of_adult("made_by = {user}").deleted(),
    holding("contact_change_requests", "changes of contact details that were asked for")
        .of_case()
        .of_adult(OF_USER)
        .deleted(),
    holding("contacts", "how people are reached").of_child(OF_CHILD).of_adult(OF_USER).deleted(),
    holding("contact_protections", "protected addresses").of_child(OF_CHILD).of_adult(OF_USER).deleted(),
    holding("child_versions", "what was on record of a child before").of_child(OF_CHILD).deleted(),
    holding("user_versions", "what was on record of an adult before").of_adult(OF_USER).deleted(),
    holding("duplicate_decisions", "whether two records are of one child")
        .of_child("child_id = {child} OR other_child_id = {child}")
        .deleted(),
    holding("limit_addresses", "by which addresses somebody is known from whom something is kept")
        .of_child(IN_LIMITS_OF_CHILD)
        .of_adult("email IN (SELECT email FROM users WHERE id = {user})")
        .deleted(),
    holding("limit_people", "the accounts of somebody from whom something is kept")
        .of_child(IN_LIMITS_OF_CHILD)
        .of_adult(OF_USER)
        .deleted(),
    holding("limits", "bars and limits").of_child(OF_CHILD).of_adult(OF_USER).deleted(),
    holding("restrictions", "why a case is restricted").of_case().deleted(),
    holding("access_list", "who may know of a restricted case").of_case().of_adult(OF_USER).deleted(),
    holding("break_glass", "reading in an emergency")
        .of_case()
        .of_adult(OF_USER)
        .emptied("reason = '(erased)', review_note = NULL"),
    holding("helpers", "whom a family invited to help")
        .of_child(OF_CHILD)
        .of_adult("invited_by = {user} OR email IN (SELECT email FROM users WHERE id = {user})")
        .deleted(),
    holding("hand_overs", "who acts for a young person").of_child(OF_CHILD).of_adult(OF_USER).deleted(),
    holding("sealed_openings", "who opened a sealed record")
        .of_case()
        .of_adult(OF_USER)
        .emptied("reason = '(erased)'"),
    holding("sealed_identities", "the former identity of an adopted child").of_child(OF_CHILD).deleted(),
    holding("parent_links", "who is whose parent").of_child(OF_CHILD).of_adult(OF_USER).deleted(),
    holding("young_person_links", "who acts for themself").of_child(OF_CHILD).of_adult(OF_USER).deleted(),
    holding("enrolments", "which setting a child is at").of_child(OF_CHILD).deleted(),
    holding("cases", "where a case stands")
        .of_child("id = {case}")
        .emptied("next_due_on = '9999-12-31', next_rule = NULL, officer_id = NULL, restricted = {true}")
        .never_showing(&["last_event_hash"]),
    holding("children", "who the child is").of_child("id = {child}").emptied(
        "given_name = '(erased)', family_name = '(erased)', born_on = '1900-01-01', upn = NULL, claimed_upn = NULL, \
         young_person_from = '1900-01-01', version = version + 1",
    ),
    holding("users", "accounts")
        .of_adult("id = {user}")
        .emptied(
            "email = 'erased-{plain_user}', display_name = '(erased)', password_hash = '(erased)', \
             disabled_at = created_at, version = version + 1",
        )
        .never_showing(&["password_hash"]),
];

/// Whose rows are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A child, and the child's case if there is one.
    Child(ChildId, Option<CaseId>),
    /// An adult who has an account.
    Adult(UserId),
}

impl Subject {
    /// The condition that finds the rows of a table about this person; nothing when it holds none.
    pub(crate) fn rows_in(self, holding: &Holding, kind: Kind) -> Option<String> {
        let rows = match self {
            Self::Child(..) => holding.of_child,
            Self::Adult(_) => holding.of_adult,
        };
        rows.map(|rows| self.filled(rows, kind))
    }

    /// A text of the table above with ids in the places of their names.
    fn filled(self, text: &str, kind: Kind) -> String {
        match self {
            Self::Child(child, case) => {
                // A child without a case has nothing that hangs on one; no row has the nil id.
                let case = case.map_or(Uuid::nil(), Uuid::from);
                let yes = match kind {
                    Kind::Postgres => "true",
                    Kind::Sqlite => "1",
                };
                text.replace("{child}", &literal(kind, child.into()))
                    .replace("{case}", &literal(kind, case))
                    .replace("{plain_child}", &child.to_string())
                    .replace("{plain_case}", &case.to_string())
                    .replace("{true}", yes)
            }
            Self::Adult(user) => text
                .replace("{user}", &literal(kind, user.into()))
                .replace("{plain_user}", &user.to_string()),
        }
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    many: i64,
}

/// An id as it is written in SQL: its digits are hexadecimal, so nothing else can get in.
pub(crate) fn literal(kind: Kind, id: Uuid) -> String {
    match kind {
        Kind::Postgres => format!("'{}'::uuid", id.hyphenated()),
        Kind::Sqlite => format!("X'{}'", id.simple()),
    }
}

impl ReadTx<'_> {
    /// Whether a record was erased.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn is_erased(&mut self, subject: Uuid) -> Result<bool, StoreError> {
        let many: i64 = erasures::table.find(Key(subject)).count().get_result(self.db())?;
        Ok(many > 0)
    }

    /// The family's accounts that are tied to this child and to no other: with the child's record theirs go too. The
    /// young person's own account is among them. What was annulled ties nobody: somebody who was recorded by mistake
    /// keeps their account; so does whoever helps another family.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn accounts_of_this_child_alone(&mut self, child: ChildId) -> Result<Vec<UserId>, StoreError> {
        let mut tied: HashMap<UserId, HashSet<ChildId>> = HashMap::new();
        for (account, of) in self.family_ties(child)? {
            tied.entry(account).or_default().insert(of);
        }
        let all: Vec<_> = tied.keys().copied().map(Key).collect();
        let helping: Vec<UserId> = users::table
            .inner_join(helpers::table.on(helpers::email.eq(users::email)))
            .filter(users::id.eq_any(all))
            .filter(helpers::child_id.ne(Key(child)))
            .filter(helpers::withdrawn_at.is_null())
            .select(users::id)
            .load(self.db())?;
        let mut alone: Vec<UserId> = tied
            .into_iter()
            .filter(|(account, of)| of.len() == 1 && of.contains(&child) && !helping.contains(account))
            .map(|(account, _)| account)
            .collect();
        alone.sort_unstable();
        Ok(alone)
    }

    /// Every tie of the accounts that are tied to a child, to whichever child.
    fn family_ties(&mut self, child: ChildId) -> Result<Vec<(UserId, ChildId)>, StoreError> {
        let own = Key(child);
        let mut accounts: Vec<UserId> = parent_links::table
            .filter(parent_links::child_id.eq(own))
            .filter(not(parent_links::annulled))
            .select(parent_links::user_id)
            .load(self.db())?;
        accounts.extend(
            young_person_links::table
                .filter(young_person_links::child_id.eq(own))
                .filter(not(young_person_links::annulled))
                .select(young_person_links::user_id)
                .load::<UserId>(self.db())?,
        );
        accounts.extend(
            hand_overs::table
                .filter(hand_overs::child_id.eq(own))
                .filter(not(hand_overs::annulled))
                .filter(hand_overs::user_id.is_not_null())
                .select(hand_overs::user_id.assume_not_null())
                .load::<UserId>(self.db())?,
        );
        let all: Vec<_> = accounts.into_iter().map(Key).collect();
        let mut ties: Vec<(UserId, ChildId)> = parent_links::table
            .filter(parent_links::user_id.eq_any(all.clone()))
            .filter(not(parent_links::annulled))
            .select((parent_links::user_id, parent_links::child_id))
            .load(self.db())?;
        ties.extend(
            young_person_links::table
                .filter(young_person_links::user_id.eq_any(all.clone()))
                .filter(not(young_person_links::annulled))
                .select((young_person_links::user_id, young_person_links::child_id))
                .load::<(UserId, ChildId)>(self.db())?,
        );
        ties.extend(
            hand_overs::table
                .filter(hand_overs::user_id.is_not_null())
                .filter(hand_overs::user_id.assume_not_null().eq_any(all))
                .filter(not(hand_overs::annulled))
                .select((hand_overs::user_id.assume_not_null(), hand_overs::child_id))
                .load::<(UserId, ChildId)>(self.db())?,
        );
        Ok(ties)
    }

    /// The tables that still hold something of a person that goes with the person's record.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn left_of(&mut self, subject: Subject) -> Result<Vec<&'static str>, StoreError> {
        let kind = self.kind();
        let mut left = Vec::new();
        for holding in HOLDINGS
            .iter()
            .filter(|holding| holding.on_erase == OnErase::Delete)
        {
            let Some(rows) = subject.rows_in(holding, kind) else {
                continue;
            };
            let question = format!("SELECT count(*) AS many FROM {} WHERE {rows}", holding.table);
            let counts: Vec<Count> = sql_query(question).load(self.db())?;
            if counts.first().is_some_and(|count| count.many > 0) {
                left.push(holding.table);
            }
        }
        Ok(left)
    }
}

impl WriteTx<'_> {
    /// Erases what is held on a person, in every table. Log rows stay, and so do the emptied rows of the case and of
    /// the account, which is closed.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn erase(&mut self, subject: Subject) -> Result<(), StoreError> {
        let kind = self.kind();
        for holding in HOLDINGS {
            let Some(rows) = subject.rows_in(holding, kind) else {
                continue;
            };
            let table = holding.table;
            let change = match holding.on_erase {
                OnErase::Stay => continue,
                OnErase::Delete => format!("DELETE FROM {table} WHERE {rows}"),
                OnErase::Empty(set) => {
                    format!("UPDATE {table} SET {} WHERE {rows}", subject.filled(set, kind))
                }
            };
            sql_query(change).execute(self.db())?;
        }
        Ok(())
    }
}

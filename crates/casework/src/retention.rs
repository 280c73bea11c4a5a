//! How long records are kept: the table of rules, what their time is over for, and a run. The program brings rules
//! along; an authority puts its own in their place, with a second person.

use crate::approval::{Done, Hands, Proposal, Settled};
use crate::erasure::{TwoPeople, erase};
use crate::{Act, Casework, Error, ListedErasure, Look};
use chrono::{DateTime, Months, NaiveDate, Utc};
use ehcp_access::{Action, RecordType, RetentionTrigger};
use ehcp_case::{ChildId, ContactId, FieldProblem, OutgoingMessageId, Prose, UserId};
use ehcp_store::{KeptRecord, ReadTx, RetentionRuleRow, SecurityRecord};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most years that a rule can name.
const MOST_YEARS: u32 = 110;

/// How many records one transaction looks through.
const AT_A_TIME: i64 = 500;

/// How many rows are removed with one statement.
const REMOVED_AT_ONCE: usize = 500;

/// A rule: how long records of one type are kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RetentionRuleView {
    /// The records.
    pub record_type: RecordType,
    /// The same in words.
    #[schema(example = "record of a child for whom a plan was issued", max_length = 100)]
    pub in_words: String,
    /// From when the years are counted.
    pub counted_from: RetentionTrigger,
    /// How many years.
    #[schema(example = 31, minimum = 1, maximum = 110)]
    pub years: u32,
    /// Where it is written, or why.
    #[schema(max_length = 20000)]
    pub source: String,
    /// Whether the authority put it in the place of the one that the program brings along.
    pub changed: bool,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<DateTime<Utc>>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<UserId>,
    /// Who agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed_by: Option<UserId>,
}

/// Changing how long records of one type are kept.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRetention {
    /// The records.
    pub record_type: RecordType,
    /// From when the years are counted.
    pub counted_from: RetentionTrigger,
    /// How many years.
    #[schema(example = 35, minimum = 1, maximum = 110)]
    pub years: u32,
    /// Where it is written, or why: the authority's schedule, and what it rests on.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Records schedule 2026, section 4.2.")]
    pub source: Prose,
}

/// The rule that the program brings along.
const fn usual(record_type: RecordType) -> (RetentionTrigger, u32, &'static str) {
    match record_type {
        RecordType::CaseWithPlan | RecordType::CaseWithoutPlan => (
            RetentionTrigger::Birth,
            31,
            "No law names a number. A plan can go on to the age of 25 (Children and Families Act 2014, s.46), and a claim on \
             a contract or a tort can be brought for six years (Limitation Act 1980, ss.2 and 5): 25 and 6. This is what the \
             records toolkit of the Information and Records Management Society recommends; many authorities keep them to the \
             35th birthday.",
        ),
        RecordType::ChildWithoutCase => (
            RetentionTrigger::Birth,
            26,
            "Nothing was asked for the child, and nothing can be after the age of 25 (Children and Families Act 2014, s.83).",
        ),
        RecordType::EarlierContacts => (
            RetentionTrigger::Superseded,
            6,
            "Personal data is kept no longer than necessary (UK GDPR, article 5(1)(e)); where a letter was sent can matter \
             for six years (Limitation Act 1980, ss.2 and 5).",
        ),
        RecordType::SentMessages => (
            RetentionTrigger::Sent,
            2,
            "Personal data is kept no longer than necessary (UK GDPR, article 5(1)(e)). What was decided and sent stands in the \
             case; the message itself answers questions about delivery.",
        ),
    }
}

/// A rule as it holds.
#[derive(Debug, Clone, Copy)]
struct Rule {
    counted_from: RetentionTrigger,
    months: Months,
}

fn rule(rows: &[RetentionRuleRow], record_type: RecordType) -> Rule {
    let own = rows.iter().find(|row| row.record_type == record_type);
    let (counted_from, years) = match own {
        Some(row) => (row.counted_from, u32::try_from(row.years).unwrap_or(MOST_YEARS)),
        None => {
            let (counted_from, years, _) = usual(record_type);
            (counted_from, years)
        }
    };
    Rule {
        counted_from,
        months: Months::new(years.saturating_mul(12)),
    }
}

/// The rules that hold.
///
/// # Errors
/// When this is not for the person.
pub fn retention_rules(look: &mut Look<'_, '_>) -> Result<Vec<RetentionRuleView>, Error> {
    look.may(Action::ReadRetention)?;
    rules_that_hold(look.tx)
}

/// The rules that hold, for the command line.
///
/// # Errors
/// When the store cannot answer.
pub fn rules_in_force(casework: &Casework) -> Result<Vec<RetentionRuleView>, Error> {
    casework.store.read_blocking(rules_that_hold)
}

fn rules_that_hold(tx: &mut ReadTx<'_>) -> Result<Vec<RetentionRuleView>, Error> {
    let rows = tx.retention_rules()?;
    Ok(RecordType::ALL
        .iter()
        .map(
            |record_type| match rows.iter().find(|row| row.record_type == *record_type) {
                Some(row) => changed_view(row),
                None => {
                    let (counted_from, years, source) = usual(*record_type);
                    RetentionRuleView {
                        record_type: *record_type,
                        in_words: record_type.title().to_owned(),
                        counted_from,
                        years,
                        source: source.to_owned(),
                        changed: false,
                        changed_at: None,
                        changed_by: None,
                        agreed_by: None,
                    }
                }
            },
        )
        .collect())
}

fn changed_view(row: &RetentionRuleRow) -> RetentionRuleView {
    RetentionRuleView {
        record_type: row.record_type,
        in_words: row.record_type.title().to_owned(),
        counted_from: row.counted_from,
        years: u32::try_from(row.years).unwrap_or(MOST_YEARS),
        source: row.source.clone(),
        changed: true,
        changed_at: Some(row.changed_at),
        changed_by: Some(row.changed_by),
        agreed_by: row.agreed_by,
    }
}

/// Changes how long records of one type are kept, once a second person agrees.
///
/// # Errors
/// When this is not for the person, the years cannot be counted from that day, or they are too few or too many.
pub fn change_retention(act: &mut Act<'_, '_>, command: &ChangeRetention) -> Result<Settled, Error> {
    let permit = act.may(Action::ChangeRetention)?;
    check(command)?;
    let proposal = Proposal::ChangeRetention(command.clone());
    act.settle(&permit, None, None, proposal, command.source.as_str())
}

fn check(command: &ChangeRetention) -> Result<(), Error> {
    let mut problems = Vec::new();
    let known = command.record_type.triggers();
    if !known.contains(&command.counted_from) {
        let right: Vec<_> = known.iter().map(|trigger| trigger.word()).collect();
        problems.push(FieldProblem::new(
            "/counted_from",
            "does_not_fit",
            format!(
                "The years of this type of record are counted from: {}.",
                right.join(" or ")
            ),
        ));
    }
    let least = command.counted_from.least_years();
    if command.years < least || command.years > MOST_YEARS {
        problems.push(FieldProblem::new(
            "/years",
            "out_of_range",
            format!(
                "Counted from {}, give {least} to {MOST_YEARS} years.",
                command.counted_from.title()
            ),
        ));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(problems))
    }
}

pub(crate) fn apply_change(
    act: &mut Act<'_, '_>,
    command: &ChangeRetention,
    hands: Hands,
) -> Result<Done, Error> {
    act.may(Action::ChangeRetention)?;
    check(command)?;
    let known = act.tx.retention_rules()?;
    let version = known
        .iter()
        .find(|row| row.record_type == command.record_type)
        .map_or(1, |row| row.version.saturating_add(1));
    let row = RetentionRuleRow {
        record_type: command.record_type,
        counted_from: command.counted_from,
        years: i64::from(command.years),
        source: command.source.to_string(),
        changed_at: act.moment.now,
        changed_by: hands.asked_by,
        agreed_by: hands.agreed_by,
        version,
    };
    act.tx.put_retention_rule(&row)?;
    let what = format!("{} {}", row.record_type.word(), row.years);
    act.record_security("retention_changed", Some(what))?;
    Done::with(&changed_view(&row))
}

/// A record whose time is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRecord {
    /// What it is.
    pub record_type: RecordType,
    /// The child.
    pub child: ChildId,
    /// The reference of the case.
    pub reference: Option<String>,
    /// The day from which it need not be kept.
    pub since: NaiveDate,
    /// Why it is kept all the same, if it is.
    pub kept_because: Option<String>,
    /// The family's accounts that go with it: those that are tied to no other child.
    pub accounts: Vec<UserId>,
}

/// What a run would do, and does: nothing else goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// Records of children that would be erased, and those that are kept though their time is over.
    pub records: Vec<DueRecord>,
    /// Versions of contact details.
    contacts: Vec<ContactId>,
    /// Messages.
    messages: Vec<OutgoingMessageId>,
    /// Of contact details and messages, those that a hold keeps.
    pub held: usize,
}

impl Due {
    /// How many versions of contact details go.
    pub fn contacts(&self) -> usize {
        self.contacts.len()
    }

    /// How many messages go.
    pub fn messages(&self) -> usize {
        self.messages.len()
    }

    /// The records that go.
    pub fn going(&self) -> impl Iterator<Item = &DueRecord> {
        self.records.iter().filter(|record| record.kept_because.is_none())
    }
}

/// What is kept no longer today, and why. Changes nothing.
///
/// # Errors
/// When the store cannot answer.
pub fn due_today(casework: &Casework) -> Result<Due, Error> {
    let moment = casework.moment();
    let rules = casework
        .store
        .read_blocking(|tx| tx.retention_rules().map_err(Error::from))?;
    let mut due = Due::default();
    let mut after = None;
    loop {
        let (rules, today) = (rules.clone(), moment.today);
        let (last, found) = casework.store.read_blocking(move |tx| {
            let page = tx.records_after(after, AT_A_TIME)?;
            let mut found = Vec::new();
            for record in &page {
                if let Some(one) = due_record(tx, &rules, record, today)? {
                    found.push(one);
                }
            }
            Ok::<_, Error>((page.last().map(|record| record.child), found))
        })?;
        due.records.extend(found);
        match last {
            Some(last) => after = Some(last),
            None => break,
        }
    }
    let before = |record_type| {
        let months = rule(&rules, record_type).months;
        moment
            .now
            .checked_sub_months(months)
            .unwrap_or(DateTime::<Utc>::MIN_UTC)
    };
    let (contacts, messages) = (
        before(RecordType::EarlierContacts),
        before(RecordType::SentMessages),
    );
    casework.store.read_blocking(move |tx| {
        let (children, adults) = tx.held_people()?;
        let found = tx.contacts_superseded_before(contacts)?;
        let all = found.len();
        due.contacts = found
            .into_iter()
            .filter(|(_, child, adult)| {
                !child.is_some_and(|child| children.contains(&child))
                    && !adult.is_some_and(|adult| adults.contains(&adult))
            })
            .map(|(id, ..)| id)
            .collect();
        let found = tx.messages_ended_before(messages)?;
        let all = all + found.len();
        due.messages = found
            .into_iter()
            .filter(|(_, child)| !child.is_some_and(|child| children.contains(&child)))
            .map(|(id, _)| id)
            .collect();
        due.held = all - due.contacts.len() - due.messages.len();
        Ok::<_, Error>(due)
    })
}

/// A record, if its time is over.
fn due_record(
    tx: &mut ReadTx<'_>,
    rules: &[RetentionRuleRow],
    record: &KeptRecord,
    today: NaiveDate,
) -> Result<Option<DueRecord>, Error> {
    let record_type = match (&record.case, record.has_plan) {
        (None, _) => RecordType::ChildWithoutCase,
        (Some(_), true) => RecordType::CaseWithPlan,
        (Some(_), false) => RecordType::CaseWithoutPlan,
    };
    let rule = rule(rules, record_type);
    let from = match rule.counted_from {
        RetentionTrigger::Closure => record.last_fact_on.unwrap_or(record.born_on),
        RetentionTrigger::Birth | RetentionTrigger::Superseded | RetentionTrigger::Sent => record.born_on,
    };
    let Some(since) = from
        .checked_add_months(rule.months)
        .filter(|since| *since <= today)
    else {
        return Ok(None);
    };
    let open = record
        .case
        .as_ref()
        .is_some_and(|(_, _, stage)| !stage.is_ended());
    if open && rule.counted_from == RetentionTrigger::Closure {
        return Ok(None);
    }
    let hold = tx.holds_on(record.child)?.into_iter().next();
    let kept_because = match hold {
        Some(hold) => Some(hold.reason),
        None => open.then(|| "The case is still open.".to_owned()),
    };
    let accounts = match kept_because {
        Some(_) => Vec::new(),
        None => tx.accounts_of_this_child_alone(record.child)?,
    };
    Ok(Some(DueRecord {
        accounts,
        record_type,
        child: record.child,
        reference: record.case.as_ref().map(|(_, reference, _)| reference.clone()),
        since,
        kept_because,
    }))
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RetentionRun {
    /// The records that were erased, for the list of erasures.
    pub erased: Vec<ListedErasure>,
    /// How many versions of contact details were removed.
    pub contacts: usize,
    /// How many messages were removed.
    pub messages: usize,
}

/// Erases and removes what a dry run showed, each record in a transaction of its own. `erased` is told of each record
/// as soon as it is erased, so that the list beside the database lacks none if the run is stopped.
///
/// # Errors
/// When the store cannot write, or `erased` fails.
pub fn run_retention<E: From<Error>>(
    casework: &Casework,
    due: &Due,
    people: TwoPeople,
    mut erased: impl FnMut(&[ListedErasure]) -> Result<(), E>,
) -> Result<RetentionRun, E> {
    let mut run = RetentionRun::default();
    for record in due.going() {
        let listed = erase(casework, record.child, people)?;
        erased(&listed)?;
        run.erased.extend(listed);
    }
    for part in due.contacts.chunks(REMOVED_AT_ONCE) {
        let part = part.to_vec();
        run.contacts += casework
            .store
            .write_blocking(move |tx| tx.remove_contacts(&part).map_err(Error::from))?;
    }
    for part in due.messages.chunks(REMOVED_AT_ONCE) {
        let part = part.to_vec();
        run.messages += casework
            .store
            .write_blocking(move |tx| tx.remove_messages(&part).map_err(Error::from))?;
    }
    let now = casework.moment().now;
    let what = format!(
        "records {}, contacts {}, messages {}, agreed by {}",
        run.erased.len(),
        run.contacts,
        run.messages,
        people.agreed_by
    );
    casework.store.write_blocking(move |tx| {
        tx.record_security(&SecurityRecord {
            at: now,
            user_id: Some(people.by),
            event: "retention_run",
            operation: "retention",
            subject: Some(what),
            network: None,
            occurrences: 1,
        })
        .map_err(Error::from)
    })?;
    Ok(run)
}

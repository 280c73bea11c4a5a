//! Who acts from the end of compulsory school age (Children and Families Act 2014, s.80 and s.83).

use crate::case_file::Details;
use crate::registry::not_far_ahead;
use crate::{Act, Error, Look, Moment};
use chrono::{Days, NaiveDate};
use ehcp_access::{Action, Reach, Role, WhoActs, reach_of};
use ehcp_assessment::{Happening, HappeningKind};
use ehcp_calendar::human_date;
use ehcp_case::{CaseId, ChildId, HandOverId, Line, Prose, Reader, UserId};
use ehcp_store::{ChildRow, HandOverRow, ReadTx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The question is asked this many days before the rights pass: twelve weeks.
pub(crate) const DAYS_BEFORE: u64 = 84;

/// Recording who acts.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordWhoActs {
    /// Who acts.
    pub who_acts: WhoActs,
    /// The e-mail address with which the young person or the representative signs in; left out for parents.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "leo.marsh@example.org", min_length = 3, max_length = 200)]
    pub email: Option<Line>,
    /// From this day; the day after compulsory school age when left out, or today if that is past.
    #[serde(default)]
    #[schema(example = "2026-06-27")]
    pub from_on: Option<NaiveDate>,
    /// What it rests on: for an alternative person the finding on capacity and the authority to act.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Met at college on 1 June 2026; identity checked; wants to act himself.")]
    pub evidence: Prose,
}

/// A record of who acts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandOverView {
    /// The record.
    pub id: HandOverId,
    /// The child or young person.
    pub child_id: ChildId,
    /// Who acts.
    pub who_acts: WhoActs,
    /// The same in plain English.
    #[schema(example = "the young person", max_length = 200)]
    pub in_words: String,
    /// The young person's or the representative's account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// From this day.
    pub from_on: NaiveDate,
}

/// A case for which it must be recorded who will act.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpenHandOver {
    /// The case.
    pub case_id: CaseId,
    /// Its reference.
    #[schema(example = "EHC-2026-000123", max_length = 15)]
    pub reference: String,
    /// The child.
    pub child_id: ChildId,
    /// Their name.
    #[schema(example = "Leo Marsh", max_length = 400)]
    pub child_name: String,
    /// The day after compulsory school age ends.
    pub rights_pass_on: NaiveDate,
    /// Whether that day has come; until it is recorded who acts, the parents keep receiving.
    pub overdue: bool,
}

/// What a case shows about who acts, from twelve weeks before the end of compulsory school age on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandOverOfCase {
    /// The day after compulsory school age ends.
    pub rights_pass_on: NaiveDate,
    /// Who acts, or will; absent while it is an open question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who_acts: Option<WhoActs>,
    /// The same in plain English.
    #[schema(max_length = 1000)]
    pub in_words: String,
}

/// Records who acts. A young person who can acts themself; else a representative, else the parents (regs 63 to 65).
///
/// # Errors
/// When the child is hidden or still of compulsory school age on that day, there is no account, or a record begins on
/// the same day.
pub fn record_who_acts(
    act: &mut Act<'_, '_>,
    id: ChildId,
    command: &RecordWhoActs,
) -> Result<HandOverView, Error> {
    let (permit, child) = act.case_of(id, Action::RecordWhoActs)?;
    let earliest = child.young_person_from;
    let from_on = command.from_on.unwrap_or(earliest.max(act.moment.today));
    not_too_early(&child, from_on)?;
    not_far_ahead(from_on, act.moment.today, Days::new(DAYS_BEFORE))?;
    let role = match command.who_acts {
        WhoActs::YoungPerson => Some(Role::YoungPerson),
        WhoActs::Representative => Some(Role::Parent),
        WhoActs::Parent => None,
    };
    let user = match (role, &command.email) {
        (Some(role), Some(email)) => Some(act.account(email.as_str(), role)?),
        (None, None) => None,
        (Some(_), None) => {
            return Err(Error::field(
                "/email",
                "missing",
                "Name the account of whoever acts.",
            ));
        }
        (None, Some(_)) => {
            return Err(Error::field(
                "/email",
                "not_needed",
                "Parents act through the links that are on record. Leave the address out.",
            ));
        }
    };
    let row = HandOverRow {
        id: act.id(),
        child_id: id,
        who_acts: command.who_acts,
        user_id: user,
        from_on,
        until_on: None,
        evidence: command.evidence.to_string(),
    };
    keep(act, &row)?;
    let kind = match command.who_acts {
        WhoActs::YoungPerson => HappeningKind::HandedOverToYoungPerson,
        WhoActs::Representative | WhoActs::Parent => HappeningKind::AlternativePersonRecorded,
    };
    let mut details = Details::default()
        .id("hand_over_id", row.id)
        .word("who_acts", row.who_acts.word())
        .digest("evidence", &row.evidence);
    if let Some(user) = user {
        details = details.id("user_id", user);
    }
    act.related_on(&permit, &Happening::new(kind, from_on), details)?;
    Ok(HandOverView {
        id: row.id,
        child_id: id,
        who_acts: row.who_acts,
        in_words: row.who_acts.title().to_owned(),
        user_id: row.user_id,
        from_on: row.from_on,
    })
}

/// Refuses a day before the rights can pass.
pub(crate) fn not_too_early(child: &ChildRow, from_on: NaiveDate) -> Result<(), Error> {
    if from_on >= child.young_person_from {
        return Ok(());
    }
    Err(Error::field(
        "/from_on",
        "too_early",
        format!(
            "The rights pass to the young person on {}, the day after compulsory school age ends.",
            human_date(child.young_person_from)
        ),
    ))
}

/// Keeps a record, and with it that a young person acts. It replaces one that has not begun.
pub(crate) fn keep(act: &mut Act<'_, '_>, row: &HandOverRow) -> Result<(), Error> {
    if let (WhoActs::YoungPerson, Some(user)) = (row.who_acts, row.user_id)
        && act.tx.acts_as_young_person_elsewhere(user, row.child_id)?
    {
        return Err(Error::field(
            "/email",
            "is_another_young_person",
            "This account is another young person's. Everybody has an account of their own; check the e-mail address.",
        ));
    }
    let (recorded, today) = (act.recorded(), act.moment.today);
    act.tx
        .savepoint(|tx| tx.insert_hand_over(row, recorded, today))
        .map_err(|error| {
            crate::registry::taken(
                error,
                "/email",
                "already_linked",
                "It is recorded already who acts for this young person from that day.",
            )
        })
}

/// The cases of the person for which it must be recorded who will act: from twelve weeks before the day on which the
/// rights pass, the first one first. After `after`; at most `limit`.
///
/// # Errors
/// When this is not for the person.
pub fn open_hand_overs(
    look: &mut Look<'_, '_>,
    after: Option<(NaiveDate, CaseId)>,
    limit: u32,
) -> Result<Vec<OpenHandOver>, Error> {
    look.may(Action::ReadHandOvers)?;
    // A task is for those who have the case, as the work list is.
    let reach = Reach {
        authority: false,
        ..reach_of(&look.actor, Action::ReadHandOvers)
    };
    let today = look.moment.today;
    let until = today.checked_add_days(Days::new(DAYS_BEFORE)).unwrap_or(today);
    let rows = look.tx.open_hand_overs(
        &reach,
        &look.actor,
        look.moment.as_of(),
        until,
        after,
        i64::from(limit),
    )?;
    for (case, _) in &rows {
        look.saw(case.id);
    }
    Ok(rows
        .into_iter()
        .map(|(case, child)| OpenHandOver {
            case_id: case.id,
            reference: case.reference,
            child_id: child.id,
            child_name: format!("{} {}", child.given_name, child.family_name),
            rights_pass_on: child.young_person_from,
            overdue: child.young_person_from <= today,
        })
        .collect())
}

/// What a case shows about who acts, in words for its reader; nothing while the child is younger.
pub(crate) fn hand_over_of_case(
    tx: &mut ReadTx<'_>,
    child: &ChildRow,
    moment: &Moment,
    reader: Reader,
) -> Result<Option<HandOverOfCase>, Error> {
    let passes = child.young_person_from;
    let asked_from = passes.checked_sub_days(Days::new(DAYS_BEFORE)).unwrap_or(passes);
    if moment.today < asked_from {
        return Ok(None);
    }
    let records = tx.hand_overs_of(child.id)?;
    let acting = records
        .iter()
        .find(|row| row.from_on <= moment.today)
        .or(records.last())
        .map(|row| row.who_acts);
    let who_acts = match acting {
        Some(who) => Some(who),
        None => tx
            .hand_over_is_recorded(child.id)?
            .then_some(WhoActs::YoungPerson),
    };
    Ok(Some(HandOverOfCase {
        rights_pass_on: passes,
        who_acts,
        in_words: in_words(who_acts, passes, reader),
    }))
}

/// Who acts, said to whoever reads it.
fn in_words(who_acts: Option<WhoActs>, passes: NaiveDate, reader: Reader) -> String {
    let what = match who_acts {
        Some(WhoActs::YoungPerson) => reader.choose(
            "the rights are your child's own: they decide, and our letters go to them. What you still see is what they let you see.",
            "the rights are yours: you decide, and our letters come to you. You can invite somebody to help you.",
            "the rights are the young person's, who decides alone.",
        ),
        Some(WhoActs::Representative) => reader.choose(
            "a representative acts for the young person, and our letters go to the representative.",
            "somebody who may act for you decides with you in mind, and our letters go to them.",
            "a representative acts for the young person, who lacks capacity.",
        ),
        Some(WhoActs::Parent) => reader.choose(
            "you act for your child, as you have done until now, and our letters come to you.",
            "your parents act for you, and our letters go to them.",
            "the parents act for the young person, who lacks capacity and has no representative.",
        ),
        None => reader.choose(
            "the rights are your child's own. It is still open who will act; until we have recorded it, you go on receiving everything.",
            "the rights are yours. It is still open who will act; until we have recorded it, your parents go on receiving everything.",
            "the rights are the young person's. It is still open who will act; until it is recorded, the parents go on receiving everything.",
        ),
    };
    format!("From {} {what}", human_date(passes))
}

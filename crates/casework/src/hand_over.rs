//! Who acts from the end of compulsory school age (Children and Families Act 2014, s.80 and s.83).

use crate::case_file::Details;
use crate::ending::is_over;
use crate::hand_over_words::addressee;
use crate::period::{Period, place, reaches_again};
use crate::registry::not_far_ahead;
use crate::rests_on::Supports;
use crate::{Act, Error, Look, RestsOn};
use chrono::{Days, NaiveDate};
use ehcp_access::{Action, LimitEffect, Permitted, Reach, Role, WhoActs, reach_of};
use ehcp_assessment::{Happening, HappeningKind};
use ehcp_calendar::human_date;
use ehcp_case::{CaseId, ChildId, HandOverId, Line, Prose, UserId};
use ehcp_store::{CaseRow, ChildRow, Ended, HandOverRow, ReadTx};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
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
    /// Said when a bar or limit of the child names somebody of this name, and it has been made sure that this is another
    /// person.
    #[serde(default)]
    pub is_somebody_else: bool,
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
    /// Who acts; absent for those who are told only whom to address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who_acts: Option<WhoActs>,
    /// The same in plain English, or whom to address.
    #[schema(example = "the young person", max_length = 200)]
    pub in_words: String,
    /// The young person's or the representative's account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// From this day.
    pub from_on: NaiveDate,
    /// The last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
    /// It was annulled: it never held, or was given up before it began.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub annulled: bool,
    /// Why it was ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub end_reason: Option<String>,
    /// Whether whoever acts can use their account: the rights pass only to somebody who can.
    pub account_is_open: bool,
    /// What it rests on and who put it on record; in lists for the council's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rests_on: Option<RestsOn>,
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
    act.keep_contacts_out(id, [("/evidence", command.evidence.as_str())])?;
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
        (Some(role), Some(email)) => {
            let user = act.account(email.as_str(), role)?;
            not_kept_away(act, id, user)?;
            act.account_not_named_in_an_order(permit.subject(), user, command.is_somebody_else)?;
            Some(user)
        }
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
        annulled: false,
        end_reason: None,
        ended_for: None,
        until_before: None,
    };
    let row = keep(act, &permit, row)?;
    let kind = kind_of(command.who_acts);
    let mut details = Details::default()
        .id("hand_over_id", row.id)
        .word("who_acts", row.who_acts.word())
        .digest("evidence", &row.evidence);
    if let Some(user) = user {
        details = details.id("user_id", user);
    }
    act.related_on(&permit, &Happening::new(kind, from_on), details)?;
    hand_over_view(act.tx, row)
}

/// Refuses whom an order or a safety decision keeps away from the child: they would be told nothing, and nobody else
/// either.
pub(crate) fn not_kept_away(act: &mut Act<'_, '_>, child: ChildId, user: UserId) -> Result<(), Error> {
    if act
        .tx
        .is_limited(child, user, LimitEffect::Bar, act.moment.as_of())?
    {
        return Err(Error::field(
            "/email",
            "kept_away",
            "This adult is kept away from the child by an order or a safety decision. Record somebody else, or lift the bar first if it no longer holds.",
        ));
    }
    Ok(())
}

/// A record of who acts.
pub(crate) fn hand_over_view(tx: &mut ReadTx<'_>, row: HandOverRow) -> Result<HandOverView, Error> {
    Ok(HandOverView {
        id: row.id,
        child_id: row.child_id,
        who_acts: Some(row.who_acts),
        in_words: row.who_acts.title().to_owned(),
        user_id: row.user_id,
        from_on: row.from_on,
        until_on: row.until_on,
        annulled: row.annulled,
        account_is_open: can_act(tx, &row)?,
        end_reason: row.end_reason,
        rests_on: None,
    })
}

impl HandOverView {
    /// For the family: neither whose account it is nor why a record ended.
    fn without_reasons(self) -> Self {
        Self {
            user_id: None,
            end_reason: None,
            ..self
        }
    }

    /// For those who need to know only whom to address. That somebody else acts would say that capacity is lacking.
    fn addressee_only(self, who_acts: WhoActs) -> Self {
        Self {
            who_acts: None,
            in_words: addressee(Some(who_acts)).to_owned(),
            ..self.without_reasons()
        }
    }
}

/// Whether whoever a record names can act: parents by their own links, anybody else with an account that is open.
fn can_act(tx: &mut ReadTx<'_>, row: &HandOverRow) -> Result<bool, Error> {
    let Some(user) = row.user_id else {
        return Ok(true);
    };
    Ok(tx.user(user)?.is_some_and(|user| user.disabled_at.is_none()))
}

/// The records of who acts for a young person, the latest day first, past and annulled ones too.
///
/// # Errors
/// When the child is hidden, or this is not for the person.
pub fn hand_overs(look: &mut Look<'_, '_>, id: ChildId) -> Result<Vec<HandOverView>, Error> {
    let (permit, _) = look.case_of(id, Action::ReadHandOvers)?;
    let (today, fields) = (look.moment.today, permit.fields());
    let family = look.actor.role.is_family();
    let mut views = Vec::new();
    let known = match fields.sees_internal() {
        true => look.tx.hand_overs_rest_on(id)?,
        false => HashMap::new(),
    };
    let supports = Supports::named(look.tx, known)?;
    for row in look.tx.hand_overs_of(id)? {
        let over = is_over(row.annulled, row.until_on, today);
        if over && permit.subject().seals(row.id) {
            continue;
        }
        let who_acts = row.who_acts;
        // Whom to address today; who acted before, and why no longer, is the family's.
        let holds_now = !over && row.from_on <= today;
        let rests_on = supports.of(row.id.into(), permit.subject());
        let view = hand_over_view(look.tx, row)?;
        if fields.sees_internal() {
            views.push(HandOverView { rests_on, ..view });
        } else if family {
            views.push(view.without_reasons());
        } else if holds_now {
            views.push(view.addressee_only(who_acts));
        }
    }
    Ok(views)
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

/// Keeps a record among those that there are, of which one holds on any day: whoever acts until then acts until the day
/// before, and it ends the day before a later one that is on record. One of the same day whose account nobody can use
/// gives way.
pub(crate) fn keep(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    mut row: HandOverRow,
) -> Result<HandOverRow, Error> {
    // Held, so that the same account is not made two young people at once.
    if let (WhoActs::YoungPerson, Some(user)) = (row.who_acts, row.user_id)
        && act.tx.lock_user(user)?.is_some()
        && act.tx.acts_as_young_person_elsewhere(user, row.child_id)?
    {
        return Err(Error::field(
            "/email",
            "is_another_young_person",
            "This account is another young person's. Everybody has an account of their own; check the e-mail address.",
        ));
    }
    let mut on_record = Vec::new();
    for known in act.tx.hand_overs_of(row.child_id)? {
        if known.annulled {
            continue;
        }
        if known.from_on == row.from_on && !can_act(act.tx, &known)? {
            let reason = "Replaced: nobody could use the account that was named.";
            end(act, permit, known.id, None, reason, row.id)?;
            continue;
        }
        let days = Period {
            from_on: known.from_on,
            until_on: known.until_on,
        };
        on_record.push((known.id, days));
    }
    let new = Period {
        from_on: row.from_on,
        until_on: row.until_on,
    };
    let placed = place(new, on_record).map_err(|other| {
        Error::field(
            "/from_on",
            "already_linked",
            format!(
                "It is on record already who acts for this young person from {}. If that is wrong, annul that record first.",
                human_date(other)
            ),
        )
    })?;
    for earlier in placed.ending {
        let reason = "Somebody else acts from the next day.";
        end(act, permit, earlier, Some(placed.day_before), reason, row.id)?;
    }
    row.until_on = placed.until_on;
    let recorded = act.recorded();
    act.tx.insert_hand_over(&row, recorded)?;
    Ok(row)
}

/// Ends an earlier record because of a new one.
fn end(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    id: HandOverId,
    last_day: Option<NaiveDate>,
    reason: &str,
    later: HandOverId,
) -> Result<(), Error> {
    let end = Ended {
        last_day,
        reason,
        recorded: act.recorded(),
        because_of: Some(later.into()),
    };
    act.tx.end_hand_over(id, &end)?;
    let details = Details::default().id("hand_over_id", id);
    act.ended(permit, HappeningKind::HandOverEnded, details, last_day, reason)
}

/// Lets go on whoever acted before a record that turns out never to have held, as far as nothing later is on record.
pub(crate) fn go_on_before(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    annulled: &HandOverRow,
) -> Result<(), Error> {
    let rows = act.tx.hand_overs_of(annulled.child_id)?;
    let standing = rows.iter().filter(|row| !row.annulled);
    let Some(earlier) = standing.clone().find(|row| row.ended_for == Some(annulled.id)) else {
        return Ok(());
    };
    let later = standing
        .map(|row| row.from_on)
        .filter(|day| *day > earlier.from_on);
    let until = reaches_again(earlier.until_before, later.min());
    act.tx.reopen_hand_over(earlier.id, until)?;
    let mut details = Details::default()
        .id("hand_over_id", earlier.id)
        .word("who_acts", earlier.who_acts.word())
        .word("goes_on", "true");
    if let Some(until) = until {
        details = details.day("last_day", until);
    }
    let kind = kind_of(earlier.who_acts);
    act.related_on(permit, &Happening::new(kind, annulled.from_on), details)
}

/// What is said to have happened when it is recorded who acts.
fn kind_of(who_acts: WhoActs) -> HappeningKind {
    match who_acts {
        WhoActs::YoungPerson => HappeningKind::HandedOverToYoungPerson,
        WhoActs::Representative | WhoActs::Parent => HappeningKind::AlternativePersonRecorded,
    }
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

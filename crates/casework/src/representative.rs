//! Somebody who acts in the place of a parent who lacks capacity (Children and Families Act 2014, s.80; SEND Regulations
//! 2014, reg 64): a deputy or an attorney. They are linked to the child as the parent was, and on no day do both count.

use crate::account::tell;
use crate::case_file::Details;
use crate::ending::is_over;
use crate::hand_over::not_kept_away;
use crate::period::{Period, place, reaches_again};
use crate::registry::{KNOWN_AHEAD, adult_to_link, not_far_ahead, not_linked_already, parent_link_view};
use crate::{Act, Error, LetterText, ParentLinkView};
use chrono::NaiveDate;
use ehcp_access::{Action, Permitted};
use ehcp_assessment::HappeningKind;
use ehcp_calendar::human_date;
use ehcp_case::{Line, ParentLinkId, Prose, Refusal, UserId};
use ehcp_store::{CaseRow, Ended, ParentLinkRow, Recipient};
use serde::Deserialize;
use utoipa::ToSchema;

/// Recording who acts in a parent's place.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordParentRepresentative {
    /// The e-mail address with which the representative signs in.
    #[schema(value_type = String, example = "ruth.vance@example.org", min_length = 3, max_length = 200)]
    pub email: Line,
    /// From this day; today when left out.
    #[serde(default)]
    #[schema(example = "2026-09-14")]
    pub from_on: Option<NaiveDate>,
    /// Said when a bar or limit of the child names somebody of this name, and it has been made sure that this is another
    /// person.
    #[serde(default)]
    pub is_somebody_else: bool,
    /// What it rests on: the finding on the parent's capacity and the authority to act.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Deputyship order seen on 7 September 2026.")]
    pub evidence: Prose,
}

/// Records who acts in a parent's place. The parent's own link ends the day before, and goes on when the representative's
/// ends.
///
/// # Errors
/// When the child is hidden, there is no account that is open, whoever is named is kept away from the child, is the parent
/// or linked already, or the parent's link does not hold on that day.
pub fn record_parent_representative(
    act: &mut Act<'_, '_>,
    id: ParentLinkId,
    command: &RecordParentRepresentative,
) -> Result<ParentLinkView, Error> {
    let child = act.tx.parent_link(id)?.ok_or(Error::NotFound)?.child_id;
    let (permit, _) = act.case_of(child, Action::RecordWhoActs)?;
    act.keep_contacts_out(child, [("/evidence", command.evidence.as_str())])?;
    // Read anew now that the case is held.
    let parent = act.tx.parent_link(id)?.ok_or(Error::NotFound)?;
    let today = act.moment.today;
    if is_over(parent.annulled, parent.until_on, today) && permit.subject().seals(id) {
        return Err(Error::NotFound);
    }
    let from_on = command.from_on.unwrap_or(today);
    not_far_ahead(from_on, today, KNOWN_AHEAD)?;
    let day_before = last_day_of(&parent, from_on)?;
    let user = adult_to_link(act, &permit, child, &command.email, command.is_somebody_else)?;
    if user == parent.user_id {
        return Err(Error::field(
            "/email",
            "is_the_parent",
            "This is the parent's own account. Name the account of whoever acts in the parent's place.",
        ));
    }
    not_kept_away(act, child, user)?;
    not_linked_already(act, child, user, from_on, parent.until_on)?;
    let row = ParentLinkRow {
        id: act.id(),
        user_id: user,
        parental_responsibility: false,
        has_care: false,
        from_on,
        evidence: command.evidence.to_string(),
        verified_at: Some(act.moment.now),
        verified_by: Some(act.actor.user),
        end_reason: None,
        in_place_of: Some(parent.id),
        ended_for: None,
        until_before: None,
        ..parent.clone()
    };
    let ended = Ended {
        last_day: Some(day_before),
        reason: "A representative acts in this parent's place from the next day.",
        recorded: act.recorded(),
        because_of: Some(row.id.into()),
    };
    ends(act, &permit, &parent, &ended)?;
    let recorded = act.recorded();
    act.tx.insert_parent_link(&row, recorded)?;
    let details = Details::default()
        .id("parent_link_id", row.id)
        .id("in_place_of", parent.id)
        .digest("evidence", &row.evidence);
    act.related(&permit, HappeningKind::ParentLinked, details)?;
    tells(act, parent.user_id, LetterText::REPRESENTED)?;
    tells(act, user, LetterText::REPRESENTS)?;
    Ok(parent_link_view(row, permit.fields()))
}

/// The last day on which a parent counts who is represented from a day on.
fn last_day_of(parent: &ParentLinkRow, from_on: NaiveDate) -> Result<NaiveDate, Error> {
    let no_parent = |explanation: &str| {
        Err(Refusal::NotAnyMore {
            explanation: explanation.to_owned(),
        }
        .into())
    };
    if parent.annulled {
        return no_parent("This link was annulled and gives nothing, so that nobody can act in its place.");
    }
    if parent.verified_at.is_none() {
        return no_parent("Nobody has verified this link. Link the parent first.");
    }
    if parent.in_place_of.is_some() {
        return no_parent(
            "Whoever has this link acts in a parent's place. End that link, and record who acts in place of the parent.",
        );
    }
    let new = Period {
        from_on,
        until_on: None,
    };
    let own = Period {
        from_on: parent.from_on,
        until_on: parent.until_on,
    };
    let misfit = |code, message: String| Err(Error::field("/from_on", code, message));
    let too_early = |first| {
        let first = human_date(first);
        format!(
            "This parent's link begins on {first}. Give a day after that; if the parent never counted, annul the link."
        )
    };
    match place(new, [((), own)]) {
        Ok(placed) if !placed.ending.is_empty() => Ok(placed.day_before),
        Ok(_) if parent.from_on > from_on => misfit("too_early", too_early(parent.from_on)),
        Ok(_) => misfit(
            "too_late",
            "This parent's link has ended by then. If somebody acts in the parent's place already, end that first.".to_owned(),
        ),
        Err(first) => misfit("too_early", too_early(first)),
    }
}

/// Ends a link because of another one, with its event.
fn ends(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    link: &ParentLinkRow,
    ended: &Ended<'_>,
) -> Result<(), Error> {
    act.tx.end_parent_link(link.id, ended)?;
    let details = Details::default()
        .id("parent_link_id", link.id)
        .id("user_id", link.user_id);
    act.ended(
        permit,
        HappeningKind::ParentLinkEnded,
        details,
        ended.last_day,
        ended.reason,
    )
}

/// Lets a parent go on when whoever acted in their place no longer does: from the next day, or as before when the record of
/// the representative was wrong.
pub(crate) fn parent_goes_on(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    representative: &ParentLinkRow,
    last_day: Option<NaiveDate>,
) -> Result<(), Error> {
    let Some(parent) = representative.in_place_of else {
        return Ok(());
    };
    let Some(parent) = act.tx.parent_link(parent)? else {
        return Ok(());
    };
    // Of a record that was joined to another one, or a link that never held, nothing goes on.
    if parent.annulled || parent.child_id != representative.child_id {
        return Ok(());
    }
    let known = act.tx.parent_links_between(parent.child_id, parent.user_id)?;
    let went_on = went_on(representative);
    for earlier in known.iter().filter(|link| Some(link.from_on) == went_on) {
        let ended = Ended {
            last_day: None,
            reason: "The representative's last day was changed.",
            recorded: act.recorded(),
            because_of: None,
        };
        ends(act, permit, earlier, &ended)?;
    }
    let goes_on = match last_day.and_then(|day| day.succ_opt()) {
        Some(day) => again_from(act, &parent, day)?,
        None => as_before(act, &parent, representative, &known)?,
    };
    if let Some((id, until)) = goes_on {
        let mut details = Details::default()
            .id("parent_link_id", id)
            .word("goes_on", "true");
        if let Some(until) = until {
            details = details.day("last_day", until);
        }
        act.related(permit, HappeningKind::ParentLinked, details)?;
        tells(act, parent.user_id, LetterText::REPRESENTED_NO_LONGER)?;
    }
    tells(act, representative.user_id, LetterText::REPRESENTS_NO_LONGER)
}

/// The day from which the parent goes on after an end of the representative that is on record.
fn went_on(representative: &ParentLinkRow) -> Option<NaiveDate> {
    let ended = representative
        .until_on
        .filter(|_| representative.end_reason.is_some());
    ended.and_then(|day| day.succ_opt())
}

type GoesOn = Option<(ParentLinkId, Option<NaiveDate>)>;

/// The parent's link from a day on, for as long as it was to hold.
fn again_from(act: &mut Act<'_, '_>, parent: &ParentLinkRow, day: NaiveDate) -> Result<GoesOn, Error> {
    if parent.until_before.is_some_and(|until| until < day) {
        return Ok(None);
    }
    let row = ParentLinkRow {
        id: act.id(),
        from_on: day,
        until_on: parent.until_before,
        verified_at: Some(act.moment.now),
        verified_by: Some(act.actor.user),
        end_reason: None,
        ended_for: None,
        until_before: None,
        ..parent.clone()
    };
    let recorded = act.recorded();
    act.tx.insert_parent_link(&row, recorded)?;
    Ok(Some((row.id, row.until_on)))
}

/// The parent's link as it was, if it ended for this representative only.
fn as_before(
    act: &mut Act<'_, '_>,
    parent: &ParentLinkRow,
    representative: &ParentLinkRow,
    known: &[ParentLinkRow],
) -> Result<GoesOn, Error> {
    if parent.ended_for != Some(representative.id) {
        return Ok(None);
    }
    let went_on = went_on(representative);
    let later = known
        .iter()
        .map(|link| link.from_on)
        .filter(|day| *day > parent.from_on && Some(*day) != went_on);
    let until = reaches_again(parent.until_before, later.min());
    act.tx.reopen_parent_link(parent.id, until)?;
    Ok(Some((parent.id, until)))
}

/// Tells somebody whose rights change, if they can read it.
fn tells(act: &mut Act<'_, '_>, user: UserId, text: LetterText) -> Result<(), Error> {
    let open = act.tx.user(user)?.is_some_and(|user| user.disabled_at.is_none());
    match open {
        true => tell(act, Recipient::Person(user), text),
        false => Ok(()),
    }
}

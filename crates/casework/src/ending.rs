//! Ending a relationship: a parent's link, a place on a roll, a record of who acts. Rows are never removed; each keeps its
//! first day, what it rested on, and why it ended.

use crate::case_file::Details;
use crate::hand_over::{go_on_before, hand_over_view};
use crate::registry::{KNOWN_AHEAD, enrolment_view, go_on_elsewhere, parent_link_view};
use crate::representative::parent_goes_on;
use crate::{Act, EnrolmentView, Error, HandOverView, ParentLinkView};
use chrono::{Days, NaiveDate};
use ehcp_access::{Action, Permitted};
use ehcp_assessment::{Happening, HappeningKind};
use ehcp_calendar::human_date;
use ehcp_case::{ChildId, EnrolmentId, HandOverId, ParentLinkId, Prose, Refusal};
use ehcp_store::{CaseRow, Ended, EnrolmentRow, HandOverRow, ParentLinkRow, ReadTx, StoreError, WriteTx};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Ending a relationship.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndRelationship {
    /// The last day on which it holds; left out when it is annulled.
    #[serde(default)]
    #[schema(example = "2026-11-30")]
    pub last_day: Option<NaiveDate>,
    /// It never held, or never will: it was recorded by mistake, or given up before it began. Ends at once.
    #[serde(default)]
    pub annul: bool,
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "The family has moved; the school took her off its roll.")]
    pub reason: Prose,
}

/// The days of what is to end.
#[derive(Debug, Clone, Copy)]
struct Held {
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
    annulled: bool,
}

/// The last day of what ends, or none when it is annulled.
fn last_day(held: Held, command: &EndRelationship, today: NaiveDate) -> Result<Option<NaiveDate>, Error> {
    if held.annulled {
        return Err(Refusal::AlreadyDone {
            explanation: "This was annulled already and gives nothing.".to_owned(),
        }
        .into());
    }
    let day = match (command.last_day, command.annul) {
        (None, true) => return Ok(None),
        (Some(day), false) => day,
        (None, false) => {
            return Err(Error::field(
                "/last_day",
                "missing",
                "Give the last day, or say that it is annulled because it never held.",
            ));
        }
        (Some(_), true) => {
            return Err(Error::field(
                "/last_day",
                "not_needed",
                "What is annulled has no last day. Leave it out.",
            ));
        }
    };
    if day < held.from_on {
        return Err(Error::field(
            "/last_day",
            "too_early",
            format!(
                "It began on {}. Give a day from then on; if it never held, annul it.",
                human_date(held.from_on)
            ),
        ));
    }
    if let Some(until) = held.until_on
        && day >= until
    {
        return Err(Error::field(
            "/last_day",
            "too_late",
            format!(
                "It ends on {} already. An end can be brought forward here; for later days record it anew.",
                human_date(until)
            ),
        ));
    }
    let latest = today.checked_add_days(KNOWN_AHEAD).unwrap_or(today);
    if day > latest {
        return Err(Error::field(
            "/last_day",
            "too_far_ahead",
            format!("Give a day up to {}.", human_date(latest)),
        ));
    }
    Ok(Some(day))
}

/// Whether something holds no longer: of what is over, nothing from before an adoption is shown or changed.
pub(crate) fn is_over(annulled: bool, until_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    annulled || until_on.is_some_and(|until| until < today)
}

impl Act<'_, '_> {
    /// Records that a relationship ends: the event stands on the first day without it.
    pub(crate) fn ended(
        &mut self,
        permit: &Permitted<CaseRow>,
        kind: HappeningKind,
        details: Details,
        last_day: Option<NaiveDate>,
        reason: &str,
    ) -> Result<(), Error> {
        let today = self.moment.today;
        let details = match last_day {
            Some(day) => details.day("last_day", day),
            None => details.word("annulled", "true"),
        };
        let on = last_day.and_then(|day| day.checked_add_days(Days::new(1)));
        let happening = Happening::new(kind, on.unwrap_or(today));
        self.related_on(permit, &happening, details.digest("reason", reason))
    }
}

/// A dated row of how somebody stands to a child, as its end needs it.
trait Relationship: Sized {
    /// The row's id.
    type Id: Copy + Into<Uuid>;
    /// What its end is called in the record.
    const ENDED: HappeningKind;

    fn read(tx: &mut ReadTx<'_>, id: Self::Id) -> Result<Option<Self>, StoreError>;
    fn end(tx: &mut WriteTx<'_>, id: Self::Id, end: &Ended<'_>) -> Result<(), StoreError>;
    fn child(&self) -> ChildId;
    fn held(&self) -> Held;
    /// What the event of its end names.
    fn details(&self) -> Details;
    /// What goes on in its place: once it is annulled what it had ended, after its last day what it had taken the place of.
    fn give_back(
        &self,
        _act: &mut Act<'_, '_>,
        _permit: &Permitted<CaseRow>,
        _last_day: Option<NaiveDate>,
    ) -> Result<(), Error> {
        Ok(())
    }
}

impl Relationship for ParentLinkRow {
    type Id = ParentLinkId;
    const ENDED: HappeningKind = HappeningKind::ParentLinkEnded;

    fn read(tx: &mut ReadTx<'_>, id: Self::Id) -> Result<Option<Self>, StoreError> {
        tx.parent_link(id)
    }

    fn end(tx: &mut WriteTx<'_>, id: Self::Id, end: &Ended<'_>) -> Result<(), StoreError> {
        tx.end_parent_link(id, end)
    }

    fn child(&self) -> ChildId {
        self.child_id
    }

    fn held(&self) -> Held {
        Held {
            from_on: self.from_on,
            until_on: self.until_on,
            annulled: self.annulled,
        }
    }

    fn details(&self) -> Details {
        Details::default()
            .id("parent_link_id", self.id)
            .id("user_id", self.user_id)
    }

    fn give_back(
        &self,
        act: &mut Act<'_, '_>,
        permit: &Permitted<CaseRow>,
        last_day: Option<NaiveDate>,
    ) -> Result<(), Error> {
        parent_goes_on(act, permit, self, last_day)
    }
}

impl Relationship for EnrolmentRow {
    type Id = EnrolmentId;
    const ENDED: HappeningKind = HappeningKind::EnrolmentEnded;

    fn read(tx: &mut ReadTx<'_>, id: Self::Id) -> Result<Option<Self>, StoreError> {
        tx.enrolment(id)
    }

    fn end(tx: &mut WriteTx<'_>, id: Self::Id, end: &Ended<'_>) -> Result<(), StoreError> {
        tx.end_enrolment(id, end)
    }

    fn child(&self) -> ChildId {
        self.child_id
    }

    fn held(&self) -> Held {
        Held {
            from_on: self.from_on,
            until_on: self.until_on,
            annulled: self.annulled,
        }
    }

    fn details(&self) -> Details {
        Details::default()
            .id("enrolment_id", self.id)
            .id("education_setting_id", self.education_setting_id)
    }

    fn give_back(
        &self,
        act: &mut Act<'_, '_>,
        permit: &Permitted<CaseRow>,
        last_day: Option<NaiveDate>,
    ) -> Result<(), Error> {
        match last_day {
            Some(_) => Ok(()),
            None => go_on_elsewhere(act, permit, self),
        }
    }
}

impl Relationship for HandOverRow {
    type Id = HandOverId;
    const ENDED: HappeningKind = HappeningKind::HandOverEnded;

    fn read(tx: &mut ReadTx<'_>, id: Self::Id) -> Result<Option<Self>, StoreError> {
        tx.hand_over(id)
    }

    fn end(tx: &mut WriteTx<'_>, id: Self::Id, end: &Ended<'_>) -> Result<(), StoreError> {
        tx.end_hand_over(id, end)
    }

    fn child(&self) -> ChildId {
        self.child_id
    }

    fn held(&self) -> Held {
        Held {
            from_on: self.from_on,
            until_on: self.until_on,
            annulled: self.annulled,
        }
    }

    fn details(&self) -> Details {
        Details::default().id("hand_over_id", self.id)
    }

    fn give_back(
        &self,
        act: &mut Act<'_, '_>,
        permit: &Permitted<CaseRow>,
        last_day: Option<NaiveDate>,
    ) -> Result<(), Error> {
        match last_day {
            Some(_) => Ok(()),
            None => go_on_before(act, permit, self),
        }
    }
}

/// Ends a relationship, and reads it anew.
fn end<R: Relationship>(
    act: &mut Act<'_, '_>,
    id: R::Id,
    command: &EndRelationship,
) -> Result<(R, Permitted<CaseRow>), Error> {
    let child = R::read(act.tx, id)?.ok_or(Error::NotFound)?.child();
    let (permit, _) = act.case_of(child, Action::EndParentLink)?;
    act.keep_contacts_out(child, [("/reason", command.reason.as_str())])?;
    // Read anew now that the case is held.
    let row = R::read(act.tx, id)?.ok_or(Error::NotFound)?;
    let (held, today) = (row.held(), act.moment.today);
    if is_over(held.annulled, held.until_on, today) && permit.subject().seals(id) {
        return Err(Error::NotFound);
    }
    let day = last_day(held, command, today)?;
    let ended = Ended {
        last_day: day,
        reason: command.reason.as_str(),
        recorded: act.recorded(),
        because_of: None,
    };
    R::end(act.tx, id, &ended)?;
    act.ended(&permit, R::ENDED, row.details(), day, ended.reason)?;
    row.give_back(act, &permit, day)?;
    let row = R::read(act.tx, id)?.ok_or(Error::NotFound)?;
    Ok((row, permit))
}

/// Ends a parent's link: the last day is the last on which this adult sees the child's record.
///
/// # Errors
/// When the child is hidden, this is not for the person, the day does not fit, or it is annulled already.
pub fn end_parent_link(
    act: &mut Act<'_, '_>,
    id: ParentLinkId,
    command: &EndRelationship,
) -> Result<ParentLinkView, Error> {
    let (row, permit) = end::<ParentLinkRow>(act, id, command)?;
    Ok(parent_link_view(row, permit.fields()))
}

/// Ends a place on a roll: the last day is the last on which the setting sees the child's record as theirs.
///
/// # Errors
/// As [`end_parent_link`].
pub fn end_enrolment(
    act: &mut Act<'_, '_>,
    id: EnrolmentId,
    command: &EndRelationship,
) -> Result<EnrolmentView, Error> {
    let (row, permit) = end::<EnrolmentRow>(act, id, command)?;
    Ok(enrolment_view(row, permit.fields().sees_internal()))
}

/// Ends a record of who acts, or puts a wrong one right: whoever acted before a wrong one goes on. Where nobody else is
/// on record the parents receive again, and it is an open question who acts.
///
/// # Errors
/// As [`end_parent_link`].
pub fn end_hand_over(
    act: &mut Act<'_, '_>,
    id: HandOverId,
    command: &EndRelationship,
) -> Result<HandOverView, Error> {
    let (row, _) = end::<HandOverRow>(act, id, command)?;
    hand_over_view(act.tx, row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn ends(held: Held, on: Option<&str>, annul: bool) -> Result<Option<NaiveDate>, Error> {
        let command = EndRelationship {
            last_day: on.map(day),
            annul,
            reason: Prose::new("Moved.").unwrap(),
        };
        last_day(held, &command, day("2026-11-22"))
    }

    const HELD: fn(Option<&str>) -> Held = |until| Held {
        from_on: "2026-09-01".parse().unwrap(),
        until_on: until.map(day),
        annulled: false,
    };

    #[test]
    fn the_last_day_is_any_from_the_first_to_a_year_ahead() {
        assert!(ends(HELD(None), Some("2026-08-31"), false).is_err());
        assert_eq!(
            ends(HELD(None), Some("2026-09-01"), false).unwrap(),
            Some(day("2026-09-01"))
        );
        assert!(ends(HELD(None), Some("2027-11-23"), false).is_ok());
        assert!(ends(HELD(None), Some("2027-11-24"), false).is_err());
    }

    #[test]
    fn an_end_can_be_brought_forward_and_never_put_off() {
        let held = HELD(Some("2026-12-18"));
        assert!(ends(held, Some("2026-12-17"), false).is_ok());
        assert!(ends(held, Some("2026-12-18"), false).is_err());
        assert!(ends(held, Some("2026-12-19"), false).is_err());
    }

    #[test]
    fn what_is_annulled_has_no_last_day_and_is_annulled_once() {
        assert_eq!(ends(HELD(None), None, true).unwrap(), None);
        assert!(ends(HELD(None), Some("2026-12-01"), true).is_err());
        assert!(ends(HELD(None), None, false).is_err());
        let annulled = Held {
            annulled: true,
            ..HELD(None)
        };
        assert!(ends(annulled, None, true).is_err());
    }
}

//! Two children with one unique pupil number: staff match them. Nobody learns of a child whom they may not see.

use crate::case_file::{Details, Extra};
use crate::casework::same_version;
use crate::ending::is_over;
use crate::joining::GOES_ON;
use crate::registry::child_view;
use crate::{
    Act, Error, Look, MatchDuplicate, MatchOutcome, MatchedView, PossibleDuplicateView, WhoseUpnIsWrong,
};
use ehcp_access::{Action, Actor, Fields, Permitted, Role, reach_of};
use ehcp_assessment::{Happening, HappeningKind};
use ehcp_case::{ChildId, FactKind, Refusal};
use ehcp_store::{
    AsOf, CaseRow, ChildRow, ContactProtectionRow, DuplicateDecisionRow, Ended, EnrolmentRow, Holder,
    LimitRow, NO_DAY, ParentLinkRow, ReadTx,
};

/// Longer than this the queue is not shown at once.
const MOST_WAITING: i64 = 200;

/// Whether somebody may know of a child.
fn knows_of(tx: &mut ReadTx<'_>, actor: &Actor, at: AsOf, child: ChildId) -> Result<bool, Error> {
    let reach = reach_of(actor, Action::ReadCase);
    if tx
        .cases_reached_of(&reach, actor, at, vec![child])?
        .contains_key(&child)
    {
        return Ok(true);
    }
    // A child without a case is in nobody's area yet.
    Ok(actor.role == Role::InformationGovernance && tx.case_of_child(child)?.is_none())
}

/// A child as somebody sees it: that a number is another child's is hidden from whoever may not know of the other.
pub(crate) fn as_seen(
    tx: &mut ReadTx<'_>,
    actor: &Actor,
    at: AsOf,
    mut child: ChildRow,
) -> Result<ChildRow, Error> {
    let Some(claimed) = child.claimed_upn.clone().filter(|_| actor.role.is_staff()) else {
        return Ok(child);
    };
    let known = match tx.child_by_upn(&claimed)? {
        Some(other) => knows_of(tx, actor, at, other)?,
        None => true,
    };
    if !known {
        child.upn = child.claimed_upn.take();
    }
    Ok(child)
}

/// The children who gave a unique pupil number that another child has, with that other child; only where the reader may
/// work on both. The rest wait for information governance.
///
/// # Errors
/// When this is not for the person.
pub fn possible_duplicates(look: &mut Look<'_, '_>) -> Result<Vec<PossibleDuplicateView>, Error> {
    look.may(Action::MatchDuplicates)?;
    let reach = reach_of(&look.actor, Action::MatchDuplicates);
    let waiting = look.tx.children_with_claimed_upn(MOST_WAITING)?;
    let at = look.moment.as_of();
    let mut found = Vec::new();
    for child in waiting {
        let Some(claimed) = child.claimed_upn.clone() else {
            continue;
        };
        let Some(other) = look.tx.child_by_upn(&claimed)? else {
            continue;
        };
        let both = vec![child.id, other];
        let reached = look.tx.cases_reached_of(&reach, &look.actor, at, both)?;
        let (Some(own_case), Some(other_case)) = (reached.get(&child.id), reached.get(&other)) else {
            continue;
        };
        let Some(other) = look.tx.child(other)? else {
            continue;
        };
        look.saw(*own_case);
        look.saw(*other_case);
        found.push(PossibleDuplicateView {
            upn: claimed,
            child: child_view(&child, Some(*own_case), Fields::Full),
            other: child_view(&other, Some(*other_case), Fields::Full),
        });
    }
    Ok(found)
}

/// Decides whether two children with one number are the same child. `seen` is the version of the child who waits.
///
/// If they are, the request that came in for the second record is kept on the case of the first, with the ties of the
/// second record; the second is closed to all but information governance. If they are not, the wrong number goes.
///
/// # Errors
/// When either child is hidden, the first has changed, nothing waits to be matched, or something on the two records must
/// be put in order before they are joined.
pub fn match_duplicate(
    act: &mut Act<'_, '_>,
    id: ChildId,
    seen: i64,
    command: &MatchDuplicate,
) -> Result<MatchedView, Error> {
    let case = act.tx.case_of_child(id)?.ok_or(Error::NotFound)?;
    let (permit, child) = act.case(case, Action::MatchDuplicates)?;
    let claimed = child.claimed_upn.clone();
    let other = match &claimed {
        Some(claimed) => act.tx.child_by_upn(claimed)?,
        None => None,
    };
    let nothing_waits = || Refusal::NotYet {
        explanation: "There is no other child with this number to be matched with, or not one you can see."
            .to_owned(),
    };
    let (Some(claimed), Some(other)) = (claimed, other) else {
        return Err(nothing_waits().into());
    };
    let other_case = act.tx.case_of_child(other)?.ok_or_else(nothing_waits)?;
    let (other_permit, other) =
        act.case(other_case, Action::MatchDuplicates)
            .map_err(|error| match error {
                Error::NotFound | Error::Forbidden { .. } => nothing_waits().into(),
                error => error,
            })?;
    same_version(child.version, seen)?;
    // It is kept with both.
    for one in [child.id, other.id] {
        act.keep_contacts_out(one, [("/reason", command.reason.as_str())])?;
    }
    let pair = Pair {
        permit: &permit,
        child,
        other_permit: &other_permit,
        other,
        claimed,
        reason: command.reason.as_str(),
    };
    match command.outcome {
        MatchOutcome::SameChild => act.join(&pair)?,
        MatchOutcome::DifferentChildren => act.part(&pair, command)?,
    }
    let recorded = act.recorded();
    let row = DuplicateDecisionRow {
        id: act.id(),
        child_id: id,
        other_child_id: pair.other.id,
        same_child: command.outcome == MatchOutcome::SameChild,
        reason: command.reason.to_string(),
    };
    act.tx.insert_duplicate_decision(&row, recorded)?;
    Ok(MatchedView {
        child_id: id,
        other_child_id: pair.other.id,
        outcome: command.outcome,
        case_id: pair.other_permit.subject().id,
    })
}

/// Two children with one number: the second record, and the first one, which goes on if they are the same.
pub(crate) struct Pair<'a> {
    pub(crate) permit: &'a Permitted<CaseRow>,
    pub(crate) child: ChildRow,
    pub(crate) other_permit: &'a Permitted<CaseRow>,
    pub(crate) other: ChildRow,
    claimed: String,
    pub(crate) reason: &'a str,
}

impl Act<'_, '_> {
    /// They are two: whose number is wrong loses it, or gets the right one.
    fn part(&mut self, pair: &Pair<'_>, command: &MatchDuplicate) -> Result<(), Error> {
        let right = command.right_upn.as_ref().map(ToString::to_string);
        if let Some(right) = &right
            && self.tx.child_by_upn(right)?.is_some()
        {
            return Err(Error::field(
                "/right_upn",
                "taken",
                "This number cannot be given. Leave it out and correct it later.",
            ));
        }
        let mut child = pair.child.clone();
        child.version = child.version.saturating_add(1);
        child.claimed_upn = None;
        match command.wrong_upn_of {
            Some(WhoseUpnIsWrong::ThisChild) => child.upn = right,
            Some(WhoseUpnIsWrong::OtherChild) => {
                let mut other = pair.other.clone();
                other.version = other.version.saturating_add(1);
                other.upn = right;
                let recorded = self.recorded();
                // First, so that the number is free.
                self.tx
                    .correct_child(&pair.other, &other, pair.reason, recorded)?;
                child.upn = Some(pair.claimed.clone());
            }
            None => {
                return Err(Error::field(
                    "/wrong_upn_of",
                    "missing",
                    "Say whose number is wrong: this_child or other_child.",
                ));
            }
        }
        let recorded = self.recorded();
        self.tx
            .correct_child(&pair.child, &child, pair.reason, recorded)?;
        self.matched(pair.permit, HappeningKind::ToldApart)?;
        self.matched(pair.other_permit, HappeningKind::ToldApart)
    }

    /// Notes on one case that its child was matched. The other child is named in neither log, because not everybody
    /// who reads the one may know of the other.
    fn matched(&mut self, permit: &Permitted<CaseRow>, kind: HappeningKind) -> Result<(), Error> {
        let happening = Happening::new(kind, self.moment.today);
        let details = Details::default().word("fields", "upn");
        self.record(permit, &happening, details, &Extra::default())?;
        Ok(())
    }

    /// They are one: what came in for the second record is kept on the first.
    fn join(&mut self, pair: &Pair<'_>) -> Result<(), Error> {
        self.can_be_joined(pair)?;
        let requests = self.tx.requests_of(pair.permit.subject().assessment_id)?;
        for request in &requests {
            crate::request::carry_over(self, request, pair.other_permit.subject().id)?;
        }
        let recorded = self.recorded();
        let today = self.moment.today;
        // What is kept from somebody on the one record must not be told on the other.
        for limit in self.tx.limits_of(pair.child.id)? {
            let lapsed = limit.provisional_until.is_some_and(|until| until <= recorded.at);
            if limit.lifted_at.is_some() || lapsed {
                continue;
            }
            let named = limit.id;
            let copy = LimitRow {
                id: self.id(),
                child_id: pair.other.id,
                ..limit
            };
            self.tx.insert_limit(&copy)?;
            self.tx.copy_who_is_named(named, copy.id)?;
        }
        for protection in self.tx.protections_of(&[Holder::Child(pair.child.id)])? {
            if protection.holds_on(today) {
                let copy = ContactProtectionRow {
                    id: self.id(),
                    child_id: Some(pair.other.id),
                    ..protection
                };
                self.tx.insert_protection(&copy)?;
            }
        }
        self.join_relationships(pair)?;
        // After the parents' links: a helper helps through whoever invited them.
        self.join_who_acts_and_helps(pair)?;
        let mut child = pair.child.clone();
        child.version = child.version.saturating_add(1);
        child.claimed_upn = None;
        self.tx
            .correct_child(&pair.child, &child, pair.reason, recorded)?;
        self.close_second(pair)?;
        // Last, so that both logs tell how every row stands now.
        let ended = Happening::new(HappeningKind::JoinedToAnotherRecord, today)
            .fact(FactKind::AssessmentWithdrawn, today);
        self.record(pair.permit, &ended, Details::default(), &Extra::default())?;
        let took_over = Happening::new(HappeningKind::TookOverAnotherRecord, today);
        self.record(
            pair.other_permit,
            &took_over,
            Details::default(),
            &Extra::default(),
        )?;
        Ok(())
    }

    /// What holds goes on with the first record, and gives nothing on the second from now on.
    fn join_relationships(&mut self, pair: &Pair<'_>) -> Result<(), Error> {
        let (today, recorded) = (self.moment.today, self.recorded());
        let ended = Ended {
            last_day: None,
            reason: GOES_ON,
            recorded,
            because_of: None,
        };
        for link in self.tx.parent_links_of(pair.child.id)? {
            if is_over(link.annulled, link.until_on, today) {
                continue;
            }
            self.tx.end_parent_link(link.id, &ended)?;
            let known = self.tx.parent_links_between(pair.other.id, link.user_id)?;
            let goes_on = known.iter().any(|known| {
                known.from_on == link.from_on || !is_over(known.annulled, known.until_on, today)
            });
            if !goes_on {
                let copy = ParentLinkRow {
                    id: self.id(),
                    child_id: pair.other.id,
                    ended_for: None,
                    until_before: None,
                    ..link
                };
                self.tx.insert_parent_link(&copy, recorded)?;
            }
        }
        for place in self.tx.enrolments_of(pair.child.id)? {
            if is_over(place.annulled, place.until_on, today) {
                continue;
            }
            self.tx.end_enrolment(place.id, &ended)?;
            let setting = place.education_setting_id;
            let from_on = place.from_on.max(today);
            let until = place.until_on.unwrap_or(NO_DAY);
            let known = self.tx.enrolment_during(pair.other.id, setting, from_on, until)?;
            if known.is_none() {
                let copy = EnrolmentRow {
                    id: self.id(),
                    child_id: pair.other.id,
                    from_on,
                    ended_for: None,
                    until_before: None,
                    ..place
                };
                self.tx.insert_enrolment(&copy, recorded)?;
            }
        }
        Ok(())
    }
}

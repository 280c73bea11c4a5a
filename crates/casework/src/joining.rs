//! What goes on with the first record when a second one of the same child is joined to it, and what must be put in order
//! before: nothing that holds is lost, and nobody is let in or kept out by the joining.

use crate::duplicates::Pair;
use crate::ending::is_over;
use crate::hand_over::keep;
use crate::{Act, Error};
use ehcp_access::LimitEffect;
use ehcp_case::Refusal;
use ehcp_store::{Ended, HandOverRow, HelperRow, RestrictionRow};

/// Why something of the second record ended.
pub(crate) const GOES_ON: &str = "Goes on with the record that this one was joined to.";

impl Act<'_, '_> {
    /// Refuses to join two records while something stands on them that nobody but a person can put together, with what to
    /// do first.
    pub(crate) fn can_be_joined(&mut self, pair: &Pair<'_>) -> Result<(), Error> {
        let (case, other) = (pair.permit.subject(), pair.other_permit.subject());
        let now = self.moment.now;
        if self.tx.waits_for_second_person(&[case.id, other.id], now)? {
            return Err(not_yet(
                "Something on one of the two records waits for a second person. Have it agreed to, refused or withdrawn, then \
                 join them.",
            ));
        }
        let closed = self.tx.restriction_of(case.id, now)?.is_some() || case.restricted;
        if closed && !other.restricted {
            return Err(not_yet(
                "The record that would be closed is restricted and the one that would go on is not, so that more people would \
                 know of the child. Restrict the one that goes on, or lift the restriction, then join them.",
            ));
        }
        let acting = self.acting_on_second(pair)?;
        if acting.is_empty() {
            return Ok(());
        }
        let today = self.moment.today;
        let known = self.tx.hand_overs_of(pair.other.id)?;
        if known
            .iter()
            .any(|row| !is_over(row.annulled, row.until_on, today))
        {
            return Err(not_yet(
                "It is on record on both who acts for the young person. End or annul one of the two records of who acts, then \
                 join them.",
            ));
        }
        for row in acting {
            if row.from_on < pair.other.young_person_from {
                return Err(not_yet(
                    "It is on record who acts for the young person, and by the date of birth on the record that would go on \
                     the rights have not passed by then. Correct the date of birth, then join them.",
                ));
            }
            let at = self.moment.as_of();
            if let Some(user) = row.user_id
                && self.tx.is_limited(pair.other.id, user, LimitEffect::Bar, at)?
            {
                return Err(not_yet(
                    "Whoever acts for the young person on one record is kept away from the child on the other. Lift the bar or \
                     end the record of who acts, then join them.",
                ));
            }
        }
        Ok(())
    }

    /// The records of who acts that hold on the second record, or are to come.
    fn acting_on_second(&mut self, pair: &Pair<'_>) -> Result<Vec<HandOverRow>, Error> {
        let today = self.moment.today;
        let mut rows = self.tx.hand_overs_of(pair.child.id)?;
        rows.retain(|row| !is_over(row.annulled, row.until_on, today));
        Ok(rows)
    }

    /// Who acts, who helps and what must be kept go on with the first record.
    pub(crate) fn join_who_acts_and_helps(&mut self, pair: &Pair<'_>) -> Result<(), Error> {
        let recorded = self.recorded();
        let ended = Ended {
            last_day: None,
            reason: GOES_ON,
            recorded,
            because_of: None,
        };
        let acting = self.acting_on_second(pair)?;
        // First, so that each account is free for the other record.
        for row in &acting {
            self.tx.end_hand_over(row.id, &ended)?;
        }
        for row in acting {
            let copy = HandOverRow {
                id: self.id(),
                child_id: pair.other.id,
                end_reason: None,
                ended_for: None,
                until_before: None,
                ..row
            };
            keep(self, pair.other_permit, copy)?;
        }
        for helper in self.tx.helpers_of(pair.child.id)? {
            if helper.withdrawn_at.is_some() || helper.until_at <= recorded.at {
                continue;
            }
            self.tx.withdraw_helper(helper.id, recorded.by, recorded.at)?;
            let copy = HelperRow {
                id: self.id(),
                child_id: pair.other.id,
                ..helper
            };
            self.tx.insert_helper(&copy)?;
        }
        // What must be kept of the second record has come into the first.
        for hold in self.tx.holds_on(pair.child.id)? {
            let id = self.id();
            self.tx.set_hold(id, pair.other.id, &hold.reason, recorded)?;
        }
        Ok(())
    }

    /// Closes the second record to all but information governance; one that is restricted stays so.
    pub(crate) fn close_second(&mut self, pair: &Pair<'_>) -> Result<(), Error> {
        let (case, now) = (pair.permit.subject().id, self.moment.now);
        if self.tx.restriction_of(case, now)?.is_none() {
            self.tx.insert_restriction(&RestrictionRow {
                id: self.id(),
                case_id: case,
                reason: pair.reason.to_owned(),
                from_at: now,
                proposed_by: self.actor.user,
                agreed_by: None,
                lifted_at: None,
                lifted_by: None,
                lift_agreed_by: None,
                lift_reason: None,
                provisional_until: None,
                approval_id: None,
            })?;
        }
        Ok(self.tx.set_restricted(case, true, None)?)
    }
}

fn not_yet(explanation: &str) -> Error {
    Refusal::NotYet {
        explanation: explanation.to_owned(),
    }
    .into()
}

//! What keeps something from somebody holds from the moment at which a second person is asked. It is provisional: it ends
//! by itself when it is refused, withdrawn, or when nobody has agreed in time. Only taking it away waits.

use crate::approval::Proposal;
use crate::{Act, Error, LetterText};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::{Action, Role};
use ehcp_calendar::{london_date, london_midnight};
use ehcp_case::{ApprovalId, CaseId, UserId};
use ehcp_store::{AsOf, NewMessage, ReadTx, Recipient, StoreError};

/// How many working days somebody else has: until then one person alone keeps a child or a case from another. Long enough
/// for a manager or information governance to be at work, short enough that nobody does it in secret for long.
const WORKING_DAYS: u32 = 2;

/// The same in days where the bank holidays are not known any more: an order holds all the same.
const DAYS_WITHOUT_CALENDAR: i64 = 4;

/// For so long the same person does not let the same hold at once again after nobody agreed: the second asking waits. Else
/// one person alone would keep somebody out for as long as they like.
const NOT_AGAIN_FOR: Duration = Duration::days(14);

/// Why a message has not gone yet, as a word: what it tells is kept from its reader until a second person has decided.
pub(crate) const WAITS_FOR_SECOND_PERSON: &str = "waits_for_second_person";

/// What holds while a second person is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Provisional {
    /// What they are asked.
    pub(crate) approval: ApprovalId,
    /// Until when it holds without them.
    pub(crate) until: DateTime<Utc>,
}

impl Provisional {
    fn from_now(act: &Act<'_, '_>, approval: ApprovalId) -> Self {
        let (now, calendar) = (act.moment.now, act.moment.calendar);
        let until = calendar
            .nth_working_day_after(london_date(now), WORKING_DAYS)
            .ok()
            .and_then(|day| day.succ_opt())
            .map_or(now + Duration::days(DAYS_WITHOUT_CALENDAR), london_midnight);
        Self { approval, until }
    }
}

/// Lets a proposal that keeps something from somebody hold at once, and tells those who must decide on it soon.
pub(crate) fn begin(
    act: &mut Act<'_, '_>,
    proposal: &Proposal,
    case: Option<CaseId>,
    approval: ApprovalId,
) -> Result<(), Error> {
    let provisional = Provisional::from_now(act, approval);
    let since = act.moment.now - NOT_AGAIN_FOR;
    match proposal {
        Proposal::SetLimit(new) if crate::limit::tried_alone(act, new, since)? => {}
        Proposal::SetLimit(new) => crate::limit::begin_limit(act, new, provisional)?,
        Proposal::RestrictCase(new) if crate::restriction::tried_alone(act, new, since)? => {}
        Proposal::RestrictCase(new) => crate::restriction::begin_restriction(act, new, provisional)?,
        _ => return Ok(()),
    }
    match case {
        Some(case) => tell_who_must_decide(act, case, proposal.about()),
        None => Ok(()),
    }
}

/// Ends what held while a second person was asked, because they did not agree or whoever asked took it back.
pub(crate) fn end(
    act: &mut Act<'_, '_>,
    case: Option<CaseId>,
    approval: ApprovalId,
    why: &str,
) -> Result<(), Error> {
    crate::limit::end_provisional(act, approval, why)?;
    crate::restriction::end_provisional(act, case, approval, why)?;
    if let Some(case) = case {
        let now = act.moment.now;
        act.tx.try_messages_now(case, WAITS_FOR_SECOND_PERSON, now)?;
    }
    Ok(())
}

/// Until when something is kept from somebody, or from all but a few, while a second person has not decided. Whoever is
/// shut out so still counts among those who could agree: nobody becomes the only one left by shutting the others out.
pub(crate) fn kept_until(
    tx: &mut ReadTx<'_>,
    user: UserId,
    case: CaseId,
    at: AsOf,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let Some((row, _)) = tx.case_unchecked(case)? else {
        return Ok(None);
    };
    let closed = row
        .restricted_until
        .filter(|until| row.restricted && at.now < *until);
    let limited = tx.kept_provisionally_until(row.child_id, user, at.now)?;
    Ok(closed.max(limited))
}

/// Information governance and the managers of the case's team have until the working days are over.
fn tell_who_must_decide(act: &mut Act<'_, '_>, case: CaseId, about: Option<UserId>) -> Result<(), Error> {
    let (user, moment) = (act.actor.user, act.moment);
    let (case, _) = act.tx.case_unchecked(case)?.ok_or(Error::NotFound)?;
    let others = act.tx.others_who_could_agree(
        user,
        &[Role::Manager],
        &[Role::InformationGovernance],
        Some(case.id),
        moment.today,
    )?;
    for other in others.into_iter().filter(|other| Some(other.user) != about) {
        let may = crate::approval::holds(act.tx, &other, Action::SetLimit, Some(case.id), moment.as_of())?;
        // Nor is somebody told who was named without an account and has one.
        let kept = act
            .tx
            .kept_provisionally_until(case.child_id, other.user, moment.now)?;
        if may && kept.is_none() {
            let values = [("reference", case.reference.as_str())];
            let message = act.message(
                Recipient::Person(other.user),
                LetterText::KEPT_PROVISIONALLY,
                &values,
            );
            let message = NewMessage {
                case_id: Some(case.id),
                ..message
            };
            act.tx.put_message(&message, moment.now)?;
        }
    }
    Ok(())
}

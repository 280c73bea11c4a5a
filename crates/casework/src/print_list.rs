//! Letters that go by post: which are still to be printed and posted, and that one was.

use crate::case_file::{Details, Extra};
use crate::notice_reading::{NoticeLetterView, letter_view};
use crate::{Act, Error, Look};
use chrono::NaiveDate;
use ehcp_access::{Action, reach_of};
use ehcp_assessment::{Happening, HappeningKind, ServiceMethod};
use ehcp_calendar::human_date;
use ehcp_case::{CaseId, NoticeId, NoticeLetterId, Refusal};
use ehcp_letters::NoticeKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// The most letters that are looked through at once.
const MOST: i64 = 1000;

/// A letter that is still to be printed and posted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LetterToPost {
    /// The letter.
    pub letter_id: NoticeLetterId,
    /// The notice.
    pub notice_id: NoticeId,
    /// The case.
    pub case_id: CaseId,
    /// Which notice.
    pub kind: NoticeKind,
    /// The name on the envelope.
    #[schema(max_length = 200)]
    pub recipient: String,
    /// The address, line by line.
    #[schema(max_length = 2000)]
    pub address: String,
    /// First or second class.
    pub method: ServiceMethod,
    /// The day on which the notice was sent: it is to be posted that day.
    pub sent_on: NaiveDate,
    /// Where its PDF is.
    #[schema(
        max_length = 200,
        example = "/v1/notices/01991d4e-5b00-7c11-8f00-3a1b2c3d4e91/document?letter_id=01991d4e-5b00-7c11-8f00-3a1b2c3d4e92"
    )]
    pub document: String,
}

/// That a letter was posted.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostLetter {
    /// The day of posting; today when left out.
    #[serde(default)]
    #[schema(example = "2026-10-12")]
    pub posted_on: Option<NaiveDate>,
}

/// The letters by post that nobody has posted yet, of the cases that the reader reaches, the first one first.
///
/// # Errors
/// When the list is not for this person.
pub fn letters_to_post(look: &mut Look<'_, '_>) -> Result<Vec<LetterToPost>, Error> {
    look.may(Action::ReadPrintList)?;
    let reach = reach_of(&look.actor, Action::ReadPrintList);
    let rows = look.tx.letters_to_post(MOST)?;
    let cases: BTreeSet<CaseId> = rows.iter().map(|(row, ..)| row.case_id).collect();
    let cases: Vec<CaseId> = cases.into_iter().collect();
    let reached = look
        .tx
        .cases_reached_among(&reach, &look.actor, look.moment.as_of(), cases.clone())?;
    let hidden = look.whereabouts_kept(cases)?;
    look.through_reach(&reach)?;
    let mut all = Vec::new();
    for (row, kind, sent_on) in rows {
        // An address on a letter tells where somebody lives.
        if !reached.contains(&row.case_id) || hidden.contains(&row.case_id) {
            continue;
        }
        look.saw(row.case_id);
        all.push(LetterToPost {
            letter_id: row.id,
            notice_id: row.notice_id,
            case_id: row.case_id,
            kind: kind
                .parse()
                .map_err(|error| Error::Internal(format!("a kept notice: {error}")))?,
            document: format!("/v1/notices/{}/document?letter_id={}", row.notice_id, row.id),
            recipient: row.recipient,
            address: row.address,
            method: row.method,
            sent_on,
        });
    }
    Ok(all)
}

/// Records that a letter was posted. Where it was posted later than the notice was sent, the day on which it counts as
/// received is later too.
///
/// # Errors
/// When it is hidden, was posted before or does not go by post, or the day is impossible.
pub fn post_letter(
    act: &mut Act<'_, '_>,
    id: NoticeLetterId,
    command: &PostLetter,
) -> Result<NoticeLetterView, Error> {
    let row = act.tx.notice_letter(id)?.ok_or(Error::NotFound)?;
    let (permit, _) = act.case(row.case_id, Action::SendNotice)?;
    if permit.subject().seals(row.notice_id) || permit.hides_whereabouts() {
        return Err(Error::NotFound);
    }
    // Read again now that nobody else changes the case.
    let row = act.tx.notice_letter(id)?.ok_or(Error::NotFound)?;
    let notice = act.tx.notice(row.notice_id)?.ok_or(Error::NotFound)?;
    if let Some(day) = row.posted_on {
        return Err(Refusal::AlreadyDone {
            explanation: format!("This letter was posted on {}.", human_date(day)),
        }
        .into());
    }
    if !matches!(
        row.method,
        ServiceMethod::FirstClassPost | ServiceMethod::SecondClassPost
    ) {
        return Err(Refusal::AlreadyDone {
            explanation: "This letter did not go by post.".to_owned(),
        }
        .into());
    }
    let today = act.moment.today;
    let posted_on = command.posted_on.unwrap_or(today);
    if !(notice.sent_on..=today).contains(&posted_on) {
        return Err(Error::field(
            "/posted_on",
            "out_of_range",
            format!(
                "Give the day of posting, from {} to today.",
                human_date(notice.sent_on)
            ),
        ));
    }
    let served_on = row
        .method
        .served_on(posted_on, act.moment.calendar)
        .map_err(|unknown| Error::Calendar(unknown.to_string()))?;
    act.tx.mark_letter_posted(&permit, id, posted_on, served_on)?;
    let details = Details::default()
        .id("notice_letter_id", id)
        .day("posted_on", posted_on);
    let happening = Happening::new(HappeningKind::LetterPosted, posted_on);
    act.record(&permit, &happening, details, &Extra::default())?;
    let row = act.tx.notice_letter(id)?.ok_or(Error::NotFound)?;
    Ok(letter_view(row))
}

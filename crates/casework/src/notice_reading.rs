//! Statutory notices that were sent: staff read all of them, everybody else the letters addressed to them.

use crate::notice::{Paper, PaperForm, file_name};
use crate::{Error, Look, StaffName};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_access::{Action, Actor, HELPER, Permitted};
use ehcp_assessment::ServiceMethod;
use ehcp_case::{
    AdviceRequestId, CaseId, DecisionId, EducationSettingId, NoticeId, NoticeLetterId, PlanId, UserId,
};
use ehcp_letters::NoticeKind;
use ehcp_store::{CaseRow, MOST_NOTICES, NoticeLetterRow, NoticeRow, ReadTx};
use serde::Serialize;
use utoipa::ToSchema;

/// A statutory notice that was sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoticeView {
    /// The notice.
    pub id: NoticeId,
    /// The case.
    pub case_id: CaseId,
    /// Which notice.
    pub kind: NoticeKind,
    /// What people read, such as "Decision not to assess".
    #[schema(max_length = 200)]
    pub title: String,
    /// The decision that it told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_id: Option<DecisionId>,
    /// The plan that it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_id: Option<PlanId>,
    /// The request for advice that it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice_request_id: Option<AdviceRequestId>,
    /// The day of sending.
    pub sent_on: NaiveDate,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// By whom, for the authority's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_by: Option<StaffName>,
    /// The version of the template; 0 for the program's own. For the authority's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub template_version: Option<i64>,
    /// The letters: to staff all of them, to everybody else their own.
    #[schema(max_items = 200)]
    pub letters: Vec<NoticeLetterView>,
}

/// The letter of a notice to one of those whom it went to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoticeLetterView {
    /// The letter.
    pub id: NoticeLetterId,
    /// The name on the envelope.
    #[schema(max_length = 200)]
    pub recipient: String,
    /// The account of whoever it went to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The setting that it went to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education_setting_id: Option<EducationSettingId>,
    /// The address on it, line by line.
    #[schema(max_length = 2000)]
    pub address: String,
    /// How it was served.
    pub method: ServiceMethod,
    /// The day of posting, once a letter by post was posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posted_on: Option<NaiveDate>,
    /// The day on which it counts as received.
    pub served_on: NaiveDate,
    /// The SHA-256 of the page of HTML, as 64 hexadecimal digits.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub html_sha256: String,
    /// The SHA-256 of the PDF, as 64 hexadecimal digits.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub pdf_sha256: String,
}

/// The notices of a case, the latest first, with the letters that the reader may read.
///
/// # Errors
/// When the case is hidden, or notices are not for this person.
pub fn notices(look: &mut Look<'_, '_>, id: CaseId) -> Result<Vec<NoticeView>, Error> {
    let (permit, _) = look.case(id, Action::ReadNotices)?;
    let rows = look.tx.notices_of(id, i64::from(MOST_NOTICES))?;
    let mut letters = own_letters(look.tx, &look.actor, &permit)?;
    let staff = permit.fields().sees_internal();
    let mut all = Vec::new();
    for row in rows {
        let (own, others) = letters.into_iter().partition(|one| one.notice_id == row.id);
        letters = others;
        if !own.is_empty() && !permit.subject().seals(row.id) {
            all.push(notice_view(look.tx, row, own, staff)?);
        }
    }
    Ok(all)
}

/// One notice, with the letters that the reader may read.
///
/// # Errors
/// When it is hidden: also from whom none of its letters went to.
pub fn notice(look: &mut Look<'_, '_>, id: NoticeId) -> Result<NoticeView, Error> {
    let (row, letters, staff) = visible(look, id)?;
    notice_view(look.tx, row, letters, staff)
}

/// A letter of a notice exactly as it was sent; the first of those that the reader may read when none is named.
///
/// # Errors
/// When it is hidden.
pub fn notice_document(
    look: &mut Look<'_, '_>,
    id: NoticeId,
    letter: Option<NoticeLetterId>,
    form: PaperForm,
) -> Result<Paper, Error> {
    let (row, letters, _) = visible(look, id)?;
    let wanted = letters
        .iter()
        .find(|one| letter.is_none_or(|letter| letter == one.id))
        .ok_or(Error::NotFound)?;
    let bytes = look.tx.letter_bytes(wanted.id)?.ok_or(Error::NotFound)?;
    let (case, _) = look.tx.case_unchecked(row.case_id)?.ok_or(Error::NotFound)?;
    Ok(Paper {
        form,
        bytes: match form {
            PaperForm::Html => bytes.html.into_bytes(),
            PaperForm::Pdf => STANDARD
                .decode(&bytes.pdf)
                .map_err(|error| Error::Internal(format!("the PDF of a letter: {error}")))?,
        },
        file_name: file_name(&case.reference, kind_of(&row)?, form),
    })
}

fn visible(look: &mut Look<'_, '_>, id: NoticeId) -> Result<(NoticeRow, Vec<NoticeLetterRow>, bool), Error> {
    let row = look.tx.notice(id)?.ok_or(Error::NotFound)?;
    let (permit, _) = look.case(row.case_id, Action::ReadNotices)?;
    let mut letters = own_letters(look.tx, &look.actor, &permit)?;
    letters.retain(|one| one.notice_id == id);
    if letters.is_empty() || permit.subject().seals(id) {
        return Err(Error::NotFound);
    }
    Ok((row, letters, permit.fields().sees_internal()))
}

/// The letters of a case that somebody may read. An address on one tells where somebody lives.
pub(crate) fn own_letters(
    tx: &mut ReadTx<'_>,
    reader: &Actor,
    permit: &Permitted<CaseRow>,
) -> Result<Vec<NoticeLetterRow>, Error> {
    let mut letters = tx.notice_letters_of(permit.subject().id)?;
    let staff = permit.fields().sees_internal();
    letters.retain(|one| {
        let own = one.user_id == Some(reader.user)
            || one.education_setting_id.is_some() && one.education_setting_id == reader.setting;
        // Whom the family asked to help reads over nobody's shoulder.
        own && permit.purpose() != HELPER || staff && !permit.hides_whereabouts()
    });
    Ok(letters)
}

fn kind_of(row: &NoticeRow) -> Result<NoticeKind, Error> {
    row.kind
        .parse()
        .map_err(|error| Error::Internal(format!("a kept notice: {error}")))
}

/// A notice with its letters.
pub(crate) fn notice_view(
    tx: &mut ReadTx<'_>,
    row: NoticeRow,
    letters: Vec<NoticeLetterRow>,
    staff: bool,
) -> Result<NoticeView, Error> {
    let kind = kind_of(&row)?;
    let sent_by = match staff {
        true => tx.user(row.sent_by)?.map(|user| StaffName {
            id: user.id,
            name: user.display_name,
        }),
        false => None,
    };
    Ok(NoticeView {
        id: row.id,
        case_id: row.case_id,
        kind,
        title: kind.title().to_owned(),
        decision_id: row.decision_id,
        plan_id: row.plan_id,
        advice_request_id: row.advice_request_id,
        sent_on: row.sent_on,
        sent_at: row.sent_at,
        sent_by,
        template_version: staff.then_some(row.template_version),
        letters: letters.into_iter().map(letter_view).collect(),
    })
}

/// A letter as the reader sees it.
pub(crate) fn letter_view(one: NoticeLetterRow) -> NoticeLetterView {
    NoticeLetterView {
        id: one.id,
        recipient: one.recipient,
        user_id: one.user_id,
        education_setting_id: one.education_setting_id,
        address: one.address,
        method: one.method,
        posted_on: one.posted_on,
        served_on: one.served_on,
        html_sha256: one.html_sha256,
        pdf_sha256: one.pdf_sha256,
    }
}

//! Statutory notices that were sent, exactly as they were; and decisions whose notice has not been sent yet.

use crate::schema::{notice_letters, notices, pending_decisions, users};
use crate::types::{Instant, Key, Word};
use crate::{CaseRow, DecisionRow, ReadTx, Recorded, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use ehcp_access::{Permitted, Role};
use ehcp_assessment::{DecisionKind, ServiceMethod};
use ehcp_case::{
    AdviceRequestId, AssessmentId, CaseId, DecisionId, EducationSettingId, NoticeId, NoticeLetterId, PlanId,
    UserId,
};

/// A decision whose notice has not been sent yet: the family does not know of it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = pending_decisions)]
pub struct PendingDecisionRow {
    /// The decision.
    pub id: DecisionId,
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// What was decided.
    pub kind: DecisionKind,
    /// The legal test.
    pub criteria: String,
    /// The evidence.
    pub evidence_considered: String,
    /// The reasons.
    pub reasons: String,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// Who decided.
    pub decided_by: UserId,
    /// In which role.
    pub decided_as: Role,
}

impl PendingDecisionRow {
    /// The same as a decision of which the family is told on a day.
    pub fn told_on(self, day: NaiveDate) -> DecisionRow {
        DecisionRow {
            id: self.id,
            kind: self.kind,
            criteria: self.criteria,
            evidence_considered: self.evidence_considered,
            reasons: self.reasons,
            decided_on: self.decided_on,
            notified_on: day,
            decided_by: self.decided_by,
            decided_as: Some(self.decided_as),
        }
    }
}

/// A notice that was sent.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = notices)]
pub struct NoticeRow {
    /// The notice.
    pub id: NoticeId,
    /// The case.
    pub case_id: CaseId,
    /// Which notice, as a word.
    pub kind: String,
    /// The decision that it told.
    pub decision_id: Option<DecisionId>,
    /// The plan that it was about.
    pub plan_id: Option<PlanId>,
    /// The request for advice that it was about.
    pub advice_request_id: Option<AdviceRequestId>,
    /// The day of sending.
    pub sent_on: NaiveDate,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// By whom.
    pub sent_by: UserId,
    /// The version of the template; 0 for the program's own.
    pub template_version: i64,
    /// The SHA-256 of the template.
    pub template_sha256: String,
}

/// The letter of a notice to one of those whom it went to, without its bytes.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = notice_letters)]
pub struct NoticeLetterRow {
    /// The letter.
    pub id: NoticeLetterId,
    /// The notice.
    pub notice_id: NoticeId,
    /// The case.
    pub case_id: CaseId,
    /// The account of whoever it went to.
    pub user_id: Option<UserId>,
    /// The setting that it went to.
    pub education_setting_id: Option<EducationSettingId>,
    /// As what they were told, as a word.
    pub party: String,
    /// The name on the envelope.
    pub recipient: String,
    /// The address, line by line.
    pub address: String,
    /// How it was served.
    pub method: ServiceMethod,
    /// The day of posting, once a letter by post was posted.
    pub posted_on: Option<NaiveDate>,
    /// The day on which it counts as received.
    pub served_on: NaiveDate,
    /// The SHA-256 of the page of HTML.
    pub html_sha256: String,
    /// The SHA-256 of the PDF.
    pub pdf_sha256: String,
}

/// The bytes of a letter as they were sent: the page of HTML, and the PDF in Base64.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = notice_letters)]
pub struct LetterBytes {
    /// The page.
    pub html: String,
    /// The PDF, in Base64.
    pub pdf: String,
}

impl ReadTx<'_> {
    /// The decision of a case whose notice has not been sent yet, with the name of who decided.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn pending_decision(
        &mut self,
        case: CaseId,
    ) -> Result<Option<(PendingDecisionRow, String)>, StoreError> {
        Ok(pending_decisions::table
            .inner_join(users::table.on(users::id.eq(pending_decisions::decided_by)))
            .filter(pending_decisions::case_id.eq(Key(case)))
            .select((PendingDecisionRow::as_select(), users::display_name))
            .first(self.db())
            .optional()?)
    }

    /// Of these cases, those in which a decision waits for its notice, with what was decided.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn pending_among(&mut self, cases: Vec<CaseId>) -> Result<Vec<(CaseId, DecisionKind)>, StoreError> {
        let ids: Vec<_> = cases.into_iter().map(Key).collect();
        Ok(pending_decisions::table
            .filter(pending_decisions::case_id.eq_any(ids))
            .select((pending_decisions::case_id, pending_decisions::kind))
            .load(self.db())?)
    }

    /// The notices of a case, the latest first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn notices_of(&mut self, case: CaseId, limit: i64) -> Result<Vec<NoticeRow>, StoreError> {
        Ok(notices::table
            .filter(notices::case_id.eq(Key(case)))
            .order(notices::id.desc())
            .limit(limit)
            .select(NoticeRow::as_select())
            .load(self.db())?)
    }

    /// One notice.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn notice(&mut self, id: NoticeId) -> Result<Option<NoticeRow>, StoreError> {
        Ok(notices::table
            .find(Key(id))
            .select(NoticeRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The letters of every notice of a case, without their bytes, in the order in which they were made.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn notice_letters_of(&mut self, case: CaseId) -> Result<Vec<NoticeLetterRow>, StoreError> {
        Ok(notice_letters::table
            .filter(notice_letters::case_id.eq(Key(case)))
            .order(notice_letters::id)
            .select(NoticeLetterRow::as_select())
            .load(self.db())?)
    }

    /// One letter, without its bytes.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn notice_letter(&mut self, id: NoticeLetterId) -> Result<Option<NoticeLetterRow>, StoreError> {
        Ok(notice_letters::table
            .find(Key(id))
            .select(NoticeLetterRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The letters by post that nobody has posted yet, the first one first, each with the word of its notice and the day of
    /// sending; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn letters_to_post(
        &mut self,
        limit: i64,
    ) -> Result<Vec<(NoticeLetterRow, String, NaiveDate)>, StoreError> {
        let by_post = [ServiceMethod::FirstClassPost, ServiceMethod::SecondClassPost];
        Ok(notice_letters::table
            .inner_join(notices::table.on(notices::id.eq(notice_letters::notice_id)))
            .filter(notice_letters::posted_on.is_null())
            .filter(notice_letters::method.eq_any(by_post.map(Word)))
            .order(notice_letters::id)
            .limit(limit)
            .select((NoticeLetterRow::as_select(), notices::kind, notices::sent_on))
            .load(self.db())?)
    }

    /// The bytes of a letter.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn letter_bytes(&mut self, id: NoticeLetterId) -> Result<Option<LetterBytes>, StoreError> {
        Ok(notice_letters::table
            .find(Key(id))
            .select(LetterBytes::as_select())
            .first(self.db())
            .optional()?)
    }
}

impl WriteTx<'_> {
    /// Keeps a decision until its notice is sent, in the place of one that waits already.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn put_pending_decision(
        &mut self,
        permit: &Permitted<CaseRow>,
        row: &PendingDecisionRow,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        self.remove_pending_decision(permit)?;
        diesel::insert_into(pending_decisions::table)
            .values((
                pending_decisions::id.eq(Key(row.id)),
                pending_decisions::case_id.eq(Key(permit.subject().id)),
                pending_decisions::assessment_id.eq(Key(row.assessment_id)),
                pending_decisions::kind.eq(Word(row.kind)),
                pending_decisions::criteria.eq(&row.criteria),
                pending_decisions::evidence_considered.eq(&row.evidence_considered),
                pending_decisions::reasons.eq(&row.reasons),
                pending_decisions::decided_on.eq(row.decided_on),
                pending_decisions::decided_by.eq(Key(row.decided_by)),
                pending_decisions::decided_as.eq(Word(row.decided_as)),
                pending_decisions::recorded_at.eq(Instant::new(recorded.at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Removes the decision that waited for its notice: it was told, or another took its place.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn remove_pending_decision(&mut self, permit: &Permitted<CaseRow>) -> Result<(), StoreError> {
        let waiting =
            pending_decisions::table.filter(pending_decisions::case_id.eq(Key(permit.subject().id)));
        diesel::delete(waiting).execute(self.db())?;
        Ok(())
    }

    /// Keeps a notice that was sent.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_notice(&mut self, permit: &Permitted<CaseRow>, row: &NoticeRow) -> Result<(), StoreError> {
        diesel::insert_into(notices::table)
            .values((
                notices::id.eq(Key(row.id)),
                notices::case_id.eq(Key(permit.subject().id)),
                notices::kind.eq(&row.kind),
                notices::decision_id.eq(row.decision_id.map(Key)),
                notices::plan_id.eq(row.plan_id.map(Key)),
                notices::advice_request_id.eq(row.advice_request_id.map(Key)),
                notices::sent_on.eq(row.sent_on),
                notices::sent_at.eq(Instant::new(row.sent_at)),
                notices::sent_by.eq(Key(row.sent_by)),
                notices::template_version.eq(row.template_version),
                notices::template_sha256.eq(&row.template_sha256),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Marks a letter as posted.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn mark_letter_posted(
        &mut self,
        permit: &Permitted<CaseRow>,
        id: NoticeLetterId,
        posted_on: NaiveDate,
        served_on: NaiveDate,
    ) -> Result<(), StoreError> {
        let of_case = notice_letters::case_id.eq(Key(permit.subject().id));
        diesel::update(notice_letters::table.find(Key(id)).filter(of_case))
            .set((
                notice_letters::posted_on.eq(posted_on),
                notice_letters::served_on.eq(served_on),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps a letter exactly as it was sent.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_notice_letter(
        &mut self,
        row: &NoticeLetterRow,
        bytes: &LetterBytes,
    ) -> Result<(), StoreError> {
        diesel::insert_into(notice_letters::table)
            .values((
                notice_letters::id.eq(Key(row.id)),
                notice_letters::notice_id.eq(Key(row.notice_id)),
                notice_letters::case_id.eq(Key(row.case_id)),
                notice_letters::user_id.eq(row.user_id.map(Key)),
                notice_letters::education_setting_id.eq(row.education_setting_id.map(Key)),
                notice_letters::party.eq(&row.party),
                notice_letters::recipient.eq(&row.recipient),
                notice_letters::address.eq(&row.address),
                notice_letters::method.eq(Word(row.method)),
                notice_letters::posted_on.eq(row.posted_on),
                notice_letters::served_on.eq(row.served_on),
                notice_letters::html_sha256.eq(&row.html_sha256),
                notice_letters::pdf_sha256.eq(&row.pdf_sha256),
                notice_letters::html.eq(&bytes.html),
                notice_letters::pdf.eq(&bytes.pdf),
            ))
            .execute(self.db())?;
        Ok(())
    }
}

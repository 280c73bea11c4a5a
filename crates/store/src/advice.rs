//! Requests for advice and what came back.

use crate::cases::{CaseRow, Saved, stamp};
use crate::children::Recorded;
use crate::most::MOST_ADVICE_REQUESTS;
use crate::schema::{advice_requests, cases, children};
use crate::ties::{AsOf, children_kept_from, stages_under_way};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::NaiveDate;
use diesel::dsl::not;
use diesel::prelude::*;
use ehcp_access::{Actor, LimitEffect, Permitted};
use ehcp_assessment::AdviceKind;
use ehcp_case::{AdviceRequestId, AssessmentId, CaseId, EducationSettingId, FactKind, UserId};

/// A request for advice.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = advice_requests)]
pub struct AdviceRow {
    /// The request.
    pub id: AdviceRequestId,
    /// The case.
    pub case_id: CaseId,
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// Which advice.
    pub kind: AdviceKind,
    /// Whom it is addressed to.
    pub addressee: String,
    /// The setting that is asked.
    pub education_setting_id: Option<EducationSettingId>,
    /// The adviser who is asked.
    pub adviser_id: Option<UserId>,
    /// What is asked.
    pub referral: String,
    /// The day on which it was sent.
    pub sent_on: NaiveDate,
    /// The day on which the body received it.
    pub received_on: NaiveDate,
    /// The day on which it was answered.
    pub answered_on: Option<NaiveDate>,
    /// `given` or `refused`.
    pub answer: Option<String>,
    /// The advice, or the reasons of the refusal.
    pub answer_text: Option<String>,
    /// The version of the row.
    pub version: i64,
}

impl ReadTx<'_> {
    /// The requests for advice of an assessment, in the order in which they were made.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn advice_of(&mut self, assessment: AssessmentId) -> Result<Vec<AdviceRow>, StoreError> {
        Ok(advice_requests::table
            .filter(advice_requests::assessment_id.eq(Key(assessment)))
            .select(AdviceRow::as_select())
            .order(advice_requests::id)
            .limit(i64::from(MOST_ADVICE_REQUESTS))
            .load(self.db())?)
    }

    /// One request for advice. It says nothing of who may see it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn advice_request(&mut self, id: AdviceRequestId) -> Result<Option<AdviceRow>, StoreError> {
        Ok(advice_requests::table
            .find(Key(id))
            .select(AdviceRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The requests for advice that are addressed to a person or the person's setting, the unanswered ones with the
    /// oldest first; with the case's reference and the child's name. After `after`; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn advice_asked_of(
        &mut self,
        actor: &Actor,
        at: AsOf,
        after: Option<AdviceRequestId>,
        limit: i64,
    ) -> Result<Vec<(AdviceRow, CaseRow, String, String)>, StoreError> {
        let now = Instant::new(at.now);
        let kept = |effect| children_kept_from(Key(actor.user), Word(effect), now);
        let mut query = advice_requests::table
            .inner_join(cases::table)
            .inner_join(children::table.on(children::id.eq(cases::child_id)))
            .filter(advice_requests::answered_on.is_null())
            .filter(advice_requests::assessment_id.eq(cases::assessment_id))
            .filter(cases::stage.eq_any(stages_under_way()))
            // Whoever was asked under a former identity is asked anew under the new one, or not at all.
            .filter(
                cases::sealed_until
                    .is_null()
                    .or(advice_requests::recorded_at.gt(cases::sealed_until.assume_not_null())),
            )
            .filter(not(cases::child_id.eq_any(kept(LimitEffect::Bar))))
            .filter(not(cases::child_id.eq_any(kept(LimitEffect::NoDocuments))))
            .select((
                AdviceRow::as_select(),
                CaseRow::as_select(),
                children::given_name,
                children::family_name,
            ))
            .into_boxed();
        query = match actor.setting {
            Some(setting) => query.filter(advice_requests::education_setting_id.eq(Key(setting))),
            None => query.filter(advice_requests::adviser_id.eq(Key(actor.user))),
        };
        if let Some(after) = after {
            query = query.filter(advice_requests::id.gt(Key(after)));
        }
        Ok(query.order(advice_requests::id).limit(limit).load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Keeps a request for advice.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_advice_request(
        &mut self,
        _permit: &Permitted<CaseRow>,
        row: &AdviceRow,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        let (at, by) = stamp(recorded);
        diesel::insert_into(advice_requests::table)
            .values((
                advice_requests::id.eq(Key(row.id)),
                advice_requests::case_id.eq(Key(row.case_id)),
                advice_requests::assessment_id.eq(Key(row.assessment_id)),
                advice_requests::kind.eq(Word(row.kind)),
                advice_requests::addressee.eq(&row.addressee),
                advice_requests::education_setting_id.eq(row.education_setting_id.map(Key)),
                advice_requests::adviser_id.eq(row.adviser_id.map(Key)),
                advice_requests::referral.eq(&row.referral),
                advice_requests::sent_on.eq(row.sent_on),
                advice_requests::received_on.eq(row.received_on),
                advice_requests::recorded_at.eq(at),
                advice_requests::recorded_by.eq(by),
                advice_requests::version.eq(row.version),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Moves a day of a request for advice, after the fact it comes from was corrected.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn move_advice_day(
        &mut self,
        id: AdviceRequestId,
        fact: FactKind,
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        let row = advice_requests::table.find(Key(id));
        let counted = advice_requests::version.eq(advice_requests::version + 1);
        match fact {
            FactKind::AdviceRequested => diesel::update(row)
                .set((advice_requests::sent_on.eq(day), counted))
                .execute(self.db())?,
            FactKind::CooperationRequestReceived => diesel::update(row)
                .set((advice_requests::received_on.eq(day), counted))
                .execute(self.db())?,
            FactKind::AdviceReceived => diesel::update(row)
                .set((advice_requests::answered_on.eq(day), counted))
                .execute(self.db())?,
            _ => 0,
        };
        Ok(())
    }

    /// Keeps what came back, if the request still has the version that was seen.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn answer_advice_request(
        &mut self,
        _permit: &Permitted<CaseRow>,
        id: AdviceRequestId,
        seen: i64,
        answered_on: NaiveDate,
        answer: &str,
        text: &str,
    ) -> Result<Saved, StoreError> {
        let row = advice_requests::table.find(Key(id));
        let version = seen.saturating_add(1);
        let updated = diesel::update(row.filter(advice_requests::version.eq(seen)))
            .set((
                advice_requests::answered_on.eq(answered_on),
                advice_requests::answer.eq(answer),
                advice_requests::answer_text.eq(text),
                advice_requests::version.eq(version),
            ))
            .execute(self.db())?;
        if updated == 1 {
            return Ok(Saved::Updated(version));
        }
        Ok(Saved::Stale(
            row.select(advice_requests::version).first(self.db())?,
        ))
    }
}

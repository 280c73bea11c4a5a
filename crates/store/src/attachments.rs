//! Files of evidence: what is known of them. Their bytes are not here.

use crate::cases::{CaseRow, Saved};
use crate::children::Recorded;
use crate::most::MOST_ATTACHMENTS;
use crate::schema::{attachment_kept_from, attachments};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_access::Permitted;
use ehcp_attachment::EvidenceKind;
use ehcp_case::{AttachmentId, CaseId, EducationSettingId, UserId};

/// A file of evidence.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = attachments)]
pub struct AttachmentRow {
    /// The file; its bytes lie under the same id.
    pub id: AttachmentId,
    /// The case.
    pub case_id: CaseId,
    /// What it is evidence of.
    pub kind: EvidenceKind,
    /// The name under which it is shown.
    pub name: String,
    /// The media type under which it is handed out.
    pub media_type: String,
    /// How many bytes it has.
    pub size: i64,
    /// Its SHA-256, as 64 hexadecimal digits.
    pub sha256: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Who gave it.
    pub given_by: UserId,
    /// The member of the family in whose place a helper gave it.
    pub on_behalf_of: Option<UserId>,
    /// The setting for which somebody gave it.
    pub education_setting_id: Option<EducationSettingId>,
    /// When a scanner looked at it.
    pub scanned_at: Option<DateTime<Utc>>,
    /// Which scanner.
    pub scanned_by: Option<String>,
    /// Whether it is shared with the family.
    pub shared_with_family: bool,
    /// Whether it is shared with those who are asked for advice.
    pub shared_with_advisers: bool,
    /// Whether somebody has looked that nothing inside tells where anybody lives or learns.
    pub tells_no_whereabouts: bool,
    /// When it was withdrawn; then its bytes are gone.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// By whom.
    pub withdrawn_by: Option<UserId>,
    /// Why.
    pub withdraw_reason: Option<String>,
    /// Its version, from 1.
    pub version: i64,
}

/// Who may see a file beside whoever gave it and the authority's staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// Whether it is shared with the family.
    pub with_family: bool,
    /// Whether it is shared with those who are asked for advice.
    pub with_advisers: bool,
    /// Whether somebody has looked that nothing inside tells where anybody lives or learns.
    pub tells_no_whereabouts: bool,
    /// From whom of them it is kept.
    pub kept_from: Vec<UserId>,
}

/// What the bytes of a file must be.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = attachments)]
pub struct KeptBytes {
    /// The file.
    pub id: AttachmentId,
    /// How many bytes it has.
    pub size: i64,
    /// Its SHA-256, as 64 hexadecimal digits.
    pub sha256: String,
}

impl ReadTx<'_> {
    /// The files of a case, withdrawn ones too, the first one first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn attachments_of(&mut self, case: CaseId) -> Result<Vec<AttachmentRow>, StoreError> {
        Ok(attachments::table
            .filter(attachments::case_id.eq(Key(case)))
            .select(AttachmentRow::as_select())
            .order(attachments::id)
            .limit(i64::from(MOST_ATTACHMENTS))
            .load(self.db())?)
    }

    /// One file. It says nothing of who may see it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn attachment(&mut self, id: AttachmentId) -> Result<Option<AttachmentRow>, StoreError> {
        Ok(attachments::table
            .find(Key(id))
            .select(AttachmentRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// From whom the files of a case are kept.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn attachments_kept_from(&mut self, case: CaseId) -> Result<Vec<(AttachmentId, UserId)>, StoreError> {
        let of_case = attachments::table
            .filter(attachments::case_id.eq(Key(case)))
            .select(attachments::id);
        Ok(attachment_kept_from::table
            .filter(attachment_kept_from::attachment_id.eq_any(of_case))
            .order((attachment_kept_from::attachment_id, attachment_kept_from::user_id))
            .select((attachment_kept_from::attachment_id, attachment_kept_from::user_id))
            .load(self.db())?)
    }

    /// The sizes of the files that somebody gave since a moment, in bytes; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn attachment_sizes_given_since(
        &mut self,
        user: UserId,
        since: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<i64>, StoreError> {
        Ok(attachments::table
            .filter(attachments::given_by.eq(Key(user)))
            .filter(attachments::received_at.ge(Instant::new(since)))
            .select(attachments::size)
            .limit(limit)
            .load(self.db())?)
    }

    /// The files whose bytes must be there, after one, by id; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn attachments_with_bytes_after(
        &mut self,
        after: Option<AttachmentId>,
        limit: i64,
    ) -> Result<Vec<KeptBytes>, StoreError> {
        let mut page = attachments::table
            .filter(attachments::withdrawn_at.is_null())
            .select(KeptBytes::as_select())
            .order(attachments::id)
            .limit(limit)
            .into_boxed();
        if let Some(after) = after {
            page = page.filter(attachments::id.gt(Key(after)));
        }
        Ok(page.load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Keeps a file.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_attachment(
        &mut self,
        _permit: &Permitted<CaseRow>,
        row: &AttachmentRow,
    ) -> Result<(), StoreError> {
        diesel::insert_into(attachments::table)
            .values((
                attachments::id.eq(Key(row.id)),
                attachments::case_id.eq(Key(row.case_id)),
                attachments::kind.eq(Word(row.kind)),
                attachments::name.eq(&row.name),
                attachments::media_type.eq(&row.media_type),
                attachments::size.eq(row.size),
                attachments::sha256.eq(&row.sha256),
                attachments::received_at.eq(Instant::new(row.received_at)),
                attachments::given_by.eq(Key(row.given_by)),
                attachments::on_behalf_of.eq(row.on_behalf_of.map(Key)),
                attachments::education_setting_id.eq(row.education_setting_id.map(Key)),
                attachments::scanned_at.eq(row.scanned_at.map(Instant::new)),
                attachments::scanned_by.eq(row.scanned_by.as_ref()),
                attachments::shared_with_family.eq(row.shared_with_family),
                attachments::shared_with_advisers.eq(row.shared_with_advisers),
                attachments::tells_no_whereabouts.eq(row.tells_no_whereabouts),
                attachments::version.eq(row.version),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Says anew who may see a file.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn share_attachment(
        &mut self,
        _permit: &Permitted<CaseRow>,
        id: AttachmentId,
        seen: i64,
        sharing: &Sharing,
    ) -> Result<Saved, StoreError> {
        let row = attachments::table.find(Key(id));
        let version = seen.saturating_add(1);
        let updated = diesel::update(row.filter(attachments::version.eq(seen)))
            .set((
                attachments::shared_with_family.eq(sharing.with_family),
                attachments::shared_with_advisers.eq(sharing.with_advisers),
                attachments::tells_no_whereabouts.eq(sharing.tells_no_whereabouts),
                attachments::version.eq(version),
            ))
            .execute(self.db())?;
        if updated != 1 {
            return Ok(Saved::Stale(row.select(attachments::version).first(self.db())?));
        }
        diesel::delete(attachment_kept_from::table.filter(attachment_kept_from::attachment_id.eq(Key(id))))
            .execute(self.db())?;
        for user in &sharing.kept_from {
            diesel::insert_into(attachment_kept_from::table)
                .values((
                    attachment_kept_from::attachment_id.eq(Key(id)),
                    attachment_kept_from::user_id.eq(Key(*user)),
                ))
                .execute(self.db())?;
        }
        Ok(Saved::Updated(version))
    }

    /// Keeps that a file was withdrawn. Its name goes with its bytes: it can be that of another child.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn withdraw_attachment(
        &mut self,
        _permit: &Permitted<CaseRow>,
        id: AttachmentId,
        seen: i64,
        withdrawn: Recorded,
        reason: &str,
    ) -> Result<Saved, StoreError> {
        let row = attachments::table.find(Key(id));
        let version = seen.saturating_add(1);
        let updated = diesel::update(row.filter(attachments::version.eq(seen)))
            .set((
                attachments::name.eq("(withdrawn)"),
                attachments::withdrawn_at.eq(Instant::new(withdrawn.at)),
                attachments::withdrawn_by.eq(Key(withdrawn.by)),
                attachments::withdraw_reason.eq(reason),
                attachments::version.eq(version),
            ))
            .execute(self.db())?;
        if updated == 1 {
            return Ok(Saved::Updated(version));
        }
        Ok(Saved::Stale(row.select(attachments::version).first(self.db())?))
    }
}

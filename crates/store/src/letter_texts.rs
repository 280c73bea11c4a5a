//! What the authority's letters say, version by version.

use crate::schema::letter_texts;
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_case::UserId;

/// A version of a text: the template of a notice, or what stands in every letter.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = letter_texts)]
pub struct LetterTextRow {
    /// The word of the notice, or that of the letterhead.
    pub kind: String,
    /// Its number, from 1.
    pub number: i64,
    /// The text.
    pub content: String,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// By whom.
    pub saved_by: UserId,
}

impl ReadTx<'_> {
    /// Every version of a text, the latest first; nothing where the authority has saved none.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn letter_texts(&mut self, kind: &str) -> Result<Vec<LetterTextRow>, StoreError> {
        Ok(letter_texts::table
            .filter(letter_texts::kind.eq(kind))
            .order(letter_texts::number.desc())
            .select(LetterTextRow::as_select())
            .load(self.db())?)
    }

    /// The latest version of a text.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn letter_text(&mut self, kind: &str) -> Result<Option<LetterTextRow>, StoreError> {
        Ok(letter_texts::table
            .filter(letter_texts::kind.eq(kind))
            .order(letter_texts::number.desc())
            .select(LetterTextRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The number of the latest version of each text that the authority has saved, and when that was.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn letter_text_versions(&mut self) -> Result<Vec<(String, i64, DateTime<Utc>)>, StoreError> {
        // By number, so that the last one of each is the latest.
        Ok(letter_texts::table
            .order((letter_texts::kind, letter_texts::number))
            .select((letter_texts::kind, letter_texts::number, letter_texts::saved_at))
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Keeps the next version of a text.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has saved that version; when the database cannot write.
    pub fn insert_letter_text(&mut self, row: &LetterTextRow) -> Result<(), StoreError> {
        diesel::insert_into(letter_texts::table)
            .values((
                letter_texts::kind.eq(&row.kind),
                letter_texts::number.eq(row.number),
                letter_texts::content.eq(&row.content),
                letter_texts::saved_at.eq(Instant::new(row.saved_at)),
                letter_texts::saved_by.eq(Key(row.saved_by)),
            ))
            .execute(self.db())?;
        Ok(())
    }
}

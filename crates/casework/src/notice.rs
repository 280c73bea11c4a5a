//! Statutory notices: what one would say to each of those whom it goes to.

use crate::case_file::CaseFile;
use crate::letter_template;
use crate::notice_addressee::{self, Addressee};
use crate::notice_facts::{Common, letterhead_in_force, matter, not_made, signing_officer};
use crate::{Error, Look, PreviewNotice};
use ehcp_access::Action;
use ehcp_case::{CaseId, UserId};
use ehcp_letters::{Audience, Document, NoticeKind, render};

/// In which form a letter is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperForm {
    /// A page of HTML, complete in itself.
    Html,
    /// A PDF, to be printed or kept.
    Pdf,
}

impl PaperForm {
    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Pdf => "application/pdf",
        }
    }
}

/// A letter in one form.
#[derive(Debug, Clone)]
pub struct Paper {
    /// In which form.
    pub form: PaperForm,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The name of a file that it is saved under.
    pub file_name: String,
}

/// A letter in one form, as bytes.
pub(crate) fn bytes_of(document: &Document, form: PaperForm) -> Result<Vec<u8>, Error> {
    match form {
        PaperForm::Html => Ok(document.to_html().into_bytes()),
        PaperForm::Pdf => document
            .to_pdf()
            .map_err(|error| Error::Internal(error.to_string())),
    }
}

/// The name of a file for a letter of a kind: no name of anybody is in it.
pub(crate) fn file_name(reference: &str, kind: NoticeKind, form: PaperForm) -> String {
    let end = match form {
        PaperForm::Html => "html",
        PaperForm::Pdf => "pdf",
    };
    format!("{reference}-{}.{end}", kind.word().replace('_', "-"))
}

/// What a notice sent today would say to one of those whom it goes to. Nothing is kept, and nobody is told.
///
/// # Errors
/// When the case is hidden, this is not for the person, a fact is missing, or the notice does not go to whoever is named.
pub fn preview_notice(
    look: &mut Look<'_, '_>,
    id: CaseId,
    command: &PreviewNotice,
    form: PaperForm,
) -> Result<Paper, Error> {
    let (permit, child) = look.case(id, Action::PreviewNotice)?;
    let case = permit.subject().clone();
    let notice = &command.notice;
    let moment = look.moment;
    let file = CaseFile::load(look.tx, &case, child)?;
    let waiting = look.tx.pending_decision(id)?;
    let waiting = waiting.map(|(row, _)| row.told_on(moment.today));
    let told = look.tx.decisions_of(id)?.into_iter().map(|(row, _)| row);
    let decisions = waiting.into_iter().chain(told).collect();
    let matter = matter(look.tx, &file, notice, decisions)?;
    let template = letter_template::in_force(look.tx, notice.kind, moment.today)?;
    let to = wanted(look, &file, command)?;
    let common = Common {
        letterhead: letterhead_in_force(look.tx)?,
        officer: signing_officer(look.tx, &file, look.actor.user)?,
        file: &file,
        notice,
        matter: &matter,
        moment,
    };
    let facts = common.facts_for(&to)?;
    let document = render(&template.template, &facts, moment.today).map_err(not_made)?;
    Ok(Paper {
        form,
        bytes: bytes_of(&document, form)?,
        file_name: file_name(&case.reference, notice.kind, form),
    })
}

/// Whose letter is wanted.
fn wanted(look: &mut Look<'_, '_>, file: &CaseFile, command: &PreviewNotice) -> Result<Addressee, Error> {
    let kind = command.notice.kind;
    if kind.audiences() == Audience::ORGANISATIONS {
        let one = command.organisation.as_ref().ok_or_else(|| {
            Error::field(
                "/organisation",
                "missing",
                "This notice goes to bodies. Give the name of the one whose letter you want.",
            )
        })?;
        return notice_addressee::organisation(look.tx, kind, one, "/organisation");
    }
    if command.organisation.is_some() {
        return Err(Error::field(
            "/organisation",
            "not_an_addressee",
            "This notice goes to the family. Leave the body out.",
        ));
    }
    let family = notice_addressee::family(look.tx, &file.case, &file.child, &look.moment)?;
    one_of(family, command.user_id)
}

/// One of the family, or the first.
fn one_of(family: Vec<Addressee>, user: Option<UserId>) -> Result<Addressee, Error> {
    let found = family.into_iter().find(|one| user.is_none() || one.user == user);
    found.ok_or_else(|| {
        Error::field(
            "/user_id",
            "not_an_addressee",
            "Nobody of the family with this account has the rights in this case today. The list of those linked to the child has the ids.",
        )
    })
}

//! What stands in every letter of the authority: how to reach it, and whom else the family can turn to.

use crate::{Act, Error, Look, Versioned};
use chrono::{DateTime, Utc};
use ehcp_access::Action;
use ehcp_case::{FieldProblem, Line, UserId};
use ehcp_letters::{ADDRESS_MAX_LINES, Contact, Placeholder};
use ehcp_store::{LetterTextRow, ReadTx, StoreError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The word under which it is kept beside the templates.
const WORD: &str = "letterhead";

/// How to reach somebody whom a letter names.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LetterContact {
    /// The name of the body or service.
    #[schema(value_type = String, min_length = 1, max_length = 200, example = "Middle Ground Mediation")]
    pub name: Line,
    /// The address, line by line.
    #[serde(default)]
    #[schema(value_type = Vec<Line>, max_items = 7, example = json!(["1 Castle Street", "Westbridge", "WB1 1AA"]))]
    pub address: Vec<Line>,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "01632 960500")]
    pub telephone: Option<Line>,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "help@mediation.example.org")]
    pub email: Option<Line>,
    /// The address of its pages on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "www.mediation.example.org")]
    pub website: Option<Line>,
}

impl LetterContact {
    /// The same as a letter takes it.
    pub(crate) fn contact(&self) -> Contact {
        Contact {
            name: self.name.clone(),
            address: self.address.clone(),
            telephone: self.telephone.clone(),
            email: self.email.clone(),
            website: self.website.clone(),
        }
    }

    fn can_be_reached(&self) -> bool {
        !self.address.is_empty() || self.telephone.is_some() || self.email.is_some() || self.website.is_some()
    }
}

/// What stands in every letter of this authority.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Letterhead {
    /// The authority, with the address that answers are sent to.
    pub authority: LetterContact,
    /// The mediation adviser (SEND Regulations 2014, reg 32(1)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mediation_adviser: Option<LetterContact>,
    /// The disagreement resolution service (Children and Families Act 2014, s.57).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disagreement_service: Option<LetterContact>,
    /// The information, advice and support service (s.32).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub information_service: Option<LetterContact>,
    /// The Tribunal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tribunal: Option<LetterContact>,
    /// Where to find information about schools and colleges (SEND Regulations 2014, reg 13(1)(b)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "www.westmarch.example.org/schools")]
    pub school_information: Option<Line>,
}

impl Letterhead {
    fn contacts(&self) -> [(&'static str, Option<&LetterContact>); 5] {
        [
            ("authority", Some(&self.authority)),
            ("mediation_adviser", self.mediation_adviser.as_ref()),
            ("disagreement_service", self.disagreement_service.as_ref()),
            ("information_service", self.information_service.as_ref()),
            ("tribunal", self.tribunal.as_ref()),
        ]
    }

    fn check(&self) -> Result<(), Error> {
        let mut problems = Vec::new();
        for (name, contact) in self.contacts() {
            let Some(contact) = contact else { continue };
            if contact.address.len() > ADDRESS_MAX_LINES {
                let message = format!("Give the address in at most {ADDRESS_MAX_LINES} lines.");
                problems.push(FieldProblem::new(
                    format!("/{name}/address"),
                    "too_many_lines",
                    message,
                ));
            }
            if !contact.can_be_reached() {
                problems.push(FieldProblem::new(
                    format!("/{name}"),
                    "cannot_be_reached",
                    "Give an address, a telephone number, an e-mail address or a website.",
                ));
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(problems))
        }
    }

    fn missing(&self) -> Vec<&'static str> {
        let services = self
            .contacts()
            .into_iter()
            .filter(|(_, contact)| contact.is_none())
            .map(|(name, _)| name);
        let schools = self.school_information.is_none().then_some("school_information");
        services.chain(schools).collect()
    }
}

/// Whether a fact of a letter comes from the letterhead.
pub(crate) const fn holds(fact: Placeholder) -> bool {
    matches!(
        fact,
        Placeholder::MediationAdviser
            | Placeholder::DisagreementService
            | Placeholder::InformationService
            | Placeholder::Tribunal
            | Placeholder::SchoolInformation
    )
}

/// What stands in every letter, and since when.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LetterheadView {
    /// What was saved last; absent until somebody saves the first. Without it no letter can be made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letterhead: Option<Letterhead>,
    /// What is not given yet, and is needed by letters that tell of rights.
    #[schema(value_type = Vec<Line>, max_items = 10)]
    pub missing: Vec<String>,
    /// When it was saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved_at: Option<DateTime<Utc>>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved_by: Option<UserId>,
    /// Its version; 0 until somebody saves the first.
    #[schema(minimum = 0)]
    pub version: i64,
}

impl Versioned for LetterheadView {
    fn version(&self) -> i64 {
        self.version
    }
}

/// The present letterhead, if one was saved.
pub(crate) fn in_force(tx: &mut ReadTx<'_>) -> Result<Option<Letterhead>, Error> {
    tx.letter_text(WORD)?.as_ref().map(parsed).transpose()
}

fn parsed(row: &LetterTextRow) -> Result<Letterhead, Error> {
    serde_json::from_str(&row.content).map_err(|error| Error::Internal(format!("the letterhead: {error}")))
}

fn view(row: Option<&LetterTextRow>) -> Result<LetterheadView, Error> {
    let letterhead = row.map(parsed).transpose()?;
    let missing = letterhead
        .as_ref()
        .map_or_else(|| vec!["authority"], |letterhead| letterhead.missing());
    Ok(LetterheadView {
        missing: missing.into_iter().map(str::to_owned).collect(),
        letterhead,
        saved_at: row.map(|row| row.saved_at),
        saved_by: row.map(|row| row.saved_by),
        version: row.map_or(0, |row| row.number),
    })
}

/// What stands in every letter.
///
/// # Errors
/// When it is not for this person.
pub fn letterhead(look: &mut Look<'_, '_>) -> Result<LetterheadView, Error> {
    look.may(Action::ReadLetterTemplates)?;
    view(look.tx.letter_text(WORD)?.as_ref())
}

/// Saves what stands in every letter, as a new version. `seen` is the version that was read.
///
/// # Errors
/// When it is not for this person, somebody else has saved it since, or somebody in it cannot be reached.
pub fn save_letterhead(
    act: &mut Act<'_, '_>,
    seen: i64,
    letterhead: &Letterhead,
) -> Result<LetterheadView, Error> {
    act.may(Action::ChangeLetterTemplates)?;
    letterhead.check()?;
    let content = serde_json::to_string(letterhead).map_err(|error| Error::Internal(error.to_string()))?;
    let row = act.save_letter_text(WORD, seen, content)?;
    view(Some(&row))
}

impl Act<'_, '_> {
    /// Keeps the next version of a text of letters.
    pub(crate) fn save_letter_text(
        &mut self,
        word: &str,
        seen: i64,
        content: String,
    ) -> Result<LetterTextRow, Error> {
        let current = self.tx.letter_text(word)?.map_or(0, |row| row.number);
        crate::casework::same_version(current, seen)?;
        let row = LetterTextRow {
            kind: word.to_owned(),
            number: current.saturating_add(1),
            content,
            saved_at: self.moment.now,
            saved_by: self.actor.user,
        };
        match self.tx.insert_letter_text(&row) {
            Ok(()) => {}
            // Somebody else saved one beside this call.
            Err(StoreError::Conflict(_)) => return Err(Error::Stale { current: row.number }),
            Err(other) => return Err(other.into()),
        }
        self.record_security("letter_text_saved", Some(format!("{word} {}", row.number)))?;
        Ok(row)
    }
}

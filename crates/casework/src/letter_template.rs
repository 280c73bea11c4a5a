//! The templates of statutory notices: the one that the program brings along for each, and those that the authority saves
//! in its place. One that does not tell what the law requires is refused.

use crate::{Act, Error, Look, Versioned};
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_access::Action;
use ehcp_case::{FieldProblem, Party, UserId};
use ehcp_letters::{Audience, NoticeKind, Placeholder, Shape, TEMPLATE_MAX_CHARACTERS, Template};
use ehcp_store::{LetterTextRow, ReadTx};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use utoipa::ToSchema;

/// The most problems of a template that are told at once.
const MOST_PROBLEMS: usize = 50;

/// The most versions of a template.
const MOST_VERSIONS: i64 = 200;

/// The template of a notice, without its text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TemplateSummary {
    /// The notice.
    pub kind: NoticeKind,
    /// What people read, such as "Decision not to assess".
    #[schema(max_length = 200)]
    pub title: String,
    /// Where the law says that it is sent.
    #[schema(max_length = 500)]
    pub source: String,
    /// Who is told.
    #[schema(max_items = 10)]
    pub to: Vec<Party>,
    /// Whether the authority has saved one in the place of the program's own.
    pub changed: bool,
    /// When the last one was saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved_at: Option<DateTime<Utc>>,
    /// Its version; 0 for the program's own.
    #[schema(minimum = 0)]
    pub version: i64,
}

/// Something that a letter must tell.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RequiredContent {
    /// What is written in the template for it.
    #[schema(example = "@say appeal", max_length = 100)]
    pub written: String,
    /// What it is, in plain English.
    #[schema(example = "the right to appeal to the Tribunal", max_length = 200)]
    pub meaning: String,
    /// Where the law says so.
    #[schema(max_length = 500)]
    pub source: String,
}

/// A fact that a template can name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TemplateFact {
    /// What is written in the template for it.
    #[schema(example = "{appeal_by}", max_length = 100)]
    pub written: String,
    /// What it is, in plain English.
    #[schema(example = "the last day to appeal to the Tribunal", max_length = 200)]
    pub meaning: String,
    /// How it is shown.
    pub shape: Shape,
    /// Whether every letter of this kind has it; any other stands between `@if` and `@end`.
    pub always: bool,
}

/// A version of a template that the authority saved.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TemplateVersion {
    /// Its number, from 1.
    #[schema(minimum = 1)]
    pub version: i64,
    /// The text.
    #[schema(max_length = 20000)]
    pub text: String,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// By whom.
    pub saved_by: UserId,
}

/// The template of a notice: its text, what it must tell and what it can name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TemplateView {
    /// The notice.
    pub kind: NoticeKind,
    /// What people read.
    #[schema(max_length = 200)]
    pub title: String,
    /// Where the law says that it is sent.
    #[schema(max_length = 500)]
    pub source: String,
    /// Who is told.
    #[schema(max_items = 10)]
    pub to: Vec<Party>,
    /// As whom they read it: the words after `@for`.
    #[schema(max_items = 10)]
    pub audiences: Vec<Audience>,
    /// The text that letters are made from now.
    #[schema(max_length = 20000)]
    pub text: String,
    /// The text that the program brings along.
    #[schema(max_length = 20000)]
    pub default_text: String,
    /// What a letter sent today must tell.
    #[schema(max_items = 50)]
    pub required: Vec<RequiredContent>,
    /// The facts that it can name.
    #[schema(max_items = 100)]
    pub facts: Vec<TemplateFact>,
    /// The versions that the authority saved, the latest first.
    #[schema(max_items = 200)]
    pub versions: Vec<TemplateVersion>,
    /// Its version; 0 for the program's own.
    #[schema(minimum = 0)]
    pub version: i64,
}

impl Versioned for TemplateView {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Saving a template.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveTemplate {
    /// The text: the title on the first line, then headings, paragraphs, lists, facts in braces and directives.
    #[schema(min_length = 1, max_length = 20000)]
    pub text: String,
}

/// A template as letters are made from it.
pub(crate) struct TemplateInForce {
    pub(crate) template: Template,
    /// 0 for the program's own.
    pub(crate) version: i64,
    /// The SHA-256 of its text, as 64 hexadecimal digits.
    pub(crate) sha256: String,
}

/// The template that letters of a kind are made from, which must serve for a letter sent on a day.
pub(crate) fn in_force(
    tx: &mut ReadTx<'_>,
    kind: NoticeKind,
    sent_on: NaiveDate,
) -> Result<TemplateInForce, Error> {
    let row = tx.letter_text(kind.word())?;
    let text = row
        .as_ref()
        .map_or(Template::default_source(kind), |row| row.content.as_str());
    let template = Template::parse(kind, text, sent_on).map_err(|problems| {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        Error::field(
            "/kind",
            "template_does_not_serve",
            format!("The template of this notice does not serve for a letter sent today. {first} Have it mended first."),
        )
    })?;
    Ok(TemplateInForce {
        template,
        version: row.as_ref().map_or(0, |row| row.number),
        sha256: hex::encode(Sha256::digest(text.as_bytes())),
    })
}

/// The template of every notice, in the order of the procedure.
///
/// # Errors
/// When they are not for this person.
pub fn letter_templates(look: &mut Look<'_, '_>) -> Result<Vec<TemplateSummary>, Error> {
    look.may(Action::ReadLetterTemplates)?;
    let saved: HashMap<String, (i64, DateTime<Utc>)> = look
        .tx
        .letter_text_versions()?
        .into_iter()
        .map(|(kind, number, at)| (kind, (number, at)))
        .collect();
    Ok(NoticeKind::ALL
        .iter()
        .map(|kind| {
            let own = saved.get(kind.word());
            TemplateSummary {
                kind: *kind,
                title: kind.title().to_owned(),
                source: kind.source().to_owned(),
                to: kind.to().to_vec(),
                changed: own.is_some(),
                saved_at: own.map(|(_, at)| *at),
                version: own.map_or(0, |(number, _)| *number),
            }
        })
        .collect())
}

/// The template of one notice, with every version that the authority saved.
///
/// # Errors
/// When it is not for this person.
pub fn letter_template(look: &mut Look<'_, '_>, kind: NoticeKind) -> Result<TemplateView, Error> {
    look.may(Action::ReadLetterTemplates)?;
    let rows = look.tx.letter_texts(kind.word())?;
    Ok(view(kind, rows, look.moment.today))
}

fn view(kind: NoticeKind, rows: Vec<LetterTextRow>, today: NaiveDate) -> TemplateView {
    let needs = kind.needs(today);
    let always = |fact: &Placeholder| needs.contains(fact) || Placeholder::ALWAYS.contains(fact);
    let default_text = Template::default_source(kind);
    TemplateView {
        kind,
        title: kind.title().to_owned(),
        source: kind.source().to_owned(),
        to: kind.to().to_vec(),
        audiences: kind.audiences().to_vec(),
        text: rows
            .first()
            .map_or(default_text, |row| row.content.as_str())
            .to_owned(),
        default_text: default_text.to_owned(),
        required: kind
            .required(today)
            .into_iter()
            .map(|required| RequiredContent {
                written: required.content.to_string(),
                meaning: required.content.meaning().to_owned(),
                source: required.source.to_owned(),
            })
            .collect(),
        facts: Placeholder::ALL
            .iter()
            .map(|fact| TemplateFact {
                written: fact.to_string(),
                meaning: fact.meaning().to_owned(),
                shape: fact.shape(),
                always: always(fact),
            })
            .collect(),
        version: rows.first().map_or(0, |row| row.number),
        versions: rows
            .into_iter()
            .map(|row| TemplateVersion {
                version: row.number,
                text: row.content,
                saved_at: row.saved_at,
                saved_by: row.saved_by,
            })
            .collect(),
    }
}

/// Saves the template of a notice, as a new version from which letters are made from now on. `seen` is the version that
/// was read.
///
/// # Errors
/// When it is not for this person, somebody else has saved one since, or it does not tell what the law requires: what is
/// missing is named, with its line.
pub fn save_letter_template(
    act: &mut Act<'_, '_>,
    kind: NoticeKind,
    seen: i64,
    command: &SaveTemplate,
) -> Result<TemplateView, Error> {
    act.may(Action::ChangeLetterTemplates)?;
    let today = act.moment.today;
    // Windows line ends become plain ones.
    let text = command.text.replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(Error::field(
            "/text",
            "empty",
            "Write the text of the letter, its title on the first line.",
        ));
    }
    if text.chars().count() > TEMPLATE_MAX_CHARACTERS {
        return Err(Error::field(
            "/text",
            "too_long",
            format!("Shorten it to at most {TEMPLATE_MAX_CHARACTERS} characters."),
        ));
    }
    if let Err(problems) = Template::parse(kind, &text, today) {
        let problems = problems
            .iter()
            .take(MOST_PROBLEMS)
            .map(|problem| FieldProblem::new("/text", "template", problem.to_string()));
        return Err(Error::Invalid(problems.collect()));
    }
    if seen >= MOST_VERSIONS {
        return Err(ehcp_case::Refusal::NotAnyMore {
            explanation: format!(
                "There are {MOST_VERSIONS} versions of this template already, which is the most. Ask the authority's administrator."
            ),
        }
        .into());
    }
    act.save_letter_text(kind.word(), seen, text)?;
    let rows = act.tx.letter_texts(kind.word())?;
    Ok(view(kind, rows, today))
}

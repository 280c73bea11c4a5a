//! `ehcp subject-access`.

use super::erase::person;
use crate::{attachments::wait_for, failure::Failure, output, place::Place};
use clap::Args;
use ehcp_access::Role;
use ehcp_attachment::FileKind;
use ehcp_case::{AttachmentId, ChildId, UserId};
use ehcp_casework::{Casework, Error, Pack, PackTable, SubjectOfPack};
use futures_util::TryStreamExt as _;
use serde_json::Value;
use std::{
    fmt::Write as _,
    fs::{DirBuilder, OpenOptions},
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

/// Everything that is held on one person, as JSON and as pages for reading, in one folder.
#[derive(Args)]
#[group(id = "whose", required = true, multiple = false, args = ["child", "account"])]
pub struct SubjectAccess {
    /// The id of the child or young person.
    #[arg(long)]
    child: Option<ChildId>,
    /// The id of the account of an adult.
    #[arg(long)]
    account: Option<UserId>,
    /// The e-mail address of the person of information governance who prepares it.
    #[arg(long)]
    by: String,
    /// A new folder for it.
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl SubjectAccess {
    /// Writes the folder and says what to do next.
    ///
    /// # Errors
    /// When the person is not on record, the folder exists, or something cannot be read or written.
    pub fn run(self) -> Result<(), Failure> {
        let about = match (self.child, self.account) {
            (Some(child), _) => SubjectOfPack::Child(child),
            (None, Some(account)) => SubjectOfPack::Adult(account),
            (None, None) => return Err(Failure::unusable("Give --child or --account.".to_owned())),
        };
        let casework = self.place.casework(false)?;
        let by = person(&casework, "--by", &self.by, &[Role::InformationGovernance])?;
        let unmade = |error: std::io::Error| {
            Failure::not_done(format!(
                "The folder {} cannot be made: {error}.",
                self.to.display()
            ))
        };
        DirBuilder::new().mode(0o700).create(&self.to).map_err(unmade)?;
        let packs = ehcp_casework::subject_access(&casework, about, by);
        let (whole, draft) = packs?;
        let files = copy_files(&casework, &whole, &self.to.join("files"));
        casework.store().close();
        let files = files?;
        for (name, title, pack) in [
            ("everything", "Everything that is held: not for release", &whole),
            (
                "draft-for-release",
                "Draft for release: to be read by a person first",
                &draft,
            ),
        ] {
            let json = serde_json::to_string_pretty(pack)
                .map_err(|error| Failure::not_done(format!("It cannot be written as JSON: {error}.")))?;
            keep(&self.to.join(format!("{name}.json")), &json)?;
            keep(&self.to.join(format!("{name}.html")), &page(title, pack))?;
        }
        let rows: usize = whole.tables.iter().map(|table| table.rows.len()).sum();
        let withheld: usize = draft.tables.iter().map(|table| table.withheld).sum();
        output::print_line(&format!(
            "{rows} rows from {} tables and {files} files in {}; {withheld} of the rows are not in the draft for release. Nothing is released by \
             this: read the marked parts first. Asked today, it is due by {}.",
            whole.tables.len(),
            self.to.display(),
            whole.answer_by
        ))
    }
}

/// Copies the files of evidence that are still there, each under its id with its ending; says how many.
fn copy_files(casework: &Casework, pack: &Pack, to: &Path) -> Result<usize, Failure> {
    let rows = pack.tables.iter().filter(|table| table.table == "attachments");
    let rows = rows
        .flat_map(|table| &table.rows)
        .filter(|row| row.values.get("withdrawn_at").is_none_or(Value::is_null));
    let named: Vec<(AttachmentId, &str)> = rows
        .filter_map(|row| {
            let id = row.values.get("id")?.as_str()?.parse().ok()?;
            let kind = FileKind::by_media_type(row.values.get("media_type")?.as_str()?)?;
            Some((id, kind.extensions().first().copied()?))
        })
        .collect();
    if named.is_empty() {
        return Ok(0);
    }
    let unmade = |error| Failure::not_done(format!("{} cannot be written: {error}.", to.display()));
    DirBuilder::new().mode(0o700).create(to).map_err(unmade)?;
    wait_for(async {
        for (id, extension) in &named {
            let mut options = OpenOptions::new();
            let path = to.join(format!("{id}.{extension}"));
            let file = options.write(true).create_new(true).mode(0o600).open(path);
            let mut file = file.map_err(unmade)?;
            let mut pieces = casework
                .files()?
                .read((*id).into(), None)
                .await
                .map_err(Error::Files)?;
            while let Some(piece) = pieces.try_next().await.map_err(Error::Files)? {
                file.write_all(&piece).map_err(unmade)?;
            }
        }
        Ok(())
    })?;
    Ok(named.len())
}

fn keep(path: &Path, text: &str) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(path);
    file.and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    })
    .map_err(|error| Failure::not_done(format!("{} cannot be written: {error}.", path.display())))
}

/// A page for reading, without anything from elsewhere in it.
fn page(title: &str, pack: &Pack) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n<title>{0}</title>\n<style>body{{font-family:sans-serif;\
         max-width:60em;margin:auto}}dt{{font-weight:bold}}.mark{{background:#fd8}}</style>\n<h1>{0}</h1>\n<p>Put together on \
         {1}. Due by {2} if it was asked for today.</p>\n<h2>What the marks mean</h2>\n<dl>\n",
        escaped(title),
        pack.made_at.format("%Y-%m-%d %H:%M UTC"),
        pack.answer_by
    );
    for (mark, meaning) in &pack.marks {
        add(
            &mut page,
            &format!("<dt>{}</dt><dd>{}</dd>\n", escaped(mark), escaped(meaning)),
        );
    }
    add(&mut page, "</dl>\n");
    for table in &pack.tables {
        add(&mut page, &of_table(table, pack));
    }
    add(
        &mut page,
        &format!(
            "<h2>Looked through, and nothing found</h2>\n<p>{}</p>\n</html>\n",
            escaped(&pack.without_anything.join(", "))
        ),
    );
    page
}

fn of_table(table: &PackTable, pack: &Pack) -> String {
    let mut part = format!(
        "<h2>{} <small>({})</small></h2>\n",
        escaped(&table.purpose),
        escaped(&table.table)
    );
    if table.withheld > 0 {
        add(
            &mut part,
            &format!("<p>{} entries are left out here.</p>\n", table.withheld),
        );
    }
    for row in &table.rows {
        add(&mut part, "<dl>\n");
        for mark in pack.marks.keys().filter(|word| {
            row.marks.iter().any(|mark| {
                serde_json::to_value(mark).is_ok_and(|value| value.as_str() == Some(word.as_str()))
            })
        }) {
            add(
                &mut part,
                &format!("<dt class=\"mark\">look first: {}</dt>\n", escaped(mark)),
            );
        }
        for (column, value) in row.values.iter().filter(|(_, value)| !value.is_null()) {
            let value = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            add(
                &mut part,
                &format!(
                    "<dt>{}</dt><dd>{}</dd>\n",
                    escaped(&column.replace('_', " ")),
                    escaped(&value)
                ),
            );
        }
        add(&mut part, "</dl>\n<hr>\n");
    }
    part
}

fn add(page: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = page.write_str(text);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

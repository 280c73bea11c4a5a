//! `ehcp deadlines`.

use crate::{failure::Failure, output};
use clap::{Args, Subcommand, ValueEnum};
use ehcp_calendar::Calendar;
use ehcp_deadlines::{Rule, Version, catalogue, rules_markdown, worked};
use serde_json::{Value, json};
use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

/// A list of examples is small; anything longer was not meant.
const INPUT_MAX: u64 = 64 * 1024 * 1024;

#[derive(Subcommand)]
pub enum DeadlinesCommand {
    /// Work out a JSON list of {id, rule, inputs}: prints a list of {id, result, steps} in the same order.
    ///
    /// An item that cannot be worked out gives {id, error: {field, message}}; the others still are. The exit code is
    /// 0 when the list itself could be read, else 2.
    Calculate(Calculate),
    /// Print every statutory rule.
    Rules(Rules),
}

#[derive(Args)]
pub struct Calculate {
    /// The file with the list; - for standard input.
    #[arg(long, value_name = "FILE")]
    input: PathBuf,
}

#[derive(Args)]
pub struct Rules {
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Markdown,
    Json,
}

/// Calculates, or prints the rules.
///
/// # Errors
/// When the input is no list of examples.
pub fn run(command: DeadlinesCommand) -> Result<(), Failure> {
    match command {
        DeadlinesCommand::Calculate(calculate) => {
            let text = read(&calculate.input)?;
            let answers = worked::calculate_list(&text, Calendar::england_and_wales())
                .map_err(|error| Failure::unusable(error.message))?;
            output::print_line(&answers)
        }
        DeadlinesCommand::Rules(Rules {
            format: Format::Markdown,
        }) => output::print(&rules_markdown()),
        DeadlinesCommand::Rules(Rules { format: Format::Json }) => {
            let rules: Vec<Value> = catalogue().iter().map(rule).collect();
            output::print_line(&format!("{:#}", Value::Array(rules)))
        }
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    let failed = |error: io::Error| {
        let what = match error.kind() {
            io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
            _ => error.to_string(),
        };
        Failure::unusable(format!("The input {} cannot be read: {what}.", path.display()))
    };
    let mut text = String::new();
    let input: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(failed)?)
    };
    let read = input
        .take(INPUT_MAX + 1)
        .read_to_string(&mut text)
        .map_err(failed)?;
    if u64::try_from(read).is_ok_and(|read| read > INPUT_MAX) {
        return Err(Failure::unusable(
            "The input is longer than 64 MiB; split the list.",
        ));
    }
    Ok(text)
}

fn rule(rule: &Rule) -> Value {
    let versions: Vec<Value> = rule.versions.iter().map(version).collect();
    json!({
        "id": rule.id,
        "process": rule.process,
        "title": rule.title,
        "explanation": rule.explanation,
        "must_act": rule.must_act,
        "must_tell": rule.must_tell,
        "rights": rule.rights,
        "kind": rule.kind,
        "confidence": rule.confidence,
        "versions": versions,
    })
}

fn version(version: &Version) -> Value {
    let limits: Vec<Value> = version
        .limits
        .iter()
        .map(|limit| {
            json!({
                "name": limit.name,
                "title": limit.title,
                "met_by": limit.met_by,
                "ended_by": limit.ended_by,
                "exceptions": limit.exceptions,
            })
        })
        .collect();
    json!({
        "from": version.from,
        "until": version.until,
        "source": version.source,
        "note": version.note,
        "limits": limits,
    })
}

//! The matrix of roles and resources: in letters, then in words.

use super::{capital, heading, line, name};
use crate::{Fields, Grant, Operation, Resource, Role, Scope, policy};
use std::fmt::Write as _;

/// The matrix with a letter for each operation.
pub(super) fn letters() -> String {
    let mut page = String::from("## The matrix\n\n");
    page += "Letters: ";
    page += &join(
        Operation::ALL
            .iter()
            .map(|each| format!("**{}** {}", each.letter(), each.title())),
    );
    page += ".\nThrough which relationship: ";
    page += &join(
        Scope::ALL
            .iter()
            .map(|each| format!("**{}** {}", shown(*each), each.title())),
    );
    page += ".\nMarks: **f** reduced fields, **!** a sign-in within the last five minutes and a reason, ";
    page += "**2** a second person agrees.\nAn empty cell means nothing at all.\n\n";
    page += &heading(std::iter::once("What".to_owned()).chain(Role::ALL.iter().map(|role| name(*role))));
    for resource in Resource::ALL {
        let cells = Role::ALL.iter().map(|role| cell(*role, *resource));
        page += &line(std::iter::once(capital(resource.title())).chain(cells));
    }
    page
}

/// Each cell of the matrix in words.
pub(super) fn words() -> String {
    let mut page =
        String::from("## The matrix in words\n\nOf two lines that both hold, the upper one counts.\n");
    for resource in Resource::ALL {
        // Writing to a String cannot fail.
        let _ = write!(page, "\n### {}\n\n", capital(resource.title()));
        page += &heading(["Who", "May", "Through", "Sees", "On condition"]);
        for role in Role::ALL {
            for grant in policy(*role, *resource) {
                page += &in_words(*role, grant);
            }
        }
    }
    page
}

fn cell(role: Role, resource: Resource) -> String {
    if role == Role::Service {
        return "as listed".to_owned();
    }
    policy(role, resource)
        .iter()
        .map(short)
        .collect::<Vec<_>>()
        .join("; ")
}

fn short(grant: &Grant) -> String {
    let mut text: String = grant.operations.iter().map(|each| each.letter()).collect();
    text.push(' ');
    text += &shown(grant.scope);
    for (mark, applies) in [
        (" f", grant.fields != Fields::Full),
        ("!", grant.step_up),
        (" 2", grant.second_person),
    ] {
        if applies {
            text += mark;
        }
    }
    text
}

fn in_words(role: Role, grant: &Grant) -> String {
    let conditions = [
        grant.note.map(str::to_owned),
        grant.step_up.then(|| "a recent sign-in and a reason".to_owned()),
        grant.second_person.then(|| "a second person agrees".to_owned()),
    ];
    line([
        name(role),
        join(grant.operations.iter().map(|each| each.title().to_owned())),
        grant.scope.title().to_owned(),
        grant.fields.title().to_owned(),
        conditions.into_iter().flatten().collect::<Vec<_>>().join("; "),
    ])
}

/// The suffix of a scope; a bare asterisk would be read as emphasis.
fn shown(scope: Scope) -> String {
    match scope {
        Scope::Authority => "\\*".to_owned(),
        other => other.suffix().to_string(),
    }
}

fn join(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(", ")
}

//! The rules printed for people.

mod actions;
mod fields;
mod matrix;

use crate::Role;

/// Who may do what, as a Markdown page: the matrix, each cell in words, each action in each relationship, and
/// what each field set shows. Everything in it is computed from the table and the rule that the product runs on.
#[must_use]
pub fn permissions_markdown() -> String {
    [
        INTRODUCTION.to_owned(),
        matrix::letters(),
        matrix::words(),
        actions::general(),
        actions::on_a_case(),
        fields::sets(),
    ]
    .join("\n")
}

const INTRODUCTION: &str = "\
# Who may do what

This page is printed from the rules that the product runs on. Do not change it by hand: change the rules in
`crates/access`, then run `EHCP_BLESS=1 cargo test -p ehcp-access` and read what changed on this page.

The rule, in one sentence: a person sees a case if no bar stands against them, **and** they have a relationship to it
(or opened break-glass reading), **and** it is not restricted or they are on its access list (or opened break-glass reading).
What they may then do is in the tables below.

- **Nothing is allowed unless a table says so.** Whoever may not know of a case gets the same answer as for a case that
  does not exist.
- **A bar** (a court order or a safety decision) beats everything, break-glass included.
- **A restricted case** is open only to the people on its access list. Information governance is always on it. So are the
  family themselves, and a professional who was asked for advice by name: if one of them must not see it, they are barred.
  Being on the list is not a relationship: an officer on the list must also hold the case, or have it in their team.
- **Break-glass** is for reading in an emergency. Only officers and managers can open it, with a reason.
- **When the rights are the young person's** (after compulsory school age, and once the hand-over is recorded), a parent's
  standing relationship no longer counts. What the young person then allows them is an invitation as a helper.
- **A helper** whom the family invites reads what that family reads, for the time given, and acts only if the family
  allows it. Staff, schools and advisers cannot be helpers through their work accounts.
- **A service** (a program with a key) has no rights but the ones listed for its key, and never does what only the
  council's staff do.
- **The annual-review team** works on every annual review of the authority; otherwise it reads what a SEND officer reads.
- **The administrator** never reads a case.
- Where a second person is needed, this begins when there is a second person who can do it.
";

/// One line of a table.
fn line<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let mut text = String::from("|");
    for cell in cells {
        text.push(' ');
        text.push_str(cell.as_ref());
        text.push_str(" |");
    }
    text.push('\n');
    text
}

/// The heading of a table, with the rule below it.
fn heading<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let cells: Vec<_> = cells.into_iter().collect();
    line(&cells) + &line(cells.iter().map(|_| "---"))
}

/// A role as the heading of a column or a section: “Panel manager”.
fn name(role: Role) -> String {
    capital(&role.word().replace('_', " "))
}

/// The same text with a capital at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

//! What each field set shows.

use super::{capital, heading, line};
use crate::{Fields, SectionView};

/// The field sets against what they show.
pub(super) fn sets() -> String {
    let mut page = String::from(
        "## What each field set shows\n\n\
         A field that is not shown is absent from the answer. A shortened section holds only what names provision\n\
         that the school makes; with the family's recorded consent it is whole.\n\n",
    );
    page += &heading([
        "Field set",
        "Plan sections A, B, E, F, I, J, K",
        "Plan sections C, D, G, H1, H2",
        "UPN",
        "Names of other staff",
        "Notes and flags",
        "Reasons of decisions",
        "Advice of others",
        "What the family told",
    ]);
    for fields in Fields::ALL {
        page += &line([
            capital(fields.title()).as_str(),
            section(*fields, "A"),
            section(*fields, "C"),
            yes(fields.sees_upn()),
            yes(fields.sees_staff_names()),
            yes(fields.sees_internal()),
            yes(fields.sees_reasons()),
            yes(fields.sees_advice_of_others()),
            yes(fields.sees_family_circumstances()),
        ]);
    }
    page
}

const fn yes(seen: bool) -> &'static str {
    if seen { "yes" } else { "" }
}

fn section(fields: Fields, letter: &str) -> &'static str {
    match fields.plan_section(letter) {
        SectionView::Whole => "whole",
        SectionView::NamingSchoolProvision => "shortened",
        SectionView::Nothing => "",
    }
}

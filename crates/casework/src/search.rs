//! Finding cases by reference, pupil number, or name and date of birth.

use crate::{CaseQuery, CaseSummary, Error, FindCases, FoundCases, Look};
use ehcp_access::{Action, Reach, reach_of};
use ehcp_case::ChildId;

/// More than so many are not shown: whoever searches knows more of one child than that.
const MOST_FOUND: usize = 50;

/// More children than so many born on one day are not looked through.
const MOST_BORN_ON_A_DAY: i64 = 2_000;

/// The cases that a member of staff reaches and that fit; what is hidden from them is not found, and nothing says that
/// it was there.
///
/// # Errors
/// When the search is not for this person, or says too little or too much.
pub fn find_cases(look: &mut Look<'_, '_>, wanted: &FindCases) -> Result<FoundCases, Error> {
    let permit = look.may(Action::SearchCases)?;
    let reach = reach_of(&look.actor, Action::SearchCases);
    let mut items = match wanted.way()? {
        Way::Reference(reference) => by_reference(look, &reach, reference)?,
        Way::Upn(upn) => {
            // A number that waits to be matched is for those who see it in the record.
            let claimed = permit.fields().sees_internal();
            let children = look.tx.children_by_upn(&upn, claimed)?;
            of_children(look, &reach, children)?
        }
        Way::Person(family_name, born_on) => {
            let name = family_name.to_lowercase();
            let born = look.tx.family_names_born_on(born_on, MOST_BORN_ON_A_DAY)?;
            let children = born
                .into_iter()
                .filter(|(_, family)| family.to_lowercase() == name)
                .map(|(id, _)| id)
                .collect();
            of_children(look, &reach, children)?
        }
    };
    let more = items.len() > MOST_FOUND;
    items.truncate(MOST_FOUND);
    Ok(FoundCases { items, more })
}

/// What is searched by.
pub(crate) enum Way {
    /// The reference that people read out.
    Reference(String),
    /// The unique pupil number.
    Upn(String),
    /// Family name and date of birth.
    Person(String, chrono::NaiveDate),
}

impl FindCases {
    fn way(&self) -> Result<Way, Error> {
        match (&self.reference, &self.upn, &self.family_name, self.born_on) {
            (Some(reference), None, None, None) => Ok(Way::Reference(reference.to_string())),
            (None, Some(upn), None, None) => Ok(Way::Upn(upn.to_string())),
            (None, None, Some(name), Some(born_on)) => Ok(Way::Person(name.to_string(), born_on)),
            _ => Err(Error::field(
                "",
                "one_way",
                "Search by the reference, or by the unique pupil number, or by the family name together with the date of birth.",
            )),
        }
    }
}

fn by_reference(
    look: &mut Look<'_, '_>,
    reach: &Reach,
    reference: String,
) -> Result<Vec<CaseSummary>, Error> {
    let query = CaseQuery {
        reference: Some(reference),
        limit: 1,
        ..CaseQuery::default()
    };
    Ok(crate::reading::listed(look, reach, &query)?.items)
}

fn of_children(
    look: &mut Look<'_, '_>,
    reach: &Reach,
    children: Vec<ChildId>,
) -> Result<Vec<CaseSummary>, Error> {
    let at = look.moment.as_of();
    let reached = look.tx.cases_reached_of(reach, &look.actor, at, children)?;
    let mut children: Vec<_> = reached.into_keys().collect();
    children.sort_unstable();
    children.truncate(MOST_FOUND.saturating_add(1));
    let mut found = Vec::with_capacity(children.len());
    for child in children {
        let query = CaseQuery {
            child_id: Some(child),
            limit: 1,
            ..CaseQuery::default()
        };
        found.extend(crate::reading::listed(look, reach, &query)?.items);
    }
    Ok(found)
}

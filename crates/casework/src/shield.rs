//! What nobody from outside may learn of somebody whose address is protected, in every text that is shown; and what
//! may not be written into one.

use crate::duplicates::as_seen;
use crate::{Act, Error, Look};
use chrono::NaiveDate;
use ehcp_access::{Actor, Permitted, Role};
use ehcp_case::{CaseId, ChildId, FieldProblem, contact_detail_in};
use ehcp_store::{AsOf, CaseRow, ChildRow, ContactProtectionRow, ContactRow, Holder, ReadTx};
use std::collections::HashSet;

/// What is shown in place of a text that holds a protected detail.
pub(crate) const WITHHELD: &str = "[This text is not shown here. Ask the named officer.]";

/// What one reader must not learn from the texts of one child's case.
#[derive(Debug, Default)]
pub(crate) struct Shield {
    /// Whether anything must be kept from this reader.
    up: bool,
    /// The protected details, in small letters and digits only.
    details: Vec<String>,
    /// Who reads, when it is staff, and when: not even they learn of a child whom they may not see.
    staff: Option<(Actor, AsOf)>,
}

impl Shield {
    /// The shield between a reader and a child's case. The authority's staff read everything, unless an order keeps
    /// from one of them where the child is.
    pub(crate) fn of(
        tx: &mut ReadTx<'_>,
        actor: &Actor,
        child: ChildId,
        at: AsOf,
        hides_whereabouts: bool,
    ) -> Result<Self, Error> {
        let staff = actor.role.is_staff().then(|| (actor.clone(), at));
        if staff.is_some() && !hides_whereabouts {
            return Ok(Self {
                staff,
                ..Self::default()
            });
        }
        let mut holders: Vec<_> = protected_holders(tx, actor, child, at.today)?
            .iter()
            .filter_map(ContactProtectionRow::holder)
            .collect();
        if hides_whereabouts {
            // Where any of the others lives may be where the child lives.
            holders = others_of(tx, actor, child, at.today)?;
        }
        if holders.is_empty() {
            return Ok(Self::default());
        }
        let mut details: Vec<_> = tx.contacts_of(&holders)?.iter().flat_map(details_of).collect();
        if hides_whereabouts {
            let names = tx.setting_names_of_child(child)?;
            details.extend(names.iter().map(|name| plain(name)));
        }
        details.retain(|detail| detail.len() >= SHORTEST);
        Ok(Self {
            up: true,
            details,
            staff,
        })
    }

    /// A child as the reader sees them.
    pub(crate) fn child(&self, tx: &mut ReadTx<'_>, child: ChildRow) -> Result<ChildRow, Error> {
        match &self.staff {
            Some((actor, at)) => as_seen(tx, actor, *at, child),
            None => Ok(child),
        }
    }

    /// A text, or the sentence that stands in its place.
    pub(crate) fn text(&self, text: String) -> String {
        if self.lets_pass(&text) {
            text
        } else {
            WITHHELD.to_owned()
        }
    }

    /// The same for a text that may be missing.
    pub(crate) fn maybe(&self, text: Option<String>) -> Option<String> {
        text.map(|text| self.text(text))
    }

    /// Whether anything must be kept from the reader.
    pub(crate) fn is_up(&self) -> bool {
        self.up
    }

    /// Whether a text holds nothing that must be kept from the reader.
    pub(crate) fn lets_pass(&self, text: &str) -> bool {
        if !self.up {
            return true;
        }
        let letters = plain(text);
        contact_detail_in(text).is_none() && !self.details.iter().any(|detail| letters.contains(detail))
    }
}

/// A shorter detail than this would be found in every text.
const SHORTEST: usize = 5;

/// Letters and digits only, in small letters, so that spaces and signs hide nothing.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Each protected detail of a contact record: the first line of the address finds it in a text, and so does each other
/// line that has a number in it.
fn details_of(row: &ContactRow) -> Vec<String> {
    let lines = row.address.iter().flat_map(|address| address.lines()).enumerate();
    let address = lines.filter(|(place, line)| *place == 0 || line.chars().any(|c| c.is_ascii_digit()));
    let others = [
        &row.postcode,
        &row.telephone,
        &row.email,
        &row.day_telephone,
        &row.day_email,
    ];
    address
        .map(|(_, line)| plain(line))
        .chain(others.into_iter().flatten().map(|text| plain(text)))
        .collect()
}

/// The protections in force of people of this child's case other than the reader.
fn protected_holders(
    tx: &mut ReadTx<'_>,
    actor: &Actor,
    child: ChildId,
    today: NaiveDate,
) -> Result<Vec<ContactProtectionRow>, Error> {
    if !tx.children_with_protection(&[child], today)?.contains(&child) {
        return Ok(Vec::new());
    }
    let others = others_of(tx, actor, child, today)?;
    let mut protections = tx.protections_of(&others)?;
    protections.retain(|row| row.holds_on(today));
    Ok(protections)
}

/// Everybody of this child's case whose details could be on record, but for the reader.
fn others_of(
    tx: &mut ReadTx<'_>,
    actor: &Actor,
    child: ChildId,
    today: NaiveDate,
) -> Result<Vec<Holder>, Error> {
    let own_child = actor.role == Role::YoungPerson && tx.is_young_person(child, actor.user, today)?;
    let adults = tx.adults_of_child(child)?;
    Ok((!own_child)
        .then_some(Holder::Child(child))
        .into_iter()
        .chain(
            adults
                .iter()
                .filter(|adult| adult.user_id != actor.user)
                .map(|adult| Holder::Adult(adult.user_id)),
        )
        .collect())
}

/// The protections in force in the case of a child: the child's own and those of the adults.
pub(crate) fn protections_in_force(
    tx: &mut ReadTx<'_>,
    child: ChildId,
    today: NaiveDate,
) -> Result<Vec<ContactProtectionRow>, Error> {
    let adults = tx.adults_of_child(child)?;
    let holders: Vec<_> = [Holder::Child(child)]
        .into_iter()
        .chain(adults.iter().map(|adult| Holder::Adult(adult.user_id)))
        .collect();
    let mut protections = tx.protections_of(&holders)?;
    protections.retain(|row| row.holds_on(today));
    Ok(protections)
}

impl Look<'_, '_> {
    /// The shield between the reader and a child's case that they were permitted to see.
    pub(crate) fn shield(&mut self, permit: &Permitted<CaseRow>) -> Result<Shield, Error> {
        let child = permit.subject().child_id;
        Shield::of(
            self.tx,
            &self.actor,
            child,
            self.moment.as_of(),
            permit.hides_whereabouts(),
        )
    }

    /// Of these cases, those of which the reader may not learn where the child lives or learns.
    pub(crate) fn whereabouts_kept(&mut self, cases: Vec<CaseId>) -> Result<HashSet<CaseId>, Error> {
        Ok(self
            .tx
            .whereabouts_kept_from(&self.actor, self.moment.as_of(), cases)?)
    }

    /// The shield between the reader and a case in a list, after [`Look::whereabouts_kept`] was asked for all of it.
    pub(crate) fn shield_in_list(&mut self, case: &CaseRow, kept: &HashSet<CaseId>) -> Result<Shield, Error> {
        let hides = kept.contains(&case.id);
        Shield::of(self.tx, &self.actor, case.child_id, self.moment.as_of(), hides)
    }
}

impl Act<'_, '_> {
    /// The shield between the person who acts and a child's case.
    pub(crate) fn shield(&mut self, permit: &Permitted<CaseRow>) -> Result<Shield, Error> {
        let child = permit.subject().child_id;
        Shield::of(
            self.tx,
            &self.actor,
            child,
            self.moment.as_of(),
            permit.hides_whereabouts(),
        )
    }

    /// The same as [`Act::keep_contacts_out`], for whoever has the case in hand and not the child.
    pub(crate) fn keep_contacts_out_of_case<'t>(
        &mut self,
        case: CaseId,
        texts: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<(), Error> {
        let (case, _) = self.tx.case_unchecked(case)?.ok_or(Error::NotFound)?;
        self.keep_contacts_out(case.child_id, texts)
    }

    /// Refuses postcodes, telephone numbers and e-mail addresses in running text of a case in which somebody's address
    /// is protected: they belong in the contact record, where the protection holds them back.
    pub(crate) fn keep_contacts_out<'t>(
        &mut self,
        child: ChildId,
        texts: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<(), Error> {
        if !self
            .tx
            .children_with_protection(&[child], self.moment.today)?
            .contains(&child)
        {
            return Ok(());
        }
        let problems: Vec<_> = texts
            .into_iter()
            .filter_map(|(pointer, text)| {
                let found = contact_detail_in(text)?;
                Some(FieldProblem::new(
                    pointer,
                    "contact_detail_in_text",
                    format!(
                        "This text has {} in it, and an address in this case is protected. Take it out, and have it put in the contact record.",
                        found.words()
                    ),
                ))
            })
            .collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(problems))
        }
    }
}

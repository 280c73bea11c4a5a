//! What nobody from outside may learn of somebody whose address is protected, in every text that is shown; and what
//! may not be written into one.

use crate::duplicates::as_seen;
use crate::{Act, Error, Look};
use chrono::NaiveDate;
use ehcp_access::{Actor, Role};
use ehcp_case::{ChildId, FieldProblem, contact_detail_in};
use ehcp_store::{ChildRow, ContactProtectionRow, ContactRow, Holder, ReadTx};
use std::collections::HashSet;

/// What is shown in place of a text that holds a protected detail.
pub(crate) const WITHHELD: &str = "[This text is not shown here. Ask the named officer.]";

/// What one reader must not learn from the texts of one child's case.
#[derive(Debug, Default)]
pub(crate) struct Shield {
    /// Whether anything must be kept from this reader.
    up: bool,
    /// Whether the name of the child's setting, and the team that it points to, are kept too.
    hides_setting: bool,
    /// The protected details, in small letters and digits only.
    details: Vec<String>,
    /// Who reads, when it is staff, and when: not even they learn of a child whom they may not see.
    staff: Option<(Actor, NaiveDate)>,
}

impl Shield {
    /// The shield between a reader and a child's case. The authority's staff read everything.
    pub(crate) fn of(
        tx: &mut ReadTx<'_>,
        actor: &Actor,
        child: ChildId,
        today: NaiveDate,
    ) -> Result<Self, Error> {
        if actor.role.is_staff() {
            return Ok(Self {
                staff: Some((actor.clone(), today)),
                ..Self::default()
            });
        }
        let others = protected_holders(tx, actor, child, today)?;
        if others.is_empty() {
            return Ok(Self::default());
        }
        let holders: Vec<_> = others.iter().filter_map(ContactProtectionRow::holder).collect();
        let mut details: Vec<_> = tx.contacts_of(&holders)?.iter().flat_map(details_of).collect();
        let hides_setting = matches!(actor.role, Role::Parent | Role::Service)
            && others.iter().any(|protection| protection.hides_setting);
        if hides_setting {
            let names = tx.setting_names_of_child(child)?;
            details.extend(names.iter().map(|name| plain(name)));
        }
        details.retain(|detail| detail.len() >= SHORTEST);
        Ok(Self {
            up: true,
            hides_setting,
            details,
            staff: None,
        })
    }

    /// Whether the setting and what points to it are kept from this reader.
    pub(crate) fn hides_setting(&self) -> bool {
        self.hides_setting
    }

    /// A child as the reader sees them.
    pub(crate) fn child(&self, tx: &mut ReadTx<'_>, child: ChildRow) -> Result<ChildRow, Error> {
        match &self.staff {
            Some((actor, today)) => as_seen(tx, actor, *today, child),
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

    fn lets_pass(&self, text: &str) -> bool {
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
    let mut protections = protections_in_force(tx, child, today)?;
    let own_child = actor.role == Role::YoungPerson && tx.is_young_person(child, actor.user, today)?;
    protections.retain(|row| match row.holder() {
        Some(Holder::Adult(adult)) => adult != actor.user,
        Some(Holder::Child(_)) => !own_child,
        None => false,
    });
    Ok(protections)
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
    /// The shield between the reader and a child's case.
    pub(crate) fn shield(&mut self, child: ChildId) -> Result<Shield, Error> {
        Shield::of(self.tx, &self.actor, child, self.moment.today)
    }

    /// Of these children, those of whom something is kept from somebody: only they need a look at their shields.
    pub(crate) fn shielded(&mut self, children: Vec<ChildId>) -> Result<HashSet<ChildId>, Error> {
        if self.actor.role.is_staff() || children.is_empty() {
            return Ok(HashSet::new());
        }
        Ok(self.tx.children_with_protection(&children, self.moment.today)?)
    }
}

impl Act<'_, '_> {
    /// The shield between the person who acts and a child's case.
    pub(crate) fn shield(&mut self, child: ChildId) -> Result<Shield, Error> {
        Shield::of(self.tx, &self.actor, child, self.moment.today)
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

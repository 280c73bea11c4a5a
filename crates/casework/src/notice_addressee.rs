//! To whom a statutory notice goes, by which name and address, and what they must not learn from it.

use crate::shield::Shield;
use crate::{Error, Moment, Organisation};
use ehcp_access::{Action, Actor, Decision, Role, Scope, WhoActs, decide};
use ehcp_case::{EducationSettingId, Line, Party, PlainText, UserId};
use ehcp_letters::{Audience, NoticeKind};
use ehcp_store::{CaseRow, ChildRow, Holder, ReadTx};

/// One of those whom a notice goes to.
pub(crate) struct Addressee {
    pub(crate) audience: Audience,
    pub(crate) party: Party,
    pub(crate) user: Option<UserId>,
    pub(crate) setting: Option<EducationSettingId>,
    pub(crate) name: Line,
    /// Line by line; empty where none is on record.
    pub(crate) address: Vec<Line>,
    /// What they must not learn.
    pub(crate) shield: Shield,
    pub(crate) hides_whereabouts: bool,
}

/// The members of the family who have the rights today and may know of the case: each of several parents by themself.
pub(crate) fn family(
    tx: &mut ReadTx<'_>,
    case: &CaseRow,
    child: &ChildRow,
    moment: &Moment,
) -> Result<Vec<Addressee>, Error> {
    let mut all = Vec::new();
    for user in tx.family_accounts(child.id, moment.today)? {
        let Some(reader) = tx.actor_of(user, moment.today)? else {
            continue;
        };
        if let Some(addressee) = of_family(tx, case, child, &reader, moment)? {
            all.push(addressee);
        }
    }
    Ok(all)
}

/// A member of the family, if they may know of the case and have rights in it.
fn of_family(
    tx: &mut ReadTx<'_>,
    case: &CaseRow,
    child: &ChildRow,
    reader: &Actor,
    moment: &Moment,
) -> Result<Option<Addressee>, Error> {
    let at = moment.as_of();
    let Some((_, _, ties)) = tx.case_with_ties(case.id, reader, at)? else {
        return Ok(None);
    };
    let has_the_rights = ties.through(Scope::LinkedChild) || ties.through(Scope::Own);
    // Whoever may read what happens but no documents is not sent one.
    let may_read = decide(reader, &ties, Action::ReadNotices).is_allowed();
    let Decision::Allowed(terms) = decide(reader, &ties, Action::ReadTimeline) else {
        return Ok(None);
    };
    let Some(account) = tx.user(reader.user)?.filter(|_| has_the_rights && may_read) else {
        return Ok(None);
    };
    let hides_whereabouts = terms.hides_whereabouts;
    let own = reader.role == Role::YoungPerson;
    let holder = if own {
        Holder::Child(child.id)
    } else {
        Holder::Adult(reader.user)
    };
    Ok(Some(Addressee {
        audience: audience(tx, child, reader, moment)?,
        party: Party::ParentOrYoungPerson,
        user: Some(reader.user),
        setting: None,
        name: line(&account.display_name)?,
        address: address(tx, holder)?,
        shield: Shield::of(tx, reader, child.id, at, hides_whereabouts)?,
        hides_whereabouts,
    }))
}

/// As whom somebody of the family reads: for themself, as whoever acts for a young person, or as a parent.
fn audience(
    tx: &mut ReadTx<'_>,
    child: &ChildRow,
    reader: &Actor,
    moment: &Moment,
) -> Result<Audience, Error> {
    if reader.role == Role::YoungPerson {
        return Ok(Audience::YoungPerson);
    }
    let acting = tx
        .acting_from(child.id, moment.today)?
        .filter(|row| row.from_on <= moment.today);
    let for_a_young_person = moment.today >= child.young_person_from
        && acting.is_some_and(|row| row.who_acts != WhoActs::YoungPerson);
    Ok(if for_a_young_person {
        Audience::Representative
    } else {
        Audience::Parent
    })
}

/// The present postal address, line by line.
fn address(tx: &mut ReadTx<'_>, holder: Holder) -> Result<Vec<Line>, Error> {
    let rows = tx.contacts_of(&[holder])?;
    let Some(row) = rows.iter().find(|row| row.superseded_at.is_none()) else {
        return Ok(Vec::new());
    };
    row.address
        .iter()
        .flat_map(|address| address.lines())
        .chain(row.postcode.as_deref())
        .filter(|one| !one.trim().is_empty())
        .map(line)
        .collect()
}

/// A text of the record as one line; what no version of this program would keep is a fault.
fn line(text: &str) -> Result<Line, Error> {
    PlainText::new(text).map_err(|error| Error::Internal(format!("a line of a letter: {error}")))
}

/// The word of a party, as it is sent and stored.
pub(crate) fn word_of(party: Party) -> String {
    serde_json::to_value(party)
        .ok()
        .and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A body or team. It is told what the notice says and no more; that nothing else is in it, the texts were checked for
/// when they were recorded.
pub(crate) fn organisation(
    tx: &mut ReadTx<'_>,
    kind: NoticeKind,
    one: &Organisation,
    pointer: &str,
) -> Result<Addressee, Error> {
    if !kind.to().contains(&one.party) {
        let right: Vec<_> = kind.to().iter().copied().map(word_of).collect();
        return Err(Error::field(
            format!("{pointer}/party"),
            "not_an_addressee",
            format!("This notice goes to: {}.", right.join("; ")),
        ));
    }
    if let Some(setting) = one.education_setting_id
        && tx.education_setting(setting)?.is_none()
    {
        return Err(Error::field(
            format!("{pointer}/education_setting_id"),
            "unknown_setting",
            "There is no such setting. The list of settings has the ids.",
        ));
    }
    Ok(Addressee {
        audience: Audience::Organisation,
        party: one.party,
        user: one.adviser_id,
        setting: one.education_setting_id,
        name: one.name.clone(),
        address: one.address.clone(),
        shield: Shield::default(),
        hides_whereabouts: false,
    })
}

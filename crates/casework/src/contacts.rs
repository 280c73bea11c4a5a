//! How people are reached, the protection of addresses, and changes that are asked for.

use crate::case_file::{Details, Extra, room_for_one_more};
use crate::shield::protections_in_force;
use crate::{
    Act, AskForContactChange, ContactChangeView, ContactDetails, ContactProtectionView, ContactVersionView,
    ContactView, DecideContactChange, EndProtection, Error, Look, ProtectAddress, RecordContacts,
};
use chrono::NaiveDate;
use ehcp_access::{Action, ContactSight, Permitted, Role, Scope};
use ehcp_assessment::{Happening, HappeningKind};
use ehcp_case::{CaseId, ChildId, ContactChangeRequestId, ContactProtectionId, Line, Refusal, UserId};
use ehcp_store::{
    AccountEventKind, CaseRow, ChildRow, ContactChangeRow, ContactProtectionRow, ContactRow, Holder,
    MOST_OPEN_CONTACT_CHANGES, MessagesTo, ReadTx,
};

/// More changes than this that were decided on are in the log of the case only.
const MOST_DECIDED: i64 = 200;

/// Everybody in a child's record, with the name that staff read; with a day only the adults who are verified family on it.
fn people(
    tx: &mut ReadTx<'_>,
    child: &ChildRow,
    linked_on: Option<NaiveDate>,
) -> Result<Vec<(Holder, String)>, Error> {
    let own = format!("{} {}", child.given_name, child.family_name);
    let adults = tx.adults_of_child(child.id)?;
    Ok([(Holder::Child(child.id), own)]
        .into_iter()
        .chain(
            adults
                .into_iter()
                .filter(|adult| !adult.annulled && linked_on.is_none_or(|day| adult.is_linked_on(day)))
                .map(|adult| (Holder::Adult(adult.user_id), adult.name)),
        )
        .collect())
}

/// How the people in a child's record are reached, as far as it is for the reader: staff read everything, an adult and
/// a young person their own, a school and the contact centre a way to reach the family in the day and nothing of
/// somebody whose address is protected.
///
/// # Errors
/// When the child is hidden, or contact records are not for this person.
pub fn contacts(look: &mut Look<'_, '_>, id: ChildId) -> Result<Vec<ContactView>, Error> {
    let case = look.tx.case_of_child(id)?.ok_or(Error::NotFound)?;
    let (permit, child) = look.case(case, Action::ReadContacts)?;
    // Whom an order keeps from learning where the child is sees nobody's details but their own.
    let sight = match permit.fields().contacts() {
        ContactSight::Everybody if permit.hides_whereabouts() => ContactSight::Own,
        ContactSight::DayContact if permit.hides_whereabouts() => ContactSight::Nothing,
        sight => sight,
    };
    let sealed = look.sealed_of(id)?;
    let today = look.moment.today;
    // Whom a school or the contact centre may ring is family now.
    let linked_on = (sight == ContactSight::DayContact).then_some(today);
    let mut people = people(look.tx, &child, linked_on)?;
    let mut rows = Vec::new();
    if let Some(former) = &sealed {
        people.retain(|(holder, _)| match holder {
            Holder::Child(_) => true,
            Holder::Adult(adult) => !former.is_of(*adult),
        });
    }
    let holders: Vec<_> = people.iter().map(|(holder, _)| *holder).collect();
    rows.extend(look.tx.contacts_of(&holders)?);
    if let Some(former) = &sealed {
        rows.retain(|row| row.child_id.is_none() || !former.holds(row.recorded_at));
    }
    let protections = look.tx.protections_of(&holders)?;
    let (reader, role) = (look.actor.user, look.actor.role);
    let own = |holder: Holder| match holder {
        Holder::Child(_) => permit.scope() == Scope::Own,
        Holder::Adult(adult) => adult == reader,
    };
    Ok(people
        .into_iter()
        .filter_map(|(holder, name)| {
            let of_holder: Vec<_> = rows.iter().filter(|row| row.holder() == Some(holder)).collect();
            let own_protections: Vec<_> = protections
                .iter()
                .filter(|row| row.holder() == Some(holder))
                .collect();
            let protected = own_protections.iter().any(|row| row.holds_on(today));
            let record = Record {
                holder,
                name,
                versions: of_holder,
                protections: own_protections,
                protected,
            };
            match sight {
                ContactSight::Everybody => Some(record.whole()),
                ContactSight::Own => own(holder).then(|| record.own()),
                ContactSight::DayContact => record.day_contact(role),
                ContactSight::Nothing => None,
            }
        })
        .collect())
}

/// All that is known of how one person is reached.
struct Record<'a> {
    holder: Holder,
    name: String,
    versions: Vec<&'a ContactRow>,
    protections: Vec<&'a ContactProtectionRow>,
    protected: bool,
}

impl Record<'_> {
    fn current(&self) -> Option<&ContactRow> {
        self.versions
            .iter()
            .find(|row| row.superseded_at.is_none())
            .copied()
    }

    fn bare(&self) -> ContactView {
        ContactView {
            user_id: match self.holder {
                Holder::Child(_) => None,
                Holder::Adult(id) => Some(id),
            },
            name: self.name.clone(),
            details: None,
            from_on: None,
            protected: None,
            protections: Vec::new(),
            earlier: Vec::new(),
        }
    }

    fn whole(&self) -> ContactView {
        ContactView {
            protected: Some(self.protected),
            protections: self.protections.iter().map(|row| protection_view(row)).collect(),
            earlier: self
                .versions
                .iter()
                .filter(|row| row.superseded_at.is_some())
                .map(|row| version_view(row))
                .collect(),
            ..self.own()
        }
    }

    fn own(&self) -> ContactView {
        let current = self.current();
        ContactView {
            details: current.map(details),
            from_on: current.map(|row| row.from_on),
            protected: self.protected.then_some(true),
            ..self.bare()
        }
    }

    /// The contact centre learns that an address is protected, so that it asks nobody for it; a school learns nothing.
    fn day_contact(&self, role: Role) -> Option<ContactView> {
        if self.protected {
            return role.is_staff().then(|| ContactView {
                protected: Some(true),
                ..self.bare()
            });
        }
        let current = self.current()?;
        if current.day_telephone.is_none() && current.day_email.is_none() {
            return None;
        }
        let all = details(current);
        Some(ContactView {
            details: Some(ContactDetails {
                day_telephone: all.day_telephone,
                day_email: all.day_email,
                ..ContactDetails::default()
            }),
            ..self.bare()
        })
    }
}

/// What a row holds. Every value was checked when it was kept; one that no version of this program would keep is left
/// out and not shown wrongly.
fn details(row: &ContactRow) -> ContactDetails {
    fn read<T: std::str::FromStr>(text: &Option<String>) -> Option<T> {
        text.as_ref().and_then(|text| text.parse().ok())
    }
    ContactDetails {
        address: row
            .address
            .as_ref()
            .and_then(|text| ehcp_case::PlainText::new(text).ok()),
        postcode: read(&row.postcode),
        telephone: read(&row.telephone),
        email: read(&row.email),
        preferred: read(&row.preferred),
        day_telephone: read(&row.day_telephone),
        day_email: read(&row.day_email),
    }
}

fn version_view(row: &ContactRow) -> ContactVersionView {
    ContactVersionView {
        details: details(row),
        from_on: row.from_on,
        reason: row.reason.clone(),
        recorded_at: row.recorded_at,
        recorded_by: row.recorded_by,
        number: row.version,
    }
}

fn protection_view(row: &ContactProtectionRow) -> ContactProtectionView {
    ContactProtectionView {
        id: row.id,
        user_id: row.user_id,
        reason: row.reason.clone(),
        hides_setting: row.hides_setting,
        from_on: row.from_on,
        until_on: row.until_on,
        ended_at: row.ended_at,
    }
}

impl Act<'_, '_> {
    /// Records something about how people are reached: ids and names of fields, never their values.
    fn about_contacts(
        &mut self,
        permit: &Permitted<CaseRow>,
        kind: HappeningKind,
        holder: Holder,
        details: Details,
    ) -> Result<(), Error> {
        let details = match holder {
            Holder::Child(id) => details.id("child_id", id),
            Holder::Adult(id) => details.id("user_id", id),
        };
        let happening = Happening::new(kind, self.moment.today);
        self.record(permit, &happening, details, &Extra::default())?;
        Ok(())
    }

    /// The person whom a command names: the child when it names nobody.
    fn holder(&mut self, child: ChildId, user: Option<UserId>) -> Result<Holder, Error> {
        let Some(user) = user else {
            return Ok(Holder::Child(child));
        };
        let known = self.tx.adults_of_child(child)?;
        if known.iter().any(|adult| adult.user_id == user && !adult.annulled) {
            Ok(Holder::Adult(user))
        } else {
            Err(Error::field(
                "/user_id",
                "not_linked",
                "No adult with this id is linked to the child. Leave it out for the child's own details.",
            ))
        }
    }

    /// What is on its way to an address that is no longer the person's is held, so that nobody else opens it; says how
    /// many messages there were.
    fn hold_messages_to_old_address(&mut self, holder: Holder, new: &ContactRow) -> Result<usize, Error> {
        let known = self.tx.contacts_of(&[holder])?;
        let Some(old) = known.first() else {
            return Ok(0);
        };
        let letter = |row: &ContactRow| {
            let lines = [row.address.clone(), row.postcode.clone()];
            lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
        };
        let mut gone = Vec::new();
        if letter(old) != letter(new) {
            gone.push(letter(old));
        }
        if old.email != new.email {
            gone.extend(old.email.clone());
        }
        let mut held = 0_usize;
        for address in gone.into_iter().filter(|address| !address.is_empty()) {
            let messages = self.tx.hold_messages_to(&MessagesTo::Address(address))?;
            held = held.saturating_add(messages.len());
        }
        Ok(held)
    }

    fn keep_contact(
        &mut self,
        permit: &Permitted<CaseRow>,
        holder: Holder,
        given: &ContactDetails,
        from_on: NaiveDate,
        reason: Option<&Line>,
    ) -> Result<(), Error> {
        let version = self
            .tx
            .contacts_of(&[holder])?
            .first()
            .map_or(1, |row| row.version.saturating_add(1));
        let row = ContactRow {
            id: self.id(),
            child_id: match holder {
                Holder::Child(id) => Some(id),
                Holder::Adult(_) => None,
            },
            user_id: match holder {
                Holder::Child(_) => None,
                Holder::Adult(id) => Some(id),
            },
            address: given.address.as_ref().map(ToString::to_string),
            postcode: given.postcode.as_ref().map(ToString::to_string),
            telephone: given.telephone.as_ref().map(ToString::to_string),
            email: given.email.as_ref().map(ToString::to_string),
            preferred: given.preferred.map(|way| way.word().to_owned()),
            day_telephone: given.day_telephone.as_ref().map(ToString::to_string),
            day_email: given.day_email.as_ref().map(ToString::to_string),
            from_on,
            reason: reason.map(ToString::to_string),
            recorded_at: self.moment.now,
            recorded_by: self.actor.user,
            superseded_at: None,
            version,
        };
        let held = self.hold_messages_to_old_address(holder, &row)?;
        self.tx.put_contact(&row)?;
        let details = Details::default()
            .id("contact_id", row.id)
            .word("fields", &given.field_names())
            .id("messages_held", held);
        self.about_contacts(permit, HappeningKind::ContactsChanged, holder, details)
    }
}

/// Records how somebody is reached, as a new version. A young person records their own.
///
/// # Errors
/// When the child is hidden or changed, the adult is not linked, nothing is given, or this is not for the person.
pub fn record_contacts(
    act: &mut Act<'_, '_>,
    id: ChildId,
    seen: i64,
    command: &RecordContacts,
) -> Result<ContactVersionView, Error> {
    let case = act.tx.case_of_child(id)?.ok_or(Error::NotFound)?;
    let (permit, child) = act.case_at(case, Action::ChangeContacts, seen)?;
    let why = command.reason.as_ref().map(|reason| ("/reason", reason.as_str()));
    act.keep_contacts_out(id, why)?;
    let only_own = permit.fields().contacts() != ContactSight::Everybody;
    if only_own && command.user_id.is_some() {
        return Err(Error::field(
            "/user_id",
            "not_yours",
            "You record your own details here. Leave this out.",
        ));
    }
    let holder = act.holder(id, command.user_id)?;
    something(&command.details)?;
    let from_on = command.from_on.unwrap_or(act.moment.today);
    if from_on < child.born_on {
        return Err(Error::field(
            "/from_on",
            "too_early",
            "This day is before the child was born.",
        ));
    }
    act.keep_contact(
        &permit,
        holder,
        &command.details,
        from_on,
        command.reason.as_ref(),
    )?;
    let kept = act.tx.contacts_of(&[holder])?;
    let row = kept.first().ok_or(Error::NotFound)?;
    Ok(version_view(row))
}

fn something(details: &ContactDetails) -> Result<(), Error> {
    if details.field_names().is_empty() {
        return Err(Error::field(
            "/details",
            "nothing",
            "Give at least one way to reach the person.",
        ));
    }
    Ok(())
}

/// Asks for a change of contact details, which an officer makes: the contact centre for anybody in the child's record,
/// a parent for themself.
///
/// # Errors
/// When the child is hidden, the adult is not linked, nothing is given, as many as one person can ask for wait, or this is
/// not for the person.
pub fn ask_for_contact_change(
    act: &mut Act<'_, '_>,
    id: ChildId,
    command: &AskForContactChange,
) -> Result<ContactChangeView, Error> {
    let case = act.tx.case_of_child(id)?.ok_or(Error::NotFound)?;
    let (permit, _) = act.case(case, Action::AskForContactChange)?;
    let why = command.reason.as_ref().map(|reason| ("/reason", reason.as_str()));
    act.keep_contacts_out(id, why)?;
    let user_id = if act.actor.role.is_family() {
        if command.user_id.is_some_and(|user| user != act.actor.user) {
            return Err(Error::field(
                "/user_id",
                "not_yours",
                "You ask for your own details here. Leave this out.",
            ));
        }
        Some(act.actor.user)
    } else {
        command.user_id
    };
    let holder = act.holder(id, user_id)?;
    something(&command.details)?;
    let mine = act.actor.user;
    let waiting = act.tx.open_contact_changes_of(case)?;
    let own = waiting.iter().filter(|row| row.asked_by == mine).count();
    room_for_one_more(
        own,
        MOST_OPEN_CONTACT_CHANGES,
        "changes that you have asked for and nobody has decided on",
    )?;
    let row = ContactChangeRow {
        id: act.id(),
        case_id: case,
        user_id,
        details: serde_json::to_string(&command.details).map_err(|e| Error::Internal(e.to_string()))?,
        reason: command.reason.as_ref().map(ToString::to_string),
        asked_at: act.moment.now,
        asked_by: act.actor.user,
        decided_at: None,
        made: None,
    };
    act.tx.insert_contact_change(&row)?;
    let details = Details::default()
        .id("contact_change_request_id", row.id)
        .word("fields", &command.details.field_names());
    act.about_contacts(&permit, HappeningKind::ContactChangeAsked, holder, details)?;
    // Whoever asked knows what they asked; what is on record they do not learn.
    change_view(&row)
}

fn change_view(row: &ContactChangeRow) -> Result<ContactChangeView, Error> {
    let details = serde_json::from_str(&row.details)
        .map_err(|error| Error::Internal(format!("a change that was asked for: {error}")))?;
    Ok(ContactChangeView {
        id: row.id,
        user_id: row.user_id,
        details,
        reason: row.reason.clone(),
        asked_at: row.asked_at,
        asked_by: row.asked_by,
        made: row.made,
        decided_at: row.decided_at,
    })
}

/// The changes that were asked for in a child's record: every one that waits, then those that were decided on last; of
/// both the latest first.
///
/// # Errors
/// When the child is hidden, or they are not for this person.
pub fn contact_changes(look: &mut Look<'_, '_>, id: ChildId) -> Result<Vec<ContactChangeView>, Error> {
    let case = look.tx.case_of_child(id)?.ok_or(Error::NotFound)?;
    look.case(case, Action::DecideContactChange)?;
    let mut rows = look.tx.open_contact_changes_of(case)?;
    rows.extend(look.tx.decided_contact_changes_of(case, MOST_DECIDED)?);
    if let Some(former) = look.sealed_of(id)? {
        rows.retain(|row| !former.holds(row.asked_at));
    }
    rows.iter().map(change_view).collect()
}

/// Makes a change that was asked for, as a new version, or refuses it. `seen` is the version of the case.
///
/// # Errors
/// When the request is hidden, the case changed, it was decided already, or a refusal gives no reason.
pub fn decide_contact_change(
    act: &mut Act<'_, '_>,
    id: ContactChangeRequestId,
    seen: i64,
    command: &DecideContactChange,
) -> Result<ContactChangeView, Error> {
    let asked = act.tx.contact_change(id)?.ok_or(Error::NotFound)?;
    let (permit, child) = act.case_at(asked.case_id, Action::DecideContactChange, seen)?;
    let why = command.reason.as_ref().map(|reason| ("/reason", reason.as_str()));
    act.keep_contacts_out(child.id, why)?;
    let asked = act.tx.contact_change(id)?.ok_or(Error::NotFound)?;
    if asked.decided_at.is_some() {
        return Err(Refusal::AlreadyDone {
            explanation: "This change was decided on already. Ask for it anew if it is still needed."
                .to_owned(),
        }
        .into());
    }
    if !command.make && command.reason.is_none() {
        return Err(Error::field(
            "/reason",
            "missing",
            "Say why the change is not made.",
        ));
    }
    let holder = act.holder(child.id, asked.user_id)?;
    if command.make {
        let view = change_view(&asked)?;
        let today = act.moment.today;
        act.keep_contact(&permit, holder, &view.details, today, command.reason.as_ref())?;
    } else {
        let details = Details::default().id("contact_change_request_id", id);
        act.about_contacts(&permit, HappeningKind::ContactChangeRefused, holder, details)?;
    }
    let recorded = act.recorded();
    let reason = command.reason.as_ref().map(Line::as_str);
    act.tx.decide_contact_change(id, command.make, reason, recorded)?;
    let decided = act.tx.contact_change(id)?.ok_or(Error::NotFound)?;
    change_view(&decided)
}

/// Protects somebody's address from a day on.
///
/// # Errors
/// When the child is hidden or changed, the adult is not linked, the days do not fit, or it is protected already.
pub fn protect_address(
    act: &mut Act<'_, '_>,
    id: ChildId,
    seen: i64,
    command: &ProtectAddress,
) -> Result<ContactProtectionView, Error> {
    let case = act.tx.case_of_child(id)?.ok_or(Error::NotFound)?;
    let (permit, _) = act.case_at(case, Action::ProtectContacts, seen)?;
    act.keep_contacts_out(id, [("/reason", command.reason.as_str())])?;
    let holder = act.holder(id, command.user_id)?;
    let today = act.moment.today;
    let from_on = command.from_on.unwrap_or(today);
    if command.until_on.is_some_and(|until| until < from_on) {
        return Err(Error::field(
            "/until_on",
            "too_early",
            "The last day is before the first. Give a later one.",
        ));
    }
    let known = protections_in_force(act.tx, id, today)?;
    if known.iter().any(|row| row.holder() == Some(holder)) {
        return Err(Refusal::AlreadyDone {
            explanation: "The address of this person is protected already.".to_owned(),
        }
        .into());
    }
    let row = ContactProtectionRow {
        id: act.id(),
        child_id: command.user_id.is_none().then_some(id),
        user_id: command.user_id,
        reason: command.reason.to_string(),
        hides_setting: command.hides_setting,
        from_on,
        until_on: command.until_on,
        recorded_at: act.moment.now,
        recorded_by: act.actor.user,
        ended_at: None,
    };
    act.tx.insert_protection(&row)?;
    let details = Details::default().id("contact_protection_id", row.id);
    act.about_contacts(&permit, HappeningKind::AddressProtected, holder, details)?;
    act.tell_account(&row)?;
    Ok(protection_view(&row))
}

/// Ends the protection of an address, with the reason. `seen` is the version of the case of `child`.
///
/// # Errors
/// When the child or the protection is hidden, the case changed, or the protection has ended.
pub fn end_protection(
    act: &mut Act<'_, '_>,
    id: ContactProtectionId,
    seen: i64,
    command: &EndProtection,
) -> Result<ContactProtectionView, Error> {
    let row = act.tx.protection(id)?.ok_or(Error::NotFound)?;
    let holder = row.holder().ok_or(Error::NotFound)?;
    let case = act.case_for_protection(holder, command.child_id)?;
    let (permit, child) = act.case_at(case, Action::EndProtection, seen)?;
    act.keep_contacts_out(child.id, [("/reason", command.reason.as_str())])?;
    act.holder(child.id, row.user_id).map_err(|_| Error::NotFound)?;
    if row.ended_at.is_some() {
        return Err(Refusal::AlreadyDone {
            explanation: "The protection of this address was ended already.".to_owned(),
        }
        .into());
    }
    let recorded = act.recorded();
    act.tx.end_protection(id, command.reason.as_str(), recorded)?;
    let details = Details::default().id("contact_protection_id", id);
    act.about_contacts(&permit, HappeningKind::AddressProtectionEnded, holder, details)?;
    act.tell_account(&row)?;
    let row = act.tx.protection(id)?.ok_or(Error::NotFound)?;
    Ok(protection_view(&row))
}

impl Act<'_, '_> {
    /// The protection of an adult is in the log of their account too, which is about more than one child.
    fn tell_account(&mut self, row: &ContactProtectionRow) -> Result<(), Error> {
        let Some(user) = row.user_id else {
            return Ok(());
        };
        let details = Details::default().id("contact_protection_id", row.id);
        self.record_on_account(user, AccountEventKind::Changed, details)
    }

    /// The case through which a protection is ended: a child's own, or for an adult that of the child that is named.
    fn case_for_protection(&mut self, holder: Holder, named: ChildId) -> Result<CaseId, Error> {
        match holder {
            Holder::Child(child) if child != named => Err(Error::NotFound),
            _ => self.tx.case_of_child(named)?.ok_or(Error::NotFound),
        }
    }
}

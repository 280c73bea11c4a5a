//! Correcting what is on record about a person: a new version with its author and reason; what was on record before
//! stays, for those who may correct it. And the statement of somebody who disputes what is on record.

use crate::case_file::{Details, Extra, room_for_one_more};
use crate::casework::same_version;
use crate::duplicates::as_seen;
use crate::ending::is_over;
use crate::registry::child_view;
use crate::request::check_birth;
use crate::{
    Act, AdultView, ChildVersionView, ChildView, CorrectAdult, CorrectChild, Error, Look, MakeStatement,
    StatementView,
};
use ehcp_access::{Action, Fields};
use ehcp_assessment::{Happening, HappeningKind};
use ehcp_calendar::{human_date, young_person_from};
use ehcp_case::{CaseId, ChildId, Refusal, UserId};
use ehcp_store::{ChildRow, MOST_STATEMENTS, StatementRow};

/// Corrects a child's name, date of birth or unique pupil number. A corrected date of birth moves the day from which
/// the rights are the young person's own, and every deadline that follows from it. `seen` is the version of the child.
///
/// # Errors
/// When the child is hidden or changed, nothing differs, or the date of birth is impossible.
pub fn correct_child(
    act: &mut Act<'_, '_>,
    id: ChildId,
    seen: i64,
    command: &CorrectChild,
) -> Result<ChildView, Error> {
    let case = act.tx.case_of_child(id)?.ok_or(Error::NotFound)?;
    let (permit, old) = act.case(case, Action::CorrectChild)?;
    same_version(old.version, seen)?;
    act.keep_contacts_out(id, [("/reason", command.reason.as_str())])?;
    let new = corrected(act, &old, command)?;
    let fields = differing(&old, &new);
    if fields.is_empty() {
        return Err(Error::field(
            "",
            "nothing_differs",
            "All of this is on record already. Give what is to be corrected.",
        ));
    }
    let recorded = act.recorded();
    act.tx
        .correct_child(&old, &new, command.reason.as_str(), recorded)?;
    let details = Details::default()
        .id("child_id", id)
        .word("fields", &fields.join(","))
        .id("version", new.version);
    let happening = Happening::new(HappeningKind::ChildCorrected, act.moment.today);
    act.record(&permit, &happening, details, &Extra::default())?;
    let new = as_seen(act.tx, &act.actor, act.moment.as_of(), new)?;
    Ok(child_view(&new, Some(case), permit.fields()))
}

fn corrected(act: &mut Act<'_, '_>, old: &ChildRow, command: &CorrectChild) -> Result<ChildRow, Error> {
    let mut new = old.clone();
    new.version = old.version.saturating_add(1);
    if let Some(name) = &command.given_name {
        new.given_name = name.to_string();
    }
    if let Some(name) = &command.family_name {
        new.family_name = name.to_string();
    }
    if let Some(day) = command.born_on {
        check_birth("/born_on", day, act.moment.today)?;
        new.born_on = day;
        new.young_person_from = young_person_from(day);
        act.rights_still_fit(old, &new)?;
    }
    if let Some(upn) = &command.upn {
        let upn = upn.to_string();
        match act.tx.child_by_upn(&upn)? {
            // It waits for somebody to match the two, as when a child is put on record.
            Some(other) if other != old.id => new.claimed_upn = Some(upn),
            _ => {
                new.upn = Some(upn);
                new.claimed_upn = None;
            }
        }
    }
    Ok(new)
}

/// The names of the fields in which two versions of a child differ.
fn differing(old: &ChildRow, new: &ChildRow) -> Vec<&'static str> {
    [
        ("given_name", old.given_name != new.given_name),
        ("family_name", old.family_name != new.family_name),
        ("born_on", old.born_on != new.born_on),
        ("upn", old.upn != new.upn || old.claimed_upn != new.claimed_upn),
    ]
    .into_iter()
    .filter(|(_, differs)| *differs)
    .map(|(name, _)| name)
    .collect()
}

impl Act<'_, '_> {
    /// A date of birth must not make it so that a young person, or somebody for them, acts before the law gives them the
    /// rights.
    fn rights_still_fit(&mut self, old: &ChildRow, new: &ChildRow) -> Result<(), Error> {
        let today = self.moment.today;
        let records = self.tx.hand_overs_of(old.id)?;
        let too_early = records.iter().find(|row| {
            row.user_id.is_some()
                && !is_over(row.annulled, row.until_on, today)
                && new.young_person_from > row.from_on.max(today)
        });
        let Some(record) = too_early else {
            return Ok(());
        };
        Err(Refusal::NotYet {
            explanation: format!(
                "It is recorded that from {} {} acts; with this date of birth the rights would pass only on {}. End or annul that record first.",
                human_date(record.from_on),
                record.who_acts.title(),
                human_date(new.young_person_from)
            ),
        }
        .into())
    }
}

/// What was on record of a child before each correction, the latest first.
///
/// # Errors
/// When the child is hidden, or this is not for the person.
pub fn child_versions(look: &mut Look<'_, '_>, id: ChildId) -> Result<Vec<ChildVersionView>, Error> {
    let case = look.tx.case_of_child(id)?.ok_or(Error::NotFound)?;
    look.case(case, Action::CorrectChild)?;
    let mut rows = look.tx.child_versions(id)?;
    if let Some(former) = look.sealed_of(id)? {
        rows.retain(|row| !former.holds(row.replaced_at));
    }
    Ok(rows
        .into_iter()
        .map(|row| ChildVersionView {
            version: row.version,
            given_name: row.given_name,
            family_name: row.family_name,
            born_on: row.born_on,
            upn: row.upn,
            replaced_at: row.replaced_at,
            replaced_by: row.replaced_by,
            reason: row.reason,
        })
        .collect())
}

/// Corrects the name of an adult who is linked to a child. `seen` is the version of the case. The e-mail address for
/// signing in belongs to the account and is changed there.
///
/// # Errors
/// When the child is hidden or changed, the adult is not linked, or nothing differs.
pub fn correct_adult(
    act: &mut Act<'_, '_>,
    id: ChildId,
    seen: i64,
    command: &CorrectAdult,
) -> Result<AdultView, Error> {
    let case = act.tx.case_of_child(id)?.ok_or(Error::NotFound)?;
    let (permit, _) = act.case_at(case, Action::CorrectAdult, seen)?;
    act.keep_contacts_out(id, [("/reason", command.reason.as_str())])?;
    let linked = act
        .tx
        .adults_of_child(id)?
        .into_iter()
        .find(|adult| adult.user_id == command.user_id && !adult.annulled)
        .ok_or_else(|| {
            Error::field(
                "/user_id",
                "not_linked",
                "No adult with this id is linked to the child.",
            )
        })?;
    if linked.name == command.display_name.as_str() {
        return Err(Error::field(
            "/display_name",
            "nothing_differs",
            "This is the name on record already.",
        ));
    }
    let recorded = act.recorded();
    let row = act.id();
    act.tx.correct_user_name(
        row,
        linked.user_id,
        command.display_name.as_str(),
        command.reason.as_str(),
        recorded,
    )?;
    let details = Details::default()
        .id("user_id", linked.user_id)
        .word("fields", "display_name");
    let happening = Happening::new(HappeningKind::AdultCorrected, act.moment.today);
    act.record(&permit, &happening, details, &Extra::default())?;
    Ok(AdultView {
        user_id: linked.user_id,
        display_name: command.display_name.to_string(),
    })
}

/// Keeps the statement of somebody who disputes what is on record. It stands beside the record and changes nothing.
///
/// # Errors
/// When the case is hidden, this is not for the person, or they have made as many as one person can.
pub fn make_statement(
    act: &mut Act<'_, '_>,
    id: CaseId,
    command: &MakeStatement,
) -> Result<StatementView, Error> {
    let (permit, child) = act.case(id, Action::MakeStatement)?;
    act.keep_contacts_out(
        child.id,
        [
            ("/about", command.about.as_str()),
            ("/text", command.text.as_str()),
        ],
    )?;
    let own = act.tx.statements_of(id, Some(act.actor.user))?.len();
    room_for_one_more(own, MOST_STATEMENTS, "statements of yours on this case")?;
    let row = StatementRow {
        id: act.id(),
        case_id: id,
        about: command.about.to_string(),
        content: command.text.to_string(),
        made_at: act.moment.now,
        made_by: act.actor.user,
    };
    act.tx.insert_statement(&row)?;
    let details = Details::default().id("statement_id", row.id);
    let happening = Happening::new(HappeningKind::StatementMade, act.moment.today);
    act.record(&permit, &happening, details, &Extra::default())?;
    Ok(statement_view(row))
}

/// The statements on a case: all of them for the authority's staff, their own for everybody else.
///
/// # Errors
/// When the case is hidden, or statements are not for this person.
pub fn statements(look: &mut Look<'_, '_>, id: CaseId) -> Result<Vec<StatementView>, Error> {
    let (permit, _) = look.case(id, Action::ReadStatements)?;
    let all = matches!(permit.fields(), Fields::Full | Fields::Sample);
    let reader: UserId = look.actor.user;
    let mut rows = look.tx.statements_of(id, (!all).then_some(reader))?;
    if let Some(former) = look.sealed_of(permit.subject().child_id)? {
        rows.retain(|row| !former.holds(row.made_at));
    }
    Ok(rows.into_iter().map(statement_view).collect())
}

fn statement_view(row: StatementRow) -> StatementView {
    StatementView {
        id: row.id,
        about: row.about,
        text: row.content,
        made_at: row.made_at,
        made_by: row.made_by,
    }
}

//! Files of evidence: what is known of them, who sees which, and what becomes of them.

use crate::case_file::{Details, Extra, room_for_one_more};
use crate::casework::same_version;
use crate::helper::{in_whose_place, inviters};
use crate::{Act, Error, Look, StaffName, Versioned};
use chrono::{DateTime, TimeDelta, Utc};
use ehcp_access::{Action, Fields, HELPER, Permitted};
use ehcp_assessment::{Happening, HappeningKind};
use ehcp_attachment::EvidenceKind;
use ehcp_case::{AttachmentId, CaseId, EducationSettingId, Prose, Refusal, UserId};
use ehcp_store::{AttachmentRow, CaseRow, MOST_ATTACHMENTS, ReadTx, Saved, Sharing};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use utoipa::ToSchema;

/// The most bytes of all files of one case: 2 GiB.
const MOST_OF_CASE: i64 = 2 * 1024 * 1024 * 1024;

/// The most files, and the most bytes, that one person gives in one day.
const MOST_IN_A_DAY: usize = 100;
const MOST_BYTES_IN_A_DAY: i64 = 500 * 1024 * 1024;

/// A file of evidence, without its bytes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttachmentView {
    /// The file.
    pub id: AttachmentId,
    /// The case.
    pub case_id: CaseId,
    /// What it is evidence of.
    pub kind: EvidenceKind,
    /// Its name.
    #[schema(max_length = 120)]
    pub name: String,
    /// Its media type.
    #[schema(max_length = 100)]
    pub media_type: String,
    /// How many bytes it has.
    #[schema(minimum = 1, maximum = 20971520)]
    pub size: i64,
    /// Its SHA-256, as 64 hexadecimal digits.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Whether the reader gave it, or somebody in whose place they stand.
    pub given_by_you: bool,
    /// Who gave it, for the authority's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_by: Option<StaffName>,
    /// Whether a scanner looked at it and found nothing.
    pub scanned: bool,
    /// Who may see it, for the authority's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sharing: Option<SharingView>,
    /// That it was withdrawn, and why. Its bytes are gone then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<WithdrawnView>,
    /// Its version.
    #[schema(minimum = 1)]
    pub version: i64,
}

impl Versioned for AttachmentView {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Who may see a file beside whoever gave it and the authority's staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SharingView {
    /// Whether it is shared with the family.
    pub with_family: bool,
    /// Whether it is shared with those who are asked for advice.
    pub with_advisers: bool,
    /// Whether somebody has looked that nothing inside tells where anybody lives or learns.
    pub tells_no_whereabouts: bool,
    /// From whom of them it is kept.
    #[schema(max_items = 20)]
    pub kept_from: Vec<UserId>,
}

/// That a file was withdrawn.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WithdrawnView {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    #[schema(max_length = 20000)]
    pub reason: String,
}

/// Saying who may see a file beside whoever gave it and the authority's staff.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareAttachment {
    /// Whether the family sees it: parents and carers, the young person, and whom they invited to help.
    pub with_family: bool,
    /// Whether those see it who are asked for advice.
    pub with_advisers: bool,
    /// That you have looked, and nothing inside tells where anybody lives or learns. Without it, the file stays hidden
    /// from those from whom that is kept, such as the other parent when an address is protected.
    pub tells_no_whereabouts: bool,
    /// Members of the family from whom it is kept all the same.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub kept_from: Vec<UserId>,
}

/// Withdrawing a file that was given by mistake.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawAttachment {
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "This is the report of another child.")]
    pub reason: Prose,
}

/// What is known of a file before its row is kept.
#[derive(Debug, Clone)]
pub(crate) struct NewAttachment {
    pub(crate) id: AttachmentId,
    pub(crate) case: CaseId,
    pub(crate) kind: EvidenceKind,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) size: i64,
    pub(crate) sha256: String,
    pub(crate) scanned_by: Option<String>,
}

/// Refuses a file that somebody may not give, or for which there is no room, before its first byte is read.
pub(crate) fn may_attach(
    act: &mut Act<'_, '_>,
    case: CaseId,
    name: &str,
    operation: &'static str,
    key: &str,
) -> Result<(), Error> {
    let (permit, child) = act.case(case, Action::GiveEvidence)?;
    act.keep_contacts_out(child.id, [("/name", name)])?;
    // What was answered once needs no room to be answered again.
    match act.tx.kept_answer(act.actor.user, operation, key)? {
        Some(_) => Ok(()),
        None => check_room(act, permit.subject().id),
    }
}

fn check_room(act: &mut Act<'_, '_>, case: CaseId) -> Result<(), Error> {
    let known = act.tx.attachments_of(case)?;
    room_for_one_more(known.len(), MOST_ATTACHMENTS, "files of evidence on this case")?;
    let kept = known
        .iter()
        .filter(|row| row.withdrawn_at.is_none())
        .map(|row| row.size);
    if kept.sum::<i64>() >= MOST_OF_CASE {
        return Err(full(
            "The files of this case have 2 GiB together, which is the most.",
        ));
    }
    let since = act.moment.now - TimeDelta::days(1);
    let most = i64::try_from(MOST_IN_A_DAY).unwrap_or(i64::MAX);
    let given = act.tx.attachment_sizes_given_since(act.actor.user, since, most)?;
    if given.len() >= MOST_IN_A_DAY || given.iter().sum::<i64>() >= MOST_BYTES_IN_A_DAY {
        return Err(full(
            "You have given 100 files or 500 MiB within a day, which is the most. Go on tomorrow.",
        ));
    }
    Ok(())
}

fn full(explanation: &str) -> Error {
    Refusal::NotAnyMore {
        explanation: explanation.to_owned(),
    }
    .into()
}

/// Keeps the row of a file whose bytes are kept already.
pub(crate) fn attach(act: &mut Act<'_, '_>, new: &NewAttachment) -> Result<AttachmentView, Error> {
    let (permit, child) = act.case(new.case, Action::GiveEvidence)?;
    act.keep_contacts_out(child.id, [("/name", new.name.as_str())])?;
    check_room(act, new.case)?;
    let as_of = act.moment.as_of();
    let inviters = match permit.purpose() {
        HELPER => inviters(act.tx, act.actor.user, child.id, as_of)?,
        _ => Vec::new(),
    };
    let row = AttachmentRow {
        id: new.id,
        case_id: new.case,
        kind: new.kind,
        name: new.name.clone(),
        media_type: new.media_type.clone(),
        size: new.size,
        sha256: new.sha256.clone(),
        received_at: act.moment.now,
        given_by: act.actor.user,
        on_behalf_of: inviters.first().copied(),
        education_setting_id: act.actor.setting,
        scanned_at: new.scanned_by.as_ref().map(|_| act.moment.now),
        scanned_by: new.scanned_by.clone(),
        // Nobody beside whoever gave it and the staff, until somebody of the staff has looked.
        shared_with_family: false,
        shared_with_advisers: false,
        tells_no_whereabouts: false,
        withdrawn_at: None,
        withdrawn_by: None,
        withdraw_reason: None,
        version: 1,
    };
    act.tx.insert_attachment(&permit, &row)?;
    leave_in_log(act, &permit, HappeningKind::EvidenceReceived, &row)?;
    Ok(view(row, true, None, None))
}

fn leave_in_log(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    kind: HappeningKind,
    row: &AttachmentRow,
) -> Result<(), Error> {
    let details = Details::default()
        .id("attachment_id", row.id)
        .word("kind", row.kind.word())
        .word("sha256", &row.sha256);
    let happening = Happening::new(kind, act.moment.today);
    act.record(permit, &happening, details, &Extra::default())?;
    Ok(())
}

/// The files of a case that the reader may see, the first one first.
///
/// # Errors
/// When the case is hidden, or files are not for this person.
pub fn attachments(look: &mut Look<'_, '_>, id: CaseId) -> Result<Vec<AttachmentView>, Error> {
    let (permit, _) = look.case(id, Action::ReadEvidence)?;
    let reader = Reader::of(look, &permit)?;
    let rows = look.tx.attachments_of(id)?;
    let rows: Vec<_> = rows.into_iter().filter(|row| reader.sees(row, &permit)).collect();
    let names = reader.names(look.tx, &rows)?;
    Ok(rows.into_iter().map(|row| reader.view(row, &names)).collect())
}

/// One file, without its bytes.
///
/// # Errors
/// When it is hidden.
pub fn attachment(look: &mut Look<'_, '_>, id: AttachmentId) -> Result<AttachmentView, Error> {
    let (row, reader) = visible(look, id)?;
    let names = reader.names(look.tx, std::slice::from_ref(&row))?;
    Ok(reader.view(row, &names))
}

/// A file whose bytes the reader may have.
pub(crate) fn readable(look: &mut Look<'_, '_>, id: AttachmentId) -> Result<AttachmentRow, Error> {
    let (mut row, reader) = visible(look, id)?;
    if row.withdrawn_at.is_some() {
        return Err(Error::NotFound);
    }
    if !reader.gave(&row) {
        row.name = reader.shown_name(row.name, &row.media_type);
    }
    Ok(row)
}

fn visible(look: &mut Look<'_, '_>, id: AttachmentId) -> Result<(AttachmentRow, Reader), Error> {
    let row = look.tx.attachment(id)?.ok_or(Error::NotFound)?;
    let (permit, _) = look.case(row.case_id, Action::ReadEvidence)?;
    let reader = Reader::of(look, &permit)?;
    if !reader.sees(&row, &permit) {
        return Err(Error::NotFound);
    }
    Ok((row, reader))
}

/// Says who may see a file. `seen` is the version of the file.
///
/// # Errors
/// When it is hidden, changed or withdrawn, or somebody named is not of the family.
pub fn share_attachment(
    act: &mut Act<'_, '_>,
    id: AttachmentId,
    seen: i64,
    command: &ShareAttachment,
) -> Result<AttachmentView, Error> {
    let row = act.tx.attachment(id)?.ok_or(Error::NotFound)?;
    let (permit, child) = act.case(row.case_id, Action::ShareEvidence)?;
    let row = unsealed(act, id, &permit)?;
    same_version(row.version, seen)?;
    refuse_withdrawn(&row)?;
    let family = act.tx.adults_of_child(child.id)?;
    if let Some(place) = command
        .kept_from
        .iter()
        .position(|user| !family.iter().any(|adult| adult.user_id == *user))
    {
        return Err(Error::field(
            format!("/kept_from/{place}"),
            "not_of_the_family",
            "Nobody of the family has this id. The list of those linked to the child has the right one.",
        ));
    }
    let mut kept_from = command.kept_from.clone();
    kept_from.sort_unstable();
    kept_from.dedup();
    let sharing = Sharing {
        with_family: command.with_family,
        with_advisers: command.with_advisers,
        tells_no_whereabouts: command.tells_no_whereabouts,
        kept_from,
    };
    saved(act.tx.share_attachment(&permit, id, seen, &sharing)?)?;
    leave_in_log(act, &permit, HappeningKind::EvidenceSharingChanged, &row)?;
    changed(act, id)
}

/// Withdraws a file that was given by mistake: by whoever gave it, or by an officer. Its bytes and its name go; that it
/// was there, and why it is not, stays. `seen` is the version of the file.
///
/// # Errors
/// When it is hidden or changed, somebody else gave it, it is withdrawn already, or a hold keeps the record.
pub fn withdraw_attachment(
    act: &mut Act<'_, '_>,
    id: AttachmentId,
    seen: i64,
    command: &WithdrawAttachment,
) -> Result<AttachmentView, Error> {
    let row = act.tx.attachment(id)?.ok_or(Error::NotFound)?;
    let staff = act.actor.role.is_staff();
    let action = if staff {
        Action::WithdrawEvidence
    } else {
        Action::GiveEvidence
    };
    let (permit, child) = act.case(row.case_id, action)?;
    let row = unsealed(act, id, &permit)?;
    if !staff && row.given_by != act.actor.user {
        return Err(Error::NotFound);
    }
    same_version(row.version, seen)?;
    refuse_withdrawn(&row)?;
    if !act.tx.holds_on(child.id)?.is_empty() {
        return Err(Refusal::NotYet {
            explanation: "This record must be kept as it is for now. Ask information governance.".to_owned(),
        }
        .into());
    }
    act.keep_contacts_out(child.id, [("/reason", command.reason.as_str())])?;
    let recorded = act.recorded();
    let done = act
        .tx
        .withdraw_attachment(&permit, id, seen, recorded, command.reason.as_str())?;
    saved(done)?;
    leave_in_log(act, &permit, HappeningKind::EvidenceWithdrawn, &row)?;
    changed(act, id)
}

/// The row again, now that nobody else changes the case; hidden when an adoption has sealed it.
fn unsealed(
    act: &mut Act<'_, '_>,
    id: AttachmentId,
    permit: &Permitted<CaseRow>,
) -> Result<AttachmentRow, Error> {
    let row = act.tx.attachment(id)?.ok_or(Error::NotFound)?;
    if permit.subject().seals(row.id) {
        Err(Error::NotFound)
    } else {
        Ok(row)
    }
}

fn refuse_withdrawn(row: &AttachmentRow) -> Result<(), Error> {
    match row.withdrawn_at {
        None => Ok(()),
        Some(_) => Err(Refusal::AlreadyDone {
            explanation: "This file was withdrawn. If it is needed after all, give it again.".to_owned(),
        }
        .into()),
    }
}

fn saved(saved: Saved) -> Result<(), Error> {
    match saved {
        Saved::Updated(_) => Ok(()),
        Saved::Stale(current) => Err(Error::Stale { current }),
    }
}

fn changed(act: &mut Act<'_, '_>, id: AttachmentId) -> Result<AttachmentView, Error> {
    let row = act.tx.attachment(id)?.ok_or(Error::NotFound)?;
    let own = row.given_by == act.actor.user;
    let sharing = match act.actor.role.is_staff() {
        true => {
            let kept = act.tx.attachments_kept_from(row.case_id)?;
            Some(sharing_of(
                &row,
                kept.iter()
                    .filter(|(file, _)| *file == id)
                    .map(|(_, user)| *user)
                    .collect(),
            ))
        }
        false => None,
    };
    Ok(view(row, own, sharing, None))
}

/// What one person sees of the files of one case.
struct Reader {
    /// The reader, and in whose place they stand.
    own: HashSet<UserId>,
    setting: Option<EducationSettingId>,
    fields: Fields,
    /// Whether it is kept from the reader where somebody lives or learns.
    guarded: bool,
    shield: crate::shield::Shield,
    kept_from: HashMap<AttachmentId, Vec<UserId>>,
}

impl Reader {
    fn of(look: &mut Look<'_, '_>, permit: &Permitted<CaseRow>) -> Result<Self, Error> {
        let case = permit.subject();
        let shield = look.shield(permit)?;
        let own = in_whose_place(look.tx, permit, look.moment.as_of())?;
        let mut kept_from: HashMap<_, Vec<_>> = HashMap::new();
        for (file, user) in look.tx.attachments_kept_from(case.id)? {
            kept_from.entry(file).or_default().push(user);
        }
        Ok(Self {
            own,
            setting: look.actor.setting,
            fields: permit.fields(),
            guarded: permit.hides_whereabouts() || shield.is_up(),
            shield,
            kept_from,
        })
    }

    fn gave(&self, row: &AttachmentRow) -> bool {
        self.own.contains(&row.given_by)
            || row.on_behalf_of.is_some_and(|user| self.own.contains(&user))
            || (row.education_setting_id.is_some() && row.education_setting_id == self.setting)
    }

    fn sees(&self, row: &AttachmentRow, permit: &Permitted<CaseRow>) -> bool {
        if permit.subject().seals(row.id) {
            return false;
        }
        if self.gave(row) {
            return true;
        }
        let kept = self
            .kept_from
            .get(&row.id)
            .is_some_and(|users| users.iter().any(|user| self.own.contains(user)));
        let shared = match self.fields {
            Fields::Full | Fields::Sample => true,
            Fields::Pack => row.withdrawn_at.is_none(),
            Fields::Shared => row.shared_with_family && row.withdrawn_at.is_none(),
            Fields::Referral => row.shared_with_advisers && row.withdrawn_at.is_none(),
            _ => false,
        };
        shared && !kept && (!self.guarded || row.tells_no_whereabouts)
    }

    /// The names of those who gave the files, for those who see the names of staff.
    fn names(&self, tx: &mut ReadTx<'_>, rows: &[AttachmentRow]) -> Result<HashMap<UserId, String>, Error> {
        if !self.fields.sees_staff_names() {
            return Ok(HashMap::new());
        }
        Ok(tx
            .user_names(rows.iter().map(|row| row.given_by))?
            .into_iter()
            .collect())
    }

    fn view(&self, mut row: AttachmentRow, names: &HashMap<UserId, String>) -> AttachmentView {
        let own = self.gave(&row);
        let sharing = self.fields.sees_internal().then(|| {
            let kept = self.kept_from.get(&row.id).cloned();
            sharing_of(&row, kept.unwrap_or_default())
        });
        let given_by = names.get(&row.given_by).map(|name| StaffName {
            id: row.given_by,
            name: name.clone(),
        });
        if !own {
            row.name = self.shown_name(row.name, &row.media_type);
        }
        // Why it was withdrawn was said by somebody else, whoever gave it.
        row.withdraw_reason = self.shield.maybe(row.withdraw_reason);
        view(row, own, sharing, given_by)
    }

    /// The name of a file, or one that tells nothing when the name holds what is kept from the reader.
    fn shown_name(&self, name: String, media_type: &str) -> String {
        if self.shield.lets_pass(&name) {
            return name;
        }
        let kind = ehcp_attachment::FileKind::by_media_type(media_type);
        let extension = kind.and_then(|kind| kind.extensions().first().copied());
        format!("file.{}", extension.unwrap_or("bin"))
    }
}

fn sharing_of(row: &AttachmentRow, kept_from: Vec<UserId>) -> SharingView {
    SharingView {
        with_family: row.shared_with_family,
        with_advisers: row.shared_with_advisers,
        tells_no_whereabouts: row.tells_no_whereabouts,
        kept_from,
    }
}

fn view(
    row: AttachmentRow,
    given_by_you: bool,
    sharing: Option<SharingView>,
    given_by: Option<StaffName>,
) -> AttachmentView {
    AttachmentView {
        id: row.id,
        case_id: row.case_id,
        kind: row.kind,
        name: row.name,
        media_type: row.media_type,
        size: row.size,
        sha256: row.sha256,
        received_at: row.received_at,
        given_by_you,
        given_by,
        scanned: row.scanned_at.is_some(),
        sharing,
        withdrawn: row
            .withdrawn_at
            .zip(row.withdraw_reason)
            .map(|(at, reason)| WithdrawnView { at, reason }),
        version: row.version,
    }
}

//! Children, the adults linked to them, the rolls they are on.

use crate::case_file::{Details, Extra};
use crate::duplicates::as_seen;
use crate::ending::is_over;
use crate::hand_over::{DAYS_BEFORE, keep, not_too_early};
use crate::named_in_order::Adult;
use crate::period::{Period, Place, place, reaches_again};
use crate::rests_on::Supports;
use crate::{
    Act, ChildView, Enrol, EnrolmentView, Error, LinkParent, Look, ParentLinkView, RecordYoungPerson,
};
use chrono::{Days, NaiveDate};
use ehcp_access::{Action, Fields, LimitEffect, Permitted, Role, WhoActs, reach_of};
use ehcp_assessment::{Happening, HappeningKind};
use ehcp_calendar::human_date;
use ehcp_case::{CaseId, ChildId, EducationSettingId, EnrolmentId, Line, ParentLinkId, UserId};
use ehcp_store::{CaseRow, ChildRow, Ended, EnrolmentRow, HandOverRow, NO_DAY, ParentLinkRow, StoreError};

/// The children for whom a person may ask for an assessment: linked to a parent, the young person themself, or on the
/// roll of the person's setting; in a stable order.
///
/// # Errors
/// When the store cannot answer.
pub fn children(
    look: &mut Look<'_, '_>,
    after: Option<ChildId>,
    limit: u32,
) -> Result<Vec<ChildView>, Error> {
    look.may(Action::ReadChild)?;
    let reach = reach_of(&look.actor, Action::ReadCase);
    look.through_reach(&reach)?;
    let at = look.moment.as_of();
    let fields = if look.actor.setting.is_some() {
        Fields::School
    } else {
        Fields::Shared
    };
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut views = Vec::new();
    let mut place = after;
    // A child whose case is hidden is hidden too and takes no room on the page; that is rare, so one look mostly does.
    loop {
        let rows = look.tx.children_of(&look.actor, at, place, i64::from(limit))?;
        let last_page = rows.len() < wanted;
        place = rows.last().map(|row| row.id);
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let known = look.tx.cases_of_children(ids.clone())?;
        let seen = look.tx.cases_reached_of(&reach, &look.actor, at, ids)?;
        seen.values().for_each(|case| look.saw(*case));
        let limited =
            look.tx
                .kept_among(&look.actor, LimitEffect::NoDocuments, at, seen.values().copied())?;
        views.extend(
            rows.iter()
                .filter(|row| !known.contains_key(&row.id) || seen.contains_key(&row.id))
                .map(|row| {
                    let case = seen.get(&row.id).copied();
                    let less = case.is_some_and(|case| limited.contains(&case));
                    let fields = if less { fields.without_documents() } else { fields };
                    child_view(row, case, fields)
                }),
        );
        if last_page || views.len() >= wanted {
            break;
        }
    }
    views.truncate(wanted);
    Ok(views)
}

/// A child.
///
/// # Errors
/// When it is hidden.
pub fn child(look: &mut Look<'_, '_>, id: ChildId) -> Result<ChildView, Error> {
    if let Some(case) = look.tx.case_of_child(id)? {
        let (permit, child) = look.case(case, Action::ReadChild)?;
        let at = look.moment.as_of();
        let child = as_seen(look.tx, &look.actor, at, child)?;
        return Ok(child_view(&child, Some(case), permit.fields()));
    }
    let child = look.tx.child(id)?.ok_or(Error::NotFound)?;
    // Hidden, like a child that is nobody's: whoever never reads children learns nothing here.
    if look.may(Action::ReadChild).is_err() {
        return Err(Error::NotFound);
    }
    let today = look.moment.today;
    let user = look.actor.user;
    if look
        .tx
        .is_limited(id, user, LimitEffect::Bar, look.moment.as_of())?
    {
        return Err(Error::NotFound);
    }
    let own = look.tx.is_linked_parent(id, user, today)? || look.tx.is_young_person(id, user, today)?;
    let pupil = match look.actor.setting {
        Some(setting) => look.tx.is_on_roll(id, setting, today)?,
        None => false,
    };
    let fields = match (own, pupil) {
        (true, _) => Fields::Shared,
        (false, true) => Fields::School,
        (false, false) => return Err(Error::NotFound),
    };
    Ok(child_view(&child, None, fields))
}

/// The view of a child for somebody who sees these fields.
pub(crate) fn child_view(row: &ChildRow, case: Option<CaseId>, fields: Fields) -> ChildView {
    ChildView {
        id: row.id,
        given_name: row.given_name.clone(),
        family_name: row.family_name.clone(),
        born_on: row.born_on,
        // A number that waits to be matched is shown to whoever gave it, so that nobody learns that another has it.
        upn: row
            .upn
            .clone()
            .or_else(|| row.claimed_upn.clone().filter(|_| !fields.sees_internal()))
            .filter(|_| fields.sees_upn()),
        young_person_from: row.young_person_from,
        case_id: case,
        possible_duplicate: fields.sees_internal().then_some(row.claimed_upn.is_some()),
        version: row.version,
    }
}

impl Look<'_, '_> {
    /// The case of a child, on which the person may do this.
    pub(crate) fn case_of(
        &mut self,
        child: ChildId,
        action: Action,
    ) -> Result<(Permitted<CaseRow>, ChildRow), Error> {
        let case = self.tx.case_of_child(child)?.ok_or(Error::NotFound)?;
        self.case(case, action)
    }
}

impl Act<'_, '_> {
    /// The case of a child, on which the person may do this.
    pub(crate) fn case_of(
        &mut self,
        child: ChildId,
        action: Action,
    ) -> Result<(Permitted<CaseRow>, ChildRow), Error> {
        let case = self.tx.case_of_child(child)?.ok_or(Error::NotFound)?;
        self.case(case, action)
    }

    /// Records that a relationship of the child changed.
    pub(crate) fn related(
        &mut self,
        permit: &Permitted<CaseRow>,
        kind: HappeningKind,
        details: Details,
    ) -> Result<(), Error> {
        self.related_on(permit, &Happening::new(kind, self.moment.today), details)
    }

    /// The same for something that happens on another day.
    pub(crate) fn related_on(
        &mut self,
        permit: &Permitted<CaseRow>,
        happening: &Happening,
        details: Details,
    ) -> Result<(), Error> {
        self.record(permit, happening, details, &Extra::default())?;
        Ok(())
    }

    /// The person who signs in with an e-mail address and has this role.
    pub(crate) fn account(&mut self, email: &str, role: Role) -> Result<UserId, Error> {
        let found = self.tx.user_by_email(&email.to_lowercase())?;
        found.filter(|user| user.role == role && user.disabled_at.is_none()).map(|user| user.id).ok_or_else(
            || {
                Error::field(
                    "/email",
                    "no_such_account",
                    format!(
                        "There is no account of the sort \"{}\" with this e-mail address. Check it, or have the account made first.",
                        role.title()
                    ),
                )
            },
        )
    }
}

/// How far ahead a place on a roll or a parent's link may begin: the next school year is known by then.
pub(crate) const KNOWN_AHEAD: Days = Days::new(366);

/// A relationship is not recorded long before it begins: too much can change.
pub(crate) fn not_far_ahead(from: NaiveDate, today: NaiveDate, ahead: Days) -> Result<(), Error> {
    let latest = today.checked_add_days(ahead).unwrap_or(today);
    if from > latest {
        return Err(Error::field(
            "/from_on",
            "too_far_ahead",
            format!(
                "{} is too far ahead to be recorded now. Give a day up to {}.",
                human_date(from),
                human_date(latest)
            ),
        ));
    }
    Ok(())
}

fn until_after_from(from: NaiveDate, until: Option<NaiveDate>) -> Result<(), Error> {
    if until.is_some_and(|until| until < from) {
        return Err(Error::field(
            "/until_on",
            "too_early",
            "The last day is before the first. Give a later one.",
        ));
    }
    Ok(())
}

/// Links an adult to a child, with the evidence. The officer who records it vouches for it.
///
/// # Errors
/// When the child is hidden, the adult has no account, the two are linked already, or neither responsibility nor care
/// is recorded.
pub fn link_parent(
    act: &mut Act<'_, '_>,
    id: ChildId,
    command: &LinkParent,
) -> Result<ParentLinkView, Error> {
    let (permit, child) = act.case_of(id, Action::LinkParent)?;
    act.keep_contacts_out(id, [("/evidence", command.evidence.as_str())])?;
    if !command.parental_responsibility && !command.has_care {
        return Err(Error::field(
            "/has_care",
            "no_relationship",
            "A parent is somebody with parental responsibility or with care of the child (Education Act 1996, s.576). Record at least one.",
        ));
    }
    let from_on = command.from_on.unwrap_or(act.moment.today);
    if from_on < child.born_on {
        return Err(Error::field(
            "/from_on",
            "too_early",
            "This day is before the child was born.",
        ));
    }
    not_far_ahead(from_on, act.moment.today, KNOWN_AHEAD)?;
    until_after_from(from_on, command.until_on)?;
    let user = adult_to_link(act, &permit, id, &command.email, command.is_somebody_else)?;
    not_represented(act, id, user, from_on, command.until_on)?;
    let known = not_linked_already(act, id, user, from_on, command.until_on)?;
    let recorded = act.recorded();
    // What the adult said with a request is answered by the link that is verified now.
    for claim in known.iter().filter(|link| link.verified_at.is_none()) {
        let end = Ended {
            last_day: None,
            reason: "Verified; the verified link stands in its place.",
            recorded,
            because_of: None,
        };
        act.tx.end_parent_link(claim.id, &end)?;
        let details = Details::default()
            .id("parent_link_id", claim.id)
            .id("user_id", user);
        act.ended(&permit, HappeningKind::ParentLinkEnded, details, None, end.reason)?;
    }
    let row = ParentLinkRow {
        id: act.id(),
        child_id: id,
        user_id: user,
        parental_responsibility: command.parental_responsibility,
        has_care: command.has_care,
        from_on,
        until_on: command.until_on,
        evidence: command.evidence.to_string(),
        verified_at: Some(act.moment.now),
        verified_by: Some(act.actor.user),
        annulled: false,
        end_reason: None,
        in_place_of: None,
        ended_for: None,
        until_before: None,
    };
    act.tx.insert_parent_link(&row, recorded)?;
    let details = Details::default()
        .id("parent_link_id", row.id)
        .digest("evidence", &row.evidence);
    act.related(&permit, HappeningKind::ParentLinked, details)?;
    Ok(parent_link_view(row, permit.fields()))
}

/// The account of an adult who is to be linked to a child; not of somebody whom an order names, without it being said that
/// this is somebody else.
pub(crate) fn adult_to_link(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    child: ChildId,
    email: &Line,
    is_somebody_else: bool,
) -> Result<UserId, Error> {
    let user = act.account(email.as_str(), Role::Parent)?;
    let account = act.tx.user(user)?.ok_or(Error::NotFound)?;
    let adult = Adult {
        email: &account.email,
        name: &account.display_name,
        is_somebody_else,
    };
    act.not_named_in_an_order(permit.subject(), child, &adult)?;
    Ok(user)
}

/// Whether a link holds on one of these days.
fn overlaps(link: &ParentLinkRow, from_on: NaiveDate, until_on: Option<NaiveDate>) -> bool {
    link.from_on <= until_on.unwrap_or(NO_DAY) && link.until_on.is_none_or(|end| end >= from_on)
}

/// Refuses an adult who is linked to the child on one of these days; gives the links that there are.
pub(crate) fn not_linked_already(
    act: &mut Act<'_, '_>,
    child: ChildId,
    user: UserId,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
) -> Result<Vec<ParentLinkRow>, Error> {
    let known = act.tx.parent_links_between(child, user)?;
    let linked = |link: &&ParentLinkRow| link.verified_at.is_some() && overlaps(link, from_on, until_on);
    if let Some(link) = known.iter().find(linked) {
        let end = match link.until_on {
            Some(until) => format!(" until {}", human_date(until)),
            None => String::new(),
        };
        return Err(Error::field(
            "/email",
            "already_linked",
            format!(
                "This adult is linked to the child already, from {}{end}. End that link first, or give days that do not overlap.",
                human_date(link.from_on)
            ),
        ));
    }
    Ok(known)
}

/// Refuses a parent in whose place somebody acts on one of these days: the two never count on one day.
fn not_represented(
    act: &mut Act<'_, '_>,
    child: ChildId,
    user: UserId,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
) -> Result<(), Error> {
    let links = act.tx.parent_links_of(child)?;
    let own: Vec<ParentLinkId> = links
        .iter()
        .filter(|link| link.user_id == user)
        .map(|link| link.id)
        .collect();
    let in_place = links.iter().find(|link| {
        !link.annulled
            && link.in_place_of.is_some_and(|parent| own.contains(&parent))
            && overlaps(link, from_on, until_on)
    });
    match in_place {
        None => Ok(()),
        Some(link) => Err(Error::field(
            "/email",
            "is_represented",
            format!(
                "A representative acts in this adult's place from {}. End that first.",
                human_date(link.from_on)
            ),
        )),
    }
}

/// A broken unique rule as a problem of the field that broke it.
pub(crate) fn taken(error: StoreError, pointer: &str, code: &'static str, message: &str) -> Error {
    match error {
        StoreError::Conflict(violation) if violation.kind == ehcp_store::ViolationKind::Unique => {
            Error::field(pointer, code, message)
        }
        other => other.into(),
    }
}

/// A link as its reader sees it: staff all of it, an adult their own, the rest of the family not whose account it is, and
/// everybody else only that there is one.
pub(crate) fn parent_link_view(row: ParentLinkRow, fields: Fields) -> ParentLinkView {
    let staff = fields.sees_internal();
    let family = matches!(fields, Fields::Shared | Fields::OwnPart);
    let seen = staff || family;
    ParentLinkView {
        id: seen.then_some(row.id),
        child_id: row.child_id,
        user_id: (staff || fields == Fields::OwnPart).then_some(row.user_id),
        // That somebody acts in a parent's place says that the parent lacks capacity.
        in_place_of: row.in_place_of.filter(|_| staff || fields == Fields::OwnPart),
        parental_responsibility: seen.then_some(row.parental_responsibility),
        has_care: seen.then_some(row.has_care),
        from_on: seen.then_some(row.from_on),
        until_on: row.until_on.filter(|_| seen),
        verified: row.verified_at.is_some(),
        annulled: row.annulled,
        end_reason: row.end_reason.filter(|_| staff),
        rests_on: None,
    }
}

/// A place on a roll as its reader sees it; why it was ended is for staff.
pub(crate) fn enrolment_view(row: EnrolmentRow, staff: bool) -> EnrolmentView {
    EnrolmentView {
        id: row.id,
        child_id: row.child_id,
        education_setting_id: row.education_setting_id,
        from_on: row.from_on,
        until_on: row.until_on,
        dual_registration: row.dual_registration,
        annulled: row.annulled,
        end_reason: row.end_reason.filter(|_| staff),
        rests_on: None,
    }
}

/// Records that the young person acts for themself: from then on the rights are theirs (Children and Families Act
/// 2014, s.83), and a parent's standing access ends.
///
/// # Errors
/// When the child is hidden, is still of compulsory school age on that day, or has no account.
pub fn record_young_person(
    act: &mut Act<'_, '_>,
    id: ChildId,
    command: &RecordYoungPerson,
) -> Result<ChildView, Error> {
    let (permit, child) = act.case_of(id, Action::LinkParent)?;
    act.keep_contacts_out(id, [("/evidence", command.evidence.as_str())])?;
    not_too_early(&child, command.from_on)?;
    not_far_ahead(command.from_on, act.moment.today, Days::new(DAYS_BEFORE))?;
    let user = act.account(command.email.as_str(), Role::YoungPerson)?;
    act.account_not_named_in_an_order(permit.subject(), user, command.is_somebody_else)?;
    let evidence = command.evidence.as_str();
    let row = keep(
        act,
        &permit,
        HandOverRow {
            id: act.id(),
            child_id: id,
            who_acts: WhoActs::YoungPerson,
            user_id: Some(user),
            from_on: command.from_on,
            until_on: None,
            evidence: evidence.to_owned(),
            annulled: false,
            end_reason: None,
            ended_for: None,
            until_before: None,
        },
    )?;
    let details = Details::default()
        .id("hand_over_id", row.id)
        .id("user_id", user)
        .digest("evidence", evidence);
    // On the day on which the rights pass, not on that of the recording.
    let happening = Happening::new(HappeningKind::HandedOverToYoungPerson, command.from_on);
    act.related_on(&permit, &happening, details)?;
    let child = as_seen(act.tx, &act.actor, act.moment.as_of(), child)?;
    Ok(child_view(&child, Some(permit.subject().id), permit.fields()))
}

/// Puts a child on the roll of a setting.
///
/// # Errors
/// When the child is hidden, the setting does not exist, or the same place is recorded already.
pub fn enrol(act: &mut Act<'_, '_>, id: ChildId, command: &Enrol) -> Result<EnrolmentView, Error> {
    let (permit, child) = act.case_of(id, Action::EnrolPupil)?;
    if act.tx.education_setting(command.education_setting_id)?.is_none() {
        return Err(Error::field(
            "/education_setting_id",
            "unknown_setting",
            "There is no setting with this id. The list of settings has the right one.",
        ));
    }
    if command.from_on < child.born_on {
        return Err(Error::field(
            "/from_on",
            "too_early",
            "This day is before the child was born.",
        ));
    }
    not_far_ahead(command.from_on, act.moment.today, KNOWN_AHEAD)?;
    until_after_from(command.from_on, command.until_on)?;
    let until = command.until_on.unwrap_or(NO_DAY);
    if let Some(place) = act
        .tx
        .enrolment_during(id, command.education_setting_id, command.from_on, until)?
    {
        let end = match place.until_on {
            Some(until) => format!(" until {}", human_date(until)),
            None => String::new(),
        };
        return Err(Error::field(
            "/from_on",
            "already_enrolled",
            format!(
                "The child is on this roll already from {}{end}. Give days that do not overlap.",
                human_date(place.from_on)
            ),
        ));
    }
    let placed = other_places(act, id, command)?;
    let recorded = act.recorded();
    let place = act.id();
    for (earlier, setting) in &placed.ending {
        let end = Ended {
            last_day: Some(placed.day_before),
            reason: "The child went to another setting.",
            recorded,
            because_of: Some(place),
        };
        act.tx.end_enrolment(*earlier, &end)?;
        let details = Details::default()
            .id("enrolment_id", earlier)
            .id("education_setting_id", setting);
        act.ended(
            &permit,
            HappeningKind::EnrolmentEnded,
            details,
            end.last_day,
            end.reason,
        )?;
    }
    let row = EnrolmentRow {
        id: place.into(),
        child_id: id,
        education_setting_id: command.education_setting_id,
        from_on: command.from_on,
        until_on: placed.until_on,
        dual_registration: command.dual_registration,
        annulled: false,
        end_reason: None,
        ended_for: None,
        until_before: None,
    };
    act.tx
        .savepoint(|tx| tx.insert_enrolment(&row, recorded))
        .map_err(|error| {
            taken(
                error,
                "/from_on",
                "already_enrolled",
                "This place on the roll is recorded already.",
            )
        })?;
    let details = Details::default()
        .id("enrolment_id", row.id)
        .id("education_setting_id", row.education_setting_id);
    act.related(&permit, HappeningKind::Enrolled, details)?;
    Ok(enrolment_view(row, permit.fields().sees_internal()))
}

/// Lets the place go on that was ended for one that turns out never to have been, as far as nothing later is on record.
pub(crate) fn go_on_elsewhere(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    annulled: &EnrolmentRow,
) -> Result<(), Error> {
    let rows = act.tx.enrolments_of(annulled.child_id)?;
    let standing = rows.iter().filter(|row| !row.annulled);
    for earlier in standing.clone().filter(|row| row.ended_for == Some(annulled.id)) {
        let later = standing
            .clone()
            .filter(|row| !row.dual_registration && row.from_on > earlier.from_on)
            .map(|row| row.from_on);
        let until = reaches_again(earlier.until_before, later.min());
        act.tx.reopen_enrolment(earlier.id, until)?;
        let mut details = Details::default()
            .id("enrolment_id", earlier.id)
            .id("education_setting_id", earlier.education_setting_id)
            .word("goes_on", "true");
        if let Some(until) = until {
            details = details.day("last_day", until);
        }
        act.related(permit, HappeningKind::Enrolled, details)?;
    }
    Ok(())
}

/// Where a place stands among those at other settings. A child is on one roll at a time, unless it is said to be a dual
/// registration (School Attendance (Pupil Registration) (England) Regulations 2024).
fn other_places(
    act: &mut Act<'_, '_>,
    id: ChildId,
    command: &Enrol,
) -> Result<Place<(EnrolmentId, EducationSettingId)>, Error> {
    let new = Period {
        from_on: command.from_on,
        until_on: command.until_on,
    };
    let on_record = match command.dual_registration {
        true => Vec::new(),
        false => act.tx.enrolments_of(id)?,
    };
    let others = on_record
        .into_iter()
        .filter(|row| !row.annulled && row.education_setting_id != command.education_setting_id)
        .map(|row| {
            let days = Period {
                from_on: row.from_on,
                until_on: row.until_on,
            };
            ((row.id, row.education_setting_id), days)
        });
    place(new, others).map_err(|other| {
        Error::field(
            "/from_on",
            "overlaps",
            format!(
                "A place at another setting begins on {}. Give days that do not overlap, end that place or annul it, or say that it is a dual registration.",
                human_date(other)
            ),
        )
    })
}

/// The links of a child's adults, past and unverified ones too; a family member sees their own. Whoever needs to know only
/// whether there are any is shown one bare entry for each that holds.
///
/// # Errors
/// When the child is hidden, or this is not for the person.
pub fn parent_links(look: &mut Look<'_, '_>, id: ChildId) -> Result<Vec<ParentLinkView>, Error> {
    let (permit, _) = look.case_of(id, Action::ReadParentLinks)?;
    let fields = permit.fields();
    let (own, staff, today) = (look.actor.user, fields.sees_internal(), look.moment.today);
    let seen = staff || look.actor.role.is_family();
    let rows = look.tx.parent_links_of(id)?;
    let supports = match staff {
        true => {
            let known = look.tx.links_rest_on(id)?;
            Some(Supports::named(look.tx, known)?)
        }
        false => None,
    };
    Ok(rows
        .into_iter()
        .filter(|row| fields != Fields::OwnPart || row.user_id == own)
        .filter(|row| seen || !is_over(row.annulled, row.until_on, today) && row.from_on <= today)
        // Of those from before an adoption only the ones that go on.
        .filter(|row| !is_over(row.annulled, row.until_on, today) || !permit.subject().seals(row.id))
        .filter(|row| staff || !row.annulled)
        .map(|row| ParentLinkView {
            rests_on: supports
                .as_ref()
                .and_then(|known| known.of(row.id.into(), permit.subject())),
            ..parent_link_view(row, fields)
        })
        .collect())
}

/// The rolls on which a child is or was; a setting sees its own.
///
/// # Errors
/// When the child is hidden, or this is not for the person.
pub fn enrolments(look: &mut Look<'_, '_>, id: ChildId) -> Result<Vec<EnrolmentView>, Error> {
    let (permit, _) = look.case_of(id, Action::ReadEnrolments)?;
    let (setting, today) = (look.actor.setting, look.moment.today);
    let staff = permit.fields().sees_internal();
    let rows = look.tx.enrolments_of(id)?;
    if permit.hides_whereabouts() {
        return Ok(Vec::new());
    }
    let supports = match staff {
        true => {
            let known = look.tx.places_rest_on(id)?;
            Some(Supports::named(look.tx, known)?)
        }
        false => None,
    };
    Ok(rows
        .into_iter()
        .filter(|row| setting.is_none_or(|own| own == row.education_setting_id))
        .filter(|row| !is_over(row.annulled, row.until_on, today) || !permit.subject().seals(row.id))
        .filter(|row| staff || !row.annulled)
        .map(|row| EnrolmentView {
            rests_on: supports
                .as_ref()
                .and_then(|known| known.of(row.id.into(), permit.subject())),
            ..enrolment_view(row, staff)
        })
        .collect())
}

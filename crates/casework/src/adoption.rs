//! Adoption: the former identity is sealed, and the case goes on with the new one.

use crate::approval::{Done, Hands, Proposal, Settled};
use crate::case_file::Details;
use crate::ending::is_over;
use crate::{Act, Error, Look};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use ehcp_access::{Action, LimitEffect, LimitGround, reach_of};
use ehcp_assessment::HappeningKind;
use ehcp_case::{ChildId, Line, ParentLinkId, Prose, Refusal, Upn, UserId};
use ehcp_store::{Ended, LimitRow, SealedIdentityRow, SealedOpeningRow};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};
use utoipa::ToSchema;
use uuid::Uuid;

/// Recording an adoption.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordAdoption {
    /// The new given name.
    #[schema(value_type = String, example = "Ella", min_length = 1, max_length = 200)]
    pub given_name: Line,
    /// The new family name.
    #[schema(value_type = String, example = "Frost", min_length = 1, max_length = 200)]
    pub family_name: Line,
    /// The new unique pupil number, if it is known yet: an adopted child gets one.
    #[serde(default)]
    pub upn: Option<Upn>,
    /// The day of the adoption order.
    #[schema(example = "2026-11-02")]
    pub adopted_on: NaiveDate,
    /// Links of adults that go on, such as that of the adopters, if they are linked already; all others end.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub links_that_stay: Vec<ParentLinkId>,
    /// What it rests on.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Adoption order of the Family Court of 2 November 2026.")]
    pub evidence: Prose,
}

/// Who an adopted child was before, for information governance alone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SealedIdentityView {
    /// The record.
    pub id: Uuid,
    /// The child as they are on record now.
    pub child_id: ChildId,
    /// The former given name.
    #[schema(max_length = 200)]
    pub given_name: String,
    /// The former family name.
    #[schema(max_length = 200)]
    pub family_name: String,
    /// The former unique pupil number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 13)]
    pub upn: Option<String>,
    /// The links of the birth family, which ended.
    #[schema(max_items = 1000)]
    pub parent_links: Vec<ParentLinkId>,
    /// The day of the adoption order.
    pub adopted_on: NaiveDate,
    /// What it rests on.
    #[schema(max_length = 20000)]
    pub evidence: String,
    /// When it was sealed.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: UserId,
}

/// An adoption that waits for a second person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NewAdoption {
    pub(crate) child_id: ChildId,
    sent: RecordAdoption,
    /// The links that were on record when it was asked for: of others nobody has said whether they stay.
    #[serde(default)]
    known_links: Vec<ParentLinkId>,
}

/// Records an adoption, once a second person agrees.
///
/// # Errors
/// When the child is hidden, or the day is impossible.
pub fn record_adoption(
    act: &mut Act<'_, '_>,
    id: ChildId,
    command: &RecordAdoption,
) -> Result<Settled, Error> {
    let (permit, child) = act.case_of(id, Action::RecordAdoption)?;
    if command.adopted_on < child.born_on || command.adopted_on > act.moment.today {
        return Err(Error::field(
            "/adopted_on",
            "out_of_range",
            "Give the day of the order: not before the birth and not in the future.",
        ));
    }
    let (case, version) = (permit.subject().id, permit.subject().version);
    let proposal = Proposal::RecordAdoption(NewAdoption {
        child_id: id,
        sent: command.clone(),
        known_links: links_that_hold(act, id)?,
    });
    // Who is linked to the child then is known only of this version.
    act.settle(
        &permit,
        Some(case),
        Some(version),
        proposal,
        command.evidence.as_str(),
    )
}

/// Seals the former identity: names and number change, the birth family's links end and are barred, no answer kept for a
/// repeated call shows the child as before, and what was recorded until now is kept from everybody.
pub(crate) fn apply_adoption(act: &mut Act<'_, '_>, new: &NewAdoption, hands: Hands) -> Result<Done, Error> {
    let (permit, child) = act.case_of(new.child_id, Action::RecordAdoption)?;
    if links_that_hold(act, child.id)? != new.known_links {
        return Err(Refusal::NotAnyMore {
            explanation: "Adults were linked to the child, or links ended, since this was asked for, and nobody has said which of them stay. Refuse it, and have it asked for anew.".to_owned(),
        }
        .into());
    }
    let now = act.moment.now;
    let ended: Vec<_> = act
        .tx
        .parent_links_of(child.id)?
        .into_iter()
        .filter(|link| !new.sent.links_that_stay.contains(&link.id))
        .collect();
    let ids: Vec<_> = ended.iter().map(|link| link.id).collect();
    let row = SealedIdentityRow {
        id: act.chance.id(now),
        child_id: child.id,
        given_name: child.given_name,
        family_name: child.family_name,
        upn: child.upn,
        claimed_upn: child.claimed_upn,
        parent_links: serde_json::to_string(&ids).map_err(|error| Error::Internal(error.to_string()))?,
        adopted_on: new.sent.adopted_on,
        evidence: new.sent.evidence.to_string(),
        recorded_at: now,
        recorded_by: hands.asked_by,
        agreed_by: hands.agreed_by,
    };
    act.tx.insert_sealed_identity(&row)?;
    let upn = new.sent.upn.as_ref().map(ToString::to_string);
    act.tx
        .savepoint(|tx| {
            tx.rename_child(
                child.id,
                new.sent.given_name.as_str(),
                new.sent.family_name.as_str(),
                upn.as_deref(),
            )
        })
        .map_err(|error| {
            crate::registry::taken(
                error,
                "/upn",
                "taken",
                "This number is on record already. Leave it out and have it matched.",
            )
        })?;
    for link in &ended {
        // What is over stays as it was; what holds, or is to come, gives nothing from now on.
        if !is_over(link.annulled, link.until_on, act.moment.today) {
            let end = Ended {
                last_day: None,
                reason: "Sealed by an adoption.",
                recorded: hands.recorded(now),
                because_of: None,
            };
            act.tx.end_parent_link(link.id, &end)?;
        }
    }
    let adults: BTreeSet<_> = ended.iter().map(|link| link.user_id).collect();
    for adult in adults {
        bar(act, child.id, adult, &row.evidence, hands)?;
    }
    act.tx.forget_answers_about(permit.subject().id)?;
    act.tx.seal_case(permit.subject().id, now)?;
    let details = Details::default().id("sealed_identity_id", row.id);
    act.related(&permit, HappeningKind::IdentitySealed, details)?;
    Done::with(&view(row)?)
}

/// The links of a child that hold or are to come.
fn links_that_hold(act: &mut Act<'_, '_>, child: ChildId) -> Result<Vec<ParentLinkId>, Error> {
    let today = act.moment.today;
    let links = act.tx.parent_links_of(child)?;
    Ok(links
        .into_iter()
        .filter(|link| !is_over(link.annulled, link.until_on, today))
        .map(|link| link.id)
        .collect())
}

fn bar(
    act: &mut Act<'_, '_>,
    child: ChildId,
    user: UserId,
    evidence: &str,
    hands: Hands,
) -> Result<(), Error> {
    let now = act.moment.now;
    act.tx.insert_limit(&LimitRow {
        id: act.chance.id(now),
        child_id: child,
        user_id: Some(user),
        effect: LimitEffect::Bar,
        ground: LimitGround::Adoption,
        from_at: now,
        until_at: None,
        evidence: evidence.to_owned(),
        recorded_at: now,
        recorded_by: hands.asked_by,
        agreed_by: hands.agreed_by,
        lifted_at: None,
        lifted_by: None,
        lift_agreed_by: None,
        lift_reason: None,
        adult_name: None,
        provisional_until: None,
        approval_id: None,
    })?;
    Ok(())
}

/// For how long a sealed record is open, in hours.
const HOURS_OPEN: i64 = 24;

/// Asking that a sealed record be opened: that of a child, or that of whoever once had a name or a number.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenSealedIdentity {
    /// The child as they are on record now.
    #[serde(default)]
    pub child_id: Option<ChildId>,
    /// The former family name, as it was written.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "Okafor", min_length = 1, max_length = 200)]
    pub former_family_name: Option<Line>,
    /// The former unique pupil number.
    #[serde(default)]
    pub former_upn: Option<Upn>,
    /// Why, for whoever agrees and for the record.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "The court asks for the earlier reports by Friday.")]
    pub reason: Prose,
}

/// Sealed records that were opened.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SealedOpeningView {
    /// How many records were found and opened; the list of sealed identities shows them.
    #[schema(maximum = 200, example = 1)]
    pub opened: usize,
    /// Until this moment.
    pub ends_at: DateTime<Utc>,
}

/// Asks that sealed records be opened for the person, for a day, once a second person agrees. What is found is not told
/// before.
///
/// # Errors
/// When the child is hidden, this is not for the person, or it is not said whose record is meant.
pub fn open_sealed_identity(act: &mut Act<'_, '_>, command: &OpenSealedIdentity) -> Result<Settled, Error> {
    let by_name = command.former_family_name.is_some() || command.former_upn.is_some();
    let proposal = Proposal::OpenSealedIdentity(command.clone());
    let reason = command.reason.as_str();
    match command.child_id {
        Some(child) if !by_name => {
            let (permit, _) = act.case_of(child, Action::OpenSealedIdentity)?;
            let case = permit.subject().id;
            act.settle(&permit, Some(case), None, proposal, reason)
        }
        None if by_name => {
            let permit = act.may(Action::OpenSealedIdentity)?;
            act.settle(&permit, None, None, proposal, reason)
        }
        _ => Err(Error::field(
            "/child_id",
            "missing",
            "Say whose record: give child_id, or what the child was called or numbered before, not both.",
        )),
    }
}

/// Opens what was asked for, for whoever asked.
pub(crate) fn apply_opening(
    act: &mut Act<'_, '_>,
    sent: &OpenSealedIdentity,
    hands: Hands,
) -> Result<Done, Error> {
    let rows = match sent.child_id {
        Some(child) => act.tx.sealed_identities_of(child)?,
        None => {
            let upn = sent.former_upn.as_ref().map(ToString::to_string);
            let name = sent.former_family_name.as_ref().map(Line::as_str);
            act.tx.sealed_identities_like(name, upn.as_deref())?
        }
    };
    let now = act.moment.now;
    let ends_at = now + Duration::hours(HOURS_OPEN);
    let children: BTreeSet<_> = rows.iter().map(|row| row.child_id).collect();
    for child in children {
        let (permit, _) = act.case_of(child, Action::OpenSealedIdentity)?;
        let row = SealedOpeningRow {
            id: act.id(),
            case_id: permit.subject().id,
            user_id: hands.asked_by,
            reason: sent.reason.to_string(),
            opened_at: now,
            ends_at,
            agreed_by: hands.agreed_by,
        };
        act.tx.insert_sealed_opening(&row)?;
        let details = Details::default()
            .id("sealed_opening_id", row.id)
            .id("user_id", row.user_id)
            .digest("reason", &row.reason);
        act.related(&permit, HappeningKind::SealedRecordOpened, details)?;
    }
    Done::with(&SealedOpeningView {
        opened: rows.len(),
        ends_at,
    })
}

/// Who a child was before, for somebody who has opened the sealed record.
///
/// # Errors
/// When the child is hidden, this is not for the person, or the record is not open for them.
pub fn sealed_identities(look: &mut Look<'_, '_>, id: ChildId) -> Result<Vec<SealedIdentityView>, Error> {
    let (permit, _) = look.case_of(id, Action::ReadSealedIdentity)?;
    let (case, now) = (permit.subject().id, look.moment.now);
    if !look.tx.has_opened_the_seal(case, look.actor.user, now)? {
        return Err(Error::Forbidden {
            reason: "A sealed record is read only while it is open. Ask for it to be opened; another person must agree."
                .to_owned(),
        });
    }
    let rows = look.tx.sealed_identities_of(id)?;
    rows.into_iter().map(view).collect()
}

/// The sealed identities that are open for the person, the latest adoption first, after a record; at most `limit`.
///
/// # Errors
/// When this is not for the person.
pub fn opened_sealed_identities(
    look: &mut Look<'_, '_>,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<SealedIdentityView>, Error> {
    look.may(Action::ReadSealedIdentity)?;
    let open = look.tx.opened_seals(look.actor.user, look.moment.now)?;
    let reach = reach_of(&look.actor, Action::ReadSealedIdentity);
    let reached = look
        .tx
        .cases_reached_among(&reach, &look.actor, look.moment.as_of(), open)?;
    let reached: Vec<_> = reached.into_iter().collect();
    let children = look.tx.children_of_cases(&reached)?;
    let rows = look
        .tx
        .sealed_identities_among(&children, after, i64::from(limit))?;
    for row in &rows {
        if let Some(case) = look.tx.case_of_child(row.child_id)? {
            look.saw(case);
        }
    }
    rows.into_iter().map(view).collect()
}

/// What of a child's record tells who the child was before an adoption.
#[derive(Debug)]
pub(crate) struct FormerIdentity {
    /// Whatever was recorded up to this moment.
    before: DateTime<Utc>,
    /// The birth family, whose links ended then.
    adults: HashSet<UserId>,
}

impl FormerIdentity {
    /// Whether something was recorded of who the child was before.
    pub(crate) fn holds(&self, recorded_at: DateTime<Utc>) -> bool {
        recorded_at <= self.before
    }

    /// Whether somebody is of the birth family.
    pub(crate) fn is_of(&self, adult: UserId) -> bool {
        self.adults.contains(&adult)
    }
}

impl Look<'_, '_> {
    /// What of a child's record is sealed for this reader; nothing when there is nothing, or the reader has opened it.
    pub(crate) fn sealed_of(&mut self, child: ChildId) -> Result<Option<FormerIdentity>, Error> {
        if let Some(case) = self.tx.case_of_child(child)?
            && self
                .tx
                .has_opened_the_seal(case, self.actor.user, self.moment.now)?
        {
            return Ok(None);
        }
        let rows = self.tx.sealed_identities_of(child)?;
        let Some(before) = rows.iter().map(|row| row.recorded_at).max() else {
            return Ok(None);
        };
        let mut ended: HashSet<ParentLinkId> = HashSet::new();
        for row in rows {
            ended.extend(view(row)?.parent_links);
        }
        let links = self.tx.parent_links_of(child)?;
        let adults = links
            .iter()
            .filter(|link| ended.contains(&link.id))
            .map(|link| link.user_id)
            .collect();
        Ok(Some(FormerIdentity { before, adults }))
    }
}

fn view(row: SealedIdentityRow) -> Result<SealedIdentityView, Error> {
    Ok(SealedIdentityView {
        id: row.id,
        child_id: row.child_id,
        given_name: row.given_name,
        family_name: row.family_name,
        upn: row.upn.or(row.claimed_upn),
        parent_links: serde_json::from_str(&row.parent_links)
            .map_err(|error| Error::Internal(format!("the links of a sealed identity: {error}")))?,
        adopted_on: row.adopted_on,
        evidence: row.evidence,
        recorded_at: row.recorded_at,
        recorded_by: row.recorded_by,
    })
}

//! Adoption: the former identity is sealed, and the case goes on with the new one.

use crate::approval::{Done, Hands, Proposal, Settled};
use crate::case_file::Details;
use crate::{Act, Error, Look};
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_access::{Action, LimitEffect, LimitGround, reach_of};
use ehcp_assessment::HappeningKind;
use ehcp_case::{ChildId, Line, ParentLinkId, Prose, Upn, UserId};
use ehcp_store::{LimitRow, SealedIdentityRow};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
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
    let case = permit.subject().id;
    let proposal = Proposal::RecordAdoption(NewAdoption {
        child_id: id,
        sent: command.clone(),
    });
    act.settle(&permit, Some(case), None, proposal, command.evidence.as_str())
}

/// Seals the former identity: names and number change, the birth family's links end and are barred, and no answer kept
/// for a repeated call shows the child as before.
pub(crate) fn apply_adoption(act: &mut Act<'_, '_>, new: &NewAdoption, hands: Hands) -> Result<Done, Error> {
    let (permit, child) = act.case_of(new.child_id, Action::RecordAdoption)?;
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
    act.tx.end_parent_links(&ids, act.moment.today)?;
    for link in &ended {
        bar(act, child.id, link.user_id, &row.evidence, hands)?;
    }
    act.tx.forget_answers_about(permit.subject().id)?;
    let details = Details::default().id("sealed_identity_id", row.id);
    act.related(&permit, HappeningKind::IdentitySealed, details)?;
    Done::with(&view(row)?)
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
        user_id: user,
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
    })?;
    Ok(())
}

/// Who a child was before.
///
/// # Errors
/// When the child is hidden, or this is not for the person.
pub fn sealed_identities(look: &mut Look<'_, '_>, id: ChildId) -> Result<Vec<SealedIdentityView>, Error> {
    look.case_of(id, Action::ReadSealedIdentity)?;
    let rows = look.tx.sealed_identities_of(id)?;
    rows.into_iter().map(view).collect()
}

/// Children who once had a family name or a number, or all whose identity is sealed: the only search that finds them
/// so.
///
/// # Errors
/// When this is not for the person.
pub fn find_sealed_identities(
    look: &mut Look<'_, '_>,
    family_name: Option<&str>,
    upn: Option<&str>,
) -> Result<Vec<SealedIdentityView>, Error> {
    look.may(Action::ReadSealedIdentity)?;
    let rows = look.tx.sealed_identities_like(family_name, upn)?;
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
    /// Whatever was recorded before this moment.
    before: DateTime<Utc>,
    /// The birth family, whose links ended then.
    adults: HashSet<UserId>,
}

impl FormerIdentity {
    /// Whether something was recorded of who the child was before.
    pub(crate) fn holds(&self, recorded_at: DateTime<Utc>) -> bool {
        recorded_at < self.before
    }

    /// Whether somebody is of the birth family.
    pub(crate) fn is_of(&self, adult: UserId) -> bool {
        self.adults.contains(&adult)
    }
}

impl Look<'_, '_> {
    /// What of a child's record is sealed for this reader; nothing when there is nothing, or the reader may read it.
    pub(crate) fn sealed_of(&mut self, child: ChildId) -> Result<Option<FormerIdentity>, Error> {
        if !reach_of(&self.actor, Action::ReadSealedIdentity).is_nothing() {
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

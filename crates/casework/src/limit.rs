//! Bars and limits: what an adult may not know of a child.

use crate::account::email_address;
use crate::approval::{Done, Hands, Proposal, Settled};
use crate::case_file::Details;
use crate::provisional::Provisional;
use crate::{Act, Error, Look, StaffName};
use chrono::{DateTime, Utc};
use ehcp_access::{Action, LimitEffect, LimitGround};
use ehcp_assessment::HappeningKind;
use ehcp_calendar::{human_date, london_date};
use ehcp_case::{ApprovalId, ChildId, LimitId, Line, Prose, Refusal, UserId};
use ehcp_store::{LimitRow, ReadTx};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use utoipa::ToSchema;

/// Barring an adult from a child, or limiting what they see. It holds at once; a second person must agree to it within
/// two working days, or it ends by itself.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLimit {
    /// The e-mail address with which the adult signs in: whatever their role, also a member of staff who is a relative. Left
    /// out for somebody without an account.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "david.okafor@example.org", min_length = 3, max_length = 200)]
    pub email: Option<Line>,
    /// The name of an adult without an account.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "David Okafor", min_length = 1, max_length = 200)]
    pub name: Option<Line>,
    /// The e-mail addresses of an adult without an account, as far as they are known: an account with one of them is bound
    /// as soon as it appears.
    #[serde(default)]
    #[schema(max_items = 10, example = json!([]))]
    pub emails: Vec<Line>,
    /// What is kept from them.
    pub effect: LimitEffect,
    /// What it rests on.
    pub ground: LimitGround,
    /// From this moment; at once when left out.
    #[serde(default)]
    pub from_at: Option<DateTime<Utc>>,
    /// Until this moment; until it is lifted when left out.
    #[serde(default)]
    pub until_at: Option<DateTime<Utc>>,
    /// The evidence, for whoever agrees and for the record.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Order of the Family Court of 3 November 2026, seen by me.")]
    pub evidence: Prose,
}

/// Lifting a bar or a limit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftLimit {
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "The court discharged the order on 2 March 2027.")]
    pub reason: Prose,
}

/// From whom something is kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LimitedAdult {
    /// Their account, if they had one when it was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<UserId>,
    /// Their name.
    #[schema(example = "David Okafor", max_length = 200)]
    pub name: String,
    /// The addresses by which an account of theirs is known when it appears.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    pub emails: Vec<Line>,
    /// The accounts that have appeared since.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000)]
    pub accounts: Vec<UserId>,
}

/// A bar or a limit, as the authority's staff see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LimitView {
    /// The limit.
    pub id: LimitId,
    /// The child.
    pub child_id: ChildId,
    /// The adult.
    pub adult: LimitedAdult,
    /// What is kept from them.
    pub effect: LimitEffect,
    /// The same in plain English.
    #[schema(example = "may know nothing of the child", max_length = 200)]
    pub in_words: String,
    /// What it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<LimitGround>,
    /// From this moment.
    pub from_at: DateTime<Utc>,
    /// Until this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_at: Option<DateTime<Utc>>,
    /// Whether it is in force now.
    pub in_force: bool,
    /// It ends at this moment by itself, if no second person has agreed by then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisional_until: Option<DateTime<Utc>>,
    /// The evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub evidence: Option<String>,
    /// Who recorded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<StaffName>,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// The second person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed_by: Option<StaffName>,
    /// When it was lifted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifted_at: Option<DateTime<Utc>>,
    /// Who lifted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifted_by: Option<StaffName>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub lift_reason: Option<String>,
}

/// The most addresses of one person.
const MOST_ADDRESSES: usize = 10;

/// A bar or a limit that waits for a second person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NewLimit {
    pub(crate) child_id: ChildId,
    pub(crate) user_id: Option<UserId>,
    /// The name of somebody without an account.
    adult_name: Option<String>,
    emails: Vec<String>,
    pub(crate) effect: LimitEffect,
    pub(crate) ground: LimitGround,
    from_at: Option<DateTime<Utc>>,
    until_at: Option<DateTime<Utc>>,
    evidence: Prose,
}

/// The end of a bar or a limit, which waits for a second person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LimitLift {
    pub(crate) limit_id: LimitId,
    /// Whom it is about, who has no say in it.
    pub(crate) user_id: Option<UserId>,
    reason: Prose,
}

/// Bars an adult from a child, or limits what they see: at once, and for good when a second person agrees.
///
/// # Errors
/// When the child is hidden, the adult has no account or is the person themself, or a moment is impossible.
pub fn set_limit(act: &mut Act<'_, '_>, id: ChildId, command: &SetLimit) -> Result<Settled, Error> {
    let (permit, _) = act.case_of(id, Action::SetLimit)?;
    let named = who(act, command)?;
    let new = NewLimit {
        child_id: id,
        user_id: named.user_id,
        adult_name: named.name,
        emails: named.emails,
        effect: command.effect,
        ground: command.ground,
        from_at: command.from_at,
        until_at: command.until_at,
        evidence: command.evidence.clone(),
    };
    check(act, &new)?;
    let case = permit.subject().id;
    let reason = command.evidence.as_str();
    act.settle(&permit, Some(case), None, Proposal::SetLimit(new), reason)
}

/// From whom something is to be kept.
struct Named {
    user_id: Option<UserId>,
    name: Option<String>,
    emails: Vec<String>,
}

/// The account that is named, or the person without one.
fn who(act: &mut Act<'_, '_>, command: &SetLimit) -> Result<Named, Error> {
    match (&command.email, &command.name) {
        (Some(email), None) if command.emails.is_empty() => Ok(Named {
            user_id: Some(account(act, email)?),
            name: None,
            emails: Vec::new(),
        }),
        (None, Some(name)) => Ok(Named {
            user_id: None,
            name: Some(name.to_string()),
            emails: addresses(act, &command.emails)?,
        }),
        _ => Err(Error::field(
            "/email",
            "one_of_two",
            "Give email for somebody who signs in here, or name, and the addresses that you know, for somebody who does not.",
        )),
    }
}

fn account(act: &mut Act<'_, '_>, email: &Line) -> Result<UserId, Error> {
    let user = act
        .tx
        .user_by_email(&email.as_str().to_lowercase())?
        .ok_or_else(|| {
            Error::field(
                "/email",
                "no_such_account",
                "Nobody signs in with this e-mail address. Check it; or give name and emails, which hold for an account that \
                 appears later.",
            )
        })?;
    if user.id == act.actor.user {
        return Err(Error::field(
            "/email",
            "yourself",
            "Nobody limits themself. Ask your manager to record it.",
        ));
    }
    Ok(user.id)
}

/// The addresses of somebody without an account.
fn addresses(act: &mut Act<'_, '_>, given: &[Line]) -> Result<Vec<String>, Error> {
    if given.len() > MOST_ADDRESSES {
        return Err(Error::field("/emails", "too_many", "Give at most 10 addresses."));
    }
    let mut addresses = BTreeSet::new();
    for email in given {
        let address = email_address(email.as_str(), "/emails")?;
        if act.tx.user_by_email(&address)?.is_some() {
            return Err(Error::field(
                "/emails",
                "has_account",
                format!("Somebody signs in with {address}. Give it as email, without a name."),
            ));
        }
        addresses.insert(address);
    }
    Ok(addresses.into_iter().collect())
}

fn check(act: &mut Act<'_, '_>, new: &NewLimit) -> Result<(), Error> {
    let now = act.moment.now;
    let begins = new.from_at.unwrap_or(now);
    if new.until_at.is_some_and(|until| until <= begins || until <= now) {
        return Err(Error::field(
            "/until_at",
            "too_early",
            "This moment is past, or before the limit begins. Give a later one, or leave it out.",
        ));
    }
    if holds_already(act, new)? {
        return Err(Refusal::AlreadyDone {
            explanation: "This limit holds already for this person. Lift that one first, or choose another."
                .to_owned(),
        }
        .into());
    }
    Ok(())
}

/// Whether the same is kept from the same person already.
fn holds_already(act: &mut Act<'_, '_>, new: &NewLimit) -> Result<bool, Error> {
    if let Some(user) = new.user_id {
        let at = act.moment.as_of();
        return Ok(act.tx.is_limited(new.child_id, user, new.effect, at)?);
    }
    let now = act.moment.now;
    let same =
        |row: &LimitRow| row.effect == new.effect && row.adult_name == new.adult_name && row.is_in_force(now);
    Ok(act.tx.limits_of(new.child_id)?.iter().any(same))
}

/// Whether the same person let the same hold at once since a moment, and nobody agreed.
pub(crate) fn tried_alone(
    act: &mut Act<'_, '_>,
    new: &NewLimit,
    since: DateTime<Utc>,
) -> Result<bool, Error> {
    let user = act.actor.user;
    Ok(act.tx.limits_of(new.child_id)?.iter().any(|row| {
        row.recorded_by == user
            && row.recorded_at > since
            && row.effect == new.effect
            && row.user_id == new.user_id
            && row.adult_name == new.adult_name
            && row.provisional_until.is_some()
            && row.agreed_by.is_none()
    }))
}

/// Keeps a bar or a limit from the moment at which a second person is asked.
pub(crate) fn begin_limit(
    act: &mut Act<'_, '_>,
    new: &NewLimit,
    provisional: Provisional,
) -> Result<(), Error> {
    let hands = Hands::alone(act.actor.user);
    keep(act, new, hands, Some(provisional))?;
    Ok(())
}

/// Keeps a bar or a limit that two people agreed on, or one alone where there is no other.
pub(crate) fn apply_limit(act: &mut Act<'_, '_>, new: NewLimit, hands: Hands) -> Result<Done, Error> {
    let now = act.moment.now;
    let begun = match hands.approval {
        Some(approval) => act.tx.provisional_limits(approval)?,
        None => Vec::new(),
    };
    let mut kept = None;
    for row in begun {
        if row.provisional_until.is_some_and(|until| now < until) {
            kept = Some(make_final(act, &row, hands)?);
        }
    }
    let row = match kept {
        Some(row) => row,
        None => keep(act, &new, hands, None)?,
    };
    done(act, row)
}

/// What has held since a second person was asked holds for good.
fn make_final(act: &mut Act<'_, '_>, row: &LimitRow, hands: Hands) -> Result<LimitRow, Error> {
    let (permit, _) = act.case_of(row.child_id, Action::SetLimit)?;
    act.tx.make_limit_final(row.id, hands.agreed_by)?;
    let details = Details::default().id("limit_id", row.id);
    act.related(&permit, HappeningKind::SecondPersonAgreed, details)?;
    act.tx.limit(row.id)?.ok_or(Error::NotFound)
}

fn keep(
    act: &mut Act<'_, '_>,
    new: &NewLimit,
    hands: Hands,
    provisional: Option<Provisional>,
) -> Result<LimitRow, Error> {
    let (permit, _) = act.case_of(new.child_id, Action::SetLimit)?;
    check(act, new)?;
    let now = act.moment.now;
    let row = LimitRow {
        id: act.id(),
        child_id: new.child_id,
        user_id: new.user_id,
        effect: new.effect,
        ground: new.ground,
        // Never earlier than it is recorded: what was seen before was seen.
        from_at: new.from_at.map_or(now, |from| from.max(now)),
        until_at: new.until_at,
        evidence: new.evidence.to_string(),
        recorded_at: now,
        recorded_by: hands.asked_by,
        agreed_by: hands.agreed_by,
        lifted_at: None,
        lifted_by: None,
        lift_agreed_by: None,
        lift_reason: None,
        adult_name: new.adult_name.clone(),
        provisional_until: provisional.map(|provisional| provisional.until),
        approval_id: provisional.map(|provisional| provisional.approval),
    };
    act.tx.insert_limit(&row)?;
    act.tx.insert_limit_addresses(row.id, &new.emails)?;
    let details = about(Details::default().id("limit_id", row.id), row.user_id)
        .word("effect", row.effect.word())
        .word("ground", row.ground.word())
        .digest("evidence", &row.evidence);
    act.related(&permit, HappeningKind::LimitSet, details)?;
    Ok(row)
}

/// Ends a bar or a limit that held while a second person was asked.
pub(crate) fn end_provisional(act: &mut Act<'_, '_>, approval: ApprovalId, why: &str) -> Result<(), Error> {
    let recorded = act.recorded();
    for row in act.tx.provisional_limits(approval)? {
        // Whoever asked may have lost the right since, and takes it back all the same.
        let (permit, _) = act.case_of(row.child_id, Action::ReadCase)?;
        act.tx.lift_limit(row.id, recorded, None, why)?;
        let details = Details::default().id("limit_id", row.id).digest("reason", why);
        act.related(&permit, HappeningKind::LimitLifted, details)?;
    }
    Ok(())
}

/// Lifts a bar or a limit, once a second person agrees.
///
/// # Errors
/// When it is hidden, lifted already, or about the person themself.
pub fn lift_limit(act: &mut Act<'_, '_>, id: LimitId, command: &LiftLimit) -> Result<Settled, Error> {
    let row = act.tx.limit(id)?.ok_or(Error::NotFound)?;
    let (permit, _) = act.case_of(row.child_id, Action::LiftLimit)?;
    not_about(act, &row)?;
    not_lifted(&row)?;
    let lift = LimitLift {
        limit_id: id,
        user_id: row.user_id,
        reason: command.reason.clone(),
    };
    let case = permit.subject().id;
    let reason = command.reason.as_str();
    act.settle(&permit, Some(case), None, Proposal::LiftLimit(lift), reason)
}

/// Names whom it is about, if they have an account.
fn about(details: Details, user: Option<UserId>) -> Details {
    match user {
        Some(user) => details.id("user_id", user),
        None => details,
    }
}

fn not_about(act: &mut Act<'_, '_>, row: &LimitRow) -> Result<(), Error> {
    let user = act.actor.user;
    let bound = act.tx.accounts_in_limits_of(row.child_id)?;
    if row.user_id == Some(user) || bound.contains(&(row.id, user)) {
        return Err(Error::Forbidden {
            reason: "Nobody lifts what is kept from themself.".to_owned(),
        });
    }
    Ok(())
}

fn not_lifted(row: &LimitRow) -> Result<(), Error> {
    match row.lifted_at {
        Some(at) => Err(Refusal::AlreadyDone {
            explanation: format!(
                "This limit was lifted on {}. To limit this person again, record a new one.",
                human_date(london_date(at))
            ),
        }
        .into()),
        None => Ok(()),
    }
}

/// Keeps that two people lifted a bar or a limit, or one alone where there is no other.
pub(crate) fn apply_lift(act: &mut Act<'_, '_>, lift: LimitLift, hands: Hands) -> Result<Done, Error> {
    let row = act.tx.limit(lift.limit_id)?.ok_or(Error::NotFound)?;
    let (permit, _) = act.case_of(row.child_id, Action::LiftLimit)?;
    let row = act.tx.limit(lift.limit_id)?.ok_or(Error::NotFound)?;
    not_about(act, &row)?;
    not_lifted(&row)?;
    let recorded = hands.recorded(act.moment.now);
    act.tx
        .lift_limit(row.id, recorded, hands.agreed_by, lift.reason.as_str())?;
    let details =
        about(Details::default().id("limit_id", row.id), row.user_id).digest("reason", lift.reason.as_str());
    act.related(&permit, HappeningKind::LimitLifted, details)?;
    let row = act.tx.limit(row.id)?.ok_or(Error::NotFound)?;
    done(act, row)
}

fn done(act: &mut Act<'_, '_>, row: LimitRow) -> Result<Done, Error> {
    let people = People::of(act.tx, row.child_id, std::slice::from_ref(&row))?;
    Done::with(&view(row, &people, act.moment.now))
}

/// The bars and limits of a child's adults, past ones too, the latest first.
///
/// # Errors
/// When the child is hidden, or they are not for this person.
pub fn limits(look: &mut Look<'_, '_>, id: ChildId) -> Result<Vec<LimitView>, Error> {
    let (permit, _) = look.case_of(id, Action::ReadLimits)?;
    let sees_all = permit.fields().sees_internal();
    // Who was kept from the child before an adoption tells whose child they were.
    let mut rows = look.tx.limits_of(id)?;
    rows.retain(|row| !permit.subject().seals(row.id));
    let people = People::of(look.tx, id, &rows)?;
    let now = look.moment.now;
    let views = rows.into_iter().map(|row| view(row, &people, now));
    if sees_all {
        return Ok(views.collect());
    }
    // Whoever answers the telephone must know whom to tell nothing, and no more.
    let mut views: Vec<_> = views.filter(|view| view.in_force).collect();
    views.iter_mut().for_each(LimitView::hide_what_it_rests_on);
    Ok(views)
}

impl LimitView {
    fn hide_what_it_rests_on(&mut self) {
        self.ground = None;
        self.evidence = None;
        self.recorded_by = None;
        self.agreed_by = None;
        self.adult.emails.clear();
        self.adult.accounts.clear();
    }
}

/// The people whom bars and limits name.
struct People {
    names: HashMap<UserId, String>,
    emails: Vec<(LimitId, String)>,
    accounts: Vec<(LimitId, UserId)>,
}

impl People {
    fn of(tx: &mut ReadTx<'_>, child: ChildId, rows: &[LimitRow]) -> Result<Self, Error> {
        Ok(Self {
            names: tx.user_names(rows.iter().flat_map(people))?.into_iter().collect(),
            emails: tx.addresses_in_limits_of(child)?,
            accounts: tx.accounts_in_limits_of(child)?,
        })
    }

    fn named(&self, id: UserId) -> StaffName {
        StaffName {
            id,
            name: self.names.get(&id).cloned().unwrap_or_default(),
        }
    }

    fn adult(&self, row: &LimitRow) -> LimitedAdult {
        let of_row = |(limit, _): &&(LimitId, String)| *limit == row.id;
        let name = match row.user_id {
            Some(user) => Some(self.named(user).name),
            None => row.adult_name.clone(),
        };
        LimitedAdult {
            id: row.user_id,
            name: name.unwrap_or_default(),
            emails: self
                .emails
                .iter()
                .filter(of_row)
                .filter_map(|(_, email)| Line::new(email).ok())
                .collect(),
            accounts: self
                .accounts
                .iter()
                .filter(|(limit, _)| *limit == row.id)
                .map(|(_, account)| *account)
                .collect(),
        }
    }
}

fn people(row: &LimitRow) -> impl Iterator<Item = UserId> + use<> {
    [row.user_id, Some(row.recorded_by), row.agreed_by, row.lifted_by]
        .into_iter()
        .flatten()
}

fn view(row: LimitRow, people: &People, now: DateTime<Utc>) -> LimitView {
    let named = |id: UserId| people.named(id);
    let in_force = row.is_in_force(now);
    LimitView {
        id: row.id,
        child_id: row.child_id,
        adult: people.adult(&row),
        effect: row.effect,
        in_words: row.effect.title().to_owned(),
        ground: Some(row.ground),
        in_force,
        provisional_until: row.provisional_until,
        from_at: row.from_at,
        until_at: row.until_at,
        evidence: Some(row.evidence),
        recorded_by: Some(named(row.recorded_by)),
        recorded_at: row.recorded_at,
        agreed_by: row.agreed_by.map(named),
        lifted_at: row.lifted_at,
        lifted_by: row.lifted_by.map(named),
        lift_reason: row.lift_reason,
    }
}

//! The relationships of an actor to cases, as SQL: one fragment for each, used by single reads and lists alike.

use crate::db::MultiBackend;
use crate::schema::{
    access_list, advice_requests, break_glass, cases, contact_protections, covers, enrolments, hand_overs,
    helpers, limit_people, limits, parent_links, users, young_person_links,
};
use crate::types::{Instant, Key, Word};
use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::dsl::{auto_type, exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use ehcp_access::{Actor, LimitEffect, Reach, Role, Scope, WhoActs};
use ehcp_case::{EducationSettingId, Stage, TeamId, UserId};
use uuid::Uuid;

/// The moment for which relationships are asked: those with a time of day by the moment, those with days by the day in
/// London, which begins and ends at its midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The moment.
    pub now: DateTime<Utc>,
    /// The day in London.
    pub today: NaiveDate,
}

/// A condition on a case.
pub(crate) type OnCase = Box<dyn BoxableExpression<cases::table, MultiBackend, SqlType = Bool>>;

/// An adviser keeps sight of a case for this many days after the advice was handed in.
const DAYS_AFTER_ADVICE: u64 = 30;

/// The children whose verified parent somebody is. Whether the rights have passed on is another question.
#[auto_type]
pub(crate) fn linked_children(user: Key<UserId>, today: NaiveDate) -> _ {
    parent_links::table
        .filter(parent_links::user_id.eq(user))
        .filter(parent_links::verified_at.is_not_null())
        .filter(not(parent_links::annulled))
        .filter(parent_links::from_on.le(today))
        .filter(
            parent_links::until_on
                .is_null()
                .or(parent_links::until_on.ge(today)),
        )
        .select(parent_links::child_id)
}

/// Accounts that are open. The rights pass only to somebody who can use them: not to an account that nobody has opened
/// yet, nor to one that is closed again. Asked of the one account that a record names, because a list of all open
/// accounts would be made anew for each statement.
#[auto_type]
fn open_accounts() -> _ {
    users::table.filter(users::disabled_at.is_null())
}

/// Everybody who acts for themself.
#[auto_type]
pub(crate) fn young_people(today: NaiveDate) -> _ {
    let open: open_accounts = open_accounts();
    young_person_links::table
        .filter(exists(open.filter(users::id.eq(young_person_links::user_id))))
        .filter(not(young_person_links::annulled))
        .filter(young_person_links::from_on.le(today))
        .filter(
            young_person_links::until_on
                .is_null()
                .or(young_person_links::until_on.ge(today)),
        )
        .select(young_person_links::child_id)
}

/// The child that somebody is, acting for themself.
#[auto_type]
pub(crate) fn own_self(user: Key<UserId>, today: NaiveDate) -> _ {
    let acting: young_people = young_people(today);
    acting.filter(young_person_links::user_id.eq(user))
}

/// Young people for whom a representative acts.
#[auto_type]
pub(crate) fn represented(today: NaiveDate) -> _ {
    let representative: Word<WhoActs> = Word(WhoActs::Representative);
    let open: open_accounts = open_accounts();
    hand_overs::table
        .filter(hand_overs::who_acts.eq(representative))
        .filter(exists(open.filter(users::id.nullable().eq(hand_overs::user_id))))
        .filter(not(hand_overs::annulled))
        .filter(hand_overs::from_on.le(today))
        .filter(hand_overs::until_on.is_null().or(hand_overs::until_on.ge(today)))
        .select(hand_overs::child_id)
}

/// The records of who acts that count: the parents, or somebody whose account is open.
#[auto_type]
pub(crate) fn acting() -> _ {
    let open: open_accounts = open_accounts();
    hand_overs::table.filter(not(hand_overs::annulled)).filter(
        hand_overs::user_id
            .is_null()
            .or(exists(open.filter(users::id.nullable().eq(hand_overs::user_id)))),
    )
}

/// The same, without somebody who is barred from the child: nobody is left without an addressee, so that it is asked
/// anew who acts.
#[auto_type]
pub(crate) fn acting_unbarred(now: Instant) -> _ {
    let all: acting = acting();
    let bar: Word<LimitEffect> = Word(LimitEffect::Bar);
    let bars: limits_in_force = limits_in_force(bar, now);
    let own = bars
        .filter(limits::child_id.eq(hand_overs::child_id))
        .filter(limits::user_id.nullable().eq(hand_overs::user_id));
    all.filter(not(exists(own)))
}

/// The young people for whom somebody acts as representative.
#[auto_type]
pub(crate) fn represented_by(user: Key<UserId>, today: NaiveDate) -> _ {
    let all: represented = represented(today);
    all.filter(hand_overs::user_id.eq(user))
}

/// The limits that are in force: those to which a second person agreed, and those that wait for one and have not ended.
#[auto_type]
pub(crate) fn limits_in_force(effect: Word<LimitEffect>, now: Instant) -> _ {
    limits::table
        .filter(limits::effect.eq(effect))
        .filter(limits::lifted_at.is_null())
        .filter(limits::from_at.le(now))
        .filter(limits::until_at.is_null().or(limits::until_at.gt(now)))
        .filter(
            limits::provisional_until
                .is_null()
                .or(limits::provisional_until.gt(now)),
        )
}

/// The limits that name somebody: their account, or one that appeared after they were named without any.
#[auto_type]
pub(crate) fn bound_to(user: Key<UserId>) -> _ {
    limit_people::table
        .filter(limit_people::user_id.eq(user))
        .select(limit_people::limit_id)
}

/// Whether a limit was bound to an account of whoever invited a helper.
#[auto_type]
fn bound_to_inviter() -> _ {
    limit_people::table
        .filter(limit_people::limit_id.eq(limits::id))
        .filter(limit_people::user_id.eq(helpers::invited_by))
}

/// The children of whom something is kept from somebody.
#[auto_type]
pub(crate) fn children_kept_from(user: Key<UserId>, effect: Word<LimitEffect>, now: Instant) -> _ {
    let all: limits_in_force = limits_in_force(effect, now);
    let bound: bound_to = bound_to(user);
    all.filter(limits::user_id.eq(user).or(limits::id.eq_any(bound).nullable()))
        .select(limits::child_id)
}

/// Invitations of somebody as helper that have not run out and were not withdrawn.
#[auto_type]
fn invitations(user: Key<UserId>, now: Instant) -> _ {
    let address = users::table.filter(users::id.eq(user)).select(users::email);
    helpers::table
        .filter(helpers::email.eq_any(address))
        .filter(helpers::withdrawn_at.is_null())
        .filter(helpers::from_at.le(now))
        .filter(helpers::until_at.gt(now))
        .select(helpers::child_id)
}

/// The children whose family has invited somebody as helper: a family member who has the rights, and is not barred,
/// now. `may_act` says which invitations count.
#[auto_type]
pub(crate) fn helped_children(user: Key<UserId>, today: NaiveDate, now: Instant, may_act: Vec<bool>) -> _ {
    let bar: Word<LimitEffect> = Word(LimitEffect::Bar);
    let by_parent = parent_links::table
        .filter(parent_links::child_id.eq(helpers::child_id))
        .filter(parent_links::user_id.eq(helpers::invited_by))
        .filter(parent_links::verified_at.is_not_null())
        .filter(not(parent_links::annulled))
        .filter(parent_links::from_on.le(today))
        .filter(
            parent_links::until_on
                .is_null()
                .or(parent_links::until_on.ge(today)),
        );
    let young_people: young_people = young_people(today);
    let represented: represented = represented(today);
    let bars: limits_in_force = limits_in_force(bar, now);
    let invitations: invitations = invitations(user, now);
    let by_representative = represented
        .filter(hand_overs::child_id.eq(helpers::child_id))
        .filter(hand_overs::user_id.eq(helpers::invited_by.nullable()));
    let by_young_person = young_people
        .filter(young_person_links::child_id.eq(helpers::child_id))
        .filter(young_person_links::user_id.eq(helpers::invited_by));
    let passed = helpers::child_id
        .eq_any(young_people)
        .or(helpers::child_id.eq_any(represented));
    let bound: bound_to_inviter = bound_to_inviter();
    let barred = bars
        .filter(
            limits::user_id
                .eq(helpers::invited_by.nullable())
                .or(exists(bound).nullable()),
        )
        .filter(limits::child_id.eq(helpers::child_id));
    invitations
        .filter(helpers::may_act.eq_any(may_act))
        .filter(
            exists(by_young_person)
                .or(exists(by_representative))
                .or(exists(by_parent).and(not(passed))),
        )
        .filter(not(exists(barred)))
}

/// Which invitations count: those that let the helper act, or all.
pub(crate) fn counting(to_act: bool) -> Vec<bool> {
    vec![true, to_act]
}

/// Whether something of the case's child is kept from the actor; also what is kept from whoever invited them to help.
pub(crate) fn kept_from(actor: &Actor, effect: LimitEffect, at: AsOf) -> OnCase {
    let (user, now) = (Key(actor.user), Instant::new(at.now));
    let own = cases::child_id.eq_any(children_kept_from(user, Word(effect), now));
    if !actor.role.is_family() || effect == LimitEffect::Bar {
        return Box::new(own);
    }
    let inviter = limits_in_force(Word(effect), now)
        .filter(
            limits::user_id
                .eq(helpers::invited_by.nullable())
                .or(exists(bound_to_inviter()).nullable()),
        )
        .filter(limits::child_id.eq(helpers::child_id));
    let from_inviter = invitations(user, now).filter(exists(inviter));
    // Who has a place of their own beside the child loses nothing by an invitation.
    let own_tie = cases::child_id
        .eq_any(linked_children(user, at.today))
        .or(cases::child_id.eq_any(own_self(user, at.today)))
        .or(cases::child_id.eq_any(represented_by(user, at.today)));
    Box::new(own.or(cases::child_id.eq_any(from_inviter).and(not(own_tie))))
}

/// Whether somebody's protected address would be given away to the actor by the setting of the case's child, or the
/// team that looks after it: the child's own address, or that of an adult other than the actor. Schools and advisers
/// must know where they meet the child, and staff work with it.
fn address_kept_from(actor: &Actor, at: AsOf) -> OnCase {
    if !actor.role.is_family() && actor.role != Role::Service {
        return never();
    }
    let in_force = contact_protections::ended_at
        .is_null()
        .and(contact_protections::hides_setting.eq(true))
        .and(contact_protections::from_on.le(at.today))
        .and(
            contact_protections::until_on
                .is_null()
                .or(contact_protections::until_on.ge(at.today)),
        );
    let own = contact_protections::table
        .filter(in_force)
        .filter(contact_protections::child_id.eq(cases::child_id.nullable()));
    let of_adult = parent_links::table
        .inner_join(
            contact_protections::table.on(contact_protections::user_id.eq(parent_links::user_id.nullable())),
        )
        .filter(in_force)
        .filter(parent_links::child_id.eq(cases::child_id))
        .filter(parent_links::user_id.ne(Key(actor.user)));
    let given_away = exists(own).or(exists(of_adult));
    if actor.role == Role::YoungPerson {
        // In their own record a young person knows where they live and learn; in another's they are only a helper.
        let another = not(cases::child_id.eq_any(own_self(Key(actor.user), at.today)));
        return Box::new(given_away.and(another));
    }
    Box::new(given_away)
}

/// Whether the actor may not learn where the case's child lives or learns: by an order or a safety decision, or because
/// it would give a protected address away.
pub(crate) fn whereabouts_kept_from(actor: &Actor, at: AsOf) -> OnCase {
    Box::new(kept_from(actor, LimitEffect::NoWhereabouts, at).or(address_kept_from(actor, at)))
}

/// Whether an actor is tied to the case through a scope now.
pub(crate) fn tied(scope: Scope, actor: &Actor, at: AsOf) -> OnCase {
    let (user, today) = (Key(actor.user), at.today);
    match scope {
        Scope::LinkedChild => Box::new(cases::child_id.eq_any(linked_children(user, today))),
        Scope::Own => Box::new(cases::child_id.eq_any(own_self(user, today))),
        Scope::OnRoll => match actor.setting {
            Some(setting) => {
                let pupils = enrolments::table
                    .filter(not(enrolments::annulled))
                    .filter(enrolments::education_setting_id.eq(Key(setting)))
                    .filter(enrolments::from_on.le(today))
                    .filter(enrolments::until_on.is_null().or(enrolments::until_on.ge(today)))
                    .select(enrolments::child_id);
                Box::new(cases::child_id.eq_any(pupils))
            }
            None => never(),
        },
        Scope::AssignedAdvice => asked_for_advice(actor, today),
        Scope::TeamOrCaseload => {
            let teams: Vec<_> = actor.teams.iter().copied().map(Key).collect();
            let team = cases::team_id
                .is_not_null()
                .and(cases::team_id.assume_not_null().eq_any(teams));
            Box::new(in_caseload(actor.user).or(covered(actor.user, today)).or(team))
        }
        // Meetings and audit samples have no tables yet: nobody is tied through them.
        Scope::MeetingPack | Scope::AuditSample => never(),
        Scope::Authority => Box::new(cases::version.ge(0)),
    }
}

/// Whether the actor acts for a young person as representative.
pub(crate) fn represents(actor: &Actor, at: AsOf) -> OnCase {
    if !actor.role.is_family() {
        return never();
    }
    Box::new(cases::child_id.eq_any(represented_by(Key(actor.user), at.today)))
}

/// Whether the actor is invited as helper; or only where the helper may act.
pub(crate) fn helps(actor: &Actor, at: AsOf, to_act: bool) -> OnCase {
    if !actor.role.is_family() {
        return never();
    }
    let now = Instant::new(at.now);
    let helped = helped_children(Key(actor.user), at.today, now, counting(to_act));
    Box::new(cases::child_id.eq_any(helped))
}

/// Whether the actor is on the case's access list.
pub(crate) fn listed(actor: &Actor, at: AsOf) -> OnCase {
    let now = Instant::new(at.now);
    let own = access_list::table
        .filter(access_list::user_id.eq(Key(actor.user)))
        .filter(access_list::from_at.le(now))
        .filter(access_list::until_at.is_null().or(access_list::until_at.gt(now)))
        .select(access_list::case_id);
    Box::new(cases::id.eq_any(own))
}

/// Whether the case is closed to all but those on its list.
fn closed(now: DateTime<Utc>) -> OnCase {
    let now = Instant::new(now);
    Box::new(
        cases::restricted.and(
            cases::restricted_until
                .is_null()
                .or(cases::restricted_until.assume_not_null().gt(now)),
        ),
    )
}

/// Whether the actor has opened the case in an emergency, and it has not run out.
pub(crate) fn opened_in_an_emergency(actor: &Actor, at: AsOf) -> OnCase {
    if !actor.role.is_staff() {
        return never();
    }
    let now = Instant::new(at.now);
    let open = break_glass::table
        .filter(break_glass::user_id.eq(Key(actor.user)))
        .filter(break_glass::opened_at.le(now))
        .filter(break_glass::ends_at.gt(now))
        .filter(break_glass::closed_at.is_null())
        .select(break_glass::case_id);
    Box::new(cases::id.eq_any(open))
}

/// Whether the actor looks after the caseload of the case's officer, who is away.
pub(crate) fn covered(user: UserId, today: NaiveDate) -> OnCase {
    let away = covers::table
        .filter(covers::covered_by.eq(Key(user)))
        .filter(covers::from_on.le(today))
        .filter(covers::until_on.ge(today))
        .filter(covers::ended_at.is_null())
        .select(covers::officer_id);
    Box::new(
        cases::officer_id
            .is_not_null()
            .and(cases::officer_id.assume_not_null().eq_any(away)),
    )
}

/// Whether advice is asked of the actor or the actor's setting while the assessment goes on, or was handed in lately.
fn asked_for_advice(actor: &Actor, today: NaiveDate) -> OnCase {
    let since = today
        .checked_sub_days(Days::new(DAYS_AFTER_ADVICE))
        .unwrap_or(today);
    let user = Key(actor.user);
    // A setting that nobody has stands for none.
    let setting = Key(actor.setting.unwrap_or(EducationSettingId(Uuid::nil())));
    let addressed = advice_requests::table.filter(
        advice_requests::adviser_id
            .eq(user)
            .or(advice_requests::education_setting_id.eq(setting)),
    );
    let unanswered = addressed
        .filter(advice_requests::answered_on.is_null())
        .select(advice_requests::assessment_id);
    let lately = addressed
        .filter(advice_requests::answered_on.ge(since))
        .select(advice_requests::case_id);
    // Whoever was asked before an adoption was asked about the child's former identity, and is not led to the new one.
    let since_the_seal = addressed
        .filter(advice_requests::case_id.eq(cases::id))
        .filter(advice_requests::recorded_at.gt(cases::sealed_until.assume_not_null()));
    Box::new(
        cases::stage
            .eq_any(stages_under_way())
            .and(cases::assessment_id.eq_any(unanswered))
            .or(cases::id.eq_any(lately))
            .and(cases::sealed_until.is_null().or(exists(since_the_seal))),
    )
}

/// The stages at which an assessment has not ended.
pub(crate) fn stages_under_way() -> Vec<Word<Stage>> {
    let open = Stage::ALL.into_iter().filter(|stage| !stage.is_ended());
    open.map(Word).collect()
}

/// Whether the rights have passed to the young person, or to a representative: asked of the case's own child, because
/// a list of all young people would be made anew for each statement.
pub(crate) fn rights_passed_on(today: NaiveDate) -> OnCase {
    let acting = young_people(today).filter(young_person_links::child_id.eq(cases::child_id));
    let represented = represented(today).filter(hand_overs::child_id.eq(cases::child_id));
    Box::new(exists(acting).or(exists(represented)))
}

fn never() -> OnCase {
    Box::new(cases::version.lt(0))
}

/// Which cases an actor reaches for an action: the same rule as a single read, as filters of which one must hold. Each
/// is met by an index of its own, which one filter for all would keep the databases from using.
pub(crate) fn reached(reach: &Reach, actor: &Actor, at: AsOf) -> Vec<OnCase> {
    let scopes = reach
        .scopes
        .iter()
        .copied()
        .chain(reach.authority.then_some(Scope::Authority));
    let mut ways = Vec::new();
    for scope in scopes {
        for mut one in ways_of(scope, actor, at) {
            if scope.closed_by_restriction() && !reach.restricted {
                one = Box::new(one.and(not(closed(at.now)).or(listed(actor, at))));
            }
            ways.push(one);
        }
    }
    if reach.helper {
        ways.push(helps(actor, at, reach.helper_must_act));
    }
    if reach.break_glass {
        ways.push(opened_in_an_emergency(actor, at));
    }
    let bar = |way: OnCase| -> OnCase { Box::new(way.and(not(kept_from(actor, LimitEffect::Bar, at)))) };
    let limit = |way: OnCase| -> OnCase {
        if reach.documents {
            Box::new(way.and(not(kept_from(actor, LimitEffect::NoDocuments, at))))
        } else {
            way
        }
    };
    ways.into_iter().map(|way| limit(bar(way))).collect()
}

/// The same as one filter, for cases that another condition has found already.
pub(crate) fn reached_at_all(reach: &Reach, actor: &Actor, at: AsOf) -> OnCase {
    reached(reach, actor, at)
        .into_iter()
        .fold(never(), |any, way| Box::new(any.or(way)))
}

/// The ways in which a scope ties an actor to cases.
fn ways_of(scope: Scope, actor: &Actor, at: AsOf) -> Vec<OnCase> {
    match scope {
        Scope::TeamOrCaseload => actor
            .teams
            .iter()
            .map(|team| in_team(*team))
            .chain([in_caseload(actor.user), covered(actor.user, at.today)])
            .collect(),
        Scope::LinkedChild => vec![
            Box::new(tied(scope, actor, at).and(not(rights_passed_on(at.today)))),
            represents(actor, at),
        ],
        Scope::MeetingPack | Scope::AuditSample => Vec::new(),
        Scope::OnRoll if actor.setting.is_none() => Vec::new(),
        other => vec![tied(other, actor, at)],
    }
}

fn in_team(team: TeamId) -> OnCase {
    let own = cases::team_id
        .is_not_null()
        .and(cases::team_id.assume_not_null().eq(Key(team)));
    Box::new(own)
}

fn in_caseload(officer: UserId) -> OnCase {
    let own = cases::officer_id
        .is_not_null()
        .and(cases::officer_id.assume_not_null().eq(Key(officer)));
    Box::new(own)
}

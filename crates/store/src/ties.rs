//! The relationships of an actor to cases, as SQL: one fragment for each, used by single reads and lists alike.

use crate::db::MultiBackend;
use crate::schema::{advice_requests, cases, enrolments, parent_links, young_person_links};
use crate::types::{Key, Word};
use chrono::{Days, NaiveDate};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use ehcp_access::{Actor, Reach, Scope};
use ehcp_case::{Stage, TeamId, UserId};

/// A condition on a case.
pub(crate) type OnCase = Box<dyn BoxableExpression<cases::table, MultiBackend, SqlType = Bool>>;

/// An adviser keeps sight of a case for this many days after the advice was handed in.
const DAYS_AFTER_ADVICE: u64 = 30;

/// Whether an actor is tied to the case through a scope today.
pub(crate) fn tied(scope: Scope, actor: &Actor, today: NaiveDate) -> OnCase {
    let user = Key(actor.user);
    match scope {
        Scope::LinkedChild => {
            let children = parent_links::table
                .filter(parent_links::user_id.eq(user))
                .filter(parent_links::verified_at.is_not_null())
                .filter(parent_links::from_on.le(today))
                .filter(
                    parent_links::until_on
                        .is_null()
                        .or(parent_links::until_on.ge(today)),
                )
                .select(parent_links::child_id);
            Box::new(cases::child_id.eq_any(children))
        }
        Scope::Own => {
            let children = young_person_links::table
                .filter(young_person_links::user_id.eq(user))
                .filter(young_person_links::from_on.le(today))
                .select(young_person_links::child_id);
            Box::new(cases::child_id.eq_any(children))
        }
        Scope::OnRoll => match actor.setting {
            Some(setting) => {
                let pupils = enrolments::table
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
            Box::new(in_caseload(actor.user).or(team))
        }
        // Meetings and audit samples have no tables yet: nobody is tied through them.
        Scope::MeetingPack | Scope::AuditSample => never(),
        Scope::Authority => Box::new(cases::version.ge(0)),
    }
}

/// Whether advice is asked of the actor or the actor's setting while the assessment is open, or was handed in lately.
fn asked_for_advice(actor: &Actor, today: NaiveDate) -> OnCase {
    let since = today
        .checked_sub_days(Days::new(DAYS_AFTER_ADVICE))
        .unwrap_or(today);
    let open = || cases::stage.ne_all(Stage::ENDED.map(Word));
    let waiting = advice_requests::answered_on.is_null();
    let lately = advice_requests::answered_on
        .is_not_null()
        .and(advice_requests::answered_on.assume_not_null().ge(since));
    let own = advice_requests::table
        .filter(advice_requests::adviser_id.eq(Key(actor.user)))
        .select(advice_requests::case_id);
    let mine = cases::id
        .eq_any(own.filter(waiting))
        .and(open())
        .or(cases::id.eq_any(own.filter(lately)));
    match actor.setting {
        Some(setting) => {
            let of_setting = advice_requests::table
                .filter(advice_requests::education_setting_id.eq(Key(setting)))
                .select(advice_requests::case_id);
            let of_setting = cases::id
                .eq_any(of_setting.filter(waiting))
                .and(open())
                .or(cases::id.eq_any(of_setting.filter(lately)));
            Box::new(mine.or(of_setting))
        }
        None => Box::new(mine),
    }
}

/// Whether the rights have passed to the young person: asked of the case's own child, because a list of all young
/// people would be made anew for each statement.
pub(crate) fn rights_with_young_person(today: NaiveDate) -> OnCase {
    let acting = young_person_links::table
        .filter(young_person_links::child_id.eq(cases::child_id))
        .filter(young_person_links::from_on.le(today));
    Box::new(exists(acting))
}

fn never() -> OnCase {
    Box::new(cases::version.lt(0))
}

/// Which cases an actor reaches for an action: the same rule as a single read, as filters of which one must hold. Each
/// is met by an index of its own, which one filter for all would keep the databases from using.
pub(crate) fn reached(reach: &Reach, actor: &Actor, today: NaiveDate) -> Vec<OnCase> {
    let scopes = reach
        .scopes
        .iter()
        .copied()
        .chain(reach.authority.then_some(Scope::Authority));
    let mut ways = Vec::new();
    for scope in scopes {
        for mut one in ways_of(scope, actor, today) {
            if scope == Scope::LinkedChild {
                one = Box::new(one.and(not(rights_with_young_person(today))));
            }
            if scope.closed_by_restriction() && !reach.restricted {
                one = Box::new(one.and(cases::restricted.eq(false)));
            }
            ways.push(one);
        }
    }
    ways
}

/// The same as one filter, for cases that another condition has found already.
pub(crate) fn reached_at_all(reach: &Reach, actor: &Actor, today: NaiveDate) -> OnCase {
    reached(reach, actor, today)
        .into_iter()
        .fold(never(), |any, way| Box::new(any.or(way)))
}

/// The ways in which a scope ties an actor to cases.
fn ways_of(scope: Scope, actor: &Actor, today: NaiveDate) -> Vec<OnCase> {
    match scope {
        Scope::TeamOrCaseload => actor
            .teams
            .iter()
            .map(|team| in_team(*team))
            .chain([in_caseload(actor.user)])
            .collect(),
        Scope::MeetingPack | Scope::AuditSample => Vec::new(),
        Scope::OnRoll if actor.setting.is_none() => Vec::new(),
        other => vec![tied(other, actor, today)],
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

//! What holds for everybody, in every relationship.

use crate::people::{a, all_ties, any_actor, any_ties, case_actions, each_tie_in_all_circumstances, reads};
use ehcp_access::{
    Action, Decision, Fields, Operation, Reach, Refusal, Resource, Role, Scope, Ties, authorize,
    authorize_general, decide, policy, reach, reach_of,
};
use proptest::prelude::*;

/// The filter that a list is built from, as the documentation of `Reach` tells it to the store.
fn a_list_holds(reach: &Reach, ties: &Ties) -> bool {
    if ties.barred || (reach.documents && ties.no_documents) {
        return false;
    }
    if reach.break_glass && ties.break_glass {
        return true;
    }
    let listed = ties.on_access_list || reach.restricted;
    let tied = |scope: &Scope| match scope {
        Scope::Own => ties.self_young_person,
        Scope::LinkedChild => ties.representative || (ties.linked_child && !ties.rights_passed_on),
        Scope::OnRoll => ties.on_roll && (!ties.restricted || listed),
        Scope::AssignedAdvice => ties.assigned_advice,
        Scope::TeamOrCaseload => (ties.own_team || ties.own_caseload) && (!ties.restricted || listed),
        Scope::MeetingPack => ties.meeting_pack && (!ties.restricted || listed),
        Scope::AuditSample => ties.audit_sample && (!ties.restricted || listed),
        Scope::Authority => false,
    };
    let helper = reach.helper && ties.family_helper && (ties.helper_may_act || !reach.helper_must_act);
    let authority = reach.authority && (!ties.restricted || listed);
    helper || authority || reach.scopes.iter().any(tied)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn a_list_holds_exactly_the_cases_that_single_reads_and_acts_allow(actor in any_actor(), ties in any_ties()) {
        for action in case_actions() {
            prop_assert_eq!(
                decide(&actor, &ties, action).is_allowed(),
                a_list_holds(&reach_of(&actor, action), &ties),
                "{} {} {:?}", actor.role, action, ties
            );
        }
    }

    #[test]
    fn a_bar_hides_the_case_whatever_else_is_true(actor in any_actor(), ties in any_ties()) {
        let barred = Ties { barred: true, ..ties };
        for action in case_actions() {
            prop_assert_eq!(decide(&actor, &barred, action), Decision::Hidden);
        }
    }

    #[test]
    fn a_restriction_never_opens_anything(actor in any_actor(), ties in any_ties()) {
        let (open, closed) = (Ties { restricted: false, ..ties }, Ties { restricted: true, ..ties });
        for action in case_actions() {
            if decide(&actor, &closed, action).is_allowed() {
                prop_assert!(decide(&actor, &open, action).is_allowed(), "{} {}", actor.role, action);
            }
        }
    }

    #[test]
    fn on_a_restricted_case_being_on_the_list_opens_no_more_than_if_it_were_not_restricted(
        actor in any_actor(), ties in any_ties(),
    ) {
        let listed = Ties { restricted: true, on_access_list: true, ..ties };
        let open = Ties { restricted: false, ..ties };
        for action in case_actions() {
            prop_assert_eq!(decide(&actor, &listed, action), decide(&actor, &open, action));
        }
    }

    #[test]
    fn break_glass_lets_nobody_change_anything(actor in any_actor(), ties in any_ties()) {
        let (with, without) = (Ties { break_glass: true, ..ties }, Ties { break_glass: false, ..ties });
        for action in case_actions().filter(|action| action.need().1 != Operation::Read) {
            prop_assert_eq!(
                decide(&actor, &with, action).is_allowed(),
                decide(&actor, &without, action).is_allowed()
            );
        }
    }

    #[test]
    fn a_refusal_that_names_the_case_is_given_only_to_who_may_know_of_it(actor in any_actor(), ties in any_ties()) {
        let knows = [Action::ReadCase, Action::ReadChild].iter().any(|read| decide(&actor, &ties, *read).is_allowed());
        for action in case_actions() {
            match decide(&actor, &ties, action) {
                Decision::Forbidden => prop_assert!(knows),
                Decision::Hidden => prop_assert!(!knows),
                Decision::Allowed(_) => {}
            }
        }
    }

    #[test]
    fn a_list_of_grants_counts_for_nobody_but_a_service(actor in any_actor(), ties in any_ties()) {
        if actor.role != Role::Service {
            for action in Action::ALL {
                prop_assert_eq!(decide(&actor, &ties, *action), decide(&a(actor.role), &ties, *action));
            }
        }
    }

    #[test]
    fn every_refusal_tells_a_person_what_would_help(actor in any_actor(), ties in any_ties()) {
        for action in case_actions() {
            if let Err(Refusal::Forbidden { reason, .. }) = authorize(&actor, &ties, action, ()) {
                prop_assert!(reason.ends_with('.') && !reason.contains(": ."), "{reason}");
                prop_assert!(reason.contains(action.title()), "{reason}");
            }
        }
    }

    #[test]
    fn the_proof_is_given_exactly_when_the_decision_allows(actor in any_actor(), ties in any_ties()) {
        for action in Action::ALL {
            let proof = authorize(&actor, &ties, *action, ());
            match decide(&actor, &ties, *action) {
                Decision::Allowed(terms) => {
                    let proof = proof.expect("allowed");
                    prop_assert_eq!((proof.action(), proof.fields(), proof.scope()), (*action, terms.fields, terms.scope));
                    prop_assert_eq!((proof.user(), proof.role()), (actor.user, actor.role));
                }
                Decision::Forbidden => {
                    let named = matches!(proof, Err(Refusal::Forbidden { action: named, .. }) if named == *action);
                    prop_assert!(named);
                }
                Decision::Hidden => prop_assert_eq!(proof, Err(Refusal::Hidden)),
            }
        }
    }
}

#[test]
fn for_every_role_with_each_tie_in_all_circumstances_lists_and_single_reads_agree() {
    for role in Role::ALL {
        let actor = a(*role);
        for action in case_actions() {
            let reach = reach(*role, action);
            for ties in each_tie_in_all_circumstances() {
                assert_eq!(
                    decide(&actor, &ties, action).is_allowed(),
                    a_list_holds(&reach, &ties),
                    "{role} {action} {ties:?}"
                );
            }
        }
    }
}

#[test]
fn whoever_is_outside_the_council_never_sees_notes_flags_or_other_staff() {
    for role in [Role::Parent, Role::YoungPerson, Role::School, Role::Adviser] {
        for ties in each_tie_in_all_circumstances() {
            for action in case_actions() {
                if let Decision::Allowed(terms) = decide(&a(role), &ties, action) {
                    assert!(
                        !terms.fields.sees_internal() && !terms.fields.sees_staff_names(),
                        "{role} {action}"
                    );
                }
            }
        }
    }
}

#[test]
fn an_administrator_with_any_ties_at_all_finds_no_case() {
    let admin = a(Role::Admin);
    for ties in all_ties() {
        for action in case_actions() {
            assert_eq!(
                decide(&admin, &ties, action),
                Decision::Hidden,
                "{action} {ties:?}"
            );
        }
    }
}

#[test]
fn a_service_without_grants_finds_no_case_whatever_its_ties() {
    let service = a(Role::Service);
    for ties in all_ties() {
        for action in case_actions() {
            assert_eq!(
                decide(&service, &ties, action),
                Decision::Hidden,
                "{action} {ties:?}"
            );
        }
    }
}

#[test]
fn customer_service_never_sees_a_section_of_a_plan_or_a_reason_whatever_its_ties() {
    let agent = a(Role::CustomerService);
    for ties in all_ties() {
        for action in case_actions() {
            if let Decision::Allowed(terms) = decide(&agent, &ties, action) {
                for letter in ["A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"] {
                    assert!(
                        !terms.fields.sees_plan_section(letter),
                        "{action} shows section {letter}"
                    );
                }
                assert!(!terms.fields.sees_reasons(), "{action}");
            }
        }
    }
}

#[test]
fn for_what_belongs_to_no_case_ties_do_not_matter() {
    for role in Role::ALL {
        for action in Action::ALL
            .iter()
            .filter(|action| !action.need().0.belongs_to_a_case())
        {
            let expected = decide(&a(*role), &Ties::default(), *action);
            assert_ne!(expected, Decision::Hidden);
            assert_eq!(
                expected.is_allowed(),
                authorize_general(&a(*role), *action).is_ok(),
                "{role} {action}"
            );
            assert_eq!(
                decide(
                    &a(*role),
                    &Ties {
                        barred: true,
                        ..Ties::default()
                    },
                    *action
                ),
                expected
            );
        }
    }
}

#[test]
fn the_reach_of_a_role_is_the_reach_of_an_actor_without_a_list() {
    for role in Role::ALL {
        for action in Action::ALL {
            assert_eq!(
                reach(*role, *action),
                reach_of(&a(*role), *action),
                "{role} {action}"
            );
        }
    }
}

#[test]
fn a_list_can_be_asked_for_exactly_by_those_whom_it_can_hold_something_for() {
    for role in Role::ALL {
        for action in reads() {
            assert_eq!(
                authorize_general(&a(*role), action).is_ok(),
                !reach(*role, action).is_nothing(),
                "{role} {action}"
            );
        }
    }
}

#[test]
fn of_two_grants_through_different_ties_the_first_shows_no_less() {
    let seen = |fields: Fields| {
        [
            fields.sees_internal(),
            fields.sees_staff_names(),
            fields.sees_reasons(),
            fields.sees_advice_of_others(),
            fields.sees_family_circumstances(),
        ]
    };
    for role in Role::ALL {
        for resource in Resource::ALL {
            for operation in Operation::ALL {
                let sets: Vec<_> = policy(*role, *resource)
                    .iter()
                    .filter(|grant| grant.permits(*operation))
                    .map(|grant| seen(grant.fields))
                    .collect();
                for pair in sets.windows(2) {
                    assert!(
                        pair[0]
                            .iter()
                            .zip(pair[1])
                            .all(|(first, second)| *first || !second),
                        "{role} {resource} {operation}: put the wider grant first"
                    );
                }
            }
        }
    }
}

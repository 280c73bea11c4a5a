//! What closes a case, and what opens it in an emergency: bars, restrictions and break-glass.

use crate::people::{a, allowed, every_tie, everything_is_hidden, none, terms};
use ehcp_access::{Action, Decision, Operation, Role, Ties, decide};

#[test]
fn a_barred_parent_with_break_glass_and_every_tie_finds_nothing() {
    everything_is_hidden(
        Role::Parent,
        &Ties {
            barred: true,
            break_glass: true,
            ..every_tie()
        },
    );
}

#[test]
fn a_barred_officer_finds_nothing_though_they_opened_break_glass() {
    everything_is_hidden(
        Role::Officer,
        &Ties {
            barred: true,
            break_glass: true,
            ..every_tie()
        },
    );
}

#[test]
fn barred_information_governance_finds_nothing_though_it_is_always_on_the_list() {
    everything_is_hidden(
        Role::InformationGovernance,
        &Ties {
            barred: true,
            ..every_tie()
        },
    );
}

#[test]
fn break_glass_counts_for_nobody_but_officers_and_managers() {
    let ties = Ties {
        break_glass: true,
        ..none()
    };
    for role in Role::ALL {
        let opened = allowed(*role, &ties) != allowed(*role, &none());
        assert_eq!(opened, matches!(role, Role::Officer | Role::Manager), "{role}");
    }
}

#[test]
fn break_glass_opens_a_restricted_case_for_reading_and_nothing_else() {
    let ties = Ties {
        break_glass: true,
        restricted: true,
        ..none()
    };
    let opened = allowed(Role::Officer, &ties);
    assert!(opened.contains(&Action::ReadCase) && opened.contains(&Action::ReadFinalPlan));
    assert!(
        opened
            .iter()
            .all(|action| action.need().1 == Operation::Read || *action == Action::OpenBreakGlass)
    );
    assert_eq!(
        decide(&a(Role::Officer), &ties, Action::CorrectFact),
        Decision::Forbidden
    );
}

#[test]
fn an_officer_whose_own_case_is_restricted_without_them_may_break_the_glass_but_not_work_on_it() {
    let ties = Ties {
        own_caseload: true,
        restricted: true,
        break_glass: true,
        ..none()
    };
    assert!(decide(&a(Role::Officer), &ties, Action::ReadCase).is_allowed());
    assert_eq!(
        decide(&a(Role::Officer), &ties, Action::ServeDraft),
        Decision::Forbidden
    );
}

#[test]
fn a_restriction_closes_team_authority_roll_meeting_and_sample() {
    let ties = Ties {
        on_access_list: false,
        restricted: true,
        ..every_tie()
    };
    for role in [
        Role::CustomerService,
        Role::Officer,
        Role::Reviewer,
        Role::PanelManager,
        Role::QualityAuditor,
        Role::Manager,
    ] {
        everything_is_hidden(role, &ties);
    }
    everything_is_hidden(
        Role::School,
        &Ties {
            on_roll: true,
            restricted: true,
            ..none()
        },
    );
}

#[test]
fn a_restriction_does_not_take_the_case_from_the_family_or_from_who_was_asked_by_name() {
    for (role, ties) in [
        (
            Role::Parent,
            Ties {
                linked_child: true,
                ..none()
            },
        ),
        (
            Role::YoungPerson,
            Ties {
                self_young_person: true,
                ..none()
            },
        ),
        (
            Role::Adviser,
            Ties {
                assigned_advice: true,
                ..none()
            },
        ),
    ] {
        assert_eq!(
            allowed(
                role,
                &Ties {
                    restricted: true,
                    ..ties
                }
            ),
            allowed(role, &ties),
            "{role}"
        );
    }
}

#[test]
fn information_governance_reads_a_restricted_case_after_a_fresh_sign_in() {
    let terms = terms(
        Role::InformationGovernance,
        &Ties {
            restricted: true,
            ..none()
        },
        Action::ReadCase,
    );
    assert!(terms.step_up);
}

#[test]
fn being_on_the_access_list_is_not_a_relationship() {
    everything_is_hidden(
        Role::Officer,
        &Ties {
            restricted: true,
            on_access_list: true,
            ..none()
        },
    );
    everything_is_hidden(
        Role::Officer,
        &Ties {
            on_access_list: true,
            ..none()
        },
    );
    let holding = Ties {
        own_team: true,
        restricted: true,
        on_access_list: true,
        ..none()
    };
    assert!(decide(&a(Role::Officer), &holding, Action::ServeDraft).is_allowed());
}

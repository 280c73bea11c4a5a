//! Schools, advisers and services.

use crate::people::{a, a_service, allowed, every_tie, everything_is_hidden, none, terms};
use ehcp_access::{
    Action, Actor, Decision, Fields, Role, Scope, SectionView, Ties, authorize_general, decide,
};
use std::collections::BTreeSet;

#[test]
fn a_school_whose_pupil_left_finds_nothing() {
    assert!(
        decide(
            &a(Role::School),
            &Ties {
                on_roll: true,
                ..none()
            },
            Action::ReadCase
        )
        .is_allowed()
    );
    everything_is_hidden(Role::School, &none());
}

#[test]
fn a_school_asked_for_advice_on_a_former_pupil_answers_and_sees_nothing_else() {
    let ties = Ties {
        assigned_advice: true,
        ..none()
    };
    assert_eq!(
        allowed(Role::School, &ties),
        BTreeSet::from([
            Action::ReadAdviceRequests,
            Action::ReadAdvice,
            Action::HandInAdvice
        ])
    );
    assert_eq!(
        terms(Role::School, &ties, Action::ReadAdvice).fields,
        Fields::OwnPart
    );
    assert_eq!(
        decide(&a(Role::School), &ties, Action::ReadCase),
        Decision::Hidden
    );
}

#[test]
fn a_school_sees_health_and_care_sections_only_where_they_name_its_provision_unless_the_family_consents() {
    let fields = terms(
        Role::School,
        &Ties {
            on_roll: true,
            ..none()
        },
        Action::ReadFinalPlan,
    )
    .fields;
    for letter in ["C", "D", "G", "H1", "H2"] {
        assert_eq!(
            fields.plan_section(letter),
            SectionView::NamingSchoolProvision,
            "section {letter}"
        );
        assert_eq!(
            fields.plan_section(letter).with_consent(),
            SectionView::Whole,
            "section {letter}"
        );
    }
    for letter in ["A", "B", "E", "F", "I", "J", "K"] {
        assert!(fields.sees_plan_section(letter), "section {letter}");
    }
    assert!(!fields.sees_family_circumstances() && !fields.sees_internal() && !fields.sees_staff_names());
}

#[test]
fn a_section_that_no_plan_has_is_seen_by_nobody() {
    for fields in Fields::ALL {
        for letter in ["L", "h1", "", "H"] {
            assert_eq!(
                fields.plan_section(letter).with_consent(),
                SectionView::Nothing,
                "{fields} {letter:?}"
            );
        }
    }
}

#[test]
fn an_adviser_sees_the_referral_and_only_their_own_advice() {
    let ties = Ties {
        assigned_advice: true,
        ..none()
    };
    let case = terms(Role::Adviser, &ties, Action::ReadCase).fields;
    assert_eq!(case, Fields::Referral);
    assert!(!case.sees_advice_of_others() && !case.sees_family_circumstances());
    assert_eq!(
        terms(Role::Adviser, &ties, Action::ReadAdvice).fields,
        Fields::OwnPart
    );
    assert!(decide(&a(Role::Adviser), &ties, Action::HandInAdvice).is_allowed());
    for action in [
        Action::RecordAdviceForOthers,
        Action::RequestAdvice,
        Action::ServeDraft,
    ] {
        assert_eq!(
            decide(&a(Role::Adviser), &ties, action),
            Decision::Forbidden,
            "{action}"
        );
    }
}

#[test]
fn the_family_school_and_adviser_learn_who_the_officer_is_but_not_the_work_list() {
    for role in [Role::Parent, Role::YoungPerson, Role::School, Role::Adviser] {
        assert!(
            authorize_general(&a(role), Action::ReadWorkList).is_err(),
            "{role}"
        );
        assert_eq!(
            decide(&a(role), &every_tie(), Action::ReadWorkList),
            Decision::Forbidden,
            "{role}"
        );
    }
}

#[test]
fn a_program_does_what_is_listed_for_it_and_nothing_beside() {
    let key = a_service(vec![Action::ReadCase]);
    let Decision::Allowed(terms) = decide(&key, &none(), Action::ReadCase) else {
        panic!("it is listed")
    };
    assert_eq!((terms.fields, terms.scope), (Fields::Shared, Scope::Authority));
    // Reading the timeline needs the same of the table, but is not listed.
    assert_eq!(decide(&key, &none(), Action::ReadTimeline), Decision::Forbidden);
    assert_eq!(decide(&key, &none(), Action::ReadFinalPlan), Decision::Forbidden);
    let restricted = Ties {
        restricted: true,
        ..none()
    };
    assert_eq!(decide(&key, &restricted, Action::ReadCase), Decision::Hidden);
    assert_eq!(
        decide(&a_service(vec![]), &every_tie(), Action::ReadCase),
        Decision::Hidden
    );
}

#[test]
fn a_program_never_does_what_needs_a_person_though_it_were_listed() {
    for action in Action::ALL.iter().copied() {
        for of_a_setting in [false, true] {
            let key = a_program(vec![action], of_a_setting);
            let allowed = decide(&key, &every_tie(), action).is_allowed();
            assert!(!allowed || action.can_be_listed(of_a_setting), "{action}");
            assert!(!allowed || !action.is_the_councils_own(), "{action}");
        }
    }
}

#[test]
fn a_program_of_a_setting_does_nothing_that_the_settings_staff_may_not() {
    let everything = a_program(Action::ALL.to_vec(), true);
    let staff = Actor {
        role: Role::School,
        ..everything.clone()
    };
    let on_roll = Ties {
        on_roll: true,
        ..none()
    };
    for ties in [none(), on_roll, every_tie()] {
        for action in Action::ALL.iter().copied() {
            if let Decision::Allowed(terms) = decide(&everything, &ties, action) {
                assert_eq!(
                    decide(&staff, &ties, action),
                    Decision::Allowed(terms),
                    "{action}"
                );
            }
        }
    }
    assert!(decide(&everything, &on_roll, Action::ReadCase).is_allowed());
    assert_eq!(decide(&everything, &none(), Action::ReadCase), Decision::Hidden);
}

fn a_program(service_actions: Vec<Action>, of_a_setting: bool) -> Actor {
    let setting =
        ehcp_case::EducationSettingId("0199a000-0000-7000-8000-000000000003".parse().expect("an id"));
    Actor {
        setting: of_a_setting.then_some(setting),
        ..a_service(service_actions)
    }
}

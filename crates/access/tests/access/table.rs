//! What holds for the table itself.

use ehcp_access::{Action, Fields, Operation, Resource, Role, Scope, policy, reach};
use std::str::FromStr;

#[test]
fn the_table_has_the_27_rows_of_the_matrix_and_ten_of_its_own() {
    assert_eq!(Resource::ALL.len(), 37);
    assert_eq!(Role::ALL.len(), 13);
}

#[test]
fn a_service_has_nothing_by_role() {
    for resource in Resource::ALL {
        assert!(policy(Role::Service, *resource).is_empty(), "{resource}");
    }
}

#[test]
fn the_administrator_reads_nothing_that_belongs_to_a_case() {
    for resource in Resource::ALL
        .iter()
        .filter(|resource| resource.belongs_to_a_case())
    {
        for grant in policy(Role::Admin, *resource) {
            assert!(
                !grant.permits(Operation::Read) && !grant.permits(Operation::Export),
                "{resource}"
            );
        }
    }
}

#[test]
fn the_annual_review_team_reads_as_an_officer_and_works_on_every_annual_review() {
    for resource in Resource::ALL {
        let reads_of = |role: Role| -> Vec<_> {
            policy(role, *resource)
                .iter()
                .filter(|grant| grant.permits(Operation::Read))
                .map(|grant| (grant.scope, grant.fields))
                .collect()
        };
        if *resource == Resource::AnnualReview {
            let grant = policy(Role::Reviewer, *resource)[0];
            assert_eq!(grant.scope, Scope::Authority);
            let four = [
                Operation::Create,
                Operation::Read,
                Operation::Update,
                Operation::Act,
            ];
            assert!(four.iter().all(|operation| grant.permits(*operation)));
        } else {
            assert_eq!(reads_of(Role::Reviewer), reads_of(Role::Officer), "{resource}");
            let changes = policy(Role::Reviewer, *resource)
                .iter()
                .any(|grant| grant.operations != [Operation::Read]);
            assert_eq!(changes, *resource == Resource::OwnProfile, "{resource}");
        }
    }
}

#[test]
fn everybody_outside_the_council_reaches_cases_only_through_a_tie_to_the_child() {
    for role in [Role::Parent, Role::YoungPerson, Role::School, Role::Adviser] {
        for resource in Resource::ALL
            .iter()
            .filter(|resource| resource.belongs_to_a_case())
        {
            for grant in policy(role, *resource) {
                assert!(
                    !matches!(
                        grant.scope,
                        Scope::Authority | Scope::TeamOrCaseload | Scope::AuditSample
                    ),
                    "{role} {resource}"
                );
                assert_ne!(grant.fields, Fields::Full, "{role} {resource}");
            }
        }
    }
}

#[test]
fn the_family_reads_no_internal_note_and_no_restriction() {
    for role in Role::ALL.iter().filter(|role| role.is_family()) {
        for resource in [
            Resource::InternalNotes,
            Resource::Restriction,
            Resource::BreakGlass,
        ] {
            assert!(policy(*role, resource).is_empty(), "{role} {resource}");
        }
    }
}

#[test]
fn only_staff_do_the_acts_of_the_local_authority() {
    for action in Action::ALL.iter().filter(|action| action.is_the_councils_own()) {
        for role in Role::ALL.iter().filter(|role| !role.is_staff()) {
            assert!(reach(*role, *action).is_nothing(), "{role} {action}");
        }
    }
}

#[test]
fn somebody_can_do_every_action() {
    for action in Action::ALL {
        assert!(
            Role::ALL.iter().any(|role| !reach(*role, *action).is_nothing()),
            "nobody can {action}"
        );
    }
}

#[test]
fn each_word_is_read_back_as_itself_in_every_list() {
    fn check<T>(all: &[T], word: fn(T) -> &'static str)
    where
        T: Copy + PartialEq + std::fmt::Debug + FromStr + serde::Serialize + serde::de::DeserializeOwned,
        <T as FromStr>::Err: std::fmt::Debug,
    {
        for each in all {
            assert_eq!(word(*each).parse::<T>().expect("known"), *each);
            let json = serde_json::to_string(each).expect("serialises");
            assert_eq!(
                json,
                format!("\"{}\"", word(*each)),
                "the word in JSON is the word in the database"
            );
            assert_eq!(serde_json::from_str::<T>(&json).expect("reads back"), *each);
        }
    }
    check(Role::ALL, Role::word);
    check(Resource::ALL, Resource::word);
    check(Operation::ALL, Operation::word);
    check(Scope::ALL, Scope::word);
    check(Fields::ALL, Fields::word);
    check(Action::ALL, Action::word);
}

#[test]
fn an_unknown_role_is_refused_with_the_known_ones() {
    let refusal = Role::from_str("headteacher").expect_err("no such role");
    assert!(
        refusal
            .to_string()
            .contains("“headteacher” is not a known role; known are: parent, young_person")
    );
    assert!(
        Role::from_str("Parent").is_err(),
        "words are written in small letters"
    );
}

#[test]
fn nobody_needs_a_second_person_in_order_to_read() {
    for role in Role::ALL {
        for resource in Resource::ALL {
            for grant in policy(*role, *resource)
                .iter()
                .filter(|grant| grant.permits(Operation::Read))
            {
                assert!(!grant.second_person, "{role} {resource}");
            }
        }
    }
}

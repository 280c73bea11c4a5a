//! Everybody who tries, and how each is tied to the case they try it on.

use ehcp_access::{Actor, Role, Ties};
use ehcp_case::{EducationSettingId, TeamId};
use ehcp_test_support::{Council, Person, TestApp};

/// With what somebody comes.
pub enum Credential {
    /// Without a token.
    Nothing,
    /// With a token of this text.
    Token(String),
    /// Signed in.
    Person(Box<Person>),
}

/// Somebody who tries.
pub struct Column {
    pub name: &'static str,
    pub credential: Credential,
}

impl Column {
    pub fn person(&self) -> Option<&Person> {
        match &self.credential {
            Credential::Person(person) => Some(person),
            _ => None,
        }
    }
}

/// Everybody, in the order of the table.
pub fn columns(app: &TestApp) -> Vec<Column> {
    let council = &app.council;
    let signed_out = app.in_another_session(&council.officer);
    app.end_session_of(&signed_out);
    let mut columns = vec![
        Column {
            name: "nobody",
            credential: Credential::Nothing,
        },
        Column {
            name: "expired",
            credential: Credential::Token(app.expired_token_of(&council.officer)),
        },
        Column {
            name: "forged",
            credential: Credential::Token(app.forged_token_of(&council.officer)),
        },
        Column {
            name: "signed-out",
            credential: Credential::Token(app.token_of(&signed_out)),
        },
    ];
    let people: [(&'static str, &Person); 22] = [
        ("parent", &council.parent),
        ("parent-2", &council.second_parent),
        ("unverified", &council.unverified_parent),
        ("other-par", &council.other_parent),
        ("yp-parent", &council.parent_of_young_person),
        ("young-pers", &council.young_person),
        ("school", &council.school),
        ("other-schl", &council.other_school),
        ("adviser", &council.adviser),
        ("other-adv", &council.other_adviser),
        ("cust-serv", &council.customer_service),
        ("officer", &council.officer),
        ("colleague", &council.colleague),
        ("other-team", &council.officer_of_other_team),
        ("reviewer", &council.reviewer),
        ("panel-mgr", &council.panel_manager),
        ("auditor", &council.auditor),
        ("manager", &council.manager),
        ("other-mgr", &council.manager_of_other_team),
        ("governance", &council.governance),
        ("admin", &council.admin),
        ("service", &council.service),
    ];
    columns.extend(people.map(|(name, person)| Column {
        name,
        credential: Credential::Person(Box::new(person.clone())),
    }));
    columns
}

/// How everybody is tied to a case.
#[derive(Clone, Copy)]
pub struct Scene {
    pub name: &'static str,
    /// Whether the case is Leo's, who acts for himself, and not a child's of the Okafors.
    pub young_person: bool,
    pub restricted: bool,
}

pub const SCENES: [Scene; 3] = [
    Scene {
        name: "A child's case of the North team",
        young_person: false,
        restricted: false,
    },
    Scene {
        name: "The same, restricted",
        young_person: false,
        restricted: true,
    },
    Scene {
        name: "A young person's case of the South team",
        young_person: true,
        restricted: false,
    },
];

impl Scene {
    /// The officer who is named on the case.
    pub fn named_officer(self, council: &Council) -> &Person {
        if self.young_person {
            &council.officer_of_other_team
        } else {
            &council.officer
        }
    }

    /// The setting with the child on its roll, which is also asked for advice.
    pub fn setting(self, council: &Council) -> EducationSettingId {
        if self.young_person {
            council.birch
        } else {
            council.alder
        }
    }

    fn team(self, council: &Council) -> TeamId {
        if self.young_person {
            council.south
        } else {
            council.north
        }
    }

    /// What the policy is asked about.
    pub fn actor(self, council: &Council, person: &Person) -> Actor {
        Actor {
            user: person.user,
            role: person.role,
            teams: team_of(council, person).into_iter().collect(),
            setting: setting_of(council, person),
            session: person.session,
            service_actions: Vec::new(),
        }
    }

    /// The ties of a person to the case. `advice_asked` says whether the advice has been asked for.
    pub fn ties(self, council: &Council, person: &Person, advice_asked: bool) -> Ties {
        let parents = if self.young_person {
            vec![council.parent_of_young_person.user]
        } else {
            vec![council.parent.user, council.second_parent.user]
        };
        let pupil = setting_of(council, person) == Some(self.setting(council));
        Ties {
            linked_child: parents.contains(&person.user),
            self_young_person: self.young_person && person.user == council.young_person.user,
            on_roll: pupil,
            assigned_advice: advice_asked && (pupil || person.user == council.adviser.user),
            own_caseload: person.user == self.named_officer(council).user,
            own_team: team_of(council, person) == Some(self.team(council)),
            rights_passed_on: self.young_person,
            restricted: self.restricted,
            ..Ties::default()
        }
    }
}

fn setting_of(council: &Council, person: &Person) -> Option<EducationSettingId> {
    if person.role != Role::School {
        None
    } else if person.user == council.school.user {
        Some(council.alder)
    } else {
        Some(council.birch)
    }
}

fn team_of(council: &Council, person: &Person) -> Option<TeamId> {
    person.role.is_staff().then(|| council.team_of(person))
}

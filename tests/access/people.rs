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
    pub since: Since,
}

/// What has happened to everybody's ties to the case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Nothing.
    Nothing,
    /// All ended yesterday: the parents' links, the place on the roll; the team and those asked for advice are others
    /// now, and no officer is named.
    PassedOn,
    /// Everybody was barred from the child.
    Barred,
    /// There is no such case.
    Nowhere,
}

/// The case to which everybody has the ties that the council gives them.
pub const OWN: Scene = Scene {
    name: "A child's case of the North team",
    young_person: false,
    restricted: false,
    since: Since::Nothing,
};

pub const SCENES: [Scene; 6] = [
    OWN,
    Scene {
        name: "The same, restricted to the people on its list",
        restricted: true,
        ..OWN
    },
    Scene {
        name: "The same after every tie has ended: parents' links, the place on the roll, officer, team and advisers",
        since: Since::PassedOn,
        ..OWN
    },
    Scene {
        name: "The same after everybody was barred from the child",
        since: Since::Barred,
        ..OWN
    },
    Scene {
        name: "A case that does not exist",
        since: Since::Nowhere,
        ..OWN
    },
    Scene {
        name: "A young person's case of the South team",
        young_person: true,
        ..OWN
    },
];

impl Scene {
    /// The officer who is named on the case, or would be next.
    pub fn named_officer(self, council: &Council) -> &Person {
        if self.young_person || self.since == Since::PassedOn {
            &council.officer_of_other_team
        } else {
            &council.officer
        }
    }

    /// The officer who brings the case to where it is tried.
    pub fn first_officer(self, council: &Council) -> &Person {
        OWN.if_not_young(self).named_officer(council)
    }

    fn if_not_young(self, other: Self) -> Self {
        if other.young_person { other } else { self }
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
        if self.young_person || self.since == Since::PassedOn {
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
        if self.since == Since::Nowhere {
            return Ties::default();
        }
        let passed_on = self.since == Since::PassedOn;
        let parents = match (passed_on, self.young_person) {
            (true, _) => Vec::new(),
            (false, true) => vec![council.parent_of_young_person.user],
            (false, false) => vec![council.parent.user, council.second_parent.user],
        };
        let asked = match passed_on {
            true => (council.birch, &council.other_adviser),
            false => (self.setting(council), &council.adviser),
        };
        let setting = setting_of(council, person);
        Ties {
            linked_child: parents.contains(&person.user),
            self_young_person: self.young_person && person.user == council.young_person.user,
            on_roll: !passed_on && setting == Some(self.setting(council)),
            assigned_advice: advice_asked && (setting == Some(asked.0) || person.user == asked.1.user),
            own_caseload: !passed_on && person.user == self.named_officer(council).user,
            own_team: team_of(council, person) == Some(self.team(council)),
            rights_passed_on: self.young_person,
            restricted: self.restricted,
            barred: self.since == Since::Barred,
            ..Ties::default()
        }
    }
}

/// In which of the eight states of relationship somebody is to the case of a scene.
pub fn state(scene: Scene, council: &Council, person: &Person) -> &'static str {
    if scene.since == Since::Nowhere {
        return "none-such";
    }
    let now = Scene {
        since: Since::Nothing,
        ..scene
    };
    let (then, ties) = (now.ties(council, person, true), scene.ties(council, person, true));
    let own = |ties: &Ties| {
        ties.linked_child
            || ties.self_young_person
            || ties.on_roll
            || ties.assigned_advice
            || ties.own_caseload
    };
    let role = person.role;
    let colleagues = role.is_staff() && !matches!(role, Role::Admin | Role::Service);
    match () {
        () if ties.barred => "barred",
        () if scene.restricted => "restricted",
        () if own(&ties) => "own",
        () if own(&then) => "expired",
        () if colleagues && ties.own_team => "same-team",
        () if colleagues => "other-team",
        () if role.is_family() => "other-fam",
        () => "untied",
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

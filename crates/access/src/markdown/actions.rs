//! Each action, for each role, in each relationship.

use super::{capital, heading, line, name};
use crate::{Action, Actor, Decision, Role, Ties, authorize_general, decide};
use ehcp_case::{SessionId, UserId};
use std::fmt::Write as _;
use uuid::Uuid;

/// The actions that name no case.
pub(super) fn general() -> String {
    let mut page = String::from(
        "## What is done without naming a case\n\n\
         Lists hold only the cases that the person could open one by one. ✔ allowed, ✘ refused.\n\n",
    );
    page += &heading(std::iter::once("Action".to_owned()).chain(Role::ALL.iter().map(|role| name(*role))));
    for action in Action::ALL.iter().filter(|action| action.may_stand_alone()) {
        let cells = Role::ALL
            .iter()
            .map(|role| match authorize_general(&nobody(*role), *action) {
                Ok(proof) => marked(proof.step_up(), proof.second_person()),
                Err(_) => "✘".to_owned(),
            });
        page += &line(std::iter::once(capital(action.title())).chain(cells));
    }
    page
}

/// The actions on one case, role by role.
pub(super) fn on_a_case() -> String {
    let mut page = String::from(
        "## What is done on one case\n\n\
         ✔ allowed, ✘ refused (the person may know of the case), ∅ hidden (as if there were no such case).\n\
         **!** a sign-in within the last five minutes and a reason, **2** a second person agrees.\n\n\
         “Every tie” means every relationship at once, which nobody has: it shows what a role can never do.\n",
    );
    let states = states();
    for role in Role::ALL {
        // Writing to a String cannot fail.
        let _ = write!(page, "\n### {}\n\n", name(*role));
        page += &heading(std::iter::once("Action").chain(states.iter().map(|(state, _)| *state)));
        for action in Action::ALL
            .iter()
            .filter(|action| action.need().0.belongs_to_a_case())
        {
            let cells = states
                .iter()
                .map(|(_, ties)| sign(decide(&nobody(*role), ties, *action)));
            page += &line(std::iter::once(capital(action.title())).chain(cells));
        }
    }
    page
}

fn sign(decision: Decision) -> String {
    match decision {
        Decision::Hidden => "∅".to_owned(),
        Decision::Forbidden => "✘".to_owned(),
        Decision::Allowed(terms) => marked(terms.step_up, terms.second_person),
    }
}

fn marked(step_up: bool, second_person: bool) -> String {
    format!(
        "✔{}{}",
        if step_up { "!" } else { "" },
        if second_person { " 2" } else { "" }
    )
}

/// Somebody of a role who is otherwise nobody in particular.
fn nobody(role: Role) -> Actor {
    Actor {
        user: UserId(Uuid::nil()),
        role,
        teams: Vec::new(),
        setting: None,
        session: SessionId(Uuid::nil()),
        service_actions: Vec::new(),
    }
}

/// The relationships that the page shows.
fn states() -> Vec<(&'static str, Ties)> {
    let none = Ties::default();
    let every = Ties {
        linked_child: true,
        self_young_person: true,
        on_roll: true,
        assigned_advice: true,
        own_caseload: true,
        own_team: true,
        meeting_pack: true,
        audit_sample: true,
        family_helper: true,
        helper_may_act: true,
        ..none
    };
    let broken = Ties {
        break_glass: true,
        ..none
    };
    vec![
        ("No tie", none),
        (
            "Own record",
            Ties {
                self_young_person: true,
                ..none
            },
        ),
        (
            "Linked child",
            Ties {
                linked_child: true,
                ..none
            },
        ),
        (
            "Linked child, rights handed over",
            Ties {
                linked_child: true,
                rights_passed_on: true,
                ..none
            },
        ),
        (
            "Representative",
            Ties {
                representative: true,
                rights_passed_on: true,
                ..none
            },
        ),
        (
            "Linked child, no documents",
            Ties {
                linked_child: true,
                no_documents: true,
                ..none
            },
        ),
        (
            "Helper who reads",
            Ties {
                family_helper: true,
                ..none
            },
        ),
        (
            "Helper who may act",
            Ties {
                family_helper: true,
                helper_may_act: true,
                ..none
            },
        ),
        (
            "Pupil on roll",
            Ties {
                on_roll: true,
                ..none
            },
        ),
        (
            "Advice asked",
            Ties {
                assigned_advice: true,
                ..none
            },
        ),
        (
            "Own caseload",
            Ties {
                own_caseload: true,
                ..none
            },
        ),
        (
            "Own team",
            Ties {
                own_team: true,
                ..none
            },
        ),
        (
            "Meeting papers",
            Ties {
                meeting_pack: true,
                ..none
            },
        ),
        (
            "Audit sample",
            Ties {
                audit_sample: true,
                ..none
            },
        ),
        ("Every tie", every),
        (
            "Every tie, restricted",
            Ties {
                restricted: true,
                ..every
            },
        ),
        (
            "Every tie, restricted, on its list",
            Ties {
                restricted: true,
                on_access_list: true,
                ..every
            },
        ),
        (
            "Every tie, barred",
            Ties {
                barred: true,
                on_access_list: true,
                break_glass: true,
                ..every
            },
        ),
        ("Break-glass only", broken),
        (
            "Break-glass, restricted",
            Ties {
                restricted: true,
                ..broken
            },
        ),
    ]
}

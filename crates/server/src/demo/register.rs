//! The teams, settings and posts of the invented council.

use super::{
    council::{Phase, Service},
    figures::Kind,
};
use ehcp_access::Role;

/// Name, part of the area, duty line (a number kept for drama), duty address. The area teams come first.
pub(super) const TEAMS: &[(&str, &str, &str, &str)] = &[
    (
        "North area SEND team",
        "Thornleigh and Marlbury",
        "01632 960111",
        "send.north@example.org",
    ),
    (
        "East area SEND team",
        "Wexcombe and Linden Vale",
        "01632 960112",
        "send.east@example.org",
    ),
    (
        "South area SEND team",
        "Kingsmere and Ottery Bridge",
        "01632 960113",
        "send.south@example.org",
    ),
    (
        "West area SEND team",
        "Hadley Cross and Pinbourne",
        "01632 960114",
        "send.west@example.org",
    ),
    (
        "New requests team",
        "The whole county",
        "01632 960110",
        "send.requests@example.org",
    ),
];

const P: &[Phase] = &[Phase::Primary];
const S: &[Phase] = &[Phase::Secondary];
const E: &[Phase] = &[Phase::Early];
const C: &[Phase] = &[Phase::Post16];
const PS: &[Phase] = &[Phase::Early, Phase::Primary, Phase::Secondary];
const PSC: &[Phase] = &[Phase::Early, Phase::Primary, Phase::Secondary, Phase::Post16];

/// Name, kind, ages, town, area, whether somebody signs in for it.
pub(super) type Listed = (&'static str, Kind, &'static [Phase], &'static str, usize, bool);

/// The settings.
pub(super) const SETTINGS: &[Listed] = &[
    ("Little Larks Nursery", Kind::EarlyYears, E, "Thornleigh", 0, true),
    (
        "Bluebell Lane Pre-school",
        Kind::EarlyYears,
        E,
        "Wexcombe",
        1,
        true,
    ),
    ("Mill Pond Nursery", Kind::EarlyYears, E, "Kingsmere", 2, true),
    (
        "Acorn Corner Playgroup",
        Kind::EarlyYears,
        E,
        "Pinbourne",
        3,
        false,
    ),
    (
        "Alder Brook Primary School",
        Kind::Mainstream,
        P,
        "Thornleigh",
        0,
        true,
    ),
    (
        "Beacon Hill Junior School",
        Kind::Mainstream,
        P,
        "Marlbury",
        0,
        true,
    ),
    (
        "Larkfield Infant School",
        Kind::Mainstream,
        P,
        "Marlbury",
        0,
        true,
    ),
    (
        "Willow Bank Primary School",
        Kind::Mainstream,
        P,
        "Wexcombe",
        1,
        true,
    ),
    (
        "St Aldan's Primary School",
        Kind::Mainstream,
        P,
        "Linden Vale",
        1,
        true,
    ),
    (
        "Orchard Rise Primary School",
        Kind::Mainstream,
        P,
        "Linden Vale",
        1,
        true,
    ),
    (
        "Kingsmere Park Primary School",
        Kind::Mainstream,
        P,
        "Kingsmere",
        2,
        true,
    ),
    (
        "Ottery Bridge Primary School",
        Kind::Mainstream,
        P,
        "Ottery Bridge",
        2,
        true,
    ),
    (
        "Heron Way Primary School",
        Kind::Mainstream,
        P,
        "Kingsmere",
        2,
        false,
    ),
    (
        "Hadley Cross Primary School",
        Kind::Mainstream,
        P,
        "Hadley Cross",
        3,
        true,
    ),
    (
        "Pinbourne Village School",
        Kind::Mainstream,
        P,
        "Pinbourne",
        3,
        true,
    ),
    (
        "Stonecroft Primary School",
        Kind::Mainstream,
        P,
        "Pinbourne",
        3,
        false,
    ),
    ("Thornleigh Academy", Kind::Mainstream, S, "Thornleigh", 0, true),
    ("Marlbury School", Kind::Mainstream, S, "Marlbury", 0, true),
    ("Wexcombe High School", Kind::Mainstream, S, "Wexcombe", 1, true),
    ("Linden Vale School", Kind::Mainstream, S, "Linden Vale", 1, true),
    ("Kingsmere Academy", Kind::Mainstream, S, "Kingsmere", 2, true),
    (
        "Ottery Bridge Upper School",
        Kind::Mainstream,
        S,
        "Ottery Bridge",
        2,
        true,
    ),
    (
        "Hadley Cross School",
        Kind::Mainstream,
        S,
        "Hadley Cross",
        3,
        true,
    ),
    ("Pinbourne Academy", Kind::Mainstream, S, "Pinbourne", 3, false),
    (
        "Rowan Tree Primary School",
        Kind::Resourced,
        P,
        "Marlbury",
        0,
        true,
    ),
    (
        "Ferndale Primary School",
        Kind::Resourced,
        P,
        "Kingsmere",
        2,
        true,
    ),
    ("Brook Meadow School", Kind::Resourced, S, "Wexcombe", 1, true),
    ("Ashcombe Academy", Kind::Resourced, S, "Hadley Cross", 3, true),
    ("The Hazels School", Kind::Special, PSC, "Thornleigh", 0, true),
    ("Maple Lodge School", Kind::Special, PS, "Linden Vale", 1, true),
    ("Lantern Hill School", Kind::Special, PS, "Kingsmere", 2, true),
    (
        "Highfield House School",
        Kind::Special,
        PSC,
        "Hadley Cross",
        3,
        true,
    ),
    ("Copper Beech School", Kind::Special, PS, "Pinbourne", 3, true),
    (
        "The Bridge Centre",
        Kind::Alternative,
        &[Phase::Primary, Phase::Secondary],
        "Wexcombe",
        1,
        true,
    ),
    (
        "Northfield College",
        Kind::FurtherEducation,
        C,
        "Thornleigh",
        0,
        true,
    ),
    (
        "Vale and Kingsmere College",
        Kind::FurtherEducation,
        C,
        "Kingsmere",
        2,
        true,
    ),
    (
        "West County College",
        Kind::FurtherEducation,
        C,
        "Hadley Cross",
        3,
        true,
    ),
    ("Summerhouse School", Kind::Independent, PS, "Marlbury", 0, false),
    (
        "Old Quarry School",
        Kind::Independent,
        S,
        "Ottery Bridge",
        2,
        true,
    ),
];

/// Role, and the places of the teams.
pub(super) const STAFF: &[(Role, &[usize])] = &[
    (Role::Officer, &[0]),
    (Role::Officer, &[0]),
    (Role::Officer, &[0]),
    (Role::Officer, &[1]),
    (Role::Officer, &[1]),
    (Role::Officer, &[1]),
    (Role::Officer, &[1]),
    (Role::Officer, &[2]),
    (Role::Officer, &[2]),
    (Role::Officer, &[2]),
    (Role::Officer, &[3]),
    (Role::Officer, &[3]),
    (Role::Officer, &[3]),
    (Role::Officer, &[4]),
    (Role::Reviewer, &[0, 1]),
    (Role::Reviewer, &[2, 3]),
    (Role::Manager, &[0, 1, 2, 3, 4]),
    (Role::PanelManager, &[0, 1, 2, 3]),
    (Role::QualityAuditor, &[]),
    (Role::CustomerService, &[]),
    (Role::CustomerService, &[]),
    (Role::InformationGovernance, &[]),
    (Role::Admin, &[]),
];

/// The services of those who advise.
pub(super) const ADVISERS: &[Service] = &[
    Service::Psychology,
    Service::Psychology,
    Service::Psychology,
    Service::Psychology,
    Service::Therapy,
    Service::Therapy,
    Service::Therapy,
    Service::Paediatrics,
    Service::Paediatrics,
    Service::Paediatrics,
    Service::SocialCare,
    Service::SocialCare,
];

/// The family and the officer of the tour in the README. They are the same on every day: the child goes to a school of
/// the officer's area, so the case comes to the officer's team.
pub(super) const TOUR_PARENT: &str = "Gemma Watson";
pub(super) const TOUR_CHILD: (&str, &str) = ("Noah", "Watson");
pub(super) const TOUR_SCHOOL: &str = "Kingsmere Park Primary School";
pub(super) const TOUR_AREA: usize = 2;
pub(super) const TOUR_OFFICER: &str = "Imran Khan";

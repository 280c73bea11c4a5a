//! The Tribunal's recommendations on health and social care (SI 2017/1306). They are not binding.

use super::{LAW, day};
use crate::{
    exception::ExceptionKind,
    rule::{Count::*, Period::*, Process, Rule, RuleId::*, Start::*, Version, due},
};
use ehcp_case::{FactKind::*, Party};

const SINCE_APRIL_2018: Version = Version {
    from: day(2018, 4, 3),
    until: None,
    limits: &[],
    source: "",
    note: "For appeals about decisions made, or plans made or amended, on or after 3 April 2018.",
};

const RECOMMENDATION: Rule = Rule {
    process: Process::Recommendation,
    hidden_until_started: true,
    ..LAW
};
const RELAXED_BY: &[ExceptionKind] = &[ExceptionKind::TribunalDirection, ExceptionKind::Covid];

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: RecHealthResponse,
        title: "Answer the health recommendation",
        explanation: "The health body must answer in writing within five weeks what it will do, or why not. The day of the recommendation is the first day.",
        must_act: Party::HealthBody,
        must_tell: &[Party::ParentOrYoungPerson, Party::LocalAuthority],
        versions: &[Version {
            source: "SI 2017/1306, reg 6(3)",
            limits: &[due(On(HealthRecommendation), Incl(Weeks(5)))
                .met_by(&[HealthRecommendationAnswered])
                .relaxed_by(RELAXED_BY)],
            ..SINCE_APRIL_2018
        }],
        ..RECOMMENDATION
    },
    Rule {
        id: RecHealthCopySos,
        title: "Send the health body's answer to the Secretary of State",
        explanation: "The council must send the health body's answer on within one week. The day it gets the answer is the first day.",
        must_tell: &[Party::SecretaryOfState],
        versions: &[Version {
            source: "SI 2017/1306, reg 6(6)",
            limits: &[due(On(HealthResponseReceived), Incl(Weeks(1)))
                .met_by(&[HealthResponseCopied])
                .relaxed_by(super::COVID)],
            ..SINCE_APRIL_2018
        }],
        ..RECOMMENDATION
    },
    Rule {
        id: RecSocialResponse,
        title: "Answer the social care recommendation",
        explanation: "The council must answer in writing within five weeks what it will do, or why not. The day of the recommendation is the first day.",
        versions: &[Version {
            source: "SI 2017/1306, reg 7(1)",
            limits: &[due(On(SocialCareRecommendation), Incl(Weeks(5)))
                .met_by(&[SocialCareRecommendationAnswered])
                .relaxed_by(RELAXED_BY)],
            ..SINCE_APRIL_2018
        }],
        ..RECOMMENDATION
    },
    Rule {
        id: RecSocialCopySos,
        title: "Send the council's answer to the Secretary of State",
        explanation: "The council must send its own answer on within one week. The day of the answer is the first day.",
        must_tell: &[Party::SecretaryOfState],
        versions: &[Version {
            source: "SI 2017/1306, reg 7(4)",
            limits: &[due(On(SocialCareRecommendationAnswered), Incl(Weeks(1)))
                .met_by(&[SocialCareResponseCopied])
                .relaxed_by(super::COVID)],
            ..SINCE_APRIL_2018
        }],
        ..RECOMMENDATION
    },
];

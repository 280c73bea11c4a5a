//! Transfers between phases of education (SEND Regulations 2014, reg 18) and preparing for adulthood.

use super::{LAW, SINCE_2014, day};
use crate::rule::{Count::*, Limit, Period::*, Process, RightsId, Rule, RuleId::*, Start::*, Version, due};
use ehcp_case::{FactKind::*, Party};

/// To a post-16 institution, by 31 March.
const BY_31_MARCH: Limit = due(On(PhaseTransferToPost16), Fixed { month: 3, day: 31 })
    .met_by(&[AmendedPlanSent])
    .ended_by(&[PlanCeased]);

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: PhaseTransferSchool,
        process: Process::PhaseTransfer,
        title: "Name the next school in the plan",
        explanation: "In the year a child moves to the next phase of school, the plan must be reviewed and name the new school before 15 February. Guidance says by 15 February; the strict reading makes the day before the last one.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting, Party::HealthBody],
        rights: &[RightsId::Rs6],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 18(1)(b)",
            limits: &[due(On(PhaseTransferToSchool), Fixed { month: 2, day: 15 })
                .met_by(&[AmendedPlanSent])
                .ended_by(&[PlanCeased])],
            note: "The amended final plan must exist by then. The coronavirus exception of 2020 did not cover it.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: PhaseTransferPost16,
        process: Process::PhaseTransfer,
        title: "Name the college in the plan",
        explanation: "In the year a young person moves from school to a college or other post-16 institution, the plan must be reviewed and name it before 31 March. A school's own sixth form is not such an institution.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting, Party::HealthBody],
        rights: &[RightsId::Rs6],
        hidden_until_started: true,
        versions: &[
            Version {
                until: Some(day(2015, 8, 31)),
                source: "SEND Regulations 2014, reg 18(1)(a)",
                limits: &[BY_31_MARCH],
                ..SINCE_2014
            },
            Version {
                from: day(2015, 9, 1),
                until: Some(day(2015, 9, 1)),
                source: "SEND Regulations 2014, reg 18(3)",
                limits: &[due(On(PhaseTransferToPost16), Fixed { month: 5, day: 31 })
                    .met_by(&[AmendedPlanSent])
                    .ended_by(&[PlanCeased])],
                note: "For transfers on 1 September 2015 only: 31 May.",
            },
            Version {
                from: day(2015, 9, 2),
                source: "SEND Regulations 2014, reg 18(1)(a)",
                limits: &[BY_31_MARCH],
                note: "",
                until: None,
            },
        ],
        ..LAW
    },
    Rule {
        id: PhaseTransferPost16Move,
        process: Process::PhaseTransfer,
        title: "Name the next college in the plan",
        explanation: "When a young person moves from one post-16 institution to another, the plan must be reviewed at least five months before.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting, Party::HealthBody],
        rights: &[RightsId::Rs6],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 18(2)",
            limits: &[due(On(Post16Move), Back(Months(5)))
                .met_by(&[AmendedPlanSent])
                .ended_by(&[PlanCeased])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: PfaYear9,
        title: "Prepare for adulthood from Year 9",
        explanation: "From Year 9 on, every plan and every review must look at preparing for adult life: work, a home and taking part in society.",
        versions: &[Version {
            source: "SEND Regulations 2014, reg 6(1)(g), 12(3), 20(6), 21(6)",
            limits: &[due(On(Meeting), NoNumber)],
            note: "Year 9 is the school year in which most of the class become 14.",
            ..SINCE_2014
        }],
        ..LAW
    },
];

//! Carrying out orders (SEND Regulations 2014, reg 44) and appeals that are not opposed (reg 45).

use super::{LAW, SINCE_2014, day};
use crate::{
    exception::ExceptionKind,
    rule::{Count::*, Limit, Period::*, Process, RightsId, Rule, RuleId::*, Start::*, Version, due},
};
use ehcp_case::{FactKind, FactKind::*, Party};

/// The exceptions of reg 44(3), for orders to assess and to make a plan.
pub(super) const ORDER_EXCEPTIONS: &[ExceptionKind] = &[
    ExceptionKind::Personal,
    ExceptionKind::AbsentTwoWeeks,
    ExceptionKind::Reg13Three,
    ExceptionKind::TribunalDirection,
];

/// Reg 44(1), and coronavirus.
const DIRECTION_ONLY: &[ExceptionKind] = &[ExceptionKind::TribunalDirection, ExceptionKind::Covid];

/// The exceptions of reg 45(7), and coronavirus.
const UNOPPOSED_EXCEPTIONS: &[ExceptionKind] = &[
    ExceptionKind::Personal,
    ExceptionKind::AbsentTwoWeeks,
    ExceptionKind::Reg13Three,
    ExceptionKind::Covid,
];

/// So many weeks after an order or the letter to the Tribunal.
pub(super) const fn weeks_after(start: FactKind, weeks: u32) -> Limit {
    due(On(start), Excl(Weeks(weeks)))
}

/// Telling the family that the assessment will be made.
pub(super) const fn notify(start: FactKind, weeks: u32) -> Limit {
    weeks_after(start, weeks)
        .named("notify", "Tell the family that the assessment will be made")
        .met_by(&[OrderAssessmentNotified])
}

/// Saying after the assessment that there will be no plan.
pub(super) const fn refuse_plan(start: FactKind) -> Limit {
    weeks_after(start, 10)
        .named("refuse_plan", "Give reasons if there will be no plan")
        .met_by(&[RefusalToIssueNotified])
        .ended_by(&[IssueDecided, DraftSent, FinalPlanSent])
}

/// The final plan after the assessment.
pub(super) const fn final_plan(start: FactKind) -> Limit {
    weeks_after(start, 14)
        .named("final_plan", "Send the final plan")
        .met_by(&[FinalPlanSent])
        .ended_by(&[RefusalToIssueNotified])
}

/// The draft of a plan that must be made.
pub(super) const fn draft(start: FactKind) -> Limit {
    weeks_after(start, 5)
        .named("draft", "Send the draft plan")
        .met_by(&[DraftSent])
}

/// The final version of a plan that must be made.
pub(super) const fn final_version(start: FactKind) -> Limit {
    weeks_after(start, 11)
        .named("final", "Send the final plan")
        .met_by(&[FinalPlanSent])
}

const ORDER: Rule = Rule {
    process: Process::TribunalOrder,
    hidden_until_started: true,
    ..LAW
};
const UNOPPOSED: Rule = Rule {
    process: Process::UnopposedAppeal,
    hidden_until_started: true,
    ..LAW
};

/// Reg 45 as substituted by SI 2015/359.
const SINCE_MARCH_2015: Version = Version {
    from: day(2015, 3, 23),
    until: None,
    limits: &[],
    source: "",
    note: "Reg 45 as substituted on 23 March 2015.",
};

/// Reg 45 as first made.
const UNTIL_MARCH_2015: Version = Version {
    until: Some(day(2015, 3, 22)),
    source: "SEND Regulations 2014, reg 45 as first made",
    note: "Reg 45 before it was substituted on 23 March 2015; the periods are known from guidance.",
    ..SINCE_2014
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: OrdDismissCease,
        title: "End the plan after a dismissed appeal",
        explanation: "If the Tribunal dismisses an appeal against ending a plan, the plan ends at once.",
        versions: &[Version {
            source: "SEND Regulations 2014, reg 44(2)(a)",
            limits: &[due(On(CeasingAppealDismissed), Immediately)
                .met_by(&[PlanCeased])
                .relaxed_by(&[ExceptionKind::TribunalDirection])],
            ..SINCE_2014
        }],
        ..ORDER
    },
    Rule {
        id: OrdAssess,
        title: "Assess because the Tribunal ordered it",
        explanation: "The council must tell you within two weeks that it will assess, then either say within ten weeks that there will be no plan, or send the final plan within 14 weeks. All count from the order.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting, Party::HealthBody],
        rights: &[RightsId::Rs6],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 44(2)(b)",
            limits: &[
                notify(OrderToAssess, 2).relaxed_by(ORDER_EXCEPTIONS),
                refuse_plan(OrderToAssess).relaxed_by(ORDER_EXCEPTIONS),
                final_plan(OrderToAssess).relaxed_by(ORDER_EXCEPTIONS),
            ],
            note: "Reg 44(2)(b)(ii) was amended on 23 March 2015; the earlier text is not known here.",
            ..SINCE_2014
        }],
        ..ORDER
    },
    Rule {
        id: OrdMakePlan,
        title: "Make a plan because the Tribunal ordered it",
        explanation: "The council must send you a draft within five weeks of the order and the final plan within 11 weeks.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting, Party::HealthBody],
        rights: &[RightsId::Rs6],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 44(2)(c)",
            limits: &[
                draft(OrderToMakePlan).relaxed_by(ORDER_EXCEPTIONS),
                final_version(OrderToMakePlan).relaxed_by(ORDER_EXCEPTIONS),
            ],
            note: "Reg 44(2)(c)(ii) was amended on 23 March 2015; the earlier text is not known here.",
            ..SINCE_2014
        }],
        ..ORDER
    },
    Rule {
        id: OrdReconsider,
        title: "Decide again because the Tribunal ordered it",
        explanation: "Within two weeks the council must send you a draft plan or say again that there will be none.",
        versions: &[Version {
            source: "SEND Regulations 2014, reg 44(2)(d)",
            limits: &[weeks_after(OrderToReconsider, 2)
                .met_by(&[DraftSent, RefusalToIssueNotified])
                .relaxed_by(DIRECTION_ONLY)],
            ..SINCE_2014
        }],
        ..ORDER
    },
    Rule {
        id: OrdAmendProvision,
        title: "Change the provision because the Tribunal ordered it",
        explanation: "The council must send you the changed plan within five weeks of the order.",
        versions: &[Version {
            source: "SEND Regulations 2014, reg 44(2)(e)",
            limits: &[weeks_after(OrderToAmendProvision, 5)
                .met_by(&[AmendedPlanSent])
                .relaxed_by(DIRECTION_ONLY)],
            ..SINCE_2014
        }],
        ..ORDER
    },
    Rule {
        id: OrdNameSchool,
        title: "Name the school because the Tribunal ordered it",
        explanation: "The council must send you the plan with the school in it within two weeks of the order.",
        versions: &[Version {
            source: "SEND Regulations 2014, reg 44(2)(f)",
            limits: &[weeks_after(OrderToNameSchool, 2)
                .met_by(&[AmendedPlanSent])
                .relaxed_by(DIRECTION_ONLY)],
            ..SINCE_2014
        }],
        ..ORDER
    },
    Rule {
        id: OrdContinue,
        title: "Keep the plan because the Tribunal ordered it",
        explanation: "The plan goes on as it is.",
        versions: &[Version {
            source: "SEND Regulations 2014, reg 44(2)(g)",
            limits: &[due(On(OrderToContinue), NoNumber)],
            ..SINCE_2014
        }],
        ..ORDER
    },
    Rule {
        id: OrdContinueAmend,
        title: "Keep and change the plan because the Tribunal ordered it",
        explanation: "The plan goes on, and the council must send you the changed plan within five weeks of the order.",
        versions: &[Version {
            source: "SEND Regulations 2014, reg 44(2)(h)",
            limits: &[weeks_after(OrderToContinueAndAmend, 5)
                .met_by(&[AmendedPlanSent])
                .relaxed_by(DIRECTION_ONLY)],
            ..SINCE_2014
        }],
        ..ORDER
    },
    Rule {
        id: UnopAssess,
        title: "Assess after an appeal that is not opposed",
        explanation: "If the council does not oppose an appeal about assessing, it must tell you within two weeks that it will assess, then either say within ten weeks that there will be no plan, or send the final plan within 14 weeks. All count from the day it told the Tribunal.",
        versions: &[
            Version {
                limits: &[notify(UnopposedAssess, 4)],
                ..UNTIL_MARCH_2015
            },
            Version {
                source: "SEND Regulations 2014, reg 45(3), (3A)",
                limits: &[
                    notify(UnopposedAssess, 2).relaxed_by(UNOPPOSED_EXCEPTIONS),
                    refuse_plan(UnopposedAssess),
                    final_plan(UnopposedAssess),
                ],
                note: "Reg 45(7) relaxes the two weeks only.",
                ..SINCE_MARCH_2015
            },
        ],
        ..UNOPPOSED
    },
    Rule {
        id: UnopContents,
        title: "Change the contents after an appeal that is not opposed",
        explanation: "If the council does not oppose an appeal about what the plan says, it must send you the changed plan within five weeks.",
        versions: &[
            Version {
                limits: &[weeks_after(UnopposedContents, 4).met_by(&[AmendedPlanSent])],
                ..UNTIL_MARCH_2015
            },
            Version {
                source: "SEND Regulations 2014, reg 45(4)",
                limits: &[weeks_after(UnopposedContents, 5)
                    .met_by(&[AmendedPlanSent])
                    .relaxed_by(super::COVID)],
                ..SINCE_MARCH_2015
            },
        ],
        ..UNOPPOSED
    },
    Rule {
        id: UnopSectionI,
        title: "Name the school after an appeal that is not opposed",
        explanation: "If the council does not oppose an appeal about the school, it must send you the changed plan within two weeks, or five where it changes other parts too.",
        versions: &[
            Version {
                limits: &[weeks_after(UnopposedSectionI, 2).met_by(&[AmendedPlanSent])],
                ..UNTIL_MARCH_2015
            },
            Version {
                source: "SEND Regulations 2014, reg 45(5)",
                limits: &[weeks_after(UnopposedSectionI, 2)
                    .met_by(&[AmendedPlanSent])
                    .relaxed_by(super::COVID)],
                note: "Five weeks where reg 45(4) applies too (reg 45(5)(b)).",
                ..SINCE_MARCH_2015
            },
        ],
        ..UNOPPOSED
    },
    Rule {
        id: UnopRefuseIssue,
        title: "Make a plan after an appeal that is not opposed",
        explanation: "If the council does not oppose an appeal about not issuing a plan, it must send you a draft within five weeks and the final plan within 11 weeks.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting, Party::HealthBody],
        rights: &[RightsId::Rs6],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 45(6)",
            limits: &[
                draft(UnopposedRefusalToIssue).relaxed_by(UNOPPOSED_EXCEPTIONS),
                final_version(UnopposedRefusalToIssue).relaxed_by(UNOPPOSED_EXCEPTIONS),
            ],
            note: "The text before 23 March 2015 is not known here.",
            ..SINCE_MARCH_2015
        }],
        ..UNOPPOSED
    },
    Rule {
        id: UnopCease,
        title: "Keep the plan after an appeal that is not opposed",
        explanation: "If the council does not oppose an appeal about ending the plan, it keeps the plan and sends you any agreed changes within five weeks.",
        versions: &[Version {
            source: "SEND Regulations 2014, reg 45(6A)",
            limits: &[weeks_after(UnopposedCease, 5)
                .met_by(&[AmendedPlanSent])
                .relaxed_by(super::COVID)],
            note: "Inserted on 23 March 2015.",
            ..SINCE_MARCH_2015
        }],
        ..UNOPPOSED
    },
];

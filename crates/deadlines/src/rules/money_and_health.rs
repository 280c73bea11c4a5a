//! Personal budgets, health, standing duties and definitions.

use super::{COVID, LAW, SINCE_2014, day};
use crate::rule::{
    Confidence, Count::*, Limit, Period::*, Process, RightsId, Rule, RuleId::*, Start::*, Version, due,
};
use ehcp_case::{FactKind::*, Party};

/// The provision in the plan, from the day of the final plan on.
const SECURE: Limit = due(Earliest(&[PlanMade, FinalPlanSent]), Immediately)
    .ended_by(&[PlanCeased])
    .window();

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: PbRequestWindow,
        title: "Ask for a personal budget",
        explanation: "You can ask for a personal budget while a draft plan is being written and while a plan is reviewed or re-assessed. The council must think about it.",
        must_act: Party::ParentOrYoungPerson,
        must_tell: &[Party::LocalAuthority],
        versions: &[Version {
            source: "Children and Families Act 2014, s.49; SI 2014/1652, reg 4",
            limits: &[due(On(IssueDecided), NoNumber)],
            note: "Section 49(1) is open whenever a plan is maintained; reg 4 limits requests to the two windows.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: PbDpRefusal,
        process: Process::DirectPayments,
        title: "Explain a refusal of direct payments",
        explanation: "If the council refuses direct payments, it must tell you in writing, with reasons, and that you can ask for a review.",
        hidden_until_started: true,
        versions: &[Version {
            source: "SI 2014/1652, reg 7",
            limits: &[
                due(On(DirectPaymentRefused), AsSoonAsPracticable).met_by(&[DirectPaymentRefusalNotified])
            ],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: PbDpReview,
        process: Process::DirectPayments,
        title: "Review the direct payments",
        explanation: "The council must check how direct payments work once within the first three months, and then at each review of the plan.",
        versions: &[Version {
            source: "SI 2014/1652, reg 11(2)",
            limits: &[due(On(FirstDirectPayment), Excl(Months(3)))
                .met_by(&[DirectPaymentReviewed])
                .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: PbDpReduce,
        process: Process::DirectPayments,
        title: "Give notice before direct payments are reduced",
        explanation: "The council must give you reasonable notice and its reasons before it reduces direct payments. You can ask it to think again once.",
        hidden_until_started: true,
        versions: &[Version {
            source: "SI 2014/1652, reg 12",
            limits: &[
                due(On(DirectPaymentReduced), AsSoonAsPracticable).met_by(&[DirectPaymentReductionNotified])
            ],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: HbS23Notify,
        title: "Tell the council about a young child who may need help",
        explanation: "If a health service thinks that a child under school age probably has special educational needs, it must talk to the parent first and then tell the council.",
        must_act: Party::HealthBody,
        must_tell: &[Party::ParentOrYoungPerson, Party::LocalAuthority],
        versions: &[Version {
            source: "Children and Families Act 2014, s.23",
            limits: &[due(On(HealthOpinionFormed), AsSoonAsPracticable).met_by(&[HealthNotificationMade])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: HbS42Secure,
        title: "Provide what the plan says",
        explanation: "From the day the plan is final, the council must provide the education in it and the health body the health care in it.",
        versions: &[
            Version {
                until: Some(day(2020, 4, 30)),
                source: "Children and Families Act 2014, s.42(2), (3), (5)",
                limits: &[SECURE],
                ..SINCE_2014
            },
            Version {
                from: day(2020, 5, 1),
                until: Some(day(2020, 7, 31)),
                source: "Children and Families Act 2014, s.42, modified by notice under the Coronavirus Act 2020",
                limits: &[SECURE],
                note: "Read as reasonable endeavours during the pandemic.",
            },
            Version {
                from: day(2020, 8, 1),
                source: "Children and Families Act 2014, s.42(2), (3), (5)",
                limits: &[SECURE],
                ..SINCE_2014
            },
        ],
        ..LAW
    },
    Rule {
        id: SchoolAdmit,
        title: "Admit the child",
        explanation: "A school named in the plan must take the child from the day it is named. A wholly independent school has no such duty.",
        must_act: Party::Setting,
        versions: &[Version {
            source: "Children and Families Act 2014, s.43",
            limits: &[due(On(SchoolNamed), Immediately).met_by(&[ChildAdmitted])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: JcArrangements,
        title: "Plan services together with the health bodies",
        explanation: "The council and the health bodies must agree how they provide assessments and what is in plans, and keep that under review.",
        must_tell: &[Party::HealthBody],
        versions: &[Version {
            source: "Children and Families Act 2014, s.26",
            limits: &[due(On(BecameResponsible), NoNumber)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: S41Withdrawal,
        title: "The approval of an independent school ends",
        explanation: "When the Secretary of State withdraws the approval of an independent school, that takes effect 28 days after the notice.",
        must_act: Party::SecretaryOfState,
        must_tell: &[Party::Setting],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 61(3)",
            limits: &[due(On(WithdrawalNotified), Excl(Days(28))).window()],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: DefYoungPerson,
        title: "The rights pass to the young person",
        explanation: "From the day after the last Friday in June of the school year of the 16th birthday, the rights are the young person's own.",
        must_tell: &[Party::YoungPerson],
        confidence: Confidence::ReadInGuidance,
        versions: &[Version {
            source: "Children and Families Act 2014, s.83(2); Education Act 1996, s.8, s.579",
            limits: &[due(On(RequestReceived), NoNumber)],
            note: "Counted from the date of birth.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: RightsTextVersion,
        title: "Which rights a notice must explain",
        explanation: "A notice sent from 3 April 2018 on must also say that the Tribunal can make recommendations on health and social care, where the law lists it.",
        rights: &[RightsId::Rs5, RightsId::Rs6],
        versions: &[
            Version {
                until: Some(day(2018, 4, 2)),
                source: "SEND Regulations 2014 as first made",
                limits: &[due(On(NoticeSent), NoNumber)],
                ..SINCE_2014
            },
            Version {
                from: day(2018, 4, 3),
                source: "SI 2017/1306, regs 1, 8",
                limits: &[due(On(NoticeSent), NoNumber)],
                note: "RS-6 in regs 10(3), 14(2), 20(11), 21(10), 22(5), 25(2), 31(3); not in reg 5(3).",
                ..SINCE_2014
            },
        ],
        ..LAW
    },
    Rule {
        id: LocalOfferComments,
        title: "Publish comments on the local offer",
        explanation: "At least once a year the council must publish what people say about its local offer, and its answer.",
        versions: &[Version {
            source: "SEND Regulations 2014, reg 56(3)",
            limits: &[due(On(LocalOfferPublished), Excl(Months(12))).relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
];

//! Detained persons (Children and Families Act 2014, ss.70 to 75; SI 2015/62). The duties are the home authority's.

use super::{ADVICE_EXCEPTIONS, COVID, LAW, day, orders};
use crate::{
    exception::ExceptionKind,
    rule::{
        Confidence, Count::*, Limit, Period::*, Process, RightsId, Rule, RuleId::*, Start, Start::*, Version,
        due,
    },
};
use ehcp_case::{FactKind, FactKind::*, Party};

const SINCE_APRIL_2015: Version = Version {
    from: day(2015, 4, 1),
    until: None,
    limits: &[],
    source: "",
    note: "",
};

const DETAINED: Rule = Rule {
    process: Process::Detention,
    hidden_until_started: true,
    rights: &[RightsId::Detained],
    ..LAW
};

/// A request, responsibility or attention drawn to the person: the first starts every clock.
const REQUEST: Start = Start::Earliest(&[RequestReceived, BecameResponsible, BroughtToAttention]);

/// Closure, personal circumstances and absence; there is no limb for early years providers.
const EXCEPTIONS: &[ExceptionKind] = &[
    ExceptionKind::SchoolClosure,
    ExceptionKind::Personal,
    ExceptionKind::AbsentFourWeeks,
    ExceptionKind::Covid,
];

/// Reg 29(7): personal circumstances, absence of two weeks, closure.
const ORDER_EXCEPTIONS: &[ExceptionKind] = &[
    ExceptionKind::Personal,
    ExceptionKind::AbsentTwoWeeks,
    ExceptionKind::SchoolClosure,
    ExceptionKind::TribunalDirection,
    ExceptionKind::Covid,
];

const DIRECTION_ONLY: &[ExceptionKind] = &[ExceptionKind::TribunalDirection, ExceptionKind::Covid];

const fn decision() -> Limit {
    due(REQUEST, Excl(Weeks(6)))
        .met_by(&[AssessDecisionNotified, AssessmentRefused])
        .ended_by(&[AssessmentWithdrawn])
        .relaxed_by(EXCEPTIONS)
}

const fn refuse() -> Limit {
    due(REQUEST, Excl(Weeks(16)))
        .met_by(&[RefusalToIssueNotified])
        .ended_by(&[
            AssessmentOutcomeNotified,
            IssueDecided,
            FinalPlanSent,
            AssessmentRefused,
            AssessmentWithdrawn,
        ])
        .relaxed_by(EXCEPTIONS)
}

const fn final_plan() -> Limit {
    due(REQUEST, Excl(Weeks(20)))
        .met_by(&[FinalPlanSent])
        .ended_by(&[AssessmentRefused, RefusalToIssueNotified, AssessmentWithdrawn])
        .relaxed_by(EXCEPTIONS)
}

const fn five_working_days(start: FactKind) -> Limit {
    due(On(start), WorkingDaysExcl(5)).relaxed_by(COVID)
}

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: DetDecision,
        title: "Say whether a detained person will be assessed",
        explanation: "The home council must say within six weeks of the request whether it will assess the detained person's needs.",
        confidence: Confidence::ToBeChecked,
        versions: &[Version {
            source: "SI 2015/62, regs 4, 5",
            limits: &[decision()],
            ..SINCE_APRIL_2015
        }],
        ..DETAINED
    },
    Rule {
        id: DetAdvice,
        title: "Send the advice about a detained person",
        explanation: "A service that is asked for advice must answer within six weeks of getting the request.",
        must_act: Party::AdviceGiver,
        must_tell: &[Party::LocalAuthority],
        rights: &[],
        versions: &[Version {
            source: "SI 2015/62, reg 8",
            limits: &[due(On(CooperationRequestReceived), Excl(Weeks(6)))
                .met_by(&[AdviceReceived])
                .ended_by(&[AssessmentWithdrawn])
                .relaxed_by(ADVICE_EXCEPTIONS)],
            note: "The absence is the parent's, or that of whoever acts instead.",
            ..SINCE_APRIL_2015
        }],
        ..DETAINED
    },
    Rule {
        id: DetRefuse,
        title: "Say if there will be no plan for a detained person",
        explanation: "If there is to be no plan, the home council must say so within 16 weeks of the request.",
        versions: &[Version {
            source: "SI 2015/62, reg 10",
            limits: &[refuse()],
            ..SINCE_APRIL_2015
        }],
        ..DETAINED
    },
    Rule {
        id: DetFinal,
        title: "Send the final plan for a detained person",
        explanation: "The final plan must be sent within 20 weeks of the request, after at least 15 days for answering the draft.",
        must_tell: &[
            Party::ParentOrYoungPerson,
            Party::PersonInCharge,
            Party::HealthBody,
        ],
        versions: &[Version {
            source: "SI 2015/62, reg 13",
            limits: &[
                final_plan(),
                due(On(DraftServed), Incl(Days(15)))
                    .named("representations", "Answer the draft plan")
                    .met_by(&[RepresentationsReceived])
                    .ended_by(&[FinalPlanSent, AssessmentWithdrawn])
                    .window(),
            ],
            note: "An assessment that had begun keeps its clock when the person is detained (reg 15(4)).",
            ..SINCE_APRIL_2015
        }],
        ..DETAINED
    },
    Rule {
        id: DetClockContinues,
        process: Process::Standing,
        title: "The clock goes on through detention and release",
        explanation: "If someone is detained or released during an assessment and the council stays the same, the assessment keeps its first clock: six, 16 and 20 weeks.",
        versions: &[Version {
            source: "SI 2015/62, reg 15",
            limits: &[
                decision().named("decision", "Say whether there will be an assessment"),
                refuse().named("refuse", "Say if there will be no plan"),
                final_plan().named("final", "Send the final plan"),
            ],
            note: "Not where another authority becomes responsible on release (reg 15(3)).",
            ..SINCE_APRIL_2015
        }],
        ..DETAINED
    },
    Rule {
        id: DetSendCopy,
        title: "Send the plan to those who look after a detained person",
        explanation: "Within five working days the home council must send a copy of the plan to the person in charge of the place of detention and to the health body.",
        must_tell: &[Party::PersonInCharge, Party::HealthBody],
        rights: &[],
        versions: &[Version {
            source: "SI 2015/62, reg 17(1)",
            limits: &[five_working_days(DetainedPlanKept).met_by(&[PlanCopySent])],
            ..SINCE_APRIL_2015
        }],
        ..DETAINED
    },
    Rule {
        id: DetMoved,
        title: "Send the plan after a move to another place of detention",
        explanation: "Within five working days of being told of the new place, the home council must send a copy of the plan there.",
        must_tell: &[Party::PersonInCharge, Party::HealthBody],
        rights: &[],
        versions: &[Version {
            source: "SI 2015/62, reg 17(2)",
            limits: &[five_working_days(ToldOfNewAccommodation).met_by(&[PlanCopySent])],
            ..SINCE_APRIL_2015
        }],
        ..DETAINED
    },
    Rule {
        id: DetDiscloseNewLa,
        title: "Tell the new council about the release",
        explanation: "If someone is released to another council's area, the home council must tell that council within five working days.",
        must_tell: &[Party::NewAuthority],
        rights: &[],
        versions: &[Version {
            source: "SI 2015/62, reg 16(2)",
            limits: &[five_working_days(ToldOfRelease).met_by(&[ReleaseDisclosed])],
            ..SINCE_APRIL_2015
        }],
        ..DETAINED
    },
    Rule {
        id: DetNewLaIcb,
        title: "Send the plan to the new health body",
        explanation: "The new council must send the plan to its health body within five working days.",
        must_act: Party::NewAuthority,
        must_tell: &[Party::NewHealthBody],
        rights: &[],
        versions: &[Version {
            source: "SI 2015/62, reg 16(3)",
            limits: &[
                five_working_days(NewAuthorityResponsible).met_by(&[HealthBodyPlanReceived, PlanCopySent])
            ],
            ..SINCE_APRIL_2015
        }],
        ..DETAINED
    },
    Rule {
        id: DetIcbRequest,
        title: "Say that the health provision cannot be given",
        explanation: "If the new health body cannot give what the plan says, it must ask the council within 15 working days to assess or review.",
        must_act: Party::NewHealthBody,
        must_tell: &[Party::NewAuthority],
        rights: &[],
        versions: &[Version {
            source: "SI 2015/62, reg 16(4)",
            limits: &[due(On(HealthBodyPlanReceived), WorkingDaysExcl(15))
                .met_by(&[HealthBodyRequestMade])
                .relaxed_by(COVID)],
            ..SINCE_APRIL_2015
        }],
        ..DETAINED
    },
    Rule {
        id: DetMediation,
        title: "Mediation for a detained person",
        explanation: "Mediation must be arranged within 30 days, the certificate sent within three working days, and what is agreed done within two weeks.",
        must_act: Party::MediationArranger,
        rights: &[],
        versions: &[Version {
            source: "SI 2015/62, regs 20-24, 27",
            limits: &[
                due(
                    Earliest(&[MediationRequested, MediationRequestedWithHealth]),
                    Excl(Days(30)),
                )
                .named("arrange", "Hold the mediation")
                .met_by(&[Mediation])
                .ended_by(&[CertificateIssued, AdviserToldCannotArrange])
                .relaxed_by(&[
                    ExceptionKind::Agreed,
                    ExceptionKind::ConsentShort,
                    ExceptionKind::Covid,
                ]),
                due(
                    Earliest(&[AdviserInformed, MediationConcluded, AdviserToldCannotArrange]),
                    WorkingDaysExcl(3),
                )
                .named("certificate", "Issue the certificate")
                .met_by(&[CertificateIssued])
                .relaxed_by(COVID),
                due(On(Agreement), Excl(Weeks(2)))
                    .named("agreement", "Do what was agreed")
                    .met_by(&[AgreementCarriedOut])
                    .relaxed_by(&[ExceptionKind::Agreed, ExceptionKind::Covid]),
            ],
            ..SINCE_APRIL_2015
        }],
        ..DETAINED
    },
    Rule {
        id: DetOrders,
        title: "Carry out a Tribunal order about a detained person",
        explanation: "The times are those of other Tribunal orders: two, ten and 14 weeks to assess, five and 11 weeks to make a plan, two weeks to decide again or to name a place.",
        versions: &[Version {
            source: "SI 2015/62, reg 29",
            limits: &[
                orders::notify(OrderToAssess, 2).relaxed_by(ORDER_EXCEPTIONS),
                orders::refuse_plan(OrderToAssess).relaxed_by(ORDER_EXCEPTIONS),
                orders::final_plan(OrderToAssess).relaxed_by(ORDER_EXCEPTIONS),
                orders::draft(OrderToMakePlan).relaxed_by(ORDER_EXCEPTIONS),
                orders::final_version(OrderToMakePlan).relaxed_by(ORDER_EXCEPTIONS),
                orders::weeks_after(OrderToReconsider, 2)
                    .named("reconsider", "Send a draft plan, or refuse with reasons")
                    .met_by(&[DraftSent, RefusalToIssueNotified])
                    .relaxed_by(DIRECTION_ONLY),
                orders::weeks_after(OrderToNameSchool, 2)
                    .named("name_school", "Send the plan with the school or type named")
                    .met_by(&[AmendedPlanSent])
                    .relaxed_by(DIRECTION_ONLY),
            ],
            ..SINCE_APRIL_2015
        }],
        ..DETAINED
    },
];

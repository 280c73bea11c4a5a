//! The assessment and the first plan (SEND Regulations 2014, regs 3 to 14).

use super::{ADVICE_EXCEPTIONS, ASSESSMENT_EXCEPTIONS, COVID, LAW, SINCE_2014};
use crate::rule::{
    Confidence, Count::*, Formula, Kind, Period::*, Process, RightsId, Rule, RuleId::*, Start, Version, by,
    due, term,
};
use ehcp_case::{FactKind::*, Party};

/// A request, or responsibility without one: the first of the two starts every clock of the road.
const REQUEST: Start = Start::Earliest(&[RequestReceived, BecameResponsible]);

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: EhcnaConsultOnRequest,
        process: Process::Assessment,
        title: "Talk to the family about the request",
        explanation: "Before the council decides whether an assessment may be needed, it must ask for your views. The law gives no number of days, only: as soon as it can.",
        versions: &[Version {
            source: "Children and Families Act 2014, s.36(4); SEND Regulations 2014, reg 3",
            limits: &[due(REQUEST, AsSoonAsPracticable)
                .met_by(&[FamilyConsulted])
                .ended_by(&[AssessDecisionNotified, AssessmentWithdrawn])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcnaNotifyConsidering,
        process: Process::Assessment,
        title: "Tell everyone that an assessment is being considered",
        explanation: "If the council thinks a plan may be needed, it must tell you, your child's school or nursery, the health service and social care that it is considering an assessment. You can then send your views and evidence. There is no number of days, but it must fit inside the six weeks.",
        must_tell: &[
            Party::ParentOrYoungPerson,
            Party::HealthBody,
            Party::SocialCare,
            Party::Setting,
        ],
        rights: &[RightsId::Views],
        versions: &[Version {
            source: "Children and Families Act 2014, s.36(7); SEND Regulations 2014, reg 4(2)",
            limits: &[due(REQUEST, AsSoonAsPracticable)
                .met_by(&[ConsideringNoticeSent])
                .ended_by(&[AssessDecisionNotified, AssessmentWithdrawn])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcnaDecideNotNecessary,
        process: Process::Assessment,
        title: "Say if no assessment is being considered",
        explanation: "If the council decides that no plan will be needed and so does not look into it further, it must tell you so, with its reasons, within six weeks. There are no exceptions to this limit.",
        rights: &[RightsId::Rs5],
        versions: &[Version {
            source: "Children and Families Act 2014, s.36(5); SEND Regulations 2014, reg 4(1)",
            limits: &[due(REQUEST, Excl(Weeks(6)))
                .met_by(&[AssessmentRefused])
                .ended_by(&[AssessDecisionNotified, AssessmentWithdrawn])
                .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcnaDecisionToAssess,
        process: Process::Assessment,
        title: "Tell the family whether there will be an assessment",
        explanation: "The council must tell you as soon as it can, and within six weeks at most, whether it will assess your child. If it says no, you can ask for mediation and appeal.",
        must_tell: &[
            Party::ParentOrYoungPerson,
            Party::HealthBody,
            Party::SocialCare,
            Party::Setting,
        ],
        rights: &[RightsId::Rs5],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 5(1)",
            limits: &[due(REQUEST, Excl(Weeks(6)))
                .met_by(&[AssessDecisionNotified, AssessmentRefused])
                .ended_by(&[AssessmentWithdrawn])
                .relaxed_by(ASSESSMENT_EXCEPTIONS)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcnaSixMonthBar,
        title: "No duty to assess again within six months",
        explanation: "If your child was assessed in the last six months, the council does not have to assess again. It may still choose to.",
        versions: &[Version {
            source: "Children and Families Act 2014, s.36(6)(b)",
            limits: &[due(Start::On(LastAssessed), Excl(Months(6))).window()],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcnaAdviceSought,
        process: Process::Assessment,
        title: "Ask for advice about the child",
        explanation: "Once it decides to assess, the council must ask people who know about your child's needs for advice: school, health, an educational psychologist, social care and anyone you reasonably ask for.",
        must_tell: &[Party::AdviceGiver],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 6(1)-(4)",
            limits: &[due(Start::On(AssessDecisionNotified), AsSoonAsPracticable)
                .met_by(&[AdviceRequested])
                .ended_by(&[
                    AssessmentRefused,
                    AssessmentWithdrawn,
                    RefusalToIssueNotified,
                    FinalPlanSent,
                ])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcnaAdviceResponse,
        process: Process::AdviceRequest,
        title: "Send the advice that was asked for",
        explanation: "A service that the council asks for advice must answer within six weeks of getting the request.",
        must_act: Party::AdviceGiver,
        must_tell: &[Party::LocalAuthority],
        versions: &[Version {
            source: "Children and Families Act 2014, s.31(4); SEND Regulations 2014, reg 8(1)",
            limits: &[due(Start::On(CooperationRequestReceived), Excl(Weeks(6)))
                .met_by(&[AdviceReceived])
                .ended_by(&[AssessmentWithdrawn, RefusalToIssueNotified, FinalPlanSent])
                .relaxed_by(ADVICE_EXCEPTIONS)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcnaOutcomeNotice,
        process: Process::Assessment,
        title: "Tell the family the outcome of the assessment",
        explanation: "When the assessment is done, the council must tell you what it found, whether it will issue a plan, and why.",
        versions: &[Version {
            source: "Children and Families Act 2014, s.36(9)",
            limits: &[due(
                Start::Earliest(&[AssessmentCompleted, IssueDecided]),
                AsSoonAsPracticable,
            )
            .met_by(&[AssessmentOutcomeNotified, RefusalToIssueNotified])
            .ended_by(&[AssessmentWithdrawn])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcpDecisionNotToIssue,
        process: Process::Assessment,
        title: "Say if there will be no plan",
        explanation: "If the council decides after the assessment not to issue a plan, it must tell you so, with its reasons, within 16 weeks of the request. You can then ask for mediation and appeal.",
        must_tell: &[Party::ParentOrYoungPerson, Party::HealthBody, Party::Setting],
        rights: &[RightsId::Rs6],
        versions: &[Version {
            source: "Children and Families Act 2014, s.36(9); SEND Regulations 2014, reg 10(1)-(4)",
            limits: &[due(REQUEST, Excl(Weeks(16)))
                .met_by(&[RefusalToIssueNotified])
                .ended_by(&[
                    AssessmentOutcomeNotified,
                    IssueDecided,
                    DraftSent,
                    FinalPlanSent,
                    AssessmentRefused,
                    AssessmentWithdrawn,
                ])
                .relaxed_by(ASSESSMENT_EXCEPTIONS)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcpDraftSend,
        process: Process::Assessment,
        title: "Send the draft plan in time",
        explanation: "The law gives no day for the draft. But you must have at least 15 days to answer it before the plan is finalised, so the draft has to reach you 15 days before the last day for the final plan.",
        rights: &[RightsId::Draft],
        confidence: Confidence::Derived,
        versions: &[Version {
            source: "Children and Families Act 2014, s.38; SEND Regulations 2014, reg 13(1)",
            limits: &[by(Formula::DaysBefore(term(REQUEST, Excl(Weeks(20))), 15))
                .named("latest_draft_served", "")
                .met_by(&[DraftServed])
                .ended_by(&[
                    FinalPlanSent,
                    AssessmentRefused,
                    RefusalToIssueNotified,
                    AssessmentWithdrawn,
                ])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcpDraftRepresentations,
        process: Process::Assessment,
        title: "Answer the draft plan",
        explanation: "You have at least 15 days to say what you think of the draft, ask for a school and ask for a meeting. The day you get it is the first day. The council may not shorten this.",
        must_act: Party::ParentOrYoungPerson,
        must_tell: &[Party::LocalAuthority],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 13(1)(a)",
            limits: &[due(Start::On(DraftServed), Incl(Days(15)))
                .met_by(&[RepresentationsReceived])
                .ended_by(&[FinalPlanSent, AssessmentWithdrawn])
                .window()],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcpSchoolConsultation,
        process: Process::Assessment,
        title: "Ask the school or college",
        explanation: "Before a school or college is named in the plan, the council must ask it. If another council runs that school, it must be asked too.",
        must_tell: &[Party::Setting],
        hidden_until_started: true,
        versions: &[Version {
            source: "Children and Families Act 2014, s.39(2), (6), s.40(3)",
            limits: &[due(Start::On(SchoolRequested), AsSoonAsPracticable)
                .met_by(&[ConsultationReceived])
                .ended_by(&[FinalPlanSent, AssessmentWithdrawn])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcpSchoolConsultationResponse,
        process: Process::Consultation,
        title: "Answer the consultation",
        explanation: "Guidance says that a school or college should answer the council within 15 days. The council can go on without an answer.",
        must_act: Party::Setting,
        must_tell: &[Party::LocalAuthority],
        kind: Kind::Guidance,
        confidence: Confidence::ReadInGuidance,
        versions: &[Version {
            source: "SEND Code of Practice 2015, paragraph 9.83",
            limits: &[due(Start::On(ConsultationReceived), Excl(Days(15)))
                .met_by(&[ConsultationAnswered])
                .ended_by(&[FinalPlanSent, AssessmentWithdrawn])],
            note: "Calendar days; one commercial guide says working days and is wrong.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcpFinalPlan,
        process: Process::Assessment,
        title: "Send the final plan",
        explanation: "If there is to be a plan, the council must send you the final plan as soon as it can, and within 20 weeks of the request at most.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting, Party::HealthBody],
        rights: &[RightsId::Rs6],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 13(2), (3)",
            limits: &[due(REQUEST, Excl(Weeks(20)))
                .met_by(&[FinalPlanSent])
                .ended_by(&[AssessmentRefused, RefusalToIssueNotified, AssessmentWithdrawn])
                .relaxed_by(ASSESSMENT_EXCEPTIONS)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: SpecialSchoolStay,
        process: Process::Assessment,
        title: "A child assessed in a special school may stay",
        explanation: "A child who is in a special school for the assessment may stay there for ten school days after you are told that there will be no plan.",
        must_act: Party::Setting,
        hidden_until_started: true,
        versions: &[Version {
            source: "Children and Families Act 2014, s.34(6); SEND Regulations 2014, reg 48",
            limits: &[due(Start::On(RefusalToIssueServed), SchoolDays(10))
                .ended_by(&[FinalPlanSent])
                .window()],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: EhcpHeDisclosure,
        title: "Pass on the plan for higher education",
        explanation: "If a young person who goes to university asks for it, the council must pass on the plan within 15 working days.",
        must_tell: &[Party::Setting],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 47",
            limits: &[due(Start::On(HigherEducationAsked), WorkingDaysExcl(15))
                .met_by(&[HigherEducationInformationSent])
                .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
];

//! Re-assessments and amendments without a review (SEND Regulations 2014, regs 23 to 28).

use super::{ADVICE_EXCEPTIONS, ASSESSMENT_EXCEPTIONS, COVID, LAW, SINCE_2014};
use crate::rule::{Count::*, Period::*, Process, RightsId, Rule, RuleId::*, Start::*, Version, due};
use ehcp_case::{FactKind::*, Party};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: RaDecision,
        process: Process::Reassessment,
        title: "Tell the family whether there will be a re-assessment",
        explanation: "If you or the school ask for a re-assessment, the council must tell you within 15 days whether it will do one.",
        rights: &[RightsId::Rs6],
        versions: &[Version {
            source: "Children and Families Act 2014, s.44(2); SEND Regulations 2014, reg 25(1)",
            limits: &[due(On(ReassessmentRequestReceived), Excl(Days(15)))
                .met_by(&[ReassessmentDecisionNotified, ReassessmentRefused])
                .ended_by(&[AssessmentWithdrawn])
                .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: RaSixMonthBar,
        title: "A re-assessment may be refused within six months",
        explanation: "If your child was assessed in the six months before the request, the council may refuse to do it again.",
        versions: &[Version {
            source: "SEND Regulations 2014, reg 24(a)",
            limits: &[due(On(LastAssessed), Excl(Months(6))).window()],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: RaHealthRequest,
        process: Process::Reassessment,
        title: "Re-assess because the health service asks",
        explanation: "If the health service asks for a re-assessment, the council must do one.",
        must_tell: &[Party::ParentOrYoungPerson, Party::HealthBody],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 23",
            limits: &[due(On(HealthReassessmentRequested), AsSoonAsPracticable)
                .met_by(&[ReassessmentDecisionNotified, ReassessmentDecided])
                .ended_by(&[AssessmentWithdrawn])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: RaAdvice,
        process: Process::Reassessment,
        title: "Send the advice for the re-assessment",
        explanation: "A service that is asked for advice must answer within six weeks of getting the request, as in a first assessment.",
        must_act: Party::AdviceGiver,
        must_tell: &[Party::LocalAuthority],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 26 with reg 8(1)",
            limits: &[due(On(CooperationRequestReceived), Excl(Weeks(6)))
                .met_by(&[AdviceReceived])
                .ended_by(&[AssessmentWithdrawn])
                .relaxed_by(ADVICE_EXCEPTIONS)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: RaDraft,
        process: Process::Reassessment,
        title: "Answer the new draft plan",
        explanation: "You have at least 15 days to say what you think of the new draft. The day you get it is the first day.",
        must_act: Party::ParentOrYoungPerson,
        must_tell: &[Party::LocalAuthority],
        rights: &[RightsId::Draft],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 27(1) with reg 13(1)(a)",
            limits: &[due(On(DraftServed), Incl(Days(15)))
                .met_by(&[RepresentationsReceived])
                .ended_by(&[FinalPlanSent, AssessmentWithdrawn])
                .window()],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: RaFinalPlan,
        process: Process::Reassessment,
        title: "Send the final plan after the re-assessment",
        explanation: "The council must send you the final plan within 14 weeks of telling you that it will re-assess, or of deciding so by itself.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting, Party::HealthBody],
        rights: &[RightsId::Rs6],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 27(2), (3)",
            limits: &[due(
                Earliest(&[ReassessmentDecisionNotified, ReassessmentDecided]),
                Excl(Weeks(14)),
            )
            .met_by(&[FinalPlanSent])
            .ended_by(&[
                ReassessmentRefused,
                AssessmentWithdrawn,
                DeclineToAmendNotified,
                CeaseNoticeSent,
            ])
            .relaxed_by(ASSESSMENT_EXCEPTIONS)],
            note: "Counted from the notification, not from the request.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: RaNextReview,
        process: Process::Reassessment,
        title: "Review the plan after the re-assessment",
        explanation: "The plan must be reviewed within 12 months of the day the new final plan was sent, and then every 12 months.",
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 27(4)",
            limits: &[due(On(FinalPlanSent), Excl(Months(12)))
                .met_by(&[ReviewDecisionNotified])
                .ended_by(&[PlanCeased])
                .relaxed_by(COVID)],
            note: "Section 44(1) counts from the same day and ends one day earlier; the earlier is the safer.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: AmendNoReview,
        process: Process::Amendment,
        title: "Change the plan without a review",
        explanation: "If the council wants to change the plan at another time, you have at least 15 days to answer, and it must send the final plan within eight weeks of sending you the changes.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting, Party::HealthBody],
        rights: &[RightsId::Amend, RightsId::Rs6],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 28 with reg 22",
            limits: &[
                due(On(AmendmentNoticeServed), Incl(Days(15)))
                    .named("representations", "Answer the proposed changes")
                    .met_by(&[RepresentationsReceived])
                    .ended_by(&[AmendedPlanSent, DeclineToAmendNotified, PlanCeased])
                    .window(),
                due(On(AmendmentNoticeSent), Excl(Weeks(8)))
                    .named(
                        "final_plan",
                        "Send the final amended plan, or say why it will not be changed",
                    )
                    .met_by(&[AmendedPlanSent, DeclineToAmendNotified])
                    .ended_by(&[PlanCeased])
                    .relaxed_by(COVID),
            ],
            note: "There is no meeting, so the four weeks of a review do not apply.",
            ..SINCE_2014
        }],
        ..LAW
    },
];

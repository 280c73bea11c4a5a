//! Reviews of plans (Children and Families Act 2014, s.44; SEND Regulations 2014, regs 18 to 22).

use super::{COVID, LAW, SINCE_2014};
use crate::rule::{
    Confidence, Count::*, Formula, Kind, Period::*, Process, RightsId, Rule, RuleId::*, Start::*, Version,
    by, due, term,
};
use ehcp_case::{FactKind::*, Party};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: ArFirstReview,
        process: Process::AnnualReview,
        title: "Finish the first review",
        explanation: "The first review of a plan must be finished within 12 months. The months begin with the day the plan was made, so the last day is one day before its first birthday.",
        hidden_until_started: true,
        versions: &[Version {
            source: "Children and Families Act 2014, s.44(1)(a)",
            limits: &[due(On(PlanMade), Incl(Months(12)))
                .met_by(&[ReviewDecisionNotified])
                .ended_by(&[LastReviewed, PlanCeased])
                .relaxed_by(COVID)],
            note: "The decision notice must also fall inside the 12 months (SEND Code of Practice 2015, paragraph 9.169).",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: ArSubsequentReview,
        process: Process::AnnualReview,
        title: "Finish the yearly review",
        explanation: "After the first review, a plan must be reviewed at least every 12 months. The months begin with the day the last review ended.",
        hidden_until_started: true,
        versions: &[Version {
            source: "Children and Families Act 2014, s.44(1)(b)",
            limits: &[due(On(LastReviewed), Incl(Months(12)))
                .met_by(&[ReviewDecisionNotified])
                .ended_by(&[PlanCeased])
                .relaxed_by(COVID)],
            note: "A review ends with the authority's decision notice, not with the meeting.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: ArEarlyYearsInterval,
        title: "Consider reviewing a young child's plan more often",
        explanation: "For a child under five, guidance asks the council to consider a review every three to six months. These need not be full reviews.",
        kind: Kind::Guidance,
        confidence: Confidence::ReadInGuidance,
        versions: &[Version {
            source: "SEND Code of Practice 2015, paragraph 9.178",
            limits: &[
                due(Latest(&[PlanMade, LastReviewed]), Excl(Months(3)))
                    .named("three_months", "Consider a review from three months on")
                    .met_by(&[ReviewDecisionNotified])
                    .ended_by(&[PlanCeased])
                    .window(),
                due(Latest(&[PlanMade, LastReviewed]), Excl(Months(6)))
                    .named("six_months", "Consider a review by six months")
                    .met_by(&[ReviewDecisionNotified])
                    .ended_by(&[PlanCeased])
                    .window(),
            ],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: ArMeetingNotice,
        process: Process::AnnualReview,
        title: "Invite everyone to the review meeting",
        explanation: "Everyone must be invited at least two weeks before the review meeting.",
        must_act: Party::ReviewArranger,
        must_tell: &[Party::ReviewInvitees],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 20(3), 21(3)",
            limits: &[due(On(Meeting), Back(Weeks(2)))
                .met_by(&[MeetingNoticeSent])
                .ended_by(&[PlanCeased])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: ArAdviceCirculation,
        process: Process::AnnualReview,
        title: "Send out the advice before the meeting",
        explanation: "Advice for the meeting must be sent to everyone invited at least two weeks before it.",
        must_act: Party::ReviewArranger,
        must_tell: &[Party::ReviewInvitees],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 20(4), 21(4)",
            limits: &[due(On(Meeting), Back(Weeks(2)))
                .met_by(&[AdviceCirculated])
                .ended_by(&[PlanCeased])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: ArReport,
        process: Process::AnnualReview,
        title: "Write and send the report of the meeting",
        explanation: "A report of the meeting must be sent to everyone invited within two weeks. The school writes it where the law lets the council ask for that; otherwise the council does.",
        must_act: Party::ReviewArranger,
        must_tell: &[Party::ReviewInvitees],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 20(7)-(9), 21(7)-(8)",
            limits: &[due(On(Meeting), Excl(Weeks(2)))
                .met_by(&[ReviewReportSent])
                .ended_by(&[PlanCeased])
                .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: ArDecisionNotice,
        process: Process::AnnualReview,
        title: "Tell the family what happens to the plan",
        explanation: "Within four weeks of the meeting the council must tell you whether it will keep the plan as it is, change it or end it.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting],
        rights: &[RightsId::Rs6],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 20(10), 21(9)",
            limits: &[due(On(Meeting), Excl(Weeks(4)))
                .met_by(&[ReviewDecisionNotified])
                .ended_by(&[PlanCeased])
                .relaxed_by(COVID)],
            note: "Counted from the meeting, not from the report.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: ArAmendmentNotice,
        process: Process::AnnualReview,
        title: "Send the proposed changes",
        explanation: "If the council will change the plan, it must send you the changes within the same four weeks of the meeting.",
        rights: &[RightsId::Amend],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 20(10), 22(2); R (L, M and P) v Devon County Council [2022] EWHC 493 (Admin)",
            limits: &[due(On(Meeting), Excl(Weeks(4)))
                .met_by(&[AmendmentNoticeSent])
                .ended_by(&[ReviewEndedWithoutAmendment, CeaseNoticeSent, PlanCeased])],
            note: "The judgment of 8 March 2022 says what reg 22 always meant; apply it to older cases with care.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: ArAmendmentRepresentations,
        process: Process::AnnualReview,
        title: "Answer the proposed changes",
        explanation: "You have at least 15 days to say what you think of the changes, ask for a school and ask for a meeting. The day you get them is the first day.",
        must_act: Party::ParentOrYoungPerson,
        must_tell: &[Party::LocalAuthority],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 22(2)(c)",
            limits: &[due(On(AmendmentNoticeServed), Incl(Days(15)))
                .met_by(&[RepresentationsReceived])
                .ended_by(&[AmendedPlanSent, DeclineToAmendNotified, PlanCeased])
                .window()],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: ArFinalAmendedPlan,
        process: Process::AnnualReview,
        title: "Send the final amended plan",
        explanation: "The council must send you the changed plan within eight weeks of sending the proposed changes, and so within 12 weeks of the meeting.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting, Party::HealthBody],
        rights: &[RightsId::Rs6],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 22(3)",
            limits: &[by(Formula::EarlierWhereKnown(
                term(On(AmendmentNoticeSent), Excl(Weeks(8))),
                term(On(Meeting), Excl(Weeks(12))),
            ))
            .met_by(&[AmendedPlanSent])
            .ended_by(&[DeclineToAmendNotified, PlanCeased])
            .relaxed_by(COVID)],
            note: "A late notice keeps its eight weeks by the letter of reg 22(3); the earlier of the two days is treated as due.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: ArDeclineToAmend,
        process: Process::AnnualReview,
        title: "Say if the plan will not be changed after all",
        explanation: "If the council decides not to change the plan after it proposed changes, it must tell you why within eight weeks of sending them. You can then appeal.",
        rights: &[RightsId::Rs6],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 22(4)",
            limits: &[due(On(AmendmentNoticeSent), Excl(Weeks(8)))
                .met_by(&[DeclineToAmendNotified])
                .ended_by(&[AmendedPlanSent, PlanCeased])
                .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: Ar12WeekOuter,
        process: Process::AnnualReview,
        title: "Finish the whole review",
        explanation: "If the plan changes, the whole way from the meeting to the final plan may take 12 weeks at most: four for the notice and eight for the plan.",
        confidence: Confidence::ReadInGuidance,
        versions: &[Version {
            source: "R (L, M and P) v Devon County Council [2022] EWHC 493 (Admin): four weeks and eight weeks",
            limits: &[due(On(Meeting), Excl(Weeks(12)))
                .met_by(&[AmendedPlanSent, DeclineToAmendNotified])
                .ended_by(&[ReviewEndedWithoutAmendment, CeaseNoticeSent, PlanCeased])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: ArNotInEducationUnder18,
        process: Process::AnnualReview,
        title: "Review the plan of a young person out of education",
        explanation: "If someone under 18 with a plan is not in education or training, the council must review the plan and change it where needed.",
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 29(2)",
            limits: &[due(On(LeftEducation), AsSoonAsPracticable)
                .met_by(&[ReviewDecisionNotified])
                .ended_by(&[PlanCeased])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: ArPostRelease,
        process: Process::AnnualReview,
        title: "Review the plan after release",
        explanation: "When a child or young person with a plan is released from detention, the council must review the plan as soon as it reasonably can.",
        hidden_until_started: true,
        versions: &[Version {
            from: super::day(2015, 4, 1),
            source: "Children and Families Act 2014, s.48(2)(b)",
            limits: &[due(On(Released), AsSoonAsPracticable)
                .met_by(&[ReviewDecisionNotified])
                .ended_by(&[PlanCeased])],
            ..SINCE_2014
        }],
        ..LAW
    },
];

//! Moves between authorities and changes of the health body (SEND Regulations 2014, regs 15 and 16).

use super::{COVID, LAW, SINCE_2014};
use crate::rule::{Count::*, Formula, Period::*, Process, Rule, RuleId::*, Start::*, Version, by, due, term};
use ehcp_case::{FactKind::*, Party};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: MoveTransferPlan,
        process: Process::Move,
        title: "Pass the plan to the new council",
        explanation: "The old council must pass on the plan on the day you move. If it did not know at least 15 working days before, it has 15 working days beginning with the day it learned of the move.",
        must_act: Party::OldAuthority,
        must_tell: &[Party::NewAuthority],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 15(2)",
            limits: &[by(Formula::OnTheDayUnlessAwareLate {
                event: Moved,
                aware: OldAuthorityAware,
                working_days: 15,
            })
            .met_by(&[PlanTransferred])
            .relaxed_by(COVID)],
            note: "The awareness is the old authority's; one guide says the new one's and is wrong.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MoveMaintain,
        process: Process::Move,
        title: "Keep the plan going after the move",
        explanation: "From the day the plan is passed on, the new council must provide everything in it, as if it had made the plan itself on the day it was first made.",
        must_act: Party::NewAuthority,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 15(3)",
            limits: &[due(On(PlanTransferred), Immediately).met_by(&[PlanTransferred])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MoveInformFamily,
        process: Process::Move,
        title: "Tell the family what the new council will do",
        explanation: "Within six weeks of getting the plan the new council must tell you that it has it, whether it will assess your child, and when it will review the plan.",
        must_act: Party::NewAuthority,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 15(4)",
            limits: &[due(On(PlanTransferred), Excl(Weeks(6)))
                .met_by(&[FamilyInformedOfTransfer])
                .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MoveFirstReview,
        process: Process::Move,
        title: "Review the plan after the move",
        explanation: "The new council must review the plan within 12 months of the day it was made or last reviewed, or within three months of the day it was passed on, whichever is later.",
        must_act: Party::NewAuthority,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 15(5)",
            limits: &[by(Formula::LaterOfBoth(
                term(Latest(&[PlanMade, LastReviewed]), Incl(Months(12))),
                term(On(PlanTransferred), Incl(Months(3))),
            ))
            .met_by(&[ReviewDecisionNotified])
            .ended_by(&[PlanCeased])
            .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MoveInterimPlacement,
        process: Process::Move,
        title: "Find another place until the plan is changed",
        explanation: "If your child can no longer go to the school named in the plan because of the move, the new council must find another suitable place until it changes the plan.",
        must_act: Party::NewAuthority,
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 15(6)",
            limits: &[due(On(PlacementImpracticable), AsSoonAsPracticable)
                .met_by(&[InterimPlacementArranged])
                .ended_by(&[AmendedPlanSent, PlanCeased])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MoveIcbNotify,
        process: Process::Move,
        title: "Tell the new health body about the move",
        explanation: "If another health body becomes responsible because of the move, the old one must tell it on the day of the move. If it did not know at least 15 working days before, it has 15 working days beginning with the day it learned of the move.",
        must_act: Party::OldHealthBody,
        must_tell: &[Party::NewHealthBody],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 15(7)",
            limits: &[by(Formula::OnTheDayUnlessAwareLate {
                event: Moved,
                aware: OldHealthBodyAware,
                working_days: 15,
            })
            .met_by(&[NewHealthBodyNotified])
            .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MoveIcbRequest,
        process: Process::Move,
        title: "Say that the health provision cannot be given",
        explanation: "If the new health body cannot give what the plan says, it must ask the new council within 15 working days to assess or review.",
        must_act: Party::NewHealthBody,
        must_tell: &[Party::NewAuthority],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 15(8)",
            limits: &[due(On(NewHealthBodyAware), WorkingDaysIncl(15))
                .met_by(&[HealthBodyRequestMade])
                .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: IcbChangeNotify,
        process: Process::HealthBodyChange,
        title: "Tell the new health body about the change",
        explanation: "If another health body becomes responsible while the council stays the same, the old one must tell it within 15 working days. The day it learned of the change is the first day, if it is a working day.",
        must_act: Party::OldHealthBody,
        must_tell: &[Party::NewHealthBody],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 16(2)",
            limits: &[due(On(OldHealthBodyAware), WorkingDaysIncl(15))
                .met_by(&[NewHealthBodyNotified])
                .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: IcbChangeRequest,
        process: Process::HealthBodyChange,
        title: "Say that the health provision cannot be given",
        explanation: "If the new health body cannot give what the plan says, it must ask the council within 15 working days to assess or review. The council must do so.",
        must_act: Party::NewHealthBody,
        must_tell: &[Party::LocalAuthority],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 16(3)",
            limits: &[due(On(NewHealthBodyAware), WorkingDaysIncl(15))
                .met_by(&[HealthBodyRequestMade])
                .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
];

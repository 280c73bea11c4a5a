//! Ceasing to maintain a plan (Children and Families Act 2014, s.45, s.46; SEND Regulations 2014, regs 29 to 31, 46).

use super::{LAW, SINCE_2014};
use crate::rule::{
    Count::*, Formula, Period::*, Process, RightsId, Rule, RuleId::*, Start::*, Version, by, due, term,
};
use ehcp_case::{FactKind::*, Party};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: CeaseConsult,
        process: Process::Ceasing,
        title: "Ask the family before deciding to end the plan",
        explanation: "Before it decides to end a plan, the council must tell you that it is thinking of it and ask what you think. It must ask the school or college too.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 31(1)",
            limits: &[due(On(ConsideringCeasing), AsSoonAsPracticable)
                .met_by(&[CeasingConsulted])
                .ended_by(&[CeaseDecided, PlanCeased])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: CeaseDecisionNotice,
        process: Process::Ceasing,
        title: "Tell the family that the plan will end",
        explanation: "If the council decides to end the plan, it must tell you why and how to appeal. There is no number of days, unless it decides after a review meeting.",
        must_tell: &[Party::ParentOrYoungPerson, Party::Setting, Party::HealthBody],
        rights: &[RightsId::Rs6],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 31(2), (3)",
            limits: &[due(On(CeaseDecided), AsSoonAsPracticable).met_by(&[CeaseNoticeSent])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: CeasePlanKept,
        process: Process::Ceasing,
        title: "Keep the plan while an appeal is possible",
        explanation: "The plan, and everything in it, stays until the time for an appeal is over. If you appeal, it stays until the appeal is decided.",
        versions: &[Version {
            source: "Children and Families Act 2014, s.45(4)",
            limits: &[by(Formula::LaterWhereKnown(
                term(On(CeaseNoticeSent), Tribunal(Months(2))),
                term(On(CertificateIssued), Tribunal(Months(1))),
            ))
            .ended_by(&[AppealLodged, AppealDetermined])
            .window()],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: Cease18Check,
        process: Process::Ceasing,
        title: "Check before ending the plan of someone over 18 who left",
        explanation: "If a young person of 18 or more left the college named in the plan, the council must review the plan first. It may not end it if the young person wants to go back and that is right for them.",
        must_tell: &[Party::YoungPerson],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 30",
            limits: &[due(On(LeftInstitution), NoNumber)
                .met_by(&[ReviewDecisionNotified])
                .ended_by(&[PlanCeased])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: Ehcp25thYearEnd,
        title: "A plan may run to the end of the year of the 25th birthday",
        explanation: "The council may keep a plan until the end of the academic year in which the young person becomes 25. At a college that is 31 July; elsewhere it is the end of the course, but never later than the day before the 26th birthday.",
        must_tell: &[Party::YoungPerson],
        versions: &[Version {
            source: "Children and Families Act 2014, s.46; SEND Regulations 2014, reg 46",
            limits: &[due(On(Turned25), NoNumber).ended_by(&[PlanCeased])],
            ..SINCE_2014
        }],
        ..LAW
    },
];

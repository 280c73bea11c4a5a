//! Appeals to the First-tier Tribunal (Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care
//! Chamber) Rules 2008).

use super::{LAW, SINCE_2014};
use crate::{
    exception::ExceptionKind,
    rule::{
        Confidence, Count::*, Formula, Period::*, Process, Rule, RuleId::*, Start::*, Version, by, due, term,
    },
};
use ehcp_case::{FactKind::*, Party};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: AppealLodge,
        process: Process::Appeal,
        title: "Send the appeal to the Tribunal",
        explanation: "You can appeal until two months after the letter was sent, or one month after the mediation certificate, whichever is later. The Tribunal must have it by 5 pm. If the last day is not a working day, or is in August or between Christmas and New Year, you have longer.",
        must_act: Party::ParentOrYoungPerson,
        must_tell: &[Party::Tribunal],
        versions: &[Version {
            source: "Tribunal Procedure (First-tier Tribunal) (HESC) Rules 2008, rules 12 and 20(1)(c); Children and Families Act 2014, s.51, s.55",
            limits: &[by(Formula::LaterWhereKnown(
                term(On(NoticeSent), Tribunal(Months(2))),
                term(On(CertificateIssued), Tribunal(Months(1))),
            ))
            .met_by(&[AppealLodged])
            .window()],
            note: "An appeal only about section I needs no certificate (s.55(2)). The Tribunal may extend the time.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: AppealLaResponse,
        process: Process::Appeal,
        title: "Answer the appeal",
        explanation: "The council usually has 30 working days to answer an appeal; the Tribunal's letter names the day. August and the days from Christmas to New Year are not counted.",
        must_tell: &[Party::Tribunal, Party::ParentOrYoungPerson],
        confidence: Confidence::ToBeChecked,
        hidden_until_started: true,
        versions: &[Version {
            source: "Tribunal Procedure (First-tier Tribunal) (HESC) Rules 2008, rules 12(3)(b) and 21",
            limits: &[due(On(AppealDocumentsSent), TribunalWorkingDays(30))
                .met_by(&[AppealResponseSent])
                .ended_by(&[AppealDetermined])
                .relaxed_by(&[ExceptionKind::TribunalDirection])],
            note: "The day in the registration letter governs.",
            ..SINCE_2014
        }],
        ..LAW
    },
];

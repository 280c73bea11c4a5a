//! Mediation and disagreement resolution (Children and Families Act 2014, ss.52 to 57; SEND Regulations 2014,
//! regs 32 to 42), and the complaint to the Ombudsman.

use super::{COVID, LAW, SINCE_2014};
use crate::{
    exception::ExceptionKind,
    rule::{
        Confidence, Count::*, Limit, Nature, Period::*, Process, Rule, RuleId::*, Start::*, Version, due,
    },
};
use ehcp_case::{FactKind, FactKind::*, Party};

/// The mediation itself, 30 days after this fact.
const fn arrange_within_30_days(start: FactKind) -> Limit {
    Limit {
        exceptions: COVID,
        nature: Nature::Duty,
        ..due(On(start), Excl(Days(30)))
    }
    .met_by(&[Mediation])
    .ended_by(&[CertificateIssued, AdviserToldCannotArrange])
}

/// What was agreed, so many weeks after the agreement.
const fn after_agreement(name: &'static str, title: &'static str, weeks: u32) -> Limit {
    due(On(Agreement), Excl(Weeks(weeks)))
        .named(name, title)
        .met_by(&[AgreementCarriedOut])
        .relaxed_by(&[ExceptionKind::Agreed])
}

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: MedContactAdviser,
        process: Process::Mediation,
        title: "Contact the mediation adviser",
        explanation: "If you want to appeal, or to have mediation, contact the mediation adviser named in the letter within two months of the day it was sent. Later than that, you must ask the Tribunal for leave to appeal.",
        must_act: Party::ParentOrYoungPerson,
        must_tell: &[Party::MediationAdviser],
        versions: &[Version {
            source: "SEND Regulations 2014, reg 33",
            limits: &[due(On(NoticeSent), Excl(Months(2)))
                .met_by(&[AdviserContacted])
                .ended_by(&[CertificateIssued])
                .window()],
            note: "Reg 33 counts from the sending, reg 34(2) from the date of the notice: the earlier is the safer.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MedCertNoMediation,
        process: Process::Mediation,
        title: "Issue the certificate where there will be no mediation",
        explanation: "If you tell the adviser that you do not want mediation, the adviser must send you a certificate within three working days. You need it to appeal.",
        must_act: Party::MediationAdviser,
        hidden_until_started: true,
        versions: &[Version {
            source: "Children and Families Act 2014, s.55(4); SEND Regulations 2014, reg 34(1)",
            limits: &[due(On(AdviserInformed), WorkingDaysExcl(3))
                .met_by(&[CertificateIssued])
                .relaxed_by(COVID)
                .only_within(NoticeSent, Months(2))],
            note: "No certificate where the adviser is contacted later than two months after the notice (reg 34(2)).",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MedNotifyIcb,
        process: Process::Mediation,
        title: "Tell the health body about the mediation",
        explanation: "If you want mediation about health care in the plan, the council must tell the health body within three working days.",
        must_tell: &[Party::HealthBody],
        hidden_until_started: true,
        versions: &[Version {
            source: "Children and Families Act 2014, s.53(2); SEND Regulations 2014, reg 35(2)",
            limits: &[due(
                Earliest(&[MediationRequestedWithHealth, MediationRequestedOnHealth]),
                WorkingDaysExcl(3),
            )
            .met_by(&[HealthBodyNotified])
            .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MedArrangeHealthOnly,
        process: Process::Mediation,
        title: "Hold the mediation about health care",
        explanation: "If your disagreement is about health care alone, the health body must arrange mediation within 30 days of being told.",
        must_act: Party::HealthBody,
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 35(3)",
            limits: &[arrange_within_30_days(HealthBodyNotified).ended_by(&[
                MediationRequestedWithHealth,
                CertificateIssued,
                AdviserToldCannotArrange,
            ])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MedArrangeMixed,
        process: Process::Mediation,
        title: "Hold the mediation about health care and other issues",
        explanation: "If your disagreement is about health care and other things, the council must arrange mediation with the health body within 30 days of being told.",
        must_tell: &[Party::HealthBody, Party::ParentOrYoungPerson],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 35(4)",
            limits: &[arrange_within_30_days(MediationRequestedWithHealth)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MedArrangeNoHealth,
        process: Process::Mediation,
        title: "Hold the mediation",
        explanation: "The council must arrange mediation within 30 days of being told that you want it.",
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 36(2)",
            limits: &[arrange_within_30_days(MediationRequested)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MedDateNotice,
        process: Process::Mediation,
        title: "Tell the family when and where the mediation is",
        explanation: "You must be told the date and place at least five working days before the mediation, unless you agree to a shorter time.",
        must_act: Party::MediationArranger,
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 37(2)",
            limits: &[due(On(Mediation), BackWorkingDays(5))
                .met_by(&[MediationNoticeGiven])
                .relaxed_by(&[ExceptionKind::ConsentShort])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MedCertAfter,
        process: Process::Mediation,
        title: "Issue the certificate after the mediation",
        explanation: "Within three working days of the end of the mediation the adviser must send you a certificate.",
        must_act: Party::MediationAdviser,
        hidden_until_started: true,
        versions: &[Version {
            source: "Children and Families Act 2014, s.55(5); SEND Regulations 2014, reg 39(1)",
            limits: &[due(On(MediationConcluded), WorkingDaysExcl(3))
                .met_by(&[CertificateIssued])
                .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MedCantArrange,
        process: Process::Mediation,
        title: "Tell the adviser that the mediation cannot be held in time",
        explanation: "If the council sees that there will be no mediation within the 30 days, it must tell the adviser as soon as possible.",
        must_tell: &[Party::MediationAdviser],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 39(2)",
            limits: &[due(On(MediationCannotBeArranged), AsSoonAsPracticable)
                .met_by(&[AdviserToldCannotArrange])
                .ended_by(&[CertificateIssued])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MedCertDeemed,
        process: Process::Mediation,
        title: "Issue the certificate where no mediation was arranged",
        explanation: "If the adviser is told that there can be no mediation in time, the adviser must send you a certificate within three working days, as if you had taken part. You can then appeal.",
        must_act: Party::MediationAdviser,
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 39(3)",
            limits: &[due(On(AdviserToldCannotArrange), WorkingDaysExcl(3))
                .met_by(&[CertificateIssued])
                .relaxed_by(COVID)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MedAgreementAppealable,
        title: "Do what was agreed on something that can be appealed",
        explanation: "If you agree in writing on something that could be appealed, the council must do it within the same time as if the Tribunal had ordered it, unless you agree another time.",
        versions: &[Version {
            source: "SEND Regulations 2014, reg 42(2) with reg 44(2)",
            limits: &[
                after_agreement("notify", "Tell the family that the assessment will be made", 2),
                after_agreement(
                    "refuse_plan",
                    "After the assessment: give reasons if there will be no plan",
                    10,
                ),
                after_agreement("final_plan", "After the assessment: send the final plan", 14),
                after_agreement("draft", "Send the draft of an agreed plan", 5),
                after_agreement("final", "Send the final version of an agreed plan", 11),
                after_agreement("reconsider", "Send a draft plan, or refuse with reasons", 2),
                after_agreement("amend_provision", "Send the plan with the provision amended", 5),
                after_agreement("name_school", "Send the plan with the school named", 2),
                after_agreement("continue_amend", "Send the amended plan that continues", 5),
            ],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MedAgreementOther,
        process: Process::Mediation,
        title: "Do what was agreed",
        explanation: "What is agreed at mediation and cannot be appealed must be done within two weeks, unless you agree another time.",
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 42(3)",
            limits: &[due(On(Agreement), Excl(Weeks(2)))
                .met_by(&[AgreementCarriedOut])
                .relaxed_by(&[ExceptionKind::Agreed, ExceptionKind::Covid])],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: MedIcbTellsLa,
        process: Process::Mediation,
        title: "Tell the council what was agreed",
        explanation: "If the council was not at the mediation, the health body must tell it within one week what was agreed.",
        must_act: Party::HealthBody,
        must_tell: &[Party::LocalAuthority],
        hidden_until_started: true,
        versions: &[Version {
            source: "SEND Regulations 2014, reg 42(4)",
            limits: &[due(On(Agreement), Excl(Weeks(1)))
                .met_by(&[AuthorityToldOfAgreement])
                .ended_by(&[MediationRequested, MediationRequestedWithHealth])
                .relaxed_by(COVID)],
            note: "Only where the authority took no part: mediation on health care alone.",
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: DrsArrangements,
        title: "Offer a way to settle disagreements",
        explanation: "At any time you can use the council's disagreement resolution service. It is voluntary and does not change your right to appeal.",
        versions: &[Version {
            source: "Children and Families Act 2014, s.57",
            limits: &[due(On(NoticeSent), NoNumber)],
            ..SINCE_2014
        }],
        ..LAW
    },
    Rule {
        id: OmbudsmanComplaint,
        title: "Complain to the Ombudsman",
        explanation: "If you complained to the council and are not happy with its answer, you can complain to the Local Government and Social Care Ombudsman within twelve months of learning what went wrong. The Ombudsman does not decide what can be appealed to the Tribunal.",
        must_act: Party::ParentOrYoungPerson,
        must_tell: &[Party::LocalAuthority],
        confidence: Confidence::ReadInGuidance,
        hidden_until_started: true,
        versions: &[Version {
            source: "Local Government Act 1974, ss.26(6), 26B",
            limits: &[due(On(NoticeSent), Incl(Months(12))).window()],
            note: "The day of the notice counts as the first on which the family knew. The Ombudsman may take a late complaint where there is good reason.",
            ..SINCE_2014
        }],
        ..LAW
    },
];

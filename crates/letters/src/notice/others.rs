//! Ends, delays, the passing of rights, mediation information and the health body's notification.

use super::{Notice, TO_FAMILY, TO_ORGANISATIONS, fact, since_2014, text};
use crate::{placeholder::Placeholder, statement::Statement};
use ehcp_case::Party;
use ehcp_deadlines::{Kind, RightsId, RuleId};

pub(super) const WITHDRAWN: Notice = Notice {
    title: "Request taken back",
    source: "Children and Families Act 2014, s.36(1)",
    basis: Kind::Policy,
    operative: "You told us that you no longer want an EHC needs assessment for [your child|you]. We stopped working on the request on {ended_on}.",
    required: &[text(Statement::Information)],
    template: include_str!("../../templates/request_withdrawn.txt"),
    ..TO_FAMILY
};

pub(super) const NO_LONGER: Notice = Notice {
    title: "No longer considering",
    source: "Children and Families Act 2014, s.24",
    operative: "We can no longer go on with the request for an EHC needs assessment for [your child|you]. We stopped on {ended_on}.",
    required: &[
        fact(Placeholder::Reasons, "Children and Families Act 2014, s.24(1)"),
        fact(Placeholder::NextSteps, "Children and Families Act 2014, s.24(1)"),
        text(Statement::Information),
    ],
    template: include_str!("../../templates/no_longer_considering.txt"),
    ..TO_FAMILY
};

pub(super) const DELAY: Notice = Notice {
    title: "A step is late",
    source: "SEND Code of Practice 2015, paragraph 9.43; SEND Regulations 2014, regs 5(4), 10(4), 13(3)",
    basis: Kind::Guidance,
    operative: "We are late with a step in the case of [your child|yours|{person_name}]. We are sorry. The step is: {late_step}.",
    required: &[
        fact(
            Placeholder::DelayReasons,
            "SEND Code of Practice 2015, paragraph 9.43",
        ),
        fact(Placeholder::NewDay, "SEND Code of Practice 2015, paragraph 9.43"),
        text(Statement::Information),
    ],
    template: include_str!("../../templates/delay_explained.txt"),
    ..TO_FAMILY
};

pub(super) const RIGHTS_PASS: Notice = Notice {
    title: "Rights pass to the young person",
    source: "Children and Families Act 2014, ss.80, 83(2)",
    to: &[Party::ParentOrYoungPerson, Party::YoungPerson],
    rule: Some(RuleId::DefYoungPerson),
    operative: "From **{rights_pass_on}** the rights in this case belong to [your child|you]. Until then they belong to the parent. The law says that they pass when compulsory school age ends.",
    required: &[text(Statement::Information)],
    template: include_str!("../../templates/rights_pass.txt"),
    ..TO_FAMILY
};

pub(super) const MEDIATION: Notice = Notice {
    title: "Information about mediation",
    source: "SEND Regulations 2014, reg 32; Children and Families Act 2014, s.52",
    rule: Some(RuleId::MedContactAdviser),
    operative: "On {decided_on} we told you about a decision for [your child|you]. This letter tells you about mediation, if you do not agree with the decision.",
    rights: &[since_2014(RightsId::Reg32, "SEND Regulations 2014, reg 32")],
    required: &[text(Statement::AppealTime), text(Statement::Information)],
    template: include_str!("../../templates/mediation_information.txt"),
    ..TO_FAMILY
};

pub(super) const SECTION_23: Notice = Notice {
    title: "Health notification received",
    source: "Children and Families Act 2014, s.23",
    basis: Kind::Policy,
    to: &[Party::HealthBody],
    rule: Some(RuleId::HbS23Notify),
    operative: "On {notified_on} you told us about {person_name} under section 23. We have recorded it, and we now consider what help is needed.",
    template: include_str!("../../templates/health_notification_received.txt"),
    ..TO_ORGANISATIONS
};

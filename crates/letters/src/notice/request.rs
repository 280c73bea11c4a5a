//! From the request to the decision whether to assess.

use super::{Notice, TO_FAMILY, TO_ORGANISATIONS, fact, since_2014, text};
use crate::{placeholder::Placeholder, statement::Statement};
use ehcp_case::Party;
use ehcp_deadlines::{RightsId, RuleId};

pub(super) const REQUEST_RECEIVED: Notice = Notice {
    title: "Request received",
    source: "Children and Families Act 2014, s.36(4); SEND Regulations 2014, reg 3",
    rule: Some(RuleId::EhcnaConsultOnRequest),
    operative: "We have been asked for an education, health and care (EHC) needs assessment for [your child|you]. The request reached us on {received_on}. Before we decide, we must ask you what you think.",
    required: &[
        text(Statement::Views),
        fact(Placeholder::DecideBy, "SEND Regulations 2014, reg 5(1)"),
    ],
    template: include_str!("../../templates/request_received.txt"),
    ..TO_FAMILY
};

pub(super) const CONSIDERING: Notice = Notice {
    title: "An assessment is being considered",
    source: "Children and Families Act 2014, s.36(7); SEND Regulations 2014, reg 4(2)(a)",
    rule: Some(RuleId::EhcnaNotifyConsidering),
    operative: "We are now thinking about whether we should assess the education, health and care needs of [your child|you]. This letter is the notice that the law asks us to give you.",
    rights: &[since_2014(
        RightsId::Views,
        "Children and Families Act 2014, s.36(7)(b)",
    )],
    required: &[fact(Placeholder::DecideBy, "SEND Regulations 2014, reg 5(1)")],
    template: include_str!("../../templates/considering_assessment.txt"),
    ..TO_FAMILY
};

pub(super) const CONSIDERING_OTHERS: Notice = Notice {
    title: "An assessment is being considered (to health, social care and the setting)",
    source: "SEND Regulations 2014, reg 4(2)(b) to (d)",
    to: &[Party::HealthBody, Party::SocialCare, Party::Setting],
    rule: Some(RuleId::EhcnaNotifyConsidering),
    operative: "We are considering whether to assess the education, health and care needs of {person_name}. This letter is the notice under regulation 4(2).",
    required: &[fact(Placeholder::DecideBy, "SEND Regulations 2014, reg 5(1)")],
    template: include_str!("../../templates/considering_assessment_to_others.txt"),
    ..TO_ORGANISATIONS
};

pub(super) const NOT_NECESSARY: Notice = Notice {
    title: "No need to consider an assessment",
    source: "Children and Families Act 2014, s.36(5); SEND Regulations 2014, reg 4(1)",
    rule: Some(RuleId::EhcnaDecideNotNecessary),
    operative: "We have decided that there is no need to look further at an EHC needs assessment for [your child|you]. This means that we will not do one.",
    // Reg 5(3) attaches the rights to the decision not to assess, which this is too; s.51(2)(a).
    rights: &[since_2014(
        RightsId::Rs5,
        "Children and Families Act 2014, s.51(2)(a); SEND Regulations 2014, reg 5(3)",
    )],
    required: &[fact(
        Placeholder::Reasons,
        "Children and Families Act 2014, s.36(5)(a)",
    )],
    template: include_str!("../../templates/not_necessary.txt"),
    ..TO_FAMILY
};

//! Carrying out orders, and appeals that are not opposed.

use super::{Notice, Required, TO_FAMILY, fact};
use crate::placeholder::Placeholder;
use ehcp_deadlines::RuleId;

const fn ten_and_fourteen_weeks(source: &'static str) -> [Required; 2] {
    [
        fact(Placeholder::OutcomeBy, source),
        fact(Placeholder::FinalBy, source),
    ]
}

const fn five_and_eleven_weeks(source: &'static str) -> [Required; 2] {
    [
        fact(Placeholder::DraftBy, source),
        fact(Placeholder::FinalBy, source),
    ]
}

pub(super) const ORDER_TO_ASSESS: Notice = Notice {
    title: "Assessment after an order of the Tribunal",
    source: "SEND Regulations 2014, reg 44(2)(b)(i)",
    rule: Some(RuleId::OrdAssess),
    operative: "On {ordered_on} the Tribunal told us to assess the education, health and care needs of [your child|you]. We will do so.",
    required: &ten_and_fourteen_weeks("SEND Regulations 2014, reg 44(2)(b)(ii), (iii)"),
    template: include_str!("../../templates/order_to_assess.txt"),
    ..TO_FAMILY
};

pub(super) const ORDER_TO_MAKE_PLAN: Notice = Notice {
    title: "Plan after an order of the Tribunal",
    source: "SEND Regulations 2014, reg 44(2)(c)",
    rule: Some(RuleId::OrdMakePlan),
    operative: "On {ordered_on} the Tribunal told us to make an EHC plan for [your child|you]. We will do so.",
    required: &five_and_eleven_weeks("SEND Regulations 2014, reg 44(2)(c)"),
    template: include_str!("../../templates/order_to_make_plan.txt"),
    ..TO_FAMILY
};

pub(super) const UNOPPOSED_ASSESS: Notice = Notice {
    title: "Assessment after an appeal that is not opposed",
    source: "SEND Regulations 2014, reg 45(3)",
    rule: Some(RuleId::UnopAssess),
    operative: "On {decided_on} we told the Tribunal that we do not oppose your appeal. We will assess the education, health and care needs of [your child|you].",
    required: &ten_and_fourteen_weeks("SEND Regulations 2014, reg 45(3A)"),
    template: include_str!("../../templates/unopposed_assess.txt"),
    ..TO_FAMILY
};

pub(super) const UNOPPOSED_PLAN: Notice = Notice {
    title: "Plan after an appeal that is not opposed",
    source: "SEND Regulations 2014, reg 45(6)",
    rule: Some(RuleId::UnopRefuseIssue),
    operative: "On {decided_on} we told the Tribunal that we do not oppose your appeal. We will make an EHC plan for [your child|you].",
    required: &five_and_eleven_weeks("SEND Regulations 2014, reg 45(6)"),
    template: include_str!("../../templates/unopposed_plan.txt"),
    ..TO_FAMILY
};

//! The decision whether to assess, advice, and the decision whether to issue a plan.

use super::{
    Notice, Required, RightsInForce, TO_FAMILY, TO_ORGANISATIONS, before_recommendations, fact, since_2014,
    text, with_recommendations,
};
use crate::{placeholder::Placeholder, statement::Statement};
use ehcp_case::Party;
use ehcp_deadlines::{RightsId, RuleId};

/// Those whom reg 4(2) names beside the family.
const OTHERS: &[Party] = &[Party::HealthBody, Party::SocialCare, Party::Setting];

pub(super) const WILL_ASSESS: Notice = Notice {
    title: "Decision to assess",
    source: "SEND Regulations 2014, reg 5(1)",
    rule: Some(RuleId::EhcnaDecisionToAssess),
    operative: "We have decided to assess the education, health and care needs of [your child|you].",
    required: &[
        fact(Placeholder::OutcomeBy, "SEND Regulations 2014, reg 10(1)"),
        fact(Placeholder::FinalBy, "SEND Regulations 2014, reg 13(2)"),
    ],
    template: include_str!("../../templates/will_assess.txt"),
    ..TO_FAMILY
};

pub(super) const WILL_ASSESS_OTHERS: Notice = Notice {
    title: "Decision to assess (to those told before)",
    source: "SEND Regulations 2014, reg 5(1)(b)",
    to: OTHERS,
    rule: Some(RuleId::EhcnaDecisionToAssess),
    operative: "We have decided to assess the education, health and care needs of {person_name}. This letter is the notice under regulation 5(1).",
    template: include_str!("../../templates/will_assess_to_others.txt"),
    ..TO_ORGANISATIONS
};

pub(super) const WILL_NOT_ASSESS: Notice = Notice {
    title: "Decision not to assess",
    source: "Children and Families Act 2014, s.36(5); SEND Regulations 2014, reg 5(1)",
    rule: Some(RuleId::EhcnaDecisionToAssess),
    operative: "We have decided not to do an EHC needs assessment for [your child|you].",
    // Reg 5(3) was not among those that SI 2017/1306 changed.
    rights: &[since_2014(RightsId::Rs5, "SEND Regulations 2014, reg 5(3)")],
    required: &[fact(
        Placeholder::Reasons,
        "Children and Families Act 2014, s.36(5)(a)",
    )],
    template: include_str!("../../templates/will_not_assess.txt"),
    ..TO_FAMILY
};

pub(super) const WILL_NOT_ASSESS_OTHERS: Notice = Notice {
    title: "Decision not to assess (to those told before)",
    source: "SEND Regulations 2014, reg 5(1)(b)",
    to: OTHERS,
    rule: Some(RuleId::EhcnaDecisionToAssess),
    operative: "We have decided not to do an EHC needs assessment for {person_name}. This letter is the notice under regulation 5(1).",
    template: include_str!("../../templates/will_not_assess_to_others.txt"),
    ..TO_ORGANISATIONS
};

pub(super) const ADVICE_REQUEST: Notice = Notice {
    title: "Request for advice",
    source: "Children and Families Act 2014, s.31; SEND Regulations 2014, regs 6 and 8",
    to: &[Party::AdviceGiver],
    rule: Some(RuleId::EhcnaAdviceResponse),
    operative: "We are assessing the education, health and care needs of {person_name}. We ask you for this advice: {advice_kind}.",
    required: &[text(Statement::AdviceDuty)],
    template: include_str!("../../templates/advice_request.txt"),
    ..TO_ORGANISATIONS
};

/// What a letter about the outcome tells: s.36(9).
const OUTCOME: &[Required] = &[
    fact(Placeholder::Outcome, "Children and Families Act 2014, s.36(9)(a)"),
    fact(Placeholder::Reasons, "Children and Families Act 2014, s.36(9)(c)"),
];

/// The rights of reg 10(3), before and after it was amended.
const REG_10_3: &[RightsInForce] = &[
    before_recommendations("SEND Regulations 2014, reg 10(3)"),
    with_recommendations("SEND Regulations 2014, reg 10(3), as amended by SI 2017/1306"),
];

pub(super) const WILL_NOT_ISSUE: Notice = Notice {
    title: "Decision not to make a plan",
    source: "Children and Families Act 2014, s.36(9); SEND Regulations 2014, reg 10(1)",
    rule: Some(RuleId::EhcpDecisionNotToIssue),
    operative: "We have finished the EHC needs assessment. We have decided not to make an EHC plan for [your child|you].",
    rights: REG_10_3,
    required: OUTCOME,
    template: include_str!("../../templates/will_not_issue.txt"),
    ..TO_FAMILY
};

pub(super) const WILL_NOT_ISSUE_OTHERS: Notice = Notice {
    title: "Decision not to make a plan (to health and the setting)",
    source: "SEND Regulations 2014, reg 10(1)",
    to: &[Party::HealthBody, Party::Setting],
    rule: Some(RuleId::EhcpDecisionNotToIssue),
    operative: "We have assessed the education, health and care needs of {person_name} and have decided not to make an EHC plan. This letter is the notice under regulation 10(1).",
    template: include_str!("../../templates/will_not_issue_to_others.txt"),
    ..TO_ORGANISATIONS
};

pub(super) const WILL_ISSUE: Notice = Notice {
    title: "Decision to make a plan",
    source: "Children and Families Act 2014, s.36(9)",
    rule: Some(RuleId::EhcnaOutcomeNotice),
    operative: "We have finished the EHC needs assessment. We have decided to make an EHC plan for [your child|you].",
    required: OUTCOME,
    template: include_str!("../../templates/will_issue.txt"),
    ..TO_FAMILY
};

//! The draft, what follows it, and the final plan.

use super::{
    Notice, TO_FAMILY, TO_ORGANISATIONS, before_recommendations, fact, since_2014, text, with_recommendations,
};
use crate::{placeholder::Placeholder, statement::Statement};
use ehcp_case::Party;
use ehcp_deadlines::{Kind, RightsId, RuleId};

pub(super) const DRAFT: Notice = Notice {
    title: "Draft plan",
    source: "Children and Families Act 2014, s.38(2); SEND Regulations 2014, reg 13(1)",
    rule: Some(RuleId::EhcpDraftSend),
    operative: "With this letter we send you the draft of the EHC plan for [your child|you]. A draft is not final: it can still change.",
    rights: &[since_2014(
        RightsId::Draft,
        "Children and Families Act 2014, s.38(2)(b), (4); SEND Regulations 2014, reg 13(1)",
    )],
    required: &[fact(
        Placeholder::Enclosures,
        "Children and Families Act 2014, s.38(2)(a); SEND Regulations 2014, reg 12(4)",
    )],
    template: include_str!("../../templates/draft_plan.txt"),
    ..TO_FAMILY
};

pub(super) const CONSULTATION: Notice = Notice {
    title: "Consultation of a school or college",
    source: "Children and Families Act 2014, s.39(2)",
    to: &[Party::Setting],
    rule: Some(RuleId::EhcpSchoolConsultation),
    operative: "We are making an education, health and care (EHC) plan for {person_name}. We are thinking of naming {recipient_name} in it, and we consult you as the law requires.",
    required: &[
        fact(Placeholder::Enclosures, "Children and Families Act 2014, s.39(2)"),
        fact(Placeholder::ReplyBy, "SEND Code of Practice 2015, paragraph 9.83"),
    ],
    template: include_str!("../../templates/school_consultation.txt"),
    ..TO_ORGANISATIONS
};

pub(super) const MEETING: Notice = Notice {
    title: "Meeting about the draft plan",
    source: "SEND Regulations 2014, reg 13(1)(a)",
    operative: "You asked to meet us about the draft plan for [your child|you]. The meeting will be on **{meeting_on}**.",
    required: &[
        fact(Placeholder::MeetingPlace, "SEND Regulations 2014, reg 13(1)(a)"),
        text(Statement::DraftViews),
    ],
    template: include_str!("../../templates/meeting_arranged.txt"),
    ..TO_FAMILY
};

pub(super) const MORE_TIME: Notice = Notice {
    title: "More time to answer the draft plan",
    // The law sets the least, not the most.
    source: "Children and Families Act 2014, s.38(4); SEND Regulations 2014, reg 13(1)(a)",
    basis: Kind::Policy,
    operative: "You have more time to answer the draft plan for [your child|you]. The last day is now {representations_by}.",
    rights: &[since_2014(
        RightsId::Draft,
        "Children and Families Act 2014, s.38(2)(b), (4); SEND Regulations 2014, reg 13(1)",
    )],
    required: &[fact(Placeholder::FinalBy, "SEND Regulations 2014, reg 13(2)")],
    template: include_str!("../../templates/more_time.txt"),
    ..TO_FAMILY
};

pub(super) const FINAL: Notice = Notice {
    title: "Final plan",
    source: "Children and Families Act 2014, ss.39(8), 40(5); SEND Regulations 2014, regs 13(2), 14(2)",
    rule: Some(RuleId::EhcpFinalPlan),
    operative: "With this letter we send you the final EHC plan for [your child|you].",
    rights: &[
        before_recommendations("SEND Regulations 2014, reg 14(2)"),
        with_recommendations("SEND Regulations 2014, reg 14(2), as amended by SI 2017/1306"),
    ],
    required: &[
        fact(
            Placeholder::Placement,
            "Children and Families Act 2014, ss.39, 40; SEND Regulations 2014, reg 12(1)(i)",
        ),
        fact(
            Placeholder::Enclosures,
            "SEND Regulations 2014, regs 12(4), 13(2)",
        ),
        text(Statement::PlacementAppeals),
    ],
    template: include_str!("../../templates/final_plan.txt"),
    ..TO_FAMILY
};

pub(super) const FINAL_OTHERS: Notice = Notice {
    title: "Final plan (to the named setting and health)",
    source: "SEND Regulations 2014, reg 13(2)",
    to: &[Party::Setting, Party::HealthBody],
    rule: Some(RuleId::EhcpFinalPlan),
    operative: "With this letter we send you the final EHC plan for {person_name}, as regulation 13(2) requires.",
    required: &[
        fact(Placeholder::Placement, "Children and Families Act 2014, s.43"),
        fact(
            Placeholder::Enclosures,
            "SEND Regulations 2014, regs 12(4), 13(2)",
        ),
    ],
    template: include_str!("../../templates/final_plan_to_others.txt"),
    ..TO_ORGANISATIONS
};

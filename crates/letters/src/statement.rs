//! The texts of rights and duties that the law wants told. They are the program's own, valid by the day of sending; an
//! authority places them in its templates and writes around them.

use chrono::NaiveDate;
use ehcp_deadlines::RightsId;
use serde::Serialize;
use utoipa::ToSchema;

/// One wording of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wording {
    /// The first day on which a letter with it may be sent; the beginning of the law where absent.
    pub(crate) from: Option<NaiveDate>,
    /// The wording, as a template without a title.
    pub(crate) text: &'static str,
}

/// Writes the enum, its words, sources and wordings from one list.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident $word:literal $heading:literal $meaning:literal, $source:literal, [$($wording:expr),+];)+) => {
        /// A text of rights or duties.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Statement {
            $($(#[$doc])* $name,)+
        }

        impl Statement {
            /// Every text.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The word after `@say` in a template.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The heading above it where `@rights` tells several.
            pub const fn heading(self) -> &'static str {
                match self { $(Self::$name => $heading,)+ }
            }

            /// What it tells, in plain English.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)+ }
            }

            /// Where the law says so.
            pub const fn source(self) -> &'static str {
                match self { $(Self::$name => $source,)+ }
            }

            pub(crate) const fn wordings(self) -> &'static [Wording] {
                match self { $(Self::$name => const { &[$($wording),+] },)+ }
            }
        }
    };
}

const fn always(text: &'static str) -> Wording {
    Wording { from: None, text }
}

/// From the day on which SI 2017/1306 gave the Tribunal the power to make recommendations.
const fn with_recommendations(text: &'static str) -> Wording {
    Wording {
        from: NaiveDate::from_ymd_opt(2018, 4, 3),
        text,
    }
}

statements! {
    /// RS-VIEWS.
    Views "views" "Your views" "the right to give views and evidence",
        "Children and Families Act 2014, s.36(7)",
        [always("You can tell us what you think about this. You can speak to us, or you can write to us. You can also send us papers that help us, such as a report from the school or from a doctor.\n\n@if views_by\nTo be sure that we see it before we decide, please let us have it by {views_by}.\n@end")];
    /// The right to appeal.
    AppealRight "appeal" "You can appeal" "the right to appeal to the Tribunal",
        "Children and Families Act 2014, s.51",
        [always("You have the right to appeal to the Tribunal. The Tribunal is a kind of court. It is not part of the council, and it is free. Its full name is the First-tier Tribunal (Special Educational Needs and Disability).\n\n{tribunal}")];
    /// Until when.
    AppealTime "appeal_time" "Time limits for your appeal" "the time limits for an appeal",
        "Tribunal Procedure (First-tier Tribunal) (HESC) Rules 2008, r.20(1)(c)",
        [always("The last day for your appeal is {appeal_by}. The Tribunal must have it by 5pm on that day. If you have a mediation certificate, you may have longer. Then your appeal is in time if it gets there within one month of the date on the certificate.")];
    /// Reg 32.
    Mediation "mediation" "You can have mediation" "the right to mediation, the certificate, the adviser and the time limits",
        "SEND Regulations 2014, regs 32 and 33; Children and Families Act 2014, ss.52 to 55",
        [always("You have the right to mediation. Mediation is a meeting where a person who is not from the council helps you and us to agree. It is free.\n\nYou need a certificate from a mediation adviser before most appeals. So you must contact the adviser first, even if you do not want mediation.\n\nThe last day to contact the adviser is {mediation_by}. The adviser is:\n\n{mediation_adviser}\n\n- If you do not want mediation, tell the adviser. You will get your certificate within three working days.\n- If you want mediation, tell us. Tell us what you want to talk about. If it is about health care, tell us which health care you want. The meeting must be set up within 30 days. You will get your certificate within three working days after it ends.\n\nTo tell us, contact {officer_name} at {authority_name}. You will find how at the end of this letter.")];
    /// Appeals about section I alone.
    PlacementAppeals "placement_appeals" "Appeals about the school or college" "the appeals that need no mediation certificate",
        "Children and Families Act 2014, s.55(2)",
        [always("For most appeals you need a certificate from a mediation adviser first. You do not need one if your appeal is only about Section I: the name or the type of the school or college, or that the plan names none.")];
    /// Recommendations on health and social care.
    Recommendations "recommendations" "Health and social care" "the Tribunal's power to make recommendations on health and social care",
        "SEND (First-tier Tribunal Recommendations Power) Regulations 2017 (SI 2017/1306)",
        [with_recommendations("In your appeal you can also ask the Tribunal to look at health and social care. The Tribunal can tell the health service and the council what it thinks they should do. This is called a recommendation.")];
    /// Disagreement resolution.
    DisagreementResolution "disagreement_resolution" "Help to settle a disagreement" "the disagreement resolution service",
        "Children and Families Act 2014, s.57",
        [always("You can also use a service that helps to settle a disagreement. It is free. You can still appeal if you use it. It is:\n\n{disagreement_service}")];
    /// Information, advice and support.
    Information "information" "Free help and advice" "the information, advice and support service (SENDIASS)",
        "Children and Families Act 2014, s.32",
        [always("You can get free help and advice, also about mediation and an appeal. The service does not take the council's side. It is:\n\n{information_service}")];
    /// Representations on the draft.
    DraftViews "draft_views" "Tell us what you think" "the right to answer the draft, and its last day",
        "Children and Families Act 2014, s.38(2)(b)(i), (4); SEND Regulations 2014, reg 13(1)(a)",
        [always("You can tell us what you think of the draft. You have at least 15 days. The last day is {representations_by}. We will not make the final plan before that day has passed.")];
    /// A particular school or college.
    DraftSchool "draft_school" "Ask for a school or college" "the right to ask for a particular school or college",
        "Children and Families Act 2014, s.38(2)(b)(ii), (3)",
        [always("You can ask us to name a school or college in the plan. Please ask by {representations_by}. You can ask for:\n\n- a maintained school or nursery school\n- an academy\n- a further education college\n- a special school that is not maintained by a council and is not run for profit\n- a school or college on the list that the law calls \"section 41 approved\".")];
    /// A meeting.
    DraftMeeting "draft_meeting" "Ask for a meeting" "the right to ask for a meeting with an officer",
        "SEND Regulations 2014, reg 13(1)(a)",
        [always("You can ask to meet one of our officers to talk about the draft. Please ask by {representations_by}. To ask, contact {officer_name}. You will find how at the end of this letter.")];
    /// Where to read about schools.
    SchoolInformation "school_information" "Find out about schools and colleges" "where to find information about schools and colleges",
        "SEND Regulations 2014, reg 13(1)(b)",
        [always("You can find out about schools and colleges here: {school_information}.")];
    /// The duty to give advice.
    AdviceDuty "advice_duty" "Your duty" "the duty to give advice within six weeks, and its last day",
        "Children and Families Act 2014, s.31; SEND Regulations 2014, reg 8(1)",
        [always("You must give this advice within six weeks of the day on which you get this request. The last day is {advice_by}. The time limit does not bind you only where one of the exceptions in regulation 8(2) makes it impractical. Please tell us at once if you think that one applies. If you will not help, you must tell us why in writing (section 31(3)).")];
}

impl Statement {
    /// The wording in force for a letter sent on a day; none where the law did not ask for it yet.
    pub(crate) fn wording(self, sent_on: NaiveDate) -> Option<&'static str> {
        let in_force = self
            .wordings()
            .iter()
            .rev()
            .find(|wording| wording.from.is_none_or(|from| from <= sent_on));
        in_force.map(|wording| wording.text)
    }

    /// The texts that a set of rights stands for, in the order in which a letter tells them.
    pub const fn of_rights(rights: RightsId) -> &'static [Self] {
        match rights {
            RightsId::Views => &[Self::Views],
            RightsId::Rs5 => &[
                Self::AppealRight,
                Self::Mediation,
                Self::AppealTime,
                Self::DisagreementResolution,
                Self::Information,
            ],
            RightsId::Rs6 => &[
                Self::AppealRight,
                Self::Mediation,
                Self::AppealTime,
                Self::Recommendations,
                Self::DisagreementResolution,
                Self::Information,
            ],
            RightsId::Draft => &[
                Self::DraftViews,
                Self::DraftSchool,
                Self::DraftMeeting,
                Self::SchoolInformation,
            ],
            RightsId::Reg32 => &[Self::Mediation],
            // Not of this process: amendments after a review, and detained persons.
            RightsId::Amend | RightsId::Detained => &[],
        }
    }
}

//! The closed list of the facts that a template can name.

use serde::Serialize;
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// How a fact is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// A word or a line, within a sentence.
    Line,
    /// A day, such as "23 November 2026".
    Day,
    /// The last day of a right or a duty, in bold.
    LastDay,
    /// Running text, in paragraphs of its own.
    Prose,
    /// A list, in a place of its own.
    List,
    /// How to reach somebody, in a place of its own.
    Contact,
}

impl Shape {
    /// Whether it stands alone on its line of the template.
    pub const fn stands_alone(self) -> bool {
        matches!(self, Self::Prose | Self::List | Self::Contact)
    }
}

/// Writes the enum, its words, shapes and meanings from one list.
macro_rules! placeholders {
    ($($(#[$doc:meta])* $name:ident $word:literal $shape:ident $meaning:literal,)+) => {
        /// A fact that a template can name, as `{word}`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Placeholder {
            $($(#[$doc])* $name,)+
        }

        impl Placeholder {
            /// Every fact.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The word in the template, without its braces.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// How it is shown.
            pub const fn shape(self) -> Shape {
                match self { $(Self::$name => Shape::$shape,)+ }
            }

            /// What it is, in plain English.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)+ }
            }
        }
    };
}

placeholders! {
    // In every letter.
    /// The child or young person.
    PersonName "person_name" Line "the name of the child or young person",
    /// Who gets the letter.
    RecipientName "recipient_name" Line "the name of the person or body that gets the letter",
    /// The case.
    CaseReference "case_reference" Line "the reference of the case",
    /// The day of sending.
    SentOn "sent_on" Day "the day on which the letter is sent",
    /// The authority.
    AuthorityName "authority_name" Line "the name of the council",
    /// How to reach the authority.
    AuthorityContact "authority_contact" Contact "how to reach the council",
    /// The named officer.
    OfficerName "officer_name" Line "the name of the officer",
    /// What the officer is.
    OfficerRole "officer_role" Line "the officer's job",
    // Days that have passed or are arranged.
    /// When the request came.
    ReceivedOn "received_on" Day "the day on which the request was received",
    /// When something was decided.
    DecidedOn "decided_on" Day "the day of the decision",
    /// When the Tribunal ordered it, or the authority told the Tribunal that it does not oppose.
    OrderedOn "ordered_on" Day "the day of the Tribunal's order",
    /// When a meeting is.
    MeetingOn "meeting_on" Day "the day of the meeting",
    /// When the rights pass to the young person.
    RightsPassOn "rights_pass_on" Day "the day from which the rights are the young person's own",
    /// When the authority stopped.
    EndedOn "ended_on" Day "the day on which the council stopped working on the request",
    /// When a health body told the authority.
    NotifiedOn "notified_on" Day "the day on which the health service told the council",
    // Last days.
    /// Views and evidence.
    ViewsBy "views_by" LastDay "the last day for sending views before the decision",
    /// The decision whether to assess.
    DecideBy "decide_by" LastDay "the last day for deciding whether to assess",
    /// The decision whether to issue a plan.
    OutcomeBy "outcome_by" LastDay "the last day for deciding whether to make a plan",
    /// The draft.
    DraftBy "draft_by" LastDay "the last day for sending the draft plan",
    /// The final plan.
    FinalBy "final_by" LastDay "the last day for sending the final plan",
    /// Advice.
    AdviceBy "advice_by" LastDay "the last day for giving advice",
    /// Representations on a draft.
    RepresentationsBy "representations_by" LastDay "the last day for answering the draft plan",
    /// A consulted school's answer.
    ReplyBy "reply_by" LastDay "the day by which the school or college is asked to reply",
    /// Contact with the mediation adviser.
    MediationBy "mediation_by" LastDay "the last day to contact the mediation adviser",
    /// An appeal.
    AppealBy "appeal_by" LastDay "the last day to appeal to the Tribunal",
    /// What the authority now works to, where a limit was missed.
    NewDay "new_day" Day "the day by which the council now expects to finish the step",
    // Words.
    /// Why.
    Reasons "reasons" Prose "the reasons for the decision",
    /// Why a step is late.
    DelayReasons "delay_reasons" Prose "why the step is late",
    /// What the outcome of the assessment is.
    Outcome "outcome" Prose "what the assessment found",
    /// What was looked at.
    Evidence "evidence" List "the papers and views that were looked at",
    /// Whom advice is asked of.
    AdviceServices "advice_services" List "the people and services that are asked for advice",
    /// What is sent with the letter.
    Enclosures "enclosures" List "what is sent with the letter",
    /// What happened next in the case of an ended request.
    NextSteps "next_steps" Prose "what happens next",
    /// The step that is late.
    LateStep "late_step" Line "the step that is late",
    /// What advice is asked for.
    AdviceKind "advice_kind" Line "the kind of advice that is asked for",
    /// Who asked for the assessment.
    RequestedBy "requested_by" Line "who asked for the assessment",
    /// Where a meeting is.
    MeetingPlace "meeting_place" Line "where and at what time the meeting is",
    /// The school or college in section I.
    Placement "placement" Line "the school or college that the plan names, or its type",
    /// Where to read about schools and colleges.
    SchoolInformation "school_information" Line "where to find information about schools and colleges",
    // Whom to turn to.
    /// The mediation adviser.
    MediationAdviser "mediation_adviser" Contact "how to reach the mediation adviser",
    /// Disagreement resolution.
    DisagreementService "disagreement_service" Contact "how to reach the disagreement resolution service",
    /// Information and advice.
    InformationService "information_service" Contact "how to reach the information, advice and support service (SENDIASS)",
    /// The Tribunal.
    Tribunal "tribunal" Contact "how to reach the Tribunal",
}

impl Placeholder {
    /// What every letter has: the facts that [`crate::LetterFacts`] cannot be without.
    pub const ALWAYS: &'static [Self] = &[
        Self::PersonName,
        Self::RecipientName,
        Self::CaseReference,
        Self::SentOn,
        Self::AuthorityName,
        Self::AuthorityContact,
        Self::OfficerName,
        Self::OfficerRole,
    ];
}

impl fmt::Display for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.word())
    }
}

impl FromStr for Placeholder {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .copied()
            .find(|fact| fact.word() == word)
            .ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_as_its_fact() {
        for fact in Placeholder::ALL {
            assert_eq!(fact.word().parse(), Ok(*fact));
        }
    }
}

//! The notices of the assessment and the first plan: to whom each goes, by which law, and what it must tell.

mod decisions;
mod others;
mod plan;
mod request;
mod tribunal;

use crate::{
    audience::Audience,
    placeholder::Placeholder,
    statement::Statement,
    template::{Content, facts_of},
};
use chrono::NaiveDate;
use ehcp_case::Party;
use ehcp_deadlines::{Kind, RightsId, RuleId};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};
use thiserror::Error;
use utoipa::ToSchema;

/// Something that a letter must tell, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Required {
    /// What.
    pub content: Content,
    /// Where the law says so.
    pub source: &'static str,
}

/// Rights that go with a notice, for letters sent between two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RightsInForce {
    pub(crate) rights: RightsId,
    /// The first day of sending; the beginning of the law where absent.
    pub(crate) from: Option<NaiveDate>,
    /// The last day of sending; none where it is in force.
    pub(crate) until: Option<NaiveDate>,
    pub(crate) source: &'static str,
}

/// What is known of a notice.
#[derive(Debug)]
pub(crate) struct Notice {
    pub(crate) title: &'static str,
    pub(crate) source: &'static str,
    pub(crate) basis: Kind,
    pub(crate) to: &'static [Party],
    pub(crate) audiences: &'static [Audience],
    pub(crate) rule: Option<RuleId>,
    /// The sentence that makes a letter this notice, as a template without a title.
    pub(crate) operative: &'static str,
    pub(crate) rights: &'static [RightsInForce],
    /// What must be told beside the notice itself and the rights.
    pub(crate) required: &'static [Required],
    pub(crate) template: &'static str,
}

const FAMILY: &[Party] = &[Party::ParentOrYoungPerson];

/// A notice to the family; each entry says what differs.
const TO_FAMILY: Notice = Notice {
    title: "",
    source: "",
    basis: Kind::Law,
    to: FAMILY,
    audiences: Audience::FAMILY,
    rule: None,
    operative: "",
    rights: &[],
    required: &[],
    template: "",
};

/// A notice to those who have a part in the case.
const TO_ORGANISATIONS: Notice = Notice {
    to: &[],
    audiences: Audience::ORGANISATIONS,
    ..TO_FAMILY
};

const fn fact(fact: Placeholder, source: &'static str) -> Required {
    Required {
        content: Content::Fact(fact),
        source,
    }
}

const fn text(statement: Statement) -> Required {
    Required {
        content: Content::Statement(statement),
        source: statement.source(),
    }
}

/// Rights that have been in force since the beginning of the law.
const fn since_2014(rights: RightsId, source: &'static str) -> RightsInForce {
    RightsInForce {
        rights,
        from: None,
        until: None,
        source,
    }
}

/// RS-5 for letters sent before the Tribunal could make recommendations (SI 2017/1306).
const fn before_recommendations(source: &'static str) -> RightsInForce {
    RightsInForce {
        rights: RightsId::Rs5,
        from: None,
        until: NaiveDate::from_ymd_opt(2018, 4, 2),
        source,
    }
}

/// RS-6 from then on.
const fn with_recommendations(source: &'static str) -> RightsInForce {
    RightsInForce {
        rights: RightsId::Rs6,
        from: NaiveDate::from_ymd_opt(2018, 4, 3),
        until: None,
        source,
    }
}

/// Writes the enum and its words from one list.
macro_rules! notices {
    ($($(#[$doc:meta])* $name:ident $word:literal => $notice:path,)+) => {
        /// A kind of notice.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum NoticeKind {
            $($(#[$doc])* $name,)+
        }

        impl NoticeKind {
            /// Every kind, in the order of the procedure.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The word stored and sent.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            pub(crate) const fn notice(self) -> &'static Notice {
                match self { $(Self::$name => &$notice,)+ }
            }
        }
    };
}

notices! {
    /// The request came, and the family is asked what it thinks (s.36(4), reg 3).
    RequestReceived "request_received" => request::REQUEST_RECEIVED,
    /// An assessment is considered: to the family (s.36(7), reg 4(2)(a)).
    ConsideringAssessment "considering_assessment" => request::CONSIDERING,
    /// The same, to the health body, social care and the setting (reg 4(2)(b) to (d)).
    ConsideringAssessmentToOthers "considering_assessment_to_others" => request::CONSIDERING_OTHERS,
    /// There is no need even to consider an assessment (s.36(5), reg 4(1)).
    NotNecessary "not_necessary" => request::NOT_NECESSARY,
    /// There will be an assessment (reg 5(1)).
    WillAssess "will_assess" => decisions::WILL_ASSESS,
    /// The same, to those told under reg 4(2).
    WillAssessToOthers "will_assess_to_others" => decisions::WILL_ASSESS_OTHERS,
    /// There will be no assessment (s.36(5), reg 5(1), (3)).
    WillNotAssess "will_not_assess" => decisions::WILL_NOT_ASSESS,
    /// The same, to those told under reg 4(2).
    WillNotAssessToOthers "will_not_assess_to_others" => decisions::WILL_NOT_ASSESS_OTHERS,
    /// Advice is asked of a service (s.31, regs 6 and 8).
    AdviceRequest "advice_request" => decisions::ADVICE_REQUEST,
    /// There will be no plan (s.36(9), reg 10).
    WillNotIssue "will_not_issue" => decisions::WILL_NOT_ISSUE,
    /// The same, to the health body and the setting.
    WillNotIssueToOthers "will_not_issue_to_others" => decisions::WILL_NOT_ISSUE_OTHERS,
    /// There will be a plan (s.36(9)).
    WillIssue "will_issue" => decisions::WILL_ISSUE,
    /// The draft plan (s.38, reg 13(1)).
    DraftPlan "draft_plan" => plan::DRAFT,
    /// A school or college is consulted (s.39(2)).
    SchoolConsultation "school_consultation" => plan::CONSULTATION,
    /// A meeting about the draft (reg 13(1)(a)).
    MeetingArranged "meeting_arranged" => plan::MEETING,
    /// More time to answer the draft.
    MoreTime "more_time" => plan::MORE_TIME,
    /// The final plan (regs 13(2), 14(2)).
    FinalPlan "final_plan" => plan::FINAL,
    /// The same, to the named setting and the health body (reg 13(2)).
    FinalPlanToOthers "final_plan_to_others" => plan::FINAL_OTHERS,
    /// The family took its request back.
    RequestWithdrawn "request_withdrawn" => others::WITHDRAWN,
    /// The authority is no longer responsible (s.24).
    NoLongerConsidering "no_longer_considering" => others::NO_LONGER,
    /// A step is late (regs 5(4), 10(4), 13(3); Code 9.43).
    DelayExplained "delay_explained" => others::DELAY,
    /// The rights pass to the young person (s.83(2)).
    RightsPass "rights_pass" => others::RIGHTS_PASS,
    /// Mediation information about a decision (reg 32).
    MediationInformation "mediation_information" => others::MEDIATION,
    /// A health body told of a child under school age (s.23).
    HealthNotificationReceived "health_notification_received" => others::SECTION_23,
    /// The Tribunal ordered an assessment (reg 44(2)(b)).
    OrderToAssess "order_to_assess" => tribunal::ORDER_TO_ASSESS,
    /// The Tribunal ordered a plan (reg 44(2)(c)).
    OrderToMakePlan "order_to_make_plan" => tribunal::ORDER_TO_MAKE_PLAN,
    /// An appeal about assessing is not opposed (reg 45(3)).
    UnopposedAssess "unopposed_assess" => tribunal::UNOPPOSED_ASSESS,
    /// An appeal about a plan is not opposed (reg 45(6)).
    UnopposedPlan "unopposed_plan" => tribunal::UNOPPOSED_PLAN,
}

impl NoticeKind {
    /// What people read, such as "Decision not to assess".
    pub const fn title(self) -> &'static str {
        self.notice().title
    }

    /// Where the law says that it is sent.
    pub const fn source(self) -> &'static str {
        self.notice().source
    }

    /// Whether law, guidance or practice stands behind it.
    pub const fn basis(self) -> Kind {
        self.notice().basis
    }

    /// Who is told.
    pub const fn to(self) -> &'static [Party] {
        self.notice().to
    }

    /// As whom they may read it.
    pub const fn audiences(self) -> &'static [Audience] {
        self.notice().audiences
    }

    /// The rule whose step it is, where it has one.
    pub const fn rule(self) -> Option<RuleId> {
        self.notice().rule
    }

    /// The rights that go with it when it is sent on a day.
    pub fn rights(self, sent_on: NaiveDate) -> Vec<RightsId> {
        self.rights_in_force(sent_on).map(|one| one.rights).collect()
    }

    fn rights_in_force(self, sent_on: NaiveDate) -> impl Iterator<Item = &'static RightsInForce> {
        self.notice().rights.iter().filter(move |one| {
            one.from.is_none_or(|from| from <= sent_on) && one.until.is_none_or(|until| sent_on <= until)
        })
    }

    /// The texts of those rights, in the order in which `@rights` tells them.
    pub fn statements(self, sent_on: NaiveDate) -> Vec<Statement> {
        self.rights_in_force(sent_on)
            .flat_map(|one| Statement::of_rights(one.rights))
            .copied()
            .filter(|statement| statement.wording(sent_on).is_some())
            .collect()
    }

    /// Everything that a letter of this kind sent on a day must tell, with the legal source of each.
    pub fn required(self, sent_on: NaiveDate) -> Vec<Required> {
        let notice = self.notice();
        let mut required = vec![Required {
            content: Content::Notice,
            source: notice.source,
        }];
        required.extend_from_slice(notice.required);
        for rights in self.rights_in_force(sent_on) {
            for &statement in Statement::of_rights(rights.rights) {
                if statement.wording(sent_on).is_some() {
                    required.push(Required {
                        content: Content::Statement(statement),
                        source: rights.source,
                    });
                }
            }
        }
        required
    }

    /// The facts that a letter of this kind sent on a day needs, beside those that every letter has
    /// ([`Placeholder::ALWAYS`]).
    pub fn needs(self, sent_on: NaiveDate) -> Vec<Placeholder> {
        let mut needs = BTreeSet::new();
        let facts_in = |source: &str, needs: &mut BTreeSet<Placeholder>| {
            for &audience in self.audiences() {
                needs.extend(facts_of(self, source, audience, sent_on));
            }
        };
        facts_in(self.notice().operative, &mut needs);
        for required in self.required(sent_on) {
            match required.content {
                Content::Fact(fact) => {
                    needs.insert(fact);
                }
                Content::Statement(statement) => {
                    facts_in(statement.wording(sent_on).unwrap_or_default(), &mut needs)
                }
                Content::Notice => {}
            }
        }
        needs.retain(|fact| !Placeholder::ALWAYS.contains(fact));
        needs.into_iter().collect()
    }
}

impl fmt::Display for NoticeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A text that is not a kind of notice.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("There is no notice called \"{0}\". Notices are words such as will_not_assess.")]
pub struct UnknownNotice(pub String);

impl FromStr for NoticeKind {
    type Err = UnknownNotice;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.word() == text)
            .ok_or_else(|| UnknownNotice(crate::template::shown(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_as_its_notice() {
        for kind in NoticeKind::ALL {
            assert_eq!(kind.word().parse(), Ok(*kind));
        }
        assert_eq!(
            "refusal".parse::<NoticeKind>(),
            Err(UnknownNotice("refusal".to_owned()))
        );
    }

    #[test]
    fn the_programs_own_texts_are_without_slips() {
        use crate::template::{BlockReader, Origin};
        let operative = NoticeKind::ALL.iter().map(|kind| kind.notice().operative);
        let wordings = Statement::ALL
            .iter()
            .flat_map(|one| one.wordings())
            .map(|wording| wording.text);
        for text in operative.chain(wordings) {
            let mut reader = BlockReader::new(text, Origin::Statement);
            assert!(!reader.all().is_empty(), "{text}");
            assert_eq!(reader.problems, [], "{text}");
        }
    }
}

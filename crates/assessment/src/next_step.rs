//! What happens next, by when, and who holds the ball.

use crate::{AdviceKind, Assessment};
use chrono::{Days, NaiveDate};
use ehcp_calendar::human_date;
use ehcp_case::{AdviceRequestId, FactKind, Party, Reader, Stage};
use serde::Serialize;
use utoipa::ToSchema;

/// Something that happens next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NextStep {
    /// What, in plain English.
    #[schema(
        example = "We decide whether to carry out an EHC needs assessment and tell you.",
        max_length = 500
    )]
    pub what: String,
    /// Who holds the ball.
    pub who: Party,
    /// The rule that sets its last day, if one does.
    #[schema(example = "ehcna-decision-to-assess", max_length = 100)]
    pub rule: Option<&'static str>,
    /// The last day, where the law gives one; the case's deadlines say how it was reached.
    pub by: Option<NaiveDate>,
}

/// The last days that the next steps have, as the deadlines give them.
pub trait LastDays {
    /// The last day under a rule, of the whole assessment or of one request for advice.
    fn last_day(&self, rule: &str, advice: Option<AdviceRequestId>) -> Option<NaiveDate>;
}

impl<F: Fn(&str, Option<AdviceRequestId>) -> Option<NaiveDate>> LastDays for F {
    fn last_day(&self, rule: &str, advice: Option<AdviceRequestId>) -> Option<NaiveDate> {
        self(rule, advice)
    }
}

/// Whoever asks what comes next.
struct Asked<'a> {
    assessment: &'a Assessment,
    reader: Reader,
    days: &'a dyn LastDays,
    today: NaiveDate,
}

/// What happens next, the nearest first, in the words for its reader.
pub fn next_steps(
    assessment: &Assessment,
    reader: Reader,
    days: &dyn LastDays,
    today: NaiveDate,
) -> Vec<NextStep> {
    let asked = Asked {
        assessment,
        reader,
        days,
        today,
    };
    let family = reader.family();
    match assessment.stage {
        Stage::DecidingWhetherToAssess => asked.deciding(),
        Stage::Assessing => asked.assessing(),
        Stage::WritingDraft => vec![
            asked.owed(
                format!("We write the draft plan and send it to {family}."),
                "ehcp-draft-send",
                FactKind::DraftSent,
            ),
            asked.final_plan(),
        ],
        Stage::DraftWithFamily => asked.draft_with_family(),
        Stage::NotAssessed | Stage::PlanNotIssued => vec![asked.after_a_refusal()],
        Stage::PlanIssued => vec![asked.ours(
            "The plan is in force. We review it within twelve months.",
            "ar-first-review",
        )],
    }
}

impl Asked<'_> {
    /// A step of the authority, with the last day that a rule gives it.
    fn ours(&self, what: impl Into<String>, rule: &'static str) -> NextStep {
        NextStep {
            what: what.into(),
            who: Party::LocalAuthority,
            rule: Some(rule),
            by: self.days.last_day(rule, None),
        }
    }

    /// The same for what has a time of its own after a refusal was overturned.
    fn owed(&self, what: impl Into<String>, rule: &'static str, fact: FactKind) -> NextStep {
        match &self.assessment.reopened {
            None => self.ours(what, rule),
            Some(reopened) => NextStep {
                what: what.into(),
                who: Party::LocalAuthority,
                rule: Some(reopened.rule),
                by: reopened.last_day(fact),
            },
        }
    }

    fn final_plan(&self) -> NextStep {
        let what = format!("We send {} the final plan.", self.reader.family());
        self.owed(what, "ehcp-final-plan", FactKind::FinalPlanSent)
    }

    /// Telling the family that the assessment will be made, where that is owed.
    fn assessment_to_be_notified(&self) -> Option<NextStep> {
        let fact = FactKind::OrderAssessmentNotified;
        self.assessment.reopened.as_ref()?.last_day(fact)?;
        let what = format!(
            "We tell {} that the assessment will be made.",
            self.reader.family()
        );
        Some(self.owed(what, "", fact))
    }

    fn deciding(&self) -> Vec<NextStep> {
        let family = self.reader.family();
        let notice = self.assessment.facts.get(FactKind::ConsideringNoticeSent);
        let first = match notice {
            None => self.ours(
                self.reader.choose(
                    "We tell you that we are considering an assessment, and ask for your views and evidence.",
                    "We tell you that we are considering an assessment, and ask for your views and evidence.",
                    "We tell the family that we are considering an assessment, and ask for views and evidence.",
                ),
                "ehcna-notify-considering",
            ),
            // Views are welcome until the decision: that day is the authority's, not the family's.
            Some(_) => NextStep {
                what: self
                    .reader
                    .choose(
                        "You can send us your views and evidence.",
                        "You can send us your views and evidence.",
                        "The family can send views and evidence.",
                    )
                    .to_owned(),
                who: Party::ParentOrYoungPerson,
                rule: Some("ehcna-notify-considering"),
                by: None,
            },
        };
        let consulted = self.assessment.facts.get(FactKind::FamilyConsulted).is_some();
        let consult = self.ours(
            format!(
                "We ask {family} what {} about an assessment.",
                self.reader.choose("you think", "you think", "it thinks")
            ),
            "ehcna-consult-on-request",
        );
        let mut steps = Vec::new();
        if !consulted {
            steps.push(consult);
        }
        steps.extend([
            first,
            self.ours(
                format!("We decide whether to carry out an EHC needs assessment and tell {family}."),
                "ehcna-decision-to-assess",
            ),
        ]);
        steps
    }

    fn assessing(&self) -> Vec<NextStep> {
        let known = &self.assessment.advice;
        let asked = |kind: AdviceKind| known.iter().any(|advice| advice.kind == kind);
        let mut steps: Vec<_> = self.assessment_to_be_notified().into_iter().collect();
        steps.extend(
            AdviceKind::ALWAYS
                .into_iter()
                .filter(|kind| !asked(*kind))
                .map(|kind| {
                    self.ours(
                        format!("We ask for advice from {}.", kind.plain_english()),
                        "ehcna-advice-sought",
                    )
                }),
        );
        let open = known.iter().filter(|advice| advice.answered_on.is_none());
        steps.extend(open.map(|advice| NextStep {
            what: format!("We wait for advice from {}.", advice.kind.plain_english()),
            who: Party::AdviceGiver,
            rule: Some("ehcna-advice-response"),
            by: self.days.last_day("ehcna-advice-response", Some(advice.id)),
        }));
        steps.push(self.owed(
            format!(
                "We decide whether to issue an EHC plan and tell {}.",
                self.reader.family()
            ),
            "ehcp-decision-not-to-issue",
            FactKind::RefusalToIssueNotified,
        ));
        steps
    }

    fn draft_with_family(&self) -> Vec<NextStep> {
        let last_day = self
            .assessment
            .facts
            .get(FactKind::DraftServed)
            .and_then(|served| served.checked_add_days(Days::new(14)));
        let mut steps = Vec::new();
        if !self.assessment.represented && last_day.is_some_and(|last| last >= self.today) {
            steps.push(NextStep {
                what: self
                    .reader
                    .choose(
                        "Tell us what you think of the draft, which school or college you would like, and whether you want a meeting.",
                        "Tell us what you think of the draft, which school or college you would like, and whether you want a meeting.",
                        "The family can say what it thinks of the draft, which school or college it would like, and whether it wants a meeting.",
                    )
                    .to_owned(),
                who: Party::ParentOrYoungPerson,
                rule: Some("ehcp-draft-representations"),
                by: last_day,
            });
        }
        steps.push(self.final_plan());
        steps
    }

    /// The family's rights after a refusal, for as long as their days last, and what is left after them.
    fn after_a_refusal(&self) -> NextStep {
        let mediation = self.days.last_day("med-contact-adviser", None);
        let appeal = self.days.last_day("appeal-lodge", None);
        let open = |day: &Option<NaiveDate>| day.is_none_or(|last| last >= self.today);
        let (what, rule, by) = if open(&mediation) {
            let what = self.reader.choose(
                "If you disagree, contact a mediation adviser. After that you can appeal to the Tribunal.",
                "If you disagree, contact a mediation adviser. After that you can appeal to the Tribunal.",
                "If the family disagrees, it can contact a mediation adviser and then appeal to the Tribunal.",
            );
            (what.to_owned(), Some("med-contact-adviser"), mediation)
        } else if let Some(last) = appeal.filter(|last| *last >= self.today) {
            let what = self.reader.choose(
                "The time to contact a mediation adviser is over. If you have a mediation certificate you can still appeal to the Tribunal.",
                "The time to contact a mediation adviser is over. If you have a mediation certificate you can still appeal to the Tribunal.",
                "The time to contact a mediation adviser is over. With a mediation certificate the family can still appeal to the Tribunal.",
            );
            (what.to_owned(), Some("appeal-lodge"), Some(last))
        } else {
            (self.rights_are_over(mediation.max(appeal)), None, None)
        };
        NextStep {
            what,
            who: Party::ParentOrYoungPerson,
            rule,
            by,
        }
    }

    fn rights_are_over(&self, last: Option<NaiveDate>) -> String {
        let until = last
            .map(|day| format!(" on {}", human_date(day)))
            .unwrap_or_default();
        let rest = self.reader.choose(
            "If things have changed, you can ask for an assessment again. If you still want to appeal, ask the Tribunal whether it will take a late appeal.",
            "If things have changed, you can ask for an assessment again. If you still want to appeal, ask the Tribunal whether it will take a late appeal.",
            "The family can ask for an assessment again; the Tribunal decides whether it takes a late appeal.",
        );
        format!("The time for mediation and an appeal ended{until}. {rest}")
    }
}

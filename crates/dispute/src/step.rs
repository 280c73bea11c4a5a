//! The steps of a dispute: each says what has happened, with its day.

use crate::dates::Sent;
use crate::{
    Arrangement, AtLeastOne, CannotArrange, CertificateKind, Deed, FurtherChallenge, Lodging, Manner,
    MediationIssue, MediationOutcome, OtherTime, RecommendationOn, TribunalDecision,
};
use chrono::NaiveDate;
use ehcp_case::{Line, Prose};
use ehcp_deadlines::ExceptionFact;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A step of a dispute about one decision. Steps about an appeal are about the one that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = DisputeStep)]
pub enum Step {
    /// The family contacted the mediation adviser (reg 33).
    ContactAdviser {
        /// When.
        contacted_on: NaiveDate,
    },
    /// The family told the adviser that it does not want mediation (s.55(4)).
    DeclineMediation {
        /// When.
        told_adviser_on: NaiveDate,
    },
    /// The authority was told that the family wants mediation (ss.53, 54).
    WishMediation {
        /// When the authority was told.
        told_authority_on: NaiveDate,
        /// What about.
        #[schema(value_type = Vec<MediationIssue>, min_items = 1, max_items = 4)]
        issues: AtLeastOne<MediationIssue>,
    },
    /// The health body was told of the wish to mediate (reg 35(2)).
    TellHealthBody {
        /// When it received the notice.
        told_on: NaiveDate,
    },
    /// The family was told the day and place of the mediation (reg 37(2)).
    ArrangeMediation(Arrangement),
    /// The authority saw that there will be no mediation within its 30 days, and told the adviser (reg 39(2)).
    CannotArrange(CannotArrange),
    /// The mediation took place.
    HoldMediation {
        /// Its day.
        held_on: NaiveDate,
        /// The day on which it ended.
        concluded_on: NaiveDate,
        /// What came of it.
        result: MediationOutcome,
    },
    /// The health body told the authority what was agreed without it (reg 42(4)).
    TellAuthorityOfAgreement {
        /// When.
        told_on: NaiveDate,
    },
    /// The family withdrew from the mediation.
    WithdrawFromMediation {
        /// When.
        withdrawn_on: NaiveDate,
    },
    /// The adviser issued the certificate (s.55; regs 34, 39).
    IssueCertificate {
        /// Why.
        kind: CertificateKind,
        /// When.
        issued_on: NaiveDate,
    },
    /// The Tribunal received an appeal.
    LodgeAppeal(Lodging),
    /// The Tribunal registered the appeal.
    RegisterAppeal {
        /// When.
        registered_on: NaiveDate,
        /// Its number, as the Tribunal writes it.
        number: Line,
        /// When the Tribunal sent the papers to the authority, where that is known.
        #[serde(default)]
        documents_sent_on: Option<NaiveDate>,
        /// The last day for the response, where the letter names it.
        #[serde(default)]
        response_due_on: Option<NaiveDate>,
    },
    /// The Tribunal did not take the appeal.
    RejectAppeal {
        /// When it said so.
        rejected_on: NaiveDate,
        /// Why.
        reason: Prose,
    },
    /// The authority sent its response (rule 21).
    RespondToAppeal {
        /// When.
        sent_on: NaiveDate,
    },
    /// The authority told the Tribunal before its response that it does not oppose the appeal (reg 45).
    ConcedeAppeal {
        /// When the Tribunal was told.
        told_tribunal_on: NaiveDate,
        /// Whether changes to a plan that was to cease were agreed (reg 45(6A)); only for such a plan.
        #[serde(default)]
        amendments_agreed: bool,
    },
    /// The Tribunal set a day for a hearing.
    SetHearing {
        /// When that was told.
        told_on: NaiveDate,
        /// The day of the hearing.
        hearing_on: NaiveDate,
    },
    /// The Tribunal put the hearing off.
    AdjournHearing {
        /// When it decided so.
        adjourned_on: NaiveDate,
        /// The new day, where there is one already.
        #[serde(default)]
        new_hearing_on: Option<NaiveDate>,
        /// Why.
        reason: Prose,
    },
    /// The hearing was held.
    HoldHearing {
        /// On which day.
        held_on: NaiveDate,
    },
    /// The family withdrew the appeal.
    WithdrawAppeal {
        /// When.
        withdrawn_on: NaiveDate,
    },
    /// The Tribunal struck the appeal out.
    StrikeOutAppeal {
        /// When.
        struck_out_on: NaiveDate,
        /// Why.
        reason: Prose,
    },
    /// The Tribunal decided the appeal.
    DetermineAppeal {
        /// The day of the order.
        decided_on: NaiveDate,
        /// How it came to its decision.
        manner: Manner,
        /// What it decided.
        decision: TribunalDecision,
        /// What it recommended in an extended appeal.
        #[serde(default)]
        #[schema(value_type = Option<Vec<RecommendationOn>>, max_items = 2)]
        recommendations: Option<AtLeastOne<RecommendationOn>>,
    },
    /// A review or further appeal, as noted.
    NoteFurtherChallenge(FurtherChallenge),
    /// Something was done to carry out an order, a concession or an agreement.
    Comply {
        /// The number of the duty.
        #[schema(maximum = 1000)]
        duty: u32,
        /// What was done.
        deed: Deed,
        /// When.
        done_on: NaiveDate,
    },
    /// The Tribunal, or the parties to a mediation in writing, set another last day for a deed (regs 44(1), 42(5)).
    SetOtherTime {
        /// The number of the duty.
        #[schema(maximum = 1000)]
        duty: u32,
        /// The deed and its new last day.
        other_time: OtherTime,
        /// When it was set.
        set_on: NaiveDate,
    },
    /// An exception relaxes the time of a duty (regs 44(3), 45(7)).
    RecordException {
        /// The number of the duty.
        #[schema(maximum = 1000)]
        duty: u32,
        /// The exception.
        exception: ExceptionFact,
        /// When it was recorded.
        recorded_on: NaiveDate,
    },
    /// A recommendation was answered (SI 2017/1306, regs 6(3), 7(1)).
    AnswerRecommendation {
        /// Which.
        on: RecommendationOn,
        /// The day of the written answer.
        answered_on: NaiveDate,
        /// The day on which the authority received the health body's answer; the same day where left out.
        #[serde(default)]
        received_on: Option<NaiveDate>,
    },
    /// The answer was sent to the Secretary of State (SI 2017/1306, regs 6(6), 7(4)).
    CopyAnswer {
        /// To which recommendation.
        on: RecommendationOn,
        /// When.
        copied_on: NaiveDate,
    },
}

impl Step {
    /// The day on which it happened.
    pub fn on(&self) -> NaiveDate {
        match self {
            Self::ContactAdviser { contacted_on: on }
            | Self::DeclineMediation { told_adviser_on: on }
            | Self::WishMediation {
                told_authority_on: on,
                ..
            }
            | Self::TellHealthBody { told_on: on }
            | Self::ArrangeMediation(Arrangement {
                notice_given_on: on, ..
            })
            | Self::CannotArrange(CannotArrange {
                told_adviser_on: on, ..
            })
            | Self::HoldMediation { concluded_on: on, .. }
            | Self::TellAuthorityOfAgreement { told_on: on }
            | Self::WithdrawFromMediation { withdrawn_on: on }
            | Self::IssueCertificate { issued_on: on, .. }
            | Self::LodgeAppeal(Lodging { lodged_on: on, .. })
            | Self::RegisterAppeal {
                registered_on: on, ..
            }
            | Self::RejectAppeal { rejected_on: on, .. }
            | Self::RespondToAppeal { sent_on: on }
            | Self::ConcedeAppeal {
                told_tribunal_on: on, ..
            }
            | Self::SetHearing { told_on: on, .. }
            | Self::AdjournHearing { adjourned_on: on, .. }
            | Self::HoldHearing { held_on: on }
            | Self::WithdrawAppeal { withdrawn_on: on }
            | Self::StrikeOutAppeal {
                struck_out_on: on, ..
            }
            | Self::DetermineAppeal { decided_on: on, .. }
            | Self::NoteFurtherChallenge(FurtherChallenge { noted_on: on, .. })
            | Self::Comply { done_on: on, .. }
            | Self::SetOtherTime { set_on: on, .. }
            | Self::RecordException { recorded_on: on, .. }
            | Self::AnswerRecommendation { answered_on: on, .. }
            | Self::CopyAnswer { copied_on: on, .. } => *on,
        }
    }

    /// The texts in it, each with where it stands in what was sent. Those of a mediation are confidential.
    pub fn texts(&self) -> Vec<(String, &str)> {
        let one = |pointer: &str, text| vec![(pointer.to_owned(), text)];
        match self {
            Self::ArrangeMediation(arrangement) => one("/place", arrangement.place.as_str()),
            Self::HoldMediation {
                result: MediationOutcome::Agreement { parts, .. },
                ..
            } => parts
                .iter()
                .enumerate()
                .map(|(place, part)| (format!("/result/parts/{place}/text"), part.text.as_str()))
                .collect(),
            Self::RegisterAppeal { number, .. } => one("/number", number.as_str()),
            Self::RejectAppeal { reason, .. }
            | Self::AdjournHearing { reason, .. }
            | Self::StrikeOutAppeal { reason, .. } => one("/reason", reason.as_str()),
            Self::NoteFurtherChallenge(further) => one("/note", further.note.as_str()),
            _ => Vec::new(),
        }
    }

    /// Whether it tells of what was said and agreed in mediation, which stays between those who were there.
    pub const fn is_confidential(&self) -> bool {
        matches!(self, Self::HoldMediation { .. })
    }

    /// The days in it that must have come.
    pub(crate) fn past_days(&self) -> Vec<Sent> {
        match self {
            Self::CannotArrange(cannot) => vec![
                ("/seen_on", cannot.seen_on),
                ("/told_adviser_on", cannot.told_adviser_on),
            ],
            Self::HoldMediation {
                held_on,
                concluded_on,
                result,
            } => {
                let mut days = vec![("/held_on", *held_on), ("/concluded_on", *concluded_on)];
                if let MediationOutcome::Agreement { agreed_on, .. } = result {
                    days.push(("/result/agreed_on", *agreed_on));
                }
                days
            }
            Self::LodgeAppeal(lodging) => {
                let mut days = vec![("/lodged_on", lodging.lodged_on)];
                days.extend(lodging.leave_given_on.map(|on| ("/leave_given_on", on)));
                days
            }
            Self::RegisterAppeal {
                registered_on,
                documents_sent_on,
                ..
            } => {
                let mut days = vec![("/registered_on", *registered_on)];
                days.extend(documents_sent_on.map(|on| ("/documents_sent_on", on)));
                days
            }
            Self::AnswerRecommendation {
                answered_on,
                received_on,
                ..
            } => {
                let mut days = vec![("/answered_on", *answered_on)];
                days.extend(received_on.map(|on| ("/received_on", on)));
                days
            }
            _ => vec![(self.pointer(), self.on())],
        }
    }

    /// The days in it that may lie ahead.
    pub(crate) fn coming_days(&self) -> Vec<Sent> {
        match self {
            Self::ArrangeMediation(arrangement) => vec![("/mediation_on", arrangement.mediation_on)],
            Self::RegisterAppeal {
                response_due_on: Some(due),
                ..
            } => vec![("/response_due_on", *due)],
            Self::SetHearing { hearing_on, .. } => vec![("/hearing_on", *hearing_on)],
            Self::AdjournHearing {
                new_hearing_on: Some(day),
                ..
            } => vec![("/new_hearing_on", *day)],
            Self::SetOtherTime { other_time, .. } => vec![("/other_time/by", other_time.by)],
            Self::DetermineAppeal {
                decision: TribunalDecision::Ordered { orders },
                ..
            } => orders
                .iter()
                .flat_map(|order| &order.directions)
                .map(|direction| ("/decision/orders", direction.by))
                .collect(),
            Self::HoldMediation {
                result: MediationOutcome::Agreement { parts, .. },
                ..
            } => parts
                .iter()
                .flat_map(|part| &part.other_times)
                .map(|other| ("/result/parts", other.by))
                .collect(),
            Self::RecordException { exception, .. } => [
                exception.from,
                exception.until,
                exception.advice_requested,
                exception.missed_on,
            ]
            .into_iter()
            .flatten()
            .map(|day| ("/exception", day))
            .collect(),
            _ => Vec::new(),
        }
    }

    /// Where the day on which it happened stands in what was sent.
    fn pointer(&self) -> &'static str {
        match self {
            Self::ContactAdviser { .. } => "/contacted_on",
            Self::DeclineMediation { .. } | Self::CannotArrange(_) => "/told_adviser_on",
            Self::WishMediation { .. } => "/told_authority_on",
            Self::TellHealthBody { .. } | Self::TellAuthorityOfAgreement { .. } | Self::SetHearing { .. } => {
                "/told_on"
            }
            Self::ArrangeMediation(_) => "/notice_given_on",
            Self::HoldMediation { .. } => "/concluded_on",
            Self::WithdrawFromMediation { .. } | Self::WithdrawAppeal { .. } => "/withdrawn_on",
            Self::IssueCertificate { .. } => "/issued_on",
            Self::LodgeAppeal(_) => "/lodged_on",
            Self::RegisterAppeal { .. } => "/registered_on",
            Self::RejectAppeal { .. } => "/rejected_on",
            Self::RespondToAppeal { .. } => "/sent_on",
            Self::ConcedeAppeal { .. } => "/told_tribunal_on",
            Self::AdjournHearing { .. } => "/adjourned_on",
            Self::HoldHearing { .. } => "/held_on",
            Self::StrikeOutAppeal { .. } => "/struck_out_on",
            Self::DetermineAppeal { .. } => "/decided_on",
            Self::NoteFurtherChallenge(_) => "/noted_on",
            Self::Comply { .. } => "/done_on",
            Self::SetOtherTime { .. } => "/set_on",
            Self::RecordException { .. } => "/recorded_on",
            Self::AnswerRecommendation { .. } => "/answered_on",
            Self::CopyAnswer { .. } => "/copied_on",
        }
    }
}

//! The steps in the words of the timeline.

use crate::{Deed, MediationOutcome, Step, TribunalDecision};
use ehcp_case::Reader;

impl Step {
    /// The word stored and sent for its kind.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::ContactAdviser { .. } => "contact_adviser",
            Self::DeclineMediation { .. } => "decline_mediation",
            Self::WishMediation { .. } => "wish_mediation",
            Self::TellHealthBody { .. } => "tell_health_body",
            Self::ArrangeMediation(_) => "arrange_mediation",
            Self::CannotArrange(_) => "cannot_arrange",
            Self::HoldMediation { .. } => "hold_mediation",
            Self::TellAuthorityOfAgreement { .. } => "tell_authority_of_agreement",
            Self::WithdrawFromMediation { .. } => "withdraw_from_mediation",
            Self::IssueCertificate { .. } => "issue_certificate",
            Self::LodgeAppeal(_) => "lodge_appeal",
            Self::RegisterAppeal { .. } => "register_appeal",
            Self::RejectAppeal { .. } => "reject_appeal",
            Self::RespondToAppeal { .. } => "respond_to_appeal",
            Self::ConcedeAppeal { .. } => "concede_appeal",
            Self::SetHearing { .. } => "set_hearing",
            Self::AdjournHearing { .. } => "adjourn_hearing",
            Self::HoldHearing { .. } => "hold_hearing",
            Self::WithdrawAppeal { .. } => "withdraw_appeal",
            Self::StrikeOutAppeal { .. } => "strike_out_appeal",
            Self::DetermineAppeal { .. } => "determine_appeal",
            Self::NoteFurtherChallenge(_) => "note_further_challenge",
            Self::Comply { .. } => "comply",
            Self::SetOtherTime { .. } => "set_other_time",
            Self::RecordException { .. } => "record_exception",
            Self::AnswerRecommendation { .. } => "answer_recommendation",
            Self::CopyAnswer { .. } => "copy_answer",
        }
    }

    /// What its reader is told in the timeline.
    pub fn plain_english(&self, reader: Reader) -> &'static str {
        // The family reads of itself as "you", everybody else of "the family".
        let say = |family, professional| reader.choose(family, family, professional);
        match self {
            Self::ContactAdviser { .. } => say(
                "You contacted the mediation adviser.",
                "The family contacted the mediation adviser.",
            ),
            Self::DeclineMediation { .. } => say(
                "You told the mediation adviser that you do not want mediation.",
                "The family told the mediation adviser that it does not want mediation.",
            ),
            Self::WishMediation { .. } => say("You asked for mediation.", "The family asked for mediation."),
            Self::TellHealthBody { .. } => "The health service was told about the mediation.",
            Self::ArrangeMediation(_) => say(
                "You were told when and where the mediation is.",
                "The family was told when and where the mediation is.",
            ),
            Self::CannotArrange(_) => {
                "We told the mediation adviser that the mediation cannot be held in time."
            }
            Self::HoldMediation {
                result: MediationOutcome::Agreement { .. },
                ..
            } => "The mediation took place, and there was an agreement.",
            Self::HoldMediation {
                result: MediationOutcome::NoAgreement,
                ..
            } => "The mediation took place, and there was no agreement.",
            Self::TellAuthorityOfAgreement { .. } => "The health service told us what was agreed.",
            Self::WithdrawFromMediation { .. } => say(
                "You withdrew from the mediation.",
                "The family withdrew from the mediation.",
            ),
            Self::IssueCertificate { .. } => "The mediation adviser issued the certificate.",
            Self::LodgeAppeal(_) => say(
                "The Tribunal received your appeal.",
                "The Tribunal received the family's appeal.",
            ),
            Self::RegisterAppeal { .. } => "The Tribunal registered the appeal.",
            Self::RejectAppeal { .. } => "The Tribunal did not take the appeal.",
            Self::RespondToAppeal { .. } => "We answered the appeal.",
            Self::ConcedeAppeal { .. } => "We told the Tribunal that we do not oppose the appeal.",
            Self::SetHearing { .. } => "The Tribunal set a day for the hearing.",
            Self::AdjournHearing { .. } => "The Tribunal put the hearing off.",
            Self::HoldHearing { .. } => "The Tribunal held the hearing.",
            Self::WithdrawAppeal { .. } => {
                say("You withdrew your appeal.", "The family withdrew its appeal.")
            }
            Self::StrikeOutAppeal { .. } => "The Tribunal struck the appeal out.",
            Self::DetermineAppeal {
                decision: TribunalDecision::Dismissed,
                ..
            } => "The Tribunal dismissed the appeal.",
            Self::DetermineAppeal {
                decision: TribunalDecision::Ordered { .. },
                ..
            } => "The Tribunal decided the appeal and ordered us to act.",
            Self::NoteFurtherChallenge(_) => "A review or a further appeal was noted.",
            Self::Comply { deed, .. } => deed.plain_english(reader),
            Self::SetOtherTime { .. } => "Another last day was set.",
            Self::RecordException { .. } => {
                "We recorded a reason for which the law allows a time limit to be missed."
            }
            Self::AnswerRecommendation { .. } => "The Tribunal's recommendation was answered.",
            Self::CopyAnswer { .. } => "The answer to the recommendation was sent to the Secretary of State.",
        }
    }
}

impl Deed {
    /// What its reader is told in the timeline.
    pub const fn plain_english(self, reader: Reader) -> &'static str {
        match self {
            Self::AssessmentNotified => reader.choose(
                "We told you that the assessment will be made.",
                "We told you that the assessment will be made.",
                "The family was told that the assessment will be made.",
            ),
            Self::PlanRefused => reader.choose(
                "We told you why there will be no plan.",
                "We told you why there will be no plan.",
                "The family was told why there will be no plan.",
            ),
            Self::DraftSent => "We sent the draft plan.",
            Self::FinalPlanSent => "We sent the final plan.",
            Self::AmendedPlanSent => "We sent the changed plan.",
            Self::PlanCeased => "The plan ended.",
            Self::AgreementCarriedOut => "What was agreed at mediation was done.",
        }
    }

    /// What its reader is told while it is still to be done.
    pub const fn to_come(self, reader: Reader) -> &'static str {
        match self {
            Self::AssessmentNotified => reader.choose(
                "We tell you that the assessment will be made.",
                "We tell you that the assessment will be made.",
                "We tell the family that the assessment will be made.",
            ),
            Self::PlanRefused => reader.choose(
                "If there will be no plan, we tell you why.",
                "If there will be no plan, we tell you why.",
                "If there will be no plan, we tell the family why.",
            ),
            Self::DraftSent => "We send the draft plan.",
            Self::FinalPlanSent => "We send the final plan.",
            Self::AmendedPlanSent => "We change the plan and send it.",
            Self::PlanCeased => "We end the plan.",
            Self::AgreementCarriedOut => "What was agreed at mediation is done.",
        }
    }
}

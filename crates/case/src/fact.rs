//! Dated facts: what happened on a day that the law counts from or to.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;
use utoipa::ToSchema;

/// Writes the enum and its words and labels from one list, so that none of the three can be forgotten.
macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident $word:literal $label:literal,)+) => {
        /// A kind of happening from which a statutory period runs, or which meets or ends one.
        ///
        /// The day is the day in London on which it happened, not the day on which it was recorded.
        /// Section numbers are those of the Children and Families Act 2014; "reg" is the Special Educational
        /// Needs and Disability Regulations 2014 unless another instrument is named.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum FactKind {
            $($(#[$doc])* $name,)+
        }

        impl FactKind {
            /// Every kind, in the order of the procedures.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// How many kinds there are.
            pub const COUNT: usize = Self::ALL.len();

            /// The word stored and sent for this kind.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// What people read, such as "Request received"; a date can follow it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)+ }
            }
        }
    };
}

facts! {
    // The assessment road.
    /// A request for an assessment under s.36(1) reached the authority.
    RequestReceived "request_received" "Request received",
    /// The authority became responsible for the child under s.24 without a request.
    BecameResponsible "became_responsible" "The authority became responsible",
    /// The authority consulted the parent or young person about the request (s.36(4)).
    FamilyConsulted "family_consulted" "Family consulted",
    /// The notice under s.36(7) and reg 4(2) that an assessment is being considered was sent.
    ConsideringNoticeSent "considering_notice_sent" "Notice sent that an assessment is being considered",
    /// The family was told whether the authority will assess (reg 5(1)); set for a yes and for a no.
    AssessDecisionNotified "assess_decision_notified" "Family told whether there will be an assessment",
    /// The notice of the decision said no (s.36(5)); set beside the notification.
    AssessmentRefused "assessment_refused" "Assessment refused",
    /// The child's last EHC needs assessment or re-assessment was made.
    LastAssessed "last_assessed" "Last assessment finished",
    /// The authority sent a request for advice (reg 6).
    AdviceRequested "advice_requested" "Advice requested",
    /// The body received the authority's request under s.31.
    CooperationRequestReceived "cooperation_request_received" "The authority's request for help received",
    /// The advice asked for reached the authority.
    AdviceReceived "advice_received" "Advice received",
    /// The assessment was done; its outcome is to be notified (s.36(9)).
    AssessmentCompleted "assessment_completed" "Assessment finished",
    /// The family was told the outcome of the assessment (s.36(9)).
    AssessmentOutcomeNotified "assessment_outcome_notified" "Family told the outcome of the assessment",
    /// The authority decided to issue a plan (s.37).
    IssueDecided "issue_decided" "Decision to issue a plan",
    /// The family was told that no plan will be issued (reg 10(1)).
    RefusalToIssueNotified "refusal_to_issue_notified" "Family told that no plan will be issued",
    /// The notice that no plan will be issued was served (reg 48).
    RefusalToIssueServed "refusal_to_issue_served" "Notice that no plan will be issued served",
    /// The draft plan was sent to the family (s.38).
    DraftSent "draft_sent" "Draft plan sent",
    /// The draft plan reached the family in law (Education Act 1996, s.572).
    DraftServed "draft_served" "Draft plan served",
    /// The family answered the draft or the proposed amendments (reg 13(1), 22(2)).
    RepresentationsReceived "representations_received" "The family's views on the draft received",
    /// The family asked for a school or institution, or the authority considered one (s.38(2)(b), s.39).
    SchoolRequested "school_requested" "School requested",
    /// The school or institution received the authority's consultation.
    ConsultationReceived "consultation_received" "Consultation received",
    /// The school or institution answered the consultation.
    ConsultationAnswered "consultation_answered" "Consultation answered",
    /// The final plan was sent (reg 13(2)).
    FinalPlanSent "final_plan_sent" "Final plan sent",
    /// The request was withdrawn, or the assessment ended because the family moved or asked for it.
    AssessmentWithdrawn "assessment_withdrawn" "Request withdrawn",
    /// The young person asked the authority to pass on the plan for higher education (reg 47).
    HigherEducationAsked "higher_education_asked" "The young person asked for information to be passed on",
    /// The plan was passed on for higher education (reg 47).
    HigherEducationInformationSent "higher_education_information_sent" "Information passed on for higher education",
    // Reviews and phase transfers.
    /// The plan was first made: the day of its first final version (s.44(1)(a)).
    PlanMade "plan_made" "Plan first made",
    /// The plan was last reviewed: the day of the authority's decision notice (s.44(1)(b)).
    LastReviewed "last_reviewed" "Last review finished",
    /// The review meeting is held on this day (reg 20, 21).
    Meeting "meeting" "Review meeting",
    /// The invitations to the review meeting were sent (reg 20(3), 21(3)).
    MeetingNoticeSent "meeting_notice_sent" "Notice of the review meeting sent",
    /// The advice for the review meeting was sent to all who were invited (reg 20(4), 21(4)).
    AdviceCirculated "advice_circulated" "Advice for the review circulated",
    /// The report of the review meeting was sent (reg 20(9), 21(8)).
    ReviewReportSent "review_report_sent" "Review report sent",
    /// The family was told whether the plan stays, changes or ends (reg 20(10), 21(9)).
    ReviewDecisionNotified "review_decision_notified" "Family told the decision after the review",
    /// The notice of proposed amendments was sent (reg 22(2)(a)).
    AmendmentNoticeSent "amendment_notice_sent" "Amendment notice sent",
    /// The notice of proposed amendments reached the family in law.
    AmendmentNoticeServed "amendment_notice_served" "Amendment notice served",
    /// The final amended plan was sent (reg 22(3)).
    AmendedPlanSent "amended_plan_sent" "Final amended plan sent",
    /// The family was told that the plan will not be amended after all (reg 22(4)).
    DeclineToAmendNotified "decline_to_amend_notified" "Family told that the plan will not be amended",
    /// The review ended with the decision to keep the plan as it is.
    ReviewEndedWithoutAmendment "review_ended_without_amendment" "Decision after the review that the plan stays as it is",
    /// A child or young person under 18 is no longer in education or training (reg 29(2)).
    LeftEducation "left_education" "Child or young person under 18 no longer in education",
    /// The child or young person was released from detention (s.48).
    Released "released" "Released from detention",
    /// The child transfers to the next phase of school on this day (reg 18(1)(b)).
    PhaseTransferToSchool "phase_transfer_to_school" "Transfer to the next phase of school",
    /// The young person transfers from school to a post-16 institution on this day (reg 18(1)(a)).
    PhaseTransferToPost16 "phase_transfer_to_post16" "Transfer from school to a post-16 institution",
    /// The young person transfers between post-16 institutions on this day (reg 18(2)).
    Post16Move "post16_move" "Transfer between post-16 institutions",
    // Re-assessment, amendment, ceasing.
    /// A request for a re-assessment reached the authority (s.44(2)).
    ReassessmentRequestReceived "reassessment_request_received" "Request for a re-assessment received",
    /// The health body asked for a re-assessment (reg 23).
    HealthReassessmentRequested "health_reassessment_requested" "The health body's request for a re-assessment received",
    /// The family was told whether the authority will re-assess (reg 25(1)); set for a yes and for a no.
    ReassessmentDecisionNotified "reassessment_decision_notified" "Family told whether there will be a re-assessment",
    /// The notice of the decision said no (reg 24).
    ReassessmentRefused "reassessment_refused" "Re-assessment refused",
    /// The authority decided by itself to re-assess (s.44(3)).
    ReassessmentDecided "reassessment_decided" "The authority decided to re-assess",
    /// The authority began to consider ceasing the plan (reg 31(1)).
    ConsideringCeasing "considering_ceasing" "The authority is considering ceasing the plan",
    /// The family and the setting were consulted about ceasing (reg 31(1)).
    CeasingConsulted "ceasing_consulted" "Family and setting consulted about ceasing",
    /// The authority decided to cease the plan (s.45).
    CeaseDecided "cease_decided" "Decision to cease the plan",
    /// The notice that the plan will cease was sent (reg 31(2)).
    CeaseNoticeSent "cease_notice_sent" "Notice of ceasing sent",
    /// The plan is no longer maintained.
    PlanCeased "plan_ceased" "Plan ceased",
    /// A young person of 18 or over left the named institution (reg 30).
    LeftInstitution "left_institution" "Young person of 18 or over left the named institution",
    /// The young person became 25 (s.46).
    Turned25 "turned25" "Young person's 25th birthday",
    // Moves.
    /// The child moved to the area of another authority (reg 15).
    Moved "moved" "Family moved",
    /// The old authority became aware of the move (reg 15(2)).
    OldAuthorityAware "old_authority_aware" "The old authority learned of the move",
    /// The plan was transferred to the new authority (reg 15(2)).
    PlanTransferred "plan_transferred" "Plan transferred",
    /// The new authority told the family what it will do (reg 15(4)).
    FamilyInformedOfTransfer "family_informed_of_transfer" "Family told about the transfer",
    /// Attending the named setting is no longer practicable after the move (reg 15(6)).
    PlacementImpracticable "placement_impracticable" "Named placement no longer practicable",
    /// The new authority arranged another setting until the plan is amended (reg 15(6)).
    InterimPlacementArranged "interim_placement_arranged" "Interim placement arranged",
    /// The old health body became aware of the move or change (reg 15(7), 16(2)).
    OldHealthBodyAware "old_health_body_aware" "The old health body learned of the change",
    /// The new health body was told (reg 15(7), 16(2)).
    NewHealthBodyNotified "new_health_body_notified" "The new health body told",
    /// The new health body became aware of its responsibility (reg 15(8), 16(3)).
    NewHealthBodyAware "new_health_body_aware" "The new health body learned of the change",
    /// The new health body asked for an assessment or review (reg 15(8), 16(3)).
    HealthBodyRequestMade "health_body_request_made" "The new health body asked for an assessment or review",
    // Mediation and appeal.
    /// A notice that can be appealed was sent (s.51).
    NoticeSent "notice_sent" "Notice of the decision sent",
    /// The family contacted the mediation adviser (reg 33).
    AdviserContacted "adviser_contacted" "Mediation adviser contacted",
    /// The family told the adviser that they do not want mediation (s.55(4)).
    AdviserInformed "adviser_informed" "Mediation adviser told that there will be no mediation",
    /// The authority was told that the family wants mediation, not on health care (reg 36).
    MediationRequested "mediation_requested" "The authority told that the family wants mediation",
    /// The authority was told that the family wants mediation, on health care among other issues (reg 35(4)).
    MediationRequestedWithHealth "mediation_requested_with_health" "The authority told that the family wants mediation on health care and other issues",
    /// The authority was told that the family wants mediation on health care alone (reg 35(3)).
    MediationRequestedOnHealth "mediation_requested_on_health" "The authority told that the family wants mediation on health care alone",
    /// The health body received the authority's notice of the wish to mediate (reg 35(2)).
    HealthBodyNotified "health_body_notified" "Health body told of the mediation",
    /// The mediation takes place on this day.
    Mediation "mediation" "Mediation",
    /// The family was told when and where the mediation is (reg 37(2)).
    MediationNoticeGiven "mediation_notice_given" "Notice of the mediation given",
    /// The mediation ended (reg 39(1)).
    MediationConcluded "mediation_concluded" "Mediation finished",
    /// The authority saw that mediation will not be arranged within 30 days (reg 39(2)).
    MediationCannotBeArranged "mediation_cannot_be_arranged" "The authority sees that mediation cannot be arranged in time",
    /// The adviser was told that mediation will not be arranged in time (reg 39(2), (3)).
    AdviserToldCannotArrange "adviser_told_cannot_arrange" "Mediation adviser told that mediation cannot be arranged in time",
    /// The mediation certificate was issued (s.55).
    CertificateIssued "certificate_issued" "Mediation certificate issued",
    /// A mediation agreement was put in writing (reg 42).
    Agreement "agreement" "Mediation agreement made",
    /// What was agreed at mediation was done (reg 42).
    AgreementCarriedOut "agreement_carried_out" "Mediation agreement carried out",
    /// The health body told the authority what was agreed (reg 42(4)).
    AuthorityToldOfAgreement "authority_told_of_agreement" "The authority told of the agreement",
    /// The Tribunal received the appeal (rule 20).
    AppealLodged "appeal_lodged" "Appeal received by the Tribunal",
    /// The appeal was finally determined.
    AppealDetermined "appeal_determined" "Appeal finally decided",
    /// The Tribunal sent the appeal papers to the authority (rule 21).
    AppealDocumentsSent "appeal_documents_sent" "Appeal papers sent to the authority",
    /// The authority's response reached the Tribunal (rule 21).
    AppealResponseSent "appeal_response_sent" "Response to the appeal sent",
    // Tribunal orders, unopposed appeals, recommendations.
    /// The Tribunal dismissed an appeal against ceasing (reg 44(2)(a)).
    CeasingAppealDismissed "ceasing_appeal_dismissed" "Appeal against ceasing dismissed",
    /// The Tribunal ordered an assessment or re-assessment (reg 44(2)(b)).
    OrderToAssess "order_to_assess" "Order to assess made",
    /// The Tribunal ordered a plan to be made (reg 44(2)(c)).
    OrderToMakePlan "order_to_make_plan" "Order to make a plan made",
    /// The Tribunal sent the case back to the authority (reg 44(2)(d)).
    OrderToReconsider "order_to_reconsider" "Order to reconsider made",
    /// The Tribunal ordered the special educational provision to be amended (reg 44(2)(e)).
    OrderToAmendProvision "order_to_amend_provision" "Order to amend the provision made",
    /// The Tribunal ordered the name or type of school to be amended (reg 44(2)(f)).
    OrderToNameSchool "order_to_name_school" "Order to name a school made",
    /// The Tribunal ordered the plan to continue as it is (reg 44(2)(g)).
    OrderToContinue "order_to_continue" "Order to continue the plan made",
    /// The Tribunal ordered the plan to continue and be amended (reg 44(2)(h)).
    OrderToContinueAndAmend "order_to_continue_and_amend" "Order to continue and amend the plan made",
    /// The authority told the Tribunal that it does not oppose an appeal about assessing (reg 45(3)).
    UnopposedAssess "unopposed_assess" "The authority told the Tribunal that it will assess",
    /// The authority told the Tribunal that it does not oppose an appeal about the contents (reg 45(4)).
    UnopposedContents "unopposed_contents" "The authority told the Tribunal that it will amend the contents",
    /// The authority told the Tribunal that it does not oppose an appeal about section I (reg 45(5)).
    UnopposedSectionI "unopposed_section_i" "The authority told the Tribunal that it will name the school",
    /// The authority told the Tribunal that it does not oppose an appeal about not issuing a plan (reg 45(6)).
    UnopposedRefusalToIssue "unopposed_refusal_to_issue" "The authority told the Tribunal that it will issue a plan",
    /// The authority told the Tribunal that it does not oppose an appeal about ceasing (reg 45(6A)).
    UnopposedCease "unopposed_cease" "The authority told the Tribunal that it will keep the plan",
    /// The family was told that the ordered or conceded assessment will be made.
    OrderAssessmentNotified "order_assessment_notified" "Family told that the assessment will be made",
    /// The Tribunal made a health recommendation (SI 2017/1306, reg 6).
    HealthRecommendation "health_recommendation" "Health recommendation made",
    /// The health body answered the recommendation.
    HealthRecommendationAnswered "health_recommendation_answered" "Health recommendation answered",
    /// The authority received the health body's response.
    HealthResponseReceived "health_response_received" "The health body's response received",
    /// The health body's response was sent to the Secretary of State.
    HealthResponseCopied "health_response_copied" "The health body's response copied to the Secretary of State",
    /// The Tribunal made a social care recommendation (SI 2017/1306, reg 7).
    SocialCareRecommendation "social_care_recommendation" "Social care recommendation made",
    /// The authority answered the recommendation.
    SocialCareRecommendationAnswered "social_care_recommendation_answered" "Social care recommendation answered",
    /// The authority's response was sent to the Secretary of State.
    SocialCareResponseCopied "social_care_response_copied" "The authority's response copied to the Secretary of State",
    // Detained persons (SI 2015/62).
    /// A detained person was brought or came to the home authority's attention (s.70, s.71).
    BroughtToAttention "brought_to_attention" "Detained person brought to the authority's attention",
    /// The detention began on this day.
    DetainedFrom "detained_from" "Detention began",
    /// The plan was first kept, or the authority learned later of the detention (reg 17(1)).
    DetainedPlanKept "detained_plan_kept" "The authority began to keep the plan or learned of the detention",
    /// A copy of the plan was sent (reg 16, 17).
    PlanCopySent "plan_copy_sent" "Copy of the plan sent",
    /// The authority was told of the person's new accommodation (reg 17(2)).
    ToldOfNewAccommodation "told_of_new_accommodation" "The authority told of new accommodation",
    /// The authority was told of the release to another authority's area (reg 16(2)).
    ToldOfRelease "told_of_release" "The authority told of the release",
    /// The new authority was told and given the plan (reg 16(2)).
    ReleaseDisclosed "release_disclosed" "The new authority told of the release",
    /// The new authority became responsible, or later received the plan (reg 16(3)).
    NewAuthorityResponsible "new_authority_responsible" "The new authority became responsible or received the plan",
    /// The health body received the plan (reg 16(4)).
    HealthBodyPlanReceived "health_body_plan_received" "The health body received the plan",
    // Money, health, other.
    /// The first direct payment was made.
    FirstDirectPayment "first_direct_payment" "First direct payment made",
    /// The direct payments were reviewed.
    DirectPaymentReviewed "direct_payment_reviewed" "Direct payments reviewed",
    /// The authority refused direct payments.
    DirectPaymentRefused "direct_payment_refused" "Direct payments refused",
    /// The written decision on direct payments was sent.
    DirectPaymentRefusalNotified "direct_payment_refusal_notified" "Family told why direct payments were refused",
    /// The authority decided to reduce direct payments.
    DirectPaymentReduced "direct_payment_reduced" "Direct payments to be reduced",
    /// Notice of the reduction was given.
    DirectPaymentReductionNotified "direct_payment_reduction_notified" "Family told about the reduction",
    /// The health body formed the opinion that s.23 speaks of.
    HealthOpinionFormed "health_opinion_formed" "The health body formed the view that the child has or may have special educational needs",
    /// The health body told the authority (s.23).
    HealthNotificationMade "health_notification_made" "The authority told by the health body",
    /// The school was named in section I (s.43).
    SchoolNamed "school_named" "School named in the plan",
    /// The named school admitted the child (s.43).
    ChildAdmitted "child_admitted" "Child admitted",
    /// The Secretary of State notified the withdrawal of approval (reg 61(3)).
    WithdrawalNotified "withdrawal_notified" "Withdrawal of approval notified",
    /// Comments on the local offer and the response were last published (reg 56(3)).
    LocalOfferPublished "local_offer_published" "Comments on the local offer last published",
}

/// A text that is not the word of a kind of fact.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("There is no kind of fact called \"{0}\". Kinds are words such as request_received.")]
pub struct UnknownFactKind(pub String);

impl FactKind {
    /// The place of this kind in [`Self::ALL`], from 0.
    #[expect(
        clippy::as_conversions,
        reason = "a fieldless enum's place always fits; no From exists for it"
    )]
    pub const fn place(self) -> usize {
        self as usize
    }
}

impl fmt::Display for FactKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for FactKind {
    type Err = UnknownFactKind;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.word() == text)
            .ok_or_else(|| UnknownFactKind(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_stored_word_is_the_word_that_travels_and_reads_back() {
        for &kind in FactKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
            assert_eq!(kind.word().parse::<FactKind>(), Ok(kind));
        }
    }

    #[test]
    fn each_kind_stands_at_its_place() {
        for (place, kind) in FactKind::ALL.iter().enumerate() {
            assert_eq!(kind.place(), place, "{kind}");
        }
    }

    #[test]
    fn no_two_kinds_are_called_alike() {
        let words: HashSet<_> = FactKind::ALL.iter().map(|kind| kind.word()).collect();
        let labels: HashSet<_> = FactKind::ALL.iter().map(|kind| kind.label()).collect();
        assert_eq!((words.len(), labels.len()), (FactKind::COUNT, FactKind::COUNT));
    }

    #[test]
    fn another_word_is_refused_by_name() {
        let error = "request".parse::<FactKind>().unwrap_err();
        assert!(error.to_string().contains("request"));
    }
}

//! The names that inputs have in examples, beside the words of the facts.

use ehcp_case::FactKind;

/// The names of a fact as an input, the usual one first; the fact's own word is always one of them.
pub(super) fn names(fact: FactKind) -> Vec<&'static str> {
    let mut names = spellings(fact).to_vec();
    if !names.contains(&fact.word()) {
        names.push(fact.word());
    }
    names
}

fn spellings(fact: FactKind) -> &'static [&'static str] {
    use FactKind::*;
    match fact {
        RequestReceived => &["request_received", "received"],
        BecameResponsible => &["became_responsible", "la_became_responsible"],
        BroughtToAttention => &["brought_to_attention", "came_to_attention"],
        LastAssessed => &["last_assessed", "last_assessment"],
        ReassessmentRequestReceived => &["request_received", "received"],
        ReassessmentDecisionNotified => &["reg25_notification"],
        ReassessmentDecided => &["la_decision", "own_decision"],
        HealthReassessmentRequested => &["icb_request_received"],
        RefusalToIssueServed => &["refusal_notice_served", "notice_served"],
        HigherEducationAsked => &["asked"],
        LastReviewed => &["last_reviewed", "made_or_last_reviewed"],
        AmendmentNoticeSent => &["amendment_notice_sent", "notice_sent", "sent"],
        AmendmentNoticeServed => &["amendment_notice_served", "notice_served", "draft_served"],
        Post16Move => &["transfer", "transfer_date"],
        CeaseNoticeSent => &["cease_notice_sent", "notice_sent", "decision_notice_sent", "sent"],
        Moved => &["move", "move_date"],
        OldAuthorityAware => &["old_la_aware", "aware"],
        PlanTransferred => &["transfer", "transferred"],
        OldHealthBodyAware => &["old_icb_aware", "aware"],
        NewHealthBodyAware => &["new_icb_aware", "aware"],
        NoticeSent => &["notice_sent", "notice_date", "decision_notice_sent", "sent"],
        MediationRequested | MediationRequestedWithHealth | MediationRequestedOnHealth => {
            &["la_informed", "la_told"]
        }
        HealthBodyNotified => &[
            "icb_notified",
            "icb_informed",
            "icb_notice_received",
            "icb_received",
            "notice_received",
        ],
        Mediation => &["mediation", "mediation_date"],
        MediationConcluded => &["mediation_concluded", "concluded"],
        AdviserToldCannotArrange => &["adviser_told", "adviser_informed"],
        CertificateIssued => &[
            "certificate_issued",
            "mediation_certificate_issued",
            "mediation_certificate",
            "certificate",
        ],
        AppealDocumentsSent => &["documents_sent", "appeal_documents_sent"],
        CeasingAppealDismissed
        | OrderToAssess
        | OrderToMakePlan
        | OrderToReconsider
        | OrderToAmendProvision
        | OrderToNameSchool
        | OrderToContinue
        | OrderToContinueAndAmend => &["order", "order_made"],
        UnopposedAssess
        | UnopposedContents
        | UnopposedSectionI
        | UnopposedRefusalToIssue
        | UnopposedCease => &["la_notified_tribunal"],
        HealthRecommendation | SocialCareRecommendation => &["recommendation"],
        HealthResponseReceived => &["response_received"],
        SocialCareRecommendationAnswered => &["response_sent", "response", "la_response", "own_response"],
        DetainedPlanKept => &["first_kept_or_aware", "first_kept", "aware"],
        ToldOfNewAccommodation => &["told_of_new_accommodation", "told"],
        ToldOfRelease => &["told_of_release", "told"],
        NewAuthorityResponsible => &[
            "new_la_responsible",
            "became_responsible",
            "new_la_responsible_or_plan_received",
            "plan_received",
        ],
        HealthBodyPlanReceived => &["plan_received", "icb_received_plan"],
        WithdrawalNotified => &["notified", "sos_notified"],
        LocalOfferPublished => &["last_published", "published"],
        PhaseTransferToSchool | PhaseTransferToPost16 => &["transfer", "transfer_date"],
        _ => &[],
    }
}

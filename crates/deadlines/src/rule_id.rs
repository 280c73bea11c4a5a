//! The ids of the rules.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, str::FromStr};
use thiserror::Error;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, schema::Schema, schema::SchemaType, schema::Type},
};

/// Writes the enum and its words from one list.
macro_rules! rule_ids {
    ($($name:ident $word:literal,)+) => {
        /// The id of a rule: a stable word such as `ehcna-decision-to-assess`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "each variant is its word; the rule itself says what it means")]
        pub enum RuleId {
            $($name,)+
        }

        impl RuleId {
            /// Every id, in the order of the procedures.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The word stored and sent.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

rule_ids! {
    EhcnaConsultOnRequest "ehcna-consult-on-request",
    EhcnaNotifyConsidering "ehcna-notify-considering",
    EhcnaDecideNotNecessary "ehcna-decide-not-necessary",
    EhcnaDecisionToAssess "ehcna-decision-to-assess",
    EhcnaSixMonthBar "ehcna-six-month-bar",
    EhcnaAdviceSought "ehcna-advice-sought",
    EhcnaAdviceResponse "ehcna-advice-response",
    EhcnaOutcomeNotice "ehcna-outcome-notice",
    EhcpDecisionNotToIssue "ehcp-decision-not-to-issue",
    EhcpDraftSend "ehcp-draft-send",
    EhcpDraftRepresentations "ehcp-draft-representations",
    EhcpSchoolConsultation "ehcp-school-consultation",
    EhcpSchoolConsultationResponse "ehcp-school-consultation-response",
    EhcpFinalPlan "ehcp-final-plan",
    SpecialSchoolStay "special-school-stay",
    EhcpHeDisclosure "ehcp-he-disclosure",
    ArFirstReview "ar-first-review",
    ArSubsequentReview "ar-subsequent-review",
    ArEarlyYearsInterval "ar-early-years-interval",
    ArMeetingNotice "ar-meeting-notice",
    ArAdviceCirculation "ar-advice-circulation",
    ArReport "ar-report",
    ArDecisionNotice "ar-decision-notice",
    ArAmendmentNotice "ar-amendment-notice",
    ArAmendmentRepresentations "ar-amendment-representations",
    ArFinalAmendedPlan "ar-final-amended-plan",
    ArDeclineToAmend "ar-decline-to-amend",
    Ar12WeekOuter "ar-12-week-outer",
    ArNotInEducationUnder18 "ar-not-in-education-under-18",
    ArPostRelease "ar-post-release",
    PhaseTransferSchool "phase-transfer-school",
    PhaseTransferPost16 "phase-transfer-post16",
    PhaseTransferPost16Move "phase-transfer-post16-move",
    PfaYear9 "pfa-year9",
    RaDecision "ra-decision",
    RaSixMonthBar "ra-six-month-bar",
    RaHealthRequest "ra-health-request",
    RaAdvice "ra-advice",
    RaDraft "ra-draft",
    RaFinalPlan "ra-final-plan",
    RaNextReview "ra-next-review",
    AmendNoReview "amend-no-review",
    CeaseConsult "cease-consult",
    CeaseDecisionNotice "cease-decision-notice",
    CeasePlanKept "cease-plan-kept",
    Cease18Check "cease-18-check",
    Ehcp25thYearEnd "ehcp-25th-year-end",
    MoveTransferPlan "move-transfer-plan",
    MoveMaintain "move-maintain",
    MoveInformFamily "move-inform-family",
    MoveFirstReview "move-first-review",
    MoveInterimPlacement "move-interim-placement",
    MoveIcbNotify "move-icb-notify",
    MoveIcbRequest "move-icb-request",
    IcbChangeNotify "icb-change-notify",
    IcbChangeRequest "icb-change-request",
    MedContactAdviser "med-contact-adviser",
    MedCertNoMediation "med-cert-no-mediation",
    MedNotifyIcb "med-notify-icb",
    MedArrangeHealthOnly "med-arrange-health-only",
    MedArrangeMixed "med-arrange-mixed",
    MedArrangeNoHealth "med-arrange-no-health",
    MedDateNotice "med-date-notice",
    MedCertAfter "med-cert-after",
    MedCantArrange "med-cant-arrange",
    MedCertDeemed "med-cert-deemed",
    MedAgreementAppealable "med-agreement-appealable",
    MedAgreementOther "med-agreement-other",
    MedIcbTellsLa "med-icb-tells-la",
    DrsArrangements "drs-arrangements",
    OmbudsmanComplaint "ombudsman-complaint",
    AppealLodge "appeal-lodge",
    AppealLaResponse "appeal-la-response",
    OrdDismissCease "ord-dismiss-cease",
    OrdAssess "ord-assess",
    OrdMakePlan "ord-make-plan",
    OrdReconsider "ord-reconsider",
    OrdAmendProvision "ord-amend-provision",
    OrdNameSchool "ord-name-school",
    OrdContinue "ord-continue",
    OrdContinueAmend "ord-continue-amend",
    UnopAssess "unop-assess",
    UnopContents "unop-contents",
    UnopSectionI "unop-section-i",
    UnopRefuseIssue "unop-refuse-issue",
    UnopCease "unop-cease",
    RecHealthResponse "rec-health-response",
    RecHealthCopySos "rec-health-copy-sos",
    RecSocialResponse "rec-social-response",
    RecSocialCopySos "rec-social-copy-sos",
    DetDecision "det-decision",
    DetAdvice "det-advice",
    DetRefuse "det-refuse",
    DetFinal "det-final",
    DetClockContinues "det-clock-continues",
    DetSendCopy "det-send-copy",
    DetMoved "det-moved",
    DetDiscloseNewLa "det-disclose-new-la",
    DetNewLaIcb "det-new-la-icb",
    DetIcbRequest "det-icb-request",
    DetMediation "det-mediation",
    DetOrders "det-orders",
    PbRequestWindow "pb-request-window",
    PbDpRefusal "pb-dp-refusal",
    PbDpReview "pb-dp-review",
    PbDpReduce "pb-dp-reduce",
    HbS23Notify "hb-s23-notify",
    HbS42Secure "hb-s42-secure",
    SchoolAdmit "school-admit",
    JcArrangements "jc-arrangements",
    S41Withdrawal "s41-withdrawal",
    DefYoungPerson "def-young-person",
    RightsTextVersion "rights-text-version",
    LocalOfferComments "local-offer-comments",
}

/// A text that is not the id of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "There is no rule called \"{0}\". The list of rules has the right ones: GET /v1/deadline-rules, or ehcp deadlines rules."
)]
pub struct UnknownRule(pub String);

impl RuleId {
    /// The place of this id in [`Self::ALL`], from 0.
    #[expect(
        clippy::as_conversions,
        reason = "a fieldless enum's place always fits; no From exists for it"
    )]
    pub(crate) const fn place(self) -> usize {
        self as usize
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for RuleId {
    type Err = UnknownRule;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|id| id.word() == text)
            .ok_or_else(|| UnknownRule(crate::error::shown(text)))
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

impl PartialSchema for RuleId {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .enum_values(Some(Self::ALL.iter().map(|id| id.word())))
            .description(Some("The id of a statutory rule"))
            .examples([Self::EhcnaDecisionToAssess.word()])
            .build()
            .into()
    }
}

impl ToSchema for RuleId {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("RuleId")
    }
}

//! What a step leaves behind: dated facts, perhaps a new stage, perhaps the mark of a breach.

use chrono::NaiveDate;
use ehcp_case::{FactKind, Reader, Stage};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What kind of thing happened in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HappeningKind {
    /// A request was received.
    RequestReceived,
    /// The authority became responsible without a request.
    BecameResponsible,
    /// A further request came in while one was open.
    SecondRequestReceived,
    /// The family was asked what it thinks of an assessment.
    FamilyConsulted,
    /// The family and others were told that an assessment is considered.
    ConsideringNoticeSent,
    /// The authority decided; its notice to the family has not been sent yet.
    DecisionMade,
    /// A statutory notice was sent.
    NoticeSent,
    /// The letter of a notice was posted.
    LetterPosted,
    /// The authority decided to assess and told the family.
    DecidedToAssess,
    /// The authority decided not to assess and told the family.
    DecidedNotToAssess,
    /// Advice was asked for.
    AdviceRequested,
    /// Advice came in.
    AdviceReceived,
    /// A body refused to advise, with reasons.
    AdviceRefused,
    /// An exception to a time limit was recorded.
    ExceptionRecorded,
    /// The authority decided to issue a plan.
    DecidedToIssue,
    /// The authority decided not to issue a plan and told the family.
    DecidedNotToIssue,
    /// Text of the draft plan was written.
    DraftWritten,
    /// The draft plan was served on the family.
    DraftServed,
    /// The family said what it thinks of the draft.
    RepresentationsMade,
    /// The final plan was sent.
    FinalPlanSent,
    /// A plan or papers were passed on to somebody outside (SEND Regulations 2014, reg 17).
    Disclosed,
    /// A wrong date was corrected.
    DateCorrected,
    /// The case was given to an officer or a team.
    Assigned,
    /// An adult was linked to the child.
    ParentLinked,
    /// The child's place on a roll was recorded.
    Enrolled,
    /// It was recorded that the young person acts for themself (s.83).
    HandedOverToYoungPerson,
    /// How somebody is reached was recorded anew.
    ContactsChanged,
    /// Somebody asked for a change of contact details.
    ContactChangeAsked,
    /// A change of contact details that was asked for was refused.
    ContactChangeRefused,
    /// Somebody's address was protected.
    AddressProtected,
    /// The protection of an address was ended.
    AddressProtectionEnded,
    /// The child's name, date of birth or pupil number was corrected.
    ChildCorrected,
    /// The name of a linked adult was corrected.
    AdultCorrected,
    /// Somebody said that what is on record is wrong.
    StatementMade,
    /// It was decided that two children with one pupil number are not the same child.
    ToldApart,
    /// The record was a second one of a child, whose first record goes on.
    JoinedToAnotherRecord,
    /// Another record of the same child was joined to this one.
    TookOverAnotherRecord,
    /// The record was erased; only its log is left.
    RecordErased,
    /// It was said that the record must be kept, whatever its age.
    HoldSet,
    /// What kept the record whatever its age was lifted.
    HoldLifted,
    /// A second person was asked to agree to something.
    SecondPersonAsked,
    /// A second person agreed to what has held since they were asked.
    SecondPersonAgreed,
    /// What a second person was asked to agree to was refused, or withdrawn.
    SecondPersonDeclined,
    /// An adult was barred from the child, or what they see was limited.
    LimitSet,
    /// A bar or a limit was lifted.
    LimitLifted,
    /// The case was closed to all but those on its list.
    RestrictionSet,
    /// The case was opened again.
    RestrictionLifted,
    /// Who may know of the restricted case was changed.
    AccessListChanged,
    /// Somebody opened the case in an emergency.
    BreakGlassOpened,
    /// The reading in an emergency was closed.
    BreakGlassClosed,
    /// Information governance looked at an emergency reading.
    BreakGlassReviewed,
    /// The family invited a helper.
    HelperInvited,
    /// The invitation of a helper ended.
    HelperWithdrawn,
    /// It was recorded who acts for a young person who lacks capacity (s.80).
    AlternativePersonRecorded,
    /// The former identity of an adopted child was sealed.
    IdentitySealed,
    /// A sealed record was opened for somebody, for a time.
    SealedRecordOpened,
    /// The link of an adult to the child ended, or was found never to have held.
    ParentLinkEnded,
    /// The child's place on a roll ended, or was found never to have been.
    EnrolmentEnded,
    /// A record of who acts ended, or was found never to have held.
    HandOverEnded,
    /// Somebody gave a file as evidence.
    EvidenceReceived,
    /// Who may see a file was changed.
    EvidenceSharingChanged,
    /// A file that was given by mistake was withdrawn.
    EvidenceWithdrawn,
    /// A step of a mediation, of an appeal or of what follows from them was recorded.
    DisputeStepRecorded,
    /// A wrong step of a mediation or an appeal was put right.
    DisputeStepCorrected,
    /// An order, a concession or an agreement put the assessment back on the road.
    AssessmentReopened,
}

impl HappeningKind {
    /// Every kind.
    pub const ALL: [Self; 65] = [
        Self::RequestReceived,
        Self::BecameResponsible,
        Self::SecondRequestReceived,
        Self::FamilyConsulted,
        Self::ConsideringNoticeSent,
        Self::DecisionMade,
        Self::NoticeSent,
        Self::LetterPosted,
        Self::DecidedToAssess,
        Self::DecidedNotToAssess,
        Self::AdviceRequested,
        Self::AdviceReceived,
        Self::AdviceRefused,
        Self::ExceptionRecorded,
        Self::DecidedToIssue,
        Self::DecidedNotToIssue,
        Self::DraftWritten,
        Self::DraftServed,
        Self::RepresentationsMade,
        Self::FinalPlanSent,
        Self::Disclosed,
        Self::DateCorrected,
        Self::Assigned,
        Self::ParentLinked,
        Self::Enrolled,
        Self::HandedOverToYoungPerson,
        Self::ContactsChanged,
        Self::ContactChangeAsked,
        Self::ContactChangeRefused,
        Self::AddressProtected,
        Self::AddressProtectionEnded,
        Self::ChildCorrected,
        Self::AdultCorrected,
        Self::StatementMade,
        Self::ToldApart,
        Self::JoinedToAnotherRecord,
        Self::TookOverAnotherRecord,
        Self::RecordErased,
        Self::HoldSet,
        Self::HoldLifted,
        Self::SecondPersonAsked,
        Self::SecondPersonAgreed,
        Self::SecondPersonDeclined,
        Self::LimitSet,
        Self::LimitLifted,
        Self::RestrictionSet,
        Self::RestrictionLifted,
        Self::AccessListChanged,
        Self::BreakGlassOpened,
        Self::BreakGlassClosed,
        Self::BreakGlassReviewed,
        Self::HelperInvited,
        Self::HelperWithdrawn,
        Self::AlternativePersonRecorded,
        Self::IdentitySealed,
        Self::SealedRecordOpened,
        Self::ParentLinkEnded,
        Self::EnrolmentEnded,
        Self::HandOverEnded,
        Self::EvidenceReceived,
        Self::EvidenceSharingChanged,
        Self::EvidenceWithdrawn,
        Self::DisputeStepRecorded,
        Self::DisputeStepCorrected,
        Self::AssessmentReopened,
    ];

    /// Whether only the authority's staff see it in the timeline: drafting, who is linked to the child or kept from
    /// them, and how people are reached, which can put somebody at risk.
    pub fn is_internal(self) -> bool {
        matches!(
            self,
            Self::DecisionMade
                | Self::LetterPosted
                | Self::DraftWritten
                | Self::ParentLinked
                | Self::Enrolled
                | Self::ContactsChanged
                | Self::ContactChangeAsked
                | Self::ContactChangeRefused
                | Self::AddressProtected
                | Self::AddressProtectionEnded
                | Self::AdultCorrected
                | Self::StatementMade
                | Self::ToldApart
                | Self::JoinedToAnotherRecord
                | Self::TookOverAnotherRecord
                | Self::RecordErased
                | Self::HoldSet
                | Self::HoldLifted
                | Self::SecondPersonAsked
                | Self::SecondPersonAgreed
                | Self::SecondPersonDeclined
                | Self::LimitSet
                | Self::LimitLifted
                | Self::RestrictionSet
                | Self::RestrictionLifted
                | Self::AccessListChanged
                | Self::BreakGlassOpened
                | Self::BreakGlassClosed
                | Self::BreakGlassReviewed
                | Self::HelperInvited
                | Self::HelperWithdrawn
                | Self::IdentitySealed
                | Self::SealedRecordOpened
                | Self::ParentLinkEnded
                | Self::EnrolmentEnded
                | Self::HandOverEnded
                | Self::EvidenceReceived
                | Self::EvidenceSharingChanged
                | Self::EvidenceWithdrawn
        )
    }

    /// Whether it leaves the case's version as it is: it is hidden from the family and changes nothing that a case shows, so
    /// that no jump of the version tells that something was done.
    pub fn leaves_the_version(self) -> bool {
        let shows = matches!(
            self,
            Self::DraftWritten
                | Self::ContactsChanged
                | Self::ToldApart
                | Self::JoinedToAnotherRecord
                | Self::RecordErased
                | Self::IdentitySealed
                | Self::HandOverEnded
        );
        self.is_internal() && !shows
    }

    /// The word stored for this kind.
    pub fn word(self) -> &'static str {
        match self {
            Self::RequestReceived => "request_received",
            Self::BecameResponsible => "became_responsible",
            Self::SecondRequestReceived => "second_request_received",
            Self::FamilyConsulted => "family_consulted",
            Self::ConsideringNoticeSent => "considering_notice_sent",
            Self::DecisionMade => "decision_made",
            Self::NoticeSent => "notice_sent",
            Self::LetterPosted => "letter_posted",
            Self::DecidedToAssess => "decided_to_assess",
            Self::DecidedNotToAssess => "decided_not_to_assess",
            Self::AdviceRequested => "advice_requested",
            Self::AdviceReceived => "advice_received",
            Self::AdviceRefused => "advice_refused",
            Self::ExceptionRecorded => "exception_recorded",
            Self::DecidedToIssue => "decided_to_issue",
            Self::DecidedNotToIssue => "decided_not_to_issue",
            Self::DraftWritten => "draft_written",
            Self::DraftServed => "draft_served",
            Self::RepresentationsMade => "representations_made",
            Self::FinalPlanSent => "final_plan_sent",
            Self::Disclosed => "disclosed",
            Self::DateCorrected => "date_corrected",
            Self::Assigned => "assigned",
            Self::ParentLinked => "parent_linked",
            Self::Enrolled => "enrolled",
            Self::HandedOverToYoungPerson => "handed_over_to_young_person",
            Self::ContactsChanged => "contacts_changed",
            Self::ContactChangeAsked => "contact_change_asked",
            Self::ContactChangeRefused => "contact_change_refused",
            Self::AddressProtected => "address_protected",
            Self::AddressProtectionEnded => "address_protection_ended",
            Self::ChildCorrected => "child_corrected",
            Self::AdultCorrected => "adult_corrected",
            Self::StatementMade => "statement_made",
            Self::ToldApart => "told_apart",
            Self::JoinedToAnotherRecord => "joined_to_another_record",
            Self::TookOverAnotherRecord => "took_over_another_record",
            Self::RecordErased => "record_erased",
            Self::HoldSet => "hold_set",
            Self::HoldLifted => "hold_lifted",
            Self::SecondPersonAsked => "second_person_asked",
            Self::SecondPersonAgreed => "second_person_agreed",
            Self::SecondPersonDeclined => "second_person_declined",
            Self::LimitSet => "limit_set",
            Self::LimitLifted => "limit_lifted",
            Self::RestrictionSet => "restriction_set",
            Self::RestrictionLifted => "restriction_lifted",
            Self::AccessListChanged => "access_list_changed",
            Self::BreakGlassOpened => "break_glass_opened",
            Self::BreakGlassClosed => "break_glass_closed",
            Self::BreakGlassReviewed => "break_glass_reviewed",
            Self::HelperInvited => "helper_invited",
            Self::HelperWithdrawn => "helper_withdrawn",
            Self::AlternativePersonRecorded => "alternative_person_recorded",
            Self::IdentitySealed => "identity_sealed",
            Self::SealedRecordOpened => "sealed_record_opened",
            Self::ParentLinkEnded => "parent_link_ended",
            Self::EnrolmentEnded => "enrolment_ended",
            Self::HandOverEnded => "hand_over_ended",
            Self::EvidenceReceived => "evidence_received",
            Self::EvidenceSharingChanged => "evidence_sharing_changed",
            Self::EvidenceWithdrawn => "evidence_withdrawn",
            Self::DisputeStepRecorded => "dispute_step_recorded",
            Self::DisputeStepCorrected => "dispute_step_corrected",
            Self::AssessmentReopened => "assessment_reopened",
        }
    }

    /// What its reader is told in the timeline.
    pub fn plain_english(self, reader: Reader) -> &'static str {
        match self {
            Self::RequestReceived => "We received a request for an EHC needs assessment.",
            Self::BecameResponsible => reader.choose(
                "We learned that your child may need an EHC plan. From this day we count as for a request.",
                "We learned that you may need an EHC plan. From this day we count as for a request.",
                "The authority became responsible without a request. From this day it counts as for a request.",
            ),
            Self::SecondRequestReceived => {
                "We received another request while one was open. The earlier one sets the dates."
            }
            Self::FamilyConsulted => reader.choose(
                "We asked you what you think about an assessment.",
                "We asked you what you think about an assessment.",
                "The family was asked what it thinks about an assessment.",
            ),
            Self::ConsideringNoticeSent => reader.choose(
                "We told you that we are considering an assessment. You can give us your views and evidence.",
                "We told you that we are considering an assessment. You can give us your views and evidence.",
                "The family was told that an assessment is being considered, and asked for views and evidence.",
            ),
            Self::DecisionMade => "A decision was made. Its notice has not been sent yet.",
            Self::NoticeSent => "A letter about the case was sent.",
            Self::LetterPosted => "A letter about the case was posted.",
            Self::DecidedToAssess => "We decided to carry out an EHC needs assessment.",
            Self::DecidedNotToAssess => reader.choose(
                "We decided not to carry out an EHC needs assessment. You can ask for mediation or appeal.",
                "We decided not to carry out an EHC needs assessment. You can ask for mediation or appeal.",
                "It was decided not to carry out an EHC needs assessment. The family can ask for mediation or appeal.",
            ),
            Self::AdviceRequested => reader.choose(
                "We asked for advice about your child's needs.",
                "We asked for advice about your needs.",
                "Advice was asked for.",
            ),
            Self::AdviceReceived => reader.choose(
                "We received advice about your child's needs.",
                "We received advice about your needs.",
                "Advice was received.",
            ),
            Self::AdviceRefused => "A body told us why it will not give advice.",
            Self::ExceptionRecorded => {
                "We recorded a reason for which the law allows a time limit to be missed."
            }
            Self::DecidedToIssue => "We decided to issue an EHC plan.",
            Self::DecidedNotToIssue => reader.choose(
                "We decided not to issue an EHC plan. You can ask for mediation or appeal.",
                "We decided not to issue an EHC plan. You can ask for mediation or appeal.",
                "It was decided not to issue an EHC plan. The family can ask for mediation or appeal.",
            ),
            Self::DraftWritten => "We worked on the draft plan.",
            Self::DraftServed => reader.choose(
                "We sent you the draft plan. You have at least 15 days to respond, ask for a meeting and name a school.",
                "We sent you the draft of your plan. You have at least 15 days to respond, ask for a meeting and name a school or college.",
                "The draft plan was sent to the family, who have at least 15 days to respond.",
            ),
            Self::RepresentationsMade => reader.choose(
                "You told us what you think of the draft plan.",
                "You told us what you think of the draft plan.",
                "The family said what it thinks of the draft plan.",
            ),
            Self::FinalPlanSent => reader.choose(
                "We sent you the final EHC plan.",
                "We sent you your final EHC plan.",
                "The final EHC plan was sent.",
            ),
            Self::Disclosed => "We passed papers of this case on to somebody outside.",
            Self::DateCorrected => "We corrected a date in the record.",
            Self::Assigned => "It was settled who deals with the case.",
            Self::ParentLinked => "A parent or carer was linked to the child.",
            Self::Enrolled => "The child's school, college or early-years setting was recorded.",
            Self::HandedOverToYoungPerson => reader.choose(
                "The young person now decides for themself. From this day the rights are theirs.",
                "You now decide for yourself. From this day the rights are yours.",
                "The young person now decides for themself. From this day the rights are theirs.",
            ),
            Self::SecondPersonAsked => "A second person was asked to agree.",
            Self::SecondPersonAgreed => "A second person agreed.",
            Self::SecondPersonDeclined => "A second person did not agree, or the asking was withdrawn.",
            Self::LimitSet => "What an adult may see was limited.",
            Self::LimitLifted => "A limit on what an adult may see was lifted.",
            Self::RestrictionSet => "The case was closed to all but a few people.",
            Self::RestrictionLifted => "The case was opened again.",
            Self::AccessListChanged => "The list of people who may see the case was changed.",
            Self::BreakGlassOpened => "Somebody without a role in the case read it in an emergency.",
            Self::BreakGlassClosed => "The reading in an emergency was closed.",
            Self::BreakGlassReviewed => {
                "The reading in an emergency was looked at by information governance."
            }
            Self::ContactsChanged => "Contact details were recorded.",
            Self::ContactChangeAsked => "A change of contact details was asked for.",
            Self::ContactChangeRefused => "A change of contact details was not made.",
            Self::AddressProtected => "An address was protected.",
            Self::AddressProtectionEnded => "The protection of an address was ended.",
            Self::ChildCorrected => "We corrected the child's details. The deadlines were worked out again.",
            Self::AdultCorrected => "The name of a linked adult was corrected.",
            Self::StatementMade => "Somebody made a statement about what is on record.",
            Self::ToldApart => "A unique pupil number on two records was put right.",
            Self::RecordErased => "The record was erased.",
            Self::HoldSet => "It was said that this record must be kept.",
            Self::HoldLifted => "The record need not be kept longer than others any more.",
            Self::JoinedToAnotherRecord => "This was a second record of a child; the first one goes on.",
            Self::TookOverAnotherRecord => "A second record of this child was joined to this one.",
            Self::HelperInvited => "The family invited somebody to help for a time.",
            Self::HelperWithdrawn => "The invitation of a helper ended.",
            Self::AlternativePersonRecorded => "We recorded who acts for the young person.",
            Self::IdentitySealed => "The record of the child was changed.",
            Self::SealedRecordOpened => "An earlier part of the record was opened for somebody.",
            Self::ParentLinkEnded => "The link of an adult to the child ended or was put right.",
            Self::EnrolmentEnded => "The child's place at a school, college or early-years setting ended or was put right.",
            Self::HandOverEnded => "A record of who acts for the young person ended or was put right.",
            Self::EvidenceReceived => "A file was received as evidence.",
            Self::EvidenceSharingChanged => "Who may see a file of evidence was changed.",
            Self::EvidenceWithdrawn => "A file that was given by mistake was withdrawn.",
            Self::DisputeStepRecorded => "A step of a mediation or an appeal was recorded.",
            Self::DisputeStepCorrected => "A step of a mediation or an appeal was put right.",
            Self::AssessmentReopened => reader.choose(
                "We go on with your child's assessment, because of an order, an agreement or an appeal that we did not oppose.",
                "We go on with your assessment, because of an order, an agreement or an appeal that we did not oppose.",
                "The assessment goes on because of an order, an agreement or an appeal that the authority did not oppose.",
            ),
        }
    }
}

impl std::str::FromStr for HappeningKind {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.word() == word).ok_or(())
    }
}

/// A rule that was not kept by something that has already happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Breach {
    /// The rule.
    #[schema(example = "ehcp-draft-representations", max_length = 100)]
    pub rule: String,
    /// How it was broken, in plain English.
    #[schema(max_length = 1000)]
    pub explanation: String,
}

/// What a step leaves behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// What happened.
    pub kind: HappeningKind,
    /// The day on which it happened.
    pub on: NaiveDate,
    /// The dated facts that follow from it.
    pub facts: Vec<(FactKind, NaiveDate)>,
    /// The stage after it, when it changes.
    pub stage: Option<Stage>,
    /// Rules that were not kept.
    pub breaches: Vec<Breach>,
}

impl Happening {
    /// Something that happened on a day and changes nothing else.
    pub fn new(kind: HappeningKind, on: NaiveDate) -> Self {
        Self {
            kind,
            on,
            facts: Vec::new(),
            stage: None,
            breaches: Vec::new(),
        }
    }

    /// With a dated fact.
    #[must_use]
    pub fn fact(mut self, kind: FactKind, on: NaiveDate) -> Self {
        self.facts.push((kind, on));
        self
    }

    /// With the stage that follows.
    #[must_use]
    pub fn moves_to(mut self, stage: Stage) -> Self {
        self.stage = Some(stage);
        self
    }

    /// With a breach, when there is one.
    #[must_use]
    pub fn breach(mut self, breach: Option<Breach>) -> Self {
        self.breaches.extend(breach);
        self
    }
}

/// Refuses our own act against the law; marks a breach by what has already happened.
///
/// `acted_on` is the day of the act: today means that it is being done now.
pub(crate) fn keep_the_law(
    acted_on: NaiveDate,
    today: NaiveDate,
    rule: &'static str,
    source: &'static str,
    explanation: String,
) -> Result<Option<Breach>, ehcp_case::Refusal> {
    if acted_on >= today {
        Err(ehcp_case::Refusal::AgainstTheLaw {
            rule,
            source,
            explanation,
        })
    } else {
        Ok(Some(Breach {
            rule: rule.to_owned(),
            explanation,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_person_is_not_spoken_to_as_a_parent_nor_a_professional_as_family() {
        for kind in HappeningKind::ALL {
            let young = kind.plain_english(Reader::YoungPerson);
            assert!(
                !young.contains("your child") && !young.contains("themself"),
                "{young}"
            );
            let professional = kind.plain_english(Reader::Professional);
            assert!(
                !format!(" {professional}").contains(" you ") && !professional.contains("your"),
                "{professional}"
            );
        }
    }

    #[test]
    fn the_stored_word_of_every_kind_reads_back() {
        for kind in HappeningKind::ALL {
            assert_eq!(kind.word().parse(), Ok(kind));
        }
    }
}

//! What somebody does, and what it needs.

use crate::{Operation, Resource, words::words};

words! {
    /// One thing that a user does. Each needs one operation on one resource: see [`Action::need`].
    Action, "action" {
        /// Read one's own account.
        ReadOwnProfile = "read_own_profile", "read one's own profile";
        /// Put a child on record, as part of a request.
        RegisterChild = "register_child", "register a child as part of a request";
        /// Read the child's name, date of birth and UPN.
        ReadChild = "read_child", "read the child's details";
        /// Link a parent or carer to a child, with the evidence.
        LinkParent = "link_parent", "link a parent or carer";
        /// Read how the family is reached: as far as it is for the reader.
        ReadContacts = "read_contacts", "read how the family is reached";
        /// Ask that a contact record be changed, which an officer then does.
        AskForContactChange = "ask_for_contact_change", "ask for a change of contact details";
        /// Record how somebody is reached.
        ChangeContacts = "change_contacts", "record contact details";
        /// Decide on a change of contact details that somebody asked for, and read what was asked.
        DecideContactChange = "decide_contact_change", "decide on a change of contact details that was asked for";
        /// Protect somebody's address, so that nobody learns where they are.
        ProtectContacts = "protect_contacts", "protect an address";
        /// End the protection of an address.
        EndProtection = "end_protection", "end the protection of an address";
        /// Read who is linked to the child, and how.
        ReadParentLinks = "read_parent_links", "read who is linked to the child";
        /// End the link of an adult, a place on a roll or a record of who acts, or put a wrong one right.
        EndParentLink = "end_parent_link", "end a link, a place on a roll or a record of who acts";
        /// Bar an adult from a child, or limit what they see.
        SetLimit = "set_limit", "bar an adult or limit what they see";
        /// Lift a bar or a limit.
        LiftLimit = "lift_limit", "lift a bar or a limit";
        /// Read the bars and limits of a child's adults.
        ReadLimits = "read_limits", "read bars and limits";
        /// Invite somebody to help the family for a time.
        InviteHelper = "invite_helper", "invite a helper";
        /// End the invitation of a helper.
        WithdrawHelper = "withdraw_helper", "end a helper's invitation";
        /// Read whom the family has invited to help.
        ReadHelpers = "read_helpers", "read who helps the family";
        /// Record who acts from the end of compulsory school age (s.80, s.83).
        RecordWhoActs = "record_who_acts", "record who acts after compulsory school age";
        /// Read for whom it must still be recorded who acts.
        ReadHandOvers = "read_hand_overs", "read for whom it is open who will act";
        /// Record an adoption, which seals the former identity.
        RecordAdoption = "record_adoption", "record an adoption";
        /// Read who an adopted child was before.
        ReadSealedIdentity = "read_sealed_identity", "read a sealed identity";
        /// Open the sealed record of an adopted child for a time.
        OpenSealedIdentity = "open_sealed_identity", "open a sealed record";
        /// Close a case to all but those on its list.
        RestrictCase = "restrict_case", "restrict a case";
        /// Propose that a case be restricted.
        ProposeRestriction = "propose_restriction", "propose that a case be restricted";
        /// Open a restricted case again.
        LiftRestriction = "lift_restriction", "lift a restriction";
        /// Change who may know of a restricted case.
        ChangeAccessList = "change_access_list", "change who may know of a restricted case";
        /// Read whether a case is restricted, and who may know of it.
        ReadRestriction = "read_restriction", "read whether a case is restricted";
        /// Open a case in an emergency, for reading.
        OpenBreakGlass = "open_break_glass", "open a case in an emergency";
        /// Read who opened which case in an emergency.
        ReadBreakGlass = "read_break_glass", "read who opened a case in an emergency";
        /// Say whether an emergency reading was justified.
        ReviewBreakGlass = "review_break_glass", "look at an emergency reading";
        /// Put a child on the roll of a setting, or take them off it.
        EnrolPupil = "enrol_pupil", "record the child's setting";
        /// Read on which rolls the child is or was.
        ReadEnrolments = "read_enrolments", "read the child's settings";
        /// Ask for an EHC needs assessment (s.36(1)).
        MakeRequest = "make_request", "ask for an assessment";
        /// Record that the authority became responsible for a child (s.24).
        RecordAsBecomingResponsible = "record_as_becoming_responsible", "record that the authority became responsible";
        /// Read where the case stands.
        ReadCase = "read_case", "read cases and where they stand";
        /// Find cases by reference, by pupil number, or by name and date of birth.
        SearchCases = "search_cases", "search for a case";
        /// Correct the child's name, date of birth or UPN, and read what stood there before.
        CorrectChild = "correct_child", "correct the child's details";
        /// Decide whether two children with one unique pupil number are the same child.
        MatchDuplicates = "match_duplicates", "match two children with one pupil number";
        /// Correct the name of an adult who is linked to the child.
        CorrectAdult = "correct_adult", "correct the name of a linked adult";
        /// Say that what is on record is wrong, to stand beside it.
        MakeStatement = "make_statement", "make a statement about what is on record";
        /// Read the statements about what is on record.
        ReadStatements = "read_statements", "read the statements about what is on record";
        /// Record that a plan or papers were passed on to somebody outside (SEND Regulations 2014, reg 17).
        RecordDisclosure = "record_disclosure", "record that papers were passed on";
        /// Read to whom plans and papers were passed on, and on which basis.
        ReadDisclosures = "read_disclosures", "read to whom papers were passed on";
        /// Read how long records are kept.
        ReadRetention = "read_retention", "read how long records are kept";
        /// Change how long records are kept.
        ChangeRetention = "change_retention", "change how long records are kept";
        /// Read what has happened on the case.
        ReadTimeline = "read_timeline", "read the timeline";
        /// Read who looked at the case.
        ReadReaders = "read_readers", "read who looked";
        /// Read the statutory dates of the case.
        ReadDeadlines = "read_deadlines", "read the statutory dates";
        /// Record that the family was asked what it thinks of an assessment (s.36(4)).
        ConsultFamily = "consult_family", "record that the family was consulted";
        /// Tell the family and others that the authority considers whether to assess (s.36(7); reg 4(2)).
        SendConsideringNotice = "send_considering_notice", "send the notice that a request is considered";
        /// Decide whether to carry out an assessment (s.36(3)).
        DecideToAssess = "decide_to_assess", "decide whether to assess";
        /// Decide whether to issue a plan (s.37).
        DecideToIssue = "decide_to_issue", "decide whether to issue a plan";
        /// Read the decisions with their reasons.
        ReadDecisions = "read_decisions", "read the decisions";
        /// Ask somebody for advice (SEND Regulations 2014, reg 6).
        RequestAdvice = "request_advice", "ask for advice";
        /// Read who was asked for advice, and by when it is due.
        ReadAdviceRequests = "read_advice_requests", "read the requests for advice";
        /// Read the advice that was handed in.
        ReadAdvice = "read_advice", "read advice";
        /// Hand in advice that was asked of oneself.
        HandInAdvice = "hand_in_advice", "hand in advice";
        /// Record advice that came in another way, for whoever gave it.
        RecordAdviceForOthers = "record_advice_for_others", "record advice that came on paper";
        /// Record an exception to a statutory time limit, with its evidence (regs 5(4), 8(2), 10(4)).
        RecordException = "record_exception", "record an exception to a time limit";
        /// Read the exceptions to time limits.
        ReadExceptions = "read_exceptions", "read the exceptions to time limits";
        /// Write a draft plan.
        WriteDraftPlan = "write_draft_plan", "write a draft plan";
        /// Send the draft plan to the family (s.38(1)).
        ServeDraft = "serve_draft", "send the draft plan to the family";
        /// Read a draft plan.
        ReadDraftPlan = "read_draft_plan", "read the draft plan";
        /// Say what one thinks of the draft plan (s.38(2)).
        MakeRepresentations = "make_representations", "comment on the draft plan";
        /// Read what was said about the draft plan.
        ReadRepresentations = "read_representations", "read the comments on the draft plan";
        /// Send the final plan (s.39).
        SendFinalPlan = "send_final_plan", "send the final plan";
        /// Read a final plan.
        ReadFinalPlan = "read_final_plan", "read the final plan";
        /// Replace a wrong date by the right one, with a reason.
        CorrectFact = "correct_fact", "correct a recorded date";
        /// Give a case to a team and a named officer.
        AssignCase = "assign_case", "assign the case to an officer";
        /// Let an officer look after the caseload of another who is away.
        ArrangeCover = "arrange_cover", "arrange cover for an officer";
        /// Read who looks after whose caseload, and who had a case before.
        ReadCover = "read_cover", "read who covers for whom";
        /// Read the list of work with its dates.
        ReadWorkList = "read_work_list", "read the work list";
        /// Read the teams and their duty lines.
        ReadTeams = "read_teams", "read the teams";
        /// Read the schools, colleges and early-years settings.
        ReadSettings = "read_settings", "read the settings";
        /// Invite somebody who works for the council, for a setting or as an adviser.
        InviteUser = "invite_user", "invite somebody to have an account";
        /// Give or take a role that reaches further than others: administrator, information governance.
        GrantPower = "grant_power", "give or take the role of an administrator or of information governance";
        /// Give somebody an account that opens what is in cases, or change its role or teams.
        GiveCaseAccess = "give_case_access", "give somebody an account that opens what is in cases";
        /// Ask for another e-mail address for one's own account.
        ChangeOwnEmail = "change_own_email", "change one's own e-mail address";
        /// Create, change and lock accounts.
        ManageUsers = "manage_users", "manage users";
        /// Give programs keys, and say what each may do.
        ManagePrograms = "manage_programs", "give programs keys and say what each may do";
        /// Read which programs have keys, and what each may do.
        ReadPrograms = "read_programs", "read which programs have keys";
        /// Read what waits for a second person.
        ReadApprovals = "read_approvals", "read what waits for a second person";
        /// Agree to what somebody else has asked, or refuse it.
        DecideApproval = "decide_approval", "agree to what somebody else has asked";
        /// Give a file as evidence.
        GiveEvidence = "give_evidence", "give a file as evidence";
        /// Read the files of evidence: one's own and those that are shared.
        ReadEvidence = "read_evidence", "read the files of evidence";
        /// Say who may see a file of evidence.
        ShareEvidence = "share_evidence", "say who may see a file of evidence";
        /// Withdraw a file that somebody gave by mistake.
        WithdrawEvidence = "withdraw_evidence", "withdraw a file that was given by mistake";
        /// Record a step of a mediation or an appeal, or what was done to carry out what came of it.
        RecordDispute = "record_dispute", "record mediation and appeals";
        /// Put a wrong step of a mediation or an appeal right.
        CorrectDispute = "correct_dispute", "put a wrong step of a mediation or an appeal right";
        /// Read mediation and appeals, and what can be done about a decision now.
        ReadDisputes = "read_disputes", "read mediation, appeals and what can be done about a decision";
        /// Read how many plans were sent in time.
        ReadTimeliness = "read_timeliness", "read how many plans were sent in time";
        /// Read the templates of letters, and what stands in every letter.
        ReadLetterTemplates = "read_letter_templates", "read the templates of letters";
        /// Change the templates of letters, and what stands in every letter.
        ChangeLetterTemplates = "change_letter_templates", "change the templates of letters";
        /// See what a statutory notice would say. Nothing is kept or sent.
        PreviewNotice = "preview_notice", "see what a notice would say";
        /// Send a statutory notice; what the sending does in the case happens with it.
        SendNotice = "send_notice", "send a notice";
        /// Read which letters are still to be printed and posted.
        ReadPrintList = "read_print_list", "read which letters are to be posted";
        /// Read the notices that were sent: those addressed to oneself, and for the council's staff all of them.
        ReadNotices = "read_notices", "read the notices that were sent";
        /// Read who has an account.
        ReadUsers = "read_users", "see who works for the council";
    }
}

impl Action {
    /// The operation and the resource that this action needs.
    #[must_use]
    pub const fn need(self) -> (Resource, Operation) {
        use Operation::{Act, Create, Read, Update};
        match self {
            Self::ReadOwnProfile => (Resource::OwnProfile, Read),
            Self::RegisterChild | Self::MakeRequest => (Resource::NeedsRequest, Create),
            Self::ReadChild => (Resource::ChildCore, Read),
            Self::LinkParent => (Resource::ParentLinks, Create),
            Self::EndParentLink => (Resource::ParentLinks, Update),
            Self::ReadParentLinks | Self::ReadLimits => (Resource::ParentLinks, Read),
            Self::SetLimit | Self::LiftLimit => (Resource::ParentLinks, Act),
            Self::InviteHelper => (Resource::Helpers, Create),
            Self::WithdrawHelper => (Resource::Helpers, Update),
            Self::ReadHelpers => (Resource::Helpers, Read),
            Self::RecordWhoActs => (Resource::ParentLinks, Create),
            Self::ReadHandOvers => (Resource::ParentLinks, Read),
            Self::RecordAdoption => (Resource::SealedIdentity, Create),
            Self::ReadSealedIdentity => (Resource::SealedIdentity, Read),
            Self::OpenSealedIdentity => (Resource::SealedIdentity, Act),
            Self::RestrictCase => (Resource::Restriction, Create),
            Self::ProposeRestriction => (Resource::Restriction, Act),
            Self::LiftRestriction | Self::ChangeAccessList => (Resource::Restriction, Update),
            Self::ReadRestriction => (Resource::Restriction, Read),
            Self::OpenBreakGlass => (Resource::BreakGlass, Act),
            Self::ReadBreakGlass => (Resource::BreakGlass, Read),
            Self::ReviewBreakGlass => (Resource::BreakGlass, Update),
            Self::ArrangeCover => (Resource::Assignment, Create),
            Self::ReadCover => (Resource::Assignment, Read),
            Self::ReadEnrolments => (Resource::ChildCore, Read),
            Self::EnrolPupil => (Resource::ChildCore, Update),
            Self::ReadContacts => (Resource::ProtectedContacts, Read),
            Self::AskForContactChange => (Resource::ProtectedContacts, Create),
            Self::ChangeContacts | Self::DecideContactChange | Self::ProtectContacts => {
                (Resource::ProtectedContacts, Update)
            }
            Self::EndProtection => (Resource::ProtectedContacts, Act),
            Self::RecordAsBecomingResponsible => (Resource::ChildCore, Create),
            Self::CorrectChild | Self::MatchDuplicates => (Resource::ChildCore, Update),
            Self::CorrectAdult => (Resource::ParentLinks, Update),
            Self::MakeStatement => (Resource::Messages, Create),
            Self::ReadStatements => (Resource::Messages, Read),
            Self::RecordDisclosure => (Resource::Disclosures, Create),
            Self::ReadDisclosures => (Resource::Disclosures, Read),
            Self::ReadRetention => (Resource::Retention, Read),
            Self::ChangeRetention => (Resource::Retention, Act),
            Self::SearchCases | Self::ReadCase | Self::ReadDeadlines => (Resource::CaseStatus, Read),
            Self::ReadTimeline | Self::ReadExceptions => (Resource::Chronology, Read),
            Self::ReadReaders => (Resource::ReadAudit, Read),
            Self::ConsultFamily
            | Self::SendConsideringNotice
            | Self::DecideToAssess
            | Self::DecideToIssue => (Resource::NeedsRequest, Act),
            Self::ReadDecisions => (Resource::NeedsRequest, Read),
            Self::RequestAdvice => (Resource::AdviceRequest, Create),
            Self::ReadAdviceRequests => (Resource::AdviceRequest, Read),
            Self::ReadAdvice => (Resource::AdviceDocument, Read),
            Self::HandInAdvice => (Resource::AdviceDocument, Create),
            Self::RecordAdviceForOthers => (Resource::AdviceDocument, Act),
            Self::RecordException | Self::CorrectFact => (Resource::CaseStatus, Act),
            Self::WriteDraftPlan => (Resource::DraftPlan, Update),
            Self::ServeDraft => (Resource::DraftPlan, Act),
            Self::ReadDraftPlan => (Resource::DraftPlan, Read),
            Self::ReadRepresentations => (Resource::Representations, Read),
            Self::MakeRepresentations => (Resource::Representations, Create),
            Self::SendFinalPlan => (Resource::FinalPlan, Act),
            Self::ReadFinalPlan => (Resource::FinalPlan, Read),
            Self::AssignCase => (Resource::Assignment, Update),
            Self::ReadWorkList => (Resource::Assignment, Read),
            Self::ReadTeams | Self::ReadSettings => (Resource::ReferenceData, Read),
            Self::InviteUser => (Resource::Users, Create),
            Self::GrantPower => (Resource::Users, Act),
            Self::GiveCaseAccess => (Resource::CaseAccounts, Act),
            Self::ChangeOwnEmail => (Resource::OwnProfile, Update),
            Self::ManagePrograms => (Resource::Configuration, Update),
            Self::ReadPrograms => (Resource::Configuration, Read),
            Self::ReadApprovals => (Resource::Approvals, Read),
            Self::DecideApproval => (Resource::Approvals, Act),
            Self::GiveEvidence => (Resource::Evidence, Create),
            Self::ReadEvidence => (Resource::Evidence, Read),
            Self::ShareEvidence => (Resource::Evidence, Update),
            Self::WithdrawEvidence => (Resource::Evidence, Act),
            Self::ReadLetterTemplates => (Resource::LetterTemplates, Read),
            Self::ChangeLetterTemplates => (Resource::LetterTemplates, Update),
            Self::PreviewNotice => (Resource::Notices, Create),
            Self::SendNotice => (Resource::Notices, Act),
            Self::ReadNotices | Self::ReadPrintList => (Resource::Notices, Read),
            Self::ManageUsers => (Resource::Users, Update),
            Self::ReadUsers => (Resource::Users, Read),
            Self::RecordDispute => (Resource::Dispute, Create),
            Self::CorrectDispute => (Resource::Dispute, Update),
            Self::ReadDisputes => (Resource::Dispute, Read),
            Self::ReadTimeliness => (Resource::Statistics, Read),
        }
    }

    /// Whether only the council's staff do this, whatever the matrix gives to others for the same operation:
    /// the acts that are the local authority's by law, and its own list of work.
    #[must_use]
    pub const fn is_the_councils_own(self) -> bool {
        match self {
            Self::LinkParent
            | Self::EndParentLink
            | Self::SetLimit
            | Self::LiftLimit
            | Self::ReadLimits
            | Self::RecordWhoActs
            | Self::ReadHandOvers
            | Self::RecordAdoption
            | Self::ReadSealedIdentity
            | Self::OpenSealedIdentity
            | Self::RestrictCase
            | Self::ProposeRestriction
            | Self::LiftRestriction
            | Self::ChangeAccessList
            | Self::ReadRestriction
            | Self::OpenBreakGlass
            | Self::ReadBreakGlass
            | Self::ReviewBreakGlass
            | Self::ArrangeCover
            | Self::ReadCover
            | Self::ReadApprovals
            | Self::DecideApproval
            | Self::ReadRetention
            | Self::ChangeRetention
            | Self::EnrolPupil
            | Self::SearchCases
            | Self::CorrectChild
            | Self::MatchDuplicates
            | Self::CorrectAdult
            | Self::RecordDisclosure
            | Self::DecideContactChange
            | Self::ProtectContacts
            | Self::EndProtection
            | Self::RecordAsBecomingResponsible
            | Self::ConsultFamily
            | Self::SendConsideringNotice
            | Self::DecideToAssess
            | Self::DecideToIssue
            | Self::RequestAdvice
            | Self::RecordAdviceForOthers
            | Self::RecordException
            | Self::WriteDraftPlan
            | Self::ServeDraft
            | Self::SendFinalPlan
            | Self::CorrectFact
            | Self::AssignCase
            | Self::ReadWorkList
            | Self::GrantPower
            | Self::GiveCaseAccess
            | Self::ManagePrograms
            | Self::ReadPrograms
            | Self::ShareEvidence
            | Self::WithdrawEvidence
            | Self::RecordDispute
            | Self::CorrectDispute
            | Self::ReadTimeliness
            | Self::ReadLetterTemplates
            | Self::ChangeLetterTemplates
            | Self::PreviewNotice
            | Self::SendNotice
            | Self::ReadPrintList
            | Self::ManageUsers => true,
            Self::ReadOwnProfile
            | Self::RegisterChild
            | Self::ReadChild
            | Self::ReadContacts
            | Self::AskForContactChange
            | Self::ChangeContacts
            | Self::MakeStatement
            | Self::ReadStatements
            | Self::ReadDisclosures
            | Self::ReadParentLinks
            | Self::ReadEnrolments
            | Self::InviteHelper
            | Self::WithdrawHelper
            | Self::ReadHelpers
            | Self::MakeRequest
            | Self::ReadCase
            | Self::ReadTimeline
            | Self::ReadReaders
            | Self::ReadDeadlines
            | Self::ReadDecisions
            | Self::ReadAdviceRequests
            | Self::ReadAdvice
            | Self::HandInAdvice
            | Self::ReadExceptions
            | Self::ReadDraftPlan
            | Self::MakeRepresentations
            | Self::ReadRepresentations
            | Self::ReadFinalPlan
            | Self::ReadTeams
            | Self::ReadSettings
            | Self::InviteUser
            | Self::ChangeOwnEmail
            | Self::GiveEvidence
            | Self::ReadEvidence
            | Self::ReadDisputes
            | Self::ReadNotices
            | Self::ReadUsers => false,
        }
    }

    /// Whether this is done without naming a case that exists: reading lists, reading or changing what belongs to
    /// no case, bringing a case into being, and looking through what waits to be matched. Everything else is done on one named case.
    #[must_use]
    pub const fn may_stand_alone(self) -> bool {
        let (resource, operation) = self.need();
        !resource.belongs_to_a_case()
            || matches!(operation, Operation::Read)
            || matches!(
                self,
                Self::RegisterChild
                    | Self::MakeRequest
                    | Self::RecordAsBecomingResponsible
                    | Self::MatchDuplicates
                    // A caseload is no single case.
                    | Self::ArrangeCover
                    // Whose it is is not known before it is open.
                    | Self::OpenSealedIdentity
            )
    }
}

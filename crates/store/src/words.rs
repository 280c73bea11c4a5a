//! Which enums of the crates below are kept as words.

use crate::types::words;
use ehcp_access::{
    ApprovalKind, ApprovalState, DisclosureBasis, EmergencyGround, Finding, HowSignedIn, LimitEffect,
    LimitGround, RecordType, RetentionTrigger, Role, WhoActs,
};
use ehcp_assessment::{
    AdviceKind, DecisionKind, HappeningKind, PlanKind, PlanSection, RequestSource, ServiceMethod,
};
use ehcp_attachment::EvidenceKind;
use ehcp_case::FactKind;
use ehcp_deadlines::ExceptionKind;
use ehcp_dispute::AppealableDecision;

words!(all: AdviceKind, DecisionKind, HappeningKind, PlanKind, PlanSection, RequestSource, ServiceMethod);
words!(parsed: ExceptionKind, FactKind, HowSignedIn, Role);
words!(parsed: ApprovalKind, ApprovalState, EmergencyGround, Finding, LimitEffect, LimitGround, WhoActs);
words!(all: AppealableDecision, EvidenceKind);
words!(parsed: DisclosureBasis, RecordType, RetentionTrigger);

//! Rows about the case itself: the request, its status, evidence, advice, notes, messages and who holds it.

use super::{A, C, CR, CRU, CRUA, R, RA, RUA, Row, X};
use crate::{
    Fields,
    Scope::{AssignedAdvice, AuditSample, Authority, LinkedChild, MeetingPack, OnRoll, Own, TeamOrCaseload},
    grant::may,
};

pub(super) const NEEDS_REQUEST: Row = Row {
    parent: &[may(CR, LinkedChild).showing(Fields::Shared)],
    young_person: &[may(CR, Own).showing(Fields::Shared)],
    school: &[may(CR, OnRoll).showing(Fields::School)],
    adviser: &[may(C, AssignedAdvice)
        .showing(Fields::Referral)
        .note("brings a child to the authority's attention")],
    customer_service: &[may(CR, Authority).showing(Fields::Position)],
    officer: &[may(CRUA, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(R, MeetingPack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(RA, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const CASE_STATUS: Row = Row {
    parent: &[may(R, LinkedChild).showing(Fields::Shared)],
    young_person: &[may(R, Own).showing(Fields::Shared)],
    school: &[may(R, OnRoll).showing(Fields::School)],
    adviser: &[may(R, AssignedAdvice).showing(Fields::Referral)],
    customer_service: &[may(R, Authority).showing(Fields::Position)],
    officer: &[may(RA, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(R, MeetingPack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(R, TeamOrCaseload), may(X, TeamOrCaseload).step_up()],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

/// Only the family and those who deal with the case: where it stands and by when is enough for everybody else.
pub(super) const CHRONOLOGY: Row = Row {
    parent: &[may(R, LinkedChild).showing(Fields::Shared)],
    young_person: &[may(R, Own).showing(Fields::Shared)],
    school: &[],
    adviser: &[],
    customer_service: &[],
    officer: &[may(R, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(R, MeetingPack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(R, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const EVIDENCE: Row = Row {
    parent: &[may(CR, LinkedChild)
        .showing(Fields::Shared)
        .note("their own uploads, and what is shared")],
    young_person: &[may(CR, Own).showing(Fields::Shared)],
    school: &[may(CR, OnRoll).showing(Fields::OwnPart).note("its own uploads")],
    adviser: &[may(CR, AssignedAdvice)
        .showing(Fields::Referral)
        .note("their own uploads, and the referral's")],
    customer_service: &[may(C, Authority).showing(Fields::Position)],
    officer: &[may(CRUA, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(R, MeetingPack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(R, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const ADVICE_REQUEST: Row = Row {
    parent: &[],
    young_person: &[],
    school: &[may(RUA, AssignedAdvice)
        .showing(Fields::Referral)
        .note("requests addressed to it")],
    adviser: &[may(RA, AssignedAdvice)
        .showing(Fields::Referral)
        .note("requests addressed to them")],
    customer_service: &[],
    officer: &[may(CRUA, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(R, MeetingPack).showing(Fields::Pack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(RA, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const ADVICE_DOCUMENT: Row = Row {
    parent: &[may(R, LinkedChild).showing(Fields::Shared).note("once shared")],
    young_person: &[may(R, Own).showing(Fields::Shared).note("once shared")],
    school: &[
        may(R, OnRoll).showing(Fields::School).note("once shared"),
        may(CRU, AssignedAdvice)
            .showing(Fields::OwnPart)
            .note("its own; changed only until handed in"),
    ],
    adviser: &[may(CRU, AssignedAdvice)
        .showing(Fields::OwnPart)
        .note("their own; changed only until handed in")],
    customer_service: &[],
    officer: &[may(RA, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(R, MeetingPack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(R, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const INTERNAL_NOTES: Row = Row {
    parent: &[],
    young_person: &[],
    school: &[],
    adviser: &[may(CR, AssignedAdvice)
        .showing(Fields::OwnPart)
        .note("their own notes")],
    customer_service: &[may(CR, Authority)
        .showing(Fields::OwnPart)
        .note("their own notes")],
    officer: &[may(CR, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(R, MeetingPack).showing(Fields::Pack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(R, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const MESSAGES: Row = Row {
    parent: &[may(CR, LinkedChild)
        .showing(Fields::OwnPart)
        .note("their own thread")],
    young_person: &[may(CR, Own).showing(Fields::Shared)],
    school: &[may(CR, OnRoll).showing(Fields::OwnPart).note("its own thread")],
    adviser: &[may(CR, AssignedAdvice)
        .showing(Fields::OwnPart)
        .note("their own thread")],
    customer_service: &[may(CR, Authority).showing(Fields::Position)],
    officer: &[may(CR, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(R, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const ASSIGNMENT: Row = Row {
    parent: &[may(R, LinkedChild).showing(Fields::OfficerName)],
    young_person: &[may(R, Own).showing(Fields::OfficerName)],
    school: &[may(R, OnRoll).showing(Fields::OfficerName)],
    adviser: &[may(R, AssignedAdvice).showing(Fields::OfficerName)],
    customer_service: &[may(R, Authority).showing(Fields::Position)],
    officer: &[
        may(R, TeamOrCaseload),
        may(A, TeamOrCaseload).note("accepts a case"),
    ],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(R, Authority).showing(Fields::Position)],
    quality_auditor: &[],
    manager: &[may(CRUA, TeamOrCaseload)],
    information_governance: &[may(R, Authority)],
    admin: &[],
};

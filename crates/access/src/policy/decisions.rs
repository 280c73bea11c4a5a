//! Rows about what is decided: panels, plans, placements, reviews and disputes.

use super::{A, C, CA, CR, CRA, CRUA, R, RA, RX, Row};
use crate::{
    Fields,
    Scope::{AssignedAdvice, AuditSample, Authority, LinkedChild, MeetingPack, OnRoll, Own, TeamOrCaseload},
    grant::may,
};

pub(super) const PANEL_MEETING: Row = Row {
    parent: &[],
    young_person: &[],
    school: &[may(R, MeetingPack)
        .showing(Fields::Pack)
        .note("as a panel member")],
    adviser: &[may(R, MeetingPack)
        .showing(Fields::Pack)
        .note("as a panel member")],
    customer_service: &[],
    officer: &[
        may(R, TeamOrCaseload),
        may(R, MeetingPack)
            .showing(Fields::Pack)
            .note("as a panel member"),
        may(C, TeamOrCaseload).note("puts a case on the agenda"),
    ],
    reviewer: &[
        may(R, TeamOrCaseload),
        may(R, MeetingPack)
            .showing(Fields::Pack)
            .note("as a panel member"),
    ],
    panel_manager: &[may(CRUA, MeetingPack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(R, Authority)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const PANEL_DECISION: Row = Row {
    parent: &[may(R, LinkedChild).showing(Fields::Outcome)],
    young_person: &[may(R, Own).showing(Fields::Outcome)],
    school: &[may(R, OnRoll).showing(Fields::Outcome)],
    adviser: &[may(R, AssignedAdvice).showing(Fields::Outcome)],
    customer_service: &[may(R, Authority).showing(Fields::Position)],
    officer: &[may(R, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(CA, MeetingPack).two_people(), may(R, MeetingPack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(RA, Authority)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const DRAFT_PLAN: Row = Row {
    parent: &[may(R, LinkedChild).showing(Fields::Shared).note("once sent")],
    young_person: &[may(R, Own).showing(Fields::Shared).note("once sent")],
    school: &[may(R, OnRoll).showing(Fields::School).note("once sent")],
    adviser: &[may(R, AssignedAdvice)
        .showing(Fields::OwnPart)
        .note("the section that rests on their advice")],
    customer_service: &[],
    officer: &[may(CRUA, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(R, MeetingPack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(RA, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

/// Shown to the family: it is their plan that went outside.
pub(super) const DISCLOSURES: Row = Row {
    parent: &[may(R, LinkedChild).showing(Fields::Shared)],
    young_person: &[may(R, Own).showing(Fields::Shared)],
    school: &[],
    adviser: &[],
    customer_service: &[],
    officer: &[may(CR, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[],
    quality_auditor: &[],
    manager: &[may(CR, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

/// A letter is for whoever it is addressed to: another parent, setting or adviser reads their own.
pub(super) const NOTICES: Row = Row {
    parent: &[may(R, LinkedChild)
        .showing(Fields::Shared)
        .note("those addressed to them")],
    young_person: &[may(R, Own)
        .showing(Fields::Shared)
        .note("those addressed to them")],
    school: &[may(R, OnRoll)
        .showing(Fields::Shared)
        .note("those addressed to the setting")],
    adviser: &[may(R, AssignedAdvice)
        .showing(Fields::Shared)
        .note("those addressed to them")],
    customer_service: &[],
    officer: &[may(CRA, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[],
    quality_auditor: &[],
    manager: &[may(CRA, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

/// The right to comment is the family's (s.38(2)(b)). A school is asked only when it is consulted about a place.
pub(super) const REPRESENTATIONS: Row = Row {
    parent: &[may(CR, LinkedChild)
        .showing(Fields::Shared)
        .note("the words of another parent are kept from them")],
    young_person: &[may(CR, Own).showing(Fields::Shared)],
    school: &[],
    adviser: &[],
    customer_service: &[],
    officer: &[may(CR, TeamOrCaseload).note("records what came in another way")],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(R, MeetingPack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(R, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const FINAL_PLAN: Row = Row {
    parent: &[may(RX, LinkedChild).showing(Fields::Shared)],
    young_person: &[may(RX, Own).showing(Fields::Shared)],
    school: &[may(RX, OnRoll).showing(Fields::School)],
    adviser: &[may(R, AssignedAdvice).showing(Fields::Shared)],
    customer_service: &[],
    officer: &[
        may(CR, TeamOrCaseload),
        may(A, TeamOrCaseload).two_people().note("signs and sends it"),
    ],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(R, MeetingPack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(RA, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const PLACEMENT: Row = Row {
    parent: &[may(R, LinkedChild).showing(Fields::Shared)],
    young_person: &[may(R, Own).showing(Fields::Shared)],
    school: &[may(R, OnRoll)
        .showing(Fields::OwnPart)
        .note("the place at this setting")],
    adviser: &[],
    customer_service: &[],
    officer: &[may(CRUA, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(RA, MeetingPack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(RA, Authority)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const ANNUAL_REVIEW: Row = Row {
    parent: &[may(CR, LinkedChild)
        .showing(Fields::Shared)
        .note("gives their views")],
    young_person: &[may(CR, Own).showing(Fields::Shared).note("gives their views")],
    school: &[may(CRUA, OnRoll)
        .showing(Fields::School)
        .note("submits its own paperwork")],
    adviser: &[may(CR, AssignedAdvice).showing(Fields::Referral)],
    customer_service: &[],
    officer: &[may(CRUA, TeamOrCaseload)],
    reviewer: &[may(CRUA, Authority)],
    panel_manager: &[],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(RA, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

/// A mediation and an appeal are between the family and the authority. What was said and agreed in mediation stays with the
/// staff who deal with the case; a setting learns of it only what changes the case.
pub(super) const DISPUTE: Row = Row {
    parent: &[may(R, LinkedChild)
        .showing(Fields::Shared)
        .note("without what was said in mediation")],
    young_person: &[may(R, Own)
        .showing(Fields::Shared)
        .note("without what was said in mediation")],
    school: &[],
    adviser: &[],
    customer_service: &[may(R, Authority).showing(Fields::Position)],
    officer: &[may(CRUA, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(RA, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

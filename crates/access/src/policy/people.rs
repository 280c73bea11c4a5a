//! Rows about people: accounts, the child, contacts and links.

use super::{A, C, CA, CR, CRU, CU, R, RU, RUA, Row};
use crate::{
    Fields,
    Scope::{AssignedAdvice, AuditSample, Authority, LinkedChild, MeetingPack, OnRoll, Own, TeamOrCaseload},
    grant::may,
};

pub(super) const OWN_PROFILE: Row = {
    const SELF: &[crate::Grant] = &[may(RU, Own)];
    Row {
        parent: SELF,
        young_person: SELF,
        school: SELF,
        adviser: SELF,
        customer_service: SELF,
        officer: SELF,
        reviewer: SELF,
        panel_manager: SELF,
        quality_auditor: SELF,
        manager: SELF,
        information_governance: SELF,
        admin: SELF,
    }
};

pub(super) const USERS: Row = Row {
    parent: &[],
    young_person: &[],
    school: &[may(C, Own).note("invites colleagues of their own setting")],
    adviser: &[],
    customer_service: &[],
    officer: &[may(R, Authority).showing(Fields::Directory)],
    reviewer: &[may(R, Authority).showing(Fields::Directory)],
    panel_manager: &[may(R, Authority).showing(Fields::Directory)],
    quality_auditor: &[],
    manager: &[may(R, TeamOrCaseload), may(C, TeamOrCaseload).two_people()],
    information_governance: &[
        may(R, Authority),
        may(A, Authority)
            .step_up()
            .two_people()
            .note("agrees to a role that reaches further than others"),
    ],
    admin: &[
        may(R, Authority),
        may(CU, Authority).step_up(),
        may(A, Authority)
            .step_up()
            .two_people()
            .note("gives or takes a role that reaches further than others"),
    ],
};

pub(super) const CASE_ACCOUNTS: Row = Row {
    parent: &[],
    young_person: &[],
    school: &[],
    adviser: &[],
    customer_service: &[],
    officer: &[],
    reviewer: &[],
    panel_manager: &[],
    quality_auditor: &[],
    manager: &[may(A, TeamOrCaseload)
        .two_people()
        .note("asks for and agrees to those of their own teams")],
    information_governance: &[may(A, Authority).step_up().two_people().note("agrees")],
    admin: &[may(A, Authority)
        .step_up()
        .two_people()
        .note("asks; agrees only while there is neither such a manager nor information governance")],
};

pub(super) const REFERENCE_DATA: Row = {
    const EVERYBODY: &[crate::Grant] = &[may(R, Authority)];
    Row {
        parent: EVERYBODY,
        young_person: EVERYBODY,
        school: EVERYBODY,
        adviser: EVERYBODY,
        customer_service: EVERYBODY,
        officer: EVERYBODY,
        reviewer: EVERYBODY,
        panel_manager: EVERYBODY,
        quality_auditor: EVERYBODY,
        manager: EVERYBODY,
        information_governance: EVERYBODY,
        admin: &[may(CRU, Authority)],
    }
};

pub(super) const CHILD_CORE: Row = Row {
    parent: &[may(R, LinkedChild).showing(Fields::Shared)],
    young_person: &[may(R, Own).showing(Fields::Shared)],
    school: &[may(R, OnRoll).showing(Fields::School)],
    adviser: &[may(R, AssignedAdvice).showing(Fields::Referral)],
    customer_service: &[may(R, Authority).showing(Fields::Position)],
    officer: &[may(CRU, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[may(R, MeetingPack)],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(R, TeamOrCaseload)],
    information_governance: &[may(RU, Authority).step_up()],
    admin: &[],
};

pub(super) const PROTECTED_CONTACTS: Row = Row {
    parent: &[may(CR, LinkedChild)
        .showing(Fields::OwnPart)
        .note("their own details, never the other parent's; asks for a change")],
    young_person: &[may(RU, Own).showing(Fields::OwnPart)],
    school: &[may(R, OnRoll)
        .showing(Fields::DayContact)
        .note("nothing of somebody whose address is protected")],
    adviser: &[],
    customer_service: &[may(CR, Authority)
        .showing(Fields::DayContact)
        .note("asks for a change, which an officer makes; nothing of somebody whose address is protected")],
    officer: &[may(RU, TeamOrCaseload)],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[],
    quality_auditor: &[],
    manager: &[
        may(R, TeamOrCaseload),
        may(A, TeamOrCaseload).step_up().note("ends a protection"),
    ],
    information_governance: &[may(RUA, Authority).step_up()],
    admin: &[],
};

pub(super) const PARENT_LINKS: Row = Row {
    parent: &[may(R, LinkedChild)
        .showing(Fields::OwnPart)
        .note("their own link")],
    young_person: &[may(R, Own).showing(Fields::Shared)],
    school: &[],
    adviser: &[],
    customer_service: &[may(R, Authority).showing(Fields::Flag)],
    officer: &[
        may(CRU, TeamOrCaseload),
        may(A, TeamOrCaseload).two_people().note("sets or lifts a bar"),
    ],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[],
    quality_auditor: &[],
    manager: &[
        may(RU, TeamOrCaseload).note("ends a link or a place"),
        may(A, TeamOrCaseload).two_people().note("sets or lifts a bar"),
    ],
    information_governance: &[
        may(R, Authority).step_up(),
        may(A, Authority)
            .step_up()
            .two_people()
            .note("sets or lifts a bar"),
    ],
    admin: &[],
};

pub(super) const HELPERS: Row = Row {
    parent: &[may(CRU, LinkedChild)
        .showing(Fields::OwnPart)
        .note("those whom they invited")],
    young_person: &[may(CRU, Own)
        .showing(Fields::OwnPart)
        .note("those whom they invited")],
    school: &[],
    adviser: &[],
    customer_service: &[],
    officer: &[may(RU, TeamOrCaseload).note("ends an invitation")],
    reviewer: &[may(R, TeamOrCaseload)],
    panel_manager: &[],
    quality_auditor: &[],
    manager: &[may(R, TeamOrCaseload)],
    information_governance: &[may(R, Authority).step_up()],
    admin: &[],
};

pub(super) const SEALED_IDENTITY: Row = Row {
    parent: &[],
    young_person: &[],
    school: &[],
    adviser: &[],
    customer_service: &[],
    officer: &[],
    reviewer: &[],
    panel_manager: &[],
    quality_auditor: &[],
    manager: &[],
    information_governance: &[
        may(R, Authority).step_up().note("what they have opened"),
        may(CA, Authority).step_up().two_people(),
    ],
    admin: &[],
};

//! Rows about oversight: restrictions, logs, figures, people's rights over their data, and the machinery.

use super::{A, C, CA, CUA, R, RA, RU, Row, U, X};
use crate::{
    Fields,
    Scope::{AuditSample, Authority, LinkedChild, OnRoll, Own, TeamOrCaseload},
    grant::may,
};

pub(super) const RESTRICTION: Row = Row {
    parent: &[],
    young_person: &[],
    school: &[],
    adviser: &[],
    customer_service: &[may(R, Authority).showing(Fields::Flag)],
    officer: &[may(A, TeamOrCaseload).note("asks for one")],
    reviewer: &[],
    panel_manager: &[],
    quality_auditor: &[],
    manager: &[may(A, TeamOrCaseload).note("proposes one")],
    information_governance: &[
        may(R, Authority).step_up(),
        may(CUA, Authority).step_up().two_people(),
    ],
    admin: &[],
};

pub(super) const BREAK_GLASS: Row = Row {
    parent: &[],
    young_person: &[],
    school: &[],
    adviser: &[],
    customer_service: &[],
    officer: &[
        may(A, Authority).step_up(),
        may(R, TeamOrCaseload).note("of their own cases"),
    ],
    reviewer: &[may(R, TeamOrCaseload).note("of their own cases")],
    panel_manager: &[],
    quality_auditor: &[],
    manager: &[
        may(A, Authority).step_up(),
        may(R, TeamOrCaseload).note("of their own cases"),
    ],
    information_governance: &[may(R, Authority), may(U, Authority).note("looks at each opening")],
    admin: &[],
};

pub(super) const READ_AUDIT: Row = Row {
    parent: &[may(R, LinkedChild).showing(Fields::Shared).note("who looked")],
    young_person: &[may(R, Own).showing(Fields::Shared).note("who looked")],
    school: &[],
    adviser: &[],
    customer_service: &[],
    officer: &[may(R, TeamOrCaseload).showing(Fields::Directory)],
    reviewer: &[may(R, TeamOrCaseload).showing(Fields::Directory)],
    panel_manager: &[],
    quality_auditor: &[may(R, AuditSample).showing(Fields::Sample)],
    manager: &[may(R, TeamOrCaseload)],
    information_governance: &[may(R, Authority), may(X, Authority).step_up()],
    admin: &[may(A, Authority)
        .showing(Fields::Flag)
        .note("verifies that the log is whole; sees hashes only")],
};

pub(super) const APPROVALS: Row = {
    const STAFF: &[crate::Grant] = &[may(RA, Authority).note("those whose right they hold themselves")];
    Row {
        parent: &[],
        young_person: &[],
        school: &[],
        adviser: &[],
        customer_service: STAFF,
        officer: STAFF,
        // As everything of the annual-review team but its reviews, this is for reading.
        reviewer: &[may(R, Authority)],
        panel_manager: STAFF,
        quality_auditor: STAFF,
        manager: STAFF,
        information_governance: STAFF,
        admin: STAFF,
    }
};

pub(super) const STATISTICS: Row = Row {
    parent: &[],
    young_person: &[],
    school: &[may(R, OnRoll).showing(Fields::Totals).note("its own pupils")],
    adviser: &[],
    customer_service: &[],
    officer: &[may(R, Authority).showing(Fields::Totals)],
    reviewer: &[may(R, Authority).showing(Fields::Totals)],
    panel_manager: &[may(R, Authority).showing(Fields::Totals)],
    quality_auditor: &[may(R, Authority).showing(Fields::Totals)],
    manager: &[may(R, Authority), may(X, Authority).step_up()],
    information_governance: &[may(R, Authority)],
    admin: &[],
};

pub(super) const SUBJECT_ACCESS: Row = Row {
    parent: &[may(C, LinkedChild).showing(Fields::OwnPart).note("asks for it")],
    young_person: &[may(C, Own).showing(Fields::OwnPart).note("asks for it")],
    school: &[],
    adviser: &[],
    customer_service: &[may(C, Authority)
        .showing(Fields::Position)
        .note("records that it was asked for")],
    officer: &[may(A, TeamOrCaseload).note("prepares it")],
    reviewer: &[],
    panel_manager: &[],
    quality_auditor: &[],
    manager: &[may(RA, TeamOrCaseload)],
    information_governance: &[
        may(R, Authority).step_up(),
        may(CUA, Authority).step_up().two_people(),
    ],
    admin: &[],
};

pub(super) const RETENTION: Row = Row {
    parent: &[],
    young_person: &[],
    school: &[],
    adviser: &[],
    customer_service: &[],
    officer: &[],
    reviewer: &[],
    panel_manager: &[],
    quality_auditor: &[],
    manager: &[
        may(R, Authority),
        may(A, Authority)
            .two_people()
            .note("agrees to a change and to a run"),
    ],
    information_governance: &[may(R, Authority), may(CA, Authority).step_up().two_people()],
    admin: &[],
};

/// What the authority's letters say is its leadership's to settle; the administrator keeps the contacts in them.
pub(super) const LETTER_TEMPLATES: Row = Row {
    parent: &[],
    young_person: &[],
    school: &[],
    adviser: &[],
    customer_service: &[],
    officer: &[may(R, Authority)],
    reviewer: &[may(R, Authority)],
    panel_manager: &[may(R, Authority)],
    quality_auditor: &[may(R, Authority)],
    manager: &[may(RU, Authority)],
    information_governance: &[may(R, Authority)],
    admin: &[may(RU, Authority)],
};

pub(super) const CONFIGURATION: Row = Row {
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
    information_governance: &[may(R, Authority)],
    admin: &[may(R, Authority), may(CUA, Authority).step_up().two_people()],
};

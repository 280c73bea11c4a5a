//! Relationships that a test puts on record without going through the front door.

use crate::{Person, TestApp};
use ehcp_access::{ApprovalKind, ApprovalState, LimitEffect, LimitGround};
use ehcp_case::{ApprovalId, CaseId, ChildId, LimitId};
use ehcp_casework::Chance;
use ehcp_store::{ApprovalRow, LimitRow};
use serde_json::json;

impl TestApp {
    /// Keeps something of a child from somebody, at once.
    pub fn limit(&self, child: &str, person: &Person, effect: LimitEffect) -> LimitId {
        let (now, child): (_, ChildId) = (self.clock.now(), child.parse().expect("a child's id"));
        let row = LimitRow {
            id: Chance::System.id(now),
            child_id: child,
            user_id: person.user,
            effect,
            ground: LimitGround::SafetyDecision,
            from_at: now,
            until_at: None,
            evidence: "A police report.".to_owned(),
            recorded_at: now,
            recorded_by: self.council.officer.user,
            agreed_by: Some(self.council.manager.user),
            lifted_at: None,
            lifted_by: None,
            lift_agreed_by: None,
            lift_reason: None,
        };
        let id = row.id;
        self.store
            .write_blocking(move |tx| tx.insert_limit(&row))
            .expect("the limit is kept");
        id
    }

    /// Lets somebody have asked for a second person to agree to a bar on a case.
    pub fn ask_for_a_bar(&self, case: &str, asker: &Person) -> ApprovalId {
        let (now, case): (_, CaseId) = (self.clock.now(), case.parse().expect("a case's id"));
        let row = ApprovalRow {
            id: Chance::System.id(now),
            kind: ApprovalKind::SetLimit,
            case_id: Some(case),
            case_version: None,
            subject: json!({"effect": "bar"}).to_string(),
            content: None,
            reason: "A police report.".to_owned(),
            asked_by: asker.user,
            asked_at: now,
            expires_at: now + chrono::Duration::days(14),
            state: ApprovalState::Pending,
            alone: false,
            decided_by: None,
            decided_at: None,
            note: None,
        };
        let id = row.id;
        self.store
            .write_blocking(move |tx| tx.insert_approval(&row))
            .expect("the asking is kept");
        id
    }

    /// The named officer of a case.
    #[must_use]
    pub fn officer_of(&self, case: &str) -> Person {
        let case: CaseId = case.parse().expect("a case's id");
        let found = self
            .store
            .read_blocking(move |tx| tx.case_unchecked(case))
            .expect("the case is read");
        let officer = found.and_then(|(case, _)| case.officer_id);
        let mut everybody = self.council.everybody().into_iter();
        everybody
            .find(|person| Some(person.user) == officer)
            .cloned()
            .expect("an officer of the council")
    }
}

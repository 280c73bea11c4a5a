//! Relationships that a test puts on record without going through the front door.

use crate::{CaseInHand, Person, TestApp, day, evidence::pdf};
use ehcp_access::{
    Action, ApprovalKind, ApprovalState, EmergencyGround, LimitEffect, LimitGround, Role, Ties, WhoActs,
    authorize,
};
use ehcp_assessment::{PlanKind, ServiceMethod};
use ehcp_attachment::EvidenceKind;
use ehcp_case::{
    ApprovalId, AttachmentId, BreakGlassId, CaseId, ChildId, CoverId, DisputeId, HelperId, LimitId, NoticeId,
    NoticeLetterId,
};
use ehcp_casework::Chance;
use ehcp_dispute::AppealableDecision;
use ehcp_store::{
    AccessListRow, ApprovalRow, AttachmentRow, BreakGlassRow, CoverRow, DisputeRow, DisputeStepRow,
    HandOverRow, HelperRow, LetterBytes, LimitRow, NoticeLetterRow, NoticeRow, ParentLinkRow, Recorded,
    RestrictionRow, SealedOpeningRow, StoreError,
};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

impl TestApp {
    /// The first row of a child in a table of relationships that was not annulled.
    pub fn standing_row(&self, table: &str, child: &str) -> Option<String> {
        let mut logs = self.logs();
        let child = logs.literal(child);
        // Ids of one moment have no order, so that whose it is decides.
        let whose = match table {
            "enrolments" => "education_setting_id",
            _ => "user_id",
        };
        logs.ids(&format!(
            "{table} WHERE child_id = {child} AND NOT annulled ORDER BY from_on, {whose}, id LIMIT 1"
        ))
        .pop()
    }

    /// Links somebody new to a child, as a parent since a year; gives the link's id.
    pub fn another_parent_of(&self, child: &str) -> String {
        let person = self.newcomer(Role::Parent);
        let recorded = Recorded {
            at: self.clock.now(),
            by: self.council.officer.user,
        };
        let row = ParentLinkRow {
            id: Chance::System.id(recorded.at),
            child_id: child.parse().expect("a child's id"),
            user_id: person.user,
            parental_responsibility: true,
            has_care: false,
            from_on: self.today() - chrono::Days::new(365),
            until_on: None,
            evidence: "Birth certificate seen.".to_owned(),
            verified_at: Some(recorded.at),
            verified_by: Some(recorded.by),
            annulled: false,
            end_reason: None,
            in_place_of: None,
            ended_for: None,
            until_before: None,
        };
        let id = row.id;
        self.store
            .write_blocking(move |tx| tx.insert_parent_link(&row, recorded))
            .expect("the link is kept");
        id.to_string()
    }

    /// Records that the parents act for a young person who lacks capacity, from today; gives the record's id.
    pub fn parents_act_for(&self, child: &str) -> String {
        let row = HandOverRow {
            id: Chance::System.id(self.clock.now()),
            child_id: child.parse().expect("a child's id"),
            who_acts: WhoActs::Parent,
            user_id: None,
            from_on: self.today(),
            until_on: None,
            evidence: "Found to lack capacity.".to_owned(),
            annulled: false,
            end_reason: None,
            ended_for: None,
            until_before: None,
        };
        let recorded = Recorded {
            at: self.clock.now(),
            by: self.council.officer.user,
        };
        let id = row.id.to_string();
        self.store
            .write_blocking(move |tx| tx.insert_hand_over(&row, recorded))
            .expect("who acts is kept");
        id
    }

    /// The dispute about the final plan of a case, begun with the family's contact to the mediation adviser on the day on which
    /// the plan was sent; no dispute where there is no such plan.
    pub fn dispute_of(&self, case: &str) -> Option<DisputeId> {
        let case: CaseId = case.parse().expect("a case's id");
        let (now, officer) = (self.clock.now(), self.council.officer.user);
        self.store
            .write_blocking(move |tx| {
                if let Some((known, _)) = tx.disputes_of(case)?.first() {
                    return Ok::<_, StoreError>(Some(known.id));
                }
                let (row, _) = tx.case_unchecked(case)?.expect("the case");
                let plans = tx.plans_of(row.assessment_id)?;
                let plan = plans.iter().find(|plan| plan.kind == PlanKind::Final);
                let Some((plan, sent_on)) = plan.and_then(|plan| Some((plan.id, plan.sent_on?))) else {
                    return Ok(None);
                };
                let id = Chance::System.id(now);
                tx.insert_dispute(&DisputeRow {
                    id,
                    case_id: case,
                    decision: AppealableDecision::PlanAsMade,
                    decision_id: None,
                    plan_id: Some(plan),
                    amended_in_dispute_id: None,
                    recorded_at: now,
                    recorded_by: officer,
                })?;
                let step = json!({"step": "contact_adviser", "contacted_on": sent_on});
                tx.insert_dispute_step(&DisputeStepRow {
                    id: Chance::System.id(now),
                    dispute_id: id,
                    case_id: case,
                    place: 1,
                    happened_on: sent_on,
                    content: Some(step.to_string()),
                    replaces: None,
                    reason: None,
                    recorded_at: now,
                    recorded_by: officer,
                })?;
                Ok(Some(id))
            })
            .expect("the dispute is kept")
    }

    /// Keeps something of a child from somebody, at once.
    pub fn limit(&self, child: &str, person: &Person, effect: LimitEffect) -> LimitId {
        let (now, child): (_, ChildId) = (self.clock.now(), child.parse().expect("a child's id"));
        let row = LimitRow {
            id: Chance::System.id(now),
            child_id: child,
            user_id: Some(person.user),
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
            adult_name: None,
            provisional_until: None,
            approval_id: None,
        };
        let id = row.id;
        self.store
            .write_blocking(move |tx| tx.insert_limit(&row))
            .expect("the limit is kept");
        id
    }

    /// Bars everybody from a child.
    pub fn bar_everybody(&self, child: &str) {
        for person in self.council.everybody() {
            self.limit(child, person, LimitEffect::Bar);
        }
    }

    /// Ends every tie to a case, as of yesterday: the parents' links and the place on the roll; the team is that
    /// of the South, where nobody is named yet, and whoever was asked for advice has handed it over.
    pub fn everything_passes_on(&self, hand: &CaseInHand) {
        let (council, mut logs) = (&self.council, self.logs());
        let yesterday = self.today().pred_opt().expect("a day before");
        let (child, case) = (logs.literal(&hand.child), logs.literal(&hand.case));
        let (team, setting) = (
            logs.literal(&council.south.to_string()),
            logs.literal(&council.birch.to_string()),
        );
        let adviser = logs.literal(&council.other_adviser.user.to_string());
        for table in ["parent_links", "enrolments"] {
            logs.change(&format!(
                "UPDATE {table} SET until_on = '{yesterday}' WHERE child_id = {child}"
            ));
        }
        logs.change(&format!(
            "UPDATE cases SET officer_id = NULL, team_id = {team} WHERE id = {case}"
        ));
        for (column, other) in [("education_setting_id", setting), ("adviser_id", adviser)] {
            logs.change(&format!(
                "UPDATE advice_requests SET {column} = {other} WHERE case_id = {case} AND {column} IS NOT NULL"
            ));
        }
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

    /// Lets somebody have invited whoever signs in with this address to help with a child, for half a year.
    pub fn helper(&self, child: &str, inviter: &Person, email: &str, may_act: bool) -> HelperId {
        let (now, child): (_, ChildId) = (self.clock.now(), child.parse().expect("a child's id"));
        let row = HelperRow {
            id: Chance::System.id(now),
            child_id: child,
            invited_by: inviter.user,
            email: email.to_owned(),
            name: "Beatrice Okafor".to_owned(),
            may_act,
            from_at: now,
            until_at: now + chrono::Duration::days(182),
            withdrawn_at: None,
            withdrawn_by: None,
        };
        let id = row.id;
        self.store
            .write_blocking(move |tx| tx.insert_helper(&row))
            .expect("the invitation is kept");
        id
    }

    /// Lets somebody have given a file on a case, which is shared with everybody whom it may be shared with; its bytes
    /// are there.
    pub fn attachment(&self, case: &str, given_by: &Person) -> AttachmentId {
        let (now, case): (_, CaseId) = (self.clock.now(), case.parse().expect("a case's id"));
        let file = pdf("what was seen");
        let row = AttachmentRow {
            id: Chance::System.id(now),
            case_id: case,
            kind: EvidenceKind::SchoolReport,
            name: file.name,
            media_type: file.media_type,
            size: i64::try_from(file.bytes.len()).expect("a small file"),
            sha256: hex(&Sha256::digest(&file.bytes)),
            received_at: now,
            given_by: given_by.user,
            on_behalf_of: None,
            education_setting_id: None,
            scanned_at: None,
            scanned_by: None,
            shared_with_family: true,
            shared_with_advisers: true,
            tells_no_whereabouts: true,
            withdrawn_at: None,
            withdrawn_by: None,
            withdraw_reason: None,
            version: 1,
        };
        let id = row.id;
        let path = self.files.path().join("kept").join(id.to_string());
        std::fs::write(path, file.bytes).expect("room for a file");
        let officer = ehcp_access::Actor {
            user: self.council.officer.user,
            role: Role::Officer,
            teams: Vec::new(),
            setting: None,
            session: self.council.officer.session,
            service_actions: Vec::new(),
        };
        let ties = Ties {
            own_caseload: true,
            ..Ties::default()
        };
        self.store
            .write_blocking(move |tx| {
                let (found, _) = tx.case_unchecked(case)?.ok_or(StoreError::NotFound)?;
                let permit = authorize(&officer, &ties, Action::GiveEvidence, found).expect("an officer may");
                tx.insert_attachment(&permit, &row)
            })
            .expect("the file is kept");
        id
    }

    /// Lets somebody have opened a case in an emergency: for an hour from now, or until an hour ago.
    pub fn emergency(&self, case: &str, who: &Person, open: bool) -> BreakGlassId {
        let (now, case): (_, CaseId) = (self.clock.now(), case.parse().expect("a case's id"));
        let hour = chrono::Duration::hours(1);
        let opened_at = if open { now } else { now - hour * 2 };
        let row = BreakGlassRow {
            id: Chance::System.id(now),
            case_id: case,
            user_id: who.user,
            ground: EmergencyGround::MedicalEmergency,
            reason: "The hospital asks which medicines must not be given.".to_owned(),
            opened_at,
            ends_at: opened_at + hour,
            closed_at: None,
            reviewed_at: None,
            reviewed_by: None,
            finding: None,
            review_note: None,
        };
        let id = row.id;
        self.store
            .write_blocking(move |tx| tx.insert_break_glass(&row))
            .expect("the opening is kept");
        id
    }

    /// Lets a sealed record be open for somebody, for an hour from now.
    pub fn opens_the_seal(&self, case: &str, who: &Person) {
        let (now, case): (_, CaseId) = (self.clock.now(), case.parse().expect("a case's id"));
        let row = SealedOpeningRow {
            id: Chance::System.id(now),
            case_id: case,
            user_id: who.user,
            reason: "The court asks.".to_owned(),
            opened_at: now,
            ends_at: now + chrono::Duration::hours(1),
            agreed_by: None,
        };
        self.store
            .write_blocking(move |tx| tx.insert_sealed_opening(&row))
            .expect("the opening is kept");
    }

    /// Puts somebody on the access list of a case; perhaps they were on it only until a minute ago.
    pub fn list(&self, case: &str, who: &Person, still: bool) {
        let (now, case): (_, CaseId) = (self.clock.now(), case.parse().expect("a case's id"));
        let minute = chrono::Duration::minutes(1);
        let row = AccessListRow {
            id: Chance::System.id(now),
            case_id: case,
            user_id: who.user,
            from_at: now - minute * 5,
            until_at: (!still).then(|| now - minute),
            recorded_at: now,
            recorded_by: self.council.governance.user,
            agreed_by: None,
        };
        self.store
            .write_blocking(move |tx| tx.insert_access_list_entry(&row))
            .expect("the place is kept");
    }

    /// Records why a case is restricted, once; whether it is closed is told by its own flag.
    pub fn record_restriction(&self, case: &str) {
        let (now, case): (_, CaseId) = (self.clock.now(), case.parse().expect("a case's id"));
        let row = RestrictionRow {
            id: Chance::System.id(now),
            case_id: case,
            reason: "A parent works here.".to_owned(),
            from_at: now,
            proposed_by: self.council.officer.user,
            agreed_by: Some(self.council.governance.user),
            lifted_at: None,
            lifted_by: None,
            lift_agreed_by: None,
            lift_reason: None,
            provisional_until: None,
            approval_id: None,
        };
        self.store
            .write_blocking(move |tx| {
                if tx.restriction_of(case, now)?.is_none() {
                    tx.insert_restriction(&row)?;
                }
                Ok::<_, StoreError>(())
            })
            .expect("the restriction is kept");
    }

    /// Lets an officer look after the caseload of another on these days.
    pub fn cover(&self, away: &Person, by: &Person, from: &str, until: &str) -> CoverId {
        let now = self.clock.now();
        let row = CoverRow {
            id: Chance::System.id(now),
            officer_id: away.user,
            covered_by: by.user,
            from_on: day(from),
            until_on: day(until),
            ended_at: None,
        };
        let (id, recorded) = (
            row.id,
            Recorded {
                at: now,
                by: self.council.manager.user,
            },
        );
        self.store
            .write_blocking(move |tx| tx.insert_cover(&row, recorded))
            .expect("the absence is kept");
        id
    }

    /// The named officer of a case, or while none is named an officer of its team.
    #[must_use]
    pub fn officer_of(&self, case: &str) -> Person {
        let case: CaseId = case.parse().expect("a case's id");
        let found = self
            .store
            .read_blocking(move |tx| tx.case_unchecked(case))
            .expect("the case is read");
        let (case, _) = found.expect("the case");
        let mut everybody = self.council.everybody().into_iter();
        everybody
            .find(|person| match case.officer_id {
                Some(officer) => person.user == officer,
                None => person.role == Role::Officer && Some(self.council.team_of(person)) == case.team_id,
            })
            .cloned()
            .expect("an officer of the council")
    }
}

/// Bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("room in memory");
        text
    })
}

impl TestApp {
    /// A notice of a case with one letter to somebody; gives the notice.
    ///
    /// # Panics
    /// When it cannot be kept.
    #[must_use]
    pub fn letter_of(&self, case: &str, to: Option<&Person>) -> NoticeId {
        let now = self.clock.now();
        let (id, letter): (NoticeId, NoticeLetterId) = (Chance::System.id(now), Chance::System.id(now));
        let case_id: CaseId = case.parse().expect("a case's id");
        let to = to.unwrap_or(&self.council.officer).clone();
        let setting = (to.role == Role::School).then(|| match to.user == self.council.school.user {
            true => self.council.alder,
            false => self.council.birch,
        });
        let (officer, today) = (self.council.officer.user, self.today());
        let page = "<!DOCTYPE html><style></style><p>A letter.</p>".to_owned();
        let digest = "0".repeat(64);
        let notice = NoticeRow {
            id,
            case_id,
            kind: "request_received".to_owned(),
            decision_id: None,
            plan_id: None,
            advice_request_id: None,
            sent_on: today,
            sent_at: now,
            sent_by: officer,
            template_version: 0,
            template_sha256: digest.clone(),
        };
        let row = NoticeLetterRow {
            id: letter,
            notice_id: id,
            case_id,
            user_id: Some(to.user),
            education_setting_id: setting,
            party: "parent_or_young_person".to_owned(),
            recipient: to.name,
            address: String::new(),
            method: ServiceMethod::FirstClassPost,
            posted_on: None,
            served_on: today,
            html_sha256: digest.clone(),
            pdf_sha256: digest,
        };
        let bytes = LetterBytes {
            html: page,
            pdf: "JVBERi0xLjc=".to_owned(),
        };
        self.store
            .write_blocking(move |tx| {
                let (case, _) = tx.case_unchecked(case_id)?.expect("a case");
                let officer = tx.actor_of(officer, today)?.expect("an officer");
                let own = Ties {
                    own_caseload: true,
                    ..Ties::default()
                };
                let permit = authorize(&officer, &own, Action::SendNotice, case).expect("a permit");
                tx.insert_notice(&permit, &notice)?;
                tx.insert_notice_letter(&row, &bytes)
            })
            .expect("the letter is kept");
        id
    }

    /// The letter of a notice that has one.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn only_letter_of(&self, notice: &str) -> String {
        let mut logs = self.logs();
        let notice = logs.literal(notice);
        let found = logs
            .ids(&format!("notice_letters WHERE notice_id = {notice}"))
            .pop();
        found.expect("a letter")
    }
}

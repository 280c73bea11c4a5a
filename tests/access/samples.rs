//! A valid request for every operation of the document.

use super::matrix::fill;
use ehcp_access::{Action, LimitEffect, Role};
use ehcp_attachment::attachment;
use ehcp_case::{ApprovalId, DisputeId};
use ehcp_test_support::{
    Call, CaseInHand, Council, Milestone, PASSWORD, Person, TestApp, bodies,
    evidence::{self, Evidence},
};
use serde_json::{Value, json};

/// What an operation is about, as far as access goes.
pub enum About {
    /// Nobody needs to sign in for it.
    Everybody,
    /// Nobody can do it here, signed in or not: it is answered 401.
    Nobody,
    /// Nothing but being signed in is needed.
    SignedIn,
    /// The authority's own sign-in, for the roles that it names; what these are answered.
    SignOn(u16),
    /// One's own account, where it is of a family.
    OfFamilies,
    /// No case: whether it is allowed follows from the role alone.
    Role(Action),
    /// A list of what the person reaches.
    List(Action),
    /// One case: all of these must be allowed.
    Case(fn(Role) -> Vec<Action>),
    /// An emergency reading of one's own, which is open.
    OwnEmergency,
    /// Something on a case that waits for a second person: whether the sample decides on it, and not only reads it.
    Approval(bool),
}

/// A request that is valid for whoever may send it.
pub struct Sample {
    pub operation: &'static str,
    pub about: About,
    /// How far the case has come.
    pub milestone: Milestone,
    /// Whether it needs a child of an age to act for themself.
    pub teenager: bool,
    pub ask: fn(&Scenery<'_>) -> Ask,
}

/// What a sample may refer to.
pub struct Scenery<'a> {
    pub app: &'a TestApp,
    pub hand: &'a CaseInHand,
    pub who: Option<&'a Person>,
}

impl Scenery<'_> {
    fn council(&self) -> &Council {
        &self.app.council
    }

    /// A bar that the manager of the case has asked a second person to agree to.
    fn approval(&self) -> ApprovalId {
        let officer = self.app.officer_of(&self.hand.case);
        self.app
            .ask_for_a_bar(&self.hand.case, self.council().manager_of(&officer))
    }

    /// An officer of the team of whoever asks.
    fn officer_of_own_team(&self) -> &Person {
        let south = self
            .who
            .is_some_and(|who| self.council().team_of(who) == self.council().south);
        if south {
            &self.council().officer_of_other_team
        } else {
            &self.council().officer
        }
    }

    /// The first of a child's links or places that stands: read past everybody, since a restricted case is closed to its
    /// own officer.
    fn first_of(&self, table: &str) -> String {
        let found = self.app.standing_row(table, &self.hand.child);
        found.unwrap()
    }

    /// The record of who acts; it is made when there is none.
    fn hand_over(&self) -> String {
        let known = self.app.standing_row("hand_overs", &self.hand.child);
        known.unwrap_or_else(|| self.app.parents_act_for(&self.hand.child))
    }

    /// The dispute about the final plan, or an id of nothing where there is no plan.
    fn dispute(&self) -> String {
        let known = self.app.dispute_of(&self.hand.case);
        known.unwrap_or(DisputeId(uuid::Uuid::nil())).to_string()
    }

    fn role(&self) -> Option<Role> {
        self.who.map(|person| person.role)
    }

    /// The team that a manager invites to.
    fn team(&self) -> ehcp_case::TeamId {
        let manager = &self.council().manager;
        self.council().team_of(self.who.unwrap_or(manager))
    }

    /// An invitation that a person of this role could have sent.
    fn invitation(&self) -> String {
        let council = self.council();
        let by = self.who.unwrap_or(&council.admin);
        let (role, setting) = match by.role {
            Role::School if by.user == council.school.user => (Role::School, Some(council.alder)),
            Role::School => (Role::School, Some(council.birch)),
            _ => (Role::Officer, None),
        };
        self.app
            .invited_by(by, role, setting, None)
            .invitation
            .to_string()
    }

    /// The request for advice that a person of this role would answer.
    fn advice(&self) -> String {
        let advice = if self.role() == Some(Role::School) {
            &self.hand.education_advice
        } else {
            &self.hand.psychological_advice
        };
        advice.clone().unwrap_or_default()
    }
}

/// What fills the operation's path, and what is sent.
#[derive(Default, Clone)]
pub struct Ask {
    /// What stands for the id in the path.
    pub id: String,
    /// The body; that of the document's example if there is none.
    pub body: Option<Value>,
    /// Whose version `If-Match` names: a path to read it from.
    pub seen: Option<String>,
    /// The version that `If-Match` names, where it need not be read.
    pub version: Option<String>,
    /// The file that is the body.
    pub file: Option<Evidence>,
    /// What stands behind the question mark.
    pub query: &'static str,
}

impl Ask {
    /// The operation's path with this id in it, and what a file is evidence of.
    pub fn path(&self, template: &str, id: &str) -> String {
        let query = match (&self.file, self.query) {
            (Some(_), _) => "?kind=other".to_owned(),
            (None, "") => String::new(),
            (None, query) => format!("?{query}"),
        };
        format!("{}{query}", fill(template, id))
    }

    /// The call with what is sent: the file, the body, or that of the document's example.
    pub fn sent_with<'app>(&self, call: Call<'app>, example: Option<Value>) -> Call<'app> {
        match (&self.file, self.body.clone().or(example)) {
            (Some(file), _) => call
                .with_header("content-disposition", &attachment(&file.name))
                .with_text(&file.media_type, file.bytes.clone()),
            (None, Some(body)) => call.with_json(&body),
            (None, None) => call,
        }
    }

    fn of(id: impl ToString) -> Self {
        Self {
            id: id.to_string(),
            ..Self::default()
        }
    }

    fn sending(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    fn asking(mut self, query: &'static str) -> Self {
        self.query = query;
        self
    }

    /// With another id in the path.
    fn about(mut self, id: String) -> Self {
        self.id = id;
        self
    }

    fn seeing(mut self, path: String) -> Self {
        self.seen = Some(path);
        self
    }
}

fn on_case(s: &Scenery<'_>, body: Value) -> Ask {
    let path = format!("/v1/cases/{}", s.hand.case);
    Ask::of(&s.hand.case).sending(body).seeing(path)
}

fn on_draft(s: &Scenery<'_>, body: Value) -> Ask {
    let draft = s.hand.draft.clone().unwrap_or_default();
    Ask::of(&draft).sending(body).seeing(format!("/v1/plans/{draft}"))
}

/// A sample that needs no case.
fn plain(operation: &'static str, about: About, ask: fn(&Scenery<'_>) -> Ask) -> Sample {
    Sample {
        operation,
        about,
        milestone: Milestone::PlanIssued,
        teenager: false,
        ask,
    }
}

/// A sample that reads a case on which everything has happened.
fn read(operation: &'static str, about: fn(Role) -> Vec<Action>, ask: fn(&Scenery<'_>) -> Ask) -> Sample {
    plain(operation, About::Case(about), ask)
}

/// A sample that changes a case.
fn change(
    operation: &'static str,
    milestone: Milestone,
    about: fn(Role) -> Vec<Action>,
    ask: fn(&Scenery<'_>) -> Ask,
) -> Sample {
    Sample {
        operation,
        about: About::Case(about),
        milestone,
        teenager: false,
        ask,
    }
}

fn on_invitation(s: &Scenery<'_>) -> Ask {
    Ask {
        version: Some("\"1-00000000\"".to_owned()),
        ..Ask::of(s.invitation()).sending(json!({}))
    }
}

fn nothing(_: &Scenery<'_>) -> Ask {
    Ask::default()
}

fn the_case(s: &Scenery<'_>) -> Ask {
    Ask::of(&s.hand.case)
}

fn advice_action(role: Role) -> Vec<Action> {
    vec![if role.is_staff() {
        Action::RecordAdviceForOthers
    } else {
        Action::HandInAdvice
    }]
}

/// Every sample; a test holds the list against the document.
pub fn samples() -> Vec<Sample> {
    let mut all = for_everybody();
    all.extend(of_roles());
    all.extend(reads());
    all.extend(changes());
    all.extend(of_evidence());
    all.extend(of_letters());
    all.extend(of_sent_letters());
    all
}

fn for_everybody() -> Vec<Sample> {
    use About::Everybody;
    let mut all: Vec<_> = [
        "check_liveness",
        "check_readiness",
        "read_contract",
        "read_keys",
        "list_deadline_rules",
        "calculate_deadline",
        "calculate_worked_example",
        "preview_timeline",
    ]
    .map(|operation| plain(operation, Everybody, nothing))
    .into();
    all.push(plain("read_deadline_rule", Everybody, |_| {
        Ask::of("ehcna-decision-to-assess")
    }));
    all.push(plain("create_invitation_acceptance", Everybody, |s| {
        let invited = s.app.invited_by(&s.council().admin, Role::Adviser, None, None);
        Ask::default().sending(json!({"code": invited.code, "password": "seven lanterns over the harbour"}))
    }));
    all.push(plain("create_password_reset", Everybody, |_| {
        Ask::default().sending(json!({"email": "nobody@example.org"}))
    }));
    all.push(plain("use_password_reset", Everybody, |s| {
        let code = s.app.reset_code_of(&s.app.newcomer(Role::Adviser));
        Ask::default().sending(json!({"code": code, "password": "seven lanterns over the harbour"}))
    }));
    all.push(plain("use_email_change", Everybody, |s| {
        let code = s.app.email_code_of(&s.app.newcomer(Role::Adviser));
        Ask::default().sending(json!({"code": code}))
    }));
    all.push(plain("create_session", Everybody, |s| {
        let person = s.who.filter(|who| who.role != Role::Service);
        let who = person.unwrap_or(&s.council().officer);
        Ask::default().sending(json!({"email": who.email, "password": PASSWORD}))
    }));
    all.push(plain("start_single_sign_on", Everybody, nothing));
    // What is brought back belongs to no way that began here.
    all.push(plain("complete_single_sign_on", About::Nobody, nothing));
    all.push(plain("start_single_sign_on_proof", About::SignOn(200), nothing));
    all.push(plain("create_single_sign_on_proof", About::SignOn(401), nothing));
    all.push(plain("create_single_sign_on_link", About::SignOn(401), nothing));
    // There is an administrator, so that nobody can be made the first.
    all.push(plain("create_first_administrator", About::Nobody, nothing));
    all.push(plain("confirm_session", Everybody, |s| {
        let person = s.who.filter(|who| who.role != Role::Service);
        let who = person.unwrap_or(&s.council().officer);
        s.app.enrols_second_factor(who);
        let challenge = s.app.shows_password(who);
        s.app.clock.advance(chrono::Duration::seconds(30));
        let code = s.app.code_of(who);
        // Whoever comes next signs in with a password alone.
        Ask::default().sending(json!({"challenge": challenge, "code": code}))
    }));
    all.push(plain("create_program_session", Everybody, |s| {
        let program = s.app.program(None, &[]);
        Ask::default().sending(json!({"key": s.app.program_secret(&program)}))
    }));
    all.push(plain("refresh_session", Everybody, |s| {
        let person = s.who.filter(|who| who.role != Role::Service);
        let signed_in = s.app.signs_in(person.unwrap_or(&s.council().officer));
        Ask::default().sending(json!({"refresh_token": *signed_in.refresh_token}))
    }));
    all
}

fn of_roles() -> Vec<Sample> {
    use About::{List, Role, SignedIn};
    vec![
        plain("read_me", Role(Action::ReadOwnProfile), nothing),
        plain("read_timeliness", Role(Action::ReadTimeliness), |_| {
            Ask::default().asking("from=2026-01-01&until=2026-12-07")
        }),
        plain("delete_session", SignedIn, nothing),
        plain("create_email_change", Role(Action::ChangeOwnEmail), |_| {
            Ask::default().sending(json!({"email": "elsewhere@example.net", "password": PASSWORD}))
        }),
        plain("list_retention_rules", Role(Action::ReadRetention), nothing),
        plain("change_retention_rule", Role(Action::ChangeRetention), |_| {
            Ask::default().sending(json!({
                "record_type": "sent_messages", "counted_from": "sent", "years": 3, "source": "Records schedule 2026."
            }))
        }),
        plain("list_users", Role(Action::ReadUsers), nothing),
        plain("read_user", Role(Action::ReadUsers), |s| {
            Ask::of(s.who.map_or(s.council().officer.user, |person| person.user))
        }),
        plain("change_user", Role(Action::ManageUsers), |s| {
            let newcomer = s.app.newcomer(ehcp_access::Role::Officer).user;
            Ask::of(newcomer)
                .sending(json!({"name": "Ella Frost"}))
                .seeing(format!("/v1/users/{newcomer}"))
        }),
        plain("end_every_session", Role(Action::ManageUsers), nothing),
        plain("end_sessions_of_user", Role(Action::ManageUsers), |s| {
            Ask::of(s.app.newcomer(ehcp_access::Role::Officer).user)
        }),
        plain("remove_single_sign_on_links", Role(Action::ManageUsers), |s| {
            let linked = s.app.newcomer(ehcp_access::Role::Officer);
            s.app.link_with_provider(&linked);
            Ask::of(linked.user)
        }),
        plain("remove_second_factor_of_user", Role(Action::ManageUsers), |s| {
            let person = s.app.newcomer(ehcp_access::Role::Officer);
            s.app.enrols_second_factor(&person);
            Ask::of(person.user)
        }),
        plain("create_invitation", Role(Action::InviteUser), |s| {
            let email = format!("{}@example.org", uuid::Uuid::now_v7());
            let body = match s.role() {
                Some(ehcp_access::Role::School) => json!({"email": email, "name": "Kit", "role": "school"}),
                _ => json!({"email": email, "name": "Kit", "role": "officer", "team_ids": [s.team()]}),
            };
            Ask::default().sending(body)
        }),
        plain("list_programs", Role(Action::ReadPrograms), nothing),
        plain("read_program", Role(Action::ReadPrograms), |s| {
            Ask::of(s.app.program(None, &[]).user)
        }),
        plain("create_program", Role(Action::ManagePrograms), |_| {
            Ask::default()
                .sending(json!({"name": "Data team", "actions": ["read_case"], "reason": "Monthly figures."}))
        }),
        plain("change_program", Role(Action::ManagePrograms), |s| Ask {
            version: Some("\"2-00000000\"".to_owned()),
            ..Ask::of(s.app.program(None, &[]).user)
                .sending(json!({"open": false, "reason": "It is not used any more."}))
        }),
        plain("create_program_key", Role(Action::ManagePrograms), |s| {
            Ask::of(s.app.program(None, &[]).user).sending(json!({"days": 30, "reason": "A first key."}))
        }),
        plain("draw_program_key", Role(Action::ManagePrograms), |s| {
            let asker = s.who.unwrap_or(&s.council().admin);
            Ask::of(s.app.program_key(s.app.program(None, &[]).user, asker))
        }),
        plain("end_program_key", Role(Action::ManagePrograms), |s| {
            Ask::of(
                s.app
                    .program_key(s.app.program(None, &[]).user, &s.council().admin),
            )
            .sending(json!({}))
        }),
        plain("list_invitations", Role(Action::InviteUser), nothing),
        plain("read_invitation", Role(Action::InviteUser), |s| {
            Ask::of(s.invitation())
        }),
        plain(
            "create_invitation_resend",
            Role(Action::InviteUser),
            on_invitation,
        ),
        plain(
            "create_invitation_revocation",
            Role(Action::InviteUser),
            on_invitation,
        ),
        plain(
            "list_own_single_sign_on_links",
            Role(Action::ReadOwnProfile),
            nothing,
        ),
        plain("remove_own_single_sign_on_links", About::OfFamilies, |s| {
            if let Some(person) = s.who.filter(|person| person.role.is_family()) {
                s.app.link_with_provider(person);
            }
            Ask::default()
        }),
        plain("list_own_sessions", Role(Action::ReadOwnProfile), nothing),
        plain("end_own_session", SignedIn, |s| match s.who {
            Some(who) => Ask::of(s.app.in_another_session(who).session),
            None => Ask::of(uuid::Uuid::now_v7()),
        }),
        plain("end_other_sessions", SignedIn, nothing),
        plain("change_own_password", SignedIn, |_| {
            Ask::default().sending(json!({"current_password": PASSWORD, "new_password": PASSWORD}))
        }),
        plain("read_second_factor", Role(Action::ReadOwnProfile), nothing),
        plain("start_second_factor", SignedIn, |s| {
            s.app.forget_second_factor(s.who);
            Ask::default()
        }),
        plain("confirm_second_factor", SignedIn, |s| {
            let person = s.who.filter(|who| who.role != ehcp_access::Role::Service);
            let code = person.map(|who| s.app.starts_second_factor(who));
            Ask::default().sending(json!({"code": code.unwrap_or_else(|| "123456".to_owned())}))
        }),
        plain("create_recovery_codes", SignedIn, nothing),
        plain("remove_second_factor", SignedIn, |_| {
            Ask::default().sending(json!({"password": PASSWORD}))
        }),
        plain("create_reauthentication", SignedIn, |_| {
            Ask::default().sending(json!({"password": PASSWORD}))
        }),
        plain("list_teams", Role(Action::ReadTeams), nothing),
        plain("list_team_staff", Role(Action::ReadUsers), |s| {
            Ask::of(s.council().north)
        }),
        plain("list_education_settings", Role(Action::ReadSettings), nothing),
        plain("list_children", List(Action::ReadChild), nothing),
        plain("list_approvals", List(Action::ReadApprovals), nothing),
        plain("list_break_glass_openings", List(Action::ReadBreakGlass), nothing),
        plain("list_open_hand_overs", List(Action::ReadHandOvers), nothing),
        plain(
            "list_opened_sealed_identities",
            List(Action::ReadSealedIdentity),
            nothing,
        ),
        plain("open_sealed_identity", Role(Action::OpenSealedIdentity), nothing),
        plain("list_covers", Role(Action::ReadCover), nothing),
        plain("arrange_cover", Role(Action::ArrangeCover), |s| {
            Ask::default().sending(json!({
                "officer_id": s.officer_of_own_team().user, "covered_by": s.council().colleague_of(s.officer_of_own_team()).user,
                "from_on": "2027-02-01", "until_on": "2027-02-12"
            }))
        }),
        plain("end_cover", Role(Action::ArrangeCover), |s| {
            let officer = s.officer_of_own_team();
            Ask::of(s.app.cover(
                officer,
                s.council().colleague_of(officer),
                "2027-03-01",
                "2027-03-05",
            ))
            .sending(json!({}))
        }),
        plain("list_cases", List(Action::ReadCase), nothing),
        plain("list_possible_duplicates", List(Action::MatchDuplicates), nothing),
        plain("find_cases", List(Action::SearchCases), |_| {
            Ask::default().sending(json!({"family_name": "Okafor", "born_on": "2018-03-14"}))
        }),
        plain("read_work_list", List(Action::ReadWorkList), nothing),
        plain("list_advice_requests", List(Action::ReadAdviceRequests), nothing),
    ]
}

/// What the authority's letters say, and the letters.
fn of_letters() -> Vec<Sample> {
    use About::Role;
    let template = |s: &Scenery<'_>| {
        let _ = s;
        Ask::of("request_received").seeing("/v1/letter-templates/request_received".to_owned())
    };
    vec![
        plain(
            "list_letter_templates",
            Role(Action::ReadLetterTemplates),
            nothing,
        ),
        plain(
            "read_letter_template",
            Role(Action::ReadLetterTemplates),
            template,
        ),
        plain(
            "save_letter_template",
            Role(Action::ChangeLetterTemplates),
            template,
        ),
        plain("read_letterhead", Role(Action::ReadLetterTemplates), nothing),
        plain("save_letterhead", Role(Action::ChangeLetterTemplates), |_| {
            Ask::default().seeing("/v1/letterhead".to_owned())
        }),
        read(
            "preview_notice",
            |_| vec![Action::PreviewNotice],
            |s| {
                the_case(s).sending(json!({
                    "notice": {"kind": "considering_assessment_to_others"},
                    "organisation": {"party": "health_body", "name": "Westmarch Integrated Care Board"}
                }))
            },
        ),
    ]
}

/// Letters that were sent.
fn of_sent_letters() -> Vec<Sample> {
    let sent = |s: &Scenery<'_>| Ask::of(s.app.letter_of(&s.hand.case, s.who));
    vec![
        change(
            "send_notice",
            Milestone::Requested,
            |_| vec![Action::SendNotice],
            |s| {
                on_case(
                    s,
                    json!({
                        "notice": {"kind": "considering_assessment_to_others"},
                        "organisations": [{
                            "party": "health_body", "name": "Westmarch Integrated Care Board", "method": "by_hand"
                        }]
                    }),
                )
            },
        ),
        plain(
            "list_letters_to_post",
            About::List(Action::ReadPrintList),
            nothing,
        ),
        change(
            "post_letter",
            Milestone::Requested,
            |_| vec![Action::SendNotice],
            |s| {
                let notice = s.app.letter_of(&s.hand.case, s.who);
                Ask::of(s.app.only_letter_of(&notice.to_string())).sending(json!({}))
            },
        ),
        read("list_notices", |_| vec![Action::ReadNotices], the_case),
        read("read_notice", |_| vec![Action::ReadNotices], sent),
        read("read_notice_document", |_| vec![Action::ReadNotices], sent),
    ]
}

fn on_own_file(s: &Scenery<'_>) -> Ask {
    let giver = s.who.unwrap_or(&s.council().officer);
    Ask {
        version: Some("\"1-00000000\"".to_owned()),
        ..Ask::of(s.app.attachment(&s.hand.case, giver))
    }
}

fn of_evidence() -> Vec<Sample> {
    vec![
        read("list_attachments", |_| vec![Action::ReadEvidence], the_case),
        read("read_attachment", |_| vec![Action::ReadEvidence], on_own_file),
        read(
            "read_attachment_content",
            |_| vec![Action::ReadEvidence],
            on_own_file,
        ),
        change(
            "create_attachment",
            Milestone::PlanIssued,
            |_| vec![Action::GiveEvidence],
            |s| Ask {
                file: Some(evidence::pdf("what was seen")),
                ..the_case(s)
            },
        ),
        change(
            "share_attachment",
            Milestone::PlanIssued,
            |_| vec![Action::ShareEvidence],
            on_own_file,
        ),
        change(
            "withdraw_attachment",
            Milestone::PlanIssued,
            |role| {
                vec![if role.is_staff() {
                    Action::WithdrawEvidence
                } else {
                    Action::GiveEvidence
                }]
            },
            on_own_file,
        ),
    ]
}

fn reads() -> Vec<Sample> {
    vec![
        read("read_case", |_| vec![Action::ReadCase], the_case),
        read("read_case_timeline", |_| vec![Action::ReadTimeline], the_case),
        read("list_case_readers", |_| vec![Action::ReadReaders], the_case),
        read("read_case_deadlines", |_| vec![Action::ReadDeadlines], the_case),
        read("list_decisions", |_| vec![Action::ReadDecisions], the_case),
        read("list_exceptions", |_| vec![Action::ReadExceptions], the_case),
        read(
            "list_case_advice_requests",
            |_| vec![Action::ReadAdviceRequests],
            the_case,
        ),
        read(
            "list_plans",
            |_| vec![Action::ReadFinalPlan, Action::ReadDraftPlan],
            the_case,
        ),
        read(
            "list_representations",
            |_| vec![Action::ReadRepresentations],
            the_case,
        ),
        read(
            "read_child",
            |_| vec![Action::ReadChild],
            |s| Ask::of(&s.hand.child),
        ),
        read(
            "read_contacts",
            |_| vec![Action::ReadContacts],
            |s| Ask::of(&s.hand.child),
        ),
        read(
            "list_child_versions",
            |_| vec![Action::CorrectChild],
            |s| Ask::of(&s.hand.child),
        ),
        read("list_statements", |_| vec![Action::ReadStatements], the_case),
        read("list_disclosures", |_| vec![Action::ReadDisclosures], the_case),
        read("list_disputes", |_| vec![Action::ReadDisputes], the_case),
        read("list_challenges", |_| vec![Action::ReadDisputes], the_case),
        read(
            "read_dispute",
            |_| vec![Action::ReadDisputes],
            |s| Ask::of(s.dispute()),
        ),
        read(
            "list_contact_changes",
            |_| vec![Action::DecideContactChange],
            |s| Ask::of(&s.hand.child),
        ),
        read(
            "list_limits",
            |_| vec![Action::ReadLimits],
            |s| Ask::of(&s.hand.child),
        ),
        read(
            "list_parent_links",
            |_| vec![Action::ReadParentLinks],
            |s| Ask::of(&s.hand.child),
        ),
        read(
            "list_hand_overs",
            |_| vec![Action::ReadHandOvers],
            |s| Ask::of(&s.hand.child),
        ),
        read(
            "list_enrolments",
            |_| vec![Action::ReadEnrolments],
            |s| Ask::of(&s.hand.child),
        ),
        read(
            "list_helpers",
            |_| vec![Action::ReadHelpers],
            |s| Ask::of(&s.hand.child),
        ),
        read(
            "list_sealed_identities",
            |_| vec![Action::ReadSealedIdentity],
            |s| {
                s.app
                    .opens_the_seal(&s.hand.case, s.who.unwrap_or(&s.council().admin));
                Ask::of(&s.hand.child)
            },
        ),
        read("read_restriction", |_| vec![Action::ReadRestriction], the_case),
        plain("read_approval", About::Approval(false), |s| Ask::of(s.approval())),
        read(
            "read_advice_request",
            |_| vec![Action::ReadAdviceRequests],
            |s| Ask::of(s.advice()),
        ),
        read(
            "read_plan",
            |_| vec![Action::ReadFinalPlan],
            |s| Ask::of(s.hand.final_plan.clone().unwrap_or_default()),
        ),
    ]
}

fn changes() -> Vec<Sample> {
    use Milestone::{Assessing, DraftServed, Drafted, Noticed, Requested, WritingDraft};
    let mut all = of_children();
    all.extend(of_contacts());
    all.extend(of_corrections());
    all.extend(of_disputes());
    all.extend([
        change(
            "create_assignment",
            Requested,
            |_| vec![Action::AssignCase],
            |s| {
                let (council, officer) = (s.council(), s.app.officer_of(&s.hand.case));
                let another = if officer.user == council.officer.user {
                    &council.colleague
                } else {
                    &council.officer_of_other_team
                };
                on_case(s, json!({"officer_id": another.user}))
            },
        ),
        change(
            "consult_family",
            Requested,
            |_| vec![Action::ConsultFamily],
            |s| on_case(s, json!({})),
        ),
        change(
            "send_considering_notice",
            Requested,
            |_| vec![Action::SendConsideringNotice],
            |s| on_case(s, json!({})),
        ),
        change(
            "correct_date",
            Requested,
            |_| vec![Action::CorrectFact],
            |s| {
                let body = json!({
                    "fact": "request_received", "happened_on": "2026-09-04", "reason": "The letter has a stamp."
                });
                on_case(s, body)
            },
        ),
        change(
            "record_decision",
            Noticed,
            |_| vec![Action::DecideToAssess],
            |s| on_case(s, bodies::decision("assess")),
        ),
        change(
            "request_advice",
            Assessing,
            |_| vec![Action::RequestAdvice],
            |s| on_case(s, bodies::advice_request("other")),
        ),
        change("hand_in_advice", Assessing, advice_action, |s| {
            let advice = s.advice();
            let path = format!("/v1/advice-requests/{advice}");
            Ask::of(&advice)
                .sending(bodies::advice("Small groups help."))
                .seeing(path)
        }),
        change(
            "record_exception",
            Assessing,
            |_| vec![Action::RecordException],
            |s| on_case(s, bodies::exception("2026-11-02")),
        ),
        change(
            "start_plan_draft",
            WritingDraft,
            |_| vec![Action::WriteDraftPlan],
            |s| on_case(s, bodies::draft_text()),
        ),
        change(
            "write_plan_draft",
            Drafted,
            |_| vec![Action::WriteDraftPlan],
            |s| on_draft(s, bodies::draft_text()),
        ),
        change(
            "serve_plan_draft",
            Drafted,
            |_| vec![Action::ServeDraft],
            |s| on_draft(s, json!({"method": "by_hand"})),
        ),
        change(
            "make_representations",
            DraftServed,
            |_| vec![Action::MakeRepresentations],
            |s| on_case(s, bodies::representations()),
        ),
        change(
            "send_final_plan",
            DraftServed,
            |_| vec![Action::SendFinalPlan],
            |s| on_case(s, bodies::final_text()),
        ),
    ]);
    all
}

/// Mediation and appeals.
fn of_disputes() -> Vec<Sample> {
    fn on_dispute(s: &Scenery<'_>, body: Value) -> Ask {
        Ask::of(s.dispute())
            .sending(body)
            .seeing(format!("/v1/cases/{}", s.hand.case))
    }
    vec![
        change(
            "open_dispute",
            Milestone::PlanIssued,
            |_| vec![Action::RecordDispute],
            |s| {
                let first = json!({"step": "contact_adviser", "contacted_on": "2026-12-07"});
                on_case(s, json!({"plan_id": s.hand.final_plan, "first_step": first}))
            },
        ),
        change(
            "record_dispute_step",
            Milestone::PlanIssued,
            |_| vec![Action::RecordDispute],
            |s| {
                on_dispute(
                    s,
                    json!({"step": "decline_mediation", "told_adviser_on": "2026-12-07"}),
                )
            },
        ),
        change(
            "correct_dispute_step",
            Milestone::PlanIssued,
            |_| vec![Action::CorrectDispute],
            |s| on_dispute(s, json!({"place": 1, "reason": "It was another family."})),
        ),
    ]
}

/// What is on record, and what is wrong with it.
fn of_corrections() -> Vec<Sample> {
    vec![
        change(
            "correct_child",
            Milestone::Requested,
            |_| vec![Action::CorrectChild],
            |s| {
                Ask::of(&s.hand.child)
                    .sending(json!({"given_name": "Norah", "reason": "Birth certificate seen."}))
                    .seeing(format!("/v1/children/{}", s.hand.child))
            },
        ),
        change(
            "match_duplicate",
            Milestone::Requested,
            |_| vec![Action::MatchDuplicates],
            |s| {
                s.app.has_the_number_of_another(&s.hand.child);
                Ask::of(&s.hand.child)
                    .sending(json!({
                        "outcome": "different_children", "wrong_upn_of": "this_child", "reason": "The school was asked."
                    }))
                    .seeing(format!("/v1/children/{}", s.hand.child))
            },
        ),
        change(
            "correct_adult",
            Milestone::Requested,
            |_| vec![Action::CorrectAdult],
            |s| {
                Ask::of(&s.hand.child)
                    .sending(json!({
                        "user_id": s.council().second_parent.user,
                        "display_name": format!("David {}", s.hand.child), "reason": "Passport seen."
                    }))
                    .seeing(format!("/v1/cases/{}", s.hand.case))
            },
        ),
        change(
            "record_disclosure",
            Milestone::Requested,
            |_| vec![Action::RecordDisclosure],
            |s| {
                Ask::of(&s.hand.case).sending(json!({
                    "basis": "interests_of_child", "to_whom": "A surgery", "what": "The request",
                    "explanation": "Needed for treatment."
                }))
            },
        ),
        change(
            "make_statement",
            Milestone::Requested,
            |_| vec![Action::MakeStatement],
            |s| Ask::of(&s.hand.case).sending(json!({"about": "The first day", "text": "It was a Friday."})),
        ),
    ]
}

/// How somebody is reached.
fn of_contacts() -> Vec<Sample> {
    fn on_child(s: &Scenery<'_>, body: Value) -> Ask {
        Ask::of(&s.hand.child)
            .sending(body)
            .seeing(format!("/v1/cases/{}", s.hand.case))
    }
    vec![
        change(
            "record_contacts",
            Milestone::Requested,
            |_| vec![Action::ChangeContacts],
            |s| on_child(s, json!({"details": {"telephone": "01632 960123"}})),
        ),
        change(
            "ask_for_contact_change",
            Milestone::Requested,
            |_| vec![Action::AskForContactChange],
            |s| Ask::of(&s.hand.child).sending(json!({"details": {"telephone": "01632 960123"}})),
        ),
        change(
            "decide_contact_change",
            Milestone::Requested,
            |_| vec![Action::DecideContactChange],
            |s| {
                let asked = s.app.contact_change_asked(&s.hand.child);
                on_child(s, json!({"make": false, "reason": "Nobody answered."})).about(asked)
            },
        ),
        change(
            "protect_address",
            Milestone::Requested,
            |_| vec![Action::ProtectContacts],
            |s| on_child(s, json!({"reason": "An order was seen."})),
        ),
        change(
            "end_protection",
            Milestone::Requested,
            |_| vec![Action::EndProtection],
            |s| {
                let protection = s.app.address_protected(&s.hand.child);
                on_child(
                    s,
                    json!({"child_id": s.hand.child, "reason": "The order has ended."}),
                )
                .about(protection)
            },
        ),
    ]
}

fn of_children() -> Vec<Sample> {
    let mut link = change(
        "create_young_person_link",
        Milestone::Requested,
        |_| vec![Action::LinkParent],
        |s| {
            let newcomer = s.app.newcomer(Role::YoungPerson);
            Ask::of(&s.hand.child).sending(json!({
                "email": newcomer.email, "from_on": "2026-06-27", "evidence": "Met at college."
            }))
        },
    );
    link.teenager = true;
    vec![
        link,
        change(
            "create_request",
            Milestone::Requested,
            |_| vec![Action::MakeRequest],
            |s| {
                let mut body = json!({"child_id": s.hand.child});
                if s.role()
                    .is_none_or(|role| !role.is_family() && !matches!(role, Role::School | Role::Adviser))
                {
                    body["source"] = json!("parent");
                }
                Ask::default().sending(body)
            },
        ),
        change(
            "create_parent_link",
            Milestone::Requested,
            |_| vec![Action::LinkParent],
            |s| {
                Ask::of(&s.hand.child).sending(json!({
                    "email": s.council().other_parent.email, "parental_responsibility": false, "has_care": true,
                    "evidence": "A foster placement."
                }))
            },
        ),
        change(
            "create_family_invitation",
            Milestone::Requested,
            |_| vec![Action::LinkParent],
            |s| {
                let email = format!("{}@example.org", uuid::Uuid::now_v7());
                Ask::of(&s.hand.child).sending(json!({
                    "email": email, "name": "Jo Okafor", "member": "parent", "has_care": true,
                    "evidence": "A foster placement."
                }))
            },
        ),
        read(
            "list_family_invitations",
            |_| vec![Action::LinkParent],
            |s| Ask::of(&s.hand.child),
        ),
        change(
            "create_limit",
            Milestone::Requested,
            |_| vec![Action::SetLimit],
            |s| {
                Ask::of(&s.hand.child).sending(json!({
                    "email": s.council().other_adviser.email, "effect": "bar", "ground": "safety_decision",
                    "evidence": "A relative of the child."
                }))
            },
        ),
        change(
            "lift_limit",
            Milestone::Requested,
            |_| vec![Action::LiftLimit],
            |s| {
                let limit = s.app.limit(
                    &s.hand.child,
                    &s.council().other_adviser,
                    LimitEffect::NoDocuments,
                );
                Ask::of(limit).sending(json!({"reason": "It was a mistake."}))
            },
        ),
        change(
            "invite_helper",
            Milestone::Requested,
            |_| vec![Action::InviteHelper],
            |s| {
                Ask::of(&s.hand.child).sending(json!({
                    "email": "gran@example.org", "name": "Beatrice Okafor", "until_at": "2027-05-04T18:00:00Z"
                }))
            },
        ),
        change(
            "withdraw_helper",
            Milestone::Requested,
            |_| vec![Action::WithdrawHelper],
            |s| {
                let family = s.who.filter(|who| who.role.is_family());
                let inviter = family.unwrap_or(&s.council().parent);
                Ask::of(s.app.helper(&s.hand.child, inviter, "gran@example.org", false)).sending(json!({}))
            },
        ),
        change(
            "create_restriction",
            Milestone::Requested,
            |role| {
                vec![if role == Role::InformationGovernance {
                    Action::RestrictCase
                } else {
                    Action::ProposeRestriction
                }]
            },
            |s| {
                on_case(
                    s,
                    json!({"reason": "A parent works here.", "staff": [s.council().officer.user]}),
                )
            },
        ),
        change(
            "lift_restriction",
            Milestone::Requested,
            |_| vec![Action::LiftRestriction],
            |s| {
                s.app.record_restriction(&s.hand.case);
                on_case(s, json!({"reason": "No longer needed."}))
            },
        ),
        change(
            "change_access_list",
            Milestone::Requested,
            |_| vec![Action::ChangeAccessList],
            |s| {
                s.app.record_restriction(&s.hand.case);
                on_case(
                    s,
                    json!({
                        "user_id": s.council().colleague.user, "may_see": true, "reason": "Takes the case over."
                    }),
                )
            },
        ),
        change(
            "open_break_glass",
            Milestone::Requested,
            |_| vec![Action::OpenBreakGlass],
            |s| {
                Ask::default().sending(json!({
                    "case_id": s.hand.case, "ground": "medical_emergency", "hours": 2,
                    "reason": "The hospital asks which medicines must not be given."
                }))
            },
        ),
        Sample {
            about: About::OwnEmergency,
            ..change(
                "close_break_glass",
                Milestone::Requested,
                |_| vec![],
                |s| {
                    // For nobody it is somebody's to whom the policy gives no such reading.
                    let who = s.who.unwrap_or(&s.council().admin);
                    Ask::of(s.app.emergency(&s.hand.case, who, true)).sending(json!({}))
                },
            )
        },
        change(
            "review_break_glass",
            Milestone::Requested,
            |_| vec![Action::ReviewBreakGlass],
            |s| {
                let opening = s
                    .app
                    .emergency(&s.hand.case, &s.council().officer_of_other_team, false);
                Ask::of(opening)
                    .sending(json!({"finding": "justified", "note": "The hospital confirms the call."}))
            },
        ),
        change(
            "record_adoption",
            Milestone::Requested,
            |_| vec![Action::RecordAdoption],
            |s| {
                Ask::of(&s.hand.child).sending(json!({
                    "given_name": "Ella", "family_name": "Frost", "adopted_on": "2026-11-02",
                    "evidence": "Adoption order of the Family Court."
                }))
            },
        ),
        Sample {
            teenager: true,
            ..change(
                "create_hand_over",
                Milestone::Requested,
                |_| vec![Action::RecordWhoActs],
                |s| {
                    Ask::of(&s.hand.child)
                        .sending(json!({"who_acts": "parent", "evidence": "Found to lack capacity."}))
                },
            )
        },
        Sample {
            about: About::Approval(true),
            ..change(
                "decide_approval",
                Milestone::Requested,
                |_| vec![],
                |s| Ask::of(s.approval()).sending(json!({"answer": "refuse"})),
            )
        },
        change(
            "create_parent_representative",
            Milestone::Requested,
            |_| vec![Action::RecordWhoActs],
            |s| {
                let email = s.app.newcomer(ehcp_access::Role::Parent).email;
                Ask::of(s.app.another_parent_of(&s.hand.child))
                    .sending(json!({"email": email, "evidence": "A deputyship order was seen."}))
            },
        ),
        change(
            "end_parent_link",
            Milestone::Requested,
            |_| vec![Action::EndParentLink],
            |s| Ask::of(s.first_of("parent_links")).sending(json!({"annul": true, "reason": "A mistake."})),
        ),
        change(
            "end_enrolment",
            Milestone::Requested,
            |_| vec![Action::EndParentLink],
            |s| Ask::of(s.first_of("enrolments")).sending(json!({"annul": true, "reason": "A mistake."})),
        ),
        Sample {
            teenager: true,
            ..change(
                "end_hand_over",
                Milestone::Requested,
                |_| vec![Action::EndParentLink],
                |s| Ask::of(s.hand_over()).sending(json!({"annul": true, "reason": "A mistake."})),
            )
        },
        change(
            "create_enrolment",
            Milestone::Requested,
            |_| vec![Action::EnrolPupil],
            |s| {
                Ask::of(&s.hand.child)
                    .sending(json!({"education_setting_id": s.council().birch, "from_on": "2026-12-07"}))
            },
        ),
    ]
}

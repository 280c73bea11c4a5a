//! What needs a second person: asking, agreeing, refusing, withdrawing.
//!
//! A use case whose permit says that a second person must agree hands its [`Proposal`] to [`Act::settle`]. It is done
//! at once when nobody else could agree, and is kept for fourteen days otherwise. Whoever agrees must hold the same
//! right, and the same checks run again in the transaction in which it is done. A new kind is a variant of
//! [`ApprovalKind`], one of [`Proposal`], and its lines in [`Proposal::kind`], [`Proposal::subject`] and [`apply`].

use crate::account::{AccountChange, is_powerful};
use crate::adoption::{NewAdoption, OpenSealedIdentity};
use crate::case_access::{self, Concerned};
use crate::case_file::Details;
use crate::invitation::InviteUser;
use crate::limit::{LimitLift, NewLimit};
use crate::plan::NewFinalPlan;
use crate::program::{AddProgram, NewProgramKey, ProgramChange};
use crate::restriction::{ListChange, NewRestriction, RestrictionLift};
use crate::{Act, ChangeRetention, Error, Look, StaffName};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::{
    Action, Actor, ApprovalKind, ApprovalState, Permitted, Role, Scope, decide, reach, reach_of,
};
use ehcp_assessment::{Happening, HappeningKind};
use ehcp_case::{ApprovalId, CaseId, Prose, Refusal, TeamId, UserId};
use ehcp_store::{ApprovalRow, ReadTx, Recorded, was_made_by};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use utoipa::ToSchema;

/// How long somebody can agree, in days.
const DAYS_TO_AGREE: i64 = 14;

/// What somebody asks a second person to agree to, with all that is needed to do it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", content = "sent", rename_all = "snake_case")]
pub(crate) enum Proposal {
    /// A bar or a limit.
    SetLimit(NewLimit),
    /// The end of one.
    LiftLimit(LimitLift),
    /// An account for somebody.
    InviteUser(InviteUser),
    /// A change of an account that reaches further than others, or is to.
    ChangeAccount(AccountChange),
    /// A program.
    AddProgram(AddProgram),
    /// More that a program may do.
    ChangeProgram(ProgramChange),
    /// A key of a program.
    AddProgramKey(NewProgramKey),
    /// A restriction of a case.
    RestrictCase(NewRestriction),
    /// Its end.
    LiftRestriction(RestrictionLift),
    /// A change of an access list.
    ChangeAccessList(ListChange),
    /// An adoption.
    RecordAdoption(NewAdoption),
    /// A final plan.
    SendFinalPlan(Box<NewFinalPlan>),
    /// The opening of what an adoption sealed.
    OpenSealedIdentity(OpenSealedIdentity),
    /// Another time for which records are kept.
    ChangeRetention(ChangeRetention),
}

impl Proposal {
    fn kind(&self) -> ApprovalKind {
        match self {
            Self::SetLimit(_) => ApprovalKind::SetLimit,
            Self::LiftLimit(_) => ApprovalKind::LiftLimit,
            Self::InviteUser(invited) if !is_powerful(invited.role) => ApprovalKind::GiveCaseAccess,
            Self::ChangeAccount(change) if change.opens_cases_of.is_some() => ApprovalKind::GiveCaseAccess,
            Self::InviteUser(_) | Self::ChangeAccount(_) => ApprovalKind::GrantPower,
            Self::AddProgram(_) | Self::ChangeProgram(_) | Self::AddProgramKey(_) => {
                ApprovalKind::ManageProgram
            }
            Self::RestrictCase(_) => ApprovalKind::RestrictCase,
            Self::LiftRestriction(_) => ApprovalKind::LiftRestriction,
            Self::ChangeAccessList(_) => ApprovalKind::ChangeAccessList,
            Self::RecordAdoption(_) => ApprovalKind::RecordAdoption,
            Self::OpenSealedIdentity(_) => ApprovalKind::OpenSealedIdentity,
            Self::SendFinalPlan(_) => ApprovalKind::SendFinalPlan,
            Self::ChangeRetention(_) => ApprovalKind::ChangeRetention,
        }
    }

    /// Whom it is about: whose account is changed, from whom something is kept, or who is to know of a case. They are
    /// not told of it, and have no say in it.
    pub(crate) fn about(&self) -> Option<UserId> {
        match self {
            Self::ChangeAccount(change) => Some(change.user_id),
            Self::SetLimit(new) => new.user_id,
            Self::LiftLimit(lift) => lift.user_id,
            Self::ChangeAccessList(change) => Some(change.user_id),
            Self::InviteUser(_)
            | Self::AddProgram(_)
            | Self::ChangeProgram(_)
            | Self::AddProgramKey(_)
            | Self::RestrictCase(_)
            | Self::LiftRestriction(_)
            | Self::RecordAdoption(_)
            | Self::SendFinalPlan(_)
            | Self::ChangeRetention(_)
            | Self::OpenSealedIdentity(_) => None,
        }
    }

    /// The teams whose cases an account is to open.
    fn of_teams(&self) -> &[TeamId] {
        match self {
            Self::InviteUser(invited) => &invited.team_ids,
            Self::ChangeAccount(change) => change.opens_cases_of.as_deref().unwrap_or_default(),
            _ => &[],
        }
    }

    /// Why nobody does it alone, even when there is no other: whoever makes accounts alone makes the second person.
    fn never_alone(&self) -> Option<&'static str> {
        matches!(self, Self::InviteUser(_) | Self::ChangeAccount(_)).then_some(
            "A second person must agree to this account, and there is nobody but you and whom it is about. Whoever runs the \
             machine adds the person who can agree, with: ehcp user add.",
        )
    }

    /// The field of what was sent that says why.
    fn says_why_in(&self) -> &'static str {
        match self {
            Self::SetLimit(_) | Self::RecordAdoption(_) => "/evidence",
            _ => "/reason",
        }
    }

    /// Ids and words that tell whoever is to agree what it is about, and that stay when the content is forgotten.
    fn subject(&self) -> Subject {
        match self {
            Self::SetLimit(new) => Subject::default()
                .with("child_id", new.child_id)
                .about(new.user_id)
                .with("effect", new.effect.word())
                .with("ground", new.ground.word()),
            Self::LiftLimit(lift) => Subject::default()
                .with("limit_id", lift.limit_id)
                .about(lift.user_id),
            Self::InviteUser(invited) => Subject::default()
                .with("role", invited.role.word())
                .of_teams(&invited.team_ids),
            Self::ChangeAccount(change) => change.parts().into_iter().fold(
                Subject::default()
                    .with(ABOUT, change.user_id)
                    .of_teams(change.opens_cases_of.as_deref().unwrap_or_default()),
                |subject, (name, value)| subject.with(name, value),
            ),
            Self::AddProgram(new) => {
                let subject = Subject::default().with("actions", words(&new.actions));
                match new.education_setting_id {
                    Some(setting) => subject.with("education_setting_id", setting),
                    None => subject,
                }
            }
            Self::ChangeProgram(change) => change.parts().into_iter().fold(
                Subject::default().with("program_id", change.program_id),
                |subject, (name, value)| subject.with(name, value),
            ),
            Self::AddProgramKey(new) => Subject::default()
                .with("program_id", new.program_id)
                .with("days", new.command.days),
            Self::RestrictCase(new) => {
                let subject = Subject::default().with("case_id", new.case_id);
                new.staff.iter().enumerate().fold(subject, |all, (n, user)| {
                    all.with(&format!("staff_{}", n + 1), user)
                })
            }
            Self::LiftRestriction(lift) => Subject::default().with("case_id", lift.case_id),
            Self::ChangeAccessList(change) => Subject::default()
                .with("case_id", change.case_id)
                .with(ABOUT, change.user_id)
                .with("may_see", change.may_see),
            Self::RecordAdoption(new) => Subject::default().with("child_id", new.child_id),
            Self::SendFinalPlan(new) => Subject::default().with("case_id", new.case_id),
            Self::OpenSealedIdentity(sent) => match sent.child_id {
                Some(child) => Subject::default().with("child_id", child),
                // What is searched for stays in the content, which is forgotten once it is decided.
                None => Subject::default().with("search", "former name or number"),
            },
            Self::ChangeRetention(rule) => Subject::default()
                .with("record_type", rule.record_type.word())
                .with("counted_from", rule.counted_from.word())
                .with("years", rule.years),
        }
    }
}

/// The part of a subject that names whom it is about.
const ABOUT: &str = "user_id";

/// The part of a subject that names the teams whose cases an account opens.
const OF_TEAMS: &str = "of_teams";

/// Whether what was asked is about somebody, or about a person without an account who has one since.
fn is_about(tx: &mut ReadTx<'_>, row: &ApprovalRow, user: UserId) -> Result<bool, Error> {
    let Subject(subject) = parts(row)?;
    let text = |name: &str| subject.get(name).and_then(Value::as_str);
    if let Some(about) = text(ABOUT) {
        return Ok(about == user.to_string());
    }
    if !matches!(row.kind, ApprovalKind::SetLimit | ApprovalKind::LiftLimit) {
        return Ok(false);
    }
    let limit = text("limit_id").and_then(|id| id.parse().ok());
    Ok(tx.is_bound_by(user, limit, row.id)?)
}

/// The teams whose cases an account is to open, and who is concerned.
fn case_access(row: &ApprovalRow) -> Result<(Vec<TeamId>, Concerned), Error> {
    let Subject(subject) = parts(row)?;
    let text = |name: &str| subject.get(name).and_then(Value::as_str).unwrap_or_default();
    let teams = text(OF_TEAMS).split_whitespace();
    let concerned = Concerned {
        asked_by: row.asked_by,
        about: text(ABOUT).parse().ok(),
    };
    Ok((teams.filter_map(|team| team.parse().ok()).collect(), concerned))
}

fn parts(row: &ApprovalRow) -> Result<Subject, Error> {
    serde_json::from_str(&row.subject)
        .map_err(|error| Error::Internal(format!("the subject of an approval: {error}")))
}

/// What is listed for a program, with spaces between.
pub(crate) fn words(actions: &[Action]) -> String {
    let words: Vec<_> = actions.iter().map(|action| action.word()).collect();
    words.join(" ")
}

/// Does what was proposed, with all its checks, in the name of whoever acts now.
fn apply(act: &mut Act<'_, '_>, proposal: Proposal, hands: Hands) -> Result<Done, Error> {
    match proposal {
        Proposal::SetLimit(new) => crate::limit::apply_limit(act, new, hands),
        Proposal::LiftLimit(lift) => crate::limit::apply_lift(act, lift, hands),
        Proposal::InviteUser(invited) => crate::invitation::apply_invitation(act, &invited, hands),
        Proposal::ChangeAccount(change) => crate::account::apply_change(act, &change),
        Proposal::AddProgram(new) => crate::program::apply_addition(act, &new),
        Proposal::ChangeProgram(change) => crate::program::apply_change(act, &change),
        Proposal::AddProgramKey(new) => crate::program::apply_key(act, &new, hands),
        Proposal::RestrictCase(new) => crate::restriction::apply_restriction(act, &new, hands),
        Proposal::LiftRestriction(lift) => crate::restriction::apply_lift(act, &lift, hands),
        Proposal::ChangeAccessList(change) => crate::restriction::apply_list_change(act, &change, hands),
        Proposal::RecordAdoption(new) => crate::adoption::apply_adoption(act, &new, hands),
        Proposal::SendFinalPlan(new) => crate::plan::apply_final_plan(act, &new),
        Proposal::OpenSealedIdentity(sent) => crate::adoption::apply_opening(act, &sent, hands),
        Proposal::ChangeRetention(rule) => crate::retention::apply_change(act, &rule, hands),
    }
}

/// Who asked, and who agreed; nobody when one person acted alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hands {
    pub(crate) asked_by: UserId,
    pub(crate) agreed_by: Option<UserId>,
    /// What was asked, if somebody agreed to it.
    pub(crate) approval: Option<ApprovalId>,
}

impl Hands {
    /// One person, with whom nobody has agreed.
    pub(crate) fn alone(user: UserId) -> Self {
        Self {
            asked_by: user,
            agreed_by: None,
            approval: None,
        }
    }

    /// When and by whom it is recorded.
    pub(crate) fn recorded(self, at: DateTime<Utc>) -> Recorded {
        Recorded {
            at,
            by: self.asked_by,
        }
    }
}

/// What was done: its view, its address and its version where it has them.
#[derive(Debug, Clone)]
pub struct Done {
    /// The view, as JSON.
    pub view: Value,
    /// Its address.
    pub location: Option<String>,
    /// Its version.
    pub version: Option<i64>,
}

impl Done {
    /// What has neither an address nor a version.
    pub(crate) fn with(view: &impl Serialize) -> Result<Self, Error> {
        Ok(Self {
            view: serde_json::to_value(view).map_err(|error| Error::Internal(error.to_string()))?,
            location: None,
            version: None,
        })
    }
}

/// What became of an act that may need a second person.
#[derive(Debug, Clone)]
pub enum Settled {
    /// It is done.
    Done(Done),
    /// It waits for a second person.
    Asked(Box<ApprovalView>),
}

/// Ids and words of what is asked.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
struct Subject(serde_json::Map<String, Value>);

impl Subject {
    /// Names the teams whose cases an account opens.
    fn of_teams(self, teams: &[TeamId]) -> Self {
        if teams.is_empty() {
            return self;
        }
        let ids: Vec<_> = teams.iter().map(ToString::to_string).collect();
        self.with(OF_TEAMS, ids.join(" "))
    }

    /// Names whom it is about, if they have an account.
    fn about(self, user: Option<UserId>) -> Self {
        match user {
            Some(user) => self.with(ABOUT, user),
            None => self,
        }
    }

    fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.0.insert(name.to_owned(), Value::String(value.to_string()));
        self
    }
}

/// One id or word of what is asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SubjectPart {
    /// What it is.
    #[schema(example = "user_id", max_length = 100)]
    pub name: String,
    /// The id or word.
    #[schema(example = "01990d2b-11c0-7d35-b2a4-0c9e6f7a3d21", max_length = 200)]
    pub value: String,
}

/// Something that waits for a second person, or that one has decided on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApprovalView {
    /// The asking.
    pub id: ApprovalId,
    /// What is asked.
    pub kind: ApprovalKind,
    /// The same in plain English.
    #[schema(
        example = "bar an adult from a child, or limit what they see",
        max_length = 200
    )]
    pub in_words: String,
    /// The case it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// Ids and words that say what exactly it is about.
    #[schema(max_items = 50)]
    pub subject: Vec<SubjectPart>,
    /// Why it is asked.
    #[schema(max_length = 20000)]
    pub reason: String,
    /// Who asks.
    pub asked_by: StaffName,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Nobody can agree from this moment on.
    pub expires_at: DateTime<Utc>,
    /// Where it stands.
    pub state: ApprovalState,
    /// Whether nobody else could have agreed, so that one person acted alone.
    pub alone: bool,
    /// Who decided on it, or withdrew it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<StaffName>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// What whoever decided had to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub note: Option<String>,
}

/// What stands in the place of a text that an adoption sealed.
pub(crate) const SEALED: &str = "This was sealed with the record from before an adoption.";

impl ApprovalView {
    /// Leaves out what a text from before an adoption may tell.
    fn seal(&mut self) {
        SEALED.clone_into(&mut self.reason);
        self.note = None;
        self.subject.retain(|part| part.name != ABOUT);
    }
}

/// What somebody says to what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalAnswer {
    /// Another person agrees: it is done at once.
    Agree,
    /// Another person does not agree.
    Refuse,
    /// Whoever asked takes it back.
    Withdraw,
}

/// Deciding on what somebody has asked.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideApproval {
    /// What is said to it.
    pub answer: ApprovalAnswer,
    /// Why.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 20000, example = "I have seen the order.")]
    pub note: Option<Prose>,
}

impl Act<'_, '_> {
    /// Does what is proposed, or keeps it for a second person if the permit needs one and there is one who could agree.
    /// `seen` is the version of the case that the proposal rests on, if it rests on one.
    pub(crate) fn settle<S>(
        &mut self,
        permit: &Permitted<S>,
        case: Option<CaseId>,
        seen: Option<i64>,
        proposal: Proposal,
        reason: &str,
    ) -> Result<Settled, Error> {
        if let Some(case) = case {
            self.keep_contacts_out_of_case(case, [(proposal.says_why_in(), reason)])?;
        }
        let hands = Hands::alone(self.actor.user);
        // Generators and imports record what has happened.
        if !permit.second_person() || !self.is_signed_in() {
            return Ok(Settled::Done(apply(self, proposal, hands)?));
        }
        if self.somebody_else_could(&proposal, case)? {
            return self.propose(case, seen, &proposal, reason);
        }
        if let Some(explanation) = proposal.never_alone() {
            return Err(Error::Refused(Refusal::NotYet {
                explanation: explanation.to_owned(),
            }));
        }
        let row = ApprovalRow {
            state: ApprovalState::Applied,
            alone: true,
            content: None,
            decided_by: Some(self.actor.user),
            decided_at: Some(self.moment.now),
            ..self.asking(case, seen, &proposal, reason)?
        };
        self.tx.insert_approval(&row)?;
        self.tell_of_a_lone_act(proposal.about())?;
        Ok(Settled::Done(apply(self, proposal, hands)?))
    }

    /// Keeps what is proposed for a second person.
    pub(crate) fn propose(
        &mut self,
        case: Option<CaseId>,
        seen: Option<i64>,
        proposal: &Proposal,
        reason: &str,
    ) -> Result<Settled, Error> {
        let row = self.asking(case, seen, proposal, reason)?;
        self.tx.insert_approval(&row)?;
        self.note_on_case(&row, HappeningKind::SecondPersonAsked)?;
        crate::provisional::begin(self, proposal, case, row.id)?;
        let view = view(row, &names(self.tx, [self.actor.user])?, self.moment.now)?;
        Ok(Settled::Asked(Box::new(view)))
    }

    fn asking(
        &self,
        case: Option<CaseId>,
        seen: Option<i64>,
        proposal: &Proposal,
        reason: &str,
    ) -> Result<ApprovalRow, Error> {
        let json = |error: serde_json::Error| Error::Internal(error.to_string());
        Ok(ApprovalRow {
            id: self.id(),
            kind: proposal.kind(),
            case_id: case,
            case_version: seen,
            subject: serde_json::to_string(&proposal.subject()).map_err(json)?,
            content: Some(serde_json::to_string(proposal).map_err(json)?),
            reason: reason.to_owned(),
            asked_by: self.actor.user,
            asked_at: self.moment.now,
            expires_at: self.moment.now + Duration::days(DAYS_TO_AGREE),
            state: ApprovalState::Pending,
            alone: false,
            decided_by: None,
            decided_at: None,
            note: None,
        })
    }

    /// An entry in the case's own log; its version stays, for nothing of the case has changed.
    fn note_on_case(&mut self, row: &ApprovalRow, kind: HappeningKind) -> Result<(), Error> {
        let Some(case) = row.case_id else { return Ok(()) };
        let (mut case, _) = self.tx.case_unchecked(case)?.ok_or(Error::NotFound)?;
        let details = Details::default()
            .id("approval_id", row.id)
            .word("approval_kind", row.kind.word());
        self.append(&mut case, &Happening::new(kind, self.moment.today), details)
    }

    /// Whether anybody but the actor and whom it is about holds the right, and so could agree.
    fn somebody_else_could(&mut self, proposal: &Proposal, case: Option<CaseId>) -> Result<bool, Error> {
        let (kind, about) = (proposal.kind(), proposal.about());
        if kind == ApprovalKind::GiveCaseAccess {
            return self.somebody_could_give_access(proposal);
        }
        let action = kind.action();
        let scoped = |wanted: fn(Role, Action) -> bool| -> Vec<Role> {
            Role::ALL
                .iter()
                .copied()
                .filter(|role| wanted(*role, action))
                .collect()
        };
        let anywhere = scoped(|role, action| reach(role, action).authority);
        let in_team = scoped(|role, action| reach(role, action).scopes.contains(&Scope::TeamOrCaseload));
        let today = self.moment.today;
        let others = self
            .tx
            .others_who_could_agree(self.actor.user, &in_team, &anywhere, case, today)?;
        for other in others.into_iter().filter(|other| Some(other.user) != about) {
            let at = self.moment.as_of();
            if holds(self.tx, &other, action, case, at)? {
                return Ok(true);
            }
            if let Some(case) = case
                && crate::provisional::kept_until(self.tx, other.user, case, at)?.is_some()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn somebody_could_give_access(&mut self, proposal: &Proposal) -> Result<bool, Error> {
        let teams = proposal.of_teams();
        let concerned = Concerned {
            asked_by: self.actor.user,
            about: proposal.about(),
        };
        let today = self.moment.today;
        let roles = [Role::Manager, Role::InformationGovernance, Role::Admin];
        let others = self
            .tx
            .others_who_could_agree(self.actor.user, &[], &roles, None, today)?;
        for other in others
            .into_iter()
            .filter(|other| Some(other.user) != concerned.about)
        {
            if case_access::could_agree(self.tx, &other, teams, concerned, today)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Refuses an administrator while it is for a manager or information governance to decide on an account; a manager of
    /// other teams is not told of it.
    fn decides_on_access(&mut self, row: &ApprovalRow) -> Result<(), Error> {
        let (teams, concerned) = case_access(row)?;
        let today = self.moment.today;
        if case_access::could_agree(self.tx, &self.actor, &teams, concerned, today)? {
            return Ok(());
        }
        Err(match self.actor.role {
            Role::Admin => Error::Forbidden {
                reason: "A manager of the team or information governance decides on this account.".to_owned(),
            },
            _ => Error::NotFound,
        })
    }

    /// The asking, if the person may decide on it now: they asked it, or they hold the right that it needs.
    fn approval_to_decide(&mut self, id: ApprovalId) -> Result<ApprovalRow, Error> {
        let row = self.tx.approval(id)?.ok_or(Error::NotFound)?;
        let own = row.asked_by == self.actor.user;
        if is_about(self.tx, &row, self.actor.user)? {
            return Err(Error::NotFound);
        }
        match row.case_id {
            Some(case) => {
                let action = if own { Action::ReadCase } else { row.kind.action() };
                // Whoever does not hold the right is not told that there is something to agree to.
                let (permit, _) = self.case(case, action).map_err(hidden)?;
                if permit.subject().seals(row.id) {
                    return Err(Error::NotFound);
                }
            }
            None if own => {}
            None => {
                self.may(row.kind.action()).map_err(hidden)?;
                if row.kind == ApprovalKind::GiveCaseAccess {
                    self.decides_on_access(&row)?;
                }
            }
        }
        // Read again now that nobody else decides.
        self.tx.approval(id)?.ok_or(Error::NotFound)
    }
}

fn hidden(error: Error) -> Error {
    match error {
        Error::Forbidden { .. } => Error::NotFound,
        other => other,
    }
}

/// Whether somebody holds a right, on a case or in general.
pub(crate) fn holds(
    tx: &mut ReadTx<'_>,
    actor: &Actor,
    action: Action,
    case: Option<CaseId>,
    at: ehcp_store::AsOf,
) -> Result<bool, Error> {
    let Some(case) = case else {
        return Ok(!reach_of(actor, action).is_nothing());
    };
    let found = tx.case_with_ties(case, actor, at)?;
    Ok(found.is_some_and(|(_, _, ties)| decide(actor, &ties, action).is_allowed()))
}

/// Decides on what somebody has asked: another person who holds the same right agrees, and it is done in this very
/// transaction, or refuses; whoever asked may withdraw it.
///
/// # Errors
/// When it is hidden, was asked by the same person, is decided or over, or can no longer be done.
pub fn decide_approval(
    act: &mut Act<'_, '_>,
    id: ApprovalId,
    command: &DecideApproval,
) -> Result<ApprovalView, Error> {
    act.may(Action::DecideApproval)?;
    let row = act.approval_to_decide(id)?;
    let own = row.asked_by == act.actor.user;
    match command.answer {
        ApprovalAnswer::Withdraw if !own => {
            return Err(Error::Forbidden {
                reason: "Only whoever asked can withdraw it. You can agree or refuse.".to_owned(),
            });
        }
        ApprovalAnswer::Agree | ApprovalAnswer::Refuse if own => {
            return Err(Error::Forbidden {
                reason: "Nobody decides on what they asked for themselves. Another person who holds the same right must."
                    .to_owned(),
            });
        }
        _ => {}
    }
    still_open(&row, act.moment.now)?;
    if let (Some(case), Some(note)) = (row.case_id, &command.note) {
        act.keep_contacts_out_of_case(case, [("/note", note.as_str())])?;
    }
    let state = match command.answer {
        ApprovalAnswer::Agree => ApprovalState::Applied,
        ApprovalAnswer::Refuse => ApprovalState::Refused,
        ApprovalAnswer::Withdraw => ApprovalState::Withdrawn,
    };
    let note = command.note.as_ref().map(Prose::as_str);
    if !act
        .tx
        .close_approval(id, state, act.actor.user, act.moment.now, note)?
    {
        return Err(closed("Somebody decided on it at the same moment."));
    }
    if state == ApprovalState::Applied {
        agree(act, &row)?;
    } else {
        crate::provisional::end(act, row.case_id, row.id, &declined(state))?;
        act.note_on_case(&row, HappeningKind::SecondPersonDeclined)?;
    }
    let row = act.tx.approval(id)?.ok_or(Error::NotFound)?;
    let now = act.moment.now;
    let names = names(act.tx, [row.asked_by].into_iter().chain(row.decided_by))?;
    view(row, &names, now)
}

/// Why what held while a second person was asked has ended.
fn declined(state: ApprovalState) -> String {
    format!(
        "What a second person was asked to agree to was {}.",
        state.title()
    )
}

/// Does what was asked, as whoever agrees. Whoever asked must still hold the right.
fn agree(act: &mut Act<'_, '_>, row: &ApprovalRow) -> Result<(), Error> {
    let (today, at) = (act.moment.today, act.moment.as_of());
    let asker = act.tx.actor_of(row.asked_by, today)?;
    let mut still = false;
    if let Some(asker) = asker {
        for action in [Some(row.kind.action()), row.kind.action_to_propose()]
            .into_iter()
            .flatten()
        {
            still |= holds(act.tx, &asker, action, row.case_id, at)?;
        }
    }
    if !still {
        return Err(closed("Whoever asked no longer holds this right."));
    }
    if let Some((case, seen)) = row.case_id.zip(row.case_version) {
        let now = act.tx.case_unchecked(case)?.map(|(case, _)| case.version);
        if now != Some(seen) {
            return Err(closed("The case has changed since it was asked."));
        }
    }
    let content = row.content.as_deref().unwrap_or_default();
    let proposal = serde_json::from_str(content)
        .map_err(|error| Error::Internal(format!("the content of an approval: {error}")))?;
    let hands = Hands {
        asked_by: row.asked_by,
        agreed_by: Some(act.actor.user),
        approval: Some(row.id),
    };
    apply(act, proposal, hands)?;
    Ok(())
}

fn still_open(row: &ApprovalRow, now: DateTime<Utc>) -> Result<(), Error> {
    match standing(row, now) {
        ApprovalState::Pending => Ok(()),
        ApprovalState::Expired => Err(closed("Its fourteen days are over.")),
        ApprovalState::Applied => Err(closed("Somebody has agreed to it already.")),
        ApprovalState::Refused => Err(closed("Somebody has refused it.")),
        ApprovalState::Withdrawn => Err(closed("It was withdrawn.")),
    }
}

fn closed(why: &str) -> Error {
    Error::ApprovalClosed {
        explanation: format!("{why} If it is still needed, ask for it anew."),
    }
}

/// Where an asking stands now: one that nobody decided on in time has expired.
fn standing(row: &ApprovalRow, now: DateTime<Utc>) -> ApprovalState {
    if row.state == ApprovalState::Pending && now >= row.expires_at {
        ApprovalState::Expired
    } else {
        row.state
    }
}

/// One asking.
///
/// # Errors
/// When the person neither asked it nor could agree to it.
pub fn approval(look: &mut Look<'_, '_>, id: ApprovalId) -> Result<ApprovalView, Error> {
    look.may(Action::ReadApprovals)?;
    let row = look.tx.approval(id)?.ok_or(Error::NotFound)?;
    let seen = visible(look, std::slice::from_ref(&row))?;
    if !seen.contains(&row.id) {
        return Err(Error::NotFound);
    }
    shown(look, vec![row])?.pop().ok_or(Error::NotFound)
}

/// How many askings are looked through at a time, to find those that are shown.
const AT_A_TIME: i64 = 200;

/// What the person asked, or could agree to, in one state; the latest first. After `after`; at most `limit`.
///
/// # Errors
/// When approvals are not for this person.
pub fn approvals(
    look: &mut Look<'_, '_>,
    state: ApprovalState,
    after: Option<ApprovalId>,
    limit: u32,
) -> Result<Vec<ApprovalView>, Error> {
    look.may(Action::ReadApprovals)?;
    // What has expired is kept as pending.
    let kept = match state {
        ApprovalState::Expired => ApprovalState::Pending,
        other => other,
    };
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let now = look.moment.now;
    let (mut place, mut rows) = (after, Vec::new());
    loop {
        let batch = look.tx.approvals_in(kept, place, AT_A_TIME)?;
        place = batch.last().map(|row| row.id);
        let last_page = i64::try_from(batch.len()).unwrap_or(AT_A_TIME) < AT_A_TIME;
        let seen = visible(look, &batch)?;
        rows.extend(
            batch
                .into_iter()
                .filter(|row| seen.contains(&row.id) && standing(row, now) == state),
        );
        if last_page || rows.len() >= wanted {
            break;
        }
    }
    rows.truncate(wanted);
    shown(look, rows)
}

/// Which of these askings the person may see: their own, and those that they could agree to. One question to the
/// store for each kind.
fn visible(look: &mut Look<'_, '_>, rows: &[ApprovalRow]) -> Result<HashSet<ApprovalId>, Error> {
    let mut seen = HashSet::new();
    for kind in ApprovalKind::ALL {
        let mut of_kind = Vec::new();
        for row in rows.iter().filter(|row| row.kind == *kind) {
            if !is_about(look.tx, row, look.actor.user)? {
                of_kind.push(row);
            }
        }
        if of_kind.is_empty() {
            continue;
        }
        let cases = of_kind.iter().filter_map(|row| row.case_id).collect();
        let reach = reach_of(&look.actor, kind.action());
        let reached = look
            .tx
            .cases_reached_among(&reach, &look.actor, look.moment.as_of(), cases)?;
        let own_cases = of_kind
            .iter()
            .filter(|row| row.asked_by == look.actor.user)
            .filter_map(|row| row.case_id)
            .collect();
        let reads = reach_of(&look.actor, Action::ReadCase);
        let known = look
            .tx
            .cases_reached_among(&reads, &look.actor, look.moment.as_of(), own_cases)?;
        for row in of_kind {
            let own = row.asked_by == look.actor.user;
            let is_seen = match row.case_id {
                Some(case) => reached.contains(&case) || (own && known.contains(&case)),
                None => own || (!reach.is_nothing() && manages(&look.actor, row)?),
            };
            if is_seen {
                seen.insert(row.id);
            }
        }
    }
    Ok(seen)
}

/// Managers see what is asked of accounts of their own teams only.
fn manages(actor: &Actor, row: &ApprovalRow) -> Result<bool, Error> {
    if row.kind != ApprovalKind::GiveCaseAccess || actor.role != Role::Manager {
        return Ok(true);
    }
    let (teams, _) = case_access(row)?;
    Ok(case_access::decides(actor, &teams))
}

fn shown(look: &mut Look<'_, '_>, rows: Vec<ApprovalRow>) -> Result<Vec<ApprovalView>, Error> {
    let people = rows
        .iter()
        .flat_map(|row| [row.asked_by].into_iter().chain(row.decided_by))
        .collect::<Vec<_>>();
    let names = names(look.tx, people)?;
    let now = look.moment.now;
    let cases: Vec<_> = rows.iter().filter_map(|row| row.case_id).collect();
    for case in &cases {
        look.saw(*case);
    }
    let sealed = look.tx.sealed_for(look.actor.user, now, cases.into_iter())?;
    rows.into_iter()
        .map(|row| {
            let until = row.case_id.and_then(|case| sealed.get(&case)).copied();
            let hidden = until.is_some_and(|until| was_made_by(row.id.into(), until));
            let mut view = view(row, &names, now)?;
            if hidden {
                view.seal();
            }
            Ok(view)
        })
        .collect()
}

fn names(
    tx: &mut ReadTx<'_>,
    people: impl IntoIterator<Item = UserId>,
) -> Result<HashMap<UserId, String>, Error> {
    Ok(tx.user_names(people.into_iter())?.into_iter().collect())
}

fn view(
    row: ApprovalRow,
    names: &HashMap<UserId, String>,
    now: DateTime<Utc>,
) -> Result<ApprovalView, Error> {
    let state = standing(&row, now);
    let Subject(subject) = parts(&row)?;
    let named = |id: UserId| StaffName {
        id,
        name: names.get(&id).cloned().unwrap_or_default(),
    };
    Ok(ApprovalView {
        id: row.id,
        kind: row.kind,
        in_words: row.kind.title().to_owned(),
        case_id: row.case_id,
        subject: subject
            .into_iter()
            .map(|(name, value)| SubjectPart {
                name,
                value: value.as_str().unwrap_or_default().to_owned(),
            })
            .collect(),
        asked_by: named(row.asked_by),
        asked_at: row.asked_at,
        expires_at: row.expires_at,
        state,
        alone: row.alone,
        decided_by: row.decided_by.map(named),
        decided_at: row.decided_at,
        reason: row.reason,
        note: row.note,
    })
}

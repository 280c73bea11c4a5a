//! Invitations: an account is made, closed, for somebody; whoever shows the code that was sent to their address gives
//! it a name and a password, and it is open. Accepting never signs in.

use crate::account::{check_setting, checked_teams, email_address, email_taken, is_powerful, taken};
use crate::account_log::record_unsigned;
use crate::approval::{Done, Hands, Proposal, Settled};
use crate::case_access::opens_cases;
use crate::case_file::{Details, room_for_one_more};
use crate::named_in_order::Adult;
use crate::new_password::check_new;
use crate::outbox::digest_of;
use crate::{
    Act, Casework, Error, LetterText, LinkParent, Look, RecordWhoActs, RecordYoungPerson, Versioned,
    link_parent, record_who_acts, record_young_person,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use ehcp_access::{Action, Actor, Role, WhoActs};
use ehcp_calendar::{human_date, london_date};
use ehcp_case::{ChildId, EducationSettingId, InvitationId, Line, Prose, TeamId, UserId};
use ehcp_store::{
    AccountEventKind, CodePurpose, InvitationFilter, InvitationRow, InvitationState, MOST_FAMILY_INVITATIONS,
    NewMessage, Recipient, UserRow, WriteTx,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

/// How long an invitation can be accepted.
const OPEN_FOR: Duration = Duration::days(14);

/// Wrong answers after which an invitation is of no use any more.
const MOST_WRONG_ANSWERS: i64 = 5;

/// What stands where a password hash would, until there is one. No password fits it.
pub(crate) const NO_PASSWORD: &str = "none";

/// An invitation of somebody who works for the council, for a setting or as an adviser.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteUser {
    /// Where the invitation goes; the person signs in with it.
    #[schema(value_type = String, example = "eva.linden@example.org", min_length = 3, max_length = 200)]
    pub email: Line,
    /// The name that others see.
    #[schema(value_type = String, example = "Eva Linden", min_length = 1, max_length = 200)]
    pub name: Line,
    /// The role.
    pub role: Role,
    /// The teams that a member of staff works in.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub team_ids: Vec<TeamId>,
    /// The setting that somebody with the role school works for.
    #[serde(default)]
    pub education_setting_id: Option<EducationSettingId>,
}

/// Who of a family is invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FamilyMember {
    /// A parent or carer.
    Parent,
    /// The young person themself.
    YoungPerson,
    /// Whoever acts for a young person who lacks capacity, a deputy for instance (Children and Families Act 2014, s.80).
    Representative,
    /// Somebody whom the family has invited to help. The account gives nothing beyond that invitation.
    Helper,
}

/// An invitation of a parent, a young person or a representative, with the link to the child; or of a helper, without.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteFamily {
    /// Where the invitation goes; the person signs in with it.
    #[schema(value_type = String, example = "jo.okafor@example.org", min_length = 3, max_length = 200)]
    pub email: Line,
    /// The name that others see.
    #[schema(value_type = String, example = "Jo Okafor", min_length = 1, max_length = 200)]
    pub name: Line,
    /// Who it is.
    pub member: FamilyMember,
    /// Whether a parent has parental responsibility.
    #[serde(default)]
    pub parental_responsibility: bool,
    /// Whether a parent has care of the child (Education Act 1996, s.576).
    #[serde(default)]
    pub has_care: bool,
    /// From this day; today when left out. For a young person or a representative, not before compulsory school age has
    /// ended. Not for a helper, whose days the family gives.
    #[serde(default)]
    #[schema(example = "2026-09-07")]
    pub from_on: Option<NaiveDate>,
    /// Until this day.
    #[serde(default)]
    pub until_on: Option<NaiveDate>,
    /// Said when a bar or limit of the child names somebody of this name, and it has been made sure that this is another
    /// person.
    #[serde(default)]
    pub is_somebody_else: bool,
    /// What it rests on.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "Birth certificate seen on 7 September 2026.")]
    pub evidence: Prose,
}

/// What has become of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitationStatus {
    /// It can be accepted.
    Open,
    /// It was not accepted in time.
    Expired,
    /// It was accepted.
    Accepted,
    /// It was taken back, or the question was answered wrongly too often.
    Revoked,
}

/// An invitation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InvitationView {
    /// The invitation.
    pub id: InvitationId,
    /// The account that was made for the person.
    pub user_id: UserId,
    /// Where it went.
    #[schema(example = "eva.linden@example.org", max_length = 254)]
    pub email: String,
    /// The name that others see.
    #[schema(example = "Eva Linden", max_length = 200)]
    pub name: String,
    /// The role.
    pub role: Role,
    /// The setting that the person works for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education_setting_id: Option<EducationSettingId>,
    /// The child of whose family the person is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub child_id: Option<ChildId>,
    /// What has become of it.
    pub state: InvitationStatus,
    /// Since when.
    pub invited_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// The version of this record.
    pub version: i64,
}

impl Versioned for InvitationView {
    fn version(&self) -> i64 {
        self.version
    }
}

/// A body that says nothing.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// What whoever was invited shows and says.
pub struct AcceptInvitation {
    /// The code of the message.
    pub code: Zeroizing<String>,
    /// The name that others are to see, if not the one in the invitation.
    pub name: Option<Line>,
    /// The password to sign in with.
    pub password: Zeroizing<String>,
    /// The child's date of birth, for the family.
    pub born_on: Option<NaiveDate>,
    /// The reference of the child's case, for the family.
    pub case_reference: Option<String>,
}

/// Never what lets somebody in.
impl std::fmt::Debug for AcceptInvitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AcceptInvitation").finish_non_exhaustive()
    }
}

fn view(row: &InvitationRow, user: &UserRow, now: DateTime<Utc>) -> InvitationView {
    let state = match row.state {
        InvitationState::Open if row.expires_at <= now => InvitationStatus::Expired,
        InvitationState::Open => InvitationStatus::Open,
        InvitationState::Accepted => InvitationStatus::Accepted,
        InvitationState::Revoked => InvitationStatus::Revoked,
    };
    InvitationView {
        id: row.id,
        user_id: row.user_id,
        email: user.email.clone(),
        name: user.display_name.clone(),
        role: user.role,
        education_setting_id: user.education_setting_id,
        child_id: row.child_id,
        state,
        invited_at: row.invited_at,
        expires_at: row.expires_at,
        version: row.version,
    }
}

/// Invites somebody who works for the council, for a setting or as an adviser. Whoever is to open what is in cases, or to
/// reach further than others, a second person must agree to; not to a colleague whom a setting invites, who sees no more
/// than whoever invites.
///
/// # Errors
/// When the role is not one that this person invites, a value does not fit, or the address is taken.
pub fn invite_user(act: &mut Act<'_, '_>, command: &InviteUser) -> Result<Settled, Error> {
    let mut permit = act.may(Action::InviteUser)?;
    let mut command = command.clone();
    if act.actor.role == Role::School && command.role == Role::School {
        command.education_setting_id = command.education_setting_id.or(act.actor.setting);
    }
    check_invitation(act, &command)?;
    if is_powerful(command.role) {
        permit = act.may(Action::GrantPower)?;
    } else if opens_cases(command.role) && act.actor.role != Role::School {
        permit = act.may(Action::GiveCaseAccess)?;
    }
    let email = email_address(command.email.as_str(), "/email")?;
    if act.tx.user_by_email(&email)?.is_some() {
        return Err(taken("/email"));
    }
    let reason = format!(
        "Invitation of {} ({email}) as {}.",
        command.name,
        command.role.title()
    );
    act.settle(&permit, None, None, Proposal::InviteUser(command), &reason)
}

/// Invites somebody whom two people agreed on, or one alone where nobody else is needed or there is no other.
pub(crate) fn apply_invitation(
    act: &mut Act<'_, '_>,
    command: &InviteUser,
    hands: Hands,
) -> Result<Done, Error> {
    let teams = match hands.agreed_by {
        // Whoever asked may invite; whoever agrees decides on such an account.
        Some(_) if is_powerful(command.role) => {
            act.may(Action::GrantPower)?;
            check_account(act, command)?
        }
        Some(_) => {
            act.may(Action::GiveCaseAccess)?;
            check_account(act, command)?
        }
        None => {
            act.may(Action::InviteUser)?;
            check_invitation(act, command)?
        }
    };
    let user = new_account(
        act,
        &command.email,
        &command.name,
        command.role,
        command.education_setting_id,
    )?;
    act.tx.set_teams_of(user.id, &teams, act.moment.today)?;
    let invitation = send_invitation(act, &user, None, hands.asked_by)?;
    Ok(Done {
        location: Some(format!("/v1/invitations/{}", invitation.id)),
        version: Some(invitation.version),
        ..Done::with(&invitation)?
    })
}

/// Checks what an invitation says and who sends it; gives the teams.
fn check_invitation(act: &mut Act<'_, '_>, command: &InviteUser) -> Result<Vec<TeamId>, Error> {
    let teams = check_account(act, command)?;
    may_invite(act, command.role, &teams, command.education_setting_id)?;
    Ok(teams)
}

/// Checks what an invitation says of the account; gives the teams.
fn check_account(act: &mut Act<'_, '_>, command: &InviteUser) -> Result<Vec<TeamId>, Error> {
    if command.role.is_family() || command.role == Role::Service {
        return Err(Error::field(
            "/role",
            "not_invited_here",
            "Invite a parent or a young person from the child's record; a program is not invited.",
        ));
    }
    check_setting(act, command.role, command.education_setting_id)?;
    checked_teams(act, command.role, &command.team_ids)
}

/// A school invites its colleagues; a manager the staff of their own teams; an administrator everybody.
fn may_invite(
    act: &Act<'_, '_>,
    role: Role,
    teams: &[TeamId],
    setting: Option<EducationSettingId>,
) -> Result<(), Error> {
    let own_teams = !teams.is_empty() && teams.iter().all(|team| act.actor.teams.contains(team));
    let refusal = match act.actor.role {
        Role::School if role != Role::School || setting != act.actor.setting => {
            "A setting invites its own colleagues only. Ask the local authority to invite others."
        }
        Role::Manager if !role.is_staff() || is_powerful(role) || role == Role::Manager || !own_teams => {
            "A manager invites the staff of their own teams. Ask an administrator to invite others."
        }
        _ if is_powerful(role) => {
            act.may(Action::GrantPower)?;
            return Ok(());
        }
        _ => return Ok(()),
    };
    Err(Error::Forbidden {
        reason: refusal.to_owned(),
    })
}

/// Invites a parent, the young person or a representative, with the link to the child that whoever invites vouches for; or
/// a helper of the family, whose account gives no more than the family's own invitation.
///
/// # Errors
/// As [`link_parent`], [`record_young_person`] and [`record_who_acts`]; when the address is taken, or nobody of the family has
/// invited the helper.
pub fn invite_family(
    act: &mut Act<'_, '_>,
    child: ChildId,
    command: &InviteFamily,
) -> Result<InvitationView, Error> {
    let case = act.tx.case_of_child(child)?.ok_or(Error::NotFound)?;
    let (permit, _) = act.case(case, Action::LinkParent)?;
    let adult = Adult {
        email: command.email.as_str().trim(),
        name: command.name.as_str(),
        is_somebody_else: command.is_somebody_else,
    };
    act.not_named_in_an_order(permit.subject(), child, &adult)?;
    let role = match command.member {
        FamilyMember::Parent | FamilyMember::Representative | FamilyMember::Helper => Role::Parent,
        FamilyMember::YoungPerson => Role::YoungPerson,
    };
    says_only_what_fits(command)?;
    let filter = InvitationFilter {
        child: Some(child),
        ..InvitationFilter::default()
    };
    let known = act
        .tx
        .invitations(&filter, None, i64::from(MOST_FAMILY_INVITATIONS))?;
    room_for_one_more(
        known.len(),
        MOST_FAMILY_INVITATIONS,
        "invitations to this child's family",
    )?;
    // Only an account that is open can be linked: this one is closed again before anybody can see it.
    let mut user = new_account(act, &command.email, &command.name, role, None)?;
    let closed_at = user.disabled_at.take();
    act.tx.update_user(&mut user)?;
    let email = Line::new(&user.email).map_err(|error| Error::Internal(error.to_string()))?;
    match command.member {
        FamilyMember::Parent => {
            let link = LinkParent {
                email,
                parental_responsibility: command.parental_responsibility,
                has_care: command.has_care,
                from_on: command.from_on,
                until_on: command.until_on,
                is_somebody_else: command.is_somebody_else,
                evidence: command.evidence.clone(),
            };
            link_parent(act, child, &link)?;
        }
        FamilyMember::YoungPerson => {
            let link = RecordYoungPerson {
                email,
                from_on: command.from_on.unwrap_or(act.moment.today),
                is_somebody_else: command.is_somebody_else,
                evidence: command.evidence.clone(),
            };
            record_young_person(act, child, &link)?;
        }
        FamilyMember::Representative => {
            let record = RecordWhoActs {
                who_acts: WhoActs::Representative,
                email: Some(email),
                from_on: command.from_on,
                is_somebody_else: command.is_somebody_else,
                evidence: command.evidence.clone(),
            };
            record_who_acts(act, child, &record)?;
        }
        FamilyMember::Helper => invited_to_help(act, child, &user.email)?,
    }
    user.disabled_at = closed_at;
    act.tx.update_user(&mut user)?;
    let by = act.actor.user;
    send_invitation(act, &user, Some(child), by)
}

/// Responsibility, care and a last day are a parent's; a helper's days are the family's to give.
fn says_only_what_fits(command: &InviteFamily) -> Result<(), Error> {
    let parent = command.member == FamilyMember::Parent;
    let helper = command.member == FamilyMember::Helper;
    let superfluous = [
        (
            "/parental_responsibility",
            !parent && command.parental_responsibility,
        ),
        ("/has_care", !parent && command.has_care),
        ("/until_on", !parent && command.until_on.is_some()),
        ("/from_on", helper && command.from_on.is_some()),
    ];
    match superfluous.into_iter().find(|(_, said)| *said) {
        Some((pointer, _)) => Err(Error::field(
            pointer,
            "not_needed",
            "This is not said of somebody who is invited as such. Leave it out.",
        )),
        None => Ok(()),
    }
}

/// A helper has an account because the family wants it: without its invitation to help there is none.
fn invited_to_help(act: &mut Act<'_, '_>, child: ChildId, email: &str) -> Result<(), Error> {
    let now = act.moment.now;
    let helpers = act.tx.helpers_of(child)?;
    let invited = helpers
        .iter()
        .any(|helper| helper.email == email && helper.withdrawn_at.is_none() && now < helper.until_at);
    if invited {
        return Ok(());
    }
    Err(Error::field(
        "/email",
        "no_such_helper",
        "The family has not invited anybody with this address to help. Ask them to do so first, or check the address.",
    ))
}

/// An account that is closed until somebody accepts.
fn new_account(
    act: &mut Act<'_, '_>,
    email: &Line,
    name: &Line,
    role: Role,
    setting: Option<EducationSettingId>,
) -> Result<UserRow, Error> {
    let now = act.moment.now;
    let user = UserRow {
        id: act.id(),
        email: email_address(email.as_str(), "/email")?,
        display_name: name.to_string(),
        role,
        education_setting_id: setting,
        password_hash: NO_PASSWORD.to_owned(),
        disabled_at: Some(now),
        created_at: now,
        version: 1,
    };
    act.tx
        .savepoint(|tx| tx.insert_closed_user(&user))
        .map_err(|error| email_taken(error, "/email"))?;
    let details = Details::default().word("role", role.word());
    act.record_on_account(user.id, AccountEventKind::Added, details)?;
    Ok(user)
}

fn send_invitation(
    act: &mut Act<'_, '_>,
    user: &UserRow,
    child: Option<ChildId>,
    invited_by: UserId,
) -> Result<InvitationView, Error> {
    let now = act.moment.now;
    let row = InvitationRow {
        id: act.id(),
        user_id: user.id,
        child_id: child,
        state: InvitationState::Open,
        failed_checks: 0,
        invited_by,
        invited_at: now,
        expires_at: now + OPEN_FOR,
        ended_at: None,
        version: 1,
    };
    act.tx.insert_invitation(&row)?;
    let details = Details::default().id("invitation_id", row.id);
    act.record_on_account(user.id, AccountEventKind::Invited, details)?;
    put_letter(act, &row, user)?;
    Ok(view(&row, user, now))
}

fn put_letter(act: &mut Act<'_, '_>, row: &InvitationRow, user: &UserRow) -> Result<(), Error> {
    let text = match row.child_id {
        Some(_) => LetterText::FAMILY_INVITATION,
        None => LetterText::INVITATION,
    };
    // The account is closed, so that the address is given and not looked up.
    let to = Recipient::Address(user.email.clone());
    let until = human_date(london_date(row.expires_at));
    let message = NewMessage {
        code: Some((CodePurpose::Invitation, row.id.into())),
        ..act.message(to, text, &[("until", &until)])
    };
    act.tx.put_message(&message, act.moment.now)?;
    Ok(())
}

/// The invitations that this person may send again or take back, newest first. Those of families are listed with the
/// child.
///
/// # Errors
/// When they are not for this person.
pub fn invitations(
    look: &mut Look<'_, '_>,
    after: Option<InvitationId>,
    limit: u32,
) -> Result<Vec<InvitationView>, Error> {
    look.may(Action::InviteUser)?;
    let filter = InvitationFilter {
        setting: match look.actor.role {
            Role::School => look.actor.setting,
            _ => None,
        },
        by: (look.actor.role == Role::Manager).then_some(look.actor.user),
        about_no_child: true,
        ..InvitationFilter::default()
    };
    let now = look.moment.now;
    let rows = look.tx.invitations(&filter, after, i64::from(limit))?;
    Ok(rows.iter().map(|(row, user)| view(row, user, now)).collect())
}

/// One invitation that this person may send again or take back.
///
/// # Errors
/// When it is not there or not this person's.
pub fn invitation(look: &mut Look<'_, '_>, id: InvitationId) -> Result<InvitationView, Error> {
    let Some((row, user)) = look.tx.invitation_with_account(id)? else {
        look.may(Action::InviteUser)?;
        return Err(Error::NotFound);
    };
    match row.child_id {
        Some(child) => {
            let case = look.tx.case_of_child(child)?.ok_or(Error::NotFound)?;
            look.case(case, Action::LinkParent)?;
        }
        None => {
            look.may(Action::InviteUser)?;
            if is_hidden(&look.actor, &row, &user) {
                return Err(Error::NotFound);
            }
        }
    }
    Ok(view(&row, &user, look.moment.now))
}

/// A setting sees the invitations of its colleagues, a manager their own, an administrator all.
fn is_hidden(actor: &Actor, row: &InvitationRow, user: &UserRow) -> bool {
    match actor.role {
        Role::School => user.education_setting_id != actor.setting,
        Role::Manager => row.invited_by != actor.user,
        _ => false,
    }
}

/// The invitations of a child's family, newest first.
///
/// # Errors
/// When the child is hidden.
pub fn family_invitations(look: &mut Look<'_, '_>, child: ChildId) -> Result<Vec<InvitationView>, Error> {
    let case = look.tx.case_of_child(child)?.ok_or(Error::NotFound)?;
    let (permit, _) = look.case(case, Action::LinkParent)?;
    let filter = InvitationFilter {
        child: Some(child),
        ..InvitationFilter::default()
    };
    let now = look.moment.now;
    let rows = look
        .tx
        .invitations(&filter, None, i64::from(MOST_FAMILY_INVITATIONS))?;
    // Whom the former family invited is sealed with it.
    Ok(rows
        .iter()
        .filter(|(row, _)| !permit.subject().seals(row.id))
        .map(|(row, user)| view(row, user, now))
        .collect())
}

impl Act<'_, '_> {
    /// An invitation that this person may send again or take back.
    fn own_invitation(&mut self, id: InvitationId, seen: i64) -> Result<(InvitationRow, UserRow), Error> {
        let Some(row) = self.tx.lock_invitation(id)? else {
            self.may(Action::InviteUser)?;
            return Err(Error::NotFound);
        };
        let user = self.tx.user(row.user_id)?.ok_or(Error::NotFound)?;
        match row.child_id {
            Some(child) => {
                let case = self.tx.case_of_child(child)?.ok_or(Error::NotFound)?;
                let (permit, _) = self.case(case, Action::LinkParent)?;
                if permit.subject().seals(row.id) {
                    return Err(Error::NotFound);
                }
            }
            None => {
                self.may(Action::InviteUser)?;
                if is_hidden(&self.actor, &row, &user) {
                    return Err(Error::NotFound);
                }
                if is_powerful(user.role) {
                    self.may(Action::GrantPower)?;
                }
            }
        }
        crate::casework::same_version(row.version, seen)?;
        Ok((row, user))
    }
}

fn already_over(row: &InvitationRow) -> Error {
    let on = row
        .ended_at
        .map(|at| format!(" on {}", human_date(london_date(at))))
        .unwrap_or_default();
    let explanation = match row.state {
        InvitationState::Accepted => {
            format!("This invitation was accepted{on}. The person signs in with their own password.")
        }
        _ => format!(
            "This invitation ended{on}. If the person is to have an account after all, send it again."
        ),
    };
    Error::Refused(ehcp_case::Refusal::AlreadyDone { explanation })
}

/// Sends an invitation again, also one that was taken back: with a new code, for another fourteen days. Earlier codes are
/// of no use any more.
///
/// # Errors
/// When it was accepted, or is not this person's.
pub fn resend_invitation(
    act: &mut Act<'_, '_>,
    id: InvitationId,
    seen: i64,
) -> Result<InvitationView, Error> {
    let (mut row, user) = act.own_invitation(id, seen)?;
    if row.state == InvitationState::Accepted {
        return Err(already_over(&row));
    }
    let now = act.moment.now;
    row.state = InvitationState::Open;
    row.ended_at = None;
    act.tx.forget_one_time_codes(id.into())?;
    act.tx.cancel_messages_with_code_for(id.into(), now)?;
    row.expires_at = now + OPEN_FOR;
    row.failed_checks = 0;
    act.tx.update_invitation(&mut row)?;
    let details = Details::default().id("invitation_id", id);
    act.record_on_account(user.id, AccountEventKind::Invited, details)?;
    put_letter(act, &row, &user)?;
    Ok(view(&row, &user, now))
}

/// Takes an invitation back. The account stays closed, so that a link to a child that came with it gives nothing.
///
/// # Errors
/// When it was accepted or taken back already, or is not this person's.
pub fn revoke_invitation(
    act: &mut Act<'_, '_>,
    id: InvitationId,
    seen: i64,
) -> Result<InvitationView, Error> {
    let (mut row, user) = act.own_invitation(id, seen)?;
    if row.state != InvitationState::Open {
        return Err(already_over(&row));
    }
    let now = act.moment.now;
    end(act.tx, &mut row, InvitationState::Revoked, now)?;
    let details = Details::default().id("invitation_id", id);
    act.record_on_account(user.id, AccountEventKind::InvitationWithdrawn, details)?;
    Ok(view(&row, &user, now))
}

fn end(
    tx: &mut WriteTx<'_>,
    row: &mut InvitationRow,
    state: InvitationState,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    row.state = state;
    row.ended_at = Some(now);
    tx.update_invitation(row)?;
    tx.forget_one_time_codes(row.id.into())?;
    tx.cancel_messages_with_code_for(row.id.into(), now)?;
    Ok(())
}

/// What came of a try to accept.
enum Accepted {
    Yes(UserId),
    WrongAnswer,
}

impl Casework {
    /// Accepts an invitation: the account has a name and a password and is open. It does not sign in.
    ///
    /// # Errors
    /// When the code is of no use, the question about the child is answered wrongly, or the password is not good.
    pub async fn accept_invitation(&self, command: AcceptInvitation) -> Result<(), Error> {
        let moment = self.moment();
        let digest = digest_of(CodePurpose::Invitation, &command.code);
        let known = digest.clone();
        let (row, user) = self
            .store
            .read(move |tx| {
                let row = match tx.one_time_code(CodePurpose::Invitation, &known)? {
                    Some(id) => tx.invitation(InvitationId(id))?,
                    None => None,
                };
                let row = row
                    .filter(|row| can_be_accepted(row, moment.now))
                    .ok_or_else(code_of_no_use)?;
                let user = tx.user(row.user_id)?.ok_or_else(code_of_no_use)?;
                Ok::<_, Error>((row, user))
            })
            .await?;
        let name = command
            .name
            .as_ref()
            .map_or(user.display_name.as_str(), Line::as_str);
        check_new(&command.password, &[name, &user.email])?;
        let hash = self.hash_of(command.password).await?;
        let (name, born_on, reference) = (name.to_owned(), command.born_on, command.case_reference);
        let event = self.chance.id(moment.now);
        let accepted = self
            .store
            .write(move |tx| {
                let mut row = tx
                    .lock_invitation(row.id)?
                    .filter(|row| can_be_accepted(row, moment.now))
                    .ok_or_else(code_of_no_use)?;
                // Sent again in the meantime, with another code.
                if tx.one_time_code(CodePurpose::Invitation, &digest)?.is_none() {
                    return Err(code_of_no_use());
                }
                if !answers(tx, &row, born_on, reference.as_deref())? {
                    row.failed_checks += 1;
                    if row.failed_checks >= MOST_WRONG_ANSWERS {
                        end(tx, &mut row, InvitationState::Revoked, moment.now)?;
                    } else {
                        tx.update_invitation(&mut row)?;
                    }
                    return Ok(Accepted::WrongAnswer);
                }
                let mut user = tx.lock_user(row.user_id)?.ok_or_else(code_of_no_use)?;
                user.display_name = name;
                user.disabled_at = None;
                tx.update_user(&mut user)?;
                tx.set_password_hash(user.id, &hash)?;
                end(tx, &mut row, InvitationState::Accepted, moment.now)?;
                record_unsigned(
                    tx,
                    (event, moment.now),
                    user.id,
                    AccountEventKind::InvitationAccepted,
                    Some(user.id),
                )?;
                Ok(Accepted::Yes(user.id))
            })
            .await?;
        let operation = "create_invitation_acceptance";
        match accepted {
            Accepted::Yes(user) => {
                self.log_security("invitation_accepted", Some(user), operation, None, moment)
                    .await;
                Ok(())
            }
            Accepted::WrongAnswer => {
                let subject = Some(user.id.to_string());
                self.log_security("wrong_answer", None, operation, subject, moment)
                    .await;
                Err(Error::field(
                    "/born_on",
                    "wrong_answer",
                    "The date of birth or the reference is not that of the child. Both are on the council's letters. After \
                     five wrong answers ask the council for a new invitation.",
                ))
            }
        }
    }
}

fn can_be_accepted(row: &InvitationRow, now: DateTime<Utc>) -> bool {
    row.state == InvitationState::Open && row.expires_at > now
}

/// Used, expired, taken back or never given: these are not told apart.
pub(crate) fn code_of_no_use() -> Error {
    Error::field(
        "/code",
        "code_of_no_use",
        "This code is of no use, or not any more. Check it, or ask for a new one.",
    )
}

/// Whether the question about the child is answered rightly; there is none for others than the family.
fn answers(
    tx: &mut WriteTx<'_>,
    row: &InvitationRow,
    born_on: Option<NaiveDate>,
    reference: Option<&str>,
) -> Result<bool, Error> {
    let Some(child) = row.child_id else {
        return Ok(true);
    };
    let Some(case) = tx.case_of_child(child)? else {
        return Ok(false);
    };
    let Some((case, child)) = tx.case_unchecked(case)? else {
        return Ok(false);
    };
    let given = reference.map(|text| text.trim().to_uppercase());
    Ok(born_on == Some(child.born_on) && given.as_deref() == Some(case.reference.as_str()))
}

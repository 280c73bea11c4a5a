//! Which account somebody comes in with whom the provider has named, and what becomes of it by what the provider says.

use crate::account::is_powerful;
use crate::case_file::Details;
use crate::invitation::NO_PASSWORD;
use crate::new_password::message;
use crate::sign_on_links::Linking;
use crate::single_sign_on::{SignOnRole, SignOnRules, VerifiedPerson};
use crate::{Chance, Error, Identity, LetterText, Moment};
use ehcp_access::Role;
use ehcp_case::{TeamId, UserId};
use ehcp_store::{AccountEventKind, AccountSubject, NewAccountEvent, Recipient, UserRow, WriteTx};
use std::collections::BTreeSet;

/// Why somebody whom the provider has named is not let in. The word is for the security log.
pub(crate) struct NotLetIn {
    pub(crate) event: &'static str,
    pub(crate) user: Option<UserId>,
    pub(crate) says: &'static str,
}

const NO_ROLE: &str = "You have signed in, but your role at the council opens nothing here. Ask your manager or the service desk.";
const NO_ACCOUNT: &str =
    "You have signed in, but there is no account here that is yours. Ask an administrator to invite you.";
const CLOSED: &str = "Your account here is closed. Ask an administrator.";
const OTHER_ROLE: &str = "Your account here has another role than the one that you have at the council, and the two do not change into each \
     other by signing in. Ask an administrator to look at it.";
const NOT_LINKED: &str = "Your account here reaches further than others, so an address alone does not open it. Sign in with your password and \
     link it with the council's sign-in yourself.";

/// Finds the account of somebody whom the provider has named.
pub(crate) struct Matching<'a> {
    pub(crate) rules: &'a SignOnRules,
    pub(crate) person: &'a VerifiedPerson,
    pub(crate) identity: &'a Identity,
    pub(crate) chance: &'a Chance,
    pub(crate) moment: Moment,
}

impl Matching<'_> {
    /// The account to come in with.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub(crate) fn account(&self, tx: &mut WriteTx<'_>) -> Result<Result<UserRow, NotLetIn>, Error> {
        let rule = self.rules.rule_for(self.person);
        let known = tx.sign_on_identity(&self.person.issuer, &self.person.subject)?;
        match (known, rule) {
            (Some(known), Some(rule)) => self.known(tx, known.user_id, rule),
            (Some(known), None) => {
                // The provider has taken the role back: what is open ends too.
                self.end_sessions(tx, known.user_id)?;
                Ok(not_let_in("sign_on_no_role", Some(known.user_id), NO_ROLE))
            }
            (None, None) => Ok(not_let_in("sign_on_no_role", None, NO_ROLE)),
            (None, Some(rule)) => self.first_time(tx, rule),
        }
    }

    fn known(
        &self,
        tx: &mut WriteTx<'_>,
        id: UserId,
        rule: &SignOnRole,
    ) -> Result<Result<UserRow, NotLetIn>, Error> {
        let Some(mut user) = tx.lock_user(id)?.filter(|user| user.disabled_at.is_none()) else {
            return Ok(not_let_in("sign_on_closed", Some(id), CLOSED));
        };
        let moved =
            user.role != rule.role || (rule.setting.is_some() && user.education_setting_id != rule.setting);
        if moved && !changes_into(user.role, rule.role) {
            self.end_sessions(tx, id)?;
            return Ok(not_let_in("sign_on_other_role", Some(id), OTHER_ROLE));
        }
        if moved {
            self.record(tx, id, AccountEventKind::RoleWithdrawn, role_words(user.role))?;
            user.role = rule.role;
            user.education_setting_id = rule.setting;
            tx.update_user(&mut user)?;
            self.record(tx, id, AccountEventKind::RoleGranted, role_words(user.role))?;
        }
        let left = self.teams(tx, &user, rule)?;
        if moved || left {
            self.end_sessions(tx, id)?;
            let notice = message(
                self.chance.id(self.moment.now),
                Recipient::Person(id),
                LetterText::ACCOUNT_CHANGED,
                self.moment.now,
            );
            tx.put_message(&notice, self.moment.now)?;
        }
        Ok(Ok(user))
    }

    fn end_sessions(&self, tx: &mut WriteTx<'_>, id: UserId) -> Result<(), Error> {
        if tx.end_sessions_of(id, None, self.moment.now)? > 0 {
            self.record(tx, id, AccountEventKind::SessionsEnded, Details::default())?;
        }
        Ok(())
    }

    /// Lets somebody work in the teams of the rule; tells whether that is different from before.
    fn teams(&self, tx: &mut WriteTx<'_>, user: &UserRow, rule: &SignOnRole) -> Result<bool, Error> {
        let today = self.moment.today;
        let before: BTreeSet<TeamId> = tx.teams_of(user.id, today)?.into_iter().collect();
        let wanted: BTreeSet<TeamId> = match (user.role.is_staff(), rule.teams.is_empty()) {
            (false, _) => BTreeSet::new(),
            (true, true) => before.clone(),
            (true, false) => rule.teams.iter().copied().collect(),
        };
        if wanted == before {
            return Ok(false);
        }
        let list: Vec<TeamId> = wanted.iter().copied().collect();
        tx.set_teams_of(user.id, &list, today)?;
        for team in before.difference(&wanted) {
            let details = Details::default().id("team_id", team);
            self.record(tx, user.id, AccountEventKind::LeftTeam, details)?;
        }
        for team in wanted.difference(&before) {
            let details = Details::default().id("team_id", team);
            self.record(tx, user.id, AccountEventKind::JoinedTeam, details)?;
        }
        Ok(true)
    }

    /// Somebody whom nobody has seen before: by a proven address of a listed domain they are matched with an account in
    /// the same role to which nobody of this provider belongs yet; or get an account, where the authority has it so.
    fn first_time(
        &self,
        tx: &mut WriteTx<'_>,
        rule: &SignOnRole,
    ) -> Result<Result<UserRow, NotLetIn>, Error> {
        let Some(email) = self.rules.listed_address(self.person) else {
            return Ok(not_let_in("sign_on_no_account", None, NO_ACCOUNT));
        };
        let found = match tx.user_by_email(&email)? {
            // Whoever comes at the same moment waits here.
            Some(user) => tx.lock_user(user.id)?,
            None => None,
        };
        let user = match found {
            Some(user) => match self.may_be_matched(tx, &user, rule)? {
                None => user,
                Some(refused) => return Ok(Err(refused)),
            },
            None if self.rules.makes_accounts && !is_powerful(rule.role) => {
                self.new_account(tx, email, rule)?
            }
            None => return Ok(not_let_in("sign_on_no_account", None, NO_ACCOUNT)),
        };
        let linking = Linking {
            person: self.person,
            chance: self.chance,
            moment: self.moment,
            operation: "complete_single_sign_on",
            by: None,
        };
        linking.link(tx, &user)?;
        self.known(tx, user.id, rule)
    }

    /// Why an account is not opened by its address, if it is not.
    fn may_be_matched(
        &self,
        tx: &mut WriteTx<'_>,
        user: &UserRow,
        rule: &SignOnRole,
    ) -> Result<Option<NotLetIn>, Error> {
        let refused = |event, says| {
            Ok(Some(NotLetIn {
                event,
                user: Some(user.id),
                says,
            }))
        };
        let taken = tx.sign_on_identities_of(user.id)?;
        let other = taken.iter().any(|known| known.issuer == self.person.issuer);
        // Before it is said that an account is closed: of a family's nothing is said here.
        if other || user.role != rule.role || self.identity.stays_out(user) {
            return refused("sign_on_no_account", NO_ACCOUNT);
        }
        if user.disabled_at.is_some() {
            return refused("sign_on_closed", CLOSED);
        }
        if is_powerful(user.role) {
            return refused("sign_on_not_linked", NOT_LINKED);
        }
        Ok(None)
    }

    fn new_account(&self, tx: &mut WriteTx<'_>, email: String, rule: &SignOnRole) -> Result<UserRow, Error> {
        let now = self.moment.now;
        let name = self
            .person
            .name
            .as_deref()
            .and_then(|name| ehcp_case::Line::new(name).ok());
        let user = UserRow {
            id: self.chance.id(now),
            display_name: name.map_or_else(|| email.clone(), |name| name.to_string()),
            email,
            role: rule.role,
            education_setting_id: rule.setting,
            password_hash: NO_PASSWORD.to_owned(),
            disabled_at: None,
            created_at: now,
            version: 1,
        };
        tx.insert_user(&user)?;
        self.record(tx, user.id, AccountEventKind::Added, role_words(user.role))?;
        Ok(user)
    }

    /// Records what happened to an account: nobody of this program did it.
    fn record(
        &self,
        tx: &mut WriteTx<'_>,
        user: UserId,
        kind: AccountEventKind,
        details: Details,
    ) -> Result<(), Error> {
        tx.append_account_event(&NewAccountEvent {
            id: self.chance.id(self.moment.now),
            subject: AccountSubject::User(user),
            kind,
            recorded_at: self.moment.now,
            recorded_by: None,
            details: details.words_only(),
        })?;
        Ok(())
    }
}

/// Whether a word of the provider is enough for this change: among the council's staff, where neither role reaches further
/// than others, or from one setting to another.
fn changes_into(before: Role, after: Role) -> bool {
    let among_staff = before.is_staff() && after.is_staff() && !is_powerful(before) && !is_powerful(after);
    among_staff || (before == Role::School && after == Role::School)
}

fn role_words(role: Role) -> Details {
    Details::default().word("role", role.word())
}

pub(crate) fn not_let_in<T>(
    event: &'static str,
    user: Option<UserId>,
    says: &'static str,
) -> Result<T, NotLetIn> {
    Err(NotLetIn { event, user, says })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_provider_makes_nobody_what_only_people_here_make_them() {
        let roles = Role::ALL.iter().copied();
        for (before, after) in roles
            .clone()
            .flat_map(|before| roles.clone().map(move |after| (before, after)))
        {
            let plain = |role: Role| role.is_staff() && !is_powerful(role);
            let expected = plain(before) && plain(after) || (before, after) == (Role::School, Role::School);
            assert_eq!(changes_into(before, after), expected, "{before} to {after}");
        }
    }
}

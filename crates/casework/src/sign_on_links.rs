//! Links between an account and somebody whom the provider names: made, shown and taken back, always with a letter.

use crate::account::tell;
use crate::case_file::Details;
use crate::new_password::message;
use crate::sign_on_way::SignOnWay;
use crate::single_sign_on::{SignOnEntry, VerifiedPerson};
use crate::{Act, Asking, Casework, Chance, Error, Identity, LetterText, Look, Moment};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::Action;
use ehcp_case::{Refusal, UserId};
use ehcp_store::{
    AccountEventKind, AccountSubject, Keep, NewAccountEvent, Recipient, SecurityRecord, SignOnIdentityRow,
    UserRow, WriteTx,
};
use serde::Serialize;
use utoipa::ToSchema;

/// That an account is somebody whom the authority's own sign-in names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SignOnLinkView {
    /// The provider.
    #[schema(example = "https://login.example.gov.uk", max_length = 255)]
    pub issuer: String,
    /// Who it is there.
    #[schema(example = "0a1b2c", max_length = 255)]
    pub subject: String,
    /// Since when.
    pub linked_at: DateTime<Utc>,
}

impl From<SignOnIdentityRow> for SignOnLinkView {
    fn from(row: SignOnIdentityRow) -> Self {
        Self {
            issuer: row.issuer,
            subject: row.subject,
            linked_at: row.linked_at,
        }
    }
}

/// Links an account with whom the provider has named.
pub(crate) struct Linking<'a> {
    pub(crate) person: &'a VerifiedPerson,
    pub(crate) chance: &'a Chance,
    pub(crate) moment: Moment,
    pub(crate) operation: &'static str,
    /// Whoever is signed in here; nobody at a first sign-in through the provider.
    pub(crate) by: Option<UserId>,
}

impl Linking<'_> {
    /// Keeps the link, with an event, a row in the security log and a letter.
    ///
    /// # Errors
    /// When the store cannot write.
    pub(crate) fn link(&self, tx: &mut WriteTx<'_>, user: &UserRow) -> Result<SignOnLinkView, Error> {
        let now = self.moment.now;
        let row = SignOnIdentityRow {
            issuer: self.person.issuer.clone(),
            subject: self.person.subject.clone(),
            user_id: user.id,
            linked_at: now,
        };
        tx.insert_sign_on_identity(&row)?;
        tx.append_account_event(&NewAccountEvent {
            id: self.chance.id(now),
            subject: AccountSubject::User(user.id),
            kind: AccountEventKind::Changed,
            recorded_at: now,
            recorded_by: self.by,
            details: about_the_link().words_only(),
        })?;
        tx.record_security(&SecurityRecord {
            at: now,
            user_id: Some(user.id),
            event: "sign_on_linked",
            operation: self.operation,
            subject: Some(user.id.to_string()),
            network: None,
            occurrences: 1,
        })?;
        let notice = message(
            self.chance.id(now),
            Recipient::Person(user.id),
            match user.role.is_family() {
                true => LetterText::FAMILY_SIGN_ON_LINKED,
                false => LetterText::SIGN_ON_LINKED,
            },
            now,
        );
        tx.put_message(&notice, now)?;
        Ok(row.into())
    }
}

fn about_the_link() -> Details {
    Details::default().word("field", "single_sign_on")
}

/// Whether whoever has signed in there may be linked with this account.
fn may_be_linked(
    entry: &SignOnEntry,
    identity: &Identity,
    person: &VerifiedPerson,
    user: &UserRow,
) -> Result<(), Error> {
    let (fits, reason) = match entry {
        SignOnEntry::Council(rules) => {
            let same_role = rules
                .rule_for(person)
                .is_some_and(|rule| rule.role == user.role && rule.setting == user.education_setting_id);
            let reason = "Whoever has signed in there has not the role of this account at the council, or no address of \
                          the council; or this account stays out of the council's sign-in.";
            (same_role && rules.listed_address(person).is_some(), reason)
        }
        // The same words for an address that is not proven as for another one.
        SignOnEntry::Families(_) => (
            user.role.is_family() && person.has_address_of(user),
            "Whoever has signed in there has not shown that the e-mail address of this account is theirs. Use the same \
             address in both places, and prove it there.",
        ),
    };
    match fits && !identity.stays_out(user) {
        true => Ok(()),
        false => Err(Error::Forbidden {
            reason: reason.to_owned(),
        }),
    }
}

impl Casework {
    /// Links one's own account with whom the provider has named: for families, and for accounts of the council that an
    /// address alone does not open. Whoever asks has signed in with a password and proved it again in the last five minutes.
    ///
    /// # Errors
    /// [`Error::StepUpNeeded`]; [`Error::SignOnRefused`] when the proof there is older than the way; when the role or the
    /// address there is another, or the account or the person there is linked already.
    pub async fn link_own_account(
        &self,
        asking: Asking,
        entry: &SignOnEntry,
        person: VerifiedPerson,
        way: &SignOnWay,
        leeway: Duration,
    ) -> Result<SignOnLinkView, Error> {
        const OPERATION: &str = "create_single_sign_on_link";
        let (entry, way, identity) = (entry.clone(), way.clone(), self.identity.clone());
        self.act_keeping(asking, OPERATION, Keep::ForChange, move |act| {
            act.fresh()?;
            way.led_to(&person, leeway, act.moment.now)?;
            let user = act.tx.lock_user(act.actor.user)?.ok_or(Error::Unauthenticated)?;
            let linked = act.tx.sign_on_identities_of(user.id)?;
            let taken = act.tx.sign_on_identity(&person.issuer, &person.subject)?.is_some();
            if taken || linked.iter().any(|known| known.issuer == person.issuer) {
                return Err(Error::Refused(Refusal::AlreadyDone {
                    explanation: "This account, or whoever has signed in there, is linked already. Take that link back first; for somebody of \
                                  the council an administrator does it."
                        .to_owned(),
                }));
            }
            may_be_linked(&entry, &identity, &person, &user)?;
            let linking = Linking {
                person: &person,
                chance: &act.chance,
                moment: act.moment,
                operation: OPERATION,
                by: Some(user.id),
            };
            linking.link(act.tx, &user)
        })
        .await
    }
}

/// One's own links.
///
/// # Errors
/// When the store cannot answer.
pub fn own_sign_on_links(look: &mut Look<'_, '_>) -> Result<Vec<SignOnLinkView>, Error> {
    look.may(Action::ReadOwnProfile)?;
    let rows = look.tx.sign_on_identities_of(look.actor.user)?;
    Ok(rows.into_iter().map(SignOnLinkView::from).collect())
}

/// Takes the links of an account back: whoever the provider names so has no account here any more, and its sessions end.
///
/// # Errors
/// When it is one's own account or has no link, or this is not for whoever asks.
pub fn remove_sign_on_links(act: &mut Act<'_, '_>, id: UserId) -> Result<(), Error> {
    act.may(Action::ManageUsers)?;
    act.fresh()?;
    if id == act.actor.user {
        return Err(Error::Forbidden {
            reason: "Nobody changes their own account here. Ask another administrator.".to_owned(),
        });
    }
    let user = act.tx.lock_user(id)?.ok_or(Error::NotFound)?;
    take_back(act, &user)
}

/// Takes one's own links back: for families, who have a password beside them. The other sessions end.
///
/// # Errors
/// [`Error::StepUpNeeded`]; [`Error::Forbidden`] for anybody but a family.
pub fn remove_own_sign_on_links(act: &mut Act<'_, '_>) -> Result<(), Error> {
    act.may(Action::ReadOwnProfile)?;
    if !act.actor.role.is_family() {
        return Err(Error::Forbidden {
            reason: "Whom the council's own sign-in knows has no password beside it. Ask an administrator to take the link back."
                .to_owned(),
        });
    }
    act.fresh()?;
    let user = act.tx.lock_user(act.actor.user)?.ok_or(Error::Unauthenticated)?;
    match take_back(act, &user) {
        // There is nothing to take back.
        Err(Error::NotFound) => Ok(()),
        other => other,
    }
}

/// Forgets the links, ends the sessions but the one that asks, tells the person. What was taken back for a family no address
/// makes again: only they themselves do.
fn take_back(act: &mut Act<'_, '_>, user: &UserRow) -> Result<(), Error> {
    if act.tx.delete_sign_on_identities_of(user.id)? == 0 {
        return Err(Error::NotFound);
    }
    let family = user.role.is_family();
    if family {
        act.tx.link_by_owner_alone(user.id, act.moment.now)?;
    }
    let own = (user.id == act.actor.user).then_some(act.actor.session);
    act.tx.end_sessions_of(user.id, own, act.moment.now)?;
    act.record_on_account(user.id, AccountEventKind::Changed, about_the_link())?;
    act.record_on_account(user.id, AccountEventKind::SessionsEnded, Details::default())?;
    act.record_security("sign_on_unlinked", Some(user.id.to_string()))?;
    if user.disabled_at.is_none() {
        let text = match family {
            true => LetterText::FAMILY_SIGN_ON_UNLINKED,
            false => LetterText::SIGN_ON_UNLINKED,
        };
        tell(act, Recipient::Person(user.id), text)?;
    }
    Ok(())
}

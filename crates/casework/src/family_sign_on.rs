//! Which family account somebody comes in with whom the provider for families has named. Whoever is refused is answered in
//! the same words, after the same statements, whatever is on record.

use crate::sign_on_links::Linking;
use crate::sign_on_matching::{NotLetIn, not_let_in};
use crate::single_sign_on::VerifiedPerson;
use crate::{Chance, Error, Identity, Moment};
use ehcp_case::UserId;
use ehcp_store::{SignOnIdentityRow, UserRow, WriteTx};
use uuid::Uuid;

/// How families come in through their provider. It never makes an account, nor gives one a role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FamilySignOn {
    /// Whether an account that has never been linked is found by the address that the provider proves; else only a link
    /// that the person made while signed in here opens one.
    pub links_by_address: bool,
}

const UNKNOWN: &str = "You have signed in there, but that opens no account here. If you have an account, sign in with your password and link the \
     two. If you have none, ask the council.";

/// Finds the account of somebody of a family whom the provider has named.
pub(crate) struct FamilyMatching<'a> {
    pub(crate) families: FamilySignOn,
    pub(crate) person: &'a VerifiedPerson,
    pub(crate) identity: &'a Identity,
    pub(crate) chance: &'a Chance,
    pub(crate) moment: Moment,
}

/// What is on record about whoever the provider has named.
struct OnRecord {
    /// The account that is linked with them.
    link: Option<SignOnIdentityRow>,
    /// That account, or else the one that has their address.
    user: Option<UserRow>,
    /// Whether that account is somebody of this provider already.
    has_link: bool,
    /// Whether a link of that account was taken back before.
    by_owner_alone: bool,
    /// Whether that account asks for a code beside the password.
    has_second_factor: bool,
}

impl FamilyMatching<'_> {
    /// The account to come in with.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub(crate) fn account(&self, tx: &mut WriteTx<'_>) -> Result<Result<UserRow, NotLetIn>, Error> {
        let found = self.on_record(tx)?;
        let linked = found.link.is_some();
        let by_address = self.families.links_by_address
            && !found.has_link
            && !found.by_owner_alone
            && !found.has_second_factor;
        let Some(user) = found.user else {
            return Ok(not_let_in("sign_on_no_account", None, UNKNOWN));
        };
        let refused = |event| Ok(not_let_in(event, Some(user.id), UNKNOWN));
        if !user.role.is_family() {
            return refused("sign_on_other_role");
        }
        if user.disabled_at.is_some() {
            return refused("sign_on_closed");
        }
        if self.identity.stays_out(&user) {
            return refused("sign_on_no_account");
        }
        // A link holds while the provider proves the very address of the account: once either is another, nobody can tell
        // here whether it is the same person.
        if !self.person.has_address_of(&user) {
            return refused("sign_on_other_address");
        }
        if !linked {
            if !by_address {
                return refused("sign_on_not_linked");
            }
            let linking = Linking {
                person: self.person,
                chance: self.chance,
                moment: self.moment,
                operation: "complete_single_sign_on",
                by: None,
            };
            linking.link(tx, &user)?;
        }
        Ok(Ok(user))
    }

    /// Always the same statements, for an address that nobody has too.
    fn on_record(&self, tx: &mut WriteTx<'_>) -> Result<OnRecord, Error> {
        let link = tx.sign_on_identity(&self.person.issuer, &self.person.subject)?;
        let address = self.person.address().unwrap_or_default();
        let by_address = tx.user_by_email(&address)?.map(|user| user.id);
        let id = link.as_ref().map(|link| link.user_id).or(by_address);
        let id = id.unwrap_or(UserId(Uuid::nil()));
        // Whoever comes at the same moment waits here.
        let user = tx.lock_user(id)?;
        let links = tx.sign_on_identities_of(id)?;
        let by_owner_alone = tx.is_linked_by_owner_alone(id)?;
        let factor = tx.second_factor(id)?;
        Ok(OnRecord {
            link,
            user,
            has_link: links.iter().any(|known| known.issuer == self.person.issuer),
            by_owner_alone,
            has_second_factor: factor.is_some_and(|factor| factor.confirmed_at.is_some()),
        })
    }
}

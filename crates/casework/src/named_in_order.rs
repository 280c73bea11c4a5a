//! Whether an adult whom somebody links or invites is the one from whom an order keeps the child: by address, or perhaps by
//! name.

use crate::{Act, Error};
use ehcp_access::LimitEffect;
use ehcp_case::{ChildId, UserId};
use ehcp_store::CaseRow;

/// An adult who is to be linked or invited.
pub(crate) struct Adult<'a> {
    pub(crate) email: &'a str,
    pub(crate) name: &'a str,
    /// Whoever links or invites them has made sure that a person of the same name is somebody else.
    pub(crate) is_somebody_else: bool,
}

/// The letters of a name, without what differs from one writing to another.
fn plain(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

impl Act<'_, '_> {
    /// The same for somebody who signs in already.
    ///
    /// # Errors
    /// When such a bar or limit is in force.
    pub(crate) fn account_not_named_in_an_order(
        &mut self,
        case: &CaseRow,
        user: UserId,
        is_somebody_else: bool,
    ) -> Result<(), Error> {
        let account = self.tx.user(user)?.ok_or(Error::NotFound)?;
        let adult = Adult {
            email: &account.email,
            name: &account.display_name,
            is_somebody_else,
        };
        self.not_named_in_an_order(case, case.child_id, &adult)
    }

    /// Refuses an adult whom a bar of the child names by address, and one whom a bar or limit names by name, until somebody
    /// has made sure that it is another person.
    ///
    /// # Errors
    /// When such a bar or limit is in force.
    pub(crate) fn not_named_in_an_order(
        &mut self,
        case: &CaseRow,
        child: ChildId,
        adult: &Adult<'_>,
    ) -> Result<(), Error> {
        let now = self.moment.now;
        let mut orders = self.tx.limits_of(child)?;
        orders.retain(|order| {
            order.lifted_at.is_none()
                && order.until_at.is_none_or(|until| now < until)
                && order.provisional_until.is_none_or(|until| now < until)
                && !case.seals(order.id)
        });
        let emails = self.tx.addresses_in_limits_of(child)?;
        let email = adult.email.to_lowercase();
        let name = plain(adult.name);
        for order in orders {
            let of_address = emails.contains(&(order.id, email.clone()));
            if of_address && order.effect == LimitEffect::Bar {
                return Err(Error::field(
                    "/email",
                    "kept_from_the_child",
                    "An order or a safety decision keeps this child from whoever has this address. Look at the child's bars and \
                     limits; to go on, that one must be lifted first.",
                ));
            }
            let of_name = order
                .adult_name
                .as_deref()
                .is_some_and(|other| plain(other) == name);
            if of_name && !of_address && !adult.is_somebody_else {
                return Err(Error::field(
                    "/is_somebody_else",
                    "named_in_an_order",
                    "An order or a safety decision of this child names somebody of this name. Look at the child's bars and limits. \
                     If this is the same person, record it with this address; if you have made sure that it is not, say so with \
                     is_somebody_else.",
                ));
            }
        }
        Ok(())
    }
}

//! Signing in through a provider (OpenID Connect): for whom a provider is, who is let in, and as what. Whom the provider
//! names is found out by the layer above; here it is decided what that opens.

use crate::family_sign_on::{FamilyMatching, FamilySignOn};
use crate::session::{Opening, SignedIn};
use crate::sign_on_matching::{Matching, NotLetIn};
use crate::sign_on_way::SignOnWay;
use crate::{Asking, Casework, Error};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::{HowSignedIn, Role};
use ehcp_case::{EducationSettingId, TeamId};
use ehcp_store::{Keep, ReadTx, StoreError, UserRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// For whom a provider is. What one opens the other never does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignOnFor {
    /// The council's staff, and settings.
    #[default]
    Council,
    /// Parents and young people.
    Families,
}

impl SignOnFor {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Council, Self::Families];

    /// The one for somebody of this role.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        if role.is_family() {
            Self::Families
        } else {
            Self::Council
        }
    }
}

/// Who is let in by a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignOnEntry {
    /// Staff and settings, by what the provider says that they are.
    Council(SignOnRules),
    /// Families, whatever the provider says that they are.
    Families(FamilySignOn),
}

impl SignOnEntry {
    /// For whom it is.
    #[must_use]
    pub const fn for_whom(&self) -> SignOnFor {
        match self {
            Self::Council(_) => SignOnFor::Council,
            Self::Families(_) => SignOnFor::Families,
        }
    }

    /// Refuses for whom the provider is not: they have nothing to prove there.
    pub(crate) fn is_for(&self, role: Role) -> Result<(), Error> {
        let named = match self {
            Self::Council(rules) => rules.roles.iter().any(|rule| rule.role == role),
            Self::Families(_) => role.is_family(),
        };
        match named {
            true => Ok(()),
            false => Err(not_for_you()),
        }
    }
}

/// What somebody is told for whom no provider is.
#[must_use]
pub fn not_for_you() -> Error {
    Error::Forbidden {
        reason: "The authority's own sign-in is not for your role here.".to_owned(),
    }
}

/// What one value of the provider's role claim means here. The first rule that fits counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOnRole {
    /// The value.
    pub value: String,
    /// The role: of the council's staff or of a setting. One that reaches further than others is never given; somebody who
    /// has it already may sign in with it.
    pub role: Role,
    /// The teams that a member of staff works in; those of the account when there are none.
    pub teams: Vec<TeamId>,
    /// The setting that somebody with the role school works for.
    pub setting: Option<EducationSettingId>,
}

/// Who is let in by the authority's own sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignOnRules {
    /// What the values of the role claim mean.
    pub roles: Vec<SignOnRole>,
    /// The domains of e-mail addresses by which somebody is known at their first sign-in, in lower case.
    pub domains: Vec<String>,
    /// Whether somebody who has no account gets one; else only accounts that are there are matched.
    pub makes_accounts: bool,
}

impl SignOnRules {
    /// The first rule that fits what the provider says.
    pub(crate) fn rule_for(&self, person: &VerifiedPerson) -> Option<&SignOnRole> {
        self.roles.iter().find(|rule| person.roles.contains(&rule.value))
    }

    /// The proven address of somebody, if its domain is listed.
    pub(crate) fn listed_address(&self, person: &VerifiedPerson) -> Option<String> {
        let email = person.address()?;
        let domain = email.rsplit('@').next().unwrap_or_default();
        self.domains.iter().any(|known| known == domain).then_some(email)
    }

    /// The value of the first rule that names a team or a setting that is not there.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub fn names_nothing(&self, tx: &mut ReadTx<'_>) -> Result<Option<&str>, StoreError> {
        for rule in &self.roles {
            let mut there = match rule.setting {
                Some(setting) => tx.education_setting(setting)?.is_some(),
                None => true,
            };
            for team in &rule.teams {
                there &= tx.team(*team)?.is_some();
            }
            if !there {
                return Ok(Some(&rule.value));
            }
        }
        Ok(None)
    }
}

/// Whom the provider has named, with proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedPerson {
    /// The provider.
    pub issuer: String,
    /// Who it is to the provider: with the issuer, the one thing that says who somebody is.
    pub subject: String,
    /// The e-mail address, if the provider has proven it.
    pub email: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// What the provider says the person is.
    pub roles: Vec<String>,
    /// When they last proved who they are to the provider.
    pub authenticated_at: DateTime<Utc>,
    /// Whether the provider says that it asked for a second factor, in the words that the settings name.
    pub second_factor: bool,
}

impl VerifiedPerson {
    /// The proven address, as it is kept.
    pub(crate) fn address(&self) -> Option<String> {
        self.email.as_deref().and_then(crate::email::address)
    }

    /// Whether the provider proves the very address of an account.
    pub(crate) fn has_address_of(&self, user: &UserRow) -> bool {
        self.address().is_some_and(|address| address == user.email)
    }
}

impl Casework {
    /// Leaves a row in the security log about an answer of the provider that is not believed.
    pub async fn sign_on_failed(&self, event: &'static str, operation: &'static str) {
        self.log_security(event, None, operation, None, self.moment())
            .await;
    }

    /// Opens a session for somebody whom the provider has named. What the provider says of their role holds from now on;
    /// when it says nothing any more, the sessions that are open end.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when no role, no account or a closed one is theirs.
    pub async fn sign_on(
        &self,
        entry: &SignOnEntry,
        person: VerifiedPerson,
        network: Option<String>,
    ) -> Result<SignedIn, Error> {
        const OPERATION: &str = "complete_single_sign_on";
        let (identity, chance, moment) = (self.identity.clone(), self.chance.clone(), self.moment());
        let entry = entry.clone();
        let outcome = self
            .store
            .write(move |tx| -> Result<Result<SignedIn, NotLetIn>, Error> {
                let (person, identity, chance) = (&person, &identity, &chance);
                let found = match &entry {
                    SignOnEntry::Council(rules) => Matching {
                        rules,
                        person,
                        identity,
                        chance,
                        moment,
                    }
                    .account(tx),
                    SignOnEntry::Families(families) => FamilyMatching {
                        families: *families,
                        person,
                        identity,
                        chance,
                        moment,
                    }
                    .account(tx),
                };
                let user = match found? {
                    Ok(user) => user,
                    Err(refused) => return Ok(Err(refused)),
                };
                let opening = Opening {
                    identity,
                    chance,
                    moment,
                    operation: OPERATION,
                };
                let how = HowSignedIn::SingleSignOn;
                let signed_in = opening.open_with(tx, &user, how, person.second_factor, network)?;
                let enrolled = tx
                    .second_factor(user.id)?
                    .is_some_and(|factor| factor.confirmed_at.is_some());
                // As fresh as it was at the provider, and no fresher.
                tx.prove_session(signed_in.session, person.authenticated_at.min(moment.now))?;
                Ok(Ok(SignedIn {
                    must_enrol: signed_in.must_enrol && !enrolled,
                    ..signed_in
                }))
            })
            .await?;
        match outcome {
            Ok(signed_in) => Ok(signed_in),
            Err(refused) => {
                let subject = refused.user.map(|user| user.to_string());
                self.log_security(refused.event, None, OPERATION, subject, moment)
                    .await;
                Err(Error::Forbidden {
                    reason: refused.says.to_owned(),
                })
            }
        }
    }

    /// Proves again who is asking, through the provider: the same person, after the way began.
    ///
    /// # Errors
    /// [`Error::SignOnRefused`] when it is somebody else, or they proved it before; for families also when the provider proves
    /// another address than that of the account.
    pub async fn prove_again_by_sign_on(
        &self,
        asking: Asking,
        entry: &SignOnEntry,
        person: VerifiedPerson,
        way: &SignOnWay,
        leeway: Duration,
    ) -> Result<DateTime<Utc>, Error> {
        const OPERATION: &str = "create_single_sign_on_proof";
        let session = asking.bearer.session;
        let (way, for_whom) = (way.clone(), entry.for_whom());
        self.act_keeping(asking, OPERATION, Keep::ForChange, move |act| {
            let known = act.tx.sign_on_identity(&person.issuer, &person.subject)?;
            if known.is_none_or(|known| known.user_id != act.actor.user) {
                return Err(Error::SignOnRefused);
            }
            let user = act.tx.user(act.actor.user)?.ok_or(Error::Unauthenticated)?;
            if for_whom == SignOnFor::Families && !person.has_address_of(&user) {
                return Err(Error::SignOnRefused);
            }
            let proved_at = way.led_to(&person, leeway, act.moment.now)?;
            act.tx.prove_session(session, proved_at)?;
            if person.second_factor {
                act.tx.second_factor_shown(session, proved_at)?;
            }
            act.record_security("proved_again", Some(session.to_string()))?;
            Ok(proved_at)
        })
        .await
    }
}

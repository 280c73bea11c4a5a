//! The settings of the sign-in of the council's staff and settings, and of that of families: one file each, because what
//! stands in it belongs together.

mod families;

use crate::failure::Failure;
use chrono::TimeDelta;
use clap::Args;
use ehcp_access::Role;
use ehcp_api::{Provider, ProviderSettings, SecondFactorClaim, SingleSignOn};
use ehcp_case::{EducationSettingId, TeamId};
use ehcp_casework::{Casework, ProviderAlone, SignOnEntry, SignOnRole, SignOnRules};
use serde::Deserialize;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use zeroize::Zeroizing;

/// The environment variable of the secret of this program at the provider.
const SECRET_VARIABLE: &str = "EHCP_SINGLE_SIGN_ON_SECRET";

/// The file is small; anything longer is not it.
const FILE_MAX: u64 = 256 * 1024;

/// So few accounts stay out of it that somebody knows each.
const PASSWORD_ACCOUNTS_MAX: usize = 5;

/// How the authority's own sign-in is used.
#[derive(Args)]
pub struct SignOnSettings {
    /// The file with the settings of the authority's own sign-in (OpenID Connect); without it people sign in with
    /// passwords alone. The secret of this program at the provider comes in EHCP_SINGLE_SIGN_ON_SECRET alone.
    #[arg(long = "single-sign-on", env = "EHCP_SINGLE_SIGN_ON", value_name = "FILE")]
    file: Option<PathBuf>,

    /// The file with the settings of a sign-in for families (OpenID Connect); without it parents and young people sign in
    /// with passwords alone. The secret of this program at that provider comes in EHCP_FAMILY_SIGN_ON_SECRET alone.
    #[arg(long = "family-sign-on", env = "EHCP_FAMILY_SIGN_ON", value_name = "FILE")]
    families_file: Option<PathBuf>,
}

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignOnFile {
    issuer: String,
    client_id: String,
    #[serde(default)]
    audience: Option<String>,
    redirect_uri: String,
    #[serde(default)]
    scopes: Vec<String>,
    role_claim: String,
    roles: Vec<RoleLine>,
    domains: Vec<String>,
    #[serde(default)]
    makes_accounts: bool,
    /// Whether people whom the provider knows can sign in with a password too.
    #[serde(default)]
    passwords_beside: bool,
    /// The addresses of the accounts that sign in with their password alone, for the day on which the provider is away.
    #[serde(default)]
    password_accounts: Vec<String>,
    #[serde(default)]
    second_factor: SecondFactorLine,
    #[serde(default = "half_a_minute")]
    leeway_seconds: u16,
    #[serde(default = "half_a_day")]
    max_age_minutes: u16,
}

/// By which words of the provider a sign-in there counts as two factors.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SecondFactorLine {
    #[serde(default)]
    acr: Vec<String>,
    #[serde(default)]
    amr: Vec<String>,
}

/// What the files say.
#[derive(Default)]
pub struct SignOn {
    /// For the API: one for the council, one for families, where there is a file.
    pub single_sign_on: Vec<Arc<SingleSignOn>>,
    /// Whether those whom the provider knows come in by it alone.
    pub provider_alone: Option<ProviderAlone>,
}

fn half_a_minute() -> u16 {
    30
}

fn half_a_day() -> u16 {
    720
}

/// What one value of the role claim means.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleLine {
    value: String,
    role: Role,
    #[serde(default)]
    team_ids: Vec<TeamId>,
    #[serde(default)]
    education_setting_id: Option<EducationSettingId>,
}

impl SignOnSettings {
    /// What the files say, if there are any.
    ///
    /// # Errors
    /// When one cannot be read, or says what cannot be; or when both name one provider.
    pub fn read(&self) -> Result<SignOn, Failure> {
        let mut all = match &self.file {
            Some(path) => named("EHCP_SINGLE_SIGN_ON", path, |text| {
                read(text, secret(SECRET_VARIABLE))
            })?,
            None => SignOn::default(),
        };
        if let Some(path) = &self.families_file {
            let families = named("EHCP_FAMILY_SIGN_ON", path, |text| {
                let families = families::read(text, secret(families::SECRET_VARIABLE))?;
                not_one_for_both(&families, &all.single_sign_on)?;
                Ok(families)
            })?;
            all.single_sign_on.push(Arc::new(families));
        }
        Ok(all)
    }
}

fn secret(variable: &str) -> Option<Zeroizing<String>> {
    std::env::var(variable).ok().map(Zeroizing::new)
}

/// What a file says, or which one cannot be used and why.
fn named<T>(variable: &str, path: &Path, read: impl FnOnce(&str) -> Result<T, String>) -> Result<T, Failure> {
    let unusable = |what: String| Failure::unusable(format!("{variable}, {}: {what}", path.display()));
    let length = fs::metadata(path)
        .map_err(|error| unusable(error.to_string()))?
        .len();
    if length > FILE_MAX {
        return Err(unusable("this file is too long.".to_owned()));
    }
    let text = fs::read_to_string(path).map_err(|error| unusable(error.to_string()))?;
    read(&text).map_err(unusable)
}

/// Whom a provider names is of the council or of a family: one for both could not tell.
fn not_one_for_both(families: &SingleSignOn, others: &[Arc<SingleSignOn>]) -> Result<(), String> {
    let issuer = families.provider.issuer();
    match others.iter().any(|other| other.provider.issuer() == issuer) {
        false => Ok(()),
        true => Err(format!(
            "issuer: {issuer} is the council's own sign-in. Families need a provider of their own."
        )),
    }
}

/// How far clocks may differ.
fn leeway(seconds: u16) -> Result<TimeDelta, String> {
    match seconds {
        0..=120 => Ok(TimeDelta::seconds(seconds.into())),
        _ => Err("leeway_seconds: clocks may differ by 0 to 120 seconds.".to_owned()),
    }
}

/// The oldest proof of identity with which somebody may sign in.
fn max_age(minutes: u16) -> Result<TimeDelta, String> {
    match minutes {
        5..=1440 => Ok(TimeDelta::minutes(minutes.into())),
        _ => Err("max_age_minutes: 5 to 1440.".to_owned()),
    }
}

impl SecondFactorLine {
    fn claim(self) -> SecondFactorClaim {
        SecondFactorClaim {
            acr: self.acr,
            amr: self.amr,
        }
    }
}

fn read(text: &str, client_secret: Option<Zeroizing<String>>) -> Result<SignOn, String> {
    let file: SignOnFile = serde_json::from_str(text).map_err(|error| format!("{error}."))?;
    let (leeway, max_age) = (leeway(file.leeway_seconds)?, max_age(file.max_age_minutes)?);
    if file.password_accounts.len() > PASSWORD_ACCOUNTS_MAX {
        return Err(format!(
            "password_accounts: {PASSWORD_ACCOUNTS_MAX} accounts at most stay out of the authority's own sign-in."
        ));
    }
    let but = file.password_accounts.into_iter().map(address);
    let alone = ProviderAlone {
        but: but.collect::<Result<_, _>>()?,
    };
    let provider_alone = (!file.passwords_beside).then_some(alone);
    let rules = SignOnRules {
        roles: file.roles.into_iter().map(role).collect::<Result<_, _>>()?,
        domains: file.domains.into_iter().map(domain).collect::<Result<_, _>>()?,
        makes_accounts: file.makes_accounts,
    };
    if rules.roles.is_empty() {
        return Err("roles: say what at least one value of the role claim means.".to_owned());
    }
    let provider = Provider::new(ProviderSettings {
        audience: file.audience.unwrap_or_else(|| file.client_id.clone()),
        issuer: file.issuer,
        client_id: file.client_id,
        client_secret,
        redirect_uri: file.redirect_uri,
        scopes: file.scopes,
        role_claim: Some(file.role_claim),
        leeway,
        max_age,
        second_factor: file.second_factor.claim(),
    })
    .map_err(|error| format!("{error}."))?;
    Ok(SignOn {
        single_sign_on: vec![Arc::new(SingleSignOn {
            provider,
            entry: SignOnEntry::Council(rules),
            leeway,
        })],
        provider_alone,
    })
}

fn address(text: String) -> Result<String, String> {
    let lower = text.trim().to_lowercase();
    match lower.split_once('@') {
        Some((name, domain)) if !name.is_empty() && domain.contains('.') => Ok(lower),
        _ => Err(format!(
            "password_accounts, {text}: name the e-mail address of an account, such as ada@example.gov.uk."
        )),
    }
}

/// Refuses rules that name a team or a setting that is not there: nobody to whom they apply could sign in.
///
/// # Errors
/// When one does, or the database does not answer.
pub fn check(casework: &Casework, known: &SingleSignOn) -> Result<(), Failure> {
    let SignOnEntry::Council(rules) = known.entry.clone() else {
        return Ok(());
    };
    let unknown = casework
        .store()
        .read_blocking(move |tx| rules.names_nothing(tx).map(|found| found.map(str::to_owned)))?;
    match unknown {
        None => Ok(()),
        Some(value) => Err(Failure::unusable(format!(
            "EHCP_SINGLE_SIGN_ON: roles, {value}: it names a team or a setting that this database does not have. The lists of \
             teams and of settings show their ids."
        ))),
    }
}

fn role(line: RoleLine) -> Result<SignOnRole, String> {
    let RoleLine {
        value,
        role,
        team_ids,
        education_setting_id,
    } = line;
    let wrong = |what: &str| Err(format!("roles, {value}: {what}"));
    if value.is_empty() {
        return wrong("a value must not be empty.");
    }
    if role.is_family() || role == Role::Service || role == Role::Adviser {
        return wrong(
            "this sign-in is for the council's staff and for settings. One for families has a file of its own, EHCP_FAMILY_SIGN_ON.",
        );
    }
    if (role == Role::School) != education_setting_id.is_some() {
        return wrong("the role school names its education_setting_id, and no other role does.");
    }
    if !team_ids.is_empty() && !role.is_staff() {
        return wrong("only the council's staff work in teams.");
    }
    Ok(SignOnRole {
        value,
        role,
        teams: team_ids,
        setting: education_setting_id,
    })
}

fn domain(text: String) -> Result<String, String> {
    let lower = text.trim().to_lowercase();
    match lower.contains('.') && !lower.contains(['@', ' ', '*']) {
        true => Ok(lower),
        false => Err(format!(
            "domains, {text}: name a whole domain, such as example.gov.uk."
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn good() -> Value {
        json!({
            "issuer": "https://login.example.gov.uk", "client_id": "ehcp",
            "redirect_uri": "https://send.example.gov.uk/signed-in", "role_claim": "groups",
            "roles": [{"value": "send-officers", "role": "officer"}], "domains": ["Example.gov.uk"],
        })
    }

    #[test]
    fn a_file_says_who_is_let_in() {
        let read = read(&good().to_string(), None).unwrap();
        let usual = &read.single_sign_on[0];
        let SignOnEntry::Council(rules) = &usual.entry else {
            panic!("not for the council");
        };
        assert_eq!(rules.domains, ["example.gov.uk"]);
        assert!(!rules.makes_accounts);
        assert_eq!(usual.leeway, TimeDelta::seconds(30));
    }

    #[test]
    fn whom_the_provider_knows_has_no_password_unless_the_file_says_so() {
        let alone = |change: fn(&mut Value)| {
            let mut file = good();
            change(&mut file);
            super::read(&file.to_string(), None).unwrap().provider_alone
        };
        assert_eq!(alone(|_| {}), Some(ProviderAlone::default()));
        let kept = alone(|file| file["password_accounts"] = json!(["Ada@Example.gov.uk"]));
        assert_eq!(kept.unwrap().but, ["ada@example.gov.uk"]);
        assert_eq!(alone(|file| file["passwords_beside"] = json!(true)), None);
    }

    #[test]
    fn what_cannot_be_is_refused_with_the_reason() {
        let school = json!([{"value": "heads", "role": "school"}]);
        let family = json!([{"value": "parents", "role": "parent"}]);
        for (field, value, says) in [
            ("issuer", json!("http://login.example.gov.uk"), "https"),
            ("roles", json!([]), "at least one"),
            ("roles", school, "education_setting_id"),
            ("roles", family, "EHCP_FAMILY_SIGN_ON"),
            (
                "roles",
                json!([{"value": "x", "role": "boss"}]),
                "unknown variant",
            ),
            ("domains", json!(["*.gov.uk"]), "whole domain"),
            ("leeway_seconds", json!(600), "0 to 120"),
            ("max_age_minutes", json!(1), "5 to 1440"),
            ("password_accounts", json!(["ada"]), "e-mail address"),
            (
                "password_accounts",
                json!(["a@b.uk", "c@b.uk", "d@b.uk", "e@b.uk", "f@b.uk", "g@b.uk"]),
                "at most",
            ),
            ("second_factor", json!({"amr": "mfa"}), "expected a sequence"),
            ("colour", json!("blue"), "unknown field"),
        ] {
            let mut file = good();
            file[field] = value;
            let error = read(&file.to_string(), None).err().unwrap_or_default();
            assert!(error.contains(says), "{field}: {error}");
        }
    }
}

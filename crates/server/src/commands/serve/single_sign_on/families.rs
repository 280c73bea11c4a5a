//! The settings of the sign-in for families. It knows no roles, no domains and no new accounts: a line that names one is
//! refused.

use super::{SecondFactorLine, half_a_day, half_a_minute, leeway, max_age};
use ehcp_api::{Provider, ProviderSettings, SingleSignOn};
use ehcp_casework::{FamilySignOn, SignOnEntry};
use serde::Deserialize;
use zeroize::Zeroizing;

/// The environment variable of the secret of this program at the provider.
pub(super) const SECRET_VARIABLE: &str = "EHCP_FAMILY_SIGN_ON_SECRET";

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyFile {
    issuer: String,
    client_id: String,
    #[serde(default)]
    audience: Option<String>,
    redirect_uri: String,
    #[serde(default)]
    scopes: Vec<String>,
    /// Whether an account that has never been linked is found by the address that the provider proves.
    #[serde(default)]
    links_by_address: bool,
    #[serde(default)]
    second_factor: SecondFactorLine,
    #[serde(default = "half_a_minute")]
    leeway_seconds: u16,
    #[serde(default = "half_a_day")]
    max_age_minutes: u16,
}

pub(super) fn read(text: &str, client_secret: Option<Zeroizing<String>>) -> Result<SingleSignOn, String> {
    let file: FamilyFile = serde_json::from_str(text).map_err(|error| format!("{error}."))?;
    let leeway = leeway(file.leeway_seconds)?;
    let provider = Provider::new(ProviderSettings {
        audience: file.audience.unwrap_or_else(|| file.client_id.clone()),
        issuer: file.issuer,
        client_id: file.client_id,
        client_secret,
        redirect_uri: file.redirect_uri,
        scopes: file.scopes,
        role_claim: None,
        leeway,
        max_age: max_age(file.max_age_minutes)?,
        second_factor: file.second_factor.claim(),
    })
    .map_err(|error| format!("{error}."))?;
    Ok(SingleSignOn {
        provider,
        entry: SignOnEntry::Families(FamilySignOn {
            links_by_address: file.links_by_address,
        }),
        leeway,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{not_one_for_both, read as read_council};
    use super::*;
    use serde_json::{Value, json};

    fn good() -> Value {
        json!({
            "issuer": "https://families.example.gov.uk", "client_id": "ehcp",
            "redirect_uri": "https://send.example.gov.uk/family-signed-in", "scopes": ["email"],
        })
    }

    #[test]
    fn an_address_links_nobody_unless_the_file_says_so() {
        let links = |file: &Value| match read(&file.to_string(), None).unwrap().entry {
            SignOnEntry::Families(families) => families.links_by_address,
            SignOnEntry::Council(_) => panic!("not for families"),
        };
        assert!(!links(&good()));
        let mut by_address = good();
        by_address["links_by_address"] = json!(true);
        assert!(links(&by_address));
    }

    #[test]
    fn the_sign_in_for_families_knows_no_roles_and_makes_no_accounts() {
        for (field, value, says) in [
            (
                "roles",
                json!([{"value": "admins", "role": "admin"}]),
                "unknown field",
            ),
            ("role_claim", json!("groups"), "unknown field"),
            ("makes_accounts", json!(true), "unknown field"),
            ("domains", json!(["example.org"]), "unknown field"),
            ("passwords_beside", json!(false), "unknown field"),
            ("issuer", json!("http://families.example.gov.uk"), "https"),
            ("leeway_seconds", json!(121), "0 to 120"),
            ("max_age_minutes", json!(4), "5 to 1440"),
        ] {
            let mut file = good();
            file[field] = value;
            let error = read(&file.to_string(), None).err().unwrap_or_default();
            assert!(error.contains(says), "{field}: {error}");
        }
    }

    #[test]
    fn one_provider_is_not_for_both() {
        let council = |issuer: &str| {
            let file = json!({
                "issuer": issuer, "client_id": "ehcp", "redirect_uri": "https://send.example.gov.uk/signed-in",
                "role_claim": "groups", "roles": [{"value": "send-officers", "role": "officer"}], "domains": [],
            });
            read_council(&file.to_string(), None).unwrap().single_sign_on
        };
        let families = read(&good().to_string(), None).unwrap();
        let refused = not_one_for_both(&families, &council("https://families.example.gov.uk"));
        assert!(refused.unwrap_err().contains("provider of their own"));
        assert!(not_one_for_both(&families, &council("https://login.example.gov.uk")).is_ok());
    }
}

//! Second factors in tests: the app on somebody's phone.

use crate::{PASSWORD, Person, TestApp};
use aws_lc_rs::hmac;
use ehcp_casework::{Asking, Bearer, SignIn, SignInStep};
use zeroize::Zeroizing;

impl Person {
    /// Who asks.
    #[must_use]
    pub fn asking(&self) -> Asking {
        Bearer {
            user: self.user,
            session: self.session,
        }
        .into()
    }
}

impl TestApp {
    /// Leaves somebody without a second factor, as if there had never been one.
    pub fn forget_second_factor(&self, person: Option<&Person>) {
        if let Some(person) = person {
            let user = person.user;
            self.store
                .write_blocking(move |tx| tx.delete_second_factor(user))
                .expect("no second factor");
            self.phones().remove(&user);
        }
    }

    /// Puts a seed into somebody's app.
    pub fn has_in_hand(&self, person: &Person, secret: &str) {
        self.phones().insert(person.user, secret.to_owned());
    }

    /// Somebody begins to enrol a second factor; gives the code that their app shows.
    #[must_use]
    pub fn starts_second_factor(&self, person: &Person) -> String {
        self.forget_second_factor(Some(person));
        let new = self
            .block_on(self.casework.start_second_factor(person.asking()))
            .expect("a new second factor");
        self.phones().insert(person.user, new.secret);
        self.code_of(person)
    }

    /// Somebody enrols a second factor; gives the recovery codes.
    pub fn enrols_second_factor(&self, person: &Person) -> Vec<String> {
        let code = self.starts_second_factor(person);
        self.block_on(self.casework.confirm_second_factor(person.asking(), code))
            .expect("the second factor counts")
            .recovery_codes
            .into_iter()
            .map(|code| code.0)
            .collect()
    }

    /// The code that somebody's app shows now.
    #[must_use]
    pub fn code_of(&self, person: &Person) -> String {
        let secret = self.phones().get(&person.user).cloned().expect("an app");
        code(&secret, self.clock.now().timestamp() / 30)
    }

    /// Shows somebody's password, and gives the challenge for the second step.
    #[must_use]
    pub fn shows_password(&self, person: &Person) -> String {
        let ask = SignIn {
            email: person.email.clone(),
            password: Zeroizing::new(PASSWORD.to_owned()),
            device_token: None,
            network: None,
        };
        match self
            .block_on(self.casework.sign_in(ask))
            .expect("the password fits")
        {
            SignInStep::SecondStep(due) => due.token.to_string(),
            SignInStep::Open(_) => panic!("the second factor was not asked for"),
        }
    }
}

/// What an authenticator app shows for a seed in base 32 (RFC 6238), worked out apart from the server.
fn code(secret: &str, step: i64) -> String {
    let bits: String = secret
        .chars()
        .map(|letter| {
            format!(
                "{:05b}",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).expect("base 32")
            )
        })
        .collect();
    let seed: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).expect("bits"), 2).expect("a byte"))
        .collect();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &seed);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag[19] & 15);
    let number = u32::from_be_bytes([tag[at] & 0x7f, tag[at + 1], tag[at + 2], tag[at + 3]]);
    format!("{:06}", number % 1_000_000)
}

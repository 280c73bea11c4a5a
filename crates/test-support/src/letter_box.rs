//! Messages that were sent to the people of the council, without a mail server.

use crate::TestApp;
use ehcp_casework::{Carrier, Letter, NotCarried, SendReport, Sender};
use std::sync::{Mutex, PoisonError};

/// A letter that came.
#[derive(Debug, Clone)]
pub struct Received {
    /// The address.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The text.
    pub content: String,
}

impl Received {
    /// The code in the text: the one word of 48 hexadecimal digits.
    #[must_use]
    pub fn code(&self) -> String {
        let is_code = |word: &&str| word.len() == 48 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let words = self.content.split_whitespace();
        words
            .map(|word| word.trim_end_matches(['.', ',']))
            .find(is_code)
            .expect("a letter with a code")
            .to_owned()
    }
}

/// Keeps letters; or refuses them, as a mail server that is away.
#[derive(Debug, Default)]
pub struct LetterBox {
    letters: Mutex<Vec<Received>>,
    refuses: Option<NotCarried>,
}

impl LetterBox {
    /// A box that refuses every letter.
    #[must_use]
    pub fn refusing(why: NotCarried) -> Self {
        Self {
            refuses: Some(why),
            ..Self::default()
        }
    }
}

impl Carrier for LetterBox {
    async fn carry(&self, letter: &Letter) -> Result<(), NotCarried> {
        if let Some(refusal) = &self.refuses {
            return Err(refusal.clone());
        }
        let mut letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        letters.push(Received {
            to: letter.to.clone(),
            subject: letter.subject.clone(),
            content: letter.content.to_string(),
        });
        Ok(())
    }
}

impl TestApp {
    /// Sends what is due now, and gives it.
    #[must_use]
    pub fn letters(&self) -> Vec<Received> {
        let letter_box = LetterBox::default();
        while self.send_to(&letter_box) != SendReport::default() {}
        letter_box
            .letters
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends what is due now, at most ten letters, to a box.
    pub fn send_to(&self, letter_box: &LetterBox) -> SendReport {
        let sender = Sender {
            site: "https://send.example.org".to_owned(),
            lease: chrono::Duration::minutes(3),
        };
        self.block_on(self.casework.send_due_messages(&sender, letter_box))
            .expect("the outbox is read")
    }

    /// The last letter to an address among those that are due now.
    #[must_use]
    pub fn letter_to(&self, address: &str) -> Received {
        let mut letters = self.letters();
        letters.retain(|letter| letter.to == address);
        letters.pop().unwrap_or_else(|| panic!("no letter to {address}"))
    }
}

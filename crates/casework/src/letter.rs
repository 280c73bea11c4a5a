//! What messages say. The texts are data: a word, a subject and plain English with places to fill in.
//!
//! A message may be read by anybody who gets hold of the letter box. It never names a child, a need or a decision: it
//! says where to look.

use ehcp_access::Action;
use ehcp_case::OutgoingMessageId;
use ehcp_store::Channel;
use zeroize::Zeroizing;

/// One text of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterText {
    /// The word by which it is known.
    pub word: &'static str,
    /// The subject line.
    pub subject: &'static str,
    /// What it says.
    pub content: &'static str,
}

/// What may be filled in: nothing that is personal but the reference of a case and the name of a setting.
#[cfg(test)]
const PLACES: [&str; 5] = ["{reference}", "{setting}", "{until}", "{code}", "{site}"];

macro_rules! letters {
    ($($(#[$says:meta])* $name:ident = $word:literal, $subject:literal, $content:literal;)+) => {
        impl LetterText {
            $($(#[$says])* pub(crate) const $name: Self = Self { word: $word, subject: $subject, content: $content };)+

            /// Every text.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
        }
    };
}

letters! {
    /// To the family: something that concerns them was recorded.
    CASE_NEWS = "case_news",
        "Something new in the case {reference}",
        "There is something new in the case {reference}. Sign in to read it: {site}\n";

    /// To somebody of the family, to whom a statutory notice was sent.
    LETTER_WAITING = "letter_waiting",
        "A letter in the case {reference}",
        "There is a letter for you in the case {reference}. Sign in to read it: {site}\n";

    /// To those who must look at it: somebody opened a case in an emergency.
    EMERGENCY_READING = "emergency_reading",
        "The case {reference} was opened in an emergency",
        "Somebody without a tie to the case {reference} opened it in an emergency. Sign in to see who and why: {site}\n\n\
         Another person must look at it within five working days.\n";

    /// To those who must decide on it: something is kept from somebody at once.
    KEPT_PROVISIONALLY = "kept_provisionally",
        "A second person is needed in the case {reference}",
        "In the case {reference} something is kept from somebody from now on. It ends by itself unless another person agrees \
         within two working days. Sign in to see what and why, and to agree or refuse: {site}\n";

    /// To information governance and administrators: one person did what needs two.
    LONE_ACT = "lone_act",
        "Somebody acted alone",
        "On the council's EHCP pages one person did something to which a second must agree, because nobody else could. The \
         record says so. Sign in to look at it: {site}\n";

    /// To somebody in a family, for whom an account was made.
    FAMILY_INVITATION = "family_invitation",
        "Your invitation to the council's EHCP pages",
        "The council invites you to its EHCP pages. Go to {site}, choose \"I have an invitation\" and enter this code:\n\n\
         {code}\n\n\
         You will be asked for the child's date of birth and for the reference of the case, which is on the council's \
         letters. The code can be used once, until {until}. If you did not expect this message, please tell the council.\n";

    /// To somebody at work, for whom an account was made.
    INVITATION = "invitation",
        "Your invitation to the council's EHCP pages",
        "An account was made for you on the council's EHCP pages. Go to {site}, choose \"I have an invitation\" and enter \
         this code:\n\n\
         {code}\n\n\
         It can be used once, until {until}. If you did not expect this message, please tell the council.\n";

    /// To somebody who wants to choose a new password.
    PASSWORD_RESET = "password_reset",
        "Choose a new password",
        "Somebody asked to choose a new password for your account on the council's EHCP pages. If that was you, go to \
         {site}, choose \"I have a code\" and enter this code within one hour:\n\n\
         {code}\n\n\
         If it was not you, you need do nothing: your password stays as it is.\n";

    /// To somebody whose password was changed.
    PASSWORD_CHANGED = "password_changed",
        "Your password was changed",
        "The password of your account on the council's EHCP pages was changed, and you were signed out on your \
         other devices. If it was not you, tell the council at once. Sign in: {site}\n";

    /// To a new address, to prove that it is one's own.
    EMAIL_CONFIRMATION = "email_confirmation",
        "Confirm your new e-mail address",
        "Somebody asked to use this e-mail address for an account on the council's EHCP pages. If that was you, go to \
         {site}, choose \"I have a code\" and enter this code within one hour:\n\n\
         {code}\n\n\
         If it was not you, you need do nothing.\n";

    /// To the old address, when another is to take its place.
    EMAIL_CHANGE_ASKED = "email_change_asked",
        "Your e-mail address is to be changed",
        "Somebody who is signed in with your account on the council's EHCP pages asked to use another e-mail address from \
         now on. If it was not you, tell the council at once: {site}\n";

    /// To the old address, when another has taken its place.
    EMAIL_CHANGED = "email_changed",
        "Your e-mail address was changed",
        "Your account on the council's EHCP pages uses another e-mail address from now on. This is the last message to this \
         one. If it was not you, tell the council at once: {site}\n";

    /// To somebody whose role, teams or setting were changed.
    ACCOUNT_CHANGED = "account_changed",
        "Your account was changed",
        "What you can do with your account on the council's EHCP pages was changed, and you were signed out. Sign in again to \
         go on: {site}\n";

    /// To somebody whose account was linked with the authority's own sign-in.
    SIGN_ON_LINKED = "sign_on_linked",
        "Your account was linked with the council's sign-in",
        "Your account on the council's EHCP pages was linked with the council's own sign-in: whoever signs in there as you \
         comes in here. If it was not you, tell the council at once: {site}\n";

    /// To somebody whose link with the authority's own sign-in was taken back.
    SIGN_ON_UNLINKED = "sign_on_unlinked",
        "Your account is no longer linked with the council's sign-in",
        "Your account on the council's EHCP pages is no longer linked with the council's own sign-in, and you were signed \
         out. Sign in with your password, or choose a new one: {site}\n";

    /// To somebody whose second factor an administrator took away, because it was lost.
    FACTOR_TAKEN_AWAY = "factor_taken_away",
        "Your second factor was removed",
        "An administrator removed the second factor of your account on the council's EHCP pages, because you said that you \
         had lost it, and you were signed out. Your password counts no more. Choose a new one: {site}\n\n\
         If you did not ask for this, please tell the council at once.\n";

    /// To somebody of a family whose account was linked with the sign-in for families.
    FAMILY_SIGN_ON_LINKED = "family_sign_on_linked",
        "You have a new way to sign in",
        "There is a new way to sign in to your account on the council's EHCP pages: the sign-in that the council offers to \
         families. Your password works as before. If it was not you, tell the council at once: {site}\n";

    /// To somebody of a family whose link with the sign-in for families was taken back.
    FAMILY_SIGN_ON_UNLINKED = "family_sign_on_unlinked",
        "A way to sign in to your account was taken away",
        "You can no longer come into your account on the council's EHCP pages through the sign-in that the council offers to \
         families. Sign in with your password, or choose a new one. If it was not you and you do not know why, ask the \
         council: {site}\n";

    /// To a parent in whose place a representative acts.
    REPRESENTED = "represented",
        "Somebody acts in your place",
        "The council has recorded that somebody acts in your place on its EHCP pages, because they may by law. Our letters go \
         to them, and they decide with you in mind. If you think that this is wrong, please tell the council: {site}\n";

    /// To a representative of a parent.
    REPRESENTS = "represents",
        "You act in a parent's place",
        "The council has recorded that you act in a parent's place on its EHCP pages. Sign in to see for which child, and from \
         which day: {site}\n";

    /// To a parent in whose place nobody acts any more.
    REPRESENTED_NO_LONGER = "represented_no_longer",
        "You act for your child yourself again",
        "The council has recorded that nobody acts in your place on its EHCP pages any more, from a day that it has noted. From \
         then on you act for your child yourself. If you think that this is wrong, please tell the council: {site}\n";

    /// To whoever acts in a parent's place no longer.
    REPRESENTS_NO_LONGER = "represents_no_longer",
        "You no longer act in a parent's place",
        "The council has recorded that you no longer act in a parent's place on its EHCP pages, from a day that it has noted. \
         If you think that this is wrong, please tell the council: {site}\n";

    /// To somebody whose account was closed.
    ACCOUNT_CLOSED = "account_closed",
        "Your account was closed",
        "Your account on the council's EHCP pages was closed. If you think that this is a mistake, please ask the council: \
         {site}\n";
}

impl LetterText {
    /// What staff must be allowed to do on a case in order to be told this of it; nothing for what families are told.
    pub(crate) fn action_behind(word: &str) -> Option<Action> {
        if word == Self::EMERGENCY_READING.word {
            Some(Action::ReadBreakGlass)
        } else if word == Self::KEPT_PROVISIONALLY.word {
            Some(Action::SetLimit)
        } else {
            None
        }
    }

    /// Subject and text with these places filled in. `{code}` and `{site}` stay until the message goes.
    pub(crate) fn filled(&self, values: &[(&str, &str)]) -> (String, String) {
        let fill = |text: &str| {
            values.iter().fold(text.to_owned(), |text, (place, value)| {
                text.replace(&format!("{{{place}}}"), value)
            })
        };
        (fill(self.subject), fill(self.content))
    }
}

/// A message as it is handed over.
pub struct Letter {
    /// Its id, by which a receiver knows a repetition.
    pub id: OutgoingMessageId,
    /// How it travels.
    pub channel: Channel,
    /// The address it goes to.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The text. It may hold a code that lets somebody in.
    pub content: Zeroizing<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_only_places_that_can_be_filled_in() {
        for text in LetterText::ALL {
            let whole = PLACES
                .iter()
                .fold(format!("{}{}", text.subject, text.content), |whole, place| {
                    whole.replace(place, "")
                });
            assert!(!whole.contains(['{', '}']), "{}: {whole}", text.word);
        }
    }

    #[test]
    fn each_text_has_a_word_of_its_own_and_a_subject_of_one_line() {
        let words: std::collections::BTreeSet<_> = LetterText::ALL.iter().map(|text| text.word).collect();
        assert_eq!(words.len(), LetterText::ALL.len());
        for text in LetterText::ALL {
            assert!(
                !text.subject.contains('\n') && text.subject.len() < 100,
                "{}",
                text.word
            );
            assert!(!text.subject.contains("{code}"), "{}", text.word);
        }
    }
}

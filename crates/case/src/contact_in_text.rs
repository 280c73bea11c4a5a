//! Finding postcodes, telephone numbers and e-mail addresses in running text.

use crate::contact::is_postcode;

/// What kind of contact detail stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactDetail {
    /// A postcode of the United Kingdom.
    Postcode,
    /// A telephone number.
    Telephone,
    /// An e-mail address.
    Email,
}

impl ContactDetail {
    /// The words for it, with their article.
    pub fn words(self) -> &'static str {
        match self {
            Self::Postcode => "a postcode",
            Self::Telephone => "a telephone number",
            Self::Email => "an e-mail address",
        }
    }
}

/// The first kind of contact detail that a text seems to hold. It errs on the side of finding one: a text that is
/// refused can be written in other words, an address that got through cannot be called back.
pub fn contact_detail_in(text: &str) -> Option<ContactDetail> {
    let text: Vec<char> = text
        .chars()
        .map(|c| match c {
            c if c.is_whitespace() => ' ',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{FF10}'..='\u{FF19}' => char::from_digit(u32::from(c) - 0xFF10, 10).unwrap_or(c),
            '\u{FF20}' => '@',
            c => c.to_ascii_uppercase(),
        })
        .filter(|c| !matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}'))
        .collect();
    if has_email(&text) {
        Some(ContactDetail::Email)
    } else if (0..text.len()).any(|from| postcode_at(&text, from)) {
        Some(ContactDetail::Postcode)
    } else if (0..text.len()).any(|from| telephone_at(&text, from)) {
        Some(ContactDetail::Telephone)
    } else {
        None
    }
}

fn at(text: &[char], place: usize) -> Option<char> {
    text.get(place).copied()
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// The ways to write an at sign so that a machine does not see it.
const AT_SIGNS: [&str; 5] = ["@", "(AT)", "[AT]", " AT SIGN ", "{AT}"];

/// The ways to write a dot, the longer ones first.
const DOTS: [&str; 5] = [" (DOT) ", " [DOT] ", "(DOT)", "[DOT]", " DOT "];

fn has_email(text: &[char]) -> bool {
    let text: String = text.iter().collect();
    AT_SIGNS.iter().any(|sign| {
        text.match_indices(sign).any(|(place, found)| {
            let before = text.get(..place).unwrap_or_default().trim_end();
            let after = text
                .get(place.saturating_add(found.len())..)
                .unwrap_or_default()
                .trim_start();
            let after = DOTS
                .iter()
                .fold(after.to_owned(), |text, dot| text.replace(dot, "."));
            let host: String = after
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
                .collect();
            let dotted = host
                .trim_end_matches('.')
                .rsplit_once('.')
                .is_some_and(|(name, end)| !name.is_empty() && end.chars().count() >= 2);
            dotted && is_word(before.chars().next_back())
        })
    })
}

/// Whether a postcode begins at a place: an outward half, at most three separators, an inward half.
fn postcode_at(text: &[char], from: usize) -> bool {
    let before = from.checked_sub(1).and_then(|place| at(text, place));
    if is_word(before) {
        return false;
    }
    (2..=4).any(|length| {
        let Some(outward) = text.get(from..from.saturating_add(length)) else {
            return false;
        };
        let gap = text
            .iter()
            .skip(from.saturating_add(length))
            .take(3)
            .take_while(|c| matches!(c, ' ' | '-' | '.' | '_' | '/'))
            .count();
        let start = from.saturating_add(length).saturating_add(gap);
        let Some(inward) = text.get(start..start.saturating_add(3)) else {
            return false;
        };
        !is_word(at(text, start.saturating_add(3)))
            && is_postcode(
                &outward.iter().collect::<String>(),
                &inward.iter().collect::<String>(),
            )
    })
}

/// Words after which even a short run of digits is a telephone number.
const TELEPHONE_WORDS: [&str; 9] = [
    "TEL",
    "TELEPHONE",
    "PHONE",
    "MOBILE",
    "MOB",
    "CELL",
    "RING",
    "CALL",
    "TEXT",
];

/// Whether a telephone number begins at a place.
fn telephone_at(text: &[char], from: usize) -> bool {
    let before = from.checked_sub(1).and_then(|place| at(text, place));
    let opens = matches!(at(text, from), Some('0'..='9' | '+' | '('));
    if !opens || is_word(before) {
        return false;
    }
    let digits = digits_from(text, from);
    let count = digits.all.len();
    let national = |all: &str| {
        let mut digits = all.chars();
        let zero = digits.next() == Some('0');
        let kind = digits.next();
        let third = digits.next();
        zero && matches!(kind, Some('1' | '2' | '3' | '5' | '7' | '8' | '9'))
            && !(kind == Some('1') && third == Some('0'))
            && !(kind == Some('2') && third == Some('0') && digits.next() == Some('2') && count == 8)
    };
    // A day such as 07-09-2026 has a first group of two digits; a number's first group is longer.
    let grouped = digits.first_group >= 3 || digits.one_by_one;
    let prefix = |length: usize| digits.all.get(..length).unwrap_or_default().to_owned();
    let is_national = grouped
        && [10, 11]
            .into_iter()
            .any(|length| digits.ends_at(length) && national(&prefix(length)));
    let abroad = |code: &str| {
        digits
            .all
            .strip_prefix(code)
            .is_some_and(|rest| (9..=12).contains(&rest.len()))
    };
    let is_international =
        (digits.plus && (8..=15).contains(&count)) || abroad("0044") || (digits.plus && abroad("44"));
    is_national || is_international || (said_to_be_a_number(text, from) && digits.longest_before_words >= 5)
}

/// The digits from a place on, with what separates them.
struct Digits {
    all: String,
    plus: bool,
    first_group: usize,
    one_by_one: bool,
    longest_before_words: usize,
    /// After how many digits a separator or the end follows.
    ends: Vec<usize>,
}

impl Digits {
    fn ends_at(&self, length: usize) -> bool {
        self.ends.contains(&length)
    }
}

fn digits_from(text: &[char], from: usize) -> Digits {
    let mut all = String::new();
    let mut ends = Vec::new();
    let mut gap = 0_usize;
    let mut plus = false;
    let mut groups = Vec::new();
    let mut group = 0_usize;
    for c in text.iter().skip(from) {
        match c {
            '0'..='9' => {
                all.push(*c);
                gap = 0;
                group = group.saturating_add(1);
            }
            '+' if all.is_empty() => plus = true,
            ' ' | '-' | '.' | '(' | ')' | '/' if gap < 3 => {
                gap = gap.saturating_add(1);
                if group > 0 {
                    ends.push(all.len());
                    groups.push(group);
                    group = 0;
                }
            }
            c if c.is_alphabetic() && group > 0 => {
                group = 0;
                break;
            }
            _ => break,
        }
        if all.len() > 20 {
            break;
        }
    }
    if group > 0 {
        ends.push(all.len());
        groups.push(group);
    }
    Digits {
        longest_before_words: ends.last().copied().unwrap_or(0),
        one_by_one: groups.len() >= 5 && groups.iter().all(|length| *length <= 2),
        first_group: groups.first().copied().unwrap_or(0),
        all,
        plus,
        ends,
    }
}

/// Whether one of the three words before a place says that a telephone number follows.
fn said_to_be_a_number(text: &[char], from: usize) -> bool {
    let before: String = text.iter().take(from).collect();
    before
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .rev()
        .take(3)
        .any(|word| TELEPHONE_WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences around a detail, as people write them.
    const FRAMES: [&str; 5] = [
        "{}",
        "They live at {} now.",
        "New: {}, since May",
        "see ({}) please",
        "Moved.\n{}\nDo not share.",
    ];

    const POSTCODES: [&str; 16] = [
        "SW1A 1AA",
        "sw1a1aa",
        "M1 1AE",
        "m1  1ae",
        "B33 8TH",
        "CR2-6XH",
        "DN55 1PT",
        "W1A 0AX",
        "EC1A 1BB",
        "ng1\u{a0}5fs",
        "LE1 5WW",
        "l1 8jq",
        "G2 1DU",
        "CF10 3AT",
        "BT7 1NN",
        "PO16 7GZ",
    ];

    const TELEPHONES: [&str; 18] = [
        "01632 960101",
        "01632960101",
        "01632-960-101",
        "(01632) 960101",
        "0113 496 0000",
        "020 7946 0123",
        "02079460123",
        "07700 900123",
        "07700900123",
        "+44 7700 900123",
        "+447700900123",
        "+44 (0)1632 960101",
        "0044 1632 960101",
        "0808 157 0192",
        "0 7 7 0 0 9 0 0 1 2 3",
        "07700.900.123",
        "tel 960101",
        "phone: 960 101",
    ];

    const EMAILS: [&str; 8] = [
        "amina@example.org",
        "A.Okafor@Example.Co.Uk",
        "amina @ example.org",
        "amina(at)example.org",
        "amina [at] example [dot] org",
        "amina+home@example.com",
        "amina_okafor@sub.example.org",
        "ä@example.org",
    ];

    #[test]
    fn two_hundred_ways_to_write_a_contact_detail_are_found() {
        let mut tried = 0;
        for (samples, kind) in [
            (&POSTCODES[..], ContactDetail::Postcode),
            (&TELEPHONES[..], ContactDetail::Telephone),
            (&EMAILS[..], ContactDetail::Email),
        ] {
            for (sample, frame) in samples.iter().flat_map(|s| FRAMES.iter().map(move |f| (s, f))) {
                let text = frame.replace("{}", sample);
                assert_eq!(contact_detail_in(&text), Some(kind), "{text}");
                tried += 1;
            }
        }
        assert!(tried >= 200, "{tried}");
    }

    #[test]
    fn what_professionals_write_every_day_is_not_taken_for_one() {
        for text in [
            "Maya was born on 14/03/2018 and started school on 2022-09-01.",
            "On 07-09-2026 and 09.10.2026 we met; 07 09 2026 was a Monday.",
            "Reference EHC-2026-000123, UPN H801200001001.",
            "She needs 15 hours a week in KS2, in Year 4, with a 1:1 ratio.",
            "Section H1 and section H2; see page 12, B2 and F10.",
            "Her standard score was 82 (12th centile), CELF-5, WISC-V 95 103 88.",
            "Funding of £12,345.67 for 2026/2027; element 3 of £10 000.",
            "A meeting @ school at 10.30. Costs 20000 a year.",
            "Call 5 times before 12. Ring bell 3.",
            "Regulation 5(1) and s.36(8) of the 2014 Act; SI 2014/1530.",
            "He reads at 2nd level, she at E1 3rd grade.",
        ] {
            let found = contact_detail_in(text);
            // “E1 3RD” has the very shape of a postcode.
            if text.contains("3rd grade") {
                assert_eq!(found, Some(ContactDetail::Postcode), "{text}");
            } else {
                assert_eq!(found, None, "{text}");
            }
        }
    }
}

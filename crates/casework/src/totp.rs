//! Codes of authenticator apps: RFC 6238 with SHA-1, six digits and steps of thirty seconds, which is what every app
//! knows. Written on HMAC here, because a code may be used once only and so the step that it fits must be known.

use aws_lc_rs::{constant_time, hmac};
use chrono::{DateTime, Utc};

/// The bytes of a seed: 160 bits, as RFC 4226 recommends.
pub(crate) const SEED_LENGTH: usize = 20;

/// Seconds in which one code is shown.
const STEP: i64 = 30;

/// How many steps earlier or later a code may be, for clocks that differ and people who type slowly.
const LEEWAY: i64 = 1;

/// The step whose code this is: the present one or one beside it, and later than the last that was used.
pub(crate) fn step_of(seed: &[u8], code: &str, now: DateTime<Utc>, last_used: Option<i64>) -> Option<i64> {
    let present = now.timestamp().div_euclid(STEP);
    let steps =
        (present - LEEWAY..=present + LEEWAY).filter(|step| last_used.is_none_or(|last| *step > last));
    let mut fitting = None;
    for step in steps {
        let right = code_at(seed, step);
        if constant_time::verify_slices_are_equal(right.as_bytes(), code.as_bytes()).is_ok() {
            fitting = fitting.or(Some(step));
        }
    }
    fitting
}

/// The code of a step.
pub(crate) fn code_at(seed: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, seed);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes.last().copied().unwrap_or(0) & 0x0f);
    let number = bytes
        .get(offset..)
        .and_then(|rest| rest.first_chunk::<4>())
        .map_or(0, |four| u32::from_be_bytes(*four) & 0x7fff_ffff);
    format!("{:06}", number % 1_000_000)
}

/// Bytes in base 32 without padding, as authenticator apps read a seed (RFC 4648).
pub(crate) fn base32(bytes: &[u8]) -> String {
    const LETTERS: [char; 32] = [
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T',
        'U', 'V', 'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7',
    ];
    let mut text = String::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push(&mut text, &LETTERS, held >> bits);
        }
    }
    if bits > 0 {
        push(&mut text, &LETTERS, held << (5 - bits));
    }
    text
}

fn push(text: &mut String, letters: &[char; 32], five: u32) {
    let place = usize::try_from(five & 31).unwrap_or(0);
    text.extend(letters.get(place));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The seed of the examples in RFC 6238.
    const SEED: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(SEED, seconds / STEP), code);
        }
    }

    #[test]
    fn a_code_is_good_one_step_early_and_one_step_late_and_no_more() {
        let step = 41_152_263;
        let code = code_at(SEED, step);
        let fits = |seconds: i64| step_of(SEED, &code, at(step * STEP + seconds), None).is_some();
        assert_eq!(
            [fits(-31), fits(-30), fits(0), fits(29), fits(59), fits(60)],
            [false, true, true, true, true, false]
        );
    }

    #[test]
    fn a_code_that_was_used_and_every_earlier_one_is_refused() {
        let step = 41_152_263;
        let now = at(step * STEP);
        let of = |which: i64| step_of(SEED, &code_at(SEED, which), now, Some(step));
        assert_eq!(
            (of(step - 1), of(step), of(step + 1)),
            (None, None, Some(step + 1))
        );
        for code in ["", "12345", "1234567", "abcdef", "００００００"] {
            assert_eq!(step_of(SEED, code, now, None), None, "{code}");
        }
    }

    #[test]
    fn seeds_are_written_in_base_32() {
        for (bytes, text) in [
            (&b"f"[..], "MY"),
            (b"fo", "MZXQ"),
            (b"foo", "MZXW6"),
            (b"foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes), text);
        }
        assert_eq!(base32(SEED), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}

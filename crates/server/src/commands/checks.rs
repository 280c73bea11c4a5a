//! The checks of what is typed on the command line.

use crate::failure::{Failure, wrong_text};
use ehcp_case::Line;
use std::{
    net::{IpAddr, SocketAddr},
    num::NonZeroUsize,
    str::FromStr,
};

/// The fewest and the most digits of a telephone number (ITU-T E.164 has fifteen at most).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// A checked line of text.
///
/// # Errors
/// When it is empty, too long or has control characters.
pub fn line(option: &str, text: &str) -> Result<String, Failure> {
    Line::new(text)
        .map(|line| line.as_str().to_owned())
        .map_err(|error| wrong_text(option, error))
}

/// A checked e-mail address, in small letters.
///
/// # Errors
/// When mail cannot be sent to it.
pub fn email(option: &str, text: &str) -> Result<String, Failure> {
    ehcp_casework::email::address(text).ok_or_else(|| {
        Failure::unusable(format!(
            "{option}: an e-mail address looks like name@example.org."
        ))
    })
}

/// A checked telephone number as people write it: digits, perhaps in groups, perhaps with + or brackets.
///
/// # Errors
/// When it cannot be dialled.
pub fn phone(option: &str, text: &str) -> Result<String, Failure> {
    let number = line(option, text)?;
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let others = number.chars().all(|c| c.is_ascii_digit() || " +()-".contains(c));
    if others && PHONE_DIGITS.contains(&digits) {
        return Ok(number);
    }
    Err(Failure::unusable(format!(
        "{option}: a telephone number has 7 to 15 digits, such as 01992 000000."
    )))
}

/// A checked unique reference number of the national register: schools and colleges have six digits, early-years
/// settings six or seven, some with EY in front.
///
/// # Errors
/// When no number of the register looks like it.
pub fn urn(text: &str) -> Result<String, Failure> {
    let urn = text.trim().to_ascii_uppercase();
    let digits = urn.strip_prefix("EY").unwrap_or(&urn);
    if matches!(digits.len(), 6 | 7) && digits.chars().all(|c| c.is_ascii_digit()) {
        return Ok(urn);
    }
    Err(Failure::unusable(
        "--urn: a unique reference number has six digits, such as 117000; early-years settings may have seven, or EY in front.",
    ))
}

/// A whole number, as an option takes it.
///
/// # Errors
/// What would be right.
pub fn whole_number<T: FromStr>(text: &str) -> Result<T, String> {
    text.trim()
        .parse()
        .map_err(|_| "write a whole number, such as 20, that is not too large".to_owned())
}

/// A whole number that is not nought.
///
/// # Errors
/// What would be right.
pub fn at_least_one(text: &str) -> Result<NonZeroUsize, String> {
    text.trim()
        .parse()
        .map_err(|_| "write a whole number of at least 1".to_owned())
}

/// An address and port to answer on.
///
/// # Errors
/// What would be right.
pub fn address(text: &str) -> Result<SocketAddr, String> {
    text.trim().parse().map_err(|_| {
        "write an IP address, a colon and a port, such as 127.0.0.1:8080 or [::1]:8080".to_owned()
    })
}

/// The address of a page.
///
/// # Errors
/// What would be right.
pub fn page(text: &str) -> Result<String, String> {
    let text = text.trim();
    let fits = text.strip_prefix("https://").is_some_and(|rest| !rest.is_empty());
    if fits && text.len() <= 500 && !text.contains(char::is_whitespace) {
        Ok(text.to_owned())
    } else {
        Err("write the address of a page, such as https://www.example.org/complaints".to_owned())
    }
}

/// An IP address.
///
/// # Errors
/// What would be right.
pub fn ip_address(text: &str) -> Result<IpAddr, String> {
    text.trim()
        .parse()
        .map_err(|_| "write an IP address, such as 10.0.0.7".to_owned())
}

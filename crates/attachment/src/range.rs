//! Which part of a file is asked for (RFC 9110, section 14): one range, or the whole.

use std::num::NonZeroU64;

/// A part of a file, its last byte included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The first byte, counted from 0.
    pub first: u64,
    /// The last byte.
    pub last: u64,
}

impl Part {
    /// How many bytes it has: at least one.
    #[must_use]
    pub const fn length(self) -> u64 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The whole file: no range, several ranges, or one that cannot be read, which a server may ignore.
    Whole,
    /// One part.
    Part(Part),
    /// A part that the file does not have.
    Beyond,
}

/// What `Range` asks of a file of `size` bytes whose entity tag is `etag`, `"` included. `If-Range` with another tag,
/// or with a date, asks for the whole file: the asker has a part of another one.
#[must_use]
pub fn asked(range: Option<&str>, if_range: Option<&str>, etag: &str, size: NonZeroU64) -> Asked {
    let held = if_range.is_none_or(|tag| tag.trim() == etag);
    match range.filter(|_| held) {
        Some(range) => one(range, size.get()).unwrap_or(Asked::Whole),
        None => Asked::Whole,
    }
}

fn one(range: &str, size: u64) -> Option<Asked> {
    let (unit, spec) = range.trim().split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") || spec.contains(',') {
        return None;
    }
    let (first, last) = spec.trim().split_once('-')?;
    if first.is_empty() {
        let length = number(last)?;
        return Some(match length {
            0 => Asked::Beyond,
            _ => Asked::Part(Part {
                first: size.saturating_sub(length),
                last: size.saturating_sub(1),
            }),
        });
    }
    let first = number(first)?;
    let last = match last {
        "" => u64::MAX,
        text => number(text)?,
    };
    if last < first {
        return None;
    }
    Some(if first >= size {
        Asked::Beyond
    } else {
        Asked::Part(Part {
            first,
            last: last.min(size.saturating_sub(1)),
        })
    })
}

/// Digits alone; a number that is too large is the largest.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TAG: &str = "\"a\"";

    fn of_ten(range: &str) -> Asked {
        asked(Some(range), None, TAG, NonZeroU64::new(10).unwrap())
    }

    fn part(first: u64, last: u64) -> Asked {
        Asked::Part(Part { first, last })
    }

    #[test]
    fn one_range_is_a_part() {
        assert_eq!(of_ten("bytes=0-0"), part(0, 0));
        assert_eq!(of_ten("bytes=2-"), part(2, 9));
        assert_eq!(of_ten("bytes=2-99"), part(2, 9));
        assert_eq!(of_ten("bytes=-3"), part(7, 9));
        assert_eq!(of_ten("bytes=-99"), part(0, 9));
        assert_eq!(of_ten("Bytes = 1-2"), part(1, 2));
        assert_eq!(of_ten("bytes=0-99999999999999999999999"), part(0, 9));
        assert_eq!(Part { first: 2, last: 9 }.length(), 8);
    }

    #[test]
    fn a_part_that_is_not_there_is_beyond() {
        for range in [
            "bytes=10-",
            "bytes=99-100",
            "bytes=-0",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(of_ten(range), Asked::Beyond, "{range}");
        }
    }

    #[test]
    fn what_cannot_be_read_or_is_many_asks_for_the_whole() {
        for range in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=5-2",
            "bytes=0-1,3-4",
            "lines=1-2",
            "bytes=+1-2",
            "bytes=1- 2",
        ] {
            assert_eq!(of_ten(range), Asked::Whole, "{range}");
        }
    }

    #[test]
    fn a_part_of_another_file_is_not_continued() {
        let size = NonZeroU64::new(10).unwrap();
        assert_eq!(asked(Some("bytes=2-"), Some(TAG), TAG, size), part(2, 9));
        assert_eq!(asked(Some("bytes=2-"), Some("\"b\""), TAG, size), Asked::Whole);
        assert_eq!(asked(Some("bytes=2-"), Some("W/\"a\""), TAG, size), Asked::Whole);
        assert_eq!(asked(None, Some(TAG), TAG, size), Asked::Whole);
    }

    proptest! {
        #[test]
        fn a_part_lies_in_the_file(range in "bytes=[0-9]{0,21}-[0-9]{0,21}", size in 1_u64..) {
            if let Asked::Part(part) = asked(Some(&range), None, TAG, NonZeroU64::new(size).unwrap()) {
                prop_assert!(part.first <= part.last && part.last < size);
                prop_assert!(part.length() <= size);
            }
        }
    }
}

//! Which form of an answer the caller wants (RFC 9110 section 12.5.1).

use actix_web::http::header::{ACCEPT, HeaderMap};

/// One member of `Accept`: the media range, and how much it is wanted, from 0 (not at all) to 1.
type Range = (String, f32);

/// Whether `Accept` allows one of the media types. Without the header, or with one that cannot be read, everything
/// is acceptable; `q=0` excludes.
pub(crate) fn acceptable(headers: &HeaderMap, produces: &[String]) -> bool {
    let Some(ranges) = ranges(headers) else {
        return true;
    };
    produces.is_empty() || produces.iter().any(|media| quality(media, &ranges) > 0.0)
}

/// Whether the caller wants CSV more than JSON.
pub(crate) fn prefers_csv(headers: &HeaderMap) -> bool {
    prefers(headers, "text/csv", "application/json")
}

/// Whether the caller wants one media type more than another.
pub(crate) fn prefers(headers: &HeaderMap, one: &str, other: &str) -> bool {
    ranges(headers).is_some_and(|ranges| quality(one, &ranges) > quality(other, &ranges))
}

/// The members of the header; nothing when there is none, or none that can be read.
fn ranges(headers: &HeaderMap) -> Option<Vec<Range>> {
    let lines: Option<Vec<&str>> = headers.get_all(ACCEPT).map(|value| value.to_str().ok()).collect();
    let lines = lines.filter(|lines| !lines.iter().all(|line| line.trim().is_empty()))?;
    Some(lines.iter().flat_map(|line| line.split(',')).map(range).collect())
}

fn range(member: &str) -> Range {
    let mut parts = member.split(';').map(|part| part.trim().to_ascii_lowercase());
    let media = parts.next().unwrap_or_default();
    let wanted = parts
        .filter_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok())
        .next()
        .filter(|q| q.is_finite())
        .map_or(1.0, |q| q.clamp(0.0, 1.0));
    (media, wanted)
}

/// The most exact range that fits decides.
fn quality(media: &str, ranges: &[Range]) -> f32 {
    let family = media
        .split('/')
        .next()
        .map(|family| format!("{family}/*"))
        .unwrap_or_default();
    let decides = |exact: &str| {
        ranges
            .iter()
            .find(|(range, _)| range == exact)
            .map(|(_, wanted)| *wanted)
    };
    decides(media)
        .or_else(|| decides(&family))
        .or_else(|| decides("*/*"))
        .unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn accepts(header: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_str(header).unwrap());
        acceptable(&headers, &["application/json".to_owned()])
    }

    #[test]
    fn csv_is_given_only_to_who_wants_it_more() {
        let csv = |header: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, HeaderValue::from_str(header).unwrap());
            prefers_csv(&headers)
        };
        for header in [
            "text/csv",
            "text/*",
            "text/csv, application/json;q=0.5",
            "text/csv, */*;q=0.1",
        ] {
            assert!(csv(header), "{header}");
        }
        for header in [
            "",
            "*/*",
            "application/json",
            "application/json, text/csv;q=0.9",
            "text/csv;q=0, */*",
        ] {
            assert!(!csv(header), "{header}");
        }
    }

    #[test]
    fn accept_decides_by_its_most_exact_range() {
        for header in [
            "",
            "*/*",
            "application/json",
            "text/html, */*;q=0.1",
            "application/*",
            "APPLICATION/JSON; q=0.5",
            "application/json, */*;q=0",
        ] {
            assert!(accepts(header), "{header}");
        }
        for header in [
            "text/html",
            "application/json;q=0",
            "application/json;q=0, */*",
            "text/*",
            "application/xml",
            "nonsense",
        ] {
            assert!(!accepts(header), "{header}");
        }
    }
}

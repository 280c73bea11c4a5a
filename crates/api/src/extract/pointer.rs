//! JSON pointers (RFC 6901).

use serde_path_to_error::{Path, Segment};

/// Adds one step to a pointer, escaping `~` and `/`.
pub(super) fn push(pointer: &mut String, step: &str) {
    pointer.push('/');
    pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
}

/// The pointer of a serde path; `last` is what its last step reads as, if that is known better from the message.
pub(super) fn from_path(path: &Path, last: Option<&str>) -> String {
    let mut pointer = String::new();
    let mut tail = None;
    for segment in path {
        let step = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { variant } => variant.clone(),
            Segment::Unknown => continue,
        };
        push(&mut pointer, &step);
        tail = Some(step);
    }
    if let Some(last) = last
        && tail.as_deref() != Some(last)
    {
        push(&mut pointer, last);
    }
    pointer
}

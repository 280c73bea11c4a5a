//! Which row stands on which page, and how far down.

use super::layout::{BOTTOM, Layout, Row, TOP};

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    /// The page, from 0.
    pub(super) page: usize,
    /// The upper edge of the row, from the upper edge of the paper.
    pub(super) y: f32,
}

/// The place of every row.
pub(super) fn places(layout: &Layout<'_>) -> Vec<Place> {
    let mut places = Vec::with_capacity(layout.rows.len());
    let mut here = Place {
        page: 0,
        y: layout.body_top,
    };
    let mut is_first = true;
    let mut rest: &[Row] = &layout.rows;
    while let Some(row) = rest.first() {
        if let Some(y) = row.fixed {
            places.push(Place { page: 0, y });
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let together = rest.iter().take_while(|row| row.keep).count() + 1;
        let group = rest.get(..together).unwrap_or(rest);
        let height: f32 = group.iter().map(|row| row.before + row.height).sum();
        // What belongs together moves to the next page together, unless no page can hold it.
        if !is_first && here.y + height > BOTTOM && height <= BOTTOM - TOP {
            here = next_page(here);
            is_first = true;
        }
        for row in group {
            let before = if is_first { 0.0 } else { row.before };
            if here.y + before + row.height > BOTTOM && !is_first {
                here = next_page(here);
            } else {
                here.y += before;
            }
            places.push(here);
            here.y += row.height;
            is_first = false;
        }
        rest = rest.get(group.len()..).unwrap_or_default();
    }
    places
}

fn next_page(here: Place) -> Place {
    Place {
        page: here.page + 1,
        y: TOP,
    }
}

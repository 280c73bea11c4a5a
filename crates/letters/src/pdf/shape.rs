//! From words to lines of glyphs: direction, font, shaping, and where lines break.

use super::fonts::{FaceName, Fonts};
use crate::document::Run;
use harfrust::{Direction, ShapeOptions, UnicodeBuffer};
use krilla::text::{GlyphId, KrillaGlyph};
use std::{ops::Range, rc::Rc};
use unicode_bidi::ParagraphBidiInfo;

/// Glyphs of one font that stand together, in the order in which they are seen.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    /// Where it begins, from the left end of the line.
    pub(super) x: f32,
    pub(super) face: FaceName,
    /// Whether it is read from the right.
    pub(super) from_right: bool,
    pub(super) glyphs: Vec<KrillaGlyph>,
    /// The bytes of the text that it shows.
    pub(super) range: Range<usize>,
}

/// One line of a text.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The whole text, of which the line is a part.
    pub(super) text: Rc<str>,
    /// In the order of reading.
    pub(super) stretches: Vec<Stretch>,
    /// In points, without the space at its end.
    pub(super) width: f32,
    /// Whether it is read from the right.
    pub(super) from_right: bool,
}

/// A part of the text with one font and one direction.
struct Segment {
    range: Range<usize>,
    face: FaceName,
    from_right: bool,
    glyphs: Vec<KrillaGlyph>,
}

/// The lines of a text at a size, none of them wider than a width.
pub(super) fn lines(fonts: &Fonts, runs: &[Run], size: f32, width: f32) -> Vec<Line> {
    let text: Rc<str> = runs
        .iter()
        .map(|run| run.text.as_str())
        .collect::<String>()
        .into();
    let direction = ParagraphBidiInfo::new(&text, None);
    let segments = segments(fonts, runs, &text, &direction);
    let from_right = direction.paragraph_level.is_rtl();
    breaks(&text, &segments, width / size)
        .into_iter()
        .map(|range| line(&text, &segments, &direction, range, size, from_right))
        .collect()
}

fn segments(fonts: &Fonts, runs: &[Run], text: &str, direction: &ParagraphBidiInfo<'_>) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut run_end = 0;
    for run in runs {
        let start = run_end;
        run_end += run.text.len();
        for (offset, c) in run.text.char_indices() {
            let at = start + offset;
            let end = at + c.len_utf8();
            let from_right = direction.levels.get(at).is_some_and(|level| level.is_rtl());
            // What this font can show stays in it: the space between two words of another alphabet.
            let before = segments
                .last()
                .filter(|last| offset > 0 && last.from_right == from_right && last.glyphs.is_empty());
            let known = match before {
                Some(last) if !c.is_alphanumeric() && fonts.has(last.face, c) => Some(last.face),
                _ => fonts.name_for(c, run.bold),
            };
            match (known, segments.last_mut()) {
                (Some(face), Some(last))
                    if offset > 0
                        && last.face == face
                        && last.from_right == from_right
                        && last.glyphs.is_empty() =>
                {
                    last.range.end = end;
                }
                (Some(face), _) => segments.push(Segment {
                    range: at..end,
                    face,
                    from_right,
                    glyphs: Vec::new(),
                }),
                (None, _) => segments.push(replaced(fonts, at..end, from_right)),
            }
        }
    }
    for segment in segments.iter_mut().filter(|segment| segment.glyphs.is_empty()) {
        shape(fonts, segment, text);
    }
    segments
}

/// A character without a picture: the mark for it, which still stands for the character.
fn replaced(fonts: &Fonts, range: Range<usize>, from_right: bool) -> Segment {
    let (glyph, advance) = fonts.replacement();
    let glyph = KrillaGlyph::new(GlyphId::new(glyph), advance, 0.0, 0.0, 0.0, range.clone(), None);
    Segment {
        range,
        face: FaceName::Regular,
        from_right,
        glyphs: vec![glyph],
    }
}

fn shape(fonts: &Fonts, segment: &mut Segment, text: &str) {
    let face = fonts.face(segment.face);
    let shaper = face.shaping.shaper(&face.reader).build();
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text.get(segment.range.clone()).unwrap_or_default());
    buffer.guess_segment_properties();
    buffer.set_direction(if segment.from_right {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    });
    let shaped = shaper.shape(buffer, ShapeOptions::new());
    let starts = cluster_starts(shaped.glyph_infos().iter().map(|info| info.cluster), segment);
    let ems = |units: i32| i16::try_from(units).map(f32::from).unwrap_or_default() / face.units_per_em;
    for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let start = segment.range.start + usize::try_from(info.cluster).unwrap_or_default();
        let next = starts.partition_point(|one| *one <= start);
        let end = starts.get(next).copied().unwrap_or(segment.range.end);
        segment.glyphs.push(KrillaGlyph::new(
            GlyphId::new(info.glyph_id),
            ems(position.x_advance),
            ems(position.x_offset),
            ems(position.y_offset),
            0.0,
            start..end,
            None,
        ));
    }
}

/// Where the clusters of a segment begin in the text, in the order of reading.
fn cluster_starts(clusters: impl Iterator<Item = u32>, segment: &Segment) -> Vec<usize> {
    let mut starts: Vec<usize> = clusters
        .map(|cluster| segment.range.start + usize::try_from(cluster).unwrap_or_default())
        .collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Where the lines begin and end. A word that is wider than the line is broken where it must be.
fn breaks(text: &str, segments: &[Segment], width: f32) -> Vec<Range<usize>> {
    let mut clusters: Vec<(Range<usize>, f32)> = Vec::new();
    for segment in segments {
        let mut own: Vec<(Range<usize>, f32)> = segment
            .glyphs
            .iter()
            .map(|glyph| (glyph.text_range.clone(), glyph.x_advance))
            .collect();
        own.sort_by_key(|(range, _)| range.start);
        for (range, advance) in own {
            match clusters.last_mut() {
                Some((last, sum)) if *last == range => *sum += advance,
                _ => clusters.push((range, advance)),
            }
        }
    }
    let mut lines = Vec::new();
    let (mut start, mut filled) = (0, 0.0);
    // The last place where the line may end, and how wide it is up to there.
    let (mut may_end, mut up_to_end) = (0, 0.0);
    for (range, advance) in clusters {
        let words = text.get(range.clone()).unwrap_or_default();
        let is_space = words == " ";
        if !is_space && filled + advance > width && filled > 0.0 {
            if may_end > start {
                lines.push(start..may_end);
                start = may_end;
                filled -= up_to_end;
            }
            // What is left may still be too wide: a word longer than a line.
            if filled + advance > width && range.start > start {
                lines.push(start..range.start);
                start = range.start;
                filled = 0.0;
            }
        }
        filled += advance;
        if is_space || words.ends_with(['-', '\u{2013}', '\u{2014}', '/']) {
            may_end = range.end;
            up_to_end = filled;
        }
    }
    if start < text.len() || lines.is_empty() {
        lines.push(start..text.len());
    }
    lines
}

fn line(
    text: &Rc<str>,
    segments: &[Segment],
    direction: &ParagraphBidiInfo<'_>,
    range: Range<usize>,
    size: f32,
    from_right: bool,
) -> Line {
    let mut stretches = Vec::new();
    let mut x = 0.0;
    let runs = if range.is_empty() {
        Vec::new()
    } else {
        direction.visual_runs(range.clone()).1
    };
    for run in runs {
        let mut within: Vec<&Segment> = segments
            .iter()
            .filter(|one| one.range.start < run.end && run.start < one.range.end)
            .collect();
        if within.first().is_some_and(|one| one.from_right) {
            within.reverse();
        }
        for segment in within {
            let part = segment.range.start.max(run.start)..segment.range.end.min(run.end);
            let glyphs: Vec<KrillaGlyph> = segment
                .glyphs
                .iter()
                .filter(|glyph| part.contains(&glyph.text_range.start))
                .cloned()
                .collect();
            let advance: f32 = glyphs.iter().map(|glyph| glyph.x_advance).sum();
            if !glyphs.is_empty() {
                stretches.push(Stretch {
                    x,
                    face: segment.face,
                    from_right: segment.from_right,
                    glyphs,
                    range: part,
                });
            }
            x += advance * size;
        }
    }
    let words = text.get(range).unwrap_or_default();
    let spaces = words.len() - words.trim_end_matches(' ').len();
    let space: f32 = stretches
        .iter()
        .flat_map(|stretch| &stretch.glyphs)
        .filter(|glyph| spaces > 0 && text.get(glyph.text_range.clone()) == Some(" "))
        .map(|glyph| glyph.x_advance * size)
        .next()
        .unwrap_or_default();
    let width = x - space;
    if from_right {
        // The space at the end of a line read from the right is at its left.
        stretches.iter_mut().for_each(|stretch| stretch.x -= space);
    }
    stretches.sort_by_key(|stretch| stretch.range.start);
    Line {
        text: Rc::clone(text),
        stretches,
        width,
        from_right,
    }
}

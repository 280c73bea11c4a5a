//! A letter as PDF: tagged for screen readers (PDF/UA-1) and fit to be kept (PDF/A-2a), with its own fonts. The same
//! letter gives the same bytes.

mod fonts;
mod layout;
mod pages;
mod shape;
mod structure;

pub(crate) use fonts::can_print;

use crate::document::{Document, plain};
use chrono::Datelike;
use fonts::{Fonts, fonts};
use krilla::{
    Document as Pdf, SerializeSettings,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, SpanTag},
};
use layout::{LEFT, Layout, PAGE_HEIGHT, PAGE_WIDTH, Part, RIGHT, Row};
use pages::{Place, places};
use shape::{Stretch, lines};
use structure::Structure;
use thiserror::Error;

/// Why a letter could not be written as PDF.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("The letter could not be written as PDF: {0}")]
pub struct PdfError(String);

/// The size of the letters at the foot of a page.
const FOOTER_SIZE: f32 = 9.5;
/// Where the words at the foot stand.
const FOOTER_BASELINE: f32 = PAGE_HEIGHT - 36.0;
/// Where within its height the letters of a row stand, for the fonts that every PDF carries.
const BASELINE: f32 = 0.76;

impl Document {
    /// The letter as PDF.
    ///
    /// # Errors
    /// When it would not be a valid PDF/UA-1 and PDF/A-2a file, which is a fault of the program.
    pub fn to_pdf(&self) -> Result<Vec<u8>, PdfError> {
        let fonts = fonts().ok_or_else(|| PdfError("the fonts cannot be read".to_owned()))?;
        let settings = settings()?;
        let layout = Layout::of(fonts, self);
        let places = places(&layout);
        let Layout {
            rows, mut structure, ..
        } = layout;
        let pages = places.iter().map(|place| place.page + 1).max().unwrap_or(1);
        let mut pdf = Pdf::new_with(settings);
        let size = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT)
            .ok_or_else(|| PdfError("the size of the page is impossible".to_owned()))?;
        for number in 0..pages {
            let mut page = pdf.start_page_with(size.clone());
            let mut surface = page.surface();
            for (row, place) in rows.iter().zip(&places).filter(|(_, place)| place.page == number) {
                draw_row(fonts, &mut surface, &mut structure, row, *place);
            }
            draw_footer(
                fonts,
                &mut surface,
                &self.footer,
                &format!("Page {} of {pages}", number + 1),
            );
            surface.finish();
            page.finish();
        }
        pdf.set_tag_tree(structure.tree(self.language));
        pdf.set_outline(outline(&rows, &places));
        pdf.set_metadata(self.metadata());
        pdf.finish().map_err(|error| PdfError(format!("{error:?}")))
    }

    fn metadata(&self) -> Metadata {
        let year = u16::try_from(self.sent_on.year()).unwrap_or_default();
        let part = |number: u32| u8::try_from(number).unwrap_or_default();
        let day = DateTime::new(year)
            .month(part(self.sent_on.month()))
            .day(part(self.sent_on.day()))
            .hour(0)
            .minute(0)
            .second(0)
            .utc_offset_hour(0)
            .utc_offset_minute(0);
        Metadata::new()
            .title(self.title_words())
            .language(self.language.to_owned())
            .creator("EHCP Tracker".to_owned())
            .creation_date(day)
    }
}

fn settings() -> Result<SerializeSettings, PdfError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PdfError(format!("{error:?}")))?;
    Ok(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    })
}

fn draw_row(fonts: &Fonts, surface: &mut Surface<'_>, structure: &mut Structure, row: &Row, place: Place) {
    if row.rule {
        draw_rule(surface, place.y - 3.0);
    }
    for part in &row.parts {
        let baseline = place.y + row.height * BASELINE;
        draw_tagged(fonts, surface, structure, part, baseline);
    }
}

/// Draws a line as part of the structure. The words of what is read from the right are given beside its glyphs, which
/// stand in the order in which they are seen.
fn draw_tagged(
    fonts: &Fonts,
    surface: &mut Surface<'_>,
    structure: &mut Structure,
    part: &Part,
    baseline: f32,
) {
    for group in part
        .line
        .stretches
        .chunk_by(|one, next| !one.from_right && !next.from_right)
    {
        let from_right = group.iter().find(|stretch| stretch.from_right);
        let words = from_right.and_then(|stretch| part.line.text.get(stretch.range.clone()));
        let span = SpanTag {
            actual_text: words,
            ..SpanTag::empty()
        };
        let shown = surface.start_tagged(ContentTag::Span(span));
        group
            .iter()
            .for_each(|stretch| draw_stretch(fonts, surface, part, stretch, baseline));
        surface.end_tagged();
        structure.shown(part.element, shown);
    }
}

fn draw_stretch(fonts: &Fonts, surface: &mut Surface<'_>, part: &Part, stretch: &Stretch, baseline: f32) {
    let start = Point::from_xy(part.x + stretch.x, baseline);
    let font = fonts.face(stretch.face).font.clone();
    surface.draw_glyphs(start, &stretch.glyphs, font, &part.line.text, part.size, false);
}

/// A thin line across the page, which means nothing to a screen reader.
fn draw_rule(surface: &mut Surface<'_>, y: f32) {
    let Some(rectangle) = Rect::from_xywh(LEFT, y, RIGHT - LEFT, 0.6) else {
        return;
    };
    let mut path = PathBuilder::new();
    path.push_rect(rectangle);
    let Some(path) = path.finish() else { return };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    surface.draw_path(&path);
    surface.end_tagged();
}

/// The reference and the number of the page, which screen readers take from elsewhere.
fn draw_footer(fonts: &Fonts, surface: &mut Surface<'_>, reference: &str, number: &str) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    for (words, at_right) in [(reference, false), (number, true)] {
        for line in lines(fonts, &plain(words), FOOTER_SIZE, RIGHT - LEFT)
            .into_iter()
            .take(1)
        {
            let x = if at_right { RIGHT - line.width } else { LEFT };
            let part = Part {
                element: 0,
                x,
                size: FOOTER_SIZE,
                line,
            };
            let stretches = part.line.stretches.iter();
            stretches.for_each(|stretch| draw_stretch(fonts, surface, &part, stretch, FOOTER_BASELINE));
        }
    }
    surface.end_tagged();
}

/// The headings, as a list of contents beside the page.
fn outline(rows: &[Row], places: &[Place]) -> Outline {
    let mut outline = Outline::new();
    for (row, place) in rows.iter().zip(places) {
        if let Some(words) = &row.heading {
            let destination = XyzDestination::new(place.page, Point::from_xy(LEFT, place.y));
            outline.push_child(OutlineNode::new(words.clone(), destination));
        }
    }
    outline
}

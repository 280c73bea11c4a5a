//! The fonts that every PDF carries. They are part of the program: the machine's own are never looked at.

use harfrust::{FontRef, ShaperData};
use krilla::text::Font;
use skrifa::MetadataProvider;
use std::sync::LazyLock;

const REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.ttf");
const ARABIC: &[u8] = include_bytes!("../../fonts/NotoSansArabic-Regular.ttf");
const HEBREW: &[u8] = include_bytes!("../../fonts/NotoSansHebrew-Regular.ttf");

/// The mark for a character without a picture.
const REPLACEMENT: char = '\u{FFFD}';

/// Which font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaceName {
    Regular,
    Bold,
    Arabic,
    Hebrew,
}

/// A font, read once.
pub(super) struct Face {
    pub(super) reader: FontRef<'static>,
    pub(super) shaping: ShaperData,
    pub(super) font: Font,
    pub(super) units_per_em: f32,
}

/// All fonts.
pub(super) struct Fonts {
    regular: Face,
    bold: Face,
    arabic: Face,
    hebrew: Face,
}

static FONTS: LazyLock<Option<Fonts>> = LazyLock::new(|| {
    Some(Fonts {
        regular: face(REGULAR)?,
        bold: face(BOLD)?,
        arabic: face(ARABIC)?,
        hebrew: face(HEBREW)?,
    })
});

fn face(bytes: &'static [u8]) -> Option<Face> {
    let reader = FontRef::new(bytes).ok()?;
    let font = Font::new(bytes.into(), 0)?;
    let units_per_em = font.units_per_em();
    Some(Face {
        shaping: ShaperData::new(&reader),
        reader,
        font,
        units_per_em,
    })
}

/// The fonts; a test proves that they can be read.
pub(super) fn fonts() -> Option<&'static Fonts> {
    FONTS.as_ref()
}

impl Fonts {
    pub(super) fn face(&self, name: FaceName) -> &Face {
        match name {
            FaceName::Regular => &self.regular,
            FaceName::Bold => &self.bold,
            FaceName::Arabic => &self.arabic,
            FaceName::Hebrew => &self.hebrew,
        }
    }

    /// The font for a character, where one has it. The alphabets without a bold font are shown without bold.
    pub(super) fn name_for(&self, c: char, bold: bool) -> Option<FaceName> {
        let latin = if bold { FaceName::Bold } else { FaceName::Regular };
        [latin, FaceName::Regular, FaceName::Arabic, FaceName::Hebrew]
            .into_iter()
            .find(|name| self.has(*name, c))
    }

    pub(super) fn has(&self, name: FaceName, c: char) -> bool {
        self.face(name)
            .reader
            .charmap()
            .map(c)
            .is_some_and(|glyph| glyph.to_u32() != 0)
    }

    /// The glyph that stands for a character without a picture, and its width in ems.
    pub(super) fn replacement(&self) -> (u32, f32) {
        let face = self.face(FaceName::Regular);
        let glyph = face.reader.charmap().map(REPLACEMENT).unwrap_or_default();
        let metrics = face.reader.glyph_metrics(
            skrifa::instance::Size::unscaled(),
            skrifa::instance::LocationRef::default(),
        );
        (
            glyph.to_u32(),
            metrics.advance_width(glyph).unwrap_or_default() / face.units_per_em,
        )
    }
}

/// Whether a character has a picture in one of the fonts.
pub(crate) fn can_print(c: char) -> bool {
    fonts().is_some_and(|fonts| fonts.name_for(c, false).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_can_be_read_and_have_the_mark_for_other_characters() {
        let fonts = fonts().unwrap();
        assert_ne!(fonts.replacement().0, 0);
        assert!(fonts.replacement().1 > 0.5);
    }

    #[test]
    fn names_of_many_peoples_can_be_printed() {
        for name in [
            "Zoë Ó Briain",
            "Łukasz Żółć",
            "Nguyễn Thị Hồng",
            "Şükrü Çağlar",
            "Αθηνά",
            "Олена",
            "فاطمة",
            "שרה",
        ] {
            assert!(name.chars().all(can_print), "{name}");
        }
        assert!(!can_print('😀'));
        assert!(!can_print('漢'));
    }
}

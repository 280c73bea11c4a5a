//! The kinds of file that are taken, and those that are not, each with its reason.

use std::fmt;

/// A kind of file that is taken as evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A document as it was printed or scanned: most reports and letters.
    Pdf,
    /// A photograph: letters and drawings that somebody took a picture of.
    Jpeg,
    /// A picture of a screen, or a scan.
    Png,
    /// A picture as messengers save it.
    Webp,
    /// A photograph as telephones take it. Nobody should have to convert it first.
    Heic,
    /// A text document: reports of schools.
    Docx,
    /// A text document in the open format that public bodies must take.
    Odt,
    /// A table: timetables and costs of provision.
    Xlsx,
    /// Plain text.
    Txt,
    /// A recording, such as of a child's views.
    Mp3,
    /// A recording as telephones make it.
    M4a,
    /// A recording without loss.
    Wav,
    /// A film, such as of a child who says or signs what they want.
    Mp4,
}

/// What is known of a kind.
struct Rule {
    word: &'static str,
    title: &'static str,
    extensions: &'static [&'static str],
    /// As it may be declared; as it is handed out comes first.
    media_types: &'static [&'static str],
    /// What a look at the first bytes may take it for.
    looks_like: &'static [&'static str],
}

/// A kind of file that is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotTaken {
    /// How the names of such files end.
    pub extensions: &'static [&'static str],
    /// Why, and what to send instead: a sentence.
    pub instead: &'static str,
}

/// Kinds that people may well try. Everything else that is not in [`FileKind`] is not taken either.
pub const NOT_TAKEN: &[NotTaken] = &[
    NotTaken {
        extensions: &["doc", "docm", "dot", "dotm", "xls", "xlsm", "xlsb", "rtf"],
        instead: "Files of this kind can hold programs. Save it as DOCX, XLSX or PDF.",
    },
    NotTaken {
        extensions: &["zip", "rar", "7z", "gz", "tar"],
        instead: "Send the files one by one instead of packed together.",
    },
    NotTaken {
        extensions: &["htm", "html", "mht", "mhtml", "svg", "xml"],
        instead: "Files of this kind can hold programs. Print it to PDF.",
    },
    NotTaken {
        extensions: &["eml", "msg"],
        instead: "Save the message as PDF, and send what was attached to it one by one.",
    },
    NotTaken {
        extensions: &["gif", "bmp", "tif", "tiff"],
        instead: "Save the picture as JPEG, PNG or PDF.",
    },
    NotTaken {
        extensions: &["mov", "avi", "mkv", "webm", "wmv", "3gp"],
        instead: "Save the film as MP4.",
    },
    NotTaken {
        extensions: &["pages", "numbers", "wps", "ppt", "pptx"],
        instead: "Save it as PDF.",
    },
];

impl FileKind {
    /// Every one of them.
    pub const ALL: [Self; 13] = [
        Self::Pdf,
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Heic,
        Self::Docx,
        Self::Odt,
        Self::Xlsx,
        Self::Txt,
        Self::Mp3,
        Self::M4a,
        Self::Wav,
        Self::Mp4,
    ];

    const fn rule(self) -> Rule {
        const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        const ODT: &str = "application/vnd.oasis.opendocument.text";
        const ZIP: &str = "application/zip";
        match self {
            Self::Pdf => Rule {
                word: "pdf",
                title: "PDF document",
                extensions: &["pdf"],
                media_types: &["application/pdf"],
                looks_like: &["application/pdf"],
            },
            Self::Jpeg => Rule {
                word: "jpeg",
                title: "JPEG picture",
                extensions: &["jpg", "jpeg"],
                media_types: &["image/jpeg", "image/jpg", "image/pjpeg"],
                looks_like: &["image/jpeg"],
            },
            Self::Png => Rule {
                word: "png",
                title: "PNG picture",
                extensions: &["png"],
                media_types: &["image/png"],
                looks_like: &["image/png"],
            },
            Self::Webp => Rule {
                word: "webp",
                title: "WebP picture",
                extensions: &["webp"],
                media_types: &["image/webp"],
                looks_like: &["image/webp"],
            },
            Self::Heic => Rule {
                word: "heic",
                title: "HEIC picture",
                extensions: &["heic", "heif"],
                media_types: &["image/heic", "image/heif"],
                looks_like: &["image/heif"],
            },
            Self::Docx => Rule {
                word: "docx",
                title: "Word document (DOCX)",
                extensions: &["docx"],
                media_types: &[DOCX],
                looks_like: &[ZIP, DOCX],
            },
            Self::Odt => Rule {
                word: "odt",
                title: "OpenDocument text (ODT)",
                extensions: &["odt"],
                media_types: &[ODT],
                looks_like: &[ZIP, ODT],
            },
            Self::Xlsx => Rule {
                word: "xlsx",
                title: "Excel workbook (XLSX)",
                extensions: &["xlsx"],
                media_types: &[XLSX],
                looks_like: &[ZIP, XLSX],
            },
            Self::Txt => Rule {
                word: "txt",
                title: "plain text",
                extensions: &["txt"],
                media_types: &["text/plain"],
                looks_like: &[],
            },
            Self::Mp3 => Rule {
                word: "mp3",
                title: "MP3 recording",
                extensions: &["mp3"],
                media_types: &["audio/mpeg", "audio/mp3"],
                looks_like: &["audio/mpeg"],
            },
            Self::M4a => Rule {
                word: "m4a",
                title: "M4A recording",
                extensions: &["m4a"],
                media_types: &["audio/mp4", "audio/m4a", "audio/x-m4a"],
                // Telephones write the brand of a film into a recording.
                looks_like: &["audio/m4a", "video/mp4"],
            },
            Self::Wav => Rule {
                word: "wav",
                title: "WAV recording",
                extensions: &["wav"],
                media_types: &["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"],
                looks_like: &["audio/x-wav"],
            },
            Self::Mp4 => Rule {
                word: "mp4",
                title: "MP4 film",
                extensions: &["mp4", "m4v"],
                media_types: &["video/mp4", "video/x-m4v"],
                looks_like: &["video/mp4", "video/x-m4v"],
            },
        }
    }

    /// The word in the API and in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.rule().word
    }

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.rule().title
    }

    /// How the names of such files end, without the dot and in small letters.
    #[must_use]
    pub const fn extensions(self) -> &'static [&'static str] {
        self.rule().extensions
    }

    /// The media type under which such a file is handed out, whatever its sender called it.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        self.media_types()
            .first()
            .copied()
            .unwrap_or("application/octet-stream")
    }

    /// Every media type that a sender may declare for it.
    #[must_use]
    pub const fn media_types(self) -> &'static [&'static str] {
        self.rule().media_types
    }

    /// What a look at the first bytes may take it for.
    pub(crate) const fn looks_like(self) -> &'static [&'static str] {
        self.rule().looks_like
    }

    /// The kind whose names end so, in small letters.
    #[must_use]
    pub fn by_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.extensions().contains(&extension))
    }

    /// The kind that is handed out under this media type: the word that the database keeps.
    #[must_use]
    pub fn by_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

/// The kinds that are taken, for a sentence: “PDF, JPG, …”.
#[must_use]
pub fn kinds_in_words() -> String {
    let first = FileKind::ALL
        .into_iter()
        .filter_map(|kind| kind.extensions().first());
    let all: Vec<String> = first.map(|extension| extension.to_ascii_uppercase()).collect();
    match all.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_ending_and_no_media_type_stands_for_two_kinds() {
        let endings: Vec<_> = FileKind::ALL.iter().flat_map(|kind| kind.extensions()).collect();
        let types: Vec<_> = FileKind::ALL.iter().flat_map(|kind| kind.media_types()).collect();
        assert_eq!(endings.iter().collect::<HashSet<_>>().len(), endings.len());
        assert_eq!(types.iter().collect::<HashSet<_>>().len(), types.len());
    }

    #[test]
    fn what_is_not_taken_is_in_no_list_of_what_is() {
        for refused in NOT_TAKEN {
            for extension in refused.extensions {
                assert_eq!(FileKind::by_extension(extension), None, "{extension}");
            }
        }
    }

    #[test]
    fn a_kind_is_found_again_by_how_it_is_handed_out() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::by_media_type(kind.media_type()), Some(kind));
            for extension in kind.extensions() {
                assert_eq!(FileKind::by_extension(extension), Some(kind));
            }
        }
    }

    #[test]
    fn the_kinds_are_told_in_one_sentence() {
        assert_eq!(
            kinds_in_words(),
            "PDF, JPG, PNG, WEBP, HEIC, DOCX, ODT, XLSX, TXT, MP3, M4A, WAV or MP4"
        );
    }
}

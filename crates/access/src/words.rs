//! One way to write a closed list of words, so that none can miss from `ALL`, have two spellings or lack a title.

/// A text that is not one of a closed list of words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{given}” is not a known {kind}; known are: {known}")]
pub struct UnknownWord {
    /// What the word should have been, for example “role”.
    pub kind: &'static str,
    /// The text that was given.
    pub given: String,
    /// Every word that is known, with commas between.
    pub known: String,
}

macro_rules! words {
    (
        $(#[$meta:meta])*
        $name:ident, $kind:literal {
            $($(#[$doc:meta])* $variant:ident = $word:literal, $title:literal;)+
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// Every one of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word in the API and in the database.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The words a person reads, in plain English and without a capital.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$variant => $title,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|each| each.word() == text).ok_or_else(|| $crate::UnknownWord {
                    kind: $kind,
                    given: text.to_owned(),
                    known: Self::ALL.iter().map(|each| each.word()).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}

pub(crate) use words;

//! Exceptions: happenings that relax a time limit. They never add days to it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt, str::FromStr};
use thiserror::Error;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, schema::Schema, schema::SchemaType, schema::Type},
};

/// Writes the enum and its words from one list.
macro_rules! exceptions {
    ($($(#[$doc:meta])* $name:ident $word:literal $label:literal $source:literal,)+) => {
        /// An exception that the law knows. Each one also needs that it is impractical to keep the limit
        /// because of the event; whoever records it vouches for that.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum ExceptionKind {
            $($(#[$doc])* #[serde(rename = $word)] $name,)+
        }

        impl ExceptionKind {
            /// Every exception.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The word stored and sent, such as `ex-school-closure`.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// What it is, in plain English.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)+ }
            }

            /// Where the law says so.
            pub const fn source(self) -> &'static str {
                match self { $(Self::$name => $source,)+ }
            }
        }
    };
}

exceptions! {
    /// Advice was asked of a school or post-16 institution around a closure of four weeks or more.
    SchoolClosure "ex-school-closure"
        "The school or college was closed for at least four weeks and advice was asked for around that time"
        "SEND Regulations 2014, reg 5(4)(a), 10(4)(a), 27(3)(a)",
    /// The same for an early years provider.
    EarlyYearsClosure "ex-ey-closure"
        "The early years provider was closed for at least four weeks and advice was asked for around that time"
        "SEND Regulations 2014, reg 5(4)(b), 10(4)(b), 27(3)(b)",
    /// Exceptional personal circumstances of the child, the parent or the young person.
    Personal "ex-personal"
        "Exceptional personal circumstances of the child, parent or young person"
        "SEND Regulations 2014, reg 5(4)(c), 10(4)(c), 27(3)(c), 44(3)(a), 45(7)(a)",
    /// Absent from the area for a continuous four weeks or more.
    AbsentFourWeeks "ex-absent-4w"
        "The child, parent or young person was away from the area for at least four weeks in a row"
        "SEND Regulations 2014, reg 5(4)(d), 8(2)(b), 10(4)(d), 27(3)(d)",
    /// Absent from the area for a continuous two weeks or more; Tribunal orders only.
    AbsentTwoWeeks "ex-absent-2w"
        "The child, parent or young person was away from the area for at least two weeks in a row"
        "SEND Regulations 2014, reg 44(3)(b), 45(7)(b)",
    /// Exceptional circumstances within the six weeks for advice.
    Circumstances "ex-coop-circumstances"
        "Exceptional circumstances affected the child, parent or young person in the six weeks for advice"
        "SEND Regulations 2014, reg 8(2)(a)",
    /// An appointment for an examination or test was missed.
    MissedAppointment "ex-missed-appointment"
        "The child or young person missed an appointment for an examination or test"
        "SEND Regulations 2014, reg 8(2)(c)",
    /// Any of the exceptions of reg 10(4), where a Tribunal order is carried out.
    Reg13Three "ex-reg13-3"
        "One of the exceptions to the ordinary assessment time limits applies"
        "SEND Regulations 2014, reg 44(3)(c), 45(7)(c)",
    /// The Tribunal directed another time.
    TribunalDirection "ex-tribunal-direction"
        "The Tribunal set another time"
        "SEND Regulations 2014, reg 44(1); SI 2017/1306, regs 6(4), 7(2)",
    /// The parties to a mediation agreed another timescale in writing.
    Agreed "ex-agreed"
        "The parties to the mediation agreed another time in writing"
        "SEND Regulations 2014, reg 42(5)",
    /// The family consented to shorter notice of a mediation.
    ConsentShort "ex-consent-short"
        "The parent or young person agreed to shorter notice"
        "SEND Regulations 2014, reg 37(2)",
    /// Coronavirus, for acts that fell due from 1 May 2020 until 24 September 2020.
    Covid "ex-covid"
        "A reason relating to coronavirus, for acts due from 1 May 2020 to 24 September 2020"
        "SI 2020/471",
}

/// A text that is not an exception.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("There is no exception called \"{0}\". Exceptions are words such as ex-school-closure.")]
pub struct UnknownException(pub String);

impl fmt::Display for ExceptionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for ExceptionKind {
    type Err = UnknownException;

    /// Reads the word, with or without its `ex-`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bare = text.strip_prefix("ex-").unwrap_or(text);
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.word().strip_prefix("ex-") == Some(bare))
            .ok_or_else(|| UnknownException(crate::error::shown(text)))
    }
}

impl PartialSchema for ExceptionKind {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .enum_values(Some(Self::ALL.iter().map(|kind| kind.word())))
            .description(Some(
                "An exception that the law knows. Each one also needs that it is impractical to keep the limit \
                 because of the event; whoever records it vouches for that.",
            ))
            .examples([Self::SchoolClosure.word()])
            .build()
            .into()
    }
}

impl ToSchema for ExceptionKind {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("ExceptionKind")
    }
}

/// An exception as recorded on a case. Days that are not known are left out and are then taken to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExceptionFact {
    /// Which exception.
    pub kind: ExceptionKind,
    /// The first day affected: the first closed day, the first day away.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// The last day affected: the last closed day (not the day of reopening), the last day away.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// The day on which the closed setting was asked for advice.
    #[serde(default)]
    pub advice_requested: Option<NaiveDate>,
    /// The day of the missed appointment.
    #[serde(default)]
    pub missed_on: Option<NaiveDate>,
}

impl ExceptionFact {
    /// The exception without any day.
    pub const fn new(kind: ExceptionKind) -> Self {
        Self {
            kind,
            from: None,
            until: None,
            advice_requested: None,
            missed_on: None,
        }
    }

    /// With its first and last affected day.
    pub const fn lasting(mut self, from: NaiveDate, until: NaiveDate) -> Self {
        self.from = Some(from);
        self.until = Some(until);
        self
    }

    /// With the day on which the closed setting was asked for advice.
    pub const fn advice_requested(mut self, on: NaiveDate) -> Self {
        self.advice_requested = Some(on);
        self
    }

    /// With the day of the missed appointment.
    pub const fn missed(mut self, on: NaiveDate) -> Self {
        self.missed_on = Some(on);
        self
    }
}

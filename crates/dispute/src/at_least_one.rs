//! Some things, at least one, each once.

use serde::{Deserialize, Serialize};

/// At least one and at most [`AtLeastOne::MOST`] things, none of them twice, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<T>", into = "Vec<T>")]
#[serde(bound(
    serialize = "T: Serialize + Clone + PartialEq",
    deserialize = "T: Deserialize<'de> + PartialEq"
))]
pub struct AtLeastOne<T: Clone>(Vec<T>);

impl<T: Clone> AtLeastOne<T> {
    /// The most of them.
    pub const MOST: usize = 20;

    /// Exactly this one.
    pub fn only(one: T) -> Self {
        Self(vec![one])
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl<T: Clone + PartialEq> AtLeastOne<T> {
    /// Whether this is among them.
    pub fn contains(&self, one: &T) -> bool {
        self.0.contains(one)
    }

    /// Whether it is this one and no other.
    pub fn is_only(&self, one: &T) -> bool {
        self.0.iter().all(|other| other == one)
    }
}

impl<T: Clone + PartialEq> TryFrom<Vec<T>> for AtLeastOne<T> {
    type Error = &'static str;

    fn try_from(all: Vec<T>) -> Result<Self, Self::Error> {
        if all.is_empty() {
            return Err("Name at least one.");
        }
        if all.len() > Self::MOST {
            return Err("These are too many: name at most 20.");
        }
        let twice = all
            .iter()
            .enumerate()
            .any(|(place, one)| all.iter().skip(place + 1).any(|other| other == one));
        if twice {
            return Err("One is named twice: name each once.");
        }
        Ok(Self(all))
    }
}

impl<T: Clone> From<AtLeastOne<T>> for Vec<T> {
    fn from(all: AtLeastOne<T>) -> Self {
        all.0
    }
}

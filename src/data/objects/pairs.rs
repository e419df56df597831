//! The text of an object as its pairs.

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Text of an object, borrowed where it has no escapes.
#[derive(Deserialize)]
pub(super) struct Words<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// An object's pairs as written: in order, twice where they are there twice.
pub(crate) struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Pairs<'a> {
    /// All pairs in the order written, each a name and the text of its value.
    pub(crate) fn all(&self) -> &[(Cow<'a, str>, &'a RawValue)] {
        &self.0
    }

    /// The names, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_ref())
    }

    /// The value of the last pair whose name fits.
    pub(crate) fn value(&self, fits: impl Fn(&str) -> bool) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(name, _)| fits(name)).map(|(_, value)| *value)
    }
}

/// The pairs of an object's text. Errors: it is no JSON, or no object.
pub(crate) fn parse(line: &str) -> Result<Pairs<'_>, serde_json::Error> {
    serde_json::from_str(line)
}

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some((name, value)) = map.next_entry::<Words, &RawValue>()? {
            pairs.push((name.0, value));
        }
        Ok(Pairs(pairs))
    }
}

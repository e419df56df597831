//! Values of the rules within data that others declare, for `serialize_with`.

use super::grounds::grounds;
use super::{DatumView, iso, plain};
use crate::explain::Grounds;
use crate::explain::decision::{DecisionKind, TypedValue};
use crate::value::{Date, Lang, Num};
use serde::{Serialize, Serializer};

pub(crate) fn lang<S: Serializer>(lang: &Lang, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(lang.code())
}

pub(crate) fn day<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(iso).serialize(serializer)
}

pub(crate) fn number<S: Serializer>(
    number: &Option<Num>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    number.as_ref().map(plain).serialize(serializer)
}

pub(crate) fn typed_value<S: Serializer>(
    value: &Option<TypedValue>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.as_ref().map(DatumView).serialize(serializer)
}

pub(crate) fn basis<S: Serializer>(basis: &Grounds, serializer: S) -> Result<S::Ok, S::Error> {
    grounds(basis).serialize(serializer)
}

pub(crate) fn decision_kind<S: Serializer>(
    of: &DecisionKind,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(of.code())
}

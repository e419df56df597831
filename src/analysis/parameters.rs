//! Days of the pack's period on which a parameter has no value.

use super::finding::{Declared, Finding, FindingKind};
use crate::model::Model;

/// Parameters without a value on some of those days.
pub fn holes(model: &Model, found: &mut Vec<Finding>) {
    let holed = model
        .parameters
        .enumerate()
        .filter(|(_, parameter)| !parameter.days_without(model.period).is_empty());
    found.extend(
        holed.map(|(id, _)| Finding::of(FindingKind::ParameterHole, Declared::Parameter(id), &[])),
    );
}

//! Requirements of targets on a unit, indicator by indicator.

use crate::model::{Bound, Indicator, Label, Targets, UnitThresholds};
use crate::source::Span;

/// Requirement of one level on an indicator.
#[derive(Clone, Copy)]
pub struct Required<'a> {
    /// The level's place; 0 without levels.
    pub level: usize,
    /// Name of the level; `None` without levels.
    pub name: Option<&'a Label>,
    /// Bounds that must all hold.
    pub bounds: &'a [Bound],
    /// Place in the rules.
    pub span: Span,
}

/// Requirements by indicator, from the weakest level.
pub type OfUnit<'a> = Vec<Vec<Required<'a>>>;

/// A unit: the whole set (none), or a group by its code, which has none where groups are texts.
pub type Unit = Option<Option<u32>>;

/// Requirements on a unit: by its row of the table, else by the indicators themselves.
pub fn of_unit<'a>(targets: &'a Targets, unit: Unit) -> OfUnit<'a> {
    let row = targets.thresholds.iter().find(|row| match unit {
        None => row.unit.is_none(),
        Some(code) => row.unit.is_some() && row.unit == code,
    });
    targets
        .indicators
        .iter()
        .enumerate()
        .map(|(place, indicator)| of_indicator(targets, row, place, indicator))
        .collect()
}

fn of_indicator<'a>(
    targets: &'a Targets,
    row: Option<&'a UnitThresholds>,
    place: usize,
    indicator: &'a Indicator,
) -> Vec<Required<'a>> {
    // A column of the table speaks for every unit of the table: an empty cell asks nothing.
    let has_column = targets
        .thresholds
        .iter()
        .any(|row| row.cells.get(place).is_some_and(|cells| cells.iter().any(Option::is_some)));
    match row {
        Some(row) if has_column => {
            let cells = row.cells.get(place).into_iter().flatten().enumerate();
            cells
                .filter_map(|(level, bounds)| {
                    Some(Required {
                        level,
                        name: targets.levels.get(level),
                        bounds: bounds.as_deref()?,
                        span: row.span,
                    })
                })
                .collect()
        }
        Some(_) | None if indicator.requirement.is_empty() => Vec::new(),
        Some(_) | None => {
            let span = indicator.requirement.first().map_or(indicator.span, |bound| bound.span);
            vec![Required { level: 0, name: None, bounds: &indicator.requirement, span }]
        }
    }
}

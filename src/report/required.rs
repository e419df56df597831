//! Requirements of targets on a unit, indicator by indicator.

use super::show::{equal, show_number};
use crate::aggregate::UnitAggregates;
use crate::eval::FaultKind;
use crate::explain::Quotes;
use crate::interval::Possible;
use crate::model::{Bound, Expr, ExprKind, Indicator, Label, Targets, UnitThresholds};
use crate::source::Span;
use crate::value::{Compare, Lang, Num};
use std::sync::Arc;

/// Requirement of one level on an indicator.
#[derive(Clone)]
pub struct Required<'a> {
    /// The level's place; 0 without levels.
    pub level: usize,
    /// Name of the level; `None` without levels.
    pub name: Option<&'a Label>,
    /// Limits that must all hold.
    pub limits: Vec<Limit<'a>>,
    /// Place in the rules.
    pub span: Span,
    /// `true` if that is a row of the table.
    pub in_table: bool,
}

/// A comparison that is required, with what its limit comes to on the as-of date.
#[derive(Clone)]
pub struct Limit<'a> {
    /// The comparison as the rules have it.
    pub bound: &'a Bound,
    /// Value that must be reached, or the fault that it meets.
    pub value: Result<Possible, FaultKind>,
}

impl Limit<'_> {
    /// The number that must be reached, where it is one.
    pub fn number(&self) -> Option<&Num> {
        self.value.as_ref().ok()?.value()
    }

    /// The limit as it is written, with its number, where it is not that number itself.
    fn computed(&self) -> Option<(&Expr, &Num)> {
        let written = &self.bound.limit;
        let named = !matches!(written.kind, ExprKind::Constant(_));
        named.then_some(written).zip(self.number())
    }
}

impl Required<'_> {
    /// `true` if all limits are least values, `false` if all are greatest; `None` otherwise.
    pub fn more_is_better(&self) -> Option<bool> {
        let of = |limit: &Limit<'_>| match limit.bound.op {
            Compare::AtLeast | Compare::Greater => Some(true),
            Compare::AtMost | Compare::Less => Some(false),
            Compare::Equal | Compare::NotEqual => None,
        };
        let first = of(self.limits.first()?)?;
        self.limits.iter().all(|limit| of(limit) == Some(first)).then_some(first)
    }

    /// The first fault that a limit meets.
    pub fn fault(&self) -> Option<FaultKind> {
        self.limits.iter().find_map(|limit| limit.value.as_ref().err().copied())
    }

    /// `từ 98%`, `từ mức giao = 98%`: the requirement as it is written, with what its parameters
    /// come to.
    pub fn words(&self, quotes: Quotes<'_>, lang: Lang) -> Arc<str> {
        let Some(whole) = self.limits.first().map(|limit| limit.bound.span) else {
            return Arc::from("");
        };
        let (mut shown, mut rest) = (Vec::new(), whole);
        for (written, number) in self.limits.iter().filter_map(Limit::computed) {
            let until = Span { end: written.span.end, ..rest };
            let number = show_number(number, written.ty, lang, &[]);
            shown.push(format!("{}{}", quotes.words(until), equal(&number)));
            rest.start = written.span.end;
        }
        shown.push(quotes.words(rest));
        shown.retain(|part| !part.is_empty());
        Arc::from(shown.join(" "))
    }
}

/// Requirements by indicator, from the weakest level.
pub type OfUnit<'a> = Vec<Vec<Required<'a>>>;

/// A unit: the whole set (none), or a group by its code, which has none where groups are texts.
pub type Unit = Option<Option<u32>>;

/// Requirements on a unit: by its row of the table, else by the indicators themselves.
pub fn of_unit<'a>(
    targets: &'a Targets,
    aggregates: &UnitAggregates<'_>,
    unit: Unit,
) -> OfUnit<'a> {
    let row = targets.thresholds.iter().find(|row| match unit {
        None => row.unit.is_none(),
        Some(code) => row.unit.is_some() && row.unit == code,
    });
    targets
        .indicators
        .iter()
        .enumerate()
        .map(|(place, indicator)| of_indicator(targets, aggregates, row, place, indicator))
        .collect()
}

fn of_indicator<'a>(
    targets: &'a Targets,
    aggregates: &UnitAggregates<'_>,
    row: Option<&'a UnitThresholds>,
    place: usize,
    indicator: &'a Indicator,
) -> Vec<Required<'a>> {
    let limits = |bounds: &'a [Bound]| {
        bounds.iter().map(|bound| Limit { bound, value: aggregates.limit(&bound.limit) }).collect()
    };
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
                        limits: limits(bounds.as_deref()?),
                        span: row.span,
                        in_table: true,
                    })
                })
                .collect()
        }
        Some(_) | None if indicator.requirement.is_empty() => Vec::new(),
        Some(_) | None => {
            let span = indicator.requirement.first().map_or(indicator.span, |bound| bound.span);
            vec![Required {
                level: 0,
                name: None,
                limits: limits(&indicator.requirement),
                span,
                in_table: false,
            }]
        }
    }
}

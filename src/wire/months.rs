//! A year of months as JSON: levels of targets by unit, and records from month to month.

use super::{SCHEMA_VERSION, Values, exact_fraction, iso, plain};
use crate::interval::Interval;
use crate::markup::visible_json;
use crate::months::{
    BlockYear, Change, IndicatorYear, Level, MonthMoves, MoveCounts, Moved, RecordMove, TargetYear,
    UnitYear,
};
use crate::value::Date;
use serde::Serialize;
use std::sync::Arc;

/// The levels of some targets over the months, a line a unit and indicator.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn level_lines(targets: &TargetYear) -> Result<Vec<String>, serde_json::Error> {
    let units = targets.units.iter();
    let views = units.flat_map(|unit| {
        unit.indicators.iter().map(|indicator| levels_view(targets, unit, indicator))
    });
    views.map(|view| serde_json::to_string(&view).map(visible_json)).collect()
}

/// The records under a block from month to month, a line a month.
///
/// # Errors
/// As [`level_lines`].
pub fn move_lines(block: &BlockYear) -> Result<Vec<String>, serde_json::Error> {
    let views = block.months.iter().map(|month| moves_view(block, month));
    views.map(|view| serde_json::to_string(&view).map(visible_json)).collect()
}

#[derive(Serialize)]
struct LevelsView<'y> {
    kind: &'static str,
    record: &'y str,
    r#type: &'y str,
    block: &'y str,
    title: Option<&'y str>,
    by: Option<&'y str>,
    total: bool,
    indicator: &'y str,
    indicator_title: Option<&'y str>,
    formula: &'y str,
    required: Vec<RequiredView<'y>>,
    latest: String,
    months: Vec<LevelView<'y>>,
    missed: Vec<String>,
    without_data: Vec<String>,
    pack: &'y str,
    schema_version: u32,
}

#[derive(Serialize)]
struct RequiredView<'y> {
    level: Option<&'y str>,
    required: &'y str,
}

#[derive(Serialize)]
struct LevelView<'y> {
    month: String,
    status: &'static str,
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<String>,
    range: Option<[Option<String>; 2]>,
    reached: Option<&'y str>,
    against_month: ChangeView,
    against_year: ChangeView,
}

#[derive(Serialize)]
struct ChangeView {
    since: Option<String>,
    then: &'static str,
    change: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<String>,
    better: Option<bool>,
}

fn levels_view<'y>(
    targets: &'y TargetYear,
    unit: &'y UnitYear,
    indicator: &'y IndicatorYear,
) -> LevelsView<'y> {
    LevelsView {
        kind: "levels",
        record: &unit.unit,
        r#type: &targets.record_type,
        block: &targets.block,
        title: targets.title.as_deref(),
        by: targets.by.as_deref(),
        total: unit.is_total,
        indicator: &indicator.label,
        indicator_title: indicator.title.as_deref(),
        formula: &indicator.formula,
        required: indicator
            .required
            .iter()
            .map(|(level, required)| RequiredView { level: level.as_deref(), required })
            .collect(),
        latest: iso(targets.latest),
        months: indicator.levels.iter().map(level_view).collect(),
        missed: indicator.missed().map(|level| iso(level.month)).collect(),
        without_data: indicator.without_data().map(|level| iso(level.month)).collect(),
        pack: &targets.pack,
        schema_version: SCHEMA_VERSION,
    }
}

fn level_view(level: &Level) -> LevelView<'_> {
    let ends =
        |range: &Interval| [range.lower.as_ref().map(plain), range.upper.as_ref().map(plain)];
    LevelView {
        month: iso(level.month),
        status: level.status.code(),
        value: level.value.as_ref().map(plain),
        exact: level.value.as_ref().and_then(exact_fraction),
        range: level.range.as_ref().map(ends),
        reached: level.reached.as_deref(),
        against_month: change_view(&level.against_month),
        against_year: change_view(&level.against_year),
    }
}

fn change_view(change: &Change) -> ChangeView {
    ChangeView {
        since: change.since.map(iso),
        then: change.then.code(),
        change: change.change.as_ref().map(plain),
        exact: change.change.as_ref().and_then(exact_fraction),
        better: change.is_better,
    }
}

#[derive(Serialize)]
struct MovesView<'y> {
    kind: &'static str,
    r#type: &'y str,
    block: &'y str,
    title: Option<&'y str>,
    by: Option<&'y str>,
    low: &'y [Arc<str>],
    month: String,
    has_data: bool,
    compared: bool,
    units: Vec<CountsView<'y>>,
    records: Vec<MoveView<'y>>,
    pack: &'y str,
    schema_version: u32,
}

#[derive(Serialize)]
struct CountsView<'y> {
    unit: Option<&'y str>,
    total: bool,
    records: u64,
    rose: u64,
    same: u64,
    fell: u64,
    low_again: u64,
    new: u64,
    gone: u64,
    open: u64,
}

#[derive(Serialize)]
struct MoveView<'y> {
    record: &'y str,
    #[serde(skip_serializing_if = "Values::is_empty")]
    shown: Values<'y>,
    unit: Option<&'y str>,
    r#move: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    months: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    before: Option<&'y str>,
    now: Option<&'y str>,
}

fn moves_view<'y>(block: &'y BlockYear, month: &'y MonthMoves) -> MovesView<'y> {
    MovesView {
        kind: "moves",
        r#type: &block.record_type,
        block: &block.block,
        title: block.title.as_deref(),
        by: block.by.as_deref(),
        low: &block.low,
        month: iso(month.month),
        has_data: month.has_data,
        compared: month.is_compared,
        units: month.units.iter().map(counts_view).collect(),
        records: month.records.iter().map(move_view).collect(),
        pack: &block.pack,
        schema_version: SCHEMA_VERSION,
    }
}

fn counts_view(counts: &MoveCounts) -> CountsView<'_> {
    let MoveCounts { records, rose, same, fell, low_again, new, gone, open, .. } = *counts;
    let unit = (!counts.is_total).then_some(counts.unit.as_ref());
    let total = counts.is_total;
    CountsView { unit, total, records, rose, same, fell, low_again, new, gone, open }
}

fn move_view(one: &RecordMove) -> MoveView<'_> {
    let last = |moved: Moved| -> Option<Date> {
        match moved {
            Moved::Back(last) => Some(last),
            Moved::Fell | Moved::LowAgain(_) | Moved::New | Moved::Gone | Moved::Open => None,
        }
    };
    MoveView {
        record: &one.record,
        shown: Values(&one.shown),
        unit: one.unit.as_deref(),
        r#move: one.moved.code(),
        months: match one.moved {
            Moved::LowAgain(months) => Some(months),
            Moved::Fell | Moved::New | Moved::Back(_) | Moved::Gone | Moved::Open => None,
        },
        last: last(one.moved).map(iso),
        before: one.before.as_deref(),
        now: one.now.as_deref(),
    }
}

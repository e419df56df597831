//! Targets, and the indicators that are held against them.

use super::{Basis, Expr, Label, RankKey, RecordId};
use crate::source::Span;
use crate::value::{Compare, Schedule};

/// Targets over the records of one type, by group and in total.
#[derive(Clone, Debug)]
pub struct Targets {
    /// Name of the targets.
    pub name: Label,
    /// Title for people, if it has one.
    pub title: Option<String>,
    /// Record type whose records are aggregated.
    pub record: RecordId,
    /// Expression by whose values the records are grouped: a field or derivation that is a
    /// category or a text; `None` if there is the total only.
    pub by: Option<Expr>,
    /// Record type whose value that expression is: that of the targets, or one it is part of.
    pub by_record: RecordId,
    /// `true` if all records together are a unit too.
    pub total: bool,
    /// Indicators in the order written.
    pub indicators: Vec<Indicator>,
    /// Levels from the weakest to the strongest; empty where each indicator has one requirement.
    pub levels: Vec<Label>,
    /// Requirements by unit; of a unit without a row, the indicators' own requirement.
    pub thresholds: Vec<UnitThresholds>,
    /// `xếp hạng theo`: the indicators that decide which unit comes before which, by their places;
    /// empty where nothing is ranked.
    pub ranking: Vec<RankKey<usize>>,
    /// Place of the whole block.
    pub span: Span,
    /// Basis of the targets in documents.
    pub basis: Basis,
}

impl Targets {
    /// Every comparison that the targets ask for: of indicators, then of the rows of the table.
    pub fn bounds(&self) -> impl Iterator<Item = &Bound> {
        let own = self.indicators.iter().flat_map(|indicator| &indicator.requirement);
        let cells = self.thresholds.iter().flat_map(|row| row.cells.iter().flatten());
        own.chain(cells.flatten().flatten())
    }

    pub(super) fn bounds_mut(&mut self) -> impl Iterator<Item = &mut Bound> {
        let own = self.indicators.iter_mut().flat_map(|indicator| &mut indicator.requirement);
        let cells = self.thresholds.iter_mut().flat_map(|row| row.cells.iter_mut().flatten());
        own.chain(cells.flatten().flatten())
    }
}

/// `chỉ số`
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Number or name of the indicator.
    pub label: Label,
    /// Title for people, if it has one.
    pub title: Option<String>,
    /// Formula of the indicator: constants, parameters as of the as-of date, arithmetic, and
    /// [`ExprKind::Aggregate`] over the record type.
    pub formula: Expr,
    /// `yêu cầu mỗi tháng …`: the periods in each of which the requirements are asked; `None` where
    /// they are asked once.
    pub each: Option<Schedule>,
    /// `yêu cầu …`: all must hold; empty where the thresholds are in the table.
    pub requirement: Vec<Bound>,
    /// Place of the line.
    pub span: Span,
    /// Basis of the indicator in documents.
    pub basis: Basis,
}

/// A row of a table of thresholds.
#[derive(Clone, Debug)]
pub struct UnitThresholds {
    /// The unit by its code in the category of [`Targets::by`]; `None` for the total over all
    /// records.
    pub unit: Option<u32>,
    /// Bounds that must all hold, by indicator, then by level (one where there are no levels);
    /// none where the cell is empty.
    pub cells: Vec<Vec<Option<Vec<Bound>>>>,
    /// Place of the row.
    pub span: Span,
    /// Basis of the row itself, beside that of the targets.
    pub basis: Basis,
}

/// `< 0,04%`, `từ 99%`, `từ mức giao`: a comparison of an indicator with what it must reach.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Comparison that must hold between the value and the limit.
    pub op: Compare,
    /// Value it must reach, in the indicator's unit: a number, parameters as of the as-of date,
    /// arithmetic over them.
    pub limit: Expr,
    /// Place of the requirement as written.
    pub span: Span,
}

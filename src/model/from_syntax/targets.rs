//! Targets, and aggregates over many records.

use super::literals::each_name;
use super::{Checker, Scope, label};
use crate::diag::model as say;
use crate::index::Id;
use crate::model::{
    Aggregate, AggregateKind, Bound, Expr, ExprKind, Indicator, Label, RecordId, Targets,
    UnitThresholds,
};
use crate::source::Span;
use crate::syntax::ast::{self, ItemKind, TestKind};
use crate::value::{Compare, Type, Unit, Value};

/// Parts of an aggregate, in its brackets.
pub(super) struct Over<'e> {
    pub value: Option<&'e ast::Expr>,
    pub window: Option<&'e ast::Expr>,
    pub filter: Option<&'e ast::Expr>,
}

impl<'a> Checker<'a> {
    /// Checks all targets: groups, indicators, levels and thresholds.
    pub(super) fn check_targets(&mut self, items: &[&'a ast::Item]) {
        for item in items {
            if let ItemKind::Targets(targets) = &item.kind {
                let checked = self.targets(item, targets);
                if let Some(checked) = checked {
                    self.targets.push(checked);
                }
            }
        }
    }

    fn targets(&mut self, item: &ast::Item, targets: &ast::Targets) -> Option<Targets> {
        let record = self.record_named(&targets.record)?;
        let basis = self.basis(&item.notes);
        let by_record = match &targets.by_of {
            None => Some(record),
            Some(owner) => self.whole_of(record, owner),
        };
        let by = targets.by.as_ref().map(|by| self.group(by_record?, by));
        if targets.by.is_none() && !targets.total {
            self.report(say::no_group(item.head));
        }
        let levels: Vec<Label> = targets.levels.iter().map(label).collect();
        self.unique(targets.levels.iter());
        self.unique(targets.indicators.iter().map(|indicator| &indicator.label));
        if targets.indicators.is_empty() {
            self.report_empty(targets.name.span, &targets.name.text);
        }
        let indicators: Vec<Option<Indicator>> =
            targets.indicators.iter().map(|indicator| self.indicator(record, indicator)).collect();
        let indicators = indicators.into_iter().collect::<Option<Vec<_>>>()?;
        let by = match by {
            None => None,
            Some(by) => Some(by?),
        };
        let thresholds = match &targets.thresholds {
            None => Vec::new(),
            Some(table) => self.thresholds(targets, by.as_ref(), &indicators, &levels, table)?,
        };
        let ranking = targets.ranking.as_ref().map(|line| self.ranked_units(targets, line));
        let ranking = ranking.unwrap_or_default();
        self.all_required(&indicators, &thresholds);
        Some(Targets {
            name: label(&targets.name),
            title: targets.title.as_ref().map(|title| title.text.clone()),
            record,
            by,
            by_record: by_record?,
            total: targets.total,
            indicators,
            levels,
            thresholds,
            ranking,
            span: item.span,
            basis,
        })
    }

    /// Reports each name that was there before.
    pub(super) fn unique<'n>(&mut self, names: impl Iterator<Item = &'n ast::Name>) {
        let mut seen = super::Names::default();
        for name in names {
            let outcome = seen.declare(name, ());
            self.declared(name, outcome);
        }
    }

    /// Record type of that name, which records of another are part of, directly or one within the
    /// other.
    pub(super) fn whole_of(&mut self, record: RecordId, owner: &ast::Name) -> Option<RecordId> {
        let whole = self.record_named(owner)?;
        let parent = |id: &RecordId| self.records[*id].parent.map(|(parent, _)| parent);
        let up = std::iter::successors(parent(&record), parent).take(self.records.len());
        if up.into_iter().any(|up| up == whole) {
            return Some(whole);
        }
        let (part, whole) = (&self.records[record].name.text, &self.records[whole].name.text);
        let diagnostic = say::not_a_part(owner.span, part, whole);
        self.report(diagnostic);
        None
    }

    /// Expression by whose values the records are grouped.
    fn group(&mut self, record: RecordId, by: &ast::Name) -> Option<Expr> {
        let named = ast::Expr { kind: ast::ExprKind::Name(by.clone()), span: by.span };
        let typed =
            self.expr(Scope { record: Some(record), own: None, over: None }, &named, None)?;
        if matches!(typed.ty, Type::Category(_) | Type::Text) {
            return Some(typed);
        }
        let found = self.describe(typed.ty);
        let expected = crate::diag::types::category_or_text();
        self.report(say::wrong_type(by.span, &expected, &found));
        None
    }

    fn indicator(&mut self, record: RecordId, indicator: &ast::Indicator) -> Option<Indicator> {
        let basis = self.basis(&indicator.notes);
        let formula = self.expr(
            Scope { record: None, own: None, over: Some(record) },
            &indicator.formula,
            None,
        )?;
        if !matches!(formula.ty, Type::Number(_)) {
            let (expected, found) =
                (self.describe(Type::Number(Unit::Number)), self.describe(formula.ty));
            self.report(say::wrong_type(indicator.formula.span, &expected, &found));
            return None;
        }
        let requirement = match &indicator.requirement {
            None => Vec::new(),
            Some(test) => self.bounds(&formula, test)?,
        };
        let each = indicator.each.as_ref();
        let each = match each.map(|each| self.asked_in_periods(record, each, &formula)) {
            None => None,
            Some(schedule) => Some(schedule?),
        };
        Some(Indicator {
            label: label(&indicator.label),
            each,
            title: indicator.title.as_ref().map(|title| title.text.clone()),
            formula,
            requirement,
            span: indicator.span,
            basis,
        })
    }

    /// A short test of an indicator as comparisons with numbers.
    fn bounds(&mut self, indicator: &Expr, test: &ast::Test) -> Option<Vec<Bound>> {
        let one = |bound: &'_ ast::Bound, within, beyond| {
            (if bound.inclusive { within } else { beyond }, bound.value.clone())
        };
        let parts: Vec<(Compare, ast::Expr)> = match &test.kind {
            TestKind::Equals(value) => vec![(Compare::Equal, value.clone())],
            TestKind::Sign(op, value) => vec![(*op, value.clone())],
            TestKind::Range { low, high } => {
                let low = low.iter().map(|bound| one(bound, Compare::AtLeast, Compare::Greater));
                low.chain(high.iter().map(|bound| one(bound, Compare::AtMost, Compare::Less)))
                    .collect()
            }
            TestKind::Missing => {
                self.report(say::missing_value(test.span));
                return None;
            }
        };
        let bounds: Vec<Option<Bound>> = parts
            .iter()
            .map(|(op, value)| self.bound_of(indicator, *op, value, test.span))
            .collect();
        bounds.into_iter().collect()
    }

    fn bound_of(
        &mut self,
        indicator: &Expr,
        op: Compare,
        value: &ast::Expr,
        span: Span,
    ) -> Option<Bound> {
        self.bare_against(indicator, value)?;
        let limit = self.required_value(value, indicator.ty)?;
        Some(Bound { op, limit, span })
    }

    /// What an indicator must reach: a number as written, or parameters.
    fn required_value(&mut self, written: &ast::Expr, ty: Type) -> Option<Expr> {
        if self.names_nothing_of_records(written) {
            return self.expect(Scope { record: None, own: None, over: None }, written, ty);
        }
        match self.constant_or(written, ty, say::not_required)? {
            value @ Value::Num(_) => Some(Expr::new(ExprKind::Constant(value), ty, written.span)),
            Value::Missing | Value::Date(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => {
                None
            }
        }
    }

    /// Returns `true` if an expression has names, and none of them is that of a record's value
    /// alone: they are parameters, or are meant to be.
    fn names_nothing_of_records(&self, written: &ast::Expr) -> bool {
        let (mut some, mut of_records) = (false, false);
        each_name(written, &mut |name| {
            let member = self.records.iter().any(|one| one.members.get(&name.key).is_some());
            some = true;
            of_records |= member && self.callables.get(&name.key).is_none();
        });
        some && !of_records
    }

    fn thresholds(
        &mut self,
        targets: &ast::Targets,
        by: Option<&Expr>,
        indicators: &[Indicator],
        levels: &[Label],
        table: &ast::Thresholds,
    ) -> Option<Vec<UnitThresholds>> {
        let by_name = targets.by.as_ref().map(|by| by.key.as_str());
        if by_name.is_some_and(|key| key != table.group.key) {
            let expected = targets.by.as_ref().map_or("", |by| by.text.as_str());
            self.report(say::group_column(table.group.span, &table.group.text, expected));
        }
        let columns: Vec<Option<(usize, usize)>> = table
            .columns
            .iter()
            .map(|column| self.threshold_column(indicators, levels, column))
            .collect();
        let rows: Vec<Option<UnitThresholds>> = table
            .rows
            .iter()
            .map(|row| self.threshold_row(targets, by, indicators, levels, &columns, row))
            .collect();
        self.unique(table.rows.iter().filter_map(|row| row.unit.as_ref()));
        columns.iter().all(Option::is_some).then_some(())?;
        rows.into_iter().collect()
    }

    /// The indicator and the level a header names: `NQH giao`, or `NQH` where there are no levels.
    fn threshold_column(
        &mut self,
        indicators: &[Indicator],
        levels: &[Label],
        column: &ast::Name,
    ) -> Option<(usize, usize)> {
        let mut headers = Vec::new();
        for (place, indicator) in indicators.iter().enumerate() {
            match levels {
                [] => headers.push((indicator.label.text.clone(), (place, 0))),
                levels => headers.extend(levels.iter().enumerate().map(|(level, name)| {
                    (format!("{} {}", indicator.label.text, name.text), (place, level))
                })),
            }
        }
        let found = headers
            .iter()
            .find(|(header, _)| crate::source::key(header) == column.key)
            .map(|(_, at)| *at);
        if found.is_none() && !self.names_invalid(&column.key) {
            let all: Vec<String> = headers.into_iter().map(|(header, _)| header).collect();
            let near = crate::diag::nearest(&column.text, all.iter().map(String::as_str));
            self.report(say::threshold_column(column.span, &column.text, near, &all.join(", ")));
        }
        found
    }

    /// Returns `true` if a header names an indicator or a level whose line could not be read.
    fn names_invalid(&self, header: &str) -> bool {
        let part = |invalid: &str| {
            header
                .strip_prefix(invalid)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let level =
            |invalid: &str| header.strip_suffix(invalid).is_some_and(|rest| rest.ends_with(' '));
        self.invalid.iter().any(|invalid| part(invalid) || level(invalid))
    }

    fn threshold_row(
        &mut self,
        targets: &ast::Targets,
        by: Option<&Expr>,
        indicators: &[Indicator],
        levels: &[Label],
        columns: &[Option<(usize, usize)>],
        row: &ast::ThresholdRow,
    ) -> Option<UnitThresholds> {
        let basis = self.basis(&row.notes);
        let unit = match &row.unit {
            None => {
                if !targets.total {
                    self.report(say::no_total(row.span));
                }
                None
            }
            Some(unit) => Some(self.unit_code(by?, unit)?),
        };
        let mut cells = vec![vec![None; levels.len().max(1)]; indicators.len()];
        let mut sound = true;
        for (column, cell) in columns.iter().zip(&row.cells) {
            let (Some((indicator, level)), Some(test)) = (column, cell) else { continue };
            let bounds = indicators
                .get(*indicator)
                .and_then(|indicator| self.bounds(&indicator.formula, test));
            sound &= bounds.is_some();
            if let Some(place) = cells.get_mut(*indicator).and_then(|levels| levels.get_mut(*level))
            {
                *place = bounds;
            }
        }
        sound.then_some(UnitThresholds { unit, cells, span: row.span, basis })
    }

    fn unit_code(&mut self, by: &Expr, unit: &ast::Name) -> Option<u32> {
        let Type::Category(_) = by.ty else {
            self.report(say::units_need_category(unit.span));
            return None;
        };
        let named = ast::Expr { kind: ast::ExprKind::Name(unit.clone()), span: unit.span };
        match self.constant(&named, by.ty)? {
            Value::Code(code) => Some(code),
            Value::Missing | Value::Num(_) | Value::Date(_) | Value::Bool(_) | Value::Text(_) => {
                None
            }
        }
    }

    fn all_required(&mut self, indicators: &[Indicator], thresholds: &[UnitThresholds]) {
        for (place, indicator) in indicators.iter().enumerate() {
            let in_table = thresholds.iter().any(|row| {
                row.cells.get(place).is_some_and(|levels| levels.iter().any(Option::is_some))
            });
            if indicator.requirement.is_empty()
                && !in_table
                && !self.invalid.contains(&indicator.label.key)
            {
                self.report(say::no_requirement(indicator.span, &indicator.label.text));
            }
        }
    }

    /// A value over many records, in the formula of an indicator or in a derivation of a parent.
    pub(super) fn aggregate(
        &mut self,
        scope: Scope,
        span: Span,
        kind: AggregateKind,
        Over { value, window, filter }: Over<'_>,
    ) -> Option<Expr> {
        let (every, value) = match value.map(|value| &value.kind) {
            Some(ast::ExprKind::Every(inner)) => (true, Some(&**inner)),
            _ => (false, value),
        };
        let (over, value) = self.aggregated(scope, span, value)?;
        let seen = self.seen(over, span, every, window);
        let inner = Scope { record: Some(over), own: None, over: None };
        let value = value.map(|value| self.expr(inner, value, None));
        let filter = filter.map(|filter| self.condition(inner, filter));
        let value = match value {
            None => None,
            Some(value) => Some(value?),
        };
        let filter = match filter {
            None => None,
            Some(filter) => Some(filter?),
        };
        let ty = self.aggregate_type(span, kind, value.as_ref())?;
        self.other_dates(over, filter.as_ref());
        let seen = seen?;
        let of_targets = scope.over.is_some();
        let aggregate = Aggregate { kind, over, of_targets, seen, value, filter, ty, span };
        let id = self.aggregates.push(aggregate);
        if let Some(parent) = scope.record {
            self.records[parent].aggregates.push(id);
        }
        Some(Expr::new(ExprKind::Aggregate(id), ty, span))
    }

    /// The record type that is aggregated over, and what of each record.
    fn aggregated<'e>(
        &mut self,
        scope: Scope,
        span: Span,
        value: Option<&'e ast::Expr>,
    ) -> Option<(RecordId, Option<&'e ast::Expr>)> {
        let named = match value.map(|value| &value.kind) {
            Some(ast::ExprKind::Of(inner, owner)) => {
                Some((self.record_named(owner)?, Some(&**inner)))
            }
            Some(ast::ExprKind::Name(name)) => {
                self.record_names.get(&name.key).map(|record| (record, None))
            }
            _ => None,
        };
        match (named, scope.over, scope.record) {
            (None, Some(over), _) => Some((over, value)),
            (Some((record, value)), Some(over), _) if record == over => Some((record, value)),
            (Some((record, value)), None, Some(parent)) if self.is_part(record, parent) => {
                Some((record, value))
            }
            (Some((record, _)), _, _) => {
                let name = self.records[record].name.text.clone();
                let whole = scope
                    .over
                    .or(scope.record)
                    .map(|record| self.records[record].name.text.clone());
                self.report(say::not_a_part(span, &name, whole.as_deref().unwrap_or("")));
                None
            }
            (None, None, _) => {
                let parts: Vec<String> = match scope.record {
                    Some(parent) => self
                        .records
                        .enumerate()
                        .filter(|(id, _)| self.is_part(*id, parent))
                        .map(|(_, part)| part.name.text.clone())
                        .collect(),
                    None => Vec::new(),
                };
                self.report(say::aggregate_of_what(span, &parts));
                None
            }
        }
    }

    fn is_part(&self, part: RecordId, parent: RecordId) -> bool {
        self.records[part].parent.is_some_and(|(whole, _)| whole == parent)
    }

    fn aggregate_type(
        &mut self,
        span: Span,
        kind: AggregateKind,
        value: Option<&Expr>,
    ) -> Option<Type> {
        match (kind, value.map(|value| value.ty)) {
            (AggregateKind::Count, None) => Some(Type::Number(Unit::Integer)),
            (AggregateKind::Share, None) => Some(Type::Number(Unit::Ratio)),
            (AggregateKind::Count | AggregateKind::Share, Some(_)) => {
                self.report(say::counts_take_no_value(span));
                None
            }
            (_, None) => {
                self.report(say::aggregate_needs_value(span));
                None
            }
            (
                AggregateKind::Average,
                Some(Type::Number(Unit::Integer | Unit::Year | Unit::Bare)),
            ) => Some(Type::Number(Unit::Number)),
            (
                AggregateKind::Sum
                | AggregateKind::Average
                | AggregateKind::Max
                | AggregateKind::Min,
                Some(Type::Number(unit)),
            ) => Some(Type::Number(unit)),
            (AggregateKind::Max | AggregateKind::Min, Some(Type::Date)) => Some(Type::Date),
            (
                AggregateKind::Sum
                | AggregateKind::Average
                | AggregateKind::Max
                | AggregateKind::Min,
                Some(other),
            ) => {
                let (expected, found) =
                    (self.describe(Type::Number(Unit::Number)), self.describe(other));
                self.report(say::wrong_type(span, &expected, &found));
                None
            }
        }
    }

    /// The record types, each child before its parent; a cycle of parts is reported.
    pub(super) fn parts_first(&mut self) -> Vec<RecordId> {
        let mut order: Vec<RecordId> = Vec::new();
        let mut waiting: Vec<RecordId> = self.records.ids().collect();
        while !waiting.is_empty() {
            let ready = |id: &RecordId| {
                !waiting.iter().any(|part| *part != *id && self.is_part(*part, *id))
            };
            let (now, later): (Vec<RecordId>, Vec<RecordId>) =
                waiting.iter().copied().partition(|id| ready(id) && !self.is_part(*id, *id));
            if now.is_empty() {
                if let Some(first) = later.first() {
                    let name = self.records[*first].name.clone();
                    self.report(say::cycle_of_parts(name.span, &name.text));
                }
                order.extend(later);
                break;
            }
            order.extend(now);
            waiting = later;
        }
        order
    }

    /// Targets share the name space of blocks.
    pub(super) fn declare_targets(&mut self, targets: &ast::Targets) {
        let id = Id::new(self.target_names.len());
        let clash = self.block_names.place(&targets.name.key);
        let outcome = match clash {
            Some(first) => Err(first),
            None => self.target_names.declare(&targets.name, id),
        };
        self.declared(&targets.name, outcome);
    }
}

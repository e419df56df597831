//! Short tests, rows and pipe tables become conditions.

use super::literals::is_constant;
use super::{Checker, Scope};
use crate::diag::model as say;
use crate::model::{Basis, CellForm, Expr, ExprKind, Row, Test};
use crate::source::Span;
use crate::syntax::ast::{self, TestKind, When};
use crate::value::{Compare, Num, Type, Value};
use std::sync::Arc;

/// Types and rules against which the rows of a table or criterion are checked.
#[derive(Clone, Copy)]
pub(super) struct RowRules<'r> {
    /// Type of the result of a row.
    pub result: Type,
    /// The most that a row of a criterion can give, and where that is written.
    pub maximum: Option<(&'r Num, Span)>,
    /// `true` if only the first row that holds counts; otherwise `còn lại` means that none of the
    /// rows above holds.
    pub first: bool,
}

/// Subject of short tests: the expression that a column or `theo` names.
#[derive(Clone, Copy)]
struct Tested<'e> {
    subject: &'e Expr,
    /// `true` if some row asks if it is missing: then missing is a value like others, of which no
    /// other test holds.
    missing_counts: bool,
}

/// Conditions of a row, which must all hold, each with its form where it is a cell.
#[derive(Default)]
struct Conditions {
    all: Vec<Expr>,
    forms: Vec<Option<CellForm>>,
}

impl Conditions {
    fn push(&mut self, condition: Expr, form: Option<CellForm>) {
        self.all.push(condition);
        self.forms.push(form);
    }

    /// A row with these conditions, its forms shared with a row above that has the same.
    fn row(
        asked: Option<Conditions>,
        gives: Expr,
        (span, basis): (Span, Basis),
        above: Option<&Row>,
    ) -> Row {
        let Some(Conditions { all, forms }) = asked else {
            return Row { when: None, forms: Arc::new([]), gives, span, basis };
        };
        let shared = above.filter(|above| *above.forms == *forms);
        let forms = shared.map_or_else(|| forms.into(), |above| above.forms.clone());
        Row { when: Some(all_of(all, span)), forms, gives, span, basis }
    }
}

impl Tested<'_> {
    fn form(&self, column: usize, negated: bool) -> Option<CellForm> {
        let column = u32::try_from(column).ok()?;
        Some(CellForm { column, negated, missing_counts: self.missing_counts })
    }

    /// A condition that is false, rather than missing, where the subject is.
    fn unless_missing(&self, condition: Expr) -> Expr {
        if !self.missing_counts {
            return condition;
        }
        let span = condition.span;
        let yes_no = |kind| Expr::new(kind, Type::YesNo, span);
        let missing = yes_no(ExprKind::IsMissing(Box::new(self.subject.clone())));
        yes_no(ExprKind::And(vec![yes_no(ExprKind::Not(Box::new(missing))), condition]))
    }
}

/// Returns `true` if a test is `thiếu`.
fn asks_missing(test: &ast::Test) -> bool {
    match &test.kind {
        TestKind::Missing => true,
        TestKind::Equals(value) => matches!(value.kind, ast::ExprKind::Missing),
        TestKind::Range { .. } | TestKind::Sign(..) => false,
    }
}

fn asks_missing_in(rows: &[ast::GridRow], column: usize) -> bool {
    rows.iter()
        .filter_map(|row| row.cells.get(column))
        .flat_map(|cell| &cell.tests)
        .any(asks_missing)
}

impl Checker<'_> {
    /// A short test of a subject as a condition.
    pub(super) fn test(&mut self, scope: Scope, subject: &Expr, test: &ast::Test) -> Option<Expr> {
        let condition = match &test.kind {
            TestKind::Equals(ast::Expr { kind: ast::ExprKind::Missing, span }) => {
                self.is_missing(scope, subject, *span)?
            }
            TestKind::Equals(value) => {
                self.comparison(scope, test.span, Compare::Equal, subject, value)?
            }
            TestKind::Missing => self.is_missing(scope, subject, test.span)?,
            TestKind::Sign(op, value) => self.comparison(scope, test.span, *op, subject, value)?,
            TestKind::Range { low, high } => {
                let low = low.as_ref().map(|bound| {
                    self.bound(scope, subject, test.span, bound, Compare::AtLeast, Compare::Greater)
                });
                let high = high.as_ref().map(|bound| {
                    self.bound(scope, subject, test.span, bound, Compare::AtMost, Compare::Less)
                });
                let bounds = [low, high].into_iter().flatten().collect::<Option<Vec<Expr>>>()?;
                all_of(bounds, test.span)
            }
        };
        Some(Expr { span: test.span, ..condition })
    }

    fn bound(
        &mut self,
        scope: Scope,
        subject: &Expr,
        span: Span,
        bound: &ast::Bound,
        within: Compare,
        beyond: Compare,
    ) -> Option<Expr> {
        let op = if bound.inclusive { within } else { beyond };
        self.comparison(scope, span, op, subject, &bound.value)
    }

    /// A short test of what the rows of a criterion or the cells of a column test, and the same as
    /// data.
    fn test_of(
        &mut self,
        scope: Scope,
        tested: Tested<'_>,
        test: &ast::Test,
    ) -> Option<(Expr, Option<Test>)> {
        let condition = self.test(scope, tested.subject, test)?;
        let data = Test::of(&condition);
        Some((if asks_missing(test) { condition } else { tested.unless_missing(condition) }, data))
    }

    /// The rows of a criterion or grading, written line by line.
    pub(super) fn lines(
        &mut self,
        scope: Scope,
        subject: Option<&Expr>,
        rows: &[ast::Row],
        rules: RowRules<'_>,
    ) -> Option<Vec<Row>> {
        let missing_counts =
            rows.iter().any(|row| matches!(&row.when, When::Test(test, _) if asks_missing(test)));
        let tested = subject.map(|subject| Tested { subject, missing_counts });
        let mut done: Vec<Option<Row>> = Vec::new();
        for row in rows {
            let when = self.when(scope, tested, &row.when);
            let gives = self.expect(scope, &row.gives, rules.result);
            gives.iter().for_each(|gives| self.points_within(gives, rules));
            let basis = self.basis(&row.notes);
            let above = done.last().and_then(Option::as_ref);
            let checked = when
                .zip(gives)
                .map(|(when, gives)| Conditions::row(when, gives, (row.span, basis), above));
            done.push(checked);
        }
        if rules.first {
            self.unreached_lines(rows, &done, subject.is_some());
        }
        let mut rows = done.into_iter().collect::<Option<Vec<Row>>>()?;
        settle_otherwise(&mut rows, rules);
        Some(rows)
    }

    /// The outer `None`: an error was reported. The inner `None`: `còn lại`.
    fn when(
        &mut self,
        scope: Scope,
        tested: Option<Tested<'_>>,
        when: &ast::When,
    ) -> Option<Option<Conditions>> {
        let mut asked = Conditions::default();
        match when {
            When::Otherwise => return Some(None),
            When::Condition(condition) => asked.push(self.condition(scope, condition)?, None),
            When::Test(test, further) => {
                let further = further.as_ref().map(|further| self.condition(scope, further));
                match (tested, self.whole_condition(scope, test)) {
                    (Some(tested), _) => {
                        let (condition, data) = self.test_of(scope, tested, test)?;
                        asked.push(condition, data.and_then(|_| tested.form(0, false)));
                    }
                    (None, Some(condition)) => asked.push(self.condition(scope, condition)?, None),
                    (None, None) => {
                        self.report(say::no_subject(test.span));
                        return None;
                    }
                }
                if let Some(further) = further {
                    asked.push(further?, None);
                }
            }
        }
        Some(Some(asked))
    }

    /// Condition that a short test is by itself where nothing is tested: `đã nộp đủ` or `(a hoặc
    /// b)`.
    fn whole_condition<'t>(&self, scope: Scope, test: &'t ast::Test) -> Option<&'t ast::Expr> {
        match &test.kind {
            TestKind::Equals(value) if !is_constant(value) && self.stands_alone(scope, value) => {
                Some(value)
            }
            TestKind::Equals(_)
            | TestKind::Missing
            | TestKind::Range { .. }
            | TestKind::Sign(..) => None,
        }
    }

    /// The rows of a pipe table, written in it or taken from its file; of these each is let go of
    /// once it is checked, for there may be very many.
    pub(super) fn grid(
        &mut self,
        scope: Scope,
        grid: &ast::Grid,
        of_file: Option<Vec<ast::GridRow>>,
        rules: RowRules<'_>,
    ) -> Option<Vec<Row>> {
        let rows = of_file.as_ref().unwrap_or(&grid.rows);
        let columns: Vec<Option<Expr>> =
            grid.columns.iter().map(|column| self.value_or_list(scope, column, None)).collect();
        let tested: Vec<Option<Tested<'_>>> = columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                Some(Tested {
                    subject: column.as_ref()?,
                    missing_counts: asks_missing_in(rows, place),
                })
            })
            .collect();
        if rules.first {
            self.unreached_in_grid(rows);
        }
        let mut done = Some(Vec::with_capacity(rows.len()));
        let mut check = |row: &ast::GridRow| {
            let above = done.as_ref().and_then(|done: &Vec<Row>| done.last());
            let checked = self.grid_row(scope, &tested, row, rules, above);
            match (checked, &mut done) {
                (Some(row), Some(done)) => done.push(row),
                (_, _) => done = None,
            }
        };
        match of_file {
            Some(rows) => rows.into_iter().for_each(|row| check(&row)),
            None => grid.rows.iter().for_each(check),
        }
        let mut rows = done?;
        settle_otherwise(&mut rows, rules);
        Some(rows)
    }

    fn grid_row(
        &mut self,
        scope: Scope,
        columns: &[Option<Tested<'_>>],
        row: &ast::GridRow,
        rules: RowRules<'_>,
        above: Option<&Row>,
    ) -> Option<Row> {
        let when = self.cells(scope, columns, row);
        let gives = self.expect(scope, &row.gives, rules.result);
        gives.iter().for_each(|gives| self.points_within(gives, rules));
        let basis = self.basis(&row.notes);
        let (when, gives) = when.zip(gives)?;
        Some(Conditions::row(when, gives, (row.span, basis), above))
    }

    fn cells(
        &mut self,
        scope: Scope,
        columns: &[Option<Tested<'_>>],
        row: &ast::GridRow,
    ) -> Option<Option<Conditions>> {
        if row.otherwise {
            return Some(None);
        }
        let mut parts = Vec::new();
        for (place, (column, cell)) in columns.iter().zip(&row.cells).enumerate() {
            let Some(column) = column else {
                parts.push(None);
                continue;
            };
            if !cell.tests.is_empty() {
                parts.push(self.cell(scope, *column, cell).map(|(condition, tests)| {
                    (condition, tests.and_then(|_| column.form(place, cell.negated)))
                }));
            }
        }
        let mut asked = Conditions::default();
        for part in parts {
            let (condition, cell) = part?;
            asked.push(condition, cell);
        }
        Some(Some(asked))
    }

    /// A cell: any of its tests, or none of them; and its tests as data.
    fn cell(
        &mut self,
        scope: Scope,
        column: Tested<'_>,
        cell: &ast::Cell,
    ) -> Option<(Expr, Option<Vec<Test>>)> {
        let tests: Vec<Option<(Expr, Option<Test>)>> =
            cell.tests.iter().map(|test| self.test_of(scope, column, test)).collect();
        let (mut tests, data): (Vec<Expr>, Vec<Option<Test>>) =
            tests.into_iter().collect::<Option<Vec<_>>>()?.into_iter().unzip();
        let data: Option<Vec<Test>> = data.into_iter().collect();
        self.leaves_nothing_out(cell, data.as_deref().unwrap_or(&[]))?;
        let span = tests.first()?.span.to(tests.last()?.span);
        let any = if tests.len() == 1 {
            tests.pop()?
        } else {
            Expr::new(ExprKind::Or(tests), Type::YesNo, span)
        };
        if !cell.negated {
            return Some((any, data));
        }
        let none = Expr::new(ExprKind::Not(Box::new(any)), Type::YesNo, span);
        Some((
            if cell.tests.iter().any(asks_missing) { none } else { column.unless_missing(none) },
            data,
        ))
    }

    /// Checks that the last column of a table is headed by what it gives.
    pub(super) fn result_header(&mut self, grid: &ast::Grid, expected: &str, fits: bool) {
        if !fits && !self.invalid.contains(&grid.result.key) {
            self.report(say::result_column(grid.result.span, &grid.result.text, expected));
        }
    }
}

/// All of several conditions; none at all always holds.
fn all_of(mut parts: Vec<Expr>, span: Span) -> Expr {
    match parts.len() {
        0 => Expr::new(ExprKind::Constant(Value::Bool(true)), Type::YesNo, span),
        1 => parts.swap_remove(0),
        _ => {
            parts.shrink_to_fit();
            Expr::new(ExprKind::And(parts), Type::YesNo, span)
        }
    }
}

/// Gives `còn lại` its condition where more than the first row counts: none of the rows above
/// holds.
fn settle_otherwise(rows: &mut [Row], rules: RowRules<'_>) {
    if rules.first {
        return;
    }
    let mut above: Vec<Expr> = Vec::new();
    for row in rows {
        match &row.when {
            Some(when) => above.push(when.clone()),
            None => {
                let any = Expr::new(ExprKind::Or(above.clone()), Type::YesNo, row.span);
                row.when = Some(Expr::new(ExprKind::Not(Box::new(any)), Type::YesNo, row.span));
                row.forms = Arc::new([None]);
            }
        }
    }
}

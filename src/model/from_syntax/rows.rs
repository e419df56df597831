//! Short tests, rows and pipe tables become conditions.

use super::{Checker, Scope};
use crate::diag::model as say;
use crate::model::{Expr, ExprKind, Row};
use crate::source::Span;
use crate::syntax::ast::{self, HitPolicy, TestKind, When};
use crate::value::{Compare, Type, Value};

/// What a row's condition and result are typed against.
#[derive(Clone, Copy)]
pub(super) struct RowRules {
    /// What a row gives.
    pub result: Type,
    /// Whether only the first row that holds counts; otherwise `còn lại` means that none of the rows above holds.
    pub first: bool,
}

impl Checker<'_> {
    /// A short test of a subject as a condition.
    pub(super) fn test(&mut self, scope: Scope, subject: &Expr, test: &ast::Test) -> Option<Expr> {
        let condition = match &test.kind {
            TestKind::Equals(value) => self.is_one(scope, subject, value)?,
            TestKind::Missing => Expr::new(ExprKind::IsMissing(Box::new(subject.clone())), Type::YesNo, test.span),
            TestKind::Sign(op, value) => self.comparison(scope, test.span, *op, subject, value)?,
            TestKind::Range { low, high } => {
                let low = low.as_ref().map(|bound| self.bound(scope, subject, test.span, bound, Compare::AtLeast, Compare::Greater));
                let high = high.as_ref().map(|bound| self.bound(scope, subject, test.span, bound, Compare::AtMost, Compare::Less));
                let bounds = [low, high].into_iter().flatten().collect::<Option<Vec<Expr>>>()?;
                all(bounds, test.span)
            }
        };
        Some(Expr { span: test.span, ..condition })
    }

    fn bound(&mut self, scope: Scope, subject: &Expr, span: Span, bound: &ast::Bound, within: Compare, beyond: Compare) -> Option<Expr> {
        let op = if bound.inclusive { within } else { beyond };
        self.comparison(scope, span, op, subject, &bound.value)
    }

    /// The rows of a criterion or grading, written line by line.
    pub(super) fn lines(&mut self, scope: Scope, subject: Option<&Expr>, rows: &[ast::Row], rules: RowRules) -> Option<Vec<Row>> {
        let mut done: Vec<Option<Row>> = Vec::new();
        for row in rows {
            let when = self.when(scope, subject, &row.when, row.span);
            let gives = self.expect(scope, &row.gives, rules.result);
            let basis = self.basis(&row.notes);
            done.push(when.zip(gives).map(|(when, gives)| Row { when, gives, span: row.span, basis }));
        }
        let mut rows = done.into_iter().collect::<Option<Vec<Row>>>()?;
        settle_otherwise(&mut rows, rules);
        Some(rows)
    }

    /// The outer `None`: an error was reported. The inner `None`: `còn lại`.
    fn when(&mut self, scope: Scope, subject: Option<&Expr>, when: &ast::When, span: Span) -> Option<Option<Expr>> {
        match when {
            When::Otherwise => Some(None),
            When::Condition(condition) => self.condition(scope, condition).map(Some),
            When::Test(test, further) => {
                let further = further.as_ref().map(|further| self.condition(scope, further));
                let Some(subject) = subject else {
                    self.report(say::no_subject(test.span));
                    return None;
                };
                let test = self.test(scope, subject, test)?;
                let parts = match further {
                    None => vec![test],
                    Some(further) => vec![test, further?],
                };
                Some(Some(all(parts, span)))
            }
        }
    }

    /// The rows of a pipe table.
    pub(super) fn grid(&mut self, scope: Scope, grid: &ast::Grid, rules: RowRules) -> Option<Vec<Row>> {
        let columns: Vec<Option<Expr>> = grid.columns.iter().map(|column| self.value_or_list(scope, column, None)).collect();
        let mut done: Vec<Option<Row>> = Vec::new();
        for row in &grid.rows {
            let when = self.cells(scope, &columns, row);
            let gives = self.expect(scope, &row.gives, rules.result);
            let basis = self.basis(&row.notes);
            done.push(when.zip(gives).map(|(when, gives)| Row { when, gives, span: row.span, basis }));
        }
        let mut rows = done.into_iter().collect::<Option<Vec<Row>>>()?;
        settle_otherwise(&mut rows, rules);
        Some(rows)
    }

    fn cells(&mut self, scope: Scope, columns: &[Option<Expr>], row: &ast::GridRow) -> Option<Option<Expr>> {
        if row.otherwise {
            return Some(None);
        }
        let mut parts = Vec::new();
        for (column, cell) in columns.iter().zip(&row.cells) {
            let Some(column) = column else {
                parts.push(None);
                continue;
            };
            if !cell.is_empty() {
                parts.push(self.cell(scope, column, cell));
            }
        }
        let parts = parts.into_iter().collect::<Option<Vec<Expr>>>()?;
        Some(Some(all(parts, row.span)))
    }

    /// A cell: any of its tests.
    fn cell(&mut self, scope: Scope, column: &Expr, cell: &[ast::Test]) -> Option<Expr> {
        let tests: Vec<Option<Expr>> = cell.iter().map(|test| self.test(scope, column, test)).collect();
        let mut tests = tests.into_iter().collect::<Option<Vec<Expr>>>()?;
        if tests.len() == 1 {
            return tests.pop();
        }
        let span = tests.first()?.span.to(tests.last()?.span);
        Some(Expr::new(ExprKind::Or(tests), Type::YesNo, span))
    }

    /// Checks that the last column of a table is headed by what it gives.
    pub(super) fn result_header(&mut self, grid: &ast::Grid, expected: &str, fits: bool) {
        if !fits && !self.broken.contains(&grid.result.key) {
            self.report(say::result_column(grid.result.span, &grid.result.text, expected));
        }
    }
}

/// All of several conditions; none at all always holds.
fn all(mut parts: Vec<Expr>, span: Span) -> Expr {
    match parts.len() {
        0 => Expr::new(ExprKind::Constant(Value::Bool(true)), Type::YesNo, span),
        1 => parts.swap_remove(0),
        _ => Expr::new(ExprKind::And(parts), Type::YesNo, span),
    }
}

/// Where more than the first row counts, `còn lại` holds when none of the rows above does.
fn settle_otherwise(rows: &mut [Row], rules: RowRules) {
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
            }
        }
    }
}

/// Whether only the first row that holds counts.
pub(super) fn counts_first(policy: HitPolicy) -> bool {
    match policy {
        HitPolicy::First => true,
        HitPolicy::Unique | HitPolicy::Sum | HitPolicy::All => false,
    }
}

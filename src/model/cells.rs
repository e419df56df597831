//! Short tests as data: what a field's range and the cells of a row allow, beside the conditions
//! made of them.

use super::{Expr, ExprKind};
use crate::value::Compare;

/// The values a short test holds of.
#[derive(Clone, Debug)]
pub enum Test {
    /// `thiếu`
    Missing,
    /// One value; of a `tất cả` table, any member that is the value.
    Is(Expr),
    /// Any value but this one.
    Except(Expr),
    /// Values from one end to another; an end that is not written is none.
    Between {
        /// The least, or what comes before it.
        lower: Option<End>,
        /// The most, or what comes after it.
        upper: Option<End>,
    },
}

/// An end of a range of values.
#[derive(Clone, Debug)]
pub struct End {
    /// A value of the rules, or what is computed from the record.
    pub value: Expr,
    /// `true` if the end itself lies within.
    pub inclusive: bool,
}

/// Form of a condition of a row that is a cell: with it the condition is read back as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellForm {
    /// The column's place, as of [`Cell::column`].
    pub column: u32,
    /// `true` as of [`Cell::negated`].
    pub negated: bool,
    /// `true` as of [`Cell::missing_counts`].
    pub missing_counts: bool,
}

/// A cell of a row: a set of values of its axis.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The column's place, from 0; 0 for what the lines of a criterion test.
    pub column: usize,
    /// Expression that the cell tests: the column of a table, the subject of a criterion.
    pub axis: Expr,
    /// Tests of which any may hold.
    pub tests: Vec<Test>,
    /// `true` if none of the tests may hold, rather than any.
    pub negated: bool,
    /// `true` if some row of the column asks whether the axis is missing: the other tests then do
    /// not hold where it is.
    pub missing_counts: bool,
}

impl CellForm {
    /// The cell that a condition of this form is.
    pub fn cell(self, condition: &Expr) -> Option<Cell> {
        let any = self.where_present(condition);
        let any = if let (ExprKind::Not(any), true) = (&any.kind, self.negated) {
            any.as_ref()
        } else {
            any
        };
        let tests = if let ExprKind::Or(tests) = &any.kind {
            tests.as_slice()
        } else {
            std::slice::from_ref(any)
        };
        let tests = tests.iter().map(|test| self.where_present(test));
        Some(Cell {
            column: self.column as usize,
            axis: axis(any)?,
            tests: tests.map(Test::of).collect::<Option<Vec<Test>>>()?,
            negated: self.negated,
            missing_counts: self.missing_counts,
        })
    }

    /// What a condition asks where the axis is not missing: without the test that it is there.
    fn where_present(self, condition: &Expr) -> &Expr {
        let ExprKind::And(parts) = &condition.kind else { return condition };
        let [there, asked] = parts.as_slice() else { return condition };
        let ExprKind::Not(missing) = &there.kind else { return condition };
        let asks_both = self.missing_counts && matches!(missing.kind, ExprKind::IsMissing(_));
        if asks_both { asked } else { condition }
    }
}

/// What the tests of a condition are of.
fn axis(condition: &Expr) -> Option<Expr> {
    if let ExprKind::Compare(_, axis, _) | ExprKind::IsMissing(axis) = &condition.kind {
        Some((**axis).clone())
    } else if let ExprKind::Member(list, values) = &condition.kind {
        Some(Expr::new(ExprKind::Derived(*list), values.first()?.ty, condition.span))
    } else if let ExprKind::Not(inner) = &condition.kind {
        axis(inner)
    } else if let ExprKind::And(parts) | ExprKind::Or(parts) = &condition.kind {
        axis(parts.first()?)
    } else {
        None
    }
}

impl Test {
    /// A test by the condition made of it, whose left sides are what it tests; none of another
    /// condition.
    pub fn of(condition: &Expr) -> Option<Test> {
        match &condition.kind {
            ExprKind::IsMissing(_) => Some(Test::Missing),
            ExprKind::Compare(op, _, value) => Some(Test::comparison(*op, value)),
            ExprKind::Member(_, values) => values.first().cloned().map(Test::Is),
            ExprKind::Not(inner) => match Test::of(inner)? {
                Test::Is(value) => Some(Test::Except(value)),
                Test::Missing | Test::Except(_) | Test::Between { .. } => None,
            },
            ExprKind::And(parts) => parts.iter().map(Test::of).reduce(|a, b| a?.and(b?)).flatten(),
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(..)
            | ExprKind::AsOf
            | ExprKind::PeriodDay(..)
            | ExprKind::Aggregate(_)
            | ExprKind::Previous(_)
            | ExprKind::Periodic(_)
            | ExprKind::Event(_)
            | ExprKind::Verdict(_)
            | ExprKind::Negate(_)
            | ExprKind::Arith(..)
            | ExprKind::Or(_)
            | ExprKind::If(..)
            | ExprKind::Call(..)
            | ExprKind::Script(..) => None,
        }
    }

    fn comparison(op: Compare, value: &Expr) -> Test {
        let end = |inclusive| Some(End { value: value.clone(), inclusive });
        match op {
            Compare::Equal => Test::Is(value.clone()),
            Compare::NotEqual => Test::Except(value.clone()),
            Compare::AtLeast => Test::Between { lower: end(true), upper: None },
            Compare::Greater => Test::Between { lower: end(false), upper: None },
            Compare::AtMost => Test::Between { lower: None, upper: end(true) },
            Compare::Less => Test::Between { lower: None, upper: end(false) },
        }
    }

    /// Test that holds where both do, of a lower and an upper end; none of other tests.
    fn and(self, other: Test) -> Option<Test> {
        let (Test::Between { lower: a, upper: b }, Test::Between { lower: c, upper: d }) =
            (self, other)
        else {
            return None;
        };
        match (a, b, c, d) {
            (lower, None, None, upper) | (None, upper, lower, None) => {
                Some(Test::Between { lower, upper })
            }
            (_, _, _, _) => None,
        }
    }

    /// Hands over the expressions within, to be changed.
    pub(super) fn values_mut(&mut self, each: &mut impl FnMut(&mut Expr)) {
        match self {
            Test::Missing => {}
            Test::Is(value) | Test::Except(value) => each(value),
            Test::Between { lower, upper } => {
                lower.iter_mut().chain(upper).for_each(|end| each(&mut end.value))
            }
        }
    }
}

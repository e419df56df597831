//! Short tests and expressions.

use super::{Name, PeriodLength};
use crate::choices::AggregateKind;
use crate::source::Span;
use crate::value::{Arith, Compare, Date, DayMonth};
use rust_decimal::Decimal;

/// A short test of a subject that stands elsewhere.
#[derive(Clone, Debug)]
pub struct Test {
    /// Kind of the test.
    pub kind: TestKind,
    /// Place in the source.
    pub span: Span,
}

/// The kinds of short test.
#[derive(Clone, Debug)]
pub enum TestKind {
    /// `0%`, `Tốt`, `có`
    Equals(Expr),
    /// `thiếu`
    Missing,
    /// `từ 90% đến dưới 100%`, `trên 5`, `đến 7`: at least one bound.
    Range {
        /// `từ X` (inclusive) or `trên X`.
        low: Option<Bound>,
        /// `đến X` (inclusive), `đến dưới X`, `dưới X`.
        high: Option<Bound>,
    },
    /// `≤ 30 ngày`, `<> X` does not exist; `≠ X` does.
    Sign(Compare, Expr),
}

/// One end of a range.
#[derive(Clone, Debug)]
pub struct Bound {
    /// True if the limit itself is within the range.
    pub inclusive: bool,
    /// Value of the limit.
    pub value: Expr,
}

/// An expression with its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Kind of the expression.
    pub kind: ExprKind,
    /// Place in the source.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `0,04%`, `50 triệu đồng`, `30 ngày`
    Number(Number),
    /// `"20197"`
    Text(String),
    /// `18/01/2023`: day, month and year as written, a real day.
    Date(Date),
    /// `ngày 10/6`: the day with this day and month in the period of the pack, if there is one.
    PeriodDay(DayMonth),
    /// `có`, `không`
    YesNo(bool),
    /// `thiếu`, where a value may stand.
    Missing,
    /// `nợ quá hạn`: a name not yet resolved.
    Name(Name),
    /// `tiêu chí 2`, in a grading, a cap or an expectation.
    CriterionPoints(Name),
    /// `-x`
    Negate(Box<Expr>),
    /// `a + b`
    Arith(Arith, Box<Expr>, Box<Expr>),
    /// `a ≤ b`
    Compare(Compare, Box<Expr>, Box<Expr>),
    /// `a là X`, `a không phải là X`, `a là một trong X, Y`, `a là thiếu`
    Is {
        /// Value tested.
        subject: Box<Expr>,
        /// `không phải là`
        negated: bool,
        /// The values of which any will do: one, or several after `một trong`.
        values: Vec<Expr>,
    },
    /// `x từ 90% đến dưới 100%` as a condition of its own.
    Within(Box<Expr>, Box<Test>),
    /// `không phải a`
    Not(Box<Expr>),
    /// `a và b và c`: two or more.
    And(Vec<Expr>),
    /// `a hoặc b`: two or more.
    Or(Vec<Expr>),
    /// `tuổi(ngày sinh; ngày xét)`
    Call {
        /// A builtin's or a declared function's name.
        name: Name,
        /// The arguments.
        arguments: Vec<Expr>,
    },
    /// `tổng(dư nợ của Khoản vay khi nợ quá hạn > 0)`, `tỷ trọng(khi …)`, `đếm(Khoản vay khi …)`:
    /// over many records. `lớn nhất` and `nhỏ nhất` are this with one argument, and a function
    /// with more.
    Aggregate {
        /// Kind of the aggregate.
        kind: AggregateKind,
        /// `dư nợ`, `dư nợ của Khoản vay` ([`ExprKind::Of`]), `Khoản vay` (a record type, to be
        /// counted).
        value: Option<Box<Expr>>,
        /// `trong 12 tháng`: of a register the rows of the last of them.
        window: Option<Box<Expr>>,
        /// `khi …`
        filter: Option<Box<Expr>>,
    },
    /// `mọi Việc`, `số tiền của mọi Việc`: over the rows of a register of all time.
    Every(Box<Expr>),
    /// `đếm(tháng khi C)`: number of the periods in which a condition holds.
    CountPeriods(PeriodLength, Box<Expr>),
    /// `a / b, nếu b = 0 thì 0%`: the value, and the cases that come before it, the first that
    /// holds deciding.
    Guarded {
        /// The value when no case holds.
        value: Box<Expr>,
        /// Condition and value of each case.
        cases: Vec<(Expr, Expr)>,
    },
    /// `tổng điểm của Chấm điểm tổ`: a member of something named.
    Of(Box<Expr>, Name),
    /// `mức vay tối đa tại ngày giải ngân`: a dated parameter on a day.
    At(Box<Expr>, Box<Expr>),
    /// `(a)`: kept so that the formatter gives back what was written.
    Group(Box<Expr>),
}

/// A number as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The digits, before magnitude and unit.
    pub digits: Decimal,
    /// `%`, `triệu` …
    pub magnitude: Option<Magnitude>,
    /// `đồng`, `điểm` …
    pub unit: Option<UnitWord>,
}

/// The words that scale a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Magnitude {
    /// `%`: divides by 100 and makes a ratio.
    Percent,
    /// `‰`: divides by 1000 and makes a ratio.
    Permille,
    /// `nghìn`
    Thousand,
    /// `triệu`
    Million,
    /// `tỷ`
    Billion,
}

/// The words that give a number its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitWord {
    /// `đồng`
    Dong,
    /// `điểm`
    Points,
    /// `ngày`
    Days,
    /// `tháng`
    Months,
    /// `năm`: 12 months.
    Years,
}

impl Expr {
    /// Hands over each expression that stands directly within this one.
    pub fn children<'e>(&'e self, each: &mut dyn FnMut(&'e Expr)) {
        match &self.kind {
            ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::PeriodDay(_)
            | ExprKind::YesNo(_)
            | ExprKind::Missing
            | ExprKind::Name(_)
            | ExprKind::CriterionPoints(_) => {}
            ExprKind::Negate(inner)
            | ExprKind::Not(inner)
            | ExprKind::Group(inner)
            | ExprKind::Every(inner)
            | ExprKind::Of(inner, _) => each(inner),
            ExprKind::CountPeriods(length, condition) => {
                length.children(each);
                each(condition);
            }
            ExprKind::Arith(_, left, right)
            | ExprKind::Compare(_, left, right)
            | ExprKind::At(left, right) => {
                each(left);
                each(right);
            }
            ExprKind::Is { subject, values, .. } => {
                each(subject);
                values.iter().for_each(each);
            }
            ExprKind::Within(subject, test) => {
                each(subject);
                test.children(each);
            }
            ExprKind::And(parts)
            | ExprKind::Or(parts)
            | ExprKind::Call { arguments: parts, .. } => parts.iter().for_each(each),
            ExprKind::Aggregate { value, window, filter, .. } => {
                [value, window, filter].into_iter().flatten().for_each(|part| each(part))
            }
            ExprKind::Guarded { value, cases } => {
                each(value);
                for (condition, then) in cases {
                    each(condition);
                    each(then);
                }
            }
        }
    }
}

impl Test {
    /// Hands over each expression of the test.
    pub fn children<'e>(&'e self, each: &mut dyn FnMut(&'e Expr)) {
        match &self.kind {
            TestKind::Equals(value) | TestKind::Sign(_, value) => each(value),
            TestKind::Missing => {}
            TestKind::Range { low, high } => {
                [low, high].into_iter().flatten().for_each(|bound| each(&bound.value))
            }
        }
    }
}

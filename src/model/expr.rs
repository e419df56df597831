//! Typed expressions.

use super::{
    AggregateId, BlockId, DerivedId, EventId, ExprId, FieldId, FunctionId, ParameterId, PeriodicId,
    PreviousId, VerdictTest,
};
use crate::builtins::Builtin;
use crate::keywords::{Keywords, Kw};
use crate::source::Span;
use crate::value::{Arith, Compare, Date, DayMonth, Lang, Type, Unit, Value};
use std::sync::Arc;

/// A day of the pack's period by its name in the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodDay {
    /// `đầu kỳ`
    Start,
    /// `cuối kỳ`
    End,
    /// `ngày 10/6`
    On(DayMonth),
}

impl PeriodDay {
    /// The name in a language.
    pub fn name(self, lang: Lang) -> String {
        let word = |id: Kw| id.word(Keywords::from(lang));
        match self {
            PeriodDay::Start => word(Kw::PeriodStart).to_owned(),
            PeriodDay::End => word(Kw::PeriodEnd).to_owned(),
            PeriodDay::On(DayMonth { day, month }) => format!("{} {day}/{month}", word(Kw::DayOf)),
        }
    }
}

/// A typed expression, checked.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Id of the expression, unique within its record type, given by [`super::Model::number`].
    pub id: ExprId,
    /// Kind of the expression, with its operands.
    pub kind: ExprKind,
    /// Type of its value.
    pub ty: Type,
    /// Place in the rules.
    pub span: Span,
}

/// The kinds of typed expression, over the fields and derivations of one record type.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A value of the rules.
    Constant(Value),
    /// A field of the record.
    Field(FieldId),
    /// A derivation or table of the record type. Of a `tất cả` table only inside
    /// [`ExprKind::Member`].
    Derived(DerivedId),
    /// `tổng điểm` of a scorecard of the record type; missing unless it is one number. Inside that
    /// scorecard's own grading: the total graded.
    Total(BlockId),
    /// `xếp loại` of a scorecard of the record type; missing unless decided.
    Grade(BlockId),
    /// The points of a criterion of a scorecard, by its place; missing unless they are one number.
    CriterionPoints(BlockId, usize),
    /// A dated parameter on a day: the as-of date, or the given date.
    Parameter(ParameterId, Option<Box<Expr>>),
    /// `ngày xét`
    AsOf,
    /// `cuối kỳ`, `ngày 10/6`: a day of the pack's period.
    PeriodDay(PeriodDay, Date),
    /// A value over many records: in a derivation of the parent, or in the formula of an indicator.
    Aggregate(AggregateId),
    /// A value of the month before, of a monthly snapshot.
    Previous(PreviousId),
    /// `mỗi tháng: C`, as yes or no: whether the condition holds in each period;
    /// `đếm(tháng khi C)`, as a number: in how many.
    Periodic(PeriodicId),
    /// The first day on which a condition over registers holds.
    Event(EventId),
    /// `kết luận của X là đạt`: whether a block of the record type came to one of some verdicts.
    Verdict(Box<VerdictTest>),
    /// `-x`
    Negate(Box<Expr>),
    /// `a + b` …; also date ± duration and date − date.
    Arith(Arith, Box<Expr>, Box<Expr>),
    /// Both of one type; order only between numbers, dates and values of an ordered category (the
    /// better is the greater).
    Compare(Compare, Box<Expr>, Box<Expr>),
    /// `X là v` for a `tất cả` table: whether any member is one of the codes or values.
    Member(DerivedId, Vec<Expr>),
    /// `x là thiếu`; never itself missing.
    IsMissing(Box<Expr>),
    /// `không phải a`
    Not(Box<Expr>),
    /// Conjunction: true if all hold.
    And(Vec<Expr>),
    /// Disjunction: true if any holds.
    Or(Vec<Expr>),
    /// Condition, value if it holds, value if not; missing if the condition is.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// Call of a builtin function.
    Call(Builtin, Vec<Expr>),
    /// Call of a scripted function.
    Script(FunctionId, Vec<Expr>),
}

/// Words as an `Arc`, so that values are cheap to clone.
pub fn text_value(text: &str) -> Value {
    Value::Text(Arc::from(text))
}

/// The unit of a numeric type.
pub fn unit(ty: Type) -> Option<Unit> {
    match ty {
        Type::Number(unit) => Some(unit),
        Type::Text | Type::Date | Type::YesNo | Type::Category(_) => None,
    }
}

impl Expr {
    /// An expression that has no name yet.
    pub fn new(kind: ExprKind, ty: Type, span: Span) -> Expr {
        Expr { id: ExprId::new(0), kind, ty, span }
    }

    /// The value of an expression without names, if it is one.
    pub fn constant(&self) -> Option<Value> {
        match &self.kind {
            ExprKind::Constant(value) => Some(value.clone()),
            ExprKind::Negate(inner) => match inner.constant()? {
                Value::Num(number) => Some(Value::Num(number.neg())),
                Value::Missing
                | Value::Date(_)
                | Value::Bool(_)
                | Value::Code(_)
                | Value::Text(_) => None,
            },
            ExprKind::Arith(op, left, right) => match (left.constant()?, right.constant()?) {
                (Value::Num(left), Value::Num(right)) => {
                    op.apply(&left, &right).ok()?.map(Value::Num)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The value that a comparison holds against something; `None` of anything else.
    pub fn compared(&self) -> Option<&Expr> {
        if let ExprKind::Compare(_, left, _) = &self.kind { Some(left) } else { None }
    }

    /// Hands over each expression directly within this one.
    pub fn children<'e>(&'e self, each: &mut dyn FnMut(&'e Expr)) {
        match &self.kind {
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(_, None)
            | ExprKind::Aggregate(_)
            | ExprKind::Previous(_)
            | ExprKind::Periodic(_)
            | ExprKind::Event(_)
            | ExprKind::Verdict(_)
            | ExprKind::PeriodDay(..)
            | ExprKind::AsOf => {}
            ExprKind::Parameter(_, Some(inner))
            | ExprKind::Negate(inner)
            | ExprKind::IsMissing(inner)
            | ExprKind::Not(inner) => each(inner),
            ExprKind::Arith(_, left, right) | ExprKind::Compare(_, left, right) => {
                each(left);
                each(right);
            }
            ExprKind::If(condition, then, otherwise) => {
                each(condition);
                each(then);
                each(otherwise);
            }
            ExprKind::And(parts)
            | ExprKind::Or(parts)
            | ExprKind::Member(_, parts)
            | ExprKind::Call(_, parts)
            | ExprKind::Script(_, parts) => parts.iter().for_each(each),
        }
    }

    /// [`Expr::children`], to be changed.
    pub fn children_mut(&mut self, each: &mut dyn FnMut(&mut Expr)) {
        match &mut self.kind {
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(_, None)
            | ExprKind::Aggregate(_)
            | ExprKind::Previous(_)
            | ExprKind::Periodic(_)
            | ExprKind::Event(_)
            | ExprKind::Verdict(_)
            | ExprKind::PeriodDay(..)
            | ExprKind::AsOf => {}
            ExprKind::Parameter(_, Some(inner))
            | ExprKind::Negate(inner)
            | ExprKind::IsMissing(inner)
            | ExprKind::Not(inner) => each(inner),
            ExprKind::Arith(_, left, right) | ExprKind::Compare(_, left, right) => {
                [left, right].into_iter().for_each(|part| each(part))
            }
            ExprKind::If(condition, then, otherwise) => {
                [condition, then, otherwise].into_iter().for_each(|part| each(part))
            }
            ExprKind::And(parts)
            | ExprKind::Or(parts)
            | ExprKind::Member(_, parts)
            | ExprKind::Call(_, parts)
            | ExprKind::Script(_, parts) => parts.iter_mut().for_each(each),
        }
    }
}

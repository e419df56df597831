//! Numbers as written, values written as such, and the units that bare numbers take on.

use super::{Checker, Scope};
use crate::diag::Diagnostic;
use crate::diag::model as say;
use crate::model::{Expr, ExprKind};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{Arith, Num, Type, Unit, Value};

impl Checker<'_> {
    pub(super) fn number(&mut self, span: Span, number: ast::Number) -> Option<Expr> {
        match literal(number) {
            Ok((value, unit)) => {
                Some(Expr::new(ExprKind::Constant(Value::Num(value)), Type::Number(unit), span))
            }
            Err(Unreadable::Unit) => {
                self.report(say::number_unit(span));
                None
            }
            Err(Unreadable::TooLarge) => {
                self.report(say::number_too_large(span));
                None
            }
        }
    }

    /// A value written as such in the rules: a literal, perhaps with a sign, or a value of a
    /// category.
    pub(super) fn constant(&mut self, expr: &ast::Expr, ty: Type) -> Option<Value> {
        self.constant_or(expr, ty, say::not_constant)
    }

    /// [`Checker::constant`], with what is said of a formula.
    pub(super) fn constant_or(
        &mut self,
        expr: &ast::Expr,
        ty: Type,
        refused: fn(Span) -> Diagnostic,
    ) -> Option<Value> {
        if matches!(expr.kind, ast::ExprKind::Missing) {
            return Some(Value::Missing);
        }
        if !matches!(ty, Type::Category(_)) && reads_names(expr) {
            let number = match &expr.kind {
                ast::ExprKind::Name(name) => self
                    .number_meant(name, Some(ty))
                    .map(|number| say::number_as_name(name.span, &name.text, &number)),
                _ => None,
            };
            self.report(number.unwrap_or_else(|| refused(expr.span)));
            return None;
        }
        let nowhere = Scope { record: None, own: None, over: None };
        let typed = self.expect(nowhere, expr, ty)?;
        let value = typed.constant();
        match &value {
            None => self.report(refused(expr.span)),
            Some(Value::Num(number)) if ty.is_whole() && !number.is_integer() => {
                let (expected, found) =
                    (self.describe(ty), self.describe(Type::Number(Unit::Number)));
                self.report(say::wrong_type(expr.span, &expected, &found));
            }
            Some(_) => {}
        }
        value
    }
}

/// Returns `true` if a name occurs in an expression.
fn reads_names(expr: &ast::Expr) -> bool {
    let mut found = false;
    each_name(expr, &mut |_| found = true);
    found
}

/// Hands over the names that occur in an expression.
pub(super) fn each_name(expr: &ast::Expr, each: &mut dyn FnMut(&ast::Name)) {
    if let ast::ExprKind::Name(name) = &expr.kind {
        each(name);
    }
    expr.children(&mut |child| each_name(child, each));
}

/// Returns `true` if an expression is a value as written: no name, and no operation.
pub(super) fn is_constant(expr: &ast::Expr) -> bool {
    use ast::ExprKind::{Date, Missing, Number, Text, YesNo};
    matches!(strip_sign(expr).kind, Number(_) | Text(_) | Date(_) | YesNo(_) | Missing)
}

pub(super) fn is_literal(expr: &ast::Expr) -> bool {
    matches!(strip_sign(expr).kind, ast::ExprKind::Number(_))
}

pub(super) fn strip_sign(expr: &ast::Expr) -> &ast::Expr {
    match &expr.kind {
        ast::ExprKind::Negate(inner) | ast::ExprKind::Group(inner) => strip_sign(inner),
        _ => expr,
    }
}

/// Gives a bare number, and the bare numbers it is made of, the unit of what it meets.
pub(super) fn adopt(expr: &mut Expr, ty: Type) {
    if expr.ty != Type::Number(Unit::Bare) {
        return;
    }
    expr.ty = ty;
    match &mut expr.kind {
        ExprKind::Negate(inner) => adopt(inner, ty),
        ExprKind::If(_, then, otherwise) => {
            adopt(then, ty);
            adopt(otherwise, ty);
        }
        ExprKind::Arith(Arith::Add | Arith::Sub, left, right) => {
            adopt(left, ty);
            adopt(right, ty);
        }
        _ => {}
    }
}

/// Reason why a literal stands for no number.
enum Unreadable {
    Unit,
    TooLarge,
}

/// The value and the unit of a number as written.
fn literal(number: ast::Number) -> Result<(Num, Unit), Unreadable> {
    use ast::{Magnitude, UnitWord};
    let digits = Num::from_decimal(number.digits);
    let scaled = |factor: i64| digits.mul(&Num::from_i64(factor));
    let divided = |by: i64| digits.div(&Num::from_i64(by));
    let value = match number.magnitude {
        None => Ok(digits.clone()),
        Some(Magnitude::Percent) => divided(100),
        Some(Magnitude::Permille) => divided(1000),
        Some(Magnitude::Thousand) => scaled(1_000),
        Some(Magnitude::Million) => scaled(1_000_000),
        Some(Magnitude::Billion) => scaled(1_000_000_000),
    }
    .map_err(|_| Unreadable::TooLarge)?;
    let ratio = matches!(number.magnitude, Some(Magnitude::Percent | Magnitude::Permille));
    let (value, unit) = match number.unit {
        None if ratio => (value, Unit::Ratio),
        None => (value, Unit::Bare),
        Some(_) if ratio => return Err(Unreadable::Unit),
        Some(UnitWord::Dong) => (value, Unit::Money),
        Some(UnitWord::Points) => (value, Unit::Points),
        Some(UnitWord::Days) => (value, Unit::Days),
        Some(UnitWord::Months) => (value, Unit::Months),
        Some(UnitWord::Years) => {
            (value.mul(&Num::from_i64(12)).map_err(|_| Unreadable::TooLarge)?, Unit::Months)
        }
    };
    Ok((value, unit))
}

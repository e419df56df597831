//! Expressions get their names and types.

use super::literals::adopt;
use super::{Callable, Checker, Scope};
use crate::builtins::{Builtin, Refusal};
use crate::diag::Message;
use crate::diag::model::{self as say, Kind};
use crate::diag::types;
use crate::keywords::{Kw, Reserved, named};
use crate::model::{Expr, ExprKind, text_value};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{Arith, Type, Unit, Value};

impl Checker<'_> {
    /// Types an expression of the rules. `want` is the type of the other side, in whose category a
    /// value is looked up. `None` if an error was reported.
    pub(super) fn expr(
        &mut self,
        scope: Scope,
        expr: &ast::Expr,
        want: Option<Type>,
    ) -> Option<Expr> {
        let at = |kind, ty| Some(Expr::new(kind, ty, expr.span));
        match &expr.kind {
            ast::ExprKind::Number(number) => self.number(expr.span, *number),
            ast::ExprKind::Text(text) => at(ExprKind::Constant(text_value(text)), Type::Text),
            ast::ExprKind::PeriodDay(day) => self.day_of_period(expr.span, *day),
            ast::ExprKind::Every(_) => {
                self.report(crate::diag::time::every_of_what(expr.span));
                None
            }
            ast::ExprKind::CountPeriods(length, condition) => {
                self.count_periods(scope, expr.span, length, condition)
            }
            ast::ExprKind::Date(day) => at(ExprKind::Constant(Value::Date(*day)), Type::Date),
            ast::ExprKind::YesNo(value) => {
                let plain = (Value::Bool(*value), Type::YesNo);
                let (value, ty) = self.listed(want, expr.span).unwrap_or(plain);
                at(ExprKind::Constant(value), ty)
            }
            ast::ExprKind::Missing => {
                self.report(say::missing_value(expr.span));
                None
            }
            ast::ExprKind::Name(name) => self.name(scope, name, want),
            ast::ExprKind::CriterionPoints(label) => {
                self.criterion(scope, scope.own, label, expr.span)
            }
            ast::ExprKind::Negate(inner) => self.negate(scope, expr.span, inner),
            ast::ExprKind::Arith(op, left, right) => self.arith(scope, expr.span, *op, left, right),
            ast::ExprKind::Compare(op, left, right) => {
                self.compare(scope, expr.span, *op, left, right)
            }
            ast::ExprKind::Is { subject, negated, values } => {
                self.is(scope, expr.span, subject, *negated, values)
            }
            ast::ExprKind::Within(subject, test) => {
                let subject = self.value_or_list(scope, subject, None)?;
                self.test(scope, &subject, test)
                    .map(|condition| Expr { span: expr.span, ..condition })
            }
            ast::ExprKind::Not(inner) => {
                let inner = self.condition(scope, inner)?;
                at(ExprKind::Not(Box::new(inner)), Type::YesNo)
            }
            ast::ExprKind::And(parts) if self.is_split_value(want, expr.span, parts) => None,
            ast::ExprKind::And(parts) => {
                let parts = self.joined(scope, parts)?;
                at(ExprKind::And(parts), Type::YesNo)
            }
            ast::ExprKind::Or(parts) => {
                let parts = self.conditions(scope, parts)?;
                at(ExprKind::Or(parts), Type::YesNo)
            }
            ast::ExprKind::Call { name, arguments } => self.call(scope, expr.span, name, arguments),
            ast::ExprKind::Aggregate { kind, value, window, filter } => {
                let over = super::targets::Over {
                    value: value.as_deref(),
                    window: window.as_deref(),
                    filter: filter.as_deref(),
                };
                self.aggregate(scope, expr.span, *kind, over)
            }
            ast::ExprKind::Guarded { value, cases } => {
                self.guarded(scope, expr.span, value, cases, want)
            }
            ast::ExprKind::Of(inner, owner) => self.of(scope, expr.span, inner, owner),
            ast::ExprKind::At(inner, day) => self.at_day(scope, expr.span, inner, day),
            ast::ExprKind::Group(inner) => {
                self.expr(scope, inner, want).map(|inner| Expr { span: expr.span, ..inner })
            }
        }
    }

    /// The value of a category that lists `có` or `không`: that it may not is told where it does.
    fn listed(&self, want: Option<Type>, span: Span) -> Option<(Value, Type)> {
        let ty @ Type::Category(category) = want? else { return None };
        let code = self.code(category, &crate::source::key(&self.words(span)))?;
        Some((Value::Code(code), ty))
    }

    /// Types an expression that must be of a type; a bare number takes its unit.
    pub(super) fn expect(&mut self, scope: Scope, expr: &ast::Expr, ty: Type) -> Option<Expr> {
        let typed = self.expr(scope, expr, Some(ty))?;
        let reported = self.found.len();
        let fitted = self.fit(typed, ty);
        if fitted.is_none() {
            self.offer(scope, reported, expr, ty);
        }
        fitted
    }

    /// Holds a typed expression against the type it must have.
    pub(super) fn fit(&mut self, mut expr: Expr, ty: Type) -> Option<Expr> {
        let fits = match (ty, expr.ty) {
            (Type::Number(wanted), Type::Number(found)) if wanted.is_whole() => {
                found.is_whole() || found == Unit::Bare
            }
            (Type::Number(wanted), Type::Number(found)) => {
                wanted == found || found == Unit::Bare || wanted.is_plain() && found.is_plain()
            }
            (wanted, found) => self.join(wanted, found) == Some(wanted),
        };
        if !fits {
            let (expected, found) = (self.describe(ty), self.describe(expr.ty));
            self.report(say::wrong_type(expr.span, &expected, &found));
            return None;
        }
        adopt(&mut expr, ty);
        Some(expr)
    }

    /// Types a condition: an expression that must be yes or no.
    pub(super) fn condition(&mut self, scope: Scope, expr: &ast::Expr) -> Option<Expr> {
        self.expect(scope, expr, Type::YesNo)
    }

    /// Types all parts, so that every mistake among them is reported.
    fn conditions(&mut self, scope: Scope, parts: &[ast::Expr]) -> Option<Vec<Expr>> {
        let typed: Vec<Option<Expr>> =
            parts.iter().map(|part| self.condition(scope, part)).collect();
        typed.into_iter().collect()
    }

    /// Types conditions joined by `và`, a word that may belong to the name of a value.
    fn joined(&mut self, scope: Scope, parts: &[ast::Expr]) -> Option<Vec<Expr>> {
        let (mut typed, mut rest) = (Vec::new(), parts);
        while let Some((part, behind)) = rest.split_first() {
            let split = self.split_behind(scope, part, behind);
            typed.push(if split == 0 { self.condition(scope, part) } else { None });
            rest = behind.get(split..).unwrap_or(&[]);
        }
        typed.into_iter().collect()
    }

    /// Types an expression in which a `tất cả` table may occur: only its membership can be asked.
    pub(super) fn value_or_list(
        &mut self,
        scope: Scope,
        expr: &ast::Expr,
        want: Option<Type>,
    ) -> Option<Expr> {
        match &expr.kind {
            ast::ExprKind::Name(name) => self.name_or_list(scope, name, want),
            ast::ExprKind::Group(inner) => self
                .value_or_list(scope, inner, want)
                .map(|inner| Expr { span: expr.span, ..inner }),
            _ => self.expr(scope, expr, want),
        }
    }

    fn negate(&mut self, scope: Scope, span: Span, inner: &ast::Expr) -> Option<Expr> {
        let inner = self.expr(scope, inner, None)?;
        let Type::Number(_) = inner.ty else {
            let (expected, found) =
                (self.describe(Type::Number(Unit::Number)), self.describe(inner.ty));
            self.report(say::wrong_type(inner.span, &expected, &found));
            return None;
        };
        let ty = inner.ty;
        Some(Expr::new(ExprKind::Negate(Box::new(inner)), ty, span))
    }

    fn arith(
        &mut self,
        scope: Scope,
        span: Span,
        op: Arith,
        left: &ast::Expr,
        right: &ast::Expr,
    ) -> Option<Expr> {
        let reported = self.found.len();
        let typed = (self.expr(scope, left, None), self.expr(scope, right, None));
        if let (Arith::Div, (None, Some(_))) = (op, &typed) {
            self.offer_brackets(scope, reported, span, left, right);
        }
        let (mut left, mut right) = (typed.0?, typed.1?);
        let Ok(ty) = Type::arith(op, left.ty, right.ty) else {
            let (a, b) = (self.describe(left.ty), self.describe(right.ty));
            self.report(say::operands(span, op.sign(), &a, &b));
            return None;
        };
        if ty == Type::Date
            && [left.ty, right.ty].contains(&Type::Number(Unit::Months))
            && self.options.month_end.is_none()
        {
            self.report(say::month_end(span));
            return None;
        }
        if matches!(op, Arith::Add | Arith::Sub) && ty != Type::Date {
            adopt(&mut left, ty);
            adopt(&mut right, ty);
        }
        Some(Expr::new(ExprKind::Arith(op, Box::new(left), Box::new(right)), ty, span))
    }

    fn call(
        &mut self,
        scope: Scope,
        span: Span,
        name: &ast::Name,
        arguments: &[ast::Expr],
    ) -> Option<Expr> {
        if named(&name.key, Reserved::Function) == Some(Kw::PreviousOf) {
            return self.previous(scope, span, arguments);
        }
        match (Builtin::named(&name.key), self.callables.get(&name.key)) {
            (Some(builtin), _) => self.call_builtin(scope, span, name, builtin, arguments),
            (None, Some(Callable::Function(function))) => {
                let parameters: Vec<Type> =
                    self.functions[function].parameters.iter().map(|(_, ty)| *ty).collect();
                if parameters.len() != arguments.len() {
                    self.report(say::argument_count(
                        name.span,
                        &name.text,
                        parameters.len(),
                        Some(parameters.len()),
                        arguments.len(),
                    ));
                    return None;
                }
                let typed: Vec<Option<Expr>> = arguments
                    .iter()
                    .zip(parameters)
                    .map(|(argument, ty)| self.expect(scope, argument, ty))
                    .collect();
                let arguments = typed.into_iter().collect::<Option<Vec<Expr>>>()?;
                Some(Expr::new(
                    ExprKind::Script(function, arguments),
                    self.functions[function].result,
                    span,
                ))
            }
            (None, Some(Callable::Parameter(_)) | None) => {
                let mut candidates: Vec<String> =
                    self.callables.texts().map(str::to_owned).collect();
                candidates.extend(Builtin::names().map(str::to_owned));
                self.unknown(name, Kind::Function, &candidates);
                None
            }
        }
    }

    fn call_builtin(
        &mut self,
        scope: Scope,
        span: Span,
        name: &ast::Name,
        builtin: Builtin,
        arguments: &[ast::Expr],
    ) -> Option<Expr> {
        let typed: Vec<Option<Expr>> =
            arguments.iter().map(|argument| self.expr(scope, argument, None)).collect();
        let mut typed = typed.into_iter().collect::<Option<Vec<Expr>>>()?;
        let types: Vec<Type> = typed.iter().map(|argument| argument.ty).collect();
        match builtin.result(&types) {
            Ok(ty) => {
                if builtin.takes_many() {
                    typed.iter_mut().for_each(|argument| adopt(argument, ty));
                }
                Some(Expr::new(ExprKind::Call(builtin, typed), ty, span))
            }
            Err(Refusal::Count { low, high }) => {
                self.report(say::argument_count(name.span, &name.text, low, high, arguments.len()));
                None
            }
            Err(Refusal::Type { place, expected }) => {
                let argument = typed.get(place)?;
                let (expected, found) = (self.describe(expected), self.describe(argument.ty));
                self.report(say::wrong_type(argument.span, &expected, &found));
                None
            }
        }
    }

    fn guarded(
        &mut self,
        scope: Scope,
        span: Span,
        value: &ast::Expr,
        cases: &[(ast::Expr, ast::Expr)],
        want: Option<Type>,
    ) -> Option<Expr> {
        let value = self.expr(scope, value, want);
        let want = want.or(value.as_ref().map(|value| value.ty));
        let typed: Vec<Option<(Expr, Expr)>> = cases
            .iter()
            .map(|(condition, then)| {
                let (condition, then) =
                    (self.condition(scope, condition), self.expr(scope, then, want));
                Some((condition?, then?))
            })
            .collect();
        let cases = typed.into_iter().collect::<Option<Vec<_>>>()?;
        let mut result = value?;
        for (condition, mut then) in cases.into_iter().rev() {
            let Some(ty) = self.join(result.ty, then.ty) else {
                let (a, b) = (self.describe(result.ty), self.describe(then.ty));
                self.report(say::wrong_type(then.span, &a, &b));
                return None;
            };
            adopt(&mut result, ty);
            adopt(&mut then, ty);
            result = Expr::new(
                ExprKind::If(Box::new(condition), Box::new(then), Box::new(result)),
                ty,
                span,
            );
        }
        Some(result)
    }

    /// A type in the words of the language.
    pub(super) fn describe(&self, ty: Type) -> Message {
        let name = if let Type::Category(id) = ty {
            self.categories.get(id.index()).map_or("", |category| &category.name.text)
        } else {
            ""
        };
        types::of(ty, name)
    }
}

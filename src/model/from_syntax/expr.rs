//! Expressions get their names and types.

use super::{Callable, Checker, Member, Scope};
use crate::builtins::{Builtin, Refusal};
use crate::diag::model::{self as say, Kind};
use crate::diag::{Message, nearest};
use crate::index::Id;
use crate::keywords::{self, Special};
use crate::model::{Block, CategoryId, Expr, ExprKind, text_value};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{Arith, Compare, Num, Type, Unit, Value};

impl Checker<'_> {
    /// Types an expression. `want` is the type of the other side, in whose category a value is looked up. `None`: an error was reported.
    pub(super) fn expr(&mut self, scope: Scope, expr: &ast::Expr, want: Option<Type>) -> Option<Expr> {
        let at = |kind, ty| Some(Expr { kind, ty, span: expr.span });
        match &expr.kind {
            ast::ExprKind::Number(number) => self.number(expr.span, *number),
            ast::ExprKind::Text(text) => at(ExprKind::Constant(text_value(text)), Type::Text),
            ast::ExprKind::Date(day) => at(ExprKind::Constant(Value::Date(*day)), Type::Date),
            ast::ExprKind::YesNo(value) => at(ExprKind::Constant(Value::Bool(*value)), Type::YesNo),
            ast::ExprKind::Missing => {
                self.report(say::missing_value(expr.span));
                None
            }
            ast::ExprKind::Name(name) => self.name(scope, name, want),
            ast::ExprKind::CriterionPoints(label) => self.criterion(scope, scope.own, label, expr.span),
            ast::ExprKind::Negate(inner) => self.negate(scope, expr.span, inner),
            ast::ExprKind::Arith(op, left, right) => self.arith(scope, expr.span, *op, left, right),
            ast::ExprKind::Compare(op, left, right) => self.compare(scope, expr.span, *op, left, right),
            ast::ExprKind::Is { subject, negated, values } => self.is(scope, expr.span, subject, *negated, values),
            ast::ExprKind::Within(subject, test) => {
                let subject = self.value_or_list(scope, subject, None)?;
                self.test(scope, &subject, test).map(|condition| Expr { span: expr.span, ..condition })
            }
            ast::ExprKind::Not(inner) => {
                let inner = self.condition(scope, inner)?;
                at(ExprKind::Not(Box::new(inner)), Type::YesNo)
            }
            ast::ExprKind::And(parts) => {
                let parts = self.conditions(scope, parts)?;
                at(ExprKind::And(parts), Type::YesNo)
            }
            ast::ExprKind::Or(parts) => {
                let parts = self.conditions(scope, parts)?;
                at(ExprKind::Or(parts), Type::YesNo)
            }
            ast::ExprKind::Call { name, arguments } => self.call(scope, expr.span, name, arguments),
            ast::ExprKind::Aggregate { kind, value, filter } => {
                self.aggregate(scope, expr.span, *kind, value.as_deref(), filter.as_deref())
            }
            ast::ExprKind::Guarded { value, cases } => self.guarded(scope, expr.span, value, cases, want),
            ast::ExprKind::Of(inner, owner) => self.of(scope, expr.span, inner, owner),
            ast::ExprKind::At(inner, day) => self.at_day(scope, expr.span, inner, day),
            ast::ExprKind::Group(inner) => self.expr(scope, inner, want).map(|inner| Expr { span: expr.span, ..inner }),
        }
    }

    /// Types an expression that must be of a type; a bare number takes its unit.
    pub(super) fn expect(&mut self, scope: Scope, expr: &ast::Expr, ty: Type) -> Option<Expr> {
        let typed = self.expr(scope, expr, Some(ty))?;
        self.fit(typed, ty)
    }

    /// Holds a typed expression against the type it must have.
    pub(super) fn fit(&mut self, mut expr: Expr, ty: Type) -> Option<Expr> {
        let fits = match (ty, expr.ty) {
            (Type::Number(Unit::Integer), Type::Number(found)) => matches!(found, Unit::Integer | Unit::Bare),
            (Type::Number(wanted), Type::Number(found)) => wanted == found || found == Unit::Bare || wanted.is_plain() && found.is_plain(),
            (wanted, found) => wanted == found,
        };
        if !fits {
            let (expected, found) = (self.describe(ty), self.describe(expr.ty));
            self.report(say::wrong_type(expr.span, &expected, &found));
            return None;
        }
        adopt(&mut expr, ty);
        Some(expr)
    }

    /// Types a condition.
    pub(super) fn condition(&mut self, scope: Scope, expr: &ast::Expr) -> Option<Expr> {
        self.expect(scope, expr, Type::YesNo)
    }

    /// Types all parts, so that every mistake among them is reported.
    fn conditions(&mut self, scope: Scope, parts: &[ast::Expr]) -> Option<Vec<Expr>> {
        let typed: Vec<Option<Expr>> = parts.iter().map(|part| self.condition(scope, part)).collect();
        typed.into_iter().collect()
    }

    /// Types an expression in which a `tất cả` table may stand: only its membership can be asked.
    pub(super) fn value_or_list(&mut self, scope: Scope, expr: &ast::Expr, want: Option<Type>) -> Option<Expr> {
        match &expr.kind {
            ast::ExprKind::Name(name) => self.name_or_list(scope, name, want),
            ast::ExprKind::Group(inner) => self.value_or_list(scope, inner, want),
            _ => self.expr(scope, expr, want),
        }
    }

    fn number(&mut self, span: Span, number: ast::Number) -> Option<Expr> {
        match literal(number) {
            Ok((value, unit)) => Some(Expr { kind: ExprKind::Constant(Value::Num(value)), ty: Type::Number(unit), span }),
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

    fn name(&mut self, scope: Scope, name: &ast::Name, want: Option<Type>) -> Option<Expr> {
        let typed = self.name_or_list(scope, name, want)?;
        if self.list_of(scope, &typed) {
            self.report(say::list_value(name.span, &name.text));
            return None;
        }
        Some(typed)
    }

    /// Whether an expression is the list of a `tất cả` table.
    pub(super) fn list_of(&self, scope: Scope, expr: &Expr) -> bool {
        match (&expr.kind, scope.record) {
            (ExprKind::Derived(id), Some(record)) => super::is_list(&self.records[record].derived[*id].kind),
            _ => false,
        }
    }

    fn name_or_list(&mut self, scope: Scope, name: &ast::Name, want: Option<Type>) -> Option<Expr> {
        if let Some(Type::Category(category)) = want
            && let Some(code) = self.code(category, &name.key)
        {
            return Some(Expr { kind: ExprKind::Constant(Value::Code(code)), ty: Type::Category(category), span: name.span });
        }
        if let Some(typed) = self.known(scope, name) {
            return typed;
        }
        match want {
            Some(Type::Category(category)) => self.report_value(category, name),
            _ => self.report_unknown(scope, name),
        }
        None
    }

    /// What a name stands for without help from the other side. The inner `None`: it is declared but broken.
    fn known(&mut self, scope: Scope, name: &ast::Name) -> Option<Option<Expr>> {
        let at = |kind, ty| Some(Some(Expr { kind, ty, span: name.span }));
        if let Some(record) = scope.record {
            match self.member(record, &name.key) {
                Some(Member::Field(field)) => return at(ExprKind::Field(field), self.records[record].fields[field].ty),
                Some(Member::Pending(place)) => {
                    let done = self.records[record].pending.get(place).and_then(|pending| pending.done);
                    return Some(done.map(|(id, ty, _)| Expr { kind: ExprKind::Derived(id), ty, span: name.span }));
                }
                Some(Member::Broken) => return Some(None),
                None => {}
            }
        }
        match self.callables.get(&name.key) {
            Some(Callable::Parameter(id)) => {
                let ty = self.parameters[id].as_ref().map(|parameter| parameter.ty);
                return Some(ty.map(|ty| Expr { kind: ExprKind::Parameter(id, None), ty, span: name.span }));
            }
            Some(Callable::Function(_)) | None => {}
        }
        match keywords::special(&name.key)? {
            Special::AsOf => at(ExprKind::AsOf, Type::Date),
            Special::TotalPoints => Some(self.own_result(scope, name).map(|block| total(block, name.span))),
            Special::Grade => Some(self.own_result(scope, name).and_then(|block| self.grade(block, name))),
            Special::Points => None,
        }
    }

    fn code(&self, category: CategoryId, key: &str) -> Option<u32> {
        let place = self.categories.get(category.index())?.values.iter().position(|value| value.name.key == key)?;
        u32::try_from(place).ok()
    }

    fn report_value(&mut self, category: CategoryId, name: &ast::Name) {
        let Some(category) = self.categories.get(category.index()) else { return };
        let values: Vec<&str> = category.values.iter().map(|value| value.name.text.as_str()).collect();
        let near = nearest(&name.text, values.iter().copied());
        let shown = values.iter().take(12).copied().collect::<Vec<_>>().join(", ");
        let all = if values.len() > 12 { format!("{shown} …") } else { shown };
        let diagnostic = say::not_in_category(name.span, &category.name.text, category.name.span, &name.text, near, &all);
        self.report(diagnostic);
    }

    fn report_unknown(&mut self, scope: Scope, name: &ast::Name) {
        let mut candidates: Vec<String> = self.callables.texts().map(str::to_owned).collect();
        if let Some(record) = scope.record {
            candidates.extend(self.records[record].members.texts().map(str::to_owned));
        }
        self.unknown(name, Kind::Value, &candidates);
    }

    /// The scorecard whose result is meant where none is named: one's own, or the only one of the record type.
    fn own_result(&mut self, scope: Scope, name: &ast::Name) -> Option<Id<Block>> {
        if scope.own.is_some() {
            return scope.own;
        }
        let cards: Vec<Id<Block>> =
            self.heads.enumerate().filter(|(_, head)| head.criteria.is_some() && head.record == scope.record).map(|(id, _)| id).collect();
        if let [only] = cards.as_slice() {
            return Some(*only);
        }
        let names: Vec<String> = cards.iter().map(|id| self.heads[*id].name.text.clone()).collect();
        self.report(say::which_scorecard(name.span, &name.text, &names));
        None
    }

    fn grade(&mut self, block: Id<Block>, name: &ast::Name) -> Option<Expr> {
        let Some(category) = self.heads[block].grade else {
            let diagnostic = say::example_expects(name.span, &name.text, &self.heads[block].name.text);
            self.report(diagnostic);
            return None;
        };
        Some(Expr { kind: ExprKind::Grade(block), ty: Type::Category(category), span: name.span })
    }

    fn criterion(&mut self, scope: Scope, block: Option<Id<Block>>, label: &ast::Name, span: Span) -> Option<Expr> {
        let block = match block {
            Some(block) => block,
            None => self.own_result(scope, label)?,
        };
        let labels = self.heads[block].criteria.clone().unwrap_or_default();
        match labels.iter().position(|criterion| criterion.key == label.key) {
            Some(place) => Some(Expr { kind: ExprKind::CriterionPoints(block, place), ty: Type::Number(Unit::Points), span }),
            None => {
                self.unknown(label, Kind::Criterion, &labels.into_iter().map(|criterion| criterion.text).collect::<Vec<_>>());
                None
            }
        }
    }

    fn of(&mut self, scope: Scope, span: Span, inner: &ast::Expr, owner: &ast::Name) -> Option<Expr> {
        let Some(block) = self.block_names.get(&owner.key) else {
            self.unknown(owner, Kind::Block, &self.block_names.texts().map(str::to_owned).collect::<Vec<_>>());
            return None;
        };
        let is_card = self.heads[block].criteria.is_some() && self.heads[block].record == scope.record;
        let special = match &inner.kind {
            ast::ExprKind::Name(name) => keywords::special(&name.key).map(|special| (special, name)),
            ast::ExprKind::CriterionPoints(label) if is_card => return self.criterion(scope, Some(block), label, span),
            _ => None,
        };
        match special {
            Some((Special::TotalPoints, _)) if is_card => Some(total(block, span)),
            Some((Special::Grade, name)) if is_card => self.grade(block, name).map(|grade| Expr { span, ..grade }),
            _ => {
                self.report(say::not_divided(span, "của"));
                None
            }
        }
    }

    fn at_day(&mut self, scope: Scope, span: Span, inner: &ast::Expr, day: &ast::Expr) -> Option<Expr> {
        let inner = self.expr(scope, inner, None);
        let day = self.expect(scope, day, Type::Date)?;
        let inner = inner?;
        match inner.kind {
            ExprKind::Parameter(id, None) => Some(Expr { kind: ExprKind::Parameter(id, Some(Box::new(day))), ty: inner.ty, span }),
            _ => {
                self.report(say::not_divided(span, "tại"));
                None
            }
        }
    }

    fn negate(&mut self, scope: Scope, span: Span, inner: &ast::Expr) -> Option<Expr> {
        let inner = self.expr(scope, inner, None)?;
        let Type::Number(_) = inner.ty else {
            let (expected, found) = (self.describe(Type::Number(Unit::Number)), self.describe(inner.ty));
            self.report(say::wrong_type(inner.span, &expected, &found));
            return None;
        };
        Some(Expr { ty: inner.ty, kind: ExprKind::Negate(Box::new(inner)), span })
    }

    fn arith(&mut self, scope: Scope, span: Span, op: Arith, left: &ast::Expr, right: &ast::Expr) -> Option<Expr> {
        let (left, right) = (self.expr(scope, left, None), self.expr(scope, right, None));
        let (mut left, mut right) = (left?, right?);
        let Ok(ty) = Type::arith(op, left.ty, right.ty) else {
            let (a, b) = (self.describe(left.ty), self.describe(right.ty));
            self.report(say::operands(span, op.sign(), &a, &b));
            return None;
        };
        if ty == Type::Date && [left.ty, right.ty].contains(&Type::Number(Unit::Months)) && self.options.month_end.is_none() {
            self.report(say::month_end(span));
            return None;
        }
        if matches!(op, Arith::Add | Arith::Sub) && ty != Type::Date {
            adopt(&mut left, ty);
            adopt(&mut right, ty);
        }
        Some(Expr { kind: ExprKind::Arith(op, Box::new(left), Box::new(right)), ty, span })
    }

    fn compare(&mut self, scope: Scope, span: Span, op: Compare, left: &ast::Expr, right: &ast::Expr) -> Option<Expr> {
        if matches!(right.kind, ast::ExprKind::Missing) && matches!(op, Compare::Equal | Compare::NotEqual) {
            return self.is(scope, span, left, op == Compare::NotEqual, std::slice::from_ref(right));
        }
        // The side whose names stand for themselves says in which category the other side's are looked up, and what a bare number counts.
        let leans = |side: &ast::Expr| is_literal(side) || !self.stands_alone(scope, side);
        let swapped = leans(left) && !leans(right);
        let (subject, other, op) = if swapped { (right, left, mirrored(op)) } else { (left, right, op) };
        let subject = self.value_or_list(scope, subject, None);
        let want = subject.as_ref().map(|subject| subject.ty);
        let Some(subject) = subject else {
            if self.stands_alone(scope, other) {
                self.expr(scope, other, want);
            }
            return None;
        };
        self.comparison(scope, span, op, &subject, other)
    }

    /// `subject op other`, `other` being looked up in the subject's category.
    pub(super) fn comparison(&mut self, scope: Scope, span: Span, op: Compare, subject: &Expr, other: &ast::Expr) -> Option<Expr> {
        let mut other_typed = self.expr(scope, other, Some(subject.ty))?;
        if self.list_of(scope, subject) {
            return self.membership(span, op, subject, other_typed);
        }
        let mut subject = subject.clone();
        self.ratio_against_bare(&subject, other)?;
        let Ok(ty) = subject.ty.join(other_typed.ty) else {
            let (a, b) = (self.describe(subject.ty), self.describe(other_typed.ty));
            self.report(say::operands(span, op.sign(), &a, &b));
            return None;
        };
        self.order_is_known(span, op, ty)?;
        adopt(&mut subject, ty);
        adopt(&mut other_typed, ty);
        Some(Expr { kind: ExprKind::Compare(op, Box::new(subject), Box::new(other_typed)), ty: Type::YesNo, span })
    }

    fn membership(&mut self, span: Span, op: Compare, subject: &Expr, value: Expr) -> Option<Expr> {
        let ExprKind::Derived(id) = subject.kind else { return None };
        let value = self.fit(value, subject.ty)?;
        let member = Expr { kind: ExprKind::Member(id, vec![value]), ty: Type::YesNo, span };
        match op {
            Compare::Equal => Some(member),
            Compare::NotEqual => Some(Expr { kind: ExprKind::Not(Box::new(member)), ty: Type::YesNo, span }),
            Compare::Less | Compare::Greater | Compare::AtMost | Compare::AtLeast => {
                let name = self.words(subject.span);
                self.report(say::list_value(subject.span, &name));
                None
            }
        }
    }

    /// Refuses `tỷ lệ ≥ 98`: is it 98%?
    pub(super) fn ratio_against_bare(&mut self, subject: &Expr, other: &ast::Expr) -> Option<()> {
        let ast::ExprKind::Number(number) = strip_sign(other).kind else { return Some(()) };
        let plain = number.magnitude.is_none() && number.unit.is_none();
        let fine = number.digits.is_zero() || number.digits == rust_decimal::Decimal::ONE;
        if subject.ty != Type::Number(Unit::Ratio) || !plain || fine {
            return Some(());
        }
        let written = self.words(other.span);
        self.report(say::bare_ratio(other.span, &written));
        None
    }

    fn order_is_known(&mut self, span: Span, op: Compare, ty: Type) -> Option<()> {
        if matches!(op, Compare::Equal | Compare::NotEqual) {
            return Some(());
        }
        match ty {
            Type::Number(_) | Type::Date => Some(()),
            Type::Category(id) => {
                let category = self.categories.get(id.index())?;
                if category.ordered {
                    return Some(());
                }
                let diagnostic = say::unordered(span, &category.name.text, category.name.span);
                self.report(diagnostic);
                None
            }
            Type::Text | Type::YesNo => {
                let described = self.describe(ty);
                self.report(say::operands(span, op.sign(), &described, &described));
                None
            }
        }
    }

    fn is(&mut self, scope: Scope, span: Span, subject: &ast::Expr, negated: bool, values: &[ast::Expr]) -> Option<Expr> {
        let subject = self.value_or_list(scope, subject, None)?;
        let tests: Vec<Option<Expr>> = values.iter().map(|value| self.is_one(scope, &subject, value)).collect();
        let mut tests = tests.into_iter().collect::<Option<Vec<Expr>>>()?;
        let any = if tests.len() == 1 { tests.pop()? } else { Expr { kind: ExprKind::Or(tests), ty: Type::YesNo, span } };
        let kind = if negated { ExprKind::Not(Box::new(Expr { span, ..any })) } else { any.kind };
        Some(Expr { kind, ty: Type::YesNo, span })
    }

    /// `subject là value`, where value may be `thiếu`.
    pub(super) fn is_one(&mut self, scope: Scope, subject: &Expr, value: &ast::Expr) -> Option<Expr> {
        if matches!(value.kind, ast::ExprKind::Missing) {
            return Some(Expr { kind: ExprKind::IsMissing(Box::new(subject.clone())), ty: Type::YesNo, span: value.span });
        }
        self.comparison(scope, subject.span.to(value.span), Compare::Equal, subject, value)
    }

    fn call(&mut self, scope: Scope, span: Span, name: &ast::Name, arguments: &[ast::Expr]) -> Option<Expr> {
        match (Builtin::named(&name.key), self.callables.get(&name.key)) {
            (Some(builtin), _) => self.call_builtin(scope, span, name, builtin, arguments),
            (None, Some(Callable::Function(function))) => {
                let parameters: Vec<Type> = self.functions[function].parameters.iter().map(|(_, ty)| *ty).collect();
                if parameters.len() != arguments.len() {
                    self.report(say::argument_count(name.span, &name.text, parameters.len(), Some(parameters.len()), arguments.len()));
                    return None;
                }
                let typed: Vec<Option<Expr>> =
                    arguments.iter().zip(parameters).map(|(argument, ty)| self.expect(scope, argument, ty)).collect();
                let arguments = typed.into_iter().collect::<Option<Vec<Expr>>>()?;
                Some(Expr { kind: ExprKind::Script(function, arguments), ty: self.functions[function].result, span })
            }
            (None, Some(Callable::Parameter(_)) | None) => {
                let mut candidates: Vec<String> = self.callables.texts().map(str::to_owned).collect();
                candidates.extend(Builtin::names().map(str::to_owned));
                self.unknown(name, Kind::Function, &candidates);
                None
            }
        }
    }

    fn call_builtin(&mut self, scope: Scope, span: Span, name: &ast::Name, builtin: Builtin, arguments: &[ast::Expr]) -> Option<Expr> {
        let typed: Vec<Option<Expr>> = arguments.iter().map(|argument| self.expr(scope, argument, None)).collect();
        let mut typed = typed.into_iter().collect::<Option<Vec<Expr>>>()?;
        let types: Vec<Type> = typed.iter().map(|argument| argument.ty).collect();
        match builtin.result(&types) {
            Ok(ty) => {
                if matches!(builtin, Builtin::Max | Builtin::Min) {
                    typed.iter_mut().for_each(|argument| adopt(argument, ty));
                }
                Some(Expr { kind: ExprKind::Call(builtin, typed), ty, span })
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
                let (condition, then) = (self.condition(scope, condition), self.expr(scope, then, want));
                Some((condition?, then?))
            })
            .collect();
        let cases = typed.into_iter().collect::<Option<Vec<_>>>()?;
        let mut result = value?;
        for (condition, mut then) in cases.into_iter().rev() {
            let Ok(ty) = result.ty.join(then.ty) else {
                let (a, b) = (self.describe(result.ty), self.describe(then.ty));
                self.report(say::wrong_type(then.span, &a, &b));
                return None;
            };
            adopt(&mut result, ty);
            adopt(&mut then, ty);
            result = Expr { kind: ExprKind::If(Box::new(condition), Box::new(then), Box::new(result)), ty, span };
        }
        Some(result)
    }

    /// A value that stands as such in the rules: a literal, perhaps with a sign, or a value of a category.
    pub(super) fn constant(&mut self, expr: &ast::Expr, ty: Type) -> Option<Value> {
        if matches!(expr.kind, ast::ExprKind::Missing) {
            return Some(Value::Missing);
        }
        if !matches!(ty, Type::Category(_)) && reads_names(expr) {
            self.report(say::not_constant(expr.span));
            return None;
        }
        let nowhere = Scope { record: None, own: None, over: None };
        let typed = self.expect(nowhere, expr, ty)?;
        let value = constant_value(&typed);
        match &value {
            None => self.report(say::not_constant(expr.span)),
            Some(Value::Num(number)) if ty == Type::Number(Unit::Integer) && !number.is_integer() => {
                let (expected, found) = (self.describe(ty), self.describe(Type::Number(Unit::Number)));
                self.report(say::wrong_type(expr.span, &expected, &found));
            }
            Some(_) => {}
        }
        value
    }

    /// Whether an expression has a type without help from another side: it is not merely a name that only a category could know.
    fn stands_alone(&self, scope: Scope, expr: &ast::Expr) -> bool {
        match &expr.kind {
            ast::ExprKind::Name(name) => {
                let member = scope.record.is_some_and(|record| self.member(record, &name.key).is_some());
                member || self.callables.get(&name.key).is_some() || keywords::special(&name.key).is_some()
            }
            ast::ExprKind::Group(inner) => self.stands_alone(scope, inner),
            _ => true,
        }
    }

    /// A type in the words of the language.
    pub(super) fn describe(&self, ty: Type) -> Message {
        let (vi, en) = match ty {
            Type::Text => ("chữ", "a text"),
            Type::Date => ("ngày", "a date"),
            Type::YesNo => ("một điều kiện (có hay không)", "a condition (yes or no)"),
            Type::Category(id) => {
                let name = self.categories.get(id.index()).map_or("", |category| category.name.text.as_str());
                return Message {
                    vi: format!("một giá trị của danh mục “{name}”"), en: format!("a value of category “{name}”")
                };
            }
            Type::Number(unit) => match unit {
                Unit::Bare | Unit::Number => ("số", "a number"),
                Unit::Integer => ("số nguyên", "a whole number"),
                Unit::Ratio => ("tỷ lệ", "a ratio"),
                Unit::Money => ("tiền", "money"),
                Unit::Points => ("điểm", "points"),
                Unit::Days => ("số ngày", "days"),
                Unit::Months => ("số tháng", "months"),
            },
        };
        Message { vi: vi.to_owned(), en: en.to_owned() }
    }
}

fn total(block: Id<Block>, span: Span) -> Expr {
    Expr { kind: ExprKind::Total(block), ty: Type::Number(Unit::Points), span }
}

fn mirrored(op: Compare) -> Compare {
    match op {
        Compare::Equal | Compare::NotEqual => op,
        Compare::Less => Compare::Greater,
        Compare::Greater => Compare::Less,
        Compare::AtMost => Compare::AtLeast,
        Compare::AtLeast => Compare::AtMost,
    }
}

/// Whether a name stands in an expression.
fn reads_names(expr: &ast::Expr) -> bool {
    let mut found = matches!(expr.kind, ast::ExprKind::Name(_));
    expr.children(&mut |child| found |= reads_names(child));
    found
}

fn is_literal(expr: &ast::Expr) -> bool {
    matches!(strip_sign(expr).kind, ast::ExprKind::Number(_))
}

fn strip_sign(expr: &ast::Expr) -> &ast::Expr {
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

/// The value of an expression without names, if it is one.
fn constant_value(expr: &Expr) -> Option<Value> {
    match &expr.kind {
        ExprKind::Constant(value) => Some(value.clone()),
        ExprKind::Negate(inner) => match constant_value(inner)? {
            Value::Num(number) => Some(Value::Num(number.neg())),
            Value::Missing | Value::Date(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
        },
        ExprKind::Arith(op, left, right) => match (constant_value(left)?, constant_value(right)?) {
            (Value::Num(left), Value::Num(right)) => op.apply(&left, &right).ok()?.map(Value::Num),
            _ => None,
        },
        _ => None,
    }
}

/// Why a literal stands for no number.
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
        Some(UnitWord::Years) => (value.mul(&Num::from_i64(12)).map_err(|_| Unreadable::TooLarge)?, Unit::Months),
    };
    Ok((value, unit))
}

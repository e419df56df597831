//! Formulas as a person reads them: with values in place of names.

use super::grounds::Quotes;
use crate::diag::explanation as say;
use crate::keywords::Kw;
use crate::model::{Expr, ExprKind, Model};
use crate::source::Sources;
use crate::value::{Arith, Lang, Truth, Type, Unit};

/// Writer of formulas as a person reads them, with values in place of names.
#[derive(Clone, Copy)]
pub struct Formula<'a> {
    /// Model that gives names and types.
    pub model: &'a Model,
    /// Texts of the rules, quoted where a part is shown as written.
    pub sources: &'a Sources,
    /// The language of words between values.
    pub lang: Lang,
    /// Appends the value of a leaf in words; `false` for what is made up of other parts.
    pub leaf: &'a dyn Fn(&Expr, &mut String) -> bool,
    /// Truth of a condition: of a guarded value the branch that was taken is shown.
    pub truth: &'a dyn Fn(&Expr) -> Truth,
}

impl Formula<'_> {
    /// A formula with values put in; a part that has no such form is shown as written.
    pub fn text(&self, expr: &Expr) -> String {
        let mut text = String::new();
        self.push(expr, 0, &mut text);
        text
    }

    /// The same for a place between plus signs.
    pub fn addend(&self, expr: &Expr) -> String {
        let mut text = String::new();
        self.push(expr, STRENGTH_OF_TERM, &mut text);
        text
    }

    fn push(&self, expr: &Expr, outer: u8, text: &mut String) {
        if let Some(branch) = self.branch(expr) {
            return self.push(branch, outer, text);
        }
        let inner = strength(expr);
        let group = inner < outer;
        if group {
            text.push('(');
        }
        if !(self.leaf)(expr, text) {
            self.push_kind(expr, inner, text);
        }
        if group {
            text.push(')');
        }
    }

    /// Expression that remains where the branches that were taken are followed.
    pub fn taken<'e>(&self, expr: &'e Expr) -> &'e Expr {
        self.branch(expr).map_or(expr, |branch| self.taken(branch))
    }

    /// The branch of a guarded value that was taken.
    fn branch<'e>(&self, expr: &'e Expr) -> Option<&'e Expr> {
        let ExprKind::If(condition, then, otherwise) = &expr.kind else { return None };
        match (self.truth)(condition) {
            Truth::True => Some(then),
            Truth::False => Some(otherwise),
            Truth::Missing | Truth::Fault => None,
        }
    }

    fn push_kind(&self, expr: &Expr, strength: u8, text: &mut String) {
        let word = |id: Kw| id.word(self.lang.into());
        match &expr.kind {
            ExprKind::Negate(inner) => {
                text.push('-');
                self.push(inner, strength + 1, text);
            }
            ExprKind::Arith(op, left, right) => {
                self.push_between(left, op.sign(), right, strength, text)
            }
            ExprKind::Compare(op, left, right) => {
                // One comparison inside another needs its brackets on either side.
                self.push(left, strength + 1, text);
                push_spaced(op.sign(), text);
                self.push(right, strength + 1, text);
            }
            ExprKind::IsMissing(inner) => self.push_missing(inner, false, strength, text),
            ExprKind::Not(inner) => {
                if let ExprKind::IsMissing(inner) = &inner.kind {
                    self.push_missing(inner, true, strength, text)
                } else {
                    text.push_str(word(Kw::Not));
                    text.push(' ');
                    self.push(inner, strength, text);
                }
            }
            ExprKind::And(parts) => {
                self.push_joined(parts, &format!(" {} ", word(Kw::And)), strength + 1, text)
            }
            ExprKind::Or(parts) => {
                self.push_joined(parts, &format!(" {} ", word(Kw::Or)), strength + 1, text)
            }
            ExprKind::Call(builtin, parts) => self.push_call(builtin.name(self.lang), parts, text),
            ExprKind::Script(id, parts) => {
                let function = &self.model.functions[*id];
                let name = match function.host {
                    true => say::of_host(&function.name.text, self.lang),
                    false => function.name.text.clone(),
                };
                self.push_call(&name, parts, text)
            }
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Aggregate(_)
            | ExprKind::Previous(_)
            | ExprKind::Periodic(_)
            | ExprKind::Event(_)
            | ExprKind::Verdict(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(..)
            | ExprKind::AsOf
            | ExprKind::PeriodDay(..)
            | ExprKind::Member(..)
            | ExprKind::If(..) => text.push_str(unbracketed(
                &Quotes { model: self.model, sources: self.sources }.words(expr.span),
            )),
        }
    }

    fn push_between(&self, left: &Expr, sign: &str, right: &Expr, strength: u8, text: &mut String) {
        self.push(left, strength, text);
        push_spaced(sign, text);
        self.push(right, strength + 1, text);
    }

    /// `15/02/2023 không thiếu`; what is missing is shown by its name: `ngày kiểm tra là thiếu`.
    fn push_missing(&self, inner: &Expr, negated: bool, strength: u8, text: &mut String) {
        let mut value = String::new();
        let is_leaf = (self.leaf)(inner, &mut value);
        if is_leaf && value == say::missing(self.lang) {
            text.push_str(&Quotes { model: self.model, sources: self.sources }.words(inner.span));
        } else {
            self.push(inner, strength + 1, text);
        }
        text.push_str(say::is_missing(negated, self.lang));
    }

    fn push_call(&self, name: &str, parts: &[Expr], text: &mut String) {
        text.push_str(name);
        text.push('(');
        self.push_joined(parts, "; ", 0, text);
        text.push(')');
    }

    fn push_joined(&self, parts: &[Expr], between: &str, strength: u8, text: &mut String) {
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                text.push_str(between);
            }
            self.push(part, strength, text);
        }
    }
}

fn push_spaced(sign: &str, text: &mut String) {
    text.push(' ');
    text.push_str(sign);
    text.push(' ');
}

/// Binding strength of a term: what binds less than a plus sign needs brackets beside one.
const STRENGTH_OF_TERM: u8 = 5;

/// The type to show a value inside a formula by: money and points without their word, as in
/// `3.200.000 / 812.000.000`.
pub fn unit_left_out(ty: Type) -> Type {
    match ty {
        Type::Number(Unit::Money | Unit::Points | Unit::Integer | Unit::Bare) => {
            Type::Number(Unit::Number)
        }
        Type::Number(Unit::Number | Unit::Year | Unit::Ratio | Unit::Days | Unit::Months)
        | Type::Text
        | Type::Date
        | Type::YesNo
        | Type::Category(_) => ty,
    }
}

/// Binding strength of an expression: what is inside something tighter needs brackets.
fn strength(expr: &Expr) -> u8 {
    match &expr.kind {
        ExprKind::Or(_) => 1,
        ExprKind::And(_) => 2,
        ExprKind::Not(_) => 3,
        ExprKind::Compare(..) | ExprKind::Member(..) | ExprKind::IsMissing(_) => 4,
        ExprKind::Verdict(_) => 4,
        ExprKind::Arith(Arith::Add | Arith::Sub, _, _) => 5,
        ExprKind::Arith(Arith::Mul | Arith::Div, _, _) => 6,
        ExprKind::Negate(_) => 7,
        ExprKind::If(..) => 0,
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
        | ExprKind::Call(..)
        | ExprKind::Script(..) => 9,
    }
}

/// Words without the brackets around all of them: those that are needed are put there by how
/// tightly things hold together.
fn unbracketed(words: &str) -> &str {
    let Some(inner) = words.strip_prefix('(').and_then(|words| words.strip_suffix(')')) else {
        return words;
    };
    let mut depth = 0_i32;
    let closes_early = inner.chars().any(|sign| {
        depth += i32::from(sign == '(') - i32::from(sign == ')');
        depth < 0
    });
    if closes_early { words } else { unbracketed(inner.trim()) }
}

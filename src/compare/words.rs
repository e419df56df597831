//! Words of the rules and of their values, for sentences.

use crate::diag::{Message, compare as say};
use crate::model::{Expr, Model};
use crate::source::{Sources, Span};
use crate::value::text::show_value;
use crate::value::{Lang, Type, Value};
use std::cmp::Ordering;

/// Model with its texts, for the words of its parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said<'m> {
    pub model: &'m Model,
    pub sources: &'m Sources,
}

impl<'m> Said<'m> {
    /// The words of a place, on one line.
    pub fn words(self, span: Span) -> String {
        let words = self.sources[span.source].slice(span);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub fn quoted(self, span: Span) -> Message {
        say::quoted(&self.words(span))
    }

    /// Name of a value of a category.
    pub fn named(self, ty: Type, code: u32) -> Option<&'m str> {
        let Type::Category(category) = ty else { return None };
        let category = self.model.categories.get(category.index())?;
        category.value(code).map(|value| value.name.text.as_str())
    }

    /// A value as a person reads it.
    pub fn value(self, value: &Value, ty: Type) -> Message {
        let shown = |lang: Lang| {
            let names = |category: crate::value::CategoryId, code: u32| {
                self.named(Type::Category(category), code)
            };
            show_value(value, ty, lang, &[], names).marked()
        };
        let (vi, en) = (shown(Lang::Vi), shown(Lang::En));
        match value {
            Value::Code(_) | Value::Text(_) => say::quoted(&vi),
            Value::Missing | Value::Num(_) | Value::Date(_) | Value::Bool(_) => Message { vi, en },
        }
    }

    /// An expression: its value where it is one, else as written.
    pub fn expr(self, expr: &Expr) -> Message {
        match expr.constant() {
            Some(value) => self.value(&value, expr.ty),
            None => self.quoted(expr.span),
        }
    }
}

/// A change from one expression to another, with its direction where both are numbers or days.
pub(super) fn step((old, said): (&Expr, Said<'_>), (new, says): (&Expr, Said<'_>)) -> Message {
    let rises = old.constant().zip(new.constant()).and_then(|(old, new)| rises(&old, &new));
    say::step(&said.expr(old), &says.expr(new), rises)
}

/// Direction of a change: `true` if the second number is the greater; none of other values.
pub(super) fn rises(old: &Value, new: &Value) -> Option<bool> {
    match (old, new) {
        (Value::Num(old), Value::Num(new)) => match old.cmp(new) {
            Ordering::Less => Some(true),
            Ordering::Greater => Some(false),
            Ordering::Equal => None,
        },
        (_, _) => None,
    }
}

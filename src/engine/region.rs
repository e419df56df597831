//! Zones of records as their words.

use super::Rules;
use crate::analysis::{Bounds, Quantity, Sum, Zone};
use crate::diag::Message;
use crate::diag::region::{self as say, Bound, Stretch, Values};
use crate::keywords::{Keywords, Kw};
use crate::model::{Expr, ExprKind, RecordId};
use crate::plan::{Cut, Op, Plan, RecordPlan, Set as Numbers, Slot};
use crate::value::text::show_value;
use crate::value::{CategoryId, Date, Lang, Num, Truth, Type, Unit, Value};

impl Rules {
    /// The records of a zone in words.
    pub(super) fn region(&self, record: RecordId, zone: &Zone) -> Option<Message> {
        self.region_in(self.plan(), record, zone)
    }

    /// The same of a zone in a plan of these rules.
    pub(crate) fn region_in(&self, plan: &Plan, record: RecordId, zone: &Zone) -> Option<Message> {
        let namer = Namer { rules: self, plan, record, steps: plan.record(record)? };
        let boxes = zone.boxes.iter().map(|bounds| namer.bounds(bounds));
        Some(say::region(&boxes.collect::<Vec<Vec<Bound>>>()))
    }

    /// A value as a person reads it, in both languages.
    pub(super) fn in_both(&self, value: &Value, ty: Type) -> Message {
        let shown = |lang| {
            let names = |category: CategoryId, code| {
                let category = self.model().categories.get(category.index())?;
                category.value(code).map(|value| value.name.text.as_str())
            };
            show_value(value, ty, lang, &[], names).marked()
        };
        Message { vi: shown(Lang::Vi), en: shown(Lang::En) }
    }
}

/// Names of the values of a record type.
struct Namer<'r> {
    rules: &'r Rules,
    plan: &'r Plan,
    record: RecordId,
    steps: &'r RecordPlan,
}

impl Namer<'_> {
    fn bounds(&self, bounds: &Bounds) -> Vec<Bound> {
        bounds.iter().map(|(quantity, numbers)| self.bound(quantity, numbers)).collect()
    }

    fn bound(&self, quantity: &Quantity, numbers: &Numbers<Num>) -> Bound {
        if let Quantity::Slot(slot) = quantity
            && let Some(name) = self.is_missing(*slot)
        {
            let holds = numbers.contains(&Num::ONE);
            let values = if holds { Values::None } else { Values::Any };
            return Bound { name: same(name), values, or_missing: false, is_day: false };
        }
        let (name, ty) = match quantity {
            Quantity::Total(..) => {
                let word = |lang| Kw::TotalPoints.word(Keywords::from(lang)).to_owned();
                (Message { vi: word(Lang::Vi), en: word(Lang::En) }, Type::Number(Unit::Points))
            }
            Quantity::Slot(slot) => {
                let (name, ty) = self.named(*slot);
                (same(name), ty)
            }
            Quantity::Sum(over, None) => {
                let (name, ty) = self.sum(over);
                (same(name), ty)
            }
            Quantity::Sum(over, Some(under)) => {
                let part = |sum: &Sum| {
                    let text = self.sum(sum).0;
                    if sum.terms.len() > 1 { format!("({text})") } else { text }
                };
                (same(format!("{} / {}", part(over), part(under))), Type::Number(Unit::Ratio))
            }
        };
        let values = self.values(numbers, ty);
        let is_missing = numbers.missing() == Truth::True;
        let or_missing = is_missing && values != Values::None;
        Bound { name, values, or_missing, is_day: ty == Type::Date }
    }

    fn values(&self, numbers: &Numbers<Num>, ty: Type) -> Values {
        if numbers.parts().is_empty() {
            return Values::None;
        }
        if *numbers.parts() == [Cut::Start..Cut::End] {
            return Values::Any;
        }
        match ty {
            Type::Category(_) | Type::YesNo | Type::Text => {
                let all = self.all_values(ty);
                let name = |value: &Value| self.rules.in_both(value, ty);
                let (within, without): (Vec<_>, Vec<_>) =
                    all.iter().partition(|(number, _)| numbers.contains(number));
                let names = |of: Vec<&(Num, Value)>| of.iter().map(|(_, one)| name(one)).collect();
                match without.len() < within.len() || ty == Type::Text && self.has_rest(numbers) {
                    true => Values::Other(names(without)),
                    false => Values::Named(names(within)),
                }
            }
            Type::Number(_) | Type::Date => self.stretches(numbers, ty),
        }
    }

    /// Numbers between ends; all but one or two are told by those.
    fn stretches(&self, numbers: &Numbers<Num>, ty: Type) -> Values {
        let left_out = numbers.clone().not();
        let point = |part: &std::ops::Range<Cut<Num>>| match (&part.start, &part.end) {
            (Cut::At(from, false), Cut::At(to, true)) if from == to => Some(self.shown(from, ty)),
            (_, _) => None,
        };
        let points: Option<Vec<Message>> = left_out.parts().iter().map(point).collect();
        if let Some(points) = points {
            return Values::Other(points);
        }
        let points: Option<Vec<Message>> = numbers.parts().iter().map(point).collect();
        if let Some(points) = points {
            return Values::Named(points);
        }
        let stretch = |part: &std::ops::Range<Cut<Num>>| Stretch {
            lower: match &part.start {
                Cut::At(at, after) => Some((self.shown(at, ty), !after)),
                Cut::Start | Cut::End => None,
            },
            upper: match &part.end {
                Cut::At(at, after) => Some((self.shown(at, ty), *after)),
                Cut::Start | Cut::End => None,
            },
        };
        Values::Between(numbers.parts().iter().map(stretch).collect())
    }

    fn shown(&self, number: &Num, ty: Type) -> Message {
        let value = match ty {
            Type::Date => Date::of_number(number).map(Value::Date),
            Type::Number(_) | Type::Category(_) | Type::YesNo | Type::Text => None,
        };
        self.rules.in_both(&value.unwrap_or_else(|| Value::Num(number.clone())), ty)
    }

    /// The values of a type that has a few, each with its number.
    fn all_values(&self, ty: Type) -> Vec<(Num, Value)> {
        match ty {
            Type::Category(id) => {
                let category = self.rules.model().categories.get(id.index());
                let values = category.iter().flat_map(|category| &category.values);
                let numbered =
                    |number: u32| (Num::from_i64(-i64::from(number)), Value::Code(number));
                values.map(|value| numbered(value.number)).collect()
            }
            Type::YesNo => vec![(Num::ONE, Value::Bool(true)), (Num::ZERO, Value::Bool(false))],
            Type::Text => {
                let texts = self.plan.texts.iter().enumerate();
                let numbered = |(place, text): (usize, &std::sync::Arc<str>)| {
                    let text = std::sync::Arc::from(format!("“{text}”"));
                    (number_of(place), Value::Text(text))
                };
                texts.map(numbered).collect()
            }
            Type::Number(_) | Type::Date => Vec::new(),
        }
    }

    /// Returns `true` if texts that the rules do not name are among some.
    fn has_rest(&self, numbers: &Numbers<Num>) -> bool {
        numbers.contains(&number_of(self.plan.texts.len()))
    }

    /// Name of the value of a slot, or the formula that it is in the rules, and its type.
    fn named(&self, slot: Slot) -> (String, Type) {
        let model = self.rules.model();
        let record = &model.records[self.record];
        if let Op::Input(id) | Op::Checked(id, ..) = &self.steps.steps[slot].op {
            let field = &record.fields[*id];
            return (field.name.text.clone(), field.ty);
        }
        if self.steps.steps[slot].op == Op::AsOf {
            let word = Kw::AsOf.word(Keywords::from(self.rules.lang()));
            return (word.to_owned(), Type::Date);
        }
        let own = |id: &crate::model::DerivedId| {
            self.steps.derived.get(id.index()).and_then(|plan| plan.value) == Some(slot)
        };
        if let Some(id) = record.derived.ids().find(own) {
            let derived = &record.derived[id];
            return (derived.name.text.clone(), derived.ty);
        }
        let found = self.expr_of(slot).map(|expr| {
            let text = match &expr.kind {
                ExprKind::Compare(op, left, right) => {
                    format!("{} {} {}", self.text(left), op.sign(), self.text(right))
                }
                _ => self.text(expr),
            };
            (text, expr.ty)
        });
        found.unwrap_or_else(|| ("…".to_owned(), Type::Number(Unit::Number)))
    }

    /// Name of what a slot asks to be missing, of one that does.
    fn is_missing(&self, slot: Slot) -> Option<String> {
        let Op::IsMissing(of) = self.steps.steps[slot].op else { return None };
        Some(self.named(of).0)
    }

    /// The expression, the first in the rules, whose value a slot is.
    fn expr_of(&self, slot: Slot) -> Option<&Expr> {
        let mut found = None;
        self.rules.model().exprs(&mut |of, whole| {
            if of == self.record && found.is_none() {
                whole.within(&mut |expr| {
                    let is_it = self.steps.slot(expr) == Some(slot);
                    if found.is_none() && is_it && !matches!(expr.kind, ExprKind::Constant(_)) {
                        found = Some(expr);
                    }
                });
            }
        });
        found
    }

    fn text(&self, expr: &Expr) -> String {
        let text = self.rules.sources()[expr.span.source].slice(expr.span);
        text.split_whitespace().collect::<Vec<&str>>().join(" ")
    }

    fn sum(&self, Sum { terms, constant }: &Sum) -> (String, Type) {
        let (mut text, mut unit) = (String::new(), Type::Number(Unit::Number));
        for (place, (factor, slot)) in terms.iter().enumerate() {
            let (name, ty) = self.named(*slot);
            let sign = match (place, factor.is_negative()) {
                (0, false) => "",
                (0, true) => "-",
                (_, false) => " + ",
                (_, true) => " - ",
            };
            let size = factor.abs();
            let times = if size == Num::ONE { String::new() } else { format!("{size} × ") };
            text += &format!("{sign}{times}{name}");
            unit = match (place, ty) {
                (0, ty) => ty,
                (_, Type::Date) => Type::Number(Unit::Days),
                (_, _) => unit,
            };
        }
        if !constant.is_zero() {
            let sign = if constant.is_negative() { " - " } else { " + " };
            text += &format!("{sign}{}", constant.abs());
        }
        (text, unit)
    }
}

fn same(text: String) -> Message {
    Message { vi: text.clone(), en: text }
}

fn number_of(place: usize) -> Num {
    Num::from_i64(i64::try_from(place).unwrap_or(i64::MAX))
}

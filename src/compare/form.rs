//! Forms: what an expression, a row or a whole item says, without places, layout, the language of
//! its keywords and the order where that says nothing. Two of one form mean the same.

use super::item::Item;
use crate::model::{
    Aggregate, Bound, Cell, Clause, Due, Expr, ExprKind, Model, PeriodDay, Periodic, RecordId, Row,
    Seen, Test, Timing,
};
use crate::value::text::fraction;
use crate::value::{Arith, Compare, Schedule, Type, Unit, Value};

/// Forms of a model whose items are called as `name` says.
#[derive(Clone, Copy)]
pub(super) struct Forms<'a> {
    pub model: &'a Model,
    pub name: &'a dyn Fn(Item) -> String,
}

impl Forms<'_> {
    pub fn ty(self, ty: Type) -> String {
        match ty {
            Type::Category(category) => format!("one of {}", self.item(Item::Category(category))),
            Type::Number(Unit::Bare) => "Number(Number)".to_owned(),
            Type::Text | Type::Number(_) | Type::Date | Type::YesNo => format!("{ty:?}"),
        }
    }

    pub fn item(self, item: Item) -> String {
        (self.name)(item)
    }

    pub fn value(self, value: &Value, ty: Type) -> String {
        match (value, ty) {
            // A month is no number of days; all other units follow from what a number meets.
            (Value::Num(number), Type::Number(Unit::Months)) => {
                format!("{} months", fraction(number))
            }
            (Value::Num(number), _) => fraction(number),
            (Value::Code(code), Type::Category(category)) => {
                self.item(Item::Value(category, *code))
            }
            (
                Value::Missing | Value::Date(_) | Value::Bool(_) | Value::Text(_) | Value::Code(_),
                _,
            ) => {
                format!("{value:?}")
            }
        }
    }

    /// The form of an expression over the records of a type.
    pub fn expr(self, record: RecordId, expr: &Expr) -> String {
        if let Some(value) = expr.constant() {
            return self.value(&value, expr.ty);
        }
        let sub = |inner: &Expr| self.expr(record, inner);
        let all = |inner: &[Expr]| inner.iter().map(sub).collect::<Vec<String>>();
        match &expr.kind {
            ExprKind::Constant(value) => self.value(value, expr.ty),
            ExprKind::Field(id) => self.item(Item::Field(record, *id)),
            ExprKind::Derived(id) => self.item(Item::Derived(record, *id)),
            ExprKind::Total(id) => format!("total {}", self.item(Item::Block(*id))),
            ExprKind::Grade(id) => format!("grade {}", self.item(Item::Block(*id))),
            ExprKind::CriterionPoints(id, place) => {
                format!("points {}", self.item(Item::Criterion(*id, *place)))
            }
            ExprKind::Parameter(id, None) => self.item(Item::Parameter(*id)),
            ExprKind::Parameter(id, Some(day)) => {
                format!("{} at {}", self.item(Item::Parameter(*id)), sub(day))
            }
            ExprKind::AsOf => "as of".to_owned(),
            ExprKind::PeriodDay(day, _) => match day {
                PeriodDay::Start | PeriodDay::End | PeriodDay::On(_) => format!("{day:?}"),
            },
            ExprKind::Aggregate(id) => self.aggregate(&self.model.aggregates[*id]),
            ExprKind::Previous(id) => {
                let previous = self.model.records[record].previous.find(*id);
                format!("before {}", previous.map(|one| sub(&one.value)).unwrap_or_default())
            }
            ExprKind::Periodic(id) => self.periodic(&self.model.periodics[*id]),
            ExprKind::Event(id) => {
                let event = &self.model.events[*id];
                let since = event.since.as_ref().map(|since| self.expr(event.record, since));
                format!("event({since:?} {})", self.expr(event.record, &event.condition))
            }
            ExprKind::Verdict(test) => {
                let mut named: Vec<u32> = test.named.iter().map(|one| one.rank()).collect();
                named.sort_unstable();
                let of = self.item(Item::Block(test.block));
                format!("verdict {of} {} {named:?}", test.negated)
            }
            ExprKind::Negate(inner) => format!("-({})", sub(inner)),
            ExprKind::Arith(op, left, right) => arith(*op, sub(left), sub(right)),
            ExprKind::Compare(op, left, right) => compare(*op, sub(left), sub(right)),
            ExprKind::Member(id, values) => {
                let of = self.item(Item::Derived(record, *id));
                format!("{of} has {}", set(all(values)).join("|"))
            }
            ExprKind::IsMissing(inner) => format!("missing({})", sub(inner)),
            ExprKind::Not(inner) => match &inner.kind {
                ExprKind::Compare(op, left, right) => compare(op.negated(), sub(left), sub(right)),
                ExprKind::Not(twice) => sub(twice),
                _ => format!("not({})", sub(inner)),
            },
            ExprKind::And(parts) => joined("and", self.flat(record, parts, true)),
            ExprKind::Or(parts) => joined("or", self.flat(record, parts, false)),
            ExprKind::If(condition, then, otherwise) => {
                format!("if({}; {}; {})", sub(condition), sub(then), sub(otherwise))
            }
            ExprKind::Call(builtin, arguments) => {
                format!("{builtin:?}({})", all(arguments).join("; "))
            }
            ExprKind::Script(id, arguments) => {
                let function = self.item(Item::Function(*id));
                format!("{function}({})", all(arguments).join("; "))
            }
        }
    }

    /// Forms of what is joined by `and` (or by `or`), also where it is joined in turns.
    fn flat(self, record: RecordId, parts: &[Expr], and: bool) -> Vec<String> {
        let mut found = Vec::new();
        for part in parts {
            match (&part.kind, and) {
                (ExprKind::And(inner), true) | (ExprKind::Or(inner), false) => {
                    found.extend(self.flat(record, inner, and));
                }
                _ => found.push(self.expr(record, part)),
            }
        }
        found
    }

    fn aggregate(self, aggregate: &Aggregate) -> String {
        let Aggregate { kind, over, of_targets, seen, value, filter, ty: _, span: _ } = aggregate;
        let read = |read: &Option<Expr>| read.as_ref().map(|read| self.expr(*over, read));
        let seen = match seen {
            Some(Seen::LastMonths(months, _)) => format!("{months} months"),
            Some(Seen::Period | Seen::Every | Seen::LastDays(_)) | None => format!("{seen:?}"),
        };
        let over = self.item(Item::Record(*over));
        format!("{kind:?}({over} {of_targets} {seen} {:?} {:?})", read(value), read(filter))
    }

    pub fn periodic(self, periodic: &Periodic) -> String {
        let of = |expr: &Expr| self.expr(periodic.record, expr);
        let between = periodic.between.as_ref().map(|(from, to)| (of(from), of(to)));
        let condition = of(&periodic.condition);
        format!("{}({between:?} {condition})", schedule(periodic.schedule))
    }

    /// The form of a deadline, without what is to be done and its reasons.
    fn due(self, record: RecordId, due: &Due) -> String {
        let Due { done: _, last, starts, since, fixed: _, late: _, span: _ } = due;
        let of = |expr: &Expr| self.expr(record, expr);
        let since = set(since.iter().map(of).collect());
        format!("{} {:?} {since:?}", of(last), starts.as_ref().map(of))
    }

    /// The form of the deadline of a clause; of one that has none, nothing. Periods belong to its
    /// condition.
    pub fn deadline(self, record: RecordId, clause: &Clause) -> String {
        match &clause.timing {
            Some(Timing::Due(due)) => self.due(record, due),
            Some(Timing::Each(_)) | None => String::new(),
        }
    }

    /// The form of the condition of a clause, with its periods.
    pub fn asked(self, record: RecordId, clause: &Clause) -> String {
        match &clause.timing {
            Some(Timing::Each(id)) => self.periodic(&self.model.periodics[*id]),
            Some(Timing::Due(_)) | None => self.expr(record, &clause.condition),
        }
    }

    pub fn bound(self, record: RecordId, bound: &Bound) -> String {
        format!("{} {}", bound.op.sign(), self.expr(record, &bound.limit))
    }

    /// The form of several bounds that must all hold.
    pub fn bounds(self, record: RecordId, bounds: &[Bound]) -> String {
        set(bounds.iter().map(|bound| self.bound(record, bound)).collect()).join(" and ")
    }

    /// The form of what a cell allows, without its axis.
    pub fn cell(self, record: RecordId, cell: &Cell) -> String {
        let end = |end: &crate::model::End| {
            format!("{} {}", end.inclusive, self.expr(record, &end.value))
        };
        let test = |test: &Test| match test {
            Test::Missing => "missing".to_owned(),
            Test::Is(value) => format!("= {}", self.expr(record, value)),
            Test::Except(value) => format!("≠ {}", self.expr(record, value)),
            Test::Between { lower, upper } => {
                format!("[{:?} {:?}]", lower.as_ref().map(end), upper.as_ref().map(end))
            }
        };
        let tests = set(cell.tests.iter().map(test).collect()).join(", ");
        if cell.negated { format!("not {tests}") } else { tests }
    }

    /// The form of a row in the order of its table, for whole tables.
    pub fn row(self, record: RecordId, row: &Row) -> String {
        let when = row.when.as_ref().map(|when| self.expr(record, when));
        format!("{when:?} gives {}", self.expr(record, &row.gives))
    }
}

pub(super) fn schedule(schedule: Schedule) -> String {
    format!("{:?}+{}", schedule.grain, schedule.after)
}

/// Forms in one order, each once.
pub(super) fn set(mut forms: Vec<String>) -> Vec<String> {
    forms.sort_unstable();
    forms.dedup();
    forms
}

fn joined(word: &str, forms: Vec<String>) -> String {
    let mut forms = set(forms);
    match forms.len() {
        1 => forms.pop().unwrap_or_default(),
        _ => format!("{word}({})", forms.join("; ")),
    }
}

fn arith(op: Arith, left: String, right: String) -> String {
    let (left, right) = match op {
        Arith::Add | Arith::Mul if right < left => (right, left),
        Arith::Add | Arith::Mul | Arith::Sub | Arith::Div => (left, right),
    };
    format!("({left} {} {right})", op.sign())
}

fn compare(op: Compare, left: String, right: String) -> String {
    let mirrored = match op {
        Compare::Greater | Compare::AtLeast => true,
        Compare::Equal | Compare::NotEqual => right < left,
        Compare::Less | Compare::AtMost => false,
    };
    match mirrored {
        true => format!("({right} {} {left})", op.mirrored().sign()),
        false => format!("({left} {} {right})", op.sign()),
    }
}

//! The values of one record that expressions rest on, with their names and their workings.

use super::decision::{Clause, Datum, Named};
use super::formula::{Formula, unit_left_out};
use super::reader::Reader;
use crate::model::{AggregateId, DatedValue, DerivedId, DerivedKind, Expr, ExprKind, FieldId, HitPolicy, Parameter};
use crate::plan::{Op, Slot};
use crate::value::text::{show_date, show_value};
use crate::value::{Date, Num, Truth, Type, Value};
use std::sync::Arc;

/// How a value came about: `tỷ lệ nợ quá hạn = 3.200.000 / 812.000.000 ≈ 0,394%`.
#[derive(Clone, Debug, PartialEq)]
pub struct Working {
    /// The field, derivation or table, or the expression as written.
    pub name: Arc<str>,
    /// The formula with the record's values put in; none for a field.
    pub formula: Option<String>,
    /// The row of a table that gave it.
    pub clause: Option<Clause>,
    /// The value as shown.
    pub result: String,
    /// Whether what is shown is rounded.
    pub rounded: bool,
}

/// A named value of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Read {
    Field(FieldId),
    Derived(DerivedId),
    FromParts(AggregateId),
}

/// A value that has no name: it is worked out where it is used, as `a / b` in `a / b từ 98%`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unnamed<'e> {
    expr: &'e Expr,
    slot: Slot,
}

impl<'a> Reader<'a, '_> {
    /// The fields and derivations that expressions rest on, each once: a derivation before those it is made of.
    pub(super) fn values<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<Named> {
        let mut reads = Vec::new();
        exprs.into_iter().for_each(|expr| self.collect(expr, true, &[], &mut reads));
        reads.into_iter().map(|read| self.named(read)).collect()
    }

    /// The same with their workings, those of unnamed values first. A field that a working shows already is left out.
    pub(super) fn workings(&self, unnamed: &[Unnamed<'_>], exprs: &[&Expr]) -> Vec<Working> {
        let line: Vec<Num> = exprs.iter().flat_map(|expr| constants(expr)).collect();
        let mut workings = Vec::new();
        for (place, Unnamed { expr, slot }) in unnamed.iter().enumerate() {
            if !unnamed.iter().take(place).any(|before| before.slot == *slot) {
                workings.push(self.worked(self.words(expr.span), Some(self.formula(expr)), &self.value(*slot), expr.ty, &line));
            }
        }
        let mut reads = Vec::new();
        exprs.iter().for_each(|expr| self.collect(expr, false, unnamed, &mut reads));
        let mut at = 0;
        while let Some(read) = reads.get(at).copied() {
            workings.push(self.working(read, &line));
            if let Read::Derived(id) = read {
                self.derived_exprs(id).into_iter().for_each(|expr| self.collect_derived(expr, &mut reads));
            }
            at += 1;
        }
        let parameters = self.parameters(exprs.iter().copied());
        workings.extend(parameters.into_iter().map(|(parameter, dated)| self.parameter_working(parameter, dated, &line)));
        workings
    }

    /// The dated parameters that expressions rest on, each with the value in force for the record.
    pub(super) fn parameters<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<(&'a Parameter, &'a DatedValue)> {
        let mut found: Vec<(&'a Parameter, &'a DatedValue)> = Vec::new();
        let mut waiting: Vec<&Expr> = exprs.into_iter().collect();
        let mut seen: Vec<DerivedId> = Vec::new();
        while let Some(expr) = waiting.pop() {
            match &expr.kind {
                ExprKind::Parameter(id, day) => {
                    let parameter = &self.model.parameters[*id];
                    let dated = self.in_force(parameter, day.as_deref());
                    found.extend(
                        dated.filter(|dated| !found.iter().any(|(_, known)| known.span == dated.span)).map(|dated| (parameter, dated)),
                    );
                }
                ExprKind::Derived(id) | ExprKind::Member(id, _) if !seen.contains(id) => {
                    seen.push(*id);
                    waiting.extend(self.derived_exprs(*id));
                }
                _ => {}
            }
            expr.children(&mut |child| waiting.push(child));
        }
        found.sort_by_key(|(_, dated)| (dated.span.source, dated.span.start));
        found
    }

    /// The value of a parameter on the as-of date, or on the date of the record that is read with `tại`.
    fn in_force(&self, parameter: &'a Parameter, day: Option<&Expr>) -> Option<&'a DatedValue> {
        let day = match day.map(|day| &day.kind) {
            None | Some(ExprKind::AsOf) => self.as_of(),
            Some(ExprKind::Field(id)) => as_day(self.field(*id)),
            Some(ExprKind::Derived(id)) => self.derived_value(*id).and_then(as_day),
            Some(ExprKind::Constant(value)) => as_day(value.clone()),
            Some(_) => None,
        };
        parameter.on(day?)
    }

    fn parameter_working(&self, parameter: &Parameter, dated: &DatedValue, line: &[Num]) -> Working {
        let worked = self.worked(parameter.name.text.clone(), None, &dated.value, parameter.ty, line);
        Working { clause: Some(self.clause(dated.span)), ..worked }
    }

    fn collect(&self, expr: &Expr, deep: bool, shown: &[Unnamed<'_>], reads: &mut Vec<Read>) {
        if shown.iter().any(|shown| shown.expr.span == expr.span) {
            return self.collect_derived(expr, reads);
        }
        let read = match &expr.kind {
            ExprKind::Field(id) => Some(Read::Field(*id)),
            ExprKind::Derived(id) | ExprKind::Member(id, _) => Some(Read::Derived(*id)),
            ExprKind::Aggregate(id) => Some(Read::FromParts(*id)),
            _ => None,
        };
        if let Some(read) = read.filter(|read| !reads.contains(read)) {
            reads.push(read);
            if let (true, Read::Derived(id)) = (deep, read) {
                self.derived_exprs(id).into_iter().for_each(|expr| self.collect(expr, deep, shown, reads));
            }
        }
        expr.children(&mut |child| self.collect(child, deep, shown, reads));
    }

    /// The unnamed values that a condition compares. Where the rules alone settle a part of it there is nothing to show.
    pub(super) fn unnamed_in<'e>(&self, condition: &'e Expr, slot: Slot, found: &mut Vec<Unnamed<'e>>) {
        match (&condition.kind, &self.plan.steps[slot].op) {
            (ExprKind::Compare(_, a, b), Op::Compare(_, of_a, of_b)) => {
                self.unnamed(a, *of_a, found);
                self.unnamed(b, *of_b, found);
            }
            (ExprKind::Not(inner), Op::Not(of_inner)) => self.unnamed_in(inner, *of_inner, found),
            (ExprKind::And(parts), Op::And(slots)) | (ExprKind::Or(parts), Op::Or(slots)) if parts.len() == slots.len() => {
                parts.iter().zip(slots).for_each(|(part, slot)| self.unnamed_in(part, *slot, found));
            }
            _ => {}
        }
    }

    /// Takes up an expression that is worked out where it stands, if the rules alone do not settle it.
    pub(super) fn unnamed<'e>(&self, expr: &'e Expr, slot: Slot, found: &mut Vec<Unnamed<'e>>) {
        let worked_out =
            matches!(expr.kind, ExprKind::Arith(..) | ExprKind::Negate(_) | ExprKind::Call(..) | ExprKind::Script(..) | ExprKind::If(..));
        let settled = matches!(self.plan.steps[slot].op, Op::Constant(_));
        if worked_out && !settled && !found.iter().any(|known| known.expr.span == expr.span) {
            found.push(Unnamed { expr, slot });
        }
    }

    fn collect_derived(&self, expr: &Expr, reads: &mut Vec<Read>) {
        if let ExprKind::Derived(id) | ExprKind::Member(id, _) = &expr.kind {
            let read = Read::Derived(*id);
            if !reads.contains(&read) {
                reads.push(read);
            }
        }
        expr.children(&mut |child| self.collect_derived(child, reads));
    }

    fn derived_exprs(&self, id: DerivedId) -> Vec<&'a Expr> {
        match &self.record.derived[id].kind {
            DerivedKind::Formula(formula) => vec![formula],
            DerivedKind::Table { rows, .. } => rows.iter().flat_map(|row| row.when.iter().chain([&row.gives])).collect(),
        }
    }

    fn named(&self, read: Read) -> Named {
        match read {
            Read::Field(id) => {
                let field = &self.record.fields[id];
                Named { name: Arc::from(field.name.text.as_str()), datum: self.datum(self.field(id), field.ty) }
            }
            Read::Derived(id) => self.named_derived(id),
            Read::FromParts(id) => {
                let aggregate = &self.model.aggregates[id];
                Named { name: Arc::from(self.words(aggregate.span)), datum: self.datum(self.over_parts(id), aggregate.ty) }
            }
        }
    }

    /// A derivation or table with its value.
    pub(super) fn named_derived(&self, id: DerivedId) -> Named {
        let derived = &self.record.derived[id];
        Named { name: Arc::from(derived.name.text.as_str()), datum: self.derived(id) }
    }

    /// A value with the name of its category's member.
    pub(super) fn datum(&self, value: Value, ty: Type) -> Datum {
        let name = match (&value, ty) {
            (Value::Code(code), Type::Category(category)) => self.code_name(category, *code).map(Arc::from),
            _ => None,
        };
        Datum { value, ty, name, members: None }
    }

    fn derived(&self, id: DerivedId) -> Datum {
        let derived = &self.record.derived[id];
        match (&derived.kind, self.derived_value(id)) {
            (_, Some(value)) => self.datum(value, derived.ty),
            (_, None) => {
                let members = self.members(id).map(|value| self.datum(value, derived.ty)).collect();
                Datum { value: Value::Missing, ty: derived.ty, name: None, members: Some(members) }
            }
        }
    }

    fn working(&self, read: Read, line: &[Num]) -> Working {
        match read {
            Read::Field(id) => {
                let field = &self.record.fields[id];
                self.worked(field.name.text.clone(), None, &self.field(id), field.ty, line)
            }
            Read::Derived(id) => self.derived_working(id, line),
            Read::FromParts(id) => {
                let aggregate = &self.model.aggregates[id];
                self.worked(self.words(aggregate.span), None, &self.over_parts(id), aggregate.ty, line)
            }
        }
    }

    fn derived_working(&self, id: DerivedId, line: &[Num]) -> Working {
        let derived = &self.record.derived[id];
        let name = derived.name.text.clone();
        match &derived.kind {
            DerivedKind::Formula(formula) => {
                let shown = self.taken(id, formula);
                let value = self.derived_value(id).unwrap_or(Value::Missing);
                self.worked(name, self.made_of(shown), &value, derived.ty, line)
            }
            DerivedKind::Table { rows, policy } => {
                let clause = match policy {
                    HitPolicy::First | HitPolicy::Unique => {
                        self.table_row(id).and_then(|place| rows.get(place)).map(|row| self.clause(row.span))
                    }
                    HitPolicy::Sum | HitPolicy::All => None,
                };
                let datum = self.derived(id);
                let worked = match &datum.members {
                    Some(members) => {
                        let shown: Vec<String> = members.iter().map(|member| self.show(&member.value, member.ty, &[]).0).collect();
                        Working { name: Arc::from(name), formula: None, clause: None, result: shown.join(", "), rounded: false }
                    }
                    None => self.worked(name, None, &datum.value, derived.ty, line),
                };
                Working { clause, ..worked }
            }
        }
    }

    /// A formula with values put in; none where it is one value taken over as it is.
    fn made_of(&self, formula: &Expr) -> Option<String> {
        let taken_over = matches!(formula.kind, ExprKind::Aggregate(_) | ExprKind::Parameter(..) | ExprKind::Constant(_));
        (!taken_over).then(|| self.formula(formula))
    }

    /// The branch of a guarded formula that the record took.
    fn taken(&self, id: DerivedId, formula: &'a Expr) -> &'a Expr {
        let mut shown = formula;
        for case in self.derived_cases(id) {
            let ExprKind::If(_, then, otherwise) = &shown.kind else { break };
            match case {
                Truth::True => return then,
                Truth::False => shown = otherwise,
                Truth::Missing | Truth::Fault => break,
            }
        }
        shown
    }

    fn worked(&self, name: String, formula: Option<String>, value: &Value, ty: Type, line: &[Num]) -> Working {
        let (result, rounded) = self.show(value, ty, line);
        let formula = formula.filter(|formula| *formula != result);
        Working { name: Arc::from(name), formula, clause: None, result, rounded }
    }

    /// A value as a person reads it, and whether it was rounded.
    pub(super) fn show(&self, value: &Value, ty: Type, line: &[Num]) -> (String, bool) {
        let line: Vec<&Num> = line.iter().collect();
        let shown = show_value(value, ty, self.lang, &line, |category, code| self.code_name(category, code));
        (shown.text, shown.rounded)
    }

    /// An expression with the record's values in place of names.
    pub(super) fn formula(&self, expr: &Expr) -> String {
        let leaf = |expr: &Expr| {
            let value = match &expr.kind {
                ExprKind::Constant(value) => value.clone(),
                ExprKind::Field(id) => self.field(*id),
                ExprKind::Derived(id) => self.derived_value(*id).unwrap_or(Value::Missing),
                ExprKind::Aggregate(id) => self.over_parts(*id),
                ExprKind::Parameter(id, day) => self.in_force(&self.model.parameters[*id], day.as_deref())?.value.clone(),
                ExprKind::Total(id) => self.points_of(*id, |card| Some(card.total)),
                ExprKind::CriterionPoints(id, place) => self.points_of(*id, |card| Some(card.criteria.get(*place)?.points)),
                ExprKind::AsOf => return self.as_of().map(show_date),
                _ => return None,
            };
            Some(self.operand(&value, expr.ty))
        };
        Formula { model: self.model, sources: self.sources, lang: self.lang, leaf: &leaf }.text(expr)
    }

    /// A value inside a formula: money and points without their word, as in `3.200.000 / 812.000.000`.
    fn operand(&self, value: &Value, ty: Type) -> String {
        let (text, rounded) = self.show(value, unit_left_out(ty), &[]);
        if rounded { format!("≈{text}") } else { text }
    }
}

fn as_day(value: Value) -> Option<Date> {
    match value {
        Value::Date(day) => Some(day),
        Value::Missing | Value::Num(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
    }
}

/// The numbers that stand in an expression: what a value beside it is compared with.
fn constants(expr: &Expr) -> Vec<Num> {
    let mut numbers = Vec::new();
    push_constants(expr, &mut numbers);
    numbers
}

fn push_constants(expr: &Expr, numbers: &mut Vec<Num>) {
    if let ExprKind::Constant(Value::Num(number)) = &expr.kind {
        numbers.push(number.clone());
    }
    expr.children(&mut |child| push_constants(child, numbers));
}

//! Why a record is a data error: what is wrong with the record itself, and the faults of the rules
//! it meets.

use super::causes::{FaultCause, Root};
use super::decision::{DataFault, SourceLine, Unknown};
use super::reader::{Identity, Reader};
use crate::diag::{Message, record as say};
use crate::eval::FaultKind;
use crate::model::{BlockId, Expr, ExprKind, FieldId, Impossible, Parameter};
use crate::source::Span;
use crate::value::text::Line;
use crate::value::{Date, Truth, Value};
use std::sync::Arc;

impl<'a> Reader<'a, '_> {
    /// Faults of the record itself where they make it unusable, else those of a block.
    pub(super) fn errors(&self, identity: Identity<'_>, block: BlockId) -> Vec<DataFault> {
        if self.frame.is_broken(self.row) {
            return self.own_errors(identity);
        }
        self.faults(&self.fault_causes([Root::Block(block)]), identity)
    }

    /// The faults, each once. What is outside its range only beside a field that is itself outside
    /// its own is that field's mistake.
    fn faults(&self, causes: &[FaultCause<'a>], identity: Identity<'_>) -> Vec<DataFault> {
        let mut errors = Vec::new();
        for cause in causes {
            let reported = match (cause.fact.kind, cause.expr.map(|expr| &expr.kind)) {
                (FaultKind::OutsideRange, Some(ExprKind::Field(field))) => {
                    self.causes(*field, identity)
                }
                _ => vec![self.fault(cause, identity)],
            };
            reported.into_iter().for_each(|error| {
                if !errors.contains(&error) {
                    errors.push(error)
                }
            });
        }
        errors
    }

    fn causes(&self, field: FieldId, identity: Identity<'_>) -> Vec<DataFault> {
        let outside = self.outside_their_range();
        let wrong: Vec<FieldId> = outside
            .into_iter()
            .filter(|field| self.fails(*field, &|read| read.is_empty()))
            .collect();
        let beside = |read: &[FieldId]| read.iter().any(|read| wrong.contains(read));
        if self.fails(field, &|read| !beside(read)) {
            return vec![self.outside(field, identity)];
        }
        let read = self.record.fields[field]
            .range
            .as_ref()
            .map_or_else(Vec::new, |range| others_read(range, field));
        read.into_iter()
            .filter(|read| wrong.contains(read))
            .map(|read| self.outside(read, identity))
            .collect()
    }

    fn outside_their_range(&self) -> Vec<FieldId> {
        let outside = self.plan.ranges.iter();
        let outside = outside.filter(|(_, slot)| self.truth(*slot) == Truth::False);
        let mut outside: Vec<FieldId> = outside.map(|(field, _)| *field).collect();
        outside.dedup();
        outside
    }

    /// Faults of a record that no block is asked of: its own, and those of its derived values.
    pub fn bare_errors(&self, identity: Identity<'_>) -> Vec<DataFault> {
        let errors = self.own_errors(identity);
        if errors.is_empty() { self.faults(&self.derived_faults(), identity) } else { errors }
    }

    fn derived_faults(&self) -> Vec<FaultCause<'a>> {
        self.fault_causes(self.record.derived.ids().map(Root::Derived))
    }

    /// The faults of derivations and tables that a block does not rest on: they have no value, and
    /// say why.
    pub(super) fn idle_faults(&self, identity: Identity<'_>) -> Vec<Unknown> {
        if self.frame.faults().is_empty() {
            return Vec::new();
        }
        let unknown = |cause: &FaultCause<'a>| {
            let error = self.fault(cause, identity);
            match error.clause {
                Some(clause) => Unknown { text: error.expected, clause },
                None => Unknown { text: error.message(), clause: self.clause(cause.span) },
            }
        };
        self.derived_faults().iter().map(unknown).collect()
    }

    /// Returns `true` if the record may have errors of its own besides cells that could not be
    /// read.
    pub fn may_be_flawed(&self) -> bool {
        self.frame.is_broken(self.row)
            || self.plan.ranges.iter().any(|(_, slot)| self.truth(*slot) == Truth::False)
    }

    /// Faults of the record itself: unreadable cells, required fields without a value, values
    /// outside their range.
    pub fn own_errors(&self, identity: Identity<'_>) -> Vec<DataFault> {
        let mut errors = identity.errors.to_vec();
        let reported = |errors: &[DataFault], name: &str| {
            errors.iter().any(|error| error.field.as_deref() == Some(name))
        };
        for &field in &self.plan.required {
            let name = &self.record.fields[field].name.text;
            if self.field(field) == Value::Missing && !reported(&errors, name) {
                errors.push(self.field_error(field, identity, None, say::required()));
            }
        }
        let outside = self.outside_their_range();
        let wrong: Vec<FieldId> = self
            .record
            .fields
            .ids()
            .filter(|id| reported(&errors, &self.record.fields[*id].name.text))
            .collect();
        let wrong: Vec<FieldId> = outside
            .iter()
            .copied()
            .filter(|field| self.fails(*field, &|read| read.is_empty()))
            .chain(wrong)
            .collect();
        for field in outside {
            // What fails only beside a field that is wrong itself is no second mistake.
            let fails = self.fails(field, &|read| !read.iter().any(|read| wrong.contains(read)));
            if fails && !reported(&errors, &self.record.fields[field].name.text) {
                errors.push(self.outside(field, identity));
            }
        }
        for (never, slot) in self.record.impossible.iter().zip(&self.plan.impossible) {
            let read = self.fields_in(&never.condition);
            // What cannot be beside a field that is wrong itself is no second mistake.
            let known = read.iter().any(|id| reported(&errors, &self.record.fields[*id].name.text));
            if self.truth(*slot) == Truth::True && !known {
                errors.push(self.impossible(never, &read, identity));
            }
        }
        errors
    }

    /// The fields that a condition reads, itself or through derivations, each once.
    fn fields_in(&self, condition: &Expr) -> Vec<FieldId> {
        let columns = self.model.columns_of(self.plan.record, condition);
        let fields = self.record.fields.ids();
        fields
            .filter(|id| u32::try_from(id.index()).is_ok_and(|at| columns.contains(&at)))
            .collect()
    }

    /// What cannot be, with the values of the fields of which it is said.
    fn impossible(
        &self,
        never: &Impossible,
        read: &[FieldId],
        identity: Identity<'_>,
    ) -> DataFault {
        let told = read.iter().map(|id| {
            let field = &self.record.fields[*id];
            (field.name.text.as_str(), self.show(&self.field(*id), field.ty, &Line::default()).0)
        });
        let told: Vec<(&str, String)> = told.collect();
        let condition = self.words(never.condition.span).to_string();
        let reason = never.reason.as_deref();
        DataFault {
            field: None,
            row: identity.row,
            column: None,
            value: None,
            expected: say::impossible(&condition, reason, &told),
            clause: Some(self.clause(never.span)),
        }
    }

    /// Returns `true` if the range of a field fails by a condition that reads such other fields.
    fn fails(&self, field: FieldId, such: &dyn Fn(&[FieldId]) -> bool) -> bool {
        let conditions = match &self.record.fields[field].range {
            Some(Expr { kind: ExprKind::And(conditions), .. }) => conditions.as_slice(),
            Some(range) => std::slice::from_ref(range),
            None => &[],
        };
        let step = self.record.fields[field].step.as_ref().map(|step| &step.holds);
        conditions.iter().chain(step).any(|condition| {
            self.truth_of(condition) == Truth::False && such(&others_read(condition, field))
        })
    }

    /// A value outside its range, with the values of the fields that the range reads.
    fn outside(&self, field: FieldId, identity: Identity<'_>) -> DataFault {
        let range = self.record.fields[field].range.as_ref();
        let within = range.is_none_or(|range| self.truth_of(range) != Truth::False);
        if let Some(step) = self.record.fields[field].step.as_ref().filter(|_| within) {
            let (value, ty) = (self.field(field), self.record.fields[field].ty);
            let expected = say::off_step(&self.words(step.span));
            return self.field_error(
                field,
                identity,
                Some(self.show(&value, ty, &Line::default()).0),
                expected,
            );
        }
        let words = range.map_or_else(String::new, |range| self.words(range.span).to_string());
        let mut read = range.map_or_else(Vec::new, |range| others_read(range, field));
        read.retain(|id| self.field(*id) != Value::Missing);
        let shown =
            |id: FieldId| self.show(&self.field(id), self.record.fields[id].ty, &Line::default()).0;
        let bounds: Vec<(&str, String)> = read
            .into_iter()
            .map(|id| (self.record.fields[id].name.text.as_str(), shown(id)))
            .collect();
        self.field_error(field, identity, Some(shown(field)), say::outside(&words, &bounds))
    }

    /// Fault of a cell that could not be read as its field.
    fn unreadable(&self, field: FieldId, identity: Identity<'_>) -> DataFault {
        let name = self.record.fields[field].name.text.as_str();
        let reported = identity.errors.iter().find(|error| error.field.as_deref() == Some(name));
        reported
            .cloned()
            .unwrap_or_else(|| self.field_error(field, identity, None, say::required()))
    }

    fn field_error(
        &self,
        field: FieldId,
        identity: Identity<'_>,
        value: Option<String>,
        expected: Message,
    ) -> DataFault {
        let name = Arc::from(self.record.fields[field].name.text.as_str());
        let column = identity
            .columns
            .iter()
            .find(|column| column.field == field)
            .map(|column| column.cell(identity.row));
        DataFault { field: Some(name), row: identity.row, column, value, expected, clause: None }
    }

    fn fault(&self, cause: &FaultCause<'a>, identity: Identity<'_>) -> DataFault {
        let here = || self.first_line(cause.span);
        let place =
            |row: u32| cause.rows.get(row as usize).map_or_else(here, |row| self.clause(row.span));
        let (expected, clause) = match (cause.fact.kind, cause.expr.map(|expr| &expr.kind)) {
            (FaultKind::Unreadable, Some(ExprKind::Field(field))) => {
                return self.unreadable(*field, identity);
            }
            (FaultKind::OutsideRange, Some(ExprKind::Field(field))) => {
                return self.outside(*field, identity);
            }
            (FaultKind::TooLarge, _) => (say::too_large(), here()),
            (FaultKind::TooMuchWork, _) => (say::too_much_work(), here()),
            (FaultKind::NoSuchDay, _) => (say::no_such_day(), here()),
            (FaultKind::NotWhole, _) => (say::not_whole(), here()),
            (FaultKind::NoAsOf, _) => (say::no_as_of(), here()),
            (FaultKind::NoValueOn { parameter, day }, _) => {
                (no_value_on(&self.model.parameters[parameter], day), here())
            }
            (FaultKind::Script, _) => {
                (cause.expr.map_or_else(say::script, |call| self.script_failure(call)), here())
            }
            (FaultKind::Overlap { first, second }, _) => {
                (say::overlap(&place(first).text, &place(second).text), place(second))
            }
            (FaultKind::PointsOutside { row }, _) => {
                (say::points_outside(&place(row).text), place(row))
            }
            (FaultKind::WrongColumn | FaultKind::Unreadable | FaultKind::OutsideRange, _) => {
                (say::wrong_column(), here())
            }
        };
        DataFault {
            field: None,
            row: None,
            column: None,
            value: None,
            expected,
            clause: Some(clause),
        }
    }

    fn script_failure(&self, call: &Expr) -> Message {
        let ExprKind::Script(function, arguments) = &call.kind else { return say::script() };
        let arguments: Vec<Value> =
            arguments.iter().map(|argument| self.value_of(argument)).collect();
        self.failures.failure(*function, &arguments).unwrap_or_else(say::script)
    }

    /// The place of a span with its words, of several lines the first.
    pub(super) fn first_line(&self, span: Span) -> SourceLine {
        let clause = self.clause(span);
        let words = self.sources[span.source].slice(span);
        match words.lines().next().map(str::trim) {
            Some(first) if first.len() < words.trim().len() => {
                SourceLine { text: Arc::from(format!("{first} …")), ..clause }
            }
            Some(_) | None => clause,
        }
    }
}

/// The fields that an expression reads besides one, each once.
fn others_read(expr: &Expr, own: FieldId) -> Vec<FieldId> {
    let mut read = Vec::new();
    collect_fields(expr, &mut read);
    read.retain(|field| *field != own);
    read
}

fn collect_fields(expr: &Expr, read: &mut Vec<FieldId>) {
    if let ExprKind::Field(field) = expr.kind
        && !read.contains(&field)
    {
        read.push(field);
    }
    expr.children(&mut |child| collect_fields(child, read));
}

/// Message about a parameter that has no value on a day.
pub fn no_value_on(parameter: &Parameter, day: Date) -> Message {
    say::no_value_on(&parameter.name.text, day, &parameter.days())
}

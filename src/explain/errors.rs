//! Why a record is a data error: what is wrong with the record itself, and the faults of the rules it meets.

use super::decision::{Clause, RecordError, Unknown};
use super::homes::{Asked, FaultHome};
use super::reader::{Identity, Reader};
use crate::diag::{Message, record as say};
use crate::eval::FaultKind;
use crate::model::{BlockId, Expr, ExprKind, FieldId};
use crate::source::Span;
use crate::value::{Truth, Value};
use std::sync::Arc;

impl<'a> Reader<'a, '_> {
    /// What is wrong with the record itself, else the faults of a block.
    pub(super) fn errors(&self, identity: Identity<'_>, block: BlockId) -> Vec<RecordError> {
        self.errors_of(identity, [Asked::Block(block)])
    }

    /// What is wrong with a record that no block is asked of: with itself, or with any of its derived values.
    pub fn bare_errors(&self, identity: Identity<'_>) -> Vec<RecordError> {
        self.errors_of(identity, self.record.derived.ids().map(Asked::Derived))
    }

    fn errors_of(&self, identity: Identity<'_>, asked: impl IntoIterator<Item = Asked<'a>>) -> Vec<RecordError> {
        let errors = self.record_errors(identity);
        if errors.is_empty() { self.fault_homes(asked).iter().map(|home| self.fault(home)).collect() } else { errors }
    }

    /// The faults of derivations and tables that a block does not rest on: they have no value, and say why.
    pub(super) fn idle_faults(&self) -> Vec<Unknown> {
        if self.frame.faults().is_empty() {
            return Vec::new();
        }
        let homes = self.fault_homes(self.record.derived.ids().map(Asked::Derived));
        let unknown = |home: &FaultHome<'a>| {
            let RecordError { expected, clause, .. } = self.fault(home);
            Unknown { text: expected, clause: clause.unwrap_or_else(|| self.clause(home.span)) }
        };
        homes.iter().map(unknown).collect()
    }

    /// What is wrong with the record itself: unreadable cells, required fields without a value, values outside their range.
    fn record_errors(&self, identity: Identity<'_>) -> Vec<RecordError> {
        let mut errors = identity.errors.to_vec();
        let told = |errors: &[RecordError], name: &str| errors.iter().any(|error| error.field.as_deref() == Some(name));
        for &field in &self.plan.required {
            let name = &self.record.fields[field].name.text;
            if self.field(field) == Value::Missing && !told(&errors, name) {
                errors.push(self.field_error(field, identity, None, say::required()));
            }
        }
        for &(field, slot) in &self.plan.ranges {
            let name = &self.record.fields[field].name.text;
            if self.truth(slot) == Truth::False && !told(&errors, name) {
                let range = self.record.fields[field].range.as_ref().map_or_else(String::new, |range| self.words(range.span));
                let (shown, _) = self.show(&self.field(field), self.record.fields[field].ty, &[]);
                errors.push(self.field_error(field, identity, Some(shown), say::outside(&range)));
            }
        }
        errors
    }

    fn field_error(&self, field: FieldId, identity: Identity<'_>, value: Option<String>, expected: Message) -> RecordError {
        let name = Arc::from(self.record.fields[field].name.text.as_str());
        RecordError { field: Some(name), row: identity.row, column: None, value, expected, clause: None }
    }

    fn fault(&self, home: &FaultHome<'a>) -> RecordError {
        let here = || self.first_line(home.span);
        let place = |row: u32| home.rows.get(row as usize).map_or_else(here, |row| self.clause(row.span));
        let (expected, clause) = match home.fact.kind {
            FaultKind::TooLarge => (say::too_large(), here()),
            FaultKind::NoSuchDay => (say::no_such_day(), here()),
            FaultKind::NotWhole => (say::not_whole(), here()),
            FaultKind::NoAsOf => (say::no_as_of(), here()),
            FaultKind::BeforeFirstDay => (self.before_first_day(home.expr), here()),
            FaultKind::Script => (home.expr.map_or_else(say::script, |call| self.script_failure(call)), here()),
            FaultKind::Overlap { first, second } => (say::overlap(&place(first).text, &place(second).text), place(second)),
            FaultKind::PointsOutside { row } => (say::points_outside(&place(row).text), place(row)),
            FaultKind::WrongColumn => (say::wrong_column(), here()),
        };
        RecordError { field: None, row: None, column: None, value: None, expected, clause: Some(clause) }
    }

    fn script_failure(&self, call: &Expr) -> Message {
        let ExprKind::Script(function, arguments) = &call.kind else { return say::script() };
        let arguments: Vec<Value> = arguments.iter().map(|argument| self.value_of(argument)).collect();
        self.failures.failure(*function, &arguments).unwrap_or_else(say::script)
    }

    fn before_first_day(&self, read: Option<&Expr>) -> Message {
        let parameter = match read.map(|read| &read.kind) {
            Some(ExprKind::Parameter(id, _)) => Some(&self.model.parameters[*id]),
            _ => None,
        };
        say::before_first_day(parameter.and_then(|parameter| parameter.values.first()).map(|value| value.from))
    }

    /// The place of a span with its words, of several lines the first.
    pub(super) fn first_line(&self, span: Span) -> Clause {
        let clause = self.clause(span);
        let words = self.sources[span.source].slice(span);
        match words.lines().next().map(str::trim) {
            Some(first) if first.len() < words.trim().len() => Clause { text: Arc::from(format!("{first} …")), ..clause },
            Some(_) | None => clause,
        }
    }
}

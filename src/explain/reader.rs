//! Reads one record of a frame back: values, truths and the words of the rules.

use super::clauses::Clauses;
use super::decision::{DataFault, SourceLine};
use super::grounds::Quotes;
use crate::diag::Message;
use crate::eval::Frame;
use crate::interval::Interval;
use crate::model::{
    AggregateId, BlockId, CategoryId, DatedValue, DerivedId, Expr, FieldId, FunctionId, Model,
    ParameterId, PeriodicId, Record,
};
use crate::plan::{BlockPlanKind, Op, RecordPlan, Rows, ScorecardPlan, Slot};
use crate::source::{Sources, Span};
use crate::table::{InPeriod, Ranges, Texts};
use crate::value::{Date, Lang, Truth, Value};
use std::sync::Arc;

/// One record of a frame, with the rules it was decided by.
#[derive(Clone, Copy)]
pub struct Reader<'a, 'f> {
    /// Model that names what the slots hold.
    pub model: &'a Model,
    /// Texts of the rules, to quote from.
    pub sources: &'a Sources,
    /// Record type of the record.
    pub record: &'a Record,
    /// Plan of the record type: which slot each expression has.
    pub plan: &'a RecordPlan,
    /// Worksheet of the batch: every slot for every record.
    pub frame: &'f Frame,
    /// The texts of the table the batch was read from.
    pub texts: &'f Texts,
    /// The record's place in the batch.
    pub row: usize,
    /// The day the batch was decided as of.
    pub as_of: Option<Date>,
    /// The language of values that are shown.
    pub lang: Lang,
    /// Words for the faults of scripted functions.
    pub failures: &'a dyn Failures,
    /// The clauses quoted so far, and what else of the rules was read for other records.
    pub clauses: &'f Clauses,
    /// Causes by which aggregates over the record's child records are undetermined.
    pub parts: &'a dyn OpenParts,
    /// The record's place among all.
    pub place: usize,
}

/// Tells why a call of a scripted function fails: it is called again.
pub trait Failures {
    /// The words; none where the call gives a value.
    fn failure(&self, function: FunctionId, arguments: &[Value]) -> Option<Message>;
}

/// Reasons why aggregates over a record's child records are undetermined.
pub trait OpenParts {
    /// The words, for the record at a place; none where no part does.
    fn why(&self, aggregate: AggregateId, place: usize) -> Option<Message>;

    /// Between which ends aggregates lie, for the record at a place; none where none does.
    fn ranges(&self, place: usize) -> Option<&Ranges>;

    /// A condition in each period that was asked, for all records.
    fn periods(&self, id: PeriodicId) -> &[InPeriod];

    /// A value of a parent that is shown beside the key, by its place among those of the record
    /// type, for the record at a place; missing where that is not known.
    fn inherited(&self, value: usize, place: usize) -> Value;
}

/// No child records: the aggregates over them are given, or not there at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoParts;

impl OpenParts for NoParts {
    fn why(&self, _aggregate: AggregateId, _place: usize) -> Option<Message> {
        None
    }

    fn ranges(&self, _place: usize) -> Option<&Ranges> {
        None
    }

    fn periods(&self, _id: PeriodicId) -> &[InPeriod] {
        &[]
    }

    fn inherited(&self, _value: usize, _place: usize) -> Value {
        Value::Missing
    }
}

/// A record's key, its place and the cells of it that could not be read.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    /// Key of the record, as read.
    pub key: &'a str,
    /// Row of the record in its file, from 1; `None` of a record of a program.
    pub row: Option<u32>,
    /// Cells of the record that could not be read.
    pub errors: &'a [DataFault],
    /// Columns in which fields were found in its file.
    pub columns: &'a [FieldColumn],
}

/// The column of a field in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldColumn {
    /// Field that has the column.
    #[doc(hidden)]
    pub field: FieldId,
    /// Header of the column as written.
    pub header: String,
    /// Letters of the column in a spreadsheet; `None` in a text file.
    pub letters: Option<String>,
}

impl FieldColumn {
    /// The cell of a row in words: `Dư nợ (D7)`.
    pub fn cell(&self, row: Option<u32>) -> String {
        match self.letters.as_ref().zip(row) {
            Some((letters, row)) => format!("{} ({letters}{row})", self.header),
            None => self.header.clone(),
        }
    }
}

impl<'a> Reader<'a, '_> {
    /// The truth of a condition's slot.
    pub(super) fn truth(&self, slot: Slot) -> Truth {
        self.frame.truth(slot, self.row)
    }

    /// The value in a slot.
    pub(super) fn value(&self, slot: Slot) -> Value {
        self.frame.value(self.texts, slot, self.row)
    }

    /// The value of an expression; missing also where it decides nothing and was never computed.
    pub(super) fn value_of(&self, expr: &Expr) -> Value {
        match self.plan.slot(expr) {
            Some(slot) => self.value(slot),
            None => expr.constant().unwrap_or(Value::Missing),
        }
    }

    /// The truth of a condition; missing also where it decides nothing and was never computed.
    pub(super) fn truth_of(&self, condition: &Expr) -> Truth {
        self.plan.slot(condition).map_or(Truth::Missing, |slot| self.truth(slot))
    }

    /// Returns `true` if the rules alone settle the value of an expression, or whether it is needed
    /// at all.
    pub(super) fn is_settled(&self, expr: &Expr) -> bool {
        self.plan.slot(expr).is_none_or(|slot| matches!(self.plan.steps[slot].op, Op::Constant(_)))
    }

    /// Returns `true` if two expressions state the same in the same words.
    pub(super) fn same(&self, a: &Expr, b: &Expr) -> bool {
        self.plan.slot(a) == self.plan.slot(b) && self.words(a.span) == self.words(b.span)
    }

    /// The value of a field.
    pub fn field(&self, id: FieldId) -> Value {
        self.plan.inputs.get(id.index()).map_or(Value::Missing, |slot| self.value(*slot))
    }

    /// Value of an aggregate over the record's child records.
    pub(super) fn over_parts(&self, id: AggregateId) -> Value {
        let slot = self
            .plan
            .from_parts
            .iter()
            .find(|(aggregate, _)| *aggregate == id)
            .map(|(_, slot)| *slot);
        slot.map_or(Value::Missing, |slot| self.value(slot))
    }

    /// The ends between which a number or day lies whose parts leave it open; none where that is
    /// not known.
    pub(super) fn reach(&self, slot: Slot) -> Option<Interval> {
        let ranges = self.parts.ranges(self.place)?;
        let reach = crate::eval::reach(self.plan, self.frame, self.row, ranges, slot)?;
        let sure = reach.is_sure();
        reach.interval().filter(|ends| sure && *ends != Interval::OPEN)
    }

    /// The value of a parameter that is in force on the as-of date, or on the day that is read with
    /// `tại`.
    pub(super) fn in_force(&self, id: ParameterId, day: Option<&Expr>) -> Option<&'a DatedValue> {
        let day = match day.map(|day| self.value_of(day)) {
            None => self.as_of?,
            Some(Value::Date(day)) => day,
            Some(
                Value::Missing | Value::Num(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_),
            ) => return None,
        };
        self.model.parameters[id].on(day)
    }

    /// The plan of a scorecard that applies.
    fn card(&self, id: BlockId) -> Option<&'a ScorecardPlan> {
        let plan = self.plan.block(id).filter(|plan| self.truth(plan.applies) == Truth::True)?;
        match &plan.kind {
            BlockPlanKind::Scorecard(card) => Some(card),
            BlockPlanKind::Clauses { .. } => None,
        }
    }

    /// Points of a scorecard; missing where they are not one number, and where it does not apply.
    pub(super) fn points_of(
        &self,
        id: BlockId,
        part: impl Fn(&ScorecardPlan) -> Option<Slot>,
    ) -> Value {
        let slot = self.card(id).and_then(part);
        slot.and_then(|slot| self.frame.points(slot, self.row).value().cloned())
            .map_or(Value::Missing, Value::Num)
    }

    /// The grade of a scorecard; missing where it is not one, and where it does not apply.
    pub(super) fn grade_of(&self, id: BlockId) -> Value {
        let grading = self.card(id).and_then(|card| card.grading.as_ref());
        grading
            .and_then(|grading| self.frame.grades(grading.grades, self.row).value())
            .map_or(Value::Missing, Value::Code)
    }

    /// The value of a derivation or table; none for a list.
    pub fn derived_value(&self, id: DerivedId) -> Option<Value> {
        self.plan.derived.get(id.index())?.value.map(|slot| self.value(slot))
    }

    /// The rows of a table in the plan.
    pub(super) fn table_plans(&self, id: DerivedId) -> Option<&'a Rows> {
        self.plan.derived.get(id.index()).map(|derived| &derived.rows)
    }

    /// The members of a `tất cả` table: those that definitely belong to it, or those that may.
    pub(super) fn members(&self, id: DerivedId, wanted: Truth) -> impl Iterator<Item = Value> + '_ {
        self.table_plans(id)
            .map_or(&[][..], Rows::steps)
            .iter()
            .filter(move |row| self.truth(row.when) == wanted)
            .map(|row| self.value(row.gives))
    }

    /// The name of a category's value.
    pub fn code_name(&self, category: CategoryId, code: u32) -> Option<&'a str> {
        self.model
            .categories
            .get(category.index())?
            .value(code)
            .map(|value| value.name.text.as_str())
    }

    pub(super) fn quotes(&self) -> Quotes<'a> {
        Quotes { model: self.model, sources: self.sources }
    }

    /// The place of a span, with its words as written.
    pub(super) fn clause(&self, span: Span) -> SourceLine {
        self.clauses.clause(span, || self.quotes().clause(span))
    }

    /// A text of the rules.
    pub(super) fn text(&self, text: &str) -> Arc<str> {
        self.clauses.text(text)
    }

    /// The words of a span on one line, blanks collapsed.
    pub(super) fn words(&self, span: Span) -> Arc<str> {
        self.clauses.words(span, || self.quotes().words(span))
    }
}

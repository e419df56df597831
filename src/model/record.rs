//! Record types: fields, derivations, and what is read over other records.

use super::{
    AggregateId, AggregateKind, Basis, Cell, CellForm, Change, DerivedId, Expr, ExprKind, FieldId,
    HitPolicy, Label, RecordId, Test,
};
use crate::index::Arena;
use crate::source::Span;
use crate::value::{MonthEnd, Num, Type};
use std::sync::Arc;

/// A record type: the fields of its records, and what is derived from them.
#[derive(Clone, Debug)]
pub struct Record {
    /// Name of the record type.
    pub name: Label,
    /// Title for people, if it has one.
    pub title: Option<String>,
    /// The type it is part of and the field that holds the parent's key.
    pub parent: Option<(RecordId, FieldId)>,
    /// The dates by which it is a register; `None` of a type whose records are there on any day.
    pub register: Option<Register>,
    /// `chụp hàng tháng theo`: the field with the day that each record is decided as of; `None` of
    /// a type that is no monthly snapshot.
    pub snapshot: Option<FieldId>,
    /// Condition on the parent that makes the list of its parts a whole one; `None` of a type
    /// whose list is whole as far as its file goes.
    pub complete: Option<Complete>,
    /// Input fields in the order written.
    pub fields: Arena<Field>,
    /// The aggregates over its parts that its derivations read: further inputs, after those of its
    /// fields.
    pub aggregates: Vec<AggregateId>,
    /// The values of the month before that the rules read: further inputs, after the aggregates.
    pub previous: Arena<Previous>,
    /// Derivations and tables, ordered so that each comes after those that it reads.
    pub derived: Arena<Derived>,
    /// Conditions that hold of no record, in the order written.
    pub impossible: Vec<Impossible>,
    /// `hiện theo`: what stands beside the key wherever a record is named.
    pub shown: Vec<ShownValue>,
    /// Values of the records it is part of that are shown.
    pub inherited: Vec<Inherited>,
}

/// A value of a record that others are part of, shown beside the keys of those.
#[derive(Clone, Debug)]
pub struct Inherited {
    /// Record type whose value it is.
    pub owner: RecordId,
    /// Name of the value.
    pub name: Label,
    /// The field or derivation of the owner.
    pub value: Expr,
}

/// A value of a record that is shown beside its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownValue {
    /// A field other than those of the key.
    Field(FieldId),
    /// A derivation, or a table that gives one value.
    Derived(DerivedId),
    /// A value of a record it is part of, by its place in [`Record::inherited`].
    Inherited(usize),
}

impl Record {
    /// The field with the day from which on a record is there, of a register or a snapshot.
    pub fn day_of_rows(&self) -> Option<FieldId> {
        self.register.map(|register| register.day).or(self.snapshot)
    }

    /// Name and type of a value that is shown.
    pub fn shown(&self, value: ShownValue) -> Option<(&Label, Type)> {
        match value {
            ShownValue::Field(id) => Some((&self.fields[id].name, self.fields[id].ty)),
            ShownValue::Derived(id) => Some((&self.derived[id].name, self.derived[id].ty)),
            ShownValue::Inherited(place) => {
                self.inherited.get(place).map(|one| (&one.name, one.value.ty))
            }
        }
    }
}

/// `không thể: nợ quá hạn > dư nợ: "…"`: a condition that holds of no record. One of which it does
/// is a data error; one of which it is missing is none.
#[derive(Clone, Debug)]
pub struct Impossible {
    /// Condition over fields of the record, and what is derived from these.
    pub condition: Expr,
    /// Reason that the rules state; `None` if they give none.
    pub reason: Option<String>,
    /// Place of the line.
    pub span: Span,
    /// Basis of the line in documents.
    pub basis: Basis,
}

/// `đủ khi đã khai nợ là có`: a list of parts that is whole where the parent says so.
#[derive(Clone, Debug)]
pub struct Complete {
    /// Condition over the parent.
    pub condition: Expr,
    /// Place among the lists of the same parent: those that its condition reads come before it.
    pub rank: usize,
}

/// `ghi theo ngày nộp, cho kỳ của tháng báo cáo`: a record type whose records exist from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Register {
    /// The day from which on a record is there.
    pub day: FieldId,
    /// The day that stands for it everywhere else; `None` if that is the same day.
    pub period: Option<FieldId>,
    /// Place of the part of the head that says so.
    pub span: Span,
}

impl Register {
    /// The day by which a record belongs to a period.
    pub fn counted(&self) -> FieldId {
        self.period.unwrap_or(self.day)
    }
}

/// Rows of a register that an aggregate sees, of those up to the as-of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Seen {
    /// Those from the first day of the period on.
    Period,
    /// `mọi`: those of all time.
    Every,
    /// `trong 30 ngày`: those of the last so many days.
    LastDays(u16),
    /// `trong 12 tháng`: those of the last so many months, by the pack's rule for a month's end.
    LastMonths(u16, MonthEnd),
}

impl Seen {
    /// Returns `true` if rows leave the sight as days go by.
    pub(super) fn moves(self) -> bool {
        match self {
            Seen::LastDays(_) | Seen::LastMonths(..) => true,
            Seen::Period | Seen::Every => false,
        }
    }
}

/// An input field: a column of the data.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name of the field, and the usual header of its column.
    pub name: Label,
    /// Type of the values. A `thời hạn` is [`Unit::Days`] or [`Unit::Months`], by its range.
    pub ty: Type,
    /// Part of the record's key.
    pub key: bool,
    /// A blank is a data error.
    pub required: bool,
    /// Further column headers it is found by.
    pub columns: Vec<String>,
    /// The condition a value must meet, over [`ExprKind::Field`] of itself and others, and its
    /// words as written.
    pub range: Option<Expr>,
    /// The values that the range allows, as data.
    pub domain: Option<Test>,
    /// Step of which each value is a multiple; `None` if any number is one.
    pub step: Option<Step>,
    /// Way in which the value can change from day to day; `None` if in any.
    pub change: Option<Change>,
    /// Place of the line that declares the field.
    pub span: Span,
}

/// `bước 1.000 đồng`: the grain of a field's numbers, counted from zero.
#[derive(Clone, Debug)]
pub struct Step {
    /// The step, in the field's unit; more than zero.
    pub value: Num,
    /// Condition that the field is a multiple of it.
    pub holds: Expr,
    /// Place of the words that say so.
    pub span: Span,
}

impl Field {
    /// Returns `true` if a record can do without a value: the field is neither key nor `bắt buộc`.
    pub fn is_optional(&self) -> bool {
        !(self.key || self.required)
    }
}

/// A value computed from a record.
#[derive(Clone, Debug)]
pub struct Derived {
    /// Name of the derived value.
    pub name: Label,
    /// Type of the value; of a `tất cả` table, the type of a member.
    pub ty: Type,
    /// Formula or table that gives the value.
    pub kind: DerivedKind,
    /// The line or block.
    pub span: Span,
    /// Basis of the derivation in documents.
    pub basis: Basis,
}

/// Source of a derived value: a formula, or a table.
#[derive(Clone, Debug)]
pub enum DerivedKind {
    /// `tính`
    Formula(Expr),
    /// `bảng`
    Table {
        /// Hit policy: the result when several rows hold.
        policy: HitPolicy,
        /// The rows in order.
        rows: Vec<Row>,
    },
}

/// A row of a table, criterion or grading.
#[derive(Clone, Debug)]
pub struct Row {
    /// Condition under which the row holds; `None` for `còn lại`. It is what the cells ask, and
    /// what is asked beyond them.
    pub when: Option<Expr>,
    /// Forms of the conditions that make up `when`, in their order: of one that is no cell `None`.
    /// Most rows of a table share theirs.
    pub forms: Arc<[Option<CellForm>]>,
    /// Result of the row where it holds.
    pub gives: Expr,
    /// The line as written.
    pub span: Span,
    /// Basis of the row itself, beside that of its table.
    pub basis: Basis,
}

impl Row {
    /// The cells that ask something.
    pub fn cells(&self) -> Vec<Cell> {
        self.conditions().filter_map(|(condition, form)| form?.cell(condition)).collect()
    }

    /// Conditions of the row that are no cells: one of its own, and, in a table that takes all rows
    /// that hold, `còn lại`.
    pub fn beyond(&self) -> impl Iterator<Item = &Expr> {
        self.conditions().filter(|(_, form)| form.is_none()).map(|(condition, _)| condition)
    }

    /// The conditions that must all hold, each with its form if it is a cell.
    pub fn conditions(&self) -> impl Iterator<Item = (&Expr, Option<CellForm>)> {
        let all = match (&self.when, &*self.forms) {
            (Some(Expr { kind: ExprKind::And(all), .. }), [_, _, ..]) => all.as_slice(),
            (Some(_), []) | (None, _) => &[],
            (Some(when), _) => std::slice::from_ref(when),
        };
        all.iter().zip(self.forms.iter().copied())
    }
}

/// A value computed over many records of one type. Missing for a parent's derivation where any of
/// the parts leaves it open.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// Kind of the aggregate: what it does with the values.
    pub kind: AggregateKind,
    /// The records it is computed over.
    pub over: RecordId,
    /// `true` in the formula of an indicator: over verdicts it takes those alone that are due.
    pub of_targets: bool,
    /// Rows of a register that are seen; `None` of a type that is none.
    pub seen: Option<Seen>,
    /// The value of each; none for counts and shares.
    pub value: Option<Expr>,
    /// Condition on the records that count; `None` if all do.
    pub filter: Option<Expr>,
    /// Type of the result.
    pub ty: Type,
    /// Place of the call.
    pub span: Span,
}

/// `kỳ trước(x)`: a value of the record with the same key in the calendar month before. It is an
/// input of its record, so that what it reads need not come before it.
#[derive(Clone, Debug)]
pub struct Previous {
    /// The value, read of that record.
    pub value: Expr,
    /// Place of the call.
    pub span: Span,
}

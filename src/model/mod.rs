#![doc = include_str!("README.md")]

mod cells;
pub mod from_syntax;
mod number;
mod reach;
mod time;
mod verdict;

pub use cells::{Cell, End, Test};
pub use reach::Reached;
pub use time::{Due, Event, EventId, Periodic, PeriodicId, Timing};
pub use verdict::VerdictTest;

use crate::index::{Arena, Id};
use crate::keywords::{self, Keywords, Kw, Reserved};
use crate::source::Span;
use crate::value::{
    Arith, Compare, Date, DayMonth, Lang, MonthEnd, Num, Schedule, Type, Unit, Value,
};
use std::sync::Arc;

/// Id of a record type in [`Model::records`].
pub type RecordId = Id<Record>;
/// Id of a category: its place, the same as of [`crate::value::CategoryId`].
pub type CategoryId = crate::value::CategoryId;
/// Id of a function in [`Model::functions`].
pub type FunctionId = Id<Function>;
/// Id of a document in [`Model::documents`].
pub type DocumentId = Id<Document>;
/// Id of a block in [`Model::blocks`].
pub type BlockId = Id<Block>;
/// Id of a field in [`Record::fields`].
pub type FieldId = Id<Field>;
/// Id of a derivation or table in [`Record::derived`].
pub type DerivedId = Id<Derived>;
/// Id of a dated parameter in [`Model::parameters`].
pub type ParameterId = Id<Parameter>;

/// Id of an expression within its record type: the way from what a rule says to the slot its value
/// is in. See [`Model::number`].
pub type ExprId = Id<Expr>;
/// Id of an aggregate in [`Model::aggregates`].
pub type AggregateId = Id<Aggregate>;
/// Id of a value of the month before in [`Record::previous`].
pub type PreviousId = Id<Previous>;
/// Id of a `chỉ tiêu` in [`Model::targets`].
pub type TargetsId = Id<Targets>;

/// A rule pack, checked.
#[derive(Clone, Debug)]
pub struct Model {
    /// The language of numbers, dates and messages.
    pub lang: Lang,
    /// Rule for a date plus months where the day does not exist; `None` if the pack states none,
    /// so that such a sum is an error.
    pub month_end: Option<MonthEnd>,
    /// The days on which the pack applies.
    pub period: PackPeriod,
    /// `tài liệu`
    pub documents: Arena<Document>,
    /// `danh mục`, by [`CategoryId::index`].
    pub categories: Vec<Category>,
    /// `bản ghi`
    pub records: Arena<Record>,
    /// `tham số`
    pub parameters: Arena<Parameter>,
    /// `hàm`
    pub functions: Arena<Function>,
    /// Scorecards, eligibility and check blocks, in the order written.
    pub blocks: Arena<Block>,
    /// Aggregates over many records: those of parents over their child records, and those of
    /// targets.
    pub aggregates: Arena<Aggregate>,
    /// Conditions that are asked period by period.
    pub periodics: Arena<Periodic>,
    /// Events: what deadlines ask to be done, where it is a condition.
    pub events: Arena<Event>,
    /// `chỉ tiêu`, in the order written.
    pub targets: Arena<Targets>,
    /// `ví dụ`
    pub examples: Vec<Example>,
    /// Examples of blocks that the rules do not have, in the order written.
    pub left_out: Vec<LeftOutExample>,
}

impl Model {
    /// Returns `true` if some block has a deadline, or asks a period some days after it: what a
    /// pack is still asked after its own period.
    pub fn has_deadlines(&self) -> bool {
        self.blocks.iter().any(|block| self.is_asked_later(block))
    }

    /// Returns `true` of a block that is still asked after the pack's period.
    pub fn is_asked_later(&self, block: &Block) -> bool {
        let due = |clause: &Clause| matches!(clause.timing, Some(Timing::Due(_)));
        block.clauses().iter().any(due) || self.asks_after_periods(block)
    }

    /// Returns `true` of targets over verdicts of blocks that are still asked after the pack's
    /// period.
    pub fn are_asked_later(&self, targets: &Targets) -> bool {
        targets.indicators.iter().any(|indicator| self.reads_later(&indicator.formula))
    }

    fn reads_later(&self, expr: &Expr) -> bool {
        let mut found = match &expr.kind {
            ExprKind::Verdict(test) => self.is_asked_later(&self.blocks[test.block]),
            ExprKind::Aggregate(id) => {
                let Aggregate { value, filter, .. } = &self.aggregates[*id];
                value.iter().chain(filter).any(|read| self.reads_later(read))
            }
            _ => false,
        };
        expr.children(&mut |child| found |= self.reads_later(child));
        found
    }

    /// Returns `true` of a block that asks a period some days after it.
    pub fn asks_after_periods(&self, block: &Block) -> bool {
        block.clauses().iter().any(|clause| match &clause.timing {
            Some(Timing::Each(id)) => self.periodics[*id].schedule.after > 0,
            Some(Timing::Due(_)) | None => false,
        })
    }

    /// Condition on a parent that makes the list of its parts a whole one, with the parent's type;
    /// `None` of a type whose list is whole as far as its file goes.
    pub fn complete_when(&self, part: RecordId) -> Option<(RecordId, &Complete)> {
        let part = &self.records[part];
        Some((part.parent?.0, part.complete.as_ref()?))
    }

    /// Number of record types that a record type is part of, one within the other.
    pub fn depth(&self, record: RecordId) -> usize {
        let parent = |id: RecordId| self.records[id].parent.map(|(parent, _)| parent);
        std::iter::successors(parent(record), |up| parent(*up)).take(self.records.len()).count()
    }
}

/// Days on which a pack applies, both included; an end that it does not say is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PackPeriod {
    /// First day, `đầu kỳ`.
    pub from: Option<Date>,
    /// Last day, `cuối kỳ`.
    pub to: Option<Date>,
}

/// A name in its own spelling, with the key it is compared by and where it is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Name as written, in NFC.
    pub text: String,
    /// Key by which names are compared; see [`crate::source::key`].
    pub key: String,
    /// Place of the declaration.
    pub span: Span,
}

/// A document that rules come from.
#[derive(Clone, Debug)]
pub struct Document {
    /// Short name by which rules cite the document.
    pub name: Label,
    /// Full title of the document.
    pub title: String,
    /// The file that holds its text.
    pub file: Option<String>,
}

/// A list of values.
#[derive(Clone, Debug)]
pub struct Category {
    /// Name of the category.
    pub name: Label,
    /// `true` if the first value is the best and the last the worst.
    pub ordered: bool,
    /// The values: its own and those of the categories it includes, as they stand there.
    pub values: Vec<CategoryValue>,
    /// The categories all of whose values are its own too, whether it names them or one of them
    /// does.
    pub included: Vec<CategoryId>,
}

impl Category {
    /// The place of a value in the list, by its number.
    pub fn place(&self, number: u32) -> Option<usize> {
        // Only categories that share values number them otherwise than by place.
        let guess = number as usize;
        let guessed = self.values.get(guess).is_some_and(|value| value.number == number);
        let find = || self.values.iter().position(|value| value.number == number);
        if guessed { Some(guess) } else { find() }
    }

    /// Count of the numbers that its values are among: one more than the greatest.
    pub fn numbers(&self) -> usize {
        self.values.iter().map(|value| value.number as usize + 1).max().unwrap_or(0)
    }

    /// The value of that number; none if it is of another category.
    pub fn value(&self, number: u32) -> Option<&CategoryValue> {
        self.values.get(self.place(number)?)
    }
}

/// A value of a category.
#[derive(Clone, Debug)]
pub struct CategoryValue {
    /// Name of the value, and the word that data hold.
    pub name: Label,
    /// Number that stands for the value in columns, the same in every category that has it; the
    /// place in the list where a category shares none of its values.
    pub number: u32,
    /// Code that stands for the value in data; `None` if data hold its name only.
    pub code: Option<String>,
    /// Names by which data still call it.
    pub also: Vec<Label>,
    /// First day on which the value may be used; `None` if always.
    pub from: Option<Date>,
    /// Last day on which the value may be used, included; `None` if always.
    pub to: Option<Date>,
}

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
    /// Condition on the parent that makes the list of its parts a whole one; `None` of a type whose
    /// list is whole as far as its file goes.
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
    /// `hiện theo`: what stands beside the key wherever a record is named.
    pub shown: Vec<ShownValue>,
}

/// A value of a record that is shown beside its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownValue {
    /// A field other than those of the key.
    Field(FieldId),
    /// A derivation, or a table that gives one value.
    Derived(DerivedId),
}

impl Record {
    /// The field with the day from which on a record is there, of a register or a snapshot.
    pub fn day_of_rows(&self) -> Option<FieldId> {
        self.register.map(|register| register.day).or(self.snapshot)
    }

    /// Name and type of a value that is shown.
    pub fn shown(&self, value: ShownValue) -> (&Label, Type) {
        match value {
            ShownValue::Field(id) => (&self.fields[id].name, self.fields[id].ty),
            ShownValue::Derived(id) => (&self.derived[id].name, self.derived[id].ty),
        }
    }
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

/// A day of the pack's period by its name in the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodDay {
    /// `đầu kỳ`
    Start,
    /// `cuối kỳ`
    End,
    /// `ngày 10/6`
    On(DayMonth),
}

impl PeriodDay {
    /// The name in a language.
    pub fn name(self, lang: Lang) -> String {
        let word = |id: Kw| id.word(Keywords::from(lang));
        match self {
            PeriodDay::Start => word(Kw::PeriodStart).to_owned(),
            PeriodDay::End => word(Kw::PeriodEnd).to_owned(),
            PeriodDay::On(DayMonth { day, month }) => format!("{} {day}/{month}", word(Kw::DayOf)),
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
    /// Place of the line that declares the field.
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

pub use crate::choices::{AggregateKind, ClauseKind, HitPolicy};

/// A row of a table, criterion or grading.
#[derive(Clone, Debug)]
pub struct Row {
    /// Condition under which the row holds; `None` for `còn lại`. It is what the cells ask, and
    /// what is asked beyond them.
    pub when: Option<Expr>,
    /// The cells that ask something.
    pub cells: Vec<Cell>,
    /// Condition of the row that is no cell: one of its own, and, in a table that takes all rows
    /// that hold, `còn lại`.
    pub beyond: Option<Expr>,
    /// Result of the row where it holds.
    pub gives: Expr,
    /// The line as written.
    pub span: Span,
    /// Basis of the row itself, beside that of its table.
    pub basis: Basis,
}

/// A value that changes with the day.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Name of the parameter.
    pub name: Label,
    /// Type of all its values.
    pub ty: Type,
    /// Values by first day, ascending.
    pub values: Vec<DatedValue>,
    /// Place of the whole block.
    pub span: Span,
    /// Basis of the parameter in documents.
    pub basis: Basis,
}

/// `từ 01/03/2019 là 100 triệu`, `từ 01/01/2023 đến 30/06/2023 là 5%`
#[derive(Clone, Debug)]
pub struct DatedValue {
    /// First day on which the value is in force.
    pub from: Date,
    /// The last day; none: until the next value begins, if one does.
    pub to: Option<Date>,
    /// The value from that day on.
    pub value: Value,
    /// Place of the line.
    pub span: Span,
    /// Basis of the value itself, beside that of its parameter.
    pub basis: Basis,
}

impl Parameter {
    /// Value in force on a day: the one begun last, unless it has ended. `None` if none is in
    /// force.
    pub fn on(&self, day: Date) -> Option<&DatedValue> {
        self.values
            .iter()
            .rfind(|value| value.from <= day)
            .filter(|value| value.to.is_none_or(|last| day <= last))
    }

    /// The days on which it has a value, first and last, by day ascending; days that follow each
    /// other are one range.
    pub fn days(&self) -> Vec<(Date, Option<Date>)> {
        let mut ranges: Vec<(Date, Option<Date>)> = Vec::new();
        for value in &self.values {
            match ranges.last_mut() {
                Some((_, last)) if last.is_none_or(|last| last.next() == Some(value.from)) => {
                    *last = value.to
                }
                Some(_) | None => ranges.push((value.from, value.to)),
            }
        }
        ranges
    }
}

/// Function of a script or of the embedding program, with its declared signature.
#[derive(Clone, Debug)]
pub struct Function {
    /// Name by which rules and the script call the function.
    pub name: Label,
    /// Parameters by position, each with its type.
    pub parameters: Vec<(Label, Type)>,
    /// Type of the result, to which the value of the script is held.
    pub result: Type,
    /// File name of the script, or the word under which the embedding program gives the function.
    pub file: String,
    /// `true` if the embedding program gives the function, rather than a script.
    pub host: bool,
    /// Place of the declaring line.
    pub span: Span,
}

/// Basis of a block, criterion or row: the documents it cites, and its assumptions.
#[derive(Clone, Debug, Default)]
pub struct Basis {
    /// `căn cứ`
    pub sources: Vec<Citation>,
    /// `giả định`: its words, empty where it gives none.
    pub assumptions: Vec<Assumption>,
}

/// `căn cứ KH91 mục II.2 "…"`
#[derive(Clone, Debug)]
pub struct Citation {
    /// Document that is cited.
    pub document: DocumentId,
    /// `mục II.2`
    pub place: Option<String>,
    /// Words quoted from the document; they must occur in its text.
    pub quote: Option<String>,
    /// Place of the `căn cứ` line.
    pub span: Span,
}

/// `giả định "…"`
#[derive(Clone, Debug)]
pub struct Assumption {
    /// Text of the assumption; `None` for a bare `giả định`.
    pub text: Option<String>,
    /// Place of the `giả định` line.
    pub span: Span,
}

/// A block: what is decided of a record.
#[derive(Clone, Debug)]
pub struct Block {
    /// Name of the block.
    pub name: Label,
    /// Title for people, if it has one.
    pub title: Option<String>,
    /// Record type that the block decides about.
    pub record: RecordId,
    /// `áp dụng khi`: all must hold.
    pub guards: Vec<Expr>,
    /// Kind of the block, with what it decides by.
    pub kind: BlockKind,
    /// Words for its verdicts that are its own, in the order of [`Verdict::NAMED`]; past their end
    /// those of its kind.
    pub verdicts: Vec<String>,
    /// `hiện theo`: the derivations and tables that are its result, in the order written.
    pub results: Vec<DerivedId>,
    /// Place of the whole block.
    pub span: Span,
    /// Basis of the block in documents.
    pub basis: Basis,
}

/// Kind of a block: a scorecard, an eligibility or a check.
#[derive(Clone, Debug)]
pub enum BlockKind {
    /// `bảng điểm`
    Scorecard(Scorecard),
    /// `điều kiện`
    Eligibility(Vec<Clause>),
    /// `kiểm tra`
    Check(Vec<Clause>),
}

/// A scorecard: criteria that give points, and a grading of their total.
#[derive(Clone, Debug)]
pub struct Scorecard {
    /// Criteria in the order written.
    pub criteria: Vec<Criterion>,
    /// The sum of the maxima.
    pub maximum: Num,
    /// Grading of the total; `None` if the scorecard gives points only.
    pub grading: Option<Grading>,
}

/// A criterion: the first of its rows that holds gives points.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Number or name of the criterion.
    pub label: Label,
    /// Title for people, if it has one.
    pub title: Option<String>,
    /// The most it can give.
    pub maximum: Num,
    /// `cộng các dòng`
    pub sum: bool,
    /// `theo …`: what the short tests of its rows read; shown in explanations.
    pub subject: Option<Expr>,
    /// Rows in the order written; `when` already holds the subject. `gives` is in points.
    pub rows: Vec<Row>,
    /// From `tiêu chí` to its last row.
    pub span: Span,
    /// Basis of the criterion in documents.
    pub basis: Basis,
}

/// Grading of the total: rows from points to a grade, then caps and downgrades.
#[derive(Clone, Debug)]
pub struct Grading {
    /// The category of grades.
    pub category: CategoryId,
    /// The rows; [`ExprKind::Total`] of this scorecard in `when` is the total before grading.
    /// `gives` is a constant code.
    pub rows: Vec<Row>,
    /// Caps and downgrades in the order written.
    pub caps: Vec<Cap>,
    /// Basis of the grading in documents.
    pub basis: Basis,
    /// Place of the whole block.
    pub span: Span,
}

/// `không quá Khá nếu …`, `hạ một bậc nếu …`
#[derive(Clone, Debug)]
pub struct Cap {
    /// The code of the best grade it leaves; none: one grade down.
    pub grade: Option<u32>,
    /// Condition under which the cap or downgrade fires.
    pub condition: Expr,
    /// Reason that it states; `None` if the rules give none.
    pub reason: Option<String>,
    /// Place of the line.
    pub span: Span,
    /// Basis of the cap itself, beside that of the grading.
    pub basis: Basis,
}

/// A clause of an eligibility or check block, guards left out.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Kind of the clause; never [`ClauseKind::Applies`], which is the block's guard.
    pub kind: ClauseKind,
    /// The condition as written; of a `hạn`, what is to be done.
    pub condition: Expr,
    /// The periods or the deadline; `None` of a clause that asks its condition as of the day.
    pub timing: Option<Timing>,
    /// Reason that the clause states when it fires.
    pub reason: String,
    /// Place of the clause, its reason included.
    pub span: Span,
    /// Basis of the clause itself, beside that of its block.
    pub basis: Basis,
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

/// Targets over the records of one type, by group and in total.
#[derive(Clone, Debug)]
pub struct Targets {
    /// Name of the targets.
    pub name: Label,
    /// Title for people, if it has one.
    pub title: Option<String>,
    /// Record type whose records are aggregated.
    pub record: RecordId,
    /// Expression by whose values the records are grouped: a field or derivation that is a
    /// category or a text; `None` if there is the total only.
    pub by: Option<Expr>,
    /// Record type whose value that expression is: that of the targets, or one it is part of.
    pub by_record: RecordId,
    /// `true` if all records together are a unit too.
    pub total: bool,
    /// Indicators in the order written.
    pub indicators: Vec<Indicator>,
    /// Levels from the weakest to the strongest; empty where each indicator has one requirement.
    pub levels: Vec<Label>,
    /// Requirements by unit; of a unit without a row, the indicators' own requirement.
    pub thresholds: Vec<UnitThresholds>,
    /// Place of the whole block.
    pub span: Span,
    /// Basis of the targets in documents.
    pub basis: Basis,
}

/// `chỉ số`
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Number or name of the indicator.
    pub label: Label,
    /// Title for people, if it has one.
    pub title: Option<String>,
    /// Formula of the indicator: constants, parameters as of the as-of date, arithmetic, and
    /// [`ExprKind::Aggregate`] over the record type.
    pub formula: Expr,
    /// `yêu cầu mỗi tháng …`: the periods in each of which the requirements are asked; `None` where
    /// they are asked once.
    pub each: Option<Schedule>,
    /// `yêu cầu …`: all must hold; empty where the thresholds are in the table.
    pub requirement: Vec<Bound>,
    /// Place of the line.
    pub span: Span,
    /// Basis of the indicator in documents.
    pub basis: Basis,
}

/// A row of a table of thresholds.
#[derive(Clone, Debug)]
pub struct UnitThresholds {
    /// The unit by its code in the category of [`Targets::by`]; `None` for the total over all
    /// records.
    pub unit: Option<u32>,
    /// Bounds that must all hold, by indicator, then by level (one where there are no levels);
    /// none where the cell is empty.
    pub cells: Vec<Vec<Option<Vec<Bound>>>>,
    /// Place of the row.
    pub span: Span,
    /// Basis of the row itself, beside that of the targets.
    pub basis: Basis,
}

/// `< 0,04%`, `từ 99%`: a comparison of an indicator with a number.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Comparison that must hold between the value and the limit.
    pub op: Compare,
    /// The number, in the indicator's unit.
    pub value: Num,
    /// Place of the requirement as written.
    pub span: Span,
}

/// A worked example: a record of which the outcome is known by hand.
#[derive(Clone, Debug)]
pub struct Example {
    /// Title of the example, by which a test names it.
    pub title: String,
    /// The block it is about.
    pub block: BlockId,
    /// Values of the fields that the example gives; a text for a key that it does not give is its
    /// title, for it is of one record.
    pub given: Vec<(FieldId, Value)>,
    /// Rows that it gives, a table a record type. Of a type that has none here nothing is known.
    pub rows: Vec<ExampleRows>,
    /// The as-of date given; none: that of the run.
    pub as_of: Option<Date>,
    /// Values given for aggregates over child records of which it gives no rows: of derivations
    /// that are just such an aggregate.
    pub from_parts: Vec<(AggregateId, Value)>,
    /// Values given for those of the month before: of derivations that are just such a value.
    pub previous: Vec<(PreviousId, Value)>,
    /// Outcomes that must come out.
    pub expected: Vec<Expectation>,
    /// Place of the whole block.
    pub span: Span,
}

/// Rows of a record type that an example gives.
#[derive(Clone, Debug)]
pub struct ExampleRows {
    /// Record type of the rows: part of the example's, or of another of which it gives rows.
    pub record: RecordId,
    /// Values of each row; a field that has none is missing.
    pub rows: Vec<Vec<(FieldId, Value)>>,
}

/// An example of a block that the rules do not have: it says nothing of them and is not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOutExample {
    /// Title of the example.
    pub title: String,
    /// The block as the example names it.
    pub block: Label,
    /// Place of the whole example.
    pub span: Span,
}

/// Expectation of an example: one outcome that it must have.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Kind and value of the outcome.
    pub kind: ExpectationKind,
    /// Place of the line.
    pub span: Span,
}

/// Outcome that an example can expect.
#[derive(Clone, Debug)]
pub enum ExpectationKind {
    /// The grade's code; none: undetermined.
    Grade(Option<u32>),
    /// A condition over [`ExprKind::Total`], [`ExprKind::CriterionPoints`], fields and derivations:
    /// must be definitely true.
    Condition(Expr),
    /// Verdict of an eligibility or a check.
    Verdict(Verdict),
    /// A reason with exactly these words is given.
    Reason(String),
}

/// The verdict of an eligibility or check block, from the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// `từ chối`, `không đạt`
    Rejected,
    /// `cần bổ sung`: values are missing
    Incomplete,
    /// `cần xem xét`: a person decides
    ToReview,
    /// `chưa đến hạn`: a deadline or period is still open
    NotDue,
    /// `đủ điều kiện`, `đạt`
    Met,
}

/// A typed expression, checked.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Id of the expression, unique within its record type, given by [`Model::number`].
    pub id: ExprId,
    /// Kind of the expression, with its operands.
    pub kind: ExprKind,
    /// Type of its value.
    pub ty: Type,
    /// Place in the rules.
    pub span: Span,
}

/// The kinds of typed expression, over the fields and derivations of one record type.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A value of the rules.
    Constant(Value),
    /// A field of the record.
    Field(FieldId),
    /// A derivation or table of the record type. Of a `tất cả` table only inside
    /// [`ExprKind::Member`].
    Derived(DerivedId),
    /// `tổng điểm` of a scorecard of the record type; missing unless it is one number. Inside that
    /// scorecard's own grading: the total graded.
    Total(BlockId),
    /// `xếp loại` of a scorecard of the record type; missing unless decided.
    Grade(BlockId),
    /// The points of a criterion of a scorecard, by its place; missing unless they are one number.
    CriterionPoints(BlockId, usize),
    /// A dated parameter on a day: the as-of date, or the given date.
    Parameter(ParameterId, Option<Box<Expr>>),
    /// `ngày xét`
    AsOf,
    /// `cuối kỳ`, `ngày 10/6`: a day of the pack's period.
    PeriodDay(PeriodDay, Date),
    /// A value over many records: in a derivation of the parent, or in the formula of an indicator.
    Aggregate(AggregateId),
    /// A value of the month before, of a monthly snapshot.
    Previous(PreviousId),
    /// `mỗi tháng: C`, as yes or no: whether the condition holds in each period;
    /// `đếm(tháng khi C)`, as a number: in how many.
    Periodic(PeriodicId),
    /// The first day on which a condition over registers holds.
    Event(EventId),
    /// `kết luận của X là đạt`: whether a block of the record type came to one of some verdicts.
    Verdict(Box<VerdictTest>),
    /// `-x`
    Negate(Box<Expr>),
    /// `a + b` …; also date ± duration and date − date.
    Arith(Arith, Box<Expr>, Box<Expr>),
    /// Both of one type; order only between numbers, dates and values of an ordered category (the
    /// better is the greater).
    Compare(Compare, Box<Expr>, Box<Expr>),
    /// `X là v` for a `tất cả` table: whether any member is one of the codes or values.
    Member(DerivedId, Vec<Expr>),
    /// `x là thiếu`; never itself missing.
    IsMissing(Box<Expr>),
    /// `không phải a`
    Not(Box<Expr>),
    /// Conjunction: true if all hold.
    And(Vec<Expr>),
    /// Disjunction: true if any holds.
    Or(Vec<Expr>),
    /// Condition, value if it holds, value if not; missing if the condition is.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// Call of a builtin function.
    Call(crate::builtins::Builtin, Vec<Expr>),
    /// Call of a scripted function.
    Script(FunctionId, Vec<Expr>),
}

/// Words as an `Arc`, so that values are cheap to clone.
pub fn text_value(text: &str) -> Value {
    Value::Text(Arc::from(text))
}

/// The unit of a numeric type.
pub fn unit(ty: Type) -> Option<Unit> {
    match ty {
        Type::Number(unit) => Some(unit),
        Type::Text | Type::Date | Type::YesNo | Type::Category(_) => None,
    }
}

impl Expr {
    /// An expression that has no name yet.
    pub fn new(kind: ExprKind, ty: Type, span: Span) -> Expr {
        Expr { id: ExprId::new(0), kind, ty, span }
    }

    /// Hands over each expression directly within this one.
    pub fn children<'e>(&'e self, each: &mut dyn FnMut(&'e Expr)) {
        match &self.kind {
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(_, None)
            | ExprKind::Aggregate(_)
            | ExprKind::Previous(_)
            | ExprKind::Periodic(_)
            | ExprKind::Event(_)
            | ExprKind::Verdict(_)
            | ExprKind::PeriodDay(..)
            | ExprKind::AsOf => {}
            ExprKind::Parameter(_, Some(inner))
            | ExprKind::Negate(inner)
            | ExprKind::IsMissing(inner)
            | ExprKind::Not(inner) => each(inner),
            ExprKind::Arith(_, left, right) | ExprKind::Compare(_, left, right) => {
                each(left);
                each(right);
            }
            ExprKind::If(condition, then, otherwise) => {
                each(condition);
                each(then);
                each(otherwise);
            }
            ExprKind::And(parts)
            | ExprKind::Or(parts)
            | ExprKind::Member(_, parts)
            | ExprKind::Call(_, parts)
            | ExprKind::Script(_, parts) => parts.iter().for_each(each),
        }
    }
}

impl Block {
    /// Returns `true` if the block is a `kiểm tra`.
    pub fn is_check(&self) -> bool {
        match self.kind {
            BlockKind::Check(_) => true,
            BlockKind::Scorecard(_) | BlockKind::Eligibility(_) => false,
        }
    }

    /// The verdicts that the block can reach, from the best; [`Verdict::NotDue`] only where it asks
    /// something over time.
    pub fn reachable(&self) -> Vec<Verdict> {
        if let BlockKind::Scorecard(_) = self.kind {
            return Vec::new();
        }
        let timed = self.clauses().iter().any(|clause| clause.timing.is_some());
        let all = [Verdict::Met, Verdict::NotDue, Verdict::ToReview, Verdict::Rejected];
        all.into_iter().filter(|one| timed || *one != Verdict::NotDue).collect()
    }

    /// The block's own word for a verdict, if it has one.
    pub fn own_word(&self, verdict: Verdict) -> Option<&str> {
        let place = Verdict::NAMED.iter().position(|known| *known == verdict)?;
        self.verdicts.get(place).map(String::as_str)
    }

    /// Word for a verdict: the block's own, else that of its kind in a language.
    pub fn verdict_word(&self, verdict: Verdict, lang: Lang) -> &str {
        self.own_word(verdict).unwrap_or(verdict.word(self.is_check(), lang))
    }
}

impl Verdict {
    /// The verdicts in the order in which a block names them.
    pub const NAMED: [Verdict; 5] =
        [Verdict::Met, Verdict::Rejected, Verdict::ToReview, Verdict::Incomplete, Verdict::NotDue];

    /// The word for it: of an eligibility block, or of a check.
    pub fn keyword(self, check: bool) -> Kw {
        match (self, check) {
            (Verdict::Rejected, false) => Kw::Rejected,
            (Verdict::Rejected, true) => Kw::NotMet,
            (Verdict::Incomplete, _) => Kw::Incomplete,
            (Verdict::ToReview, _) => Kw::ToReview,
            (Verdict::NotDue, _) => Kw::NotDue,
            (Verdict::Met, false) => Kw::Eligible,
            (Verdict::Met, true) => Kw::Met,
        }
    }

    /// The word in a language.
    pub fn word(self, check: bool, lang: Lang) -> &'static str {
        self.keyword(check).word(Keywords::from(lang))
    }

    /// The verdict a word's key stands for, in either language.
    pub fn named(key: &str, check: bool) -> Option<Verdict> {
        let named = keywords::named(key, Reserved::Name)?;
        Verdict::NAMED.into_iter().find(|verdict| verdict.keyword(check) == named)
    }
}

#![doc = include_str!("README.md")]

mod block;
mod cells;
mod example;
mod expr;
pub mod from_syntax;
mod number;
mod queries;
mod reach;
mod record;
mod targets;
mod time;
mod verdict;
mod walk;

pub use crate::choices::{AggregateKind, Change, ClauseKind, HitPolicy};
pub use block::{Block, BlockKind, Cap, Clause, Criterion, Grading, RankKey, RankedBy, Scorecard};
pub use cells::{Cell, CellForm, End, Test};
pub use example::{Example, ExampleRows, Expectation, ExpectationKind, LeftOutExample};
pub use expr::{Expr, ExprKind, PeriodDay, text_value, unit};
pub use reach::{Reached, RestsOn};
pub use record::{
    Aggregate, Complete, Derived, DerivedKind, Field, Impossible, Inherited, Previous, Record,
    Register, Row, Seen, ShownValue, Step,
};
pub use targets::{Bound, Indicator, Targets, UnitThresholds};
pub use time::{Due, Event, Periodic, Timing};
pub use verdict::{Verdict, VerdictTest};

use crate::index::{Arena, Id};
use crate::source::Span;
use crate::value::{Date, Lang, MonthEnd, Type, Value};

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
/// Id of a periodic condition in [`Model::periodics`].
pub type PeriodicId = Id<Periodic>;
/// Id of an event in [`Model::events`].
pub type EventId = Id<Event>;
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

    /// The days of a period on which it has no value, first and last; an end that the period does
    /// not say is open, and what is before the first value then is not asked for.
    pub fn days_without(&self, period: PackPeriod) -> Vec<(Date, Option<Date>)> {
        let mut holes = Vec::new();
        let mut next = period.from;
        for (first, last) in self.days() {
            if let Some(from) = next
                && from < first
                && period.to.is_none_or(|to| from <= to)
            {
                let before = first.previous();
                holes.push((from, period.to.into_iter().chain(before).min()));
            }
            match last.and_then(Date::next) {
                Some(after) => next = Some(next.map_or(after, |next| next.max(after))),
                None => return holes,
            }
        }
        let rest = next.filter(|next| period.to.is_none_or(|to| *next <= to));
        holes.extend(rest.map(|from| (from, period.to)));
        holes
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

//! What a run of one batch leaves: every slot of every record, and the faults that arose.

use super::cell::Cell;
use super::column::{Column, Entry, Grades, Operand, Points};
use super::estimate::Estimate;
use super::fault::Fault;
use crate::convert::codes;
use crate::interval::Possible;
use crate::model::{AggregateId, Verdict};
use crate::plan::{BlockPlan, BlockPlanKind, Constant, Kind, Slot};
use crate::table::{Ranges, Texts};
use crate::value::{Date, Num, Truth, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The worksheet of one batch. Records are counted from the start of the batch.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub(super) rows: usize,
    pub(super) columns: Vec<Column>,
    pub(super) faults: Vec<Fault>,
    /// Records that are data errors whatever the blocks say.
    pub(super) invalid: Vec<bool>,
    pub(super) texts: Overlay,
    /// Ends of aggregates that hold no value, by record.
    pub(super) ranges: BTreeMap<usize, Ranges>,
}

/// State of a slot for a record: known, or the reason why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It does: of points, one number; of grades, one grade; of verdicts, any but
    /// [`Verdict::Incomplete`].
    Known,
    /// It depends on a missing value.
    Missing,
    /// It depends on a fault of the record.
    Fault,
}

/// Status of a block for a record: how far its decision got.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// // What is missing leaves open what depends on it.
/// let decisions = rules.grade(&serde_json::json!({ "id": "A" }))?;
/// assert_eq!(decisions[0].status, visao::Status::Undetermined);
/// assert_eq!(decisions[0].missing, ["debt".into()]);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// It has one grade, one total where there are no grades, or a verdict.
    Decided,
    /// It waits for missing values.
    Undetermined,
    /// The record has a fault.
    DataError,
    /// A guard is false.
    NotApplicable,
}

codes!(Status {
    Decided = "decided",
    Undetermined = "undetermined",
    DataError = "data_error",
    NotApplicable = "not_applicable",
});

/// The outcome of a block for a record.
#[derive(Clone, Debug)]
pub struct BlockOutcome {
    /// Status of the block for the record.
    pub status: Status,
    /// Result as far as it is computed; none for a data error, a block that does not apply, and one
    /// whose guard is missing.
    pub result: Option<BlockResult>,
}

/// Result of a block, by its kind.
#[derive(Clone, Debug)]
pub enum BlockResult {
    /// Total and grades of a scorecard.
    Scorecard {
        /// The total.
        total: Points,
        /// The grades it can have, if it is graded.
        grades: Option<Grades>,
    },
    /// Verdict of an eligibility or check.
    Clauses(Verdict),
}

impl Frame {
    /// Ranges of the aggregates of a record that are no single value; `None` where it has none.
    pub fn ranges(&self, row: usize) -> Option<&Ranges> {
        self.ranges.get(&row)
    }

    /// Possible values of an aggregate over the parts of a record of which the ends are known;
    /// `None` where it has a value, or nothing is known of it.
    pub fn range(&self, aggregate: AggregateId, row: usize) -> Option<&Possible> {
        self.ranges.get(&row)?.get(&aggregate)
    }

    /// Returns `true` if another run cannot go on from what this one left of a record: ends that
    /// lie apart are settled of each record anew, and texts that scripts made have codes of this
    /// run alone.
    pub fn is_of_one_run(&self, row: usize) -> bool {
        self.ranges.contains_key(&row) || !self.texts.is_empty()
    }

    /// Number of records in the batch.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// State of a slot for a record, by its place in the batch.
    pub fn state(&self, slot: Slot, row: usize) -> State {
        fn of<T>(cell: Cell<T>) -> State {
            match cell {
                Cell::Known(_) => State::Known,
                Cell::Missing => State::Missing,
                Cell::Fault => State::Fault,
            }
        }
        let known_or = |known: bool, fault: bool| {
            if fault {
                State::Fault
            } else if known {
                State::Known
            } else {
                State::Missing
            }
        };
        match self.columns.get(slot.index()) {
            Some(Column::Truths(_)) => match self.truth(slot, row) {
                Truth::True | Truth::False => State::Known,
                Truth::Missing => State::Missing,
                Truth::Fault => State::Fault,
            },
            Some(Column::Numbers(_) | Column::Mantissas(_)) => of(self.number(slot, row)),
            Some(Column::Dates(_)) => of(self.date(slot, row)),
            Some(Column::Codes(_) | Column::Texts(_)) => of(self.code(slot, row)),
            Some(Column::Points(_)) => {
                let points = self.points(slot, row);
                known_or(points.value().is_some(), points.fault)
            }
            Some(Column::Grades(_)) => {
                let grades = self.grades(slot, row);
                known_or(grades.value().is_some(), grades.fault)
            }
            Some(Column::Verdicts(_)) => match self.at(slot, row) {
                Cell::Known(Verdict::Incomplete) => State::Missing,
                verdict => of(verdict),
            },
            None => State::Fault,
        }
    }

    /// The value in a slot; missing also where it depends on a fault (see [`Frame::state`]) and in
    /// slots of points, grades and verdicts that are not settled. `texts` are those of the
    /// table the batch was read from.
    pub fn value(&self, texts: &Texts, slot: Slot, row: usize) -> Value {
        let value = match self.columns.get(slot.index()) {
            Some(Column::Truths(_)) => match self.truth(slot, row) {
                Truth::True => Some(Value::Bool(true)),
                Truth::False => Some(Value::Bool(false)),
                Truth::Missing | Truth::Fault => None,
            },
            Some(Column::Numbers(_) | Column::Mantissas(_)) => {
                self.number(slot, row).into_known().map(Value::Num)
            }
            Some(Column::Dates(_)) => self.date(slot, row).into_known().map(Value::Date),
            Some(Column::Codes(_)) => self.code(slot, row).into_known().map(Value::Code),
            Some(Column::Texts(_)) => {
                let code = self.code(slot, row).into_known();
                let text = code.and_then(|code| self.texts.get(texts, code));
                text.map(|text| Value::Text(Arc::clone(text)))
            }
            Some(Column::Points(_)) => self.points(slot, row).into_value().map(Value::Num),
            Some(Column::Grades(_)) => self.grades(slot, row).value().map(Value::Code),
            Some(Column::Verdicts(_)) | None => None,
        };
        value.unwrap_or(Value::Missing)
    }

    /// The truth in a slot; a fault in a slot of another kind.
    pub fn truth(&self, slot: Slot, row: usize) -> Truth {
        self.at(slot, row)
    }

    /// The number in a slot; a fault in a slot of another kind.
    pub fn number(&self, slot: Slot, row: usize) -> Cell<Num> {
        self.at(slot, row)
    }

    /// The day in a slot; a fault in a slot of another kind.
    pub fn date(&self, slot: Slot, row: usize) -> Cell<Date> {
        self.at(slot, row)
    }

    /// The code of a category value or text in a slot; a fault in a slot of another kind.
    pub fn code(&self, slot: Slot, row: usize) -> Cell<u32> {
        self.at(slot, row)
    }

    /// Takes over the only record of another frame of the same plan in place of one of this.
    pub(super) fn replace(&mut self, row: usize, by: &Frame, texts: &Texts) {
        let rows = self.rows;
        for (own, other) in self.columns.iter_mut().zip(&by.columns) {
            own.replace(row, rows, other);
            if let Column::Texts(codes) = own
                && codes.len() == rows
                && let Some(Cell::Known(code)) = codes.get_mut(row)
                && let Some(text) = by.texts.get(texts, *code)
            {
                *code = self.texts.code(texts, text);
            }
        }
        let place = u32::try_from(row).unwrap_or(u32::MAX);
        let columns = &self.columns;
        let whole = |slot: Slot| columns.get(slot.index()).is_some_and(|own| own.len() == rows);
        self.faults.retain(|fault| fault.row != place || !whole(fault.slot));
        let others = by.faults.iter().filter(|fault| whole(fault.slot));
        self.faults.extend(others.map(|fault| Fault { row: place, ..*fault }));
        self.faults.sort_by_key(|fault| (fault.slot, fault.row));
        if let (Some(own), Some(other)) = (self.invalid.get_mut(row), by.invalid.first()) {
            *own = *other;
        }
    }

    /// Estimate of a slot that has one value; `None` of one that has none or is at fault, and of
    /// kinds that are no numbers to an estimate.
    pub fn estimate(&self, slot: Slot, kind: Kind, row: usize) -> Option<Estimate> {
        match kind {
            Kind::Number => self.number(slot, row).into_known().map(Estimate::number),
            Kind::Date => self.date(slot, row).into_known().map(Estimate::day),
            Kind::Points => self.points(slot, row).into_value().map(Estimate::number),
            Kind::Truth => match self.truth(slot, row) {
                Truth::True => Some(Estimate::truth(true)),
                Truth::False => Some(Estimate::truth(false)),
                Truth::Missing | Truth::Fault => None,
            },
            Kind::Code => {
                let code = Constant::Code(self.code(slot, row).into_known()?);
                Some(Estimate::constant(&code, kind))
            }
            Kind::Text | Kind::Grades | Kind::Verdict => None,
        }
    }

    /// The points in a slot; faulty in a slot of another kind.
    pub fn points(&self, slot: Slot, row: usize) -> Points {
        self.at(slot, row)
    }

    /// The points in a slot without a copy of them; none in a slot of another kind.
    pub fn points_at(&self, slot: Slot, row: usize) -> Option<&Points> {
        self.columns.get(slot.index())?.points(row)
    }

    /// The grades in a slot; faulty in a slot of another kind.
    pub fn grades(&self, slot: Slot, row: usize) -> Grades {
        self.at(slot, row)
    }

    /// The verdict in a slot; none for a fault.
    pub fn verdict(&self, slot: Slot, row: usize) -> Option<Verdict> {
        self.at::<Cell<Verdict>>(slot, row).into_known()
    }

    fn at<T: Entry>(&self, slot: Slot, row: usize) -> T {
        Operand::of(self.columns.get(slot.index())).at(row)
    }

    /// Returns `true` if a record is invalid, a data error whatever its blocks say: a key or
    /// required field without a value, with one that could not be read, or with one outside its
    /// range. For other fields that is a fault of the steps that read them.
    pub fn is_broken(&self, row: usize) -> bool {
        self.invalid.get(row).copied().unwrap_or(true)
    }

    /// The faults that arose, by step and record; a block's own are found by
    /// [`crate::explain::Reader::fault_causes`].
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The faults that arose at a step for a record.
    pub fn faults_at(&self, slot: Slot, row: usize) -> impl Iterator<Item = Fault> + '_ {
        let row = if self.is_uniform(slot) { 0 } else { row };
        let start =
            self.faults.partition_point(|fact| (fact.slot, fact.row as usize) < (slot, row));
        let here = self.faults.get(start..).unwrap_or(&[]);
        here.iter().copied().take_while(move |fact| fact.slot == slot && fact.row as usize == row)
    }

    fn is_uniform(&self, slot: Slot) -> bool {
        self.columns.get(slot.index()).is_some_and(|column| column.len() == 1)
    }

    /// Outcome of a block of this frame's plan for a record.
    pub fn outcome(&self, block: &BlockPlan, row: usize) -> BlockOutcome {
        let without = |status| BlockOutcome { status, result: None };
        if self.is_broken(row) {
            return without(Status::DataError);
        }
        match self.truth(block.applies, row) {
            Truth::False => without(Status::NotApplicable),
            Truth::Fault => without(Status::DataError),
            Truth::Missing => without(Status::Undetermined),
            Truth::True => self.result(block, row).unwrap_or(without(Status::DataError)),
        }
    }

    fn result(&self, block: &BlockPlan, row: usize) -> Option<BlockOutcome> {
        let (decided, result) = match &block.kind {
            BlockPlanKind::Scorecard(scorecard) => {
                let total = self.points(scorecard.total, row);
                let grades =
                    scorecard.grading.as_ref().map(|grading| self.grades(grading.grades, row));
                if total.fault || grades.is_some_and(|grades| grades.fault) {
                    return None;
                }
                let decided =
                    grades.map_or(total.value().is_some(), |grades| grades.value().is_some());
                (decided, BlockResult::Scorecard { total, grades })
            }
            BlockPlanKind::Clauses { verdict, .. } => {
                let verdict = self.verdict(*verdict, row)?;
                (verdict != Verdict::Incomplete, BlockResult::Clauses(verdict))
            }
        };
        Some(BlockOutcome {
            status: if decided { Status::Decided } else { Status::Undetermined },
            result: Some(result),
        })
    }
}

/// Texts that scripts made during a batch: their codes go on from those of the table.
#[derive(Clone, Debug, Default)]
pub(super) struct Overlay {
    added: Texts,
}

impl Overlay {
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
    }

    pub fn clear(&mut self) {
        if !self.added.is_empty() {
            self.added = Texts::default();
        }
    }

    pub fn get<'a>(&'a self, texts: &'a Texts, code: u32) -> Option<&'a Arc<str>> {
        texts.get(code).or_else(|| self.added.get(code.checked_sub(length(texts))?))
    }

    pub fn code(&mut self, texts: &Texts, text: &str) -> u32 {
        texts.code(text).unwrap_or_else(|| self.added.intern(text).saturating_add(length(texts)))
    }
}

fn length(texts: &Texts) -> u32 {
    u32::try_from(texts.len()).unwrap_or(u32::MAX)
}

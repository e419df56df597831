//! The columns of a frame: what a slot holds for each record of a batch.

use super::cell::{Cell, Packed};
use super::mantissas::Mantissas;
use crate::model::Verdict;
use crate::plan::{Kind, Representation, Step};
use crate::value::{Date, Num, Truth, Value};
use std::borrow::Borrow;
use std::convert::Infallible;

/// Match of a decision table or criterion: the row that decided, as far as that is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum MatchedRow {
    /// This one, by its place.
    Row(u32),
    /// No row holds, and none may.
    None,
    /// It depends on a missing value which, or whether any.
    #[default]
    Undecided,
    /// Settled, and those that hold were added: `cộng các dòng`.
    Several,
}

/// The points of a criterion or scorecard: every value of the range may be reached. Without meaning
/// where `fault` is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points {
    /// The least points that are possible.
    pub low: Num,
    /// The most points that are possible.
    pub high: Num,
    /// The row of the criterion that held; of a total, without meaning.
    pub held: MatchedRow,
    /// They depend on a fault of the record.
    pub fault: bool,
}

impl Points {
    /// Points that are one number.
    pub fn exactly(points: Num, held: MatchedRow) -> Points {
        Points { low: points.clone(), high: points, held, fault: false }
    }

    /// Points that could not be computed.
    pub fn faulty() -> Points {
        Points { low: Num::ZERO, high: Num::ZERO, held: MatchedRow::Undecided, fault: true }
    }

    /// The points, where they are one number.
    pub fn value(&self) -> Option<&Num> {
        (!self.fault && self.low == self.high).then_some(&self.low)
    }

    /// The same of points that are given away.
    pub fn into_value(self) -> Option<Num> {
        (!self.fault && self.low == self.high).then_some(self.low)
    }
}

/// The grades a scorecard may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Grades {
    /// Bit `c` is set if the grade with code `c` can be reached.
    pub set: u64,
    /// It can be that no row holds, and so no grade.
    pub none: bool,
    /// The row of the grading that held.
    pub held: MatchedRow,
    /// They depend on a fault of the record.
    pub fault: bool,
}

impl Grades {
    /// The grade's code, where exactly one can be reached.
    pub fn value(self) -> Option<u32> {
        (!self.fault && !self.none && self.set.count_ones() == 1).then(|| self.set.trailing_zeros())
    }

    /// The code of the worst grade that can be reached: the highest code.
    pub fn lowest(self) -> Option<u32> {
        (self.set != 0).then(|| 63 - self.set.leading_zeros())
    }

    /// The code of the best grade that can be reached: the lowest code.
    pub fn highest(self) -> Option<u32> {
        (self.set != 0).then(|| self.set.trailing_zeros())
    }
}

/// A column, by the kind of its slot. One of a step that is the same for every record holds one
/// value.
#[derive(Clone, Debug)]
pub(super) enum Column {
    Truths(Vec<Truth>),
    Numbers(Vec<Cell<Num>>),
    /// Numbers in their packed representation, as columns of the input hold them.
    Mantissas(Mantissas),
    Dates(Vec<Cell<Date>>),
    Codes(Vec<Cell<u32>>),
    /// Codes of texts, by the texts of the table.
    Texts(Vec<Cell<u32>>),
    Points(Vec<Points>),
    Grades(Vec<Grades>),
    Verdicts(Vec<Cell<Verdict>>),
}

impl Column {
    pub fn of(step: &Step) -> Column {
        match step.kind {
            Kind::Truth => Column::Truths(Vec::new()),
            Kind::Number => match step.representation {
                Representation::Cells => Column::Numbers(Vec::new()),
                Representation::Mantissas => Column::Mantissas(Mantissas::default()),
            },
            Kind::Date => Column::Dates(Vec::new()),
            Kind::Code => Column::Codes(Vec::new()),
            Kind::Text => Column::Texts(Vec::new()),
            Kind::Points => Column::Points(Vec::new()),
            Kind::Grades => Column::Grades(Vec::new()),
            Kind::Verdict => Column::Verdicts(Vec::new()),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Column::Truths(values) => values.len(),
            Column::Numbers(values) => values.len(),
            Column::Mantissas(values) => values.len(),
            Column::Dates(values) => values.len(),
            Column::Codes(values) | Column::Texts(values) => values.len(),
            Column::Points(values) => values.len(),
            Column::Grades(values) => values.len(),
            Column::Verdicts(values) => values.len(),
        }
    }

    pub fn clear(&mut self) {
        match self {
            Column::Truths(values) => values.clear(),
            Column::Numbers(values) => values.clear(),
            Column::Mantissas(values) => values.clear(),
            Column::Dates(values) => values.clear(),
            Column::Codes(values) | Column::Texts(values) => values.clear(),
            Column::Points(values) => values.clear(),
            Column::Grades(values) => values.clear(),
            Column::Verdicts(values) => values.clear(),
        }
    }

    /// The points of a record, in a column of points.
    pub fn points(&self, row: usize) -> Option<&Points> {
        match self {
            Column::Points(values) => Operand::over(values).held(row),
            _ => None,
        }
    }

    /// Takes over the value that a column of the same kind holds for a record, as that of all.
    pub fn take(&mut self, by: &Column, row: usize) {
        fn one<T: Entry>(own: &mut Vec<T>, by: &[T], row: usize) {
            own.clear();
            own.extend(Operand::over(by).held(row).cloned());
        }
        match (self, by) {
            (Column::Truths(own), Column::Truths(by)) => one(own, by, row),
            (Column::Numbers(own), Column::Numbers(by)) => one(own, by, row),
            (Column::Numbers(own), Column::Mantissas(by)) => {
                own.clear();
                own.extend(by.at(row));
            }
            (Column::Dates(own), Column::Dates(by)) => one(own, by, row),
            (Column::Codes(own), Column::Codes(by)) => one(own, by, row),
            (Column::Texts(own), Column::Texts(by)) => one(own, by, row),
            (Column::Points(own), Column::Points(by)) => one(own, by, row),
            (Column::Grades(own), Column::Grades(by)) => one(own, by, row),
            (Column::Verdicts(own), Column::Verdicts(by)) => one(own, by, row),
            (own, _) => own.clear(),
        }
    }

    /// Takes over the only value of a column of the same kind in place of that of a record, of so
    /// many; a column that holds one value for all stays.
    pub fn replace(&mut self, row: usize, rows: usize, by: &Column) {
        fn put<T: Clone>(values: &mut [T], row: usize, rows: usize, by: &[T]) {
            let whole = values.len() == rows;
            if let (true, Some(value), Some(by)) = (whole, values.get_mut(row), by.first()) {
                *value = by.clone();
            }
        }
        match (self, by) {
            (Column::Truths(values), Column::Truths(by)) => put(values, row, rows, by),
            (Column::Numbers(values), Column::Numbers(by)) => put(values, row, rows, by),
            (Column::Dates(values), Column::Dates(by)) => put(values, row, rows, by),
            (Column::Codes(values), Column::Codes(by)) => put(values, row, rows, by),
            (Column::Texts(values), Column::Texts(by)) => put(values, row, rows, by),
            (Column::Points(values), Column::Points(by)) => put(values, row, rows, by),
            (Column::Grades(values), Column::Grades(by)) => put(values, row, rows, by),
            (Column::Verdicts(values), Column::Verdicts(by)) => put(values, row, rows, by),
            // Numbers of the input are the same; two columns of one slot are of one kind.
            (
                Column::Truths(_)
                | Column::Numbers(_)
                | Column::Mantissas(_)
                | Column::Dates(_)
                | Column::Codes(_)
                | Column::Texts(_)
                | Column::Points(_)
                | Column::Grades(_)
                | Column::Verdicts(_),
                _,
            ) => {}
        }
    }

    /// Appends a value of the column's type; a fault where it is of another. Texts are
    /// none, for their codes are those of a table.
    pub fn push(&mut self, value: &Value) {
        match (value, self) {
            (Value::Missing, column) => column.push_missing(),
            (Value::Bool(truth), Column::Truths(values)) => values.push(Truth::from(*truth)),
            (Value::Num(number), Column::Numbers(values)) => {
                values.push(Cell::Known(number.clone()));
            }
            (Value::Date(day), Column::Dates(values)) => values.push(Cell::Known(*day)),
            (Value::Code(code), Column::Codes(values)) => values.push(Cell::Known(*code)),
            (_, column) => column.push_fault(),
        }
    }

    /// Appends a missing value; nothing to a column that holds no values of the language.
    pub fn push_missing(&mut self) {
        match self {
            Column::Truths(values) => values.push(Truth::Missing),
            Column::Numbers(values) => values.push(Cell::Missing),
            Column::Mantissas(values) => values.push_missing(),
            Column::Dates(values) => values.push(Cell::Missing),
            Column::Codes(values) | Column::Texts(values) => values.push(Cell::Missing),
            Column::Points(_) | Column::Grades(_) | Column::Verdicts(_) => {}
        }
    }

    /// Makes a value a fault; nothing in a column that holds no values of the language.
    pub fn set_fault(&mut self, row: usize) {
        fn set<T: Entry>(values: &mut [T], row: usize) {
            values.get_mut(row).into_iter().for_each(|value| *value = T::FAULT.clone());
        }
        match self {
            Column::Truths(values) => set(values, row),
            Column::Numbers(values) => set(values, row),
            Column::Mantissas(values) => values.set_fault(row),
            Column::Dates(values) => set(values, row),
            Column::Codes(values) | Column::Texts(values) => set(values, row),
            Column::Points(_) | Column::Grades(_) | Column::Verdicts(_) => {}
        }
    }

    /// Appends a fault; nothing to a column that holds no values of the language.
    pub fn push_fault(&mut self) {
        match self {
            Column::Truths(values) => values.push(Truth::Fault),
            Column::Numbers(values) => values.push(Cell::Fault),
            Column::Mantissas(values) => values.push_fault(),
            Column::Dates(values) => values.push(Cell::Fault),
            Column::Codes(values) | Column::Texts(values) => values.push(Cell::Fault),
            Column::Points(_) | Column::Grades(_) | Column::Verdicts(_) => {}
        }
    }
}

/// A type that a slot can hold: the way from a column to values of it, and back.
pub(super) trait Entry: Clone + PartialEq + Sync + 'static {
    /// The other representation a column of this type can have.
    type Packed: Packed<Self>;
    /// A column of this type, as kernels read it.
    fn read(column: &Column) -> Option<Operand<'_, Self>>;
    /// The values of one that has a value of this type for each record, to be filled.
    fn write(column: &mut Column) -> Option<&mut Vec<Self>>;
    /// The value that marks a fault.
    const FAULT: &'static Self;
}

macro_rules! entry {
    ($type:ty, $(Column::$variant:ident)|+, $fault:expr $(, $packed:ident)?) => {
        impl Entry for $type {
            type Packed = entry!(@packed $($packed)?);
            fn read(column: &Column) -> Option<Operand<'_, Self>> {
                $(if let Column::$packed(values) = column {
                    return Some(Operand::Packed(values));
                })?
                if let $(Column::$variant(values))|+ = column {
                    Some(Operand::over(values))
                } else {
                    None
                }
            }
            fn write(column: &mut Column) -> Option<&mut Vec<Self>> {
                if let $(Column::$variant(values))|+ = column { Some(values) } else { None }
            }
            const FAULT: &'static Self = &$fault;
        }
    };
    (@packed) => { Infallible };
    (@packed $packed:ident) => { $packed };
}
entry!(Truth, Column::Truths, Truth::Fault);
entry!(Cell<Num>, Column::Numbers, Cell::Fault, Mantissas);
entry!(Cell<Date>, Column::Dates, Cell::Fault);
entry!(Cell<u32>, Column::Codes | Column::Texts, Cell::Fault);
entry!(
    Points,
    Column::Points,
    Points { low: Num::ZERO, high: Num::ZERO, held: MatchedRow::Undecided, fault: true }
);
entry!(
    Grades,
    Column::Grades,
    Grades { set: 0, none: true, held: MatchedRow::Undecided, fault: true }
);
entry!(Cell<Verdict>, Column::Verdicts, Cell::Fault);

/// Values of the language, which may be missing.
pub(super) trait Plain: Entry {
    /// The value that marks a missing one.
    const MISSING: Self;
    /// Returns `true` if it is a value, neither missing nor a fault.
    fn is_known(&self) -> bool;
    /// Returns `true` if it marks a fault.
    fn is_fault(&self) -> bool {
        self == Self::FAULT
    }
}

impl<T> Plain for Cell<T>
where
    Cell<T>: Entry,
{
    const MISSING: Self = Cell::Missing;
    fn is_known(&self) -> bool {
        matches!(self, Cell::Known(_))
    }
}

impl Plain for Truth {
    const MISSING: Self = Truth::Missing;
    fn is_known(&self) -> bool {
        matches!(self, Truth::True | Truth::False)
    }
}

/// `by_kind!(kind, f(arguments))`: calls `f::<T>` for the type of value a slot of this kind holds;
/// nothing for kinds that are no values of the language.
macro_rules! by_kind {
    ($kind:expr, $($function:ident).+($($argument:expr),*)) => {
        match $kind {
            Kind::Truth => $($function).+::<Truth>($($argument),*),
            Kind::Number => $($function).+::<Cell<Num>>($($argument),*),
            Kind::Date => $($function).+::<Cell<Date>>($($argument),*),
            Kind::Code | Kind::Text => $($function).+::<Cell<u32>>($($argument),*),
            Kind::Points | Kind::Grades | Kind::Verdict => {}
        }
    };
}
pub(super) use by_kind;

/// A column read by a kernel.
pub(super) enum Operand<'a, T: Entry> {
    /// A value for each record.
    Each(&'a [T]),
    /// One value for all records: the step is batch-constant.
    One(&'a T),
    /// A value for each record, made when it is read.
    Packed(&'a T::Packed),
}

impl<T: Entry> Clone for Operand<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Entry> Copy for Operand<'_, T> {}

impl<'a, T: Entry> Operand<'a, T> {
    /// View of a column as values of this type. One of another type is a bug that
    /// [`crate::plan::Plan::verify`] would find; it reads as a fault, never as a value.
    pub fn of(column: Option<&'a Column>) -> Operand<'a, T> {
        column.and_then(T::read).unwrap_or(Operand::One(T::FAULT))
    }

    /// Reads the values of a column.
    pub fn over(values: &'a [T]) -> Operand<'a, T> {
        if let [one] = values { Operand::One(one) } else { Operand::Each(values) }
    }

    /// The value that is held for a record; none past the end, and of one that is packed.
    pub fn held(self, row: usize) -> Option<&'a T> {
        match self {
            Operand::Each(values) => values.get(row),
            Operand::One(value) => Some(value),
            Operand::Packed(_) => None,
        }
    }

    /// The value of a record.
    pub fn at(self, row: usize) -> T {
        match self {
            Operand::Each(values) => values.get(row).unwrap_or(T::FAULT).clone(),
            Operand::One(value) => value.clone(),
            Operand::Packed(values) => values.at(row).unwrap_or_else(|| T::FAULT.clone()),
        }
    }
}

/// `each!(operand, values => body)`: `body` with the values of the records in order (endless where
/// there is one for all), written out once for each way a column has them, so that the loop does
/// not ask which.
macro_rules! each {
    ($operand:expr, $values:ident => $body:expr) => {
        match $operand {
            Operand::Each(values) => {
                let $values = values.iter();
                $body
            }
            Operand::One(value) => {
                let $values = std::iter::repeat(value);
                $body
            }
            Operand::Packed(values) => {
                let $values = values.iter();
                $body
            }
        }
    };
}

/// Fills `out` with `f` of each record's operand.
pub(super) fn map<A: Entry, R>(
    rows: usize,
    a: Operand<'_, A>,
    out: &mut Vec<R>,
    mut f: impl FnMut(usize, &A) -> R,
) {
    out.clear();
    each!(a, a => out.extend((0..rows).zip(a).map(|(row, a)| f(row, a.borrow()))));
}

/// Fills `out` with `f` of each record's two operands.
pub(super) fn zip<A: Entry, B: Entry, R>(
    rows: usize,
    a: Operand<'_, A>,
    b: Operand<'_, B>,
    out: &mut Vec<R>,
    mut f: impl FnMut(usize, &A, &B) -> R,
) {
    out.clear();
    each!(a, a => each!(b, b => {
        out.extend((0..rows).zip(a.zip(b)).map(|(row, (a, b))| f(row, a.borrow(), b.borrow())))
    }));
}

/// Changes each state by its record's operand.
pub(super) fn update<S, A: Entry>(
    states: impl Iterator<Item = S>,
    a: Operand<'_, A>,
    mut f: impl FnMut(S, &A),
) {
    each!(a, a => states.zip(a).for_each(|(state, a)| f(state, a.borrow())));
}

/// Changes each state by its record's two operands.
pub(super) fn update_pair<S, A: Entry, B: Entry>(
    states: impl Iterator<Item = S>,
    a: Operand<'_, A>,
    b: Operand<'_, B>,
    mut f: impl FnMut(usize, S, &A, &B),
) {
    each!(a, a => each!(b, b => {
        states
            .enumerate()
            .zip(a.zip(b))
            .for_each(|((row, state), (a, b))| f(row, state, a.borrow(), b.borrow()))
    }));
}

//! The columns of a frame: what a slot holds for each record of a batch.

use crate::model::Verdict;
use crate::plan::Kind;
use crate::value::{Date, Num, Truth};

/// A value of a record that may be missing, or could not be computed.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Cell<T> {
    /// A value.
    Known(T),
    /// None, and what would give one is missing.
    #[default]
    Missing,
    /// It depends on a fault of the record.
    Fault,
}

impl<T> Cell<T> {
    /// The value, if there is one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Cell::Known(value) => Some(value),
            Cell::Missing | Cell::Fault => None,
        }
    }
}

/// How far a row was settled that decides among several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum MatchedRow {
    /// This one, by its place.
    Row(u32),
    /// None, surely.
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
    /// The lowest.
    pub low: Num,
    /// The highest.
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
    Dates(Vec<Cell<Date>>),
    Codes(Vec<Cell<u32>>),
    /// Codes of texts.
    Texts(Vec<Cell<u32>>),
    Points(Vec<Points>),
    Grades(Vec<Grades>),
    Verdicts(Vec<Cell<Verdict>>),
}

impl Column {
    pub fn of(kind: Kind) -> Column {
        match kind {
            Kind::Truth => Column::Truths(Vec::new()),
            Kind::Number => Column::Numbers(Vec::new()),
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
            Column::Dates(values) => values.clear(),
            Column::Codes(values) | Column::Texts(values) => values.clear(),
            Column::Points(values) => values.clear(),
            Column::Grades(values) => values.clear(),
            Column::Verdicts(values) => values.clear(),
        }
    }

    /// Appends a missing value; nothing to a column that holds no values of the language.
    pub fn push_missing(&mut self) {
        match self {
            Column::Truths(values) => values.push(Truth::Missing),
            Column::Numbers(values) => values.push(Cell::Missing),
            Column::Dates(values) => values.push(Cell::Missing),
            Column::Codes(values) | Column::Texts(values) => values.push(Cell::Missing),
            Column::Points(_) | Column::Grades(_) | Column::Verdicts(_) => {}
        }
    }

    /// Appends a fault; nothing to a column that holds no values of the language.
    pub fn push_fault(&mut self) {
        match self {
            Column::Truths(values) => values.push(Truth::Fault),
            Column::Numbers(values) => values.push(Cell::Fault),
            Column::Dates(values) => values.push(Cell::Fault),
            Column::Codes(values) | Column::Texts(values) => values.push(Cell::Fault),
            Column::Points(_) | Column::Grades(_) | Column::Verdicts(_) => {}
        }
    }
}

/// What a slot can hold: the way from a column to values of its type.
pub(super) trait Entry: Clone + PartialEq + Sync + 'static {
    /// The values of a column of this type.
    fn read(column: &Column) -> Option<&[Self]>;
    /// The same, to be filled.
    fn write(column: &mut Column) -> Option<&mut Vec<Self>>;
    /// What stands for a fault.
    const FAULT: &'static Self;
}

macro_rules! entry {
    ($type:ty, $(Column::$variant:ident)|+, $fault:expr) => {
        impl Entry for $type {
            fn read(column: &Column) -> Option<&[Self]> {
                if let $(Column::$variant(values))|+ = column { Some(values) } else { None }
            }
            fn write(column: &mut Column) -> Option<&mut Vec<Self>> {
                if let $(Column::$variant(values))|+ = column { Some(values) } else { None }
            }
            const FAULT: &'static Self = &$fault;
        }
    };
}
entry!(Truth, Column::Truths, Truth::Fault);
entry!(Cell<Num>, Column::Numbers, Cell::Fault);
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
    /// What stands for a missing value.
    const MISSING: Self;
    /// Whether it is a value.
    fn is_known(&self) -> bool;
    /// Whether it stands for a fault.
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

/// A column read by a kernel: a value for each record, or one for all.
#[derive(Debug)]
pub(super) enum Operand<'a, T> {
    Each(&'a [T]),
    One(&'a T),
}

impl<T> Clone for Operand<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Operand<'_, T> {}

impl<'a, T: Entry> Operand<'a, T> {
    /// Reads a column. One of another type is a bug that [`crate::plan::Plan::verify`] would find;
    /// it reads as a fault, never as a value.
    pub fn of(column: Option<&'a Column>) -> Operand<'a, T> {
        column.and_then(T::read).map_or(Operand::One(T::FAULT), Operand::over)
    }

    /// Reads the values of a column.
    pub fn over(values: &'a [T]) -> Operand<'a, T> {
        if let [one] = values { Operand::One(one) } else { Operand::Each(values) }
    }

    /// The value of a record.
    pub fn at(self, row: usize) -> &'a T {
        match self {
            Operand::Each(values) => values.get(row).unwrap_or(T::FAULT),
            Operand::One(value) => value,
        }
    }
}

/// Fills `out` with `f` of each record's operand.
pub(super) fn map<A: Entry, R>(
    rows: usize,
    a: Operand<'_, A>,
    out: &mut Vec<R>,
    mut f: impl FnMut(usize, &A) -> R,
) {
    out.clear();
    match a {
        Operand::Each(a) => out.extend(a.iter().enumerate().map(|(row, a)| f(row, a))),
        Operand::One(a) => out.extend((0..rows).map(|row| f(row, a))),
    }
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
    match (a, b) {
        (Operand::Each(a), Operand::Each(b)) => {
            out.extend(a.iter().zip(b).enumerate().map(|(row, (a, b))| f(row, a, b)))
        }
        (Operand::Each(a), Operand::One(b)) => {
            out.extend(a.iter().enumerate().map(|(row, a)| f(row, a, b)))
        }
        (Operand::One(a), Operand::Each(b)) => {
            out.extend(b.iter().enumerate().map(|(row, b)| f(row, a, b)))
        }
        (Operand::One(a), Operand::One(b)) => out.extend((0..rows).map(|row| f(row, a, b))),
    }
}

/// Changes each state by its record's operand.
pub(super) fn update<S, A: Entry>(
    states: impl Iterator<Item = S>,
    a: Operand<'_, A>,
    mut f: impl FnMut(S, &A),
) {
    match a {
        Operand::Each(a) => states.zip(a).for_each(|(state, a)| f(state, a)),
        Operand::One(a) => states.for_each(|state| f(state, a)),
    }
}

/// Changes each state by its record's two operands.
pub(super) fn update_pair<S, A: Entry, B: Entry>(
    states: impl Iterator<Item = S>,
    a: Operand<'_, A>,
    b: Operand<'_, B>,
    mut f: impl FnMut(usize, S, &A, &B),
) {
    let states = states.enumerate();
    match (a, b) {
        (Operand::Each(a), Operand::Each(b)) => {
            states.zip(a.iter().zip(b)).for_each(|((row, state), (a, b))| f(row, state, a, b))
        }
        (Operand::Each(a), Operand::One(b)) => {
            states.zip(a).for_each(|((row, state), a)| f(row, state, a, b))
        }
        (Operand::One(a), Operand::Each(b)) => {
            states.zip(b).for_each(|((row, state), b)| f(row, state, a, b))
        }
        (Operand::One(a), Operand::One(b)) => states.for_each(|(row, state)| f(row, state, a, b)),
    }
}

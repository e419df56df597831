//! Kernels: each fills one column from earlier ones, choosing what to do once for the whole batch.

mod call;
mod dates;
mod grading;
mod input;
mod logic;
mod lookup;
mod numbers;
mod periods;
mod points;
mod rows;
mod turn;
pub(super) mod work;

pub(super) use logic::brought_about;

use super::Context;
use super::cell::Cell;
use super::column::{Column, Entry, Operand, Plain, by_kind};
use super::fault::{Fault, FaultKind};
use super::frame::Overlay;
use super::refine::Settled;
use crate::plan::{Constant, Kind, Op, Plan, Slot, Step};
use crate::table::Inputs;
use crate::value::{Date, Num, Truth, Value};
use std::ops::Range;

/// Inputs of a run that all its kernels share.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    pub plan: &'a Plan,
    pub table: &'a Inputs,
    /// True if the table's texts start with the plan's: only then are codes of texts comparable.
    pub same_texts: bool,
    /// True if the records are not those of the table, but one of them with changes: nothing is
    /// read of the table by record.
    pub beside: bool,
    pub context: &'a Context<'a>,
}

/// Buffers that live from batch to batch.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    progress: Vec<turn::Progress>,
    unique: Vec<rows::Unique>,
    found: Vec<lookup::Found>,
    arguments: Vec<Value>,
    samples: Vec<Num>,
    stack: Vec<Truth>,
    pub(super) work: work::Work,
}

/// One step being run on one batch.
pub(super) struct Kernel<'a> {
    pub run: Run<'a>,
    /// The records of the table; of a step that is the same for every record, the first alone.
    pub range: Range<usize>,
    pub slot: Slot,
    pub kind: Kind,
    /// True if the step has one value for the whole batch: it reads nothing of a record.
    pub batch_constant: bool,
    /// The columns of earlier steps.
    pub before: &'a [Column],
    pub faults: &'a mut Vec<Fault>,
    pub texts: &'a mut Overlay,
    pub scratch: &'a mut Scratch,
    /// Values that are settled of the record whatever its missing ones are.
    pub settled: &'a Settled,
}

impl<'a> Kernel<'a> {
    /// Fills `out`, whose type is that of the step's kind.
    pub fn fill(&mut self, step: &Step, out: &mut Column) {
        match &step.op {
            Op::Constant(constant) => by_kind!(self.kind, self.constant(constant, out)),
            Op::Input(field) => self.input(field.index(), out),
            Op::Checked(field, input, range) => self.checked(*field, *input, *range, out),
            Op::Aggregate(_, column) => self.input(*column as usize, out),
            Op::Previous(column) => self.input(*column as usize, out),
            Op::AsOf => self.day(self.run.context.view.as_of, out),
            Op::Today => self.day(self.run.context.view.today, out),
            Op::InView(day, seen) => self.in_view(*day, *seen, out),
            Op::Parameter(parameter, day) => {
                by_kind!(self.kind, self.parameter(*parameter, *day, out))
            }
            Op::Negate(a) => self.negate(*a, out),
            Op::Arith(op, a, b) => self.arith(*op, *a, *b, out),
            Op::AddDays(date, by) => self.shift(*date, *by, out, Date::add_days),
            Op::AddMonths(end, date, by) => {
                self.shift(*date, *by, out, |date, months| date.add_months(months, *end))
            }
            Op::DaysBetween(a, b) => self.days_between(*a, *b, out),
            Op::Compare(op, a, b) => self.compare(*op, *a, *b, out),
            Op::IsMissing(a) => self.is_missing(*a, out),
            Op::Not(a) => self.not(*a, out),
            Op::And(all) => self.fold_truths(all, Truth::True, Truth::and, out),
            Op::Or(all) => self.fold_truths(all, Truth::False, Truth::or, out),
            Op::Select(condition, then, otherwise) => {
                by_kind!(self.kind, self.select(*condition, *then, *otherwise, out))
            }
            Op::Call(builtin, arguments) => {
                self.call(arguments, out, |arguments| Ok(builtin.apply(arguments)?))
            }
            Op::Script(function, arguments) => {
                let functions = self.run.context.functions;
                self.call(arguments, out, |arguments| {
                    functions.call(*function, arguments).map_err(|_| FaultKind::Script)
                });
            }
            Op::Rows(policy, rows) => self.table(*policy, rows, out),
            Op::Criterion(step) => self.criterion(step, out),
            Op::Total(criteria) => self.total(criteria, out),
            Op::PointsValue(points) => self.points_value(*points, out),
            Op::Grading(step) => self.grading(step, out),
            Op::GradeValue(grades) => self.grade_value(*grades, out),
            Op::Periodic(step) => self.periodic(step, out),
            Op::NoPeriodYet(step) => self.no_period_yet(step, out),
            Op::PeriodAsked(step) => self.period_asked(step, out),
            Op::IsVerdict(verdict, test) => self.is_verdict(*verdict, test, out),
            Op::Event(event, certainty) => self.event(*event, *certainty, out),
            Op::Given(column) => self.given(*column as usize, out),
            Op::Verdict(clauses) => self.verdict(clauses, out),
        }
    }

    /// A constant's column holds it once.
    fn constant<T: FromConstant>(&self, constant: &Constant, out: &mut Column) {
        let Some(out) = T::write(out) else { return };
        out.clear();
        out.push(T::from_constant(constant));
    }

    fn rows(&self) -> usize {
        self.range.len()
    }

    fn column(&self, slot: Slot) -> Option<&'a Column> {
        self.before.get(slot.index())
    }

    fn operand<T: Entry>(&self, slot: Slot) -> Operand<'a, T> {
        Operand::of(self.column(slot))
    }
}

/// Notes a fault of a record.
fn raise(faults: &mut Vec<Fault>, slot: Slot, row: usize, kind: FaultKind) {
    faults.push(Fault { row: place(row), slot, kind });
}

/// Batches and lists of rows are far below `u32::MAX`; the clamp only keeps the arithmetic total.
fn place(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

/// Conversion of a constant to the values of a column.
trait FromConstant: Plain {
    fn from_constant(constant: &Constant) -> Self;
}

impl FromConstant for Truth {
    fn from_constant(constant: &Constant) -> Truth {
        if let Constant::Truth(truth) = constant { Truth::from(*truth) } else { Truth::Missing }
    }
}

impl FromConstant for Cell<Num> {
    fn from_constant(constant: &Constant) -> Cell<Num> {
        if let Constant::Number(number) = constant {
            Cell::Known(number.clone())
        } else {
            Cell::Missing
        }
    }
}

impl FromConstant for Cell<Date> {
    fn from_constant(constant: &Constant) -> Cell<Date> {
        if let Constant::Date(date) = constant { Cell::Known(*date) } else { Cell::Missing }
    }
}

impl FromConstant for Cell<u32> {
    fn from_constant(constant: &Constant) -> Cell<u32> {
        if let Constant::Code(code) | Constant::Text(code) = constant {
            Cell::Known(*code)
        } else {
            Cell::Missing
        }
    }
}

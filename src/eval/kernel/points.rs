//! Criteria and totals.

use super::super::cell::Cell;
use super::super::column::{Column, Entry, MatchedRow, Points, map, update, update_pair};
use super::super::fault::FaultKind;
use super::lookup::Found;
use super::rows::reset;
use super::turn::{Effect, Progress};
use super::work::words;
use super::{FromConstant, Kernel, place, raise};
use crate::plan::{CriterionStep, Lookup, RowPlan, Rows, Slot};
use crate::value::{Num, TooLarge, Truth};

/// The row that is being tried, and the maximum of its criterion.
#[derive(Clone, Copy)]
struct Row<'a> {
    place: u32,
    maximum: &'a Num,
}

impl Kernel<'_> {
    pub(super) fn criterion(&mut self, step: &CriterionStep, out: &mut Column) {
        let Some(out) = Points::write(out) else { return };
        match &step.rows {
            rows if step.sum => self.criterion_sum(rows.steps(), &step.maximum, out),
            Rows::Each(rows) => self.criterion_first(rows, &step.maximum, out),
            Rows::By(lookup) => self.criterion_by(lookup, &step.maximum, out),
        }
    }

    /// The points of the row that holds of a known value; where it is missing, the range over every
    /// row, once for the batch.
    fn criterion_by(&mut self, lookup: &Lookup, maximum: &Num, out: &mut Vec<Points>) {
        let found = self.find(lookup);
        let mut missing = None;
        out.clear();
        for (record, found) in found.iter().enumerate() {
            let points = match found {
                Found::Row(row) => {
                    Row { place: *row, maximum }.surely(&self.gives::<Cell<Num>>(lookup, *row))
                }
                Found::None => Ok(unreached(MatchedRow::None, maximum)),
                Found::Missing => {
                    missing.get_or_insert_with(|| self.open_points(lookup, maximum)).clone()
                }
                Found::Fault => Ok(Points::faulty()),
            };
            out.push(points.unwrap_or_else(|kind| {
                raise(self.faults, self.slot, record, kind);
                Points::faulty()
            }));
        }
        self.scratch.found = found;
    }

    fn open_points(&self, lookup: &Lookup, maximum: &Num) -> Result<Points, FaultKind> {
        let mut points = Points::exactly(Num::ZERO, MatchedRow::None);
        let mut progress = Progress::Open;
        for (index, (when, gives)) in self.asked(lookup).enumerate() {
            let gives = Cell::from_constant(gives);
            Row { place: place(index), maximum }.first(&mut points, progress.next(when), &gives)?;
        }
        Ok(progress.held().map_or(points, |held| unreached(held, maximum)))
    }

    /// The points of the first row that holds: a range over every row that may be reached.
    fn criterion_first(&mut self, rows: &[RowPlan], maximum: &Num, out: &mut Vec<Points>) {
        let mut progress = std::mem::take(&mut self.scratch.progress);
        reset(&mut progress, self.rows(), Progress::Open);
        reset(out, self.rows(), Points::exactly(Num::ZERO, MatchedRow::None));
        for (index, row) in rows.iter().enumerate() {
            let (when, gives) =
                (self.operand::<Truth>(row.when), self.operand::<Cell<Num>>(row.gives));
            let tried = Row { place: place(index), maximum };
            update_pair(
                out.iter_mut().zip(&mut progress),
                when,
                gives,
                |record, (points, progress), when, gives| {
                    if let Err(kind) = tried.first(points, progress.next(*when), gives) {
                        raise(self.faults, self.slot, record, kind);
                        *points = Points::faulty();
                    }
                },
            );
        }
        for (points, progress) in out.iter_mut().zip(&progress) {
            progress.held().into_iter().for_each(|held| *points = unreached(held, maximum));
        }
        self.scratch.progress = progress;
    }

    /// The points of all rows that hold, added; one that may hold adds 0 or its points.
    fn criterion_sum(&mut self, rows: &[RowPlan], maximum: &Num, out: &mut Vec<Points>) {
        reset(out, self.rows(), Points::exactly(Num::ZERO, MatchedRow::None));
        for (index, row) in rows.iter().enumerate() {
            let (when, gives) =
                (self.operand::<Truth>(row.when), self.operand::<Cell<Num>>(row.gives));
            let tried = Row { place: place(index), maximum };
            update_pair(out.iter_mut(), when, gives, |record, points, when, gives| {
                if points.fault {
                    return;
                }
                let words = gives.known().map_or(0, |gives| words(&points.high, gives));
                let paid = self.scratch.work.spend(self.batch_constant, record, words);
                if let Err(kind) = paid.and_then(|()| tried.added(points, *when, gives)) {
                    raise(self.faults, self.slot, record, kind);
                    *points = Points::faulty();
                }
            });
        }
        for points in out.iter_mut().filter(|points| points.high > *maximum) {
            points.high = maximum.clone();
        }
    }

    pub(super) fn total(&mut self, criteria: &[Slot], out: &mut Column) {
        let Some(out) = Points::write(out) else { return };
        reset(out, self.rows(), Points::exactly(Num::ZERO, MatchedRow::Several));
        for &criterion in criteria {
            let points = self.operand::<Points>(criterion);
            let mut record = 0;
            update(out.iter_mut(), points, |total, points| {
                let paid = self.scratch.work.spend(
                    self.batch_constant,
                    record,
                    words(&total.high, &points.high),
                );
                if let Err(kind) = paid.and_then(|()| Ok(total.add(points)?)) {
                    raise(self.faults, self.slot, record, kind);
                    *total = Points::faulty();
                }
                record += 1;
            });
        }
    }

    pub(super) fn points_value(&self, points: Slot, out: &mut Column) {
        let Some(out) = Cell::<Num>::write(out) else { return };
        map(self.rows(), self.operand::<Points>(points), out, |_, points| match points.value() {
            Some(value) => Cell::Known(value.clone()),
            None if points.fault => Cell::Fault,
            None => Cell::Missing,
        });
    }
}

impl Progress {
    /// The row that held, where no row definitely does.
    fn held(self) -> Option<MatchedRow> {
        match self {
            Progress::Open => Some(MatchedRow::None),
            Progress::May => Some(MatchedRow::Undecided),
            Progress::Done => None,
        }
    }
}

/// All points of a criterion none of whose rows definitely holds.
fn unreached(held: MatchedRow, maximum: &Num) -> Points {
    Points { low: Num::ZERO, high: maximum.clone(), held, fault: false }
}

impl Row<'_> {
    fn first(
        self,
        points: &mut Points,
        effect: Effect,
        gives: &Cell<Num>,
    ) -> Result<(), FaultKind> {
        match effect {
            Effect::Nothing => {}
            Effect::Decides => *points = self.surely(gives)?,
            Effect::Faults => *points = Points::faulty(),
            Effect::May => {
                let (low, high) = self.perhaps(gives);
                *points = Points { low, high, held: MatchedRow::Undecided, fault: false };
            }
            Effect::MayToo => {
                let (low, high) = self.perhaps(gives);
                if low < points.low {
                    points.low = low;
                }
                if high > points.high {
                    points.high = high;
                }
            }
        }
        Ok(())
    }

    fn added(self, points: &mut Points, when: Truth, gives: &Cell<Num>) -> Result<(), FaultKind> {
        let (low, high) = match when {
            Truth::False => return Ok(()),
            Truth::Fault => {
                *points = Points::faulty();
                return Ok(());
            }
            Truth::Missing => {
                points.held = MatchedRow::Undecided;
                (Num::ZERO, self.perhaps(gives).1)
            }
            Truth::True => {
                let sure = self.surely(gives)?;
                if sure.fault {
                    *points = sure;
                    return Ok(());
                }
                if points.held == MatchedRow::None {
                    points.held = MatchedRow::Several;
                }
                (sure.low, sure.high)
            }
        };
        points.low = points.low.add(&low)?;
        points.high = points.high.add(&high)?;
        if points.low > *self.maximum {
            Err(FaultKind::PointsOutside { row: self.place })
        } else {
            Ok(())
        }
    }

    /// Points that the row gives when it is known to hold.
    fn surely(self, gives: &Cell<Num>) -> Result<Points, FaultKind> {
        let held = MatchedRow::Row(self.place);
        match gives {
            Cell::Known(gives) if self.within(gives) => Ok(Points::exactly(gives.clone(), held)),
            Cell::Known(_) => Err(FaultKind::PointsOutside { row: self.place }),
            Cell::Missing => {
                Ok(Points { low: Num::ZERO, high: self.maximum.clone(), held, fault: false })
            }
            Cell::Fault => Ok(Points::faulty()),
        }
    }

    /// Range of points that the row can give while it is unknown whether it holds: that of the
    /// criterion where its own points are none.
    fn perhaps(self, gives: &Cell<Num>) -> (Num, Num) {
        match gives {
            Cell::Known(gives) if self.within(gives) => (gives.clone(), gives.clone()),
            Cell::Known(_) | Cell::Missing | Cell::Fault => (Num::ZERO, self.maximum.clone()),
        }
    }

    fn within(self, points: &Num) -> bool {
        !points.is_negative() && points <= self.maximum
    }
}

impl Points {
    fn add(&mut self, other: &Points) -> Result<(), TooLarge> {
        if self.fault || other.fault {
            *self = Points::faulty();
            return Ok(());
        }
        let exact = other.low == other.high && self.low == self.high;
        self.low = self.low.add(&other.low)?;
        self.high = if exact { self.low.clone() } else { self.high.add(&other.high)? };
        Ok(())
    }
}

impl From<TooLarge> for FaultKind {
    fn from(_: TooLarge) -> FaultKind {
        FaultKind::TooLarge
    }
}

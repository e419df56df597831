//! Gradings: every grade that a total, or a range of totals, can have.

use super::super::cell::Cell;
use super::super::column::{Column, Entry, Grades, MatchedRow, Points, map};
use super::super::fault::FaultKind;
use super::{Kernel, place, raise};
use crate::plan::{Atom, Condition, GradingStep, Slot};
use crate::value::{Num, TooLarge, Truth};

impl Kernel<'_> {
    pub(super) fn grading(&mut self, step: &GradingStep, out: &mut Column) {
        let Some(out) = Grades::write(out) else { return };
        let totals = self.operand::<Points>(step.total);
        map(self.rows(), totals, out, |record, total| {
            let grades = if total.fault {
                Ok(faulty())
            } else if total.low == total.high {
                Ok(settled(step, |condition| self.operand(condition.slot).at(record)))
            } else {
                self.over_range(step, total, record)
            };
            grades.unwrap_or_else(|TooLarge| {
                raise(self.faults, self.slot, record, FaultKind::TooLarge);
                faulty()
            })
        });
    }

    pub(super) fn grade_value(&self, grades: Slot, out: &mut Column) {
        let Some(out) = Cell::<u32>::write(out) else { return };
        map(self.rows(), self.operand::<Grades>(grades), out, |_, grades| match grades.value() {
            Some(code) => Cell::Known(code),
            None if grades.fault => Cell::Fault,
            None => Cell::Missing,
        });
    }

    /// Conditions change only at the numbers the total is compared with, so one total on each of
    /// these and one between each two neighbours stand for the whole range.
    fn over_range(
        &mut self,
        step: &GradingStep,
        total: &Points,
        record: usize,
    ) -> Result<Grades, TooLarge> {
        let mut samples = std::mem::take(&mut self.scratch.samples);
        let mut stack = std::mem::take(&mut self.scratch.stack);
        let sampled = self.sample(step, total, record, &mut samples);
        let mut all: Option<Grades> = None;
        for sample in &samples {
            let grades =
                settled(step, |condition| self.truth_at(condition, sample, record, &mut stack));
            all = Some(all.map_or(grades, |all| joined(all, grades)));
        }
        samples.clear();
        (self.scratch.samples, self.scratch.stack) = (samples, stack);
        sampled.map(|()| all.unwrap_or_default())
    }

    fn sample(
        &self,
        step: &GradingStep,
        total: &Points,
        record: usize,
        samples: &mut Vec<Num>,
    ) -> Result<(), TooLarge> {
        samples.clear();
        samples.extend([total.low.clone(), total.high.clone()]);
        for condition in step.conditions() {
            for atom in &condition.of_total {
                if let Atom::Total(_, threshold) = atom
                    && let Some(threshold) = self.number(*threshold, record)
                    && (&total.low..&total.high).contains(&&threshold)
                {
                    samples.push(threshold);
                }
            }
        }
        samples.sort_unstable();
        samples.dedup();
        let neighbours = samples.len();
        for index in 1..neighbours {
            let (Some(a), Some(b)) = (samples.get(index - 1), samples.get(index)) else { continue };
            let between = a.add(b)?.div(&Num::from_i64(2))?;
            samples.push(between);
        }
        Ok(())
    }

    fn number(&self, slot: Slot, record: usize) -> Option<Num> {
        self.operand::<Cell<Num>>(slot).at(record).into_known()
    }

    /// A condition's truth for one total of the range.
    fn truth_at(
        &self,
        condition: &Condition,
        total: &Num,
        record: usize,
        stack: &mut Vec<Truth>,
    ) -> Truth {
        stack.clear();
        for atom in &condition.of_total {
            let truth = match atom {
                Atom::Truth(slot) => self.operand::<Truth>(*slot).at(record),
                Atom::Total(op, threshold) => {
                    match self.operand::<Cell<Num>>(*threshold).at(record) {
                        Cell::Known(threshold) => Truth::from(op.holds(total.cmp(&threshold))),
                        Cell::Missing => Truth::Missing,
                        Cell::Fault => Truth::Fault,
                    }
                }
                Atom::Unknown => Truth::Missing,
                Atom::Not => stack.pop().unwrap_or_default().not(),
                Atom::And(count) => top(stack, *count).fold(Truth::True, Truth::and),
                Atom::Or(count) => top(stack, *count).fold(Truth::False, Truth::or),
            };
            stack.push(truth);
        }
        stack.pop().unwrap_or_default()
    }
}

fn top(stack: &mut Vec<Truth>, count: u32) -> impl Iterator<Item = Truth> {
    let start = stack.len().saturating_sub(count as usize);
    stack.drain(start..)
}

/// The grades for one total: first the rows, then all caps, then each downgrade.
fn settled(step: &GradingStep, mut truth: impl FnMut(&Condition) -> Truth) -> Grades {
    let mut grades = rows(step, &mut truth);
    for cap in &step.caps {
        if let Some(grade) = cap.grade {
            strike(&mut grades, truth(&cap.when), |set| capped(set, grade));
        }
    }
    for down in step.caps.iter().filter(|cap| cap.grade.is_none()) {
        strike(&mut grades, truth(&down.when), |set| lowered(set, step.worst));
    }
    grades
}

/// Changes the grades if a cap or downgrade fires; both ways if that is open. A fault counts as
/// open; whether it makes the grade one, `fault` says.
fn strike(grades: &mut Grades, truth: Truth, change: impl Fn(u64) -> u64) {
    match truth {
        Truth::False => {}
        Truth::True => grades.set = change(grades.set),
        Truth::Missing => grades.set |= change(grades.set),
        Truth::Fault => {
            grades.set |= change(grades.set);
            grades.fault = true;
        }
    }
}

/// The first row that holds; once one may hold, a fault below it is as good as a missing value.
fn rows(step: &GradingStep, truth: &mut dyn FnMut(&Condition) -> Truth) -> Grades {
    let mut grades = Grades { set: 0, none: true, held: MatchedRow::None, fault: false };
    for (index, row) in step.rows.iter().enumerate() {
        let truth = truth(&row.when);
        if truth == Truth::False {
            continue;
        }
        let may = grades.held == MatchedRow::Undecided;
        grades.fault |= truth == Truth::Fault && !may;
        grades.set |= bit(row.grade);
        grades.held = MatchedRow::Undecided;
        if truth == Truth::True {
            grades.none = false;
            if !may {
                grades.held = MatchedRow::Row(place(index));
            }
            break;
        }
    }
    grades
}

fn bit(code: u32) -> u64 {
    1u64.checked_shl(code).unwrap_or(0)
}

/// Every grade better than `grade` becomes `grade`.
fn capped(set: u64, grade: u32) -> u64 {
    let better = bit(grade).wrapping_sub(1);
    if set & better == 0 { set } else { set & !better | bit(grade) }
}

/// Every grade becomes the next worse; the worst stays.
fn lowered(set: u64, worst: u32) -> u64 {
    (set & !bit(worst)) << 1 | set & bit(worst)
}

/// Over a range: a fault only if it is one for every total.
fn joined(a: Grades, b: Grades) -> Grades {
    Grades {
        set: a.set | b.set,
        none: a.none || b.none,
        held: if a.held == b.held { a.held } else { MatchedRow::Undecided },
        fault: a.fault && b.fault,
    }
}

fn faulty() -> Grades {
    Grades { set: 0, none: true, held: MatchedRow::Undecided, fault: true }
}

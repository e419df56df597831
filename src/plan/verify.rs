//! What holds of every plan, checked on a given one.

use super::{
    Atom, BlockPlanKind, Bounds, Constant, Kind, Lookup, Op, Plan, RecordPlan, Representation,
    RowPlan, Rows, Slot, Step, UnitPlan,
};
use crate::choices::Combination;
use crate::index::Arena;
use crate::model::RecordId;
use crate::value::Arith;
use std::collections::HashSet;

/// A step that breaks an invariant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Record type of the list of steps.
    pub record: RecordId,
    /// The step, or the slot that names none.
    pub slot: Slot,
    /// The invariant that does not hold of it, in words.
    pub rule: &'static str,
}

impl Plan {
    /// Checks the invariants of this stage: each step reads earlier ones, of the kinds it needs; no
    /// step stands twice; every part of the model leads to a slot of its kind. The first step
    /// that breaks one is the error.
    pub fn verify(&self) -> Result<(), Violation> {
        self.records.iter().try_for_each(|record| {
            let check = Check { plan: self, steps: &record.steps, record: record.record };
            check.steps()?;
            check.parts(record)
        })?;
        self.units.iter().try_for_each(|unit| {
            let check = Check { plan: self, steps: &unit.steps, record: unit.record };
            check.steps()?;
            check.unit(unit)
        })
    }
}

const PARTS_LEAD_TO_STEPS: &str = "parts of the model lead to steps";

struct Check<'a> {
    plan: &'a Plan,
    steps: &'a Arena<Step>,
    record: RecordId,
}

impl Check<'_> {
    fn steps(&self) -> Result<(), Violation> {
        let mut seen = HashSet::new();
        for (slot, step) in self.steps.enumerate() {
            let mut earlier = true;
            step.op.operands(&mut |operand| earlier &= operand < slot);
            self.hold(slot, earlier, "operands are earlier slots")?;
            self.hold(
                slot,
                self.well_kinded(step),
                "operands and result are of the kinds the operation has",
            )?;
            self.hold(slot, seen.insert((&step.op, step.kind)), "no step stands twice")?;
            self.hold(
                slot,
                self.is_filled(step),
                "an operation fills columns of its representation",
            )?;
        }
        Ok(())
    }

    /// A unit has no fields: what is read of it are the aggregates it lists.
    fn unit(&self, unit: &UnitPlan) -> Result<(), Violation> {
        for (slot, step) in unit.steps.enumerate() {
            let listed =
                |aggregate, place: u32| unit.aggregates.get(place as usize) == Some(aggregate);
            let right = if let Op::Aggregate(aggregate, place) = &step.op {
                listed(aggregate, *place)
            } else {
                !matches!(step.op, Op::Input(_) | Op::Checked(..) | Op::Previous(_))
            };
            self.hold(slot, right, "a unit reads its aggregates alone")?;
        }
        let mut roots = unit.roots().into_iter();
        let outside = roots.find(|slot| slot.index() >= unit.steps.len());
        outside.map_or(Ok(()), |slot| self.hold(slot, false, PARTS_LEAD_TO_STEPS))?;
        unit.indicators.iter().try_for_each(|slot| self.any(*slot, &[Kind::Number, Kind::Date]))
    }

    fn parts(&self, record: &RecordPlan) -> Result<(), Violation> {
        let mut outside = None;
        record.roots(&mut |slot| {
            outside = outside.or((slot.index() >= record.steps.len()).then_some(slot))
        });
        if let Some(slot) = outside {
            return self.hold(slot, false, PARTS_LEAD_TO_STEPS);
        }
        for (place, &slot) in record.inputs.iter().enumerate() {
            let right = matches!(record.steps[slot].op, Op::Input(field) if field.index() == place);
            self.hold(slot, right, "an input reads its field")?;
        }
        for (place, (&slot, &input)) in record.fields.iter().zip(&record.inputs).enumerate() {
            let checks = matches!(
                record.steps[slot].op,
                Op::Checked(field, read, _) if field.index() == place && read == input
            );
            self.hold(slot, checks || slot == input, "a field is its input, checked or not")?;
        }
        for &(aggregate, slot) in &record.from_parts {
            let right =
                matches!(record.steps[slot].op, Op::Aggregate(read, _) if read == aggregate);
            self.hold(slot, right, "an input from parts reads its aggregate")?;
        }
        for previous in &record.previous {
            let right = matches!(record.steps[previous.input].op, Op::Previous(_))
                && record.steps[previous.input].kind == record.steps[previous.value].kind;
            self.hold(
                previous.input,
                right,
                "an input of the month before is of its value's kind",
            )?;
        }
        let measures = record.over.iter().filter_map(|over| over.value);
        measures.into_iter().try_for_each(|slot| self.any(slot, &[Kind::Number, Kind::Date]))?;
        self.all(record.over.iter().filter_map(|over| over.filter), Kind::Truth)?;
        let not_due = record.over.iter().filter_map(|over| over.verdicts?.not_due);
        self.all(not_due, Kind::Truth)?;
        record
            .groups
            .iter()
            .try_for_each(|(_, slot)| self.any(*slot, &[Kind::Code, Kind::Text]))?;
        self.all(record.ranges.iter().map(|(_, slot)| *slot), Kind::Truth)?;
        self.all(record.impossible.iter().copied(), Kind::Truth)?;
        self.all(record.complete.iter().map(|(_, slot)| *slot), Kind::Truth)?;
        record.derived.iter().try_for_each(|derived| self.whens(derived.rows.steps()))?;
        record.blocks.iter().try_for_each(|(_, block)| {
            self.all(block.guards.iter().copied().chain([block.applies]), Kind::Truth)?;
            self.block(&block.kind)
        })?;
        self.all(
            record.examples.iter().flat_map(|(_, expected)| expected.iter().copied().flatten()),
            Kind::Truth,
        )
    }

    fn block(&self, kind: &BlockPlanKind) -> Result<(), Violation> {
        match kind {
            BlockPlanKind::Scorecard(scorecard) => {
                self.all(
                    scorecard
                        .criteria
                        .iter()
                        .map(|criterion| criterion.points)
                        .chain([scorecard.total]),
                    Kind::Points,
                )?;
                scorecard
                    .criteria
                    .iter()
                    .try_for_each(|criterion| self.whens(criterion.rows.steps()))?;
                scorecard.grading.iter().try_for_each(|grading| {
                    self.all(grading.rows.iter().chain(&grading.caps).copied(), Kind::Truth)?;
                    self.all([grading.grades], Kind::Grades)
                })
            }
            BlockPlanKind::Clauses { clauses, verdict, .. } => {
                let truths =
                    clauses.iter().flat_map(|clause| [Some(clause.condition), clause.not_due]);
                self.all(truths.flatten(), Kind::Truth)?;
                self.all([*verdict], Kind::Verdict)
            }
        }
    }

    fn whens(&self, rows: &[RowPlan]) -> Result<(), Violation> {
        self.all(rows.iter().map(|row| row.when), Kind::Truth)
    }

    fn all(&self, slots: impl IntoIterator<Item = Slot>, kind: Kind) -> Result<(), Violation> {
        slots.into_iter().try_for_each(|slot| {
            self.hold(slot, self.is(slot, kind), "a part of the model leads to a slot of its kind")
        })
    }

    fn any(&self, slot: Slot, kinds: &[Kind]) -> Result<(), Violation> {
        self.hold(
            slot,
            kinds.contains(&self.kind(slot)),
            "a part of the model leads to a slot of its kind",
        )
    }

    fn hold(&self, slot: Slot, holds: bool, rule: &'static str) -> Result<(), Violation> {
        if holds { Ok(()) } else { Err(Violation { record: self.record, slot, rule }) }
    }

    fn kind(&self, slot: Slot) -> Kind {
        self.steps[slot].kind
    }

    fn is(&self, slot: Slot, kind: Kind) -> bool {
        self.kind(slot) == kind
    }

    fn well_kinded(&self, step: &Step) -> bool {
        let (kind, plain) = (step.kind, is_plain(step.kind));
        let numbers = |slots: &[Slot]| slots.iter().all(|&slot| self.is(slot, Kind::Number));
        match &step.op {
            Op::Constant(constant) => self.constant(constant, kind),
            Op::Input(_) | Op::Previous(_) => plain,
            Op::Checked(_, input, range) => {
                plain
                    && self.is(*input, kind)
                    && range.is_none_or(|range| self.is(range, Kind::Truth))
            }
            Op::Aggregate(..) => matches!(kind, Kind::Number | Kind::Date),
            Op::Call(_, arguments) | Op::Script(_, arguments) => {
                plain && arguments.iter().all(|&slot| is_plain(self.kind(slot)))
            }
            Op::AsOf | Op::Today => kind == Kind::Date,
            Op::InView(day, _) => kind == Kind::Truth && self.is(*day, Kind::Date),
            Op::Parameter(_, day) => plain && self.is(*day, Kind::Date),
            Op::Negate(a) => kind == Kind::Number && numbers(&[*a]),
            Op::Arith(Arith::Add | Arith::Sub | Arith::Mul | Arith::Div, a, b) => {
                kind == Kind::Number && numbers(&[*a, *b])
            }
            Op::AddDays(date, by) | Op::AddMonths(_, date, by) => {
                kind == Kind::Date && self.is(*date, Kind::Date) && numbers(&[*by])
            }
            Op::DaysBetween(a, b) => {
                kind == Kind::Number && self.is(*a, Kind::Date) && self.is(*b, Kind::Date)
            }
            Op::Compare(_, a, b) => {
                kind == Kind::Truth && self.kind(*a) == self.kind(*b) && is_plain(self.kind(*a))
            }
            Op::IsMissing(a) => kind == Kind::Truth && is_plain(self.kind(*a)),
            Op::Not(a) => kind == Kind::Truth && self.is(*a, Kind::Truth),
            Op::And(all) | Op::Or(all) => {
                kind == Kind::Truth && all.iter().all(|&slot| self.is(slot, Kind::Truth))
            }
            Op::Select(condition, a, b) => {
                plain && self.is(*condition, Kind::Truth) && self.is(*a, kind) && self.is(*b, kind)
            }
            Op::Rows(policy, rows) => {
                let numbers = !policy.takes_numbers() || kind == Kind::Number;
                let has_value = policy.combination() != Combination::List;
                plain && numbers && has_value && self.rows(rows, kind)
            }
            Op::Criterion(step) => kind == Kind::Points && self.rows(&step.rows, Kind::Number),
            Op::Total(criteria) => {
                kind == Kind::Points && criteria.iter().all(|&slot| self.is(slot, Kind::Points))
            }
            Op::PointsValue(points) => kind == Kind::Number && self.is(*points, Kind::Points),
            Op::Grading(step) => {
                let conditions = step
                    .conditions()
                    .all(|when| self.is(when.slot, Kind::Truth) && self.postfix(&when.of_total));
                kind == Kind::Grades
                    && self.is(step.total, Kind::Points)
                    && step.worst < 64
                    && conditions
            }
            Op::GradeValue(grades) => kind == Kind::Code && self.is(*grades, Kind::Grades),
            Op::Periodic(step) => {
                matches!(kind, Kind::Truth | Kind::Number) && self.are_days(step.between)
            }
            Op::NoPeriodYet(step) => kind == Kind::Truth && self.are_days(step.between),
            Op::PeriodAsked(step) => kind == Kind::Truth && self.are_days(step.between),
            Op::IsVerdict(verdict, _) => kind == Kind::Truth && self.is(*verdict, Kind::Verdict),
            Op::Event(..) => kind == Kind::Date,
            Op::Given(_) => kind == Kind::Truth,
            Op::Verdict(clauses) => {
                let truths =
                    clauses.iter().flat_map(|one| [Some(one.condition), one.not_due, one.own]);
                let truths: Vec<Slot> = truths.flatten().collect();
                kind == Kind::Verdict && truths.iter().all(|slot| self.is(*slot, Kind::Truth))
            }
        }
    }

    fn are_days(&self, between: Option<[Slot; 2]>) -> bool {
        between.into_iter().flatten().all(|day| self.is(day, Kind::Date))
    }

    /// Returns `true` if the operation gives values that the column can hold.
    fn is_filled(&self, step: &Step) -> bool {
        let is_kept = |step: &Step| step.representation == Representation::Mantissas;
        let reads_cells =
            matches!(step.op, Op::Checked(_, input, _) if !is_kept(&self.steps[input]));
        match step.representation {
            Representation::Cells => true,
            Representation::Mantissas => {
                step.kind == Kind::Number && step.op.keeps_mantissas() && !reads_cells
            }
        }
    }

    fn constant(&self, constant: &Constant, kind: Kind) -> bool {
        match constant {
            Constant::Missing => is_plain(kind),
            Constant::Truth(_) => kind == Kind::Truth,
            Constant::Number(_) => kind == Kind::Number,
            Constant::Date(_) => kind == Kind::Date,
            Constant::Code(_) => kind == Kind::Code,
            Constant::Text(place) => {
                kind == Kind::Text && (*place as usize) < self.plan.texts.len()
            }
        }
    }

    fn rows(&self, rows: &Rows, kind: Kind) -> bool {
        match rows {
            Rows::Each(rows) => {
                rows.iter().all(|row| self.is(row.when, Kind::Truth) && self.is(row.gives, kind))
            }
            Rows::By(lookup) => self.lookup(lookup, kind),
        }
    }

    fn lookup(&self, lookup: &Lookup, kind: Kind) -> bool {
        let subject = match lookup.index.bounds() {
            Bounds::Numbers(_) => Kind::Number,
            Bounds::Dates(_) => Kind::Date,
            Bounds::Codes(_) => Kind::Code,
            Bounds::Texts(_) => Kind::Text,
        };
        self.is(lookup.subject, subject)
            && lookup.index.is_sound(lookup.gives.len())
            && lookup.gives.iter().all(|gives| self.constant(gives, kind))
    }

    /// Returns `true` if the atoms leave exactly one truth on the stack.
    fn postfix(&self, atoms: &[Atom]) -> bool {
        let mut height: Option<u32> = Some(0);
        for atom in atoms {
            height = match atom {
                Atom::Truth(slot) => {
                    height.filter(|_| self.is(*slot, Kind::Truth)).map(|height| height + 1)
                }
                Atom::Total(_, slot) => {
                    height.filter(|_| self.is(*slot, Kind::Number)).map(|height| height + 1)
                }
                Atom::Unknown => height.map(|height| height + 1),
                Atom::Not => height.filter(|&height| height > 0),
                Atom::And(count) | Atom::Or(count) => {
                    height.and_then(|height| height.checked_sub(*count)).map(|height| height + 1)
                }
            };
        }
        height == Some(1)
    }
}

/// Returns `true` if a slot of this kind holds a value of the language.
fn is_plain(kind: Kind) -> bool {
    match kind {
        Kind::Truth | Kind::Number | Kind::Date | Kind::Code | Kind::Text => true,
        Kind::Points | Kind::Grades | Kind::Verdict => false,
    }
}

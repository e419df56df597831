//! From the steps that a block rests on to a lane program.

use super::builder::Builder;
use super::code::{
    Bounds, Digit, DigitLane, FLAGS, Held, Instruction, Lit, NumberLane, PlaceLane, PointsLane,
    Program, ScorecardLanes, Term, Truth, TruthLane,
};
use super::numbers::Fraction;
use super::rows::{Given, Points};
use crate::eval::kernel::brought_about;
use crate::model::{HitPolicy, Verdict, VerdictTest};
use crate::plan::{
    BlockPlan, BlockPlanKind, ClauseStep, Constant, CriterionStep, GradingStep, Kind, Lookup, Op,
    RecordPlan, RowPlan, Rows, ScorecardPlan, Slot, Step,
};
use crate::table::{Inputs, Values};
use crate::value::{Arith, Compare, Truth as Known, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a slot holds over lanes. Days and codes are whole numbers.
#[derive(Clone, Debug)]
enum Lowered {
    Truth(Truth),
    Number(Fraction),
    Points(Points),
    /// A grade and the row that gives it.
    Grade(PlaceLane, PlaceLane),
    Verdict(PlaceLane),
}

impl Lowered {
    fn truth(self) -> Option<Truth> {
        if let Lowered::Truth(truth) = self { Some(truth) } else { None }
    }

    fn number(self) -> Option<Fraction> {
        if let Lowered::Number(number) = self { Some(number) } else { None }
    }
}

/// Lowering of a block.
struct Lowering<'a> {
    plan: &'a RecordPlan,
    facts: Facts<'a>,
    builder: Builder,
    lowered: HashMap<Slot, Lowered>,
    loaded: BTreeMap<usize, Lowered>,
    columns: BTreeSet<usize>,
    /// Number of slots that are being worked out, each for the one before.
    depth: usize,
    /// Parts of the patterns of records; gathered only where they are asked for.
    digits: Vec<Digit>,
}

/// The most slots that rest on one another. Deeper rules are done by the general evaluator, which
/// goes from step to step.
const DEEPEST: usize = 64;

/// Facts of the records that a program is for.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub table: &'a Inputs,
    /// Ends between which the values of a column lie.
    pub bounds: &'a dyn Fn(usize) -> Option<Bounds>,
    /// Value of a step that is the same for all records.
    pub constant: &'a dyn Fn(Slot) -> Option<Value>,
}

/// Lowers a block of a record type, with patterns if they are asked for. `None` where it rests on
/// what lanes cannot do: then the general evaluator does all.
pub(super) fn lower(
    plan: &RecordPlan,
    block: &BlockPlan,
    facts: Facts<'_>,
    patterns: bool,
) -> Option<(Program, Held)> {
    let mut lowering = Lowering {
        plan,
        facts,
        builder: Builder::default(),
        lowered: HashMap::new(),
        loaded: BTreeMap::new(),
        columns: BTreeSet::new(),
        depth: 0,
        digits: Vec::new(),
    };
    lowering.required()?;
    let mut held = lowering.block(block, patterns)?;
    if patterns {
        lowering.sound()?;
        held.digits = lowering.digits;
    }
    let mut program = lowering.builder.program;
    program.columns = lowering.columns.into_iter().collect();
    Some((program, held))
}

impl Lowering<'_> {
    /// A key or a required field that is missing, or outside its range, is an error of the record;
    /// so is what cannot be.
    fn required(&mut self) -> Option<()> {
        let plan = self.plan;
        for field in &plan.required {
            self.columns.insert(field.index());
            for (_, range) in plan.ranges.iter().filter(|(of, _)| of == field) {
                let within = self.truth(*range)?;
                self.builder.leave(within.opposite())?;
            }
        }
        for never in &plan.impossible {
            let holds = self.truth(*never)?;
            self.builder.leave(holds)?;
        }
        Some(())
    }

    /// What is wrong with a record beside the block is told beside its decision: a value outside
    /// its range, a derivation with a fault.
    fn sound(&mut self) -> Option<()> {
        let plan = self.plan;
        for (_, range) in &plan.ranges {
            let within = self.truth(*range)?;
            self.builder.leave(within.opposite())?;
        }
        for derived in &plan.derived {
            self.lowered(derived.value?)?;
        }
        Some(())
    }

    fn block(&mut self, block: &BlockPlan, patterns: bool) -> Option<Held> {
        let applies = self.truth(block.applies)?;
        let applies = self.builder.truth_lane_of(applies);
        Some(match &block.kind {
            BlockPlanKind::Scorecard(scorecard) => {
                let lanes = Some(self.scorecard(scorecard)?);
                if patterns {
                    self.digits_of(scorecard)?;
                }
                let caps = scorecard.grading.iter().flat_map(|grading| &grading.caps);
                let conditions = self.conditions(caps.copied())?;
                Held { applies, scorecard: lanes, verdict: None, conditions, digits: Vec::new() }
            }
            BlockPlanKind::Clauses { clauses, verdict, .. } => {
                let verdict = Some(self.verdict(*verdict)?);
                let conditions = self.conditions(clauses.iter().map(|clause| clause.condition))?;
                Held { applies, scorecard: None, verdict, conditions, digits: Vec::new() }
            }
        })
    }

    fn scorecard(&mut self, scorecard: &ScorecardPlan) -> Option<ScorecardLanes> {
        let rows = scorecard.criteria.iter().map(|each| Some(self.points(each.points)?.row));
        let rows = rows.collect::<Option<Vec<_>>>()?;
        let total = self.points(scorecard.total)?.value;
        let points = self.builder.points_lane(&total)?;
        let grade = match &scorecard.grading {
            Some(grading) => Some(self.grade(grading.grades)?),
            None => None,
        };
        Some(ScorecardLanes { points, grade, rows })
    }

    /// What the grade and the points of each criterion rest on: the row that held, else the points.
    fn digits_of(&mut self, scorecard: &ScorecardPlan) -> Option<()> {
        let digit = |(row, count): (PlaceLane, usize)| {
            Some(Digit {
                lane: DigitLane::Place(row),
                least: 0,
                count: u128::try_from(count).ok()?,
            })
        };
        for criterion in &scorecard.criteria {
            let points = self.points(criterion.points)?;
            self.digits.push(match points.row.zip(points.of_rows) {
                Some(row) => digit(row)?,
                None => {
                    let PointsLane { lane, ends: (least, most), .. } =
                        self.builder.points_lane(&points.value)?;
                    let count = u128::from(most.abs_diff(least)) + 1;
                    Digit { lane: DigitLane::Number(lane), least, count }
                }
            });
        }
        if let Some(grading) = &scorecard.grading {
            let (_, row) = self.grade(grading.grades)?;
            let Op::Grading(step) = &self.plan.steps.find(grading.grades)?.op else { return None };
            self.digits.push(digit((row, step.rows.len()))?);
        }
        Some(())
    }

    fn conditions(&mut self, slots: impl Iterator<Item = Slot>) -> Option<Vec<NumberLane>> {
        let truths = slots.map(|slot| self.condition(slot)).collect::<Option<Vec<_>>>()?;
        let flags = truths.chunks(FLAGS).map(|of| {
            let out = self.builder.number_lane(&(0..=i64::MAX.into()));
            self.builder.emit(Instruction::Flags { of: of.into(), out });
            let count = 1 << of.len();
            self.digits.push(Digit { lane: DigitLane::Number(out), least: 0, count });
            out
        });
        Some(flags.collect())
    }

    fn condition(&mut self, slot: Slot) -> Option<TruthLane> {
        let truth = self.truth(slot)?;
        Some(self.builder.truth_lane_of(truth))
    }

    fn truth(&mut self, slot: Slot) -> Option<Truth> {
        self.lowered(slot)?.truth()
    }

    fn number(&mut self, slot: Slot) -> Option<Fraction> {
        self.lowered(slot)?.number()
    }

    fn points(&mut self, slot: Slot) -> Option<Points> {
        if let Lowered::Points(points) = self.lowered(slot)? { Some(points) } else { None }
    }

    fn grade(&mut self, slot: Slot) -> Option<(PlaceLane, PlaceLane)> {
        if let Lowered::Grade(grade, row) = self.lowered(slot)? { Some((grade, row)) } else { None }
    }

    fn verdict(&mut self, slot: Slot) -> Option<PlaceLane> {
        if let Lowered::Verdict(verdict) = self.lowered(slot)? { Some(verdict) } else { None }
    }

    fn truths(&mut self, slots: &[Slot]) -> Option<Vec<Truth>> {
        slots.iter().map(|slot| self.truth(*slot)).collect()
    }

    fn whens(&mut self, rows: &[RowPlan]) -> Option<Vec<Truth>> {
        rows.iter().map(|row| self.truth(row.when)).collect()
    }

    fn gives(&mut self, rows: &[RowPlan]) -> Option<Vec<Fraction>> {
        rows.iter().map(|row| self.number(row.gives)).collect()
    }

    /// What a slot holds, worked out once.
    fn lowered(&mut self, slot: Slot) -> Option<Lowered> {
        if let Some(lowered) = self.lowered.get(&slot) {
            return Some(lowered.clone());
        }
        let step = self.plan.steps.find(slot).filter(|_| self.depth < DEEPEST)?;
        self.depth += 1;
        let lowered = match (self.facts.constant)(slot) {
            Some(constant) => of_constant(&constant, self.facts.table)?,
            None => self.step(step)?,
        };
        self.depth -= 1;
        self.lowered.insert(slot, lowered.clone());
        Some(lowered)
    }

    fn step(&mut self, step: &Step) -> Option<Lowered> {
        Some(match &step.op {
            Op::Input(field) => self.input(field.index())?,
            Op::Aggregate(_, column) | Op::Previous(column) => self.input(*column as usize)?,
            Op::Checked(_, input, range) => {
                if let Some(range) = range {
                    let within = self.truth(*range)?;
                    self.builder.leave(within.opposite())?;
                }
                self.lowered(*input)?
            }
            Op::Negate(a) => {
                let a = self.number(*a)?;
                Lowered::Number(Fraction { num: a.num.times(-1)?, den: a.den })
            }
            Op::Arith(op, a, b) => self.arith(*op, *a, *b)?,
            Op::DaysBetween(a, b) => self.arith(Arith::Sub, *a, *b)?,
            Op::Compare(op, a, b) => Lowered::Truth(self.compared(*op, *a, *b)?),
            Op::IsMissing(a) => Lowered::Truth(self.is_missing(*a)?),
            Op::Not(a) => Lowered::Truth(self.truth(*a)?.opposite()),
            Op::And(all) => {
                let all = self.truths(all)?;
                Lowered::Truth(self.builder.and(&all))
            }
            Op::Or(all) => {
                let all = self.truths(all)?;
                Lowered::Truth(self.builder.or(&all))
            }
            Op::Select(condition, then, otherwise) => self.select(*condition, *then, *otherwise)?,
            Op::Rows(_, Rows::By(lookup)) => self.look(lookup)?,
            Op::Rows(policy, Rows::Each(rows)) => self.table(*policy, rows)?,
            Op::Criterion(step) => Lowered::Points(self.criterion(step)?),
            Op::Total(criteria) => {
                let all = criteria.iter().map(|each| Some(self.points(*each)?.value));
                let all: Vec<Fraction> = all.collect::<Option<_>>()?;
                let value = self.builder.total(&all)?;
                Lowered::Points(Points { value, row: None, of_rows: None })
            }
            Op::PointsValue(points) => Lowered::Number(self.points(*points)?.value),
            Op::Grading(step) => self.grading(step)?,
            Op::GradeValue(grades) => {
                let (grade, _) = self.grade(*grades)?;
                Lowered::Number(self.builder.place_as_number(grade, 63))
            }
            Op::Verdict(clauses) => Lowered::Verdict(self.weighed(clauses)?),
            Op::IsVerdict(verdict, test) => Lowered::Truth(self.is_verdict(*verdict, test)?),
            Op::Constant(_)
            | Op::AsOf
            | Op::Today
            | Op::InView(..)
            | Op::Parameter(..)
            | Op::AddDays(..)
            | Op::AddMonths(..)
            | Op::Call(..)
            | Op::Script(..)
            | Op::Periodic(_)
            | Op::NoPeriodYet(_)
            | Op::PeriodAsked(_)
            | Op::Event(..)
            | Op::Given(_) => return None,
        })
    }

    fn input(&mut self, column: usize) -> Option<Lowered> {
        if let Some(lowered) = self.loaded.get(&column) {
            return Some(lowered.clone());
        }
        let input = self.facts.table.columns.get(column)?;
        self.columns.insert(column);
        let lowered = match input.values() {
            Values::Truths(_) => {
                let out = self.builder.truth_lane();
                self.builder.emit(Instruction::LoadTruths { column, out });
                Lowered::Truth(Truth::lane(out))
            }
            Values::Numbers(numbers) => {
                let den = Term::constant(numbers.denominator());
                Lowered::Number(Fraction { num: self.load(column)?, den })
            }
            Values::Days(_) | Values::Codes(_) | Values::Texts(_) => {
                Lowered::Number(Fraction::whole(self.load(column)?))
            }
            Values::Nulls => return None,
        };
        self.loaded.insert(column, lowered.clone());
        Some(lowered)
    }

    fn load(&mut self, column: usize) -> Option<Term> {
        let bounds = (self.facts.bounds)(column)?;
        let out = self.builder.number_lane(&bounds);
        self.builder.emit(Instruction::Load { column, out });
        Some(Term::of(out, bounds))
    }

    fn arith(&mut self, op: Arith, a: Slot, b: Slot) -> Option<Lowered> {
        let (a, b) = (self.number(a)?, self.number(b)?);
        Some(Lowered::Number(self.builder.arith(op, &a, &b)?))
    }

    fn compared(&mut self, op: Compare, a: Slot, b: Slot) -> Option<Truth> {
        let kind = self.plan.steps.find(a)?.kind;
        match kind {
            Kind::Truth => self.compared_truths(op, a, b),
            Kind::Number | Kind::Date => {
                let (a, b) = (self.number(a)?, self.number(b)?);
                self.builder.compare(op, &a, &b)
            }
            // The better value of a category has the lower code and is the greater.
            Kind::Code | Kind::Text => {
                let (a, b) = (self.number(a)?, self.number(b)?);
                self.builder.compare(op, &b, &a)
            }
            Kind::Points | Kind::Grades | Kind::Verdict => None,
        }
    }

    fn compared_truths(&mut self, op: Compare, a: Slot, b: Slot) -> Option<Truth> {
        let (a, b) = (self.truth(a)?, self.truth(b)?);
        let same = self.builder.choose_truth(a, b, b.opposite());
        match op {
            Compare::Equal => Some(same),
            Compare::NotEqual => Some(same.opposite()),
            Compare::Less | Compare::Greater | Compare::AtMost | Compare::AtLeast => None,
        }
    }

    /// A number is missing where it is divided by 0; all else is known in lanes.
    fn is_missing(&mut self, slot: Slot) -> Option<Truth> {
        match self.lowered(slot)? {
            Lowered::Number(number) => {
                self.builder.compare_terms(Compare::Equal, &number.den, &Term::constant(0))
            }
            Lowered::Truth(_) => Some(Truth::Always(false)),
            Lowered::Points(_) | Lowered::Grade(..) | Lowered::Verdict(_) => None,
        }
    }

    fn select(&mut self, condition: Slot, then: Slot, otherwise: Slot) -> Option<Lowered> {
        let when = self.truth(condition)?;
        match when {
            Truth::Always(true) => self.lowered(then),
            Truth::Always(false) => self.lowered(otherwise),
            Truth::Lane(_) => {
                let (then, otherwise) = (self.lowered(then)?, self.lowered(otherwise)?);
                self.chosen(when, then, otherwise)
            }
        }
    }

    /// One of two values of a kind: numbers, or truths.
    fn chosen(&mut self, when: Truth, then: Lowered, otherwise: Lowered) -> Option<Lowered> {
        if let Lowered::Truth(then) = then {
            let otherwise = otherwise.truth()?;
            return Some(Lowered::Truth(self.builder.choose_truth(when, then, otherwise)));
        }
        let (then, otherwise) = (then.number()?, otherwise.number()?);
        Some(Lowered::Number(self.builder.choose(when, &then, &otherwise)?))
    }

    /// The value of a row that is looked up, as its kind has it.
    fn look(&mut self, lookup: &Lookup) -> Option<Lowered> {
        let given = Given::of(lookup.gives.iter())?;
        let subject = self.number(lookup.subject)?;
        let value = self.builder.look(&subject, &lookup.index, &given)?.value;
        if matches!(lookup.gives.first(), Some(Constant::Truth(_))) {
            let yes = Term::constant(1);
            return Some(Lowered::Truth(self.builder.compare_terms(
                Compare::Equal,
                &value.num,
                &yes,
            )?));
        }
        Some(Lowered::Number(value))
    }

    fn table(&mut self, policy: HitPolicy, rows: &[RowPlan]) -> Option<Lowered> {
        let whens = self.whens(rows)?;
        match policy {
            HitPolicy::First => self.first_value(rows, &whens),
            HitPolicy::Unique => {
                self.builder.leave_several(&whens)?;
                self.first_value(rows, &whens)
            }
            HitPolicy::Sum => {
                let gives = self.gives(rows)?;
                Some(Lowered::Number(self.builder.added(&whens, &gives)?))
            }
            HitPolicy::All => None,
        }
    }

    /// The value of the first row that holds; records of which none does leave the lanes.
    fn first_value(&mut self, rows: &[RowPlan], whens: &[Truth]) -> Option<Lowered> {
        let any = self.builder.or(whens);
        self.builder.leave(any.opposite())?;
        let mut rows = rows.iter().zip(whens).rev();
        let mut value = self.lowered(rows.next()?.0.gives)?;
        for (row, when) in rows {
            let gives = self.lowered(row.gives)?;
            value = self.chosen(*when, gives, value)?;
        }
        Some(value)
    }

    fn criterion(&mut self, step: &CriterionStep) -> Option<Points> {
        match &step.rows {
            Rows::By(lookup) => {
                let given =
                    Given::of(lookup.gives.iter()).filter(|all| all.within(&step.maximum))?;
                let subject = self.number(lookup.subject)?;
                self.builder.look(&subject, &lookup.index, &given)
            }
            Rows::Each(rows) => {
                let (whens, gives) = (self.whens(rows)?, self.gives(rows)?);
                if step.sum {
                    self.builder.added_points(&whens, &gives, &step.maximum)
                } else {
                    self.builder.first_points(&whens, &gives, &step.maximum)
                }
            }
        }
    }

    fn grading(&mut self, step: &GradingStep) -> Option<Lowered> {
        // Points that are a fault leave no grade, whatever its rows ask.
        self.points(step.total)?;
        let whens: Vec<Slot> = step.rows.iter().map(|row| row.when.slot).collect();
        let whens = self.truths(&whens)?;
        let row = self.builder.first(&whens)?;
        let places = step.rows.iter().map(|row| row.grade).collect();
        let mut grade = self.builder.place_lane();
        self.builder.emit(Instruction::Follow { place: row, places, out: grade });
        let (caps, downs): (Vec<_>, Vec<_>) = step.caps.iter().partition(|cap| cap.grade.is_some());
        for cap in caps.into_iter().chain(downs) {
            let when = Lit::of(self.condition(cap.when.slot)?);
            let (place, out) = (grade, self.builder.place_lane());
            self.builder.emit(match cap.grade {
                Some(grade) => Instruction::Cap { place, when, grade, out },
                None => Instruction::Lower { place, when, worst: step.worst, out },
            });
            grade = out;
        }
        Some(Lowered::Grade(grade, row))
    }

    /// The strongest verdict that any clause brings about.
    fn weighed(&mut self, clauses: &[ClauseStep]) -> Option<PlaceLane> {
        let mut start = Verdict::Met.rank();
        let mut lanes = Vec::new();
        for clause in clauses {
            if clause.not_due.is_some() || clause.own.is_some() {
                return None;
            }
            let of = |truth| brought_about(clause.kind, truth).rank();
            let (yes, no) = (of(Known::True), of(Known::False));
            match self.truth(clause.condition)? {
                Truth::Always(truth) => start = start.min(if truth { yes } else { no }),
                Truth::Lane(lit) => lanes.push((lit, yes, no)),
            }
        }
        let out = self.builder.place_lane();
        self.builder.emit(Instruction::Least { clauses: lanes.into(), start, out });
        Some(out)
    }

    fn is_verdict(&mut self, verdict: Slot, test: &VerdictTest) -> Option<Truth> {
        let place = self.verdict(verdict)?;
        let mut set = 0_u64;
        for (rank, verdict) in Verdict::ranked().into_iter().enumerate() {
            match test.of(verdict) {
                Known::True => set |= 1 << rank,
                Known::False => {}
                // An incomplete verdict does not come about in lanes.
                Known::Missing | Known::Fault if verdict == Verdict::Incomplete => {}
                Known::Missing | Known::Fault => return None,
            }
        }
        let out = self.builder.truth_lane();
        self.builder.emit(Instruction::Among { place, set, out });
        Some(Truth::lane(out))
    }
}

fn of_constant(constant: &Value, table: &Inputs) -> Option<Lowered> {
    let whole = |number: i128| Lowered::Number(Fraction::whole(Term::constant(number)));
    Some(match constant {
        Value::Num(number) => Lowered::Number(Fraction::constant(number)?),
        Value::Bool(truth) => Lowered::Truth(Truth::Always(*truth)),
        Value::Date(day) => whole(day.days_since_1970().into()),
        Value::Code(code) => whole((*code).into()),
        Value::Text(text) => whole(table.texts.code(text)?.into()),
        Value::Missing => return None,
    })
}

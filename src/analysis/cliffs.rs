//! Cliffs: two records that differ in one field, by one grain of it, and of which a criterion gives
//! more points to one than to the other by more than is asked for.
//!
//! Both records are one point of one space: the second is read as the first with the field so much
//! more. A cliff is then a record for which one row is the first to hold, and another the first to
//! hold beside it, and what is searched for is found or proved not to be like any other.

use super::finding::Site;
use super::formula::Formula;
use super::grain::grain;
use super::linear::Linear;
use super::number::{Number, arith, choice};
use super::of_type::{OfType, Shown};
use super::read::{Reader, Switches};
use super::rows::{Answer, Question, RestsOn};
use super::search::Budget;
use super::settle::Values;
use super::space::{Measure, Source};
use super::touching::Firsts;
use super::witness::Witness;
use crate::eval::Functions;
use crate::model::{BlockId, FieldId, Model};
use crate::plan::{BlockPlan, BlockPlanKind, CriterionPlan, Plan, ScorecardPlan};
use crate::value::{Arith, Compare, Num, Truth, Type, Value};
use std::collections::BTreeSet;
use std::rc::Rc;

/// A step of points that one grain of a field makes.
#[derive(Clone, Debug)]
pub struct Cliff {
    /// Scorecard of the criterion.
    pub block: BlockId,
    /// Place of the criterion in the scorecard.
    pub criterion: usize,
    /// Field by which the two records differ: the second has one grain more of it.
    pub field: FieldId,
    /// Records on both sides.
    pub sides: [CliffSide; 2],
}

/// A record beside a step of points, and what it gets.
#[derive(Clone, Debug)]
pub struct CliffSide {
    /// Rows that hold there, the first alone unless they are added.
    pub rows: Vec<usize>,
    /// Record that was run.
    pub witness: Witness,
    /// Points of the criterion.
    pub points: Num,
    /// Total of the scorecard, where it is one number.
    pub total: Option<Num>,
    /// Grade of the scorecard, where it is one.
    pub grade: Option<u32>,
}

/// Steps of points, and criteria of which it could not be told whether they have others.
#[derive(Clone, Debug, Default)]
pub struct Cliffs {
    /// The steps, one for two rows of a criterion.
    pub found: Vec<Cliff>,
    /// Criteria of scorecards of which some could not be decided.
    pub undecided: Vec<(BlockId, usize)>,
}

impl Cliff {
    /// The criterion, with its rows.
    pub fn site(&self) -> Site {
        Site::Criterion(self.block, self.criterion)
    }

    /// The points that lie between both sides.
    pub fn height(&self) -> Num {
        let [before, behind] = &self.sides;
        behind.points.sub(&before.points).map_or(Num::ZERO, |height| height.abs())
    }
}

/// The most rows of a criterion that are held against each other.
const MOST_ROWS: usize = 200;

/// The most records that one question may propose.
const MOST_TRIED: usize = 6;

/// The most cases of points that are added.
const MOST_CASES: usize = 256;

/// Looks for steps of points that are higher than this in the criteria of scorecards. Each is
/// between two records that were run.
pub fn cliffs(model: &Model, plan: &Plan, functions: &dyn Functions, over: &Num) -> Cliffs {
    let (mut all, budget) = (Cliffs::default(), Budget::default());
    for steps in &plan.records {
        let budget = &budget;
        let of_type = OfType { model, plan, steps, functions, budget, regions: false };
        for (id, block) in &steps.blocks {
            let BlockPlanKind::Scorecard(card) = &block.kind else { continue };
            for place in 0..card.criteria.len() {
                let asked = Asked { id: *id, block, card, place, over };
                if of_type.cliffs(&asked, &mut all.found).is_err() {
                    all.undecided.push((*id, place));
                }
            }
        }
    }
    all
}

/// A criterion that is asked for steps.
struct Asked<'a> {
    id: BlockId,
    block: &'a BlockPlan,
    card: &'a ScorecardPlan,
    place: usize,
    /// Points that a step is higher than.
    over: &'a Num,
}

/// Two rows, before a step and behind it; none where rows are added.
type Pair = Option<[usize; 2]>;

/// Pairs of rows of a criterion.
#[derive(Default)]
struct Pairs {
    /// Those that lie next to each other along the field: what lies between others is a step of its
    /// own, though of a ratio to very little one grain may leap over it. `None` where that is not
    /// known.
    touching: Option<BTreeSet<[usize; 2]>>,
    /// Those between which a step is found.
    known: BTreeSet<Pair>,
    /// Those of which something could not be decided.
    open: BTreeSet<Pair>,
}

impl Pairs {
    fn may_be(&self, pair: [usize; 2]) -> bool {
        self.touching.as_ref().is_none_or(|touching| touching.contains(&pair))
    }
}

/// Conditions on which a record stands beside a step, by their places in a question.
struct Jump {
    pair: Pair,
    hold: Vec<usize>,
    without: Vec<usize>,
}

/// Reason why something is not told: it could not be decided.
struct Undecided;

impl OfType<'_> {
    /// The steps of a criterion.
    fn cliffs(&self, asked: &Asked<'_>, found: &mut Vec<Cliff>) -> Result<(), Undecided> {
        let Some(criterion) = asked.card.criteria.get(asked.place) else { return Ok(()) };
        if criterion.rows.len() > MOST_ROWS {
            return Err(Undecided);
        }
        let mut reader = self.reader(Switches::AsSet);
        let guard = self.guard(&mut reader, &asked.block.guards);
        let rows = reader.rows(&criterion.rows);
        let firsts = Firsts::of(Question::new(reader, &guard, &rows));
        let mut pairs = Pairs::default();
        for field in self.moving(criterion) {
            pairs.touching = firsts.touching(field);
            self.along(asked, criterion, field, &mut pairs, found)?;
        }
        if pairs.open.is_subset(&pairs.known) { Ok(()) } else { Err(Undecided) }
    }

    /// The fields of numbers and days that a criterion rests on, those first that nothing divides
    /// by: of a ratio an officer thinks of what it is a part of last.
    fn moving(&self, criterion: &CriterionPlan) -> Vec<FieldId> {
        let mut reader = self.reader(Switches::AsSet);
        reader.rows(&criterion.rows);
        let dividing: BTreeSet<FieldId> = (reader.space.axes())
            .filter_map(|(_, axis)| match &axis.measure {
                Measure::Quotient(_, under) => Some(under.terms.keys()),
                Measure::Linear(_) => None,
            })
            .flatten()
            .filter_map(|id| match reader.space.variables[*id].source {
                Source::Field(field) => Some(field),
                Source::Column(_)
                | Source::AsOf
                | Source::Today
                | Source::Event(_)
                | Source::Switch
                | Source::Opaque => None,
            })
            .collect();
        let fields = &self.model.records[self.steps.record].fields;
        let is_moved = |id: &FieldId| {
            let field = &fields[*id];
            !field.key && matches!(field.ty, Type::Number(_) | Type::Date)
        };
        let all = reader.fields_of(criterion.points).into_iter().filter(is_moved);
        let (last, first): (Vec<FieldId>, Vec<FieldId>) =
            all.partition(|field| dividing.contains(field));
        first.into_iter().chain(last).collect()
    }

    fn grain_of(&self, field: FieldId) -> Num {
        let declared = &self.model.records[self.steps.record].fields[field];
        grain(declared.ty, declared.step.as_ref().map(|step| &step.value))
    }

    /// The steps that one grain of a field makes, between rows of which none is known yet.
    fn along(
        &self,
        asked: &Asked<'_>,
        criterion: &CriterionPlan,
        field: FieldId,
        pairs: &mut Pairs,
        found: &mut Vec<Cliff>,
    ) -> Result<(), Undecided> {
        let by = self.grain_of(field);
        let guards = &asked.block.guards;
        let mut reader = self.reader(Switches::AsSet);
        reader.all_fields();
        for field in reader.fields_of(criterion.points) {
            let input = *self.steps.inputs.get(field.index()).ok_or(Undecided)?;
            reader.on_grain(input, &self.grain_of(field));
        }
        let given = reader.given(&BTreeSet::from([field]));
        let (guard, possible) = (self.guard(&mut reader, guards), reader.possible());
        let here = reader.row_numbers(&criterion.rows).ok_or(Undecided)?;
        let mut reader = reader.moved(field, by.clone());
        reader.all_fields();
        let guard = Formula::and([given, guard, self.guard(&mut reader, guards)]);
        let possible = Formula::and([possible, reader.possible()]);
        let there = reader.row_numbers(&criterion.rows).ok_or(Undecided)?;
        let mut jumps = Jumps { formulas: Vec::new(), all: Vec::new(), pairs };
        if self.sums(asked.id, asked.place) {
            jumps.added(&mut reader, [&here, &there], asked.over);
        } else {
            jumps.in_turn(&mut reader, [&here, &there], asked.over);
        }
        let Jumps { formulas, all, pairs } = jumps;
        let question = Question::among(reader, &guard, &possible, &formulas);
        for jump in all {
            let told = jump.pair.map(|[before, behind]| [behind, before]);
            if pairs.known.contains(&jump.pair) {
                continue;
            }
            match self.jump(&question, asked, (field, &by), &jump) {
                Ok(Some(cliff)) => {
                    pairs.known.extend([jump.pair, told]);
                    found.push(cliff);
                }
                Ok(None) => {}
                Err(Undecided) => _ = pairs.open.insert(jump.pair),
            }
        }
        Ok(())
    }

    /// A step between two rows, if there is one.
    fn jump(
        &self,
        question: &Question<'_>,
        asked: &Asked<'_>,
        moved: (FieldId, &Num),
        jump: &Jump,
    ) -> Result<Option<Cliff>, Undecided> {
        if let [one, other, ..] = jump.hold.as_slice()
            && !question.may_meet(*one, *other)
        {
            return Ok(None);
        }
        let mut known = Vec::new();
        while known.len() < MOST_TRIED {
            match question.held_beside(&jump.hold, &jump.without, &known) {
                Answer::Record(region, values) => {
                    let rests_on = question.rests_on(&region);
                    let cliff = self.beside(question, &values, rests_on, asked, moved, jump.pair);
                    if let Some(cliff) = cliff {
                        return Ok(Some(cliff));
                    }
                    known.push(region);
                }
                Answer::None(_) if known.is_empty() => return Ok(None),
                Answer::None(_) | Answer::Undecided => return Err(Undecided),
            }
        }
        Err(Undecided)
    }

    /// The step beside a record, if both records do what is asked.
    fn beside(
        &self,
        question: &Question<'_>,
        values: &Values,
        mut rests_on: RestsOn,
        asked: &Asked<'_>,
        (field, by): (FieldId, &Num),
        pair: Pair,
    ) -> Option<Cliff> {
        rests_on.fields.insert(field);
        let mut first = Witness::of(&question.space, self.steps.record, values, self.plan);
        // Other criteria may ask the day.
        first.as_of = first.as_of.or(self.model.period.from);
        let mut second = first.clone();
        let value = &mut second.fields.iter_mut().find(|(own, _)| *own == field)?.1;
        *value = more(value, by)?;
        let side = |witness| self.side(witness, &rests_on, asked);
        let sides = [side(first)?, side(second)?];
        let cliff = Cliff { block: asked.id, criterion: asked.place, field, sides };
        let is_asked = match pair {
            Some(pair) => {
                let own = |(side, row): (&CliffSide, usize)| side.rows == [row];
                cliff.sides.iter().zip(pair).all(own)
            }
            None => true,
        };
        (is_asked && cliff.height() > *asked.over).then_some(cliff)
    }

    /// A record that was run, with its points, total and grade.
    fn side(&self, witness: Witness, rests_on: &RestsOn, asked: &Asked<'_>) -> Option<CliffSide> {
        let criterion = asked.card.criteria.get(asked.place)?;
        let Shown::By(witness) = self.replayed(witness, rests_on, &asked.block.guards, &|_| true)
        else {
            return None;
        };
        let replayed = witness.run(self.model, self.plan, self.functions)?;
        let holds = |row: &usize| replayed.row(self.steps, &criterion.rows, *row) == Truth::True;
        let first = if self.sums(asked.id, asked.place) { usize::MAX } else { 1 };
        Some(CliffSide {
            rows: (0..criterion.rows.len()).filter(holds).take(first).collect(),
            points: replayed.points(criterion.points)?,
            total: replayed.points(asked.card.total),
            grade: asked.card.grading.as_ref().and_then(|one| replayed.grade(one.grades)),
            witness,
        })
    }
}

/// A number or day, and so much more.
fn more(value: &Value, by: &Num) -> Option<Value> {
    match value {
        Value::Num(number) => Some(Value::Num(number.add(by).ok()?)),
        Value::Date(day) => Some(Value::Date(day.add_days(by)?)),
        Value::Missing | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
    }
}

/// Rows with what each gives.
type Lines = [(Rc<Formula>, Rc<Number>)];

/// Conditions of a question, and the steps that it is asked for.
struct Jumps<'o> {
    formulas: Vec<Rc<Formula>>,
    all: Vec<Jump>,
    pairs: &'o mut Pairs,
}

impl Jumps<'_> {
    /// Steps between rows of which the first that holds gives the points.
    fn in_turn(&mut self, reader: &mut Reader<'_>, [here, there]: [&Lines; 2], over: &Num) {
        let count = here.len();
        self.formulas.extend(here.iter().chain(there).map(|(when, _)| Rc::clone(when)));
        for (i, (_, own)) in here.iter().enumerate() {
            for (j, (_, other)) in there.iter().enumerate() {
                if i != j && !self.pairs.may_be([i, j]) {
                    continue;
                }
                let mut hold = vec![i, count + j];
                match differ(reader, own, other, over) {
                    Some(differ) if differ.constant() == Some(false) => continue,
                    Some(differ) if differ.constant() == Some(true) => {}
                    Some(differ) => {
                        hold.push(self.formulas.len());
                        self.formulas.push(differ);
                    }
                    None => {
                        self.pairs.open.insert(Some([i, j]));
                        continue;
                    }
                }
                let without = (0..i).chain(count..count + j).collect();
                self.all.push(Jump { pair: Some([i, j]), hold, without });
            }
        }
    }

    /// Steps of points that are the sum of all rows that hold.
    fn added(&mut self, reader: &mut Reader<'_>, [here, there]: [&Lines; 2], over: &Num) {
        let both = sum(here).zip(sum(there));
        match both.and_then(|(own, other)| differ(reader, &own, &other, over)) {
            Some(differ) => {
                self.formulas.push(differ);
                self.all.push(Jump { pair: None, hold: vec![0], without: Vec::new() });
            }
            None => _ = self.pairs.open.insert(None),
        }
    }
}

/// The condition that two numbers are further apart than so much; `None` where it is not linear.
fn differ(
    reader: &mut Reader<'_>,
    own: &Rc<Number>,
    other: &Rc<Number>,
    over: &Num,
) -> Option<Rc<Formula>> {
    let over = Rc::new(Number::Linear(Linear::constant(over.clone())));
    let (high, low) = (arith(Arith::Add, own, &over).ok()?, arith(Arith::Sub, own, &over).ok()?);
    let rises = reader.compared_numbers(Compare::Greater, other, &high)?;
    let falls = reader.compared_numbers(Compare::Less, other, &low)?;
    Some(Formula::or([rises, falls]))
}

/// What the rows that hold give together, case by case; `None` of too many cases.
fn sum(lines: &Lines) -> Option<Rc<Number>> {
    let zero = Rc::new(Number::Linear(Linear::constant(Num::ZERO)));
    lines.iter().try_fold(Rc::clone(&zero), |sum, (when, gives)| {
        let own = choice(when, Rc::clone(gives), Rc::clone(&zero));
        let sum = arith(Arith::Add, &sum, &own).ok()?;
        (sum.cases() <= MOST_CASES).then_some(sum)
    })
}

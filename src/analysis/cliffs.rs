//! Cliffs: two records that differ in one field, by one grain of it, and of which a criterion gives
//! more points to one than to the other by more than is asked for.
//!
//! Both records are one point of one space: the second is read as the first with the field so much
//! more. A cliff is then a record for which one row is the first to hold, and another the first to
//! hold beside it, and what is searched for is found or proved not to be like any other.

use super::cliff::{Card, Cliff, Cliffs, Stepped, Twice, Undecided};
use super::formula::Formula;
use super::leaps::differ;
use super::number::{Number, sum};
use super::of_type::OfType;
use super::read::{Reader, Switches};
use super::rows::{Answer, Question, RestsOn};
use super::search::Budget;
use super::settle::Values;
use super::witness::Replayed;
use crate::eval::Functions;
use crate::model::{FieldId, Model};
use crate::plan::{BlockPlanKind, CriterionPlan, Plan};
use crate::value::Num;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The most rows of a criterion that are held against each other.
const MOST_ROWS: usize = 200;

/// The most records that one question may propose.
const MOST_TRIED: usize = 6;

/// Looks for steps that are higher than this in the criteria and totals of scorecards, and for
/// those of more than one grade. Each is between two records that were run.
pub fn cliffs(model: &Model, plan: &Plan, functions: &dyn Functions, over: &Num) -> Cliffs {
    let (mut all, budget) = (Cliffs::default(), Budget::default());
    for steps in &plan.records {
        let budget = &budget;
        let of_type = OfType { model, plan, steps, functions, budget, regions: false };
        for (id, block) in &steps.blocks {
            let BlockPlanKind::Scorecard(card) = &block.kind else { continue };
            let card = Card { id: *id, block, card, over };
            for (place, criterion) in card.card.criteria.iter().enumerate() {
                let asked = Asked { card: &card, place, criterion };
                if of_type.cliffs(&asked, &mut all.found).is_err() {
                    all.undecided.push((*id, Stepped::Points(place)));
                }
            }
            let budget = &Budget::default();
            OfType { budget, ..of_type }.leaps(&card, &mut all);
        }
    }
    all
}

/// A criterion that is asked for steps.
struct Asked<'a> {
    card: &'a Card<'a>,
    place: usize,
    criterion: &'a CriterionPlan,
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

impl OfType<'_> {
    /// The steps of a criterion.
    fn cliffs(&self, asked: &Asked<'_>, found: &mut Vec<Cliff>) -> Result<(), Undecided> {
        let criterion = asked.criterion;
        if criterion.rows.len() > MOST_ROWS {
            return Err(Undecided);
        }
        let firsts = self.firsts(asked.card, criterion);
        let mut pairs = Pairs::default();
        let fields = self.moving(&[criterion.points], &|reader| _ = reader.rows(&criterion.rows));
        for field in fields {
            pairs.touching = firsts.touching(field);
            self.along(asked, field, &mut pairs, found)?;
        }
        if pairs.open.is_subset(&pairs.known) { Ok(()) } else { Err(Undecided) }
    }

    /// The steps that one grain of a field makes, between rows of which none is known yet.
    fn along(
        &self,
        asked: &Asked<'_>,
        field: FieldId,
        pairs: &mut Pairs,
        found: &mut Vec<Cliff>,
    ) -> Result<(), Undecided> {
        let (by, card) = (self.grain_of(field), asked.card);
        let criterion = asked.criterion;
        let on_grain = self.reader(Switches::AsSet).fields_of(criterion.points);
        let read = |reader: &mut Reader<'_>| reader.row_numbers(&criterion.rows);
        let twice = self.twice(&card.block.guards, &on_grain, (field, &by), &read)?;
        let Twice { mut reader, guard, possible, here, there } = twice;
        let mut jumps = Jumps { formulas: Vec::new(), all: Vec::new(), pairs };
        if self.sums(card.id, asked.place) {
            jumps.added(&mut reader, [&here, &there], card.over);
        } else {
            jumps.in_turn(&mut reader, [&here, &there], card.over);
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
        moved: (FieldId, &Num),
        pair: Pair,
    ) -> Option<Cliff> {
        let (field, card) = (moved.0, asked.card);
        rests_on.fields.insert(field);
        let [first, second] = self.pair(&question.space, values, moved)?;
        let criterion = asked.criterion;
        let lines = |replayed: &Replayed| self.lines(card.id, asked.place, criterion, replayed);
        let side = |witness| self.side(witness, &rests_on, card, criterion.points, &lines);
        let sides = [side(first)?, side(second)?];
        let of = Stepped::Points(asked.place);
        let cliff = Cliff { block: card.id, of, field, sides };
        let is_asked = match pair {
            Some(pair) => cliff.sides.iter().zip(pair).all(|(side, row)| {
                let [(_, own)] = side.lines.as_slice() else { return false };
                *own == row
            }),
            None => true,
        };
        (is_asked && cliff.height() > *card.over).then_some(cliff)
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

//! Crossings: guards that one grain of a field turns, so that a scorecard applies to a record and
//! not to the one beside it.

use super::cliff::{Twice, Undecided};
use super::of_type::{OfType, Shown};
use super::read::{Reader, Switches};
use super::rows::{Answer, Question, RestsOn};
use super::search::Budget;
use super::settle::Values;
use super::witness::{Replayed, Witness};
use crate::eval::Functions;
use crate::model::{BlockId, FieldId, Model};
use crate::plan::{BlockPlan, BlockPlanKind, Plan};
use crate::value::{Num, Truth};

/// The most records that one question may propose.
const MOST_TRIED: usize = 6;

/// A guard that one grain of a field turns.
#[derive(Clone, Debug)]
pub struct Crossing {
    /// Scorecard that the guard belongs to.
    pub block: BlockId,
    /// Guard that is turned, by its place.
    pub guard: usize,
    /// Field by which the two records differ: the second has one grain more of it.
    pub field: FieldId,
    /// Records on both sides, which were run.
    pub sides: [Witness; 2],
    /// `true` if the scorecard applies to the second record and not to the first.
    pub begins: bool,
}

/// Crossings of all scorecards, and those of which it could not be told whether they have others.
#[derive(Clone, Debug, Default)]
pub struct Crossings {
    /// The crossings: for each guard and field one that begins and one that ends.
    pub found: Vec<Crossing>,
    /// Scorecards of which some could not be decided.
    pub undecided: Vec<BlockId>,
}

/// Looks for guards of scorecards that one grain of a field turns, by two records that were run.
pub fn crossings(model: &Model, plan: &Plan, functions: &dyn Functions) -> Crossings {
    let mut all = Crossings::default();
    for steps in &plan.records {
        for (id, block) in &steps.blocks {
            let BlockPlanKind::Scorecard(_) = &block.kind else { continue };
            let budget = &Budget::default();
            let of_type = OfType { model, plan, steps, functions, budget, regions: false };
            if of_type.crossings(*id, block, &mut all.found).is_err() {
                all.undecided.push(*id);
            }
        }
    }
    all
}

/// A guard that is asked for crossings along a field.
struct Asked<'a> {
    id: BlockId,
    block: &'a BlockPlan,
    guard: usize,
    field: FieldId,
    by: &'a Num,
    begins: bool,
}

impl OfType<'_> {
    fn crossings(
        &self,
        id: BlockId,
        block: &BlockPlan,
        found: &mut Vec<Crossing>,
    ) -> Result<(), Undecided> {
        let guards = &block.guards;
        let read = |reader: &mut Reader<'_>| {
            Some(guards.iter().map(|guard| reader.truth(*guard)).collect::<Vec<_>>())
        };
        let reader = self.reader(Switches::AsSet);
        let on_grain = guards.iter().flat_map(|guard| reader.fields_of(*guard)).collect();
        let mut is_open = false;
        for field in self.moving(guards, &|reader| _ = read(reader)) {
            let by = &self.grain_of(field);
            let twice = self.twice(&[], &on_grain, (field, by), &read)?;
            let Twice { reader, guard: given, possible, here, there } = twice;
            let turned: Vec<usize> =
                (0..guards.len()).filter(|place| here.get(*place) != there.get(*place)).collect();
            let question = Question::among(reader, &given, &possible, &[here, there].concat());
            for guard in turned {
                for begins in [true, false] {
                    let asked = Asked { id, block, guard, field, by, begins };
                    match self.crossing(&question, &asked) {
                        Ok(crossing) => found.extend(crossing),
                        Err(Undecided) => is_open = true,
                    }
                }
            }
        }
        if is_open { Err(Undecided) } else { Ok(()) }
    }

    /// A record that the scorecard applies to and one beside it of which the guard fails, if there
    /// are.
    fn crossing(
        &self,
        question: &Question<'_>,
        asked: &Asked<'_>,
    ) -> Result<Option<Crossing>, Undecided> {
        let count = asked.block.guards.len();
        let (here, there) = (0..count, count..2 * count);
        let (hold, fails) = match asked.begins {
            true => (there, asked.guard),
            false => (here, count + asked.guard),
        };
        let hold: Vec<usize> = hold.collect();
        let mut known = Vec::new();
        while known.len() < MOST_TRIED {
            match question.held_beside(&hold, &[fails], &known) {
                Answer::Record(region, values) => {
                    let mut rests_on = question.rests_on(&region);
                    rests_on.fields.insert(asked.field);
                    if let Some(sides) = self.crossed(question, &values, &rests_on, asked) {
                        let Asked { id: block, guard, field, begins, .. } = *asked;
                        return Ok(Some(Crossing { block, guard, field, sides, begins }));
                    }
                    known.push(region);
                }
                Answer::None(_) if known.is_empty() => return Ok(None),
                Answer::None(_) | Answer::Undecided => return Err(Undecided),
            }
        }
        Err(Undecided)
    }

    /// Both records, run, if the scorecard applies to the one and the guard surely fails of the
    /// other.
    fn crossed(
        &self,
        question: &Question<'_>,
        values: &Values,
        rests_on: &RestsOn,
        asked: &Asked<'_>,
    ) -> Option<[Witness; 2]> {
        let guard = *asked.block.guards.get(asked.guard)?;
        let shown = |witness: Witness, applies: bool| {
            let does = |replayed: &Replayed| match applies {
                true => replayed.truth(asked.block.applies) == Truth::True,
                false => replayed.truth(guard) == Truth::False,
            };
            match self.replayed(witness, rests_on, &[], &does) {
                Shown::By(witness) => Some(witness),
                Shown::Never | Shown::Undecided => None,
            }
        };
        let [first, second] = self.pair(&question.space, values, (asked.field, asked.by))?;
        Some([shown(first, !asked.begins)?, shown(second, asked.begins)?])
    }
}

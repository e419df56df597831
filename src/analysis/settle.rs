//! Whether a record can lie within a box, and which.

use super::certificate::Premise;
use super::formula::AxisId;
use super::linear::{Linear, VariableId};
use super::ordinary::{USUAL, ordinary};
use super::set::{MISSING, Region, Set};
use super::space::{Axis, Measure, Space, multiple, of_sign};
use super::system::{Answer, Constraint, Proof, solve};
use crate::plan::Set as Numbers;
use crate::value::{Compare, Num, Rounding, TooLarge};
use std::collections::{BTreeMap, BTreeSet};

/// Values of the variables of a record; those without one are missing.
pub type Values = BTreeMap<VariableId, Num>;

/// Answer to the question about a box.
#[derive(Clone, Debug)]
pub enum Settled {
    /// A record lies within.
    Point(Values),
    /// It must be parted first: the points of an axis within a set, and those beyond.
    Split(AxisId, Set),
    /// Numbers satisfy all, but whole ones must be looked for on either side of a number.
    Whole(VariableId, Num),
    /// No record lies within: these premises, each times its factor, contradict each other.
    Impossible(Vec<(Premise, Num)>),
    /// No record lies within: an axis is missing, but everything it is computed from is there.
    NotMissing(AxisId),
    /// No record lies within: an axis has a value, but what it is divided by is zero.
    ByZero(AxisId),
    /// It could not be told.
    Undecided,
}

/// Bound put on a variable to look for whole numbers.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Variable that is bounded.
    pub variable: VariableId,
    /// The greatest value, else the least.
    pub upper: bool,
    /// The bound, itself within.
    pub at: Num,
}

/// Bounds that are put on variables one within the other.
const MOST_BRANCHES: usize = 32;

/// Sizes of whole numbers that are tried where those of the usual size have no solution.
const SIZES: [i64; 2] = [100, 1_000];

/// Sign of what a quotient is divided by.
enum Sign {
    Positive,
    Negative,
    Zero,
    Open(AxisId, Set),
}

/// Looks for a record within a box.
pub fn settle(space: &Space, region: &Region, branches: &[Branch]) -> Settled {
    Within { space, region, branches }.settled().unwrap_or_else(|settled| settled)
}

/// The records within a box.
struct Within<'b> {
    space: &'b Space,
    region: &'b Region,
    branches: &'b [Branch],
}

impl Within<'_> {
    /// Steps that fail settle the question.
    fn settled(&self) -> Result<Settled, Settled> {
        self.in_one_part()?;
        let present = self.present();
        let absent = self.absent(&present)?;
        let (premises, constraints) = self.constraints(&present)?;
        let values = match self.solved(&constraints) {
            Answer::Values(values) => values,
            Answer::Impossible(proof) => {
                return Err(Settled::Impossible(told(&premises, proof)));
            }
            Answer::NoValue(variable, between) => {
                return Err(self.branched(variable, between.lower.as_ref().map(|(at, _)| at)));
            }
            Answer::Undecided => return Err(Settled::Undecided),
        };
        Ok(Settled::Point(self.whole_record(&absent).unwrap_or(values)))
    }

    /// Axes that are asked, each with its set.
    fn asked(&self) -> impl Iterator<Item = (AxisId, &Axis, &Set)> {
        let sets = self.space.axes().zip(self.region.sets());
        sets.map(|((id, axis), set)| (id, axis, set)).filter(|(_, axis, set)| *set != axis.all())
    }

    /// That each set is one part: missing, or between two bounds.
    fn in_one_part(&self) -> Result<(), Settled> {
        for (id, axis, set) in self.asked() {
            let missing = Set::range(MISSING..MISSING + 1);
            if set.contains(MISSING) {
                if *set != missing {
                    return Err(Settled::Split(id, axis.known()));
                }
                continue;
            }
            // What lies between two ranges may be places where no value can be.
            if let ([first, _, ..], Some(last)) = (set.ranges(), set.ranges().last()) {
                let hull = Set::range(first.start..last.end).and(axis.all());
                if hull != *set {
                    return Err(Settled::Split(id, Set::range(first.clone())));
                }
            }
        }
        Ok(())
    }

    /// Variables that have a value in every record within.
    fn present(&self) -> BTreeSet<VariableId> {
        let known = self.asked().filter(|(_, _, set)| !set.contains(MISSING));
        let mut present: BTreeSet<VariableId> =
            known.flat_map(|(_, axis, _)| axis.measure.variables()).collect();
        let variables = self.space.variables.enumerate();
        present.extend(variables.filter(|(_, one)| !one.optional).map(|(id, _)| id));
        present
    }

    /// Variables to leave out, for the axes that are missing.
    fn absent(&self, present: &BTreeSet<VariableId>) -> Result<BTreeSet<VariableId>, Settled> {
        let mut absent = BTreeSet::new();
        for (id, axis, _) in self.asked().filter(|(_, _, set)| set.contains(MISSING)) {
            if let Some(out) = axis.measure.variables().find(|one| !present.contains(one)) {
                absent.insert(out);
                continue;
            }
            match &axis.measure {
                Measure::Linear(_) => return Err(Settled::NotMissing(id)),
                Measure::Quotient(_, under) => match self.sign(under)? {
                    Sign::Zero => {}
                    Sign::Positive | Sign::Negative => return Err(Settled::NotMissing(id)),
                    Sign::Open(axis, zero) => return Err(Settled::Split(axis, zero)),
                },
            }
        }
        Ok(absent)
    }

    /// The sign of a form within the box.
    fn sign(&self, form: &Linear) -> Result<Sign, Settled> {
        if self.space.is_surely_positive(form) {
            return Ok(Sign::Positive);
        }
        let Some((measure, at)) = of_sign(form) else { return Err(Settled::Undecided) };
        let (mut axes, flipped) = (self.space.axes(), form.leading().is_negative());
        let Some((id, axis)) = axes.find(|(_, axis)| axis.measure == measure) else {
            return Err(Settled::Undecided);
        };
        let Some(set) = self.region.set(id.index()) else { return Err(Settled::Undecided) };
        let at = |op| axis.set(&Numbers::compare(op, at.clone()));
        let [below, zero, above] = [Compare::Less, Compare::Equal, Compare::Greater].map(at);
        Ok(if zero.covers(set) {
            Sign::Zero
        } else if above.covers(set) {
            if flipped { Sign::Negative } else { Sign::Positive }
        } else if below.covers(set) {
            if flipped { Sign::Positive } else { Sign::Negative }
        } else if zero.meets(set) {
            Sign::Open(id, zero)
        } else {
            Sign::Open(id, below)
        })
    }

    /// The constraints on records within, each with where it comes from.
    fn constraints(
        &self,
        present: &BTreeSet<VariableId>,
    ) -> Result<(Vec<Premise>, Vec<Constraint>), Settled> {
        let mut all: Vec<(Premise, Constraint)> = Vec::new();
        let facts = self.space.facts.iter().enumerate();
        let holds = |fact: &Constraint| fact.form.terms.keys().all(|one| present.contains(one));
        all.extend(
            facts
                .filter(|(_, fact)| holds(fact))
                .map(|(place, fact)| (Premise::Fact(place), fact.clone())),
        );
        for (id, axis, set) in self.asked().filter(|(_, _, set)| !set.contains(MISSING)) {
            let (Some(first), Some(last)) = (set.ranges().first(), set.ranges().last()) else {
                continue;
            };
            if let Measure::Quotient(_, under) = &axis.measure {
                self.not_by_zero(id, under)?;
            }
            let between = axis.between(&(first.start..last.end));
            let bounds = [
                (Premise::Lower(id.index()), between.lower, false),
                (Premise::Upper(id.index()), between.upper, true),
            ];
            for (premise, bound, upper) in bounds {
                let Some((at, strict)) = bound else { continue };
                let form = self.bounded(id, &at, upper)?;
                all.push((premise, Constraint { form, strict }));
            }
        }
        let branches = self.branches.iter().enumerate();
        all.extend(branches.map(|(place, branch)| (Premise::Side(place), branch.constraint())));
        Ok(all.into_iter().unzip())
    }

    /// That a quotient that has a value is not one by zero.
    fn not_by_zero(&self, id: AxisId, under: &Linear) -> Result<(), Settled> {
        match self.sign(under)? {
            Sign::Positive | Sign::Negative => Ok(()),
            Sign::Zero => Err(Settled::ByZero(id)),
            Sign::Open(axis, set) => Err(Settled::Split(axis, set)),
        }
    }

    /// The form that is not negative where an axis is at least, or at most, a number.
    fn bounded(&self, id: AxisId, at: &Num, upper: bool) -> Result<Linear, Settled> {
        let too_large = |_: TooLarge| Settled::Undecided;
        let (form, negative) = match &self.space.axis(id).measure {
            Measure::Linear(form) => {
                let bound = Linear::constant(at.clone());
                (form.plus(&Num::ONE.neg(), &bound).map_err(too_large)?, false)
            }
            Measure::Quotient(over, under) => {
                let negative = match self.sign(under)? {
                    Sign::Positive => false,
                    Sign::Negative => true,
                    Sign::Zero => return Err(Settled::ByZero(id)),
                    Sign::Open(axis, set) => return Err(Settled::Split(axis, set)),
                };
                (over.plus(&at.neg(), under).map_err(too_large)?, negative)
            }
        };
        if upper == negative { Ok(form) } else { form.times(&Num::ONE.neg()).map_err(too_large) }
    }

    /// Solution of constraints, by numbers of the smallest size that has one: of 10 members no
    /// share lies between 97% and 98%, of 100 one does.
    fn solved(&self, constraints: &[Constraint]) -> Answer {
        let by = |size: i64| {
            solve(constraints, &mut |id, between| {
                ordinary(&self.space.variables[id], between, &self.space.between(id), size)
            })
        };
        let answer = by(USUAL);
        match answer {
            Answer::NoValue(..) => {
                let larger = SIZES.into_iter().map(by);
                let mut found = larger.filter(|answer| matches!(answer, Answer::Values(_)));
                found.next().unwrap_or(answer)
            }
            Answer::Values(_) | Answer::Impossible(_) | Answer::Undecided => answer,
        }
    }

    /// Where to look for multiples of a grain: on either side of the greatest below a bound.
    fn branched(&self, variable: VariableId, lower: Option<&Num>) -> Settled {
        let grain = self.space.variables[variable].grain.as_ref();
        let at = lower.zip(grain).and_then(|(at, grain)| multiple(at, grain, Rounding::Down));
        // A side that was taken already leads no further.
        let known = |at: &Num| {
            let next = grain.and_then(|grain| at.add(grain).ok());
            let same = |branch: &Branch| {
                let side = if branch.upper { Some(at) } else { next.as_ref() };
                branch.variable == variable && side == Some(&branch.at)
            };
            self.branches.len() >= MOST_BRANCHES || self.branches.iter().any(same)
        };
        match at.filter(|at| !known(at)) {
            Some(at) => Settled::Whole(variable, at),
            None => Settled::Undecided,
        }
    }

    /// Values of all variables but those that are absent, if all facts allow it.
    fn whole_record(&self, absent: &BTreeSet<VariableId>) -> Option<Values> {
        let all = self.space.variables.ids().filter(|id| !absent.contains(id)).collect();
        let (_, constraints) = self.constraints(&all).ok()?;
        let Answer::Values(mut values) = self.solved(&constraints) else { return None };
        for (id, variable) in self.space.variables.enumerate() {
            if !absent.contains(&id) && !values.contains_key(&id) {
                let own = self.space.between(id);
                values.insert(id, ordinary(variable, &own, &own, USUAL)?);
            }
        }
        Some(values)
    }
}

impl Branch {
    fn constraint(&self) -> Constraint {
        let mut form = Linear::variable(self.variable);
        form.constant = self.at.neg();
        if self.upper {
            form.terms.values_mut().for_each(|factor| *factor = factor.neg());
            form.constant = self.at.clone();
        }
        Constraint { form, strict: false }
    }
}

/// A proof by the premises that its constraints come from.
fn told(premises: &[Premise], proof: Proof) -> Vec<(Premise, Num)> {
    proof.into_iter().filter_map(|(place, factor)| Some((*premises.get(place)?, factor))).collect()
}

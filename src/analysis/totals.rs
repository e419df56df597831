//! Totals that records can reach: for each grade whether some record comes to a total within its
//! rows, and for each criterion whether some record gets the most it can give, or more.
//!
//! A criterion is a choice between rows, each with the points it gives as a linear form. A total is
//! reached by one choice a criterion (of one whose rows are added, by one a row: it holds, or not):
//! the boxes of the chosen rows must meet, and the forms' sum lie where it is asked to. Choices are
//! tried from the most points on, and given up as soon as what is left to choose cannot lead there
//! any more.

use super::boxes::{Asked, TooMany};
use super::certificate::{Claim, Tree};
use super::formula::Formula;
use super::linear::Linear;
use super::number::Number;
use super::read::Reader;
use super::rows::{Question, among, ground, places, regions};
use super::search::{Budget, Found, search};
use super::set::Region;
use super::settle::Values;
use super::space::Space;
use super::system::{Between, Constraint};
use crate::plan::CriterionPlan;
use crate::value::{Num, TooLarge};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Criteria of a scorecard as choices, in the space of its records.
pub(super) struct Totals<'b> {
    /// Space of the records.
    pub space: Space,
    guard: Vec<Region>,
    criteria: Vec<Vec<Choice>>,
    /// The criterion that each list of choices is of, by its place; `None` of a row that is added.
    of: Vec<Option<usize>>,
    /// Boxes in which no record is looked for.
    beyond: Vec<Region>,
    budget: &'b Budget,
}

/// A case of a row: where it is the one that gives the points, and how many.
struct Choice {
    regions: Vec<Region>,
    points: Linear,
    least: Option<Num>,
    most: Option<Num>,
}

/// Answer to whether a total, or points, can be reached.
pub(super) enum Reached {
    /// A record that does so.
    By(Values),
    /// No record does, which was proved.
    Never,
    /// It could not be told.
    Undecided,
}

/// Combinations of choices that one question may look at.
const MOST_TRIED: usize = 20_000;

/// The most boxes of choices that are let out.
const MOST_REACHING: usize = 2_000;

/// Reason why criteria are not read as choices.
struct NoChoices;

impl<'b> Totals<'b> {
    /// The criteria of a scorecard, each with `true` if its rows are added; `None` where they give
    /// points that are not linear, or come to too many boxes.
    pub fn new(
        reader: Reader<'b>,
        guard: &Rc<Formula>,
        criteria: &[(&CriterionPlan, bool)],
    ) -> Option<Totals<'b>> {
        Totals::cut_by(reader, guard, &[], criteria)
    }

    /// The same, in a space that tells some conditions apart too.
    pub fn cut_by(
        mut reader: Reader<'b>,
        guard: &Rc<Formula>,
        further: &[&Rc<Formula>],
        criteria: &[(&CriterionPlan, bool)],
    ) -> Option<Totals<'b>> {
        let (mut cases, mut of): (Vec<Cases>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
        for (place, (criterion, adds)) in criteria.iter().enumerate() {
            let own = if *adds {
                added(&mut reader, criterion).ok()?
            } else {
                vec![in_turn(&mut reader, criterion).ok()?]
            };
            of.extend(own.iter().map(|_| Some(place).filter(|_| !adds)));
            cases.extend(own);
        }
        reader.all_fields();
        let possible = reader.possible();
        let mut space = std::mem::take(&mut reader.space);
        let all = cases.iter().flatten().map(|(condition, _)| condition.as_ref());
        let all = all.chain([guard.as_ref(), possible.as_ref()]);
        let all: Vec<&Formula> = all.chain(further.iter().map(|one| one.as_ref())).collect();
        space.cut(&all);
        regions(&space, guard, Asked::True).ok()?;
        let guard = among(&space, guard, &possible);
        let choices = cases.into_iter().map(|cases| {
            let choice = |(condition, points): (Rc<Formula>, Linear)| {
                let regions = regions(&space, &condition, Asked::True)?;
                let least = space.least(&points).map(|(least, _)| least);
                let turned = points.times(&Num::ONE.neg()).ok();
                let most = turned.and_then(|form| space.least(&form)).map(|(most, _)| most.neg());
                Ok(Choice { regions, points, least, most })
            };
            let mut choices: Vec<Choice> =
                cases.into_iter().map(choice).collect::<Result<_, TooMany>>()?;
            choices.retain(|choice| !choice.regions.is_empty());
            choices.sort_by(|a, b| b.most.cmp(&a.most));
            Ok(choices)
        });
        let criteria = choices.collect::<Result<_, TooMany>>().ok()?;
        let beyond = Vec::new();
        Some(Totals { space, guard, criteria, of, beyond, budget: reader.budget })
    }

    /// Search for a record that comes to a total between bounds, within some boxes and in none of
    /// others.
    pub fn total_beyond(
        &mut self,
        between: &Between,
        within: &[Region],
        boxes: &[Region],
    ) -> Reached {
        let both = self.both(within);
        let guard = std::mem::replace(&mut self.guard, both);
        self.beyond = boxes.to_vec();
        let reached = self.total(between);
        self.beyond.clear();
        self.guard = guard;
        reached
    }

    /// The boxes of records that are asked about, within others.
    fn both(&self, within: &[Region]) -> Vec<Region> {
        let both = self.guard.iter().flat_map(|one| within.iter().map(move |two| one.and(two)));
        both.filter(|region| !region.is_empty()).collect()
    }

    /// The question about records in none of some boxes.
    pub fn question(&self, boxes: &[Region]) -> Question<'b> {
        Question::of_boxes(self.space.clone(), self.guard.clone(), boxes, self.budget)
    }

    /// Boxes that hold all records which come to so many points and lie within some boxes, each let
    /// out; `None` of too many, and of points without a bound.
    pub fn reaching(
        &self,
        least: &Num,
        within: &[Region],
        let_out: &dyn Fn(&Region) -> Region,
    ) -> Option<Vec<Region>> {
        let guard = self.both(within);
        let all = match self.coming_to(least, guard.clone(), &Region::clone) {
            Some(all) => all,
            // Of many choices each is let out by itself: what ties them to each other is lost.
            None => {
                let guard = guard.iter().map(let_out).collect();
                self.coming_to(least, guard, let_out)?
            }
        };
        Some(without_covered(all.iter().map(let_out).collect()))
    }

    /// Boxes in which some choices together give so many points.
    fn coming_to(
        &self,
        least: &Num,
        guard: Vec<Region>,
        of_choice: &dyn Fn(&Region) -> Region,
    ) -> Option<Vec<Region>> {
        let most = |choices: &Vec<Choice>| -> Option<Num> {
            let each = choices.iter().map(|choice| choice.most.clone());
            each.collect::<Option<Vec<_>>>()?.into_iter().max()
        };
        let mut all = vec![(guard, Num::ZERO)];
        for (place, choices) in self.criteria.iter().enumerate() {
            let left = self.criteria.get(place + 1..)?.iter().map(most);
            let left = left.collect::<Option<Vec<_>>>()?;
            let left = left.iter().try_fold(Num::ZERO, |sum, most| sum.add(most)).ok()?;
            let mut next = Vec::new();
            for (boxes, sum) in &all {
                // Those with more points come first.
                let mut taken: Vec<Region> = Vec::new();
                for choice in choices {
                    let sum = sum.add(choice.most.as_ref()?).ok()?;
                    if sum.add(&left).ok()? < *least {
                        break;
                    }
                    let own = choice.regions.iter().map(of_choice);
                    let own = own.flat_map(|own| boxes.iter().map(move |one| one.and(&own)));
                    let is_new = |region: &Region| {
                        !region.is_empty() && !taken.iter().any(|taken| taken.covers(region))
                    };
                    let own = without_covered(own.filter(is_new).collect());
                    if !own.is_empty() {
                        taken.extend(own.iter().cloned());
                        next.push((own, sum));
                    }
                }
            }
            all = next;
            if all.iter().map(|(boxes, _)| boxes.len()).sum::<usize>() > MOST_REACHING {
                return None;
            }
        }
        Some(all.into_iter().flat_map(|(boxes, _)| boxes).collect())
    }

    /// Search for a record that comes to a total between bounds.
    pub fn total(&mut self, between: &Between) -> Reached {
        let criteria: Vec<usize> = (0..self.criteria.len()).collect();
        let (mut left, mut undecided) = (MOST_TRIED, false);
        for guard in self.guard.clone() {
            let chosen = Chosen { region: guard, sum: Linear::constant(Num::ZERO) };
            match self.choose(&chosen, &criteria, between, &mut left) {
                Ok(Reached::By(values)) => return Reached::By(values),
                Ok(Reached::Never) => {}
                Ok(Reached::Undecided) | Err(TooLarge) => undecided = true,
            }
        }
        if undecided { Reached::Undecided } else { Reached::Never }
    }

    /// All sums of points of one row a criterion, or of none where a criterion may have none;
    /// `None` of more than these, and of points that are not the same for every record.
    pub fn sums(&self, complete: &[bool], most: usize) -> Option<BTreeSet<Num>> {
        let mut sums = BTreeSet::from([Num::ZERO]);
        for (place, choices) in self.criteria.iter().enumerate() {
            let own = self.of.get(place).copied().flatten();
            let is_complete = own.is_some_and(|own| complete.get(own) == Some(&true));
            let mut next = if is_complete { BTreeSet::new() } else { sums.clone() };
            for choice in choices {
                let points = choice.points.as_constant()?;
                for sum in &sums {
                    next.insert(sum.add(points).ok()?);
                }
            }
            sums = next;
            if sums.len() > most {
                return None;
            }
        }
        Some(sums)
    }

    fn choose(
        &mut self,
        chosen: &Chosen,
        criteria: &[usize],
        between: &Between,
        left: &mut usize,
    ) -> Result<Reached, TooLarge> {
        if !self.can_lead(chosen, criteria, between)? {
            return Ok(Reached::Never);
        }
        let Some((criterion, rest)) = criteria.split_first() else {
            return self.try_out(chosen, between, left);
        };
        let count = self.criteria.get(*criterion).map_or(0, Vec::len);
        let mut undecided = false;
        for place in 0..count {
            for next in self.with(chosen, *criterion, place)? {
                match self.choose(&next, rest, between, left)? {
                    Reached::By(values) => return Ok(Reached::By(values)),
                    Reached::Never => {}
                    Reached::Undecided => undecided = true,
                }
                if *left == 0 {
                    return Ok(Reached::Undecided);
                }
            }
        }
        Ok(if undecided { Reached::Undecided } else { Reached::Never })
    }

    /// What is chosen, with a further choice, as far as the two meet.
    fn with(
        &self,
        chosen: &Chosen,
        criterion: usize,
        place: usize,
    ) -> Result<Vec<Chosen>, TooLarge> {
        let Some(choice) = self.criteria.get(criterion).and_then(|all| all.get(place)) else {
            return Ok(Vec::new());
        };
        let sum = chosen.sum.plus(&Num::ONE, &choice.points)?;
        let regions = choice.regions.iter().map(|region| region.and(&chosen.region));
        let regions = regions.filter(|region| !region.is_empty());
        Ok(regions.map(|region| Chosen { region, sum: sum.clone() }).collect())
    }

    /// Returns `true` if the criteria that are left can bring the sum between the bounds.
    fn can_lead(
        &self,
        chosen: &Chosen,
        criteria: &[usize],
        between: &Between,
    ) -> Result<bool, TooLarge> {
        let Some(sum) = chosen.sum.as_constant() else { return Ok(true) };
        let left = || criteria.iter().filter_map(|criterion| self.criteria.get(*criterion));
        let ends = |pick: fn(&Choice) -> &Option<Num>, worst: fn(Num, Num) -> Num| {
            left().try_fold(Some(sum.clone()), |total, choices| {
                let all: Option<Vec<Num>> =
                    choices.iter().map(|choice| pick(choice).clone()).collect();
                let end = all.and_then(|all| all.into_iter().reduce(worst));
                total.zip(end).map(|(total, end)| total.add(&end)).transpose()
            })
        };
        let (least, most) =
            (ends(|choice| &choice.least, Num::min)?, ends(|choice| &choice.most, Num::max)?);
        let reachable = Between {
            lower: least.map(|least| (least, false)),
            upper: most.map(|most| (most, false)),
        };
        Ok(reachable.meets(between) && left().all(|choices| !choices.is_empty()))
    }

    /// Looks for a record where everything is chosen.
    fn try_out(
        &mut self,
        chosen: &Chosen,
        between: &Between,
        left: &mut usize,
    ) -> Result<Reached, TooLarge> {
        let Some(fewer) = left.checked_sub(1) else { return Ok(Reached::Undecided) };
        *left = fewer;
        // Where all is chosen the bounds of the sum are facts like any others.
        let before = self.space.facts.len();
        self.space.facts.extend(bounds(&chosen.sum, between)?);
        let beyond: Vec<&Region> = self.beyond.iter().collect();
        let found = match search(&self.space, &chosen.region, &beyond, self.budget) {
            Found::Point(_, values) => Reached::By(values),
            Found::Covered(tree) => self.refuted(chosen, &tree),
            Found::Undecided => Reached::Undecided,
        };
        self.space.facts.truncate(before);
        Ok(found)
    }

    fn refuted(&self, chosen: &Chosen, tree: &Tree) -> Reached {
        let (ground, region) = (&ground(&self.space), places(&chosen.region));
        let covers: Vec<_> = self.beyond.iter().map(places).collect();
        let proved = Claim { ground, region, covers: &covers }.is_proved_by(tree);
        if proved { Reached::Never } else { Reached::Undecided }
    }
}

/// Choices that were made: where all of them hold, and the sum of their points.
struct Chosen {
    region: Region,
    sum: Linear,
}

/// Boxes without those that lie within another.
fn without_covered(all: Vec<Region>) -> Vec<Region> {
    let mut kept: Vec<Region> = Vec::new();
    for region in all {
        if !kept.iter().any(|one| one.covers(&region)) {
            kept.retain(|one| !region.covers(one));
            kept.push(region);
        }
    }
    kept
}

/// The constraints that a form lies between bounds; of a form without variables that does not, one
/// that nothing fulfils.
fn bounds(form: &Linear, between: &Between) -> Result<Vec<Constraint>, TooLarge> {
    let mut all = Vec::new();
    let minus = Num::ONE.neg();
    if let Some((lower, strict)) = &between.lower {
        let form = form.plus(&minus, &Linear::constant(lower.clone()))?;
        all.push(Constraint { form, strict: *strict });
    }
    if let Some((upper, strict)) = &between.upper {
        let form = Linear::constant(upper.clone()).plus(&minus, form)?;
        all.push(Constraint { form, strict: *strict });
    }
    Ok(all)
}

/// Cases of points: where each is the one, and how many.
type Cases = Vec<(Rc<Formula>, Linear)>;

/// The rows of a criterion that are added, each case by case: where it holds, and where it does
/// not.
fn added(reader: &mut Reader<'_>, criterion: &CriterionPlan) -> Result<Vec<Cases>, NoChoices> {
    let rows = reader.row_numbers(&criterion.rows).ok_or(NoChoices)?;
    let row = |(when, gives): (Rc<Formula>, Rc<Number>)| {
        let mut all = vec![(Formula::not(Rc::clone(&when)), Linear::constant(Num::ZERO))];
        gives.each_case(&when, &mut all)?;
        Ok(all)
    };
    rows.into_iter().map(row).collect()
}

/// The rows of a criterion, case by case: where each is the first to hold, and what it gives.
fn in_turn(reader: &mut Reader<'_>, criterion: &CriterionPlan) -> Result<Cases, NoChoices> {
    let rows = reader.row_numbers(&criterion.rows).ok_or(NoChoices)?;
    let (mut before, mut all) = (Vec::new(), Vec::new());
    for (when, gives) in rows {
        let first = Formula::and(before.iter().cloned().chain([Rc::clone(&when)]));
        gives.each_case(&first, &mut all)?;
        before.push(Formula::not(when));
    }
    Ok(all)
}

impl Number {
    /// The cases of a number, each with the condition on which it is the one.
    fn each_case(
        &self,
        on: &Rc<Formula>,
        all: &mut Vec<(Rc<Formula>, Linear)>,
    ) -> Result<(), NoChoices> {
        match self {
            Number::Linear(form) => all.push((Rc::clone(on), form.clone())),
            Number::Missing => {}
            Number::Quotient(..) => return Err(NoChoices),
            Number::Choice(condition, then, otherwise) => {
                let not = Formula::not(Rc::clone(condition));
                then.each_case(&Formula::and([Rc::clone(on), Rc::clone(condition)]), all)?;
                otherwise.each_case(&Formula::and([Rc::clone(on), not]), all)?;
            }
        }
        Ok(())
    }
}

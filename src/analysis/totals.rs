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

/// A case of a row: where it is the one that gives the points, and what it adds to each sum.
struct Choice {
    regions: Vec<Region>,
    points: Vec<Points>,
}

/// What a choice adds to a sum, and the ends between which that lies.
struct Points {
    form: Linear,
    least: Option<Num>,
    most: Option<Num>,
}

/// Cases of which one holds: on which condition each does, and what it adds to each sum.
pub(super) struct Alternatives {
    /// The criterion they are of, by its place; `None` of a row that is added.
    pub of: Option<usize>,
    /// The cases, each with its condition.
    pub cases: Vec<(Rc<Formula>, Vec<Linear>)>,
}

/// What is looked for among the choices.
struct Sought<'s> {
    /// Bounds of each sum.
    between: &'s [Between],
    /// Searches that may still be made.
    left: &'s mut usize,
    /// `true` if some of the choices are tried before all are made: what they exclude, all do.
    stepwise: bool,
    /// Returns `true` of a record after which no other is looked for.
    is_last: &'s mut dyn FnMut(&Space, &Values) -> bool,
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

/// Combinations of choices that are looked at whole before it is asked which choices exclude each
/// other.
const FEW: usize = 50;

/// Combinations of choices that one question may look at.
const MOST_TRIED: usize = 20_000;

/// The most boxes of choices that are let out.
const MOST_REACHING: usize = 2_000;

/// Reason why criteria are not read as choices.
pub(super) struct NoChoices;

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
        let mut all = Vec::new();
        for (place, (criterion, adds)) in criteria.iter().enumerate() {
            let own = if *adds {
                added(&mut reader, criterion).ok()?
            } else {
                vec![in_turn(&mut reader, criterion).ok()?]
            };
            let of = Some(place).filter(|_| !adds);
            let alone = |(on, points): (Rc<Formula>, Linear)| (on, vec![points]);
            all.extend(own.into_iter().map(|cases| {
                let cases = cases.into_iter().map(alone).collect();
                Alternatives { of, cases }
            }));
        }
        reader.all_fields();
        let possible = reader.possible();
        Totals::among(reader, [guard, &possible], further, all)
    }

    /// Alternatives of which one each is chosen, of records for which a condition holds and another
    /// does not fail, by a reader that has taken in every field.
    pub fn among(
        mut reader: Reader<'b>,
        [guard, possible]: [&Rc<Formula>; 2],
        further: &[&Rc<Formula>],
        all: Vec<Alternatives>,
    ) -> Option<Totals<'b>> {
        let mut space = std::mem::take(&mut reader.space);
        let cases = all.iter().flat_map(|one| &one.cases);
        let asked = cases.map(|(condition, _)| condition.as_ref());
        let asked = asked.chain([guard.as_ref(), possible.as_ref()]);
        let asked: Vec<&Formula> = asked.chain(further.iter().map(|one| one.as_ref())).collect();
        space.cut(&asked);
        regions(&space, guard, Asked::True).ok()?;
        let guard = among(&space, guard, possible);
        let of = all.iter().map(|one| one.of).collect();
        let choices = all.into_iter().map(|one| {
            let choice = |(condition, points): (Rc<Formula>, Vec<Linear>)| {
                let regions = regions(&space, &condition, Asked::True)?;
                let points = points.into_iter().map(|form| Points::of(form, &space)).collect();
                Ok(Choice { regions, points })
            };
            let mut choices: Vec<Choice> =
                one.cases.into_iter().map(choice).collect::<Result<_, TooMany>>()?;
            choices.retain(|choice| !choice.regions.is_empty());
            choices.sort_by(|a, b| b.most().cmp(&a.most()));
            Ok(choices)
        });
        let criteria = choices.collect::<Result<_, TooMany>>().ok()?;
        let beyond = Vec::new();
        Some(Totals { space, guard, criteria, of, beyond, budget: reader.budget })
    }

    /// Hands over records whose sums lie between bounds, within some boxes, one for each way to
    /// choose, by as many searches as are left; `false` where there may be others.
    pub fn each_within(
        &mut self,
        between: &[Between],
        within: &[Region],
        left: &mut usize,
        is_last: &mut dyn FnMut(&Space, &Values) -> bool,
    ) -> bool {
        let both = self.both(within);
        let guard = std::mem::replace(&mut self.guard, both);
        let reached = self.sought(&mut Sought { between, left, stepwise: true, is_last });
        self.guard = guard;
        !matches!(reached, Reached::Undecided)
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
        let both = self.guard.iter().flat_map(|one| within.iter().map(move |two| (one, two)));
        both.filter(|(one, two)| one.meets(two)).map(|(one, two)| one.and(two)).collect()
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
            let each = choices.iter().map(|choice| choice.most().cloned());
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
                    let sum = sum.add(choice.most()?).ok()?;
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

    /// Search for a record that comes to a total between bounds: among a few whole combinations of
    /// choices, which mostly have one, then step by step.
    pub fn total(&mut self, between: &Between) -> Reached {
        let between = std::slice::from_ref(between);
        for (mut left, stepwise) in [(FEW, false), (MOST_TRIED, true)] {
            let (left, is_last) = (&mut left, &mut |_: &Space, _: &Values| true);
            let reached = self.sought(&mut Sought { between, left, stepwise, is_last });
            if *left > 0 || stepwise {
                return reached;
            }
        }
        Reached::Undecided
    }

    fn sought(&mut self, sought: &mut Sought<'_>) -> Reached {
        let criteria: Vec<usize> = (0..self.criteria.len()).collect();
        let mut undecided = false;
        for guard in self.guard.clone() {
            let sums = vec![Linear::constant(Num::ZERO); sought.between.len()];
            match self.choose(&Chosen { region: guard, sums }, &criteria, sought) {
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
                let points = choice.points.first()?.form.as_constant()?;
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
        sought: &mut Sought<'_>,
    ) -> Result<Reached, TooLarge> {
        for (place, between) in sought.between.iter().enumerate() {
            if !self.can_lead(chosen, criteria, (place, between))? {
                return Ok(Reached::Never);
            }
        }
        let Some((criterion, rest)) = criteria.split_first() else {
            return self.try_out(chosen, sought);
        };
        let count = self.criteria.get(*criterion).map_or(0, Vec::len);
        let mut undecided = false;
        for place in 0..count {
            for next in self.with(chosen, *criterion, place)? {
                if sought.stepwise && !rest.is_empty() && !self.can_be(&next, sought) {
                    continue;
                }
                match self.choose(&next, rest, sought)? {
                    Reached::By(values) => return Ok(Reached::By(values)),
                    Reached::Never => {}
                    Reached::Undecided => undecided = true,
                }
                if *sought.left == 0 {
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
        let sums = chosen.sums.iter().zip(&choice.points);
        let sums = sums.map(|(sum, points)| sum.plus(&Num::ONE, &points.form));
        let sums = sums.collect::<Result<Vec<Linear>, TooLarge>>()?;
        let regions = choice.regions.iter().filter(|region| region.meets(&chosen.region));
        let both = |region: &Region| region.and(&chosen.region);
        Ok(regions.map(|region| Chosen { region: both(region), sums: sums.clone() }).collect())
    }

    /// Returns `true` if the criteria that are left can bring a sum between its bounds.
    fn can_lead(
        &self,
        chosen: &Chosen,
        criteria: &[usize],
        (of, between): (usize, &Between),
    ) -> Result<bool, TooLarge> {
        let left = || criteria.iter().filter_map(|criterion| self.criteria.get(*criterion));
        if left().any(Vec::is_empty) {
            return Ok(false);
        }
        let Some(sum) = chosen.sums.get(of).and_then(Linear::as_constant) else { return Ok(true) };
        let ends = |pick: fn(&Points) -> &Option<Num>, worst: fn(Num, Num) -> Num| {
            left().try_fold(Some(sum.clone()), |total, choices| {
                let end = |choice: &Choice| pick(choice.points.get(of)?).clone();
                let all: Option<Vec<Num>> = choices.iter().map(end).collect();
                let end = all.and_then(|all| all.into_iter().reduce(worst));
                total.zip(end).map(|(total, end)| total.add(&end)).transpose()
            })
        };
        let (least, most) =
            (ends(|points| &points.least, Num::min)?, ends(|points| &points.most, Num::max)?);
        let reachable = Between {
            lower: least.map(|least| (least, false)),
            upper: most.map(|most| (most, false)),
        };
        Ok(reachable.meets(between))
    }

    /// Returns `false` if no record has some choices, whatever else is chosen.
    fn can_be(&self, chosen: &Chosen, sought: &mut Sought<'_>) -> bool {
        *sought.left = sought.left.saturating_sub(1);
        match search(&self.space, &chosen.region, &[], self.budget) {
            Found::Covered(tree) => !matches!(self.refuted(chosen, &tree), Reached::Never),
            Found::Point(..) | Found::Undecided => true,
        }
    }

    /// Looks for a record where everything is chosen.
    fn try_out(&mut self, chosen: &Chosen, sought: &mut Sought<'_>) -> Result<Reached, TooLarge> {
        let Some(fewer) = sought.left.checked_sub(1) else { return Ok(Reached::Undecided) };
        *sought.left = fewer;
        // Where all is chosen the bounds of the sums are facts like any others.
        let before = self.space.facts.len();
        for (sum, between) in chosen.sums.iter().zip(sought.between) {
            self.space.facts.extend(bounds(sum, between)?);
        }
        let beyond: Vec<&Region> = self.beyond.iter().collect();
        let found = match search(&self.space, &chosen.region, &beyond, self.budget) {
            Found::Point(_, values) if (sought.is_last)(&self.space, &values) => {
                Reached::By(values)
            }
            Found::Point(..) => Reached::Never,
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

impl Choice {
    /// The most that it adds to the first sum.
    fn most(&self) -> Option<&Num> {
        self.points.first()?.most.as_ref()
    }
}

impl Points {
    fn of(form: Linear, space: &Space) -> Points {
        let least = space.least(&form).map(|(least, _)| least);
        let turned = form.times(&Num::ONE.neg()).ok();
        let most = turned.and_then(|form| space.least(&form)).map(|(most, _)| most.neg());
        Points { form, least, most }
    }
}

/// Choices that were made: where all of them hold, and the sums of what they give.
struct Chosen {
    region: Region,
    sums: Vec<Linear>,
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
    pub fn each_case(
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

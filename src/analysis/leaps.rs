//! Leaps: cliffs of the total, where criteria move together at one bound and none makes the step
//! alone, and of the grade, which one grain of a field moves by two or more.
//!
//! The criteria of a scorecard are chosen from as for [`super::totals`], for the record and the one
//! beside it at once: a choice of a criterion that the field moves is a pair of rows.

use super::cliff::{
    Card, Cliff, CliffSide, Cliffs, GRADES, Line, Stepped, Twice, Undecided, all_lines, apart,
};
use super::finding::Site;
use super::formula::Formula;
use super::linear::Linear;
use super::number::{Number, arith};
use super::of_type::OfType;
use super::read::{Reader, Switches};
use super::rows::{Question, RestsOn, among};
use super::scored::Way;
use super::settle::Values;
use super::space::Space;
use super::system::Between;
use super::totals::{Alternatives, NoChoices, Totals};
use super::touching::Firsts;
use super::witness::Replayed;
use crate::model::{BlockId, FieldId};
use crate::plan::{CriterionPlan, Slot};
use crate::value::{Arith, Compare, Num};
use std::collections::BTreeSet;
use std::rc::Rc;

/// The most rows of a criterion that are chosen from.
const MOST_ROWS: usize = 60;

/// The most searches for the steps of the total of a scorecard, and for those of its grade.
const MOST_TRIED: usize = 20_000;

/// Rows with what each gives.
type Lines = [(Rc<Formula>, Rc<Number>)];

/// Cases of one choice: where each holds, and what it adds here, beside, and between both.
type Cases = Vec<(Rc<Formula>, Vec<Linear>)>;

/// Conditions of the caps, of a record and of the one beside it.
type CapsOfBoth = [Vec<Rc<Formula>>; 2];

/// What is read of a scorecard: the rows of its criteria, and its caps.
struct Read {
    criteria: Vec<Vec<(Rc<Formula>, Rc<Number>)>>,
    caps: Vec<Rc<Formula>>,
}

/// A criterion of a scorecard that is asked for steps.
struct Part<'a> {
    place: usize,
    plan: &'a CriterionPlan,
    adds: bool,
    /// The first rows to hold, of one whose rows are tried in turn.
    firsts: Option<Firsts>,
    fields: BTreeSet<FieldId>,
}

/// Field that is so much more in one of two records, and what is read of both.
struct Moved<'a> {
    field: FieldId,
    by: &'a Num,
    /// Fields of which only multiples of their grains are looked for.
    on_grain: &'a BTreeSet<FieldId>,
    caps: &'a [Slot],
    /// Points above which a criterion makes the step alone.
    over: Option<&'a Num>,
    /// Sums that are chosen from: of the record, of the one beside it, and what lies between.
    sums: &'a [usize],
}

/// What two records that lie on both sides of a step have apart: one of a total its lines, one of a
/// grade the grades, and the criteria and caps.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Total([Vec<Line>; 2]),
    Grade([u32; 2], BTreeSet<Site>),
}

impl<'m> OfType<'m> {
    /// The steps of the total and of the grade of a scorecard.
    pub fn leaps(&self, asked: &Card<'_>, all: &mut Cliffs) {
        let has_steps = self.grades(asked.id).is_some();
        let parts: Vec<Part<'_>> = self.parts(asked);
        let fits = parts.iter().all(|part| part.plan.rows.len() <= MOST_ROWS);
        if parts.len() > 1 {
            let mut found = Vec::new();
            if !fits || self.total_leaps(asked, &parts, &mut found).is_err() {
                all.undecided.push((asked.id, Stepped::Total));
            }
            all.found.extend(found);
        }
        if has_steps {
            let mut found = Vec::new();
            if !fits || self.grade_leaps(asked, &parts, &mut found).is_err() {
                all.undecided.push((asked.id, Stepped::Grade));
            }
            all.found.extend(found);
        }
    }

    fn parts<'a>(&self, asked: &Card<'a>) -> Vec<Part<'a>> {
        let reader = self.reader(Switches::AsSet);
        let of = self.criteria(asked.id, asked.card).into_iter().enumerate();
        of.map(|(place, (plan, adds))| Part {
            place,
            plan,
            adds,
            firsts: (!adds).then(|| self.firsts(asked, plan)),
            fields: reader.fields_of(plan.points),
        })
        .collect()
    }

    /// The rows of a criterion, each where it is the first to hold.
    pub fn firsts(&self, asked: &Card<'_>, criterion: &CriterionPlan) -> Firsts {
        let mut reader = self.reader(Switches::AsSet);
        let guard = self.guard(&mut reader, &asked.block.guards);
        let rows = reader.rows(&criterion.rows);
        Firsts::of(Question::new(reader, &guard, &rows))
    }

    /// Steps of the total that no criterion makes alone.
    fn total_leaps(
        &self,
        asked: &Card<'_>,
        parts: &[Part<'_>],
        found: &mut Vec<Cliff>,
    ) -> Result<(), Undecided> {
        let mut known = BTreeSet::new();
        let slots: Vec<Slot> = parts.iter().map(|part| part.plan.points).collect();
        let (mut is_open, mut left) = (false, MOST_TRIED);
        for field in self.moving(&slots, &|reader| read_rows(reader, parts)) {
            let own: Vec<&Part<'_>> =
                parts.iter().filter(|part| part.fields.contains(&field)).collect();
            if own.len() < 2 {
                continue;
            }
            let by = self.grain_of(field);
            let fields = own.iter().flat_map(|part| part.fields.iter().copied()).collect();
            let over = Some(asked.over);
            let moved = Moved { field, by: &by, on_grain: &fields, caps: &[], over, sums: &[2] };
            let (mut totals, _) = self.chosen(asked, &own, &moved)?;
            let over = asked.over.clone();
            let rises = Between { lower: Some((over.clone(), true)), upper: None };
            let falls = Between { lower: None, upper: Some((over.neg(), true)) };
            for between in [rises, falls] {
                let within = [totals.space.whole()];
                let mut each = |space: &Space, values: &Values| {
                    match self.leap(space, values, asked, (field, &by), parts) {
                        Some(cliff) if self.is_of_total(&cliff, asked, parts) => {
                            if known.insert(Key::Total(turned(cliff.rows_apart()))) {
                                found.push(cliff);
                            }
                        }
                        // A criterion makes the step alone, which is told of it.
                        Some(_) => {}
                        None => is_open = true,
                    }
                    false
                };
                is_open |= !totals.each_within(&[between], &within, &mut left, &mut each);
            }
        }
        if is_open { Err(Undecided) } else { Ok(()) }
    }

    /// Steps of more than one grade.
    fn grade_leaps(
        &self,
        asked: &Card<'_>,
        parts: &[Part<'_>],
        found: &mut Vec<Cliff>,
    ) -> Result<(), Undecided> {
        let (Some(grading), Some(codes)) = (&asked.card.grading, self.grades(asked.id)) else {
            return Ok(());
        };
        let ways: Option<Vec<Vec<Way>>> = (codes.iter())
            .map(|code| self.ways_to((asked.id, asked.card), *code, Switches::AsSet))
            .collect();
        let ways = ways.ok_or(Undecided)?;
        let slots: Vec<Slot> = (parts.iter().map(|part| part.plan.points))
            .chain(grading.caps.iter().copied())
            .collect();
        let fields = self.moving(&slots, &|reader| {
            read_rows(reader, parts);
            grading.caps.iter().for_each(|cap| _ = reader.truth(*cap));
        });
        let on_grain: BTreeSet<FieldId> = {
            let reader = self.reader(Switches::AsSet);
            slots.iter().flat_map(|slot| reader.fields_of(*slot)).collect()
        };
        let mut left = MOST_TRIED;
        let (mut known, mut open, mut met) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for field in fields {
            let by = self.grain_of(field);
            let own: Vec<&Part<'_>> = moved_first(parts, field);
            let (caps, over, sums) = (&grading.caps, None, &[0, 1, 2]);
            let moved = Moved { field, by: &by, on_grain: &on_grain, caps, over, sums };
            let (mut totals, caps) = self.chosen(asked, &own, &moved)?;
            for (one, from) in codes.iter().zip(&ways) {
                for (other, to) in codes.iter().zip(&ways) {
                    if one.abs_diff(*other) < GRADES {
                        continue;
                    }
                    let pair = [*one.min(other), *one.max(other)];
                    let mut is_new = |space: &Space, values: &Values| {
                        let cliff = self.leap(space, values, asked, (field, &by), parts);
                        let Some(cliff) = cliff.and_then(Cliff::of_grade) else {
                            open.insert(pair);
                            return false;
                        };
                        let sites = cliff.apart().concat().into_iter().map(|(site, _)| site);
                        let is_new = known.insert(Key::Grade(pair, sites.collect()));
                        if is_new {
                            met.insert(pair);
                            found.push(cliff);
                        }
                        is_new
                    };
                    let caps = caps.each_ref().map(Vec::as_slice);
                    if !both_ways(&mut totals, [from, to], caps, &mut left, &mut is_new) {
                        open.insert(pair);
                    }
                }
            }
        }
        if open.is_subset(&met) { Ok(()) } else { Err(Undecided) }
    }

    /// What can be chosen of criteria for a record and the one beside it, with the caps of either.
    fn chosen(
        &self,
        asked: &Card<'_>,
        own: &[&Part<'_>],
        moved: &Moved<'_>,
    ) -> Result<(Totals<'m>, CapsOfBoth), Undecided> {
        let Moved { field, by, on_grain, caps, over, sums } = *moved;
        let read = |reader: &mut Reader<'_>| read(reader, own, caps);
        let twice = self.twice(&asked.block.guards, on_grain, (field, by), &read)?;
        let Twice { mut reader, guard, possible, here, there } = twice;
        let mut all = Vec::new();
        for (place, part) in own.iter().enumerate() {
            let lines = here.criteria.get(place).zip(there.criteria.get(place));
            let (here, there) = lines.ok_or(Undecided)?;
            let cases = part.choices(&mut reader, [here, there], field, over)?;
            all.extend(cases.into_iter().map(|cases| part.alternatives(cases, sums)));
        }
        let further: Vec<&Rc<Formula>> = here.caps.iter().chain(&there.caps).collect();
        let totals = Totals::among(reader, [&guard, &possible], &further, all);
        Ok((totals.ok_or(Undecided)?, [here.caps, there.caps]))
    }

    /// The grades of a scorecard by which a step is counted, the best first; `None` of those that
    /// have no order, or too few of them.
    fn grades(&self, id: BlockId) -> Option<Vec<u32>> {
        let category = self.grading(id)?.category;
        let category = self.model.categories.get(category.index())?;
        let codes: Vec<u32> = category.values.iter().map(|value| value.number).collect();
        let far = codes.first()?.abs_diff(*codes.last()?);
        (category.ordered && far >= GRADES).then_some(codes)
    }

    /// Both records of a step, as they were run.
    fn leap(
        &self,
        space: &Space,
        values: &Values,
        asked: &Card<'_>,
        moved: (FieldId, &Num),
        parts: &[Part<'_>],
    ) -> Option<Cliff> {
        let adds: Vec<bool> = parts.iter().map(|part| part.adds).collect();
        let lines = |replayed: &Replayed| {
            all_lines(self.steps, asked.id, asked.card, &adds, (replayed.frame(), 0))
        };
        let made = |rests_on: &RestsOn| {
            let [first, second] = self.pair(space, values, moved)?;
            let side = |witness| self.side(witness, rests_on, asked, asked.card.total, &lines);
            Some([side(first)?, side(second)?])
        };
        let sides = made(&RestsOn::default())?;
        // What is told is what the criteria and caps that change ask.
        let reader = self.reader(Switches::AsSet);
        let [before, behind] = apart(&sides[0].lines, &sides[1].lines);
        let slots = before.iter().chain(&behind).filter_map(|line| asked.slot(*line));
        let mut fields: BTreeSet<FieldId> = slots.flat_map(|slot| reader.fields_of(slot)).collect();
        fields.insert(moved.0);
        let sides = made(&RestsOn { fields, ..RestsOn::default() })?;
        Some(Cliff { block: asked.id, of: Stepped::Total, field: moved.0, sides })
    }

    /// Returns `true` of a step of the total that is higher than asked, where no criterion makes
    /// one.
    fn is_of_total(&self, cliff: &Cliff, asked: &Card<'_>, parts: &[Part<'_>]) -> bool {
        let points = |side: &CliffSide, part: &Part<'_>| {
            let replayed = side.witness.run(self.model, self.plan, self.functions)?;
            replayed.points(part.plan.points)
        };
        let is_low = |part: &Part<'_>| {
            let [before, behind] = &cliff.sides;
            let both = points(before, part).zip(points(behind, part));
            let far = both.and_then(|(before, behind)| behind.sub(&before).ok());
            far.is_some_and(|far| far.abs() <= *asked.over)
        };
        cliff.height() > *asked.over && parts.iter().all(is_low)
    }
}

impl Cliff {
    /// The same step, if it is one of grades.
    fn of_grade(self) -> Option<Cliff> {
        let [before, behind] = self.sides.each_ref().map(|side| side.grade);
        let is_far = before.zip(behind).is_some_and(|(one, two)| one.abs_diff(two) >= GRADES);
        is_far.then_some(Cliff { of: Stepped::Grade, ..self })
    }
}

impl Card<'_> {
    /// What a line belongs to: the points of a criterion, or a cap.
    fn slot(&self, (site, place): Line) -> Option<Slot> {
        match site {
            Site::Criterion(_, criterion) => Some(self.card.criteria.get(criterion)?.points),
            Site::Caps(_) => self.card.grading.as_ref()?.caps.get(place).copied(),
            Site::Table(..) | Site::Grades(_) | Site::Clauses(_) | Site::Guards(_) => None,
        }
    }
}

impl Part<'_> {
    /// What can be chosen of a criterion, for a record and the one beside it; where a height is
    /// given, without what makes a higher step alone.
    fn choices(
        &self,
        reader: &mut Reader<'_>,
        [here, there]: [&Lines; 2],
        field: FieldId,
        over: Option<&Num>,
    ) -> Result<Vec<Cases>, Undecided> {
        if self.adds {
            let each = here.iter().zip(there).map(|(here, there)| added(here, there));
            return each.collect::<Result<_, NoChoices>>().map_err(|NoChoices| Undecided);
        }
        let (first, beside) = (firsts(here), firsts(there));
        let touching = self.firsts.as_ref().and_then(|firsts| firsts.touching(field));
        let moves = self.fields.contains(&field);
        let may_be = |i: usize, j: usize| {
            i == j || moves && touching.as_ref().is_none_or(|pairs| pairs.contains(&[i, j]))
        };
        let mut cases = Vec::new();
        for (i, (on, (_, own))) in first.iter().zip(here).enumerate() {
            for (j, (to, (_, other))) in beside.iter().zip(there).enumerate() {
                if !may_be(i, j) {
                    continue;
                }
                let mut all = vec![Rc::clone(on), Rc::clone(to)];
                if let Some(over) = over {
                    let alone = differ(reader, own, other, over).ok_or(Undecided)?;
                    all.push(Formula::not(alone));
                }
                let on = Formula::and(all);
                if on.constant() != Some(false) {
                    both(&on, [own, other], &mut cases).map_err(|NoChoices| Undecided)?;
                }
            }
        }
        Ok(vec![cases])
    }

    /// The choice as it is looked through, with some of its sums.
    fn alternatives(&self, cases: Cases, sums: &[usize]) -> Alternatives {
        let of = |all: &[Linear]| sums.iter().filter_map(|sum| all.get(*sum).cloned()).collect();
        let cases = cases.into_iter().map(|(on, all)| (on, of(&all))).collect();
        Alternatives { of: Some(self.place).filter(|_| !self.adds), cases }
    }
}

/// The criteria, those first that a field moves: what is left then moves nothing more.
fn moved_first<'p, 'a>(parts: &'p [Part<'a>], field: FieldId) -> Vec<&'p Part<'a>> {
    let (first, last): (Vec<_>, Vec<_>) =
        parts.iter().partition(|part| part.fields.contains(&field));
    first.into_iter().chain(last).collect()
}

fn read_rows(reader: &mut Reader<'_>, parts: &[Part<'_>]) {
    parts.iter().for_each(|part| _ = reader.rows(&part.plan.rows));
}

fn read(reader: &mut Reader<'_>, parts: &[&Part<'_>], caps: &[Slot]) -> Option<Read> {
    let criteria = parts.iter().map(|part| reader.row_numbers(&part.plan.rows));
    let criteria = criteria.collect::<Option<_>>()?;
    Some(Read { criteria, caps: caps.iter().map(|cap| reader.truth(*cap)).collect() })
}

/// Hands over records that come to one grade and of which those beside come to another, by each way
/// to either; `false` where there may be others.
fn both_ways(
    totals: &mut Totals<'_>,
    [from, to]: [&[Way]; 2],
    [here, there]: [&[Rc<Formula>]; 2],
    left: &mut usize,
    is_last: &mut dyn FnMut(&Space, &Values) -> bool,
) -> bool {
    let always = Rc::new(Formula::settled(true));
    let (mut is_whole, mut done) = (true, false);
    let mut once = |space: &Space, values: &Values| {
        done |= is_last(space, values);
        done
    };
    for one in from {
        for other in to {
            let on = one.on(here).zip(other.on(there));
            let Some((one_on, other_on)) = on else { return false };
            let on = Formula::and([one_on, other_on]);
            let within = among(&totals.space, &on, &always);
            for own in &one.totals {
                for beside in &other.totals {
                    let between = [own.clone(), beside.clone(), apart_by(own, beside)];
                    is_whole &= totals.each_within(&between, &within, left, &mut once);
                }
            }
        }
    }
    is_whole
}

impl Way {
    /// The condition that its caps strike, and others do not.
    fn on(&self, caps: &[Rc<Formula>]) -> Option<Rc<Formula>> {
        let strike = self.strike.iter().map(|cap| caps.get(*cap).cloned());
        let free = self.free.iter().map(|cap| Some(Formula::not(Rc::clone(caps.get(*cap)?))));
        Some(Formula::and(strike.chain(free).collect::<Option<Vec<_>>>()?))
    }
}

/// The ends between which the second of two numbers lies above the first.
fn apart_by(own: &Between, beside: &Between) -> Between {
    let end = |from: &Option<(Num, bool)>, to: &Option<(Num, bool)>| {
        let ((from, one), (to, two)) = from.as_ref().zip(to.as_ref())?;
        Some((to.sub(from).ok()?, *one || *two))
    };
    Between { lower: end(&own.upper, &beside.lower), upper: end(&own.lower, &beside.upper) }
}

/// Two lists of lines, whichever side they are of.
fn turned(mut apart: [Vec<Line>; 2]) -> [Vec<Line>; 2] {
    apart.sort();
    apart
}

/// The conditions that each row is the first to hold.
fn firsts(lines: &Lines) -> Vec<Rc<Formula>> {
    let mut before = Vec::new();
    let first = |(when, _): &(Rc<Formula>, Rc<Number>)| {
        let first = Formula::and(before.iter().cloned().chain([Rc::clone(when)]));
        before.push(Formula::not(Rc::clone(when)));
        first
    };
    lines.iter().map(first).collect()
}

/// A row that is added where it holds, here and beside.
fn added(
    (when, own): &(Rc<Formula>, Rc<Number>),
    (to, other): &(Rc<Formula>, Rc<Number>),
) -> Result<Cases, NoChoices> {
    let none = Rc::new(Number::Linear(Linear::constant(Num::ZERO)));
    let either = |when: &Rc<Formula>, gives: &Rc<Number>| {
        [(Rc::clone(when), Rc::clone(gives)), (Formula::not(Rc::clone(when)), Rc::clone(&none))]
    };
    let mut cases = Vec::new();
    for (on, own) in either(when, own) {
        for (to, other) in either(to, other) {
            both(&Formula::and([Rc::clone(&on), to]), [&own, &other], &mut cases)?;
        }
    }
    Ok(cases)
}

/// The cases of two numbers: the first, the second, and the second without the first.
fn both(
    on: &Rc<Formula>,
    [own, other]: [&Rc<Number>; 2],
    cases: &mut Cases,
) -> Result<(), NoChoices> {
    let mut first = Vec::new();
    own.each_case(on, &mut first)?;
    for (on, own) in first {
        let mut second = Vec::new();
        other.each_case(&on, &mut second)?;
        for (on, other) in second {
            let apart = other.plus(&Num::ONE.neg(), &own).map_err(|_| NoChoices)?;
            cases.push((on, vec![own.clone(), other, apart]));
        }
    }
    Ok(())
}

/// The condition that two numbers are further apart than so much; `None` where it is not linear.
pub(super) fn differ(
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

//! What can be said of rows that are tried against a record: what none of them holds of, which
//! never hold, which others always go before, which hold together.

use super::boxes::{Asked, Sparse, TooMany};
use super::certificate::{Claim, Form, Ground, Measured, Places, Tree};
use super::formula::{AxisId, Formula};
use super::linear::Linear;
use super::read::Reader;
use super::search::{Budget, Found, search};
use super::set::{Place, Region, Set};
use super::settle::Values;
use super::space::{Axis, Measure, Source, Space};
use super::system::Constraint;
use crate::model::{BlockId, FieldId};
use crate::plan::Slot;
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

/// Values that a claim about records rests on.
#[derive(Debug, Default)]
pub(super) struct RestsOn {
    /// Slots whose values are compared.
    pub slots: BTreeSet<Slot>,
    /// Fields of the record.
    pub fields: BTreeSet<FieldId>,
    /// Further inputs, by their columns.
    pub columns: BTreeSet<u32>,
    /// `true` if the as-of date is asked.
    pub as_of: bool,
    /// Total of a scorecard that is graded, and its slot.
    pub total: Option<(BlockId, Slot)>,
}

/// Conditions with the space in which they are asked.
pub(super) struct Question<'b> {
    /// Space of the records.
    pub space: Space,
    ground: Ground,
    /// Boxes in which records are asked.
    pub guard: Vec<Region>,
    /// The rows, as boxes.
    pub rows: Vec<Row>,
    /// Axes that the guard and the rows ask; what merely can be is not told.
    axes: BTreeSet<AxisId>,
    /// Work that is left to searches.
    pub budget: &'b Budget,
}

/// The most gaps that are told of one list of rows.
const MOST_GAPS: usize = 3;

/// The most parts that are found to be empty.
pub(super) const MOST_EMPTY: usize = 64;

/// Boxes that are compared to tell as much as can be of a gap.
const MOST_COMPARED: usize = 4_000_000;

/// Boxes of guards and of what can be that are taken together.
const MOST_OF_GUARD: usize = 1_000;

/// A row, as boxes.
pub(super) struct Row {
    /// Boxes in which it holds.
    pub holds: Result<Vec<Region>, TooMany>,
    /// Boxes in which it may hold: does, or is missing.
    pub may_hold: Result<Vec<Region>, TooMany>,
}

/// Answer to a question about rows.
pub(super) enum Answer {
    /// A record, and the part of the space in which all others do the same.
    Record(Region, Values),
    /// No record does; the rows that the proof of it rests on.
    None(BTreeSet<usize>),
    /// It could not be told.
    Undecided,
}

impl<'b> Question<'b> {
    /// The question about these rows, of records for which a condition holds.
    pub fn new(reader: Reader<'b>, guard: &Rc<Formula>, rows: &[Rc<Formula>]) -> Question<'b> {
        Question::without(reader, guard, rows, &|_| {})
    }

    /// The same in a space of which something is left out.
    pub fn without(
        mut reader: Reader<'b>,
        guard: &Rc<Formula>,
        rows: &[Rc<Formula>],
        leave_out: &dyn Fn(&mut Space),
    ) -> Question<'b> {
        reader.all_fields();
        let possible = reader.possible();
        Question::narrow(reader, guard, &possible, rows, leave_out)
    }

    /// The question about these rows, of records for which a condition holds and another does not
    /// fail, by a reader that has taken in every field.
    pub fn among(
        reader: Reader<'b>,
        guard: &Rc<Formula>,
        possible: &Rc<Formula>,
        rows: &[Rc<Formula>],
    ) -> Question<'b> {
        Question::narrow(reader, guard, possible, rows, &|_| {})
    }

    fn narrow(
        mut reader: Reader<'b>,
        guard: &Rc<Formula>,
        possible: &Rc<Formula>,
        rows: &[Rc<Formula>],
        leave_out: &dyn Fn(&mut Space),
    ) -> Question<'b> {
        let mut space = std::mem::take(&mut reader.space);
        let asked: Vec<&Formula> = rows.iter().map(Rc::as_ref).chain([guard.as_ref()]).collect();
        let mut axes = BTreeSet::new();
        asked.iter().for_each(|formula| formula.atoms(&mut |atom| _ = axes.insert(atom.axis)));
        let all: Vec<&Formula> = asked.into_iter().chain([possible.as_ref()]).collect();
        space.cut(&all);
        leave_out(&mut space);
        let boxes = |formula: &Formula, asked| regions(&space, formula, asked);
        let rows = rows.iter().map(|row| Row {
            holds: boxes(row, Asked::True),
            may_hold: boxes(row, Asked::NotFalse),
        });
        let rows = rows.collect();
        let guard = among(&space, guard, possible);
        Question { ground: ground(&space), space, guard, rows, axes, budget: reader.budget }
    }

    /// The question about one row that holds in some boxes of a space, of records in others.
    pub fn of_boxes(
        space: Space,
        guard: Vec<Region>,
        boxes: &[Region],
        budget: &'b Budget,
    ) -> Question<'b> {
        let whole = space.whole();
        let asks = |axis: usize| {
            let mut all = boxes.iter().chain(&guard);
            all.any(|region| region.set(axis) != whole.set(axis))
        };
        let axes = space.axes().map(|(id, _)| id).filter(|id| asks(id.index())).collect();
        let row = Row { holds: Ok(boxes.to_vec()), may_hold: Ok(boxes.to_vec()) };
        Question { ground: ground(&space), space, guard, rows: vec![row], axes, budget }
    }

    /// The answer where some facts hold besides: that there is no such record is no proof then.
    pub fn narrowed(
        &mut self,
        facts: Vec<Constraint>,
        ask: &dyn Fn(&Question<'b>) -> Answer,
    ) -> Option<Values> {
        let before = self.space.facts.len();
        self.space.facts.extend(facts);
        self.ground = ground(&self.space);
        let answer = ask(self);
        self.space.facts.truncate(before);
        self.ground = ground(&self.space);
        match answer {
            Answer::Record(_, values) => Some(values),
            Answer::None(_) | Answer::Undecided => None,
        }
    }

    /// Records that none of the rows holds of, each in a part of its own and in none that is known
    /// to be empty; the last answer says whether there are more.
    pub fn gaps(&self, is_empty: &dyn Fn(&Region) -> bool) -> Vec<Answer> {
        let all: Vec<usize> = (0..self.rows.len()).collect();
        let (mut answers, mut found) = (Vec::new(), Vec::new());
        let mut empty = 0;
        loop {
            match self.beyond(&self.guard, &all, &found) {
                Answer::Record(part, _) if empty < MOST_EMPTY && is_empty(&part) => {
                    empty += 1;
                    found.push(part);
                }
                Answer::Record(part, values) if answers.len() < MOST_GAPS => {
                    let part = self.widened(part, &found);
                    found.push(part.clone());
                    answers.push(Answer::Record(part, values));
                }
                last => {
                    answers.push(last);
                    return answers;
                }
            }
        }
    }

    /// A record that a row is the first to hold of, beside those known.
    pub fn first(&self, row: usize, known: &[Region]) -> Answer {
        let before: Vec<usize> = (0..row).collect();
        self.held_beside(&[row], &before, known)
    }

    /// Returns `true` of a row that takes every record, `còn lại`: it stands for what nobody
    /// thought of, and may well be left nothing.
    pub fn takes_the_rest(&self, row: usize) -> bool {
        let whole = self.space.whole();
        let holds = self.rows.get(row).and_then(|row| row.holds.as_deref().ok());
        holds.is_some_and(|boxes| *boxes == [whole])
    }

    /// The places of an axis at which a row is the first to hold, of rows that ask nothing else;
    /// `None` of other rows.
    pub fn places_of_first(&self, row: usize, axis: usize) -> Option<Set> {
        self.rows.get(..row)?.iter().try_fold(self.places_of(row, axis)?, |left, before| {
            Some(left.without(&self.places(&before.may_hold, axis)?))
        })
    }

    /// The places of an axis at which a row holds, of one that asks nothing else; `None` of
    /// another.
    pub fn places_of(&self, row: usize, axis: usize) -> Option<Set> {
        self.places(&self.rows.get(row)?.holds, axis)
    }

    fn places(&self, boxes: &Result<Vec<Region>, TooMany>, axis: usize) -> Option<Set> {
        let mut each = boxes.as_deref().ok()?.iter().map(|region| {
            let set = region.set(axis)?.clone();
            (self.space.whole().with(axis, set.clone()) == *region).then_some(set)
        });
        each.try_fold(Set::default(), |all, set| Some(all.or(&set?)))
    }

    /// A record that a row holds of, whatever the others.
    pub fn holds(&self, row: usize) -> Answer {
        self.held(&[row], &[])
    }

    /// A record that a row does not hold of.
    pub fn fails(&self, row: usize) -> Answer {
        self.beyond(&self.guard, &[row], &[])
    }

    /// A record that both rows hold of, beside those known.
    pub fn both(&self, one: usize, other: usize, known: &[Region]) -> Answer {
        if !self.may_meet(one, other) {
            return Answer::None(BTreeSet::new());
        }
        self.held_beside(&[one, other], &[], known)
    }

    /// Returns `true` if the boxes of two rows meet: what no box is in needs no search.
    pub fn may_meet(&self, one: usize, other: usize) -> bool {
        let boxes = |row: usize| self.rows.get(row).and_then(|row| row.holds.as_deref().ok());
        let (Some(one), Some(other)) = (boxes(one), boxes(other)) else { return true };
        one.iter().any(|one| other.iter().any(|other| one.meets(other)))
    }

    /// A record whose place on an axis is among some.
    pub fn at(&self, axis: AxisId, places: Range<Place>) -> Answer {
        let within = self.space.whole().with(axis.index(), Set::range(places));
        let regions = self.guard.iter().map(|guard| guard.and(&within));
        let regions: Vec<Region> = regions.filter(|region| !region.is_empty()).collect();
        self.beyond(&regions, &[], &[])
    }

    /// Values that an axis is worked out from.
    pub fn rests_on_axis(&self, axis: AxisId) -> RestsOn {
        let mut rests = RestsOn::default();
        self.add_axis(&mut rests, self.space.axis(axis));
        rests
    }

    /// A record that the guard lets through.
    pub fn applies(&self) -> Answer {
        self.beyond(&self.guard, &[], &[])
    }

    /// A record that a row may or does hold of, and another may not or does not, of those that none
    /// of some rows holds of and that are in none of the boxes known.
    pub fn parts(&self, row: (usize, Asked), other: (usize, Asked), known: &[Region]) -> Answer {
        let boxes = |(row, asked): (usize, Asked)| -> Option<Vec<Region>> {
            let row = self.rows.get(row)?;
            let boxes = if asked == Asked::True { &row.holds } else { &row.may_hold };
            boxes.as_ref().ok().cloned()
        };
        let (Some(own), Some(other)) = (boxes(row), boxes(other)) else { return Answer::Undecided };
        let both = self.guard.iter().flat_map(|guard| own.iter().map(|own| guard.and(own)));
        let regions: Vec<Region> = both.filter(|region| !region.is_empty()).collect();
        let known: Vec<Region> = known.iter().cloned().chain(other).collect();
        self.beyond(&regions, &[], &known)
    }

    /// A record that a row may hold of and another does, beside those known.
    pub fn may_hold_where(&self, row: usize, other: usize, known: &[Region]) -> Answer {
        let (Some(own), Some(others)) = (self.not_false(&[row]), self.boxes_of_all(&[other]))
        else {
            return Answer::Undecided;
        };
        let both = others.iter().flat_map(|other| own.iter().map(|own| other.and(own)));
        let regions: Vec<Region> = both.filter(|region| !region.is_empty()).collect();
        self.beyond(&regions, &[], known)
    }

    /// The boxes in which some of these rows may hold; `None` of too many.
    pub fn not_false(&self, rows: &[usize]) -> Option<Vec<Region>> {
        let boxes = |row: &usize| self.rows.get(*row)?.may_hold.as_deref().ok();
        Some(rows.iter().map(boxes).collect::<Option<Vec<&[Region]>>>()?.concat())
    }

    /// A record that a row may hold of, beside those known.
    pub fn may_hold_beside(&self, row: usize, known: &[Region]) -> Answer {
        let Some(own) = self.not_false(&[row]) else { return Answer::Undecided };
        let both = self.guard.iter().flat_map(|guard| own.iter().map(|own| guard.and(own)));
        let regions: Vec<Region> = both.filter(|region| !region.is_empty()).collect();
        self.beyond(&regions, &[], known)
    }

    /// The boxes in which some of these rows hold.
    pub fn held_by(&self, rows: &[usize]) -> Vec<Region> {
        let rows = rows.iter().filter_map(|row| self.rows.get(*row));
        rows.flat_map(|row| row.holds.as_deref().unwrap_or_default()).cloned().collect()
    }

    /// Returns `true` if no row can be missing: each holds wherever it may.
    pub fn is_settled(&self) -> bool {
        self.rows.iter().all(|row| match (&row.holds, &row.may_hold) {
            (Ok(holds), Ok(may_hold)) => holds == may_hold,
            (Err(TooMany), _) | (_, Err(TooMany)) => false,
        })
    }

    /// A record that all of these rows hold of, and none of those may, beside those known.
    pub fn held_beside(&self, rows: &[usize], without: &[usize], known: &[Region]) -> Answer {
        match self.boxes_of_all(rows) {
            Some(regions) => self.beyond(&regions, without, known),
            None => Answer::Undecided,
        }
    }

    /// A record that all of these rows hold of, and none of those may.
    fn held(&self, rows: &[usize], without: &[usize]) -> Answer {
        self.held_beside(rows, without, &[])
    }

    /// The boxes of the guard in which all of these rows hold; `None` of too many.
    pub fn boxes_of_all(&self, rows: &[usize]) -> Option<Vec<Region>> {
        let mut regions = self.guard.clone();
        for row in rows {
            let Some(Row { holds: Ok(own), .. }) = self.rows.get(*row) else { return None };
            regions = regions.iter().flat_map(|one| own.iter().map(|two| one.and(two))).collect();
            regions.retain(|region| !region.is_empty());
        }
        Some(regions)
    }

    /// A record in some boxes that none of these rows may hold of, beside those known.
    fn beyond(&self, regions: &[Region], without: &[usize], known: &[Region]) -> Answer {
        let mut of: Vec<Option<usize>> = vec![None; known.len()];
        let mut covers: Vec<&Region> = known.iter().collect();
        for place in without {
            let Some(Row { may_hold: Ok(own), .. }) = self.rows.get(*place) else {
                return Answer::Undecided;
            };
            let meeting = own.iter().filter(|own| regions.iter().any(|region| region.meets(own)));
            covers.extend(meeting);
            of.resize(covers.len(), Some(*place));
        }
        let (mut resting, mut undecided) = (BTreeSet::new(), false);
        let of_covers: Vec<Vec<Places>> = covers.iter().map(|cover| places(cover)).collect();
        for region in regions {
            match search(&self.space, region, &covers, self.budget) {
                Found::Point(found, values) => return Answer::Record(found, values),
                Found::Covered(tree) => {
                    let (ground, region) = (&self.ground, places(region));
                    let claim = Claim { ground, region, covers: &of_covers };
                    undecided |= !claim.is_proved_by(&tree);
                    tree.covers(&mut |cover| resting.extend(of.get(cover).copied().flatten()));
                }
                Found::Undecided => undecided = true,
            }
        }
        if undecided { Answer::Undecided } else { Answer::None(resting) }
    }

    /// A part of the guard that no row takes, made as wide as it can be: of each axis nothing is
    /// said if that can be, else as many places are let in as no row takes.
    fn widened(&self, part: Region, known: &[Region]) -> Region {
        let rows = self.rows.iter().flat_map(|row| row.may_hold.as_deref().unwrap_or_default());
        let covers: Vec<&Region> = rows.chain(known).collect();
        let Some(whole) = self.guard.iter().find(|guard| guard.covers(&part)) else { return part };
        let places: usize =
            whole.sets().iter().flat_map(Set::ranges).map(|range| range.len()).sum();
        if places * covers.len() > MOST_COMPARED {
            return part;
        }
        let mut wide = part;
        let mut widen = |axis: usize, set: &Set| {
            let wider = wide.with(axis, set.clone());
            if covers.iter().all(|cover| !cover.meets(&wider)) {
                wide = wider;
            }
            wide.set(axis).cloned().unwrap_or_default()
        };
        for (axis, set) in whole.sets().iter().enumerate() {
            let mut own = widen(axis, set);
            for place in set.ranges().iter().flat_map(Clone::clone) {
                own = widen(axis, &own.or(&Set::range(place..place + 1)));
            }
        }
        wide
    }

    /// The axes of which a box says something.
    fn asked<'q>(&'q self, region: &'q Region) -> impl Iterator<Item = &'q Axis> {
        let all = self.space.axes().zip(region.sets());
        all.filter(|((id, axis), set)| *set != axis.all() && self.axes.contains(id))
            .map(|((_, axis), _)| axis)
    }

    /// Values that a box says something of: the slots that are compared, and what they rest on.
    pub fn rests_on(&self, region: &Region) -> RestsOn {
        let mut rests = RestsOn::default();
        self.asked(region).for_each(|axis| self.add_axis(&mut rests, axis));
        rests
    }

    /// Values that the rows say something of, whatever the box.
    pub fn rests_on_rows(&self) -> RestsOn {
        let mut rests = RestsOn::default();
        let axes = self.space.axes().filter(|(id, _)| self.axes.contains(id));
        axes.for_each(|(_, axis)| self.add_axis(&mut rests, axis));
        rests
    }

    fn add_axis(&self, rests: &mut RestsOn, axis: &Axis) {
        rests.slots.extend(axis.stands.as_ref().map(|stands| stands.slot));
        for variable in axis.measure.variables().map(|id| &self.space.variables[id]) {
            rests.fields.extend(&variable.from);
            match variable.source {
                Source::Field(field) => _ = rests.fields.insert(field),
                Source::Column(column) => _ = rests.columns.insert(column),
                Source::AsOf | Source::Today => rests.as_of = true,
                Source::Event(_) | Source::Switch | Source::Opaque => {}
            }
        }
    }
}

/// The boxes in which a guard holds of a record that can be. Where they are too many to be looked
/// through, whatever they leave out is not missed.
pub(super) fn among(space: &Space, guard: &Formula, possible: &Formula) -> Vec<Region> {
    let all =
        |boxes: Result<Vec<Region>, TooMany>| boxes.unwrap_or_else(|TooMany| vec![space.whole()]);
    let guard = all(regions(space, guard, Asked::True));
    let possible = all(regions(space, possible, Asked::NotFalse));
    if guard.len() * possible.len() > MOST_OF_GUARD {
        return guard;
    }
    let both = guard.iter().flat_map(|one| possible.iter().map(move |two| one.and(two)));
    both.filter(|region| !region.is_empty()).collect()
}

/// The boxes of a space whose points answer a question about a formula.
pub(super) fn regions(
    space: &Space,
    formula: &Formula,
    asked: Asked,
) -> Result<Vec<Region>, TooMany> {
    let region = |sparse: &Sparse| {
        let sets = sparse.iter();
        sets.fold(space.whole(), |whole, (axis, set)| whole.with(axis.index(), set.clone()))
    };
    Ok(formula.boxes(space, asked)?.iter().map(region).collect())
}

/// A space, as the checker of proofs takes it.
pub(super) fn ground(space: &Space) -> Ground {
    let form = |form: &Linear| Form {
        terms: form.terms.iter().map(|(id, factor)| (id.index(), factor.clone())).collect(),
        constant: form.constant.clone(),
    };
    let measured = |axis: &Axis| {
        let (over, under) = match &axis.measure {
            Measure::Linear(over) => (over, None),
            Measure::Quotient(over, under) => (over, Some(under)),
        };
        Measured { over: form(over), under: under.map(form), cuts: axis.cuts().to_vec() }
    };
    Ground {
        optional: space.variables.iter().map(|variable| variable.optional).collect(),
        grain: space.variables.iter().map(|variable| variable.grain.clone()).collect(),
        facts: space.facts.iter().map(|fact| (form(&fact.form), fact.strict)).collect(),
        axes: space.axes().map(|(_, axis)| measured(axis)).collect(),
    }
}

/// A box, as the checker of proofs takes it.
pub(super) fn places(region: &Region) -> Vec<Places> {
    region.sets().iter().map(|set| set.ranges().to_vec()).collect()
}

impl Tree {
    /// Hands over the covers that the proof rests on.
    fn covers(&self, each: &mut dyn FnMut(usize)) {
        match self {
            Tree::Split(_, _, parts) | Tree::Whole(_, _, parts) => {
                parts.iter().for_each(|part| part.covers(each));
            }
            Tree::Covered(cover) => each(*cover),
            Tree::Impossible(_) | Tree::NotMissing(_) | Tree::ByZero(_) | Tree::Empty => {}
        }
    }
}

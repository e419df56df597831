//! Two versions of the same part of rules: whether they decide every record alike, or a record that
//! they do not.

use super::boxes::Asked;
use super::content::{Content, Gives, Line, Part, content, scorecard, unequal};
use super::finding::Site;
use super::formula::Formula;
use super::of_type::OfType;
use super::read::{Reader, Switches};
use super::refused::Refused;
use super::regraded::{changed as changed_totals, graded};
use super::rows::{Answer, Question};
use super::search::Budget;
use super::set::Region;
use super::system::Between;
use super::totals::{Reached, Totals};
use super::tries::opaque_fields;
use super::witness::Witness;
use crate::eval::Functions;
use crate::model::{BlockId, BlockKind, Model, RecordId, Row};
use crate::plan::{Plan, ScorecardPlan};
use crate::value::Num;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A version of rules: their model, and its plan.
#[derive(Clone, Copy)]
pub struct Version<'m> {
    /// Checked model of the rules.
    pub model: &'m Model,
    /// Plan of the model.
    pub plan: &'m Plan,
}

/// Answer to whether two versions decide alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// They do, for every record, which was proved.
    Same,
    /// A record was found that they decide otherwise.
    Differs,
    /// It could not be told.
    Undecided,
}

/// The most records that one question may propose.
const MOST_TRIED: usize = 6;

/// The most pairs of rows that are held against each other.
const MOST_PAIRS: usize = 4_000;

/// The most rows of which it is told which values they leave possible.
const MOST_RANGED: usize = 40;

/// The most sums of points that are told apart.
const MOST_SUMS: usize = 20_000;

/// Compares a part of two versions whose record types, fields and categories are the same, and
/// where the texts of the new plan begin with those of the old. Records for which the part may
/// differ are handed to `differs`, which runs them and tells whether they do.
pub fn compare(
    [old, new]: [Version<'_>; 2],
    part: Part,
    functions: &dyn Functions,
    budget: &Budget,
    differs: &mut dyn FnMut(Witness) -> bool,
) -> Compared {
    let record = part.record(new.model);
    let (Some(of_old), Some(of_new)) = (
        OfType::of(old.model, old.plan, record, functions, budget),
        OfType::of(new.model, new.plan, record, functions, budget),
    ) else {
        return Compared::Undecided;
    };
    let (undecided, found) = (false, false);
    let mut pair =
        Pair { old: of_old, new: of_new, record, differs, undecided, found, other_ranges: false };
    pair.other_ranges = pair.has_other_ranges();
    pair.compare(part);
    match pair {
        Pair { found: true, .. } => Compared::Differs,
        Pair { undecided: true, .. } => Compared::Undecided,
        Pair { .. } => Compared::Same,
    }
}

/// A record that a block applies to, if one is found.
pub fn applying(
    Version { model, plan }: Version<'_>,
    block: BlockId,
    functions: &dyn Functions,
    budget: &Budget,
) -> Option<Witness> {
    let record = model.blocks[block].record;
    let of = OfType::of(model, plan, record, functions, budget)?;
    let mut reader = of.reader(Switches::AsSet);
    let guard = of.guard(&mut reader, &of.steps.block(block)?.guards);
    let question = Question::new(reader, &guard, &[]);
    match question.applies() {
        Answer::Record(_, values) => Some(Witness::of(&question.space, record, &values, plan)),
        Answer::None(_) | Answer::Undecided => None,
    }
}

/// Two lists of rows, each tried in turn, as conditions and the cases in which they may differ: the
/// rows of the first stand first among the conditions, then those of the other.
pub(super) struct InTurn {
    pub formulas: Vec<Rc<Formula>>,
    pub cases: Vec<Case>,
    /// Rows that may give other values in a way that no condition tells wholly.
    pub by_value: Vec<[usize; 2]>,
}

/// A case in which two lists differ: some conditions hold and none of others may.
pub(super) struct Case {
    pub rows: Vec<usize>,
    pub before: Vec<usize>,
    /// The rows of each list that give the value, by their places in it, or the line that holds;
    /// `None` where none does.
    pub gives: [Option<usize>; 2],
    /// The line of each list that is asked, where one stands for the other; `None` in a list that
    /// has none.
    pub lines: [Option<usize>; 2],
}

impl InTurn {
    /// The cases of two lists whose first rows, some of them, are the same.
    pub fn of(reader: &mut Reader<'_>, [new, old]: [&[Line]; 2], same: usize) -> InTurn {
        let (count, others) = (new.len(), old.len());
        let mut formulas: Vec<Rc<Formula>> =
            new.iter().chain(old).map(|line| Rc::clone(&line.when)).collect();
        let (mut cases, mut by_value) = (Vec::new(), Vec::new());
        for (i, one) in new.iter().enumerate().skip(same) {
            for (j, other) in old.iter().enumerate().skip(same) {
                if one.gives == other.gives {
                    continue;
                }
                let Some(differ) = unequal(reader, &one.gives, &other.gives) else {
                    by_value.push([i, count + j]);
                    continue;
                };
                let mut rows = vec![i, count + j];
                if differ.constant() != Some(true) {
                    by_value.push([i, count + j]);
                    rows.push(formulas.len());
                    formulas.push(differ);
                }
                let before = (0..i).chain(count..count + j).collect();
                let gives = [Some(i), Some(j)];
                cases.push(Case { rows, before, gives, lines: gives });
            }
        }
        let all = count + others;
        cases.extend((same..count).map(|row| Case {
            rows: vec![row],
            before: (0..row).chain(count..all).collect(),
            gives: [Some(row), None],
            lines: [None; 2],
        }));
        cases.extend((count + same..all).map(|row| Case {
            rows: vec![row],
            before: (count..row).chain(0..count).collect(),
            gives: [None, Some(row - count)],
            lines: [None; 2],
        }));
        InTurn { formulas, cases, by_value }
    }
}

/// Two versions of one record type, and what has been learnt of them.
struct Pair<'p> {
    old: OfType<'p>,
    new: OfType<'p>,
    record: RecordId,
    differs: &'p mut dyn FnMut(Witness) -> bool,
    found: bool,
    undecided: bool,
    /// `true` if fields have other ranges: then records are asked that are in those of both.
    other_ranges: bool,
}

/// Both contents, new and old, under the condition on which a record is asked, with the reader that
/// they were read by.
struct Both<'p> {
    reader: Reader<'p>,
    guard: Rc<Formula>,
    new: Content,
    old: Content,
}

impl<'p> Pair<'p> {
    fn compare(&mut self, part: Part) {
        if let Part::Refused(_) = part {
            return self.refused();
        }
        self.undecided = !self.refuses_the_same();
        if let Part::Site(Site::Grades(block)) = part {
            return self.grades(block);
        }
        let Some(Both { mut reader, guard, new, old }) = self.both(part) else {
            self.undecided = true;
            return;
        };
        if new == old {
            return;
        }
        let ranged = matches!(part, Part::Site(Site::Criterion(..)));
        match (new, old) {
            (Content::InTurn(new), Content::InTurn(old)) => {
                self.in_turn(reader, &guard, [&new, &old], ranged)
            }
            (Content::Each(new), Content::Each(old)) => {
                if let Part::Site(Site::Caps(block)) = part {
                    let before = self.undecided;
                    let alike = self.caps(block) == Some(true);
                    if alike || self.found {
                        return;
                    }
                    self.undecided = before;
                }
                self.each(reader, &guard, &new, &old);
            }
            (Content::Value(new), Content::Value(old)) => {
                let Some(differ) = unequal(&mut reader, &new, &old) else {
                    self.undecided = true;
                    return;
                };
                let question = Question::new(reader, &guard, &[differ]);
                self.ask(&question, &mut |known| question.held_beside(&[0], &[], known));
                // A value that one of them lacks is no other number.
                self.undecided |= !self.found;
            }
            (Content::InTurn(_) | Content::Each(_) | Content::Value(_), _) => self.undecided = true,
        }
    }

    /// Returns `true` if the same records cannot be in both versions: what one refuses is not told
    /// apart from what it decides.
    fn refuses_the_same(&self) -> bool {
        let mut reader = self.new.reader(Switches::AsSet);
        let new = reader.possible();
        let mut reader = reader.beside(self.old.model, self.old.plan, self.old.steps);
        new == reader.possible()
    }

    fn has_other_ranges(&self) -> bool {
        let mut reader = self.new.reader(Switches::AsSet);
        let new = reader.ranges();
        let mut reader = reader.beside(self.old.model, self.old.plan, self.old.steps);
        new != reader.ranges()
    }

    /// Asks for a record that one version refuses and the other does not.
    fn refused(&mut self) {
        let Refused { reader, possible, rows, .. } = Refused::of(&self.new, &self.old);
        let always = Rc::new(Formula::settled(true));
        let question = Question::among(reader, &always, &possible, &rows);
        for [one, other] in [[0, 1], [1, 0]] {
            self.ask(&question, &mut |known| {
                question.parts((one, Asked::True), (other, Asked::True), known)
            });
        }
    }

    fn both(&self, part: Part) -> Option<Both<'p>> {
        let on = |reader: Reader<'p>| reader.at(part.clock(), BTreeSet::new());
        let mut reader = on(self.new.reader(Switches::AsSet));
        let (new_guard, new) = content(&self.new, &mut reader, part)?;
        if self.other_ranges {
            reader.all_fields();
        }
        let mut reader = on(reader.beside(self.old.model, self.old.plan, self.old.steps));
        let (old_guard, old) = content(&self.old, &mut reader, part)?;
        Some(Both { reader, guard: Formula::and([new_guard, old_guard]), new, old })
    }

    /// Puts a question until a record is found that is decided otherwise, or there is no other.
    /// What is proposed and decided alike leaves the question open. Where no equation leads from a
    /// value back to a record, records like the first are tried.
    fn ask(&mut self, question: &Question<'_>, put: &mut dyn FnMut(&[Region]) -> Answer) {
        let mut known = Vec::new();
        while !self.found && known.len() < MOST_TRIED {
            match put(&known) {
                Answer::Record(region, values) => {
                    let witness = Witness::of(&question.space, self.record, &values, self.new.plan);
                    self.found = (self.differs)(witness.clone())
                        || (known.is_empty() && self.differs_like(question, &witness));
                    known.push(region);
                }
                Answer::None(_) if known.is_empty() => return,
                Answer::None(_) | Answer::Undecided => break,
            }
        }
        self.undecided = true;
    }

    /// Returns `true` if a record like one is decided otherwise.
    fn differs_like(&mut self, question: &Question<'_>, one: &Witness) -> bool {
        let fields = opaque_fields(&question.space);
        self.new.record_type().like(&fields, one).into_iter().any(&mut *self.differs)
    }

    /// Rows of which the first that holds gives its value; `ranged` where a record that leaves some
    /// open gets the range of what they give.
    fn in_turn(
        &mut self,
        mut reader: Reader<'p>,
        guard: &Rc<Formula>,
        [new, old]: [&[Line]; 2],
        ranged: bool,
    ) {
        let same = new.iter().zip(old).take_while(|(new, old)| new == old).count();
        let (count, others) = (new.len(), old.len());
        if (count - same) * (others - same) > MOST_PAIRS {
            self.undecided = true;
            return;
        }
        let InTurn { mut formulas, cases, by_value } = InTurn::of(&mut reader, [new, old], same);
        let all = count + others;
        let first = formulas.len();
        let possible = if ranged && all <= MOST_RANGED {
            [possible(new), possible(old)]
        } else {
            [Vec::new(), Vec::new()]
        };
        formulas.extend(possible.iter().flatten().map(|(_, condition)| Rc::clone(condition)));
        let question = Question::new(reader, guard, &formulas);
        for Case { rows, before, .. } in &cases {
            if let [one, other, ..] = rows.as_slice()
                && !question.may_meet(*one, *other)
            {
                continue;
            }
            self.ask(&question, &mut |known| question.held_beside(rows, before, known));
            if self.found {
                return;
            }
        }
        // What is left are records for which a condition is missing, or a value that is given.
        if by_value.iter().any(|[one, other]| question.may_meet(*one, *other)) {
            self.undecided = true;
        } else if !self.undecided
            && !question.is_settled()
            && !are_never_reached(&question, [new, old], ranged)
            && !are_in_any_order(&question, [new, old])
        {
            match possible {
                [of_new, of_old] if !of_new.is_empty() => {
                    self.ranges(&question, first, [&of_new, &of_old]);
                }
                [_, _] => self.aligned(&question, new, old, same),
            }
        }
    }

    /// Values that rows leave possible: whether each value is so for the same records.
    fn ranges(&mut self, question: &Question<'_>, first: usize, of: [&[Possible]; 2]) {
        let [new, old] = of.map(|possible| (first, possible));
        let old = (first + new.1.len(), old.1);
        let both = new.1.iter().chain(old.1);
        let counts = both.map(|(value, _)| points(value)).collect::<Option<Vec<_>>>();
        for ((start, own), (other_start, others)) in [(new, old), (old, new)] {
            for (place, (value, _)) in own.iter().enumerate() {
                // Points are a range, of which the ends alone are told: neither is further out in
                // one version where the other has a row that is at least as far.
                let as_far: &[Far] =
                    if counts.is_some() { &[Far::Below, Far::Above] } else { &[Far::Same] };
                for far in as_far {
                    let same = others.iter().enumerate();
                    let same = same.filter(|(_, (other, _))| far.is(other, value));
                    let same: Vec<usize> = same.map(|(at, _)| other_start + at).collect();
                    let Some(covers) = question.not_false(&same) else {
                        self.undecided = true;
                        return;
                    };
                    self.ask(question, &mut |known| {
                        let known: Vec<Region> = covers.iter().chain(known).cloned().collect();
                        question.may_hold_beside(start + place, &known)
                    });
                }
            }
        }
    }

    /// Rows that stand at the same places: whether the conditions of each are true, and may be
    /// true, for the same records, wherever no row before holds.
    fn aligned(&mut self, question: &Question<'_>, new: &[Line], old: &[Line], from: usize) {
        let same_values = new.iter().zip(old).all(|(new, old)| new.gives == old.gives);
        if new.len() != old.len() || !same_values {
            self.undecided = true;
            return;
        }
        for (row, (one, other)) in new.iter().zip(old).enumerate().skip(from) {
            if one.when != other.when {
                self.truths(question, row, new.len() + row, &(0..row).collect::<Vec<usize>>());
            }
        }
    }

    /// Asks for a record of which the truths of two rows differ, where none of some others holds.
    fn truths(&mut self, question: &Question<'_>, row: usize, other: usize, before: &[usize]) {
        let first = question.held_by(before);
        for asked in [Asked::True, Asked::NotFalse] {
            for [one, two] in [[row, other], [other, row]] {
                self.ask(question, &mut |known| {
                    let known: Vec<Region> = first.iter().chain(known).cloned().collect();
                    question.parts((one, asked), (two, asked), &known)
                });
            }
        }
    }

    /// Lines that stand each for itself.
    fn each(&mut self, reader: Reader<'p>, guard: &Rc<Formula>, new: &[Line], old: &[Line]) {
        let Some((from, ends)) = apart(new, old) else {
            self.undecided = true;
            return;
        };
        let all = new.iter().chain(old).map(|line| Rc::clone(&line.when));
        let question = Question::new(reader, guard, &all.collect::<Vec<Rc<Formula>>>());
        let [own, others] = ends;
        if own == from || others == from {
            let changed =
                if own == from { new.len() + from..new.len() + others } else { from..own };
            for row in changed {
                self.ask(&question, &mut |known| question.held_beside(&[row], &[], known));
                self.ask(&question, &mut |known| {
                    question.parts((row, Asked::NotFalse), (row, Asked::True), known)
                });
            }
            return;
        }
        for row in from..own {
            let other = new.len() + row;
            if new.get(row).map(|line| &line.gives) != old.get(row).map(|line| &line.gives) {
                self.ask(&question, &mut |known| question.held_beside(&[row], &[], known));
                self.undecided |= !self.found;
            }
            self.truths(&question, row, other, &[]);
        }
    }

    /// Caps count only where the points give more: looks for a record that one of the versions caps
    /// and the other does not, with a total of a grade that is lowered. Returns `true` if there is
    /// none, and no record lacks what is asked.
    fn caps(&mut self, block: BlockId) -> Option<bool> {
        let part = Part::Site(Site::Caps(block));
        let (old_card, _) = scorecard(&self.old, block)?;
        let rows = graded(&self.new, block)?;
        let lowered = self.lowered(block)?;
        let mut never = lowered.is_some();
        for [of_new, of_old] in [[true, false], [false, true]] {
            let Both { mut reader, guard, new, old } = self.both(part)?;
            let (Content::Each(new), Content::Each(old)) = (new, old) else { return None };
            let (from, [own, others]) = apart(&new, &old)?;
            let lines = |lines: &[Line], until: usize, holds: bool| {
                let lines = lines.iter().take(until).skip(from);
                let any = Formula::or(lines.map(|line| Rc::clone(&line.when)));
                if holds { any } else { Formula::not(any) }
            };
            let guard =
                Formula::and([guard, lines(&new, own, of_new), lines(&old, others, of_old)]);
            // Criteria are read of the version that the reader reads last.
            let criteria = self.old.criteria(block, old_card);
            reader.all_fields();
            let mut totals = Totals::new(reader, &guard, &criteria)?;
            let is_lowered = |grade: &Option<u32>| {
                lowered
                    .as_ref()
                    .is_none_or(|lowered| grade.is_some_and(|one| lowered.contains(&one)))
            };
            for between in rows.iter().filter(|(grade, _)| is_lowered(grade)).flat_map(|row| &row.1)
            {
                never &= self.with_total(&mut totals, between);
                if self.found {
                    return Some(false);
                }
            }
        }
        Some(never && self.is_settled(block)?)
    }

    /// The grades that caps lower which are others, where that is one cap that leaves the same
    /// grade in either version.
    fn lowered(&self, block: BlockId) -> Option<Option<BTreeSet<u32>>> {
        let Both { new, old, .. } = self.both(Part::Site(Site::Caps(block)))?;
        let (Content::Each(new), Content::Each(old)) = (new, old) else { return None };
        let (from, [own, others]) = apart(&new, &old)?;
        let changed = |lines: &[Line], until: usize| -> Vec<Option<u32>> {
            let leaves = |line: &Line| match &line.gives {
                Gives::Cap(grade, _) => Some(*grade),
                Gives::Nothing | Gives::Number(_) | Gives::Truth(_) | Gives::Clause(..) => None,
            };
            lines.iter().take(until).skip(from).filter_map(leaves).collect()
        };
        let (new, old) = (changed(&new, own), changed(&old, others));
        let one = match (new.as_slice(), old.as_slice()) {
            ([one], []) | ([], [one]) => *one,
            ([one], [other]) if one == other => *one,
            (_, _) => return Some(None),
        };
        let BlockKind::Scorecard(card) = &self.new.model.blocks[block].kind else { return None };
        let category = self.new.model.categories.get(card.grading.as_ref()?.category.index())?;
        // The better come first.
        let best = match one {
            Some(grade) => category.place(grade)?,
            None => category.values.len().saturating_sub(1),
        };
        Some(Some(category.values.iter().take(best).map(|value| value.number).collect()))
    }

    /// Returns `true` if no row of the criteria and no cap can be missing, and each row gives a
    /// number of the rules.
    fn is_settled(&self, block: BlockId) -> Option<bool> {
        let Both { mut reader, guard, new, old } = self.both(Part::Site(Site::Caps(block)))?;
        let (Content::Each(new), Content::Each(old)) = (new, old) else { return None };
        let mut all: Vec<Rc<Formula>> =
            new.iter().chain(&old).map(|line| Rc::clone(&line.when)).collect();
        for place in 0..scorecard(&self.old, block)?.0.criteria.len() {
            let part = Part::Site(Site::Criterion(block, place));
            let (_, criterion) = content(&self.old, &mut reader, part)?;
            let (Content::InTurn(lines) | Content::Each(lines)) = criterion else { return None };
            if lines.iter().any(|line| points(&line.gives).is_none()) {
                return Some(false);
            }
            all.extend(lines.into_iter().map(|line| line.when));
        }
        let count = all.len();
        let question = Question::new(reader, &guard, &all);
        let never_missing = |row: usize| {
            let missing = question.parts((row, Asked::NotFalse), (row, Asked::True), &[]);
            matches!(missing, Answer::None(_))
        };
        Some((0..count).all(never_missing))
    }

    /// Asks for a record with a total between bounds; says whether there is none.
    fn with_total(&mut self, totals: &mut Totals<'_>, between: &Between) -> bool {
        match totals.total(between) {
            Reached::By(values) => {
                let witness = Witness::of(&totals.space, self.record, &values, self.new.plan);
                self.found = (self.differs)(witness);
                self.undecided |= !self.found;
                false
            }
            Reached::Never => true,
            Reached::Undecided => {
                self.undecided = true;
                false
            }
        }
    }

    /// Returns `true` if the block applies to no record in either version.
    fn never_applies(&self, block: BlockId) -> bool {
        [&self.new, &self.old].iter().all(|of| {
            let mut reader = of.reader(Switches::AsSet);
            let Some(plan) = of.steps.block(block) else { return false };
            let guard = of.guard(&mut reader, &plan.guards);
            matches!(Question::new(reader, &guard, &[]).applies(), Answer::None(_))
        })
    }

    /// Gradings of the same points: totals that they give different grades.
    fn grades(&mut self, block: BlockId) {
        if self.never_applies(block) {
            return;
        }
        let changed = graded(&self.new, block).zip(graded(&self.old, block));
        let changed = changed.map(|(new, old)| changed_totals(&new, &old));
        let Some((card, _)) = scorecard(&self.new, block) else { return };
        let (Some(changed), Some(mut totals)) = (changed, self.totals(block, card)) else {
            self.undecided = true;
            return;
        };
        let BlockKind::Scorecard(model) = &self.new.model.blocks[block].kind else { return };
        let takes_the_rest = |rows: &[Row]| rows.last().is_some_and(|row| row.when.is_none());
        let complete: Vec<bool> =
            model.criteria.iter().map(|criterion| takes_the_rest(&criterion.rows)).collect();
        for between in changed.iter().flat_map(|(_, totals)| totals) {
            let never = self.with_total(&mut totals, between);
            if self.found {
                return;
            }
            // The ends of a range of points are sums of rows that no record need come to.
            let may_end = totals
                .sums(&complete, MOST_SUMS)
                .is_none_or(|sums| sums.iter().any(|sum| between.contains(sum)));
            self.undecided |= !never || may_end;
        }
    }

    fn totals(&self, block: BlockId, card: &ScorecardPlan) -> Option<Totals<'p>> {
        let guards = &self.new.steps.block(block)?.guards;
        self.new.choices(guards, &self.new.criteria(block, card))
    }
}

/// The first line at which two lists differ, and where what differs ends in each; `None` where it
/// is not told which line became which.
fn apart(new: &[Line], old: &[Line]) -> Option<(usize, [usize; 2])> {
    let from = new.iter().zip(old).take_while(|(new, old)| new == old).count();
    let most = new.len().min(old.len()) - from;
    let tail = new.iter().rev().zip(old.iter().rev()).take(most);
    let tail = tail.take_while(|(new, old)| new == old).count();
    let (own, others) = (new.len() - tail, old.len() - tail);
    (own == others || own == from || others == from).then_some((from, [own, others]))
}

/// A value that rows may give, and the condition whose not being false leaves it possible.
type Possible = (Gives, Rc<Formula>);

/// Points that stand for a value that rows leave possible: where no row surely holds, all of the
/// criterion's are; `None` of points that differ from record to record.
fn points(value: &Gives) -> Option<Option<&Num>> {
    match value {
        Gives::Nothing => Some(None),
        Gives::Number(number) => number.as_constant().map(Some),
        Gives::Truth(_) | Gives::Clause(..) | Gives::Cap(..) => None,
    }
}

/// Side on which points are at least as far out as others.
#[derive(Clone, Copy)]
enum Far {
    Below,
    Above,
    Same,
}

impl Far {
    /// Returns `true` if one value is as far out on this side as another.
    fn is(self, one: &Gives, other: &Gives) -> bool {
        match (self, points(one), points(other)) {
            (Far::Same, _, _) | (_, None, _) | (_, _, None) => one == other,
            (Far::Below | Far::Above, Some(None), _) => true,
            (Far::Below | Far::Above, _, Some(None)) => false,
            (Far::Below, Some(Some(one)), Some(Some(other))) => one <= other,
            (Far::Above, Some(Some(one)), Some(Some(other))) => one >= other,
        }
    }
}

/// The values that rows leave possible: of each row that of which none before is true, and none
/// where no row is.
fn possible(lines: &[Line]) -> Vec<Possible> {
    let mut before: Vec<Rc<Formula>> = Vec::new();
    let mut all = Vec::new();
    for line in lines {
        let when = Formula::and(before.iter().cloned().chain([Rc::clone(&line.when)]));
        all.push((line.gives.clone(), when));
        before.push(Formula::not(Rc::clone(&line.when)));
    }
    all.push((Gives::Nothing, Formula::and(before)));
    all
}

/// Returns `true` if one of two lists is the other without some rows, and no record comes to these:
/// where one may hold, a row before it surely does; or, of rows that give no range of what may be,
/// it never does hold and the others are as open without it. The rows of the first stand first in
/// the question, those of the other behind them.
fn are_never_reached(question: &Question<'_>, [one, other]: [&[Line]; 2], ranged: bool) -> bool {
    let (start, more, less) =
        if one.len() > other.len() { (0, one, other) } else { (one.len(), other, one) };
    let (mut kept, mut left_out) = (less.iter().peekable(), Vec::new());
    for (place, line) in more.iter().enumerate() {
        if kept.next_if(|next| *next == line).is_none() {
            left_out.push(place);
        }
    }
    let is_none = |answer: Answer| matches!(answer, Answer::None(_));
    let comes_to = |place: &usize| {
        let (row, end) = (start + place, start + more.len());
        let before = question.held_by(&(start..row).collect::<Vec<usize>>());
        if is_none(question.may_hold_beside(row, &before)) {
            return false;
        }
        if ranged {
            return true;
        }
        // Where it may hold no row behind it does, and one that stays may: that is as open.
        let stays = (start..end).filter(|other| !left_out.contains(&(other - start)));
        let Some(open) = question.not_false(&stays.collect::<Vec<usize>>()) else { return true };
        let beside: Vec<Region> = before.iter().cloned().chain(open).collect();
        !(is_none(question.held_beside(&[row], &[], &before))
            && (row + 1..end).all(|other| is_none(question.may_hold_where(row, other, &before)))
            && is_none(question.may_hold_beside(row, &beside)))
    };
    kept.next().is_none() && !left_out.iter().any(comes_to)
}

/// Returns `true` if two lists have the same rows, and where one of two that change places holds
/// the other surely does not: then they are as open in either order. The rows of the first stand
/// first in the question, those of the other behind them.
fn are_in_any_order(question: &Question<'_>, [one, other]: [&[Line]; 2]) -> bool {
    let mut left: Vec<usize> = (0..other.len()).collect();
    let place_of = |line: &Line| {
        let at = left.iter().position(|place| other.get(*place) == Some(line))?;
        Some(left.remove(at))
    };
    let Some(places) = one.iter().map(place_of).collect::<Option<Vec<usize>>>() else {
        return false;
    };
    let never = |row, other| matches!(question.may_hold_where(row, other, &[]), Answer::None(_));
    let apart = |row: usize, other: usize| never(row, other) && never(other, row);
    one.len() == other.len()
        && places.iter().enumerate().all(|(row, place)| {
            let behind = places.iter().enumerate().skip(row + 1);
            behind.filter(|(_, other)| *other < place).all(|(other, _)| apart(row, other))
        })
}

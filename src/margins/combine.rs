//! Ways to a better result: from changes of one field to those of three.

use super::bound::{Bound, together};
use super::candidates::{Candidate, Tried};
use super::fields::Open;
use super::outcome::{Outcome, Standing};
use super::told::until;
use super::trial::{AT_ONCE, Asked, Changes, MOST_FIELDS, Variant, places};
use super::{Extent, FieldChange, Found, Way};
use crate::plan::{Kind, Op, Slot};
use crate::value::Num;
use std::collections::{BTreeMap, BTreeSet};

/// Changes of some fields that are run first.
const FIRST: usize = 16;

impl Asked<'_, '_> {
    /// Ways to a better result than the record has.
    pub fn ways(
        &mut self,
        result: Standing,
        singles: &[Variant],
        extent: Extent,
        found: &mut Found,
    ) {
        let solved = self.solved(Wanted::BetterThan(result), singles, extent);
        found.ways = self.told(solved, singles);
        found.none = found.ways.is_empty() && self.is_all();
    }

    /// The cheapest change of the fewest fields with which a record adds at least so much to an
    /// indicator.
    pub fn reaching(&mut self, amount: Num, singles: &[Variant]) -> Option<(Variant, Num)> {
        let solved = self.solved(Wanted::AtLeast(amount), singles, Extent::Fewest(MOST_FIELDS));
        let all = solved.best.into_values().map(|variant| {
            let cost = cost(&variant.changes);
            (variant, cost)
        });
        all.min_by(|(a, cost), (b, other)| (a.changes.len(), cost).cmp(&(b.changes.len(), other)))
    }

    /// Returns `true` if every change of every field that may change was looked through.
    pub fn is_all(&self) -> bool {
        let free = (0..self.open().len()).filter(|place| self.is_free(*place));
        !self.search.rests_on_others && free.count() <= self.complete_up_to
    }

    fn solved(&mut self, wanted: Wanted, singles: &[Variant], extent: Extent) -> Solved {
        let mut solved = Solved { wanted, best: BTreeMap::new() };
        singles.iter().for_each(|variant| solved.take(variant));
        let is_enough = |solved: &Solved| extent.is_fewest() && !solved.best.is_empty();
        if extent.fields() > 1 && !is_enough(&solved) {
            let stops = |solved: &Solved| extent.fields() < MOST_FIELDS || is_enough(solved);
            self.several(singles, &mut solved, stops);
        }
        solved
    }

    /// Ways of two and three fields.
    fn several(
        &mut self,
        singles: &[Variant],
        solved: &mut Solved,
        is_enough: impl Fn(&Solved) -> bool,
    ) {
        let rest: Vec<usize> = (0..self.open().len())
            .filter(|place| self.is_free(*place) && !solved.has(&[*place]))
            .collect();
        let bound = Bound::of(self, singles);
        let mut alone = vec![Vec::new(); self.open().len()];
        for (place, kept) in alone.iter_mut().enumerate() {
            let of_field = singles.iter().filter(|one| places(&one.changes) == [place]);
            *kept = self.telling(&of_field.map(|one| one.changes.clone()).collect::<Vec<_>>());
        }
        let kept = Kept { alone: &alone, bound: bound.as_ref() };
        let mut gains = JointGains::new();
        for (at, one) in rest.iter().enumerate() {
            for other in rest.iter().skip(at + 1) {
                if self.may_lift(kept.bound, &[*one, *other], &mut gains) {
                    let changes = self.pair([*one, *other], &kept);
                    self.try_all(&[*one, *other], changes, solved);
                }
            }
        }
        if is_enough(solved) {
            return;
        }
        let mut pairs = BTreeMap::new();
        for (at, one) in rest.iter().enumerate() {
            for (next, other) in rest.iter().enumerate().skip(at + 1) {
                for third in rest.iter().skip(next + 1) {
                    let set = [*one, *other, *third];
                    if !solved.has_any_of(&set) && self.may_lift(kept.bound, &set, &mut gains) {
                        let changes = self.triple(set, &kept, &mut pairs);
                        self.try_all(&set, changes, solved);
                    }
                }
            }
        }
    }

    /// Returns `true` of a field that may change from the value it has.
    pub fn is_free(&self, place: usize) -> bool {
        let field = self.open().get(place).zip(self.own.get(place));
        field.is_some_and(|(open, own)| open.may_change(own, self.context.view.as_of))
    }

    /// Of changes of the same fields, the nearest first, those that can be, without those that no
    /// condition tells from a nearer one.
    fn telling(&mut self, all: &[Changes]) -> Vec<Variant> {
        let (mut kept, mut seen) = (Vec::new(), BTreeSet::new());
        for chunk in all.chunks(AT_ONCE) {
            for (row, variant) in self.run_chunk(chunk.to_vec()).into_iter().enumerate() {
                if variant.outcome.is_possible && seen.insert(self.signature(&variant, row)) {
                    kept.push(variant);
                }
            }
        }
        kept
    }

    /// All that conditions say of a record with some fields changed, of what those have a part in,
    /// by its place in the last run.
    fn signature(&self, variant: &Variant, row: usize) -> Vec<Told> {
        let Some((frame, row)) = self.ran(variant.changes.len(), row) else { return Vec::new() };
        let told = |slot: &Slot| {
            let step = &self.search.steps.steps[*slot];
            match (step.kind, &step.op) {
                (Kind::Truth, _) => Some(Told::Truth(frame.truth(*slot, row) as u8)),
                (Kind::Code, _) => Some(Told::Code(frame.code(*slot, row).into_known())),
                (Kind::Points, _) => Some(Told::Number(frame.points(*slot, row).into_value())),
                (Kind::Number, Op::Rows(..) | Op::Select(..) | Op::Parameter(..)) => {
                    Some(Told::Number(frame.number(*slot, row).into_known()))
                }
                _ => None,
            }
        };
        let open = variant.changes.iter().filter_map(|(place, _)| self.open().get(*place));
        open.flat_map(|open| &open.moving).filter_map(told).collect()
    }

    /// Returns `true` if changes of these fields may lift the result; keeps what fields that
    /// something reads together can add.
    fn may_lift(&mut self, bound: Option<&Bound>, set: &[usize], gains: &mut JointGains) -> bool {
        let is_joint = |place: &usize| {
            set.iter().any(|other| other != place && self.are_joint(*place, *other))
        };
        let joint: Vec<usize> = set.iter().copied().filter(is_joint).collect();
        let may_lift = bound.is_none_or(|bound| bound.may_lift(set, &joint, &[]));
        if joint.is_empty() || !may_lift {
            return may_lift;
        }
        if self.stays_with(set) {
            return false;
        }
        let Some(bound) = bound else { return true };
        let gains = gains.entry(joint.clone()).or_insert_with(|| self.gains_of(&joint));
        bound.may_lift(set, &joint, gains)
    }

    fn share(&self, one: usize, other: usize) -> bool {
        let pair = self.open().get(one).zip(self.open().get(other));
        pair.is_some_and(|(one, other)| one.shares_with(other))
    }

    fn are_joint(&self, one: usize, other: usize) -> bool {
        let pair = self.open().get(one).zip(self.open().get(other));
        pair.is_some_and(|(one, other)| one.is_joint_with(other))
    }

    /// Changes of two fields that are worth a try.
    fn pair(&mut self, [one, other]: [usize; 2], kept: &Kept<'_>) -> Vec<Changes> {
        if !self.are_joint(one, other) {
            return together(kept.bound, [kept.alone(one), kept.alone(other)], &[]);
        }
        if !self.is_proved_together(one, other) {
            self.complete_up_to = self.complete_up_to.min(1);
        }
        let mut all = Vec::new();
        let is_rounded = self.is_rounded(one, other);
        for [first, second] in [[one, other], [other, one]] {
            let parents = self.candidates(first, 0, 0, Tried::Around);
            let parents = parents.into_iter().map(|change| vec![change]).collect();
            let may_lift = |one: &Variant| is_rounded || kept.may_lift_with(one, &[second]);
            all.extend(self.beside(parents, second, Tried::Nearest, may_lift));
        }
        if is_rounded {
            // Beside a value that was found, one may be nearer than the one it was found with.
            for [first, second] in [[one, other], [other, one]] {
                let mut given: Vec<Changes> = all
                    .iter()
                    .filter_map(|changes| Some(vec![change_of(changes, first)?]))
                    .collect();
                in_order(&mut given);
                let may_lift = |one: &Variant| kept.may_lift_with(one, &[second]);
                all.extend(self.beside(given, second, Tried::Nearest, may_lift));
            }
        }
        in_order(&mut all);
        all
    }

    /// Returns `true` of two fields that something reads together and that both have too many
    /// values to try them all: the nearest value of one lies off the line at which something turns
    /// by part of a step.
    fn is_rounded(&self, one: usize, other: usize) -> bool {
        let is_of_few = |place: usize| self.open().get(place).is_some_and(Open::is_of_few);
        one != other && !is_of_few(one) && !is_of_few(other) && self.are_joint(one, other)
    }

    /// Returns `true` if the changes of two fields that something reads together are all there,
    /// each by its least: one has so few values that all are tried, or the total alone turns with
    /// both and one has its own turns nevertheless, or all lines along which something turns go
    /// through one point, where the least is found at the ends of its segments.
    fn is_proved_together(&self, one: usize, other: usize) -> bool {
        let Some((a, b)) = self.open().get(one).zip(self.open().get(other)) else { return false };
        let apart = !a.shares_with(b) && a.is_sloped != b.is_sloped;
        a.is_of_few() || b.is_of_few() || apart || a.is_homogeneous_with(b, self.search.steps)
    }

    /// Changes of three fields that are worth a try.
    fn triple(
        &mut self,
        [a, b, c]: [usize; 3],
        kept: &Kept<'_>,
        pairs: &mut BTreeMap<[usize; 2], Vec<Variant>>,
    ) -> Vec<Changes> {
        let ways = [([a, b], c), ([a, c], b), ([b, c], a)];
        let apart = ways.iter().find(|([one, other], third)| {
            !self.are_joint(*one, *third) && !self.are_joint(*other, *third)
        });
        if let Some((pair, third)) = apart {
            let [first, second] = *pair;
            if !self.are_joint(first, second) {
                let both = [kept.alone(first), kept.alone(second)];
                let mut both = self.run(together(kept.bound, both, &[*third]));
                both.retain(|variant| variant.outcome.is_possible);
                return together(kept.bound, [&both, kept.alone(*third)], &[]);
            }
            if !pairs.contains_key(pair) {
                // The two alone may not lift the result, but do with the third.
                let changes = self.pair(*pair, &kept.unbound());
                pairs.insert(*pair, self.telling(&changes));
            }
            let pair = pairs.get(pair).map_or(&[][..], Vec::as_slice);
            return together(kept.bound, [pair, kept.alone(*third)], &[]);
        }
        let set: Vec<&Open> =
            [a, b, c].iter().filter_map(|place| self.open().get(*place)).collect();
        let few = set.iter().filter(|open| open.is_of_few()).count();
        let sloped = set.iter().filter(|open| open.is_sloped).count();
        let share = ways.iter().any(|([one, other], _)| self.share(*one, *other));
        if few < 2 && (share || sloped != 1) {
            self.complete_up_to = self.complete_up_to.min(2);
        }
        let mut all = Vec::new();
        for ([one, other], third) in ways {
            let first = self.candidates(one, 0, 0, Tried::Around);
            let first = first.into_iter().map(|change| vec![change]).collect();
            let may_lift = |one: &Variant| kept.may_lift_with(one, &[other, third]);
            let parents = self.beside(first, other, Tried::Around, may_lift);
            let may_lift = |one: &Variant| kept.may_lift_with(one, &[third]);
            all.extend(self.beside(parents, third, Tried::Nearest, may_lift));
        }
        in_order(&mut all);
        all
    }

    /// Runs changes of some fields that are worth a try. Of two fields that are read together only
    /// values beside the lines are among them at which something turns: between two lines that lie
    /// closer than a step there may be others, nearer ones too.
    fn try_all(&mut self, set: &[usize], changes: Vec<Changes>, solved: &mut Solved) {
        self.try_in_order(changes, solved);
        let is_rounded = |one: &usize| set.iter().any(|other| self.is_rounded(*one, *other));
        let rounded: Vec<usize> = set.iter().copied().filter(is_rounded).collect();
        if rounded.is_empty() {
            return;
        }
        let way = solved.best.get(set).cloned();
        if !way.is_some_and(|way| self.has_room(&way, &rounded, solved)) {
            self.complete_up_to = self.complete_up_to.min(set.len() - 1);
        }
    }

    /// Returns `true` if one of some fields of a way may go on by a step, so that it still does, or
    /// all are at their ends.
    fn has_room(&mut self, way: &Variant, fields: &[usize], solved: &Solved) -> bool {
        let moved = fields.iter().filter_map(|field| {
            let (place, candidate) = change_of(&way.changes, *field)?;
            let further = self.open().get(place)?.further(self.own.get(place)?, &candidate)?;
            let mut changes = way.changes.clone();
            *changes.iter_mut().find(|(of, _)| of == field)? = (place, further);
            Some(changes)
        });
        let moved: Vec<Changes> = moved.collect();
        moved.is_empty() || self.run(moved).iter().any(|one| solved.is_better(one))
    }

    /// Runs changes of the same fields, the cheapest first, until one leads to a better result.
    fn try_in_order(&mut self, mut changes: Vec<Changes>, solved: &mut Solved) {
        in_order(&mut changes);
        // The first of them are the likeliest to be enough.
        let (mut changes, mut count) = (changes.into_iter().peekable(), FIRST);
        while changes.peek().is_some() {
            let variants = self.run_chunk(changes.by_ref().take(count).collect());
            if let Some(first) = variants.into_iter().find(|variant| solved.is_better(variant)) {
                let tight = self.tightened(first, solved);
                solved.take(&tight);
                return;
            }
            count = (4 * count).min(AT_ONCE);
        }
    }

    /// The way to which one comes as long as a field can come nearer to the record's own value, the
    /// others being as they are.
    fn tightened(&mut self, mut way: Variant, solved: &Solved) -> Variant {
        let fields = places(&way.changes);
        if !fields.iter().any(|one| fields.iter().any(|other| self.is_rounded(*one, *other))) {
            return way;
        }
        let mut place = 0;
        while let Some((field, _)) = way.changes.get(place) {
            let field = *field;
            let others = way.changes.iter().filter(|(other, _)| *other != field).cloned().collect();
            let mut nearer = self.beside(vec![others], field, Tried::Nearest, |_| true);
            let most = measure(&way.changes);
            nearer.retain(|changes| measure(changes) < most);
            in_order(&mut nearer);
            match self.run(nearer).into_iter().find(|variant| solved.is_better(variant)) {
                Some(nearer) => (way, place) = (nearer, 0),
                None => place += 1,
            }
        }
        way
    }

    fn told(&self, solved: Solved, singles: &[Variant]) -> Vec<Way> {
        let Solved { wanted, best } = &solved;
        let is_better = |variant: &Variant| is_wanted(variant, wanted);
        let way = |variant: &Variant| {
            let until = match &variant.changes[..] {
                [change] => until(self, singles, change, is_better),
                _ => None,
            };
            let told = |change| Some(FieldChange { until: until.clone(), ..self.change(change)? });
            Some(Way {
                changes: variant.changes.iter().map(told).collect::<Option<Vec<FieldChange>>>()?,
                cost: cost(&variant.changes),
                result: variant.outcome.result?,
                total: variant.outcome.total.clone(),
            })
        };
        let mut ways: Vec<Way> = best.values().filter_map(way).collect();
        ways.sort_by(|a, b| (a.changes.len(), &a.cost).cmp(&(b.changes.len(), &b.cost)));
        ways
    }
}

/// Changes of one field that tell something, and what is known of how far changes may go.
struct Kept<'k> {
    /// Changes of each field alone, the nearest first, without those that no condition tells from
    /// a nearer one.
    alone: &'k [Vec<Variant>],
    bound: Option<&'k Bound>,
}

/// Points that fields which something reads together can add to each criterion.
type JointGains = BTreeMap<Vec<usize>, Vec<Option<Num>>>;

impl<'k> Kept<'k> {
    fn alone(&self, place: usize) -> &'k [Variant] {
        self.alone.get(place).map_or(&[], Vec::as_slice)
    }

    /// The same for changes that need not lift the result alone.
    fn unbound(&self) -> Kept<'k> {
        Kept { bound: None, ..*self }
    }

    /// Returns `true` if changes that were run may lift the result when further fields change.
    fn may_lift_with(&self, one: &Variant, further: &[usize]) -> bool {
        self.bound.is_none_or(|bound| bound.may_lift_with(one, further))
    }
}

/// A value by which records with some fields changed are told apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Truth(u8),
    Code(Option<u32>),
    Number(Option<Num>),
}

/// Result that changes are to lead to.
enum Wanted {
    /// A better result than one.
    BetterThan(Standing),
    /// So much that is added to an indicator, or more.
    AtLeast(Num),
}

/// Sets of fields of which a change leads to what is wanted, each with the cheapest.
struct Solved {
    wanted: Wanted,
    best: BTreeMap<Vec<usize>, Variant>,
}

impl Solved {
    fn is_better(&self, variant: &Variant) -> bool {
        is_wanted(variant, &self.wanted)
    }

    fn take(&mut self, variant: &Variant) {
        if !self.is_better(variant) {
            return;
        }
        let fields = places(&variant.changes);
        let known = self.best.get(&fields).map(|known| measure(&known.changes));
        if known.is_none_or(|known| measure(&variant.changes) < known) {
            self.best.insert(fields, variant.clone());
        }
    }

    fn has(&self, fields: &[usize]) -> bool {
        self.best.contains_key(fields)
    }

    /// Returns `true` if two of three fields do.
    fn has_any_of(&self, [a, b, c]: &[usize; 3]) -> bool {
        [[*a, *b], [*a, *c], [*b, *c]].iter().any(|pair| self.has(pair))
    }
}

/// Returns `true` of a record that can be and has what is wanted.
fn is_wanted(variant: &Variant, wanted: &Wanted) -> bool {
    let Outcome { is_possible, result, total, .. } = &variant.outcome;
    *is_possible
        && match wanted {
            Wanted::BetterThan(than) => result.is_some_and(|own| own.is_better_than(*than)),
            Wanted::AtLeast(amount) => total.as_ref().is_some_and(|own| own >= amount),
        }
}

/// Change of one field among some.
fn change_of(changes: &Changes, place: usize) -> Option<(usize, Candidate)> {
    changes.iter().find(|(of, _)| *of == place).cloned()
}

/// Sum of the relative changes.
pub(super) fn cost(changes: &Changes) -> Num {
    sum(changes.iter().map(|(_, candidate)| &candidate.cost))
}

/// Order of changes of the same fields: what they cost, then by how much they change them.
fn measure(changes: &Changes) -> (Num, Num) {
    (cost(changes), sum(changes.iter().map(|(_, candidate)| &candidate.amount)))
}

fn sum<'n>(numbers: impl Iterator<Item = &'n Num>) -> Num {
    numbers.fold(Num::ZERO, |sum, number| sum.add(number).unwrap_or(sum))
}

/// The cheapest first, each once.
fn in_order(changes: &mut Vec<Changes>) {
    changes.sort_by_cached_key(measure);
    changes.dedup();
}

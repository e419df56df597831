//! Lines of two lists laid beside each other: rows, clauses, caps.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

/// Line of a list as it is compared: its condition, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Line {
    pub condition: String,
    pub result: String,
}

/// Pairs of lines of two lists, and the lines that are in one of them alone, all by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Alignment {
    pub pairs: Vec<(usize, usize)>,
    pub removed: Vec<usize>,
    pub added: Vec<usize>,
}

/// Lays two lists beside each other: equal lines first, then those of one condition, or first of
/// one result where `by_result`; what is left between the same neighbours in its order.
pub(super) fn align(old: &[Line], new: &[Line], by_result: bool) -> Alignment {
    let mut made = Matching { new_of: vec![None; old.len()], taken: vec![false; new.len()] };
    made.by_key(old, new, Clone::clone);
    let condition = |line: &Line| Line { result: String::new(), ..line.clone() };
    let result = |line: &Line| Line { condition: String::new(), ..line.clone() };
    match by_result {
        true => {
            made.by_key(old, new, result);
            made.by_key(old, new, condition);
        }
        false => made.by_key(old, new, condition),
    }
    made.between(old, new);
    made.alignment()
}

struct Matching {
    new_of: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Matching {
    fn pair(&mut self, old: usize, new: usize) {
        if let (Some(place), Some(taken)) = (self.new_of.get_mut(old), self.taken.get_mut(new)) {
            *place = Some(new);
            *taken = true;
        }
    }

    fn open_old(&self) -> Vec<usize> {
        let all = self.new_of.iter().enumerate();
        all.filter(|(_, new)| new.is_none()).map(|(old, _)| old).collect()
    }

    fn open_new(&self) -> Vec<usize> {
        let all = self.taken.iter().enumerate();
        all.filter(|(_, taken)| !**taken).map(|(new, _)| new).collect()
    }

    /// Pairs the open lines of one key, in order.
    fn by_key(&mut self, old: &[Line], new: &[Line], key: impl Fn(&Line) -> Line) {
        let mut places: HashMap<Line, VecDeque<usize>> = HashMap::new();
        for place in self.open_new() {
            if let Some(line) = new.get(place) {
                places.entry(key(line)).or_default().push_back(place);
            }
        }
        for place in self.open_old() {
            let found = old.get(place).and_then(|line| places.get_mut(&key(line))?.pop_front());
            if let Some(found) = found {
                self.pair(place, found);
            }
        }
    }

    /// Pairs the open lines that stand behind the same pair: those of one result, then the rest.
    fn between(&mut self, old: &[Line], new: &[Line]) {
        let mut gaps: BTreeMap<Option<usize>, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        let mut behind = None;
        for (place, pair) in self.new_of.iter().enumerate() {
            match pair {
                Some(new) => behind = Some(*new),
                None => gaps.entry(behind).or_default().0.push(place),
            }
        }
        let mut behind = None;
        for (place, taken) in self.taken.iter().enumerate() {
            match taken {
                true => behind = Some(place),
                false => gaps.entry(behind).or_default().1.push(place),
            }
        }
        for (left, right) in gaps.into_values() {
            self.in_gap(old, new, left, right);
        }
    }

    fn in_gap(&mut self, old: &[Line], new: &[Line], left: Vec<usize>, right: Vec<usize>) {
        let mut by_result: HashMap<&str, VecDeque<usize>> = HashMap::new();
        for place in &right {
            if let Some(line) = new.get(*place) {
                by_result.entry(&line.result).or_default().push_back(*place);
            }
        }
        for place in &left {
            let line = old.get(*place);
            let found = line.and_then(|line| by_result.get_mut(line.result.as_str())?.pop_front());
            if let Some(found) = found {
                self.pair(*place, found);
            }
        }
        let left = left.into_iter().filter(|at| self.new_of.get(*at) == Some(&None));
        let left: Vec<usize> = left.collect();
        let right: Vec<usize> =
            right.into_iter().filter(|at| self.taken.get(*at) == Some(&false)).collect();
        // Of unlike numbers it cannot be told which became which.
        if left.len() == right.len() {
            left.into_iter().zip(right).for_each(|(old, new)| self.pair(old, new));
        }
    }

    fn alignment(self) -> Alignment {
        let pairs = self.new_of.iter().enumerate();
        Alignment {
            pairs: pairs.filter_map(|(old, new)| Some((old, (*new)?))).collect(),
            removed: self.open_old(),
            added: self.open_new(),
        }
    }
}

impl Alignment {
    /// The pairs that must be moved so that the others stand in one order: all but a longest
    /// ascending run, by the place in the new list.
    pub fn moved(&self) -> Vec<(usize, usize)> {
        // Patience: the least end of a run of each length, and the one before each pair.
        let mut ends: Vec<usize> = Vec::new();
        let mut before: Vec<Option<usize>> = Vec::new();
        let new_at = |at: usize| self.pairs.get(at).map(|(_, new)| *new);
        for (at, (_, new)) in self.pairs.iter().enumerate() {
            let length = ends.partition_point(|end| new_at(*end) < Some(*new));
            before.push(length.checked_sub(1).and_then(|last| ends.get(last).copied()));
            match ends.get_mut(length) {
                Some(end) => *end = at,
                None => ends.push(at),
            }
        }
        let next = |at: &usize| before.get(*at).copied().flatten();
        let stay: HashSet<usize> = std::iter::successors(ends.last().copied(), next).collect();
        let all = self.pairs.iter().enumerate();
        all.filter(|(at, _)| !stay.contains(at)).map(|(_, pair)| *pair).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Line> {
        let line = |word: &str| Line { condition: word[..1].into(), result: word[1..].into() };
        text.split(' ').map(line).collect()
    }

    #[test]
    fn lines_are_paired_by_what_they_share() {
        let (old, new) = (lines("a1 b2 c3 d4"), lines("a1 b9 x3 d4 e5"));
        let aligned = align(&old, &new, false);
        assert_eq!(aligned.pairs, [(0, 0), (1, 1), (2, 2), (3, 3)]);
        assert_eq!((aligned.removed, aligned.added), (vec![], vec![4]));
    }

    #[test]
    fn a_row_that_is_gone_is_not_taken_for_its_neighbour() {
        let aligned = align(&lines("a1 b2 c3"), &lines("a1 x3"), false);
        assert_eq!(aligned.pairs, [(0, 0), (2, 1)]);
        assert_eq!(aligned.removed, [1]);
    }

    #[test]
    fn few_lines_are_moved() {
        let aligned = align(&lines("a1 b2 c3 d4"), &lines("d4 a1 b2 c3"), false);
        assert_eq!(aligned.moved(), [(3, 0)]);
        assert_eq!(align(&lines("a1 b2"), &lines("a1 b2"), false).moved(), []);
    }
}

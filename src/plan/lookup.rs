//! Rows that all ask one value: which of them holds is looked up in the sorted bounds of all, in
//! the logarithm of their number.

use crate::interval::{Interval, Possible, Truths};
use crate::value::{Compare, Date, Num, Truth};
use std::cmp::Ordering;
use std::ops::{Range, RangeInclusive};

/// Conditions of rows over one value, by where it lies among the bounds of them all. The bounds
/// part the values into segments, counted from 0: what lies before the first bound, the first bound
/// itself, what lies between it and the second, and so on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    bounds: Bounds,
    /// The first row that holds in each segment, or [`NO_ROW`].
    first: Box<[u32]>,
    rows: Box<[Asking]>,
}

/// Bounds of an index, ascending, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bounds {
    /// Numbers in the unit of the value.
    Numbers(Box<[Num]>),
    /// Days, the earlier first.
    Dates(Box<[Date]>),
    /// Codes of a category: the better value first.
    Codes(Box<[u32]>),
    /// Places of texts in [`super::Plan::texts`].
    Texts(Box<[u32]>),
}

/// The condition of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asking {
    /// Segments in which it holds, ascending and apart.
    held: Box<[Range<u32>]>,
    /// Its truth where the value is missing.
    missing: Truth,
}

/// Value of a record that the rows of an index ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It lies in this segment.
    Known(u32),
    /// It is missing, but lies in one of these segments if any are given.
    Missing(Option<RangeInclusive<u32>>),
    /// It is a fault.
    Fault,
}

const NO_ROW: u32 = u32::MAX;

impl Index {
    /// Index of rows that hold of these values; `None` where the first of them always holds, and
    /// where `alone` asks that no two hold of one value and two do.
    pub fn of<K: Ord + Clone>(
        rows: Vec<Set<K>>,
        alone: bool,
        bounds: impl FnOnce(Box<[K]>) -> Bounds,
    ) -> Option<Index> {
        if rows.first().is_none_or(Set::is_all) {
            return None;
        }
        let at = rows.iter().flat_map(Set::bounds).cloned();
        let mut sorted: Vec<K> = at.collect();
        sorted.sort_unstable();
        sorted.dedup();
        let rows: Box<[Asking]> = rows.iter().map(|row| row.asking(&sorted)).collect();
        let first = first_of(&rows, 2 * sorted.len() + 1, alone)?;
        Some(Index { bounds: bounds(sorted.into()), first, rows })
    }

    /// Number of its rows.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The segments in which a row holds.
    pub fn held(&self, row: usize) -> &[Range<u32>] {
        self.rows.get(row).map_or(&[], |row| &row.held)
    }

    /// The bounds of all rows.
    pub fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// The place of the first row that holds in a segment.
    #[inline]
    pub fn first(&self, segment: u32) -> Option<u32> {
        self.first.get(segment as usize).copied().filter(|row| *row != NO_ROW)
    }

    /// Truth of the condition of a row.
    pub fn truth(&self, row: usize, asked: &Asked) -> Truth {
        let Some(row) = self.rows.get(row) else { return Truth::Fault };
        match (asked, row.missing) {
            (Asked::Known(segment), _) => row.within(&(*segment..=*segment)),
            (Asked::Missing(Some(segments)), Truth::Missing) => row.within(segments),
            (Asked::Missing(_), missing) => missing,
            (Asked::Fault, _) if self.always(row) => Truth::True,
            (Asked::Fault, _) => Truth::Fault,
        }
    }

    /// Truths that the condition of a row can have.
    pub fn truths(&self, row: usize, value: &Possible) -> Truths {
        let of = |truth| Truths {
            holds: matches!(truth, Truth::True | Truth::Missing),
            fails: matches!(truth, Truth::False | Truth::Missing),
            missing: false,
        };
        let missing = match self.truth(row, &Asked::Missing(None)) {
            Truth::Missing => Truths::MISSING,
            truth @ (Truth::True | Truth::False | Truth::Fault) => of(truth),
        };
        let Possible::Within { interval, sure } = value else { return missing };
        let segments = self.segments(interval);
        let known = of(self.rows.get(row).map_or(Truth::Fault, |row| row.within(&segments)));
        if *sure { known } else { known.union(missing) }
    }

    /// Segments in which a value of an interval can lie. A date is the number of its days, a code
    /// the number that orders as its category does.
    pub fn segments(&self, interval: &Interval) -> RangeInclusive<u32> {
        let (from, to) = match &self.bounds {
            Bounds::Codes(_) => (&interval.upper, &interval.lower),
            Bounds::Numbers(_) | Bounds::Dates(_) | Bounds::Texts(_) => {
                (&interval.lower, &interval.upper)
            }
        };
        let last = count(self.first.len().saturating_sub(1));
        let at = |end: &Option<Num>, open| end.as_ref().map_or(open, |end| self.segment(end));
        at(from, 0)..=at(to, last)
    }

    /// Segment of a value that is given as a number.
    fn segment(&self, number: &Num) -> u32 {
        let of = |place: i64| Num::from_i64(place).cmp(number);
        match &self.bounds {
            Bounds::Numbers(bounds) => segment_by(bounds, |bound| bound.cmp(number)),
            Bounds::Dates(bounds) => segment_by(bounds, |day| of(day.days_since_1970().into())),
            Bounds::Codes(bounds) => segment_by(bounds, |code| of(-i64::from(*code)).reverse()),
            Bounds::Texts(bounds) => segment_by(bounds, |place| of((*place).into())),
        }
    }

    /// The numbers next to a segment that rows are bounded by: below it, above it, and it itself.
    pub fn around(&self, segment: u32) -> impl Iterator<Item = &Num> {
        let bounds = match &self.bounds {
            Bounds::Numbers(bounds) => &**bounds,
            Bounds::Dates(_) | Bounds::Codes(_) | Bounds::Texts(_) => &[],
        };
        let above = (segment / 2) as usize;
        let next = above + 1;
        [above.checked_sub(1), Some(above), (segment % 2 == 1).then_some(next)]
            .into_iter()
            .filter_map(|place| bounds.get(place?))
    }

    /// Returns `true` if a row holds whatever the value, even of one that is a fault.
    fn always(&self, row: &Asking) -> bool {
        let all = 0..count(self.first.len());
        row.missing == Truth::True && matches!(&*row.held, [held] if *held == all)
    }

    /// Returns `true` if the index is one over so many rows.
    pub(super) fn is_sound(&self, rows: usize) -> bool {
        let bounds = match &self.bounds {
            Bounds::Numbers(bounds) => is_ascending(bounds),
            Bounds::Dates(bounds) => is_ascending(bounds),
            Bounds::Codes(bounds) | Bounds::Texts(bounds) => is_ascending(bounds),
        };
        let places = self.first.iter().all(|row| *row == NO_ROW || (*row as usize) < rows);
        bounds == Some(self.first.len()) && places && self.rows.len() == rows
    }
}

/// The number of segments that the bounds make, where they ascend.
fn is_ascending<K: Ord>(bounds: &[K]) -> Option<usize> {
    bounds.is_sorted_by(|a, b| a < b).then_some(2 * bounds.len() + 1)
}

impl Asking {
    /// Truth of a condition for a value in one of these segments.
    fn within(&self, segments: &RangeInclusive<u32>) -> Truth {
        let (from, to) = (*segments.start(), segments.end().saturating_add(1));
        let first = self.held.partition_point(|held| held.end <= from);
        let reached = self.held.get(first..).unwrap_or_default().iter();
        let held: u32 = reached
            .take_while(|held| held.start < to)
            .map(|held| held.end.min(to) - held.start.max(from))
            .sum();
        match held {
            0 => Truth::False,
            all if all == to - from => Truth::True,
            _ => Truth::Missing,
        }
    }
}

/// The segment of a value among ascending bounds.
#[inline]
pub fn segment<K: Ord>(bounds: &[K], value: &K) -> u32 {
    segment_by(bounds, |bound| bound.cmp(value))
}

#[inline]
fn segment_by<K>(bounds: &[K], order: impl Fn(&K) -> Ordering) -> u32 {
    match bounds.binary_search_by(order) {
        Ok(at) => count(2 * at + 1),
        Err(before) => count(2 * before),
    }
}

/// The first row of each segment: rows in order take what none above them has. `next` leads past
/// what is taken, so that a segment is met about once however many rows hold in it.
fn first_of(rows: &[Asking], segments: usize, alone: bool) -> Option<Box<[u32]>> {
    let mut first = vec![NO_ROW; segments];
    let mut next: Vec<u32> = (0..=count(segments)).collect();
    for (row, asking) in rows.iter().enumerate() {
        for held in &asking.held {
            let mut at = free(&mut next, held.start);
            let mut taken = 0;
            while at < held.end {
                first.get_mut(at as usize).into_iter().for_each(|first| *first = count(row));
                next.get_mut(at as usize).into_iter().for_each(|next| *next = at + 1);
                taken += 1;
                at = free(&mut next, at + 1);
            }
            if alone && taken < held.end - held.start {
                return None;
            }
        }
    }
    let missing = rows.iter().filter(|row| row.missing == Truth::True).count();
    (!alone || missing < 2).then(|| first.into())
}

/// The first segment from this one on that no row has taken.
fn free(next: &mut [u32], from: u32) -> u32 {
    let follow = |next: &[u32], at: u32| next.get(at as usize).copied().unwrap_or(at);
    let mut at = from;
    while follow(next, at) != at {
        at = follow(next, at);
    }
    let mut passed = from;
    while passed != at {
        let Some(step) = next.get_mut(passed as usize) else { break };
        passed = std::mem::replace(step, at);
    }
    at
}

/// Rows and bounds of a rule file are far below `u32::MAX`; the clamp only keeps the arithmetic
/// total.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Set of the values for which a condition over one value holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Set<K> {
    /// Ranges of values, ascending and apart.
    parts: Vec<Range<Cut<K>>>,
    /// Truth of the condition where the value is missing.
    missing: Truth,
}

/// Cut between two values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut<K> {
    /// Cut before all values.
    Start,
    /// Before a value, or right after it.
    At(K, bool),
    /// Cut after all values.
    End,
}

impl<K: Ord + Clone> Set<K> {
    /// Set of the values between cuts, the ranges ascending and apart, of a condition that has this
    /// truth where the value is missing.
    pub fn new(parts: Vec<Range<Cut<K>>>, missing: Truth) -> Set<K> {
        Set { parts, missing }
    }

    /// Ranges of the values, ascending and apart.
    pub fn parts(&self) -> &[Range<Cut<K>>] {
        &self.parts
    }

    /// Truth of the condition where the value is missing.
    pub fn missing(&self) -> Truth {
        self.missing
    }

    /// Returns `true` if the condition holds of a value.
    pub fn contains(&self, value: &K) -> bool {
        let at = |after| Cut::At(value.clone(), after);
        self.parts.iter().any(|part| part.start <= at(false) && at(true) <= part.end)
    }

    /// `x > value` and the like.
    pub fn compare(op: Compare, value: K) -> Set<K> {
        let (before, after) = (Cut::At(value.clone(), false), Cut::At(value, true));
        let parts = match op {
            Compare::Less => vec![Cut::Start..before],
            Compare::AtMost => vec![Cut::Start..after],
            Compare::Greater => vec![after..Cut::End],
            Compare::AtLeast => vec![before..Cut::End],
            Compare::Equal => vec![before..after],
            Compare::NotEqual => vec![Cut::Start..before, after..Cut::End],
        };
        Set { parts, missing: Truth::Missing }
    }

    /// `x là thiếu`
    pub fn is_missing() -> Set<K> {
        Set { parts: Vec::new(), missing: Truth::True }
    }

    /// Set of a condition that always holds.
    pub fn all() -> Set<K> {
        Set { parts: vec![Cut::Start..Cut::End], missing: Truth::True }
    }

    /// Set of the values that are not in this one.
    #[expect(
        clippy::should_implement_trait,
        reason = "three-valued, as `Truth::not`; `!` would read as two-valued"
    )]
    pub fn not(self) -> Set<K> {
        let mut parts = Vec::with_capacity(self.parts.len() + 1);
        let mut from = Cut::Start;
        for part in self.parts {
            push(&mut parts, from..part.start);
            from = part.end;
        }
        push(&mut parts, from..Cut::End);
        Set { parts, missing: self.missing.not() }
    }

    /// Set of the values that are in both.
    pub fn and(self, other: Set<K>) -> Set<K> {
        let mut parts = Vec::new();
        for a in &self.parts {
            for b in &other.parts {
                let (start, end) = (a.start.clone().max(b.start.clone()), &a.end);
                push(&mut parts, start..end.clone().min(b.end.clone()));
            }
        }
        // A table may have very many rows.
        parts.shrink_to_fit();
        Set { parts, missing: self.missing.and(other.missing) }
    }

    /// Set of the values that are in any.
    pub fn any(sets: Vec<Set<K>>) -> Set<K> {
        let missing = sets.iter().fold(Truth::False, |any, set| any.or(set.missing));
        let mut all: Vec<Range<Cut<K>>> = sets.into_iter().flat_map(|set| set.parts).collect();
        all.sort_unstable_by(|a, b| a.start.cmp(&b.start));
        let mut parts: Vec<Range<Cut<K>>> = Vec::with_capacity(all.len());
        for part in all {
            match parts.last_mut().filter(|last| part.start <= last.end) {
                Some(last) => last.end = last.end.clone().max(part.end),
                None => parts.push(part),
            }
        }
        Set { parts, missing }
    }

    fn is_all(&self) -> bool {
        self.missing == Truth::True && *self.parts == [Cut::Start..Cut::End]
    }

    /// The values that bound it.
    fn bounds(&self) -> impl Iterator<Item = &K> {
        self.parts.iter().flat_map(|part| [&part.start, &part.end]).filter_map(|cut| match cut {
            Cut::At(value, _) => Some(value),
            Cut::Start | Cut::End => None,
        })
    }

    fn asking(&self, bounds: &[K]) -> Asking {
        let place = |cut: &Cut<K>| match cut {
            Cut::Start => 0,
            Cut::At(value, after) => segment(bounds, value) + u32::from(*after),
            Cut::End => count(2 * bounds.len() + 1),
        };
        let held = self.parts.iter().map(|part| place(&part.start)..place(&part.end)).collect();
        Asking { held, missing: self.missing }
    }
}

fn push<K: Ord>(parts: &mut Vec<Range<Cut<K>>>, part: Range<Cut<K>>) {
    if part.start < part.end {
        parts.push(part);
    }
}

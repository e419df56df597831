//! Proofs that no record lies in a box but within some covers, and their checker. It is told
//! everything it needs as plain numbers, and shares no code with the search that wrote the proof.

use crate::value::Num;
use std::ops::Range;

/// Ranges of places on an axis, ascending and apart. Place 0 is that of a missing value; place 1
/// lies before the first cut, and so on.
pub type Places = Vec<Range<u32>>;

/// A linear form: factors by variable, and a constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Factors of variables, by the numbers of these, ascending.
    pub terms: Vec<(usize, Num)>,
    /// Constant that is added to them.
    pub constant: Num,
}

/// A measure with the cuts that part it.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Form that is measured, or divided.
    pub over: Form,
    /// Form that it is divided by; the quotient is missing where this is zero.
    pub under: Option<Form>,
    /// The numbers at which it is cut, each with `true` if it lies before the cut itself.
    pub cuts: Vec<(Num, bool)>,
}

/// The space that claims are about.
#[derive(Clone, Debug)]
pub struct Ground {
    /// By variable, `true` if a record may lack it.
    pub optional: Vec<bool>,
    /// By variable, the grain of which only multiples are its values.
    pub grain: Vec<Option<Num>>,
    /// Forms that are not negative where their variables have values; with `true` not zero either.
    pub facts: Vec<(Form, bool)>,
    /// The axes on which points lie.
    pub axes: Vec<Measured>,
}

/// The claim that no record lies in a box but within one of the covers.
#[derive(Clone, Debug)]
pub struct Claim<'c> {
    /// The space of the records.
    pub ground: &'c Ground,
    /// The box: places by axis.
    pub region: Vec<Places>,
    /// The covers, in the same form.
    pub covers: &'c [Vec<Places>],
}

/// Proof of a claim.
#[derive(Clone, Debug)]
pub enum Tree {
    /// The points whose place on an axis is among some, and the others.
    Split(usize, Places, Box<[Tree; 2]>),
    /// Values of a variable up to a multiple of its grain, and from the next on.
    Whole(usize, Num, Box<[Tree; 2]>),
    /// All within this cover.
    Covered(usize),
    /// These constraints, each times its factor, sum up to what cannot be.
    Impossible(Vec<(Premise, Num)>),
    /// An axis is missing, though all that it is computed from is there.
    NotMissing(usize),
    /// An axis has a value, though what it is divided by is zero.
    ByZero(usize),
    /// No place of an axis is left.
    Empty,
}

/// A linear constraint on all records within a part of the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Premise {
    /// A fact of the claim.
    Fact(usize),
    /// The lower bound of an axis, within the part.
    Lower(usize),
    /// The upper bound of an axis.
    Upper(usize),
    /// The bound of a whole variable on the side of a [`Tree::Whole`] above, counted from the root.
    Side(usize),
}

/// Part of the box, with the sides of whole numbers on which it lies.
#[derive(Clone)]
struct Part {
    region: Vec<Places>,
    sides: Vec<Form>,
}

impl Claim<'_> {
    /// Returns `true` if the tree proves the claim. Linear in the size of the tree.
    pub fn is_proved_by(&self, tree: &Tree) -> bool {
        self.holds(tree, &Part { region: self.region.clone(), sides: Vec::new() }).is_some()
    }

    fn holds(&self, tree: &Tree, part: &Part) -> Option<()> {
        let proved = match tree {
            Tree::Split(axis, places, parts) => {
                let own = part.region.get(*axis)?;
                let sides = [common(own, places), common(own, &beyond(places))];
                for (places, tree) in sides.into_iter().zip(&**parts) {
                    let mut part = part.clone();
                    *part.region.get_mut(*axis)? = places;
                    self.holds(tree, &part)?;
                }
                true
            }
            Tree::Whole(variable, at, parts) => {
                let up = Form { terms: vec![(*variable, Num::ONE.neg())], constant: at.clone() };
                let grain = self.ground.grain.get(*variable)?.as_ref()?;
                let next = at.add(grain).ok()?.neg();
                let from = Form { terms: vec![(*variable, Num::ONE)], constant: next };
                for (side, tree) in [up, from].into_iter().zip(&**parts) {
                    let mut part = part.clone();
                    part.sides.push(side);
                    self.holds(tree, &part)?;
                }
                *grain > Num::ZERO && at.div(grain).ok()?.is_integer()
            }
            Tree::Covered(cover) => {
                let covers = |(own, cover): (&Places, &Places)| common(own, cover) == *own;
                part.region.iter().zip(self.covers.get(*cover)?).all(covers)
            }
            Tree::Impossible(proof) => self.contradict(proof, part)?,
            Tree::NotMissing(axis) => {
                let Measured { over, under, .. } = self.ground.axes.get(*axis)?;
                let sure = match under {
                    Some(under) => self.is_there(under, part) && self.sign(under, part).is_some(),
                    None => true,
                };
                part.region.get(*axis)?.iter().all(|range| range.end == 1)
                    && self.is_there(over, part)
                    && sure
            }
            Tree::ByZero(axis) => {
                let under = self.ground.axes.get(*axis)?.under.as_ref()?;
                let (own, at) = self.own_axis(under)?;
                let is = |upper| self.bound(own, part.region.get(own)?, upper);
                let zero = [is(false)?, is(true)?] == [(at.clone(), false), (at, false)];
                zero && part.region.get(*axis)?.first()?.start > 0
            }
            Tree::Empty => part.region.iter().any(Vec::is_empty),
        };
        proved.then_some(())
    }

    /// Whether constraints, each times a factor that is not negative, sum up to less than nothing.
    fn contradict(&self, proof: &[(Premise, Num)], part: &Part) -> Option<bool> {
        let (mut sum, mut strict) = (Form { terms: vec![], constant: Num::ZERO }, false);
        for (premise, factor) in proof.iter().filter(|(_, factor)| !factor.is_zero()) {
            let (form, more) = self.premise(*premise, part)?;
            sum = plus(&sum, factor, &form)?;
            strict |= more;
            if factor.is_negative() {
                return None;
            }
        }
        let less = sum.constant.is_negative() || strict && sum.constant.is_zero();
        Some(sum.terms.is_empty() && less)
    }

    /// The form that a premise says is not negative, with `true` if it is not zero either.
    fn premise(&self, premise: Premise, part: &Part) -> Option<(Form, bool)> {
        let (axis, upper) = match premise {
            Premise::Fact(place) => {
                let (form, strict) = self.ground.facts.get(place)?;
                return self.is_there(form, part).then(|| (form.clone(), *strict));
            }
            Premise::Side(place) => return Some((part.sides.get(place)?.clone(), false)),
            Premise::Lower(axis) => (axis, false),
            Premise::Upper(axis) => (axis, true),
        };
        let (Measured { over, under, .. }, places) =
            (self.ground.axes.get(axis)?, part.region.get(axis)?);
        let ((at, strict), one) = (self.bound(axis, places, upper)?, Num::ONE);
        let (form, turned) = match under {
            None => (plus(over, &at.neg(), &Form { terms: vec![], constant: one.clone() })?, false),
            Some(under) => (plus(over, &at.neg(), under)?, self.sign(under, part)?),
        };
        let factor = if upper == turned { one } else { one.neg() };
        Some((plus(&Form { terms: vec![], constant: Num::ZERO }, &factor, &form)?, strict))
    }

    /// The bound of an axis at some places, none of them that of a missing value; with `true` if it
    /// is left out.
    fn bound(&self, axis: usize, places: &Places, upper: bool) -> Option<(Num, bool)> {
        let (first, last) = (places.first()?.start, places.last()?.end);
        let cut = if upper { last } else { first }.checked_sub(2)? as usize;
        let (at, after) = self.ground.axes.get(axis)?.cuts.get(cut)?;
        (first > 0).then(|| (at.clone(), *after != upper))
    }

    /// Whether all variables of a form have values: a record cannot lack them, or an axis that
    /// reads them is not missing.
    fn is_there(&self, form: &Form, part: &Part) -> bool {
        let reads = |form: &Form, variable| form.terms.iter().any(|(own, _)| *own == variable);
        form.terms.iter().all(|(variable, _)| {
            let known = self.ground.axes.iter().zip(&part.region).any(|(axis, places)| {
                let own = reads(&axis.over, *variable)
                    || axis.under.as_ref().is_some_and(|under| reads(under, *variable));
                own && places.first().is_some_and(|first| first.start > 0)
            });
            known || self.ground.optional.get(*variable) == Some(&false)
        })
    }

    /// The sign of a form that is not zero, `true` if it is negative: by the facts on each of its
    /// variables, or by its own axis.
    fn sign(&self, form: &Form, part: &Part) -> Option<bool> {
        let least = |(variable, factor): &(usize, Num)| {
            let fact = |(fact, strict): &(Form, bool)| match &*fact.terms {
                [(own, by)] if own == variable && by.is_negative() == factor.is_negative() => {
                    let least = fact.constant.div(by).ok()?.neg().mul(factor).ok()?;
                    Some((least, *strict))
                }
                _ => None,
            };
            self.ground.facts.iter().filter_map(fact).max()
        };
        let sum =
            form.terms.iter().try_fold((form.constant.clone(), false), |(sum, more), term| {
                let (least, strict) = least(term)?;
                Some((sum.add(&least).ok()?, more || strict))
            });
        if sum.is_some_and(|(sum, more)| sum > Num::ZERO || more && sum.is_zero()) {
            return Some(false);
        }
        let ((_, leading), (axis, at)) = (form.terms.first()?, self.own_axis(form)?);
        let side = |upper: bool| {
            let (bound, strict) = self.bound(axis, part.region.get(axis)?, upper)?;
            let past = if upper { bound < at } else { bound > at };
            (past || strict && bound == at).then_some(upper)
        };
        side(false).or_else(|| side(true)).map(|negative| negative != leading.is_negative())
    }

    /// The axis on which the sign of a form is told, and where the form is zero there.
    fn own_axis(&self, form: &Form) -> Option<(usize, Num)> {
        let by = Num::ONE.div(&form.terms.first()?.1).ok()?;
        let scaled = plus(&Form { terms: vec![], constant: Num::ZERO }, &by, form)?;
        let same = |axis: &Measured| axis.under.is_none() && axis.over.terms == scaled.terms;
        Some((self.ground.axes.iter().position(same)?, scaled.constant.neg()))
    }
}

/// `form + factor × other`
fn plus(form: &Form, factor: &Num, other: &Form) -> Option<Form> {
    let mut all: std::collections::BTreeMap<usize, Num> = form.terms.iter().cloned().collect();
    for (variable, number) in &other.terms {
        let own = all.remove(variable).unwrap_or(Num::ZERO);
        let sum = own.add(&factor.mul(number).ok()?).ok()?;
        all.extend((!sum.is_zero()).then_some((*variable, sum)));
    }
    let constant = form.constant.add(&factor.mul(&other.constant).ok()?).ok()?;
    Some(Form { terms: all.into_iter().collect(), constant })
}

/// The places in both.
fn common(one: &Places, other: &Places) -> Places {
    let both = |a: &Range<u32>, b: &Range<u32>| a.start.max(b.start)..a.end.min(b.end);
    let all = one.iter().flat_map(|a| other.iter().map(move |b| both(a, b)));
    all.filter(|range| !range.is_empty()).collect()
}

/// The places that are not among these.
fn beyond(places: &Places) -> Places {
    let ends = places.iter().map(|range| range.end);
    let starts = places.iter().map(|range| range.start).chain([u32::MAX]);
    std::iter::once(0).chain(ends).zip(starts).map(|(from, to)| from..to).collect()
}

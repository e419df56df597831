//! Linear constraints: whether any numbers satisfy them all, and which.
//!
//! Variables are eliminated one after another (Fourier and Motzkin): each lower bound of a variable
//! with each upper bound gives a constraint without it. What is left at the end are numbers; the
//! first that is wrong is a sum of the constraints given, each times a factor: the proof that none
//! satisfies them (Farkas). Otherwise the variables get values in the opposite order, each between
//! bounds that are numbers by then, so that there the most ordinary value can be taken.

use super::linear::{Linear, VariableId};
use crate::plan::Cut;
use crate::value::{Num, TooLarge};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// `form ≥ 0`, or `form > 0`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// The form that is not negative.
    pub form: Linear,
    /// `true` if it is not zero either.
    pub strict: bool,
}

impl Constraint {
    /// The constraint that a form lies above a cut, or below it; `None` of a cut at no number.
    pub fn bound(form: &Linear, cut: &Cut<Num>, below: bool) -> Option<Constraint> {
        let Cut::At(at, after) = cut else { return None };
        let form = form.plus(&Num::ONE.neg(), &Linear::constant(at.clone())).ok()?;
        let factor = if below { Num::ONE.neg() } else { Num::ONE };
        Some(Constraint { form: form.times(&factor).ok()?, strict: *after != below })
    }
}

/// Factors, none negative, of the constraints by their places: their sum is a number that is less
/// than zero, or zero where it had to be more.
pub type Proof = BTreeMap<usize, Num>;

/// Bounds between which a variable lies, each with `true` if it is itself no value of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// The greatest of the lower bounds.
    pub lower: Option<(Num, bool)>,
    /// The least of the upper bounds.
    pub upper: Option<(Num, bool)>,
}

/// Choice of a value for a variable between its bounds; `None` if no value of it lies there.
pub type Pick<'p> = dyn FnMut(VariableId, &Between) -> Option<Num> + 'p;

/// Answer to a system of constraints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Values that satisfy all.
    Values(BTreeMap<VariableId, Num>),
    /// No values do, with the proof of it.
    Impossible(Proof),
    /// Real values do, but none was found of which each is one of its variable; the variable, and
    /// the bounds between which it had none.
    NoValue(VariableId, Between),
    /// Too many constraints, or numbers past their limit.
    Undecided,
}

/// A constraint, and the sum of given ones that it is.
#[derive(Clone, Debug)]
struct Row {
    form: Linear,
    strict: bool,
    of: Proof,
}

/// The most constraints that one elimination may lead to.
const MOST_ROWS: usize = 2_000;

/// Solution of constraints, if there is one. Variables get their values in the order of their ids.
pub fn solve(constraints: &[Constraint], pick: &mut Pick<'_>) -> Answer {
    eliminated(constraints, pick).unwrap_or(Answer::Undecided)
}

fn eliminated(constraints: &[Constraint], pick: &mut Pick<'_>) -> Result<Answer, TooLarge> {
    let row = |(place, Constraint { form, strict }): (usize, &Constraint)| {
        let of = Proof::from([(place, Num::ONE)]);
        Row { form: form.clone(), strict: *strict, of }.scaled()
    };
    let mut rows = constraints.iter().enumerate().map(row).collect::<Result<Vec<_>, _>>()?;
    let mut variables: BTreeSet<VariableId> = BTreeSet::new();
    rows.iter().for_each(|row| variables.extend(row.form.terms.keys()));
    // The rows that bound each variable, from the last, while those before are still unknown.
    let mut bounds: Vec<(VariableId, Vec<Row>)> = Vec::new();
    for variable in variables.into_iter().rev() {
        if let Some(row) = rows.iter().find(|row| row.is_wrong()) {
            return Ok(Answer::Impossible(row.of.clone()));
        }
        let (with, without): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| row.form.terms.contains_key(&variable));
        rows = without;
        for (below, above) in pairs(&with, variable) {
            rows.push(below.joined(above, variable)?);
            if rows.len() > MOST_ROWS {
                return Ok(Answer::Undecided);
            }
        }
        rows = tightest(rows);
        bounds.push((variable, with));
    }
    if let Some(row) = rows.iter().find(|row| row.is_wrong()) {
        return Ok(Answer::Impossible(row.of.clone()));
    }
    let mut values = BTreeMap::new();
    for (variable, rows) in bounds.into_iter().rev() {
        let between = between(&rows, variable, &values)?;
        let Some(value) = pick(variable, &between) else {
            return Ok(Answer::NoValue(variable, between));
        };
        values.insert(variable, value);
    }
    Ok(Answer::Values(values))
}

/// Each row that bounds a variable from below with each that bounds it from above.
fn pairs(rows: &[Row], variable: VariableId) -> impl Iterator<Item = (&Row, &Row)> {
    let bounds = move |below: bool| {
        rows.iter().filter(move |row| row.factor(variable).is_negative() != below)
    };
    bounds(true).flat_map(move |below| bounds(false).map(move |above| (below, above)))
}

/// Of constraints on one direction the strictest.
fn tightest(rows: Vec<Row>) -> Vec<Row> {
    let mut by_direction: BTreeMap<BTreeMap<VariableId, Num>, Row> = BTreeMap::new();
    let mut numbers = Vec::new();
    for row in rows {
        if row.form.is_constant() {
            numbers.extend(row.is_wrong().then_some(row));
            continue;
        }
        match by_direction.get_mut(&row.form.terms) {
            Some(kept) if kept.is_tighter_than(&row) => {}
            Some(kept) => *kept = row,
            None => _ = by_direction.insert(row.form.terms.clone(), row),
        }
    }
    numbers.into_iter().chain(by_direction.into_values()).collect()
}

/// Bounds of a variable, the values of those before it being known.
fn between(
    rows: &[Row],
    variable: VariableId,
    values: &BTreeMap<VariableId, Num>,
) -> Result<Between, TooLarge> {
    let mut between = Between::default();
    for row in rows {
        let factor = row.factor(variable);
        let mut rest = row.form.clone();
        rest.terms.remove(&variable);
        let Some(rest) = rest.value(values) else { return Err(TooLarge) };
        between.narrow((rest.div(&factor)?.neg(), row.strict), !factor.is_negative());
    }
    Ok(between)
}

impl Between {
    /// Takes a bound in, from below or from above, if it is narrower.
    pub fn narrow(&mut self, bound: (Num, bool), below: bool) {
        let own = if below { &mut self.lower } else { &mut self.upper };
        // A bound that is itself left out is the narrower of two at one number.
        let narrower = |own: &(Num, bool)| match bound.0.cmp(&own.0) {
            Ordering::Equal => bound.1 && !own.1,
            order => (order == Ordering::Greater) == below,
        };
        if own.as_ref().is_none_or(narrower) {
            *own = Some(bound);
        }
    }

    /// The numbers between the bounds, by the cuts at their ends.
    pub fn cuts(&self) -> Range<Cut<Num>> {
        let lower = self.lower.as_ref().map(|(at, strict)| Cut::At(at.clone(), *strict));
        let upper = self.upper.as_ref().map(|(at, strict)| Cut::At(at.clone(), !strict));
        lower.unwrap_or(Cut::Start)..upper.unwrap_or(Cut::End)
    }

    /// Returns `true` if one number lies between the bounds, and no other.
    pub fn is_point(&self) -> bool {
        self.lower.is_some() && self.lower == self.upper
    }

    /// The bounds of both; `None` where no number lies between them.
    pub fn and(&self, other: &Between) -> Option<Between> {
        let mut both = self.clone();
        other.lower.iter().for_each(|bound| both.narrow(bound.clone(), true));
        other.upper.iter().for_each(|bound| both.narrow(bound.clone(), false));
        self.meets(other).then_some(both)
    }

    /// The parts below and above other bounds.
    pub fn without(&self, other: &Between) -> Vec<Between> {
        let turned = |bound: &(Num, bool)| (bound.0.clone(), !bound.1);
        let below = other.lower.as_ref().map(turned);
        let above = other.upper.as_ref().map(turned);
        let below = below.map(|bound| Between { lower: None, upper: Some(bound) });
        let above = above.map(|bound| Between { lower: Some(bound), upper: None });
        below.iter().chain(&above).filter_map(|side| self.and(side)).collect()
    }

    /// Returns `true` if a number can lie between both pairs of bounds.
    pub fn meets(&self, other: &Between) -> bool {
        let apart = |lower: &Option<(Num, bool)>, upper: &Option<(Num, bool)>| {
            let ends = lower.as_ref().zip(upper.as_ref());
            ends.is_some_and(|((lower, open), (upper, too))| {
                lower > upper || lower == upper && (*open || *too)
            })
        };
        !apart(&self.lower, &other.upper) && !apart(&other.lower, &self.upper)
    }

    /// Returns `true` if a number lies between the bounds.
    pub fn contains(&self, number: &Num) -> bool {
        let above = |(bound, strict): &(Num, bool)| bound < number || !strict && bound == number;
        let below = |(bound, strict): &(Num, bool)| number < bound || !strict && bound == number;
        self.lower.as_ref().is_none_or(above) && self.upper.as_ref().is_none_or(below)
    }
}

impl Row {
    fn factor(&self, variable: VariableId) -> Num {
        self.form.terms.get(&variable).cloned().unwrap_or(Num::ZERO)
    }

    /// A constraint without variables that does not hold.
    fn is_wrong(&self) -> bool {
        self.form
            .as_constant()
            .is_some_and(|number| number.is_negative() || self.strict && number.is_zero())
    }

    fn is_tighter_than(&self, other: &Row) -> bool {
        (&self.form.constant, !self.strict) <= (&other.form.constant, !other.strict)
    }

    /// The sum of a row that bounds a variable from below and one from above, without it; scaled so
    /// that its first coefficient is one or minus one, for rows of one direction to be told.
    fn joined(&self, above: &Row, variable: VariableId) -> Result<Row, TooLarge> {
        let (own, other) = (above.factor(variable).abs(), self.factor(variable));
        let form = self.form.times(&own)?.plus(&other, &above.form)?;
        let mut of = Proof::new();
        for (proof, factor) in [(&self.of, &own), (&above.of, &other)] {
            for (place, number) in proof {
                let sum = of.remove(place).unwrap_or(Num::ZERO).add(&number.mul(factor)?)?;
                of.insert(*place, sum);
            }
        }
        let row = Row { form, strict: self.strict || above.strict, of };
        row.scaled()
    }

    fn scaled(self) -> Result<Row, TooLarge> {
        let by = Num::ONE.div(&self.form.leading().abs())?;
        let of = self.of.into_iter().map(|(place, number)| Ok((place, number.mul(&by)?)));
        Ok(Row { form: self.form.times(&by)?, of: of.collect::<Result<_, TooLarge>>()?, ..self })
    }
}

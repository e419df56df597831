//! Exact fractions over lanes: a numerator and a denominator, never divided.

use super::builder::Builder;
use super::code::{
    Bounds, Instruction, Lit, NumberLane, Order, PlaceLane, PointsLane, Term, Truth,
};
use crate::table::MOST_DECIMALS;
use crate::value::{Arith, Compare, Num};
use num_integer::Integer;
use std::cmp::Ordering;

/// A number as numerator over denominator. Where the denominator is 0, the number is missing; where
/// it is below, the record leaves the lanes once the number is read.
#[derive(Clone, Debug)]
pub(super) struct Fraction {
    pub num: Term,
    pub den: Term,
}

impl Fraction {
    pub fn whole(num: Term) -> Fraction {
        Fraction { num, den: Term::constant(1) }
    }

    /// A number of the rules; `None` if it is past 128 bits.
    pub fn constant(number: &Num) -> Option<Fraction> {
        let Num::Small(n, d) = number else { return None };
        let shared = n.gcd(d).max(1);
        Some(Fraction { num: Term::constant(n / shared), den: Term::constant(d / shared) })
    }

    /// The denominator, if it is the same for all records.
    pub fn scale(&self) -> Option<i128> {
        self.den.as_constant()
    }

    /// The numerator over another denominator, which the own one divides.
    fn over(&self, scale: i128) -> Option<Term> {
        self.num.times(scale.checked_div(self.scale()?)?)
    }
}

/// Fractions as numerators over one denominator, where theirs are constants.
pub(super) fn common(all: &[Fraction]) -> Option<(Vec<Term>, i128)> {
    let scales = all.iter().map(Fraction::scale);
    let scale = scales.into_iter().try_fold(1_i128, |scale, own| least_multiple(scale, own?))?;
    let terms = all.iter().map(|one| one.over(scale)).collect::<Option<_>>()?;
    Some((terms, scale))
}

pub(super) fn least_multiple(a: i128, b: i128) -> Option<i128> {
    (a / a.gcd(&b)).checked_mul(b)
}

impl Builder {
    pub fn arith(&mut self, op: Arith, a: &Fraction, b: &Fraction) -> Option<Fraction> {
        match op {
            Arith::Add => self.add(a, b),
            Arith::Sub => {
                let negative = Fraction { num: b.num.times(-1)?, den: b.den.clone() };
                self.add(a, &negative)
            }
            Arith::Mul => Some(Fraction {
                num: self.product(&a.num, &b.num)?,
                den: self.product(&a.den, &b.den)?,
            }),
            Arith::Div => {
                // A quotient of one that is missing is missing too, not a fraction over 0 turned
                // round.
                self.known(b)?;
                let (num, den) = (self.product(&a.num, &b.den)?, self.product(&a.den, &b.num)?);
                let shared = num.by.gcd(&den.by).max(1);
                let part = |term: Term| Term { by: term.by / shared, ..term };
                Some(Fraction { num: part(num), den: part(den) })
            }
        }
    }

    fn add(&mut self, a: &Fraction, b: &Fraction) -> Option<Fraction> {
        let both = [a.clone(), b.clone()];
        if let Some((terms, scale)) = common(&both) {
            return Some(Fraction { num: self.sum(terms)?, den: Term::constant(scale) });
        }
        let crossed = vec![self.product(&a.num, &b.den)?, self.product(&b.num, &a.den)?];
        Some(Fraction { num: self.sum(crossed)?, den: self.product(&a.den, &b.den)? })
    }

    pub fn sum(&mut self, terms: Vec<Term>) -> Option<Term> {
        let (lanes, constants): (Vec<Term>, Vec<Term>) =
            terms.into_iter().partition(|term| term.lane.is_some());
        let constant = constants.iter().try_fold(0_i128, |sum, term| sum.checked_add(term.by))?;
        let mut lanes = lanes;
        if lanes.is_empty() {
            return Some(Term::constant(constant));
        }
        if constant != 0 {
            lanes.push(Term::constant(constant));
        }
        if let [only] = &*lanes {
            return Some(only.clone());
        }
        let bounds = lanes.iter().try_fold(0..=0, |sum: Bounds, term| {
            let bounds = term.bounds()?;
            Some(sum.start().checked_add(*bounds.start())?..=sum.end().checked_add(*bounds.end())?)
        })?;
        let out = self.number_lane(&bounds);
        self.emit(Instruction::Sum { terms: lanes.into(), out });
        Some(Term::of(out, bounds))
    }

    pub fn product(&mut self, a: &Term, b: &Term) -> Option<Term> {
        let (Some((x, x_bounds)), Some((y, y_bounds))) = (&a.lane, &b.lane) else {
            let by = a.by.checked_mul(b.by)?;
            let lane = a.lane.clone().or_else(|| b.lane.clone()).filter(|_| by != 0);
            return Some(Term { lane, by });
        };
        let ends = [x_bounds.start(), x_bounds.end()];
        let corners: Vec<i128> = ends
            .into_iter()
            .flat_map(|x| [(x, y_bounds.start()), (x, y_bounds.end())])
            .map(|(x, y)| x.checked_mul(*y))
            .collect::<Option<_>>()?;
        let bounds = *corners.iter().min()?..=*corners.iter().max()?;
        let out = self.number_lane(&bounds);
        self.emit(Instruction::Product { a: *x, b: *y, out });
        Some(Term { lane: Some((out, bounds)), by: a.by.checked_mul(b.by)? })
    }

    /// A lane that holds the term itself.
    pub fn lane(&mut self, term: &Term) -> Option<NumberLane> {
        match &term.lane {
            Some((lane, _)) if term.by == 1 => Some(*lane),
            _ => {
                let out = self.number_lane(&term.bounds()?);
                self.emit(Instruction::Sum { terms: [term.clone()].into(), out });
                Some(out)
            }
        }
    }

    /// Lets records leave the lanes for which a fraction that is read has no value, or its
    /// denominator is below 0.
    pub fn known(&mut self, fraction: &Fraction) -> Option<()> {
        let one = Term::constant(1);
        match self.order(Order::Less, &fraction.den, &one)? {
            Truth::Always(false) => {}
            Truth::Always(true) => return None,
            Truth::Lane(below) => {
                let Some((lane, _)) = &fraction.den.lane else { return None };
                if self.checked.insert(*lane) {
                    self.emit(Instruction::Leave { when: below });
                }
            }
        }
        Some(())
    }

    pub fn compare(&mut self, op: Compare, a: &Fraction, b: &Fraction) -> Option<Truth> {
        self.known(a)?;
        self.known(b)?;
        let (left, right) = (self.product(&a.num, &b.den)?, self.product(&b.num, &a.den)?);
        self.compare_terms(op, &left, &right)
    }

    pub fn compare_terms(&mut self, op: Compare, a: &Term, b: &Term) -> Option<Truth> {
        match op {
            Compare::Less => self.order(Order::Less, a, b),
            Compare::AtLeast => Some(self.order(Order::Less, a, b)?.opposite()),
            Compare::Greater => self.order(Order::Less, b, a),
            Compare::AtMost => Some(self.order(Order::Less, b, a)?.opposite()),
            Compare::Equal => self.order(Order::Equal, a, b),
            Compare::NotEqual => Some(self.order(Order::Equal, a, b)?.opposite()),
        }
    }

    /// A comparison, where the ends of both sides do not settle it.
    fn order(&mut self, order: Order, a: &Term, b: &Term) -> Option<Truth> {
        let shared = a.by.gcd(&b.by).max(1);
        let part = |term: &Term| Term { lane: term.lane.clone(), by: term.by / shared };
        let (a, b) = (part(a), part(b));
        let (left, right) = (a.bounds()?, b.bounds()?);
        let possible = [
            (left.start() < right.end(), Ordering::Less),
            (left.start() <= right.end() && right.start() <= left.end(), Ordering::Equal),
            (left.end() > right.start(), Ordering::Greater),
        ];
        let holds = |ordering| match order {
            Order::Less => ordering == Ordering::Less,
            Order::Equal => ordering == Ordering::Equal,
        };
        let mut outcomes = possible.iter().filter(|(may, _)| *may).map(|(_, at)| holds(*at));
        let first = outcomes.next()?;
        if outcomes.all(|outcome| outcome == first) {
            return Some(Truth::Always(first));
        }
        self.fits(&left);
        self.fits(&right);
        let out = self.truth_lane();
        if order == Order::Equal
            && let (Some((lane, _)), Some(0)) = (&a.lane, b.as_constant())
        {
            self.zero.insert(out, *lane);
        }
        self.emit(Instruction::Compare { order, a, b, out });
        Some(Truth::lane(out))
    }

    /// One of two fractions. `then` is not divided by what is 0 where `when` says so.
    pub fn choose(
        &mut self,
        when: Truth,
        then: &Fraction,
        otherwise: &Fraction,
    ) -> Option<Fraction> {
        let when = match when {
            Truth::Always(true) => return Some(then.clone()),
            Truth::Always(false) => return Some(otherwise.clone()),
            Truth::Lane(when) => when,
        };
        if let Some((terms, scale)) = common(&[then.clone(), otherwise.clone()]) {
            let [then, otherwise] = terms.as_slice() else { return None };
            let num = self.choose_term(when, then, otherwise)?;
            return Some(Fraction { num, den: Term::constant(scale) });
        }
        let tested = (!when.not).then(|| self.zero.get(&when.lane).copied()).flatten();
        let positive = |term: &Term| match &term.lane {
            Some((lane, bounds)) if tested == Some(*lane) && *bounds.start() == 0 => {
                Term { lane: Some((*lane, 1..=(*bounds.end()).max(1))), by: term.by }
            }
            _ => term.clone(),
        };
        Some(Fraction {
            num: self.choose_term(when, &then.num, &otherwise.num)?,
            den: self.choose_term(when, &then.den, &positive(&otherwise.den))?,
        })
    }

    pub fn choose_term(&mut self, when: Lit, then: &Term, otherwise: &Term) -> Option<Term> {
        if then == otherwise {
            return Some(then.clone());
        }
        let (a, b) = (then.bounds()?, otherwise.bounds()?);
        let bounds = *a.start().min(b.start())..=*a.end().max(b.end());
        let out = self.number_lane(&bounds);
        let (then, otherwise) = (then.clone(), otherwise.clone());
        self.emit(Instruction::Choose { when, then, otherwise, out });
        Some(Term::of(out, bounds))
    }

    /// A place as a number, which is at most this.
    pub fn place_as_number(&mut self, place: PlaceLane, most: u32) -> Fraction {
        let bounds = 0..=i128::from(most);
        let out = self.number_lane(&bounds);
        self.emit(Instruction::Number { place, out });
        Fraction::whole(Term::of(out, bounds))
    }

    /// Points as mantissas, in a lane of their own: not in a column of the input.
    pub fn points_lane(&mut self, points: &Fraction) -> Option<PointsLane> {
        let (decimals, by) = decimal(points.scale()?)?;
        let term = points.num.times(by)?;
        let bounds = term.bounds()?;
        let lane = self.number_lane(&bounds);
        self.emit(Instruction::Sum { terms: [term].into(), out: lane });
        // What is past 64 bits leaves the lanes.
        let least = i64::try_from(*bounds.start()).unwrap_or(i64::MIN);
        let most = i64::try_from(*bounds.end()).unwrap_or(i64::MAX);
        Some(PointsLane { lane, decimals, ends: (least, most) })
    }
}

/// The decimals of a fraction with this denominator, and by what its numerator is to be multiplied;
/// `None` if it is no decimal of a column.
fn decimal(denominator: i128) -> Option<(u32, i128)> {
    let mut scales = (0..=MOST_DECIMALS).map(|decimals| (decimals, 10_i128.pow(decimals)));
    let (decimals, scale) = scales.find(|(_, scale)| scale % denominator == 0)?;
    Some((decimals, scale / denominator))
}

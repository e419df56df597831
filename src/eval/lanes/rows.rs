//! Rows of tables and criteria over lanes.

use super::builder::Builder;
use super::code::{BandStep, Bands, Instruction, NumberLane, PlaceLane, Term, Truth};
use super::numbers::{Fraction, common, least_multiple};
use crate::plan::{Bounds, Constant, Index};
use crate::value::{Compare, Num};
use num_integer::Integer;

/// Points over lanes, over a constant denominator.
#[derive(Clone, Debug)]
pub(super) struct Points {
    pub value: Fraction,
    /// The row that gives them, where it is one.
    pub row: Option<PlaceLane>,
    /// Number of rows, where the row alone tells the points.
    pub of_rows: Option<usize>,
}

/// Constants that rows give, as whole numbers over one denominator.
pub(super) struct Given {
    values: Vec<i128>,
    scale: i128,
}

const NO_ROW: u32 = u32::MAX;

impl Given {
    pub fn of<'c>(all: impl Iterator<Item = &'c Constant>) -> Option<Given> {
        let all = all.map(fraction).collect::<Option<Vec<_>>>()?;
        let (terms, scale) = common(&all)?;
        let values = terms.iter().map(Term::as_constant).collect::<Option<_>>()?;
        Some(Given { values, scale })
    }

    /// Returns `true` if all are points of a criterion with this maximum.
    pub fn within(&self, maximum: &Num) -> bool {
        let within = |value: &i128| *value >= 0 && Num::Small(*value, self.scale) <= *maximum;
        self.values.iter().all(within)
    }

    /// A lane that holds one of them for each record.
    fn held(&self, lane: NumberLane) -> Option<Fraction> {
        let bounds = *self.values.iter().min()?..=*self.values.iter().max()?;
        Some(Fraction { num: Term::of(lane, bounds), den: Term::constant(self.scale) })
    }
}

fn fraction(constant: &Constant) -> Option<Fraction> {
    let whole = |number: i128| Some(Fraction::whole(Term::constant(number)));
    match constant {
        Constant::Number(number) => Fraction::constant(number),
        Constant::Truth(truth) => whole(i128::from(*truth)),
        Constant::Date(day) => whole(day.days_since_1970().into()),
        Constant::Code(code) | Constant::Text(code) => whole((*code).into()),
        Constant::Missing => None,
    }
}

impl Builder {
    /// The row of a lookup and what it gives; records that no row holds of leave the lanes.
    pub fn look(&mut self, subject: &Fraction, index: &Index, given: &Given) -> Option<Points> {
        self.known(subject)?;
        let (bounds, scale) = bounds(index)?;
        // part ÷ whole ≥ bound ÷ scale, where all but the bound is the same for each bound.
        let shared = subject.num.by.gcd(&subject.den.by).max(1);
        let part = |term: &Term| Term { lane: term.lane.clone(), by: term.by / shared };
        let (part, whole) = (part(&subject.num).times(scale)?, part(&subject.den));
        let bands = Banding { index, given, part: &part, whole: &whole }.bands(&bounds)?;
        for step in &bands.steps {
            let at = Term { lane: whole.lane.clone(), by: step.bound }.bounds()?;
            self.fits(&(*at.start()..=at.end().checked_add(step.beyond)?));
            self.fits(&(step.bound..=step.bound));
        }
        let part = self.lane(&part)?;
        let row = self.place_lane();
        let ends = given.values.iter().chain(&[0]);
        let value = self.number_lane(&(*ends.clone().min()?..=*ends.max()?));
        let whole = whole.lane.as_ref().map(|(lane, _)| *lane);
        let Banded { start, steps, open } = bands;
        let bands = Bands { part, whole, start, steps: steps.into() };
        self.emit(Instruction::Look { bands, place: row, value });
        if open {
            let row = self.place_as_number(row, NO_ROW).num;
            let none = Term::constant(NO_ROW.into());
            let none = self.compare_terms(Compare::Equal, &row, &none)?;
            self.leave(none)?;
        }
        let of_rows = Some(given.values.len());
        Some(Points { value: given.held(value)?, row: Some(row), of_rows })
    }

    /// The first row that holds; records of which none does leave the lanes.
    pub fn first(&mut self, whens: &[Truth]) -> Option<PlaceLane> {
        let any = self.or(whens);
        self.leave(any.opposite())?;
        let mut lits = Vec::new();
        let mut places = Vec::new();
        for (place, when) in (0_u32..).zip(whens) {
            match when {
                Truth::Always(false) => {}
                Truth::Always(true) => {
                    places.push(place);
                    break;
                }
                Truth::Lane(lit) => {
                    lits.push(*lit);
                    places.push(place);
                }
            }
        }
        let place = self.place_lane();
        let skipped = places.iter().zip(0..).any(|(place, at)| *place != at);
        self.emit(Instruction::First { of: lits.into(), out: place });
        if !skipped {
            return Some(place);
        }
        let out = self.place_lane();
        self.emit(Instruction::Follow { place, places: places.into(), out });
        Some(out)
    }

    /// The points of the first row that holds.
    pub fn first_points(
        &mut self,
        whens: &[Truth],
        gives: &[Fraction],
        maximum: &Num,
    ) -> Option<Points> {
        let row = self.first(whens)?;
        let (most, gives, scale) = over_maximum(gives, maximum)?;
        for (when, gives) in whens.iter().zip(&gives) {
            self.leave_outside(*when, gives, &most)?;
        }
        let fixed: Option<Vec<i128>> = gives.iter().map(Term::as_constant).collect();
        let of_rows = fixed.as_ref().map(Vec::len);
        let value = match fixed {
            Some(values) => {
                let given = Given { values, scale };
                let held = given.held(NumberLane(0))?;
                let lane = self.number_lane(&held.num.bounds()?);
                let values = given.values.clone().into();
                self.emit(Instruction::Gives { place: row, values, out: lane });
                given.held(lane)?
            }
            None => {
                let mut all = whens.iter().zip(&gives).rev();
                let (_, last) = all.next()?;
                let num = all.try_fold(last.clone(), |below, (when, gives)| match when {
                    Truth::Always(true) => Some(gives.clone()),
                    Truth::Always(false) => Some(below),
                    Truth::Lane(when) => self.choose_term(*when, gives, &below),
                })?;
                Fraction { num, den: Term::constant(scale) }
            }
        };
        Some(Points { value, row: Some(row), of_rows })
    }

    /// The points of all rows that hold, added.
    pub fn added_points(
        &mut self,
        whens: &[Truth],
        gives: &[Fraction],
        maximum: &Num,
    ) -> Option<Points> {
        let (most, gives, scale) = over_maximum(gives, maximum)?;
        let mut terms = Vec::new();
        for (when, gives) in whens.iter().zip(&gives) {
            self.leave_outside(*when, gives, &most)?;
            terms.push(match when {
                Truth::Always(true) => gives.clone(),
                Truth::Always(false) => Term::constant(0),
                Truth::Lane(when) => self.choose_term(*when, gives, &Term::constant(0))?,
            });
        }
        let num = self.sum(terms)?;
        self.leave_outside(Truth::Always(true), &num, &most)?;
        let value = Fraction { num, den: Term::constant(scale) };
        Some(Points { value, row: None, of_rows: None })
    }

    /// Points below 0 or above the most are a fault of the record, where their row holds.
    fn leave_outside(&mut self, when: Truth, points: &Term, most: &Term) -> Option<()> {
        let below = self.compare_terms(Compare::Less, points, &Term::constant(0))?;
        let above = self.compare_terms(Compare::Greater, points, most)?;
        let outside = self.or(&[below, above]);
        let outside = self.and(&[when, outside]);
        self.leave(outside)
    }

    /// Sum of the values of the rows that hold.
    pub fn added(&mut self, whens: &[Truth], gives: &[Fraction]) -> Option<Fraction> {
        let none = Fraction::whole(Term::constant(0));
        let all = whens.iter().zip(gives).map(|(when, gives)| self.choose(*when, gives, &none));
        let all = all.collect::<Option<Vec<_>>>()?;
        self.total(&all)
    }

    /// Sum of fractions whose denominators are constants.
    pub fn total(&mut self, all: &[Fraction]) -> Option<Fraction> {
        let (terms, scale) = common(all)?;
        Some(Fraction { num: self.sum(terms)?, den: Term::constant(scale) })
    }

    /// Lets records leave the lanes of which more than one truth holds.
    pub fn leave_several(&mut self, whens: &[Truth]) -> Option<()> {
        let mut reached = Truth::Always(false);
        for when in whens {
            let twice = self.and(&[reached, *when]);
            self.leave(twice)?;
            reached = self.or(&[reached, *when]);
        }
        Some(())
    }
}

/// A maximum and what rows give, over one denominator.
fn over_maximum(gives: &[Fraction], maximum: &Num) -> Option<(Term, Vec<Term>, i128)> {
    let all = [&[Fraction::constant(maximum)?], gives].concat();
    let (terms, scale) = common(&all)?;
    let (most, gives) = terms.split_first()?;
    Some((most.clone(), gives.to_vec(), scale))
}

/// A lookup whose bands are made.
struct Banding<'a> {
    index: &'a Index,
    given: &'a Given,
    part: &'a Term,
    whole: &'a Term,
}

/// Bands of a lookup.
struct Banded {
    start: (u32, i128),
    steps: Vec<BandStep>,
    /// No row holds in some band.
    open: bool,
}

impl Banding<'_> {
    /// The bands that the subject can lie in: a step for each bound where the row changes.
    fn bands(&self, bounds: &[i128]) -> Option<Banded> {
        let mut row = self.index.first(0);
        let mut bands = Banded { start: self.of(row)?, steps: Vec::new(), open: row.is_none() };
        for (segment, bound) in (1_u32..).zip(bounds.iter().flat_map(|bound| [bound, bound])) {
            let next = self.index.first(segment);
            if next == row {
                continue;
            }
            let strict = segment % 2 == 0;
            let op = if strict { Compare::Greater } else { Compare::AtLeast };
            let passed = passed(op, self.part, &self.whole.times(*bound)?)?;
            if passed == Passed::Never {
                break;
            }
            let ((from, value_from), (to, value_to)) = (self.of(row)?, self.of(next)?);
            let (place, value) = (to.wrapping_sub(from), value_to.checked_sub(value_from)?);
            row = next;
            if passed == Passed::Always && bands.steps.is_empty() {
                bands.start = (to, value_to);
                bands.open = next.is_none();
            } else {
                bands.open |= next.is_none();
                let bound = bound.checked_mul(self.whole.by)?;
                bands.steps.push(BandStep { bound, beyond: i128::from(strict), place, value });
            }
        }
        Some(bands)
    }

    /// The place and value of a row.
    fn of(&self, row: Option<u32>) -> Option<(u32, i128)> {
        match row {
            Some(row) => Some((row, self.given.values.get(row as usize).copied()?)),
            None => Some((NO_ROW, 0)),
        }
    }
}

/// Whether a bound of bands is passed, by the ends of what is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Passed {
    Always,
    Perhaps,
    Never,
}

/// Passage of a bound; `op` holds the more, the greater its left side and the less its right one.
fn passed(op: Compare, a: &Term, b: &Term) -> Option<Passed> {
    let (left, right) = (a.bounds()?, b.bounds()?);
    let holds = |a: &i128, b: &i128| op.holds(a.cmp(b));
    Some(if holds(left.start(), right.end()) {
        Passed::Always
    } else if holds(left.end(), right.start()) {
        Passed::Perhaps
    } else {
        Passed::Never
    })
}

/// The bounds of an index as whole numbers over one denominator.
fn bounds(index: &Index) -> Option<(Vec<i128>, i128)> {
    Some(match index.bounds() {
        Bounds::Numbers(numbers) => {
            let all = numbers.iter().map(Fraction::constant).collect::<Option<Vec<_>>>()?;
            let scales = all.iter().map(Fraction::scale);
            let scale =
                scales.into_iter().try_fold(1_i128, |scale, own| least_multiple(scale, own?))?;
            let over = |one: &Fraction| one.num.by.checked_mul(scale / one.scale()?);
            (all.iter().map(over).collect::<Option<_>>()?, scale)
        }
        Bounds::Dates(days) => (days.iter().map(|day| day.days_since_1970().into()).collect(), 1),
        Bounds::Codes(codes) | Bounds::Texts(codes) => {
            (codes.iter().map(|code| (*code).into()).collect(), 1)
        }
    })
}

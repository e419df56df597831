//! A second evaluator, written from language.md alone: walks the model's expressions for one
//! record, with big rationals. Shares nothing with the engine but the days' calendar.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};
use std::sync::Arc;
use visao::builtins::Builtin;
use visao::eval::{MatchedRow, Status};
use visao::model::*;
use visao::value::{Arith, Compare, Date, MonthEnd, Num, Type, Unit, Value};

fn rounded(builtin: Builtin, number: &BigRational) -> BigRational {
    match builtin {
        Builtin::RoundUp => number.ceil(),
        Builtin::RoundDown => number.floor(),
        _ => number.round(),
    }
}

/// A value, or what stands for one.
#[derive(Clone, Debug, PartialEq)]
pub enum V {
    Missing,
    Fault,
    Num(BigRational),
    Date(Date),
    Bool(bool),
    Code(u32),
    Text(Arc<str>),
}

/// One record against a model.
pub struct Reference<'m> {
    pub model: &'m Model,
    pub record: RecordId,
    pub values: Vec<V>,
    /// Fields whose cell could not be read: their values are missing.
    pub unreadable: Vec<bool>,
    pub as_of: Option<Date>,
}

/// What a scorecard's own grading reads as `tổng điểm`.
type Own<'a> = Option<(BlockId, &'a V)>;

/// Every number from the first to the second; none for a fault.
pub type Range = Option<(BigRational, BigRational)>;

/// What the grading comes to: the grades, and whether there may be none.
pub type GradeSet = Option<(Vec<u32>, bool)>;

#[derive(Debug, PartialEq)]
pub struct Outcome {
    pub status: Status,
    pub total: Range,
    pub grades: GradeSet,
    pub verdict: Option<Verdict>,
}

pub fn big(value: &Num) -> BigRational {
    let text = visao::value::text::fraction(value);
    match text.split_once('/') {
        Some((n, d)) => BigRational::new(n.parse().unwrap(), d.parse().unwrap()),
        None => BigRational::from_integer(text.parse::<BigInt>().unwrap()),
    }
}

pub fn lift(value: &Value) -> V {
    match value {
        Value::Missing => V::Missing,
        Value::Num(n) => V::Num(big(n)),
        Value::Date(d) => V::Date(*d),
        Value::Bool(b) => V::Bool(*b),
        Value::Code(c) => V::Code(*c),
        Value::Text(t) => V::Text(t.clone()),
    }
}

fn limited(n: BigRational) -> V {
    if n.numer().bits().max(n.denom().bits()) > 32_768 { V::Fault } else { V::Num(n) }
}

/// The worst of several: a fault before a missing value.
fn worst(values: &[V]) -> Option<V> {
    [V::Fault, V::Missing].into_iter().find(|bad| values.contains(bad))
}

fn whole(n: &BigRational) -> Option<i64> {
    if n.is_integer() { n.to_integer().to_i64() } else { None }
}

impl Reference<'_> {
    pub fn eval(&self, expr: &Expr) -> V {
        self.value(expr, None)
    }

    fn value(&self, expr: &Expr, own: Own) -> V {
        match &expr.kind {
            ExprKind::Constant(value) => lift(value),
            ExprKind::Field(field) => self.field(*field),
            ExprKind::Derived(derived) => self.derived(*derived),
            // Comes in as an input of the parent; the random models have no parts.
            ExprKind::Aggregate(_)
            | ExprKind::Previous(_)
            | ExprKind::Periodic(_)
            | ExprKind::Event(_) => V::Missing,
            // The random models have no rule that asks for a verdict.
            ExprKind::Verdict(_) => V::Missing,
            ExprKind::PeriodDay(_, day) => lift(&Value::Date(*day)),
            ExprKind::Total(block) => match own {
                Some((id, total)) if id == *block => total.clone(),
                _ => self.if_applies(*block, |scorecard| point(&self.total(scorecard))),
            },
            ExprKind::Grade(block) => {
                self.if_applies(*block, |scorecard| match self.grade(*block, scorecard) {
                    None => V::Fault,
                    Some((grades, false)) if grades.len() == 1 => V::Code(grades[0]),
                    Some(_) => V::Missing,
                })
            }
            ExprKind::CriterionPoints(block, place) => {
                let points =
                    |scorecard: &Scorecard| point(&self.criterion(&scorecard.criteria[*place]).0);
                if own.is_some_and(|(id, _)| id == *block) {
                    points(self.scorecard(*block))
                } else {
                    self.if_applies(*block, points)
                }
            }
            ExprKind::Parameter(parameter, day) => {
                let day = day.as_ref().map_or_else(|| self.as_of(), |day| self.value(day, own));
                let V::Date(day) = day else { return day };
                let mut current = V::Fault;
                for dated in self.model.parameters[*parameter]
                    .values
                    .iter()
                    .filter(|dated| dated.from <= day)
                {
                    let ended = dated.to.is_some_and(|last| last < day);
                    current = if ended { V::Fault } else { lift(&dated.value) };
                }
                current
            }
            ExprKind::AsOf => self.as_of(),
            ExprKind::Negate(a) => match self.value(a, own) {
                V::Num(n) => V::Num(-n),
                other => other,
            },
            ExprKind::Arith(op, a, b) => {
                self.arith(*op, (a.ty, self.value(a, own)), (b.ty, self.value(b, own)))
            }
            ExprKind::Compare(op, a, b) => {
                self.compare(*op, self.value(a, own), self.value(b, own))
            }
            ExprKind::Member(table, values) => {
                let rows = self.rows_of(*table);
                let one_of = |gives: V| {
                    any(values
                        .iter()
                        .map(|v| self.compare(Compare::Equal, gives.clone(), self.value(v, own))))
                };
                any((0..rows.len()).map(|at| {
                    all([self.asked(rows, at), one_of(self.value(&rows[at].gives, None))]
                        .into_iter())
                }))
            }
            ExprKind::IsMissing(a) => match self.value(a, own) {
                V::Fault => V::Fault,
                value => V::Bool(value == V::Missing),
            },
            ExprKind::Not(a) => negated(self.value(a, own)),
            ExprKind::And(parts) => all(parts.iter().map(|part| self.value(part, own))),
            ExprKind::Or(parts) => any(parts.iter().map(|part| self.value(part, own))),
            ExprKind::If(condition, then, otherwise) => match self.value(condition, own) {
                V::Bool(true) => self.value(then, own),
                V::Bool(false) => self.value(otherwise, own),
                unsettled => unsettled,
            },
            ExprKind::Call(builtin, arguments) => {
                self.call(*builtin, arguments.iter().map(|a| self.value(a, own)).collect())
            }
            ExprKind::Script(function, arguments) => {
                self.script(*function, self.value(&arguments[0], own))
            }
        }
    }

    /// A field that may be left out is a fault where its cell could not be read or its value surely
    /// lies outside its range.
    fn field(&self, id: FieldId) -> V {
        let field = &self.model.records[self.record].fields[id];
        let outside = field.range.as_ref().is_some_and(|range| self.is_outside(range));
        let fault = !(field.key || field.required) && (self.unreadable[id.index()] || outside);
        if fault { V::Fault } else { self.values[id.index()].clone() }
    }

    /// A range reads fields as they were read: as those of a record without ranges.
    fn is_outside(&self, range: &Expr) -> bool {
        let mut model = self.model.clone();
        let fields = model.records[self.record].fields.ids().collect::<Vec<_>>();
        fields.into_iter().for_each(|id| model.records[self.record].fields[id].range = None);
        let unreadable = vec![false; self.values.len()];
        let as_read = Reference {
            model: &model,
            record: self.record,
            values: self.values.clone(),
            unreadable,
            as_of: self.as_of,
        };
        matches!(as_read.eval(range), V::Bool(false) | V::Fault)
    }

    fn as_of(&self) -> V {
        self.as_of.map_or(V::Fault, V::Date)
    }

    fn arith(&self, op: Arith, (a_type, a): (Type, V), (b_type, b): (Type, V)) -> V {
        if let Some(bad) = worst(&[a.clone(), b.clone()]) {
            return bad;
        }
        match (a, b) {
            (V::Num(_), V::Num(b)) if op == Arith::Div && b.is_zero() => V::Missing,
            (V::Num(a), V::Num(b)) => limited(match op {
                Arith::Add => a + b,
                Arith::Sub => a - b,
                Arith::Mul => a * b,
                Arith::Div => a / b,
            }),
            (V::Date(a), V::Date(b)) => V::Num(BigRational::from_integer(a.days_since(b).into())),
            (V::Date(date), V::Num(n)) => {
                self.moved(date, if op == Arith::Sub { -n } else { n }, b_type)
            }
            (V::Num(n), V::Date(date)) => self.moved(date, n, a_type),
            other => panic!("{other:?}"),
        }
    }

    fn moved(&self, date: Date, by: BigRational, ty: Type) -> V {
        let Some(by) = whole(&by).map(Num::from_i64) else { return V::Fault };
        let moved = if ty == Type::Number(Unit::Months) {
            date.add_months(&by, MonthEnd::LastDay)
        } else {
            date.add_days(&by)
        };
        moved.map_or(V::Fault, V::Date)
    }

    fn compare(&self, op: Compare, a: V, b: V) -> V {
        if let Some(bad) = worst(&[a.clone(), b.clone()]) {
            return bad;
        }
        let order = match (&a, &b) {
            (V::Num(a), V::Num(b)) => a.cmp(b),
            (V::Date(a), V::Date(b)) => a.cmp(b),
            (V::Bool(a), V::Bool(b)) => a.cmp(b),
            (V::Code(a), V::Code(b)) => b.cmp(a),
            (V::Text(a), V::Text(b)) => a.cmp(b),
            other => panic!("{other:?}"),
        };
        V::Bool(match op {
            Compare::Equal => order.is_eq(),
            Compare::NotEqual => order.is_ne(),
            Compare::Less => order.is_lt(),
            Compare::Greater => order.is_gt(),
            Compare::AtMost => order.is_le(),
            Compare::AtLeast => order.is_ge(),
        })
    }

    fn call(&self, builtin: Builtin, arguments: Vec<V>) -> V {
        if let Some(bad) = worst(&arguments) {
            return bad;
        }
        match (builtin, arguments.as_slice()) {
            (Builtin::Max, [V::Num(a), V::Num(b)]) => {
                V::Num(if a > b { a.clone() } else { b.clone() })
            }
            (Builtin::Min, [V::Num(a), V::Num(b)]) => {
                V::Num(if a < b { a.clone() } else { b.clone() })
            }
            (Builtin::Abs, [V::Num(a)]) => V::Num(a.abs()),
            (Builtin::Max, [V::Date(a), V::Date(b)]) => V::Date(*a.max(b)),
            (Builtin::Min, [V::Date(a), V::Date(b)]) => V::Date(*a.min(b)),
            (Builtin::Days, [V::Date(a), V::Date(b)]) => {
                V::Num(BigRational::from_integer(b.days_since(*a).into()))
            }
            (Builtin::Round | Builtin::RoundUp | Builtin::RoundDown, [V::Num(a)]) => {
                V::Num(rounded(builtin, a))
            }
            (Builtin::Round | Builtin::RoundUp | Builtin::RoundDown, [V::Num(a), V::Num(n)]) => {
                let scale: BigRational =
                    Pow::pow(BigRational::from_integer(10.into()), whole(n).unwrap() as i32);
                V::Num(rounded(builtin, &(a * &scale)) / scale)
            }
            (Builtin::Power, [V::Num(a), V::Num(n)]) => match whole(n) {
                None => V::Fault,
                Some(n) if n < 0 && a.is_zero() => V::Missing,
                Some(0) => V::Num(BigRational::one()),
                Some(n) => limited(Pow::pow(
                    if n < 0 { a.recip() } else { a.clone() },
                    u32::try_from(n.unsigned_abs()).unwrap(),
                )),
            },
            (Builtin::Year, [V::Date(d)]) => V::Num(BigRational::from_integer(d.year().into())),
            other => panic!("{other:?}"),
        }
    }

    fn script(&self, function: FunctionId, argument: V) -> V {
        match (function.index(), argument) {
            (_, bad @ (V::Missing | V::Fault)) => bad,
            (0, V::Num(n)) if n == BigRational::from_integer(2.into()) => V::Fault,
            (0, V::Num(n)) => limited(n + BigRational::one()),
            (1, V::Text(text)) => V::Text(format!("{text}!").into()),
            other => panic!("{other:?}"),
        }
    }

    fn rows_of(&self, table: DerivedId) -> &[Row] {
        match &self.model.records[self.record].derived[table].kind {
            DerivedKind::Table { rows, .. } => rows,
            DerivedKind::Formula(_) => panic!("no table"),
        }
    }

    pub fn derived(&self, id: DerivedId) -> V {
        match &self.model.records[self.record].derived[id].kind {
            DerivedKind::Formula(formula) => self.eval(formula),
            DerivedKind::Table { policy: HitPolicy::First, rows } => {
                match self.reached(rows.iter().map(|row| self.turn(row))) {
                    None => V::Fault,
                    Some(reached) => match reached.as_slice() {
                        [None] => V::Missing,
                        [Some(only)] => self.eval(&rows[*only].gives),
                        several => agreed(
                            several
                                .iter()
                                .map(|at| at.map_or(V::Missing, |at| self.eval(&rows[at].gives))),
                        ),
                    },
                }
            }
            DerivedKind::Table { policy: HitPolicy::Unique, rows } => self.unique(rows),
            DerivedKind::Table { policy: HitPolicy::Sum, rows } => self.summed(rows),
            DerivedKind::Table { policy: HitPolicy::All, .. } => V::Missing,
        }
    }

    fn turn(&self, row: &Row) -> V {
        row.when.as_ref().map_or(V::Bool(true), |when| self.eval(when))
    }

    /// Whether a row holds where all rows are asked; the rest holds when none above does.
    fn asked(&self, rows: &[Row], at: usize) -> V {
        match &rows[at].when {
            Some(when) => self.eval(when),
            None => negated(any((0..at).map(|above| self.asked(rows, above)))),
        }
    }

    fn unique(&self, rows: &[Row]) -> V {
        let truths: Vec<V> = (0..rows.len()).map(|at| self.asked(rows, at)).collect();
        let sure = truths.iter().filter(|truth| **truth == V::Bool(true)).count();
        let may: Vec<usize> = (0..rows.len()).filter(|&at| truths[at] != V::Bool(false)).collect();
        match (truths.contains(&V::Fault), sure, may.as_slice()) {
            (true, ..) | (_, 2.., _) => V::Fault,
            (_, 0, _) => V::Missing,
            (_, 1, [only]) => self.eval(&rows[*only].gives),
            (_, 1, several) => agreed(several.iter().map(|&at| self.eval(&rows[at].gives))),
        }
    }

    fn summed(&self, rows: &[Row]) -> V {
        let add = |at: usize| match (self.asked(rows, at), self.eval(&rows[at].gives)) {
            (V::Bool(false), _) => V::Num(BigRational::zero()),
            (V::Bool(true), gives) => gives,
            (V::Missing, V::Num(n)) if n.is_zero() => V::Num(n),
            (V::Missing, _) => V::Missing,
            _ => V::Fault,
        };
        let parts: Vec<V> = (0..rows.len()).map(add).collect();
        worst(&parts).unwrap_or_else(|| {
            limited(
                parts
                    .into_iter()
                    .map(|part| if let V::Num(n) = part { n } else { panic!("{part:?}") })
                    .sum(),
            )
        })
    }

    /// The rows that may be the first to hold, `None` for none of them; no answer if a fault is
    /// surely met first.
    fn reached(&self, truths: impl Iterator<Item = V>) -> Option<Vec<Option<usize>>> {
        let mut reached = Vec::new();
        for (at, truth) in truths.enumerate() {
            match truth {
                V::Bool(false) => continue,
                V::Fault if reached.is_empty() => return None,
                _ => reached.push(Some(at)),
            }
            if truth == V::Bool(true) {
                return Some(reached);
            }
        }
        reached.push(None);
        Some(reached)
    }

    fn scorecard(&self, id: BlockId) -> &Scorecard {
        let BlockKind::Scorecard(scorecard) = &self.model.blocks[id].kind else {
            panic!("no scorecard")
        };
        scorecard
    }

    fn if_applies(&self, id: BlockId, value: impl Fn(&Scorecard) -> V) -> V {
        match self.applies(id) {
            V::Bool(true) => value(self.scorecard(id)),
            V::Bool(false) => V::Missing,
            unsettled => unsettled,
        }
    }

    fn applies(&self, id: BlockId) -> V {
        all(self.model.blocks[id].guards.iter().map(|guard| self.eval(guard)))
    }

    /// The range of a criterion's points, and the row that held.
    pub fn criterion(&self, criterion: &Criterion) -> (Range, MatchedRow) {
        let (zero, maximum) = (BigRational::zero(), big(&criterion.maximum));
        let points = |at: usize| match self.eval(&criterion.rows[at].gives) {
            V::Num(n) if zero <= n && n <= maximum => Ok((n.clone(), n)),
            V::Missing => Ok((zero.clone(), maximum.clone())),
            _ => Err(()),
        };
        let open = |at: usize| points(at).unwrap_or((zero.clone(), maximum.clone()));
        if criterion.sum {
            return self.criterion_sum(criterion, &points, &open);
        }
        let Some(reached) = self.reached(criterion.rows.iter().map(|row| self.turn(row))) else {
            return (None, MatchedRow::Undecided);
        };
        match reached.as_slice() {
            [None] => (Some((zero, maximum)), MatchedRow::None),
            [Some(only)] if self.turn(&criterion.rows[*only]) == V::Bool(true) => {
                match points(*only) {
                    Ok(range) => (Some(range), MatchedRow::Row(*only as u32)),
                    Err(()) => (None, MatchedRow::Undecided),
                }
            }
            several => {
                let ranges: Vec<_> = several
                    .iter()
                    .map(|at| at.map_or((zero.clone(), maximum.clone()), open))
                    .collect();
                let low = ranges.iter().map(|range| range.0.clone()).min().unwrap();
                (
                    Some((low, ranges.into_iter().map(|range| range.1).max().unwrap())),
                    MatchedRow::Undecided,
                )
            }
        }
    }

    fn criterion_sum(
        &self,
        criterion: &Criterion,
        points: &dyn Fn(usize) -> Result<(BigRational, BigRational), ()>,
        open: &dyn Fn(usize) -> (BigRational, BigRational),
    ) -> (Range, MatchedRow) {
        let (mut low, mut high, mut held) =
            (BigRational::zero(), BigRational::zero(), MatchedRow::None);
        for at in 0..criterion.rows.len() {
            match self.asked(&criterion.rows, at) {
                V::Bool(true) => {
                    let Ok(added) = points(at) else { return (None, MatchedRow::Undecided) };
                    (low, high) = (low + added.0, high + added.1);
                    held = if held == MatchedRow::None { MatchedRow::Several } else { held };
                }
                V::Bool(false) => {}
                V::Missing => (high, held) = (high + open(at).1, MatchedRow::Undecided),
                _ => return (None, MatchedRow::Undecided),
            }
        }
        let maximum = big(&criterion.maximum);
        if low > maximum {
            (None, MatchedRow::Undecided)
        } else {
            (Some((low, high.min(maximum))), held)
        }
    }

    fn total(&self, scorecard: &Scorecard) -> Range {
        let zero = (BigRational::zero(), BigRational::zero());
        scorecard.criteria.iter().try_fold(zero, |(low, high), criterion| {
            let points = self.criterion(criterion).0?;
            Some((low + points.0, high + points.1))
        })
    }

    /// Every grade that some total of the range, with each undecided condition taken both ways,
    /// comes to.
    fn grade(&self, id: BlockId, scorecard: &Scorecard) -> GradeSet {
        let (low, high) = self.total(scorecard)?;
        let grading = scorecard.grading.as_ref().unwrap();
        if low == high {
            let total = V::Num(low);
            let (grades, none, fault) =
                self.grades_at(grading, &|condition| self.value(condition, Some((id, &total))));
            return (!fault).then_some((grades, none));
        }
        let totals = self.totals(id, grading, &low, &high);
        let (mut grades, mut none, mut fault) = (Vec::new(), false, true);
        for total in totals {
            let at = self.grades_at(grading, &|condition| self.over_range(id, condition, &total));
            grades.extend(at.0);
            none |= at.1;
            fault &= at.2;
        }
        grades.sort_unstable();
        grades.dedup();
        (!fault).then_some((grades, none))
    }

    /// Totals enough: both ends, every number of the rules and of this record in between that a
    /// condition names, and one between each two.
    fn totals(
        &self,
        id: BlockId,
        grading: &Grading,
        low: &BigRational,
        high: &BigRational,
    ) -> Vec<BigRational> {
        let mut totals = vec![low.clone(), high.clone()];
        let conditions = grading
            .rows
            .iter()
            .filter_map(|row| row.when.as_ref())
            .chain(grading.caps.iter().map(|cap| &cap.condition));
        conditions.for_each(|condition| self.thresholds(id, condition, &mut totals));
        totals.retain(|total| low <= total && total <= high);
        totals.sort();
        let between: Vec<_> = totals
            .windows(2)
            .map(|pair| (&pair[0] + &pair[1]) / BigRational::from_integer(2.into()))
            .collect();
        totals.extend(between);
        totals
    }

    fn thresholds(&self, id: BlockId, condition: &Expr, found: &mut Vec<BigRational>) {
        match &condition.kind {
            ExprKind::Compare(_, a, b) => [a, b].into_iter().for_each(|side| {
                if let (false, V::Num(n)) = (
                    mentions(side, id),
                    if mentions(side, id) { V::Missing } else { self.eval(side) },
                ) {
                    found.push(n);
                }
            }),
            ExprKind::Not(a) => self.thresholds(id, a, found),
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                parts.iter().for_each(|part| self.thresholds(id, part, found))
            }
            _ => {}
        }
    }

    /// A condition where the total is one of several: only direct comparisons, joined by và, hoặc,
    /// không, are followed.
    fn over_range(&self, id: BlockId, condition: &Expr, total: &BigRational) -> V {
        if !mentions(condition, id) {
            return self.value(condition, Some((id, &V::Missing)));
        }
        match &condition.kind {
            ExprKind::Not(a) => negated(self.over_range(id, a, total)),
            ExprKind::And(parts) => all(parts.iter().map(|part| self.over_range(id, part, total))),
            ExprKind::Or(parts) => any(parts.iter().map(|part| self.over_range(id, part, total))),
            ExprKind::Compare(op, a, b) => {
                let side = |expr: &Expr| match &expr.kind {
                    ExprKind::Total(block) if *block == id => Some(V::Num(total.clone())),
                    _ if mentions(expr, id) => None,
                    _ => Some(self.value(expr, Some((id, &V::Missing)))),
                };
                match (side(a), side(b)) {
                    (Some(a), Some(b))
                        if mentions(&Expr::clone(condition), id) && !both_total(condition, id) =>
                    {
                        self.compare(*op, a, b)
                    }
                    _ => V::Missing,
                }
            }
            _ => V::Missing,
        }
    }

    /// The grades for one total, whether there may be none, and whether a fault is surely met.
    fn grades_at(&self, grading: &Grading, truth: &dyn Fn(&Expr) -> V) -> (Vec<u32>, bool, bool) {
        let rows: Vec<V> =
            grading.rows.iter().map(|row| row.when.as_ref().map_or(V::Bool(true), truth)).collect();
        let caps: Vec<(Option<u32>, V)> =
            grading.caps.iter().map(|cap| (cap.grade, truth(&cap.condition))).collect();
        let met = rows.iter().find(|truth| **truth != V::Bool(false)) == Some(&V::Fault)
            || caps.iter().any(|(_, truth)| *truth == V::Fault);
        let as_missing = |truth: V| if truth == V::Fault { V::Missing } else { truth };
        let reached = self.reached(rows.into_iter().map(as_missing)).unwrap();
        let worst = self.model.categories[grading.category.index()].values.len() as u32 - 1;
        let open: Vec<usize> =
            (0..caps.len()).filter(|&at| !matches!(caps[at].1, V::Bool(_))).collect();
        let mut grades = Vec::new();
        for at in reached.iter().flatten() {
            let ExprKind::Constant(Value::Code(row)) = grading.rows[*at].gives.kind else {
                panic!("no code")
            };
            for struck in 0..1usize << open.len() {
                let strikes = |at: usize| match open.iter().position(|&open| open == at) {
                    Some(place) => struck >> place & 1 == 1,
                    None => caps[at].1 == V::Bool(true),
                };
                let striking: Vec<Option<u32>> =
                    (0..caps.len()).filter(|&at| strikes(at)).map(|at| caps[at].0).collect();
                let capped = striking.iter().flatten().fold(row, |grade, cap| grade.max(*cap));
                let down = striking.iter().filter(|cap| cap.is_none()).count() as u32;
                grades.push((capped + down).min(worst));
            }
        }
        grades.sort_unstable();
        grades.dedup();
        (grades, reached.contains(&None), met)
    }

    /// Whether the record is a data error whatever its blocks say.
    pub fn broken(&self) -> bool {
        let fields = &self.model.records[self.record].fields;
        fields.iter().zip(&self.values).any(|(field, value)| {
            let missing = (field.key || field.required) && *value == V::Missing;
            missing
                || (field.key || field.required)
                    && field.range.as_ref().is_some_and(|range| self.is_outside(range))
        })
    }

    pub fn outcome(&self, id: BlockId) -> Outcome {
        let bare = |status| Outcome { status, total: None, grades: None, verdict: None };
        if self.broken() {
            return bare(Status::DataError);
        }
        match self.applies(id) {
            V::Bool(true) => {}
            V::Bool(false) => return bare(Status::NotApplicable),
            V::Missing => return bare(Status::Undetermined),
            _ => return bare(Status::DataError),
        }
        match &self.model.blocks[id].kind {
            BlockKind::Scorecard(scorecard) => {
                let Some(total) = self.total(scorecard) else { return bare(Status::DataError) };
                let grades = scorecard.grading.as_ref().map(|_| self.grade(id, scorecard));
                let decided = match &grades {
                    Some(None) => return bare(Status::DataError),
                    Some(Some((grades, none))) => grades.len() == 1 && !none,
                    None => total.0 == total.1,
                };
                let status = if decided { Status::Decided } else { Status::Undetermined };
                Outcome { status, total: Some(total), grades: grades.flatten(), verdict: None }
            }
            BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => {
                match self.verdict(clauses) {
                    None => bare(Status::DataError),
                    Some(Verdict::Incomplete) => {
                        Outcome { verdict: Some(Verdict::Incomplete), ..bare(Status::Undetermined) }
                    }
                    verdict => Outcome { verdict, ..bare(Status::Decided) },
                }
            }
        }
    }

    fn verdict(&self, clauses: &[Clause]) -> Option<Verdict> {
        let truths: Vec<(ClauseKind, V)> =
            clauses.iter().map(|clause| (clause.kind, self.eval(&clause.condition))).collect();
        let some = |kind, truth: V| truths.contains(&(kind, truth));
        let deciding = [ClauseKind::Require, ClauseKind::Reject, ClauseKind::Refer];
        if truths.iter().any(|(_, truth)| *truth == V::Fault) {
            None
        } else if some(ClauseKind::Require, V::Bool(false))
            || some(ClauseKind::Reject, V::Bool(true))
        {
            Some(Verdict::Rejected)
        } else if deciding.into_iter().any(|kind| some(kind, V::Missing)) {
            Some(Verdict::Incomplete)
        } else if some(ClauseKind::Refer, V::Bool(true)) {
            Some(Verdict::ToReview)
        } else {
            Some(Verdict::Met)
        }
    }
}

fn point(range: &Range) -> V {
    match range {
        None => V::Fault,
        Some((low, high)) if low == high => V::Num(low.clone()),
        Some(_) => V::Missing,
    }
}

fn agreed(mut values: impl Iterator<Item = V>) -> V {
    let first = values.next().unwrap();
    let same = !matches!(first, V::Missing | V::Fault) && values.all(|value| value == first);
    if same { first } else { V::Missing }
}

fn negated(truth: V) -> V {
    if let V::Bool(truth) = truth { V::Bool(!truth) } else { truth }
}

fn all(truths: impl Iterator<Item = V>) -> V {
    let truths: Vec<V> = truths.collect();
    if truths.contains(&V::Bool(false)) {
        V::Bool(false)
    } else {
        worst(&truths).unwrap_or(V::Bool(true))
    }
}

fn any(truths: impl Iterator<Item = V>) -> V {
    negated(all(truths.map(negated)))
}

fn both_total(condition: &Expr, id: BlockId) -> bool {
    let ExprKind::Compare(_, a, b) = &condition.kind else { return false };
    mentions(a, id) && mentions(b, id)
}

fn mentions(expr: &Expr, id: BlockId) -> bool {
    match &expr.kind {
        ExprKind::Total(block) => *block == id,
        ExprKind::Negate(a) | ExprKind::IsMissing(a) | ExprKind::Not(a) => mentions(a, id),
        ExprKind::Arith(_, a, b) | ExprKind::Compare(_, a, b) => mentions(a, id) || mentions(b, id),
        ExprKind::And(parts)
        | ExprKind::Or(parts)
        | ExprKind::Call(_, parts)
        | ExprKind::Script(_, parts)
        | ExprKind::Member(_, parts) => parts.iter().any(|part| mentions(part, id)),
        ExprKind::If(a, b, c) => [a, b, c].into_iter().any(|part| mentions(part, id)),
        ExprKind::Parameter(_, day) => day.as_ref().is_some_and(|day| mentions(day, id)),
        _ => false,
    }
}

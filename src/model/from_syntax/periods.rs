//! Clauses that are asked period by period, and deadlines.

use super::{Checker, Scope, time};
use crate::diag::time as say;
use crate::index::Id;
use crate::model::{
    Block, BlockKind, Derived, DerivedKind, Due, Event, EventId, Expr, ExprKind, PackPeriod,
    Periodic, PeriodicId, RecordId, Timing,
};
use crate::source::Span;
use crate::syntax::ast::{self, DeadlineKind, PeriodLength};
use crate::value::{Arith, Grain, Num, Schedule, Type, Unit, Value};
use std::collections::HashSet;

/// What an expression rests on, directly or through derivations, aggregates and scorecards.
#[derive(Default)]
struct Rests {
    /// Rows of a register.
    register: bool,
    /// Monthly snapshots.
    monthly: bool,
    /// The as-of date itself, or the rows of the last days or months.
    as_of: bool,
    /// A periodic condition, or an event.
    periods: bool,
    /// A value of the record, or of its parts.
    record: bool,
    seen: HashSet<(RecordId, Node)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Derived(usize),
    Block(Id<Block>),
}

impl Checker<'_> {
    /// The condition of a clause, and its periods or deadline.
    pub(super) fn timed(
        &mut self,
        scope: Scope,
        check: bool,
        clause: &ast::Clause,
    ) -> Option<(Expr, Option<Timing>)> {
        match &clause.timing {
            None => Some((self.condition(scope, &clause.condition)?, None)),
            Some(ast::Timing::Each(each)) => {
                let span = each.span.to(clause.condition.span);
                let id = self.periodic(scope, each, &clause.condition, span)?;
                let condition = Expr::new(ExprKind::Periodic(id), Type::YesNo, span);
                Some((condition, Some(Timing::Each(id))))
            }
            Some(ast::Timing::Due(deadline)) => {
                if !check {
                    self.report(say::deadline_outside_check(clause.span));
                }
                let due = self.due(scope, deadline, clause)?;
                Some((due.done.clone(), Some(Timing::Due(Box::new(due)))))
            }
        }
    }

    /// `đếm(tháng khi C)`
    pub(super) fn count_periods(
        &mut self,
        scope: Scope,
        span: Span,
        length: &PeriodLength,
        condition: &ast::Expr,
    ) -> Option<Expr> {
        let each = ast::EachPeriod { length: length.clone(), between: None, after: None, span };
        let id = self.periodic(scope, &each, condition, span)?;
        Some(Expr::new(ExprKind::Periodic(id), Type::Number(Unit::Integer), span))
    }

    fn periodic(
        &mut self,
        scope: Scope,
        each: &ast::EachPeriod,
        condition: &ast::Expr,
        span: Span,
    ) -> Option<PeriodicId> {
        let schedule = self.schedule(each);
        let between = each.between.as_ref().map_or(Some(None), |(from, to)| {
            let ends = (self.expect(scope, from, Type::Date), self.expect(scope, to, Type::Date));
            Some(Some((ends.0?, ends.1?)))
        });
        let condition = self.condition(scope, condition);
        let Some(record) = scope.record else {
            self.report(say::periods_of_no_record(span));
            return None;
        };
        let (schedule, between, condition) = (schedule?, between?, condition?);
        let rests = |end: &Expr| self.rests(record, end).record;
        let fixed = between.as_ref().is_none_or(|(from, to)| !rests(from) && !rests(to));
        let periodic = Periodic { record, schedule, between, fixed, condition, span };
        Some(self.periodics.push(periodic))
    }

    fn schedule(&mut self, each: &ast::EachPeriod) -> Option<Schedule> {
        let grain = self.grain(&each.length, each.span);
        let after = each.after.as_ref().map_or(Some(0), |after| self.days_after(after));
        let anchor = self.end_of_period(each.span, |period| period.from);
        let end = self.options.period.to;
        Some(Schedule { grain: grain?, anchor: anchor?, end, after: after? })
    }

    /// The periods in which an indicator is asked: what it is worked out from must be recorded by
    /// day, and be no value over periods itself.
    pub(super) fn asked_in_periods(
        &mut self,
        record: RecordId,
        each: &ast::EachPeriod,
        formula: &Expr,
    ) -> Option<Schedule> {
        let rests = self.rests(record, formula);
        let monthly = rests.monthly || self.records[record].snapshot.is_some();
        self.asked_over_time(each.span, &rests, rests.register || monthly);
        self.schedule(each)
    }

    fn grain(&mut self, length: &PeriodLength, span: Span) -> Option<Grain> {
        let count = match length {
            PeriodLength::Month => return Some(Grain::Month),
            PeriodLength::Quarter => return Some(Grain::Quarter),
            PeriodLength::Year => return Some(Grain::Year),
            PeriodLength::Count(count) => count,
        };
        match time::written_window(count) {
            Some((count, Unit::Months)) => Some(Grain::Months(count)),
            Some(_) | None => {
                self.report(say::period_length(span));
                None
            }
        }
    }

    fn days_after(&mut self, after: &ast::Expr) -> Option<u16> {
        match time::written_window(after) {
            Some((count, Unit::Days)) => Some(count),
            Some(_) | None => {
                self.report(say::days_after(after.span));
                None
            }
        }
    }

    fn due(&mut self, scope: Scope, deadline: &ast::Deadline, clause: &ast::Clause) -> Option<Due> {
        let done = self.expr(scope, &clause.condition, None);
        let limit = self.limit(scope, deadline);
        let (done, Limit { last, starts, fixed }) = (done?, limit?);
        let PackPeriod { from, .. } = self.options.period;
        let first = from.filter(|_| fixed).map(|day| time::first_day(day, deadline.span));
        let done = match done.ty {
            Type::Date => done,
            Type::YesNo => {
                let id = self.event(scope, done, starts.clone())?;
                Expr::new(ExprKind::Event(id), Type::Date, clause.condition.span)
            }
            Type::Text | Type::Number(_) | Type::Category(_) => {
                let found = self.describe(done.ty);
                self.report(say::nothing_done(done.span, &found));
                return None;
            }
        };
        let late = clause.late.as_ref().map(|late| late.text.clone());
        let since = starts.iter().cloned().chain(first).collect();
        Some(Due { done, last, starts, since, fixed, late, span: deadline.span })
    }

    fn event(&mut self, scope: Scope, condition: Expr, since: Option<Expr>) -> Option<EventId> {
        let (record, span) = (scope.record?, condition.span);
        Some(self.events.push(Event { record, condition, since, daily: false, span }))
    }

    /// The last day of a deadline. What it reads of dated parameters is read on the day that it is
    /// counted from, else on the last day of the period: never on the as-of date, which goes on.
    fn limit(&mut self, scope: Scope, deadline: &ast::Deadline) -> Option<Limit> {
        let span = deadline.span;
        match &deadline.kind {
            DeadlineKind::Within { time, from } => {
                let (time, from) =
                    (self.duration(scope, time), self.expect(scope, from, Type::Date));
                let (time, from) = (time?, self.on_last_day(span, from?)?);
                let time = read_on(time, &from);
                let fixed = !self.rests(scope.record?, &from).record;
                let last = arith(Arith::Add, from.clone(), time, span);
                Some(Limit { last, starts: Some(from), fixed })
            }
            DeadlineKind::Before(day) => {
                let day = self.fixed_day(scope, span, day)?;
                let fixed = !self.rests(scope.record?, &day).record;
                let one = Value::Num(Num::ONE);
                let one = Expr::new(ExprKind::Constant(one), Type::Number(Unit::Days), span);
                Some(Limit { last: arith(Arith::Sub, day, one, span), starts: None, fixed })
            }
            DeadlineKind::By(day) => {
                let last = self.fixed_day(scope, span, day)?;
                let fixed = !self.rests(scope.record?, &last).record;
                Some(Limit { last, starts: None, fixed })
            }
            DeadlineKind::InPeriod => {
                Some(Limit { last: self.period_end(span)?, starts: None, fixed: true })
            }
        }
    }

    fn fixed_day(&mut self, scope: Scope, span: Span, day: &ast::Expr) -> Option<Expr> {
        let day = self.expect(scope, day, Type::Date)?;
        self.on_last_day(span, day)
    }

    fn on_last_day(&mut self, span: Span, day: Expr) -> Option<Expr> {
        if !reads_dated(&day) {
            return Some(day);
        }
        let last = self.period_end(span)?;
        Some(read_on(day, &last))
    }

    /// A number of days or months.
    fn duration(&mut self, scope: Scope, time: &ast::Expr) -> Option<Expr> {
        let time = self.expr(scope, time, None)?;
        match time.ty {
            Type::Number(Unit::Days) => Some(time),
            Type::Number(Unit::Months) if self.options.month_end.is_none() => {
                self.report(crate::diag::model::month_end(time.span));
                None
            }
            Type::Number(Unit::Months) => Some(time),
            Type::Number(_) | Type::Text | Type::Date | Type::YesNo | Type::Category(_) => {
                let found = self.describe(time.ty);
                self.report(say::no_duration(time.span, &found));
                None
            }
        }
    }

    /// Check that needs all blocks: a condition that is asked over time reads what is
    /// recorded by day, and no other condition that is.
    pub(super) fn check_periods(&mut self) {
        let periodics = self.periodics.iter();
        let asked: Vec<(RecordId, Expr)> =
            periodics.map(|one| (one.record, one.condition.clone())).collect();
        let ids: Vec<EventId> = self.events.ids().collect();
        let events: Vec<(RecordId, Expr)> =
            self.events.iter().map(|one| (one.record, one.condition.clone())).collect();
        for (record, condition) in &asked {
            let rests = self.rests(*record, condition);
            self.asked_over_time(condition.span, &rests, rests.register || rests.monthly);
        }
        for (id, (record, condition)) in ids.into_iter().zip(&events) {
            let rests = self.rests(*record, condition);
            self.asked_over_time(condition.span, &rests, rests.register);
            self.events[id].daily = rests.as_of;
        }
    }

    fn asked_over_time(&mut self, span: Span, rests: &Rests, changes: bool) {
        if rests.periods {
            self.report(say::periods_in_periods(span));
        } else if !changes {
            self.report(say::no_register_read(span));
        }
    }

    fn rests(&self, record: RecordId, expr: &Expr) -> Rests {
        let mut rests = Rests::default();
        self.rest_on(record, expr, &mut rests);
        rests
    }

    fn rest_on(&self, record: RecordId, expr: &Expr, rests: &mut Rests) {
        match &expr.kind {
            ExprKind::Derived(id) | ExprKind::Member(id, _)
                if rests.seen.insert((record, Node::Derived(id.index()))) =>
            {
                let derived = &self.records[record].derived[*id];
                exprs_of(derived).for_each(|expr| self.rest_on(record, expr, rests));
            }
            ExprKind::Total(block)
            | ExprKind::Grade(block)
            | ExprKind::CriterionPoints(block, _) => {
                rests.record = true;
                self.rest_on_block(record, *block, rests);
            }
            ExprKind::Aggregate(id) => {
                let aggregate = &self.aggregates[*id];
                rests.record = true;
                rests.register |= aggregate.seen.is_some();
                rests.monthly |= self.records[aggregate.over].snapshot.is_some();
                rests.as_of |= aggregate.seen.is_some_and(crate::model::Seen::moves);
                let read = aggregate.value.iter().chain(&aggregate.filter);
                read.for_each(|expr| self.rest_on(aggregate.over, expr, rests));
            }
            ExprKind::Verdict(test) => {
                rests.record = true;
                self.rest_on_block(record, test.block, rests);
            }
            ExprKind::Periodic(_) | ExprKind::Event(_) => rests.periods = true,
            ExprKind::Field(_) => rests.record = true,
            ExprKind::AsOf | ExprKind::Parameter(_, None) => rests.as_of = true,
            _ => {}
        }
        expr.children(&mut |child| self.rest_on(record, child, rests));
    }

    fn rest_on_block(&self, record: RecordId, id: Id<Block>, rests: &mut Rests) {
        let Some((_, block)) = self.blocks.iter().find(|(known, _)| *known == id) else { return };
        if rests.seen.insert((record, Node::Block(id))) {
            block.exprs(&mut |expr| self.rest_on(record, expr, rests));
            if let BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) = &block.kind {
                rests.periods |= clauses.iter().any(|clause| clause.timing.is_some());
            }
        }
    }
}

/// The last day of a deadline, and what it is counted from.
struct Limit {
    last: Expr,
    /// `từ D`
    starts: Option<Expr>,
    /// The same day for every record.
    fixed: bool,
}

fn exprs_of(derived: &Derived) -> impl Iterator<Item = &Expr> {
    let (formula, rows) = match &derived.kind {
        DerivedKind::Formula(formula) => (Some(formula), &[][..]),
        DerivedKind::Table { rows, .. } => (None, rows.as_slice()),
    };
    formula.into_iter().chain(rows.iter().flat_map(|row| row.when.iter().chain([&row.gives])))
}

fn arith(op: Arith, left: Expr, right: Expr, span: Span) -> Expr {
    Expr::new(ExprKind::Arith(op, Box::new(left), Box::new(right)), Type::Date, span)
}

/// Returns `true` if an expression reads a dated parameter on no day of its own.
fn reads_dated(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Parameter(_, None));
    expr.children(&mut |child| found |= reads_dated(child));
    found
}

/// The expression with its dated parameters read on a day.
fn read_on(mut expr: Expr, day: &Expr) -> Expr {
    put_day(&mut expr, day);
    expr
}

fn put_day(expr: &mut Expr, day: &Expr) {
    match &mut expr.kind {
        ExprKind::Parameter(_, on @ None) => *on = Some(Box::new(day.clone())),
        _ => expr.children_mut(&mut |child| put_day(child, day)),
    }
}

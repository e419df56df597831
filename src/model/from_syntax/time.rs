//! The day, the period and registers: what a rule says of time.

use super::{Checker, Member};
use crate::diag::{snapshot as say_snapshot, time as say};
use crate::model::{Expr, ExprKind, FieldId, PackPeriod, PeriodDay, RecordId, Register, Seen};
use crate::source::Span;
use crate::syntax::ast::{self, RecordPartKind};
use crate::value::{Compare, Date, DayMonth, Period, Type, Unit};

impl Checker<'_> {
    /// The parts of a record type's head, once its fields are known; each may stand once.
    pub(super) fn declare_parts(&mut self, record: RecordId, parts: &[ast::RecordPart]) {
        for (place, part) in parts.iter().enumerate() {
            let kind = std::mem::discriminant(&part.kind);
            let before = parts.iter().take(place);
            let mut same = before.filter(|other| std::mem::discriminant(&other.kind) == kind);
            if let Some(first) = same.next() {
                self.report(say::part_twice(part.span, first.span));
            }
        }
        let mut day = None;
        let mut period = None;
        let mut monthly = None;
        for part in parts {
            match &part.kind {
                RecordPartKind::BelongsTo(parent, by) => self.declare_parent(record, parent, by),
                RecordPartKind::DatedBy(name) => day = Some((self.date_field(record, name), part)),
                RecordPartKind::ForPeriod(name) => {
                    period = Some((self.date_field(record, name), part));
                }
                RecordPartKind::MonthlyBy(name) => {
                    self.declare_snapshot(record, name);
                    monthly = Some(part);
                }
                // Read once the parent's names are known.
                RecordPartKind::CompleteWhen(_) => {}
            }
        }
        if let (Some(monthly), Some((_, register))) = (monthly, &day) {
            self.report(say_snapshot::also_register(monthly.span, register.span));
        }
        let Some((day, part)) = day else {
            if let Some((_, part)) = period {
                self.report(say::period_without_day(part.span));
            }
            return;
        };
        let (period, end) = match period {
            None => (Some(None), part),
            Some((field, part)) => (field.map(Some), part),
        };
        let span = part.span.to(end.span);
        self.records[record].register =
            day.zip(period).map(|(day, period)| Register { day, period, span });
    }

    /// The date field of this name; another field, or none, is reported.
    fn date_field(&mut self, record: RecordId, name: &ast::Name) -> Option<FieldId> {
        match self.member(record, &name.key) {
            Some(Member::Field(field)) if self.records[record].fields[field].ty == Type::Date => {
                return Some(field);
            }
            Some(Member::Field(field)) => {
                let found = self.describe(self.records[record].fields[field].ty);
                let dates = self.date_fields(record);
                self.report(say::not_a_date(name.span, &name.text, &found, &dates));
            }
            Some(Member::Broken) => {}
            Some(Member::Pending(_)) | None => self.unknown_field(record, name),
        }
        None
    }

    pub(super) fn date_fields(&self, record: RecordId) -> Vec<String> {
        let fields = self.records[record].fields.iter();
        let dates = fields.filter(|field| field.ty == Type::Date);
        dates.map(|field| field.name.text.clone()).collect()
    }

    /// `đầu kỳ`
    pub(super) fn period_start(&mut self, span: Span) -> Option<Expr> {
        let day = self.end_of_period(span, |period| period.from)?;
        Some(day_at(PeriodDay::Start, day, span))
    }

    /// `cuối kỳ`
    pub(super) fn period_end(&mut self, span: Span) -> Option<Expr> {
        let day = self.end_of_period(span, |period| period.to)?;
        Some(day_at(PeriodDay::End, day, span))
    }

    /// `hết kỳ`: the as-of date is the last day of the period, or later.
    pub(super) fn period_over(&mut self, span: Span) -> Option<Expr> {
        let last = self.period_end(span)?;
        Some(compared(Compare::AtLeast, Expr::new(ExprKind::AsOf, Type::Date, span), last))
    }

    /// An end of the period; a pack that does not say it is reported.
    pub(super) fn end_of_period(
        &mut self,
        span: Span,
        end: impl Fn(&PackPeriod) -> Option<Date>,
    ) -> Option<Date> {
        let found = end(&self.options.period);
        if found.is_none() {
            let words = self.words(span);
            let PackPeriod { from, to } = self.options.period;
            self.report(say::no_period(span, &words, from, to));
        }
        found
    }

    /// `ngày 10/6`: the only such day of the period.
    pub(super) fn day_of_period(&mut self, span: Span, written: DayMonth) -> Option<Expr> {
        let PackPeriod { from: Some(from), to: Some(to) } = self.options.period else {
            let words = self.words(span);
            let PackPeriod { from, to } = self.options.period;
            self.report(say::no_period(span, &words, from, to));
            return None;
        };
        let days: Vec<Date> = written.within(Period { from, to }).collect();
        if let [day] = days.as_slice() {
            return Some(day_at(PeriodDay::On(written), *day, span));
        }
        let words = self.words(span);
        self.report(say::not_once(span, &words, from, to, &days));
        None
    }

    /// The rows of a register that an aggregate sees; none of a type that is no register. The outer
    /// `None`: a mistake was reported.
    pub(super) fn seen(
        &mut self,
        over: RecordId,
        span: Span,
        every: bool,
        window: Option<&ast::Expr>,
    ) -> Option<Option<Seen>> {
        if self.records[over].register.is_none() {
            if every || window.is_some() {
                let (name, dates) = (self.records[over].name.text.clone(), self.date_fields(over));
                self.report(say::no_register(span, &name, &dates));
                return None;
            }
            return Some(None);
        }
        match window {
            Some(window) if every => {
                self.report(say::every_and_window(window.span));
                None
            }
            Some(window) => self.window(window).map(Some),
            None => Some(Some(if every { Seen::Every } else { Seen::Period })),
        }
    }

    /// `12 tháng`, `30 ngày`
    fn window(&mut self, window: &ast::Expr) -> Option<Seen> {
        let Some((count, unit)) = written_window(window) else {
            self.report(say::window(window.span));
            return None;
        };
        if unit == Unit::Days {
            return Some(Seen::LastDays(count));
        }
        if self.options.month_end.is_none() {
            self.report(crate::diag::model::month_end(window.span));
        }
        Some(Seen::LastMonths(count, self.options.month_end?))
    }

    /// A finding where a condition of an aggregate over a register asks of another of its dates
    /// only whether it is there: it may lie past the as-of date, or in another period.
    pub(super) fn other_dates(&mut self, over: RecordId, filter: Option<&Expr>) {
        let (Some(register), Some(filter)) = (self.records[over].register, filter) else { return };
        let (mut asked, mut read) = (Vec::new(), Vec::new());
        dates_read(filter, &mut asked, &mut read);
        let own = [Some(register.day), register.period];
        for (field, span) in asked {
            let scope = &self.records[over];
            let date = scope.fields[field].ty == Type::Date && !own.contains(&Some(field));
            if date && !read.contains(&field) {
                let (other, day) = (&scope.fields[field].name, &scope.fields[register.day].name);
                let found = say::other_date(span, &other.text, &day.text);
                self.report(found);
            }
        }
    }

    /// The guard of a block over a register: its row is one of the period. None of a block over
    /// other records.
    pub(super) fn guard_of_register(&self, record: RecordId) -> Option<Expr> {
        let register = self.records[record].register?;
        let field = |id| Expr::new(ExprKind::Field(id), Type::Date, register.span);
        let PackPeriod { from, to } = self.options.period;
        let from = from.map(|day| (Compare::AtLeast, day_at(PeriodDay::Start, day, register.span)));
        let to = to.map(|day| (Compare::AtMost, day_at(PeriodDay::End, day, register.span)));
        let ends = from.into_iter().chain(to);
        let within = ends.map(|(op, end)| compared(op, field(register.counted()), end));
        // Rows past the as-of date are not read: this asks whether there is a day at all.
        let there = Expr::new(ExprKind::AsOf, Type::Date, register.span);
        let there = compared(Compare::AtMost, field(register.day), there);
        let all: Vec<Expr> = within.chain([there]).collect();
        Some(Expr::new(ExprKind::And(all), Type::YesNo, register.span))
    }
}

fn day_at(name: PeriodDay, day: Date, span: Span) -> Expr {
    Expr::new(ExprKind::PeriodDay(name, day), Type::Date, span)
}

/// `đầu kỳ` where no one wrote it.
pub(super) fn first_day(day: Date, span: Span) -> Expr {
    day_at(PeriodDay::Start, day, span)
}

fn compared(op: Compare, left: Expr, right: Expr) -> Expr {
    let span = right.span;
    Expr::new(ExprKind::Compare(op, Box::new(left), Box::new(right)), Type::YesNo, span)
}

/// A window of whole days or months, at least one.
pub(super) fn written_window(window: &ast::Expr) -> Option<(u16, Unit)> {
    let ast::ExprKind::Number(number) = &window.kind else { return None };
    let whole = number.magnitude.is_none() && number.digits.is_integer();
    let count = u16::try_from(number.digits).ok().filter(|count| whole && *count > 0)?;
    match number.unit? {
        ast::UnitWord::Days => Some((count, Unit::Days)),
        ast::UnitWord::Months => Some((count, Unit::Months)),
        ast::UnitWord::Years => Some((count.checked_mul(12)?, Unit::Months)),
        ast::UnitWord::Dong | ast::UnitWord::Points => None,
    }
}

/// The fields that are asked whether they are there, and those that are read otherwise.
fn dates_read(expr: &Expr, asked: &mut Vec<(FieldId, Span)>, read: &mut Vec<FieldId>) {
    match &expr.kind {
        ExprKind::IsMissing(inner) => match inner.kind {
            ExprKind::Field(id) => asked.push((id, inner.span)),
            _ => dates_read(inner, asked, read),
        },
        ExprKind::Field(id) => read.push(*id),
        _ => expr.children(&mut |child| dates_read(child, asked, read)),
    }
}

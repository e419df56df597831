//! Conditions asked period by period, and deadlines.

use super::{Expr, PeriodicId, RecordId};
use crate::source::Span;
use crate::value::{Schedule, Truth};

/// A condition that is asked in each whole period of the pack's: `mỗi tháng: C`,
/// `đếm(tháng khi C)`.
#[derive(Clone, Debug)]
pub struct Periodic {
    /// Record type whose records are asked.
    pub record: RecordId,
    /// The periods, and the day on which each is asked.
    pub schedule: Schedule,
    /// `từ D đến D2`: the days between which a period must lie.
    pub between: Option<(Expr, Expr)>,
    /// `true` if the periods are the same for every record.
    pub fixed: bool,
    /// Condition in each period.
    pub condition: Expr,
    /// From `mỗi` to the end of the condition.
    pub span: Span,
}

/// Something done: the first day on which a condition over registers holds.
#[derive(Clone, Debug)]
pub struct Event {
    /// Record type whose records are asked.
    pub record: RecordId,
    /// Condition that holds once it is done.
    pub condition: Expr,
    /// First day from which registers are seen; `None`: that of the pack's period.
    pub since: Option<Expr>,
    /// `true` if the condition may change on a day without a new row.
    pub daily: bool,
    /// Place of the condition.
    pub span: Span,
}

/// Time of a clause.
#[derive(Clone, Debug)]
pub enum Timing {
    /// `yêu cầu mỗi tháng: C`
    Each(PeriodicId),
    /// `hạn E: trong 30 ngày từ D`
    Due(Box<Due>),
}

/// A deadline: what must be done by which day.
#[derive(Clone, Debug)]
pub struct Due {
    /// The day it was done: a date of the record, or [`super::ExprKind::Event`].
    pub done: Expr,
    /// Last day on which it is done in time.
    pub last: Expr,
    /// `từ D`: the day from which it is due; earlier days are not due yet.
    pub starts: Option<Expr>,
    /// Days before which what was done counts for nothing.
    pub since: Vec<Expr>,
    /// `true` if the last day is the same for every record.
    pub fixed: bool,
    /// `nếu chậm: "…"`: the reason where it was done late.
    pub late: Option<String>,
    /// Place of the deadline, from behind the colon: `trong 30 ngày từ D`.
    pub span: Span,
}

impl Periodic {
    /// Hands over each expression of it, whole.
    pub(super) fn exprs<'p>(&'p self, each: &mut dyn FnMut(&'p Expr)) {
        let ends = self.between.iter().flat_map(|(from, to)| [from, to]);
        ends.chain([&self.condition]).for_each(each);
    }
}

impl Event {
    /// Hands over each expression of it, whole.
    pub(super) fn exprs<'e>(&'e self, each: &mut dyn FnMut(&'e Expr)) {
        self.since.iter().chain([&self.condition]).for_each(each);
    }
}

impl Due {
    /// Hands over each expression of the deadline, whole.
    pub fn exprs<'d>(&'d self, each: &mut dyn FnMut(&'d Expr)) {
        let Due { done, last, starts, since, fixed: _, late: _, span: _ } = self;
        [done, last].into_iter().chain(starts).chain(since).for_each(each);
    }

    /// The expressions that may leave it open: what was done only where that is not known.
    pub fn open(&self, is_done: Truth) -> impl Iterator<Item = &Expr> {
        let done = matches!(is_done, Truth::Missing | Truth::Fault).then_some(&self.done);
        done.into_iter().chain([&self.last]).chain(&self.starts).chain(&self.since)
    }

    pub(super) fn exprs_mut(&mut self, each: &mut dyn FnMut(&mut Expr)) {
        let Due { done, last, starts, since, fixed: _, late: _, span: _ } = self;
        [done, last].into_iter().chain(starts).chain(since).for_each(each);
    }
}

//! Periods and deadlines, as they are written.

use super::Expr;
use crate::source::Span;

/// Time of a clause: the periods in which its condition is asked, or its deadline.
#[derive(Clone, Debug)]
pub enum Timing {
    /// `yêu cầu mỗi tháng: C`
    Each(EachPeriod),
    /// `hạn E: trong 30 ngày từ ngày giải ngân`
    Due(Deadline),
}

/// `mỗi tháng từ D đến D2, sau 5 ngày`: periods of which each is asked.
#[derive(Clone, Debug)]
pub struct EachPeriod {
    /// Length of the periods.
    pub length: PeriodLength,
    /// `từ D đến D2`: the two days between which a period lies wholly.
    pub between: Option<(Expr, Expr)>,
    /// `sau 5 ngày`: how long after each period it is asked.
    pub after: Option<Expr>,
    /// From `mỗi` to the end of the last of these.
    pub span: Span,
}

/// Length of a period as written.
#[derive(Clone, Debug)]
pub enum PeriodLength {
    /// `tháng`
    Month,
    /// `quý`
    Quarter,
    /// `năm`
    Year,
    /// `6 tháng`: counted from the first day of the pack's period.
    Count(Box<Expr>),
}

/// Deadline of a `hạn`, behind its colon.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// Kind of the deadline, with its days.
    pub kind: DeadlineKind,
    /// Place in the source.
    pub span: Span,
}

/// The kinds of deadline.
#[derive(Clone, Debug)]
pub enum DeadlineKind {
    /// `trong T từ D`
    Within {
        /// How long it takes.
        time: Expr,
        /// The day it is counted from.
        from: Expr,
    },
    /// `trước D`
    Before(Expr),
    /// `chậm nhất D`
    By(Expr),
    /// `trong kỳ`
    InPeriod,
}

impl PeriodLength {
    /// Hands over the number of a counted length.
    pub fn children<'e>(&'e self, each: &mut dyn FnMut(&'e Expr)) {
        match self {
            PeriodLength::Count(count) => each(count),
            PeriodLength::Month | PeriodLength::Quarter | PeriodLength::Year => {}
        }
    }
}

impl Timing {
    /// Hands over each expression that stands directly within it.
    pub fn children<'e>(&'e self, each: &mut dyn FnMut(&'e Expr)) {
        match self {
            Timing::Each(periods) => periods.children(each),
            Timing::Due(deadline) => match &deadline.kind {
                DeadlineKind::Within { time, from } => {
                    each(time);
                    each(from);
                }
                DeadlineKind::Before(day) | DeadlineKind::By(day) => each(day),
                DeadlineKind::InPeriod => {}
            },
        }
    }
}

impl EachPeriod {
    /// Hands over each expression that stands directly within it.
    pub fn children<'e>(&'e self, each: &mut dyn FnMut(&'e Expr)) {
        self.length.children(each);
        let (from, to) = self.between.as_ref().map(|(from, to)| (from, to)).unzip();
        [from, to, self.after.as_ref()].into_iter().flatten().for_each(each);
    }
}

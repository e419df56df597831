#![doc = include_str!("README.md")]
// A new form of a rule must be met at each place here, not fall into a rest.
#![deny(clippy::wildcard_enum_match_arm)]

mod block;
mod brief;
mod decide;
pub mod decision;
mod duties;
mod ends;
mod errors;
mod formula;
mod grounds;
mod head;
mod causes;
mod clauses;
mod letter;
mod lines;
mod notes;
mod reader;
mod rests;
mod sheet;
mod show;
mod summary;
mod timing;
mod trail;
mod values;
mod ways;
mod ways_shown;

#[doc(hidden)]
pub use block::Outcome;
#[doc(hidden)]
pub use causes::{FaultCause, MissingCause, Root};
#[doc(hidden)]
pub use clauses::Clauses;
pub use duties::{Duty, DutyState};
#[doc(hidden)]
pub use ends::{operand, show_bounds};
#[doc(hidden)]
pub use errors::no_value_on;
#[doc(hidden)]
pub use formula::{Formula, unit_left_out};
#[doc(hidden)]
pub use grounds::Quotes;
pub use grounds::{Assumed, Cited, Grounds};
#[doc(hidden)]
pub use head::{Head, Run, Stated, kind, verdict_code};
pub use letter::letter;
#[cfg(feature = "xlsx")]
pub(crate) use notes::show_cited;
pub use reader::FieldColumn;
#[doc(hidden)]
pub use reader::{Failures, Identity, NoParts, OpenParts, Reader};
pub use sheet::{html_page, papers, sheet};
#[cfg(feature = "xlsx")]
pub(crate) use show::said;
pub use show::{Length, document, push_grounds};
#[doc(hidden)]
pub use summary::Summary;
pub use values::Working;
pub use ways::{Change, Margin, Question, Removal, Slack, Sufficient, Turn, Way, Ways, WaysOrder};

use crate::diag::Message;
use crate::model::Cap;
pub use crate::model::ClauseKind;
use crate::value::Truth;
use decision::{Decision, NamedValue, SourceLine};
use std::fmt;
use std::sync::Arc;

/// Explanation of a decision: what a block decided of a record, and line by line what that rests
/// on.
///
/// ```
/// # let rules = visao::Rules::from_text("bản ghi Tổ
/// #   trường mã: chữ, khóa
/// #   trường nợ: tiền, từ 0
/// # điều kiện Vay cho Tổ
/// #   từ chối nếu nợ > 5 triệu: \"nợ nhiều\"
/// # ")?;
/// let explanations = rules.explain(&serde_json::json!({ "mã": "T1", "nợ": 6_000_000 }))?;
/// let explanation = &explanations[0];
/// assert!(explanation.to_string().contains("luat.luat:5"));
/// assert!(explanation.clauses[0].fires());
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// Decision that is explained.
    pub decision: Decision,
    /// Values that tell the record from others, besides its key: its own name, and the first
    /// category without order among its fields.
    pub identity: Vec<NamedValue>,
    /// The block's own word for a verdict that waits for values; `None` of a block that has none.
    pub incomplete: Option<Arc<str>>,
    /// The block's own line and basis; none for a record type without blocks.
    pub block: Option<(SourceLine, Grounds)>,
    /// Each `áp dụng khi`.
    pub guards: Vec<Line>,
    /// Each criterion, in the order of [`Decision::criteria`].
    pub criteria: Vec<CriterionLines>,
    /// Lines from the total to the grade; `None` of a block without a grading.
    pub grading: Option<GradingLines>,
    /// Each cap and downgrade.
    pub caps: Vec<Line>,
    /// Each clause of an eligibility or check block.
    pub clauses: Vec<Line>,
    /// Changes that would change the outcome; `None` unless asked for by
    /// [`Query::ways`](crate::Query::ways), and where there is nothing to change: the block
    /// does not apply, or is not decided.
    pub ways: Option<Ways>,
}

impl Explanation {
    /// Every guard, row passed over, cap and clause, in the order in which they are shown.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &Line> {
        let passed_over = self.grading.iter().flat_map(|grading| &grading.passed_over);
        self.guards.iter().chain(passed_over).chain(&self.caps).chain(&self.clauses)
    }

    /// Returns `true` of a key that opens with the word for its record type, as the title of a
    /// worked example may.
    fn says_type(&self) -> bool {
        let rest = self.decision.record.strip_prefix(self.decision.record_type.as_ref());
        rest.is_some_and(|rest| rest.starts_with(' '))
    }
}

/// Lines from a criterion's rows to its points.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CriterionLines {
    /// The criterion's own line.
    pub clause: SourceLine,
    /// The values it rests on, with their workings.
    pub workings: Vec<Working>,
    /// Documents and assumptions that the criterion rests on.
    pub grounds: Grounds,
}

/// Lines from a total to a grade.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GradingLines {
    /// The row that gave the grade before caps, where it is settled.
    pub clause: Option<SourceLine>,
    /// The values that row rests on besides the total.
    pub values: Vec<NamedValue>,
    /// Those values with their workings.
    pub workings: Vec<Working>,
    /// The rows above it that ask for more than points, and were not met or are open.
    pub passed_over: Vec<Line>,
    /// Documents and assumptions that the grading rests on.
    pub grounds: Grounds,
}

/// A guard, cap, clause or row of a grading with its truth.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Line {
    /// Kind of the condition.
    pub kind: ConditionKind,
    /// Words that the line states: a reason, or the condition itself.
    pub text: Arc<str>,
    /// Condition as written in the rules.
    pub condition: Arc<str>,
    /// The condition as a reader sees it: of one that only asks whether a value is there, the
    /// answer.
    pub answer: Arc<str>,
    /// Truth of the condition for this record.
    pub truth: Truth,
    /// `true` of a cap or downgrade that holds but changes nothing, as the points give no better
    /// grade than it leaves, or as none is lower.
    pub idle: bool,
    /// Rule that the line shows.
    pub clause: SourceLine,
    /// Every named value it rests on.
    pub values: Vec<NamedValue>,
    /// The values it rests on, with their workings.
    pub workings: Vec<Working>,
    /// The fields whose lack leaves it open.
    pub missing: Vec<Arc<str>>,
    /// `true` of a clause that is not due yet: its truth does not matter.
    pub not_due: bool,
    /// The last day and how late it is, or the periods that fail, in both languages; `None` of a
    /// clause that has neither.
    pub time: Option<Message>,
    /// The condition in each period; empty of a clause that is asked as of the day.
    pub periods: Vec<decision::InPeriod>,
    /// Documents and assumptions that the line rests on.
    pub grounds: Grounds,
}

/// Kind of a [`Line`]'s condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConditionKind {
    /// A guard or a clause.
    Clause(ClauseKind),
    /// `không quá … nếu`
    Cap,
    /// `hạ một bậc nếu`
    Downgrade,
    /// A row of a grading.
    Grade,
}

impl ConditionKind {
    /// Kind of a cap, which one without a grade of its own is not.
    pub(crate) fn of_cap(cap: &Cap) -> ConditionKind {
        if cap.grade.is_some() { ConditionKind::Cap } else { ConditionKind::Downgrade }
    }

    /// Returns `true` of a condition that keeps the result from being better where it fires.
    pub(crate) const fn is_against(self) -> bool {
        match self {
            ConditionKind::Cap | ConditionKind::Downgrade => true,
            ConditionKind::Grade => false,
            ConditionKind::Clause(kind) => match kind {
                ClauseKind::Require | ClauseKind::Due | ClauseKind::Reject | ClauseKind::Refer => {
                    true
                }
                ClauseKind::Applies | ClauseKind::Warn | ClauseKind::Prefer => false,
            },
        }
    }

    /// Stable English code, the one that JSON has.
    pub const fn code(self) -> &'static str {
        match self {
            ConditionKind::Cap => "cap",
            ConditionKind::Downgrade => "downgrade",
            ConditionKind::Grade => "grade",
            ConditionKind::Clause(ClauseKind::Applies) => "applies",
            ConditionKind::Clause(ClauseKind::Require) => "require",
            ConditionKind::Clause(ClauseKind::Due) => "due",
            ConditionKind::Clause(ClauseKind::Reject) => "reject",
            ConditionKind::Clause(ClauseKind::Refer) => "refer",
            ConditionKind::Clause(ClauseKind::Warn) => "warn",
            ConditionKind::Clause(ClauseKind::Prefer) => "prefer",
        }
    }
}

impl fmt::Display for ConditionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl Line {
    /// Returns `true` if the line fires: a guard or requirement that does not hold, or any other
    /// condition that does.
    pub fn fires(&self) -> bool {
        !self.not_due && self.kind.fires(self.truth)
    }
}

#![doc = include_str!("README.md")]
// A new form of a rule must be met at each place here, not fall into a rest.
#![deny(clippy::wildcard_enum_match_arm)]

mod block;
mod decide;
pub mod decision;
mod errors;
mod formula;
mod grounds;
mod causes;
mod lines;
mod reader;
mod show;
mod summary;
mod trail;
mod values;

pub use block::Outcome;
pub use causes::{Asked, FaultCause, MissingCause};
pub use decide::kind;
pub use errors::no_value_on;
pub use formula::{Formula, unit_left_out};
pub use grounds::{Assumed, Cited, Grounds, Quotes};
pub use reader::{Clauses, Failures, FieldColumn, Identity, NoParts, OpenParts, Reader, Run};
pub use show::{document, html_page, page, push_grounds};
pub use summary::Summary;
pub use values::Working;

use crate::model::ClauseKind;
use crate::value::Truth;
use decision::{Decision, NamedValue, SourceLine};
use std::fmt;
use std::sync::Arc;

/// Why a block decided of a record as it did: the decision, and line by line what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What was decided.
    pub decision: Decision,
    /// What tells the record from others, besides its key: its own name, and the first category
    /// without order among its fields.
    pub identity: Vec<NamedValue>,
    /// The block's own line and basis; none for a record type without blocks.
    pub block: Option<(SourceLine, Grounds)>,
    /// Each `áp dụng khi`.
    pub guards: Vec<Line>,
    /// Each criterion, in the order of [`Decision::criteria`].
    pub criteria: Vec<CriterionLines>,
    /// How the total became a grade.
    pub grading: Option<GradingLines>,
    /// Each cap and downgrade.
    pub caps: Vec<Line>,
    /// Each clause of an eligibility or check block.
    pub clauses: Vec<Line>,
}

/// How a criterion came to its points.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionLines {
    /// The criterion's own line.
    pub clause: SourceLine,
    /// The values it rests on, with their workings.
    pub workings: Vec<Working>,
    /// What it rests on in documents, and what is assumed.
    pub grounds: Grounds,
}

/// How a total became a grade.
#[derive(Clone, Debug, PartialEq)]
pub struct GradingLines {
    /// The row that gave the grade before caps, where it is settled.
    pub clause: Option<SourceLine>,
    /// The values that row rests on besides the total.
    pub values: Vec<NamedValue>,
    /// Those values with their workings.
    pub workings: Vec<Working>,
    /// The rows above it that ask for more than points, and were not met or are open.
    pub passed_over: Vec<Line>,
    /// What it rests on in documents, and what is assumed.
    pub grounds: Grounds,
}

/// A guard, cap, clause or row of a grading with how it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is.
    pub kind: ConditionKind,
    /// What it tells.
    pub text: Arc<str>,
    /// Its condition, as written.
    pub condition: Arc<str>,
    /// The condition as a reader is told of it: of one that only asks whether a value is there,
    /// the answer.
    pub answer: Arc<str>,
    /// Whether its condition holds.
    pub truth: Truth,
    /// Of a cap or downgrade that holds: it changes nothing, as the points give no better grade
    /// than it leaves, or as none is lower.
    pub idle: bool,
    /// Where it stands.
    pub clause: SourceLine,
    /// Every named value it rests on.
    pub values: Vec<NamedValue>,
    /// The values it rests on, with their workings.
    pub workings: Vec<Working>,
    /// The fields whose lack leaves it open.
    pub missing: Vec<Arc<str>>,
    /// What it rests on in documents, and what is assumed.
    pub grounds: Grounds,
}

/// What a [`Line`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Stable English code, the one that JSON has.
    pub const fn code(self) -> &'static str {
        match self {
            ConditionKind::Cap => "cap",
            ConditionKind::Downgrade => "downgrade",
            ConditionKind::Grade => "grade",
            ConditionKind::Clause(ClauseKind::Applies) => "applies",
            ConditionKind::Clause(ClauseKind::Require) => "require",
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
    /// Whether it strikes: a guard or requirement that does not hold, or anything else that does.
    pub fn strikes(&self) -> bool {
        self.kind.strikes(self.truth)
    }
}

//! Details of a decision: whoever reads only the outcome of many records does not wait for them.

use super::{
    CriterionResult, DataFault, Deadline, Decision, InPeriod, NamedValue, Reason, Unknown, Waiting,
};
use crate::model::BlockId;
use crate::value::Num;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// Details of a [`Decision`]: what it rests on, and why. They are read as fields of the decision.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// let decisions = rules.grade(&serde_json::json!({ "id": "A", "debt": 3_000_000 }))?;
/// let details: &visao::explain::decision::Details = &decisions[0];
/// assert_eq!(details.reasons, decisions[0].reasons);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Details {
    /// The lowest and the highest grade in reach of an undetermined record.
    pub verdict_range: Option<(Arc<str>, Arc<str>)>,
    /// The least and the most the total can be with what is known.
    pub points_range: Option<(Num, Num)>,
    /// The criteria of a scorecard.
    pub criteria: Vec<CriterionResult>,
    /// The clauses that fired, in the order written.
    pub reasons: Vec<Reason>,
    /// The clauses that wait for missing values.
    pub waiting: Vec<Waiting>,
    /// The deadlines of its clauses, in the order written.
    pub deadlines: Vec<Deadline>,
    /// The periods that its clauses ask, in the order written.
    pub periods: Vec<InPeriod>,
    /// Every derivation and table of the record type.
    pub derived: Vec<NamedValue>,
    /// Values beside the key, by `hiện theo` of the record type; empty without that line.
    pub shown: Vec<NamedValue>,
    /// Values that are the block's result, by its own `hiện theo`; empty where it does not apply.
    pub results: Vec<NamedValue>,
    /// Missing values that would settle it: fields of the record, and aggregates over its parts.
    pub missing: Vec<Arc<str>>,
    /// Causes of missing values that no field would settle.
    pub unknown: Vec<Unknown>,
    /// Faults that make the record a data error.
    pub errors: Vec<DataFault>,
}

/// Records whose details can be worked out once more.
pub trait Reopen: Send + Sync {
    /// Details of the decision of a block about the record at a place.
    fn details(self: Arc<Self>, place: usize, block: BlockId) -> Details;
}

/// Details that are made when they are first read.
#[derive(Clone)]
pub struct Lazy {
    made: OnceLock<Box<Details>>,
    from: Option<(Arc<dyn Reopen>, usize, BlockId)>,
}

impl Lazy {
    /// Details that are made of a record, by its place.
    pub fn of(records: Arc<dyn Reopen>, place: usize, block: BlockId) -> Lazy {
        Lazy { made: OnceLock::new(), from: Some((records, place, block)) }
    }

    fn get(&self) -> &Details {
        self.made.get_or_init(|| match &self.from {
            Some((records, place, block)) => Box::new(Arc::clone(records).details(*place, *block)),
            None => Box::default(),
        })
    }
}

impl From<Details> for Lazy {
    fn from(details: Details) -> Lazy {
        Lazy { made: OnceLock::from(Box::new(details)), from: None }
    }
}

impl PartialEq for Lazy {
    fn eq(&self, other: &Lazy) -> bool {
        self.get() == other.get()
    }
}

impl Deref for Decision {
    type Target = Details;

    fn deref(&self) -> &Details {
        self.details.get()
    }
}

impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decision")
            .field("record", &self.record)
            .field("block", &self.block)
            .field("kind", &self.kind)
            .field("status", &self.status)
            .field("verdict", &self.verdict)
            .field("points", &self.points)
            .field("as_of", &self.as_of)
            .field("pack", &self.pack)
            .field("details", self.details.get())
            .finish_non_exhaustive()
    }
}

#![doc = include_str!("README.md")]

mod align;
mod blocks;
mod called;
mod clauses;
mod declared;
mod difference;
mod edit;
mod form;
mod groups;
mod item;
mod migration;
mod pair;
mod proof;
mod regions;
mod shared;
mod rows;
mod show;
mod standing;
mod statements;
mod tables;
mod targets;
mod units;
mod whole;
mod witness;
mod words;

pub use edit::{EditRefused, edited};
pub use migration::{BlockMigration, Cause, ChangedRecord, Migration, Move, Outcome};
pub use show::{document, html_page};
pub use tables::Tables;
pub use units::ChangedIndicator;

use crate::diag::Message;
use crate::engine::Rules;
use crate::load::Effective;
use crate::source::Place;
use crate::value::{Date, Value};

/// Differences of two packs in meaning, not in text.
///
/// ```
/// let pack = |points: u32| {
///     visao::Rules::from_text(&format!(
///         "language: en
/// record Group
///   field overdue: ratio, from 0%
/// scorecard Grading for Group
///   criterion 2, at most 30 points
///     by overdue
///     0%            gives 30 points
///     below 0.5%    gives {points} points
///     otherwise     gives 0 points
/// "
///     ))
/// };
/// let comparison = pack(25)?.compare(&pack(20)?);
/// let change = &comparison.changes[0];
/// assert_eq!(change.message.en, "Criterion 2: the row “below 0.5%” now gives 20 points (was 25 points)");
/// assert!(comparison.differs());
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Comparison {
    /// The pack as it was.
    pub old: PackName,
    /// The pack as it has become.
    pub new: PackName,
    /// Changes, those of the pack first, then group by group in the order of the new pack.
    pub changes: Vec<Change>,
    /// Blocks and targets of both packs, each with whether it still decides alike.
    pub blocks: Vec<BlockStanding>,
    /// Assumptions about what one pack alone declares, by which blocks were held against each
    /// other.
    pub assumed: Vec<Message>,
    /// Record types of both packs, each by its old and its new name.
    records: Vec<(String, String)>,
    /// Fields that have another name: the record type and the field in the new pack, the old name.
    fields: Vec<[String; 3]>,
    /// Blocks of both packs whose decisions can be held against each other.
    pairs: Vec<BlockPair>,
    /// Targets of both packs whose outcomes can be held against each other.
    targets: Vec<TargetsPair>,
}

/// Targets of both packs, for the outcomes of their units.
#[derive(Clone, Debug)]
struct TargetsPair {
    heading: Message,
    old: String,
    new: String,
    /// Places of the indicators in the old and the new pack.
    indicators: Vec<(usize, usize)>,
}

/// A block of both packs, for its decisions on records.
#[derive(Clone, Debug)]
struct BlockPair {
    heading: Message,
    old: String,
    new: String,
    /// Places of its criteria in the old and the new pack.
    criteria: Vec<(usize, usize)>,
    /// Keys of the grades that have another name.
    grades: Vec<(String, String)>,
}

/// Name of a pack that is compared, with its days.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PackName {
    /// Name of the pack, from its manifest.
    pub name: String,
    /// The days on which it applies; `None` if it does not say.
    pub effective: Option<Effective>,
    /// The SHA-256 of the files that decide, in hexadecimal.
    pub fingerprint: String,
}

/// A difference of two packs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Kind of the change.
    pub kind: ChangeKind,
    /// Kind of the part of the rules that changed.
    pub site: Site,
    /// Heading under which the change stands: the block, parameter, record type or category.
    pub group: Message,
    /// Name of that block, parameter, record type or category; empty for the pack as a whole.
    pub name: String,
    /// Place in the old pack; `None` of what was added.
    pub old: Option<Place>,
    /// Place in the new pack; `None` of what was removed.
    pub new: Option<Place>,
    /// The change as a sentence.
    pub message: Message,
    /// `true` if it may change what is decided of some record.
    pub decides: bool,
    /// `true` if it is proved that it changes what is decided of no record.
    pub proved: bool,
    /// Records for which it makes a difference, and which; what several changes of one list of rows
    /// do together stands at the last of them. Empty where it is not known for which.
    pub regions: Vec<ChangedRegion>,
    /// Item of the new pack that it changes.
    item: Option<item::Item>,
}

/// Records that a part of the rules decides otherwise, all that have a value for what it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangedRegion {
    /// Line or criterion that decides them otherwise; `None` where the change itself names it.
    pub part: Option<Message>,
    /// Records by the values that the rules compare.
    pub records: Message,
    /// Difference for these records.
    pub change: Message,
}

/// Kind of a change between two packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// Something that there was not before.
    Added,
    /// Something that there is no longer.
    Removed,
    /// Something that reads otherwise.
    Changed,
    /// Something that has another name and is the same.
    Renamed,
    /// A row that is tried earlier or later, where the first that holds counts.
    Moved,
    /// Parts in another order that decides nothing.
    Reordered,
    /// Words that people read and that decide nothing.
    Wording,
    /// Documents and assumptions that rules rest on.
    Basis,
}

impl ChangeKind {
    /// Stable English name of the kind, as in JSON.
    pub fn code(self) -> &'static str {
        match self {
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
            ChangeKind::Changed => "changed",
            ChangeKind::Renamed => "renamed",
            ChangeKind::Moved => "moved",
            ChangeKind::Reordered => "reordered",
            ChangeKind::Wording => "wording",
            ChangeKind::Basis => "basis",
        }
    }
}

/// Kind of a part of the rules that can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Site {
    /// The pack itself: its days, its rule for months.
    Pack,
    /// A category or its order.
    Category,
    /// A value of a category.
    Value,
    /// A dated parameter or its values.
    Parameter,
    /// A scripted function or its script.
    Function,
    /// A record type or its properties.
    Record,
    /// An input field or its range.
    Field,
    /// A derived value: a formula or a table.
    Derived,
    /// A column of a table.
    Column,
    /// A row of a criterion, a table or a grading.
    Row,
    /// A block as a whole.
    Block,
    /// A criterion of a scorecard.
    Criterion,
    /// The grading of a scorecard.
    Grading,
    /// A cap or a downgrade.
    Cap,
    /// A guard: what a block applies to.
    Guard,
    /// A clause of an eligibility or a check.
    Clause,
    /// Targets as a whole.
    Targets,
    /// An indicator of targets.
    Indicator,
    /// A requirement of an indicator, by unit and level where there are some.
    Requirement,
}

impl Site {
    /// Stable English name of the site, as in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Site::Pack => "pack",
            Site::Category => "category",
            Site::Value => "value",
            Site::Parameter => "parameter",
            Site::Function => "function",
            Site::Record => "record",
            Site::Field => "field",
            Site::Derived => "derived",
            Site::Column => "column",
            Site::Row => "row",
            Site::Block => "block",
            Site::Criterion => "criterion",
            Site::Grading => "grading",
            Site::Cap => "cap",
            Site::Guard => "guard",
            Site::Clause => "clause",
            Site::Targets => "targets",
            Site::Indicator => "indicator",
            Site::Requirement => "requirement",
        }
    }
}

/// A block or targets of two packs, with whether it still decides alike.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BlockStanding {
    /// Heading of the block: its kind and name.
    pub heading: Message,
    /// Name in the new pack, or in the old one if it was removed.
    pub name: String,
    /// Standing of the block between the packs.
    pub standing: Standing,
    /// Names of what changed under it: itself, or what it rests on.
    pub changed: Vec<Message>,
    /// A record that it decides otherwise; `None` unless one was found.
    pub witness: Option<Witness>,
    /// Records that lines of it which read alike decide otherwise, for what they rest on changed;
    /// empty where it is not known which.
    pub regions: Vec<ChangedRegion>,
    /// Place in the old pack; `None` if it was added.
    pub old: Option<Place>,
    /// Place in the new pack; `None` if it was removed.
    pub new: Option<Place>,
}

/// A record that two packs decide otherwise; fields that are not named are missing, but for a text
/// that is its key, which may be any. A pack that reads its period is asked as if it applied on the
/// days of the new pack.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Witness {
    /// Day that the record is decided as of.
    pub day: Option<Date>,
    /// Fields of the record by their names, with their values and those in words.
    pub fields: Vec<(String, Value, Message)>,
    /// Result under the old pack.
    pub old: Outcome,
    /// Result under the new pack.
    pub new: Outcome,
}

/// Standing of a block between two packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// The same for every record: everything that it rests on has the same form.
    Same {
        /// `true` if something that it rests on has another name.
        renamed: bool,
        /// `true` if it reads the pack's period, and that is another.
        period: bool,
        /// `true` if it is so for every record that both packs accept: the range of a field that
        /// every record has is another.
        accepted: bool,
    },
    /// Not the same: a record was found that it decides otherwise, [`BlockStanding::witness`].
    Differs,
    /// Not decided: its form differs, or that of something it rests on.
    Undecided,
    /// The new pack alone has it.
    Added,
    /// The old pack alone has it.
    Removed,
}

impl Standing {
    /// Stable English name of the standing, as in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Same { .. } => "same",
            Standing::Differs => "differs",
            Standing::Undecided => "undecided",
            Standing::Added => "added",
            Standing::Removed => "removed",
        }
    }
}

impl Comparison {
    /// Returns `true` if some change may change what is decided of a record.
    pub fn differs(&self) -> bool {
        self.changes.iter().any(|change| change.decides)
    }
}

impl Rules {
    /// Differences of a newer pack from this one, in meaning: places, layout, comments, the
    /// language of keywords and the order of declarations do not count, names that were changed
    /// are recognised. See [`Comparison`].
    pub fn compare(&self, new: &Rules) -> Comparison {
        whole::compare(self, new)
    }
}

impl PackName {
    fn of(rules: &Rules) -> PackName {
        PackName {
            name: rules.name().to_owned(),
            effective: rules.effective(),
            fingerprint: rules.fingerprint().to_owned(),
        }
    }
}

#![doc = include_str!("README.md")]

mod account;
mod attention;
#[cfg(feature = "xlsx")]
mod book;
mod calendar;
mod decisions;
#[cfg(feature = "xlsx")]
mod into;
mod lists;
mod packs;
mod parts;
mod records;
mod remedies;
mod report;
mod targets;
#[cfg(feature = "xlsx")]
mod tones;
mod units;
mod urgency;
mod worklist;
mod year;

pub use account::{Account, Counted, Tally};
pub use attention::Attention;
#[cfg(feature = "xlsx")]
pub use book::{ChosenRecords, ResultsBook, WrittenBook};
pub use calendar::CalendarSheet;
pub(crate) use decisions::kind;
pub use decisions::{Sheet, SheetRow};
#[cfg(feature = "xlsx")]
pub use into::ResultColumns;
pub use lists::RecordList;
pub use parts::PartSheet;
pub use records::RecordsSheet;
pub use remedies::RemedySheet;
pub use report::ReportSheet;
pub use targets::TargetSheet;
pub use units::OutcomesByUnit;
pub use worklist::WorklistSheet;
pub use year::{YearForm, YearSheets, YearTable};

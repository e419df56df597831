#![doc = include_str!("README.md")]

mod basis;
mod boxes;
pub mod certificate;
mod division;
mod falls;
mod finding;
mod formula;
mod grades;
mod linear;
mod number;
mod of_type;
mod ordinary;
mod pair;
mod places;
mod parameters;
mod read;
mod rows;
mod search;
mod set;
mod settle;
mod shape;
mod sites;
mod space;
mod switched;
mod system;
mod totals;
mod units;
mod unused;
mod witness;

pub use finding::{About, Declared, Finding, FindingKind, Site};
pub use pair::{Compared, Part, Version, applying, compare};
pub use search::Budget;
pub use sites::check;
pub use switched::{Reach, Side, reach};
pub use units::missing_units;
pub use witness::{Told, Witness};

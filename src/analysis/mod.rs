#![doc = include_str!("README.md")]

mod boxes;
pub mod certificate;
mod formula;
mod linear;
mod number;
mod ordinary;
mod pair;
mod places;
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
mod witness;

pub use pair::{Compared, Version, compare};
pub use search::Budget;
pub use sites::{Finding, FindingKind, Site, check};
pub use switched::{Reach, Side, reach};
pub use witness::{Told, Witness};

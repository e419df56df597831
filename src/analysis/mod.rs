#![doc = include_str!("README.md")]

mod boxes;
pub mod certificate;
mod formula;
mod linear;
mod number;
mod ordinary;
mod pair;
mod read;
mod rows;
mod search;
mod set;
mod settle;
mod shape;
mod sites;
mod space;
mod system;
mod totals;
mod witness;

pub use pair::{Compared, Part, Version, applying, compare};
pub use search::Budget;
pub use sites::{Finding, FindingKind, Site, check};
pub use witness::{Told, Witness};

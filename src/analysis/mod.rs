#![doc = include_str!("README.md")]

mod boxes;
pub mod certificate;
mod formula;
mod linear;
mod ordinary;
mod read;
mod rows;
mod search;
mod set;
mod settle;
mod sites;
mod space;
mod system;
mod witness;

pub use sites::{Finding, FindingKind, Site, check};
pub use witness::Witness;

#![doc = include_str!("README.md")]
// A new form of a rule must be met at each place here, not fall into a rest.
#![deny(clippy::wildcard_enum_match_arm)]

mod accumulate;
mod blame;
mod gather;
mod jointly;
mod limits;
mod parts;
mod quotient;
mod share;
mod tie;
mod unit;

pub use accumulate::Records;
pub use gather::{Group, OfParent, Place};
pub use limits::{Limits, aggregate};
pub use parts::{Few, FromParts, Parts, Suspects, Why};
pub use quotient::{Linear, Pair, Part, Quotient, Term};
pub use share::RecordShare;
pub use tie::of_sums;
pub use unit::{Sums, UnitAggregates, UnitValues};

#![doc = include_str!("README.md")]

mod call;
mod ends;
mod evaluate;
mod limits;
mod order;
mod possible;

pub use ends::Interval;
pub use evaluate::{Evaluate, constant};
pub use limits::{limits, limits_of};
pub use order::never_exceeds;
pub use possible::Possible;

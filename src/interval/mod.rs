#![doc = include_str!("README.md")]

mod call;
mod ends;
mod order;
mod possible;

pub use ends::Interval;
pub use order::never_exceeds;
pub use possible::Possible;

#![doc = include_str!("README.md")]

mod call;
mod ends;
mod order;
mod possible;
mod truths;

pub use ends::Interval;
pub use order::never_exceeds;
pub use possible::Possible;
pub use truths::Truths;

#![doc = include_str!("README.md")]

mod column;
mod input;
mod inputs;
mod numbers;
mod periods;
mod validity;

pub use column::{Column, Table};
#[doc(hidden)]
pub use input::{Input, Values};
#[doc(hidden)]
pub use inputs::{Inputs, Ranges, Texts};
#[doc(hidden)]
pub use numbers::Numbers;
#[doc(hidden)]
pub use periods::{DoneOn, InPeriod};
#[doc(hidden)]
pub use validity::Bits;
pub use validity::Validity;

pub(crate) use input::{retain, retain_places};
pub(crate) use numbers::{MOST_DECIMALS, ends};
